//! What is known, from formats that have more than JSON has.
#![allow(clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::{Context, ContextError, RuleSet};
use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value, json};

/// A value as some formats hand it over.
#[derive(Debug, Clone)]
enum Odd {
    /// `Some(value)`.
    Optional(Value),
    /// `Name(value)`.
    Named(Value),
    Bytes,
    Number,
}

impl<'de> Deserializer<'de> for Odd {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Optional(value) => visitor.visit_some(value),
            Self::Named(value) => visitor.visit_newtype_struct(value),
            Self::Bytes => visitor.visit_bytes(&[0xff]),
            Self::Number => visitor.visit_u64(7),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Odd {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn rules() -> RuleSet {
    RuleSet::from_toml(include_str!("mistakes/sound.toml")).unwrap()
}

/// All that is known, or what is wrong.
fn told(rules: &RuleSet, read: Result<Context, ContextError>) -> Result<Vec<String>, String> {
    let said = |context: Context| {
        let facts = rules.vocabulary().facts().iter();
        facts.map(|fact| format!("{}: {:?}", fact.name, context.said(fact.id))).collect()
    };
    read.map(said).map_err(|error| error.to_string())
}

#[test]
fn what_values_stand_within_means_nothing() {
    let rules = rules();
    for value in [
        json!("well"),
        json!("wel"),
        json!(["well", "unsure"]),
        json!({ "at_most": "unsure" }),
        json!("unknown"),
        json!(null),
        json!(3),
    ] {
        let plain = told(&rules, rules.context_from(json!({ "went": value, "interviewers": 3 })));
        for within in [Odd::Optional, Odd::Named] {
            // At the beginning and after what is as it is elsewhere, of a fact and of what is none.
            let entries = [("went", within(value.clone())), ("interviewers", within(json!(3)))];
            for entries in [entries.clone(), [entries[1].clone(), entries[0].clone()]] {
                let odd = rules.context_from(MapDeserializer::new(entries.into_iter()));
                assert_eq!(told(&rules, odd), plain);
            }
            let whole = json!({ "went": value, "interviewers": 3 });
            assert_eq!(told(&rules, rules.context_from(within(whole))), plain);
        }
    }
    for within in [Odd::Optional, Odd::Named] {
        let plain = told(&rules, rules.context_from(json!({ "wnet": "well" })));
        let odd = rules.context_from(MapDeserializer::new([("wnet", within(json!("well")))].into_iter()));
        assert_eq!(told(&rules, odd), plain);
    }
}

/// The words say what is expected in its place.
#[test]
fn what_cannot_be_read() {
    let rules = rules();
    let is_said = |read: Result<Context, ContextError>, expected: &str| {
        let found = read.unwrap_err().diagnostics;
        let messages: Vec<&str> = found.iter().map(|found| &*found.message).collect();
        assert_eq!(messages, [format!("what is known cannot be read: invalid {expected}")]);
    };
    is_said(rules.context_from(Odd::Bytes), "type: byte array, expected plain data");
    for name in ["went", "wnet"] {
        let bytes = MapDeserializer::new([(name, Odd::Bytes)].into_iter());
        is_said(rules.context_from(bytes), "type: byte array, expected plain data");
        // Whatever stands before it.
        let nested = [("wnet", Odd::Optional(json!(1))), (name, Odd::Bytes)];
        is_said(
            rules.context_from(MapDeserializer::new(nested.into_iter())),
            "type: byte array, expected plain data",
        );
    }
    let key = |key: Odd| rules.context_from(MapDeserializer::new([(key, Odd::Number)].into_iter()));
    is_said(key(Odd::Number), "type: integer `7`, expected a string");
    is_said(key(Odd::Bytes), "value: byte array, expected a string");
}
