//! How many times faster than what, each ratio of one run: `cargo bench -p closer-benches --bench ratios -- [W1] [W2-1000] …`
//!
//! Every answer is first compared with that of a plain evaluator. Then all take turns, so that each ratio is of one machine under one load.

use std::time::Duration;

use closer_benches::engines::{Decide, Hand, Matching, Plain, TopTen};
use closer_benches::measure::{Lane, Runner, compare, ms, quickest};
use closer_benches::pack::pack;
use closer_benches::workload::Workload;
use closer_core::Program;

fn main() {
    let mut wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if wanted.is_empty() {
        wanted = ["W1", "W2-1000", "W2-10000", "W2-100000"].map(str::to_owned).to_vec();
    }
    // `cargo test --benches` only wants to know that it works.
    if std::env::args().any(|word| word == "--test") || !std::env::args().any(|word| word == "--bench") {
        wanted = ["W1", "W2-100"].map(str::to_owned).to_vec();
    }
    for name in wanted {
        let workload = match name.strip_prefix("W2-") {
            Some(rules) => Workload::w2(rules.parse().expect("a number of rules")),
            None => Workload::w1(),
        };
        println!("\n{}: {} rules, {} facts", workload.name, workload.rules.len(), workload.facts.len());
        compare(&workload, lanes(&workload));
        load(&workload);
    }
}

fn lanes(workload: &Workload) -> Vec<Box<dyn Runner>> {
    let mut lanes: Vec<Box<dyn Runner>> = vec![
        Lane::<Matching<false>>::boxed(workload),
        Lane::<TopTen<false>>::boxed(workload),
        Lane::<Matching<true>>::boxed(workload),
        Lane::<TopTen<true>>::boxed(workload),
        Lane::<Decide>::boxed(workload),
    ];
    if workload.name == "W1" {
        lanes.push(Lane::<Hand>::boxed(workload));
    }
    lanes.push(Lane::<Plain>::boxed(workload));
    lanes
}

/// Reading the rules as a pack, beside what the same text takes as plain TOML values.
fn load(workload: &Workload) {
    let text = pack(workload);
    let [mut toml, mut read, mut tables]: [Vec<Duration>; 3] = Default::default();
    for _ in 0..3 {
        toml.push(quickest(1, || toml::from_str::<toml::Table>(&text).expect("it is TOML")).0);
        let (time, program) = quickest(1, || Program::from_toml(&text).expect("it is sound"));
        read.push(time);
        tables.push(quickest(1, || program.matcher().certain().len()).0);
    }
    let [toml, read, tables] = [toml, read, tables].map(|times| times.into_iter().min().unwrap_or_default());
    println!(
        "{:.1} kB of text: as TOML alone {:.1} ms; read, checked and compiled {:.1} ms, {:.2} times as much; its tables {:.1} ms",
        f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX)) / 1e3,
        ms(toml),
        ms(read),
        read.as_secs_f64() / toml.as_secs_f64(),
        ms(tables)
    );
}
