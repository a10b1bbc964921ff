//! The shipped pack takes its facts in any combination, each known, partly known or not, and never contradicts itself.

mod support;

use closer_core::{Advice, Context, Program, Verdict};
use support::{Random, say};

fn random_context(program: &Program, random: &mut Random, known_of_ten: u64) -> Context {
    let vocabulary = program.rules().vocabulary();
    let mut context = Context::unknown(vocabulary);
    for fact in vocabulary.facts() {
        if random.below(10) < known_of_ten {
            let values = match random.below(5) {
                0 => fact.all(),
                1 => random.some_of(fact.all()),
                _ => random.one_of(fact.all()),
            };
            say(program, &mut context, fact, values);
        }
    }
    context
}

/// A world of the context: every fact has one of its possible values.
fn world_of(program: &Program, context: &Context, random: &mut Random) -> Context {
    let vocabulary = program.rules().vocabulary();
    let mut world = Context::unknown(vocabulary);
    for fact in vocabulary.facts() {
        say(program, &mut world, fact, random.one_of(context.possible(fact.id)));
    }
    world
}

fn listed(advice: &Advice) -> Vec<String> {
    let ids = advice.suggested.iter().map(|it| &it.action);
    let ids = ids.chain(advice.avoided.iter().map(|it| &it.action));
    let ids = ids.chain(advice.depends.iter().map(|it| &it.action));
    let mut ids: Vec<String> =
        ids.chain(advice.silent.iter().map(|it| &it.action)).map(ToString::to_string).collect();
    ids.sort();
    ids
}

#[test]
fn any_combination_of_facts_gives_one_consistent_answer() {
    let program = Program::closing();
    let actions: Vec<String> = program.rules().actions().iter().map(|action| action.id.to_string()).collect();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for round in 0..60 {
        let context = random_context(&program, &mut random, round % 11);
        let advice = program.advise_strict(&context);
        assert_eq!(listed(&advice), actions, "every action has exactly one verdict");
        let text = serde_json::to_string(&advice).unwrap();
        assert_eq!(text, serde_json::to_string(&program.advise_strict(&context)).unwrap(), "byte for byte");

        for _ in 0..3 {
            let world = program.advise(&world_of(&program, &context, &mut random));
            assert!(world.depends.is_empty() && world.assumed.is_empty() && world.next_question.is_none());
            assert!(world.suggested.iter().all(|it| it.settled), "nothing is left that could change a rank");
            for id in &actions {
                let (here, there) = (advice.verdict(id).unwrap(), world.verdict(id).unwrap());
                match advice.depends.iter().find(|it| *it.action == **id) {
                    Some(open) => assert!(open.may_be.contains(&there), "{id}: {there:?} was ruled out"),
                    None => assert_eq!(here, there, "{id}: one world differs from the verdict of all"),
                }
            }
            for settled in advice.suggested.iter().filter(|it| it.settled) {
                let there = world.suggested.iter().find(|it| it.action == settled.action).unwrap();
                assert_eq!(there.rank, settled.rank, "{}: the rank was said to be settled", settled.action);
                assert!((settled.score..=settled.score_at_most).contains(&there.score));
            }
        }
    }
}

#[test]
fn nothing_known_still_gives_what_all_sources_share() {
    let program = Program::closing();
    let advice = program.advise(&Context::unknown(program.rules().vocabulary()));
    for id in ["ask-next-steps", "thank-interviewer", "stay-positive", "stay-professional", "send-thank-you"]
    {
        assert_eq!(advice.verdict(id), Some(Verdict::Suggested), "{id}");
    }
    assert_eq!(advice.verdict("raise-salary"), Some(Verdict::Avoided));
}
