//! Each finding is found if and only if looking at every world finds it, and its witness is true and as small as any.
//!
//! Packs are random. `FINDINGS_CASES` sets how many are tried, `FINDINGS_SEED` which ones.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

/// The slow reference of `closer-core`, as far as it is needed.
#[path = "../../closer-core/tests/reference"]
#[allow(dead_code, reason = "the other parts are for the tests of `closer-core`")]
mod reference {
    pub(crate) mod build;
    pub(crate) mod context;
    pub(crate) mod fit;
    pub(crate) mod json;
    pub(crate) mod pack;
    pub(crate) mod random;
    pub(crate) mod toml_text;
    pub(crate) mod world;
}

#[path = "findings/worlds.rs"]
mod worlds;

use std::collections::BTreeSet;

use closer_core::RuleSet;
use closer_verify::{Findings, Found, Limits};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use reference::pack::{Pack, Test};
use reference::random::packs_with_mistakes;
use reference::toml_text;
use worlds::{Expected, Worlds};

fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A pack as text. Reasons are all the same, so that rules may say the same.
fn text_of(pack: &Pack) -> String {
    let mut text = toml_text::plain(pack);
    for rule in &pack.rules {
        text = text.replace(&rule.because(), "It helps.");
    }
    text
}

fn find(text: &str) -> (RuleSet, Findings) {
    let rules = RuleSet::from_toml(text).unwrap_or_else(|error| panic!("refused: {error}\n{text}"));
    let files = [("<text>".to_owned(), text.to_owned())];
    let findings = Findings::of(&rules, &files, Limits::default());
    (rules, findings)
}

/// In half of the packs everything is taken for granted: otherwise two assumptions seldom meet in one rule.
fn with_assumptions(mut pack: Pack) -> Pack {
    if pack.rules.len().is_multiple_of(2) {
        for fact in &mut pack.facts {
            fact.assume.get_or_insert(Test::Is(0));
        }
    }
    pack
}

/// What a finding is: its code and the names of what it is about.
fn key(found: &Found) -> (String, BTreeSet<String>) {
    (found.diagnostic.code.to_owned(), found.about.iter().map(ToString::to_string).collect())
}

/// Everything in which the findings are not what all worlds show.
fn differences(pack: &Pack) -> Result<BTreeSet<String>, String> {
    let text = text_of(pack);
    let (rules, findings) = find(&text);
    let worlds = Worlds::of(pack, &rules);
    let expected: Vec<Expected> = worlds.expected();
    let mut wrong = Vec::new();
    if !findings.undecided().is_empty() {
        wrong.push(format!("not decided: {:?}", findings.undecided()));
    }
    let found: Vec<&Found> =
        findings.found().iter().filter(|found| found.diagnostic.code != "shorter-condition").collect();
    let wanted: BTreeSet<_> = expected.iter().map(|one| (one.code.to_owned(), one.about.clone())).collect();
    let got: BTreeSet<_> = found.iter().map(|found| key(found)).collect();
    for missing in wanted.difference(&got) {
        wrong.push(format!("not found: {missing:?}"));
    }
    for extra in got.difference(&wanted) {
        wrong.push(format!("found for nothing: {extra:?}"));
    }
    for found in &found {
        let Some(one) = expected.iter().find(|one| (one.code.to_owned(), one.about.clone()) == key(found))
        else {
            continue;
        };
        wrong.extend(worlds.check_witness(found, one, &rules));
    }
    for found in findings.found().iter().filter(|found| found.diagnostic.code == "shorter-condition").take(2)
    {
        let fix = found.diagnostic.fix.as_ref();
        if let Some(fix) = fix {
            let mut edited = text.clone();
            edited.replace_range(fix.span.start..fix.span.end, &fix.replacement);
            wrong.extend(same_meaning(&text, &edited, found));
        }
    }
    if wrong.is_empty() {
        Ok(findings.found().iter().map(|found| found.diagnostic.code.to_owned()).collect())
    } else {
        Err(format!("{}\n\n{text}", wrong.join("\n")))
    }
}

/// Whether a shorter condition is one: nothing else changes, and it is not found again.
fn same_meaning(before: &str, after: &str, found: &Found) -> Option<String> {
    let (old, _) = find(before);
    let (new, again) = find(after);
    let budget = &mut closer_core::space::Budget::unlimited();
    let space = old.vocabulary().space();
    // With another condition numbers may be cut at other places; then whole packs cannot be compared rule by rule.
    if space == new.vocabulary().space() {
        for (a, b) in old.rules().iter().zip(new.rules()) {
            if !a.region().equivalent(b.region(), space, budget).unwrap() {
                return Some(format!("`{}` means something else after {:?}", a.id, found.diagnostic.fix));
            }
        }
    }
    let is_there = again.found().iter().any(|other| key(other) == key(found));
    is_there.then(|| format!("still there after {:?}", found.diagnostic.fix))
}

#[test]
fn findings_are_what_all_worlds_show() {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&setting("FINDINGS_SEED", 1).to_le_bytes());
    let config = Config {
        cases: setting("FINDINGS_CASES", 600),
        failure_persistence: None,
        max_shrink_iters: 5_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let met = std::cell::RefCell::new(std::collections::BTreeMap::<String, usize>::new());
    let outcome =
        TestRunner::new_with_rng(config, rng).run(&packs_with_mistakes(), |pack| {
            match differences(&with_assumptions(pack.without_mistakes())) {
                Ok(codes) => {
                    for code in codes {
                        *met.borrow_mut().entry(code).or_default() += 1;
                    }
                    Ok(())
                }
                Err(report) => Err(TestCaseError::fail(report)),
            }
        });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("gave up: {reason}"),
    }
    // The packs are worth trying only if they have something to find.
    let met = met.into_inner();
    for code in [
        "assumed-veto",
        "beaten-rule",
        "gap",
        "hidden-veto",
        "leading-together",
        "mergeable-rules",
        "never-first",
        "never-leads",
        "never-suggested",
        "redundant-rule",
        "shorter-condition",
        "tie-by-id",
        "unused-value",
    ] {
        assert!(met.get(code).is_some_and(|times| *times >= 5), "{code} is too rare: {met:?}");
    }
}
