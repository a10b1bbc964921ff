//! Cases worked out by hand, one for each sentence that is easily got wrong. The reference must give what is written here, and the
//! engine what the reference gives.

use super::advice::{Advice, Role, Status, advise};
use super::assumed::{Place, assumptions_that_matter};
use super::build::{all, always, any, at_least, is, not, pack, test};
use super::context::{Context, Meaning, Said};
use super::pack::{Pack, Test};
use super::question::next_question;
use super::world::Verdict::{Avoided, Silent, Suggested};
use crate::hold_engine_against_reference;

/// What the reference says where only `known` is said; the engine must agree.
fn given(pack: &Pack, known: &[(usize, Test)]) -> Advice {
    in_context(pack, &saying(pack, known))
}

fn saying(pack: &Pack, known: &[(usize, Test)]) -> Context {
    let mut context = Context::nothing(pack);
    for (fact, test) in known {
        context.said[*fact] = Said::Is(test.clone());
    }
    context
}

fn in_context(pack: &Pack, context: &Context) -> Advice {
    hold_engine_against_reference(pack, context);
    advise(&Meaning::of(pack), &context.possible(pack, None))
}

fn asked(pack: &Pack, known: &[(usize, Test)]) -> Option<usize> {
    let context = saying(pack, known);
    hold_engine_against_reference(pack, &context);
    next_question(&Meaning::of(pack), &context.possible(pack, None)).map(|question| question.fact)
}

const LOW: usize = 0;
const MID: usize = 1;
const TOP: usize = 2;
const NO: usize = 0;
const YES: usize = 1;

#[test]
fn a_condition_is_exact_and_not_put_together_from_its_parts() {
    let mut pack = pack();
    let went = pack.ordered("went", &["poorly", "unsure", "well"]);
    let ask = pack.action("ask", 0);
    let either = pack.suggest(ask, 50, any([is(went, TOP), not(is(went, TOP))]));
    let other = pack.suggest(
        ask,
        50,
        any([test(went, Test::not(Test::Is(LOW))), test(went, Test::not(Test::one_of([MID, TOP])))]),
    );
    let both = pack.suggest(ask, 50, all([test(went, at_least(MID)), test(went, Test::not(Test::Is(TOP)))]));
    let advice = given(&pack, &[]);
    assert_eq!(advice.rules[either], Status::Holds);
    assert_eq!(advice.rules[other], Status::Holds);
    assert_eq!(advice.rules[both], Status::Open);
    assert_eq!(given(&pack, &[(went, Test::Is(MID))]).rules[both], Status::Holds);
    assert_eq!(given(&pack, &[(went, Test::one_of([TOP, LOW]))]).rules[both], Status::Fails);
    assert_eq!(asked(&pack, &[]), None, "went changes no verdict and no score");
}

#[test]
fn unless_takes_away_where_the_whole_of_it_is_true() {
    let mut pack = pack();
    let (bold, late) = (pack.yes_or_no("bold"), pack.yes_or_no("late"));
    let ask = pack.action("ask", 0);
    let rule = pack.suggest(ask, 50, always());
    pack.rules[rule].unless = Some(all([is(bold, YES), is(late, YES)]));
    assert!(given(&pack, &[(bold, Test::Is(NO))]).actions[ask].is(Suggested));
    assert_eq!(given(&pack, &[(bold, Test::Is(YES))]).actions[ask].may_be, [Suggested, Silent]);
    assert!(given(&pack, &[(bold, Test::Is(YES)), (late, Test::Is(YES))]).actions[ask].is(Silent));
}

#[test]
fn different_rules_in_different_worlds_can_share_a_verdict() {
    let mut pack = pack();
    let level = pack.ordered("level", &["low", "mid", "top"]);
    let ask = pack.action("ask", 0);
    let low = pack.suggest(ask, 30, is(level, LOW));
    let mid = pack.suggest(ask, 70, is(level, MID));
    let top = pack.suggest(ask, 50, is(level, TOP));
    let advice = given(&pack, &[]);
    let asking = &advice.actions[ask];
    assert!(asking.is(Suggested));
    assert_eq!(asking.score, Some((30, 70)));
    assert_eq!(asking.suggesting, [mid, top, low], "none holds alone, so all that may, strongest first");
    assert!(asking.settled, "alone on the list, whatever its score");
    let advice = given(&pack, &[(level, Test::one_of([LOW, TOP]))]);
    assert_eq!(advice.actions[ask].score, Some((30, 50)));
}

#[test]
fn avoid_beats_suggest_however_weak() {
    let mut pack = pack();
    let bold = pack.yes_or_no("bold");
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 100, always());
    pack.avoid(ask, 1, is(bold, NO));
    let advice = given(&pack, &[(bold, Test::Is(NO))]);
    assert!(advice.actions[ask].is(Avoided));
    assert_eq!(advice.actions[ask].disputes.len(), 1);
    let advice = given(&pack, &[]);
    assert_eq!(advice.actions[ask].may_be, [Suggested, Avoided]);
    assert_eq!(advice.actions[ask].disputes.len(), 1, "depends, and disputed in some worlds");
    let advice = given(&pack, &[(bold, Test::Is(YES))]);
    assert!(advice.actions[ask].is(Suggested) && advice.actions[ask].disputes.is_empty());
}

#[test]
fn an_action_is_avoided_although_no_one_rule_avoids_it_everywhere() {
    let mut pack = pack();
    let bold = pack.yes_or_no("bold");
    let ask = pack.action("ask", 0);
    let card = pack.action("card", 0);
    let gift = pack.action("gift", 0);
    pack.avoid(ask, 20, is(bold, NO));
    pack.avoid(ask, 80, is(bold, YES));
    pack.suggest(ask, 50, is(bold, YES));
    pack.avoid(card, 60, always());
    pack.avoid(card, 99, is(bold, YES));
    pack.avoid(gift, 60, always());
    let advice = given(&pack, &[]);
    assert!(advice.actions[ask].is(Avoided));
    assert_eq!(advice.avoided, [ask, card, gift], "80 may hold as none holds alone, 60 holds, 60 holds");
    assert!(advice.actions[ask].disputes.is_empty(), "only in some worlds does a rule suggest it as well");
}

#[test]
fn ties_are_broken_by_score_then_sources_then_moment_then_id() {
    let mut pack = pack();
    let [last, by_id, by_moment, by_sources, by_score] =
        [("e-last", 1), ("d-id", 1), ("c-moment", 0), ("b-sources", 2), ("a-score", 2)]
            .map(|(id, moment)| pack.action(id, moment));
    for action in [last, by_id, by_moment] {
        let rule = pack.suggest(action, 50, always());
        pack.cite(rule, &[(0, "1"), (0, "2"), (0, "3")]);
    }
    let rule = pack.suggest(by_sources, 50, always());
    pack.cite(rule, &[(0, "1")]);
    let rule = pack.suggest(by_sources, 10, always());
    pack.cite(rule, &[(2, "E1")]);
    pack.suggest(by_score, 51, always());
    pack.yes_or_no("idle");
    let advice = given(&pack, &[]);
    assert_eq!(advice.suggested, [by_score, by_sources, by_moment, by_id, last]);
    assert!(advice.actions.iter().all(|action| action.settled));
}

#[test]
fn only_what_is_certain_ranks() {
    let mut pack = pack();
    let bold = pack.yes_or_no("bold");
    let (sure, perhaps) = (pack.action("sure", 1), pack.action("perhaps", 0));
    pack.suggest(sure, 50, always());
    pack.suggest(perhaps, 40, always());
    let strong = pack.suggest(perhaps, 90, is(bold, YES));
    pack.cite(strong, &[(1, "1"), (2, "1")]);
    let advice = given(&pack, &[]);
    assert_eq!(advice.suggested, [sure, perhaps]);
    assert_eq!(advice.actions[perhaps].score, Some((40, 90)));
    assert!(!advice.actions[sure].settled && !advice.actions[perhaps].settled);
    assert_eq!(asked(&pack, &[]), Some(bold), "no verdict depends on it, but a score does");
    pack.rules[1].weight = Some(50);
    let advice = given(&pack, &[]);
    assert_eq!(
        advice.suggested,
        [perhaps, sure],
        "same low end, same number of sources that hold, earlier moment"
    );
    assert!(advice.actions[perhaps].settled && advice.actions[sure].settled);
}

#[test]
fn a_rank_is_not_settled_while_something_may_still_come_before_it() {
    let mut pack = pack();
    let bold = pack.yes_or_no("bold");
    let [sure, one, other] = ["sure", "one", "other"].map(|id| pack.action(id, 0));
    pack.suggest(sure, 50, always());
    pack.suggest(one, 90, is(bold, NO));
    pack.suggest(other, 90, is(bold, YES));
    let advice = given(&pack, &[]);
    assert_eq!(advice.suggested, [sure]);
    assert!(!advice.actions[sure].settled, "first here, second in every world");
    assert!(given(&pack, &[(bold, Test::Is(NO))]).actions[sure].settled);
}

#[test]
fn what_is_avoided_in_every_world_stands_before_nobody() {
    let mut pack = pack();
    let bold = pack.yes_or_no("bold");
    let (sure, tempting) = (pack.action("sure", 0), pack.action("tempting", 0));
    pack.suggest(sure, 50, always());
    pack.suggest(tempting, 90, always());
    pack.avoid(tempting, 50, is(bold, NO));
    let other = pack.avoid(tempting, 50, is(bold, YES));
    assert!(given(&pack, &[]).actions[sure].settled);
    pack.rules.remove(other);
    assert!(!given(&pack, &[]).actions[sure].settled);
}

#[test]
fn leads_are_chosen_down_the_list() {
    let mut pack = pack();
    let few = pack.group(1);
    let [first, second, third, fourth] = ["first", "second", "third", "fourth"].map(|id| pack.action(id, 0));
    for (action, weight) in [(first, 80), (second, 70), (third, 60), (fourth, 50)] {
        pack.suggest(action, weight, always());
    }
    pack.actions[first].group = Some(few);
    pack.actions[second].group = Some(few);
    pack.actions[second].never_with.insert(third);
    pack.actions[fourth].never_with.insert(third);
    let roles = |pack: &Pack| {
        let advice = given(pack, &[]);
        [first, second, third, fourth].map(|action| advice.actions[action].role == Some(Role::Lead))
    };
    assert_eq!(
        roles(&pack),
        [true, false, true, false],
        "a spare stands in nobody's way; never_with goes both ways"
    );
    pack.groups[few].at_most = 2;
    assert_eq!(roles(&pack), [true, true, false, true]);
}

#[test]
fn a_guard_is_part_of_every_rule_of_its_moment() {
    let mut pack = pack();
    let (before, bold) = (pack.yes_or_no("before"), pack.yes_or_no("bold"));
    pack.moments[0].guard = Some(is(before, YES));
    let (ask, shout) = (pack.action("ask", 0), pack.action("shout", 0));
    let rule = pack.suggest(ask, 50, is(bold, YES));
    pack.avoid(shout, 50, always());
    let advice = given(&pack, &[(before, Test::Is(NO)), (bold, Test::Is(YES))]);
    assert_eq!(advice.rules[rule], Status::Fails);
    assert_eq!(advice.silent, [ask, shout]);
    let advice = given(&pack, &[(bold, Test::Is(YES))]);
    assert_eq!(advice.rules[rule], Status::Open);
    assert_eq!(advice.actions[shout].may_be, [Avoided, Silent]);
    assert_eq!(advice.depends, [ask, shout], "what cannot be suggested comes last");
    assert_eq!(asked(&pack, &[(bold, Test::Is(YES))]), Some(before));
}

#[test]
fn a_set_of_values_can_be_assumed() {
    let mut pack = pack();
    let level = pack.ordered("level", &["low", "mid", "top"]);
    pack.facts[level].assume = Some(at_least(MID));
    let (ask, card) = (pack.action("ask", 0), pack.action("card", 0));
    pack.suggest(ask, 50, test(level, Test::not(Test::Is(LOW))));
    pack.suggest(card, 50, is(level, TOP));
    let nothing = Context::nothing(&pack);
    let advice = in_context(&pack, &nothing);
    assert!(advice.actions[ask].is(Suggested));
    assert_eq!(advice.actions[card].may_be, [Suggested, Silent]);
    let mattered = assumptions_that_matter(&Meaning::of(&pack), &nothing);
    let [assumed] = &mattered[..] else { panic!("one assumption matters: {mattered:?}") };
    let [change] = &assumed.without[..] else { panic!("the card depends either way: {mattered:?}") };
    assert_eq!(change.action, ask);
    assert_eq!((change.now, change.then), (Place::Verdict(Some(Suggested)), Place::Verdict(None)));
    assert_eq!(asked(&pack, &[]), Some(level));
    assert!(given(&pack, &[(level, Test::Is(LOW))]).actions[ask].is(Silent), "what was said is not assumed");
}

#[test]
fn nothing_is_assumed_of_a_fact_that_is_said_to_be_unknown() {
    let mut pack = pack();
    let told = pack.yes_or_no("told");
    pack.facts[told].assume = Some(Test::Is(NO));
    let ask = pack.action("ask", 0);
    pack.suggest(ask, 50, is(told, NO));
    let mut context = Context::nothing(&pack);
    assert!(in_context(&pack, &context).actions[ask].is(Suggested));
    context.said[told] = Said::Unknown;
    assert_eq!(in_context(&pack, &context).actions[ask].may_be, [Suggested, Silent]);
    assert!(assumptions_that_matter(&Meaning::of(&pack), &context).is_empty());
    context.said[told] = Said::Nothing;
    context.strict = true;
    assert_eq!(in_context(&pack, &context).actions[ask].may_be, [Suggested, Silent]);
}

#[test]
fn an_assumption_matters_by_role_and_by_rank_too() {
    let mut pack = pack();
    let (told, calm) = (pack.yes_or_no("told"), pack.yes_or_no("calm"));
    pack.facts[told].assume = Some(Test::Is(YES));
    pack.facts[calm].assume = Some(Test::Is(YES));
    let (ask, card) = (pack.action("ask", 0), pack.action("card", 0));
    pack.suggest(ask, 50, always());
    pack.suggest(card, 40, always());
    pack.suggest(card, 60, is(told, YES));
    let context = Context::nothing(&pack);
    let places = |pack: &Pack| -> Vec<(usize, Place, Place)> {
        hold_engine_against_reference(pack, &context);
        let mattered = assumptions_that_matter(&Meaning::of(pack), &context);
        assert!(mattered.iter().all(|assumed| assumed.fact == told), "calm never matters");
        let changes = mattered.iter().flat_map(|assumed| &assumed.without);
        changes.map(|change| (change.action, change.now, change.then)).collect()
    };
    assert_eq!(
        places(&pack),
        [(ask, Place::Rank(2), Place::Rank(1)), (card, Place::Rank(1), Place::Rank(2))]
    );
    pack.actions[card].never_with.insert(ask);
    let (lead, spare) = (Place::Role(Role::Lead), Place::Role(Role::Spare));
    assert_eq!(places(&pack), [(ask, spare, lead), (card, lead, spare)]);
}

#[test]
fn a_declared_disagreement_changes_nothing_but_is_shown_where_it_holds() {
    let mut pack = pack();
    let (post, bold) = (pack.yes_or_no("post"), pack.yes_or_no("bold"));
    let card = pack.action("card", 2);
    pack.suggest(card, 50, any([is(bold, YES), is(post, YES)]));
    pack.disagree(card, is(post, YES));
    let shown = |known: &[(usize, Test)]| given(&pack, known).actions[card].disputes.len();
    assert_eq!(shown(&[(post, Test::Is(YES))]), 1, "suggested, and it holds");
    assert_eq!(shown(&[(bold, Test::Is(YES))]), 0, "suggested, and it may hold");
    assert_eq!(shown(&[]), 1, "depends, and it may hold");
    assert!(given(&pack, &[(post, Test::Is(YES))]).actions[card].is(Suggested));
}

#[test]
fn a_pack_may_have_no_facts_and_then_there_is_one_world() {
    let mut pack = pack();
    let (ask, shout, idle) = (pack.action("ask", 0), pack.action("shout", 0), pack.action("idle", 0));
    pack.suggest(ask, 50, always());
    pack.avoid(shout, 50, always());
    let advice = given(&pack, &[]);
    assert_eq!((advice.suggested, advice.avoided, advice.silent), (vec![ask], vec![shout], vec![idle]));
}
