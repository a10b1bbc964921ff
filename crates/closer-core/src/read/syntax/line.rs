//! A line that is not TOML, taken apart as its author would.

use std::ops::Range;

use crate::text::after_mark;

/// A part of a text, which knows where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub(super) text: &'t str,
    /// Its first byte in the whole text.
    pub(super) start: usize,
}

impl Part<'_> {
    pub(super) fn end(self) -> usize {
        self.start.saturating_add(self.text.len())
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end()
    }

    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start();
        let start = self.end().saturating_sub(text.len());
        Self { text: text.trim_end(), start }
    }

    /// What stands before a byte of the whole text, and the rest.
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        let (before, after) =
            self.text.split_at_checked(at.saturating_sub(self.start)).unwrap_or((self.text, ""));
        let before = Self { text: before, ..self };
        (before, Self { text: after, start: before.end() })
    }

    /// What stands before and after the first of these letters.
    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let (before, after) = self.text.split_once(separator)?;
        Some((
            Self { text: before, ..self },
            Self { text: after, start: self.end().saturating_sub(after.len()) },
        ))
    }

    /// The end of it that consists of such letters alone.
    pub(super) fn last(self, will_do: fn(char) -> bool) -> Self {
        let rest = self.text.trim_end_matches(will_do).len();
        self.split_at(self.start.saturating_add(rest)).1
    }
}

/// A line with an error in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// The text up to the error.
    pub(super) before: Part<'t>,
    /// What the line says, without the space around it and without a note at its end.
    pub(super) code: Part<'t>,
    /// Where the error is in the whole text.
    pub(super) at: usize,
    /// What the parser calls it.
    pub(super) message: &'t str,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, at: usize, message: &'t str) -> Self {
        let (before, after) = Part { text, start: 0 }.split_at(at);
        let start = start_of_line(text, at);
        let end = after.text.find('\n').map_or(text.len(), |newline| at.saturating_add(newline));
        let line = Part { text: text.get(start..end).unwrap_or_default(), start };
        let (mut quoted, mut last) = (false, ' ');
        // Who forgets the quotes may write of C#.
        let note = line.text.find(|letter| {
            quoted ^= letter == '"';
            let begins = letter == '#' && !quoted && !last.is_alphanumeric();
            last = letter;
            begins
        });
        let (code, _) = line.split_at(note.map_or(end, |note| start.saturating_add(note)));
        Self { before, code: code.trim(), at, message }
    }

    /// The key and the value of the line.
    pub(super) fn pair(&self) -> Option<(Part<'t>, Part<'t>)> {
        let (key, value) = self.code.split_once('=')?;
        Some((key.trim(), value.trim()))
    }

    /// What stands in the line from the error on.
    pub(super) fn rest(&self) -> Part<'t> {
        self.code.split_at(self.at).1
    }

    /// Whether the parser calls the error by a name that begins like this.
    pub(super) fn is(&self, beginning: &str) -> bool {
        self.message.starts_with(beginning)
    }
}

/// Where the line begins that holds a byte; the first begins behind a byte order mark.
pub(super) fn start_of_line(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    before.rfind('\n').map_or_else(|| after_mark(text), |newline| newline.saturating_add(1))
}

/// Whether a letter can stand in a key without quotes.
pub(super) fn in_bare_key(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

/// Whether a key can be written without quotes.
pub(in crate::read) fn is_bare(word: &str) -> bool {
    !word.is_empty() && word.chars().all(in_bare_key)
}
