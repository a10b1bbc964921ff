//! Files of tests.

use serde_json::{Map, Value, json};

use super::{Scope, beside, list, named, properties, refer, refer_as, set, table, text, truth};

/// What says what a test starts from, and not what must come of it.
const GIVEN: [&str; 8] = ["name", "fixture", "given", "cases", "matrix", "strict", "skip", "known_gap"];

/// The tables of a file of tests, apart from `pack`.
pub(super) fn tables() -> [(&'static str, Value); 3] {
    [
        ("fixtures", named("What several tests start from, by name.", "fixture", &refer("given"))),
        ("test", json!({ "type": "array", "items": refer("test-case"), "description": "The tests." })),
        properties::listed(),
    ]
}

/// The definitions that files of tests need: `test-case`, `case`, `fixtures-used` and `property`.
pub(super) fn definitions(scope: Scope<'_>) -> Map<String, Value> {
    let named =
        json!({ "anyOf": [refer("name"), { "type": "array", "items": refer("name"), "minItems": 1 }] });
    let case = case();
    Map::from_iter([
        ("test-case".to_owned(), test(scope)),
        ("case".to_owned(), case),
        ("fixtures-used".to_owned(), named),
        ("property".to_owned(), properties::property(scope)),
    ])
}

fn test(scope: Scope<'_>) -> Value {
    let actions = |about: &str| list(&refer("action-id"), about);
    let question = json!({
        "anyOf": [refer("fact-id"), { "const": "" }], "description": "The fact to ask for next; empty for none.",
    });
    let mut test = table(
        "An interview, and what must come of it.",
        [
            ("name", text("What the test shows, as a sentence.")),
            (
                "fixture",
                refer_as(
                    "fixtures-used",
                    "The fixtures it starts from; a later one goes before an earlier one.",
                ),
            ),
            ("given", refer("given")),
            ("cases", list(&refer("case"), "Cases written out, on top of what the test gives.")),
            ("matrix", matrix(scope)),
            ("strict", truth("Take nothing for granted.")),
            ("skip", text("Why it is not run.")),
            ("known_gap", text("Why it must fail for the time being.")),
            ("suggests", actions("Suggested, in any place.")),
            ("leads", actions("Suggested, and not a spare.")),
            ("spares", actions("Suggested, and a spare.")),
            ("avoids", actions("Avoided.")),
            ("silent", actions("Neither suggested nor avoided.")),
            ("depends", actions("Not settled by what is known.")),
            ("first", refer_as("action-id", "The top of the list.")),
            ("order", actions("Suggested, and in this order among themselves.")),
            ("disputed", actions("Sources differ about them.")),
            ("undisputed", actions("Sources do not differ about them.")),
            ("reasons", list(&refer("rule-id"), "Rules that must be among those behind a verdict.")),
            ("next_question", question),
        ],
        &["name"],
    );
    // One plain complaint about a test that expects nothing, rather than one for each thing that it could expect.
    set(&mut test, "if", beside(json!({ "propertyNames": { "enum": GIVEN } })));
    set(&mut test, "then", beside(json!({ "required": ["suggests"] })));
    test
}

fn case() -> Value {
    let mut case = table(
        "One case of a test.",
        [
            ("name", text("What to call it; needed where nothing is given.")),
            ("fixture", refer_as("fixtures-used", "The fixtures that it adds.")),
            ("given", refer("given")),
        ],
        &[],
    );
    set(&mut case, "minProperties", json!(1));
    case
}

/// One case for every choice of one value for each fact.
fn matrix(scope: Scope<'_>) -> Value {
    let about = "One case for every choice of one value for each fact.";
    let values = |of: &str| json!({ "type": "array", "items": refer(of), "minItems": 1 });
    let mut matrix = match scope.rules() {
        Some(rules) => {
            let facts = rules.vocabulary().facts().iter();
            table(about, facts.map(|fact| (&*fact.name, values(&super::condition::given_of(fact)))), &[])
        }
        None => json!({ "type": "object", "description": about, "additionalProperties": values("test") }),
    };
    set(&mut matrix, "minProperties", json!(1));
    matrix
}
