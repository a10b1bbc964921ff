//! The plain evaluator: condition by condition, as trees.

use super::Engine;
use crate::workload::{Condition, Context, Workload};

pub struct Plain(Vec<Condition>);

impl Engine for Plain {
    const NAME: &'static str = "tree walker";
    type Input = Context;

    fn load(workload: &Workload) -> Self {
        Self(workload.rules.iter().map(|rule| rule.when.clone()).collect())
    }

    fn input(&mut self, _: &Workload, context: &Context) -> Context {
        context.clone()
    }

    fn run(&mut self, input: &Context, found: &mut Vec<u32>) {
        let rules = self.0.iter().zip(0..);
        found.extend(rules.filter(|(rule, _)| rule.is_true(input)).map(|(_, at)| at));
    }
}
