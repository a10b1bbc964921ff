//! What to say of a text that is not TOML.

mod line;
mod slips;
mod values;

use std::ops::Range;

use line::{Line, in_bare_key};
use slips::Slip;

use super::codes;
use super::complaints::Complaints;
use super::words::shown;
use crate::text::{Diagnostic, Span};

/// A text with more slips than this is not meant to be TOML.
const MOST: usize = 200;

/// Complains of `errors`, which are sorted by place. One slip often confuses the parser several times; only the first is told.
pub(super) fn complain(text: &str, errors: Vec<(Span, String)>, complaints: &mut Complaints) {
    let mut said_until = 0;
    let mut repeated_table = None;
    for (span, message) in without_echoes(errors).into_iter().take(MOST) {
        if message == "duplicate key" {
            let line = line_around(text, span.start);
            let heading = line.trim_start().starts_with('[');
            let inside = repeated_table
                .is_some_and(|start: usize| !text.get(start..span.start).unwrap_or_default().contains("\n["));
            if heading {
                repeated_table = Some(span.start);
                if let Some(found) = repeated_heading(text, span, line) {
                    complaints.push(found);
                }
            } else if !inside {
                complaints.push(duplicate_key(text, span, line));
            }
        } else if said_until <= span.start {
            said_until = after_line(text, span.start);
            // The end of a text that goes on is found on the line on which it was meant to end.
            let next = text.get(said_until..after_line(text, said_until)).unwrap_or_default();
            if message.starts_with("invalid basic string") && next.matches('"').count() % 2 == 1 {
                said_until = after_line(text, said_until);
            }
            complaints.tear(span.file);
            complaints.push(not_toml(text, span, &message));
        }
    }
}

/// Where the next line begins.
fn after_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at.saturating_add(end).saturating_add(1))
}

/// A bracket that is never closed is told once, where its list or table breaks off.
fn without_echoes(mut errors: Vec<(Span, String)>) -> Vec<(Span, String)> {
    let unclosed = |(_, message): &(Span, String)| {
        message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
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
    let within = |range: Range<usize>| Some(Span { file: span.file, start: range.start, end: range.end });
    match slips::recognise(&Line::new(text, span.start, message)) {
        Some(Slip { what, at, label, help, fix }) => {
            let found = Diagnostic::error(codes::SYNTAX, what).at(within(at), label).help(help);
            match fix {
                Some((at, to)) => found.fix(within(at), to),
                None => found,
            }
        }
        None => Diagnostic::error(codes::SYNTAX, format!("this is not TOML: {message}"))
            .at(Some(span), "cannot be read from here")
            .help("see https://toml.io for how to write it; the rest of this file was not checked"),
    }
}

/// A heading that stands again. Those in two brackets may: then the first one has a single bracket, which is complained about where it is
/// read, or the parser has lost its way before.
fn repeated_heading(text: &str, span: Span, line: &str) -> Option<Diagnostic> {
    let name = text.get(span.start..span.end).unwrap_or_default();
    if !slips::LISTS.contains(&name) {
        return Some(duplicate_key(text, span, line));
    }
    let found = Diagnostic::error(codes::SYNTAX, format!("`[{name}]` has one bracket only"));
    (!line.trim_start().starts_with("[[")).then(|| {
        // Between the one pair of brackets.
        found
            .at(Some(span), "there can be several of these, so it takes two")
            .help(format!("write `[[{name}]]`"))
            .fix(Some(span), format!("[{name}]"))
    })
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

/// The line that holds the byte at `at`.
fn line_around(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
    let end = after.find('\n').map_or(text.len(), |newline| at.saturating_add(newline));
    text.get(start..end).unwrap_or_default()
}
