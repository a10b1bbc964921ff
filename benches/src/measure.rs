//! Right first, then fast: all engines take turns on the same contexts.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::engines::Engine;
use crate::workload::Workload;

/// How long an engine's answers are checked at most, and how long one turn takes at least.
const CHECKED: Duration = Duration::from_secs(10);
const TURN: Duration = Duration::from_millis(60);
const TURNS: usize = 7;

/// An engine with the contexts of a workload in its own form.
pub struct Lane<E: Engine> {
    engine: E,
    inputs: Vec<E::Input>,
    at: usize,
    loaded: Duration,
    found: Vec<u32>,
}

pub trait Runner {
    fn name(&self) -> &'static str;
    fn loaded(&self) -> Duration;
    /// Compares the answers with those of the plain evaluator. Returns for how many contexts.
    fn check(&mut self, workload: &Workload) -> usize;
    /// Nanoseconds for one context.
    fn turn(&mut self) -> f64;
}

impl<E: Engine + 'static> Lane<E> {
    pub fn boxed(workload: &Workload) -> Box<dyn Runner> {
        let start = ThreadTime::now();
        let mut engine = E::load(workload);
        let loaded = start.elapsed();
        let inputs = workload.contexts.iter().map(|context| engine.input(workload, context)).collect();
        Box::new(Self { engine, inputs, at: 0, loaded, found: Vec::new() })
    }
}

impl<E: Engine> Runner for Lane<E> {
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn loaded(&self) -> Duration {
        self.loaded
    }

    fn check(&mut self, workload: &Workload) -> usize {
        let start = Instant::now();
        for (checked, (input, context)) in self.inputs.iter().zip(&workload.contexts).enumerate() {
            self.found.clear();
            self.engine.run(input, &mut self.found);
            let right = E::is_right(workload, context, &mut self.found);
            assert!(right, "{} answers otherwise: {} {:?}", E::NAME, workload.json(context), self.found);
            if start.elapsed() > CHECKED {
                return checked + 1;
            }
        }
        self.inputs.len()
    }

    fn turn(&mut self) -> f64 {
        let start = ThreadTime::now();
        let mut done = 0_u32;
        // The clock is looked at after some contexts, for it takes longer than many an answer.
        let mut step = 1;
        loop {
            for _ in 0..step {
                self.at = if self.at + 1 < self.inputs.len() { self.at + 1 } else { 0 };
                self.found.clear();
                self.engine.answer(black_box(&self.inputs[self.at]), &mut self.found);
            }
            done += step;
            let elapsed = start.elapsed();
            if elapsed >= TURN {
                return elapsed.as_secs_f64() * 1e9 / f64::from(done);
            }
            step = (step * 2).min(100_000);
        }
    }
}

/// Lets all engines answer, first with all eyes on them, and prints what they took, also as a multiple of what the first two took.
pub fn compare(workload: &Workload, mut lanes: Vec<Box<dyn Runner>>) {
    let checked: Vec<usize> = lanes.iter_mut().map(|lane| lane.check(workload)).collect();
    let mut turns: Vec<Vec<f64>> = vec![Vec::new(); lanes.len()];
    for turn in 0..=TURNS {
        for (lane, times) in lanes.iter_mut().zip(&mut turns) {
            let time = lane.turn();
            // The first turn warms up.
            if turn > 0 {
                times.push(time);
            }
        }
    }
    println!(
        "{:<20} {:>12} {:>10} {:>10} {:>10} {:>8}",
        "engine", "ns/context", "x 1st", "x 2nd", "load ms", "checked"
    );
    for (at, lane) in lanes.iter().enumerate() {
        // Of the same round each, so that both were under the same load.
        let times = |of: usize| {
            let ratios = turns[at].iter().zip(&turns[of]).map(|(theirs, ours)| theirs / ours);
            median(ratios.collect())
        };
        println!(
            "{:<20} {:>12.1} {:>10.2} {:>10.2} {:>10.2} {:>8}",
            lane.name(),
            median(turns[at].clone()),
            times(0),
            times(1),
            ms(lane.loaded()),
            checked[at]
        );
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// The least time that something took in so many tries, and what came out last.
pub fn quickest<T>(tries: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let start = ThreadTime::now();
        let made = black_box(work());
        (start.elapsed(), made)
    };
    let mut best = once();
    for _ in 1..tries {
        let (time, made) = once();
        best = (time.min(best.0), made);
    }
    best
}

/// A time in milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
