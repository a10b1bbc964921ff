//! What is said of slips is what looking at every interview gives.
//!
//! Packs are random and small. `MUTANT_PACKS` sets how many.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop where a program may not")]

#[path = "../properties/packs.rs"]
#[allow(dead_code, reason = "only packs are made here")]
mod packs;
#[path = "../properties/reference.rs"]
mod reference;

mod noticed;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use closer_core::model::{Context, Edit};
use closer_core::space::{Bounds, ValueSet};
use closer_core::{Program, RuleSet};
use closer_verify::{Fate, Hunt, Mutants, Outcome, Suite};
use packs::Dice;
use reference::pack::{Citation, Disagreement, Pack};
use reference::toml_text;
use serde_json::Value as Json;

fn number_of_packs() -> u64 {
    std::env::var("MUTANT_PACKS").ok().and_then(|text| text.parse().ok()).unwrap_or(120)
}

/// A random pack whose sources differ here and there.
fn pack_and_rules(dice: &mut Dice) -> (Pack, RuleSet) {
    let mut pack = packs::pack(dice);
    for at in 0..dice.below(3) {
        let side = |source| Citation { source, row: None };
        pack.disagreements.push(Disagreement {
            id: format!("d{at}"),
            actions: [dice.below(pack.actions.len())].into(),
            when: dice.chance(50).then(|| packs::condition(&pack, dice)),
            sides: [side(0), side(1)],
        });
        // A condition that no interview meets is refused.
        if RuleSet::from_toml(&toml_text::plain(&pack)).is_err() {
            pack.disagreements.pop();
        }
    }
    let rules = RuleSet::from_toml(&toml_text::plain(&pack)).unwrap();
    (pack, rules)
}

/// A value as it is written in a line of TOML.
fn inline(value: &Json) -> String {
    match value {
        Json::Array(parts) => format!("[{}]", parts.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entry = |(key, value): (&String, &Json)| format!("{key} = {}", inline(value));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    }
}

/// A suite that notices nothing: its only test passes whatever the rules say.
fn blind(rules: &RuleSet) -> Suite {
    let action = &rules.actions()[0].id;
    let name = &rules.pack().name;
    let text = format!(
        "pack = \"{name}\"\n[[test]]\nname = \"not run\"\nskip = \"nothing is to be noticed\"\nsuggests = [\"{action}\"]\n"
    );
    Suite::from_toml(rules, &text).unwrap()
}

/// Every box of some bounds: all that can be known.
fn boxes(bounds: &Bounds) -> Vec<Bounds> {
    let mut all = vec![bounds.clone()];
    for (dim, possible) in bounds.iter() {
        let sets: Vec<ValueSet> =
            (1..=possible.bits()).map(ValueSet::from_bits).filter(|set| set.is_subset(possible)).collect();
        all = all
            .iter()
            .flat_map(|bounds| sets.iter().filter_map(|set| bounds.restrict(dim, *set)).collect::<Vec<_>>())
            .collect();
    }
    all
}

/// What is seen of a pack in a context: verdicts, ranks, roles and disputes.
fn seen(program: &Program, context: &Context) -> impl PartialEq + use<> {
    let advice = program.advise(context);
    let disputed: BTreeMap<String, bool> = advice
        .suggested
        .iter()
        .map(|it| (it.action.to_string(), it.disputed))
        .chain(advice.avoided.iter().map(|it| (it.action.to_string(), it.disputed)))
        .collect();
    (program.decide(context), disputed)
}

fn hunt(rules: &RuleSet, suite: &Suite, workers: usize) -> Hunt {
    let workers = NonZeroUsize::new(workers).unwrap();
    Mutants::of(rules).unwrap().hunt(suite, workers, &|_| ())
}

#[test]
fn equivalent_is_what_no_world_tells_and_every_survivor_comes_with_a_test_that_notices_it() {
    let (mut equivalent, mut survived) = (0, 0);
    for seed in 0..number_of_packs() {
        let (_, rules) = pack_and_rules(&mut Dice::new(seed));
        let mutants = Mutants::of(&rules).unwrap();
        let finer = mutants.rules().clone();
        let sound = finer.clone().compile();
        let worlds: Vec<Bounds> =
            boxes(&Bounds::all(finer.vocabulary().space())).into_iter().filter(Bounds::is_point).collect();
        for (mutant, fate) in hunt(&rules, &blind(&rules), 1).fates() {
            let edited = finer.edited(&mutant.edit).unwrap().compile();
            let differs = |bounds: &Bounds| {
                let context = Context::within(finer.vocabulary(), bounds);
                seen(&sound, &context) != seen(&edited, &context)
            };
            let what = format!("seed {seed}, {} {}: {}", mutant.kind, mutant.id, mutant.change);
            let of_worlds = !matches!(mutant.edit, Edit::Assume(..));
            match fate {
                Fate::Equivalent => {
                    equivalent += 1;
                    assert!(!worlds.iter().any(differs), "{what}");
                }
                Fate::Survived(test) => {
                    survived += 1;
                    let sheet = format!("pack = \"{}\"\n{test}", rules.pack().name);
                    let outcome = |program: &Program| {
                        let suite = Suite::from_toml(program.rules(), &sheet).unwrap();
                        suite.cases()[0].run(program)
                    };
                    assert_eq!(outcome(&sound), Outcome::Passed, "{what}\n{test}");
                    assert!(matches!(outcome(&edited), Outcome::Failed(_)), "{what}\n{test}");
                    assert!(!of_worlds || worlds.iter().any(differs), "{what}");
                }
                // Small packs leave nothing open but what is taken for granted.
                other => assert!(!of_worlds && *other == Fate::NotDecided, "{what}: {other:?}"),
            }
        }
    }
    assert!(equivalent > 0 && survived > 0, "{equivalent} {survived}");
}

#[test]
fn threads_change_nothing() {
    let (_, rules) = pack_and_rules(&mut Dice::new(7));
    let fates = |workers| {
        hunt(&rules, &blind(&rules), workers)
            .fates()
            .iter()
            .map(|(mutant, fate)| (mutant.change.clone(), fate.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(fates(1), fates(3));
}
