//! JSON Schemas of the files that people write, so that editors complete and check them while they type.
//!
//! Draft 07, which every TOML tool understands. A schema says what may stand where; what the whole means is left to the reader of packs.
//! Given a pack, it knows that pack's own names, so that an editor completes `level = "mid"`.
//!
//! A schema rejects nothing that the reader takes and uses. What the reader passes over may be rejected: tests in a file of rules, which nobody would ever
//! run; what an overlay declares and then overrides itself; a translation that is out of date.

mod condition;
mod facts;
mod language;
mod layout;
mod names;
mod overlay;
mod pack;
mod properties;
mod tests;

use closer_core::{Effective, RuleSet};
use serde_json::{Map, Value, json};

pub(crate) use language::language;
pub(crate) use layout::lay_out;
pub(crate) use pack::pack;

/// The pack whose files a schema is for, or any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a>(Option<&'a Effective>);

impl<'a> Scope<'a> {
    /// Any pack, so that nothing is known of its names.
    pub(crate) const ANY: Self = Self(None);

    /// This pack; if it is an overlay, with all that it stands on.
    pub(crate) fn of(pack: &'a Effective) -> Self {
        Self(Some(pack))
    }

    fn rules(self) -> Option<&'a RuleSet> {
        self.0.map(Effective::rules)
    }

    fn can_stand_alone(self) -> bool {
        self.rules().is_none_or(|rules| rules.pack().layers.is_empty())
    }

    fn can_be_overlay(self) -> bool {
        self.rules().is_none_or(|rules| !rules.pack().layers.is_empty())
    }

    /// "The rule pack `closing`".
    fn title(self, any: &str, of_this: &str) -> String {
        self.rules().map_or(any.to_owned(), |rules| format!("{of_this} `{}`", rules.pack().name))
    }
}

/// A text that says something.
fn text(about: &str) -> Value {
    json!({ "type": "string", "pattern": "\\S", "description": about })
}

fn truth(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

fn list(of: &Value, about: &str) -> Value {
    json!({ "type": "array", "items": of, "minItems": 1, "description": about })
}

/// A closed table: what it may hold, and what it must.
fn table<K: Into<String>>(
    about: &str,
    entries: impl IntoIterator<Item = (K, Value)>,
    required: &[&str],
) -> Value {
    let entries: Map<String, Value> = entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
    let mut table = json!({
        "type": "object", "description": about, "properties": entries, "additionalProperties": false,
    });
    if !required.is_empty() {
        set(&mut table, "required", json!(required));
    }
    table
}

/// A table whose keys are names. Completion shows `kind` where one is to be written.
fn named(about: &str, kind: &str, of: &Value) -> Value {
    json!({
        "type": "object", "description": about, "propertyNames": refer("name"), "additionalProperties": of,
        "x-tombi-additional-key-label": kind,
    })
}

/// A condition on a table that is described elsewhere. It says nothing of other keys, which strict tools want to hear.
fn beside(mut condition: Value) -> Value {
    set(&mut condition, "additionalProperties", json!(true));
    condition
}

/// Adds a definition. Nothing else may have its name, as all that refers to the one would mean the other.
fn define(definitions: &mut Map<String, Value>, name: String, definition: Value) {
    let before = definitions.get(&name);
    debug_assert!(before.is_none_or(|before| *before == definition), "`{name}` is defined twice");
    definitions.insert(name, definition);
}

fn refer(to: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{to}") })
}

/// As [`refer`], with words of its own: draft 07 reads nothing beside a reference.
fn refer_as(to: &str, about: &str) -> Value {
    json!({ "allOf": [refer(to)], "description": about })
}

fn set(value: &mut Value, key: &str, to: Value) {
    if let Value::Object(map) = value {
        map.insert(key.to_owned(), to);
    }
}

/// What tells the schemas of this program from others: the version of TOML that they are for.
const TOML_VERSION: &str = "x-tombi-toml-version";

/// Whether this program has written a schema.
pub(crate) fn is_own(schema: &Value) -> bool {
    schema.get("definitions").is_some() && schema.get(TOML_VERSION).is_some()
}

/// The frame around a schema.
fn root(title: &str, mut schema: Value, definitions: Map<String, Value>) -> Value {
    set(&mut schema, "$schema", json!("http://json-schema.org/draft-07/schema#"));
    set(&mut schema, "title", json!(title));
    set(&mut schema, "definitions", Value::Object(definitions));
    // Most editors do not know what TOML 1.1 added.
    set(&mut schema, TOML_VERSION, json!("v1.0.0"));
    schema
}

#[cfg(test)]
mod tests_of_names {
    use super::*;

    /// All that a schema refers to.
    fn referred<'v>(value: &'v Value, to: &mut Vec<&'v str>) {
        match value {
            Value::Object(entries) => {
                to.extend(entries.get("$ref").and_then(Value::as_str));
                entries.values().for_each(|value| referred(value, to));
            }
            Value::Array(values) => values.iter().for_each(|value| referred(value, to)),
            _ => {}
        }
    }

    /// Making a definition twice is noticed where it is made.
    #[test]
    fn no_fact_is_called_what_a_schema_calls_something_else() {
        let facts = ["id", "bool", "range", "of-bool", "values", "used"];
        let fact = |name: &&str| format!("[facts.{name}]\nquestion = \"?\"\nvalues = [\"x\", \"y\"]\n");
        let text = format!(
            "[pack]\nname = \"p\"\nversion = \"1\"\nmoments = [\"id\"]\n[moments.id]\ntitle = \"M\"\n[sources.id]\ntitle = \"S\"\n{}\
             [facts.yes]\nquestion = \"?\"\nbool = true\n[facts.number]\nquestion = \"?\"\nrange = [1, 5]\n\
             [actions.id]\nmoment = \"id\"\ntitle = \"X\"\nwhy = \"X\"\n\
             [[rule]]\nid = \"id\"\nsuggest = \"id\"\nbecause = \"X\"\nsources = [\"id\"]\n",
            facts.iter().map(fact).collect::<String>()
        );
        let effective = Effective::from_layers([[("p.toml", text)]]).unwrap();
        for schema in [pack(Scope::of(&effective)), language(Scope::of(&effective))] {
            let definitions = schema.get("definitions").and_then(Value::as_object).unwrap();
            let mut all = Vec::new();
            referred(&schema, &mut all);
            for name in all {
                assert!(definitions.contains_key(name.trim_start_matches("#/definitions/")), "{name}");
            }
            for fact in facts {
                let made = definitions.keys().filter(|name| name.ends_with(&format!(".{fact}"))).count();
                assert!(made > 0, "{fact}");
            }
        }
    }
}
