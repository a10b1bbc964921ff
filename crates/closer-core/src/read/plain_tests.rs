//! The quick road and the slow one say the same, of what is plain, of what is not, and of what is no JSON at all.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde::de::{DeserializeSeed, Deserializer};

use super::ContextError;
use super::given::unreadable;
use super::limits::Limits;
use super::node::Reading;
use super::room::Room;
use crate::model::{Allowed, Context, RuleSet};
use crate::space::Bounds;
use crate::text::Diagnostic;

/// A context in full, or what is wrong.
type Told = Result<(Bounds, Vec<Option<Allowed>>), Vec<Diagnostic>>;

/// A small pack, in which `unknown` is a value of one fact.
fn rules() -> RuleSet {
    let more = "[facts.mood]\nquestion = 'How are they?'\nvalues = ['good', 'unknown']\n";
    RuleSet::from_toml(&[include_str!("../../tests/mistakes/sound.toml"), more].concat()).unwrap()
}

fn told(rules: &RuleSet, context: Result<Context, ContextError>) -> Told {
    let facts = rules.vocabulary().facts().iter();
    let said =
        |known: Context| (known.bounds().clone(), facts.map(|fact| known.said(fact.id).cloned()).collect());
    context.map(said).map_err(|error| error.diagnostics)
}

/// By way of a tree of the whole, as before there was a quick road.
fn slowly<'de, D: Deserializer<'de>>(rules: &RuleSet, known: D) -> Told {
    let room = Room::new(Limits::default());
    let node = Reading::within(&room).deserialize(known).map_err(|why| unreadable(&why));
    told(rules, node.and_then(|node| rules.context_of(&node, Limits::default())))
}

/// Each way to read gives what the slow one gives; `context` still knows something else. Whether it is sound.
fn hold(rules: &RuleSet, context: &mut Context, text: &str) -> bool {
    let json = || serde_json::Deserializer::from_str(text);
    let slow = slowly(rules, &mut json());
    assert_eq!(told(rules, rules.context_from(&mut json())), slow, "{text}");
    let again = rules.read_context(context, &mut json()).map(|()| context.clone());
    if again.is_err() {
        let nothing = told(rules, Ok(Context::unknown(rules.vocabulary())));
        assert_eq!(told(rules, Ok(context.clone())), nothing, "{text}");
    }
    assert_eq!(told(rules, again), slow, "{text}");
    let mut bytes = serde_json::Deserializer::from_slice(text.as_bytes());
    assert_eq!(told(rules, rules.context_from(&mut bytes)), slow, "{text}");
    let sound = slow.is_ok();
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        let slow = slowly(rules, value.clone());
        assert_eq!(told(rules, rules.context_from(&value)), slow, "{text}");
        assert_eq!(told(rules, rules.context_from(value)), slow, "{text}");
    }
    sound
}

const KEYS: [&str; 12] = [
    "went",
    "level",
    "field",
    "setting",
    "next_steps_known",
    "interviewers",
    "mood",
    "mood",
    "levl",
    "",
    "wen\\u0074",
    "a_name_of_no_fact",
];

/// Values by fact, so that most of what is made is plain.
const PLAIN: [&str; 12] = [
    "\"well\"",
    "\"mid\"",
    "\"other\"",
    "\"video\"",
    "true",
    "3",
    "\"good\"",
    "\"unknown\"",
    "null",
    "\"mid\"",
    "\"poorly\"",
    "null",
];

const ANY: [&str; 38] = [
    "null",
    "true",
    "false",
    "\"true\"",
    "\"unknown\"",
    "\"wel\\u006c\"",
    "\"good\"",
    "\"wel\"",
    "\"\"",
    "\"3\"",
    "0",
    "-0",
    "1",
    "50",
    "51",
    "-1",
    "1e1",
    "2.0",
    "2.5",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "[]",
    "{}",
    "[\"well\",\"unsure\"]",
    "[1,1,2]",
    "[true]",
    "{\"not\":\"phone\"}",
    "{\"at_least\":\"mid\"}",
    "{\"at_least\":2,\"less_than\":9}",
    "{\"at_lest\":1}",
    "{\"not\":{\"not\":[null]}}",
    "[{\"at_most\":1},7]",
    "[[[\"mid\"]]]",
    "{\"not\":1,\"at_least\":1}",
];

fn entry() -> impl Strategy<Value = String> {
    let plain = (0..KEYS.len()).prop_map(|at| format!("\"{}\":{}", KEYS[at], PLAIN[at]));
    let any = (select(&KEYS[..]), select(&ANY[..])).prop_map(|(key, value)| format!("\"{key}\": {value}"));
    prop_oneof![4 => plain, 1 => any]
}

/// A table of facts as JSON.
fn table() -> impl Strategy<Value = String> {
    proptest::collection::vec(entry(), 0..9).prop_map(|entries| format!("{{{}}}", entries.join(",")))
}

#[test]
fn both_roads_lead_to_the_same() {
    let rules = rules();
    let config = Config { failure_persistence: None, ..Config::with_cases(4_000) };
    let mut context = Context::unknown(RuleSet::closing().vocabulary());
    for text in
        ANY.into_iter().chain(["", "{", "[{}]", "{1:2}", "{\"went\"}", "{\"went\":}", "{\"went\":\"well\",}"])
    {
        hold(&rules, &mut context, text);
    }
    let mut context = rules.context_from_toml("went = 'well'\ninterviewers = 3").unwrap();
    let mut runner = TestRunner::new(config);
    let (mut sound, mut refused) = (0, 0);
    let cases = (table(), any::<Option<Index>>());
    for _ in 0..4_000 {
        let (text, cut) = cases.new_tree(&mut runner).unwrap().current();
        *(if hold(&rules, &mut context, &text) { &mut sound } else { &mut refused }) += 1;
        // The text ends too early; all of it is ASCII.
        hold(&rules, &mut context, cut.map_or("", |cut| &text[..cut.index(text.len())]));
    }
    assert!(sound > 200 && refused > 200, "{sound} {refused}");
}

#[test]
fn a_name_is_found_wherever_the_guess_leads() {
    // All of these have the same length, and the same letters at both ends.
    let facts: Vec<String> = (100..400)
        .map(|at| format!("[facts.is_it_so_{at}_or_is_it_not]\nquestion = 'Is it?'\nbool = true\n"))
        .collect();
    let rules =
        RuleSet::from_toml(&[include_str!("../../tests/mistakes/sound.toml"), &facts.concat()].concat())
            .unwrap();
    for fact in rules.vocabulary().facts() {
        assert_eq!(rules.vocabulary().find(&fact.name).map(|found| found.id), Some(fact.id));
    }
    for name in ["", "is_it_so_400_or_is_it_not", "is_it_so", "wenT", "zzz"] {
        assert!(rules.vocabulary().find(name).is_none(), "{name}");
    }
}
