//! What a counterexample tells: what came out, why, and a test of what should.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use closer_core::Program;
use closer_core::space::Budget;
use closer_verify::{Counterexample, Proof, Suite};

fn proof(property: &str, budget: u64) -> Proof {
    let program = Program::from_toml(include_str!("greetings.toml")).unwrap();
    let text = format!("pack = \"greetings\"\n[[property]]\nname = \"p\"\n{property}\n");
    let suite = Suite::from_toml(program.rules(), &text).unwrap_or_else(|error| panic!("{error}"));
    suite.properties()[0].prove_within(&program, &mut Budget::new(budget))
}

fn broken(property: &str) -> Counterexample {
    match proof(property, u64::MAX) {
        Proof::Refuted(mut broken) if broken.len() == 1 => broken.remove(0),
        other => panic!("{property}: {other:?}"),
    }
}

/// The actions that are explained, each with the rules that are named, by name.
fn explained(property: &str) -> Vec<String> {
    let broken = broken(property);
    let explained = broken.explanations.iter().map(|explanation| {
        let mut rules: Vec<&str> = explanation.rules.iter().map(|rule| &*rule.rule).collect();
        rules.sort_unstable();
        format!("{}: {}", explanation.action, rules.join(", "))
    });
    explained.collect()
}

#[test]
fn what_is_missing_is_explained_by_what_would_do_and_by_what_is_in_the_way() {
    // Whether it is cold is not known.
    assert_eq!(
        explained("whenever = { mood = 'calm' }\nalways = ['sing']"),
        ["sing: no-song-in-the-cold, sing-with-the-merry"]
    );
    // What holds and does not help is of no interest.
    assert_eq!(
        explained("whenever = { mood = 'sad', cold = false }\nalways = ['smile']"),
        ["smile: no-smile-for-the-sad, smile-at-the-merry"]
    );
    // It is not cold, so that nothing is in the way.
    assert_eq!(
        explained("whenever = { mood = 'calm', cold = false }\nalways = ['sing']"),
        ["sing: sing-with-the-merry"]
    );
    assert_eq!(
        explained("whenever = { mood = 'calm', cold = false }\navoids = ['sing']"),
        ["sing: no-song-in-the-cold"]
    );
}

#[test]
fn what_should_not_be_is_explained_by_the_rules_that_decide() {
    assert_eq!(
        explained("whenever = { cold = false, mood = 'merry' }\nnever = ['smile']"),
        ["smile: smile-always, smile-at-the-merry"]
    );
    let broken = broken("whenever = { cold = false, mood = 'merry' }\nnever = ['smile']");
    assert_eq!(
        broken.rules.iter().map(|rule| &**rule).collect::<Vec<_>>(),
        ["smile-at-the-merry", "smile-always"]
    );
}

#[test]
fn too_few_are_told_with_those_that_are_there_and_explained_by_those_that_are_not() {
    let property = "whenever = { mood = 'merry', cold = false }\nat_least = { table = 2 }";
    let broken = broken(property);
    assert_eq!(
        broken.to_string(),
        "at_least table = 2: wanted 2 or more suggested, got sing\n  given cold=false\n  given mood=merry"
    );
    assert_eq!(
        broken.test,
        r#"[[test]]
name     = "p (at_least table = 2)"
given    = { cold = false, mood = "merry" }
suggests = ["sing", "hum"] # or others of this moment
"#
    );
    assert_eq!(explained(property), ["hum: hum-with-the-calm"]);
}

#[test]
fn what_should_come_in_place_of_too_few_is_of_the_moment_and_no_mistake() {
    // Others are silent at the door, and staring is of the moment, but a mistake.
    let broken = broken("whenever = { mood = 'sad', cold = true }\nat_least = { table = 2 }");
    assert!(broken.test.contains("suggests = [\"hum\", \"sing\"] #"), "{}", broken.test);
}

#[test]
fn of_two_that_lead_together_the_later_one_should_step_back() {
    for pair in ["'smile', 'wave'", "'wave', 'smile'"] {
        let broken =
            broken(&format!("whenever = {{ mood = 'calm', cold = false }}\nnever_together = [{pair}]"));
        assert!(broken.test.contains("spares = [\"smile\"] # or not suggested"), "{}", broken.test);
    }
}

/// Neither needs a look at any interview: one is of a group of which one leads, the other is declared.
#[test]
fn declared_rivals_never_lead_together_whatever_it_costs_to_look() {
    const LITTLE: u64 = 200;
    for rivals in ["'wave', 'shake'", "'shake', 'wave'", "'hum', 'sing'", "'sing', 'hum'"] {
        let proof = proof(&format!("never_together = [{rivals}]"), LITTLE);
        assert!(matches!(proof, Proof::Proved { .. }), "{rivals}: {proof:?}");
    }
    let others = proof("never_together = ['wave', 'sing']", LITTLE);
    assert!(matches!(others, Proof::NotDecided(_)), "{others:?}");
}

/// A test may not expect nothing, so where there is nothing at a moment but a mistake it names that.
#[test]
fn a_test_of_a_moment_with_nothing_but_mistakes_can_be_pasted() {
    let program = Program::from_toml(
        r#"
        pack = { name = "small", version = "1.0.0", title = "Small", moments = ["end"] }
        moments.end.title = "End"
        sources.us.title = "Us"
        actions.stare = { moment = "end", title = "Stare", mistake = true, instead = "Smile." }
        [[rule]]
        id = "stare"
        avoid = "stare"
        because = "So."
        sources = ["us"]
        "#,
    )
    .unwrap();
    let text = "pack = 'small'\n[[property]]\nname = 'p'\nat_least = { end = 1 }\n";
    let suite = Suite::from_toml(program.rules(), text).unwrap();
    let Proof::Refuted(broken) = suite.properties()[0].prove(&program) else { panic!("it cannot hold") };
    assert!(broken[0].test.contains("suggests = [\"stare\"] # or"), "{}", broken[0].test);
    Suite::from_toml(program.rules(), &format!("pack = 'small'\n{}", broken[0].test)).unwrap();
}
