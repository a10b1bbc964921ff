//! Exact, ranked advice from declarative rules: what to do at the end of a job interview, and why.
//!
//! A *pack* of rules is data over a closed, finite vocabulary of facts. Because it is finite, every question about it has an exact answer:
//! evaluation cannot fail, the order of rules cannot matter, and a fact that is not known is never a silent "no".
//!
//! ```
//! use closer_core::{Interview, Level, Program, Verdict, Went};
//!
//! // The pack that ships with closer, and what is known of one interview.
//! let program = Program::closing();
//! let context = program.context(&Interview::new().went(Went::Well).level(Level::Mid))?;
//!
//! // Ranked actions, each with a reason and its sources.
//! let advice = program.advise(&context);
//! let first = &advice.suggested[0];
//! println!("{}. {}: {}", first.rank, first.title, first.because);
//!
//! // What hangs on facts that nobody has told yet, and the smallest condition that would settle it.
//! assert_eq!(advice.verdict("ask-anything-stopping"), Some(Verdict::Depends));
//! let bold = advice.depends.iter().find(|depends| &*depends.action == "ask-anything-stopping").unwrap();
//! println!("{}, but only if {}", bold.title, bold.only_if_words.as_deref().unwrap_or_default());
//!
//! // The fact most worth asking for next.
//! if let Some(question) = &advice.next_question {
//!     println!("{}", question.question);
//! }
//! # Ok::<(), closer_core::ContextError>(())
//! ```
//!
//! # The road
//!
//! ```text
//! TOML text ─ read ▶ RuleSet (as meant) ─ compile ▶ Program (as run) ─┐
//!                                                                      ├─ advise ▶ Advice ─ yours to show, or to serialise
//! an Interview, or any serialisable value ─ context ▶ Context ────────┘
//! ```
//!
//! Things can go wrong only while reading ([`LoadError`] holds every mistake of the files at once, with its place) and while building a
//! [`Context`] ([`ContextError`]). From there on every function is total: no `Result`, no panic, no clock, no I/O. Everything is
//! `Send + Sync`; a [`Program`] is cheap to clone and can be shared by any number of threads.
//!
//! # What it is not
//!
//! Not a general policy language: conditions compare facts with constants and nothing else, so there are no functions, no arithmetic and no text
//! matching, and there is nothing that could loop or fail. Not a forward-chaining engine: rules do not set facts. Not a place for packs with
//! open-ended values such as names or amounts of money: a fact has at most 64 values that the rules can tell apart.
//!
//! # Inside
//!
//! [`space`] holds finite domains and regions of their product, on which all exactness rests. [`model`] holds what a pack means once it has
//! been read. [`RuleSet::from_toml`] reads, [`Program::advise`] runs, [`Program::explain`] tells why, and [`Program::changes_for`] what would
//! change it.

// What may wrap says what becomes of it then. Tests may stop where a library may not.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod interview;
pub mod model;
mod read;
mod road;
mod run;
pub mod space;
mod text;

pub use interview::*;
pub use model::{Context, RuleSet};
pub use read::{
    Checked, Code, ContextError, Effective, Finding, Form, Limits, LoadError, Marked, Origin, PackFiles,
    Place, Report, Translation, check, check_within, codes, forms, missing_base, sheet, test_codes,
};
pub use run::*;
pub use text::{Diagnostic, Fix, Label, LineIndex, Severity, Span, is_hidden};
