//! What other engines take for the same rules: `cargo run --release --locked -- [W1] [W2-1000] …`
//!
//! Every engine must first give the right answers. Then all take turns, so that each ratio is of one run on one machine under one load.

mod engines;
mod text;

use closer_benches::engines::{Hand, Matching, Plain, TopTen};
use closer_benches::measure::{Lane, Runner, compare};
use closer_benches::workload::Workload;

fn main() {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.is_empty() {
        wanted = ["W1", "W2-1000", "W2-10000"].map(str::to_owned).to_vec();
    }
    for name in wanted {
        let workload = match name.strip_prefix("W2-") {
            Some(rules) => Workload::w2(rules.parse().expect("a number of rules")),
            None => Workload::w1(),
        };
        println!("\n{}: {} rules, {} facts", workload.name, workload.rules.len(), workload.facts.len());
        compare(&workload, lanes(&workload));
    }
}

fn lanes(workload: &Workload) -> Vec<Box<dyn Runner>> {
    let rules = workload.rules.len();
    let mut lanes: Vec<Box<dyn Runner>> =
        vec![Lane::<Matching<false>>::boxed(workload), Lane::<TopTen<false>>::boxed(workload)];
    lanes.push(Lane::<Matching<true>>::boxed(workload));
    lanes.push(Lane::<TopTen<true>>::boxed(workload));
    if workload.name == "W1" {
        lanes.push(Lane::<Hand>::boxed(workload));
    }
    lanes.push(Lane::<Plain>::boxed(workload));
    #[cfg(feature = "a-tree")]
    lanes.push(Lane::<engines::ATree>::boxed(workload));
    #[cfg(feature = "zen-engine")]
    lanes.push(Lane::<engines::Zen>::boxed(workload));
    // These go through the rules one by one: 100,000 of them would take a tenth of a second for each context, and more.
    if rules <= 10_000 {
        #[cfg(feature = "datalogic-rs")]
        lanes.push(Lane::<engines::Datalogic>::boxed(workload));
        #[cfg(feature = "cel")]
        lanes.push(Lane::<engines::Cel>::boxed(workload));
        #[cfg(feature = "rhai")]
        lanes.push(Lane::<engines::Rhai>::boxed(workload));
        #[cfg(feature = "cedar-policy")]
        lanes.push(Lane::<engines::Cedar>::boxed(workload));
    }
    // Its machine holds 65,535 instructions.
    #[cfg(feature = "regorus")]
    if rules <= 1_000 {
        lanes.push(Lane::<engines::Regorus>::boxed(workload));
    }
    lanes
}
