//! Files of tests as they are written: checked against a pack, not yet run.
//!
//! For programs that run tests; those that only take advice need none of it. [`RuleSet::sheet`](crate::RuleSet::sheet) reads.

mod cases;
mod document;
mod expected;
mod promises;
mod property;

use crate::model::{Allowed, Condition, FactId, Test, Text};
use crate::text::{Diagnostic, Span};

pub(super) use cases::CASE;
pub(super) use document::{FILE, TEST, read};

pub(super) use property::PROPERTY;

pub use expected::{Expected, Want};
pub use promises::Promise;

/// The tests and properties of some files, in the order of the files.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sheet {
    /// The tests.
    pub tests: Vec<SheetTest>,
    /// The properties.
    pub properties: Vec<SheetProperty>,
    /// Names and texts of the files, sorted by name; spans count them from 0.
    pub files: Vec<(String, String)>,
    /// What the reader found odd, though not wrong.
    pub warnings: Vec<Diagnostic>,
}

/// A `[[test]]` as it is written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SheetTest {
    /// What it is called; no other test of its file is called the same.
    pub name: Text,
    /// Where its name stands.
    pub at: Span,
    /// Which `[[test]]` of its file it is, from 0.
    pub position: usize,
    /// What is given in all of its cases: fixtures first, then its own; of two that speak of one fact the last one counts.
    pub given: Vec<Test>,
    /// Cases that are written out; none means one to which nothing is added.
    pub cases: Vec<SheetCase>,
    /// Values to be combined: every choice of one for each fact is a case.
    pub matrix: Vec<(FactId, Vec<Allowed>)>,
    /// Nothing is to be taken for granted.
    pub strict: bool,
    /// Why it is not to be run.
    pub skip: Option<Text>,
    /// Why it must fail for the time being.
    pub known_gap: Option<Text>,
    /// What must come of it: at least one.
    pub expected: Vec<Expected>,
}

/// One of the `cases` of a test.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SheetCase {
    /// What it is called, if it has a name of its own.
    pub name: Option<Text>,
    /// Where it stands.
    pub at: Span,
    /// What it adds to what the test gives.
    pub given: Vec<Test>,
}

/// A `[[property]]` as it is written: what must hold in every context in which a condition does.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SheetProperty {
    /// What it is called; no other property of its file is called the same.
    pub name: Text,
    /// Where its name stands.
    pub at: Span,
    /// Where it is claimed: in the contexts of which every world meets this.
    pub whenever: Condition,
    /// Why it is not to be looked into.
    pub skip: Option<Text>,
    /// Why it is broken for the time being.
    pub known_gap: Option<Text>,
    /// What is claimed: at least one.
    pub promises: Vec<Promise>,
}
