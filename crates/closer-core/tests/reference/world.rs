//! What a pack says in one world: every fact has one value, so every condition is simply true or false.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::pack::{Condition, Pack, Rule, Test, Value, View};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Suggested,
    Avoided,
    Silent,
}

/// A complete assignment, and what follows from it.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// The value of every fact.
    pub(crate) values: Vec<Value>,
    /// Which rules are true, the guard of their moment counted as a part of them.
    pub(crate) rules: Vec<bool>,
    pub(crate) disagreements: Vec<bool>,
    pub(crate) verdicts: Vec<Verdict>,
    /// The score of every suggested action.
    pub(crate) scores: Vec<Option<u8>>,
    /// The place of every suggested action in this world's own list, from 1.
    pub(crate) ranks: Vec<Option<usize>>,
}

impl Test {
    pub(crate) fn passes(&self, value: Value) -> bool {
        match self {
            Self::Is(wanted) => value == *wanted,
            Self::AnyOf(tests) => tests.iter().any(|test| test.passes(value)),
            Self::Not(test) => !test.passes(value),
            Self::Bounds(bounds) => {
                bounds.at_least.is_none_or(|bound| value >= bound)
                    && bounds.at_most.is_none_or(|bound| value <= bound)
                    && bounds.more_than.is_none_or(|bound| value > bound)
                    && bounds.less_than.is_none_or(|bound| value < bound)
            }
        }
    }
}

impl Condition {
    pub(crate) fn is_true(&self, values: &[Value]) -> bool {
        self.tests.iter().all(|(fact, test)| test.passes(values[*fact]))
            && self.all.iter().flatten().all(|part| part.is_true(values))
            && self.any.as_ref().is_none_or(|parts| parts.iter().any(|part| part.is_true(values)))
            && self.not.as_ref().is_none_or(|part| !part.is_true(values))
    }
}

/// A condition that was left out always holds.
fn holds(condition: Option<&Condition>, values: &[Value]) -> bool {
    condition.is_none_or(|condition| condition.is_true(values))
}

impl Rule {
    /// `when` and not `unless`, whatever the guard of the moment says.
    pub(crate) fn own_condition_is_true(&self, values: &[Value]) -> bool {
        holds(self.when.as_ref(), values)
            && !self.unless.as_ref().is_some_and(|unless| unless.is_true(values))
    }
}

impl Pack {
    /// Every complete assignment.
    pub(crate) fn every_assignment(&self) -> Vec<Vec<Value>> {
        self.facts.iter().fold(vec![Vec::new()], |shorter, fact| {
            let longer = |values: &Vec<Value>| {
                let values = values.clone();
                (0..fact.size()).map(move |value| [values.as_slice(), &[value]].concat())
            };
            shorter.iter().flat_map(longer).collect()
        })
    }

    pub(crate) fn look_at(&self, values: &[Value]) -> World {
        let rules: Vec<bool> = self
            .rules
            .iter()
            .map(|rule| {
                let moment = &self.moments[self.actions[rule.action].moment];
                holds(moment.guard.as_ref(), values) && rule.own_condition_is_true(values)
            })
            .collect();
        let disagreements = self.disagreements.iter().map(|one| holds(one.when.as_ref(), values)).collect();
        let true_rules = |action: usize, view: View| -> Vec<usize> {
            let fits = |rule: &usize| rules[*rule] && self.is_for(*rule, action, view);
            (0..self.rules.len()).filter(fits).collect()
        };

        let mut verdicts = Vec::new();
        let mut scores = Vec::new();
        for action in 0..self.actions.len() {
            let suggesting = true_rules(action, View::Suggest);
            let verdict = if !true_rules(action, View::Avoid).is_empty() {
                Verdict::Avoided
            } else if !suggesting.is_empty() {
                Verdict::Suggested
            } else {
                Verdict::Silent
            };
            let score = suggesting.iter().map(|rule| self.rules[*rule].weight()).max();
            verdicts.push(verdict);
            scores.push(score.filter(|_| verdict == Verdict::Suggested));
        }

        let mut list: Vec<usize> =
            (0..self.actions.len()).filter(|action| verdicts[*action] == Verdict::Suggested).collect();
        list.sort_by_key(|action| {
            let agreeing = self.distinct_sources(&true_rules(*action, View::Suggest));
            let action_of = &self.actions[*action];
            (Reverse(scores[*action]), Reverse(agreeing), action_of.moment, action_of.id.clone())
        });
        let place = |action: usize| list.iter().position(|listed| *listed == action).map(|at| at + 1);
        let ranks = (0..self.actions.len()).map(place).collect();

        World { values: values.to_vec(), rules, disagreements, verdicts, scores, ranks }
    }

    pub(crate) fn is_for(&self, rule: usize, action: usize, view: View) -> bool {
        self.rules[rule].action == action && self.rules[rule].view == view
    }

    /// How many different sources some rules cite. Rows of one source are one source; editors count here as any other.
    pub(crate) fn distinct_sources(&self, rules: &[usize]) -> usize {
        let cited = rules.iter().flat_map(|rule| &self.rules[*rule].sources).map(|citation| citation.source);
        cited.collect::<BTreeSet<_>>().len()
    }
}
