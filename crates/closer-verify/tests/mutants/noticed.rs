//! A slip is noticed exactly if a test fails or a property is broken when all of them are run once more: held against random suites.

use std::collections::BTreeMap;
use std::fmt::Write;

use closer_core::{Advice, Program, Role, RuleSet};
use closer_verify::{Fate, Mutants, Outcome, Proof, Suite};

use super::packs::{self, Dice};
use super::reference::json;
use super::reference::pack::{Pack, Test};
use super::{blind, hunt, inline, number_of_packs, pack_and_rules};

/// What is known in a test: some facts, each one value or either of two.
fn given(pack: &Pack, dice: &mut Dice) -> Vec<String> {
    let mut given = Vec::new();
    for fact in &pack.facts {
        if dice.chance(60) {
            let (one, other) = (dice.below(fact.size()), dice.below(fact.size()));
            let test =
                if one == other || dice.chance(80) { Test::Is(one) } else { Test::one_of([one, other]) };
            given.push(format!("{} = {}", fact.name, inline(&json::test(fact, &test))));
        }
    }
    given
}

/// All that a test could expect of this advice.
fn met(advice: &Advice) -> BTreeMap<&'static str, Vec<String>> {
    let mut met: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut of = |kind, id: &str| met.entry(kind).or_default().push(format!("[{id:?}]"));
    for it in &advice.suggested {
        of("suggests", &it.action);
        of(if it.role == Role::Lead { "leads" } else { "spares" }, &it.action);
        of(if it.disputed { "disputed" } else { "undisputed" }, &it.action);
        it.rules.iter().for_each(|rule| of("reasons", rule));
    }
    for it in &advice.avoided {
        of("avoids", &it.action);
        of(if it.disputed { "disputed" } else { "undisputed" }, &it.action);
        it.rules.iter().for_each(|rule| of("reasons", rule));
    }
    for it in &advice.depends {
        of("depends", &it.action);
        of(if it.disputed { "disputed" } else { "undisputed" }, &it.action);
    }
    advice.silent.iter().for_each(|it| of("silent", &it.action));
    let ranked: Vec<&str> = advice.suggested.iter().map(|it| &*it.action).collect();
    for pair in ranked.windows(2) {
        met.entry("order").or_default().push(format!("{pair:?}"));
    }
    met.extend(ranked.first().map(|first| ("first", vec![format!("{first:?}")])));
    let question = advice.next_question.as_ref().map_or("", |question| &question.fact);
    met.insert("next_question", vec![format!("{question:?}")]);
    met
}

/// A test of one random context with one or two expectations. Some fail, some are not run, and some are known to fail.
fn test(at: usize, pack: &Pack, program: &Program, dice: &mut Dice) -> String {
    let given = given(pack, dice);
    let strict = dice.chance(30);
    let context = program.rules().context_from_toml(&given.join("\n")).unwrap();
    let advise = if strict { Program::advise_strict } else { Program::advise };
    let met = met(&advise(program, &context));
    let kinds: Vec<&'static str> = met.keys().copied().collect();
    let kind = dice.pick(&kinds);
    let mut lines = BTreeMap::from([(kind, met[kind][dice.below(met[kind].len())].clone())]);
    if dice.chance(20) {
        let action = &pack.actions[dice.below(pack.actions.len())].id;
        lines.insert(dice.pick(&["suggests", "avoids", "silent"]), format!("[{action:?}]"));
    }
    let mut text = format!(
        "[[test]]\nname = \"test {at}, {}\"\nstrict = {strict}\ngiven = {{ {} }}\n",
        kind.replace('_', " "),
        given.join(", ")
    );
    match dice.below(12) {
        0 => text.push_str("skip = \"not yet\"\n"),
        1 => text.push_str("known_gap = \"no rule yet\"\n"),
        _ => (),
    }
    for (kind, wanted) in lines {
        writeln!(text, "{kind} = {wanted}").unwrap();
    }
    text
}

fn property(at: usize, pack: &Pack, dice: &mut Dice) -> String {
    let one = dice.below(pack.actions.len());
    let other = (one + 1 + dice.below(pack.actions.len() - 1)) % pack.actions.len();
    let (one, other) = (&pack.actions[one], &pack.actions[other].id);
    let moment = &pack.moments[one.moment].id;
    let id = &one.id;
    let promise = match dice.below(8) {
        0 => format!("always = [{id:?}]"),
        1 => format!("avoids = [{id:?}]"),
        2 | 3 => format!("never = [{id:?}]"),
        4 => format!("never_together = [{id:?}, {other:?}]"),
        5 => format!("at_least = {{ {moment} = 1 }}"),
        _ => format!("order = [{id:?}, {other:?}]"),
    };
    let whenever = inline(&json::condition(pack, &packs::condition(pack, dice)));
    let apart = match dice.below(12) {
        0 => "skip = \"not yet\"\n",
        1 => "known_gap = \"no rule yet\"\n",
        _ => "",
    };
    format!("[[property]]\nname = \"property {at}\"\nwhenever = {whenever}\n{promise}\n{apart}")
}

/// A suite of few tests and properties, so that much is left unnoticed.
fn suite(pack: &Pack, rules: &RuleSet, dice: &mut Dice) -> String {
    let program = rules.clone().compile();
    let head = format!("pack = \"{}\"\n", rules.pack().name);
    let mut parts = Vec::new();
    for at in 0..=dice.below(8) {
        parts.push(test(at, pack, &program, dice));
    }
    for at in 0..dice.below(4) {
        parts.push(property(at, pack, dice));
    }
    // Expectations that contradict each other are refused, and so is a condition that no interview meets.
    parts.retain(|part| Suite::from_toml(rules, &format!("{head}{part}")).is_ok());
    format!("{head}{}", parts.concat())
}

/// The tests that pass before and fail after, then the properties that are proved before and refuted after.
fn broken(suite: &Suite, sound: &Program, edited: &Program) -> [Vec<String>; 2] {
    let passed = |program: &Program| -> Vec<bool> {
        suite.cases().iter().map(|case| case.run(program) == Outcome::Passed).collect()
    };
    let proofs = |program: &Program| -> Vec<Proof> {
        suite.properties().iter().map(|property| property.prove(program)).collect()
    };
    let (before, after) = (passed(sound), passed(edited));
    let cases = suite.cases().iter().zip(before.iter().zip(&after));
    let failed = cases.filter(|(_, (before, after))| **before && !**after);
    let (before, after) = (proofs(sound), proofs(edited));
    let properties = suite.properties().iter().zip(before.iter().zip(&after));
    let refuted = properties.filter(|(_, (before, after))| {
        matches!(before, Proof::Proved { .. }) && matches!(after, Proof::Refuted(_))
    });
    [
        failed.map(|(case, _)| case.name().to_owned()).collect(),
        refuted.map(|(property, _)| property.name().to_owned()).collect(),
    ]
}

#[test]
fn a_slip_is_noticed_exactly_if_a_test_fails_or_a_property_is_broken_with_it() {
    // By kind of slip and of expectation, how many only that notices.
    let mut noticed: BTreeMap<String, usize> = BTreeMap::new();
    let mut unnoticed = 0;
    for seed in 0..number_of_packs() {
        let dice = &mut Dice::new(seed);
        let (pack, rules) = pack_and_rules(dice);
        let text = suite(&pack, &rules, dice);
        let finer = Mutants::of(&rules).unwrap().rules().clone();
        let sound = finer.clone().compile();
        let suite = Suite::from_toml(&finer, &text).unwrap();
        let (found, blind) = (hunt(&rules, &suite, 1), hunt(&rules, &blind(&rules), 1));
        for ((mutant, fate), (_, otherwise)) in found.fates().iter().zip(blind.fates()) {
            let edited = finer.edited(&mutant.edit).unwrap().compile();
            let [failed, refuted] = broken(&suite, &sound, &edited);
            let what = format!(
                "seed {seed}, {} {}: {}\n{text}\n{fate:?} {failed:?} {refuted:?}",
                mutant.kind, mutant.id, mutant.change
            );
            match fate {
                // Properties are only asked where no test notices it.
                Fate::Noticed(name) => {
                    let by = if failed.is_empty() { &refuted } else { &failed };
                    assert!(by.iter().any(|one| **one == **name), "{what}");
                    if let [only] = &by[..] {
                        let by = only.split_once(", ").map_or("property", |(_, kind)| kind);
                        *noticed.entry(by.to_owned()).or_default() += 1;
                        *noticed.entry(mutant.operator.name().to_owned()).or_default() += 1;
                    }
                }
                fate => {
                    assert!(failed.is_empty() && refuted.is_empty(), "{what}");
                    assert_eq!(fate, otherwise, "{what}");
                    unnoticed += 1;
                }
            }
        }
    }
    println!("{unnoticed} {noticed:?}");
    assert!(unnoticed > 0 && noticed.len() >= 20, "{unnoticed} {noticed:?}");
}
