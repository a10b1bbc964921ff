//! One file for each command: its own options, and what it does.

pub(crate) mod ask;
pub(crate) mod batch;
pub(crate) mod card;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod mutants;
pub(crate) mod new;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod suggest;
pub(crate) mod test;
pub(crate) mod welcome;
pub(crate) mod why;

/// The commands that take facts as flags.
pub(crate) const TAKE_FACTS: &[&str] = &["suggest", "ask", "card", "why"];
