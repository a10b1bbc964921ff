//! What is taken for granted of facts of which nothing is said, where it is otherwise and that matters.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, Disagreement, FactId, Rule, Text, Wanted};
use closer_core::space::{Bounds, Budget, Diagram, OutOfBudget, Region, Row, ValueSet};

use super::half::Half;
use super::joint::Limit;
use super::leads::leads;
use super::partly::TRIES;
use super::survey::{Survey, first_of};
use super::{Undecided, What};
use crate::atlas::Atlas;

/// A fact of which the two packs take something else for granted.
pub(super) struct Granted {
    pub(super) dim: u16,
    fact: Text,
    old: Option<Wanted>,
    new: Option<Wanted>,
    /// What each pack holds possible where nothing is said.
    before: ValueSet,
    now: ValueSet,
    /// Whether one pack assumes a value that the other does not have, so that no world of both tells all of it.
    is_apart: bool,
}

impl Survey {
    /// Facts of which something else is taken for granted, where that matters: the new pack is asked what it says with either.
    ///
    /// What was found by trying, in interviews that are no worlds of both packs, comes back with what is told there.
    pub(super) fn assumptions(&mut self) -> Vec<(What, Vec<Limit>)> {
        let mut tried = Vec::new();
        for granted in self.granted() {
            if granted.is_apart {
                tried.extend(self.assumption_apart(&granted));
            } else if let Err(OutOfBudget) = self.assumption(&granted) {
                self.give_up(format!("whether it matters what is taken for granted of `{}`", granted.fact));
            }
        }
        tried
    }

    pub(super) fn granted(&self) -> Vec<Granted> {
        // What a pack assumes, where that lies here, and whether some of it does not.
        let assumed = |half: &Half, fact: FactId, dim: u16| {
            let full = self.joint.space.full(dim);
            let fact = half.rules().vocabulary().get(fact)?;
            let Some(test) = &fact.assume else { return Some((full, None, false)) };
            let (_, set) = self.joint.allowed(half.side, test, half.rules())?;
            let (_, known) = self.joint.said(half.side, (dim, full))?;
            let is_apart = known.intersection(&test.allowed) != test.allowed;
            let set = if set.is_empty() { full } else { set };
            Some((set, Some(Wanted::shortest(&test.allowed, fact)), is_apart))
        };
        let granted = self.joint.shared().filter_map(|(dim, old, new)| {
            let fact = Text::clone(&self.new.rules().vocabulary().get(new)?.name);
            let (before, old, one_apart) = assumed(&self.old, old, dim)?;
            let (now, new, other_apart) = assumed(&self.new, new, dim)?;
            let is_apart = one_apart || other_apart;
            (before != now || is_apart).then_some(Granted { dim, fact, old, new, before, now, is_apart })
        });
        granted.collect()
    }

    /// Looks for an interview in which it matters that a value is assumed which the other pack does not have.
    fn assumption_apart(&mut self, granted: &Granted) -> Option<(What, Vec<Limit>)> {
        let about = |actions| What::Assumption {
            fact: Text::clone(&granted.fact),
            old: granted.old.clone(),
            new: granted.new.clone(),
            actions,
        };
        let all: Vec<Text> = self.actions.iter().map(|action| Text::clone(&action.id)).collect();
        let anything = about(all.clone());
        let told = self.interviews(None).find_map(|(told, kept)| {
            let told: Vec<Limit> = told.into_iter().filter(|(dim, _)| *dim != granted.dim).collect();
            self.shows(&anything, &told).then(|| self.fewest(&anything, told, |dim| !kept.contains(&dim)))
        });
        if let Some(told) = told {
            let mut ids = all.into_iter();
            let otherwise = ids.by_ref().filter(|id| self.shows(&about(vec![Text::clone(id)]), &told));
            return Some((about(otherwise.collect()), told));
        }
        let asks = |half: &Half| {
            let fact = half.rules().vocabulary().find(&granted.fact);
            let regions = half.rules().rules().iter().map(Rule::region);
            let regions = regions.chain(half.rules().disagreements().iter().map(Disagreement::region));
            let mut rows = regions.flat_map(Region::rows);
            rows.any(|row| fact.is_some_and(|fact| row.get(fact.id.dim()).is_some()))
        };
        if asks(&self.old) || asks(&self.new) {
            self.undecided.push(Undecided {
                what: format!("whether it matters what is assumed of `{}`", granted.fact),
                because: "one pack assumes a value that the other does not have, and no interview was found in which it shows".to_owned(),
            });
        }
        None
    }

    fn assumption(&mut self, granted: &Granted) -> Result<(), OutOfBudget> {
        let mut functions: Vec<(Vec<Text>, Diagram)> = Vec::new();
        let families = self.families();
        let Self { atlas, new, purse, actions, .. } = self;
        let mut of_families = BTreeMap::new();
        for family in families {
            let members: BTreeSet<ActionId> =
                family.iter().filter_map(|id| new.rules().find_action(id)).collect();
            of_families.extend(purse.ask(|budget| leads(new, &members, atlas, budget))?);
        }
        for action in actions.iter() {
            let places = purse.ask(|budget| {
                let said = new.said(action.new, atlas, budget)?;
                let Some(leading) = of_families.get(&action.new) else { return Ok(said) };
                let decide = |said: Diagram, leading: Diagram| {
                    Some(Diagram::leaf(leading.as_leaf()? << 3 | said.as_leaf()?))
                };
                atlas.all.combine(said, *leading, decide, budget)
            })?;
            functions.push((vec![Text::clone(&action.id)], places));
        }
        for (at, a) in actions.iter().enumerate() {
            for b in actions.iter().skip(at.saturating_add(1)) {
                let first = purse.ask(|budget| first_of(new, (a.new, b.new), atlas, budget))?;
                functions.push((vec![Text::clone(&a.id), Text::clone(&b.id)], first));
            }
        }
        let (mut anywhere, mut about, mut about_orders) = (Diagram::FALSE, BTreeSet::new(), false);
        for (ids, function) in functions {
            // Where actions come out otherwise, so does their order, and needs no word.
            let is_order = ids.len() > 1;
            if (is_order && anywhere != Diagram::FALSE && !about_orders)
                || !atlas.all.dims(function).contains(&granted.dim)
            {
                continue;
            }
            let differs = purse.ask(|budget| {
                let before = outcomes(function, granted.dim, granted.before, atlas, budget)?;
                let now = outcomes(function, granted.dim, granted.now, atlas, budget)?;
                let decide = |a: Diagram, b: Diagram| match (a == b, a.as_leaf(), b.as_leaf()) {
                    (true, ..) => Some(Diagram::FALSE),
                    (false, Some(_), Some(_)) => Some(Diagram::TRUE),
                    _ => None,
                };
                atlas.all.combine(before, now, decide, budget)
            })?;
            if differs != Diagram::FALSE {
                anywhere = purse.ask(|budget| atlas.all.or(anywhere, differs, budget))?;
                about.extend(ids);
                about_orders = is_order;
            }
        }
        if anywhere == Diagram::FALSE {
            return Ok(());
        }
        let what = What::Assumption {
            fact: Text::clone(&granted.fact),
            old: granted.old.clone(),
            new: granted.new.clone(),
            actions: about.into_iter().collect(),
        };
        // It can differ in the worlds of an interview and not in the interview, so it has to be seen.
        if self.seen_unsaid(&what, granted.dim, anywhere)?.is_some() {
            self.found.push((what, anywhere));
        } else {
            self.give_up(format!("whether it matters what is assumed of `{}`", granted.fact));
        }
        Ok(())
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
        Ok(rows.iter().filter_map(told).find(|told| self.shows(what, told)))
    }
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
