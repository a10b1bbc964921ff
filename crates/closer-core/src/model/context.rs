use super::{Allowed, Fact, FactId, Test, Vocabulary};
use crate::space::{Bounds, ValueSet};

/// What is known of one interview: for every fact, the values that are still possible.
///
/// A context stands for all *worlds* (complete assignments) that agree with it. It is never empty: a fact always has at least one
/// possible value.
#[derive(Debug, Clone)]
pub struct Context {
    bounds: Bounds,
    /// What was said, in full: numbers keep their own limits although the space knows only cells.
    said: Vec<Option<Allowed>>,
}

impl Context {
    /// Nothing is known.
    #[must_use]
    pub fn unknown(vocabulary: &Vocabulary) -> Self {
        Self { bounds: Bounds::all(vocabulary.space()), said: vec![None; vocabulary.facts().len()] }
    }

    /// What is known where exactly the worlds of a box are possible; facts of which every value is possible are left unsaid.
    ///
    /// ```
    /// # use closer_core::{Program, model::Context};
    /// let program = Program::closing();
    /// let vocabulary = program.rules().vocabulary();
    /// let nothing = Context::unknown(vocabulary);
    /// assert_eq!(Context::within(vocabulary, nothing.bounds()).bounds(), nothing.bounds());
    /// ```
    #[must_use]
    pub fn within(vocabulary: &Vocabulary, bounds: &Bounds) -> Self {
        let mut context = Self::unknown(vocabulary);
        for fact in vocabulary.facts() {
            let possible = bounds.get(fact.id.dim());
            if possible != fact.all() {
                context.say(vocabulary, &Test::new(fact.id, Allowed::from_positions(possible, fact)));
            }
        }
        context
    }

    /// Says that a fact is one of the allowed values, in place of whatever was said of it before.
    ///
    /// Returns `false`, and changes nothing, when no value is allowed or the fact is not of this vocabulary.
    pub fn say(&mut self, vocabulary: &Vocabulary, test: &Test) -> bool {
        let Some(fact) = vocabulary.get(test.fact) else { return false };
        self.put(fact, test.allowed.clone())
    }

    /// As [`Context::say`], of a fact of this vocabulary.
    pub(crate) fn put(&mut self, fact: &Fact, allowed: Allowed) -> bool {
        let positions = allowed.positions(fact);
        let (Some(said), false) = (self.said.get_mut(fact.id.index()), positions.is_empty()) else {
            return false;
        };
        *said = Some(match allowed {
            // Positions that the fact does not have are not said of it.
            Allowed::Values(_) => Allowed::Values(positions),
            Allowed::Numbers(_) => allowed,
        });
        self.bounds.replace(fact.id.dim(), positions);
        true
    }

    /// Takes back whatever was said of a fact.
    pub fn unsay(&mut self, vocabulary: &Vocabulary, fact: FactId) {
        if let (Some(said), Some(fact)) = (self.said.get_mut(fact.index()), vocabulary.get(fact)) {
            *said = None;
            self.bounds.replace(fact.id.dim(), fact.all());
        }
    }

    /// Takes back whatever was said of all facts, whichever vocabulary it was of before.
    pub(crate) fn forget(&mut self, vocabulary: &Vocabulary) {
        self.said.resize(vocabulary.facts().len(), None);
        self.said.fill(None);
        self.bounds.widen(vocabulary.space());
    }

    /// What was said of a fact, if anything.
    #[must_use]
    pub fn said(&self, fact: FactId) -> Option<&Allowed> {
        self.said.get(fact.index())?.as_ref()
    }

    /// The positions of a fact that are still possible.
    #[must_use]
    pub fn possible(&self, fact: FactId) -> ValueSet {
        self.bounds.get(fact.dim())
    }

    /// The context as a box of the space.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }
}
