//! Files that are a little wrong, or a little different: whatever the reader takes, the schemas take, and not only what somebody thought of.

use std::collections::BTreeSet;

use closer_core::RuleSet;
use serde_json::{Value, json};

use crate::accepted::{sound_packs, texts};
use crate::packs::{File, Pack, Schema, document};

/// What is put in the place of every value, one after the other.
fn replacements() -> Vec<Value> {
    let mixed = json!([
        true, 1, 2.5, "", "x", "A name", "unknown", "{}", [], ["x"], [["x"]], [{}], {}, { "x": "y" }, { "not": "x" }, { "1": "one" },
        { "true": "yes" }, { "to": "y" },
    ]);
    mixed.as_array().unwrap().clone()
}

/// JSON as TOML: everything can stand in inline tables.
fn toml(document: &Value) -> String {
    fn inline(value: &Value) -> String {
        match value {
            Value::Object(entries) => {
                let entries =
                    entries.iter().map(|(key, value)| format!("{} = {}", json!(key), inline(value)));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
            Value::Array(values) => format!("[{}]", values.iter().map(inline).collect::<Vec<_>>().join(", ")),
            value => value.to_string(),
        }
    }
    let entries = document.as_object().unwrap().iter();
    entries.map(|(key, value)| format!("{} = {}\n", json!(key), inline(value))).collect::<Vec<_>>().concat()
}

/// The places of all values in a document, as JSON pointers.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let at = format!("{at}/{key}");
        places(value, &at, all);
        all.push(at);
    }
}

fn remove(document: &mut Value, place: &str) {
    let (parent, key) = place.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(entries) => drop(entries.remove(key)),
        Value::Array(values) => drop(values.remove(key.parse().unwrap())),
        _ => {}
    }
}

/// The document with one value removed or replaced. Of values that differ in the name of their thing only, the first one stands for all; facts differ
/// in their kinds.
fn mutated(document: &Value, will_do: impl Fn(&str) -> bool) -> impl Iterator<Item = Value> {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let kind_of = |place: &String| {
        let steps = place.split('/').enumerate().map(|(depth, step)| {
            let is_name = depth == 2 && !place.starts_with("/facts") || step.parse::<usize>().is_ok();
            if is_name { "*" } else { step }
        });
        steps.collect::<Vec<_>>().join("/")
    };
    let mut seen = BTreeSet::new();
    all.retain(|place| will_do(place) && seen.insert(kind_of(place)));
    let replacements = replacements();
    all.into_iter().flat_map(move |place| {
        let mut without = document.clone();
        remove(&mut without, &place);
        let replaced = replacements.clone().into_iter().map(move |replacement| {
            let mut other = document.clone();
            *other.pointer_mut(&place).unwrap() = replacement;
            other
        });
        [without].into_iter().chain(replaced)
    })
}

fn is_read(pack: &Pack, rules: &RuleSet, (name, text): File) -> bool {
    if name.ends_with(".test.toml") {
        return rules.sheet([(name, text)]).is_ok();
    }
    if name.ends_with(".lang.toml") {
        return rules.translate([(name, text)]).is_ok();
    }
    let mut rules = pack.rules.clone();
    rules.retain(|(other, _)| *other != name);
    rules.push((name, text));
    Pack { rules, ..pack.clone() }.read().is_ok()
}

/// The tables of an overlay whose things it may override itself.
const DECLARED: [&str; 6] = ["/actions", "/disagreement", "/facts", "/groups", "/rule", "/sources"];

#[test]
fn whatever_is_read_is_accepted() {
    let (mut read, mut wrong) = (0, BTreeSet::new());
    for name in ["sound", "own_rules", "every-field"] {
        let pack = sound_packs().iter().find(|pack| pack.name == name).unwrap();
        let rules = pack.read().unwrap();
        // What an overlay declares and then overrides itself is never looked at.
        let is_used =
            |place: &str| pack.base.is_empty() || !DECLARED.iter().any(|table| place.starts_with(table));
        for (of, (name, text)) in texts(pack) {
            let mut schemas = vec![Schema::any(of)];
            // Files of rules with other names have other schemas.
            if !pack.rules.iter().any(|(rules, _)| *rules == name) {
                schemas.push(Pack { name: format!("mutated-{}", pack.name), ..pack.clone() }.schema(of));
            }
            for mutated in mutated(&document(&text), is_used) {
                let text = toml(&mutated);
                if is_read(pack, &rules, (name.clone(), text.clone())) {
                    read += 1;
                    let found = schemas.iter().flat_map(|schema| schema.mistakes(&text));
                    wrong.extend(found.map(|found| format!("{}/{name}: {found}", pack.name)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read > 500, "{read}");
}
