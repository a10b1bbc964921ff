//! Cases worked out by hand about questions, numbers, and the conditions that an action hangs on.

use serde_json::{Value as Json, json};

use super::advice::advise;
use super::build::{all, always, any, at_least, is, pack, test};
use super::context::{Context, Meaning, Said};
use super::pack::{Bounds, Pack, Test};
use super::question::{Question, next_question};
use super::residual;
use super::world::Verdict::{Silent, Suggested};
use super::world::World;
use crate::{hold_engine_against_reference, hold_open_facts};

const NO: usize = 0;
const YES: usize = 1;

fn context(pack: &Pack, known: &[(usize, Test)]) -> Context {
    let mut context = Context::nothing(pack);
    for (fact, test) in known {
        context.said[*fact] = Said::Is(test.clone());
    }
    hold_engine_against_reference(pack, &context);
    context
}

fn question(pack: &Pack, known: &[(usize, Test)]) -> Option<Question> {
    next_question(&Meaning::of(pack), &context(pack, known).possible(pack, None))
}

#[test]
fn the_question_that_settles_most_is_asked() {
    let mut pack = pack();
    let [idle, narrow, wide] = ["a-idle", "b-narrow", "c-wide"].map(|name| pack.yes_or_no(name));
    let [one, two, three] = ["one", "two", "three"].map(|id| pack.action(id, 0));
    pack.suggest(one, 50, is(wide, YES));
    pack.suggest(two, 50, is(wide, NO));
    pack.suggest(three, 50, is(narrow, YES));
    let asked = question(&pack, &[]).unwrap();
    assert_eq!((asked.fact, asked.could_settle), (wide, vec![one, two]));
    let asked = question(&pack, &[(wide, Test::Is(YES))]).unwrap();
    assert_eq!((asked.fact, asked.could_settle), (narrow, vec![three]));
    assert!(question(&pack, &[(wide, Test::Is(YES)), (narrow, Test::Is(NO))]).is_none());
    pack.facts[idle].ask_first = true;
    assert_eq!(question(&pack, &[]).unwrap().fact, wide, "nothing hangs on the idle fact");
}

#[test]
fn what_may_be_suggested_counts_before_what_may_only_be_avoided() {
    let mut pack = pack();
    let (good, bad) = (pack.yes_or_no("z-good"), pack.yes_or_no("a-bad"));
    let [ask, gift, shout] = ["ask", "gift", "shout"].map(|id| pack.action(id, 0));
    pack.suggest(ask, 50, is(good, YES));
    pack.avoid(gift, 50, is(bad, YES));
    pack.avoid(shout, 50, is(bad, YES));
    assert_eq!(question(&pack, &[]).unwrap().fact, good);
}

#[test]
fn equal_questions_are_asked_by_wish_and_then_by_name() {
    let mut pack = pack();
    let (later, sooner) = (pack.yes_or_no("b"), pack.yes_or_no("a"));
    let (one, two) = (pack.action("one", 0), pack.action("two", 0));
    pack.suggest(one, 50, is(later, YES));
    pack.suggest(two, 50, is(sooner, YES));
    assert_eq!(question(&pack, &[]).unwrap().fact, sooner);
    pack.facts[later].ask_first = true;
    assert_eq!(question(&pack, &[]).unwrap().fact, later);
}

#[test]
fn the_mean_is_exact() {
    let mut pack = pack();
    let three = pack.ordered("three", &["low", "mid", "top"]);
    let (half, more) = (pack.yes_or_no("half"), pack.yes_or_no("more"));
    let ask = pack.action("ask", 0);
    // Of the answers to `three` two of three settle the action; of those to the others one of two.
    pack.suggest(ask, 50, all([test(three, Test::Is(1)), is(half, YES), is(more, YES)]));
    assert_eq!(question(&pack, &[]).unwrap().fact, three);
    let known = [(three, Test::one_of([0, 1]))];
    assert_eq!(question(&pack, &known).unwrap().fact, half, "one of two each, then by name");
}

#[test]
fn numbers_are_asked_for_in_groups_that_the_pack_does_not_tell_apart() {
    let mut pack = pack();
    let people = pack.number("people", 0, 9);
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, test(people, at_least(2)));
    pack.facts[people].flags.push(("crowd".to_owned(), test_of(5, 7)));
    let answers = |known: &[(usize, Test)]| question(&pack, known).unwrap().answers;
    assert_eq!(
        answers(&[]),
        [vec![0, 1], vec![2, 3, 4], vec![5, 6, 7], vec![8, 9]].map(|v| v.into_iter().collect())
    );
    let known = [(people, Test::one_of([1, 6, 9]))];
    assert_eq!(answers(&known), [[1].into(), [6].into(), [9].into()]);
    assert!(question(&pack, &[(people, Test::one_of([2, 8]))]).is_none());
}

fn test_of(first: usize, last: usize) -> Test {
    Test::Bounds(Bounds { at_least: Some(first), at_most: Some(last), ..Bounds::default() })
}

#[test]
fn a_number_may_be_known_to_lie_between_the_thresholds() {
    let mut pack = pack();
    let (people, years) = (pack.number("people", 1, 6), pack.number("years", -2, 2));
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, all([test(people, at_least(2)), test(years, Test::not(Test::Is(2)))]));
    let verdicts = |known: &[(usize, Test)]| {
        advise(&Meaning::of(&pack), &context(&pack, known).possible(&pack, None)).actions[ask].may_be.clone()
    };
    assert_eq!(verdicts(&[(people, Test::one_of([2, 4])), (years, Test::Is(0))]), [Suggested]);
    assert_eq!(verdicts(&[(people, test_of(1, 3)), (years, Test::Is(0))]), [Suggested, Silent]);
    assert_eq!(verdicts(&[(people, test_of(0, 1)), (years, Test::Is(0))]), [Silent]);
    assert_eq!(verdicts(&[(people, test_of(3, 4))]), [Suggested, Silent]);
}

#[test]
fn what_has_no_room_beside_others_leaves_its_place_to_what_comes_after() {
    for full in [false, true] {
        let mut pack = pack();
        let late = pack.yes_or_no("late");
        let [best, good, last, third] = ["best", "good", "last", "third"].map(|id| pack.action(id, 0));
        for (action, weight) in [(best, 90), (good, 80), (last, 50)] {
            pack.suggest(action, weight, always());
        }
        pack.suggest(third, 60, is(late, YES));
        if full {
            let group = pack.group(1);
            pack.actions[best].group = Some(group);
            pack.actions[good].group = Some(group);
        } else {
            pack.actions[good].never_with = [best].into();
        }
        assert_eq!(hold_open_facts(&pack, 1).len(), 0, "the best leads");
        assert_eq!(hold_open_facts(&pack, 2).len(), 1, "the good one is spare, so the third may lead");
        assert_eq!(hold_open_facts(&pack, 3).len(), 1);
    }
}

/// What the checker says of these alternatives for "`ask` is suggested", which is so where two facts of three values differ.
fn faults(alternatives: &Json) -> Vec<String> {
    let mut pack = pack();
    let (a, b) = (pack.ordered("a", &["low", "mid", "top"]), pack.ordered("b", &["low", "mid", "top"]));
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, always());
    let same = |value| all([is(a, value), is(b, value)]);
    pack.rules[0].unless = Some(any([same(0), same(1), same(2)]));
    let nothing = context(&pack, &[]);
    let meaning = Meaning::of(&pack);
    let is_wanted = |world: &World| world.verdicts[ask] == Suggested;
    residual::faults(&meaning, &nothing.possible(&pack, None), &is_wanted, alternatives, true)
}

#[test]
fn the_checker_of_alternatives_accepts_the_fewest_and_nothing_else() {
    let low = json!({ "a": "low", "b": { "at_least": "mid" } });
    let mid = json!({ "a": "mid", "b": ["top", "low"] });
    let top = json!({ "a": "top", "b": { "at_most": "mid" } });
    assert!(faults(&json!([low, mid, top])).is_empty());

    let not_low = json!({ "a": { "not": "low" }, "b": "low" });
    let not_top = json!({ "a": ["low", "mid"], "b": "top" });
    assert_eq!(faults(&json!([low, not_low, not_top, top])), ["4 alternatives are not the fewest"]);
    assert_eq!(
        faults(&json!([low, mid, top, not_low])),
        ["alternative 3 is superfluous", "4 alternatives are not the fewest"]
    );
    let says = |alternatives: &Json, fault: &str| {
        let faults = faults(alternatives);
        assert!(faults.iter().any(|found| found.contains(fault)), "{alternatives}: {faults:?}");
    };
    says(&json!([low, mid]), "says false in the world [2, 0]");
    says(&json!([low, mid, top, { "a": "low" }]), "says true in the world [0, 0]");
    says(&json!([{ "a": "low", "b": "mid" }, mid, top]), "alternative 0: `b` could also be value 2");
    says(&json!([{ "a": "low", "b": "huge" }, mid, top]), "no value of `b` is \"huge\"");
    says(&json!([{ "c": "low" }]), "no such fact: c");
    says(&json!([{ "a": "low", "b": { "at_most": "top" } }]), "the test of `b` rules nothing out");
}
