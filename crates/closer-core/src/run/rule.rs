//! Why a rule counts in a context, or does not.

use serde::Serialize;

use super::advice::{DisputeSide, Tests, Verdict};
use super::dispute::clash;
use super::explain::RuleCheck;
use super::program::{Program, RuleRows, Rules};
use super::residual::Residual;
use super::steps::Steps;
use crate::model::{Context, Polarity, RuleId, Text};
use crate::space::{Bounds, Row, Status, covers};

/// One rule in one context: whether it holds, what is missing, what overrules it, and whether anything rests on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct RuleExplanation {
    /// The action it speaks of.
    pub action: Text,
    /// What that action is.
    pub title: Text,
    /// The action's verdict.
    pub verdict: Verdict,
    /// The rule, held against the context test by test. What is missing are the [obstacles](super::Check::obstacles) of its parts.
    #[serde(flatten)]
    pub check: RuleCheck,
    /// Where it is true, whether an avoid rule overrules it: in all, some or none of those worlds. None when it is true nowhere.
    pub beaten: Status,
    /// The avoid rules that overrule it in at least one world, strongest first; also those of which there were no steps to tell.
    pub beaten_by: Vec<DisputeSide>,
    /// Where it is open: the smallest condition on what is not known under which it holds, as alternatives. Empty otherwise.
    pub holds_if: Vec<Tests>,
    /// The same in words.
    pub holds_if_words: Option<String>,
    /// Fewer alternatives are proved to be impossible.
    pub smallest: bool,
}

impl Program {
    /// Whether a rule holds in a context, with the pack's assumptions, and what becomes of it; `None` for an id that is not of the pack.
    ///
    /// ```
    /// use closer_core::{Interview, Level, Program, space::Status};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new().level(Level::Mid))?;
    /// let rule = program.explain_rule(&context, "bold-question-after-a-good-interview").unwrap();
    /// assert_eq!((rule.check.status, rule.check.decides), (Status::Open, false));
    /// for missing in rule.check.when.obstacles() {
    ///     println!("{}: {:?}", missing.needed_words(), missing.test.given_words);
    /// }
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    #[must_use]
    pub fn explain_rule(&self, context: &Context, rule: &str) -> Option<RuleExplanation> {
        self.explain_rule_within(context, &self.with_assumptions(context), rule)
    }

    /// As [`Program::explain_rule`], but nothing is taken for granted.
    #[must_use]
    pub fn explain_rule_strict(&self, context: &Context, rule: &str) -> Option<RuleExplanation> {
        self.explain_rule_within(context, context.bounds(), rule)
    }

    fn explain_rule_within(&self, context: &Context, bounds: &Bounds, id: &str) -> Option<RuleExplanation> {
        let id = self.set.find_rule(id)?;
        let rule = self.set.rule(id)?;
        let action = self.set.action(rule.action)?;
        let rules = self.action(rule.action)?;
        let verdict = rules.verdict(bounds);
        let check = self.explain_one((id, verdict), context, bounds)?;
        let rows = rule.region.rows();
        let may_be_overruled = rule.polarity == Polarity::Suggest && rows.iter().any(|row| row.meets(bounds));
        let avoid = if may_be_overruled { rules.avoid } else { Rules::default() };
        let steps = &mut self.shares.search();
        let overrules = |other: &RuleRows<'_>| {
            steps.ask(|budget| clash(rows, other.rows.iter(), bounds, budget)).unwrap_or(true)
        };
        let beaten_by: Vec<DisputeSide> =
            avoid.iter().filter(overrules).filter_map(|other| self.side(other.id)).collect();
        let holds_if = if check.status == Status::Open {
            self.residual_of(rows.iter(), bounds, &mut self.shares.search())
        } else {
            Residual::nowhere()
        };
        Some(RuleExplanation {
            action: action.id.clone(),
            title: action.title.clone(),
            verdict,
            check,
            beaten: if beaten_by.is_empty() { Status::Fails } else { beaten(rows, avoid, bounds, steps) },
            beaten_by,
            holds_if: holds_if.alternatives,
            holds_if_words: holds_if.words,
            smallest: holds_if.smallest,
        })
    }

    /// A rule as one side of a dispute.
    pub(super) fn side(&self, rule: RuleId) -> Option<DisputeSide> {
        let rule = self.set.rule(rule)?;
        Some(DisputeSide {
            view: Some(rule.polarity),
            rule: Some(rule.id.clone()),
            says: rule.because.clone(),
            sources: rule.citations.to_vec(),
        })
    }
}

/// Whether all of the rows inside the box is covered by rules that overrule them; some of it is.
fn beaten(rows: &[Row], avoid: Rules<'_>, bounds: &Bounds, steps: &mut Steps) -> Status {
    let avoid = avoid.iter().flat_map(|rule| rule.rows);
    let mut parts = rows.iter().filter_map(|row| bounds.intersect(row));
    let all = parts.all(|there| steps.ask(|budget| covers(avoid.clone(), &there, budget)).unwrap_or(false));
    if all { Status::Holds } else { Status::Open }
}
