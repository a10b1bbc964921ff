//! Reading rules, beside what the TOML alone takes, and what matching costs by their number: `cargo bench -p closer-benches --bench load`

use closer_benches::{large_pack, pack_over, worlds};
use closer_core::Program;
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

const RULES: [u64; 3] = [100, 1_000, 10_000];

/// The text as plain TOML values.
#[divan::bench(args = RULES, sample_count = 5, sample_size = 1)]
fn toml_alone(bencher: Bencher<'_, '_>, rules: u64) {
    let text = large_pack(rules);
    bencher.bench(|| toml::from_str::<toml::Table>(black_box(&text)).expect("it is TOML"));
}

/// The text as a program: read, checked, compiled.
#[divan::bench(args = RULES, sample_count = 5, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>, rules: u64) {
    let text = large_pack(rules);
    bencher.bench(|| Program::from_toml(black_box(&text)).expect("it is sound"));
}

/// The tables that a first match makes.
#[divan::bench(args = RULES, sample_count = 5, sample_size = 1)]
fn tables_of_rules(bencher: Bencher<'_, '_>, rules: u64) {
    let text = large_pack(rules);
    let program = || Program::from_toml(&text).expect("it is sound");
    bencher.with_inputs(program).bench_values(|program| {
        black_box(program.matcher());
        program
    });
}

/// The tables that a first decision makes.
#[divan::bench(args = RULES, sample_count = 5, sample_size = 1)]
fn tables_of_actions(bencher: Bencher<'_, '_>, rules: u64) {
    let text = large_pack(rules);
    let program = || Program::from_toml(&text).expect("it is sound");
    bencher.with_inputs(program).bench_values(|program| {
        black_box(program.decider());
        program
    });
}

/// All true rules, strongest first.
#[divan::bench(args = RULES)]
fn all(bencher: Bencher<'_, '_>, rules: u64) {
    matching(bencher, &large_pack(rules), usize::MAX);
}

/// All true ones of 1,000 rules over so many facts.
#[divan::bench(args = [6, 12, 24, 48, 96])]
fn all_by_facts(bencher: Bencher<'_, '_>, facts: u64) {
    matching(bencher, &pack_over(facts, 1_000), usize::MAX);
}

/// The ten strongest true rules.
#[divan::bench(args = RULES)]
fn top_ten(bencher: Bencher<'_, '_>, rules: u64) {
    matching(bencher, &large_pack(rules), 10);
}

fn matching(bencher: Bencher<'_, '_>, pack: &str, most: usize) {
    let program = Program::from_toml(pack).expect("it is sound");
    let worlds = worlds(&program);
    let mut matcher = program.matcher();
    bencher.counter(ItemsCount::new(worlds.len())).bench_local(|| {
        for world in &worlds {
            black_box(matcher.world_top(black_box(world), most));
        }
    });
}
