//! With few steps less is decided, and nothing is decided otherwise.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

#[path = "decisions/random.rs"]
mod random;

use std::collections::BTreeSet;

use closer_core::space::Status;
use closer_core::{Advice, Context, Goal, Possibility, Program, Standing, Verdict};
use random::{Random, Shape};

const SHAPE: Shape = Shape { facts: 6, values: 4, actions: 6, rules: 30, sources: 4, tests: 3, ways: 3 };
const STEPS: [u64; 6] = [0, 20, 300, 3_000, 30_000, 300_000];

/// For so many packs, and some boxes each: the program, the same with few steps, and what is known.
fn each(packs: usize, mut hold: impl FnMut(&Program, &Program, &Context)) {
    let random = &mut Random(20_261_130);
    for _ in 0..packs {
        let program = random::pack(SHAPE, random).compile();
        for steps in STEPS {
            let few = program.with_steps(steps);
            let bounds = random::bounds(&program, random.below(9), random);
            hold(&program, &few, &random::context(&program, &bounds));
        }
    }
}

fn verdict(advice: &Advice, action: &str) -> Verdict {
    advice.verdict(action).unwrap()
}

/// What the single rows of a rule tell takes no steps.
#[test]
fn without_any_steps_single_rows_are_told() {
    let pack = "pack = { name = 'p', version = '1.0.0', moments = ['now'] }\nmoments.now.title = 'Now'\n\
         sources.s.title = 'S'\nfacts.f = { question = 'F?', bool = true }\n\
         actions.a = { moment = 'now', title = 'A', why = 'W.' }\n\
         rule = [{ id = 'r', suggest = 'a', when = { f = true }, because = 'B.', sources = ['s'] }]\n";
    let none = Program::from_toml(pack).unwrap().with_steps(0);
    for (known, status) in
        [(r#"{"f":true}"#, Status::Holds), (r#"{"f":false}"#, Status::Fails), ("{}", Status::Open)]
    {
        let known: serde_json::Value = serde_json::from_str(known).unwrap();
        let told = none.explain_rule(&none.context(&known).unwrap(), "r").unwrap();
        assert_eq!(told.check.status, status, "{known}");
    }
}

#[test]
fn a_verdict_is_the_same_or_depends() {
    let (mut same, mut depends) = (0, 0);
    each(40, |program, few, context| {
        let (advice, less) = (program.advise(context), few.advise(context));
        for action in program.rules().actions() {
            let (exact, told) = (verdict(&advice, &action.id), verdict(&less, &action.id));
            assert!(told == exact || told == Verdict::Depends, "{}: {exact:?}, {told:?}", action.id);
            if exact != Verdict::Depends {
                *if told == exact { &mut same } else { &mut depends } += 1;
            }
        }
        assert_eq!(few.decide(context).ranked().len(), less.suggested.len());
    });
    assert!(same > 200 && depends > 100, "{same} {depends}: both are worth a test");
}

#[test]
fn what_may_be_is_not_left_out() {
    each(40, |program, few, context| {
        let (advice, less) = (program.advise_strict(context), few.advise_strict(context));
        for told in &less.depends {
            let possible: Vec<Verdict> = match advice.depends.iter().find(|exact| exact.action == told.action)
            {
                Some(exact) => exact.may_be.clone(),
                None => vec![verdict(&advice, &told.action)],
            };
            assert!(possible.iter().all(|verdict| told.may_be.contains(verdict)), "{possible:?} {told:?}");
            let exact = advice.depends.iter().find(|exact| exact.action == told.action);
            if let Some(exact) = exact.filter(|_| told.smallest) {
                assert_eq!((&told.only_if, &told.avoid_if), (&exact.only_if, &exact.avoid_if));
            }
        }
    });
}

#[test]
fn a_score_is_proved_and_a_settled_rank_is_the_rank() {
    let mut settled = 0;
    each(60, |program, few, context| {
        let (advice, less) = (program.advise_strict(context), few.advise_strict(context));
        for told in &less.suggested {
            let exact = advice.suggested.iter().find(|exact| exact.action == told.action).unwrap();
            assert!(told.score <= exact.score && told.score_at_most >= exact.score_at_most, "{told:?}");
            if told.settled {
                settled += 1;
                assert_eq!((told.rank, told.settled), (exact.rank, exact.settled));
            }
            for rule in &told.rules {
                let rule = program.explain_rule_strict(context, rule).unwrap();
                assert_ne!(rule.check.status, Status::Fails, "{told:?}");
            }
            // Where sources differ is told, be it only that they may.
            for dispute in &exact.disputes {
                assert!(told.disputes.iter().any(|other| other.id == dispute.id));
            }
        }
    });
    assert!(settled > 50, "{settled}");
}

#[test]
fn no_question_is_left_out_that_matters() {
    let (mut asked, mut in_vain) = (0, 0);
    each(30, |program, few, context| {
        let (advice, less) = (program.advise_strict(context), few.advise_strict(context));
        assert!(less.next_question.is_some() || advice.next_question.is_none());
        let open = |program: &Program| -> BTreeSet<String> {
            let questions = program.questionnaire(context.clone(), 2);
            let open: BTreeSet<String> =
                questions.open_facts().iter().map(|fact| fact.name.to_string()).collect();
            assert_eq!(questions.next_question().is_some(), !open.is_empty());
            open
        };
        let (exact, told) = (open(program), open(few));
        assert!(told.is_superset(&exact), "{exact:?} {told:?}");
        asked += exact.len();
        in_vain += told.len() - exact.len();
    });
    assert!(asked > 50 && in_vain > 5, "{asked} {in_vain}: both are worth a test");
}

/// Whatever was taken for granted and made a difference is told, if the action that it made one for is decided at all.
#[test]
fn what_was_taken_for_granted_is_told() {
    let mut told_in_vain = 0;
    each(60, |program, few, context| {
        let (advice, less) = (program.advise(context), few.advise(context));
        let told: BTreeSet<&str> = less.assumed.iter().map(|assumed| &*assumed.fact).collect();
        for assumed in &advice.assumed {
            let decided = assumed.without.iter().any(|change| {
                verdict(&advice, &change.action) != Verdict::Depends
                    && verdict(&advice, &change.action) == verdict(&less, &change.action)
                    && matches!(change.then, Standing::Verdict(_))
            });
            assert!(!decided || told.contains(&*assumed.fact), "{assumed:?} {less:?}");
        }
        told_in_vain += less.assumed.iter().filter(|assumed| assumed.without.is_empty()).count();
    });
    assert!(told_in_vain > 5, "{told_in_vain}");
}

#[test]
fn a_card_surprises_with_nothing_that_is_not_so() {
    let mut surprises = 0;
    each(60, |program, few, context| {
        let (card, less) = (program.card(context), few.card(context));
        for surprise in &less.surprises {
            assert!(card.surprises.iter().any(|exact| exact.action == surprise.action), "{surprise:?}");
        }
        surprises += less.surprises.len();
        // What is avoided there is avoided, and told as a warning or as what to do when something is otherwise.
        for warning in &less.leave_alone {
            let warned = card.leave_alone.iter().any(|exact| exact.action == warning.action);
            assert!(
                warned || card.surprises.iter().any(|exact| exact.action == warning.action),
                "{warning:?}"
            );
        }
    });
    assert!(surprises > 10, "{surprises}");
}

#[test]
fn changes_are_the_same_or_not_decided() {
    let (mut same, mut open) = (0, 0);
    each(15, |program, few, context| {
        for action in program.rules().actions() {
            for goal in [Goal::Suggested, Goal::Avoided, Goal::First] {
                let exact = program.changes_for(context, &action.id, goal).unwrap();
                let told = few.changes_for(context, &action.id, goal).unwrap();
                if told.answer == Possibility::Undecided {
                    open += 1;
                    assert!(told.fewest <= exact.fewest || exact.fewest.is_none(), "{exact:?} {told:?}");
                } else {
                    same += 1;
                    assert_eq!(told, exact);
                }
            }
        }
    });
    assert!(same > 200 && open > 200, "{same} {open}");
}

#[test]
fn a_test_of_a_rule_is_the_same_or_open() {
    each(30, |program, few, context| {
        for rule in program.rules().rules() {
            let exact = program.explain_rule(context, &rule.id).unwrap();
            let told = few.explain_rule(context, &rule.id).unwrap();
            assert!([exact.check.status, Status::Open].contains(&told.check.status));
            assert!([exact.beaten, Status::Open].contains(&told.beaten), "{exact:?} {told:?}");
            assert!(exact.beaten_by.iter().all(|rule| told.beaten_by.contains(rule)));
        }
    });
}

/// A rule by itself is told as it is among those of its action.
#[test]
fn a_rule_decides_by_itself_where_it_decides_among_others() {
    let mut decides = 0;
    each(15, |program, _, context| {
        for action in program.rules().actions() {
            for check in program.explain(context, &action.id).unwrap().rules {
                let told = program.explain_rule(context, &check.rule).unwrap().check;
                decides += usize::from(told.decides);
                assert_eq!(told, check);
            }
        }
    });
    assert!(decides > 50, "{decides}");
}
