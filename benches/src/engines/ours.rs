//! closer: the rules as a pack, the true ones with the strongest first.

use std::cmp::Reverse;
use std::hint::black_box;

use closer_core::{Decider, Matcher, Program};

use super::Engine;
use crate::workload::{Context, Workload};

fn ranked(workload: &Workload, context: &Context) -> Vec<u32> {
    let mut expected = workload.expected(context);
    expected.sort_by_key(|&rule| (Reverse(workload.rules[rule as usize].weight), rule));
    expected
}

/// With the instructions that every processor of the kind has, or with all that this one has.
pub struct Matching<const WIDE: bool>(Matcher<'static>);

fn matcher<const WIDE: bool>(workload: &Workload) -> Matcher<'static> {
    if WIDE { workload.program().matcher() } else { workload.portable().matcher() }
}

impl<const WIDE: bool> Engine for Matching<WIDE> {
    const NAME: &'static str = if WIDE { "closer, wide" } else { "closer" };
    type Input = Values;

    fn load(workload: &Workload) -> Self {
        Self(matcher::<WIDE>(workload))
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Values {
        values(workload, context)
    }

    fn run(&mut self, input: &Values, found: &mut Vec<u32>) {
        found.extend(self.0.world(input).iter().map(|rule| rule.index() as u32));
    }

    fn answer(&mut self, input: &Values, _: &mut Vec<u32>) {
        black_box(self.0.world(input));
    }

    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        *found == ranked(workload, context)
    }
}

/// Values by fact in the order of their names, which need not be that of the workload. In place, as the rules written by hand have theirs.
pub type Values = [u8; 24];

fn values(workload: &Workload, context: &Context) -> Values {
    let mut facts: Vec<(&str, u8)> =
        workload.facts.iter().map(|fact| &*fact.name).zip(context.iter().copied()).collect();
    facts.sort_unstable();
    let mut values = [0; 24];
    for (to, (_, value)) in values.iter_mut().zip(facts) {
        *to = value;
    }
    values
}

pub struct TopTen<const WIDE: bool>(Matcher<'static>);

impl<const WIDE: bool> Engine for TopTen<WIDE> {
    const NAME: &'static str = if WIDE { "closer, wide, first ten" } else { "closer, first ten" };
    type Input = Values;

    fn load(workload: &Workload) -> Self {
        Self(matcher::<WIDE>(workload))
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Values {
        values(workload, context)
    }

    fn run(&mut self, input: &Values, found: &mut Vec<u32>) {
        found.extend(self.0.world_top(input, 10).iter().map(|rule| rule.index() as u32));
    }

    fn answer(&mut self, input: &Values, _: &mut Vec<u32>) {
        black_box(self.0.world_top(input, 10));
    }

    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        let mut expected = ranked(workload, context);
        expected.truncate(10);
        *found == expected
    }
}

/// Verdict, rank and role of every action: more than is asked of the others.
pub struct Decide(Decider<'static>, &'static Program);

impl Engine for Decide {
    const NAME: &'static str = "closer, decide";
    type Input = closer_core::Context;

    fn load(workload: &Workload) -> Self {
        let program = workload.program();
        Self(program.decider(), program)
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> closer_core::Context {
        let vocabulary = self.1.rules().vocabulary();
        let values = &values(workload, context)[..workload.facts.len()];
        let point = closer_core::space::Bounds::point(vocabulary.space(), values).unwrap();
        closer_core::Context::within(vocabulary, &point)
    }

    fn run(&mut self, input: &closer_core::Context, found: &mut Vec<u32>) {
        found.extend(self.0.decide_strict(input).ranked().iter().map(|(action, _)| action.index() as u32));
    }

    fn answer(&mut self, input: &closer_core::Context, _: &mut Vec<u32>) {
        black_box(self.0.decide_strict(input));
    }

    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        let rules = workload.expected(context);
        let of = |avoid: bool| {
            let rules = rules
                .iter()
                .map(|&rule| &workload.rules[rule as usize])
                .filter(move |rule| rule.avoid == avoid);
            let mut actions: Vec<u32> = rules.map(|rule| rule.action as u32).collect();
            actions.sort_unstable();
            actions.dedup();
            actions
        };
        let (suggested, avoided) = (of(false), of(true));
        found.sort_unstable();
        found.iter().eq(suggested.iter().filter(|action| !avoided.contains(action)))
    }
}
