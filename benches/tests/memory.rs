//! How much memory a rule takes: `cargo test -p closer-benches --test memory -- --nocapture`

use std::alloc::System;

use closer_benches::pack::pack;
use closer_benches::workload::Workload;
use closer_core::Program;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is kept of a piece of work, and how much memory it takes.
fn kept<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let region = Region::new(ALLOCATOR);
    let made = work();
    let change = region.change();
    // What was made longer or shorter in place is counted in both.
    let bytes = change.bytes_allocated as f64 - change.bytes_deallocated as f64;
    (made, bytes)
}

/// Bytes for each rule: its text, the program, and the tables beside it.
fn per_rule(rules: usize) -> [f64; 3] {
    let text = pack(&Workload::w2(rules));
    let (program, read) = kept(|| Program::from_toml(&text).expect("a sound pack"));
    let (_, tables) = kept(|| program.matcher().certain().len());
    [text.len() as f64, read, tables].map(|bytes| bytes / rules as f64)
}

#[test]
fn memory_grows_no_faster_than_the_rules() {
    let [few, many] = [1_000, 10_000].map(per_rule);
    for (rules, [text, read, tables]) in [(1_000, few), (10_000, many)] {
        println!(
            "{rules} rules: {text:.0} bytes of text a rule; in memory {read:.0}, and {tables:.0} for tables"
        );
    }
    assert!(many[1] + many[2] <= (few[1] + few[2]) * 1.1, "{few:?} {many:?}");
}
