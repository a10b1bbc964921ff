//! Bare decisions and matching, one context at a time: `cargo bench -p closer-benches --bench decide`

use closer_benches::{contexts, worlds};
use closer_core::Program;
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
            black_box(program.decide_by_rules(black_box(context)));
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
