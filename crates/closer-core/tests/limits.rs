//! What is too large to decide is not decided: neither guessed, nor waited for, nor a reason to fall over.
#![allow(clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;

use closer_core::{Goal, Possibility, Program};

/// A pack with as many yes-or-no facts, and an action `own` that is suggested with weight 50 under this condition.
fn pack(facts: usize, when: &str) -> String {
    let mut pack = format!(
        "[pack]\nname = 'large'\nversion = '1.0.0'\ntitle = 'Large'\nmoments = ['now']\n\
         [moments.now]\ntitle = 'Now'\n[sources.one]\ntitle = 'One'\n{}{}",
        action("own"),
        rule("own", 50, when)
    );
    for fact in 0..facts {
        write!(pack, "[facts.f{fact}]\nbool = true\nquestion = 'f{fact}?'\n").unwrap();
    }
    pack
}

fn action(id: &str) -> String {
    format!("[actions.{id}]\nmoment = 'now'\ntitle = '{id}'\nwhy = 'It helps.'\n")
}

fn rule(action: &str, weight: u8, when: &str) -> String {
    format!(
        "[[rule]]\nid = '{action}'\nsuggest = '{action}'\nweight = {weight}\nwhen = {when}\n\
         because = 'Because.'\nsources = ['one']\n"
    )
}

#[test]
fn too_many_ways_to_try_are_not_decided() {
    // Each rival goes when one of two facts is true, so to be rid of all takes as many facts as there are rivals.
    const RIVALS: usize = 25;
    let mut pack = pack(2 * RIVALS, "{}");
    for at in 0..RIVALS {
        let id = format!("rival-{at}");
        pack.push_str(&action(&id));
        pack.push_str(&rule(&id, 60, &format!("{{ f{} = false, f{} = false }}", 2 * at, 2 * at + 1)));
    }
    let program = Program::from_toml(&pack).unwrap();
    let nothing: Vec<String> = (0..2 * RIVALS).map(|fact| format!("\"f{fact}\": false")).collect();
    let nothing: serde_json::Value = serde_json::from_str(&format!("{{ {} }}", nothing.join(", "))).unwrap();
    let context = program.context(&nothing).unwrap();
    let first = program.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!(first.answer, Possibility::Undecided);
    assert!(
        first.sets.is_empty() && first.fewest.is_some_and(|fewest| (2..=RIVALS).contains(&fewest)),
        "{first:?}"
    );
    // A verdict needs no search.
    let rival = program.changes_for(&context, "rival-3", Goal::Suggested).unwrap();
    assert_eq!(rival.answer, Possibility::Already);
}

#[test]
fn changes_of_very_many_facts_do_not_run_out_of_stack() {
    const FACTS: usize = 700;
    let all: Vec<String> = (0..FACTS).map(|fact| format!("f{fact} = true")).collect();
    let program = Program::from_toml(&pack(FACTS, &format!("{{ {} }}", all.join(", ")))).unwrap();
    let context = program.context(&serde_json::json!({})).unwrap();
    let suggested = program.changes_for(&context, "own", Goal::Suggested).unwrap();
    assert_eq!((suggested.answer, suggested.fewest), (Possibility::Possible, Some(FACTS)));
    let first = program.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!((first.answer, first.fewest), (Possibility::Undecided, Some(FACTS)));
}
