//! How much may be said of one interview: what is known comes from web forms, too.

use std::cell::Cell;
use std::fmt;

use super::codes;
use super::complaints::Complaints;
use super::error::ContextError;
use super::limits::Limits;
use super::node::{Entry, Node, Value};
use crate::text::{Diagnostic, Span};

/// Counts each value before it becomes a part of a tree, so that no tree outgrows its limit, whatever comes after.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    taken: Cell<usize>,
}

/// There is no more room.
#[derive(Debug)]
pub(super) struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too much is said")
    }
}

impl Room {
    pub(super) fn new(limits: Limits) -> Self {
        Self { most: limits.said, taken: Cell::new(0) }
    }

    /// Takes one place.
    pub(super) fn take(&self) -> Result<(), Full> {
        self.taken.set(self.taken.get().saturating_add(1));
        if self.is_full() { Err(Full) } else { Ok(()) }
    }

    // The table that holds everything takes a place, and says nothing itself.
    fn is_full(&self) -> bool {
        self.taken.get().saturating_sub(1) > self.most
    }

    /// What to say where nothing was made of it: there was too much, or it could not be read.
    pub(super) fn refusal(&self, unreadable: impl FnOnce() -> ContextError) -> ContextError {
        if !self.is_full() {
            return unreadable();
        }
        ContextError {
            diagnostics: vec![too_much("too much is said of one interview".to_owned(), None, self.most)],
        }
    }
}

impl Complaints {
    /// Whether so much may be said of one interview. If not, it is complained about.
    pub(super) fn said_fits(&mut self, entries: &[Entry]) -> bool {
        let (number, most) = (said(entries), self.limits.said);
        if number > most {
            let last = entries.last().and_then(|entry| entry.at);
            self.push(too_much(format!("{number} values are said of one interview"), last, most));
        }
        number <= most
    }
}

// No deeper than the parser went.
fn said(entries: &[Entry]) -> usize {
    fn of(node: &Node) -> usize {
        let within = match &node.value {
            Value::List(nodes) => nodes.iter().map(of).sum(),
            Value::Table(entries) => said(entries),
            _ => 0,
        };
        within.saturating_add(1)
    }
    entries.iter().map(|entry| of(&entry.node)).sum()
}

fn too_much(message: String, at: Option<Span>, most: usize) -> Diagnostic {
    Diagnostic::error(codes::TOO_LARGE, message)
        .at(at, "the last of them")
        .help(format!("at most {most} values are read, lists and tables among them: say only what is known"))
}
