//! The order of what is suggested, and which of it leads.

use std::cmp::Reverse;

use super::advice::{Role, Verdict};
use super::outcome::Outcome;
use super::program::{ActionRules, Program, RuleRows};
use super::settled::Place;
use super::steps::Steps;
use crate::model::{ActionId, MomentId, SourceId};
use crate::space::{Bounds, Status};

/// The verdicts on all actions in a box of worlds, and the ranked list.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    /// By action number.
    pub(super) outcomes: Vec<Outcome>,
    /// Best first.
    pub(super) ranked: Vec<Ranked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked {
    pub(super) action: ActionId,
    pub(super) role: Role,
}

impl Program {
    /// Those of some actions that are suggested in a box of worlds, best first, and which of them lead. Nothing is taken for granted.
    ///
    /// It is the list of [`Program::advise_strict`] without reasons and as if there were no other actions, for programs that look into many boxes. Roles
    /// are those of the whole list where `among` holds all that the actions compete with, in groups and by `never_with`.
    ///
    /// ```
    /// use closer_core::{Program, model::Context};
    ///
    /// let program = Program::closing();
    /// let context = Context::unknown(program.rules().vocabulary());
    /// let all: Vec<_> = ["make-demands", "recap-fit", "thank-interviewer"].map(|id| program.rules().find_action(id).unwrap()).into();
    /// assert!(program.ranked_among(&all, context.bounds()).is_empty(), "nothing is said when nobody knows that it is not over");
    /// ```
    #[must_use]
    pub fn ranked_among(&self, among: &[ActionId], bounds: &Bounds) -> Vec<(ActionId, Role)> {
        let outcome = |action: ActionRules<'_>| {
            if among.contains(&action.id) { action.outcome(bounds) } else { Outcome::never() }
        };
        let outcomes: Vec<Outcome> = self.actions().map(outcome).collect();
        let ranked = self.rank_by(&outcomes, |rules| rules.sources_that_hold(bounds));
        ranked.into_iter().map(|Ranked { action, role }| (action, role)).collect()
    }

    /// Verdicts, scores, ranks and roles in a box of worlds.
    pub(super) fn evaluate(&self, bounds: &Bounds) -> Evaluation {
        let outcomes = self.outcomes(bounds);
        let ranked = self.rank_by(&outcomes, |rules| rules.sources_that_hold(bounds));
        Evaluation { outcomes, ranked }
    }

    /// The outcomes of all actions in a box of worlds, by their numbers.
    pub(super) fn outcomes(&self, bounds: &Bounds) -> Vec<Outcome> {
        self.actions().map(|action| action.outcome(bounds)).collect()
    }

    /// As [`Program::evaluate`], where several looks share their steps.
    pub(super) fn evaluate_with(&self, bounds: &Bounds, total: &mut Steps) -> Evaluation {
        let outcomes: Vec<Outcome> =
            self.actions().map(|action| action.outcome_with(bounds, total)).collect();
        let ranked = self.rank_by(&outcomes, |rules| rules.sources_that_hold_with(bounds, total));
        Evaluation { outcomes, ranked }
    }

    /// The order of what is suggested, and which of it leads.
    pub(super) fn rank_by(
        &self,
        outcomes: &[Outcome],
        mut agreeing: impl FnMut(ActionRules<'_>) -> usize,
    ) -> Vec<Ranked> {
        let suggested = self.actions().zip(outcomes).filter(|(_, o)| o.verdict == Verdict::Suggested);
        let mut order: Vec<Place> = suggested
            .map(|(rules, outcome)| self.place_with(rules, outcome.score, agreeing(rules)))
            .collect();
        order.sort_unstable();
        let mut leads: Vec<ActionId> = Vec::with_capacity(order.len());
        let mut ranked = Vec::with_capacity(order.len());
        for (.., action) in order {
            let action = ActionId(action);
            let role = if self.may_lead(action, &leads) { Role::Lead } else { Role::Spare };
            if role == Role::Lead {
                leads.push(action);
            }
            ranked.push(Ranked { action, role });
        }
        ranked
    }

    /// The action's place in the ranked list, if it is suggested. What there are no steps for any more may be wrong.
    pub(super) fn place(&self, rules: ActionRules<'_>, bounds: &Bounds, total: &mut Steps) -> Option<Place> {
        let outcome = rules.outcome_for_ranking(bounds, total);
        (outcome.verdict == Verdict::Suggested)
            .then(|| self.place_with(rules, outcome.score, rules.sources_that_hold_with(bounds, total)))
    }

    pub(super) fn place_with(&self, rules: ActionRules<'_>, score: u8, agreeing: usize) -> Place {
        // Actions are numbered by id, so the number settles the last tie.
        (Reverse(score), Reverse(agreeing), self.moment_of(rules.id).0, rules.id.0)
    }

    /// Whether the action's group has room, and no action that it may never lead with leads already.
    pub(super) fn may_lead(&self, action: ActionId, leads: &[ActionId]) -> bool {
        let Some(action) = self.set.action(action) else { return false };
        let has_room = action.group.and_then(|id| self.set.group(id)).is_none_or(|group| {
            let of_group = |id: &&ActionId| self.set.action(**id).is_some_and(|a| a.group == action.group);
            u32::try_from(leads.iter().filter(of_group).count()).is_ok_and(|taken| taken < group.at_most)
        });
        has_room && !action.never_with().iter().any(|other| leads.contains(other))
    }

    pub(super) fn moment_of(&self, action: ActionId) -> MomentId {
        self.set.action(action).map_or(MomentId(u32::MAX), |action| action.moment)
    }
}

impl ActionRules<'_> {
    /// How many distinct sources stand behind the suggest rules that hold.
    pub(super) fn sources_that_hold(&self, bounds: &Bounds) -> usize {
        self.sources_that_hold_in(std::slice::from_ref(bounds))
    }

    /// As [`sources_that_hold`](Self::sources_that_hold), where several looks share their steps.
    pub(super) fn sources_that_hold_with(&self, bounds: &Bounds, total: &mut Steps) -> usize {
        total.look(self.allowance, |steps| self.count_sources(std::slice::from_ref(bounds), steps))
    }

    /// As [`sources_that_hold`](Self::sources_that_hold), in all of several boxes.
    pub(super) fn sources_that_hold_in(&self, boxes: &[Bounds]) -> usize {
        self.count_sources(boxes, &mut self.steps())
    }

    fn count_sources(&self, boxes: &[Bounds], steps: &mut Steps) -> usize {
        let holding = self.suggest.iter().filter(|rule| rule.status_in(boxes, steps) == Status::Holds);
        count_distinct(holding.flat_map(RuleRows::sources))
    }
}

pub(super) fn count_distinct(sources: impl Iterator<Item = SourceId>) -> usize {
    // A pack has few sources: the first of them are bits of one word, and only others are kept in a list.
    let (mut first, mut others) = (0_u128, Vec::new());
    for source in sources {
        match 1_u128.checked_shl(source.0) {
            Some(bit) => first |= bit,
            None => others.push(source),
        }
    }
    others.sort_unstable();
    others.dedup();
    usize::try_from(first.count_ones()).unwrap_or(usize::MAX).saturating_add(others.len())
}
