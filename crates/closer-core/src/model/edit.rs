//! Rule sets that differ in one thing: what tests of tests and comparisons are made of.

use super::{
    ActionId, Allowed, Condition, FactId, GroupId, Kind, Polarity, RuleId, RuleSet, Test, Vocabulary,
};
use crate::space::{Budget, OutOfBudget, Region, Space};

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
    /// Something else is taken for granted of the fact, or nothing.
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
    /// # Errors
    /// [`OutOfBudget`] when a new condition is too large.
    pub fn edited(&self, edit: &Edit) -> Result<Self, OutOfBudget> {
        let mut edited = self.clone();
        match edit {
            Edit::Remove(id) => {
                if id.index() < edited.rules.len() {
                    edited.rules.remove(id.index());
                }
            }
            Edit::When(id, when) => {
                if let Some(rule) = edited.rules.get_mut(id.index()) {
                    rule.region = self.guarded(rule.action, when, &self.vocabulary)?;
                    rule.when = when.clone();
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
                    fact.assume.clone_from(assume);
                }
            }
        }
        Ok(edited)
    }

    /// The same rule set with numbers told apart more finely: a cell of the fact ends before each of these numbers. No meaning changes.
    ///
    /// A fact that is no number, and a number out of its range, change nothing.
    ///
    /// # Errors
    /// [`OutOfBudget`] when a fact would have more cells than fit, or a region becomes too large.
    pub fn with_cuts(&self, cuts: &[(FactId, i64)]) -> Result<Self, OutOfBudget> {
        let mut facts = self.vocabulary.facts().to_vec();
        for fact in &mut facts {
            let id = fact.id;
            if let Kind::Int { cells, .. } = &mut fact.kind {
                for &(_, cut) in cuts.iter().filter(|(of, _)| *of == id) {
                    let at = cells.iter().position(|(first, last)| *first < cut && cut <= *last);
                    if let Some((at, cell)) = at.and_then(|at| Some((at, cells.get_mut(at)?))) {
                        let rest = (cut, cell.1);
                        cell.1 = cut.saturating_sub(1);
                        cells.insert(at.saturating_add(1), rest);
                    }
                }
            }
        }
        let space = Space::new(facts.iter().map(|fact| usize::from(fact.size()))).map_err(|_| OutOfBudget)?;
        let mut finer = self.clone();
        finer.vocabulary = self.vocabulary.recut(facts, space);
        for fact in self.vocabulary.facts() {
            let region = fact.ask_when.region(&finer.vocabulary, &mut Budget::new(STEPS))?;
            finer.vocabulary.ask_when(fact.id, fact.ask_when.clone(), region);
        }
        for rule in &mut finer.rules {
            rule.region = self.guarded(rule.action, &rule.when, &finer.vocabulary)?;
        }
        for disagreement in &mut finer.disagreements {
            disagreement.region = disagreement.when.region(&finer.vocabulary, &mut Budget::new(STEPS))?;
        }
        Ok(finer)
    }

    /// Where a rule for the action is true.
    fn guarded(
        &self,
        action: ActionId,
        when: &Condition,
        vocabulary: &Vocabulary,
    ) -> Result<Region, OutOfBudget> {
        let budget = &mut Budget::new(STEPS);
        let region = when.region(vocabulary, budget)?;
        let moment = self.action(action).and_then(|action| self.moment(action.moment));
        let Some(moment) = moment else { return Ok(region) };
        region.intersect(&moment.guard.region(vocabulary, budget)?, vocabulary.space(), budget)
    }
}

/// Steps that one region may cost.
const STEPS: u64 = 1_000_000;

impl Condition {
    /// The numbers at which its tests tell numbers apart: before each of them something ends or begins.
    #[must_use]
    pub fn cuts(&self) -> Vec<(FactId, i64)> {
        let mut cuts = Vec::new();
        self.for_each_test(&mut |test| {
            if let Allowed::Numbers(ranges) = &test.allowed {
                let ends = ranges.iter().flat_map(|(first, last)| [*first, last.saturating_add(1)]);
                cuts.extend(ends.map(|cut| (test.fact, cut)));
            }
        });
        cuts
    }
}
