//! The rules written by hand in Rust.

use super::Engine;
use crate::hand::{Facts, rules};
use crate::workload::{Context, Workload};

pub struct Hand;

impl Engine for Hand {
    const NAME: &'static str = "by hand in Rust";
    type Input = Facts;

    fn load(_: &Workload) -> Self {
        Self
    }

    fn input(&mut self, _: &Workload, context: &Context) -> Facts {
        Facts::new(context)
    }

    fn run(&mut self, input: &Facts, found: &mut Vec<u32>) {
        rules(input, found);
    }
}
