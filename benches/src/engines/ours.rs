//! closer: the rules as a pack, the true ones with the strongest first.

use std::cmp::Reverse;

use closer_core::{Decider, Matcher, Program};

use super::Engine;
use crate::pack::pack;
use crate::workload::{Context, Workload};

/// A program for as long as the process lives, as its users keep it in a static.
fn program(workload: &Workload) -> &'static Program {
    Box::leak(Box::new(Program::from_toml(&pack(workload)).expect("a sound pack")))
}

fn ranked(workload: &Workload, context: &Context) -> Vec<u32> {
    let mut expected = workload.expected(context);
    expected.sort_by_key(|&rule| (Reverse(workload.rules[rule as usize].weight), rule));
    expected
}

pub struct Matching(Matcher<'static>);

impl Engine for Matching {
    const NAME: &'static str = "closer";
    /// Values by fact in the order of their names, which need not be that of the workload.
    type Input = Box<[u8]>;

    fn load(workload: &Workload) -> Self {
        Self(program(workload).matcher())
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Box<[u8]> {
        values(workload, context)
    }

    fn run(&mut self, input: &Box<[u8]>, found: &mut Vec<u32>) {
        found.extend(self.0.world(input).iter().map(|rule| rule.index() as u32));
    }

    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        *found == ranked(workload, context)
    }
}

fn values(workload: &Workload, context: &Context) -> Box<[u8]> {
    let mut facts: Vec<(&str, u8)> =
        workload.facts.iter().map(|fact| &*fact.name).zip(context.iter().copied()).collect();
    facts.sort_unstable();
    facts.into_iter().map(|(_, value)| value).collect()
}

pub struct TopTen(Matcher<'static>);

impl Engine for TopTen {
    const NAME: &'static str = "closer, top ten";
    type Input = Box<[u8]>;

    fn load(workload: &Workload) -> Self {
        Self(program(workload).matcher())
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Box<[u8]> {
        values(workload, context)
    }

    fn run(&mut self, input: &Box<[u8]>, found: &mut Vec<u32>) {
        found.extend(self.0.world_top(input, 10).iter().map(|rule| rule.index() as u32));
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
        let program = program(workload);
        Self(program.decider(), program)
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> closer_core::Context {
        let vocabulary = self.1.rules().vocabulary();
        let point =
            closer_core::space::Bounds::point(vocabulary.space(), &values(workload, context)).unwrap();
        closer_core::Context::within(vocabulary, &point)
    }

    fn run(&mut self, input: &closer_core::Context, found: &mut Vec<u32>) {
        found.extend(self.0.decide_strict(input).ranked().iter().map(|(action, _)| action.index() as u32));
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
