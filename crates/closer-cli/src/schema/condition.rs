//! Conditions and the tests in them.

use closer_core::model::{Fact, Kind};
use serde_json::{Map, Value, json};

use super::{Scope, beside, define, refer, refer_as, set, table};

const BOUNDS: [(&str, &str); 4] = [
    ("at_least", "This value or a higher one."),
    ("at_most", "This value or a lower one."),
    ("more_than", "A higher value than this."),
    ("less_than", "A lower value than this."),
];

/// What may be said of facts that a schema does not know, by their kind: the name of a test, its values, and whether these have an order.
fn kinds() -> [(&'static str, Value, bool); 5] {
    [
        ("test", json!({ "type": ["boolean", "integer", "string"] }), true),
        ("test-of-bool", json!({ "type": "boolean" }), false),
        ("test-of-values", refer("name"), false),
        ("test-of-ordered", refer("name"), true),
        ("test-of-range", json!({ "type": "integer" }), true),
    ]
}

/// The definitions that conditions need: `condition`, `given`, and tests by kind and by fact.
pub(super) fn definitions(scope: Scope<'_>) -> Map<String, Value> {
    let mut definitions = Map::new();
    for (name, value, ordered) in kinds() {
        definitions.insert(name.to_owned(), test(name, &value, ordered));
    }
    let condition = refer("condition");
    let mut entries = vec![
        (
            "all".to_owned(),
            json!({ "type": "array", "items": condition, "description": "All of these must hold." }),
        ),
        (
            "any".to_owned(),
            json!({ "type": "array", "items": condition, "minItems": 1, "description": "At least one of these must hold." }),
        ),
        ("not".to_owned(), refer_as("condition", "This must not hold.")),
    ];
    let about = "All of its entries must hold: tests of facts, `all`, `any` and `not`.";
    let about_given = "What is known, in tests of facts; `unknown` takes nothing for granted.";
    let (condition, given) = if let Some(rules) = scope.rules() {
        let facts = rules.vocabulary().facts();
        for fact in facts {
            let given = json!({ "anyOf": [refer(&test_of(fact)), { "const": "unknown" }] });
            define(&mut definitions, value_of(fact), value(fact));
            define(&mut definitions, test_of(fact), known(fact));
            define(&mut definitions, given_of(fact), given);
        }
        entries.extend(facts.iter().map(|fact| (fact.name.to_string(), refer(&test_of(fact)))));
        let given = facts.iter().map(|fact| (fact.name.to_string(), refer(&given_of(fact))));
        (table(about, entries, &[]), table(about_given, given, &[]))
    } else {
        let mut condition = table(about, entries, &[]);
        set(&mut condition, "additionalProperties", refer("test"));
        let given =
            json!({ "type": "object", "description": about_given, "additionalProperties": refer("test") });
        (condition, given)
    };
    define(&mut definitions, "condition".to_owned(), condition);
    define(&mut definitions, "given".to_owned(), given);
    definitions
}

/// The name of the definition of a fact's values. No name of a thing has a dot, so this is never one that a schema has for something else.
pub(super) fn value_of(fact: &Fact) -> String {
    format!("value.{}", fact.name)
}

/// The name of the definition of a fact's tests.
pub(super) fn test_of(fact: &Fact) -> String {
    format!("fact.{}", fact.name)
}

/// The name of the definition of what may be given for a fact.
pub(super) fn given_of(fact: &Fact) -> String {
    format!("given.{}", fact.name)
}

fn value(fact: &Fact) -> Value {
    match &fact.kind {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Enum { values, .. } => json!({ "enum": values }),
        Kind::Int { low, high, .. } => json!({ "type": "integer", "minimum": low, "maximum": high }),
    }
}

/// The tests of a fact of the pack.
fn known(fact: &Fact) -> Value {
    if matches!(fact.kind, Kind::Bool) {
        return refer_as("test-of-bool", &fact.question);
    }
    let mut test = test(&test_of(fact), &refer(&value_of(fact)), fact.is_ordered());
    set(&mut test, "description", json!(fact.question));
    test
}

/// A test: a value, a list of tests, what it is not, or bounds where values have an order.
fn test(name: &str, value: &Value, ordered: bool) -> Value {
    let not = ("not", refer_as(name, "None of this."));
    let bounds = BOUNDS.into_iter().filter(|_| ordered);
    let bounds = bounds.map(|(bound, about)| (bound, json!({ "allOf": [value], "description": about })));
    let mut limits = table("Bounds, or what it is not.", bounds.chain([not]), &[]);
    set(&mut limits, "minProperties", json!(1));
    set(&mut limits, "dependencies", json!({ "not": beside(json!({ "maxProperties": 1 })) }));
    json!({ "anyOf": [value, { "type": "array", "items": refer(name), "minItems": 1 }, limits] })
}
