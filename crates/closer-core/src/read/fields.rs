//! A table whose keys are known, read key by key.

use std::collections::BTreeMap;

use super::NOWHERE;
use super::codes;
use super::complaints::{Complaints, out_of_range, range, wrong_type};
use super::node::{Entry, Node, Value};
use super::words::{listed, quoted, shown};
use crate::model::{Acceptance, Text};
use crate::text::{Diagnostic, Span};

/// The entries of a table.
///
/// A key that is misspelt is complained about once, and then taken for the key that was meant, so that nothing else is
/// complained about on its account.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    /// What the table is of, for messages: "the action `ask-for-card`".
    pub(super) owner: String,
    /// Its heading.
    pub(super) at: Option<Span>,
    entries: BTreeMap<&'a str, &'a Entry>,
}

/// A kind of table that people write, as [`forms`](crate::forms) lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Form {
    /// What to call one of it: "an action".
    pub one: &'static str,
    /// The keys that it may have.
    pub keys: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// Complains of keys that the form does not have, and of a node that is no table.
    pub(super) fn open(
        node: &'a Node,
        owner: String,
        form: &Form,
        complaints: &mut Complaints,
    ) -> Option<Self> {
        let Value::Table(written) = &node.value else {
            complaints.wrong_type(&owner, "a table", node);
            return None;
        };
        let mut entries: BTreeMap<&'a str, &'a Entry> =
            written.iter().rev().map(|entry| (entry.key.as_str(), entry)).collect();
        for entry in written.iter().filter(|entry| !form.keys.contains(&entry.key.as_str())) {
            let free = form.keys.iter().copied().filter(|key| !entries.contains_key(key));
            let meant = complaints.nearest(&entry.key, free);
            let found = Diagnostic::error(
                codes::UNKNOWN_KEY,
                format!("{} has no key `{}`", form.one, shown(&entry.key)),
            )
            .at(entry.at, "unknown key");
            complaints.push(match meant {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).fix(entry.at, meant),
                None => found.help(format!("the keys are {}", listed(form.keys.iter().copied(), "and"))),
            });
            if let Some(meant) = meant {
                entries.insert(meant, entry);
            }
        }
        Some(Self { owner, at: node.at, entries })
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Entry> {
        self.entries.get(key).copied()
    }

    /// Where a key stands, or else the heading.
    pub(super) fn at_key(&self, key: &str) -> Option<Span> {
        self.get(key).map_or(self.at, |entry| entry.at)
    }

    pub(super) fn need(&self, key: &str, example: &str, complaints: &mut Complaints) -> Option<&'a Entry> {
        let entry = self.get(key);
        if entry.is_none() {
            complaints.missing_key(&self.owner, key, example, self.at);
        }
        entry
    }

    /// A text that says something.
    pub(super) fn text(&self, key: &str, complaints: &mut Complaints) -> Option<Text> {
        self.word(key, complaints).map(Text::from)
    }

    /// A text that must be there. The empty text stands for it when it is not; then a complaint has been made.
    pub(super) fn need_text(&self, key: &str, complaints: &mut Complaints) -> Text {
        self.need_word(key, complaints).into()
    }

    /// As [`Fields::need_text`], borrowed.
    pub(super) fn need_word(&self, key: &str, complaints: &mut Complaints) -> &'a str {
        self.need(key, "\"…\"", complaints);
        self.word(key, complaints).unwrap_or_default()
    }

    /// As [`Fields::text`], borrowed.
    pub(super) fn word(&self, key: &str, complaints: &mut Complaints) -> Option<&'a str> {
        word(&format!("`{key}`"), &self.get(key)?.node, complaints)
    }

    /// Whether something is so; `false` when it is not said.
    pub(super) fn truth(&self, key: &str, complaints: &mut Complaints) -> bool {
        let Some(entry) = self.get(key) else { return false };
        let truth = truth(&format!("`{key}`"), &entry.node);
        truth.map_err(|found| complaints.push(*found)).unwrap_or_default()
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, key: &str, low: i64, high: i64, complaints: &mut Complaints) -> Option<i64> {
        let number = number(&format!("`{key}`"), &self.get(key)?.node, (low, high));
        number.map_err(|found| complaints.push(*found)).ok()
    }

    /// The elements of a list that names something.
    pub(super) fn list(&self, key: &str, complaints: &mut Complaints) -> Option<&'a [Node]> {
        list(&format!("`{key}`"), &self.get(key)?.node, complaints)
    }

    /// A list of texts, each once, with their places.
    pub(super) fn words(&self, key: &str, complaints: &mut Complaints) -> Vec<(&'a str, Option<Span>)> {
        let mut seen: BTreeMap<&str, Option<Span>> = BTreeMap::new();
        let mut words = Vec::new();
        for node in self.list(key, complaints).unwrap_or_default() {
            let Some(word) = word(&format!("every element of `{key}`"), node, complaints) else { continue };
            if let Some(first) = seen.get(word) {
                complaints.repeated(word, node.at, *first);
            } else {
                seen.insert(word, node.at);
                words.push((word, node.at));
            }
        }
        words
    }

    /// What may be odd about it, on purpose.
    pub(super) fn accepted(&self, complaints: &mut Complaints) -> Vec<Acceptance> {
        let words = self.words("accept", complaints).into_iter();
        words.map(|(code, at)| Acceptance::new(code, at.unwrap_or(NOWHERE))).collect()
    }

    /// The entries of a table, such as titles by value.
    pub(super) fn table(&self, key: &str, complaints: &mut Complaints) -> &'a [Entry] {
        match self.get(key).map(|entry| &entry.node) {
            None => &[],
            Some(Node { value: Value::Table(entries), .. }) => entries,
            Some(node) => {
                complaints.wrong_type(&format!("`{key}`"), "a table", node);
                &[]
            }
        }
    }
}

/// "yes" and its like.
pub(super) fn spoken_truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// `true` or `false`.
pub(super) fn truth(what: &str, node: &Node) -> Result<bool, Box<Diagnostic>> {
    let meant = match &node.value {
        Value::Bool(truth) => return Ok(*truth),
        Value::Text(text) => spoken_truth(text),
        _ => None,
    };
    let found = wrong_type(what, "`true` or `false`", node);
    Err(Box::new(match meant {
        Some(truth) => found.help(format!("write `{truth}`, without quotes")).fix(node.at, truth.to_string()),
        None => found,
    }))
}

/// A text that says something.
pub(super) fn word<'a>(what: &str, node: &'a Node, complaints: &mut Complaints) -> Option<&'a str> {
    let Value::Text(text) = &node.value else {
        let found = wrong_type(what, "text", node);
        let meant = match &node.value {
            Value::Int(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        };
        complaints.push(match meant {
            Some(meant) => found.help("put it in quotes").fix(node.at, quoted(&meant)),
            None => found.help("write text in quotes"),
        });
        return None;
    };
    if text.trim().is_empty() {
        complaints.push(
            Diagnostic::error(codes::EMPTY_TEXT, format!("{what} says nothing"))
                .at(node.at, "this text is empty")
                .help("write something, or leave the key out where it is not required"),
        );
        return None;
    }
    Some(text)
}

/// A whole number from the lowest to the highest allowed.
pub(super) fn number(what: &str, node: &Node, (low, high): (i64, i64)) -> Result<i64, Box<Diagnostic>> {
    Err(Box::new(match &node.value {
        Value::Int(number) if (low..=high).contains(number) => return Ok(*number),
        Value::Int(number) => out_of_range(what, &number.to_string(), (low, high), node.at),
        Value::Huge(number) => out_of_range(what, number, (low, high), node.at),
        value => {
            let found = wrong_type(what, &range(low, high), node);
            match meant_number(value).filter(|meant| (low..=high).contains(meant)) {
                Some(meant) => found.help(format!("write it as `{meant}`")).fix(node.at, meant.to_string()),
                None => found,
            }
        }
    }))
}

/// The whole number that was meant by `2.0` or `"2"`.
fn meant_number(value: &Value) -> Option<i64> {
    match value {
        Value::Text(text) => text.trim().parse().ok(),
        Value::Float(float) => format!("{float:.0}").parse().ok().filter(|_| float.fract() == 0.0),
        _ => None,
    }
}

/// The elements of a list that names something.
pub(super) fn list<'a>(what: &str, node: &'a Node, complaints: &mut Complaints) -> Option<&'a [Node]> {
    match &node.value {
        Value::List(nodes) if nodes.is_empty() => {
            complaints.push(
                Diagnostic::error(codes::EMPTY_LIST, format!("{what} is an empty list"))
                    .at(node.at, "nothing is named here")
                    .help("name something, or leave the key out where it is not required"),
            );
            None
        }
        Value::List(nodes) => Some(nodes),
        Value::Text(text) => {
            let found = wrong_type(what, "a list", node);
            complaints.push(found.help("put it in brackets").fix(node.at, format!("[{}]", quoted(text))));
            None
        }
        _ => {
            complaints.wrong_type(what, "a list", node);
            None
        }
    }
}
