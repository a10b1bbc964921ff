//! The next question worth asking.

use std::cmp::{Ordering, Reverse};

use super::advice::{Answer, NextQuestion, Verdict};
use super::outcome::Outcome;
use super::program::{ActionRules, Program};
use super::steps::Steps;
use crate::model::{ActionId, Allowed, Context, Fact, FactId, Wanted};
use crate::space::{Bounds, Row, Status, ValueSet, depends_on, status};

/// How much an answer to one fact settles, on average over its possible values.
struct Gain<'a> {
    fact: &'a Fact,
    answers: u64,
    /// Actions settled, summed over the answers: those that may be suggested, then all.
    promising: u64,
    all: u64,
    could_settle: Vec<ActionId>,
}

impl Gain<'_> {
    /// The better question first. Means are compared as fractions, so that nothing is rounded.
    fn compare(&self, other: &Self) -> Ordering {
        let more = |own: u64, theirs: u64| {
            theirs.saturating_mul(self.answers).cmp(&own.saturating_mul(other.answers))
        };
        more(self.promising, other.promising)
            .then_with(|| more(self.all, other.all))
            .then_with(|| Reverse(self.fact.ask_first).cmp(&Reverse(other.fact.ask_first)))
            .then_with(|| self.fact.id.cmp(&other.fact.id))
    }
}

fn is_open(fact: &Fact, bounds: &Bounds) -> bool {
    bounds.get(fact.id.dim()).len() > 1
}

/// Whether it makes sense to ask about a fact. A question beyond its steps counts as open.
pub(super) fn makes_sense(fact: &Fact, bounds: &Bounds, steps: &mut Steps) -> Status {
    steps.ask(|budget| status(fact.ask_region.rows(), bounds, budget)).unwrap_or(Status::Open)
}

impl Program {
    /// The unknown fact whose answer settles most, on average over its possible values: first of the actions that may still be
    /// suggested, then of all; then a fact marked `ask_first`; then by name. Never one that can change neither a verdict nor a score, nor one
    /// whose question makes no sense: but for what there are no steps for, of which anything may be asked.
    pub(super) fn next_question(
        &self,
        context: &Context,
        bounds: &Bounds,
        outcomes: &[Outcome],
    ) -> Option<NextQuestion> {
        let steps = &mut self.shares.search();
        let mut gains: Vec<Gain<'_>> = Vec::new();
        for fact in self.set.vocabulary.facts().iter().filter(|fact| is_open(fact, bounds)) {
            if makes_sense(fact, bounds, steps) != Status::Fails {
                gains.push(self.gain(fact, bounds, outcomes, steps));
            }
        }
        gains.sort_by(Gain::compare);
        // An answer that settles something makes a difference; whether another one can is a question of its own.
        let best = gains.into_iter().find(|gain| gain.all > 0 || self.matters(gain.fact, bounds, steps))?;
        Some(self.asking(&best, context, bounds))
    }

    /// As [`Program::next_question`], but of some facts only, and never one that cannot change the first `top` leading actions.
    pub(super) fn next_question_of(
        &self,
        facts: &[FactId],
        context: &Context,
        bounds: &Bounds,
        top: usize,
    ) -> Option<NextQuestion> {
        let steps = &mut self.shares.search();
        let outcomes = self.outcomes(bounds);
        let open = facts.iter().filter_map(|fact| self.set.vocabulary.get(*fact));
        let mut gains: Vec<(bool, Gain<'_>)> = Vec::new();
        for fact in open.filter(|fact| is_open(fact, bounds)) {
            match makes_sense(fact, bounds, steps) {
                Status::Fails => {}
                status => gains.push((status == Status::Open, self.gain(fact, bounds, &outcomes, steps))),
            }
        }
        // What may turn out to make no sense waits for the questions that decide about it.
        gains.sort_by(|(late, one), (other_late, other)| {
            late.cmp(other_late).then_with(|| one.compare(other))
        });
        let mut gains = gains.into_iter().map(|(_, gain)| gain);
        // It may take many steps to see what is worth asking, and as many again what is worth an answer.
        let steps = &mut self.shares.search();
        let best = gains.find(|gain| self.moves_the_lead(gain.fact.id.dim(), bounds, top, steps))?;
        Some(self.asking(&best, context, bounds))
    }

    fn asking(&self, best: &Gain<'_>, context: &Context, bounds: &Bounds) -> NextQuestion {
        let fact = best.fact;
        let answers = bounds.get(fact.id.dim()).iter().map(|position| {
            let cell = Allowed::from_positions(ValueSet::single(position), fact);
            let allowed = context.said(fact.id).map_or(cell.clone(), |said| cell.intersection(said));
            Answer { value: Wanted::shortest(&allowed, fact), title: fact.titles_of(&allowed) }
        });
        let id = |id: &ActionId| self.set.action(*id).map(|action| action.id.clone());
        NextQuestion {
            fact: fact.name.clone(),
            question: fact.question.clone(),
            answers: answers.collect(),
            could_settle: best.could_settle.iter().filter_map(id).collect(),
        }
    }

    fn gain<'a>(&self, fact: &'a Fact, bounds: &Bounds, outcomes: &[Outcome], steps: &mut Steps) -> Gain<'a> {
        let dim = fact.id.dim();
        let possible = bounds.get(dim);
        let mut gain =
            Gain { fact, answers: u64::from(possible.len()), promising: 0, all: 0, could_settle: Vec::new() };
        for (action, outcome) in self.actions().zip(outcomes) {
            if outcome.verdict != Verdict::Depends || !action.mentions(dim) {
                continue;
            }
            let mut settles = |position: &u8| {
                let there = bounds.restrict(dim, ValueSet::single(*position));
                there.is_some_and(|there| action.verdict_with(&there, steps) != Verdict::Depends)
            };
            let settled = possible.iter().filter(|position| settles(position)).count();
            let settled = u64::try_from(settled).unwrap_or(u64::MAX);
            if settled > 0 {
                gain.could_settle.push(action.id);
                gain.all = gain.all.saturating_add(settled);
                if outcome.may_be_suggested {
                    gain.promising = gain.promising.saturating_add(settled);
                }
            }
        }
        gain
    }

    /// Whether two worlds that differ in this fact alone differ in the verdict or the score of some action.
    ///
    /// A verdict says where the action is avoided and where it is avoided or suggested; a score says where it is avoided or suggested with at
    /// least this weight, for each weight. So the fact matters if and only if one of these regions depends on it.
    fn matters(&self, fact: &Fact, bounds: &Bounds, steps: &mut Steps) -> bool {
        let dim = fact.id.dim();
        let mut depends = |rows: &mut dyn Iterator<Item = &Row>| {
            let rows: Vec<&Row> = rows.collect();
            steps.ask(|budget| depends_on(rows.iter().copied(), bounds, dim, budget)).unwrap_or(true)
        };
        let in_action = |action: ActionRules<'_>| {
            if depends(&mut action.avoid_rows()) {
                return true;
            }
            let mut weights: Vec<u8> = action.suggest.iter().map(|rule| rule.weight).collect();
            weights.dedup();
            weights.into_iter().any(|weight| {
                let strong = action.suggest.iter().filter(|rule| rule.weight >= weight);
                depends(&mut action.avoid_rows().chain(strong.flat_map(|rule| rule.rows)))
            })
        };
        self.actions().filter(|action| action.mentions(dim)).any(in_action)
    }
}
