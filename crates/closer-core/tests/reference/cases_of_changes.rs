//! Cases worked out by hand about the smallest changes.

use serde_json::{Value as Json, json};

use super::build::{all, always, any, is, not, pack, test};
use super::changes::{comes_first, has_verdict, smallest_changes};
use super::context::{Context, Meaning, Said};
use super::pack::{Pack, Test, Values};
use super::world::Verdict;
use crate::{changes_in_engine, hold_changes_against_reference};
use closer_core::Goal;

const NO: usize = 0;
const YES: usize = 1;
const LOW: usize = 0;
const MID: usize = 1;
const TOP: usize = 2;

/// A context in which only `known` is said; the engine and the reference must agree on all changes in it.
fn saying(pack: &Pack, known: &[(usize, Test)]) -> Context {
    let mut context = Context::nothing(pack);
    for (fact, test) in known {
        context.said[*fact] = Said::Is(test.clone());
    }
    hold_changes_against_reference(pack, &context);
    context
}

/// What trying everything gives: facts and values, a set of changes after the other.
fn changes(pack: &Pack, known: &[(usize, Test)], action: usize, goal: Goal) -> Vec<Vec<(usize, Values)>> {
    let meaning = Meaning::of(pack);
    let possible = saying(pack, known).possible(pack, None);
    match goal {
        Goal::Suggested => {
            smallest_changes(&meaning, &possible, &has_verdict(&meaning, action, Verdict::Suggested))
        }
        Goal::Avoided => {
            smallest_changes(&meaning, &possible, &has_verdict(&meaning, action, Verdict::Avoided))
        }
        Goal::First => smallest_changes(&meaning, &possible, &comes_first(&meaning, action)),
    }
}

fn of(changes: &[(usize, &[usize])]) -> Vec<(usize, Values)> {
    changes.iter().map(|(fact, values)| (*fact, values.iter().copied().collect())).collect()
}

#[test]
fn values_are_as_wide_as_they_can_be_and_facts_as_few() {
    let mut pack = pack();
    let (level, bold) = (pack.ordered("level", &["low", "mid", "top"]), pack.yes_or_no("bold"));
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, all([test(level, Test::not(Test::Is(LOW))), is(bold, YES)]));
    pack.suggest(ask, 50, all([is(level, TOP), is(bold, NO)]));
    let needed = changes(&pack, &[(level, Test::Is(LOW)), (bold, Test::Is(YES))], ask, Goal::Suggested);
    assert_eq!(needed, [of(&[(level, &[MID, TOP])])]);
    let needed = changes(&pack, &[(level, Test::Is(LOW))], ask, Goal::Suggested);
    assert_eq!(needed, [of(&[(level, &[TOP])])], "at the top it is suggested, bold or not");
    assert_eq!(changes(&pack, &[(level, Test::Is(TOP))], ask, Goal::Suggested), [of(&[])]);
    assert_eq!(changes(&pack, &[], ask, Goal::Avoided), [] as [Vec<_>; 0]);
}

#[test]
fn a_change_of_what_is_assumed_comes_after_one_of_what_is_unknown_and_before_one_of_what_was_said() {
    let mut pack = pack();
    let [said, assumed, unknown] = ["a-said", "b-assumed", "c-unknown"].map(|name| pack.yes_or_no(name));
    pack.facts[assumed].assume = Some(Test::Is(NO));
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, any([is(said, YES), is(assumed, YES), is(unknown, YES)]));
    let context = saying(&pack, &[(said, Test::Is(NO))]);
    let found = changes_in_engine(&pack, &context, "ask", Goal::Suggested);
    let against: Vec<&Json> =
        found["sets"].as_array().unwrap().iter().map(|set| &set["changes"][0]["against"]).collect();
    assert_eq!(against, ["nothing", "assumption", "said"]);
    assert_eq!(found["sets"][2]["changes"][0]["given"], json!(false));
    let strictly = Context { strict: true, ..context };
    hold_changes_against_reference(&pack, &strictly);
    let found = changes_in_engine(&pack, &strictly, "ask", Goal::Suggested);
    assert_eq!(found["sets"][0]["changes"][0]["against"], "nothing", "nothing is assumed");
}

#[test]
fn to_come_first_others_may_have_to_go() {
    let mut pack = pack();
    let (late, known) = (pack.yes_or_no("late"), pack.yes_or_no("known"));
    let [best, good] = ["best", "good"].map(|id| pack.action(id, 0));
    pack.suggest(best, 90, not(is(known, YES)));
    pack.suggest(good, 60, always());
    pack.suggest(good, 95, is(late, YES));
    let nothing_said = [(late, Test::Is(NO)), (known, Test::Is(NO))];
    let needed = changes(&pack, &nothing_said, good, Goal::First);
    assert_eq!(needed, [of(&[(late, &[YES])]), of(&[(known, &[YES])])]);
    assert_eq!(changes(&pack, &nothing_said, best, Goal::First), [of(&[])]);
    let unknown = changes(&pack, &[(late, Test::Is(NO))], good, Goal::First);
    assert_eq!(unknown, [of(&[])], "the best is not sure to be suggested, so the good one heads the list");
    pack.suggest(best, 96, is(known, YES));
    assert_eq!(changes(&pack, &nothing_said, good, Goal::First), [of(&[(late, &[YES])])]);
    pack.suggest(best, 96, is(late, YES));
    assert_eq!(changes(&pack, &[], good, Goal::First), [] as [Vec<_>; 0], "the best is always better");
}

#[test]
fn a_rival_that_is_never_worse_and_loses_ties_is_not_always_ahead() {
    let mut pack = pack();
    let late = pack.yes_or_no("late");
    let [cited, late_one] = ["b-cited", "a-late"].map(|id| pack.action(id, 0));
    let rule = pack.suggest(cited, 50, always());
    pack.cite(rule, &[(0, "1"), (1, "1")]);
    pack.suggest(late_one, 50, always());
    pack.suggest(late_one, 90, is(late, YES));
    let needed = changes(&pack, &[(late, Test::Is(YES))], cited, Goal::First);
    assert_eq!(needed, [of(&[(late, &[NO])])]);
}

#[test]
fn the_way_to_be_suggested_soonest_need_not_lead_to_the_first_place() {
    let mut pack = pack();
    let [bold, known, late, ready] = ["bold", "known", "late", "ready"].map(|name| pack.yes_or_no(name));
    let [own, rival] = ["own", "rival"].map(|id| pack.action(id, 0));
    pack.suggest(own, 50, all([is(ready, YES), is(bold, NO)]));
    pack.suggest(own, 70, all([is(bold, YES), is(known, YES), is(late, YES)]));
    pack.suggest(rival, 60, always());
    let nothing_so = [bold, known, late, ready].map(|fact| (fact, Test::Is(NO)));
    assert_eq!(changes(&pack, &nothing_so, own, Goal::Suggested), [of(&[(ready, &[YES])])]);
    let needed = changes(&pack, &nothing_so, own, Goal::First);
    assert_eq!(needed, [of(&[(bold, &[YES]), (known, &[YES]), (late, &[YES])])]);
}

#[test]
fn ties_between_sources_can_make_a_box_fail_whose_parts_do() {
    let mut pack = pack();
    let (level, ready) = (pack.ordered("level", &["low", "mid", "top"]), pack.yes_or_no("ready"));
    // Both score 50 everywhere. One has two sources at each level by rules that hold there alone, the other has one source by one rule.
    let [split, steady] = ["a-split", "b-steady"].map(|id| pack.action(id, 0));
    for value in [LOW, MID] {
        let rule = pack.suggest(split, 50, all([is(level, value), is(ready, YES)]));
        pack.cite(rule, &[(0, "1"), (1, "1")]);
    }
    pack.suggest(steady, 50, always());
    let needed = changes(&pack, &[(level, Test::Is(TOP)), (ready, Test::Is(YES))], split, Goal::First);
    assert_eq!(needed, [of(&[(level, &[LOW])]), of(&[(level, &[MID])])]);
    let suggested = changes(&pack, &[(level, Test::Is(TOP)), (ready, Test::Is(YES))], split, Goal::Suggested);
    assert_eq!(suggested, [of(&[(level, &[LOW, MID])])]);
}

#[test]
fn a_box_that_fails_as_a_whole_is_cut_along_what_it_allows_several_values_of() {
    let mut pack = pack();
    let (level, ready) = (pack.ordered("level", &["low", "mid", "top"]), pack.yes_or_no("ready"));
    let [split, steady, early] = ["a-split", "b-steady", "c-early"].map(|id| pack.action(id, 0));
    for value in [LOW, MID] {
        let rule = pack.suggest(split, 50, is(level, value));
        pack.cite(rule, &[(0, "1"), (1, "1")]);
    }
    pack.suggest(steady, 50, is(ready, YES));
    pack.suggest(early, 90, is(ready, NO));
    let needed = changes(&pack, &[(level, Test::Is(TOP)), (ready, Test::Is(NO))], split, Goal::First);
    assert_eq!(needed, [LOW, MID].map(|value| of(&[(level, &[value]), (ready, &[YES])])));
}

#[test]
fn numbers_change_to_all_that_the_rules_do_not_tell_apart() {
    let mut pack = pack();
    let people = pack.number("people", 1, 9);
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, test(people, Test::one_of([3, 4, 6])));
    let needed = changes(&pack, &[(people, Test::Is(0))], ask, Goal::Suggested);
    assert_eq!(needed, [of(&[(people, &[3, 4, 6])])]);
    let found = changes_in_engine(&pack, &saying(&pack, &[(people, Test::Is(0))]), "ask", Goal::Suggested);
    assert_eq!(found["sets"][0]["changes"][0]["wanted"], json!([{ "at_least": 4, "at_most": 5 }, 7]));
}
