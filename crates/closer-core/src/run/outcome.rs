//! The verdict on one action in one context, and the range of its score.

use super::advice::Verdict;
use super::program::{ActionRules, RuleRows, budget};
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
        self.verdict_where(status_of(self.avoid_rows(), bounds), bounds)
    }

    /// The verdict where avoid rules are known to hold, to fail, or neither.
    fn verdict_where(&self, avoid: Status, bounds: &Bounds) -> Verdict {
        match avoid {
            Status::Holds => Verdict::Avoided,
            Status::Open => Verdict::Depends,
            Status::Fails => match status_of(self.suggest_rows(), bounds) {
                Status::Holds => Verdict::Suggested,
                Status::Open => Verdict::Depends,
                Status::Fails => Verdict::Silent,
            },
        }
    }

    /// Verdict, possible verdicts and scores. A question beyond its budget leaves open what it could not rule out.
    pub(super) fn outcome(&self, bounds: &Bounds) -> Outcome {
        let avoid = status_of(self.avoid_rows(), bounds);
        self.outcome_of(self.verdict_where(avoid, bounds), avoid, bounds)
    }

    /// As [`outcome`](Self::outcome), where the verdict and what avoid rules do are known.
    fn outcome_of(&self, verdict: Verdict, avoid: Status, bounds: &Bounds) -> Outcome {
        let mut outcome = Outcome::settled(verdict);
        if !matches!(verdict, Verdict::Suggested | Verdict::Depends) {
            return outcome;
        }
        let highest = self.suggest.iter().find(|rule| self.escapes(rule, bounds));
        if verdict == Verdict::Depends {
            outcome.may_be_avoided = avoid != Status::Fails;
            let spoken_for = self.avoid_rows().chain(self.suggest_rows());
            outcome.may_be_silent = !covers(spoken_for, bounds, &mut budget()).unwrap_or(false);
            outcome.may_be_suggested = highest.is_some();
        }
        if outcome.may_be_suggested {
            outcome.score_at_most = highest.map_or(0, |rule| rule.weight);
            outcome.score = self.lowest_score(bounds, outcome.score_at_most);
        }
        outcome
    }

    /// The outcome as far as the ranked list goes: what may yet become of an action that depends is not looked for.
    pub(super) fn outcome_for_ranking(&self, bounds: &Bounds) -> Outcome {
        let avoid = status_of(self.avoid_rows(), bounds);
        match self.verdict_where(avoid, bounds) {
            Verdict::Suggested => self.outcome_of(Verdict::Suggested, avoid, bounds),
            verdict => Outcome::settled(verdict),
        }
    }

    /// Whether the rule is true somewhere that no avoid rule is.
    fn escapes(&self, rule: &RuleRows<'_>, bounds: &Bounds) -> bool {
        let free = |row: &Row| {
            let Some(there) = bounds.intersect(row) else { return false };
            !covers(self.avoid_rows(), &there, &mut budget()).unwrap_or(false)
        };
        rule.rows.iter().any(free)
    }

    /// The highest weight `w` such that wherever the action is suggested, a rule of weight `w` or more is true.
    fn lowest_score(&self, bounds: &Bounds, highest: u8) -> u8 {
        let mut lowest = highest;
        for rule in self.suggest.iter() {
            if rule.weight < lowest {
                if self.no_score_below(lowest, bounds, &mut budget()).unwrap_or(false) {
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
fn status_of<'a>(rows: impl Iterator<Item = &'a Row> + Clone, bounds: &Bounds) -> Status {
    status(rows, bounds, &mut budget()).unwrap_or(Status::Open)
}
