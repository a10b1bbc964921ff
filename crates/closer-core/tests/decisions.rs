//! Decisions from tables are those that the meaning gives, on packs of every size, in boxes of every shape.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

#[path = "decisions/random.rs"]
mod random;
#[path = "decisions/slow.rs"]
mod slow;

use closer_core::space::{Bounds, Status, ValueSet};
use closer_core::{Block, Column, Context, Matcher, Program, Role};
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
    hold_shape(Shape { sources: 90, rules: 300, actions: 2, facts: 4, ..USUAL }, 1, 22);
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

#[test]
fn facts_can_be_told_one_by_one() {
    let program = random::pack(USUAL, &mut Random(3)).compile();
    let mut random = Random(4);
    let mut decider = program.decider();
    let mut bounds = random::bounds(&program, 0, &mut random);
    for _ in 0..200 {
        let next = random::bounds(&program, 5, &mut random);
        let fact = &program.rules().vocabulary().facts()[random.below(USUAL.facts)];
        let possible = next.get(fact.id.dim());
        assert!(decider.say(fact.id, possible));
        let others = bounds.iter().filter(|(dim, _)| *dim != fact.id.dim());
        let nothing = random::bounds(&program, 0, &mut random).restrict(fact.id.dim(), possible).unwrap();
        bounds = others.fold(nothing, |known, (dim, set)| known.restrict(dim, set).unwrap());
        assert_eq!(slow::told(decider.decide_now()), slow::decide(program.rules(), &bounds));
    }
}

/// Holds a batch against deciding one by one. Some facts come as bytes, some as planes, some have no column.
fn hold_batch(program: &Program, count: usize, known_of_ten: usize, random: &mut Random) {
    let vocabulary = program.rules().vocabulary();
    let boxes: Vec<Bounds> = (0..count).map(|_| random::bounds(program, known_of_ten, random)).collect();
    let mut bytes: Vec<Vec<u8>> = Vec::new();
    let mut planes: Vec<Vec<Vec<u64>>> = Vec::new();
    for fact in vocabulary.facts() {
        let sets = || boxes.iter().map(|bounds| bounds.get(fact.id.dim()));
        let byte = |set: ValueSet| set.first().filter(|_| set.len() == 1);
        bytes.push(sets().map(|set| byte(set).unwrap_or([255, 200, 64][random.below(3)])).collect());
        let plane = |value: u8| {
            let mut words = vec![0; count.div_ceil(64)];
            for (at, _) in sets().enumerate().filter(|(_, set)| set.contains(value) && *set != fact.all()) {
                words[at / 64] |= 1 << (at % 64);
            }
            words
        };
        planes.push((0..fact.size()).map(plane).collect());
    }
    let slices: Vec<Vec<&[u64]>> =
        planes.iter().map(|of| of.iter().map(|words| &words[..]).collect()).collect();
    let mut columns = Vec::new();
    let mut said = vec![Bounds::all(vocabulary.space()); count];
    for fact in vocabulary.facts() {
        let as_bytes = random.chance(5);
        match random.below(10) {
            0 => continue,
            _ if as_bytes => columns.push((fact.id, Column::Bytes(&bytes[fact.id.index()]))),
            _ => columns.push((fact.id, Column::Planes(&slices[fact.id.index()]))),
        }
        for (said, bounds) in said.iter_mut().zip(&boxes) {
            let set = bounds.get(fact.id.dim());
            if set.len() == 1 || !as_bytes {
                assert!(said.narrow(fact.id.dim(), set));
            }
        }
    }
    let contexts: Vec<Context> = said.iter().map(|bounds| random::context(program, bounds)).collect();
    let mut batch = program.batch();
    for (top, strict) in [(3, true), (usize::MAX, false), (0, true), (1, false), (8, true), (9, false)] {
        let mut seen = 0;
        let look = |block: &Block| {
            assert_eq!(block.first(), seen);
            for at in 0..block.len() {
                let context = &contexts[seen + at];
                let one = if strict { program.decide_strict(context) } else { program.decide(context) };
                for (action, verdict) in one.verdicts() {
                    assert_eq!(block.verdict(at, action), Some(verdict), "{context:?}");
                    let plane = block.plane(action, verdict).unwrap();
                    assert_eq!(plane[at / 64] >> (at % 64) & 1, 1);
                }
                let leads =
                    one.ranked().iter().filter(|(_, role)| *role == Role::Lead).map(|(action, _)| *action);
                assert_eq!(block.leads(at), leads.take(top).collect::<Vec<_>>(), "{context:?}");
            }
            seen += block.len();
        };
        if strict {
            batch.decide_strict(&columns, count, top, look);
        } else {
            batch.decide(&columns, count, top, look);
        }
        assert_eq!(seen, count);
    }
}

#[test]
fn a_batch_decides_as_one_by_one() {
    let mut random = Random(11);
    let shipped = Program::closing();
    for (count, known) in [(1, 5), (511, 10), (512, 7), (513, 0), (1_030, 10)] {
        hold_batch(&shipped, count, known, &mut random);
        for shape in [
            USUAL,
            Shape { values: 64, ..USUAL },
            Shape { values: 2, rules: 120, ..USUAL },
            Shape { values: 16, rules: 900, actions: 300, ..USUAL },
            Shape { sources: 90, rules: 300, actions: 2, facts: 4, ..USUAL },
            Shape { rules: 150, actions: 2, facts: 12, ..USUAL },
        ] {
            let program = random::pack(shape, &mut random).compile();
            let count = if shape.rules < 130 { count } else { count.min(70) };
            hold_batch(&program, count, known, &mut random);
        }
    }
}
