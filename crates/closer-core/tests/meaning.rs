//! What results mean: the engine gives what the slow reference in `reference/` gives, which follows the documents by brute force.
//!
//! Packs and contexts are random. `MEANING_CASES` sets how many packs each property tries, `MEANING_SEED` which ones.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod reference;

use std::collections::BTreeSet;
use std::fmt::Debug;

use closer_core::space::Status;
use closer_core::{Context as EngineContext, Goal, Program, Role, RuleSet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use reference::changes;
use reference::compare;
use reference::context::{Context, Meaning, Said};
use reference::explained;
use reference::fit::fit_context;
use reference::json;
use reference::overlaid;
use reference::pack::{Pack, Test, Values};
use reference::question::{can_change_the_lead, makes_sense};
use reference::random::{packs_with_mistakes, raw_contexts};
use reference::ruled;
use reference::stands;
use reference::toml_text;
use reference::world::Verdict;
use serde_json::Value as Json;

fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Tries a property on random cases, the same ones in every run with the same settings.
fn try_on<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S::Value: Debug,
{
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&setting("MEANING_SEED", 1).to_le_bytes());
    let config = Config {
        cases: setting("MEANING_CASES", cases),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    if let Err(failure) = TestRunner::new_with_rng(config, rng).run(strategy, property) {
        // The pack as numbers says nothing; the message has it as TOML.
        match failure {
            TestError::Fail(reason, _) => panic!("{reason}"),
            TestError::Abort(reason) => panic!("gave up: {reason}"),
        }
    }
}

fn read(toml: &str) -> Program {
    RuleSet::from_toml(toml).unwrap_or_else(|error| panic!("the pack is refused: {error}\n{toml}")).compile()
}

fn given(program: &Program, pack: &Pack, context: &Context) -> EngineContext {
    let known = json::context(pack, context);
    program.context(&known).unwrap_or_else(|error| panic!("the context is refused: {error}\n{known}"))
}

fn advise(program: &Program, pack: &Pack, context: &Context) -> Json {
    let known = given(program, pack, context);
    let advice = if context.strict { program.advise_strict(&known) } else { program.advise(&known) };
    serde_json::to_value(advice).expect("advice is JSON")
}

fn explain(program: &Program, pack: &Pack, context: &Context, action: usize) -> Json {
    let known = given(program, pack, context);
    let id = &pack.actions[action].id;
    let explanation =
        if context.strict { program.explain_strict(&known, id) } else { program.explain(&known, id) };
    serde_json::to_value(explanation).expect("an explanation is JSON")
}

fn changes_for(program: &Program, known: &EngineContext, strict: bool, action: &str, goal: Goal) -> Json {
    let found = if strict {
        program.changes_for_strict(known, action, goal)
    } else {
        program.changes_for(known, action, goal)
    };
    serde_json::to_value(found).expect("changes are JSON")
}

/// Everything in which the changes that the engine finds are not those that trying all of them gives.
fn report_of_changes(program: &Program, meaning: &Meaning<'_>, context: &Context) -> String {
    let pack = meaning.pack;
    let known = given(program, pack, context);
    let mut found = Vec::new();
    let mut look = |name: String, differences: Vec<String>, engine: &Json| {
        if !differences.is_empty() {
            found.push(format!("{name}:\n  {}\nThe engine: {engine:#}", differences.join("\n  ")));
        }
    };
    for (at, action) in pack.actions.iter().enumerate() {
        let mut hold = |goal: Goal, reached: &changes::Goal<'_>| {
            let engine = changes_for(program, &known, context.strict, &action.id, goal);
            let differences = changes::differences(meaning, context, reached, &engine);
            look(format!("{} {goal:?}", action.id), differences, &engine);
        };
        hold(Goal::Suggested, &changes::has_verdict(meaning, at, Verdict::Suggested));
        hold(Goal::Avoided, &changes::has_verdict(meaning, at, Verdict::Avoided));
        hold(Goal::First, &changes::comes_first(meaning, at));
    }
    for (at, rule) in pack.rules.iter().enumerate() {
        let (changes, explanation) = if context.strict {
            (program.changes_for_rule_strict(&known, &rule.id), program.explain_rule_strict(&known, &rule.id))
        } else {
            (program.changes_for_rule(&known, &rule.id), program.explain_rule(&known, &rule.id))
        };
        let changes = serde_json::to_value(changes).expect("changes are JSON");
        let holds = |possible: &[Values]| changes::in_all(meaning, possible, |world| world.rules[at]);
        let differences = changes::differences(meaning, context, &holds, &changes);
        look(format!("{} holds", rule.id), differences, &changes);
        let told = explanation.expect("the rule is of the pack");
        let explanation = serde_json::to_value(&told).expect("an explanation is JSON");
        let mut differences = ruled::differences(meaning, context, at, &explanation);
        let one_by_one = told.check.requirements(program.rules().words());
        if (told.check.status == Status::Holds) != one_by_one.iter().all(|one| one.status == Status::Holds) {
            differences.push(format!("it asks for {one_by_one:?}"));
        }
        look(rule.id.clone(), differences, &explanation);
    }
    if found.is_empty() {
        return String::new();
    }
    format!(
        "The engine differs from the reference:\n{}\n\n{}Given{}: {}\n",
        found.join("\n"),
        toml_text::plain(pack),
        if context.strict { ", strictly" } else { "" },
        json::context(pack, context),
    )
}

/// Everything in which the bare decision is not the one of the whole advice.
fn decided_otherwise(program: &Program, pack: &Pack, context: &Context) -> Vec<String> {
    let known = given(program, pack, context);
    let (advice, decision) = if context.strict {
        (program.advise_strict(&known), program.decide_strict(&known))
    } else {
        (program.advise(&known), program.decide(&known))
    };
    let id = |action| program.rules().action(action).map(|action| action.id.clone());
    let verdicts = decision
        .verdicts()
        .filter(|(action, verdict)| id(*action).and_then(|id| advice.verdict(&id)) != Some(*verdict));
    let mut found: Vec<String> = verdicts.map(|other| format!("decided otherwise: {other:?}")).collect();
    let listed = advice.suggested.iter().map(|it| (Some(it.action.clone()), it.role));
    if !listed.eq(decision.ranked().iter().map(|(action, role)| (id(*action), *role))) {
        found.push(format!("decided in another order: {decision:?}"));
    }
    // By role and group: what leads, and what could take its place.
    let of = |role: Role, group: Option<&str>| -> Vec<&str> {
        let all = advice.suggested.iter();
        let those = all.filter(|it| it.role == role && (group.is_none() || it.group.as_deref() == group));
        those.map(|it| &*it.action).collect()
    };
    if advice.leading().map(|it| &*it.action).ne(of(Role::Lead, None)) {
        found.push("leads are not those that lead".to_owned());
    }
    for group in pack.groups.iter().map(|group| &*group.id) {
        if advice.spares(group).map(|it| &*it.action).ne(of(Role::Spare, Some(group))) {
            found.push(format!("spares of {group} are not those that are"));
        }
    }
    found
}

/// Everything in which the engine and the reference differ, with all that is needed to see why; empty when they agree.
fn report(program: &Program, meaning: &Meaning<'_>, context: &Context) -> String {
    let pack = meaning.pack;
    let advice = advise(program, pack, context);
    let mut found = compare::differences(meaning, context, &advice);
    found.extend(decided_otherwise(program, pack, context));
    // Of single actions nothing is asked but in a box, in which nothing is assumed.
    let said = Context { strict: true, ..context.clone() };
    let bounds = given(program, pack, &said).bounds().clone();
    found.extend(stands::differences(meaning, &said.possible(pack, None), program, &bounds));
    let mut engine = format!("{advice:#}");
    for action in 0..pack.actions.len() {
        let explanation = explain(program, pack, context, action);
        let differences = explained::differences(meaning, context, action, &explanation);
        if !differences.is_empty() {
            engine = format!("{engine}\n{explanation:#}");
        }
        found.extend(differences);
    }
    if found.is_empty() {
        return String::new();
    }
    let possible = context.possible(pack, None);
    format!(
        "The engine differs from the reference:\n  {}\n\n{}Given{}: {}\n\nThe engine: {engine}\n\nThe reference: {:#?}\n",
        found.join("\n  "),
        toml_text::plain(pack),
        if context.strict { ", strictly" } else { "" },
        json::context(pack, context),
        reference::advice::advise(meaning, &possible),
    )
}

/// For the cases worked out by hand.
pub(crate) fn hold_engine_against_reference(pack: &Pack, context: &Context) {
    let report = report(&read(&toml_text::plain(pack)), &Meaning::of(pack), context);
    assert!(report.is_empty(), "{report}");
}

/// What the engine says would have to change.
pub(crate) fn changes_in_engine(pack: &Pack, context: &Context, action: &str, goal: Goal) -> Json {
    let program = read(&toml_text::plain(pack));
    changes_for(&program, &given(&program, pack, context), context.strict, action, goal)
}

/// The facts that can still change the first `top` leading actions, by the engine and by the reference.
pub(crate) fn hold_open_facts(pack: &Pack, top: usize) -> BTreeSet<String> {
    let program = read(&toml_text::plain(pack));
    let context = Context::nothing(pack);
    let questions = program.questionnaire(given(&program, pack, &context), top);
    let found: BTreeSet<String> = questions.open_facts().iter().map(|fact| fact.name.to_string()).collect();
    let (meaning, possible) = (Meaning::of(pack), context.possible(pack, None));
    let open = (0..pack.facts.len()).filter(|fact| can_change_the_lead(&meaning, &possible, *fact, top));
    assert_eq!(found, open.map(|fact| pack.facts[fact].name.clone()).collect());
    found
}

/// For the cases worked out by hand that are about changes.
pub(crate) fn hold_changes_against_reference(pack: &Pack, context: &Context) {
    let report = report_of_changes(&read(&toml_text::plain(pack)), &Meaning::of(pack), context);
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_engine_gives_what_the_reference_gives() {
    let cases = (packs_with_mistakes(), vec((raw_contexts(), prop::bool::weighted(0.25)), 4));
    try_on(1000, &cases, |(pack, contexts)| {
        let pack = pack.without_mistakes();
        let (program, meaning) = (read(&toml_text::plain(&pack)), Meaning::of(&pack));
        for (raw, strict) in contexts {
            let report = report(&program, &meaning, &fit_context(&pack, &raw, strict));
            prop_assert!(report.is_empty(), "{report}");
        }
        Ok(())
    });
}

#[test]
fn the_smallest_changes_are_those_that_trying_all_of_them_gives() {
    let cases = (packs_with_mistakes(), vec((raw_contexts(), prop::bool::weighted(0.25)), 2));
    try_on(150, &cases, |(pack, contexts)| {
        let pack = pack.without_mistakes();
        let (program, meaning) = (read(&toml_text::plain(&pack)), Meaning::of(&pack));
        for (raw, strict) in contexts {
            let report = report_of_changes(&program, &meaning, &fit_context(&pack, &raw, strict));
            prop_assert!(report.is_empty(), "{report}");
        }
        Ok(())
    });
}

#[test]
fn no_order_of_anything_changes_a_byte() {
    let cases = (packs_with_mistakes(), raw_contexts(), any::<u64>(), 1_usize..=4);
    try_on(500, &cases, |(pack, raw, seed, files)| {
        let pack = pack.without_mistakes();
        let shuffled = toml_text::shuffled(&pack, seed, files);
        let texts = || shuffled.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let other = RuleSet::from_files(texts()).expect("the shuffled pack can be read").compile();
        let program = read(&toml_text::plain(&pack));
        let context = fit_context(&pack, &raw, false);
        let bytes = |program: &Program| {
            let known = given(program, &pack, &context);
            let changes = |id: &str| {
                [Goal::Suggested, Goal::Avoided, Goal::First]
                    .map(|goal| program.changes_for(&known, id, goal))
            };
            let changes: Vec<_> = pack.actions.iter().map(|action| changes(&action.id)).collect();
            let rules: Vec<_> =
                pack.rules.iter().map(|rule| program.changes_for_rule(&known, &rule.id)).collect();
            serde_json::to_string(&(program.advise(&known), changes, rules)).expect("results are JSON")
        };
        prop_assert_eq!(bytes(&program), bytes(&other), "{}\n\n{:#?}", toml_text::plain(&pack), shuffled);
        Ok(())
    });
}

#[test]
fn what_a_result_says_can_be_given_back() {
    let cases = (packs_with_mistakes(), raw_contexts());
    try_on(500, &cases, |(pack, raw)| {
        let pack = pack.without_mistakes();
        let program = read(&toml_text::plain(&pack));
        let context = fit_context(&pack, &raw, false);
        let advice = advise(&program, &pack, &context);
        let again = |known: &Json| -> Json {
            let context =
                program.context(known).unwrap_or_else(|error| panic!("{known} is refused: {error}"));
            serde_json::to_value(program.advise(&context)).expect("advice is JSON")
        };
        let with = |tests: &Json| {
            let mut known = advice["known"].clone();
            let tests = tests.as_object().expect("tests are a table").clone();
            known.as_object_mut().expect("what is known is a table").extend(tests);
            known
        };
        prop_assert_eq!(&again(&advice["known"]), &advice, "{}", toml_text::plain(&pack));
        for entry in advice["depends"].as_array().into_iter().flatten() {
            for (condition, list) in [("only_if", "suggested"), ("avoid_if", "avoided")] {
                for alternative in entry[condition].as_array().into_iter().flatten() {
                    let then = again(&with(alternative));
                    let mut listed = then[list].as_array().into_iter().flatten();
                    let found = listed.any(|other| other["action"] == entry["action"]);
                    prop_assert!(
                        found,
                        "{alternative} {}\n{}\n{then:#}",
                        entry["action"],
                        toml_text::plain(&pack)
                    );
                }
            }
        }
        Ok(())
    });
}

#[test]
fn where_all_is_known_rules_are_simply_true_or_false() {
    let cases = (packs_with_mistakes(), vec(any::<prop::sample::Index>(), 8));
    try_on(500, &cases, |(pack, picks)| {
        let pack = pack.without_mistakes();
        let program = read(&toml_text::plain(&pack));
        let assignments = pack.every_assignment();
        for pick in picks {
            let values: &Vec<usize> = pick.get(&assignments);
            let world = pack.look_at(values);
            let context = Context::fully_known(&world.values);
            let advice = advise(&program, &pack, &context);
            let told =
                || format!("{}\n{}\n{advice:#}", toml_text::plain(&pack), json::context(&pack, &context));
            for action in 0..pack.actions.len() {
                let id = &pack.actions[action].id;
                let listed = |list: &str| {
                    advice[list]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .find(|entry| entry["action"] == *id.as_str())
                };
                let verdict = world.verdicts[action];
                prop_assert_eq!(
                    listed("suggested").is_some(),
                    verdict == Verdict::Suggested,
                    "{} {}",
                    id,
                    told()
                );
                prop_assert_eq!(
                    listed("avoided").is_some(),
                    verdict == Verdict::Avoided,
                    "{} {}",
                    id,
                    told()
                );
                prop_assert_eq!(listed("silent").is_some(), verdict == Verdict::Silent, "{} {}", id, told());
                let Some(entry) = listed("suggested") else { continue };
                prop_assert_eq!(
                    entry["rank"].as_u64(),
                    world.ranks[action].map(|rank| rank as u64),
                    "{} {}",
                    id,
                    told()
                );
                for score in ["score", "score_at_most"] {
                    prop_assert_eq!(
                        entry[score].as_u64(),
                        world.scores[action].map(u64::from),
                        "{} {}",
                        id,
                        told()
                    );
                }
                prop_assert_eq!(&entry["settled"], true, "{} {}", id, told());
            }
            prop_assert_eq!(&advice["depends"], &serde_json::json!([]), "{}", told());
            prop_assert_eq!(&advice["assumed"], &serde_json::json!([]), "{}", told());
            prop_assert!(advice["next_question"].is_null(), "{}", told());
        }
        Ok(())
    });
}

/// What is asked can change what comes first, what is not asked cannot, and the questions end when nothing can.
#[test]
fn questions_are_asked_while_an_answer_can_change_what_leads_and_no_longer() {
    let cases = (packs_with_mistakes(), raw_contexts(), vec(any::<u8>(), 5), 1_usize..=3);
    try_on(1500, &cases, |(pack, raw, dice, top)| {
        let pack = pack.without_mistakes();
        let (program, meaning) = (read(&toml_text::plain(&pack)), Meaning::of(&pack));
        let mut context = fit_context(&pack, &raw, false);
        let mut questions = program.questionnaire(given(&program, &pack, &context), top);
        let mut skipped: BTreeSet<usize> = BTreeSet::new();
        for dice in dice {
            let told =
                || format!("{}\n{} {skipped:?}", toml_text::plain(&pack), json::context(&pack, &context));
            let may_be_asked = |fact: &usize| {
                (pack.facts[*fact].assume.is_none() || pack.facts[*fact].ask_first)
                    && matches!(context.said[*fact], Said::Nothing)
                    && !skipped.contains(fact)
            };
            let mut possible = context.possible(&pack, None);
            for fact in (0..pack.facts.len()).filter(may_be_asked) {
                possible[fact] = pack.facts[fact].every_value();
            }
            let open = (0..pack.facts.len())
                .filter(may_be_asked)
                .filter(|fact| makes_sense(&meaning, &possible, *fact) != reference::advice::Status::Fails)
                .filter(|fact| can_change_the_lead(&meaning, &possible, *fact, top));
            let open: BTreeSet<&str> = open.map(|fact| pack.facts[fact].name.as_str()).collect();
            let found: BTreeSet<&str> = questions.open_facts().into_iter().map(|fact| &*fact.name).collect();
            prop_assert_eq!(&found, &open, "{}", told());
            let Some(next) = questions.next_question() else {
                prop_assert!(open.is_empty(), "{}", told());
                break;
            };
            prop_assert!(open.contains(&*next.fact), "{} {}", next.fact, told());
            let fact = pack.fact_named(&next.fact).expect("a fact of the pack");
            let before = serde_json::to_string(&next).expect("a question is JSON");
            if dice % 4 == 0 {
                prop_assert!(questions.skip(&next.fact));
                skipped.insert(fact);
            } else {
                let value = usize::from(dice) % pack.facts[fact].size();
                let mut answer = Context::nothing(&pack);
                answer.said[fact] = Said::Is(Test::Is(value));
                prop_assert!(questions.answer(&given(&program, &pack, &answer)));
                // Back and forth again.
                prop_assert!(questions.back());
                let again = serde_json::to_string(&questions.next_question()).expect("a question is JSON");
                prop_assert_eq!(&again, &before);
                prop_assert!(questions.answer(&given(&program, &pack, &answer)));
                context.said[fact] = Said::Is(Test::Is(value));
            }
        }
        Ok(())
    });
}

#[test]
fn conditions_that_no_interview_can_meet_are_refused_and_no_others() {
    try_on(500, &packs_with_mistakes(), |pack| {
        let toml = toml_text::plain(&pack);
        let refused: BTreeSet<String> = match RuleSet::from_toml(&toml) {
            Ok(_) => BTreeSet::new(),
            Err(error) => {
                error.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
            }
        };
        let complaint =
            |owner| format!("impossible-condition: no interview can meet the condition of {owner}");
        let expected: BTreeSet<String> = pack.mistakes().into_iter().map(complaint).collect();
        prop_assert_eq!(refused, expected, "{}", toml);
        Ok(())
    });
}

#[test]
fn overlays_give_what_the_pack_merged_by_hand_gives() {
    let cases = (packs_with_mistakes(), raw_contexts(), any::<u64>());
    try_on(500, &cases, |(pack, raw, seed)| {
        let pack = pack.without_mistakes();
        let merged = read(&toml_text::plain(&pack));
        let context = fit_context(&pack, &raw, false);
        let bytes = |program: &Program| {
            let mut advice = advise(program, &pack, &context);
            advice["pack"].take();
            serde_json::to_string(&advice).expect("advice is JSON")
        };
        let mut layers = overlaid::layers(&toml_text::plain(&pack), seed);
        for _ in 0..layers.len() {
            layers.rotate_left(1);
            let files = layers.iter().map(|(name, text)| [(name.as_str(), text.as_str())]);
            let rules = RuleSet::from_layers(files)
                .unwrap_or_else(|error| panic!("the overlays are refused: {error}\n{layers:#?}"));
            prop_assert_eq!(bytes(&rules.compile()), bytes(&merged), "{:#?}", layers);
        }
        Ok(())
    });
}
