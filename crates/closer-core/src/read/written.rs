//! Values as TOML text, with the places they come from.

use std::fmt::Write as _;

use super::node::{Entry, Value};
use super::syntax::is_bare;
use crate::text::{LineIndex, Span, is_hidden};

/// Finds the lines of spans, and writes lines of TOML with them.
pub(super) struct Places<'a> {
    files: &'a [(String, String)],
    lines: Vec<LineIndex>,
}

impl<'a> Places<'a> {
    pub(super) fn new(files: &'a [(String, String)]) -> Self {
        Self { files, lines: files.iter().map(|(_, text)| LineIndex::new(text)).collect() }
    }

    pub(super) fn find(&self, at: Option<Span>) -> Option<(&'a str, usize)> {
        let span = at?;
        let (name, text) = self.files.get(span.file)?;
        let (line, _) = self.lines.get(span.file)?.line_and_column(text, span.start);
        Some((name, line))
    }

    pub(super) fn line(&self, written: &mut String, text: &str, at: Option<Span>) {
        written.push_str(text);
        if let Some((file, line)) = self.find(at) {
            let _ = write!(written, "  # {}:{line}", escaped(file));
        }
        written.push('\n');
    }

    pub(super) fn field(&self, written: &mut String, field: &Entry) {
        let name = key(&field.key);
        let elsewhere = |at: Option<Span>| at.map(|at| at.file) != field.at.map(|at| at.file);
        match &field.node.value {
            // Some entries come from other packs.
            Value::Table(parts) if parts.iter().any(|part| elsewhere(part.at)) => {
                for part in parts {
                    let text = format!("{name}.{} = {}", key(&part.key), inline(&part.node.value));
                    self.line(written, &text, part.at);
                }
            }
            Value::List(nodes)
                if nodes.iter().any(|node| elsewhere(node.at) || matches!(node.value, Value::Table(_))) =>
            {
                self.line(written, &format!("{name} = ["), field.at);
                for node in nodes {
                    self.line(written, &format!("  {},", inline(&node.value)), node.at);
                }
                written.push_str("]\n");
            }
            value => self.line(written, &format!("{name} = {}", inline(value)), field.at),
        }
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Huge(text) => text.clone(),
        Value::Text(text) => string(text),
        Value::List(nodes) => {
            let parts: Vec<String> = nodes.iter().map(|node| inline(&node.value)).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let parts =
                entries.iter().map(|entry| format!("{} = {}", key(&entry.key), inline(&entry.node.value)));
            format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
        }
        // A sound pack has none of these.
        Value::Nothing | Value::Date => "\"\"".to_owned(),
    }
}

/// A key as it is written in TOML.
pub(super) fn key(word: &str) -> String {
    if is_bare(word) { word.to_owned() } else { string(word) }
}

fn string(text: &str) -> String {
    format!("\"{}\"", escaped(&text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Without characters that act on a terminal, or hide how the text around them reads.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '\n' {
            safe.push_str("\\n");
        } else if is_hidden(letter) {
            let _ = write!(safe, "\\U{:08X}", u32::from(letter));
        } else {
            safe.push(letter);
        }
    }
    safe
}
