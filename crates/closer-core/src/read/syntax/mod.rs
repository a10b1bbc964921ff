//! What to say of a text that is not TOML.

mod line;
mod slips;
mod values;

use std::ops::Range;

pub(super) use line::is_bare;
use line::{Line, in_bare_key, start_of_line};
use slips::Slip;

use super::codes;
use super::complaints::Complaints;
use super::letters::hidden_character;
use super::words::shown;
use crate::text::{Diagnostic, Span, is_hidden};

/// A text with more slips than this is not meant to be TOML.
const MOST: usize = 200;

/// Complains of `errors`, which are sorted by place. One slip often confuses the parser several times; only the first is told.
pub(super) fn complain(text: &str, errors: Vec<(Span, String)>, complaints: &mut Complaints) {
    let mut said_until = 0;
    let mut repeated_table = None;
    let mut single: Option<Vec<&str>> = None;
    for (span, message) in without_echoes(errors).into_iter().take(MOST) {
        if message == "duplicate key" {
            let line = line_around(text, span.start);
            let inside = repeated_table
                .is_some_and(|start: usize| !text.get(start..span.start).unwrap_or_default().contains("\n["));
            if let Some(name) = heading(line) {
                repeated_table = Some(span.start);
                let single = single.get_or_insert_with(|| single_lists(text));
                // It is complained of where it is read, or the parser has lost its way before.
                if is_double(line) && (single.contains(&name) || said_until > 0) {
                    continue;
                }
                complaints.push(repeated_heading(text, span, line, name));
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

/// What stands between the brackets of a heading.
fn heading(line: &str) -> Option<&str> {
    let inner = line.trim_start().strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    Some(inner.split_once(']').map_or(inner, |(name, _)| name).trim())
}

fn is_double(line: &str) -> bool {
    line.trim_start().starts_with("[[")
}

/// The tables that stand in lists and have a heading with one bracket.
fn single_lists(text: &str) -> Vec<&str> {
    let headings = text.lines().filter(|line| !is_double(line)).filter_map(heading);
    headings.filter(|name| slips::LISTS.contains(name)).collect()
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
    if let Some(found) = unseen(text, span) {
        return found;
    }
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

/// What nobody can see on the line where TOML has no place for it: of all that could be said of the line, only this can be acted on.
fn unseen(text: &str, span: Span) -> Option<Diagnostic> {
    let start = start_of_line(text, span.start);
    let (at, letter) = first_unseen(text.get(start..)?.split('\n').next()?)?;
    let start = start.saturating_add(at);
    let at = Some(Span { file: span.file, start, end: start.saturating_add(letter.len_utf8()) });
    Some(if is_hidden(letter) {
        hidden_character(letter, at, "here, where nothing shows").help("take it out").fix(at, "")
    } else {
        let message = format!("there is a space here that is not a plain one: U+{:04X}", u32::from(letter));
        Diagnostic::error(codes::SYNTAX, message)
            .at(at, "this space")
            .help("write a plain space: between keys and values TOML has no other")
            .fix(at, " ")
    })
}

/// The first character of a line that does not show, or is a space but no plain one, outside texts and notes.
fn first_unseen(line: &str) -> Option<(usize, char)> {
    let (mut quote, mut equals) = (None, false);
    for (at, letter) in line.char_indices() {
        match letter {
            '"' | '\'' if quote == Some(letter) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(letter),
            _ if quote.is_some() => {}
            '#' => return None,
            '=' => equals = true,
            // A text without quotes: its spaces are its own.
            _ if equals && letter.is_alphabetic() => return None,
            _ if !letter.is_ascii() && (is_hidden(letter) || letter.is_whitespace()) => {
                return Some((at, letter));
            }
            _ => {}
        }
    }
    None
}

/// A heading that stands again.
fn repeated_heading(text: &str, span: Span, line: &str, name: &str) -> Diagnostic {
    if !slips::LISTS.contains(&name) {
        return duplicate_key(text, span, line);
    }
    if is_double(line) {
        let found =
            Diagnostic::error(codes::DUPLICATE_KEY, format!("`{name}` is a list in brackets already"));
        return found
            .at(Some(span), "again here")
            .help(format!("write all of them as `[[{name}]]`, or all of them in the list `{name} = [ … ]`"));
    }
    // Between the one pair of brackets.
    Diagnostic::error(codes::SYNTAX, format!("`[{name}]` has one bracket only"))
        .at(Some(span), "there can be several of these, so it takes two")
        .help(format!("write `[[{name}]]`"))
        .fix(Some(span), format!("[{name}]"))
}

fn duplicate_key(text: &str, span: Span, line: &str) -> Diagnostic {
    let key = text.get(span.start..span.end).unwrap_or_default();
    let before = text.get(..span.start).unwrap_or_default();
    let first = first_use(before, key, line).map(|start| Span {
        file: span.file,
        start,
        end: start.saturating_add(key.len()),
    });
    let found = if heading(line).is_some() {
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
    if let Some(name) = heading(line) {
        let is_same = |piece: &&str| heading(piece) == Some(name) && is_double(piece) == is_double(line);
        let start: usize =
            window.split_inclusive('\n').take_while(|piece| !is_same(piece)).map(str::len).sum();
        let found = window.get(start..)?.find(key)?;
        return Some(from.saturating_add(start).saturating_add(found));
    }
    // Never the whole line again and again: one line can be all that there is.
    let starts_line = |at: usize| {
        let before = window.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    };
    let dup_starts_line = starts_line(window.len());
    let found = window.rmatch_indices(key).map(|(at, _)| at).find(|&at| {
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
