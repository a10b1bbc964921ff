//! Bare decisions and matching, one context at a time: `cargo bench -p closer-benches --bench decide`

use closer_benches::{contexts, worlds};
use closer_core::{Column, Program};
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

/// How many facts of ten are known.
const KNOWN: [usize; 4] = [0, 3, 7, 10];

/// Verdicts, ranks and roles of the shipped pack, with memory that is used again.
#[divan::bench(args = KNOWN)]
fn decide(bencher: Bencher<'_, '_>, known: usize) {
    let program = Program::closing();
    let contexts = contexts(&program, known);
    let mut decider = program.decider();
    bencher.counter(ItemsCount::new(contexts.len())).bench_local(|| {
        for context in &contexts {
            black_box(decider.decide_strict(black_box(context)));
        }
    });
}

/// The same by looking at every rule: how it was before there were tables.
#[divan::bench(args = KNOWN)]
fn decide_by_rules(bencher: Bencher<'_, '_>, known: usize) {
    let program = Program::closing();
    let contexts = contexts(&program, known);
    bencher.counter(ItemsCount::new(contexts.len())).bench_local(|| {
        for context in &contexts {
            let _decision = black_box(program.decide_by_rules(black_box(context)));
        }
    });
}

/// The true rules of the shipped pack, strongest first.
#[divan::bench(args = KNOWN)]
fn match_rules(bencher: Bencher<'_, '_>, known: usize) {
    let program = Program::closing();
    let contexts = contexts(&program, known);
    let mut matcher = program.matcher();
    bencher.counter(ItemsCount::new(contexts.len())).bench_local(|| {
        for context in &contexts {
            matcher.take(black_box(context));
            black_box(matcher.certain());
        }
    });
}

/// The same from the values of a world.
#[divan::bench]
fn match_world(bencher: Bencher<'_, '_>) {
    let program = Program::closing();
    let worlds = worlds(&program);
    let mut matcher = program.matcher();
    bencher.counter(ItemsCount::new(worlds.len())).bench_local(|| {
        for world in &worlds {
            black_box(matcher.world(black_box(world)));
        }
    });
}

/// The shipped pack in batches, from bytes, with the first three leading actions of each context.
#[divan::bench(args = [0, 3])]
fn batch_of_bytes(bencher: Bencher<'_, '_>, top: usize) {
    let program = Program::closing();
    let worlds = worlds(&program);
    let facts = program.rules().vocabulary().facts();
    let bytes: Vec<Vec<u8>> = (0..facts.len())
        .map(|fact| worlds.iter().filter_map(|world| world.get(fact).copied()).collect())
        .collect();
    let columns: Vec<_> =
        facts.iter().map(|fact| fact.id).zip(bytes.iter().map(|bytes| Column::Bytes(bytes))).collect();
    let mut batch = program.batch();
    bencher.counter(ItemsCount::new(worlds.len())).bench_local(|| {
        batch.decide_strict(black_box(&columns), worlds.len(), top, |block| {
            black_box(block);
        });
    });
}
