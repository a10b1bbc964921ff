//! The laws of `closer_core::space`: every answer is the one that looking at every world gives.
//!
//! Spaces here are small enough to list all worlds; the definitions below are the meaning, as short as can be.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test, to panic is to fail")]

mod cases;
mod definitions;
mod laws;
mod lists;
mod random;

use closer_core::space::Budget;
use proptest::test_runner::Config;

type World = Vec<u8>;

fn config(cases: u32) -> Config {
    Config { failure_persistence: None, ..Config::with_cases(cases) }
}

fn free() -> Budget {
    Budget::unlimited()
}
