//! The last step: numbers are cut into cells, and conditions become regions.

use std::collections::BTreeMap;

use super::codes;
use super::complaints::Complaints;
use super::facts::{Facts, Question};
use super::limits::Limits;
use super::pack::Guarded;
use crate::model::{Action, Condition, Disagreement, Fact, Kind, Rule, Test, Vocabulary, cells_between};
use crate::space::{Budget, OutOfBudget, Region, Space};
use crate::text::{Diagnostic, Span};

/// A rule or a disagreement, with what complaints about its condition need.
pub(super) struct Written<T> {
    pub(super) item: T,
    pub(super) owner: String,
    pub(super) when_at: Option<Span>,
    /// The condition could be read.
    pub(super) sound: bool,
}

/// Everything that has a condition.
pub(super) struct Conditions {
    pub(super) questions: Vec<Question>,
    pub(super) moments: Vec<Guarded>,
    pub(super) rules: Vec<Written<Rule>>,
    pub(super) disagreements: Vec<Written<Disagreement>>,
}

impl Conditions {
    /// Cuts each number at every threshold that some condition names, so that no condition tells numbers of one cell apart.
    pub(super) fn cut(&self, facts: Facts<'_>, complaints: &mut Complaints) -> Option<Vocabulary> {
        let mut cuts: Vec<Vec<i64>> = facts.declared.iter().map(|_| Vec::new()).collect();
        let mut note = |test: &Test| {
            if let Some(cuts) = cuts.get_mut(test.fact.index()) {
                cuts.extend(test.allowed.cuts());
            }
        };
        for fact in &facts.declared {
            fact.fact.assume.iter().for_each(&mut note);
            fact.fact.flags.iter().for_each(|flag| note(&flag.test));
        }
        self.questions.iter().for_each(|question| question.when.condition.for_each_test(&mut note));
        self.moments.iter().for_each(|guarded| guarded.moment.guard.for_each_test(&mut note));
        self.rules.iter().for_each(|rule| rule.item.when.tests().for_each(|test| note(&test)));
        self.disagreements.iter().for_each(|disagreement| disagreement.item.when.for_each_test(&mut note));

        let mut cut = Vec::with_capacity(facts.declared.len());
        for (declared, cuts) in facts.declared.into_iter().zip(cuts) {
            let mut fact = declared.fact;
            if let Kind::Int { low, high, cells } = &mut fact.kind {
                *cells = cells_between(*low, *high, cuts);
                if cells.len() > usize::from(Space::MAX_SIZE) {
                    complaints.push(too_many_cells(&fact.name, cells.len(), declared.values_at));
                }
            }
            cut.push(fact);
        }
        let space = Space::new(cut.iter().map(|fact: &Fact| usize::from(fact.size()))).ok()?;
        Some(Vocabulary::new(cut, space))
    }

    /// Computes every region, and complains of conditions that no interview can meet.
    pub(super) fn follow(
        &mut self,
        vocabulary: &mut Vocabulary,
        actions: &[Action],
        complaints: &mut Complaints,
    ) {
        let work = &mut Work::new(&complaints.limits);
        for Question { fact, when } in std::mem::take(&mut self.questions) {
            let mut regions = Regions { vocabulary, work: &mut *work, complaints };
            let owner = vocabulary.get(fact).map(|fact| format!("the question about `{}`", fact.name));
            let owner = owner.unwrap_or_default();
            let region = if when.sound { regions.of(&owner, &when.condition, when.at) } else { None };
            if let Some(region) = region {
                vocabulary.ask_when(fact, when.condition, region);
            }
        }
        let mut regions = Regions { vocabulary, work, complaints };
        let mut guards = BTreeMap::new();
        for Guarded { moment, id: position, guard_at, sound } in &self.moments {
            let owner = format!("the moment `{}`", moment.id);
            let guard = if *sound { regions.of(&owner, &moment.guard, *guard_at) } else { None };
            guards.insert(*position, (guard, *guard_at, &moment.id));
        }
        for rule in &mut self.rules {
            let Some(region) = regions.of_written(rule, &rule.item.when()) else { continue };
            let moment = actions.get(rule.item.action.index()).map(|action| action.moment);
            let guarded = moment.and_then(|moment| guards.get(&moment));
            let Some((Some(guard), guard_at, id)) = guarded else { continue };
            if region.is_disjoint(guard) {
                regions.complaints.push(
                    impossible(&rule.owner, rule.when_at)
                        .at(*guard_at, format!("the guard of the moment `{id}`"))
                        .help("its condition and the guard of its action's moment rule each other out"),
                );
            } else if let Some(both) = regions.both(&rule.owner, &region, guard, rule.when_at) {
                rule.item.region = both;
            }
        }
        for disagreement in &mut self.disagreements {
            if let Some(region) = regions.of_written(disagreement, &disagreement.item.when) {
                disagreement.item.region = region;
            }
        }
    }
}

/// Turns conditions into regions, as long as there is budget left.
struct Regions<'c> {
    vocabulary: &'c Vocabulary,
    work: &'c mut Work,
    complaints: &'c mut Complaints,
}

impl Regions<'_> {
    fn of_written<T>(&mut self, written: &Written<T>, when: &Condition) -> Option<Region> {
        if written.sound { self.of(&written.owner, when, written.when_at) } else { None }
    }

    /// The region of a condition. `None` when it is too large or empty; then a complaint has been made.
    fn of(&mut self, owner: &str, condition: &Condition, at: Option<Span>) -> Option<Region> {
        let region =
            self.work.on(&self.complaints.limits, |budget| condition.region(self.vocabulary, budget));
        possible(region, owner, at, self.complaints)
    }

    /// A rule's own region and the guard of its action's moment: where the rule is true.
    fn both(&mut self, owner: &str, region: &Region, guard: &Region, at: Option<Span>) -> Option<Region> {
        let space = self.vocabulary.space();
        let both = self.work.on(&self.complaints.limits, |budget| region.intersect(guard, space, budget));
        both.map_err(|too_large| too_large.complain(owner, at, self.complaints)).ok()
    }
}

/// What may still be spent on conditions.
pub(super) struct Work {
    left: u64,
    is_over: bool,
}

/// Why a condition has no region.
pub(super) enum TooLarge {
    Alone,
    /// This is the first for which there were no steps left.
    Together,
    /// As were those before it, so that all is said already.
    Again,
}

impl Work {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { left: limits.steps_in_all, is_over: false }
    }

    /// Spends steps on one condition.
    pub(super) fn on<T>(
        &mut self,
        limits: &Limits,
        work: impl FnOnce(&mut Budget) -> Result<T, OutOfBudget>,
    ) -> Result<T, TooLarge> {
        if self.is_over {
            return Err(TooLarge::Again);
        }
        let allowed = limits.steps.min(self.left);
        let mut budget = Budget::new(allowed);
        let done = work(&mut budget);
        self.left = self.left.saturating_sub(allowed.saturating_sub(budget.remaining()));
        done.map_err(|OutOfBudget| {
            // Where even the whole of what one condition may take was there, it is this one that is too large.
            self.is_over = allowed < limits.steps && budget.remaining() == 0;
            if self.is_over { TooLarge::Together } else { TooLarge::Alone }
        })
    }
}

impl TooLarge {
    fn complain(self, owner: &str, at: Option<Span>, complaints: &mut Complaints) {
        let complaint = |message| Diagnostic::error(codes::CONDITION_TOO_LARGE, message);
        complaints.push(match self {
            Self::Alone => complaint(format!("the condition of {owner} is too large"))
                .at(at, "too many alternatives")
                .help("split it into several with fewer alternatives each"),
            Self::Together => complaint("all conditions together are too large".to_owned())
                .at(at, format!("the condition of {owner} is the first that there is no room for"))
                .help("leave some out, or give them fewer alternatives"),
            Self::Again => return,
        });
    }
}

/// The region of a condition, if there is one and some interview meets it; or else that is complained about.
pub(super) fn possible(
    region: Result<Region, TooLarge>,
    owner: &str,
    at: Option<Span>,
    complaints: &mut Complaints,
) -> Option<Region> {
    match region {
        Ok(region) if !region.is_empty() => return Some(region),
        Ok(_) => complaints
            .push(impossible(owner, at).help("its tests rule each other out: change or drop one of them")),
        Err(too_large) => too_large.complain(owner, at, complaints),
    }
    None
}

fn impossible(owner: &str, at: Option<Span>) -> Diagnostic {
    Diagnostic::error(codes::IMPOSSIBLE_CONDITION, format!("no interview can meet the condition of {owner}"))
        .at(at, "never true")
}

fn too_many_cells(name: &str, cells: usize, at: Option<Span>) -> Diagnostic {
    Diagnostic::error(codes::TOO_MANY_CELLS, format!("conditions cut `{name}` into {cells} pieces"))
        .at(at, format!("at most {} fit", Space::MAX_SIZE))
        .help("use fewer different numbers in the tests of this fact")
}
