//! Very many contexts at once are decided as one by one.

use closer_core::space::{Bounds, ValueSet};
use closer_core::{Block, Column, Context, Program, Role, Verdict};

use super::USUAL;
use super::random::{self, Random, Shape};

/// Holds a batch against deciding one by one. Some facts come as bytes, some as planes, some have no column.
fn hold_batch(program: &Program, count: usize, known_of_ten: usize, random: &mut Random) {
    let vocabulary = program.rules().vocabulary();
    let boxes: Vec<Bounds> = (0..count).map(|_| random::bounds(program, known_of_ten, random)).collect();
    let mut bytes: Vec<Vec<u8>> = Vec::new();
    let mut planes: Vec<Vec<Vec<u64>>> = Vec::new();
    for fact in vocabulary.facts() {
        // What says nothing: the first byte that is no value, or several.
        let nothing = if random.chance(5) { vec![fact.size()] } else { vec![255, 200, 64] };
        let sets = || boxes.iter().map(|bounds| bounds.get(fact.id.dim()));
        let byte = |set: ValueSet| set.first().filter(|_| set.len() == 1);
        bytes.push(sets().map(|set| byte(set).unwrap_or(nothing[random.below(nothing.len())])).collect());
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
            assert!(!block.is_empty());
            // There is nothing beyond its end.
            for (action, _) in program.decide_strict(&contexts[0]).verdicts() {
                assert_eq!(block.verdict(block.len(), action), None);
            }
            assert!(block.leads(block.len()).is_empty());
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
            Shape { sources: 200, rules: 600, actions: 2, facts: 4, ..USUAL },
            Shape { rules: 150, actions: 2, facts: 12, ..USUAL },
            // Few lead, and most of them have high numbers.
            Shape { rules: 30, actions: 600, ..USUAL },
            Shape { facts: 1, actions: 1, rules: 6, tests: 1, ..USUAL },
        ] {
            let program = random::pack(shape, &mut random).compile();
            let count = if shape.rules < 130 && shape.actions < 130 { count } else { count.min(70) };
            hold_batch(&program, count, known, &mut random);
        }
    }
}

#[test]
fn a_block_of_no_contexts_is_empty() {
    let block = Block::default();
    assert!(block.is_empty());
    assert_eq!((block.len(), block.leads(0)), (0, &[][..]));
}

/// What is known in part of a fact counts, although it would be taken for granted otherwise; be it so in all contexts, or in some.
#[test]
fn what_is_known_in_part_is_not_taken_for_granted() {
    let program = Program::from_toml(
        "pack = { name = 'part', version = '1.0.0', moments = ['now'] }
        moments.now = { title = 'Now' }
        facts.f = { question = 'F?', values = ['a', 'b', 'c'], assume = 'a' }
        actions.do = { moment = 'now', title = 'Do', why = 'It helps.' }
        sources.s = { title = 'S' }
        rule = [{ id = 'r', suggest = 'do', when = { f = 'a' }, because = 'B.', sources = ['s'] }]",
    )
    .unwrap();
    let (fact, action) =
        (program.rules().vocabulary().facts()[0].id, program.rules().find_action("do").unwrap());
    for contexts in [1_usize, 63, 64, 512, 700] {
        for every in [1, 2, 40] {
            // Every so many of them may be "a" or "b", and nothing is said in the others.
            let mut words = vec![0_u64; contexts.div_ceil(64)];
            (0..contexts).step_by(every).for_each(|at| words[at / 64] |= 1 << (at % 64));
            let planes: [&[u64]; 2] = [&words, &words];
            program.batch().decide(&[(fact, Column::Planes(&planes))], contexts, 1, |block| {
                for at in 0..block.len() {
                    let in_part = (block.first() + at) % every == 0;
                    let verdict = if in_part { Verdict::Depends } else { Verdict::Suggested };
                    assert_eq!(block.verdict(at, action), Some(verdict), "{at} of {contexts}");
                }
            });
        }
    }
}
