//! TOML text as a tree. The only place that knows how TOML is parsed.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::complaints::Complaints;
use super::node::{Entry, Node, Value};
use crate::text::Span;

/// The document in `text`. What cannot be read is complained about and left out.
pub(super) fn parse(text: &str, file: usize, complaints: &mut Complaints) -> Vec<Entry> {
    if !complaints.afford(text, file) {
        return Vec::new();
    }
    let (mut table, mut errors) = recover(text, file);
    // At a key without a value the parser gives up for good, so it is shown the text without these lines.
    let line_of = line_numbers(text);
    let stops = errors.iter().filter(|(_, message)| message.starts_with("key with no value"));
    let stops: BTreeSet<usize> = stops.map(|(at, _)| line_of(at.start)).collect();
    let rest;
    if !stops.is_empty() {
        rest = without_lines(text, &stops);
        errors.retain(|(at, _)| stops.contains(&line_of(at.start)));
        let others;
        (table, others) = recover(&rest, file);
        errors.extend(others);
    }
    errors.sort();
    super::syntax::complain(text, errors, complaints);
    let entries = entries(table.into_inner(), file);
    super::letters::check(text, file, &entries, complaints);
    complaints.texts(&entries);
    entries
}

/// What can be read, and what keeps the rest from being read.
fn recover(text: &str, file: usize) -> (Spanned<DeTable<'_>>, Vec<(Span, String)>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let place = |error: &Error| span(file, error.span().unwrap_or(text.len()..text.len()));
    let errors = errors.iter().map(|error| (place(error), error.message().to_owned())).collect();
    (table, errors)
}

/// Tells on which line a byte is, counted from 0.
fn line_numbers(text: &str) -> impl Fn(usize) -> usize + use<> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    move |at| ends.partition_point(|end| *end < at)
}

/// The text with blanks in place of these lines, so that everything else stays where it is.
fn without_lines(text: &str, lines: &BTreeSet<usize>) -> String {
    let blank = |letter: char| if letter == '\n' { "\n".to_owned() } else { " ".repeat(letter.len_utf8()) };
    let kept = |(number, line): (usize, &str)| {
        if lines.contains(&number) { line.chars().map(blank).collect() } else { line.to_owned() }
    };
    text.split_inclusive('\n').enumerate().map(kept).collect()
}

fn span(file: usize, range: std::ops::Range<usize>) -> Span {
    Span { file, start: range.start, end: range.end }
}

/// Takes the parser's tree apart while the own one grows, so that there is never more than one of a large pack.
fn entries(table: DeTable<'_>, file: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            at: Some(span(file, key.span())),
            key: key.into_inner().into_owned(),
            node: node_of(value, file),
        })
        .collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn node_of(value: Spanned<DeValue<'_>>, file: usize) -> Node {
    let at = Some(span(file, value.span()));
    Node { value: value_of(value.into_inner(), file), at }
}

fn value_of(value: DeValue<'_>, file: usize) -> Value {
    match value {
        DeValue::Boolean(truth) => Value::Bool(truth),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Huge(number.to_string()), Value::Int),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(nodes) => Value::List(nodes.into_iter().map(|node| node_of(node, file)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, file)),
    }
}
