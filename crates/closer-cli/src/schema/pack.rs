//! The files of a pack, and those of its tests.

use closer_verify::finding_codes;
use serde_json::{Map, Value, json};

use super::facts::{self, fact};
use super::{
    Scope, beside, condition, define, list, named, names, overlay, refer, refer_as, root, set, table, tests,
    text, truth,
};

/// The schema of pack files and of files of tests. With a pack it knows that pack's own names.
pub(crate) fn pack(scope: Scope<'_>) -> Value {
    let listed = |of: &str, about: &str| json!({ "type": "array", "items": refer(of), "description": about });
    let mut facts = named("What may be known of an interview.", "fact", &refer("fact"));
    set(&mut facts, "propertyNames", facts::names());
    let mut tables = vec![
        ("facts", facts),
        ("moments", named("The points in time at which actions are done.", "moment", &refer("moment"))),
        ("groups", named("Actions of which only a few should lead.", "group", &refer("group"))),
        ("sources", named("Where the advice comes from.", "source", &refer("source"))),
        ("actions", named("What can be advised.", "action", &refer("action"))),
        ("rule", listed("rule", "When to do what, and when not.")),
        ("disagreement", listed("disagreement", "Where sources differ.")),
    ];
    let mut definitions = Map::from_iter(
        [
            ("pack", header(scope)),
            ("tested-pack", tested_pack(scope)),
            ("fact", fact()),
            ("moment", moment(scope)),
            ("group", group()),
            ("source", source()),
            ("action", action()),
            ("rule", rule()),
            ("disagreement", disagreement()),
        ]
        .map(|(name, definition)| (name.to_owned(), definition)),
    );
    let mut more = vec![names::definitions(scope), condition::definitions(scope), tests::definitions(scope)];
    if scope.can_be_overlay() {
        tables.extend(overlay::tables(scope));
        more.push(overlay::definitions(&definitions));
    }
    for (name, definition) in more.into_iter().flatten() {
        define(&mut definitions, name, definition);
    }
    root(&scope.title("A rule pack", "The rule pack"), file(tables), definitions)
}

/// A file of rules, or one of tests: that one says in a text which pack it tests.
fn file(of_rules: Vec<(&'static str, Value)>) -> Value {
    let header = json!({
        "anyOf": [refer("pack"), refer("tested-pack")],
        "description": "What the pack says of itself; in a file of tests, the name of the pack.",
    });
    let of_tests = tests::tables();
    let these = |keys: &mut dyn Iterator<Item = &'static str>| {
        let keys = keys.chain(["pack"]).map(|key| (key.to_owned(), json!(true)));
        json!({ "properties": keys.collect::<Map<_, _>>(), "additionalProperties": false })
    };
    let rules_only = these(&mut of_rules.iter().map(|(key, _)| *key));
    let mut tests_only = these(&mut of_tests.iter().map(|(key, _)| *key));
    set(&mut tests_only, "if", beside(json!({ "required": ["fixtures"] })));
    set(
        &mut tests_only,
        "else",
        beside(json!({ "anyOf": [{ "required": ["test"] }, { "required": ["property"] }] })),
    );
    let about = "A file of a rule pack, or of its tests.";
    let mut file = table(about, of_rules.into_iter().chain(of_tests).chain([("pack", header)]), &[]);
    let names_a_pack = json!({ "properties": { "pack": { "type": "string" } }, "required": ["pack"] });
    set(&mut file, "if", beside(names_a_pack));
    set(&mut file, "then", tests_only);
    set(&mut file, "else", rules_only);
    set(&mut file, "dependencies", json!({ "test": ["pack"], "fixtures": ["pack"], "property": ["pack"] }));
    file
}

fn header(scope: Scope<'_>) -> Value {
    let mut entries = vec![
        ("name", refer_as("name", "The pack's name.")),
        ("version", text("The pack's version, as in `1.0.0`.")),
        ("title", text("What to call the pack.")),
    ];
    let mut required = vec!["name", "version"];
    if scope.can_stand_alone() {
        entries.push(("moments", list(&refer("moment-id"), "Every moment, earliest first.")));
    }
    if scope.can_be_overlay() {
        entries.push(("extends", refer_as("name", "The pack that this one stands on and changes.")));
    }
    match (scope.can_stand_alone(), scope.can_be_overlay()) {
        (true, true) => {}
        (true, false) => required.push("moments"),
        (false, _) => required.push("extends"),
    }
    let mut header = table("What the pack says of itself. It stands in one file only.", entries, &required);
    if scope.can_stand_alone() && scope.can_be_overlay() {
        // The order of time is that of the pack below.
        set(&mut header, "oneOf", json!([{ "required": ["moments"] }, { "required": ["extends"] }]));
    }
    header
}

fn tested_pack(scope: Scope<'_>) -> Value {
    let about = "In a file of tests: the pack that it tests.";
    match scope.rules() {
        Some(rules) => json!({ "const": rules.pack().name, "description": about }),
        None => json!({ "type": "string", "pattern": "\\S", "description": about }),
    }
}

fn moment(scope: Scope<'_>) -> Value {
    let mut entries = vec![
        ("title", text("What to call it.")),
        ("when", refer_as("condition", "A guard: it is part of every rule for the actions of this moment.")),
        ("unless", refer_as("condition", "A guard: where this holds, no rule for its actions does.")),
        ("follow_up", follow_up()),
        ("accept", accept()),
    ];
    if scope.can_be_overlay() {
        entries
            .push(("after", refer_as("moment-id", "In an overlay: the moment right after which it comes.")));
        entries.push((
            "before",
            refer_as("moment-id", "In an overlay: the moment right before which it comes."),
        ));
    }
    let mut moment = table("A point in time at which actions are done.", entries, &["title"]);
    if !scope.can_stand_alone() {
        set(&mut moment, "oneOf", overlay::one_place());
    } else if scope.can_be_overlay() {
        set(&mut moment, "dependencies", overlay::not_two_places());
    }
    moment
}

fn follow_up() -> Value {
    let number = |most: u16, about: &str| json!({ "type": "integer", "minimum": 0, "maximum": most, "description": about });
    table(
        "When it comes, for calendars: counted from the start of the interview.",
        [
            ("working_days", number(365, "How many working days later.")),
            ("hours", number(23, "How many hours later on that day.")),
        ],
        &[],
    )
}

/// What may be odd about something on purpose.
pub(super) fn accept() -> Value {
    let codes: Vec<&str> = finding_codes().iter().map(|code| code.name).collect();
    // Any word may stand there, so that a pack can be read by a program that knows other findings.
    let code = json!({ "anyOf": [{ "enum": codes }, { "type": "string", "pattern": "\\S" }] });
    list(&code, "What `closer check` finds about it that is meant so. Changes no advice.")
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

fn action() -> Value {
    let boldness = json!({
        "type": "integer", "minimum": 1, "maximum": 5,
        "description": "1 gentle to 5 bold; for people, never for the ranking.",
    });
    let mut action = table(
        "Something a candidate can do, or had better leave alone.",
        [
            ("moment", refer_as("moment-id", "When it is done.")),
            ("title", text("What to do, in a few words.")),
            ("say", text("A line to say, word for word.")),
            ("quotes", refer_as("citation", "The source's row that the line is quoted from.")),
            ("why", text("Why it helps, in general. Only a mistake can do without.")),
            ("group", refer_as("group-id", "The group it competes in.")),
            ("never_with", list(&refer("action-id"), "Actions that must never lead together with it.")),
            ("boldness", boldness),
            ("mistake", truth("It is something to leave alone.")),
            ("instead", text("What to do in place of the mistake.")),
            ("sources", refer("citations")),
            ("accept", accept()),
        ],
        &["moment", "title"],
    );
    set(&mut action, "dependencies", json!({ "quotes": ["say"] }));
    let mistake = json!({ "properties": { "mistake": { "const": true } }, "required": ["mistake"] });
    set(&mut action, "if", beside(mistake));
    set(&mut action, "else", beside(json!({ "required": ["why"] })));
    action
}

fn rule() -> Value {
    let weight = json!({
        "type": "integer", "minimum": 1, "maximum": 100,
        "description": "How strongly, 50 when left out. Only ranks, never decides.",
    });
    let mut rule = table(
        "One view on one action: when to do it, or when to leave it alone.",
        [
            ("id", refer_as("name", "The rule's name.")),
            ("suggest", refer_as("action-id", "The action to do.")),
            ("avoid", refer_as("action-id", "The action to leave alone. Always beats `suggest`.")),
            ("when", refer_as("condition", "The rule applies where this holds; everywhere when left out.")),
            ("unless", refer_as("condition", "The rule does not apply where this holds.")),
            ("weight", weight),
            ("because", text("The reason, said to the candidate: one short, warm sentence.")),
            ("sources", refer("citations")),
            ("accept", accept()),
        ],
        &["id", "because", "sources"],
    );
    set(&mut rule, "oneOf", json!([{ "required": ["suggest"] }, { "required": ["avoid"] }]));
    rule
}

fn disagreement() -> Value {
    let side = table(
        "What some sources say.",
        [("sources", refer("citations")), ("says", text("Their view, in a few words."))],
        &["sources", "says"],
    );
    let mut sides = list(&side, "Who says what.");
    set(&mut sides, "minItems", json!(2));
    table(
        "A difference between sources that no pair of rules shows.",
        [
            ("id", refer_as("name", "Its name.")),
            ("actions", list(&refer("action-id"), "The actions it is about.")),
            ("when", refer_as("condition", "Where it matters; everywhere when left out.")),
            ("unless", refer_as("condition", "Where it does not matter.")),
            ("note", text("What to tell the candidate.")),
            ("sides", sides),
            ("accept", accept()),
        ],
        &["id", "actions", "note", "sides"],
    )
}
