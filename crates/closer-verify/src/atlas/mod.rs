//! What a rule set says in every world at once.

mod leads;
mod standing;

use closer_core::model::{Polarity, Rule, RuleSet, SourceId};
use closer_core::space::{Budget, Diagram, Diagrams, OutOfBudget, ValueSet};

pub(crate) use leads::leads;
pub(crate) use standing::{Standing, comes_first, standing};

/// For every action its [`Standing`] in every world.
pub(crate) struct Atlas {
    pub(crate) all: Diagrams,
    /// By rule: the worlds in which it is true.
    pub(crate) rules: Vec<Diagram>,
    /// By action.
    pub(crate) standings: Vec<Diagram>,
    /// By action: the worlds in which a declared disagreement about it matters.
    pub(crate) disagreements: Vec<Diagram>,
}

/// A rule, as far as it decides about a standing.
#[derive(Clone)]
pub(crate) struct Voice {
    pub(crate) worlds: Diagram,
    pub(crate) polarity: Polarity,
    pub(crate) weight: u8,
    pub(crate) sources: Vec<SourceId>,
}

impl Atlas {
    /// Of all actions of a pack.
    pub(crate) fn of(rules: &RuleSet, budget: &mut Budget) -> Result<Self, OutOfBudget> {
        let mut all = Diagrams::new(rules.vocabulary().space());
        let worlds: Result<Vec<Diagram>, OutOfBudget> =
            rules.rules().iter().map(|rule| all.region(rule.region(), budget)).collect();
        let worlds = worlds?;
        let mut disagreements = vec![Diagram::FALSE; rules.actions().len()];
        for disagreement in rules.disagreements() {
            let there = all.region(disagreement.region(), budget)?;
            for action in &disagreement.actions {
                if let Some(so_far) = disagreements.get_mut(action.index()) {
                    *so_far = all.or(*so_far, there, budget)?;
                }
            }
        }
        let mut atlas = Self { all, rules: worlds, standings: Vec::new(), disagreements };
        let mut voices: Vec<Vec<Voice>> = vec![Vec::new(); rules.actions().len()];
        for (rule, worlds) in rules.rules().iter().zip(&atlas.rules) {
            if let Some(voices) = voices.get_mut(rule.action.index()) {
                voices.push(Voice::of(rule, *worlds));
            }
        }
        for (action, voices) in voices.iter().enumerate() {
            let declared = atlas.disagreements.get(action).copied().unwrap_or(Diagram::FALSE);
            let standing = atlas.standing(voices, declared, budget)?;
            atlas.standings.push(standing);
        }
        Ok(atlas)
    }

    /// The standing that these voices give to their action; `declared` are the worlds in which a declared disagreement about it matters.
    pub(crate) fn standing(
        &mut self,
        voices: &[Voice],
        declared: Diagram,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        standing(voices, declared, &mut self.all, budget)
    }
}

/// In which worlds a function is true whichever of these values a fact has.
pub(crate) fn with_each(
    worlds: Diagram,
    dim: u16,
    values: ValueSet,
    all: &mut Diagrams,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    values.iter().try_fold(Diagram::TRUE, |everywhere, value| {
        let here = all.restrict(worlds, dim, value, budget)?;
        all.and(everywhere, here, budget)
    })
}

/// In which worlds a function is true with some of these values of a fact.
pub(crate) fn with_some(
    worlds: Diagram,
    dim: u16,
    values: ValueSet,
    all: &mut Diagrams,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    values.iter().try_fold(Diagram::FALSE, |somewhere, value| {
        let here = all.restrict(worlds, dim, value, budget)?;
        all.or(somewhere, here, budget)
    })
}

impl Voice {
    pub(crate) fn of(rule: &Rule, worlds: Diagram) -> Self {
        let mut sources: Vec<SourceId> = rule.citations.iter().map(|citation| citation.source).collect();
        sources.sort_unstable();
        sources.dedup();
        Self { worlds, polarity: rule.polarity, weight: rule.weight, sources }
    }
}
