//! Conditions and the tests in them.

use closer_core::RuleSet;
use closer_core::model::{Fact, Kind};
use serde_json::{Map, Value, json};

use super::set;

const BOUNDS: [(&str, &str); 4] = [
    ("at_least", "This value or a higher one."),
    ("at_most", "This value or a lower one."),
    ("more_than", "A higher value than this."),
    ("less_than", "A lower value than this."),
];

/// The definitions that conditions need: `condition`, and the tests of each fact, or one for all.
pub(super) fn definitions(rules: Option<&RuleSet>) -> Map<String, Value> {
    let condition = json!({ "$ref": "#/definitions/condition" });
    let mut entries = json!({
        "all": { "type": "array", "items": condition, "description": "All of these must hold." },
        "any": { "type": "array", "items": condition, "minItems": 1, "description": "At least one of these must hold." },
        "not": { "allOf": [condition], "description": "This must not hold." },
    });
    let mut definitions = Map::new();
    let rest = if let Some(rules) = rules {
        for fact in rules.vocabulary().facts() {
            definitions.insert(key(fact), test(&key(fact), &value_of(fact), fact.is_ordered()));
            let about = json!({ "allOf": [{ "$ref": reference(fact) }], "description": &*fact.question });
            set(&mut entries, &fact.name, about);
        }
        json!(false)
    } else {
        let value = json!({ "type": ["boolean", "integer", "string"] });
        definitions.insert("value".to_owned(), test("value", &value, true));
        json!({ "$ref": "#/definitions/value" })
    };
    let about = "All of its entries must hold: tests of facts, `all`, `any` and `not`.";
    let condition = json!({
        "type": "object", "description": about, "properties": entries, "additionalProperties": rest,
    });
    definitions.insert("condition".to_owned(), condition);
    definitions
}

/// What is known of an interview, in tests of facts.
pub(super) fn given(rules: Option<&RuleSet>) -> Value {
    let about = "What is known, in tests of facts.";
    let Some(rules) = rules else {
        return json!({
            "type": "object", "description": about, "additionalProperties": { "$ref": "#/definitions/value" },
        });
    };
    let facts = rules.vocabulary().facts().iter();
    let facts: Map<String, Value> =
        facts.map(|fact| (fact.name.to_string(), json!({ "$ref": reference(fact) }))).collect();
    json!({ "type": "object", "description": about, "properties": facts, "additionalProperties": false })
}

fn key(fact: &Fact) -> String {
    format!("fact-{}", fact.name)
}

fn reference(fact: &Fact) -> String {
    format!("#/definitions/{}", key(fact))
}

fn value_of(fact: &Fact) -> Value {
    match &fact.kind {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Enum { values, .. } => json!({ "enum": values }),
        Kind::Int { low, high, .. } => json!({ "type": "integer", "minimum": low, "maximum": high }),
    }
}

/// A test: a value, a list of tests, what it is not, or bounds where values have an order.
fn test(name: &str, value: &Value, ordered: bool) -> Value {
    let itself = json!({ "$ref": format!("#/definitions/{name}") });
    let not = json!({
        "type": "object", "properties": { "not": { "allOf": [itself], "description": "None of this." } },
        "required": ["not"], "additionalProperties": false,
    });
    let mut forms = vec![value.clone(), json!({ "type": "array", "items": itself, "minItems": 1 }), not];
    if ordered {
        let bounds: Map<String, Value> = BOUNDS
            .into_iter()
            .map(|(bound, about)| (bound.to_owned(), json!({ "allOf": [value], "description": about })))
            .collect();
        forms.push(json!({
            "type": "object", "properties": bounds, "minProperties": 1, "additionalProperties": false,
        }));
    }
    json!({ "anyOf": forms })
}
