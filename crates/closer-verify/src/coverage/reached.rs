//! Coverage in numbers, and what is missing from it.

use closer_core::Verdict;
use closer_core::model::Text;
use closer_core::space::Status;
use serde::Serialize;

use super::{Coverage, LeafCoverage};

/// How much of something was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reached {
    /// How many were.
    pub reached: usize,
    /// How many can be.
    pub of: usize,
}

impl Reached {
    fn count(parts: impl Iterator<Item = bool>) -> Self {
        parts.fold(Self { reached: 0, of: 0 }, |sum, reached| Self {
            reached: sum.reached.saturating_add(usize::from(reached)),
            of: sum.of.saturating_add(1),
        })
    }

    /// From 0 to 100; 100 where there is nothing to reach.
    #[must_use]
    pub fn percent(&self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if self.of == 0 { 100.0 } else { 100.0 * number(self.reached) / number(self.of) }
    }
}

/// Coverage in three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Rules that had their say: deciding, supporting or beaten.
    pub rules: Reached,
    /// Single tests of conditions, each in the three ways it can be seen: holding, failing, open.
    pub conditions: Reached,
    /// Actions, each with every verdict that its rules allow.
    pub verdicts: Reached,
}

impl Summary {
    /// The lower one of the percentages of rules and of conditions: what a floor is held against.
    #[must_use]
    pub fn lowest_percent(&self) -> f64 {
        self.rules.percent().min(self.conditions.percent())
    }
}

/// Something that no test reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Missing {
    /// What kind of thing.
    pub subject: Subject,
    /// Its id.
    pub id: Text,
    /// What was not seen, to be read after the id: "is never true".
    pub what: String,
}

/// What something [`Missing`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Subject {
    /// A rule.
    Rule,
    /// A moment.
    Moment,
    /// An action.
    Action,
}

impl Coverage {
    /// The three numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let leaves = self.rules.iter().flat_map(|rule| &rule.tests);
        let leaves = leaves.chain(self.moments.iter().flat_map(|moment| &moment.tests));
        let ways = |leaf: &'_ LeafCoverage| {
            leaf.possible().iter().map(|status| leaf.seen(*status) > 0).collect::<Vec<_>>()
        };
        let verdicts = self.actions.iter().flat_map(|action| {
            action.possible.iter().map(|verdict| action.seen(*verdict) > 0).collect::<Vec<_>>()
        });
        Summary {
            rules: Reached::count(self.rules.iter().map(|rule| !rule.is_never())),
            conditions: Reached::count(leaves.flat_map(ways)),
            verdicts: Reached::count(verdicts),
        }
    }

    /// All that no test reaches: rules first, then moments, then actions.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        for rule in &self.rules {
            if rule.is_never() {
                missing.push(Missing {
                    subject: Subject::Rule,
                    id: rule.rule.clone(),
                    what: "is never true".into(),
                });
            }
            missing.extend(unseen(Subject::Rule, &rule.rule, &rule.tests));
        }
        for moment in &self.moments {
            missing.extend(unseen(Subject::Moment, &moment.moment, &moment.tests));
        }
        for action in &self.actions {
            let never = action.possible.iter().filter(|verdict| action.seen(**verdict) == 0);
            missing.extend(never.map(|verdict| Missing {
                subject: Subject::Action,
                id: action.action.clone(),
                what: match verdict {
                    Verdict::Depends => "never depends".to_owned(),
                    settled => format!("is never {}", crate::run::verdict_word(Some(*settled))),
                },
            }));
        }
        missing
    }
}

fn unseen(subject: Subject, id: &Text, leaves: &[LeafCoverage]) -> Vec<Missing> {
    let never = |leaf: &LeafCoverage| {
        let ways: Vec<&str> = leaf.unseen().map(way).collect();
        let what = format!("never sees {} {}", leaf.short(), ways.join(" or "));
        (!ways.is_empty()).then(|| Missing { subject, id: id.clone(), what })
    };
    leaves.iter().filter_map(never).collect()
}

fn way(status: Status) -> &'static str {
    match status {
        Status::Holds => "hold",
        Status::Fails => "fail",
        Status::Open => "open",
    }
}
