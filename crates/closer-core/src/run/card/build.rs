//! What goes on a card.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::stage::Stage;
use super::{Card, CardAssumption, CardLine, CardSection, CardWarning, Surprise};
use crate::model::{Action, ActionId, Context, GroupId, Moment, MomentId, Polarity, Wanted};
use crate::run::advice::{PackName, Role, Verdict};
use crate::run::outcome::Outcome;
use crate::run::program::{ActionRules, Program, RuleRows};
use crate::run::ranking::{Ranked, count_distinct};
use crate::run::residual::Residual;
use crate::run::settled::Place;
use crate::run::steps::Steps;
use crate::space::ValueSet;

impl Program {
    /// A card for the interview: what to do at each moment that may still come, and what depends on what is not known.
    ///
    /// Every action is weighed in the worlds in which the guard of its moment holds. There, facts of which nothing was said are taken to
    /// be what the pack assumes of them, where the guard allows it; [`Program::card_strict`] assumes nothing.
    ///
    /// ```
    /// use closer_core::{Interview, Level, Program};
    ///
    /// let program = Program::closing();
    /// let card = program.card(&program.context(&Interview::new().level(Level::Senior))?);
    /// let questions = card.sections.iter().find(|section| &*section.moment == "questions").unwrap();
    /// println!("{}: {}", questions.title, questions.lines[0].title);
    ///
    /// // As much of it as has room on a page.
    /// let short = card.shortened(20, 4);
    /// println!("{} more", short.left_out);
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    pub fn card(&self, context: &Context) -> Card {
        self.make_card(context, false)
    }

    /// As [`Program::card`], but nothing is taken for granted.
    pub fn card_strict(&self, context: &Context) -> Card {
        self.make_card(context, true)
    }

    fn make_card(&self, context: &Context, strict: bool) -> Card {
        let steps = &mut self.shares.search();
        let stage = |moment: &Moment| Stage::of(self, moment, context, strict, steps);
        let stages: Vec<Option<Stage>> = self.set.moments.iter().map(stage).collect();
        let mut maker = Maker {
            program: self,
            stages,
            outcomes: Vec::new(),
            ranked: Vec::new(),
            agreeing: Vec::new(),
            guards: guards(&self.set.moments),
            first_rival: None,
        };
        maker.weigh();
        let surprises = if strict { Vec::new() } else { maker.surprises(context) };
        let mut card = Card {
            pack: PackName { name: self.set.pack.name.clone(), version: self.set.pack.version.clone() },
            title: self.set.pack.title.clone(),
            known: self.known(context),
            known_words: self.known_words(context),
            sections: maker.sections(&mut self.shares.search()),
            leave_alone: maker.warnings(&surprises),
            surprises,
            assumed: if strict { Vec::new() } else { maker.assumed(context) },
            left_out: 0,
        };
        card.give_places();
        card
    }

    fn known_words(&self, context: &Context) -> Vec<String> {
        let facts = self.set.vocabulary.facts().iter();
        let mut said: Vec<_> = facts
            .filter_map(|fact| {
                let said = context.said(fact.id)?;
                // To say that all is possible is to say nothing.
                (said.positions(fact) != fact.all())
                    .then(|| (!fact.ask_first, fact.origin, fact.phrase(said)))
            })
            .collect();
        said.sort_by_key(|(later, origin, _)| (*later, *origin));
        said.into_iter().map(|(_, _, words)| words).collect()
    }
}

/// A program, and what it says of every action when its moment has come.
pub(super) struct Maker<'a> {
    pub(super) program: &'a Program,
    /// By moment.
    pub(super) stages: Vec<Option<Stage>>,
    /// By action.
    pub(super) outcomes: Vec<Outcome>,
    ranked: Vec<Ranked>,
    /// By action, how many sources stand behind it, where it is suggested.
    agreeing: Vec<usize>,
    /// By moment, the facts that its guard asks about.
    guards: Vec<BTreeSet<u16>>,
    /// The best place of what may be suggested, is not in any case, and can keep something else from leading.
    first_rival: Option<Place>,
}

impl Maker<'_> {
    fn weigh(&mut self) {
        let outcome = |rules: ActionRules<'_>| {
            self.stage(rules.id).map_or_else(Outcome::never, |stage| rules.outcome_in(&stage.boxes))
        };
        let outcomes: Vec<Outcome> = self.program.actions().map(outcome).collect();
        let mut all_agreeing = vec![0; outcomes.len()];
        let agreeing = |rules: ActionRules<'_>| {
            let count = self.stage(rules.id).map_or(0, |stage| rules.sources_that_hold_in(&stage.boxes));
            all_agreeing.get_mut(rules.id.index()).into_iter().for_each(|place| *place = count);
            count
        };
        let ranked = self.program.rank_by(&outcomes, agreeing);
        self.ranked = ranked;
        self.outcomes = outcomes;
        self.agreeing = all_agreeing;
        let open = self.program.actions().zip(&self.outcomes).filter(|(rules, outcome)| {
            let rival = |action: &Action| action.group.is_some() || !action.never_with().is_empty();
            may_turn_out(outcome) && self.program.set.action(rules.id).is_some_and(rival)
        });
        self.first_rival = open.filter_map(|(rules, outcome)| self.best_place(rules, outcome)).min();
    }

    /// Where an action is weighed; `None` when its moment cannot come any more.
    pub(super) fn stage(&self, action: ActionId) -> Option<&Stage> {
        self.stages.get(self.program.moment_of(action).index())?.as_ref()
    }

    fn sections(&self, steps: &mut Steps) -> Vec<CardSection> {
        let moments = (0..).map(MomentId).zip(&self.program.set.moments);
        let section = |(id, moment): (MomentId, &Moment)| CardSection {
            moment: moment.id.clone(),
            title: moment.title.clone(),
            follow_up: moment.follow_up,
            lines: self.lines(id, steps),
        };
        moments.map(section).filter(|section| !section.lines.is_empty()).collect()
    }

    fn lines(&self, moment: MomentId, steps: &mut Steps) -> Vec<CardLine> {
        let here = |action: &ActionId| self.program.moment_of(*action) == moment;
        let leads = self.ranked.iter().filter(|ranked| ranked.role == Role::Lead && here(&ranked.action));
        let mut lines: Vec<(Option<GroupId>, CardLine)> = Vec::new();
        for lead in leads {
            lines.extend(self.line(lead.action, steps));
        }
        for action in self.open(moment) {
            let Some((group, line)) = self.line(action, steps) else { continue };
            // Of a group that has room for one, what depends stands beside what it would replace.
            let best =
                lines.iter_mut().find(|(of, best)| group.is_some() && *of == group && is_only(self, best));
            match best {
                Some((_, best)) => best.or.push(line),
                None => lines.push((group, line)),
            }
        }
        let mut shown: BTreeSet<GroupId> = BTreeSet::new();
        for (group, line) in &mut lines {
            // The next best stands beside the best of its group only.
            if group.is_some_and(|group| shown.insert(group)) && line.or.is_empty() {
                line.or.extend(self.spare(*group, moment, steps));
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The actions of a moment that may turn out to be suggested, the most promising first. What would be no more than a spare is none.
    fn open(&self, moment: MomentId) -> Vec<ActionId> {
        let mut open: Vec<(Reverse<u8>, ActionId)> = Vec::new();
        for (rules, outcome) in self.program.actions().zip(&self.outcomes) {
            let here = self.program.moment_of(rules.id) == moment;
            if here && may_turn_out(outcome) && !self.is_beaten(rules, outcome) {
                open.push((Reverse(outcome.score_at_most), rules.id));
            }
        }
        open.sort_unstable();
        open.into_iter().map(|(_, action)| action).collect()
    }

    /// Whether certain leads that are better than the action can be leave no place for it: they fill its group, or it never leads with one of them.
    fn is_beaten(&self, rules: ActionRules<'_>, outcome: &Outcome) -> bool {
        let Some(best) = self.best_place(rules, outcome) else { return false };
        let leads = self.ranked.iter().filter(|ranked| ranked.role == Role::Lead).map(|ranked| ranked.action);
        let ahead = leads.filter_map(|lead| Some((lead, self.place(lead).filter(|place| *place < best)?)));
        let (of_group, others): (Vec<_>, Vec<_>) =
            ahead.partition(|(lead, _)| self.is_of_one_group(*lead, rules.id));
        // Whoever takes the place of one of a group is of the group. Any other lead counts as long as nothing that is open could keep it from leading.
        let others =
            others.into_iter().filter(|(_, place)| self.first_rival.is_none_or(|rival| *place < rival));
        let leads: Vec<ActionId> = of_group.into_iter().chain(others).map(|(lead, _)| lead).collect();
        !self.program.may_lead(rules.id, &leads)
    }

    fn is_of_one_group(&self, one: ActionId, other: ActionId) -> bool {
        let group = |action: ActionId| self.program.set.action(action).and_then(|action| action.group);
        group(one).is_some() && group(one) == group(other)
    }

    /// The best place that an action may have which may be suggested.
    fn best_place(&self, rules: ActionRules<'_>, outcome: &Outcome) -> Option<Place> {
        let stage = self.stage(rules.id)?;
        let may_speak = |rule: &RuleRows<'_>| stage.boxes.iter().any(|bounds| rule.may_be_true(bounds));
        let sources = count_distinct(rules.suggest.iter().filter(may_speak).flat_map(RuleRows::sources));
        Some(self.program.place_with(rules, outcome.score_at_most, sources))
    }

    /// Where an action that is suggested in any case comes in the list.
    fn place(&self, action: ActionId) -> Option<Place> {
        let (score, agreeing) =
            (self.outcomes.get(action.index())?.score, *self.agreeing.get(action.index())?);
        Some(self.program.place_with(self.program.action(action)?, score, agreeing))
    }

    fn spare(&self, group: Option<GroupId>, moment: MomentId, steps: &mut Steps) -> Option<CardLine> {
        let group = group?;
        let spare = self.ranked.iter().find(|ranked| {
            ranked.role == Role::Spare
                && self.program.moment_of(ranked.action) == moment
                && self.program.set.action(ranked.action).is_some_and(|action| action.group == Some(group))
        })?;
        self.line(spare.action, steps).map(|(_, line)| line)
    }

    fn line(&self, action: ActionId, steps: &mut Steps) -> Option<(Option<GroupId>, CardLine)> {
        let (rules, outcome, about) = self.all_of(action)?;
        let stage = self.stage(action)?;
        let depends = outcome.verdict == Verdict::Depends;
        let only_if =
            if depends { stage.suggested_if(self.program, rules, steps) } else { Residual::default() };
        let group = about.group.and_then(|group| self.program.set.group(group));
        let line = CardLine {
            action: about.id.clone(),
            title: about.title.clone(),
            say: about.say.clone(),
            because: self.program.behind_in(rules, Polarity::Suggest, &stage.boxes).because(),
            group: group.map(|group| group.id.clone()),
            depends,
            only_if: only_if.alternatives,
            only_if_words: only_if.words,
            score: outcome.score,
            score_at_most: outcome.score_at_most,
            or: Vec::new(),
            place: 0,
        };
        Some((about.group, line))
    }

    /// What would become of an action if one fact had these values; `None` where that is not decided. `rehearsal` are the stages, which are changed for a while.
    pub(super) fn if_it_were(
        &self,
        rules: ActionRules<'_>,
        (dim, values): (u16, ValueSet),
        rehearsal: &mut [Option<Stage>],
        steps: &mut Steps,
    ) -> Option<Outcome> {
        let stage = self.stage(rules.id)?;
        let other = rehearsal.get_mut(self.program.moment_of(rules.id).index())?.as_mut()?;
        steps.spend(stage.boxes.len()).ok()?;
        other.put(dim, values);
        let outcome = rules.outcome_in_with(&other.boxes, steps);
        other.put_back(dim, stage);
        outcome.decided.then_some(outcome)
    }

    pub(super) fn all_of(&self, action: ActionId) -> Option<(ActionRules<'_>, &Outcome, &Action)> {
        let at = action.index();
        Some((self.program.action(action)?, self.outcomes.get(at)?, self.program.set.action(action)?))
    }

    /// What is avoided in any case. Of what a surprise says when to do, there is no need to warn.
    fn warnings(&self, surprises: &[Surprise]) -> Vec<CardWarning> {
        let surprising: BTreeSet<&str> = surprises.iter().map(|surprise| &*surprise.action).collect();
        let mut warnings: Vec<(Reverse<u8>, MomentId, CardWarning)> = Vec::new();
        for rules in self.program.actions() {
            let (Some((_, outcome, about)), Some(stage)) = (self.all_of(rules.id), self.stage(rules.id))
            else {
                continue;
            };
            if outcome.verdict != Verdict::Avoided || surprising.contains(&*about.id) {
                continue;
            }
            let behind = self.program.behind_in(rules, Polarity::Avoid, &stage.boxes);
            let warning = CardWarning {
                action: about.id.clone(),
                moment: self.program.moment_id(about),
                title: about.title.clone(),
                instead: about.instead().cloned(),
                because: behind.because(),
                weight: behind.weight(),
                place: 0,
            };
            warnings.push((Reverse(warning.weight), about.moment, warning));
        }
        // Stable, so that the id settles what is left.
        warnings.sort_by_key(|(weight, moment, _)| (*weight, *moment));
        warnings.into_iter().map(|(.., warning)| warning).collect()
    }

    /// The assumptions without which alone some verdict would be another.
    fn assumed(&self, context: &Context) -> Vec<CardAssumption> {
        let (steps, rehearsal) = (&mut self.program.shares.search(), &mut self.stages.clone());
        let mut mattered = Vec::new();
        for fact in self.program.assumable(context) {
            let (Some(assume), dim) = (&fact.assume, fact.id.dim()) else { continue };
            let tells_moments = self.guards.iter().any(|guard| guard.contains(&dim));
            let mut matters_for = BTreeSet::new();
            for rules in self.program.actions().filter(|rules| rules.mentions(dim)) {
                let (Some((_, outcome, about)), Some(stage)) = (self.all_of(rules.id), self.stage(rules.id))
                else {
                    continue;
                };
                // On a card that is for all moments, what tells one from another is no news, but where something is told on account of it.
                let is_told = matches!(outcome.verdict, Verdict::Suggested | Verdict::Avoided);
                if self.is_for_guard(rules.id, dim) || (tells_moments && !is_told) {
                    continue;
                }
                // Where the guard asks for something else there is nothing to be taken for granted.
                let taken = stage.around.get(dim).is_subset(assume.allowed.positions(fact));
                if !taken {
                    continue;
                }
                let without = self.if_it_were(rules, (dim, fact.all()), rehearsal, steps);
                // That it was taken for granted is true in any case, so what is not decided is rather told in vain.
                if without.is_none_or(|without| without.verdict != outcome.verdict) {
                    matters_for.insert(about.id.clone());
                }
            }
            if !matters_for.is_empty() {
                mattered.push(CardAssumption {
                    fact: fact.name.clone(),
                    value: Wanted::shortest(&assume.allowed, fact),
                    words: fact.phrase(&assume.allowed),
                    matters_for: matters_for.into_iter().collect(),
                });
            }
        }
        mattered
    }

    /// Whether the guard of the action's moment asks about a fact: on a card that is for all moments there is nothing to say of it there.
    pub(super) fn is_for_guard(&self, action: ActionId, dim: u16) -> bool {
        self.guards.get(self.program.moment_of(action).index()).is_some_and(|guard| guard.contains(&dim))
    }
}

/// Whether an action may turn out to be suggested, and is not in any case.
fn may_turn_out(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Depends && outcome.may_be_suggested
}

/// By moment, the facts that its guard asks about.
fn guards(moments: &[Moment]) -> Vec<BTreeSet<u16>> {
    let asked = |moment: &Moment| {
        let mut dims = BTreeSet::new();
        moment.guard.for_each_test(&mut |test| {
            dims.insert(test.fact.dim());
        });
        dims
    };
    moments.iter().map(asked).collect()
}

/// Whether the group of a line has room for one action alone.
fn is_only(maker: &Maker<'_>, line: &CardLine) -> bool {
    let groups = &maker.program.set.groups;
    groups.iter().any(|group| Some(&group.id) == line.group.as_ref() && group.at_most == 1)
}
