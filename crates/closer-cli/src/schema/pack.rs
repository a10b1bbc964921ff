//! The files of a pack, and those of its tests.

use closer_core::RuleSet;
use serde_json::{Value, json};

use super::{NAME, action, citations, condition, list, named, names, root, set, table, test, text, truth};

/// The schema of pack files and test files. With a pack it knows that pack's own names.
pub(crate) fn pack(rules: Option<&RuleSet>) -> Value {
    let listed = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/definitions/{of}") } });
    let files = table(
        "A file of a rule pack, or of its tests.",
        [
            (
                "pack",
                json!({ "anyOf": [
                { "$ref": "#/definitions/pack" },
                { "type": "string", "pattern": NAME, "description": "In a file of tests: the pack that it tests." },
            ] }),
            ),
            ("facts", named("What may be known of an interview.", &reference("fact"))),
            ("moments", named("The points in time at which actions are done.", &reference("moment"))),
            ("groups", named("Actions of which only a few should lead.", &reference("group"))),
            ("sources", named("Where the advice comes from.", &reference("source"))),
            ("actions", named("What can be advised.", &reference("action"))),
            ("rule", listed("rule")),
            ("disagreement", listed("disagreement")),
            ("test", listed("test")),
        ],
        &[],
    );
    let mut definitions = json!({
        "pack": header(),
        "fact": fact(rules),
        "moment": moment(),
        "group": group(),
        "source": source(),
        "action": action_table(rules),
        "rule": rule(rules),
        "disagreement": disagreement(rules),
        "test": test::test(rules),
    });
    for (name, definition) in condition::definitions(rules) {
        set(&mut definitions, &name, definition);
    }
    let title =
        rules.map_or("A rule pack".to_owned(), |rules| format!("The rule pack `{}`", rules.pack().name));
    root(&title, files, definitions)
}

fn reference(to: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{to}") })
}

fn header() -> Value {
    let moments = list(&json!({ "type": "string", "pattern": NAME }), "Every moment, earliest first.");
    table(
        "What the pack says of itself. It stands in one file only.",
        [
            ("name", json!({ "type": "string", "pattern": NAME, "description": "The pack's name." })),
            ("version", text("The pack's version, as in `1.0.0`.")),
            ("title", text("What to call the pack.")),
            ("moments", moments),
        ],
        &["name", "version", "moments"],
    )
}

fn fact(rules: Option<&RuleSet>) -> Value {
    let value = json!({ "type": "string", "pattern": NAME });
    let texts = |about: &str| json!({ "type": "object", "additionalProperties": text("In words."), "description": about });
    let any_test = json!({ "type": ["boolean", "integer", "string", "array", "object"] });
    let about_assume = "What is taken for granted while nobody has said: a value, a list, or bounds.";
    let mut assume = any_test.clone();
    set(&mut assume, "description", json!(about_assume));
    let mut fact = table(
        "One thing that may be known of an interview. It has exactly one of `bool`, `values`, `ordered` and `range`.",
        [
            ("question", text("What to ask a person.")),
            ("bool", json!({ "const": true, "description": "Yes or no." })),
            ("values", list(&value, "One of a closed list.")),
            ("ordered", list(&value, "One of a closed list, written low to high.")),
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
            ("assume", assume),
            ("ask_first", truth("Asked first when nothing else decides.")),
            (
                "flags",
                json!({
                    "type": "object", "propertyNames": { "pattern": NAME }, "additionalProperties": any_test,
                    "description": "Short flags on the command line that stand for a set of values.",
                }),
            ),
            ("sources", citations(rules)),
        ],
        &["question"],
    );
    let kinds = ["bool", "values", "ordered", "range"].map(|kind| json!({ "required": [kind] }));
    set(&mut fact, "oneOf", json!(kinds));
    fact
}

fn moment() -> Value {
    table(
        "A point in time at which actions are done.",
        [
            ("title", text("What to call it.")),
            ("when", reference("condition")),
            ("unless", reference("condition")),
        ],
        &["title"],
    )
}

fn group() -> Value {
    let at_most = json!({ "type": "integer", "minimum": 1, "description": "How many of its actions lead." });
    table(
        "Actions of which only a few should lead.",
        [("title", text("What to call it.")), ("at_most", at_most)],
        &["title", "at_most"],
    )
}

fn source() -> Value {
    table(
        "A place where advice comes from.",
        [
            ("title", text("Its title.")),
            ("author", text("Who wrote it.")),
            ("editorial", truth("Written for this pack, so not counted among the sources that agree.")),
        ],
        &["title"],
    )
}

fn action_table(rules: Option<&RuleSet>) -> Value {
    let moments = rules.map(|rules| rules.moments().iter().map(|moment| &*moment.id));
    let groups = rules.map(|rules| rules.groups().iter().map(|group| &*group.id));
    let boldness = json!({
        "type": "integer", "minimum": 1, "maximum": 5,
        "description": "1 gentle to 5 bold; for people, never for the ranking.",
    });
    let others =
        list(&action(rules, "The id of an action."), "Actions that must never lead together with it.");
    let mut action = table(
        "Something a candidate can do, or had better leave alone.",
        [
            ("moment", names(moments, "When it is done.")),
            ("title", text("What to do, in a few words.")),
            ("say", text("A line to say, word for word.")),
            ("quotes", text("The source's row that the line is quoted from.")),
            ("why", text("Why it helps, in general.")),
            ("group", names(groups, "The group it competes in.")),
            ("never_with", others),
            ("boldness", boldness),
            ("mistake", truth("It is something to leave alone.")),
            ("instead", text("What to do in place of the mistake.")),
            ("sources", citations(rules)),
        ],
        &["moment", "title"],
    );
    set(&mut action, "dependencies", json!({ "quotes": ["say"] }));
    action
}

fn rule(rules: Option<&RuleSet>) -> Value {
    let weight = json!({
        "type": "integer", "minimum": 1, "maximum": 100,
        "description": "How strongly, 50 when left out. Only ranks, never decides.",
    });
    let mut rule = table(
        "One view on one action: when to do it, or when to leave it alone.",
        [
            ("id", json!({ "type": "string", "pattern": NAME, "description": "The rule's name." })),
            ("suggest", action(rules, "The action to do.")),
            ("avoid", action(rules, "The action to leave alone. Always beats `suggest`.")),
            ("when", reference("condition")),
            ("unless", reference("condition")),
            ("weight", weight),
            ("because", text("The reason, said to the candidate: one short, warm sentence.")),
            ("sources", citations(rules)),
        ],
        &["id", "because", "sources"],
    );
    set(&mut rule, "oneOf", json!([{ "required": ["suggest"] }, { "required": ["avoid"] }]));
    rule
}

fn disagreement(rules: Option<&RuleSet>) -> Value {
    let side = table(
        "What some sources say.",
        [("sources", citations(rules)), ("says", text("Their view, in a few words."))],
        &["sources", "says"],
    );
    let mut sides = list(&side, "Who says what.");
    set(&mut sides, "minItems", json!(2));
    table(
        "A difference between sources that no pair of rules shows.",
        [
            ("id", json!({ "type": "string", "pattern": NAME, "description": "Its name." })),
            ("actions", list(&action(rules, "The id of an action."), "The actions it is about.")),
            ("when", reference("condition")),
            ("unless", reference("condition")),
            ("note", text("What to tell the candidate.")),
            ("sides", sides),
        ],
        &["id", "actions", "note", "sides"],
    )
}
