//! How answers look: for a person at a terminal, for a document, for a program.

pub(crate) mod card_html;
pub(crate) mod card_markdown;
pub(crate) mod card_paper;
pub(crate) mod card_text;
pub(crate) mod coverage;
pub(crate) mod coverage_html;
pub(crate) mod diagnostics;
pub(crate) mod diff;
mod excerpts;
pub(crate) mod github;
pub(crate) mod ics;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod mutants;
pub(crate) mod properties;
pub(crate) mod reference;
pub(crate) mod report;
pub(crate) mod sarif;
pub(crate) mod short;
pub(crate) mod tests;
pub(crate) mod text;
pub(crate) mod why;

use anstyle::{AnsiColor, Style};

/// What leads the eye: numbers.
pub(crate) const NUMBER: Style = AnsiColor::Green.on_default();
/// What to do.
pub(crate) const TITLE: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const ASIDE: Style = Style::new().dimmed();
/// What went wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What is not as it should be.
pub(crate) const WARNING: Style = AnsiColor::Red.on_default();
/// What helps.
pub(crate) const TIP: Style = AnsiColor::Green.on_default().bold();

/// In place of a list of things to do.
pub(crate) const NOTHING: &str = "Nothing to suggest yet, from what you have told.";
