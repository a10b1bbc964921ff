//! Halving finds the rules that trying one after the other does.

use std::fmt::Write;

use closer_core::RuleSet;
use closer_core::model::Rule;
use closer_core::space::{Bounds, Budget};

use super::rules::{is_covered, needed};

/// Rules about three facts with three values each; each allows one or two values of some of them.
fn pack(mut choices: impl FnMut(u32) -> u32) -> String {
    let mut text = "pack = { name = 'p', version = '1.0.0', moments = ['now'] }\nmoments.now.title = 'Now'\n\
                    sources.one.title = 'One'\nactions.a = { moment = 'now', title = 'A', why = 'So.' }\n"
        .to_owned();
    for fact in ["x", "y", "z"] {
        writeln!(text, "facts.{fact} = {{ question = 'So?', values = ['0', '1', '2'] }}").unwrap();
    }
    for id in 0..12 {
        let tests: Vec<String> = ["x", "y", "z"]
            .iter()
            .filter_map(|fact| match choices(5) {
                0 | 1 => None,
                value @ (2..=4) if choices(2) == 0 => Some(format!("{fact} = '{}'", value - 2)),
                value => Some(format!("{fact} = {{ not = '{}' }}", value - 2)),
            })
            .collect();
        let when =
            if tests.is_empty() { String::new() } else { format!("when = {{ {} }}\n", tests.join(", ")) };
        writeln!(text, "[[rule]]\nid = 'r{id}'\nsuggest = 'a'\nbecause = 'So.'\nsources = ['one']\n{when}")
            .unwrap();
    }
    text
}

fn one_after_the_other<'a>(
    rule: &Rule,
    others: &[&'a Rule],
    everything: &Bounds,
    budget: &mut Budget,
) -> Vec<&'a Rule> {
    let mut kept = others.to_vec();
    for other in others.iter().rev() {
        let without: Vec<&Rule> = kept.iter().copied().filter(|one| one.id != other.id).collect();
        if is_covered(rule, &without, everything, budget).unwrap() {
            kept = without;
        }
    }
    kept
}

#[test]
fn halving_spares_the_same_rules_as_trying_each() {
    let mut state = 1_u32;
    let mut choices = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    let mut several = 0;
    for _ in 0..300 {
        let set = RuleSet::from_toml(&pack(&mut choices)).unwrap();
        let everything = Bounds::all(set.vocabulary().space());
        let budget = &mut Budget::unlimited();
        let rules: Vec<&Rule> = set.rules().iter().collect();
        for (at, rule) in rules.iter().enumerate() {
            let others: Vec<&Rule> = [&rules[..at], &rules[at + 1..]].concat();
            if is_covered(rule, &others, &everything, budget).unwrap() {
                let slow = one_after_the_other(rule, &others, &everything, budget);
                let ids = |rules: &[&Rule]| rules.iter().map(|rule| rule.id.to_string()).collect::<Vec<_>>();
                assert_eq!(ids(&needed(rule, &others, &everything, budget).unwrap()), ids(&slow));
                several += usize::from(slow.len() > 1);
            }
        }
    }
    assert!(several > 100, "only {several}");
}
