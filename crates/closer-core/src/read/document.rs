//! TOML text as a tree. The only place that knows how TOML is parsed.

use toml::de::{DeTable, DeValue};

use super::complaints::Complaints;
use super::node::{Entry, Node, Value};
use crate::text::Span;

/// The document in `text`. What cannot be read is complained about and left out.
pub(super) fn parse(text: &str, file: usize, complaints: &mut Complaints) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<(Span, String)> = errors
        .iter()
        .map(|error| (span(file, error.span().unwrap_or(text.len()..text.len())), error.message().to_owned()))
        .collect();
    errors.sort();
    super::syntax::complain(text, errors, complaints);
    entries(table.get_ref(), file)
}

fn span(file: usize, range: std::ops::Range<usize>) -> Span {
    Span { file, start: range.start, end: range.end }
}

fn entries(table: &DeTable<'_>, file: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            at: Some(span(file, key.span())),
            node: Node { value: value_of(value.get_ref(), file), at: Some(span(file, value.span())) },
        })
        .collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn value_of(value: &DeValue<'_>, file: usize) -> Value {
    match value {
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Huge(number.to_string()), Value::Int),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(nodes) => Value::List(
            nodes
                .iter()
                .map(|node| Node { value: value_of(node.get_ref(), file), at: Some(span(file, node.span())) })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(entries(table, file)),
    }
}
