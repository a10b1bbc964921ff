//! `closer schema`: the schemas take what the program takes, know every key that it knows, and reject mistakes.
//!
//! `tests/editors/check.py` holds the tools that editors use to the same files and mistakes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod accepted;
mod committed;
mod documented;
mod keys;
mod mutated;
mod packs;
mod rejected;
#[path = "../support/mod.rs"]
mod support;
