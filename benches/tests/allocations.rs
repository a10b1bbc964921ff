//! With memory that is used again, nothing is allocated while reading what is known, deciding, matching, or working through a batch.

use std::alloc::System;
use std::hint::black_box;

use closer_benches::{contexts, large_pack, worlds};
use closer_core::model::Kind;
use closer_core::{Column, Context, Program, RuleSet};
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
        hold_reading(program.rules());
    }
}

/// One value of a fact, or that it is unknown, goes straight into the context; only a number takes the room of one range.
fn hold_reading(rules: &RuleSet) {
    let vocabulary = rules.vocabulary();
    let mut context = Context::unknown(vocabulary);
    let mut read = |text: &str| {
        allocations(|| {
            rules.read_context(&mut context, &mut serde_json::Deserializer::from_str(text)).expect(text);
        })
    };
    let mut whole = Vec::new();
    let mut numbers = 0;
    for fact in vocabulary.facts() {
        let (values, each) = match &fact.kind {
            Kind::Bool => (vec!["true".to_owned(), "false".to_owned(), "\"unknown\"".to_owned()], 0),
            Kind::Enum { values, .. } => {
                let values = values.iter().map(|value| format!("\"{value}\""));
                (values.chain(["\"unknown\"".to_owned()]).collect(), 0)
            }
            Kind::Int { low, high, .. } => (vec![low.to_string(), high.to_string()], 1),
        };
        for value in &values {
            let text = format!("{{ \"{}\": {value} }}", fact.name);
            assert_eq!(read(&text), each, "{text}");
        }
        whole.push(format!("\"{}\": {}", fact.name, values[0]));
        numbers += each;
    }
    assert_eq!(read(&format!("{{ {} }}", whole.join(", "))), numbers, "all at once");
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
