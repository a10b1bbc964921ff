//! What a rule set says in every world at once.

mod leads;
mod standing;

use std::collections::BTreeMap;

use closer_core::model::{Polarity, Rule, RuleSet, SourceId};
use closer_core::space::{Budget, Diagram, Diagrams, OutOfBudget};

pub(crate) use leads::leads;
pub(crate) use standing::{Standing, comes_first};

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
        let all = &mut self.all;
        let mut avoided = Diagram::FALSE;
        for voice in voices.iter().filter(|voice| voice.polarity == Polarity::Avoid) {
            avoided = all.or(avoided, voice.worlds, budget)?;
        }
        // The score and the sources so far, each pair with a number; 0 is "none yet".
        let mut known: BTreeMap<(u8, Vec<SourceId>), u32> = BTreeMap::new();
        let mut listed: Vec<(u8, Vec<SourceId>)> = vec![(0, Vec::new())];
        let mut heard = Diagram::leaf(0);
        for voice in voices.iter().filter(|voice| voice.polarity == Polarity::Suggest) {
            let mut join = |so_far: u32| {
                let mut next =
                    listed.get(usize::try_from(so_far).unwrap_or_default()).cloned().unwrap_or_default();
                next.0 = next.0.max(voice.weight);
                next.1.extend(&voice.sources);
                next.1.sort_unstable();
                next.1.dedup();
                let number = u32::try_from(listed.len()).unwrap_or_default();
                *known.entry(next).or_insert_with_key(|key| {
                    listed.push(key.clone());
                    number
                })
            };
            let decide = |so_far: Diagram, worlds: Diagram| match worlds {
                Diagram::FALSE => Some(so_far),
                _ => worlds.as_leaf().and(so_far.as_leaf()).map(|so_far| Diagram::leaf(join(so_far))),
            };
            heard = all.combine(heard, voice.worlds, decide, budget)?;
        }
        // Whether it is avoided, and whether a declared disagreement matters.
        let both = |avoided: Diagram, declared: Diagram| {
            Some(Diagram::leaf(avoided.as_leaf()? | (declared.as_leaf()? << 1)))
        };
        let around = all.combine(avoided, declared, both, budget)?;
        let standing = |heard: u32, around: u32| {
            let (avoided, declared) = (around & 1 != 0, around & 2 != 0);
            let said = listed.get(usize::try_from(heard).unwrap_or_default());
            match said {
                _ if avoided => Standing::avoided(declared || heard != 0),
                Some((score, sources)) if heard != 0 => Standing::suggested(*score, sources.len(), declared),
                _ => Standing::SILENT,
            }
        };
        let decide = |heard: Diagram, around: Diagram| {
            Some(Diagram::leaf(standing(heard.as_leaf()?, around.as_leaf()?).number()))
        };
        all.combine(heard, around, decide, budget)
    }
}

impl Voice {
    pub(crate) fn of(rule: &Rule, worlds: Diagram) -> Self {
        let mut sources: Vec<SourceId> = rule.citations.iter().map(|citation| citation.source).collect();
        sources.sort_unstable();
        sources.dedup();
        Self { worlds, polarity: rule.polarity, weight: rule.weight, sources }
    }
}
