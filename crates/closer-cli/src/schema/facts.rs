//! `[facts.…]`: what may be known.

use closer_core::model::{Fact, Kind};
use closer_core::space::Space;
use serde_json::{Value, json};

use super::condition::{test_of, value_of};
use super::pack::accept;
use super::{beside, list, refer, refer_as, set, table, text, truth};

/// The keys that say what kind of fact it is.
pub(super) const KINDS: [&str; 4] = ["bool", "values", "ordered", "range"];

/// Words of conditions that no fact can have as its name.
const RESERVED: [&str; 3] = ["all", "any", "not"];

/// What a number looks like as a key.
pub(super) const NUMBER: &str = "^(0|-?[1-9][0-9]*)$";

/// The names of facts.
pub(super) fn names() -> Value {
    json!({ "allOf": [refer("name")], "not": { "enum": RESERVED } })
}

/// A fact.
pub(super) fn fact() -> Value {
    let values = |about: &str| {
        let mut values = list(&refer("name"), about);
        set(&mut values, "uniqueItems", json!(true));
        set(&mut values, "maxItems", json!(Space::MAX_SIZE));
        values
    };
    let texts = |about: &str| json!({ "type": "object", "additionalProperties": text("In words."), "description": about });
    let mut fact = table(
        "One thing that may be known of an interview. It has exactly one of `bool`, `values`, `ordered` and `range`.",
        [
            ("question", text("What to ask a person.")),
            ("bool", json!({ "const": true, "description": "Yes or no." })),
            ("values", values("One of a closed list.")),
            ("ordered", values("One of a closed list, written low to high.")),
            (
                "range",
                json!({
                    "type": "array", "items": { "type": "integer" }, "minItems": 2, "maxItems": 2,
                    "description": "A whole number: the lowest and the highest allowed.",
                }),
            ),
            ("titles", texts("A short name for each value.")),
            (
                "phrase",
                json!({
                    "type": "string", "pattern": "\\{\\}",
                    "description": "Half a sentence for all values; `{}` stands for their titles.",
                }),
            ),
            ("phrases", texts("Half a sentence for single values, said to the person.")),
            (
                "assume",
                refer_as(
                    "test",
                    "What is taken for granted while nobody has said: a value, a list, or bounds.",
                ),
            ),
            ("ask_first", truth("Asked first when nothing else decides, and in spite of an `assume`.")),
            ("ask_when", refer_as("condition", "Where its question makes sense; elsewhere nobody is asked.")),
            (
                "flags",
                json!({
                    "type": "object", "propertyNames": refer("name"), "additionalProperties": refer("test"),
                    "description": "Short flags on the command line that stand for a set of values.",
                    "x-tombi-additional-key-label": "flag",
                }),
            ),
            ("sources", refer("citations")),
            ("accept", accept()),
        ],
        &["question"],
    );
    set(&mut fact, "oneOf", json!(KINDS.map(|kind| json!({ "required": [kind] }))));
    let of_kind = |keys: Value, kind: &str| said_of_values(&keys, &refer(&format!("test-of-{kind}")));
    let mut range = of_kind(json!({ "pattern": NUMBER }), "range");
    if let Some(properties) = range.get_mut("properties") {
        set(properties, "titles", json!(false));
    }
    let by_kind = json!({
        "bool": of_kind(json!({ "enum": ["true", "false"] }), "bool"),
        "values": of_kind(refer("name"), "values"),
        "ordered": of_kind(refer("name"), "ordered"),
        "range": range,
    });
    set(&mut fact, "dependencies", by_kind);
    fact
}

/// What may be said of the values of this very fact, on top of what any fact may say.
pub(super) fn own_values(fact: &Fact) -> Value {
    let (kind, values) = match &fact.kind {
        Kind::Bool => ("bool", json!({ "enum": ["true", "false"] })),
        Kind::Enum { ordered: false, .. } => ("values", refer(&value_of(fact))),
        Kind::Enum { ordered: true, .. } => ("ordered", refer(&value_of(fact))),
        Kind::Int { .. } => ("range", json!({ "pattern": NUMBER })),
    };
    let mut own = said_of_values(&values, &refer(&test_of(fact)));
    if let Some(properties) = own.get_mut("properties") {
        // A number has no titles.
        let never =
            KINDS.into_iter().filter(|other| *other != kind).chain((kind == "range").then_some("titles"));
        for key in never {
            set(properties, key, json!(false));
        }
    }
    own
}

/// Titles and phrases for these values, and sets of them that pass the test.
fn said_of_values(keys: &Value, test: &Value) -> Value {
    let by_value = beside(json!({ "propertyNames": keys }));
    beside(json!({ "properties": {
        "titles": by_value, "phrases": by_value, "assume": test, "flags": { "additionalProperties": test },
    } }))
}
