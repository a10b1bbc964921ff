//! How answers look: for a person at a terminal, for a document, for a program.

pub(crate) mod card_html;
pub(crate) mod card_markdown;
pub(crate) mod card_paper;
pub(crate) mod card_text;
pub(crate) mod coverage;
pub(crate) mod coverage_html;
pub(crate) mod diagnostics;
pub(crate) mod diff;
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

use crate::words::{is_unsafe, put};

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

/// Text for HTML and XML, in content and in attributes; what neither can hold is shown as `\u{1b}`.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(char),
            _ if is_unsafe(char) || matches!(char, '\u{fffe}' | '\u{ffff}') => {
                put(&mut safe, format_args!("\\u{{{:x}}}", u32::from(char)));
            }
            _ => safe.push(char),
        }
    }
    safe
}
