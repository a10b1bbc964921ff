//! What is said of slips is what looking at every interview gives.
//!
//! Packs are random and small. `MUTANT_PACKS` sets how many.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

#[path = "../properties/packs.rs"]
#[allow(dead_code, reason = "only packs are made here")]
mod packs;
#[path = "../properties/reference.rs"]
mod reference;

mod noticed;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use closer_core::model::{Context, Edit};
use closer_core::space::{Bounds, ValueSet};
use closer_core::{Program, RuleSet};
use closer_verify::{Fate, Hunt, Mutants, Operator, Outcome, Suite};
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
        .chain(advice.depends.iter().map(|it| (it.action.to_string(), it.disputed)))
        .collect();
    (program.decide(context), disputed)
}

fn hunt(rules: &RuleSet, suite: &Suite, workers: usize) -> Hunt {
    let workers = NonZeroUsize::new(workers).unwrap();
    Mutants::of(rules).unwrap().hunt(suite, workers, &|_| ())
}

#[test]
fn equivalent_is_what_no_world_tells_and_every_survivor_comes_with_a_test_that_notices_it() {
    let (mut equivalent, mut survived, mut open) = (0, 0, 0);
    let mut assumptions = (0, 0);
    for seed in 0..number_of_packs() {
        let (_, rules) = pack_and_rules(&mut Dice::new(seed));
        let mutants = Mutants::of(&rules).unwrap();
        let finer = mutants.rules().clone();
        let sound = finer.clone().compile();
        let contexts = boxes(&Bounds::all(finer.vocabulary().space()));
        for (mutant, fate) in hunt(&rules, &blind(&rules), 1).fates() {
            let edited = finer.edited(&mutant.edit).unwrap().compile();
            let differs = |bounds: &Bounds| {
                let context = Context::within(finer.vocabulary(), bounds);
                seen(&sound, &context) != seen(&edited, &context)
            };
            let what = format!("seed {seed}, {} {}: {}", mutant.kind, mutant.id, mutant.change);
            // What is taken for granted is seen where nothing is said of it, and everything else in single worlds.
            let shows = |bounds: &&Bounds| match mutant.edit {
                Edit::Assume(fact, _) => {
                    let fact = finer.vocabulary().get(fact).unwrap();
                    bounds.get(fact.id.dim()) == fact.all()
                }
                _ => bounds.is_point(),
            };
            let is_assumption = matches!(mutant.edit, Edit::Assume(..));
            let mut differ = contexts.iter().filter(shows).filter(|bounds| differs(bounds));
            match fate {
                Fate::Equivalent => {
                    equivalent += 1;
                    assumptions.0 += usize::from(is_assumption);
                    assert!(differ.next().is_none(), "{what}");
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
                    assumptions.1 += usize::from(is_assumption);
                    assert!(differ.next().is_some(), "{what}");
                }
                // Small packs leave nothing open but what is taken for granted.
                other => {
                    open += 1;
                    assert!(is_assumption && *other == Fate::NotDecided, "{what}: {other:?}");
                }
            }
        }
    }
    assert!(equivalent > 0 && survived > 0, "{equivalent} {survived}");
    // Nearly all of what is taken for granted is decided, either way.
    let (none, some) = assumptions;
    assert!(none > 0 && some > 0 && open * 10 < none + some, "{assumptions:?} {open}");
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

#[test]
fn slips_are_tried_on_so_many_threads_at_once_and_every_one_is_told() {
    let (_, rules) = pack_and_rules(&mut Dice::new(7));
    let mutants = Mutants::of(&rules).unwrap();
    for workers in 1..=3 {
        let (seen, met) = (Mutex::new((BTreeSet::new(), BTreeMap::new())), Condvar::new());
        let progress = |done: usize| {
            let mut seen = seen.lock().unwrap();
            seen.0.insert(done);
            *seen.1.entry(format!("{:?}", std::thread::current().id())).or_insert(0) += 1;
            met.notify_all();
            // Nobody goes on before all have come; who works alone waits for nobody.
            let some_are_missing =
                |seen: &mut (BTreeSet<usize>, BTreeMap<String, i32>)| seen.1.len() < workers;
            drop(met.wait_timeout_while(seen, Duration::from_secs(5), some_are_missing).unwrap());
        };
        let number = NonZeroUsize::new(workers).unwrap();
        let hunt = mutants.hunt(&blind(&rules), number, &progress);
        let (done, threads) = seen.into_inner().unwrap();
        assert_eq!(done, (1..=mutants.mutants().len()).collect(), "{workers}");
        assert_eq!(hunt.fates().len(), done.len());
        assert_eq!(threads.len(), workers, "{threads:?}");
        let here = format!("{:?}", std::thread::current().id());
        assert_eq!(threads.contains_key(&here), workers == 1, "{threads:?}");
    }
}

#[test]
fn a_hunt_is_complete_when_all_that_makes_a_difference_is_noticed() {
    let pack = r#"
        pack         = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["end"] }
        moments      = { end = { title = "At the end" } }
        sources      = { us = { title = "Us" } }
        facts.asked  = { question = "Did they ask?", bool = true }
        actions.tell = { moment = "end", title = "Tell them", why = "They asked." }
        rule         = [{ id = "tell", suggest = "tell", when = { asked = true }, because = "They asked.", sources = ["us"] }]
    "#;
    let rules = RuleSet::from_toml(pack).unwrap();
    let yes = "pack = 'tiny'\n[[test]]\nname = 'yes'\ngiven = { asked = true }\nsuggests = ['tell']\n";
    let no = "[[test]]\nname = 'no'\ngiven = { asked = false }\nsilent = ['tell']\n";
    let hunt = |tests: &str| hunt(&rules, &Suite::from_toml(&rules, tests).unwrap(), 1);
    let half = hunt(yes);
    assert!(!half.is_complete() && half.survivors().count() == 1);
    let whole = hunt(&format!("{yes}{no}"));
    assert!(whole.is_complete() && whole.survivors().count() == 0);
    // Another weight makes no difference to the only action there is.
    assert!(whole.fates().iter().any(|(_, fate)| *fate == Fate::Equivalent));
}

#[test]
fn kinds_of_slips_are_named_in_reports() {
    let names = Operator::ALL.map(Operator::name);
    let wanted =
        ["rule", "polarity", "weight", "unless", "test", "value", "list", "bound", "group", "assumption"];
    assert_eq!(names, wanted);
    assert_eq!(serde_json::to_value(Operator::Bound).unwrap(), "bound");
}
