//! Numbers told apart more finely than the rules do.

use super::{Condition, Fact, Kind, RuleSet, Vocabulary, cells_between};
use crate::space::{Budget, OutOfBudget, Region, Space};

impl RuleSet {
    /// The same rules over a space in which `condition` is exact, too: numbers are also cut wherever it tells them apart. `None` when they are
    /// cut there already.
    ///
    /// A pack cuts its numbers where its own conditions do. A question from outside, such as "what if at least three people were there?", may go right
    /// through a cell; asked of this rule set it does not. Ids stay the same.
    ///
    /// ```
    /// use closer_core::RuleSet;
    /// use closer_core::model::{Allowed, Condition, Test};
    /// use closer_core::space::Budget;
    ///
    /// let rules = RuleSet::closing();
    /// let people = rules.vocabulary().find("interviewers").unwrap();
    /// let seven_or_more = Condition::Test(Test::new(people.id, Allowed::numbers([(7, 50)])));
    /// let refined = rules.refined(&seven_or_more, &mut Budget::new(1_000_000)).unwrap().unwrap();
    /// let cells = |rules: &RuleSet| rules.vocabulary().find("interviewers").unwrap().size();
    /// assert_eq!(cells(&refined), cells(&rules) + 1);
    /// assert!(refined.refined(&seven_or_more, &mut Budget::new(1_000_000)).unwrap().is_none());
    /// ```
    ///
    /// # Errors
    /// [`OutOfBudget`] when a region needs more rows than the budget allows, or a number would be cut into more pieces than fit a dimension.
    pub fn refined(&self, condition: &Condition, budget: &mut Budget) -> Result<Option<Self>, OutOfBudget> {
        let Some(finer) = self.vocabulary.refined(condition)? else { return Ok(None) };
        let mut refined = self.clone();
        refined.vocabulary = finer;
        refined.follow(budget)?;
        Ok(Some(refined))
    }

    /// Computes every region anew.
    fn follow(&mut self, budget: &mut Budget) -> Result<(), OutOfBudget> {
        let vocabulary = &self.vocabulary;
        let mut asked = Vec::with_capacity(vocabulary.facts().len());
        for fact in vocabulary.facts() {
            asked.push((fact.id, fact.ask_when.clone(), fact.ask_when.region(vocabulary, budget)?));
        }
        let mut guards = Vec::with_capacity(self.moments.len());
        for moment in &self.moments {
            guards.push(moment.guard.region(vocabulary, budget)?);
        }
        for rule in &mut self.rules {
            let own = rule.when().region(vocabulary, budget)?;
            let moment = self.actions.get(rule.action.index()).map(|action| action.moment);
            rule.region = match moment.and_then(|moment| guards.get(moment.index())) {
                Some(guard) => own.intersect(guard, vocabulary.space(), budget)?,
                None => Region::empty(),
            };
        }
        for disagreement in &mut self.disagreements {
            disagreement.region = disagreement.when.region(vocabulary, budget)?;
        }
        for (fact, when, region) in asked {
            self.vocabulary.ask_when(fact, when, region);
        }
        Ok(())
    }
}

impl Vocabulary {
    /// The same facts, with numbers also cut wherever the condition tells them apart; `None` when they are so already.
    ///
    /// The regions of facts are still those of the space as it was.
    ///
    /// # Errors
    /// When a number would be cut into more pieces than fit.
    pub(crate) fn refined(&self, condition: &Condition) -> Result<Option<Self>, OutOfBudget> {
        let mut facts = self.facts().to_vec();
        let mut finer = false;
        condition.for_each_test(&mut |test| {
            if let Some(fact) = facts.get_mut(test.fact.index()) {
                finer |= cut(fact, test.allowed.cuts());
            }
        });
        if !finer {
            return Ok(None);
        }
        // What is cut into more pieces than can be counted is cut into more than fit, too.
        let space = Space::new(facts.iter().map(|fact| usize::from(fact.size()))).map_err(|_| OutOfBudget)?;
        let mut refined = Self::new(facts, space);
        refined.speak(self.words().clone(), |_| {});
        Ok(Some(refined))
    }
}

/// Cuts the numbers of a fact also before each of `cuts`. Whether that made a difference.
fn cut(fact: &mut Fact, cuts: impl Iterator<Item = i64>) -> bool {
    let Kind::Int { low, high, cells } = &mut fact.kind else { return false };
    let before = cells.len();
    *cells = cells_between(*low, *high, cells.iter().map(|(first, _)| *first).chain(cuts).collect());
    cells.len() > before
}
