use super::{Fact, FactId};
use crate::space::Space;

/// The facts of a pack, sorted by name: a closed, finite language.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    facts: Vec<Fact>,
    space: Space,
}

impl Vocabulary {
    /// `facts` must be sorted by name and numbered in that order.
    pub(crate) fn new(facts: Vec<Fact>, space: Space) -> Self {
        Self { facts, space }
    }

    /// All facts, sorted by name.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The fact with this number. Numbers are only handed out for facts that are there.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.index())
    }

    /// The fact with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Fact> {
        let at = self.facts.binary_search_by(|fact| (*fact.name).cmp(name)).ok()?;
        self.facts.get(at)
    }

    /// The product of all facts: a dimension for each, in the order of [`Vocabulary::facts`].
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.space
    }
}
