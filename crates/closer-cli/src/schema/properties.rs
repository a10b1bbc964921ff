//! Properties, which stand in files of tests.

use closer_core::sheet::Promise;
use serde_json::{Value, json};

use super::{Scope, beside, list, names, refer, refer_as, set, table, text};

/// The list of properties in a file of tests.
pub(super) fn listed() -> (&'static str, Value) {
    let about = "What must hold in every interview, known in full or in part.";
    ("property", json!({ "type": "array", "items": refer("property"), "description": about }))
}

/// A property: where it is claimed, and what.
pub(super) fn property(scope: Scope<'_>) -> Value {
    let actions = |about: &str| list(&refer("action-id"), about);
    let several = |about: &str| {
        let mut several = actions(about);
        set(&mut several, "minItems", json!(2));
        several
    };
    let mut property = table(
        "Something that is proved of every interview.",
        [
            ("name", text("What is promised, as a sentence.")),
            ("whenever", refer_as("condition", "Where it is promised; everywhere when left out.")),
            ("skip", text("Why it is not looked into.")),
            ("known_gap", text("Why it must be broken for the time being.")),
            ("always", actions("Suggested everywhere.")),
            ("never", actions("Suggested nowhere.")),
            ("avoids", actions("Avoided everywhere.")),
            ("never_together", several("No two of them both lead.")),
            ("at_least", at_least(scope)),
            ("order", several("Of two that are suggested, the one named earlier ranks higher.")),
        ],
        &["name"],
    );
    // One plain complaint about a property that promises nothing.
    let other: Vec<&str> = ["name", "whenever", "skip", "known_gap"].into();
    set(&mut property, "if", beside(json!({ "propertyNames": { "enum": other } })));
    set(&mut property, "then", beside(json!({ "required": [Promise::KEYS.first()] })));
    property
}

/// How many actions of a moment there are at least.
fn at_least(scope: Scope<'_>) -> Value {
    let about = "At least so many actions of a moment are suggested.";
    let number = json!({ "type": "integer", "minimum": 1 });
    let mut numbers = match scope.rules() {
        Some(rules) => {
            let moments = names::ids(rules, "moment").into_iter();
            table(about, moments.map(|moment| (moment, number.clone())), &[])
        }
        None => json!({
            "type": "object", "description": about, "propertyNames": refer("name"), "additionalProperties": number,
        }),
    };
    set(&mut numbers, "minProperties", json!(1));
    numbers
}
