//! The smallest conditions that settle what depends.

use super::advice::Tests;
use super::program::{ActionRules, Program};
use super::steps::Steps;
use crate::model::{Allowed, FactId, Wanted};
use crate::space::{Bounds, Budget, OutOfBudget, Region, Row, smallest_but_for};

/// The steps that a test counts for that is told, besides those for its letters.
const TEST: usize = 200;

/// The smallest condition on what is not known under which something is so.
#[derive(Debug, Default)]
pub(super) struct Residual {
    pub(super) alternatives: Vec<Tests>,
    pub(super) words: Option<String>,
    /// Fewer alternatives are proved to be impossible.
    pub(super) smallest: bool,
}

impl Residual {
    /// The residual of what is so in no world: no alternative, and none could do with fewer.
    pub(super) fn nowhere() -> Self {
        Self { smallest: true, ..Self::default() }
    }
}

impl Program {
    /// Where in `bounds` the action is suggested.
    pub(super) fn suggested_if(
        &self,
        action: ActionRules<'_>,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Residual {
        let worlds = steps.ask(|budget| self.suggested_within(action, bounds, budget));
        self.residual(worlds, bounds, steps)
    }

    /// Where in `asked`, which is in `bounds`, the action is suggested. Elsewhere in `bounds` the condition may be true or not.
    pub(super) fn suggested_if_asked(
        &self,
        action: ActionRules<'_>,
        asked: &Region,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Residual {
        let space = self.set.vocabulary.space();
        let worlds = steps
            .ask(|budget| self.suggested_within(action, bounds, budget)?.intersect(asked, space, budget));
        let free = steps.ask(|budget| Region::from(bounds.to_row(space)).minus(asked, space, budget));
        // Where it is too large to tell what does not matter, the condition is still true, only longer than need be.
        self.residual_but_for(worlds, bounds, &free.unwrap_or_default(), steps)
    }

    fn suggested_within(
        &self,
        action: ActionRules<'_>,
        bounds: &Bounds,
        budget: &mut Budget,
    ) -> Result<Region, OutOfBudget> {
        let space = self.set.vocabulary.space();
        let within = |row: &Row| row.within(bounds);
        let suggest = Region::from_rows(action.suggest_rows().filter_map(within), space, budget)?;
        let avoid = Region::from_rows(action.avoid_rows().filter_map(within), space, budget)?;
        suggest.minus(&avoid, space, budget)
    }

    /// Where in `bounds` the action is avoided.
    pub(super) fn avoided_if(&self, action: ActionRules<'_>, bounds: &Bounds, steps: &mut Steps) -> Residual {
        self.residual_of(action.avoid_rows(), bounds, steps)
    }

    /// Where in `bounds` one of some rows holds.
    pub(super) fn residual_of<'a>(
        &self,
        rows: impl Iterator<Item = &'a Row>,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Residual {
        let rows = rows.filter_map(|row| row.within(bounds));
        let worlds = steps.ask(|budget| Region::from_rows(rows, self.set.vocabulary.space(), budget));
        self.residual(worlds, bounds, steps)
    }

    /// Where in `bounds` something is so; `None` where it was too large to put together.
    fn residual(&self, worlds: Option<Region>, bounds: &Bounds, steps: &mut Steps) -> Residual {
        self.residual_but_for(worlds, bounds, &Region::empty(), steps)
    }

    /// As [`Program::residual`], true or not in the worlds of `free`, where it is not so.
    fn residual_but_for(
        &self,
        worlds: Option<Region>,
        bounds: &Bounds,
        free: &Region,
        steps: &mut Steps,
    ) -> Residual {
        let Some(worlds) = worlds else { return Residual::default() };
        let minimal = steps.ask(|budget| smallest_but_for(worlds.rows(), free.rows(), bounds, budget));
        let Some(minimal) = minimal else {
            // Too large to put in smallest form: still true, only longer than need be.
            return self.in_words(worlds.rows(), bounds, false, steps).unwrap_or_default();
        };
        self.in_words(&minimal.rows, bounds, minimal.proved, steps).unwrap_or_default()
    }

    /// `None` where there are no steps for so many words, which are kept.
    fn in_words(&self, rows: &[Row], bounds: &Bounds, smallest: bool, steps: &mut Steps) -> Option<Residual> {
        let mut alternatives = Vec::with_capacity(rows.len());
        let mut words = Vec::with_capacity(rows.len());
        for row in rows {
            let mut tests = Vec::new();
            let mut phrases = Vec::new();
            for (dim, values) in row.constraints() {
                let values = values.intersection(bounds.get(dim));
                let Some(fact) = self.set.vocabulary.get(FactId::of_dim(dim)) else { continue };
                if values == bounds.get(dim) {
                    continue;
                }
                let allowed = Allowed::from_positions(values, fact);
                let phrase = fact.phrase(&allowed);
                steps.spend(TEST.saturating_add(phrase.len().saturating_mul(4))).ok()?;
                phrases.push((!fact.ask_first, phrase));
                tests.push((fact.name.clone(), Wanted::shortest(&allowed, fact)));
            }
            // What a person thinks of first is said first; in the table facts stay in their own order.
            phrases.sort_by_key(|(later, _)| *later);
            let phrases: Vec<String> = phrases.into_iter().map(|(_, phrase)| phrase).collect();
            words.push(self.set.words().all_of(&phrases));
            alternatives.push(Tests(tests));
        }
        // What is so in any case, though its verdict was not decided, can be said in no words.
        let says_something = !words.is_empty() && words.iter().all(|words| !words.is_empty());
        let words = says_something.then(|| self.set.words().or_else(&words));
        Some(Residual { alternatives, words, smallest })
    }
}
