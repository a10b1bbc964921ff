//! What stands on a card is true: held against what the rules say in single worlds in which the moment has come.

mod support;

use closer_core::model::{Condition, Moment};
use closer_core::{Card, CardLine, Context, Program, Verdict};
use support::{Random, say};

fn random_context(program: &Program, random: &mut Random, known_of_ten: u64) -> Context {
    let mut context = Context::unknown(program.rules().vocabulary());
    for fact in program.rules().vocabulary().facts() {
        if random.below(10) < known_of_ten {
            let mut values = random.one_of(fact.all());
            if random.below(4) == 0 {
                values = values.union(random.one_of(fact.all()));
            }
            say(program, &mut context, fact, values);
        }
    }
    context
}

fn world_of(program: &Program, context: &Context, random: &mut Random) -> Context {
    let mut world = Context::unknown(program.rules().vocabulary());
    for fact in program.rules().vocabulary().facts() {
        say(program, &mut world, fact, random.one_of(context.possible(fact.id)));
    }
    world
}

/// Whether a condition holds in a world, straight from its meaning.
fn holds(program: &Program, condition: &Condition, world: &Context) -> bool {
    match condition {
        Condition::Test(test) => {
            let fact = program.rules().vocabulary().get(test.fact).unwrap();
            world.possible(test.fact).is_subset(test.allowed.positions(fact))
        }
        Condition::All(parts) => parts.iter().all(|part| holds(program, part, world)),
        Condition::Any(parts) => parts.iter().any(|part| holds(program, part, world)),
        Condition::Not(inner) => !holds(program, inner, world),
    }
}

/// Worlds of the context in which a moment has come; the same with what is usual, where nothing else was said.
fn worlds_at(
    program: &Program,
    context: &Context,
    moment: &Moment,
    usual: bool,
    random: &mut Random,
) -> Vec<Context> {
    let mut guarded = Vec::new();
    moment.guard.for_each_test(&mut |test| guarded.push(test.fact));
    let mut worlds = Vec::new();
    for _ in 0..12 {
        let mut world = world_of(program, context, random);
        if !holds(program, &moment.guard, &world) {
            continue;
        }
        for fact in program.rules().vocabulary().facts().iter().filter(|_| usual) {
            let Some(assume) = fact.assume.as_ref().filter(|_| context.said(fact.id).is_none()) else {
                continue;
            };
            let mut then = world.clone();
            say(program, &mut then, fact, random.one_of(assume.allowed.positions(fact)));
            if !guarded.contains(&fact.id) || holds(program, &moment.guard, &then) {
                world = then;
            }
        }
        worlds.push(world);
    }
    worlds
}

/// Whether a world is one of those that a line names.
fn is_named(program: &Program, line: &CardLine, world: &Context) -> bool {
    let facts = program.rules().vocabulary().facts();
    line.only_if.is_empty()
        || line.only_if.iter().any(|tests| {
            let named = program.context(tests).unwrap();
            facts.iter().all(|fact| world.possible(fact.id).is_subset(named.possible(fact.id)))
        })
}

fn check(program: &Program, context: &Context, card: &Card, usual: bool, random: &mut Random) -> usize {
    let mut seen = 0;
    for moment in program.rules().moments() {
        let lines = card.sections.iter().filter(|section| section.moment == moment.id);
        let lines: Vec<&CardLine> =
            lines.flat_map(|it| &it.lines).flat_map(|line| [line].into_iter().chain(&line.or)).collect();
        let alone: Vec<_> = card.leave_alone.iter().filter(|it| it.moment == moment.id).collect();
        for world in worlds_at(program, context, moment, usual, random) {
            let advice = program.advise_strict(&world);
            for line in &lines {
                let suggested = advice.verdict(&line.action) == Some(Verdict::Suggested);
                assert_eq!(suggested, is_named(program, line, &world), "{} at {}", line.action, moment.id);
                let scores = advice.suggested.iter().filter(|it| it.action == line.action).map(|it| it.score);
                for score in scores {
                    assert!((line.score..=line.score_at_most).contains(&score), "{}: {score}", line.action);
                }
                seen += 1;
            }
            for warning in &alone {
                assert_eq!(advice.verdict(&warning.action), Some(Verdict::Avoided), "{}", warning.action);
            }
        }
    }
    seen
}

/// Moments that come in more than one way, which no single box describes.
const SEVERAL_WAYS: &str = r#"
    pack = { name = "ways", version = "1.0.0", moments = ["early", "late", "apart"] }
    moments.early = { title = "Early", when = { any = [{ a = "x" }, { b = true }] } }
    moments.late  = { title = "Late", when = { not = { all = [{ a = "x" }, { c = "low" }] } } }
    moments.apart = { title = "Apart", when = { any = [{ a = "x", b = false }, { a = "y", b = true }] } }
    facts.a = { question = "A?", values = ["x", "y", "z"], assume = "y" }
    facts.b = { question = "B?", bool = true }
    facts.c = { question = "C?", ordered = ["low", "mid", "high"], assume = "mid" }
    facts.d = { question = "D?", bool = true }
    actions.one   = { moment = "early", title = "One", why = "W." }
    actions.two   = { moment = "early", title = "Two", why = "W." }
    actions.three = { moment = "late", title = "Three", why = "W." }
    actions.four  = { moment = "late", title = "Four", why = "W." }
    actions.five  = { moment = "early", title = "Five", why = "W." }
    actions.six   = { moment = "early", title = "Six", why = "W." }
    actions.rises = { moment = "apart", title = "Rises", why = "W." }
    actions.falls = { moment = "apart", title = "Falls", why = "W." }
    sources.s = { title = "S" }
    rule = [
      { id = "a", suggest = "one", because = "B.", sources = ["s"] },
      { id = "b", suggest = "two", when = { d = true }, because = "B.", sources = ["s"] },
      { id = "c", avoid = "two", when = { c = "high" }, because = "B.", sources = ["s"] },
      { id = "d", suggest = "three", unless = { b = true, c = "mid" }, because = "B.", sources = ["s"] },
      { id = "e", avoid = "four", because = "B.", sources = ["s"] },
      { id = "f", suggest = "five", when = { a = "x" }, because = "B.", sources = ["s"] },
      { id = "g", suggest = "six", when = { b = true }, because = "B.", sources = ["s"] },
      { id = "h", suggest = "rises", weight = 30, when = { b = false }, because = "B.", sources = ["s"] },
      { id = "i", suggest = "rises", weight = 70, when = { b = true }, because = "B.", sources = ["s"] },
      { id = "j", suggest = "falls", weight = 70, when = { b = false }, because = "B.", sources = ["s"] },
      { id = "k", suggest = "falls", weight = 30, when = { b = true }, because = "B.", sources = ["s"] },
    ]
"#;

#[test]
fn what_a_card_says_is_so_in_every_world_of_its_moment() {
    for program in [Program::closing(), Program::from_toml(SEVERAL_WAYS).unwrap()] {
        let mut random = Random(0x2545_F491_4F6C_DD1D);
        let mut seen = 0;
        for round in 0..44 {
            let context = random_context(&program, &mut random, round % 11);
            seen += check(&program, &context, &program.card_strict(&context), false, &mut random);
            seen += check(&program, &context, &program.card(&context), true, &mut random);
        }
        assert!(seen > 500, "the test looks at lines: {seen}");
    }
}

#[test]
fn a_moment_of_several_ways_keeps_what_all_of_them_share() {
    let program = Program::from_toml(SEVERAL_WAYS).unwrap();
    let card = program.card_strict(&Context::unknown(program.rules().vocabulary()));
    let line = |id: &str| card.sections.iter().flat_map(|it| &it.lines).find(|it| *it.action == *id).unwrap();
    assert!(line("one").only_if.is_empty(), "it is suggested whichever way the moment comes");
    for id in ["two", "five", "six"] {
        assert!(!line(id).only_if.is_empty(), "{id} hangs on which way the moment comes, or on more");
    }
    for id in ["rises", "falls"] {
        assert_eq!(
            (line(id).score, line(id).score_at_most),
            (30, 70),
            "{id}, whichever way the moment comes"
        );
    }
    assert!(card.leave_alone.iter().any(|it| &*it.action == "four"));
}

#[test]
fn a_surprise_makes_the_difference() {
    let program = Program::closing();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut seen = 0;
    for round in 0..22 {
        let context = random_context(&program, &mut random, round % 4);
        for surprise in program.card(&context).surprises {
            let moment = program.rules().moments().iter().find(|it| it.id == surprise.moment).unwrap();
            let fact = program.rules().vocabulary().find(&surprise.fact).unwrap();
            let then = program.rules().vocabulary().facts();
            let named =
                program.context(&std::collections::BTreeMap::from([(&*surprise.fact, &surprise.value)]));
            let named = named.unwrap().possible(fact.id);
            assert!(then.iter().any(|it| it.id == fact.id));
            for world in worlds_at(&program, &context, moment, true, &mut random) {
                let usual = program.advise_strict(&world).verdict(&surprise.action);
                assert_ne!(usual, Some(Verdict::Suggested), "{} comes up anyway", surprise.action);
                let mut otherwise = world.clone();
                say(&program, &mut otherwise, fact, random.one_of(named));
                let verdict = program.advise_strict(&otherwise).verdict(&surprise.action);
                assert_eq!(verdict, Some(Verdict::Suggested), "{} if {}", surprise.action, surprise.words);
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "the test looks at surprises: {seen}");
}

#[test]
fn a_shorter_card_keeps_the_best_and_counts_the_rest() {
    let program = Program::closing();
    let card = program.card(&Context::unknown(program.rules().vocabulary()));
    assert_eq!(card.left_out, 0);
    let mut before = card.count();
    for entries in (0..=card.count()).rev() {
        let short = card.shortened(entries, usize::MAX);
        assert_eq!(short.count(), entries, "exactly as many as asked for");
        assert_eq!(short.left_out, card.count() - entries);
        assert!(short.count() <= before);
        before = short.count();
        let lines = short.sections.iter().flat_map(|it| &it.lines);
        assert!(
            lines.flat_map(|line| line.or.iter().map(move |or| (line, or))).all(|(l, or)| l.place < or.place)
        );
        // Cutting again changes nothing.
        assert_eq!(short.shortened(entries, usize::MAX), short);
    }
    let short = card.shortened(usize::MAX, 2);
    assert!(short.sections.iter().all(|it| it.lines.len() <= 2) && short.leave_alone.len() == 2);
    assert_eq!(short.left_out + short.count(), card.count());
    let first = card.shortened(card.sections.len() + 5, usize::MAX);
    assert_eq!(first.sections.len(), card.sections.len(), "every moment has its first entry");
}

#[test]
fn moments_that_have_passed_are_not_on_the_card() {
    let program = Program::closing();
    let at = |phase: &str| {
        let context = program.context(&std::collections::BTreeMap::from([("phase", phase)])).unwrap();
        let sections = program.card(&context).sections;
        sections.iter().map(|section| section.moment.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(at("before").first().map(String::as_str), Some("preparing"));
    assert_eq!(at("at_close").first().map(String::as_str), Some("questions"));
    assert_eq!(at("after").first().map(String::as_str), Some("after_minutes"));
    let unsaid = program.card(&Context::unknown(program.rules().vocabulary()));
    assert!(unsaid.sections.iter().any(|section| &*section.moment == "preparing"), "nothing is over yet");
    assert!(unsaid.assumed.iter().all(|it| &*it.fact != "phase"), "a card is for every moment");
}
