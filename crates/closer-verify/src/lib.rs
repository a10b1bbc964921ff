//! For people who write rule packs: runs the tests that stand beside the rules.
//!
//! A test file says which pack it tests and what must come out; `docs/rule-format.md` lists every key.
//!
//! ```
//! use closer_core::RuleSet;
//! use closer_verify::Suite;
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
//!     name     = "a good talk ends with a smile"
//!     given    = { went = "well" }
//!     suggests = ["smile"]
//! "#;
//! let rules = RuleSet::from_toml(pack).unwrap();
//! let suite = Suite::from_toml(&rules, tests)?;
//! let program = rules.compile();
//! assert_eq!(suite.tests().len(), 1);
//! assert!(suite.tests().iter().all(|test| test.run(&program).is_ok()));
//! # Ok::<(), closer_verify::SuiteError>(())
//! ```
//!
//! This crate prints nothing; a program or a test harness shows what it returns.

mod run;
mod suite;

pub use run::Failure;
pub use suite::{Suite, SuiteError, Test};
