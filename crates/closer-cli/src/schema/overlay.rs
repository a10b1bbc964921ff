//! What only overlays say: `[extend.…]`, `[override.…]` and `[disable]`.

use std::collections::BTreeSet;

use closer_core::Effective;
use closer_core::model::{Fact, Kind};
use serde_json::{Map, Value, json};

use super::condition::value_of;
use super::facts::{self, KINDS};
use super::names::ids;
use super::{Scope, beside, list, named, refer, set, table, text};

/// What can be overridden, as it is called there.
const OVERRIDDEN: [&str; 7] = ["action", "disagreement", "fact", "group", "moment", "rule", "source"];

/// The tables that only overlays have.
pub(super) fn tables(scope: Scope<'_>) -> [(&'static str, Value); 3] {
    let about = "What is different about things that the pack below declares. Only the fields named change.";
    let kinds = OVERRIDDEN.map(|kind| (kind, overridden(scope, kind)));
    let extend = table("What is added to things of the pack below.", [("fact", added_values(scope))], &[]);
    [("override", table(about, kinds, &[])), ("extend", extend), ("disable", disable(scope))]
}

/// The definitions that these tables need: an override of each kind, made from the `declared` things.
pub(super) fn definitions(declared: &Map<String, Value>) -> Map<String, Value> {
    let overrides = OVERRIDDEN
        .into_iter()
        .filter_map(|kind| Some((format!("override-{kind}"), overriding(kind, declared.get(kind)?))));
    overrides.collect()
}

/// Exactly one place in an order.
pub(super) fn one_place() -> Value {
    json!([{ "required": ["after"] }, { "required": ["before"] }])
}

/// No more than one place in an order.
pub(super) fn not_two_places() -> Value {
    json!({ "after": beside(json!({ "properties": { "before": false } })) })
}

/// The things of a kind that can be overridden.
fn overridden(scope: Scope<'_>, kind: &str) -> Value {
    let about = format!("Changes, by the id of the {kind}.");
    let any = refer(&format!("override-{kind}"));
    let Some(rules) = scope.rules() else { return named(&about, kind, &any) };
    if kind == "fact" {
        let facts = rules.vocabulary().facts().iter();
        let own = |fact: &Fact| json!({ "allOf": [facts::own_values(fact), any] });
        return table(&about, facts.map(|fact| (&*fact.name, own(fact))), &[]);
    }
    table(&about, ids(rules, kind).into_iter().map(|id| (id, any.clone())), &[])
}

/// The fields of a thing, none of which must be there, and `remove`.
fn overriding(kind: &str, declared: &Value) -> Value {
    let fields = declared.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let required = declared.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    // A moment stays where it is, and a thing keeps its name.
    let fields = fields.into_iter().filter(|(field, _)| !["id", "after", "before"].contains(&&**field));
    let fields: Vec<(String, Value)> = fields.collect();
    let removable = fields.iter().map(|(field, _)| &**field);
    let removable: Vec<&str> =
        removable.filter(|field| !required.contains(&json!(field)) && !KINDS.contains(field)).collect();
    let fields_to_remove = match kind {
        "fact" => {
            let one_entry = json!({ "pattern": "^(titles|phrases|flags)\\..+$" });
            let about = "Fields to take away, also single values: `titles.mid`.";
            Some(list(&json!({ "anyOf": [{ "enum": removable }, one_entry] }), about))
        }
        // Nothing of a group can be taken away.
        _ if removable.is_empty() => None,
        _ => Some(list(&json!({ "enum": removable }), "Fields to take away.")),
    };
    let remove = fields_to_remove.map(|fields| ("remove".to_owned(), fields));
    let mut table = table("Only the fields named here change.", fields.into_iter().chain(remove), &[]);
    if kind == "rule" {
        let one_verdict = beside(json!({ "properties": { "avoid": false } }));
        set(&mut table, "dependencies", json!({ "suggest": one_verdict }));
    }
    table
}

/// Values that are added to facts.
fn added_values(scope: Scope<'_>) -> Value {
    let about = "The fact that values are added to.";
    let values = |anchor: &str, in_order| {
        named("The values to add, each with its place.", "value", &added_value(&refer(anchor), in_order))
    };
    let Some(rules) = scope.rules() else { return named(about, "fact", &values("name", false)) };
    let facts = rules.vocabulary().facts().iter().filter_map(|fact| {
        let Kind::Enum { ordered, .. } = fact.kind else { return None };
        Some((&*fact.name, values(&value_of(fact), ordered)))
    });
    table(about, facts, &[])
}

/// A value beside another one; where the order means something, it needs its place.
fn added_value(anchor: &Value, in_order: bool) -> Value {
    let entries = [
        ("after", anchor.clone()),
        ("before", anchor.clone()),
        ("title", text("A short name for it.")),
        ("phrase", text("Half a sentence, said to the person.")),
    ];
    let mut value = table("It comes right after, or right before, another value.", entries, &[]);
    if in_order {
        set(&mut value, "oneOf", one_place());
    } else {
        set(&mut value, "dependencies", not_two_places());
    }
    value
}

/// What does not apply. The ids of what is disabled are no longer those of the whole.
fn disable(scope: Scope<'_>) -> Value {
    let things = |about: &str, kind: &str, declared_in: &str| {
        let id = refer(&format!("{kind}-id"));
        let gone = scope.0.into_iter().flat_map(Effective::disabled);
        let gone: BTreeSet<&str> =
            gone.filter(|(table, _)| *table == declared_in).map(|(_, id)| id).collect();
        let of = if gone.is_empty() { id } else { json!({ "anyOf": [id, { "enum": gone }] }) };
        list(&of, about)
    };
    table(
        "What does not apply.",
        [
            ("actions", things("Actions, with all their rules.", "action", "actions")),
            ("rules", things("Single rules.", "rule", "rule")),
            ("disagreements", things("Disagreements.", "disagreement", "disagreement")),
        ],
        &[],
    )
}
