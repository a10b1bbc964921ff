use super::guess::Guess;
use super::{Condition, Fact, FactId, SharedWords, Words};
use crate::space::{Region, Space};

/// The facts of a pack, sorted by name: a closed, finite language.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    facts: Vec<Fact>,
    by_name: Guess,
    space: Space,
    words: SharedWords,
}

impl Vocabulary {
    /// `facts` must be sorted by name and numbered in that order.
    pub(crate) fn new(facts: Vec<Fact>, space: Space) -> Self {
        let by_name = Guess::new(facts.iter().map(|fact| &*fact.name));
        Self { facts, by_name, space, words: SharedWords::default() }
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
        let guessed = self.facts.get(self.by_name.place(name)).filter(|fact| *fact.name == *name);
        guessed.or_else(|| {
            let at = self.facts.binary_search_by(|fact| (*fact.name).cmp(name)).ok()?;
            self.facts.get(at)
        })
    }

    /// The words that join phrases.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    pub(crate) fn get_mut(&mut self, id: FactId) -> Option<&mut Fact> {
        self.facts.get_mut(id.index())
    }

    /// Says where the question about a fact makes sense.
    pub(crate) fn ask_when(&mut self, fact: FactId, when: Condition, region: Region) {
        if let Some(fact) = self.facts.get_mut(fact.index()) {
            fact.ask_when = when;
            fact.ask_region = region;
        }
    }

    /// Says everything in other words.
    pub(crate) fn speak(&mut self, words: Words, mut translate: impl FnMut(&mut Fact)) {
        self.words = SharedWords::new(words);
        for fact in &mut self.facts {
            fact.words = SharedWords::clone(&self.words);
            translate(fact);
        }
    }

    /// The product of all facts: a dimension for each, in the order of [`Vocabulary::facts`].
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.space
    }
}
