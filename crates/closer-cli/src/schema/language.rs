//! Language files.

use closer_core::RuleSet;
use closer_core::model::{Action, Fact, Kind, Source};
use serde_json::{Map, Value, json};

use super::facts::NUMBER;
use super::names;
use super::{Scope, define, named, refer, refer_as, root, set, table, text};

/// The schema of language files. With a pack it knows what there is to translate.
pub(crate) fn language(scope: Scope<'_>) -> Value {
    let rules = scope.rules();
    let mut definitions = definitions(scope);
    let mut share = |(name, definition): (String, Value)| {
        let shared = refer(&name);
        define(&mut definitions, name, definition);
        shared
    };
    let facts = rules.map(|rules| rules.vocabulary().facts());
    let facts = things(
        "Facts.",
        "fact",
        facts,
        |it| &it.name,
        |it| fact(&it.map_or_else(any_values, |it| share(by_value(it)))),
    );
    let moments = rules.map(RuleSet::moments);
    let moments = things("Moments.", "moment", moments, |it| &it.id, |_| refer("titled"));
    let groups = rules.map(RuleSet::groups);
    let groups = things("Groups.", "group", groups, |it| &it.id, |_| refer("titled"));
    let sources = rules.map(RuleSet::sources);
    let has_author = |it: &Source, key: &str| key != "author" || it.author.is_some();
    let sources = things("Sources.", "source", sources, |it| &it.id, |it| share(SOURCE.of(it, has_author)));
    let actions = rules.map(RuleSet::actions);
    let actions = things("Actions.", "action", actions, |it| &it.id, |it| share(ACTION.of(it, has)));
    let reasons = rules.map(RuleSet::rules);
    let reasons = things("Rules.", "rule", reasons, |it| &it.id, |_| refer("rule"));
    let disagreements = rules.map(RuleSet::disagreements);
    let disagreements = things(
        "Disagreements.",
        "disagreement",
        disagreements,
        |it| &it.id,
        |it| share(disagreement(it.map(|it| it.sides.len()))),
    );
    let file = table(
        "A translation of a pack, or of a part of it.",
        [
            ("language", text("The language, as in `de`.")),
            ("pack", text("The pack that it translates.")),
            ("title", refer_as("text", "What to call the pack.")),
            ("words", refer("words")),
            ("facts", facts),
            ("moments", moments),
            ("groups", groups),
            ("sources", sources),
            ("actions", actions),
            ("rules", reasons),
            ("disagreements", disagreements),
        ],
        &["language", "pack"],
    );
    root(&scope.title("A translation", "A translation of the rule pack"), file, definitions)
}

fn definitions(scope: Scope<'_>) -> Map<String, Value> {
    let place = |times: usize| "\\{\\}[\\s\\S]*".repeat(times);
    let mut definitions = Map::from_iter(
        [
            ("text", translated("\\S")),
            ("text-with-place", translated(&place(1))),
            ("text-with-two-places", translated(&place(2))),
            ("words", words()),
            ("question", refer_as("text", "What to ask a person.")),
            (
                "phrase",
                refer_as("text-with-place", "Half a sentence for all values; `{}` stands for their titles."),
            ),
            (
                "titled",
                table("A thing with a title.", [("title", refer_as("text", "What to call it."))], &[]),
            ),
            (
                "rule",
                table("A rule.", [("because", refer_as("text", "The reason, said to the candidate."))], &[]),
            ),
        ]
        .map(|(name, definition)| (name.to_owned(), definition)),
    );
    if scope.rules().is_none() {
        definitions.insert("name".to_owned(), names::any());
    }
    definitions
}

/// A text, perhaps beside the one that it was translated from.
fn translated(pattern: &str) -> Value {
    let to = json!({ "type": "string", "pattern": pattern, "description": "The translation." });
    let from = text("The pack's own words. When they change, the translation is reported as stale.");
    let both =
        table("A text, and what it was translated from.", [("from", from), ("to", to.clone())], &["to"]);
    json!({ "anyOf": [to, both] })
}

/// All things of a kind: those of a pack by their ids, or any.
fn things<T>(
    about: &str,
    kind: &str,
    known: Option<&[T]>,
    id: impl Fn(&T) -> &str,
    mut of: impl FnMut(Option<&T>) -> Value,
) -> Value {
    match known {
        Some(things) => table(about, things.iter().map(|thing| (id(thing), of(Some(thing)))), &[]),
        None => named(about, kind, &of(None)),
    }
}

/// The texts that things of a kind may have, and what they are.
struct Texts {
    kind: &'static str,
    about: &'static str,
    all: &'static [(&'static str, &'static str)],
}

const ACTION: Texts = Texts {
    kind: "action",
    about: "An action.",
    all: &[
        ("title", "What to do, in a few words."),
        ("say", "A line to say, as one would say it in this language."),
        ("why", "Why it helps."),
        ("instead", "What to do in place of the mistake."),
    ],
};

const SOURCE: Texts = Texts {
    kind: "source",
    about: "A source.",
    all: &[("title", "Its title."), ("author", "Who wrote it.")],
};

impl Texts {
    /// The name and the definition of what can be said for a thing, which others with the same texts share; or for any.
    fn of<T>(&self, thing: Option<&T>, has: impl Fn(&T, &str) -> bool) -> (String, Value) {
        let said = self.all.iter().filter(|(key, _)| thing.is_none_or(|thing| has(thing, key)));
        let name: Vec<&str> = [self.kind].into_iter().chain(said.clone().map(|(key, _)| *key)).collect();
        let texts = said.map(|(key, about)| (*key, refer_as("text", about)));
        (name.join("-"), table(self.about, texts, &[]))
    }
}

/// Whether an action has a text.
fn has(action: &Action, key: &str) -> bool {
    match key {
        "say" => action.say.is_some(),
        "why" => action.why.is_some(),
        "instead" => action.instead().is_some(),
        _ => true,
    }
}

/// The translation of a fact; `texts` describes one text for each of its values.
fn fact(texts: &Value) -> Value {
    let by_value = |about: &str| json!({ "allOf": [texts], "description": about });
    table(
        "A fact.",
        [
            ("question", refer("question")),
            ("titles", by_value("A short name for each value.")),
            ("phrase", refer("phrase")),
            ("phrases", by_value("Half a sentence for single values.")),
        ],
        &[],
    )
}

/// The name and the definition of texts for the values of a fact.
fn by_value(fact: &Fact) -> (String, Value) {
    let values = || (0..fact.size()).filter_map(|position| fact.value(position));
    let of_values = || table("A text for each value.", values().map(|value| (value, refer("text"))), &[]);
    match fact.kind {
        Kind::Bool => ("texts-of-bool".to_owned(), of_values()),
        Kind::Enum { .. } => (format!("texts.{}", fact.name), of_values()),
        Kind::Int { .. } => {
            let mut texts = any_values();
            set(&mut texts, "propertyNames", json!({ "pattern": NUMBER }));
            ("texts-of-range".to_owned(), texts)
        }
    }
}

fn any_values() -> Value {
    json!({ "type": "object", "description": "A text for each value.", "additionalProperties": refer("text") })
}

/// The name and the definition of a disagreement with this many sides, or of any.
fn disagreement(sides: Option<usize>) -> (String, Value) {
    let about = "The views, in the order of the pack.";
    let mut views = json!({ "type": "array", "items": refer("text"), "description": about });
    if let Some(sides) = sides {
        set(&mut views, "maxItems", json!(sides));
    }
    let note = refer_as("text", "What to tell the candidate.");
    let name = sides.map_or("disagreement".to_owned(), |sides| format!("disagreement-of-{sides}"));
    (name, table("A disagreement.", [("note", note), ("sides", views)], &[]))
}

/// The small words between phrases.
fn words() -> Value {
    let word = |(name, english): (&'static str, &str)| {
        let text = match english.matches("{}").count() {
            0 => "text",
            1 => "text-with-place",
            _ => "text-with-two-places",
        };
        (name, refer_as(text, &format!("In English: `{english}`.")))
    };
    let words = [
        ("or", "or"),
        ("and", "and"),
        ("and_last", ", and"),
        ("or_else", "; or"),
        ("either", "either {}"),
        ("or_above", "{} or above"),
        ("or_below", "{} or below"),
        ("or_more", "{} or more"),
        ("at_most", "at most {}"),
        ("from_to", "{} to {}"),
        ("is", "{} is {}"),
        ("yes", "yes"),
        ("no", "no"),
    ];
    table("The small words between phrases.", words.map(word), &[])
}
