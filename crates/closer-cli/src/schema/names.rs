//! What may be named: the ids of a pack, or any.

use closer_core::RuleSet;
use serde_json::{Map, Value, json};

use super::{Scope, list, refer, set};

/// A plain name, as the reader takes it for ids and values.
const NAME: &str = "^[a-z0-9][a-z0-9_-]*$";
const LONGEST: usize = 100;

/// The definitions of names: `name`, one for the ids of each kind, and `citations`.
pub(super) fn definitions(scope: Scope<'_>) -> Map<String, Value> {
    let mut definitions = Map::new();
    definitions.insert("name".to_owned(), any());
    for (kind, ids) in KINDS {
        let known = scope.rules().map(ids);
        definitions.insert(format!("{kind}-id"), known.map_or(refer("name"), |ids| one_of(&ids)));
    }
    let about = "The sources: an id, or an id, a hyphen and a row of it, as in `003-11`.";
    definitions.insert("citation".to_owned(), citation(scope.rules().map(sources).as_deref()));
    definitions.insert("citations".to_owned(), list(&refer("citation"), about));
    definitions
}

/// Any name.
pub(super) fn any() -> Value {
    json!({ "type": "string", "pattern": NAME, "maxLength": LONGEST })
}

/// The ids of one kind.
type Ids = for<'a> fn(&'a RuleSet) -> Vec<&'a str>;

const KINDS: [(&str, Ids); 7] = [
    ("action", |rules| rules.actions().iter().map(|action| &*action.id).collect()),
    ("disagreement", |rules| rules.disagreements().iter().map(|disagreement| &*disagreement.id).collect()),
    ("fact", |rules| rules.vocabulary().facts().iter().map(|fact| &*fact.name).collect()),
    ("group", |rules| rules.groups().iter().map(|group| &*group.id).collect()),
    ("moment", |rules| rules.moments().iter().map(|moment| &*moment.id).collect()),
    ("rule", |rules| rules.rules().iter().map(|rule| &*rule.id).collect()),
    ("source", sources),
];

/// All ids of the kind `kind`, such as `action`.
pub(super) fn ids<'a>(rules: &'a RuleSet, kind: &str) -> Vec<&'a str> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, ids)| ids(rules)).unwrap_or_default()
}

fn sources(rules: &RuleSet) -> Vec<&str> {
    rules.sources().iter().map(|source| &*source.id).collect()
}

/// One of these; nothing where there are none.
fn one_of(ids: &[&str]) -> Value {
    if ids.is_empty() { json!(false) } else { json!({ "enum": ids }) }
}

/// A source, or a row of it.
fn citation(sources: Option<&[&str]>) -> Value {
    let pattern = match sources {
        None => "^[a-z0-9]".to_owned(),
        Some([]) => return json!(false),
        Some(ids) => format!("^({})(-.+)?$", ids.join("|")),
    };
    let mut citation = json!({ "type": "string", "pattern": pattern });
    if let Some(ids) = sources {
        // What completion offers: a row can be anything.
        set(&mut citation, "examples", json!(ids));
    }
    citation
}
