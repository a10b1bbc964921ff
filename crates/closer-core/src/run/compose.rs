//! Puts verdicts, ranks and reasons together into advice.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::advice::{Advice, Avoided, Depends, PackName, Silent, Suggested, Tests, Verdict};
use super::outcome::Outcome;
use super::program::{ActionRules, Program};
use super::ranking::{Evaluation, Ranked, count_distinct};
use super::residual::Residual;
use super::steps::Steps;
use crate::model::{Action, Citation, Context, Polarity, Rule, SourceId, Text, Wanted};
use crate::space::{Bounds, Status};

impl Program {
    /// What to do, what to leave alone, what is still open, and what to ask next.
    ///
    /// Facts of which nothing was said are taken to be what the pack assumes of them; [`Program::advise_strict`] assumes nothing.
    ///
    /// The same context always gives the same advice, to the byte.
    pub fn advise(&self, context: &Context) -> Advice {
        let bounds = self.with_assumptions(context);
        let evaluation = self.evaluate(&bounds);
        let mut advice = self.compose(context, &bounds, &evaluation);
        advice.assumed = self.assumed(context, &bounds, &evaluation);
        advice
    }

    /// As [`Program::advise`], but nothing is taken for granted.
    pub fn advise_strict(&self, context: &Context) -> Advice {
        self.compose(context, context.bounds(), &self.evaluate(context.bounds()))
    }

    fn compose(&self, context: &Context, bounds: &Bounds, evaluation: &Evaluation) -> Advice {
        let mut advice = Advice {
            pack: PackName { name: self.set.pack.name.clone(), version: self.set.pack.version.clone() },
            known: self.known(context),
            suggested: Vec::with_capacity(evaluation.ranked.len()),
            avoided: Vec::new(),
            depends: Vec::new(),
            silent: Vec::new(),
            assumed: Vec::new(),
            next_question: self.next_question(context, bounds, &evaluation.outcomes),
        };
        let looks = self.looks(bounds);
        let mut steps = self.shares.search();
        for (better, ranked) in (0_usize..).zip(&evaluation.ranked) {
            let settled = self.is_rank_settled(ranked.action, better, bounds, &looks, &mut steps);
            advice.suggested.extend(self.suggested(
                better.saturating_add(1),
                ranked,
                settled,
                bounds,
                evaluation,
            ));
        }
        let mut steps = self.shares.search();
        let mut others: Vec<_> = self.actions().zip(&evaluation.outcomes).collect();
        others.sort_by_key(|(rules, _)| (self.moment_of(rules.id), rules.id));
        for (rules, outcome) in others {
            let Some(action) = self.set.action(rules.id) else { continue };
            match outcome.verdict {
                Verdict::Suggested => {}
                Verdict::Avoided => advice.avoided.push(self.avoided(rules, action, bounds)),
                Verdict::Depends => {
                    advice.depends.push(self.depends(rules, action, outcome, bounds, &mut steps));
                }
                Verdict::Silent => advice.silent.push(Silent {
                    action: action.id.clone(),
                    moment: self.moment_id(action),
                    title: action.title.clone(),
                }),
            }
        }
        // Stable, so that moment and id go on settling ties.
        advice.avoided.sort_by_key(|avoided| Reverse(avoided.weight));
        advice.depends.sort_by_key(|depends| Reverse(depends.score_at_most));
        advice
    }

    pub(super) fn known(&self, context: &Context) -> Tests {
        let facts = self.set.vocabulary.facts().iter();
        let said = facts
            .filter_map(|fact| Some((fact.name.clone(), Wanted::shortest(context.said(fact.id)?, fact))));
        Tests(said.collect())
    }

    fn suggested(
        &self,
        rank: usize,
        ranked: &Ranked,
        settled: bool,
        bounds: &Bounds,
        evaluation: &Evaluation,
    ) -> Option<Suggested> {
        let rules = self.action(ranked.action)?;
        let outcome = evaluation.outcomes.get(ranked.action.index())?;
        let action = self.set.action(ranked.action)?;
        let behind = self.behind(rules, Polarity::Suggest, bounds);
        let disputes = self.disputes(rules, Verdict::Suggested, bounds);
        Some(Suggested {
            action: action.id.clone(),
            moment: self.moment_id(action),
            title: action.title.clone(),
            say: action.say.clone(),
            quotes: action.quotes().cloned(),
            why: action.why.clone(),
            group: action.group.and_then(|id| self.set.group(id)).map(|group| group.id.clone()),
            boldness: action.boldness,
            rank,
            settled,
            role: ranked.role,
            score: outcome.score,
            score_at_most: outcome.score_at_most,
            because: behind.because(),
            sources: behind.sources(),
            agreeing: count_distinct(behind.0.iter().flat_map(|rule| rule.citations.iter()).filter_map(
                |citation| {
                    let source: SourceId = citation.source;
                    self.set.source(source).is_some_and(|source| !source.editorial).then_some(source)
                },
            )),
            rules: behind.ids(),
            disputed: !disputes.is_empty(),
            disputes,
        })
    }

    fn avoided(&self, rules: ActionRules<'_>, action: &Action, bounds: &Bounds) -> Avoided {
        let behind = self.behind(rules, Polarity::Avoid, bounds);
        let disputes = self.disputes(rules, Verdict::Avoided, bounds);
        Avoided {
            action: action.id.clone(),
            moment: self.moment_id(action),
            title: action.title.clone(),
            instead: action.instead().cloned(),
            because: behind.because(),
            sources: behind.sources(),
            rules: behind.ids(),
            weight: behind.weight(),
            disputed: !disputes.is_empty(),
            disputes,
        }
    }

    fn depends(
        &self,
        rules: ActionRules<'_>,
        action: &Action,
        outcome: &Outcome,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Depends {
        let possible = [
            (outcome.may_be_suggested, Verdict::Suggested),
            (outcome.may_be_avoided, Verdict::Avoided),
            (outcome.may_be_silent, Verdict::Silent),
        ];
        let only_if = if outcome.may_be_suggested {
            self.suggested_if(rules, bounds, steps)
        } else {
            Residual::nowhere()
        };
        let avoid_if = self.avoided_if(rules, bounds, steps);
        let spoken = if outcome.may_be_suggested { Polarity::Suggest } else { Polarity::Avoid };
        let behind = self.behind(rules, spoken, bounds);
        let disputes = self.disputes(rules, Verdict::Depends, bounds);
        Depends {
            action: action.id.clone(),
            moment: self.moment_id(action),
            title: action.title.clone(),
            say: action.say.clone(),
            quotes: action.quotes().cloned(),
            may_be: possible.into_iter().filter_map(|(may, verdict)| may.then_some(verdict)).collect(),
            smallest: only_if.smallest && avoid_if.smallest,
            only_if: only_if.alternatives,
            only_if_words: only_if.words,
            avoid_if: avoid_if.alternatives,
            avoid_if_words: avoid_if.words,
            score: outcome.score,
            score_at_most: outcome.score_at_most,
            because: behind.because(),
            sources: behind.sources(),
            disputed: !disputes.is_empty(),
            disputes,
        }
    }

    /// The rules that hold, strongest first; where none holds alone, those that may.
    pub(super) fn behind<'a>(
        &'a self,
        action: ActionRules<'a>,
        polarity: Polarity,
        bounds: &Bounds,
    ) -> Behind<'a> {
        self.behind_in(action, polarity, std::slice::from_ref(bounds))
    }

    /// As [`behind`](Self::behind), for the worlds of several boxes.
    pub(super) fn behind_in<'a>(
        &'a self,
        action: ActionRules<'a>,
        polarity: Polarity,
        boxes: &[Bounds],
    ) -> Behind<'a> {
        let steps = &mut action.steps();
        let (mut holding, mut open) = (Vec::new(), Vec::new());
        for rule in action.of(polarity).iter() {
            match rule.status_in(boxes, steps) {
                Status::Holds => holding.extend(self.set.rule(rule.id)),
                Status::Open => open.extend(self.set.rule(rule.id)),
                Status::Fails => {}
            }
        }
        Behind(if holding.is_empty() { open } else { holding })
    }

    pub(super) fn moment_id(&self, action: &Action) -> Text {
        self.set.moment(action.moment).map_or_else(|| "".into(), |moment| moment.id.clone())
    }
}

/// The rules behind a verdict, strongest first.
pub(super) struct Behind<'a>(Vec<&'a Rule>);

impl<'a> Behind<'a> {
    pub(super) fn rules(self) -> Vec<&'a Rule> {
        self.0
    }

    pub(super) fn because(&self) -> Text {
        self.0.first().map_or_else(|| "".into(), |rule| rule.because.clone())
    }

    /// The weight of the strongest; 0 where there is none.
    pub(super) fn weight(&self) -> u8 {
        self.0.first().map_or(0, |rule| rule.weight)
    }

    fn ids(&self) -> Vec<Text> {
        self.0.iter().map(|rule| rule.id.clone()).collect()
    }

    /// Each row once, in the order of the rules.
    fn sources(&self) -> Vec<Citation> {
        let mut seen = BTreeSet::new();
        let all = self.0.iter().flat_map(|rule| rule.citations.iter());
        all.filter(|citation| seen.insert((citation.source, &*citation.text))).cloned().collect()
    }
}
