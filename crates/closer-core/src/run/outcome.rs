//! The verdict on one action in one context, and the range of its score.

use std::slice;

use super::advice::Verdict;
use super::program::{ActionRules, RuleRows};
use super::steps::Steps;
use crate::space::{Bounds, Budget, OutOfBudget, Row, Status, covers, status};

/// What the rules say of one action in a box of worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else, and they go together in any way"
)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) may_be_suggested: bool,
    pub(super) may_be_avoided: bool,
    pub(super) may_be_silent: bool,
    /// Over the worlds in which it is suggested; 0 when there is none.
    pub(super) score: u8,
    pub(super) score_at_most: u8,
    /// All of it was decided.
    pub(super) decided: bool,
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
            decided: true,
        }
    }

    /// Of an action whose moment cannot come any more.
    pub(super) fn never() -> Self {
        Self::settled(Verdict::Silent)
    }

    /// The same, which was looked for with these steps.
    fn if_all_was_decided(self, steps: &Steps) -> Self {
        Self { decided: !steps.ran_out(), ..self }
    }

    /// One outcome for the worlds of two boxes.
    fn joined(&self, other: &Self) -> Self {
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
            decided: self.decided && other.decided,
        }
    }
}

impl ActionRules<'_> {
    /// The verdict that all worlds of `bounds` share, be it by different rules in different worlds.
    pub(super) fn verdict(&self, bounds: &Bounds) -> Verdict {
        self.judge(bounds, &mut self.steps()).0
    }

    /// As [`verdict`](Self::verdict), where several looks share their steps.
    pub(super) fn verdict_with(&self, bounds: &Bounds, total: &mut Steps) -> Verdict {
        total.look(self.allowance, |steps| self.judge(bounds, steps).0)
    }

    /// Verdict, possible verdicts and scores. A question beyond its steps leaves open what it could not rule out.
    pub(super) fn outcome(&self, bounds: &Bounds) -> Outcome {
        self.outcome_in(slice::from_ref(bounds))
    }

    /// As [`outcome`](Self::outcome), where several looks share their steps.
    pub(super) fn outcome_with(&self, bounds: &Bounds, total: &mut Steps) -> Outcome {
        self.outcome_in_with(slice::from_ref(bounds), total)
    }

    /// As [`outcome`](Self::outcome), for the worlds of several boxes.
    pub(super) fn outcome_in(&self, boxes: &[Bounds]) -> Outcome {
        self.look_into(boxes, &mut self.steps())
    }

    /// As [`outcome_in`](Self::outcome_in), where several looks share their steps.
    pub(super) fn outcome_in_with(&self, boxes: &[Bounds], total: &mut Steps) -> Outcome {
        total.look(self.allowance, |steps| self.look_into(boxes, steps))
    }

    /// The outcome as far as the ranked list goes: what may yet become of an action that depends is not looked for.
    pub(super) fn outcome_for_ranking(&self, bounds: &Bounds, total: &mut Steps) -> Outcome {
        total.look(self.allowance, |steps| {
            let outcome = match self.judge(bounds, steps) {
                (Verdict::Suggested, avoid) => self.rate(Verdict::Suggested, avoid, bounds, steps),
                (verdict, _) => Outcome::settled(verdict),
            };
            outcome.if_all_was_decided(steps)
        })
    }

    fn look_into(&self, boxes: &[Bounds], steps: &mut Steps) -> Outcome {
        let all = boxes.iter().map(|bounds| {
            let (verdict, avoid) = self.judge(bounds, steps);
            self.rate(verdict, avoid, bounds, steps)
        });
        let joined = all.reduce(|all, here| all.joined(&here)).unwrap_or_else(Outcome::never);
        joined.if_all_was_decided(steps)
    }

    /// The verdict, and whether rules against the action hold.
    fn judge(&self, bounds: &Bounds, steps: &mut Steps) -> (Verdict, Status) {
        let avoid = status_of(self.avoid_rows(), bounds, steps);
        let verdict = match avoid {
            Status::Holds => Verdict::Avoided,
            Status::Open => Verdict::Depends,
            Status::Fails => match status_of(self.suggest_rows(), bounds, steps) {
                Status::Holds => Verdict::Suggested,
                Status::Open => Verdict::Depends,
                Status::Fails => Verdict::Silent,
            },
        };
        (verdict, avoid)
    }

    /// Possible verdicts and scores, where the verdict and what avoid rules do are known.
    fn rate(&self, verdict: Verdict, avoid: Status, bounds: &Bounds, steps: &mut Steps) -> Outcome {
        let mut outcome = Outcome::settled(verdict);
        if !matches!(verdict, Verdict::Suggested | Verdict::Depends) {
            return outcome;
        }
        let highest = self.suggest.iter().find(|rule| self.escapes(rule, bounds, steps));
        if verdict == Verdict::Depends {
            outcome.may_be_avoided = avoid != Status::Fails;
            let spoken_for = self.avoid_rows().chain(self.suggest_rows());
            outcome.may_be_silent = !is_covered(spoken_for, bounds, steps);
            outcome.may_be_suggested = highest.is_some();
        }
        if outcome.may_be_suggested {
            outcome.score_at_most = highest.map_or(0, |rule| rule.weight);
            outcome.score = self.lowest_score(bounds, outcome.score_at_most, steps);
        }
        outcome
    }

    /// Whether the rule is true somewhere that no avoid rule is.
    fn escapes(&self, rule: &RuleRows<'_>, bounds: &Bounds, steps: &mut Steps) -> bool {
        rule.rows.iter().any(|row| {
            bounds.intersect(row).is_some_and(|there| !is_covered(self.avoid_rows(), &there, steps))
        })
    }

    /// The highest weight `w` such that wherever the action is suggested, a rule of weight `w` or more is true.
    fn lowest_score(&self, bounds: &Bounds, highest: u8, steps: &mut Steps) -> u8 {
        let mut lowest = highest;
        for rule in self.suggest.iter() {
            if rule.weight < lowest {
                if steps.ask(|budget| self.no_score_below(lowest, bounds, budget)).unwrap_or(false) {
                    return lowest;
                }
                lowest = rule.weight;
            }
        }
        lowest
    }

    /// Whether weaker rules are only ever true together with one of at least this weight, or where the action is avoided.
    fn no_score_below(&self, weight: u8, bounds: &Bounds, budget: &mut Budget) -> Result<bool, OutOfBudget> {
        // Strongest first.
        let strong = self.suggest.iter().take_while(|rule| rule.weight >= weight).flat_map(|rule| rule.rows);
        let rest = self.avoid_rows().chain(strong);
        for row in self.suggest.iter().skip_while(|rule| rule.weight >= weight).flat_map(|rule| rule.rows) {
            budget.spend(1)?;
            if let Some(there) = bounds.intersect(row)
                && !covers(rest.clone(), &there, budget)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Exact, but for a question beyond its steps, which counts as open.
fn status_of<'a>(rows: impl Iterator<Item = &'a Row> + Clone, bounds: &Bounds, steps: &mut Steps) -> Status {
    steps.ask(|budget| status(rows, bounds, budget)).unwrap_or(Status::Open)
}

/// Exact, but for a question beyond its steps, which counts as no.
fn is_covered<'a>(rows: impl Iterator<Item = &'a Row> + Clone, bounds: &Bounds, steps: &mut Steps) -> bool {
    steps.ask(|budget| covers(rows, bounds, budget)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::steps::{Extent, Shares};

    fn suggested(score: u8, score_at_most: u8) -> Outcome {
        Outcome { score, score_at_most, ..Outcome::settled(Verdict::Suggested) }
    }

    #[test]
    fn two_boxes_together_may_be_what_either_may_be() {
        let (low, high) = (suggested(40, 50), suggested(60, 70));
        let both = low.joined(&high);
        assert_eq!((both.verdict, both.score, both.score_at_most), (Verdict::Suggested, 40, 70));
        // Scores are those of the worlds in which it is suggested.
        let (avoided, silent) = (Outcome::settled(Verdict::Avoided), Outcome::never());
        for (one, other) in [(&high, &avoided), (&avoided, &high)] {
            let both = one.joined(other);
            assert_eq!((both.verdict, both.score, both.score_at_most), (Verdict::Depends, 60, 70));
            assert_eq!((both.may_be_suggested, both.may_be_avoided, both.may_be_silent), (true, true, false));
        }
        for (one, other) in [(&silent, &avoided), (&avoided, &silent)] {
            let both = one.joined(other);
            assert_eq!((both.may_be_suggested, both.may_be_avoided, both.may_be_silent), (false, true, true));
        }
        for (one, other) in [(&high, &silent), (&silent, &high)] {
            let both = one.joined(other);
            assert_eq!((both.may_be_suggested, both.may_be_avoided, both.may_be_silent), (true, false, true));
        }
        // It is decided where both are.
        let undecided = Outcome { decided: false, ..silent.clone() };
        assert!(silent.joined(&silent).decided);
        assert!(!silent.joined(&undecided).decided && !undecided.joined(&silent).decided);
    }

    #[test]
    fn what_took_too_many_steps_is_not_decided() {
        let steps = |all| Steps::of(Shares::new(all, std::iter::empty()).look_at_rule(Extent::default()));
        assert!(Outcome::never().if_all_was_decided(&steps(1_000_000)).decided);
        assert!(!Outcome::never().if_all_was_decided(&steps(0)).decided);
    }
}
