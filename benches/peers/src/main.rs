//! What other engines take for the same rules: `cargo run --release -- [W1] [W2-1000] [W2-100000]`, with `--no-default-features` without them.
//!
//! Every engine must first give the right answers. Then all take turns, so that each ratio is of one run on one machine under one load.

mod engines;
mod hand;
mod measure;
mod text;
mod workload;

use engines::{Decide, Hand, Matching, Plain, TopTen};
#[cfg(feature = "others")]
use engines::{ATree, Cedar, Cel, Datalogic, Regorus, Rhai, Zen};
use measure::{Lane, Runner};
use workload::Workload;

fn main() {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.is_empty() {
        wanted = ["W1", "W2-1000"].map(str::to_owned).to_vec();
    }
    for name in wanted {
        let workload = match name.strip_prefix("W2-") {
            Some(rules) => Workload::w2(rules.parse().expect("a number of rules")),
            None => Workload::w1(),
        };
        println!("\n{}: {} rules, {} facts", workload.name, workload.rules.len(), workload.facts.len());
        measure::compare(&workload, lanes(&workload));
    }
}

fn lanes(workload: &Workload) -> Vec<Box<dyn Runner>> {
    let mut lanes: Vec<Box<dyn Runner>> =
        vec![Lane::<Matching>::new(workload), Lane::<TopTen>::new(workload), Lane::<Decide>::new(workload)];
    if workload.name == "W1" {
        lanes.push(Lane::<Hand>::new(workload));
    }
    lanes.push(Lane::<Plain>::new(workload));
    #[cfg(feature = "others")]
    others(workload, &mut lanes);
    lanes
}

#[cfg(feature = "others")]
fn others(workload: &Workload, lanes: &mut Vec<Box<dyn Runner>>) {
    let rules = workload.rules.len();
    lanes.push(Lane::<ATree>::new(workload));
    lanes.push(Lane::<Zen>::new(workload));
    lanes.push(Lane::<Datalogic>::new(workload));
    // The others take from 100 ms for one context of 100,000 rules, and seconds or more to read them.
    if rules <= 10_000 {
        lanes.push(Lane::<Cel>::new(workload));
        lanes.push(Lane::<Rhai>::new(workload));
        lanes.push(Lane::<Cedar>::new(workload));
    }
    // Its machine holds 65,535 instructions.
    if rules <= 1_000 {
        lanes.push(Lane::<Regorus>::new(workload));
    }
}
