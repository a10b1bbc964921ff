//! JSON Schemas of the files that people write, so that editors complete and check them while they type.
//!
//! Draft 07, which every TOML tool understands. A schema says what may stand where; what the whole means is left to the reader of packs.
//! Given a pack, it knows that pack's own names, so that an editor completes `level = "mid"`.

mod condition;
mod language;
mod pack;
mod test;

use closer_core::RuleSet;
use serde_json::{Map, Value, json};

pub(crate) use language::language;
pub(crate) use pack::pack;

/// What a name may look like.
const NAME: &str = "^[a-z0-9][a-z0-9_-]*$";

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
fn table<const N: usize>(about: &str, entries: [(&str, Value); N], required: &[&str]) -> Value {
    let entries: Map<String, Value> =
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut table = json!({
        "type": "object", "description": about, "properties": entries, "additionalProperties": false,
    });
    if !required.is_empty() {
        set(&mut table, "required", json!(required));
    }
    table
}

/// A table whose keys are names.
fn named(about: &str, of: &Value) -> Value {
    json!({
        "type": "object", "description": about,
        "propertyNames": { "pattern": NAME }, "additionalProperties": of,
    })
}

fn set(value: &mut Value, key: &str, to: Value) {
    if let Value::Object(map) = value {
        map.insert(key.to_owned(), to);
    }
}

/// Names of one kind: those of the pack, or any.
fn names<'a>(known: Option<impl Iterator<Item = &'a str>>, about: &str) -> Value {
    match known {
        Some(names) => json!({ "enum": names.collect::<Vec<_>>(), "description": about }),
        None => json!({ "type": "string", "pattern": NAME, "description": about }),
    }
}

fn action(rules: Option<&RuleSet>, about: &str) -> Value {
    names(rules.map(|rules| rules.actions().iter().map(|action| &*action.id)), about)
}

/// A source, or a row of it.
fn citations(rules: Option<&RuleSet>) -> Value {
    let about = "The sources: an id, or an id, a hyphen and a row of it, as in `003-11`.";
    let pattern = match rules {
        Some(rules) => {
            let ids: Vec<&str> = rules.sources().iter().map(|source| &*source.id).collect();
            format!("^({})(-.+)?$", ids.join("|"))
        }
        None => "^[a-z0-9]".to_owned(),
    };
    list(&json!({ "type": "string", "pattern": pattern }), about)
}

/// The frame around a schema.
fn root(title: &str, mut schema: Value, definitions: Value) -> Value {
    set(&mut schema, "$schema", json!("http://json-schema.org/draft-07/schema#"));
    set(&mut schema, "title", json!(title));
    set(&mut schema, "definitions", definitions);
    // Most editors do not know what TOML 1.1 added.
    set(&mut schema, "x-tombi-toml-version", json!("v1.0.0"));
    schema
}
