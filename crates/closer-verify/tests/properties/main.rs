//! Properties are proved exactly if no context breaks them: held against the slow reference, which looks at every context of small random packs.
//!
//! `PROPERTY_PACKS` sets how many packs are tried.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod packs;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Program;
use closer_verify::{Counterexample, Outcome, Proof, Suite};
use packs::Dice;
use reference::advice::{Advice, Role, advise};
use reference::context::Meaning;
use reference::pack::{Condition, Pack, Values};
use reference::world::Verdict;
use reference::{json, toml_text};
use serde_json::Value as Json;

/// One context, and what the reference says in it.
struct Seen {
    possible: Vec<Values>,
    /// How many facts are known, be it in part.
    known: usize,
    advice: Advice,
}

/// Every context of a pack: any values of each fact.
fn every_context(pack: &Pack, meaning: &Meaning<'_>) -> Vec<Seen> {
    let boxes = pack.facts.iter().fold(vec![Vec::new()], |shorter: Vec<Vec<Values>>, fact| {
        let subsets = (1_usize..1 << fact.size()).map(|bits| -> Values {
            fact.every_value().into_iter().filter(|value| bits >> value & 1 == 1).collect()
        });
        let subsets: Vec<Values> = subsets.collect();
        let longer = |part: &Vec<Values>| {
            let part = part.clone();
            subsets.iter().map(move |values| [part.as_slice(), std::slice::from_ref(values)].concat())
        };
        shorter.iter().flat_map(longer).collect()
    });
    let seen = |possible: Vec<Values>| {
        let known = pack.facts.iter().zip(&possible).filter(|(fact, values)| fact.size() > values.len());
        Seen { known: known.count(), advice: advise(meaning, &possible), possible }
    };
    boxes.into_iter().map(seen).collect()
}

/// A claim, by action or moment numbers.
#[derive(Debug, Clone, Copy)]
enum Claim {
    Always(usize),
    Never(usize),
    Avoids(usize),
    NeverTogether(usize, usize),
    AtLeast(usize, usize),
    Order(usize, usize),
}

impl Claim {
    fn random(pack: &Pack, dice: &mut Dice) -> Option<Self> {
        let one = dice.below(pack.actions.len());
        let other = (one + 1 + dice.below(pack.actions.len() - 1)) % pack.actions.len();
        Some(match dice.below(9) {
            0 => Self::Always(one),
            1 => Self::Never(one),
            2 => Self::Avoids(one),
            3 | 4 => Self::NeverTogether(one, other),
            5 => {
                let moment = dice.below(2);
                let most = pack.actions.iter().filter(|action| action.moment == moment).count();
                if most == 0 {
                    return None;
                }
                Self::AtLeast(moment, 1 + dice.below(most))
            }
            _ => Self::Order(one, other),
        })
    }

    fn written(self, pack: &Pack) -> String {
        let id = |action: usize| &pack.actions[action].id;
        match self {
            Self::Always(one) => format!("always = [{:?}]", id(one)),
            Self::Never(one) => format!("never = [{:?}]", id(one)),
            Self::Avoids(one) => format!("avoids = [{:?}]", id(one)),
            Self::NeverTogether(one, other) => format!("never_together = [{:?}, {:?}]", id(one), id(other)),
            Self::AtLeast(moment, number) => {
                format!("at_least = {{ {} = {number} }}", pack.moments[moment].id)
            }
            Self::Order(one, other) => format!("order = [{:?}, {:?}]", id(one), id(other)),
        }
    }

    /// Whether a context breaks it, by the words of `docs/rule-format.md`.
    fn is_broken(self, pack: &Pack, advice: &Advice) -> bool {
        let is = |action: usize, verdict| advice.actions[action].is(verdict);
        match self {
            Self::Always(one) => !is(one, Verdict::Suggested),
            Self::Never(one) => is(one, Verdict::Suggested),
            Self::Avoids(one) => !is(one, Verdict::Avoided),
            Self::NeverTogether(one, other) => {
                [one, other].iter().all(|action| advice.actions[*action].role == Some(Role::Lead))
            }
            Self::AtLeast(moment, number) => {
                let here = advice.suggested.iter().filter(|action| pack.actions[**action].moment == moment);
                here.count() < number
            }
            Self::Order(one, other) => {
                let ranks = advice.actions[one].rank.zip(advice.actions[other].rank);
                ranks.is_some_and(|(first, second)| first > second)
            }
        }
    }

    /// Whether a context is a counterexample: of what must always be so, one in which it is certain not to be.
    fn is_refuted(self, pack: &Pack, advice: &Advice) -> bool {
        match self {
            Self::Always(one) => !advice.actions[one].may_be.contains(&Verdict::Suggested),
            Self::Avoids(one) => !advice.actions[one].may_be.contains(&Verdict::Avoided),
            _ => self.is_broken(pack, advice),
        }
    }
}

/// The context that a counterexample describes.
fn described(pack: &Pack, broken: &Counterexample) -> Vec<Values> {
    let said: BTreeMap<usize, Values> = broken
        .given
        .iter()
        .map(|given| {
            let fact = pack.fact_named(&given.fact).unwrap();
            (fact, json::values(&pack.facts[fact], &serde_json::to_value(&given.value).unwrap()).unwrap())
        })
        .collect();
    let of =
        |(at, fact): (usize, &reference::pack::Fact)| said.get(&at).cloned().unwrap_or(fact.every_value());
    pack.facts.iter().enumerate().map(of).collect()
}

fn inline(value: &Json) -> String {
    match value {
        Json::Array(parts) => format!("[{}]", parts.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// What was tried, so that the test shows that it tries something.
#[derive(Default, Debug)]
struct Tally {
    proved: BTreeMap<&'static str, usize>,
    refuted: BTreeMap<&'static str, usize>,
    strict: usize,
}

fn hold_against_reference(seed: u64, tally: &mut Tally) {
    let dice = &mut Dice::new(seed);
    let pack = packs::pack(dice);
    let text = toml_text::plain(&pack);
    let program = Program::from_toml(&text).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
    let meaning = Meaning::of(&pack);
    let contexts = every_context(&pack, &meaning);
    for _ in 0..12 {
        let Some(claim) = Claim::random(&pack, dice) else { continue };
        let whenever = if dice.chance(60) { packs::condition(&pack, dice) } else { Condition::default() };
        let here: Vec<&Seen> = contexts
            .iter()
            .filter(|seen| meaning.worlds(&seen.possible).iter().all(|world| whenever.is_true(&world.values)))
            .collect();
        if here.is_empty() {
            continue;
        }
        let property = format!(
            "pack = \"random\"\n[[property]]\nname = \"p\"\nwhenever = {}\n{}\n",
            inline(&json::condition(&pack, &whenever)),
            claim.written(&pack)
        );
        let report = |what: &str| format!("seed {seed}: {what}\n{text}\n{property}");
        let suite = Suite::from_toml(program.rules(), &property)
            .unwrap_or_else(|error| panic!("{}", report(&error.to_string())));
        let broken: Vec<&&Seen> = here.iter().filter(|seen| claim.is_broken(&pack, &seen.advice)).collect();
        let key = claim.written(&pack);
        let key = ["always", "never_together", "never", "avoids", "at_least", "order"]
            .into_iter()
            .find(|word| key.starts_with(word))
            .unwrap();
        match suite.properties()[0].prove(&program) {
            Proof::Proved { interviews } => {
                assert!(broken.is_empty(), "{}", report(&format!("broken in {:?}", broken[0].possible)));
                let worlds: BTreeSet<_> = meaning
                    .worlds
                    .iter()
                    .filter(|world| whenever.is_true(&world.values))
                    .map(|world| &world.values)
                    .collect();
                assert_eq!(interviews, Some(worlds.len() as u128), "{}", report("interviews"));
                *tally.proved.entry(key).or_default() += 1;
            }
            Proof::Refuted(found) => {
                assert!(!broken.is_empty(), "{}", report("not broken anywhere"));
                let [found] = &found[..] else { panic!("{}", report("one claim")) };
                let possible = described(&pack, found);
                let refuting = |seen: &&&Seen| claim.is_refuted(&pack, &seen.advice);
                let this = here.iter().find(|seen| seen.possible == possible);
                let this = this.unwrap_or_else(|| panic!("{}", report(&format!("{possible:?} is not here"))));
                assert!(refuting(&this), "{}", report(&format!("{possible:?} does not break it")));
                let fewest = here.iter().filter(refuting).map(|seen| seen.known).min();
                assert_eq!(Some(this.known), fewest, "{}", report(&format!("{possible:?} is not smallest")));
                assert!(found.smallest && this.known == found.given.len(), "{}", report("smallest"));
                fails_as_promised(&program, found, &report, tally);
                *tally.refuted.entry(key).or_default() += 1;
            }
            other => panic!("{}", report(&format!("{other:?}"))),
        }
    }
}

/// The test to paste reads and fails, and it is strict where it would pass otherwise.
fn fails_as_promised(
    program: &Program,
    found: &Counterexample,
    report: &impl Fn(&str) -> String,
    tally: &mut Tally,
) {
    let run = |test: &str| {
        let suite = Suite::from_toml(program.rules(), &format!("pack = \"random\"\n{test}"));
        let suite = suite.unwrap_or_else(|error| panic!("{}", report(&format!("{error}\n{test}"))));
        assert_eq!(suite.cases().len(), 1);
        matches!(suite.cases()[0].run(program), Outcome::Failed(_))
    };
    assert!(run(&found.test), "{}", report(&format!("this passes:\n{}", found.test)));
    if found.test.contains("\nstrict") {
        let lines: Vec<&str> = found.test.lines().filter(|line| !line.starts_with("strict")).collect();
        assert!(!run(&lines.join("\n")), "{}", report(&format!("this need not be strict:\n{}", found.test)));
        tally.strict += 1;
    }
}

#[test]
fn a_property_is_proved_exactly_if_no_context_breaks_it() {
    let packs = std::env::var("PROPERTY_PACKS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let mut tally = Tally::default();
    for seed in 1..=packs {
        hold_against_reference(seed, &mut tally);
    }
    let often =
        |counts: &BTreeMap<&str, usize>| counts.len() == 6 && counts.values().all(|count| *count >= 30);
    assert!(often(&tally.proved) && often(&tally.refuted) && tally.strict >= 20, "{tally:?}");
}
