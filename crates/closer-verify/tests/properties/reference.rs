//! The slow reference of `closer-core`: the meaning of packs by brute force, which shares nothing with the engine.
#![allow(dead_code, reason = "the reference answers more questions than are asked here")]

#[path = "../../../closer-core/tests/reference/advice.rs"]
pub(crate) mod advice;
#[path = "../../../closer-core/tests/reference/context.rs"]
pub(crate) mod context;
#[path = "../../../closer-core/tests/reference/dispute.rs"]
pub(crate) mod dispute;
#[path = "../../../closer-core/tests/reference/json.rs"]
pub(crate) mod json;
#[path = "../../../closer-core/tests/reference/pack.rs"]
pub(crate) mod pack;
#[path = "../../../closer-core/tests/reference/toml_text.rs"]
pub(crate) mod toml_text;
#[path = "../../../closer-core/tests/reference/world.rs"]
pub(crate) mod world;
