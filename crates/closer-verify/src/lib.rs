//! For people who write rule packs: runs the tests that stand beside the rules, and shows what they do not reach.
//!
//! `docs/testing.md` tells how to write tests; `docs/rule-format.md` lists every key. [`Suite::from_files`] reads them, and every mistake
//! in them is a diagnostic with its place; [`Case::run`] runs one; [`Coverage::of`] looks at what all of them see.
//!
//! ```
//! use closer_core::RuleSet;
//! use closer_verify::{Outcome, Suite};
//!
//! let pack = r#"
//!     pack = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["end"] }
//!     moments.end.title = "At the end"
//!     sources.us.title  = "Us"
//!     facts.went = { question = "How did it go?", ordered = ["poorly", "well"] }
//!     actions.smile = { moment = "end", title = "Smile", why = "It is contagious." }
//!     [[rule]]
//!     id = "smile-after-a-good-one"
//!     suggest = "smile"
//!     when = { went = "well" }
//!     because = "It went well."
//!     sources = ["us"]
//! "#;
//! let tests = r#"
//!     pack = "tiny"
//!     [[test]]
//!     name     = "a talk ends with a smile"
//!     matrix   = { went = ["well", "poorly"] }
//!     suggests = ["smile"]
//! "#;
//! let program = RuleSet::from_toml(pack)?.compile();
//! let suite = Suite::from_files(program.rules(), [("tiny.test.toml", tests)])?;
//! let [well, poorly] = suite.cases() else { panic!("two cases") };
//! assert_eq!(well.run(&program), Outcome::Passed);
//! let Outcome::Failed(failure) = poorly.run(&program) else { panic!("nobody smiles") };
//! assert_eq!(failure.name.as_ref(), "a talk ends with a smile [went=poorly]");
//! assert_eq!(failure.differences[0].got.to_string(), "silent");
//! assert_eq!(failure.explanations[0].rules[0].rule.as_ref(), "smile-after-a-good-one");
//! # Ok::<(), closer_core::LoadError>(())
//! ```
//!
//! # One cargo test for each test of a pack
//!
//! In a test target with `harness = false`, with the crate `libtest-mimic`:
//!
//! ```no_run
//! use libtest_mimic::{Arguments, Trial};
//! # let program = closer_core::Program::closing();
//! # let suite = closer_verify::Suite::from_files(program.rules(), closer_rules::CLOSING_TESTS.iter().copied()).unwrap();
//!
//! let trials = closer_verify::trials(&program, &suite).map(|(name, run)| Trial::test(name, run)).collect();
//! libtest_mimic::run(&Arguments::from_args(), trials).exit();
//! ```
//!
//! This crate prints nothing; a program or a test harness shows what it returns.

// What may wrap says what becomes of it then. Tests may stop where a library may not.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod accept;
mod atlas;
mod case;
pub mod coverage;
pub mod diff;
mod findings;
mod mutants;
mod outcome;
mod property;
mod ready;
mod run;
mod suite;
mod trials;
mod words;
mod written;

pub use accept::Accepted;
pub use case::Case;
pub use closer_core::sheet::Want;
pub use coverage::Coverage;
pub use diff::Comparison;
pub use findings::{Findings, Found, Limits, Undecided, finding_codes};
pub use mutants::{Fate, Hunt, Mutant, Mutants, Operator, Survivor};
pub use outcome::{Difference, Failure, Outcome, Tally, Value};
pub use property::{Claim, Counterexample, Proof, Proofs, Property, Unproved};
pub use suite::{Given, Suite};
pub use trials::trials;
