//! How answers look: for a person at a terminal, for a document, for a program.

pub(crate) mod diagnostics;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod reference;
pub(crate) mod text;

use anstyle::{AnsiColor, Style};

/// What leads the eye: numbers.
pub(crate) const NUMBER: Style = AnsiColor::Green.on_default();
/// What to do.
pub(crate) const TITLE: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const ASIDE: Style = Style::new().dimmed();
/// What went wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What helps.
pub(crate) const TIP: Style = AnsiColor::Green.on_default().bold();

/// In place of a list of things to do.
pub(crate) const NOTHING: &str = "Nothing to suggest yet, from what you have told.";
