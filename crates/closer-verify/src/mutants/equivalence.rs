//! Does a slip make any difference at all?

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Program;
use closer_core::model::{
    ActionId, Context, Edit, FactId, GroupId, Polarity, RuleId, RuleSet, SourceId, Test,
};
use closer_core::space::{Bounds, Budget, Diagram, OutOfBudget, ValueSet};

use crate::atlas::{self, Atlas, Standing, Voice, comes_first, with_each, with_some};

/// Steps that the pack without any slip may cost.
const STEPS: u64 = 4_000_000;

/// Decides it, one mutant after the other.
pub(super) struct Judge<'r> {
    rules: &'r RuleSet,
    program: Program,
    atlas: Atlas,
    /// By action: its rules.
    voices: Vec<Vec<(RuleId, Voice)>>,
}

/// What a mutant changes.
pub(super) enum Difference {
    /// Nothing, in any world.
    None,
    /// The result of this context: a verdict, a dispute, the order, or what leads.
    Shown(Context),
    /// Perhaps something, but no context that shows it was found.
    NotFound,
}

/// How many contexts are tried in which something else is taken for granted.
const TRIES: usize = 300;

/// Where something holds about an action.
type Held = BTreeMap<(ActionId, Holds), Diagram>;

/// What can hold whichever of some values a fact has.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    /// Some rule that suggests an action on account of this source.
    Source(SourceId),
    /// Some rule or other that suggests it.
    AnyRule,
    /// A declared disagreement, by its number.
    Disagreement(usize),
    /// The same with one of the values at least.
    DisagreementSomewhere(usize),
}

impl<'r> Judge<'r> {
    /// `None` where the pack itself is too large.
    pub(super) fn of(rules: &'r RuleSet) -> Option<Self> {
        let atlas = Atlas::of(rules, &mut Budget::new(STEPS)).ok()?;
        let mut voices: Vec<Vec<(RuleId, Voice)>> = vec![Vec::new(); rules.actions().len()];
        for (rule, worlds) in rules.rules().iter().zip(&atlas.rules) {
            if let (Some(id), Some(voices)) = (rules.find_rule(&rule.id), voices.get_mut(rule.action.index()))
            {
                voices.push((id, Voice::of(rule, *worlds)));
            }
        }
        Some(Self { rules, program: rules.clone().compile(), atlas, voices })
    }

    /// The pack without any slip.
    pub(super) fn program(&self) -> &Program {
        &self.program
    }

    pub(super) fn difference(
        &mut self,
        edit: &Edit,
        edited: &Program,
        steps: u64,
    ) -> Result<Difference, OutOfBudget> {
        let known = self.atlas.all.len();
        let difference = self.look(edit, edited, &mut Budget::new(steps));
        // What was made for this mutant is of no use to the next one.
        self.atlas.all.truncate(known);
        difference
    }

    fn look(
        &mut self,
        edit: &Edit,
        edited: &Program,
        budget: &mut Budget,
    ) -> Result<Difference, OutOfBudget> {
        match edit {
            Edit::Remove(id) => self.of_rule(*id, budget, |_, _, _| Ok(None)),
            Edit::Polarity(id, polarity) => {
                self.of_rule(*id, budget, |voice, _, _| Ok(Some(Voice { polarity: *polarity, ..voice })))
            }
            Edit::Weight(id, weight) => {
                self.of_rule(*id, budget, |voice, _, _| Ok(Some(Voice { weight: *weight, ..voice })))
            }
            Edit::When(id, _) => {
                let region = edited.rules().rule(*id).map(|rule| rule.region().clone()).unwrap_or_default();
                self.of_rule(*id, budget, |voice, atlas, budget| {
                    Ok(Some(Voice { worlds: atlas.all.region(&region, budget)?, ..voice }))
                })
            }
            Edit::AtMost(id, at_most) => self.of_group(*id, *at_most, budget),
            Edit::Assume(fact, assume) => self.of_assumption(*fact, assume.as_ref(), edited, budget),
            _ => Ok(Difference::NotFound),
        }
    }

    /// With one rule changed, or left out where `change` gives none.
    fn of_rule(
        &mut self,
        id: RuleId,
        budget: &mut Budget,
        change: impl FnOnce(Voice, &mut Atlas, &mut Budget) -> Result<Option<Voice>, OutOfBudget>,
    ) -> Result<Difference, OutOfBudget> {
        let Some(action) = self.rules.rule(id).map(|rule| rule.action) else { return Ok(Difference::None) };
        let voices = self.voices.get(action.index()).cloned().unwrap_or_default();
        let mut changed = Vec::with_capacity(voices.len());
        let mut change = Some(change);
        for (of, voice) in voices {
            match change.take_if(|_| of == id) {
                Some(change) => changed.extend(change(voice, &mut self.atlas, budget)?),
                None => changed.push(voice),
            }
        }
        let declared = self.atlas.disagreements.get(action.index()).copied().unwrap_or(Diagram::FALSE);
        let new = self.atlas.standing(&changed, declared, budget)?;
        let world = self.observed(action, new, budget)?;
        Ok(world.map_or(Difference::None, |world| Difference::Shown(self.context(&world))))
    }

    /// A world in which it is seen that an action has another standing.
    fn observed(
        &self,
        action: ActionId,
        new: Diagram,
        budget: &mut Budget,
    ) -> Result<Option<Bounds>, OutOfBudget> {
        let Some(&old) = self.atlas.standings.get(action.index()) else { return Ok(None) };
        if let Some(world) = self.atlas.all.find([old, new], other_kind, budget)? {
            return Ok(Some(world));
        }
        for (id, &other) in self.actions().zip(&self.atlas.standings) {
            if id == action {
                continue;
            }
            let first = comes_first(self.rules, action, id);
            let reversed = |[old, new, other]: [Diagram; 3]| {
                if old == new || Standing::at(other).is_some_and(|other| !other.is_suggested()) {
                    return Some(false);
                }
                let other = Standing::at(other)?;
                let (old, new) =
                    (before(first, Standing::at(old)?, other), before(first, Standing::at(new)?, other));
                Some(old.is_some() && new.is_some() && old != new)
            };
            if let Some(world) = self.atlas.all.find([old, new, other], reversed, budget)? {
                return Ok(Some(world));
            }
        }
        Ok(None)
    }

    /// With another number of leading actions in a group.
    fn of_group(
        &mut self,
        id: GroupId,
        at_most: u32,
        budget: &mut Budget,
    ) -> Result<Difference, OutOfBudget> {
        let (now, then) = (self.leads(None, budget)?, self.leads(Some((id, at_most)), budget)?);
        for (now, then) in now.into_values().zip(then.into_values()) {
            if let Some(world) = self.atlas.all.find([now, then], other_leaf, budget)? {
                return Ok(Difference::Shown(self.context(&world)));
            }
        }
        Ok(Difference::None)
    }

    /// In which worlds each action leads, for all that something can keep from leading; with another limit for one group.
    fn leads(
        &mut self,
        other: Option<(GroupId, u32)>,
        budget: &mut Budget,
    ) -> Result<BTreeMap<ActionId, Diagram>, OutOfBudget> {
        let rules = self.rules;
        let competes = |id: &ActionId| {
            rules.action(*id).is_some_and(|action| action.group.is_some() || !action.never_with().is_empty())
        };
        let standings = self.actions().zip(self.atlas.standings.iter().copied());
        let standings = standings.filter(|(id, _)| competes(id)).collect();
        let at_most = |id: GroupId| {
            let own = rules.group(id).map_or(u32::MAX, |group| group.at_most);
            other.filter(|(of, _)| *of == id).map_or(own, |(_, limit)| limit)
        };
        atlas::leads(rules, &standings, at_most, &mut self.atlas.all, budget)
    }

    /// With something else taken for granted.
    fn of_assumption(
        &mut self,
        fact: FactId,
        assume: Option<&Test>,
        edited: &Program,
        budget: &mut Budget,
    ) -> Result<Difference, OutOfBudget> {
        let Some(fact) = self.rules.vocabulary().get(fact) else { return Ok(Difference::None) };
        let values = |assume: Option<&Test>| assume.map_or(fact.all(), |test| test.allowed.positions(fact));
        let dim = fact.id.dim();
        // All that the rules say with each value of the fact: where one set of values says what the other does, nothing changes.
        let mut said = |values: ValueSet| {
            let mut all = BTreeSet::new();
            for value in values {
                let mut standings = Vec::with_capacity(self.atlas.standings.len());
                for standing in &self.atlas.standings {
                    standings.push(self.atlas.all.restrict(*standing, dim, value, budget)?);
                }
                all.insert(standings);
            }
            Ok(all)
        };
        let (taken, then_taken) = (values(fact.assume.as_ref()), values(assume));
        let (old, new) = (said(taken)?, said(then_taken)?);
        // Ties are settled by the rules that hold whatever the fact is, which no single world shows.
        let (held, holds) = (self.held(dim, taken, budget)?, self.held(dim, then_taken, budget)?);
        if old == new && held == holds {
            return Ok(Difference::None);
        }
        if let (Some(now), None) = (fact.assume.as_ref(), assume)
            && self.only_strengthens(&old, &new, dim, now.allowed.positions(fact), fact.all(), budget)?
        {
            return Ok(Difference::None);
        }
        let mut worlds = Worlds::of(self.rules, dim);
        for (old, new) in old.iter().flat_map(|old| new.iter().map(move |new| (old, new))) {
            self.candidates(old, new, &mut worlds, budget)?;
        }
        for key in held.keys().chain(holds.keys()) {
            let places = [&held, &holds].map(|held| held.get(key).copied().unwrap_or(Diagram::FALSE));
            worlds.extend(self.atlas.all.find(places, other_leaf, budget)?);
        }
        // Where nothing at all is said.
        let nothing = Bounds::all(self.rules.vocabulary().space());
        let a_try = self.rules.actions().len().saturating_add(self.rules.rules().len());
        for world in worlds.listed.iter().chain([&nothing]) {
            budget.spend(u64::try_from(a_try).unwrap_or(u64::MAX))?;
            if let shown @ Difference::Shown(_) = self.shown(self.context(world), edited) {
                return Ok(shown);
            }
        }
        Ok(Difference::NotFound)
    }

    /// All that settles ties and disputes with any of these values of a fact: where rules that suggest an action are true with each of them, with their
    /// sources, and declared disagreements.
    fn held(&mut self, dim: u16, values: ValueSet, budget: &mut Budget) -> Result<Held, OutOfBudget> {
        let rules = self.rules;
        let all = &mut self.atlas.all;
        let mut held = Held::new();
        let mut suggested: BTreeMap<ActionId, Diagram> = BTreeMap::new();
        for (rule, worlds) in rules.rules().iter().zip(&self.atlas.rules) {
            if rule.polarity == Polarity::Suggest {
                let there = with_each(*worlds, dim, values, all, budget)?;
                // A source agrees where one of its rules holds, whichever.
                for source in Voice::of(rule, *worlds).sources {
                    let so_far = held.entry((rule.action, Holds::Source(source))).or_insert(Diagram::FALSE);
                    *so_far = all.or(*so_far, there, budget)?;
                }
                let so_far = suggested.entry(rule.action).or_insert(Diagram::FALSE);
                *so_far = all.or(*so_far, *worlds, budget)?;
            }
        }
        let mut disputed = BTreeSet::new();
        for (number, disagreement) in rules.disagreements().iter().enumerate() {
            let worlds = all.region(disagreement.region(), budget)?;
            let everywhere = with_each(worlds, dim, values, all, budget)?;
            let somewhere = with_some(worlds, dim, values, all, budget)?;
            for action in &disagreement.actions {
                held.insert((*action, Holds::Disagreement(number)), everywhere);
                held.insert((*action, Holds::DisagreementSomewhere(number)), somewhere);
                disputed.insert(*action);
            }
        }
        // In single worlds a dispute between rules looks like a declared one.
        for (action, any) in suggested.into_iter().filter(|(action, _)| disputed.contains(action)) {
            held.insert((action, Holds::AnyRule), with_each(any, dim, values, all, budget)?);
        }
        held.retain(|_, worlds| *worlds != Diagram::FALSE);
        Ok(held)
    }

    /// Whether the values that are not assumed make no verdict and no dispute another, and no rule false that is true with an assumed one.
    ///
    /// Then the lowest score and the rules that hold in a context are those with the assumed values alone, so its verdicts, disputes, ranks
    /// and roles are, too; but not where a disagreement asks about the fact, which may matter in some worlds and not in all.
    fn only_strengthens(
        &mut self,
        old: &BTreeSet<Vec<Diagram>>,
        new: &BTreeSet<Vec<Diagram>>,
        dim: u16,
        assumed: ValueSet,
        all: ValueSet,
        budget: &mut Budget,
    ) -> Result<bool, OutOfBudget> {
        let mut disagreements = self.rules.disagreements().iter().flat_map(|one| one.region().rows());
        if disagreements.any(|row| row.get(dim).is_some()) {
            return Ok(false);
        }
        for (old, new) in old.iter().flat_map(|old| new.iter().map(move |new| (old, new))) {
            for (&old, &new) in old.iter().zip(new) {
                if self.atlas.all.find([old, new], other_kind, budget)?.is_some() {
                    return Ok(false);
                }
            }
        }
        for worlds in self.atlas.rules.clone() {
            for value in assumed {
                let with = self.atlas.all.restrict(worlds, dim, value, budget)?;
                for other in all.difference(assumed) {
                    let without = self.atlas.all.restrict(worlds, dim, other, budget)?;
                    if self.atlas.all.minus(with, without, budget)? != Diagram::FALSE {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// For each action a world in which its verdict, its dispute or its place before another is not the same by two sets of standings.
    fn candidates(
        &self,
        old: &[Diagram],
        new: &[Diagram],
        worlds: &mut Worlds,
        budget: &mut Budget,
    ) -> Result<(), OutOfBudget> {
        for (action, (&now, &then)) in self.actions().zip(old.iter().zip(new)) {
            if worlds.is_full() {
                break;
            }
            if now == then {
                continue;
            }
            worlds.extend(self.atlas.all.find([now, then], other_kind, budget)?);
            for (other, (&theirs, &then_theirs)) in self.actions().zip(old.iter().zip(new)) {
                // To look at numbers costs nothing, and there are so many pairs.
                budget.spend(1)?;
                if other != action {
                    let first = comes_first(self.rules, action, other);
                    let reversed = |[now, then, theirs, then_theirs]: [Diagram; 4]| {
                        let before = before(first, Standing::at(now)?, Standing::at(theirs)?)?;
                        let after = self::before(first, Standing::at(then)?, Standing::at(then_theirs)?)?;
                        Some(before != after)
                    };
                    worlds.extend(self.atlas.all.find([now, then, theirs, then_theirs], reversed, budget)?);
                }
            }
        }
        Ok(())
    }

    fn shown(&self, context: Context, edited: &Program) -> Difference {
        if super::same(&self.program, edited, &context) {
            Difference::NotFound
        } else {
            Difference::Shown(context)
        }
    }

    fn context(&self, world: &Bounds) -> Context {
        Context::within(self.rules.vocabulary(), world)
    }

    fn actions(&self) -> impl Iterator<Item = ActionId> {
        self.rules.actions().iter().filter_map(|action| self.rules.find_action(&action.id))
    }
}

/// Worlds of which all is told but one fact, each once, and no more than are tried.
struct Worlds {
    everything: Bounds,
    unsaid: u16,
    known: BTreeSet<Bounds>,
    listed: Vec<Bounds>,
}

impl Worlds {
    fn of(rules: &RuleSet, unsaid: u16) -> Self {
        let everything = Bounds::all(rules.vocabulary().space());
        Self { everything, unsaid, known: BTreeSet::new(), listed: Vec::new() }
    }

    fn is_full(&self) -> bool {
        self.listed.len() >= TRIES
    }

    fn extend(&mut self, world: Option<Bounds>) {
        let Some(world) = world.filter(|_| !self.is_full()) else { return };
        let mut told = self.everything.clone();
        for (dim, set) in world.iter().filter(|(dim, _)| *dim != self.unsaid) {
            // Every value of the world is one that there is.
            let _narrowed = told.narrow(dim, set);
        }
        if self.known.insert(told.clone()) {
            self.listed.push(told);
        }
    }
}

/// Whether two functions have other numbers.
fn other_leaf([old, new]: [Diagram; 2]) -> Option<bool> {
    if old == new {
        return Some(false);
    }
    Some(old.as_leaf()? != new.as_leaf()?)
}

/// Whether the verdict or the dispute is another.
fn other_kind([old, new]: [Diagram; 2]) -> Option<bool> {
    if old == new {
        return Some(false);
    }
    let kind = |standing: Standing| (standing.verdict(), standing.is_disputed());
    Some(kind(Standing::at(old)?) != kind(Standing::at(new)?))
}

/// Whether one action ranks before another where both are suggested; of those with equal places `first` says so.
fn before(first: bool, this: Standing, other: Standing) -> Option<bool> {
    let both = this.is_suggested() && other.is_suggested();
    both.then(|| this.place() > other.place() || (this.place() == other.place() && first))
}
