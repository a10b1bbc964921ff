//! What a rule set is made of, and sets of values of one fact.
#![allow(clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::RuleSet;
use closer_core::model::{Allowed, Context, Fact, Test};
use closer_core::space::ValueSet;

fn sound() -> RuleSet {
    RuleSet::from_toml(include_str!("mistakes/sound.toml")).unwrap()
}

#[test]
fn what_few_actions_have() {
    let rules = sound();
    let action = |id: &str| rules.action(rules.find_action(id).unwrap()).unwrap();
    let [next, boldly, pay] = ["ask-next-steps", "ask-boldly", "raise-salary"].map(action);
    assert_eq!(&*next.quotes().unwrap().text, "000-04");
    assert!(boldly.quotes().is_none() && pay.quotes().is_none());
    // Whichever of the two says so.
    assert_eq!(next.never_with(), [rules.find_action("ask-boldly").unwrap()]);
    assert_eq!(boldly.never_with(), [rules.find_action("ask-next-steps").unwrap()]);
    assert!(pay.never_with().is_empty());
    assert_eq!(pay.instead().map(|instead| &**instead), Some("Let them raise it."));
    assert!(next.instead().is_none());
}

#[test]
fn of_a_fact_is_said_only_what_it_can_be() {
    let rules = sound();
    let vocabulary = rules.vocabulary();
    let mut context = Context::unknown(vocabulary);
    for fact in vocabulary.facts() {
        let beyond = ValueSet::single(63);
        assert!(!fact.all().contains(63));
        assert!(!context.say(vocabulary, &Test::new(fact.id, Allowed::Values(beyond))), "{}", fact.name);
        assert_eq!((context.said(fact.id), context.possible(fact.id)), (None, fact.all()));
        let first = ValueSet::single(0);
        assert!(context.say(vocabulary, &Test::new(fact.id, Allowed::Values(first.union(beyond)))));
        assert_eq!(context.said(fact.id), Some(&Allowed::Values(first)));
        assert_eq!(context.possible(fact.id), first);
        context.unsay(vocabulary, fact.id);
    }
}

/// Every set of numbers up to a few.
fn all_numbers() -> Vec<Allowed> {
    let numbers =
        |bits: u8| (0..5).filter(move |number| bits >> number & 1 == 1).map(|number| (number, number));
    (0..32).map(|bits| Allowed::numbers(numbers(bits))).collect()
}

fn all_values() -> Vec<Allowed> {
    let values = |bits: u8| (0..3).filter(move |value| bits >> value & 1 == 1);
    (0..8).map(|bits| Allowed::Values(values(bits).collect())).collect()
}

fn allows(allowed: &Allowed, value: u8) -> bool {
    match allowed {
        Allowed::Values(values) => !values.intersection(ValueSet::single(value)).is_empty(),
        Allowed::Numbers(ranges) => {
            // Sorted, disjoint and not adjacent.
            assert!(ranges.iter().all(|(first, last)| first <= last), "{ranges:?}");
            assert!(ranges.windows(2).all(|pair| matches!(pair, [a, b] if a.1 + 1 < b.0)), "{ranges:?}");
            ranges.iter().any(|(first, last)| (*first..=*last).contains(&value.into()))
        }
    }
}

#[test]
fn sets_of_values_are_what_their_values_say() {
    let rules = sound();
    let fact = |name: &str| -> &Fact { rules.vocabulary().find(name).unwrap() };
    for (all, fact, most) in [(all_numbers(), fact("interviewers"), 50), (all_values(), fact("setting"), 2)] {
        for one in &all {
            let values: Vec<u8> = (0..=most).filter(|value| allows(one, *value)).collect();
            assert_eq!(one.is_empty(), values.is_empty());
            let complement = one.complement(fact);
            assert!((0..=most).all(|value| allows(&complement, value) != allows(one, value)), "{one:?}");
            for other in &all {
                let (union, both) = (one.union(other), one.intersection(other));
                for value in 0..=most {
                    let (in_one, in_other) = (allows(one, value), allows(other, value));
                    assert_eq!(allows(&union, value), in_one || in_other, "{one:?} or {other:?}: {value}");
                    assert_eq!(allows(&both, value), in_one && in_other, "{one:?} and {other:?}: {value}");
                }
            }
        }
    }
}
