//! The schemas know the keys that the reader knows, and no others.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::forms;
use serde_json::Value;

use crate::accepted::{sound_packs, texts};
use crate::packs::{Schema, document};

/// Where each form stands in a document, and in which. `*` is any name, or any element of a list.
const PLACES: [(&str, &str, &str); 28] = [
    ("a pack", "pack", ""),
    ("an overlay", "pack", ""),
    ("a file of tests", "pack", ""),
    ("`[pack]`", "pack", "pack"),
    ("a fact", "pack", "facts.*"),
    ("a moment", "pack", "moments.*"),
    ("a moment of an overlay", "pack", "moments.*"),
    ("`follow_up`", "pack", "moments.*.follow_up"),
    ("a group", "pack", "groups.*"),
    ("a source", "pack", "sources.*"),
    ("an action", "pack", "actions.*"),
    ("a rule", "pack", "rule.*"),
    ("a disagreement", "pack", "disagreement.*"),
    ("a side", "pack", "disagreement.*.sides.*"),
    ("an added value", "pack", "extend.fact.*.*"),
    ("`[disable]`", "pack", "disable"),
    ("a test", "pack", "test.*"),
    ("a case", "pack", "test.*.cases.*"),
    ("a property", "pack", "property.*"),
    ("a language file", "language", ""),
    ("a translated text", "language", "title"),
    ("a translated fact", "language", "facts.*"),
    ("a translated moment", "language", "moments.*"),
    ("a translated group", "language", "groups.*"),
    ("a translated source", "language", "sources.*"),
    ("a translated action", "language", "actions.*"),
    ("a translated rule", "language", "rules.*"),
    ("a translated disagreement", "language", "disagreements.*"),
];

/// What overlays override, by the form of the thing that is declared.
const OVERRIDDEN: [(&str, &str); 7] = [
    ("an action", "action"),
    ("a disagreement", "disagreement"),
    ("a fact", "fact"),
    ("a group", "group"),
    ("a moment", "moment"),
    ("a rule", "rule"),
    ("a source", "source"),
];

/// The keys that the reader knows, by the kind of file and the place in it.
fn known() -> BTreeMap<(&'static str, String), BTreeSet<&'static str>> {
    let keys = |one: &str| forms().iter().find(|form| form.one == one).unwrap().keys.iter().copied();
    let mut known: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for (one, of, place) in PLACES {
        known.entry((of, place.to_owned())).or_default().extend(keys(one));
    }
    for (one, kind) in OVERRIDDEN {
        // All of a group is needed, so that nothing of it can be removed.
        let remove = (kind != "group").then_some("remove");
        let fields = keys(one).filter(|key| *key != "id").chain(remove).collect();
        known.insert(("pack", format!("override.{kind}.*")), fields);
    }
    known.insert(("pack", "override".to_owned()), OVERRIDDEN.iter().map(|(_, kind)| *kind).collect());
    known
}

/// The parts of a schema that describe tables at a place.
fn tables<'s>(schema: &'s Value, at: &'s Value, place: &[&str]) -> Vec<&'s Value> {
    if let Some(name) = at["$ref"].as_str() {
        return tables(schema, schema.pointer(&name[1..]).unwrap(), place);
    }
    let parts = ["allOf", "anyOf"].iter().filter_map(|key| at[key].as_array()).flatten();
    let mut found: Vec<&Value> = parts.flat_map(|part| tables(schema, part, place)).collect();
    match place {
        [] => found.extend(at["properties"].is_object().then_some(at)),
        [step, rest @ ..] => {
            let inner = if *step == "*" {
                vec![&at["additionalProperties"], &at["items"]]
            } else {
                vec![&at["properties"][step]]
            };
            found.extend(inner.into_iter().flat_map(|inner| tables(schema, inner, rest)));
        }
    }
    found
}

/// The tables of a document at a place.
fn written<'d>(document: &'d Value, place: &[&str]) -> Vec<&'d Value> {
    let [step, rest @ ..] = place else { return vec![document] };
    let inner: Vec<&Value> = match document {
        Value::Array(values) if *step == "*" => values.iter().collect(),
        Value::Object(entries) if *step == "*" => entries.values().collect(),
        value => value.get(step).into_iter().collect(),
    };
    inner.into_iter().flat_map(|inner| written(inner, rest)).collect()
}

fn steps(place: &str) -> Vec<&str> {
    place.split('.').filter(|step| !step.is_empty()).collect()
}

fn keys(table: &Value) -> impl Iterator<Item = &str> {
    table.as_object().into_iter().flatten().map(|(key, _)| key.as_str())
}

#[test]
fn every_form_of_the_reader_has_its_place() {
    let placed: BTreeSet<&str> = PLACES.iter().map(|(one, ..)| *one).collect();
    let known: BTreeSet<&str> = forms().iter().map(|form| form.one).collect();
    assert_eq!(placed, known);
}

#[test]
fn the_schemas_have_the_keys_that_the_reader_knows() {
    let schemas = BTreeMap::from([("pack", Schema::any("pack")), ("language", Schema::any("language"))]);
    for ((of, place), known) in known() {
        let schema = &schemas[of].value;
        let tables = tables(schema, schema, &steps(&place));
        assert!(tables.iter().all(|table| table["additionalProperties"] == false), "{place} is open");
        let described: BTreeSet<&str> = tables.iter().flat_map(|table| keys(&table["properties"])).collect();
        assert_eq!(described, known, "{of}: {place}");
    }
}

/// So that no key is only guessed at.
#[test]
fn every_key_stands_in_some_file_that_is_accepted() {
    let mut used: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
    for (of, (_, text)) in sound_packs().iter().flat_map(texts) {
        let document = document(&text);
        for (_, place) in known().keys().filter(|(kind, _)| *kind == of) {
            let found = written(&document, &steps(place)).into_iter().flat_map(keys).map(str::to_owned);
            used.entry((of, place.clone())).or_default().extend(found);
        }
    }
    let mut unused = Vec::new();
    for ((of, place), known) in known() {
        let used = &used[&(of, place.clone())];
        let missing = known.iter().filter(|key| !used.contains(**key));
        unused.extend(missing.map(|key| format!("{of}: {place}.{key}")));
    }
    assert!(unused.is_empty(), "no sound file has {unused:#?}");
}
