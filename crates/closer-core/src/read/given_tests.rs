//! What is known, said in every way there is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ContextError;
use crate::model::{Allowed, Context, RuleSet};

fn rules() -> RuleSet {
    RuleSet::from_toml(include_str!("../../tests/mistakes/sound.toml")).unwrap()
}

/// What a context says, fact by fact.
fn shown(rules: &RuleSet, context: &Context) -> Vec<String> {
    let facts = rules.vocabulary().facts().iter();
    facts
        .filter_map(|fact| {
            let said = context.said(fact.id)?;
            let unknown = said == &all(rules, &fact.name);
            let words = if unknown { "unknown".to_owned() } else { fact.titles_of(said) };
            Some(format!("{}: {words}", fact.name))
        })
        .collect()
}

fn all(rules: &RuleSet, fact: &str) -> Allowed {
    rules.test(fact, "unknown").unwrap().allowed
}

#[test]
fn a_struct_toml_and_json_say_the_same() {
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Setting {
        InPerson,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Bound {
        AtLeast(&'static str),
    }

    #[derive(Serialize)]
    #[expect(clippy::struct_field_names, reason = "facts have the names they have")]
    struct Known {
        went: (&'static str, &'static str),
        level: Bound,
        setting: Setting,
        next_steps_known: bool,
        interviewers: u64,
        field: Option<String>,
    }

    let rules = rules();
    let known = Known {
        went: ("unsure", "well"),
        level: Bound::AtLeast("senior"),
        setting: Setting::InPerson,
        next_steps_known: true,
        interviewers: 3,
        field: None,
    };
    let toml = r#"
        went = ["unsure", "well"]
        level = { at_least = "senior" }
        setting = "in_person"
        next_steps_known = true
        interviewers = 3
    "#;
    let json = r#"{
        "went": ["unsure", "well"], "level": { "at_least": "senior" }, "setting": "in_person",
        "next_steps_known": true, "interviewers": 3, "field": null
    }"#;
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let contexts = [
        rules.context(&known).unwrap(),
        rules.context(&value).unwrap(),
        rules.context_from_toml(toml).unwrap(),
        rules.context_from(&mut serde_json::Deserializer::from_str(json)).unwrap(),
        rules.context_from(value.clone()).unwrap(),
    ];
    let expected = [
        "interviewers: 3",
        "level: senior or above",
        "next_steps_known: yes",
        "setting: in person",
        "went: unsure or well",
    ];
    for context in contexts {
        assert_eq!(shown(&rules, &context), expected);
    }
}

#[test]
fn what_is_said_to_be_unknown_is_said() {
    let rules = rules();
    let context = rules.context_from_toml("went = \"unknown\"\ninterviewers = \"unknown\"").unwrap();
    assert_eq!(shown(&rules, &context), ["interviewers: unknown", "went: unknown"]);
    assert!(context.said(rules.vocabulary().find("level").unwrap().id).is_none());
}

#[test]
fn every_mistake_in_what_is_known_is_found() {
    let rules = rules();
    let json = serde_json::json!({
        "wnet": "well", "went": "wel", "interviewers": 51, "level": 2, "setting": [],
        "next_steps_known": "unknwon", "field": { "at_least": "other" }
    });
    let error = rules.context(&json).unwrap_err();
    let codes: Vec<&str> = error.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [
            "empty-list",
            "no-order",
            "out-of-range",
            "unknown-fact",
            "unknown-value",
            "wrong-type",
            "wrong-type"
        ]
    );
    let shown = error.to_string();
    assert!(shown.contains("error[unknown-fact]: unknown fact `wnet`; did you mean `went`?"), "{shown}");
    assert_eq!(shown.lines().count(), 7);
}

#[test]
fn values_of_every_kind_of_serde_are_understood() {
    fn said<T: Serialize>(fact: &str, value: T) -> Result<Vec<String>, String> {
        let rules = rules();
        let context = rules.context(&BTreeMap::from([(fact, value)]));
        context.map(|context| shown(&rules, &context)).map_err(|error| error.to_string())
    }

    #[derive(Serialize)]
    struct Just<T>(T);

    #[derive(Serialize)]
    struct Pair(&'static str, &'static str);

    #[derive(Serialize)]
    struct Nothing;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Other {
        Not(&'static str, &'static str),
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Below {
        Not { at_least: &'static str },
    }

    struct Bytes;

    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"well")
        }
    }

    let three = Ok(vec!["interviewers: 3".to_owned()]);
    assert_eq!(said("interviewers", 3_i8), three);
    assert_eq!(said("interviewers", 3_i16), three);
    assert_eq!(said("interviewers", 3_i32), three);
    assert_eq!(said("interviewers", 3_i64), three);
    assert_eq!(said("interviewers", 3_i128), three);
    assert_eq!(said("interviewers", 3_u8), three);
    assert_eq!(said("interviewers", 3_u16), three);
    assert_eq!(said("interviewers", 3_u32), three);
    assert_eq!(said("interviewers", 3_u128), three);
    assert_eq!(said("interviewers", Just(Some(3_u64))), three);
    assert!(said("interviewers", i128::MIN).unwrap_err().contains(&i128::MIN.to_string()));
    assert!(said("interviewers", 2.5_f32).unwrap_err().contains("a number with a point"));
    assert!(said("interviewers", '3').unwrap_err().contains("text"));
    assert!(said("went", Bytes).unwrap_err().contains("bytes"));
    assert_eq!(said("went", ()), Ok(vec![]));
    assert_eq!(said("went", Nothing), Ok(vec![]));
    assert_eq!(said("went", Pair("unsure", "well")), said("went", ["unsure", "well"]));
    assert_eq!(said("setting", Other::Not("video", "phone")), said("setting", "in_person"));
    assert_eq!(said("level", Below::Not { at_least: "mid" }), said("level", "entry"));
    // Keys are told as they would be written.
    let rules = rules();
    let keyed = |error: ContextError| error.to_string();
    let unknown = |error: &str, fact: &str| error.contains(&format!("unknown fact `{fact}`"));
    assert!(unknown(&rules.context(&BTreeMap::from([(true, 1)])).map_err(keyed).unwrap_err(), "true"));
    assert!(unknown(&rules.context(&BTreeMap::from([(7, 1)])).map_err(keyed).unwrap_err(), "7"));
}

#[test]
fn numbers_are_not_bent() {
    let rules = rules();
    let message = |json: &serde_json::Value| rules.context(json).unwrap_err().to_string();
    assert!(message(&serde_json::json!({ "interviewers": 2.0 })).contains("write it as `2`"));
    assert!(
        message(&serde_json::json!({ "interviewers": u64::MAX }))
            .contains("cannot be `18446744073709551615`")
    );
    assert!(message(&serde_json::json!({ "interviewers": -1 })).contains("cannot be `-1`"));
    assert!(message(&serde_json::json!({ "interviewers": 1e300 })).contains("a number too large to hold"));
    let whole: serde_json::Value =
        serde_json::from_str(r#"{ "interviewers": 99999999999999999999 }"#).unwrap();
    assert!(message(&whole).contains("a number too large to hold"));
    assert!(message(&serde_json::json!({ "interviewers": 0.5 })).contains("a number with a point"));
    assert!(message(&serde_json::json!(["well"])).contains("a table of facts"));
}

#[test]
fn what_cannot_be_a_table_of_facts_is_refused() {
    let rules = rules();
    let twice = r#"{ "went": "well", "went": "poorly" }"#;
    let error = rules.context_from(&mut serde_json::Deserializer::from_str(twice)).unwrap_err();
    assert_eq!(error.diagnostics[0].code, "duplicate-key");
    let bound = r#"{ "interviewers": { "at_least": 2, "at_most": 4, "at_least": 3 } }"#;
    let error = rules.context_from(&mut serde_json::Deserializer::from_str(bound)).unwrap_err();
    assert_eq!(error.diagnostics[0].code, "duplicate-key");
    assert!(error.to_string().contains("`at_least` stands twice in the test of `interviewers`"), "{error}");
    let error = rules.context_from(&mut serde_json::Deserializer::from_str("{ \"went\": ")).unwrap_err();
    assert_eq!(error.diagnostics[0].code, "syntax");
    let mut deep = serde_json::Value::from("well");
    for _ in 0..100 {
        deep = serde_json::json!([deep]);
    }
    let error = rules.context(&serde_json::json!({ "went": deep })).unwrap_err();
    assert!(error.to_string().contains("nested too deeply"), "{error}");
    assert!(rules.context(&[(vec![1], 2)].into_iter().collect::<BTreeMap<_, _>>()).is_err());
}

#[test]
fn short_texts_are_tests() {
    let rules = rules();
    for (fact, text, expected) in [
        ("level", "mid", "mid"),
        ("setting", "in_person,video", "in person or video"),
        ("setting", " in_person , video ", "in person or video"),
        ("level", ">=management", "management or executive"),
        ("level", "<=senior", "senior or below"),
        ("level", ">entry", "mid or above"),
        ("level", "<mid", "entry"),
        ("level", "mid..management", "mid, senior or management"),
        ("setting", "!phone", "in person or video"),
        ("setting", "!phone,video", "in person"),
        ("level", "!>=mid", "entry"),
        ("next_steps_known", "yes", "yes"),
        ("next_steps_known", "false", "no"),
        ("next_steps_known", "!yes", "no"),
        ("interviewers", "3", "3"),
        ("interviewers", ">=2", "2 or more"),
        ("interviewers", "2..5", "2 to 5"),
        ("interviewers", "0,2..5,>40", "0, 2 to 5 or 41 or more"),
        ("interviewers", "!1", "0 or 2 or more"),
        ("interviewers", "+3", "3"),
    ] {
        let test = rules.test(fact, text).unwrap_or_else(|found| panic!("{fact} {text}: {found:?}"));
        let fact = rules.vocabulary().find(fact).unwrap();
        assert_eq!(fact.titles_of(&test.allowed), expected, "{text}");
    }
}

#[test]
fn short_texts_that_are_wrong_say_what_would_be_right() {
    let rules = rules();
    for (fact, text, code, help) in [
        ("levle", "mid", "unknown-fact", "did you mean `level`?"),
        ("level", "middle", "unknown-value", "did you mean `mid`? the values of `level` are `entry`, `mid`,"),
        ("level", "", "empty-text", "write a value"),
        ("level", "mid,,senior", "empty-text", "write a value"),
        ("level", ">=", "empty-text", "write a value"),
        ("level", "senior..mid", "impossible-test", "`level` is one of"),
        ("level", "!entry..executive", "impossible-test", "`level` is one of"),
        ("field", ">=other", "no-order", "list the values"),
        ("next_steps_known", "maybe", "wrong-type", "write `true` or `false`"),
        ("interviewers", "many", "wrong-type", "write a whole number from 0 to 50"),
        ("interviewers", "2.5", "wrong-type", "write a whole number from 0 to 50"),
        ("interviewers", "51", "out-of-range", "write a whole number from 0 to 50"),
        ("interviewers", "99999999999999999999", "out-of-range", "write a whole number from 0 to 50"),
    ] {
        let found = rules.test(fact, text).unwrap_err();
        assert_eq!(found.code, code, "{text}: {found:?}");
        assert!(found.help.as_deref().unwrap().starts_with(help), "{text}: {found:?}");
        assert!(found.labels.is_empty() && found.fix.is_none());
    }
}
