//! From text to meaning: TOML to a checked [`RuleSet`](crate::model::RuleSet), what is known of an interview to a
//! [`Context`](crate::model::Context). Every mistake is found at once.

mod actions;
mod argument;
mod check;
mod citations;
mod codes;
mod complaints;
mod conditions;
mod document;
mod draft;
mod effective;
mod error;
mod facts;
mod fields;
mod forms;
mod given;
#[cfg(test)]
mod given_tests;
mod given_within;
mod layers;
mod letters;
mod limits;
mod load;
mod material;
mod misplaced;
mod names;
mod node;
mod pack;
mod plain;
#[cfg(test)]
mod plain_tests;
mod regions;
mod room;
mod rules;
mod serialize;
pub mod sheet;
mod syntax;
mod test;
mod texts;
mod translated;
mod translation;
mod unused;
mod wording;
mod words;
mod written;

pub use check::{Checked, PackFiles, check, check_within};
pub use codes::{Code, codes, test_codes};
pub use effective::{Effective, Origin, missing_base};
pub use error::{ContextError, Finding, LoadError, Marked, Place, Report};
pub use fields::Form;
pub use forms::forms;
pub use limits::Limits;
pub use translation::Translation;

use crate::text::Span;

/// The place of something that was written nowhere.
const NOWHERE: Span = Span { file: 0, start: 0, end: 0 };
