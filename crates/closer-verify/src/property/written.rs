//! A counterexample as a test to paste.

use std::fmt::Write;

use closer_core::model::{Text, Wanted};

use crate::Given;

/// A value as it is written in TOML.
fn toml(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Bool(truth) => truth.to_string(),
        Wanted::Number(number) => number.to_string(),
        Wanted::Value(value) => quoted(value),
        Wanted::OneOf(values) => format!("[{}]", values.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Wanted::Bounds { at_least, at_most } => {
            let bounds = [("at_least", at_least), ("at_most", at_most)];
            let bounds = bounds
                .iter()
                .filter_map(|(key, bound)| bound.as_ref().map(|bound| format!("{key} = {}", toml(bound))));
            format!("{{ {} }}", bounds.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

/// What a test expects of some actions, and what else would do.
pub(super) struct Expectation {
    pub(super) key: &'static str,
    pub(super) actions: Vec<Text>,
    pub(super) note: Option<&'static str>,
}

/// A `[[test]]` of what should come out.
pub(super) fn test(name: &str, given: &[Given], strict: bool, expected: &Expectation) -> String {
    let facts: Vec<String> =
        given.iter().map(|given| format!("{} = {}", given.fact, toml(&given.value))).collect();
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
