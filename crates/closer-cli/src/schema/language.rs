//! Language files.

use closer_core::RuleSet;
use closer_core::model::{Fact, Kind};
use serde_json::{Map, Value, json};

use super::{NAME, list, root, table, text};

/// The schema of language files. With a pack it knows what there is to translate.
pub(crate) fn language(rules: Option<&RuleSet>) -> Value {
    let things = |about: &str, ids: Option<Vec<&str>>, of: &str| {
        let of = json!({ "$ref": format!("#/definitions/{of}") });
        match ids {
            None => json!({ "type": "object", "description": about, "additionalProperties": of }),
            Some(ids) => known(about, ids.into_iter().map(|id| (id.to_owned(), of.clone()))),
        }
    };
    let facts = match rules {
        None => json!({ "type": "object", "additionalProperties": fact(None) }),
        Some(rules) => {
            let facts = rules.vocabulary().facts().iter();
            known("Facts.", facts.map(|it| (it.name.to_string(), fact(Some(it)))))
        }
    };
    let file = table(
        "A translation of a pack, or of a part of it.",
        [
            (
                "language",
                json!({ "type": "string", "pattern": "^[a-z]{2,3}$", "description": "The language, as in `de`." }),
            ),
            (
                "pack",
                json!({ "type": "string", "pattern": NAME, "description": "The pack that it translates." }),
            ),
            ("title", said("What to call the pack.")),
            ("words", words()),
            ("facts", facts),
            (
                "moments",
                things("Moments.", rules.map(|it| it.moments().iter().map(|it| &*it.id).collect()), "titled"),
            ),
            (
                "groups",
                things("Groups.", rules.map(|it| it.groups().iter().map(|it| &*it.id).collect()), "titled"),
            ),
            (
                "sources",
                things("Sources.", rules.map(|it| it.sources().iter().map(|it| &*it.id).collect()), "source"),
            ),
            (
                "actions",
                things("Actions.", rules.map(|it| it.actions().iter().map(|it| &*it.id).collect()), "action"),
            ),
            (
                "rules",
                things("Rules.", rules.map(|it| it.rules().iter().map(|it| &*it.id).collect()), "rule"),
            ),
            (
                "disagreements",
                things(
                    "Disagreements.",
                    rules.map(|it| it.disagreements().iter().map(|it| &*it.id).collect()),
                    "disagreement",
                ),
            ),
        ],
        &["language", "pack"],
    );
    let definitions = json!({
        "text": {
            "anyOf": [text("The translation."), table("A text, and what it was translated from.", [
                ("from", text("The pack's own words. When they change, the translation is reported as stale.")),
                ("to", text("The translation.")),
            ], &["to"])],
        },
        "titled": table("A thing with a title.", [("title", said("What to call it."))], &[]),
        "source": table("A source.", [("title", said("Its title.")), ("author", said("Who wrote it."))], &[]),
        "action": table("An action.", [
            ("title", said("What to do, in a few words.")),
            ("say", said("A line to say, as one would say it in this language.")),
            ("why", said("Why it helps.")),
            ("instead", said("What to do in place of the mistake.")),
        ], &[]),
        "rule": table("A rule.", [("because", said("The reason, said to the candidate."))], &[]),
        "disagreement": table("A disagreement.", [
            ("note", said("What to tell the candidate.")),
            ("sides", list(&said("A view, in a few words."), "The views, in the order of the pack.")),
        ], &[]),
    });
    let title = rules.map_or("A translation".to_owned(), |rules| {
        format!("A translation of the rule pack `{}`", rules.pack().name)
    });
    root(&title, file, definitions)
}

fn said(about: &str) -> Value {
    json!({ "allOf": [{ "$ref": "#/definitions/text" }], "description": about })
}

fn known(about: &str, entries: impl Iterator<Item = (String, Value)>) -> Value {
    let entries: Map<String, Value> = entries.collect();
    json!({ "type": "object", "description": about, "properties": entries, "additionalProperties": false })
}

fn fact(fact: Option<&Fact>) -> Value {
    let by_value = |about: &str| match fact {
        Some(fact) if !matches!(fact.kind, Kind::Int { .. }) => {
            let values = (0..fact.size()).filter_map(|position| fact.value(position));
            known(about, values.map(|value| (value.to_owned(), said(value))))
        }
        _ => json!({ "type": "object", "description": about, "additionalProperties": said("In words.") }),
    };
    table(
        "A fact.",
        [
            ("question", said("What to ask a person.")),
            ("titles", by_value("A short name for each value.")),
            ("phrase", said("Half a sentence for all values; `{}` stands for their titles.")),
            ("phrases", by_value("Half a sentence for single values.")),
        ],
        &[],
    )
}

/// The small words between phrases.
fn words() -> Value {
    let word = |english: &str| said(&format!("In English: `{english}`."));
    table(
        "The small words between phrases.",
        [
            ("or", word("or")),
            ("and", word("and")),
            ("and_last", word(", and")),
            ("or_else", word("; or")),
            ("either", word("either {}")),
            ("or_above", word("{} or above")),
            ("or_below", word("{} or below")),
            ("or_more", word("{} or more")),
            ("at_most", word("at most {}")),
            ("from_to", word("{} to {}")),
            ("is", word("{} is {}")),
            ("yes", word("yes")),
            ("no", word("no")),
        ],
        &[],
    )
}
