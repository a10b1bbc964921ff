//! Random contexts, the same in every run.

#![allow(dead_code, reason = "not every test needs all of it")]

use closer_core::model::{Allowed, Fact, Test};
use closer_core::space::ValueSet;
use closer_core::{Context, Program};

/// A small generator with a fixed seed: the same contexts on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// Some of the values of a set, at least one.
    pub(crate) fn some_of(&mut self, values: ValueSet) -> ValueSet {
        let chosen: ValueSet = values.iter().filter(|_| self.below(2) == 0).collect();
        if chosen.is_empty() { self.one_of(values) } else { chosen }
    }

    pub(crate) fn one_of(&mut self, values: ValueSet) -> ValueSet {
        let at = self.below(u64::from(values.len()));
        values.iter().skip(usize::try_from(at).unwrap()).take(1).collect()
    }
}

/// Says that a fact is one of these values.
pub(crate) fn say(program: &Program, context: &mut Context, fact: &Fact, values: ValueSet) {
    let test = Test::new(fact.id, Allowed::from_positions(values, fact));
    assert!(context.say(program.rules().vocabulary(), &test));
}
