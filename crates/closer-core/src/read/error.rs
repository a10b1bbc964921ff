//! What a reader hands out when it cannot hand out what was asked for.

use std::fmt;

use serde::Serialize;

use crate::text::{Diagnostic, LineIndex, Severity, Span};

/// Texts that could not be used, and everything that was found in them.
///
/// It is shown as one line for each complaint: `name:line:column: error[code]: message`.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub struct LoadError {
    /// Every complaint, warnings too, in the order of the texts.
    pub diagnostics: Vec<Diagnostic>,
    /// Names and texts of the files; the spans of the complaints count them from 0.
    pub files: Vec<(String, String)>,
}

impl LoadError {
    /// The complaints with file names, lines and columns, for other programs: it serialises.
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report::new(&self.diagnostics, &self.files)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, found) in self.report().findings.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            if let Some(Marked { place, .. }) = found.labels.first() {
                write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
            }
            write!(f, "{}[{}]: {}", word(found.severity), found.code, found.message)?;
        }
        Ok(())
    }
}

/// What is known of an interview could not be understood.
///
/// It is shown as one line for each complaint.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub struct ContextError {
    /// Every complaint.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, found) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}[{}]: {}", word(found.severity), found.code, found.message)?;
            if let Some(help) = &found.help {
                write!(f, "; {help}")?;
            }
        }
        Ok(())
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Complaints with their places in words that other programs understand.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct Report<'a> {
    /// One for each complaint, in the same order.
    pub findings: Vec<Finding<'a>>,
}

/// A complaint.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// The kind of complaint.
    pub code: &'a str,
    /// Whether it stops the text from being used.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// The places it is about; the first is the main one.
    pub labels: Vec<Marked<'a>>,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// An edit that does it: put `text` in place of what stands there.
    pub fix: Option<Marked<'a>>,
}

/// A place, with what is to be said about it or put there.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Marked<'a> {
    /// The place.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// The words.
    pub text: &'a str,
}

/// A stretch of a file. Lines and columns count from 1, columns in characters; bytes count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The line of the first character.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line one past the last character.
    pub end_line: usize,
    /// The column one past the last character.
    pub end_column: usize,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl<'a> Report<'a> {
    /// `files` are names and texts; the spans of the complaints count them from 0. A place in no file is left out.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], files: &'a [(String, String)]) -> Self {
        let lines: Vec<LineIndex> = files.iter().map(|(_, text)| LineIndex::new(text)).collect();
        let place = |span: Span| {
            let (file, text) = files.get(span.file)?;
            let index = lines.get(span.file)?;
            let (line, column) = index.line_and_column(text, span.start);
            let (end_line, end_column) = index.line_and_column(text, span.end);
            Some(Place { file, line, column, end_line, end_column, start: span.start, end: span.end })
        };
        let mark = |span, text: &'a str| Some(Marked { place: place(span)?, text });
        let finding = |found: &'a Diagnostic| Finding {
            code: found.code,
            severity: found.severity,
            message: &found.message,
            labels: found.labels.iter().filter_map(|label| mark(label.span, &label.text)).collect(),
            help: found.help.as_deref(),
            fix: found.fix.as_ref().and_then(|fix| mark(fix.span, &fix.replacement)),
        };
        Self { findings: diagnostics.iter().map(finding).collect() }
    }
}
