//! Rule sets that differ in one thing: what tests of tests and comparisons are made of.

use super::{ActionId, Condition, FactId, GroupId, PackedCondition, Polarity, RuleId, RuleSet, Test};
use crate::space::{Budget, OutOfBudget, Region};

/// One change to a rule set, as someone might have written it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Edit {
    /// The rule is not there. The numbers of rules after it move up.
    Remove(RuleId),
    /// The rule has another condition.
    When(RuleId, Condition),
    /// The rule speaks for the other side.
    Polarity(RuleId, Polarity),
    /// The rule is stronger or weaker; from 1 to 100.
    Weight(RuleId, u8),
    /// More or fewer actions of the group lead; at least one.
    AtMost(GroupId, u32),
    /// Something else is taken for granted of the fact, or nothing; to take for granted what the fact cannot be is nothing, too.
    Assume(FactId, Option<Test>),
}

impl RuleSet {
    /// The rule set with one change. A change of what is not there changes nothing; a weight or a limit out of range counts as the nearest one in
    /// range.
    ///
    /// ```
    /// use closer_core::{Program, model::Edit};
    ///
    /// let rules = closer_core::RuleSet::closing();
    /// let rule = rules.find_rule("ask-without-being-invited").unwrap();
    /// let without = rules.edited(&Edit::Remove(rule))?;
    /// assert_eq!(without.rules().len() + 1, rules.rules().len());
    /// # Ok::<(), closer_core::space::OutOfBudget>(())
    /// ```
    ///
    /// Numbers are told apart wherever a new condition or assumption does so, as [`RuleSet::refined`] would.
    ///
    /// # Errors
    /// [`OutOfBudget`] when a new condition is too large, tells too many numbers apart, or has more than a hundred parts within each other.
    pub fn edited(&self, edit: &Edit) -> Result<Self, OutOfBudget> {
        let mut edited = match edit {
            Edit::When(_, when) if !PackedCondition::has_room_for(when) => return Err(OutOfBudget),
            Edit::When(id, when) if id.index() < self.rules.len() => self.as_fine_as(when)?,
            Edit::Assume(_, Some(test)) => self.as_fine_as(&Condition::Test(test.clone()))?,
            _ => self.clone(),
        };
        match edit {
            Edit::Remove(id) => {
                if id.index() < edited.rules.len() {
                    edited.rules.remove(id.index());
                }
            }
            Edit::When(id, when) => {
                if let Some(action) = edited.rule(*id).map(|rule| rule.action) {
                    let region = edited.guarded(action, when)?;
                    if let Some(rule) = edited.rules.get_mut(id.index()) {
                        (rule.region, rule.when) = (region, PackedCondition::new(when));
                    }
                }
            }
            Edit::Polarity(id, polarity) => {
                if let Some(rule) = edited.rules.get_mut(id.index()) {
                    rule.polarity = *polarity;
                }
            }
            Edit::Weight(id, weight) => {
                if let Some(rule) = edited.rules.get_mut(id.index()) {
                    rule.weight = (*weight).clamp(1, 100);
                }
            }
            Edit::AtMost(id, at_most) => {
                if let Some(group) = edited.groups.get_mut(id.index()) {
                    group.at_most = (*at_most).max(1);
                }
            }
            Edit::Assume(id, assume) => {
                if let Some(fact) = edited.vocabulary.get_mut(*id) {
                    // Nobody can take for granted what cannot be.
                    let can_be = |test: &&Test| !test.allowed.positions(fact).is_empty();
                    fact.assume = assume.as_ref().filter(can_be).cloned();
                }
            }
        }
        Ok(edited)
    }

    /// The same rules, in which `condition` is exact.
    fn as_fine_as(&self, condition: &Condition) -> Result<Self, OutOfBudget> {
        let regions = u64::try_from(self.rules.len()).unwrap_or(u64::MAX).saturating_add(1);
        let finer = self.refined(condition, &mut Budget::new(STEPS.saturating_mul(regions)))?;
        Ok(finer.unwrap_or_else(|| self.clone()))
    }

    /// Where a rule for the action is true.
    fn guarded(&self, action: ActionId, when: &Condition) -> Result<Region, OutOfBudget> {
        let vocabulary = &self.vocabulary;
        let budget = &mut Budget::new(STEPS);
        let region = when.region(vocabulary, budget)?;
        let moment = self.action(action).and_then(|action| self.moment(action.moment));
        let Some(moment) = moment else { return Ok(region) };
        region.intersect(&moment.guard.region(vocabulary, budget)?, vocabulary.space(), budget)
    }
}

/// Steps that one region may cost.
const STEPS: u64 = 1_000_000;
