//! The verdict on one action in one context, and the range of its score.

use super::advice::Verdict;
use super::program::{ActionRules, RuleRows, ask};
use crate::space::{Bounds, Budget, OutOfBudget, Row, Status, covers, status};

/// What the rules say of one action in a box of worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) may_be_suggested: bool,
    pub(super) may_be_avoided: bool,
    pub(super) may_be_silent: bool,
    /// Over the worlds in which it is suggested; 0 when there is none.
    pub(super) score: u8,
    pub(super) score_at_most: u8,
}

impl Outcome {
    fn settled(verdict: Verdict) -> Self {
        Self {
            verdict,
            may_be_suggested: verdict == Verdict::Suggested,
            may_be_avoided: verdict == Verdict::Avoided,
            may_be_silent: verdict == Verdict::Silent,
            score: 0,
            score_at_most: 0,
        }
    }

    /// Of an action whose moment cannot come any more.
    pub(super) fn never() -> Self {
        Self::settled(Verdict::Silent)
    }

    /// One outcome for the worlds of two boxes.
    pub(super) fn joined(&self, other: &Self) -> Self {
        let (lowest, highest) = match (self.may_be_suggested, other.may_be_suggested) {
            (true, false) => (self.score, self.score_at_most),
            (false, true) => (other.score, other.score_at_most),
            _ => (self.score.min(other.score), self.score_at_most.max(other.score_at_most)),
        };
        Self {
            verdict: if self.verdict == other.verdict { self.verdict } else { Verdict::Depends },
            may_be_suggested: self.may_be_suggested || other.may_be_suggested,
            may_be_avoided: self.may_be_avoided || other.may_be_avoided,
            may_be_silent: self.may_be_silent || other.may_be_silent,
            score: lowest,
            score_at_most: highest,
        }
    }
}

impl ActionRules<'_> {
    /// The verdict that all worlds of `bounds` share, be it by different rules in different worlds.
    pub(super) fn verdict(&self, bounds: &Bounds) -> Verdict {
        self.verdict_with(bounds, &mut Budget::unlimited())
    }

    /// As [`verdict`](Self::verdict), where several questions share their steps.
    pub(super) fn verdict_with(&self, bounds: &Bounds, total: &mut Budget) -> Verdict {
        self.verdict_where(status_of(self.avoid_rows(), bounds, total), bounds, total)
    }

    /// The verdict where avoid rules are known to hold, to fail, or neither.
    fn verdict_where(&self, avoid: Status, bounds: &Bounds, total: &mut Budget) -> Verdict {
        match avoid {
            Status::Holds => Verdict::Avoided,
            Status::Open => Verdict::Depends,
            Status::Fails => match status_of(self.suggest_rows(), bounds, total) {
                Status::Holds => Verdict::Suggested,
                Status::Open => Verdict::Depends,
                Status::Fails => Verdict::Silent,
            },
        }
    }

    /// Verdict, possible verdicts and scores. A question beyond its budget leaves open what it could not rule out.
    pub(super) fn outcome(&self, bounds: &Bounds) -> Outcome {
        self.outcome_with(bounds, &mut Budget::unlimited())
    }

    /// As [`outcome`](Self::outcome), where several questions share their steps.
    pub(super) fn outcome_with(&self, bounds: &Bounds, total: &mut Budget) -> Outcome {
        let avoid = status_of(self.avoid_rows(), bounds, total);
        let verdict = self.verdict_where(avoid, bounds, total);
        self.outcome_of(verdict, avoid, bounds, total)
    }

    /// As [`outcome`](Self::outcome), where the verdict and what avoid rules do are known.
    fn outcome_of(&self, verdict: Verdict, avoid: Status, bounds: &Bounds, total: &mut Budget) -> Outcome {
        let mut outcome = Outcome::settled(verdict);
        if !matches!(verdict, Verdict::Suggested | Verdict::Depends) {
            return outcome;
        }
        let highest = self.suggest.iter().find(|rule| self.escapes(rule, bounds, total));
        if verdict == Verdict::Depends {
            outcome.may_be_avoided = avoid != Status::Fails;
            let spoken_for = self.avoid_rows().chain(self.suggest_rows());
            outcome.may_be_silent = !is_covered(spoken_for, bounds, total);
            outcome.may_be_suggested = highest.is_some();
        }
        if outcome.may_be_suggested {
            outcome.score_at_most = highest.map_or(0, |rule| rule.weight);
            outcome.score = self.lowest_score(bounds, outcome.score_at_most, total);
        }
        outcome
    }

    /// The outcome as far as the ranked list goes: what may yet become of an action that depends is not looked for.
    pub(super) fn outcome_for_ranking(&self, bounds: &Bounds) -> Outcome {
        let total = &mut Budget::unlimited();
        let avoid = status_of(self.avoid_rows(), bounds, total);
        match self.verdict_where(avoid, bounds, total) {
            Verdict::Suggested => self.outcome_of(Verdict::Suggested, avoid, bounds, total),
            verdict => Outcome::settled(verdict),
        }
    }

    /// Whether the rule is true somewhere that no avoid rule is.
    fn escapes(&self, rule: &RuleRows<'_>, bounds: &Bounds, total: &mut Budget) -> bool {
        rule.rows.iter().any(|row| {
            bounds.intersect(row).is_some_and(|there| !is_covered(self.avoid_rows(), &there, total))
        })
    }

    /// The highest weight `w` such that wherever the action is suggested, a rule of weight `w` or more is true.
    fn lowest_score(&self, bounds: &Bounds, highest: u8, total: &mut Budget) -> u8 {
        let mut lowest = highest;
        for rule in self.suggest.iter() {
            if rule.weight < lowest {
                if ask(total, |budget| self.no_score_below(lowest, bounds, budget)).unwrap_or(false) {
                    return lowest;
                }
                lowest = rule.weight;
            }
        }
        lowest
    }

    /// Whether weaker rules are only ever true together with one of at least this weight, or where the action is avoided.
    fn no_score_below(&self, weight: u8, bounds: &Bounds, budget: &mut Budget) -> Result<bool, OutOfBudget> {
        let strong = self.suggest.iter().filter(|rule| rule.weight >= weight).flat_map(|rule| rule.rows);
        let rest = self.avoid_rows().chain(strong);
        for row in self.suggest.iter().filter(|rule| rule.weight < weight).flat_map(|rule| rule.rows) {
            if let Some(there) = bounds.intersect(row)
                && !covers(rest.clone(), &there, budget)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Exact, but for a question beyond its budget, which counts as open.
fn status_of<'a>(rows: impl Iterator<Item = &'a Row> + Clone, bounds: &Bounds, total: &mut Budget) -> Status {
    ask(total, |budget| status(rows, bounds, budget)).unwrap_or(Status::Open)
}

/// Exact, but for a question beyond its budget, which counts as no.
fn is_covered<'a>(rows: impl Iterator<Item = &'a Row> + Clone, bounds: &Bounds, total: &mut Budget) -> bool {
    ask(total, |budget| covers(rows, bounds, budget)).unwrap_or(false)
}
