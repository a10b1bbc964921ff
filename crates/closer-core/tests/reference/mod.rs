//! The meaning of rule packs, spelled out slowly.
//!
//! Everything here follows the sentences of `docs/rule-format.md` and `docs/json.md` by brute force: list every world, look at each, and
//! count. Nothing is clever, nothing is shared with the engine, and a number is enumerated over its whole range.

pub(crate) mod advice;
pub(crate) mod assumed;
pub(crate) mod build;
mod cases;
mod cases_of_changes;
mod cases_of_what_is_open;
pub(crate) mod changes;
pub(crate) mod compare;
pub(crate) mod context;
pub(crate) mod cover;
pub(crate) mod dispute;
pub(crate) mod explained;
pub(crate) mod fit;
pub(crate) mod json;
pub(crate) mod overlaid;
pub(crate) mod pack;
pub(crate) mod question;
pub(crate) mod random;
pub(crate) mod residual;
pub(crate) mod ruled;
pub(crate) mod stands;
pub(crate) mod toml_text;
pub(crate) mod world;
