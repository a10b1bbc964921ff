//! Random packs, as the slow reference of the engine has them.
#![allow(dead_code, reason = "what only the engine's own tests need comes along")]

#[path = "../../../closer-core/tests/reference/build.rs"]
pub(crate) mod build;
#[path = "../../../closer-core/tests/reference/context.rs"]
pub(crate) mod context;
#[path = "../../../closer-core/tests/reference/fit.rs"]
pub(crate) mod fit;
#[path = "../../../closer-core/tests/reference/json.rs"]
pub(crate) mod json;
#[path = "../../../closer-core/tests/reference/pack.rs"]
pub(crate) mod pack;
#[path = "../../../closer-core/tests/reference/random.rs"]
pub(crate) mod random;
#[path = "../../../closer-core/tests/reference/toml_text.rs"]
pub(crate) mod toml_text;
#[path = "../../../closer-core/tests/reference/world.rs"]
pub(crate) mod world;
