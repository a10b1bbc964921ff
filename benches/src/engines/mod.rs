//! What takes turns on the same rules, each with contexts in its own form.

mod hand;
mod ours;
mod plain;

pub use hand::Hand;
pub use ours::{Decide, Matching, TopTen};
pub use plain::Plain;

use std::hint::black_box;

use crate::workload::{Context, Workload};

/// One engine with the rules of a workload.
pub trait Engine: Sized {
    /// What it is called in tables.
    const NAME: &'static str;
    /// A context in the engine's own form. Making it is not measured.
    type Input;

    /// Reads the rules in the engine's own language.
    fn load(workload: &Workload) -> Self;

    /// A context as the engine wants it.
    fn input(&mut self, workload: &Workload, context: &Context) -> Self::Input;

    /// Adds the numbers of the rules that are true.
    fn run(&mut self, input: &Self::Input, found: &mut Vec<u32>);

    /// What is measured: the answer as its user gets it, wherever that is.
    fn answer(&mut self, input: &Self::Input, found: &mut Vec<u32>) {
        self.run(input, found);
        black_box(found);
    }

    /// Whether that is what the plain evaluator says: usually the true rules, in any order.
    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        found.sort_unstable();
        *found == workload.expected(context)
    }
}
