//! Random numbers for packs and contexts: plain ones, which shrink well. `fit` makes something of them that fits together.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::pack::Pack;

#[derive(Debug, Clone)]
pub(crate) struct RawTest {
    pub(super) form: u8,
    pub(super) picks: Vec<u8>,
}

#[derive(Debug, Clone)]
pub(super) struct RawCondition {
    pub(super) tests: Vec<(u8, RawTest)>,
    pub(super) all: Option<Vec<RawCondition>>,
    pub(super) any: Option<Vec<RawCondition>>,
    pub(super) not: Option<Box<RawCondition>>,
}

#[derive(Debug, Clone)]
pub(super) struct RawFact {
    pub(super) kind: u8,
    pub(super) size: u8,
    pub(super) letter: u8,
    pub(super) assume: Option<RawTest>,
    pub(super) ask_first: bool,
    pub(super) flags: Vec<RawTest>,
}

#[derive(Debug, Clone)]
pub(super) struct RawAction {
    pub(super) letter: u8,
    pub(super) moment: u8,
    pub(super) group: Option<u8>,
    pub(super) never_with: Vec<u8>,
    pub(super) say: bool,
}

#[derive(Debug, Clone)]
pub(super) struct RawRule {
    pub(super) letter: u8,
    pub(super) avoid: bool,
    pub(super) action: u8,
    /// It says the same as the rule before it, in the other cases.
    pub(super) continues: bool,
    pub(super) when: Option<RawCondition>,
    pub(super) unless: Option<RawCondition>,
    pub(super) weight: Option<u8>,
    pub(super) sources: Vec<(u8, Option<u8>)>,
}

#[derive(Debug, Clone)]
pub(super) struct RawDisagreement {
    pub(super) actions: Vec<u8>,
    pub(super) when: Option<RawCondition>,
}

#[derive(Debug, Clone)]
pub(super) struct RawPack {
    pub(super) facts: Vec<RawFact>,
    /// Where the question about each fact makes sense.
    pub(super) questions: Vec<Option<RawCondition>>,
    pub(super) editorial: Vec<bool>,
    pub(super) guards: Vec<Option<RawCondition>>,
    pub(super) groups: Vec<u8>,
    pub(super) actions: Vec<RawAction>,
    pub(super) rules: Vec<RawRule>,
    pub(super) disagreements: Vec<RawDisagreement>,
}

/// A pack as somebody might write it: rules, guards and disagreements that no world can meet are left in.
pub(crate) fn packs_with_mistakes() -> BoxedStrategy<Pack> {
    let guard = || option::weighted(0.2, condition());
    let pack = (
        (vec(fact(), 1..=5), vec(option::weighted(0.2, condition()), 5)),
        vec(prop::bool::weighted(0.3), 1..=4),
        vec(guard(), 1..=3),
        vec(1_u8..=2, 0..=2),
        vec(action(), 1..=4),
        vec(rule(), 3..=10),
        vec((vec(any::<u8>(), 1..=2), option::weighted(0.7, condition())), 0..=2),
    );
    pack.prop_map(|((facts, questions), editorial, guards, groups, actions, rules, disagreements)| {
        let disagreements =
            disagreements.into_iter().map(|(actions, when)| RawDisagreement { actions, when }).collect();
        RawPack { facts, questions, editorial, guards, groups, actions, rules, disagreements }.fit_together()
    })
    .boxed()
}

/// What was said of each of at most five facts; see `fit::fit_context`.
pub(crate) fn raw_contexts() -> BoxedStrategy<Vec<(u8, RawTest)>> {
    vec((0_u8..10, test()), 5).boxed()
}

fn test() -> BoxedStrategy<RawTest> {
    (0_u8..20, vec(any::<u8>(), 1..=3)).prop_map(|(form, picks)| RawTest { form, picks }).boxed()
}

fn condition() -> BoxedStrategy<RawCondition> {
    // Mostly with tests: an empty table always holds, and makes all around it dull.
    let tests = prop_oneof![1 => vec((any::<u8>(), test()), 0), 12 => vec((any::<u8>(), test()), 1..=2)];
    let plain = tests.prop_map(|tests| RawCondition { tests, all: None, any: None, not: None });
    plain
        .prop_recursive(3, 12, 3, |inner| {
            let some = |chance, most| option::weighted(chance, vec(inner.clone(), 1..=most));
            let nested = option::weighted(0.3, inner.clone().prop_map(Box::new));
            (vec((any::<u8>(), test()), 0..=1), some(0.2, 2), some(0.8, 4), nested)
                .prop_map(|(tests, all, any, not)| RawCondition { tests, all, any, not })
        })
        .boxed()
}

fn fact() -> BoxedStrategy<RawFact> {
    let assume = option::weighted(0.3, test());
    (0_u8..4, 2_u8..=9, 0_u8..5, assume, prop::bool::weighted(0.2), vec(test(), 0..=1))
        .prop_map(|(kind, size, letter, assume, ask_first, flags)| RawFact {
            kind,
            size,
            letter,
            assume,
            ask_first,
            flags,
        })
        .boxed()
}

fn action() -> BoxedStrategy<RawAction> {
    let group = option::weighted(0.5, any::<u8>());
    (0_u8..5, any::<u8>(), group, vec(any::<u8>(), 0..=1), any::<bool>())
        .prop_map(|(letter, moment, group, never_with, say)| RawAction {
            letter,
            moment,
            group,
            never_with,
            say,
        })
        .boxed()
}

fn rule() -> BoxedStrategy<RawRule> {
    let weight = prop_oneof![
        3 => prop::sample::select(vec![None, Some(50), Some(60)]),
        1 => (1_u8..=100).prop_map(Some),
    ];
    let sources = vec((any::<u8>(), option::of(0_u8..3)), 1..=3);
    let conditions = (option::weighted(0.8, condition()), option::weighted(0.2, condition()));
    let about = (prop::bool::weighted(0.25), any::<u8>(), prop::bool::weighted(0.3));
    (0_u8..5, about, conditions, weight, sources)
        .prop_map(|(letter, (avoid, action, continues), (when, unless), weight, sources)| RawRule {
            letter,
            avoid,
            action,
            continues,
            when,
            unless,
            weight,
            sources,
        })
        .boxed()
}
