//! What to do where something usual turns out otherwise.

use std::cmp::Reverse;

use super::Surprise;
use super::build::Maker;
use crate::model::{ActionId, Allowed, Context, Fact, Wanted};
use crate::run::advice::Verdict;
use crate::space::ValueSet;

impl Maker<'_> {
    /// For each value that is taken not to be so, the strongest action that would be suggested then, and would not otherwise, the
    /// strongest first. Each action once, where it is strongest; of equals for the fact that the pack declares first.
    pub(super) fn surprises(&self, context: &Context) -> Vec<Surprise> {
        let mut found = Vec::new();
        for fact in self.program.assumable(context).filter(|fact| !self.is_for_guards(fact.id.dim())) {
            let Some(assume) = &fact.assume else { continue };
            let usual = assume.allowed.positions(fact);
            let mut by_action: Vec<(ActionId, u8, ValueSet)> = Vec::new();
            for position in fact.all().difference(usual).iter().map(ValueSet::single) {
                let Some((action, score)) = self.best_new(fact, position) else { continue };
                match by_action.iter_mut().find(|(known, ..)| *known == action) {
                    Some((_, least, positions)) => {
                        *least = score.min(*least);
                        *positions = positions.union(position);
                    }
                    None => by_action.push((action, score, position)),
                }
            }
            found
                .extend(by_action.into_iter().filter_map(|it| Some((fact.origin, self.surprise(fact, it)?))));
        }
        found.sort_by_key(|(origin, surprise)| (Reverse(surprise.score), *origin));
        let mut surprises: Vec<Surprise> = Vec::with_capacity(found.len());
        for (_, surprise) in found {
            if surprises.iter().all(|known| known.action != surprise.action) {
                surprises.push(surprise);
            }
        }
        surprises
    }

    fn best_new(&self, fact: &Fact, position: ValueSet) -> Option<(ActionId, u8)> {
        let dim = fact.id.dim();
        let mut best: Option<(ActionId, u8)> = None;
        for rules in self.program.actions().filter(|rules| rules.mentions(dim)) {
            let (_, usual, _) = self.all_of(rules.id)?;
            let Some(stage) = self.stage(rules.id) else { continue };
            if !matches!(usual.verdict, Verdict::Silent | Verdict::Avoided) {
                continue;
            }
            let then = stage.with(dim, position).outcome(rules);
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
    ) -> Option<Surprise> {
        let (rules, _, about) = self.all_of(action)?;
        let stage = self.stage(action)?.with(fact.id.dim(), positions);
        let allowed = Allowed::from_positions(positions, fact);
        Some(Surprise {
            fact: fact.name.clone(),
            value: Wanted::shortest(&allowed, fact),
            words: fact.phrase(&allowed),
            action: about.id.clone(),
            moment: self.program.moment_id(about),
            title: about.title.clone(),
            say: about.say.clone(),
            because: self.program.behind_in(rules.suggest, &stage.boxes).because(),
            score,
            place: 0,
        })
    }
}
