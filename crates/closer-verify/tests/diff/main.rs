//! What a comparison says is what looking at every interview gives.
//!
//! Pairs of packs are random. `DIFF_CASES` sets how many, `DIFF_SEED` which ones.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod edits;
mod reference;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{Allowed, FactId, Kind};
use closer_core::{Program, RuleSet, Verdict};
use closer_verify::diff::{Bump, Change, Comparison, Limits, What};
use closer_verify::{Outcome as Ran, Suite};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use reference::pack::Pack;
use reference::random::packs_with_mistakes;
use reference::toml_text;
use worlds::{Outcomes, Value, all, context, dimensions, outcomes};

fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A pack, and another one or the same with a few changes.
fn pairs() -> BoxedStrategy<(Pack, Pack)> {
    let edits = vec((0_u8..19, any::<usize>(), any::<usize>()), 1..=3);
    (packs_with_mistakes(), prop::option::weighted(0.2, packs_with_mistakes()), edits)
        .prop_map(|(old, other, edits)| {
            let mut new = other.unwrap_or_else(|| old.clone());
            for (kind, pick, other) in edits {
                edits::edit(&mut new, kind, pick, other);
            }
            (old, new)
        })
        .boxed()
}

/// A change without its examples: what looking at every world can tell of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    worlds: u128,
    breaking: bool,
}

struct Pair {
    old: Program,
    new: Program,
    worlds: Vec<Vec<Value>>,
    outcomes: Vec<(Outcomes, Outcomes)>,
}

fn said(
    world: &[Value],
    of: fn(&Value) -> &Option<(FactId, Allowed)>,
) -> impl Iterator<Item = (FactId, Allowed)> {
    world.iter().filter_map(move |value| of(value).clone())
}

impl Pair {
    fn new(old: RuleSet, new: RuleSet) -> Self {
        let worlds = all(&dimensions(&old, &new));
        let (old, new) = (old.compile(), new.compile());
        let outcomes = worlds
            .iter()
            .map(|world| {
                let before = context(old.rules(), said(world, |value| &value.old));
                let now = context(new.rules(), said(world, |value| &value.new));
                (outcomes(&old, &before), outcomes(&new, &now))
            })
            .collect();
        Self { old, new, worlds, outcomes }
    }

    /// Whether the new pack has no values of a fact that the old one lacks.
    fn is_whole(&self, value: &Value) -> bool {
        let (Some((old, _)), Some((new, _))) = (&value.old, &value.new) else { return true };
        let values = |rules: &RuleSet, fact: FactId| {
            let fact = rules.vocabulary().get(fact).unwrap();
            match &fact.kind {
                Kind::Int { low, high, .. } => (*low..=*high).map(|it| it.to_string()).collect(),
                _ => (0..fact.size()).map(|at| fact.value(at).unwrap().to_owned()).collect::<BTreeSet<_>>(),
            }
        };
        values(self.new.rules(), *new).is_subset(&values(self.old.rules(), *old))
    }

    /// All that is otherwise in a world.
    fn changes(before: &Outcomes, now: &Outcomes) -> Vec<What> {
        let mut found = Vec::new();
        let ids: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for id in &ids {
            let action: std::sync::Arc<str> = id.as_str().into();
            let (was, is) = match (before.get(*id), now.get(*id)) {
                (Some(was), Some(is)) => (was, is),
                (was, is) => {
                    let verdict = was.or(is).unwrap().verdict;
                    if verdict != Verdict::Silent {
                        let (old, new) = (was.map(|it| it.verdict), is.map(|it| it.verdict));
                        found.push(What::Verdict { action, old, new });
                    }
                    continue;
                }
            };
            if was.verdict != is.verdict {
                let (old, new) = (Some(was.verdict), Some(is.verdict));
                found.push(What::Verdict { action, old, new });
                continue;
            }
            if was.disputed != is.disputed {
                found.push(What::Dispute { action: action.clone(), disputed: is.disputed });
            }
            if let (Some(old), Some(new)) = (was.role, is.role) {
                if old != new {
                    found.push(What::Role { action: action.clone(), old, new });
                }
                if was.moment != is.moment {
                    let (old, new) = (was.moment.as_str().into(), is.moment.as_str().into());
                    found.push(What::Moment { action, old, new });
                }
            }
        }
        for one in &ids {
            for two in &ids {
                let ranks = |of: &Outcomes| of.get(*one)?.rank.zip(of.get(*two)?.rank);
                if let (Some((a, b)), Some((c, d))) = (ranks(before), ranks(now))
                    && a > b
                    && c < d
                {
                    found.push(What::Order { action: one.as_str().into(), other: two.as_str().into() });
                }
            }
        }
        found
    }

    /// Whether all that share their values of some `fewer` facts show a change.
    fn is_shown_with(&self, fewer: usize, what: &What) -> bool {
        let shown: Vec<bool> =
            self.outcomes.iter().map(|(before, now)| Self::changes(before, now).contains(what)).collect();
        let facts = self.worlds[0].len();
        (0_u32..1 << facts).filter(|chosen| chosen.count_ones() as usize == fewer).any(|chosen| {
            let mut groups: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
            for (world, shown) in self.worlds.iter().zip(&shown) {
                let told = world.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                *groups.entry(told.map(|(_, value)| value.at).collect()).or_insert(true) &= shown;
            }
            groups.values().any(|all| *all)
        })
    }

    fn seen(&self) -> (u128, BTreeMap<String, Seen>) {
        let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
        let mut differing = 0;
        for (world, (before, now)) in self.worlds.iter().zip(&self.outcomes) {
            let changes = Self::changes(before, now);
            differing += u128::from(!changes.is_empty());
            for what in changes {
                let told_before = world.iter().all(|value| value.told_before);
                let is_more = matches!(what, What::Verdict { old: None, .. });
                let entry = seen.entry(format!("{what:?}")).or_default();
                entry.worlds += 1;
                entry.breaking |= told_before && !is_more;
            }
        }
        (differing, seen)
    }
}

/// Everything in which a comparison is not what every world shows.
fn complaints(pair: &Pair, comparison: &Comparison) -> Vec<String> {
    let mut found = Vec::new();
    if !comparison.undecided.iter().all(|it| it.what.contains("told in part") || it.what.contains("assumed"))
    {
        found.push(format!("undecided: {:?}", comparison.undecided));
    }
    let (differing, seen) = pair.seen();
    if (comparison.differs.worlds, comparison.differs.of)
        != (Some(differing), Some(pair.worlds.len() as u128))
    {
        found.push(format!("{differing} of {} worlds differ: {:?}", pair.worlds.len(), comparison.differs));
    }
    let of_worlds = |change: &&Change| !matches!(change.what, What::Assumption { .. } | What::Partly { .. });
    let told: BTreeMap<String, Seen> = comparison
        .changes
        .iter()
        .filter(of_worlds)
        .map(|change| {
            let seen = Seen { worlds: change.share.worlds.unwrap(), breaking: change.breaking };
            (format!("{:?}", change.what), seen)
        })
        .collect();
    if told != seen {
        found.push(format!("seen {seen:#?}\ntold {told:#?}"));
    }
    for change in &comparison.changes {
        found.extend(complaints_of_example(pair, change));
    }
    found.extend(complaints_of_version(pair, comparison));
    found
}

fn told(rules: &RuleSet, other: &str, change: &Change) -> closer_core::model::Context {
    let said = change.example.as_ref().unwrap().given.iter().filter(|told| told.only_in != Some(other));
    let said: serde_json::Map<String, serde_json::Value> =
        said.map(|told| (told.fact.to_string(), serde_json::to_value(&told.value).unwrap())).collect();
    rules.context(&said).unwrap_or_else(|error| panic!("{error}"))
}

fn complaints_of_example(pair: &Pair, change: &Change) -> Option<String> {
    let Some(example) = &change.example else { return Some(format!("no example: {change:?}")) };
    let before = outcomes(&pair.old, &told(pair.old.rules(), "new", change));
    let now = outcomes(&pair.new, &told(pair.new.rules(), "old", change));
    let shown = match &change.what {
        What::Assumption { actions, .. } => {
            actions.iter().any(|action| before.get(&**action) != now.get(&**action))
        }
        What::Partly { .. } => differs(&before, &now),
        what => Pair::changes(&before, &now).contains(what),
    };
    if !shown {
        return Some(format!("the example does not show it: {change:#?}\n{before:#?}\n{now:#?}"));
    }
    let in_full = !matches!(change.what, What::Assumption { .. } | What::Partly { .. });
    if in_full
        && example.smallest
        && (0..example.given.len()).any(|few| pair.is_shown_with(few, &change.what))
    {
        return Some(format!("a smaller example shows it: {change:#?}"));
    }
    let Some(test) = &example.test else { return None };
    let file = format!("pack = \"random\"\n{test}");
    let passes = |program: &Program| {
        let suite = Suite::from_toml(program.rules(), &file).map_err(|error| error.to_string())?;
        Ok::<bool, String>(suite.cases().iter().all(|case| case.run(program) == Ran::Passed))
    };
    match passes(&pair.new) {
        Err(error) => return Some(format!("{error}\n{file}")),
        Ok(false) => return Some(format!("the test fails with the new pack:\n{file}")),
        Ok(true) => {}
    }
    // An old pack without the fact or the action cannot be told.
    (passes(&pair.old) == Ok(true)).then(|| format!("the test passes with the old pack:\n{file}"))
}

/// Whether actions that both packs have come out otherwise, their ranks among themselves compared.
fn differs(before: &Outcomes, now: &Outcomes) -> bool {
    let list = |of: &Outcomes, other: &Outcomes| {
        let mut list: Vec<_> = of
            .iter()
            .filter(|(id, _)| other.contains_key(*id))
            .map(|(id, it)| (it.rank, id.clone(), it.verdict, it.role, it.role.map(|_| it.moment.clone())))
            .collect();
        list.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        list.into_iter().map(|(_, id, verdict, role, moment)| (id, verdict, role, moment)).collect::<Vec<_>>()
    };
    list(before, now) != list(now, before)
}

/// Where the version says that advice is as it was, it is, in interviews that are told in full or in part; of a minor one in the words of the old pack.
fn complaints_of_version(pair: &Pair, comparison: &Comparison) -> Option<String> {
    let version = &comparison.version;
    if version.bump == Bump::Major || !version.decided {
        return None;
    }
    let mut looked_at = BTreeSet::new();
    for world in &pair.worlds {
        let tellable: Vec<&Value> = world.iter().filter(|value| value.old.is_some()).collect();
        for kept in 0_u32..1 << tellable.len() {
            // A fact of which there are new values is another one when nothing is said of it.
            let says = |at: &usize| kept >> at & 1 == 1 || !pair.is_whole(tellable[*at]);
            let left: Vec<&Value> = (0..tellable.len()).filter(says).map(|at| tellable[at]).collect();
            if !looked_at.insert(left.iter().map(|value| (&value.fact, value.at)).collect::<Vec<_>>()) {
                continue;
            }
            let told = |of: fn(&Value) -> &Option<(FactId, Allowed)>| {
                left.iter().filter_map(move |value| of(value).clone()).collect::<Vec<_>>()
            };
            let before = context(pair.old.rules(), told(|value| &value.old).into_iter());
            let now = context(pair.new.rules(), told(|value| &value.new).into_iter());
            let (before, now) = (outcomes(&pair.old, &before), outcomes(&pair.new, &now));
            if differs(&before, &now) {
                let told: Vec<_> = left.iter().map(|value| (&value.fact, &value.old)).collect();
                return Some(format!("{version:?}, but {told:?} differs:\n{before:#?}\n{now:#?}"));
            }
        }
    }
    None
}

#[test]
fn a_comparison_says_what_every_interview_shows() {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&setting("DIFF_SEED", 1).to_le_bytes());
    let config = Config {
        cases: setting("DIFF_CASES", 200),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let tally = std::cell::RefCell::new(BTreeMap::<String, u32>::new());
    let property = |(old, new): (Pack, Pack)| {
        let texts = (toml_text::plain(&old), toml_text::plain(&new));
        // Impossible conditions are mistakes, and pairs with such packs say nothing.
        let (Ok(old), Ok(new)) = (RuleSet::from_toml(&texts.0), RuleSet::from_toml(&texts.1)) else {
            return Err(TestCaseError::reject("a pack is refused"));
        };
        if all(&dimensions(&old, &new)).len() > 1_500 {
            return Err(TestCaseError::reject("too many worlds"));
        }
        let comparison = Comparison::of(&old, &new, Limits::default());
        let count = |what: String| *tally.borrow_mut().entry(what).or_default() += 1;
        count(format!("{:?}{}", comparison.version.bump, if comparison.version.decided { "" } else { "?" }));
        for change in &comparison.changes {
            count(format!("{:?}", change.what).split(' ').next().unwrap_or_default().to_owned());
        }
        let found = complaints(&Pair::new(old, new), &comparison);
        prop_assert!(found.is_empty(), "{}\n--- old\n{}\n--- new\n{}", found.join("\n"), texts.0, texts.1);
        Ok(())
    };
    let result = TestRunner::new_with_rng(Config { max_global_rejects: 100_000, ..config }, rng)
        .run(&pairs(), property);
    if let Err(failure) = result {
        match failure {
            TestError::Fail(reason, _) => panic!("{reason}"),
            TestError::Abort(reason) => panic!("gave up: {reason}"),
        }
    }
    println!("{:#?}", tally.borrow());
    for kind in ["Verdict", "Role", "Order", "Dispute", "Moment", "Assumption", "Major", "Minor", "Patch"] {
        assert!(tally.borrow().contains_key(kind), "no pair shows {kind}");
    }
}
