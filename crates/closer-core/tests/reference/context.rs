//! What is known of one interview: for every fact the values still possible, hence a set of worlds.

use super::pack::{Fact, Pack, Test, Value, Values};
use super::world::World;

/// What was said of one fact.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    Nothing,
    /// Somebody said that it is not known, so nothing is assumed either.
    Unknown,
    Is(Test),
}

#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// For every fact.
    pub(crate) said: Vec<Said>,
    /// Make no assumptions.
    pub(crate) strict: bool,
}

impl Context {
    pub(crate) fn nothing(pack: &Pack) -> Self {
        Self { said: vec![Said::Nothing; pack.facts.len()], strict: false }
    }

    pub(crate) fn fully_known(values: &[Value]) -> Self {
        Self { said: values.iter().map(|value| Said::Is(Test::Is(*value))).collect(), strict: false }
    }

    /// Is this fact taken for granted?
    pub(crate) fn assumes(&self, pack: &Pack, fact: usize) -> bool {
        let silent = matches!(self.said[fact], Said::Nothing);
        !self.strict && silent && pack.facts[fact].assume.is_some()
    }

    /// The values still possible for every fact, assumptions made; but none for the fact `without`.
    pub(crate) fn possible(&self, pack: &Pack, without: Option<usize>) -> Vec<Values> {
        let of = |(at, fact): (usize, &Fact)| match (&self.said[at], &fact.assume) {
            (Said::Is(test), _) => fact.values_of(test),
            (_, Some(assumed)) if self.assumes(pack, at) && without != Some(at) => fact.values_of(assumed),
            _ => fact.every_value(),
        };
        pack.facts.iter().enumerate().map(of).collect()
    }
}

/// A pack and all its worlds, looked at once.
#[derive(Debug)]
pub(crate) struct Meaning<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) worlds: Vec<World>,
}

impl<'a> Meaning<'a> {
    pub(crate) fn of(pack: &'a Pack) -> Self {
        let worlds = pack.every_assignment().iter().map(|values| pack.look_at(values)).collect();
        Self { pack, worlds }
    }

    /// The worlds that agree with what is possible.
    pub(crate) fn worlds(&self, possible: &[Values]) -> Vec<&World> {
        let agrees =
            |world: &&World| world.values.iter().zip(possible).all(|(value, values)| values.contains(value));
        self.worlds.iter().filter(agrees).collect()
    }
}
