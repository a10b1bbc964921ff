//! What to do where something usual turns out otherwise.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Surprise;
use super::build::Maker;
use super::stage::Stage;
use crate::model::{ActionId, Allowed, Context, Fact, Polarity, Wanted};
use crate::run::advice::Verdict;
use crate::run::steps::Steps;
use crate::space::ValueSet;

impl Maker<'_> {
    /// For each value that is taken not to be so, the strongest action that would be suggested then, and would not otherwise, the
    /// strongest first. Each action once, where it is strongest; of equals for the fact that the pack declares first.
    pub(super) fn surprises(&self, context: &Context) -> Vec<Surprise> {
        let (steps, rehearsal) = (&mut self.program.shares.search(), &mut self.stages.clone());
        let mut found = Vec::new();
        for fact in self.program.assumable(context) {
            let Some(assume) = &fact.assume else { continue };
            let usual = assume.allowed.positions(fact);
            let mut by_action: Vec<(ActionId, u8, ValueSet)> = Vec::new();
            for position in fact.all().difference(usual).iter().map(ValueSet::single) {
                let Some((action, score)) = self.best_new(fact, position, rehearsal, steps) else { continue };
                match by_action.iter_mut().find(|(known, ..)| *known == action) {
                    Some((_, least, positions)) => {
                        *least = score.min(*least);
                        *positions = positions.union(position);
                    }
                    None => by_action.push((action, score, position)),
                }
            }
            let origin = fact.origin;
            let new = |(action, score, positions)| (Reverse(score), origin, fact, action, positions);
            found.extend(by_action.into_iter().map(new));
        }
        found.sort_by_key(|(score, origin, ..)| (*score, *origin));
        let mut known: BTreeSet<ActionId> = BTreeSet::new();
        found.retain(|(.., action, _)| known.insert(*action));
        let surprise = |(Reverse(score), _, fact, action, positions)| {
            self.surprise(fact, (action, score, positions), rehearsal)
        };
        found.into_iter().filter_map(surprise).collect()
    }

    /// `None` also where it is not decided which it is.
    fn best_new(
        &self,
        fact: &Fact,
        position: ValueSet,
        rehearsal: &mut [Option<Stage>],
        steps: &mut Steps,
    ) -> Option<(ActionId, u8)> {
        let dim = fact.id.dim();
        let mut best: Option<(ActionId, u8)> = None;
        for rules in self.program.actions().filter(|rules| rules.mentions(dim)) {
            let (_, usual, _) = self.all_of(rules.id)?;
            if !matches!(usual.verdict, Verdict::Silent | Verdict::Avoided) {
                continue;
            }
            if self.stage(rules.id).is_none() || self.is_for_guard(rules.id, dim) {
                continue;
            }
            // It could be the strongest.
            let then = self.if_it_were(rules, (dim, position), rehearsal, steps)?;
            if then.verdict == Verdict::Suggested && best.is_none_or(|(_, score)| then.score > score) {
                best = Some((rules.id, then.score));
            }
        }
        best
    }

    fn surprise(
        &self,
        fact: &Fact,
        (action, score, positions): (ActionId, u8, ValueSet),
        rehearsal: &mut [Option<Stage>],
    ) -> Option<Surprise> {
        let (rules, _, about) = self.all_of(action)?;
        let other = rehearsal.get_mut(self.program.moment_of(action).index())?.as_mut()?;
        other.put(fact.id.dim(), positions);
        let because = self.program.behind_in(rules, Polarity::Suggest, &other.boxes).because();
        other.put_back(fact.id.dim(), self.stage(action)?);
        let allowed = Allowed::from_positions(positions, fact);
        Some(Surprise {
            fact: fact.name.clone(),
            value: Wanted::shortest(&allowed, fact),
            words: fact.phrase(&allowed),
            action: about.id.clone(),
            moment: self.program.moment_id(about),
            title: about.title.clone(),
            say: about.say.clone(),
            because,
            score,
            place: 0,
        })
    }
}
