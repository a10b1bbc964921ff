//! The shipped pack: matching, deciding, one by one and in batches, on one core and on two, each ratio of one run:
//! `cargo bench -p closer-benches --bench shipped`

use std::hint::black_box;
use std::time::{Duration, Instant};

use closer_benches::measure::{ms, quickest};
use closer_benches::{contexts, worlds};
use closer_core::model::FactId;
use closer_core::{Column, Program};

/// Tries, of which the quickest counts.
const TRIES: usize = 40;

fn main() {
    let program = Program::closing();
    println!("with what every processor of the kind has:");
    measure(&program.portable());
    println!("\nwith the widest registers of this one:");
    measure(&program);
}

fn measure(program: &Program) {
    let tables = (0..5).map(|_| {
        // A program of its own, which has no tables yet.
        let program = program.portable();
        quickest(1, || black_box(program.decider().decide_now().ranked().len())).0
    });
    println!("making the tables: {:.2} ms", ms(tables.min().unwrap_or_default()));

    let mut matcher = program.matcher();
    let mut decider = program.decider();
    let worlds = worlds(program);
    let each = |time: Duration, count: usize| time.as_secs_f64() * 1e9 / count as f64;
    let line = |name: &str, ns: f64, of: f64, what: &str| {
        println!("{name:<44} {ns:>8.1} ns {:>8.2} times {what}", of / ns);
        ns
    };

    let run = || {
        for world in &worlds {
            black_box(matcher.world(black_box(world)));
        }
    };
    let matching = each(quickest(TRIES, run).0, worlds.len());
    line("matching, from the values of a world", matching, matching, "itself");
    let mut known_cost = 0.0;
    for known in [10, 7, 3, 0] {
        let contexts = contexts(program, known);
        let run = || {
            for context in &contexts {
                black_box(decider.decide_strict(black_box(context)));
            }
        };
        let ns = each(quickest(TRIES, run).0, contexts.len());
        line(&format!("deciding, {known} facts of ten known"), ns, matching, "as fast as matching");
        if known == 10 {
            known_cost = ns;
        }
    }

    let many: Vec<&[u8]> = (0..64).flat_map(|_| worlds.iter().map(|world| &**world)).collect();
    let facts = program.rules().vocabulary().facts();
    let bytes: Vec<Vec<u8>> =
        (0..facts.len()).map(|fact| many.iter().map(|world| world[fact]).collect()).collect();
    let ids: Vec<FactId> = facts.iter().map(|fact| fact.id).collect();
    // So many contexts from the first on, each part with memory of its own.
    let part = |from: usize, count: usize, top: usize| {
        let columns: Vec<(FactId, Column<'_>)> =
            ids.iter().zip(&bytes).map(|(id, bytes)| (*id, Column::Bytes(&bytes[from..]))).collect();
        program.batch().decide_strict(&columns, count, top, |block| {
            black_box(block);
        });
    };
    for top in [0, 3] {
        let ns = each(quickest(TRIES, || part(0, many.len(), top)).0, many.len());
        let name = if top == 0 {
            "batch, verdicts".to_owned()
        } else {
            format!("batch, verdicts and the first {top}")
        };
        line(&name, ns, known_cost, "as fast as one by one");
    }
    let wall = |work: &dyn Fn()| {
        let times = (0..TRIES).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        });
        each(times.min().unwrap_or_default(), many.len())
    };
    let one = wall(&|| part(0, many.len(), 3));
    let half = many.len() / 2;
    let two = wall(&|| {
        std::thread::scope(|scope| {
            scope.spawn(|| part(half, many.len() - half, 3));
            part(0, half, 3);
        });
    });
    line("batch, two cores (by the clock on the wall)", two, one, "as fast as one core");
}
