//! What is taken for granted of facts of which nothing is said, where it is otherwise and that matters.

use std::collections::BTreeSet;

use closer_core::model::{ActionId, Fact, FactId, Polarity, Text, Wanted};
use closer_core::space::{Bounds, Budget, Diagram, OutOfBudget, Row, ValueSet};

use super::half::Half;
use super::joint::{Limit, Side};
use super::leads::leads;
use super::partly::{Interviews, TRIES};
use super::survey::Survey;
use super::{Undecided, What};
use crate::atlas::{Atlas, with_each, with_some};

/// A fact of which the two packs take something else for granted.
pub(super) struct Granted {
    pub(super) dim: u16,
    fact: Text,
    old: Option<Wanted>,
    new: Option<Wanted>,
    /// What each pack holds possible where nothing is said.
    pub(super) before: ValueSet,
    pub(super) now: ValueSet,
    /// Whether one pack holds a value possible there that the other does not have, so that no world of both tells all of it.
    is_apart: bool,
}

impl Granted {
    fn what(&self, actions: impl IntoIterator<Item = Text>) -> What {
        What::Assumption {
            fact: Text::clone(&self.fact),
            old: self.old.clone(),
            new: self.new.clone(),
            actions: actions.into_iter().collect(),
        }
    }
}

impl Granted {
    /// In which worlds what a function can be, where nothing is said of the fact, is otherwise.
    fn differs(
        &self,
        function: Diagram,
        atlas: &mut Atlas,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        let before = outcomes(function, self.dim, self.before, atlas, budget)?;
        let now = outcomes(function, self.dim, self.now, atlas, budget)?;
        let decide = |a: Diagram, b: Diagram| match (a == b, a.as_leaf(), b.as_leaf()) {
            (true, ..) => Some(Diagram::FALSE),
            (false, Some(_), Some(_)) => Some(Diagram::TRUE),
            _ => None,
        };
        atlas.all.combine(before, now, decide, budget)
    }
}

impl Survey {
    /// Facts of which something else is taken for granted, where that matters: the new pack is asked what it says with either.
    ///
    /// What was found by trying, in interviews that are no worlds of both packs, comes back with what is told there.
    pub(super) fn assumptions(&mut self) -> Vec<(What, Vec<Limit>)> {
        let mut interviews = None;
        let mut tried = Vec::new();
        for granted in self.granted() {
            let because = if granted.is_apart {
                "one pack holds a value possible there that the other does not have, and no interview was found in which it shows"
            } else {
                match self.assumption(&granted) {
                    Ok(Unsaid::Same | Unsaid::Noted) => continue,
                    Ok(Unsaid::Disputes) => {
                        "where sources differ is otherwise, and no interview was found in which it shows"
                    }
                    Err(OutOfBudget) => {
                        self.give_up(whether_it_matters(&granted));
                        continue;
                    }
                }
            };
            let interviews = interviews.get_or_insert_with(|| self.interviews(None));
            match self.try_assumption(&granted, interviews) {
                Ok(Some(found)) => tried.push(found),
                Ok(None) => self
                    .undecided
                    .push(Undecided { what: whether_it_matters(&granted), because: because.to_owned() }),
                Err(OutOfBudget) => self.give_up(whether_it_matters(&granted)),
            }
        }
        tried
    }

    /// Those facts about which the new pack asks: to the others nothing can be owed.
    pub(super) fn granted(&self) -> Vec<Granted> {
        let asked = self.new.asked();
        let granted = self.joint.shared().filter(|(.., new)| asked.contains(&new.dim()));
        let granted = granted.filter_map(|(dim, in_old, in_new)| {
            let (before, now) = (self.taken(&self.old, in_old, dim), self.taken(&self.new, in_new, dim));
            let (old, new) =
                (self.old.rules().vocabulary().get(in_old)?, self.new.rules().vocabulary().get(in_new)?);
            // A new value of which neither pack takes anything for granted is no matter of assumptions.
            let is_any = old.assume.is_some() || new.assume.is_some();
            let is_apart =
                is_any && (self.is_beyond(&self.old, old, dim) || self.is_beyond(&self.new, new, dim));
            let wanted = |fact: &Fact| fact.assume.as_ref().map(|test| Wanted::shortest(&test.allowed, fact));
            let (fact, old, new) = (Text::clone(&new.name), wanted(old), wanted(new));
            (before != now || is_apart).then_some(Granted { dim, fact, old, new, before, now, is_apart })
        });
        granted.collect()
    }

    /// What a pack holds possible of a fact where nothing is said of it, as far as both packs have it; all, where they have none of it.
    pub(super) fn taken(&self, half: &Half, fact: FactId, dim: u16) -> ValueSet {
        let fact = half.rules().vocabulary().get(fact);
        let assumed = fact.and_then(|fact| fact.assume.as_ref());
        let here = assumed.and_then(|test| self.joint.allowed(half.side, test, half.rules()));
        here.map(|(_, set)| set).filter(|set| !set.is_empty()).unwrap_or_else(|| self.joint.space.full(dim))
    }

    /// Whether a pack holds some value of a fact possible, where nothing is said of it, that the other pack does not have.
    fn is_beyond(&self, half: &Half, fact: &Fact, dim: u16) -> bool {
        let shared = self.joint.said(half.side, (dim, self.joint.space.full(dim)));
        shared.is_some_and(|(_, shared)| match &fact.assume {
            Some(test) => shared.intersection(&test.allowed) != test.allowed,
            None => !shared.complement(fact).is_empty(),
        })
    }

    /// Looks for an interview in which it matters what is taken for granted, one after the other.
    fn try_assumption(
        &mut self,
        granted: &Granted,
        interviews: &Interviews,
    ) -> Result<Option<(What, Vec<Limit>)>, OutOfBudget> {
        let all: Vec<Text> = self.actions.iter().map(|action| Text::clone(&action.id)).collect();
        let anything = granted.what(all);
        let at_first = self.purse.tries();
        for row in &interviews.rows {
            self.purse.may_try(at_first)?;
            let mut told = interviews.told(row, self);
            told.retain(|(dim, _)| *dim != granted.dim);
            if self.shows(&anything, &told)? {
                let told = self.fewest(&anything, told, |dim| interviews.may_go(dim));
                let moved = self.moved_by_assumption(&granted.fact, &told);
                return Ok(Some((granted.what(moved), told)));
            }
        }
        Ok(None)
    }

    fn assumption(&mut self, granted: &Granted) -> Result<Unsaid, OutOfBudget> {
        let (mut about, worlds) = self.said_otherwise(granted)?;
        let (in_order, placed) = self.placed_otherwise(granted, &about)?;
        let anywhere = self.purse.ask(|budget| self.atlas.all.or(worlds, placed, budget))?;
        if anywhere == Diagram::FALSE {
            return if self.moves_disputes(granted)? { Ok(Unsaid::Disputes) } else { Ok(Unsaid::Same) };
        }
        about.extend(in_order);
        let led = self.led_otherwise(granted, &about)?;
        about.extend(led);
        let what = granted.what(about);
        // It can differ in the worlds of an interview and not in the interview, so it has to be seen.
        if self.seen_unsaid(&what, granted.dim, anywhere)?.is_some() {
            self.found.push((what, anywhere));
        } else {
            self.undecided.push(Undecided {
                what: whether_it_matters(granted),
                because:
                    "where all else is told it can be otherwise, and no interview was found in which it shows"
                        .to_owned(),
            });
        }
        Ok(Unsaid::Noted)
    }

    /// The actions whose verdicts and disputes are otherwise where nothing is said of the fact, and in which worlds.
    fn said_otherwise(&mut self, granted: &Granted) -> Result<(BTreeSet<Text>, Diagram), OutOfBudget> {
        let Self { atlas, new, purse, actions, .. } = self;
        let (mut about, mut anywhere) = (BTreeSet::new(), Diagram::FALSE);
        for action in actions.iter() {
            let differs = purse.ask(|budget| {
                let said = new.said(action.new, atlas, budget)?;
                granted.differs(said, atlas, budget)
            })?;
            if differs != Diagram::FALSE {
                about.insert(Text::clone(&action.id));
                anywhere = purse.ask(|budget| atlas.all.or(anywhere, differs, budget))?;
            }
        }
        Ok((about, anywhere))
    }

    /// The actions that are seen to lead otherwise, beside some that come out or come in order otherwise.
    fn led_otherwise(
        &mut self,
        granted: &Granted,
        beside: &BTreeSet<Text>,
    ) -> Result<BTreeSet<Text>, OutOfBudget> {
        let mut led = BTreeSet::new();
        for family in self.families() {
            if family.is_disjoint(beside) {
                continue;
            }
            let Self { atlas, new, purse, .. } = self;
            let members: BTreeSet<ActionId> =
                family.iter().filter_map(|id| new.rules().find_action(id)).collect();
            let leading = purse.ask(|budget| leads(new, &members, atlas, budget))?;
            for id in family.difference(beside) {
                let found = self.actions.iter().find(|action| action.id == *id);
                let Some(leading) = found.and_then(|action| leading.get(&action.new)) else { continue };
                let differs = self.purse.ask(|budget| granted.differs(*leading, &mut self.atlas, budget))?;
                let what = granted.what([Text::clone(id)]);
                if differs != Diagram::FALSE && self.seen_unsaid(&what, granted.dim, differs)?.is_some() {
                    led.insert(Text::clone(id));
                }
            }
        }
        Ok(led)
    }

    /// Whether another set of worlds is that in which a disagreement of the new pack matters whatever a fact is, or may be, or in which rules speak for or
    /// against what it is about: then sources can differ where nothing is said of the fact, or not, although in no single world it is otherwise.
    fn moves_disputes(&mut self, granted: &Granted) -> Result<bool, OutOfBudget> {
        let common: BTreeSet<ActionId> = self.actions.iter().map(|action| action.new).collect();
        let rules = self.new.rules();
        let mut regions: Vec<Vec<Row>> = Vec::new();
        let mut disputed: BTreeSet<ActionId> = BTreeSet::new();
        for disagreement in rules.disagreements() {
            let about: Vec<ActionId> =
                disagreement.actions.iter().copied().filter(|id| common.contains(id)).collect();
            if !about.is_empty() {
                regions.push(self.joint.rows(Side::New, disagreement.region()));
                disputed.extend(about);
            }
        }
        for action in disputed {
            let of = |wanted: Polarity| -> Vec<Row> {
                let about = self.new.rules_about(action);
                let about = about.filter(|id| rules.rule(*id).is_some_and(|rule| rule.polarity == wanted));
                about.filter_map(|id| self.new.rows.get(id.index())).flatten().cloned().collect()
            };
            regions.extend([of(Polarity::Suggest), of(Polarity::Avoid)]);
        }
        regions.retain(|rows| rows.iter().any(|row| row.get(granted.dim).is_some()));
        let Self { atlas, purse, .. } = self;
        for rows in regions {
            let is_otherwise = purse.ask(|budget| {
                let there = atlas.all.region(&rows, budget)?;
                let mut both = |values: ValueSet| -> Result<(Diagram, Diagram), OutOfBudget> {
                    let all = &mut atlas.all;
                    let each = with_each(there, granted.dim, values, all, budget)?;
                    Ok((each, with_some(there, granted.dim, values, all, budget)?))
                };
                Ok(both(granted.before)? != both(granted.now)?)
            })?;
            if is_otherwise {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is told of an interview like one of these worlds, but for one fact, in which the change shows: who leads, who comes first and what is disputed
    /// can be otherwise in the worlds and not in the interview.
    pub(super) fn seen_unsaid(
        &mut self,
        what: &What,
        unsaid: u16,
        worlds: Diagram,
    ) -> Result<Option<Vec<Limit>>, OutOfBudget> {
        let mut rows = self.purse.ask(|budget| self.atlas.all.rows(worlds, |at| at == 1, budget))?;
        rows.truncate(TRIES);
        let everywhere = Bounds::all(&self.joint.space);
        let told = |row: &Row| -> Option<Vec<Limit>> {
            let world = everywhere.intersect(row)?.first_point();
            Some(world.iter().filter(|(dim, _)| *dim != unsaid).collect())
        };
        let at_first = self.purse.tries();
        for told in rows.iter().filter_map(told) {
            self.purse.may_try(at_first)?;
            if self.shows(what, &told)? {
                return Ok(Some(told));
            }
        }
        Ok(None)
    }
}

/// What comes of another assumption.
enum Unsaid {
    /// Nothing.
    Same,
    /// What was noted.
    Noted,
    /// Perhaps that sources differ elsewhere.
    Disputes,
}

fn whether_it_matters(granted: &Granted) -> String {
    format!("whether it matters what is assumed of `{}`", granted.fact)
}

/// All that a function can be with these values of a dimension, as one number for each set of numbers below 32.
fn outcomes(
    function: Diagram,
    dim: u16,
    values: ValueSet,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let mut all = Diagram::leaf(0);
    for value in values {
        let here = atlas.all.restrict(function, dim, value, budget)?;
        let join = |all: Diagram, here: Diagram| {
            Some(Diagram::leaf(all.as_leaf()? | 1_u32.checked_shl(here.as_leaf()?).unwrap_or_default()))
        };
        all = atlas.all.combine(all, here, join, budget)?;
    }
    Ok(all)
}
