//! The worlds that a property is about, and where in them its actions have which verdict.

use std::borrow::Cow;

use closer_core::model::{ActionId, Condition, Kind, Polarity, Rule, RuleSet};
use closer_core::space::{Bounds, Budget, OutOfBudget, Region, Row, Space, count_weighted};
use closer_core::{Program, Role};

/// What ranking one action in one box is taken to cost.
const LOOK: u64 = 2_000;

/// The worlds of a property's `whenever`, and what may still be spent on them.
pub(super) struct Ground<'g> {
    /// The program over a space in which `whenever` is exact.
    pub(super) program: Cow<'g, Program>,
    pub(super) whenever: Region,
    pub(super) everything: Bounds,
    pub(super) budget: &'g mut Budget,
}

impl<'g> Ground<'g> {
    pub(super) fn new(
        program: &'g Program,
        whenever: &Condition,
        budget: &'g mut Budget,
    ) -> Result<Self, OutOfBudget> {
        let program = match program.rules().refined(whenever, budget)? {
            Some(refined) => Cow::Owned(refined.compile()),
            None => Cow::Borrowed(program),
        };
        let whenever = whenever.region(program.rules().vocabulary(), budget)?;
        let everything = Bounds::all(program.rules().vocabulary().space());
        Ok(Self { program, whenever, everything, budget })
    }

    pub(super) fn rules(&self) -> &RuleSet {
        self.program.rules()
    }

    fn space(&self) -> Space {
        self.rules().vocabulary().space().clone()
    }

    /// The rules for or against an action.
    pub(super) fn speaking(&self, action: ActionId, polarity: Polarity) -> impl Iterator<Item = &Rule> {
        self.rules().rules().iter().filter(move |rule| rule.action == action && rule.polarity == polarity)
    }

    /// The part of some worlds in which a rule of the kind is true.
    pub(super) fn spoken_for(
        &mut self,
        within: &Region,
        action: ActionId,
        polarity: Polarity,
    ) -> Result<Region, OutOfBudget> {
        self.true_in(within, |rule| rule.action == action && rule.polarity == polarity)
    }

    /// The part of some worlds in which a rule that `counts` is true.
    pub(super) fn true_in(
        &mut self,
        within: &Region,
        counts: impl Fn(&Rule) -> bool,
    ) -> Result<Region, OutOfBudget> {
        let space = self.space();
        let rules = self.program.rules().rules().iter().filter(|rule| counts(rule));
        let rows = rules.flat_map(|rule| rule.region().rows()).cloned();
        let anywhere = Region::from_rows(rows, &space, self.budget)?;
        within.intersect(&anywhere, &space, self.budget)
    }

    /// The part of some worlds in which the action is suggested.
    pub(super) fn suggested(&mut self, within: &Region, action: ActionId) -> Result<Region, OutOfBudget> {
        let spoken_for = self.spoken_for(within, action, Polarity::Suggest)?;
        let against = self.spoken_for(&spoken_for, action, Polarity::Avoid)?;
        self.minus(&spoken_for, &against)
    }

    /// The part of some worlds in which the action's score, if it is suggested, is at least so high.
    pub(super) fn strong(
        &mut self,
        within: &Region,
        action: ActionId,
        weight: u8,
    ) -> Result<Region, OutOfBudget> {
        let counts = |rule: &Rule| {
            rule.action == action && rule.polarity == Polarity::Suggest && rule.weight >= weight
        };
        self.true_in(within, counts)
    }

    pub(super) fn minus(&mut self, from: &Region, what: &Region) -> Result<Region, OutOfBudget> {
        from.minus(what, &self.space(), self.budget)
    }

    pub(super) fn intersect(&mut self, one: &Region, other: &Region) -> Result<Region, OutOfBudget> {
        one.intersect(other, &self.space(), self.budget)
    }

    pub(super) fn is_subset(&mut self, one: &Region, other: &Region) -> Result<bool, OutOfBudget> {
        one.is_subset(other, &self.space(), self.budget)
    }

    /// The list of these actions in a box, as if there were no others.
    pub(super) fn ranked(
        &mut self,
        among: &[ActionId],
        row: &Row,
    ) -> Result<Vec<(ActionId, Role)>, OutOfBudget> {
        let looks = u64::try_from(among.len()).unwrap_or(u64::MAX);
        self.budget.spend(LOOK.saturating_mul(looks))?;
        let list = self.everything.intersect(row).map(|bounds| self.program.ranked_among(among, &bounds));
        Ok(list.unwrap_or_default())
    }

    /// How many different interviews `whenever` allows, every number counted for itself; `None` beyond counting.
    pub(super) fn interviews(&mut self) -> Option<u128> {
        let facts = self.program.rules().vocabulary().facts();
        let weight = |dim: u16, value: u8| match facts.get(usize::from(dim)).map(|fact| &fact.kind) {
            Some(Kind::Int { cells, .. }) => cells.get(usize::from(value)).map_or(1, |(first, last)| {
                u64::try_from(last.saturating_sub(*first).saturating_add(1)).unwrap_or(1)
            }),
            _ => 1,
        };
        count_weighted(self.whenever.rows(), &self.everything, weight, self.budget).ok().flatten()
    }
}
