//! Why an action has its verdict: every rule for and against it, test by test.

use serde::Serialize;

use super::advice::Verdict;
use super::program::{Program, RuleRows};
use super::steps::Steps;
use crate::model::{Allowed, Citation, Condition, Context, Polarity, RuleId, Text, Wanted};
use crate::space::{Bounds, Status, status};

/// The steps that each part of a condition counts for.
pub(super) const PART: usize = 500;

/// The steps that each letter of its words counts for.
pub(super) const LETTER: usize = 4;

/// Why an action has the verdict it has.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Explanation {
    /// The action's id.
    pub action: Text,
    /// What it is.
    pub title: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// Every rule for or against it: those that decide first, then by polarity (avoid first), then strongest first.
    pub rules: Vec<RuleCheck>,
}

/// One rule, held against a context.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleCheck {
    /// The rule's id.
    pub rule: Text,
    /// For or against the action.
    pub polarity: Polarity,
    /// Whether it is true in all, some or none of the worlds.
    pub status: Status,
    /// Whether the verdict rests on it: it speaks for the verdict and holds, or may hold where no such rule holds alone.
    pub decides: bool,
    /// How strong it is.
    pub weight: u8,
    /// Its reason.
    pub because: Text,
    /// The rows it carries.
    pub sources: Vec<Citation>,
    /// What the moment of its action asks for, where it asks for something.
    pub guard: Option<Check>,
    /// Its own condition.
    pub when: Check,
}

/// A condition, held against a context: what was wanted, what is given.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Check {
    /// All parts must hold.
    All {
        /// In all, some or none of the worlds.
        status: Status,
        /// The parts. Of a very large explanation, the last parts have none.
        parts: Vec<Check>,
    },
    /// At least one part must hold.
    Any {
        /// In all, some or none of the worlds.
        status: Status,
        /// The parts.
        parts: Vec<Check>,
    },
    /// The part must not hold.
    Not {
        /// In all, some or none of the worlds.
        status: Status,
        /// The part.
        part: Box<Check>,
    },
    /// One fact must be one of some values.
    Test(TestCheck),
}

/// One test, held against a context.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TestCheck {
    /// In all, some or none of the worlds.
    pub status: Status,
    /// The fact.
    pub fact: Text,
    /// What it must be.
    pub wanted: Wanted,
    /// The same in words.
    pub wanted_words: String,
    /// Its opposite in words.
    pub otherwise_words: String,
    /// What it may be; `None` when nothing is said or assumed of it. Whoever says that it is not known says all of its values.
    pub given: Option<Wanted>,
    /// The same in words.
    pub given_words: Option<String>,
    /// Whether what is given was not said but assumed.
    pub assumed: bool,
}

impl Check {
    /// Whether the condition is true in all, some or none of the worlds. Exact, not merely put together from its parts.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::All { status, .. } | Self::Any { status, .. } | Self::Not { status, .. } => *status,
            Self::Test(test) => test.status,
        }
    }

    /// The single tests on account of which the condition does not hold in every world, in the order in which they are written.
    #[must_use]
    pub fn obstacles(&self) -> Vec<Obstacle<'_>> {
        let mut found = Vec::new();
        self.collect_obstacles(false, &mut found);
        found
    }

    fn collect_obstacles<'a>(&'a self, negated: bool, found: &mut Vec<Obstacle<'a>>) {
        let no_obstacle = if negated { Status::Fails } else { Status::Holds };
        if self.status() == no_obstacle {
            return;
        }
        match self {
            Self::All { parts, .. } | Self::Any { parts, .. } => {
                for part in parts {
                    part.collect_obstacles(negated, found);
                }
            }
            Self::Not { part, .. } => part.collect_obstacles(!negated, found),
            Self::Test(test) => found.push(Obstacle { test, negated }),
        }
    }
}

/// A test that stands in the way of a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Obstacle<'a> {
    /// The test.
    pub test: &'a TestCheck,
    /// It stands under a `not`: it would have to fail.
    pub negated: bool,
}

impl<'a> Obstacle<'a> {
    /// What would have to be so, in words.
    #[must_use]
    pub fn needed_words(&self) -> &'a str {
        if self.negated { &self.test.otherwise_words } else { &self.test.wanted_words }
    }
}

/// Of which rules a verdict is.
fn speaking(verdict: Verdict) -> Option<Polarity> {
    match verdict {
        Verdict::Suggested => Some(Polarity::Suggest),
        Verdict::Avoided => Some(Polarity::Avoid),
        Verdict::Silent | Verdict::Depends => None,
    }
}

/// The status of the rules of which a verdict is: those that hold, or where there are none, those that do so together.
fn enough(one_holds: bool) -> Status {
    if one_holds { Status::Holds } else { Status::Open }
}

impl Program {
    /// Why an action has its verdict in a context, with the pack's assumptions; `None` for an id that is not of the pack.
    #[must_use]
    pub fn explain(&self, context: &Context, action: &str) -> Option<Explanation> {
        self.explain_within(context, &self.with_assumptions(context), action)
    }

    /// As [`Program::explain`], but nothing is taken for granted.
    #[must_use]
    pub fn explain_strict(&self, context: &Context, action: &str) -> Option<Explanation> {
        self.explain_within(context, context.bounds(), action)
    }

    pub(super) fn explain_within(
        &self,
        context: &Context,
        bounds: &Bounds,
        action: &str,
    ) -> Option<Explanation> {
        let id = self.set.find_action(action)?;
        let (rules, action) = (self.action(id)?, self.set.action(id)?);
        let verdict = rules.verdict(bounds);
        let speaking = speaking(verdict);
        let steps = &mut self.shares.search();
        let both = rules.avoid.iter().chain(rules.suggest.iter());
        let mut checks: Vec<RuleCheck> =
            both.filter_map(|rule| self.check_rule(rule, context, bounds, steps)).collect();
        let speaks = |check: &RuleCheck| speaking == Some(check.polarity);
        let one_holds = checks.iter().any(|check| speaks(check) && check.status == Status::Holds);
        for check in &mut checks {
            check.decides = speaks(check) && check.status == enough(one_holds);
        }
        checks.sort_by_key(|check| !check.decides);
        Some(Explanation { action: action.id.clone(), title: action.title.clone(), verdict, rules: checks })
    }

    /// As one of the rules of [`explain_within`](Self::explain_within), whatever there is to tell of the others.
    pub(super) fn explain_one(
        &self,
        (id, verdict): (RuleId, Verdict),
        context: &Context,
        bounds: &Bounds,
    ) -> Option<RuleCheck> {
        let rule = self.set.rule(id)?;
        let alike = self.action(rule.action)?.of(rule.polarity);
        let rows = alike.iter().find(|rows| rows.id == id)?;
        let mut check = self.check_rule(rows, context, bounds, &mut self.shares.search())?;
        if speaking(verdict) == Some(rule.polarity) {
            let steps = &mut self.shares.search();
            let one_holds = alike.iter().any(|rows| rows.status(bounds, steps) == Status::Holds);
            check.decides = check.status == enough(one_holds);
        }
        Some(check)
    }

    fn check_rule(
        &self,
        rows: RuleRows<'_>,
        context: &Context,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Option<RuleCheck> {
        let rule = self.set.rule(RuleId::new(rows.id.index()))?;
        let moment = self.set.moment(self.set.action(rule.action)?.moment)?;
        let status = rows.status(bounds, steps);
        Some(RuleCheck {
            rule: rule.id.clone(),
            polarity: rule.polarity,
            status,
            decides: false,
            weight: rule.weight,
            because: rule.because.clone(),
            sources: rule.citations.to_vec(),
            guard: (moment.guard != Condition::ALWAYS)
                .then(|| self.check(&moment.guard, context, bounds, steps)),
            when: self.check(&rule.when(), context, bounds, steps),
        })
    }

    /// What there are no steps for is left out: it would have to be kept.
    fn check(&self, condition: &Condition, context: &Context, bounds: &Bounds, steps: &mut Steps) -> Check {
        if steps.spend(PART).is_err() {
            return Check::All { status: Status::Open, parts: Vec::new() };
        }
        let region = steps.ask(|budget| condition.region(&self.set.vocabulary, budget));
        let exact = region.and_then(|region| steps.ask(|budget| status(region.rows(), bounds, budget)));
        let status = exact.unwrap_or(Status::Open);
        let mut checked =
            |parts: &[Condition]| parts.iter().map(|part| self.check(part, context, bounds, steps)).collect();
        match condition {
            Condition::All(parts) => Check::All { status, parts: checked(parts) },
            Condition::Any(parts) => Check::Any { status, parts: checked(parts) },
            Condition::Not(part) => {
                Check::Not { status, part: self.check(part, context, bounds, steps).into() }
            }
            Condition::Test(test) => {
                let Some(fact) = self.set.vocabulary.get(test.fact) else {
                    return Check::All { status, parts: Vec::new() };
                };
                let possible = bounds.get(fact.id.dim());
                let said = context.said(fact.id).cloned();
                let assumed = said.is_none() && possible != fact.all();
                let given = said
                    .or_else(|| (possible != fact.all()).then(|| Allowed::from_positions(possible, fact)));
                let wanted_words = fact.phrase(&test.allowed);
                let otherwise_words = fact.phrase(&test.allowed.complement(fact));
                let letters = wanted_words.len().saturating_add(otherwise_words.len());
                // Nothing follows from that they were the last: the next part is left out.
                let _any_left = steps.spend(letters.saturating_mul(LETTER));
                Check::Test(TestCheck {
                    status,
                    fact: fact.name.clone(),
                    wanted: Wanted::shortest(&test.allowed, fact),
                    wanted_words,
                    otherwise_words,
                    given_words: given.as_ref().map(|given| fact.phrase(given)),
                    given: given.map(|given| Wanted::shortest(&given, fact)),
                    assumed,
                })
            }
        }
    }
}
