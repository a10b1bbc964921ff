//! What is taken for granted, and what would be different without it.

use super::advice::{Assumed, Change, Role, Standing, Verdict};
use super::program::Program;
use super::ranking::Evaluation;
use super::steps::Steps;
use crate::model::{Context, Fact, Wanted};
use crate::space::Bounds;

/// The steps that one thing counts for that would be different.
const CHANGE: usize = 100;

impl Program {
    /// The facts of which nothing was said and that have something to assume.
    pub(super) fn assumable<'a>(&'a self, context: &'a Context) -> impl Iterator<Item = &'a Fact> {
        let unsaid = |fact: &&Fact| fact.assume.is_some() && context.said(fact.id).is_none();
        self.set.vocabulary.facts().iter().filter(unsaid)
    }

    /// The context narrowed by everything that may be taken for granted.
    pub(super) fn with_assumptions(&self, context: &Context) -> Bounds {
        let mut bounds = context.bounds().clone();
        for fact in self.assumable(context) {
            if let Some(assume) = &fact.assume {
                // A test that no value passes was refused when the pack was read, so this always narrows.
                let _narrowed = bounds.narrow(fact.id.dim(), assume.allowed.positions(fact));
            }
        }
        bounds
    }

    /// The assumptions that mattered: each one without which alone some verdict, role or rank would be another. Of those for which there are no steps any more it is not said
    /// what would be.
    pub(super) fn assumed(&self, context: &Context, bounds: &Bounds, now: &Evaluation) -> Vec<Assumed> {
        let steps = &mut self.shares.search();
        let mut mattered = Vec::new();
        // Of an action that does not mention the fact, all stays as it is.
        let agreeing: Vec<usize> = self
            .actions()
            .zip(&now.outcomes)
            .map(|(action, outcome)| match outcome.verdict {
                Verdict::Suggested => action.sources_that_hold(bounds),
                _ => 0,
            })
            .collect();
        for fact in self.assumable(context) {
            let dim = fact.id.dim();
            let Some(assume) = &fact.assume else { continue };
            if !self.actions().any(|action| action.mentions(dim)) {
                continue;
            }
            let without = self.without(fact, bounds, now, &agreeing, steps.afresh());
            // That it was taken for granted is true in any case, so what is not decided is rather told in vain.
            if without.as_ref().is_none_or(|without| !without.is_empty()) {
                mattered.push(Assumed {
                    fact: fact.name.clone(),
                    value: Wanted::shortest(&assume.allowed, fact),
                    words: fact.phrase(&assume.allowed),
                    without: without.unwrap_or_default(),
                });
            }
        }
        mattered
    }

    /// What would be different if nothing was assumed of the fact; `None` where that is not decided.
    fn without(
        &self,
        fact: &Fact,
        bounds: &Bounds,
        now: &Evaluation,
        agreeing: &[usize],
        steps: &mut Steps,
    ) -> Option<Vec<Change>> {
        let dim = fact.id.dim();
        steps.spend(now.outcomes.len()).ok()?;
        let mut asked = self.actions().zip(&now.outcomes).filter(|(action, _)| action.mentions(dim));
        if asked.any(|(_, outcome)| !outcome.decided) {
            return None;
        }
        let mut wider = bounds.clone();
        wider.replace(dim, fact.all());
        let mut outcomes = now.outcomes.clone();
        for (outcome, action) in outcomes.iter_mut().zip(self.actions()) {
            // What depends on other facts still does when less is known.
            if outcome.verdict != Verdict::Depends && action.mentions(dim) {
                *outcome = action.outcome_for_ranking(&wider, steps);
            }
        }
        let ranked = self.rank_by(&outcomes, |action| match agreeing.get(action.id.index()) {
            Some(agreeing) if !action.mentions(dim) => *agreeing,
            _ => action.sources_that_hold_with(&wider, steps),
        });
        if steps.ran_out() {
            return None;
        }
        let changes = self.changes(now, &Evaluation { outcomes, ranked });
        // They are kept, so they count for more than what is only looked at.
        steps.spend(changes.len().saturating_mul(CHANGE)).ok().map(|()| changes)
    }

    /// What differs between two evaluations, by action. Ranks are named only where nothing else differs: one action more or less moves
    /// all below it.
    fn changes(&self, now: &Evaluation, then: &Evaluation) -> Vec<Change> {
        let (standing, other_standing) = (self.standings(now), self.standings(then));
        let at = |standings: &[Option<(usize, Role)>], index| standings.get(index).copied().flatten();
        let mut larger = Vec::new();
        let mut ranks = Vec::new();
        for (index, action) in self.set.actions.iter().enumerate() {
            let verdict = |evaluation: &Evaluation| {
                evaluation.outcomes.get(index).map_or(Verdict::Silent, |outcome| outcome.verdict)
            };
            let change = |now, then| Change { action: action.id.clone(), now, then };
            if verdict(now) != verdict(then) {
                larger.push(change(Standing::Verdict(verdict(now)), Standing::Verdict(verdict(then))));
            } else if let (Some((rank, role)), Some((other_rank, other_role))) =
                (at(&standing, index), at(&other_standing, index))
            {
                if role != other_role {
                    larger.push(change(Standing::Role(role), Standing::Role(other_role)));
                } else if rank != other_rank {
                    ranks.push(change(Standing::Rank(rank), Standing::Rank(other_rank)));
                }
            }
        }
        if larger.is_empty() { ranks } else { larger }
    }

    /// By action, its rank and role.
    fn standings(&self, evaluation: &Evaluation) -> Vec<Option<(usize, Role)>> {
        let mut standings = vec![None; self.set.actions.len()];
        for (rank, ranked) in (1_usize..).zip(&evaluation.ranked) {
            standings
                .get_mut(ranked.action.index())
                .into_iter()
                .for_each(|standing| *standing = Some((rank, ranked.role)));
        }
        standings
    }
}
