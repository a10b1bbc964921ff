//! What to say of a text that is not TOML.

use super::codes;
use super::complaints::Complaints;
use super::words::{quoted, shown};
use crate::text::{Diagnostic, Span};

/// A text with more slips than this is not meant to be TOML.
const MOST: usize = 200;

/// Complains of `errors`, which are sorted by place. One slip often confuses the parser several times; only the first is told.
pub(super) fn complain(text: &str, errors: Vec<(Span, String)>, complaints: &mut Complaints) {
    let mut said_until = 0;
    let mut repeated_table = None;
    for (span, message) in without_echoes(errors).into_iter().take(MOST) {
        let line = line_around(text, span.start);
        if message == "duplicate key" {
            let heading = line.trim_start().starts_with('[');
            let inside = repeated_table
                .is_some_and(|start: usize| !text.get(start..span.start).unwrap_or_default().contains("\n["));
            if heading || !inside {
                complaints.push(duplicate_key(text, span, line));
            }
            if heading {
                repeated_table = Some(span.start);
            }
        } else if said_until <= span.start {
            said_until = text
                .get(span.start..)
                .and_then(|rest| rest.find('\n'))
                .map_or(text.len(), |end| span.start.saturating_add(end).saturating_add(1));
            complaints.tear(span.file);
            complaints.push(not_toml(text, span, &message));
        }
    }
}

/// A bracket that is never closed is told once, where its list or table breaks off.
fn without_echoes(mut errors: Vec<(Span, String)>) -> Vec<(Span, String)> {
    let unclosed = |(_, message): &(Span, String)| {
        message.starts_with("unclosed array") || message.starts_with("unclosed inline table")
    };
    let Some((_, message)) = errors.iter().find(|error| unclosed(error)).cloned() else { return errors };
    let broken = errors.iter().position(|(_, message)| message.starts_with("missing comma"));
    let broken = broken.or_else(|| errors.iter().position(unclosed)).unwrap_or_default();
    errors.truncate(broken.saturating_add(1));
    if let Some(last) = errors.last_mut() {
        last.1 = message;
    }
    errors
}

fn not_toml(text: &str, span: Span, message: &str) -> Diagnostic {
    let written = text.get(span.start..span.end).unwrap_or_default();
    let word = written.trim_matches(['“', '”', '‘', '’', '„']);
    let unquoted =
        message.starts_with("invalid boolean") || message.starts_with("string values must be quoted");
    if unquoted && !word.is_empty() && !word.contains(['"', '\'', '\n']) {
        return Diagnostic::error(codes::SYNTAX, format!("the text `{}` is not in quotes", shown(word)))
            .at(Some(span), "text stands in straight double quotes")
            .help("put it in quotes")
            .fix(Some(span), quoted(word));
    }
    Diagnostic::error(codes::SYNTAX, format!("this is not TOML: {message}"))
        .at(Some(span), "cannot be read from here")
        .help("see https://toml.io for how to write it; the rest of this file was not checked")
}

fn duplicate_key(text: &str, span: Span, line: &str) -> Diagnostic {
    let key = text.get(span.start..span.end).unwrap_or_default();
    let before = text.get(..span.start).unwrap_or_default();
    let first = first_use(before, key, line).map(|start| Span {
        file: span.file,
        start,
        end: start.saturating_add(key.len()),
    });
    let found = if line.trim_start().starts_with('[') {
        Diagnostic::error(codes::DUPLICATE_KEY, format!("the table `{}` stands twice", shown(line.trim())))
    } else {
        Diagnostic::error(codes::DUPLICATE_KEY, format!("the key `{}` stands twice in one table", shown(key)))
    };
    found
        .at(Some(span), "again here")
        .at(first, "first here")
        .help("leave one of them out, or give it another name")
}

/// Where the same heading, or the same key, was probably written before. The parser does not say.
fn first_use(before: &str, key: &str, line: &str) -> Option<usize> {
    /// How far to look back: far enough for any table that people write.
    const WINDOW: usize = 20_000;
    let mut from = before.len().saturating_sub(WINDOW);
    while !before.is_char_boundary(from) {
        from = from.saturating_add(1);
    }
    let window = before.get(from..)?;
    let is_heading = line.trim_start().starts_with('[');
    let starts_line = |at: usize| {
        let line = window.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty()
    };
    let dup_starts_line = starts_line(window.len());
    let found = window.rmatch_indices(key).map(|(at, _)| at).find(|&at| {
        if is_heading {
            return line_around(window, at).trim_end() == line.trim_end();
        }
        let after = window.get(at.saturating_add(key.len())..).unwrap_or_default();
        let whole_key = !window.get(..at).unwrap_or_default().ends_with(in_bare_key);
        whole_key
            && after.trim_start_matches([' ', '\t']).starts_with(['=', '.'])
            && (!dup_starts_line || starts_line(at))
    })?;
    Some(from.saturating_add(found))
}

fn in_bare_key(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

/// The line that holds the byte at `at`.
fn line_around(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
    let end = after.find('\n').map_or(text.len(), |newline| at.saturating_add(newline));
    text.get(start..end).unwrap_or_default()
}
