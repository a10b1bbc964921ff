//! What a condition asks for, one thing after the other, and what stands in its way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where a program may not")]

use closer_core::space::Status::{self, Fails, Holds, Open};
use closer_core::{Goal, Program, Requirement, RuleCheck};
use serde_json::{Value as Json, json};

/// The rule under test, held against what is known.
fn check(when: &str, known: &Json) -> (Program, RuleCheck) {
    let pack = format!(
        r#"
        pack = {{ name = "asked", version = "1.0.0", title = "Asked", moments = ["now"] }}
        moments.now = {{ title = "Now", when = {{ here = true }} }}
        sources.us.title = "Us"
        facts.here = {{ question = "Here?", bool = true, phrases = {{ true = "you are here", false = "you are away" }} }}
        facts.late = {{ question = "Late?", bool = true, phrases = {{ true = "it is late", false = "it is early" }} }}
        facts.cold = {{ question = "Cold?", bool = true, phrases = {{ true = "it is cold", false = "it is warm" }} }}
        facts.loud = {{ question = "Loud?", bool = true, ask_first = true, phrases = {{ true = "it is loud", false = "it is quiet" }} }}
        facts.mood = {{ question = "Mood?", values = ["a", "b", "c"] }}
        actions.go = {{ moment = "now", title = "Go", why = "So." }}
        [[rule]]
        id      = "go"
        suggest = "go"
        when    = {when}
        because = "So."
        sources = ["us"]
        "#
    );
    let program = Program::from_toml(&pack).unwrap();
    let check = program.explain_rule(&program.context(known).unwrap(), "go").unwrap().check;
    (program, check)
}

/// What the rule asks for: in words, whether it is so, and the facts on account of which.
fn asked(when: &str, known: &Json) -> Vec<(String, Status, Vec<String>)> {
    let (program, check) = check(when, known);
    let one = |one: Requirement<'_>| {
        (one.words, one.status, one.tests.iter().map(|test| test.fact.to_string()).collect())
    };
    check.requirements(program.rules().words()).into_iter().map(one).collect()
}

/// What stands in the way of the rule's own condition, in words.
fn missing(when: &str, known: &Json) -> Vec<String> {
    let (_, check) = check(when, known);
    check.when.obstacles().iter().map(|obstacle| obstacle.needed_words().to_owned()).collect()
}

fn one(words: &str, status: Status, tests: &[&str]) -> (String, Status, Vec<String>) {
    (words.to_owned(), status, tests.iter().map(|fact| (*fact).to_owned()).collect())
}

#[test]
fn what_the_moment_asks_for_comes_first_and_then_one_thing_after_the_other() {
    let when = "{ late = true, not = { cold = true } }";
    assert_eq!(
        asked(when, &json!({ "here": true, "cold": true })),
        [
            one("you are here", Holds, &["here"]),
            one("it is late", Open, &["late"]),
            one("it is warm", Fails, &["cold"]),
        ]
    );
}

#[test]
fn neither_asks_for_the_opposite_of_each() {
    let when = "{ not = { any = [{ late = true }, { cold = true }] } }";
    assert_eq!(
        asked(when, &json!({ "here": true, "late": false }))[1..],
        [one("it is early", Holds, &["late"]), one("it is warm", Open, &["cold"])]
    );
}

#[test]
fn one_of_several_is_one_thing_on_account_of_those_that_are_so_or_else_of_all() {
    // What must not be so stands beside what must.
    let either = "{ any = [{ late = true }, { not = { cold = true } }] }";
    let words = "either it is late or it is warm";
    let asked_for = |known: &Json| asked(either, known)[1].clone();
    assert_eq!(asked_for(&json!({ "cold": false, "late": false })), one(words, Holds, &["cold"]));
    assert_eq!(asked_for(&json!({ "cold": true })), one(words, Open, &["late", "cold"]));
    assert_eq!(asked_for(&json!({ "cold": true, "late": false })), one(words, Fails, &["late", "cold"]));
    // Of "not both" one is the opposite, and of what must not be so under it the other.
    let not_both = "{ not = { late = true, not = { cold = true } } }";
    let words = "either it is early or it is cold";
    let asked_for = |known: &Json| asked(not_both, known)[1].clone();
    assert_eq!(asked_for(&json!({ "late": false, "cold": false })), one(words, Holds, &["late"]));
    assert_eq!(asked_for(&json!({ "cold": true })), one(words, Holds, &["cold"]));
    assert_eq!(asked_for(&json!({ "late": true, "cold": false })), one(words, Fails, &["late", "cold"]));
}

#[test]
fn what_is_so_counts_only_where_the_whole_rests_on_it() {
    let either = "{ any = [{ cold = true }, { late = true, loud = true }] }";
    let tests = |when: &str, known: &Json| asked(when, known)[1].2.clone();
    assert_eq!(tests(either, &json!({ "cold": true, "late": true, "loud": false })), ["cold"]);
    assert_eq!(tests(either, &json!({ "cold": true, "late": true, "loud": true })), ["cold", "late", "loud"]);
    assert_eq!(tests(either, &json!({ "cold": false, "late": true })), ["cold", "loud"]);
    // What may be so, too, is not what it rests on.
    let perhaps = "{ any = [{ cold = true }, { mood = 'a' }] }";
    assert_eq!(tests(perhaps, &json!({ "cold": true, "mood": ["a", "b"] })), ["cold"]);
    let both = "{ any = [{ late = true }, { cold = true }, { any = [{ loud = true }, { late = true }], cold = false }] }";
    assert_eq!(tests(both, &json!({ "late": false, "loud": true, "cold": true })), ["cold"]);
    // It is so whether loud or not, by both alternatives together.
    let together = "{ any = [{ late = true, loud = true }, { late = true, loud = false }, { late = false, cold = true }] }";
    assert_eq!(tests(together, &json!({ "late": true, "cold": true })), ["late", "late"]);
    let by_halves = "{ any = [{ mood = 'a', late = true }, { mood = 'b', late = true }] }";
    assert_eq!(
        tests(by_halves, &json!({ "late": true, "mood": ["a", "b"] })),
        ["mood", "late", "mood", "late"]
    );
    let one_of_two = "{ any = [{ mood = 'a' }, { mood = 'b' }] }";
    assert_eq!(tests(one_of_two, &json!({ "mood": ["a", "b"] })), ["mood", "mood"]);
    assert_eq!(tests("{ any = [{ mood = 'a' }, { mood = ['b', 'c'] }] }", &json!({})), [""; 0]);
    let in_the_way =
        "{ any = [{ cold = true }, { any = [{ late = true }, { loud = true }], all = [{ cold = true }] }] }";
    assert_eq!(tests(in_the_way, &json!({ "cold": false, "late": true, "loud": false })), ["cold", "cold"]);
}

#[test]
fn what_stands_in_the_way_is_said_as_it_would_have_to_be() {
    let when = "{ late = true, not = { any = [{ cold = true }, { not = { loud = true } }] } }";
    assert_eq!(missing(when, &json!({})), ["it is late", "it is warm", "it is loud"]);
    assert_eq!(missing(when, &json!({ "late": true, "cold": true, "loud": true })), ["it is warm"]);
    assert_eq!(
        missing(when, &json!({ "late": false, "cold": false, "loud": false })),
        ["it is late", "it is loud"]
    );
    assert_eq!(missing(when, &json!({ "late": true, "cold": false, "loud": true })), [""; 0]);
}

#[test]
fn what_a_person_thinks_of_first_is_said_first() {
    let (program, _) = check("{ late = true, loud = true, cold = true }", &json!({}));
    let context = program.context(&json!({ "here": true })).unwrap();
    let words = "it is loud, it is cold, and it is late";
    assert_eq!(program.advise(&context).depends[0].only_if_words.as_deref(), Some(words));
    assert_eq!(program.explain_rule(&context, "go").unwrap().holds_if_words.as_deref(), Some(words));
    assert_eq!(program.changes_for(&context, "go", Goal::Suggested).unwrap().sets[0].words, words);
}
