//! A test in a short text, as on a command line: `>=management`.

use super::codes;
use super::complaints::Complaints;
use super::fields::spoken_truth;
use super::node::{Entry, Node, Value};
use crate::model::{Fact, Kind};
use crate::text::Diagnostic;

/// The tree that the text would be in TOML.
pub(super) fn node(fact: &Fact, text: &str, complaints: &mut Complaints) -> Option<Node> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('!') {
        return Some(table(vec![("not", list(fact, rest, complaints)?)]));
    }
    list(fact, text, complaints)
}

fn list(fact: &Fact, text: &str, complaints: &mut Complaints) -> Option<Node> {
    if !text.contains(',') {
        return one(fact, text, complaints);
    }
    let nodes: Option<Vec<Node>> = text.split(',').map(|part| one(fact, part, complaints)).collect();
    Some(Node::of(Value::List(nodes?)))
}

fn one(fact: &Fact, text: &str, complaints: &mut Complaints) -> Option<Node> {
    let text = text.trim();
    for (sign, bound) in [(">=", "at_least"), ("<=", "at_most"), (">", "more_than"), ("<", "less_than")] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some(table(vec![(bound, value(fact, rest, complaints)?)]));
        }
    }
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (value(fact, low, complaints)?, value(fact, high, complaints)?);
        return Some(table(vec![("at_least", low), ("at_most", high)]));
    }
    value(fact, text, complaints)
}

fn value(fact: &Fact, text: &str, complaints: &mut Complaints) -> Option<Node> {
    let text = text.trim();
    if text.is_empty() {
        complaints.push(
            Diagnostic::error(codes::EMPTY_TEXT, format!("a value of `{}` is missing", fact.name)).help(
                "write a value, several with commas between them, bounds such as `>=VALUE`, or `unknown`",
            ),
        );
        return None;
    }
    let value = match fact.kind {
        Kind::Bool => spoken_truth(text).map(Value::Bool),
        Kind::Int { .. } => number(text),
        Kind::Enum { .. } => None,
    };
    Some(Node::of(value.unwrap_or_else(|| Value::Text(text.to_owned()))))
}

/// A number as TOML would have it.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Ok(number) = text.parse() {
        return Some(Value::Int(number));
    }
    if digits.chars().all(|letter| letter.is_ascii_digit()) {
        return Some(Value::Huge(text.to_owned()));
    }
    text.parse().ok().filter(|_| digits.starts_with(|first: char| first.is_ascii_digit())).map(Value::Float)
}

fn table(entries: Vec<(&str, Node)>) -> Node {
    let entries = entries.into_iter().map(|(key, node)| Entry { key: key.to_owned(), at: None, node });
    Node::of(Value::Table(entries.collect()))
}
