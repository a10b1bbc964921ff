//! Decisions from tables are those that the meaning gives, on packs of every size, in boxes of every shape.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

#[path = "decisions/batches.rs"]
mod batches;
#[path = "decisions/random.rs"]
mod random;
#[path = "decisions/slow.rs"]
mod slow;
#[path = "decisions/telling.rs"]
mod telling;
#[path = "decisions/worlds.rs"]
mod worlds;

use closer_core::space::{Bounds, Status};
use closer_core::{Context, Matcher, Program};
use random::{Random, Shape};

const USUAL: Shape = Shape { facts: 8, values: 5, actions: 10, rules: 40, sources: 5, tests: 4, ways: 2 };

/// Holds what the tables say against the slow way, for so many boxes from nothing known to everything known.
fn hold(program: &Program, boxes: usize, random: &mut Random) {
    // The first decision is made without tables.
    let unknown = random::context(program, &Bounds::all(program.rules().vocabulary().space()));
    let (by_rules, strictly) = (program.decide(&unknown), program.decide_strict(&unknown));
    let mut decider = program.decider();
    assert_eq!(decider.decide(&unknown), &by_rules);
    assert_eq!(decider.decide_strict(&unknown), &strictly);
    let mut matcher = program.matcher();
    for at in 0..boxes {
        let bounds = random::bounds(program, at % 11, random);
        let context = random::context(program, &bounds);
        let slow = slow::decide(program.rules(), &bounds);
        assert_eq!(slow::told(decider.decide_strict(&context)), slow, "{bounds:?}");
        assert_eq!(decider.decide(&context), &program.decide(&context));
        hold_rules(program, &mut matcher, &bounds, &context);
        hold_unknown_values(program, &mut matcher, &bounds.first_point(), random);
    }
}

/// The rules that are true in every world and in some, strongest first.
fn hold_rules(program: &Program, matcher: &mut Matcher<'_>, bounds: &Bounds, context: &Context) {
    matcher.take(context);
    let certain = slow::rules(program.rules(), |status| status == Status::Holds, bounds);
    assert_eq!(matcher.certain(), certain, "{bounds:?}");
    assert_eq!(
        matcher.possible(),
        slow::rules(program.rules(), |status| status != Status::Fails, bounds),
        "{bounds:?}"
    );
    for most in [0, 1, 10] {
        assert_eq!(matcher.top(most), &certain[..most.min(certain.len())]);
    }
    let world = bounds.first_point();
    let there = slow::rules(program.rules(), |status| status == Status::Holds, &world);
    assert_eq!(matcher.world(&world.values()), there, "{world:?}");
    assert_eq!(matcher.world_top(&world.values(), 2), &there[..2.min(there.len())]);
    // What is beyond the end of the list has its first value.
    let mut padded = world.values().to_vec();
    let half = padded.len() / 2;
    padded[half..].fill(0);
    assert_eq!(matcher.world(&padded[..half]).to_vec(), matcher.world(&padded));
    // What was said before still stands.
    assert_eq!(matcher.certain(), certain);
}

/// Of a value that a fact does not have no more can be true than if the fact were unknown, and no less than what does not ask about it.
fn hold_unknown_values(program: &Program, matcher: &mut Matcher<'_>, world: &Bounds, random: &mut Random) {
    let space = program.rules().vocabulary().space();
    let mut values = world.values().to_vec();
    let strange: Vec<u16> = space.dims().filter(|_| random.below(4) == 0).collect();
    for dim in &strange {
        let size = space.size(*dim);
        values[usize::from(*dim)] = [size, size + 1, 127, 128, 255][random.below(5)].max(size);
    }
    let known = world.iter().filter(|(dim, _)| !strange.contains(dim));
    let unknown = known.fold(Bounds::all(space), |known, (dim, set)| known.restrict(dim, set).unwrap());
    let most = slow::rules(program.rules(), |status| status == Status::Holds, &unknown);
    let found = matcher.world(&values).to_vec();
    assert!(found.iter().all(|rule| most.contains(rule)), "{values:?}");
    for rule in program.rules().rules() {
        let mut rows = rule.region().rows().iter();
        let id = program.rules().find_rule(&rule.id).unwrap();
        if rows.any(|row| row.contains_bounds(&unknown)) {
            assert!(found.contains(&id), "{} in {values:?}", rule.id);
        }
    }
}

fn hold_shape(shape: Shape, packs: u64, boxes: usize) {
    for seed in 0..packs {
        let mut random = Random(seed);
        let program = random::pack(shape, &mut random).compile();
        hold(&program, boxes, &mut random);
        hold(&program.portable(), boxes.min(11), &mut random);
        // Without tables, and with tables without combinations of facts.
        hold(&program.with_table_bytes(0), boxes.min(11), &mut random);
        hold(&program.with_table_bytes(10_000), boxes.min(11), &mut random);
    }
}

#[test]
fn the_tables_say_what_the_rules_mean() {
    hold_shape(USUAL, 30, 33);
}

#[test]
fn rules_that_only_together_cover_are_seen() {
    hold_shape(Shape { facts: 4, values: 3, actions: 2, rules: 14, tests: 2, ..USUAL }, 100, 22);
}

#[test]
fn few_facts_and_many_sources() {
    hold_shape(Shape { facts: 1, values: 4, actions: 3, rules: 9, tests: 1, ..USUAL }, 60, 22);
    hold_shape(Shape { facts: 3, values: 2, actions: 3, rules: 12, tests: 2, sources: 12, ..USUAL }, 200, 22);
}

/// Of a rule whose alternatives only together say so, the source agrees, although another rule says the same in one.
#[test]
fn sources_of_rules_that_only_together_hold_are_counted() {
    let program = Program::from_toml(
        "pack = { name = 'sources', version = '1.0.0', moments = ['now'] }
        moments.now = { title = 'Now' }
        facts.x = { question = 'X?', bool = true }
        facts.y = { question = 'Y?', bool = true }
        facts.z = { question = 'Z?', bool = true }
        actions.one-source = { moment = 'now', title = 'One', why = 'It helps.' }
        actions.two-sources = { moment = 'now', title = 'Two', why = 'It helps.' }
        sources.s = { title = 'S' }
        sources.t = { title = 'T' }
        rule = [
          { id = 'a', suggest = 'one-source', because = 'B.', sources = ['s'] },
          { id = 'b', suggest = 'two-sources', when = { y = true, z = true }, because = 'B.', sources = ['s'] },
          { id = 'c', suggest = 'two-sources', when = { any = [{ x = true, y = true }, { x = false, z = true }] },
            because = 'B.', sources = ['t'] },
        ]",
    )
    .unwrap();
    hold(&program, 200, &mut Random(1));
    let known = program.context(&std::collections::BTreeMap::from([("y", true), ("z", true)])).unwrap();
    let best = program.decider().decide(&known).ranked()[0].0;
    assert_eq!(&*program.rules().action(best).unwrap().id, "two-sources");
}

#[test]
fn rules_that_are_one_row_each() {
    for rules in [60, 70, 300] {
        hold_shape(Shape { rules, ways: 1, facts: 12, tests: 2, ..USUAL }, 3, 22);
    }
}

#[test]
fn as_many_facts_as_are_looked_up_at_once() {
    for facts in 9..=17 {
        hold_shape(Shape { facts, rules: 25, actions: 6, tests: 3, ..USUAL }, 4, 22);
    }
}

#[test]
fn every_boundary_of_the_tables() {
    for rules in [1, 63, 64, 65, 127, 129, 300, 520, 1_100] {
        hold_shape(Shape { rules, actions: 1 + rules / 4, facts: 12, ..USUAL }, 1, 11);
    }
    for actions in [1, 63, 64, 65, 130] {
        hold_shape(Shape { actions, rules: 200, ..USUAL }, 1, 11);
    }
}

#[test]
fn facts_with_as_many_values_as_there_can_be() {
    hold_shape(Shape { values: 64, ..USUAL }, 4, 22);
}

#[test]
fn very_many_facts() {
    hold_shape(Shape { facts: 300, rules: 400, actions: 40, ..USUAL }, 1, 11);
}

#[test]
fn more_sources_for_one_action_than_a_word_has_bits() {
    hold_shape(Shape { sources: 200, rules: 600, actions: 2, facts: 4, ..USUAL }, 1, 22);
}

#[test]
fn actions_of_which_the_tables_cannot_tell_all() {
    hold_shape(Shape { rules: 150, actions: 2, facts: 12, ..USUAL }, 1, 22);
}

#[test]
fn rules_of_which_the_tables_cannot_tell_all() {
    hold_shape(Shape { facts: 5, values: 8, actions: 3, rules: 12, tests: 3, ways: 60, ..USUAL }, 4, 44);
}

#[test]
fn the_shipped_pack() {
    let program = Program::closing();
    hold(&program, 300, &mut Random(7));
    let mut random = Random(8);
    for known in 0..11 {
        let context = random::context(&program, &random::bounds(&program, known, &mut random));
        let advice = program.advise(&context);
        let decision = program.decide(&context);
        for (action, verdict) in decision.verdicts() {
            assert_eq!(advice.verdict(&program.rules().action(action).unwrap().id), Some(verdict));
        }
        let ranked: Vec<_> = advice
            .suggested
            .iter()
            .map(|it| (program.rules().find_action(&it.action).unwrap(), it.role))
            .collect();
        assert_eq!(decision.ranked(), ranked);
    }
}
