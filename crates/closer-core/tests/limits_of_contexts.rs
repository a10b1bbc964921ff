//! What is known comes from web forms, too: each limit of a context holds exactly, whichever way it is read.
#![allow(clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;

use closer_core::{Diagnostic, Limits, RuleSet};
use serde_json::{Value, json};

fn within(set: impl Fn(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    set(&mut limits);
    limits
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|found| found.code).collect()
}

/// What is complained of when the same is read as a value, straight from JSON, and from TOML.
fn refused(rules: &RuleSet, known: &Value, limits: Limits) -> [Vec<&'static str>; 3] {
    let json = known.to_string();
    let mut json = serde_json::Deserializer::from_str(&json);
    // A key on each line.
    let mut toml = String::new();
    for (key, value) in known.as_object().unwrap() {
        writeln!(toml, "{key} = {}", value.to_string().replace("\":", "\" = ")).unwrap();
    }
    [
        rules.context_within(known, limits).map_or_else(|error| codes(&error.diagnostics), |_| Vec::new()),
        rules
            .context_from_within(&mut json, limits)
            .map_or_else(|error| codes(&error.diagnostics), |_| Vec::new()),
        rules
            .context_from_toml_within(&toml, limits)
            .map_or_else(|error| codes(&error.diagnostics), |_| Vec::new()),
    ]
}

#[test]
fn values_lists_and_tables_are_counted_together() {
    let rules = RuleSet::closing();
    // A value; a list and two values; a table and a value; a table, a list, and two values.
    let known = json!({
        "went": "well",
        "setting": ["in_person", "video"],
        "interviewers": { "at_least": 2 },
        "level": { "not": ["entry", "executive"] },
    });
    let [value, json, toml] = refused(&rules, &known, within(|limits| limits.said = 10));
    assert_eq!([value, json, toml], [[""; 0]; 3]);
    assert_eq!(refused(&rules, &known, within(|limits| limits.said = 9)), [["too-large"]; 3]);
    // Nothing is always little enough.
    assert_eq!(refused(&rules, &json!({}), within(|limits| limits.said = 0)), [[""; 0]; 3]);
}

/// What is said twice in the same words is one complaint, and takes the room of one.
#[test]
fn the_same_mistake_twice_is_one_complaint() {
    let rules = RuleSet::closing();
    let twice = r#"{ "wend": "well", "wend": "well" }"#;
    let mut twice = serde_json::Deserializer::from_str(twice);
    let error = rules.context_from_within(&mut twice, within(|limits| limits.complaints = 1)).unwrap_err();
    assert_eq!(codes(&error.diagnostics), ["unknown-fact"]);
}

/// What fits is read as ever, mistakes and all; what does not is said once, and nothing follows from it.
#[test]
fn what_is_too_large_is_said_once() {
    let rules = RuleSet::closing();
    let made_up: Value =
        (0..50).map(|at| (format!("key{at}"), json!(at))).collect::<serde_json::Map<_, _>>().into();
    assert_eq!(refused(&rules, &made_up, within(|limits| limits.said = 50)), [["unknown-fact"; 50]; 3]);
    assert_eq!(refused(&rules, &made_up, within(|limits| limits.said = 49)), [["too-large"]; 3]);

    let few = within(|limits| limits.complaints = 49);
    for told in refused(&rules, &made_up, few) {
        assert_eq!((told.len(), told.last()), (50, Some(&"too-large")));
    }
    let text = "went = 'well' # Splendid.";
    assert!(rules.context_from_toml_within(text, within(|limits| limits.bytes = text.len())).is_ok());
    let error =
        rules.context_from_toml_within(text, within(|limits| limits.bytes = text.len() - 1)).unwrap_err();
    assert_eq!(codes(&error.diagnostics), ["too-large"]);
}

/// Nobody has to think of limits to be safe from a form that never ends.
#[test]
fn there_is_a_limit_where_none_is_set() {
    let rules = RuleSet::closing();
    let most = Limits::default().said;
    let many = |number: usize| format!("{{ \"went\": [{}\"well\"] }}", "\"well\", ".repeat(number - 2));
    // As much as may be said is only strange.
    assert!(rules.context_from(&mut serde_json::Deserializer::from_str(&many(most))).is_ok());
    let text = many(most + 1);
    let told = |text: &str| {
        rules.context_from(&mut serde_json::Deserializer::from_str(text)).unwrap_err().to_string()
    };
    assert_eq!(
        told(&text),
        "error[too-large]: too much is said of one interview; at most 200000 values are read, lists and tables among them: say only what is known"
    );
    // What comes after that is not even looked at.
    assert_eq!(told(&text.replace("] }", ", ][[[ no JSON")), told(&text));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(codes(&rules.context(&value).unwrap_err().diagnostics), ["too-large"]);
    let toml = format!("went = [{}]", "'well', ".repeat(most));
    assert_eq!(codes(&rules.context_from_toml(&toml).unwrap_err().diagnostics), ["too-large"]);
}

/// Recursion ends before the stack does, in whatever format there is.
#[test]
fn nesting_has_an_end() {
    /// Lists within lists, made while they are read.
    struct Deep(usize);
    impl serde::Serialize for Deep {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0.checked_sub(1) {
                None => serializer.serialize_str("well"),
                Some(rest) => serializer.collect_seq([Deep(rest)]),
            }
        }
    }
    let rules = RuleSet::closing();
    let told = |depth: usize| {
        let known = std::collections::BTreeMap::from([("went", Deep(depth))]);
        rules.context(&known).map_or_else(|error| error.to_string(), |_| String::new())
    };
    assert_eq!(told(16), "");
    assert!(told(17).starts_with("error[nested-too-deep]"));
    assert!(told(79).starts_with("error[nested-too-deep]"));
    assert!(
        told(80).starts_with("error[syntax]: what is known cannot be read: the data is nested too deeply")
    );
    assert!(told(1_000_000).contains("the data is nested too deeply"));

    let json = |depth: usize| {
        let text = format!("{{ \"went\": {}\"well\"{} }}", "[".repeat(depth), "]".repeat(depth));
        let mut json = serde_json::Deserializer::from_str(&text);
        rules.context_from(&mut json).map_or_else(|error| error.to_string(), |_| String::new())
    };
    assert_eq!(json(16), "");
    assert!(json(17).starts_with("error[nested-too-deep]"));
    assert!(json(80).contains("the data is nested too deeply"));
    assert!(json(1_000_000).contains("the data is nested too deeply"));
    let toml = format!("went = {}'well'{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(rules.context_from_toml(&toml).unwrap_err().to_string().contains("error[syntax]"));
}
