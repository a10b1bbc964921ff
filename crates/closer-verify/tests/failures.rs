//! What a failure tells: words for what came out, and of each action concerned the rules that could have changed it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use closer_core::Program;
use closer_verify::{Failure, Outcome, Suite};

fn failure(given: &str, expected: &str) -> Failure {
    let program = Program::from_toml(include_str!("greetings.toml")).unwrap();
    let text = format!("pack = \"greetings\"\n[[test]]\nname = \"t\"\ngiven = {{ {given} }}\n{expected}\n");
    let suite = Suite::from_toml(program.rules(), &text).unwrap_or_else(|error| panic!("{error}"));
    match suite.cases()[0].run(&program) {
        Outcome::Failed(failure) => *failure,
        other => panic!("{expected}: {other:?}"),
    }
}

/// The last line of a failure: what was wanted and what came out.
fn told(given: &str, expected: &str) -> String {
    failure(given, expected).to_string().lines().last().unwrap().trim().to_owned()
}

/// The actions that are explained, each with the rules that are named, by name.
fn explained(given: &str, expected: &str) -> Vec<String> {
    let failure = failure(given, expected);
    let explained = failure.explanations.iter().map(|explanation| {
        let mut rules: Vec<&str> = explanation.rules.iter().map(|rule| &*rule.rule).collect();
        rules.sort_unstable();
        format!("{}: {}", explanation.action, rules.join(", "))
    });
    explained.collect()
}

const MERRY: &str = "mood = 'merry', cold = false";
const CALM: &str = "mood = 'calm', cold = false";

#[test]
fn a_failure_says_in_words_what_came_out() {
    assert_eq!(told(MERRY, "leads = ['wave']"), "leads wave: wanted a lead, got a spare");
    assert_eq!(told(MERRY, "spares = ['shake']"), "spares shake: wanted a spare, got a lead");
    assert_eq!(told(CALM, "spares = ['shake']"), "spares shake: wanted a spare, got silent");
    assert_eq!(told(CALM, "disputed = ['wave']"), "disputed wave: wanted disputed, got undisputed");
    assert_eq!(told(CALM, "order = ['smile', 'wave']"), "order: wanted smile, wave, got wave, smile");
    assert_eq!(told(CALM, "order = ['sing', 'shake']"), "order: wanted sing, shake, got nothing");
    assert_eq!(told(CALM, "first = 'smile'"), "first: wanted smile, got wave");
}

#[test]
fn an_action_that_is_missing_is_explained_by_the_rules_that_would_have_had_to_hold() {
    assert_eq!(explained(CALM, "suggests = ['shake']"), ["shake: shake-merry-hands, shake-warm-hands"],);
    // What avoids it and does not hold has nothing to do with it.
    assert_eq!(explained(CALM, "suggests = ['sing']"), ["sing: sing-with-the-merry"]);
    assert_eq!(explained(CALM, "avoids = ['sing']"), ["sing: no-song-in-the-cold"]);
    assert_eq!(
        explained(CALM, "depends = ['sing']"),
        ["sing: no-song-in-the-cold, sing-with-the-merry"],
        "any of its rules could have been open"
    );
}

#[test]
fn a_reason_that_is_missing_is_explained_beside_the_rules_that_hold() {
    assert_eq!(
        explained(CALM, "reasons = ['smile-at-the-merry']"),
        ["smile: smile-always, smile-at-the-merry"],
        "those that avoid it and do not hold are of no interest"
    );
}

#[test]
fn a_place_is_explained_by_what_holds_of_either_action() {
    // What does not hold cannot have moved an action that is suggested anyway.
    assert_eq!(explained(CALM, "first = 'smile'"), ["smile: smile-always", "wave: wave-always"]);
    assert_eq!(
        explained(MERRY, "order = ['wave', 'smile']"),
        ["wave: wave-always", "smile: smile-always, smile-at-the-merry"]
    );
    assert_eq!(explained(MERRY, "leads = ['wave']"), ["wave: wave-always"]);
}

#[test]
fn of_an_order_only_the_actions_that_are_missing_are_explained() {
    assert_eq!(explained(CALM, "order = ['hum', 'sing', 'smile']"), ["sing: sing-with-the-merry"]);
}

#[test]
fn an_action_that_should_be_avoided_is_explained_by_the_rules_against_it() {
    assert_eq!(
        explained(CALM, "avoids = ['smile']"),
        ["smile: no-smile-for-the-sad, no-smile-in-the-cold, smile-always"]
    );
}

#[test]
fn an_action_is_explained_once() {
    assert_eq!(explained(CALM, "suggests = ['sing']\nreasons = ['sing-with-the-merry']").len(), 1);
}
