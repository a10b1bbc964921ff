//! How much memory a rule takes: `cargo test -p closer-benches --test memory -- --nocapture`
//!
//! How much reading takes at most, and how long, for 1,000, 10,000 and 100,000 rules:
//! `for n in 1000 10000 100000; do CLOSER_RULES=$n cargo test --profile bench -p closer-benches --test memory -- --ignored --nocapture; done`
//!
//! With `CLOSER_ALONE=toml` before it, what the parser of TOML takes of that.

use std::alloc::System;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use closer_benches::pack::pack;
use closer_benches::workload::Workload;
use closer_core::Program;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// All threads allocate from the same memory, so only one test may run at a time.
static ALONE: Mutex<()> = Mutex::new(());

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
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let [few, many] = [1_000, 10_000].map(per_rule);
    for (rules, [text, read, tables]) in [(1_000, few), (10_000, many)] {
        println!(
            "{rules} rules: {text:.0} bytes of text a rule; in memory {read:.0}, and {tables:.0} for tables"
        );
    }
    assert!(many[1] + many[2] <= (few[1] + few[2]) * 1.1, "{few:?} {many:?}");
    let [text, read, _] = many;
    assert!(read <= text + 100.0, "{read:.0} bytes for a rule of {text:.0}");
}

/// 400 facts of 60 values each, and 3,000 rules that ask about two of them.
fn wide() -> String {
    let values: Vec<String> = (0..60).map(|value| format!("'v{value}'")).collect();
    let mut text = "pack = { name = 'wide', version = '1.0.0', title = 'Wide', moments = ['now'] }
        moments.now.title = 'Now'\n sources.us.title = 'Us'
        actions.act = { moment = 'now', title = 'Act', why = 'So.' }\n"
        .to_owned();
    for fact in 0..400 {
        text += &format!("facts.f{fact} = {{ question = 'F{fact}?', values = [{}] }}\n", values.join(", "));
    }
    for rule in 0..3_000 {
        let (one, other) = (rule % 400, (rule * 7 + 1) % 400);
        text += &format!("[[rule]]\nid = 'r{rule}'\nsuggest = 'act'\nbecause = 'So.'\nsources = ['us']\n");
        text += &format!("when = {{ f{one} = 'v{}', f{other} = 'v{}' }}\n", rule % 60, rule % 59);
    }
    text
}

#[test]
fn tables_take_no_more_memory_than_they_may() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let program = Program::from_toml(&wide()).expect("a sound pack");
    for (bytes, at_least, at_most) in [(64 << 20, 8.0, 40.0), (4 << 20, 0.0, 9.0), (1 << 20, 0.0, 3.0)] {
        let program = program.with_table_bytes(bytes);
        for kind in ["decider", "matcher"] {
            let (_, taken) = kept(|| match kind {
                "decider" => drop(program.decider()),
                _ => drop(program.matcher()),
            });
            let megabytes = taken / 1_048_576.0;
            assert!((at_least..=at_most).contains(&megabytes), "{kind} with {bytes}: {megabytes:.1} MB");
        }
    }
}

/// Megabytes of this process: `VmRSS` now, `VmHWM` at most since that was last forgotten.
fn megabytes(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with(what)).expect("it is there");
    let kilobytes = line.split_whitespace().nth(1).expect("a number");
    kilobytes.parse::<f64>().expect("a number") / 1_024.0
}

#[test]
#[ignore = "prints time and peak memory, which no test may depend on; one size for each process"]
fn what_reading_takes_at_most() {
    let rules = std::env::var("CLOSER_RULES").map_or(10_000, |rules| rules.parse().expect("a number"));
    let text = pack(&Workload::w2(rules));
    std::fs::write("/proc/self/clear_refs", "5").expect("Linux forgets the peak");
    let (before, start) = (megabytes("VmRSS"), Instant::now());
    if std::env::var_os("CLOSER_ALONE").is_some() {
        drop(toml::de::DeTable::parse(&text).expect("a sound document"));
    } else {
        drop(Program::from_toml(&text).expect("a sound pack"));
    }
    let (seconds, peak) = (start.elapsed().as_secs_f64(), megabytes("VmHWM") - before);
    let text = text.len() as f64 / 1_048_576.0;
    println!("{rules} rules, {text:.1} MB of text: {seconds:.3} s, {peak:.0} MB at most");
}
