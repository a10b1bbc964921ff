//! With memory that is used again, nothing is allocated while deciding, matching, or working through a batch.

use std::alloc::System;
use std::hint::black_box;

use closer_benches::{contexts, large_pack, worlds};
use closer_core::{Column, Program};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How often memory was asked for.
fn allocations(work: impl FnOnce()) -> usize {
    let region = Region::new(ALLOCATOR);
    work();
    let change = region.change();
    change.allocations + change.reallocations
}

/// One test only: what another thread allocates would count as well.
#[test]
fn nothing_is_allocated_while_evaluating() {
    assert!(allocations(|| drop(black_box(vec![1_u8]))) > 0, "the counter counts");
    for program in [Program::closing(), Program::from_toml(&large_pack(2_000)).expect("it is sound")] {
        hold(&program);
    }
}

fn hold(program: &Program) {
    let mut decider = program.decider();
    let mut matcher = program.matcher();
    let worlds = worlds(program);
    for known in [0, 3, 7, 10] {
        let contexts = contexts(program, known);
        // The longest lists make room once.
        for context in &contexts {
            decider.decide(context);
            decider.decide_strict(context);
        }
        let count = allocations(|| {
            for (context, world) in contexts.iter().zip(&worlds) {
                black_box(decider.decide(context));
                black_box(decider.decide_strict(context));
                matcher.take(context);
                black_box(matcher.certain());
                black_box(matcher.top(10));
                black_box(matcher.possible());
                black_box(matcher.world(world));
                black_box(matcher.world_top(world, 10));
            }
        });
        assert_eq!(count, 0, "{known} facts of ten are known");
    }
    let facts = program.rules().vocabulary().facts();
    let bytes: Vec<Vec<u8>> =
        (0..facts.len()).map(|fact| worlds.iter().map(|world| world[fact]).collect()).collect();
    let columns: Vec<_> =
        facts.iter().map(|fact| fact.id).zip(bytes.iter().map(|bytes| Column::Bytes(bytes))).collect();
    let mut batch = program.batch();
    let mut run = |count: usize| {
        batch.decide(&columns, count, 3, |block| {
            black_box(block);
        })
    };
    run(worlds.len());
    let [one, all] = [1, worlds.len()].map(|count| allocations(|| run(count)));
    assert_eq!(one, all, "what a batch allocates is for the call, not for its contexts");
}
