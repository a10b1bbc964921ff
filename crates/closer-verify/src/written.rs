//! Values, conditions and contexts as they are written in TOML.

use closer_core::model::{Condition, Fact, Test, Vocabulary, Wanted};

/// A value as it is written in a condition or in what is given: `"mid"`, `["entry", "mid"]`, `{ at_least = 3 }`.
pub(crate) fn value(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Bool(truth) => truth.to_string(),
        Wanted::Value(value) => quoted(value),
        Wanted::Number(number) => number.to_string(),
        Wanted::OneOf(values) => {
            format!("[{}]", values.iter().map(value).collect::<Vec<_>>().join(", "))
        }
        Wanted::Bounds { at_least, at_most } => {
            let bound = |key: &str, bound: &Option<Box<Wanted>>| {
                bound.as_ref().map(|bound| format!("{key} = {}", value(bound)))
            };
            let bounds: Vec<String> =
                bound("at_least", at_least).into_iter().chain(bound("at_most", at_most)).collect();
            format!("{{ {} }}", bounds.join(", "))
        }
    }
}

/// A text as it is written.
pub(crate) fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

/// What a test says of its fact.
pub(crate) fn test(test: &Test, fact: &Fact) -> String {
    format!("{} = {}", fact.name, value(&Wanted::shortest(&test.allowed, fact)))
}

/// A condition, in one line.
pub(crate) fn condition(condition: &Condition, vocabulary: &Vocabulary) -> String {
    format!("{{ {} }}", parts(condition, vocabulary))
}

/// What stands between the braces of a condition.
fn parts(condition: &Condition, vocabulary: &Vocabulary) -> String {
    let list = |parts: &[Condition]| {
        let parts: Vec<String> = parts.iter().map(|part| self::condition(part, vocabulary)).collect();
        parts.join(", ")
    };
    match condition {
        Condition::Test(test) => {
            vocabulary.get(test.fact).map(|fact| self::test(test, fact)).unwrap_or_default()
        }
        Condition::Not(inner) => format!("not = {}", self::condition(inner, vocabulary)),
        Condition::Any(parts) => format!("any = [{}]", list(parts)),
        // Different facts can stand side by side.
        Condition::All(all) => {
            let mut facts: Vec<_> = all
                .iter()
                .map(|part| match part {
                    Condition::Test(test) => Some(test.fact),
                    _ => None,
                })
                .collect();
            facts.sort_unstable();
            facts.dedup();
            if facts.len() == all.len() && !facts.contains(&None) {
                all.iter().map(|part| parts(part, vocabulary)).collect::<Vec<_>>().join(", ")
            } else {
                format!("all = [{}]", list(all))
            }
        }
    }
}
