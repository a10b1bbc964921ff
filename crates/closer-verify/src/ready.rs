//! A test to paste.

use std::fmt::Write;

use closer_core::model::Text;

use crate::Given;
use crate::written::{quoted, value};

/// What a test expects of some actions, and what else would do.
pub(crate) struct Expectation {
    pub(crate) key: &'static str,
    pub(crate) actions: Vec<Text>,
    pub(crate) note: Option<&'static str>,
}

/// A `[[test]]` of what should come out.
pub(crate) fn test(name: &str, given: &[Given], strict: bool, expected: &Expectation) -> String {
    let facts: Vec<String> =
        given.iter().map(|given| format!("{} = {}", given.fact, value(&given.value))).collect();
    let given = if facts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", facts.join(", ")) };
    let actions: Vec<String> = expected.actions.iter().map(|action| quoted(action)).collect();
    let mut lines = vec![("name", quoted(name)), ("given", given)];
    if strict {
        lines.push(("strict", "true".to_owned()));
    }
    let note = expected.note.map(|note| format!(" # {note}")).unwrap_or_default();
    lines.push((expected.key, format!("[{}]{note}", actions.join(", "))));
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let mut text = String::from("[[test]]\n");
    for (key, value) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key:<width$} = {value}");
    }
    text
}
