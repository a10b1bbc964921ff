//! What comes in another order where nothing is said of a fact of which something else is taken for granted.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, Polarity, Text};
use closer_core::space::{Budget, Diagram, OutOfBudget, ValueSet};

use super::assumed::Granted;
use super::half::Half;
use super::survey::{Common, Survey, higher};
use crate::atlas::{Atlas, Standing, with_each};

impl Survey {
    /// The actions that come in another order where nothing is said of the fact and all else is told, but for those that come out otherwise themselves, and the worlds of all.
    ///
    /// There the lowest score of each decides, then how many sources stand behind rules that hold whatever the fact is, and then what never changes.
    pub(super) fn placed_otherwise(
        &mut self,
        granted: &Granted,
        but_for: &BTreeSet<Text>,
    ) -> Result<(BTreeSet<Text>, Diagram), OutOfBudget> {
        let Self { atlas, new, purse, actions, .. } = self;
        let mut lowest: Vec<[Diagram; 2]> = Vec::new();
        for action in actions.iter() {
            lowest.push(purse.ask(|budget| {
                let standing = new.standing(action.new, atlas, budget)?;
                let score = |at: u32| u32::from(Standing::of(at).score());
                let scores = atlas.all.map(standing, score, budget)?;
                let before = lowest_of(scores, granted.dim, granted.before, atlas, budget)?;
                Ok([before, lowest_of(scores, granted.dim, granted.now, atlas, budget)?])
            })?);
        }
        let asks = |action: &Common| {
            let about = new.rules_about(action.new).filter_map(|id| new.rows.get(id.index())).flatten();
            about.into_iter().any(|row| row.get(granted.dim).is_some())
        };
        let asked: Vec<bool> = actions.iter().map(asks).collect();
        let mut held: Vec<Option<[Diagram; 2]>> = vec![None; actions.len()];
        let (mut in_order, mut anywhere) = (BTreeSet::new(), Diagram::FALSE);
        for (at, a) in actions.iter().enumerate() {
            for (other, b) in actions.iter().enumerate().skip(at.saturating_add(1)) {
                let touched = [at, other].iter().any(|at| asked.get(*at) == Some(&true));
                let (Some(of_a), Some(of_b), true) = (lowest.get(at), lowest.get(other), touched) else {
                    continue;
                };
                let mut orders = Vec::new();
                for (a, b) in of_a.iter().zip(of_b) {
                    orders.push(purse.ask(|budget| atlas.all.combine(*a, *b, order, budget))?);
                }
                if orders.iter().any(|order| atlas.all.leaves(*order).contains(&TIE)) {
                    for (at, action) in [(at, a), (other, b)] {
                        let Some(place) = held.get_mut(at).filter(|place| place.is_none()) else { continue };
                        *place = Some(purse.ask(|budget| {
                            let before =
                                held_by(new, action.new, granted.dim, granted.before, atlas, budget)?;
                            Ok([before, held_by(new, action.new, granted.dim, granted.now, atlas, budget)?])
                        })?);
                    }
                    let by_name = new.first_of_equals(a.new, b.new);
                    let (Some(Some(of_a)), Some(Some(of_b))) = (held.get(at), held.get(other)) else {
                        continue;
                    };
                    for ((order, a), b) in orders.iter_mut().zip(of_a).zip(of_b) {
                        *order = purse.ask(|budget| {
                            let more = |a: Diagram, b: Diagram| {
                                Some(Diagram::leaf(higher(a.as_leaf()?, b.as_leaf()?, by_name)))
                            };
                            let settled = atlas.all.combine(*a, *b, more, budget)?;
                            let then = |order: Diagram, settled: Diagram| match order.as_leaf()? {
                                TIE => Some(settled),
                                _ => Some(order),
                            };
                            atlas.all.combine(*order, settled, then, budget)
                        })?;
                    }
                }
                let [before, now] = orders.as_slice() else { continue };
                let differs = purse.ask(|budget| {
                    let is_otherwise = |before: Diagram, now: Diagram| match (before.as_leaf(), now.as_leaf())
                    {
                        (Some(0), _) | (_, Some(0)) => Some(Diagram::FALSE),
                        _ if before == now => Some(Diagram::FALSE),
                        (Some(_), Some(_)) => Some(Diagram::TRUE),
                        _ => None,
                    };
                    atlas.all.combine(*before, *now, is_otherwise, budget)
                })?;
                if differs == Diagram::FALSE {
                    continue;
                }
                anywhere = purse.ask(|budget| atlas.all.or(anywhere, differs, budget))?;
                // Where an action comes out otherwise, so does its order, and needs no word.
                if [a, b].iter().all(|one| !but_for.contains(&one.id)) {
                    in_order.extend([&a.id, &b.id].map(Text::clone));
                }
            }
        }
        Ok((in_order, anywhere))
    }
}

/// How many sources stand behind rules for an action that are true with each of these values of a fact.
fn held_by(
    half: &mut Half,
    action: ActionId,
    dim: u16,
    values: ValueSet,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let mut by_source: BTreeMap<Text, Diagram> = BTreeMap::new();
    let about: Vec<_> = half.rules_about(action).collect();
    for id in about {
        if half.rules().rule(id).is_none_or(|rule| rule.polarity != Polarity::Suggest) {
            continue;
        }
        let there = half.region(id, atlas, budget)?;
        let held = with_each(there, dim, values, &mut atlas.all, budget)?;
        for source in half.sources(id) {
            let known = by_source.get(&source).copied().unwrap_or(Diagram::FALSE);
            by_source.insert(source, atlas.all.or(known, held, budget)?);
        }
    }
    let mut count = Diagram::leaf(0);
    for held in by_source.into_values() {
        let plus = |count: Diagram, held: Diagram| {
            Some(Diagram::leaf(count.as_leaf()?.saturating_add(held.as_leaf()?)))
        };
        count = atlas.all.combine(count, held, plus, budget)?;
    }
    Ok(count)
}

/// The lowest that a score can be with these values of a dimension; 0 where with one of them there is none.
fn lowest_of(
    scores: Diagram,
    dim: u16,
    values: ValueSet,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let lower = |one: Diagram, other: Diagram| match (one.as_leaf(), other.as_leaf()) {
        (Some(0), _) | (_, Some(0)) => Some(Diagram::leaf(0)),
        (Some(one), Some(other)) => Some(Diagram::leaf(one.min(other))),
        _ => (one == other).then_some(one),
    };
    let mut lowest = None;
    for value in values {
        let here = atlas.all.restrict(scores, dim, value, budget)?;
        lowest = Some(match lowest {
            None => here,
            Some(lowest) => atlas.all.combine(lowest, here, lower, budget)?,
        });
    }
    Ok(lowest.unwrap_or(Diagram::leaf(0)))
}

/// Which of two scores is the higher, 1 or 2, or that neither is; 0 where one of them is none.
fn order(one: Diagram, other: Diagram) -> Option<Diagram> {
    match (one.as_leaf(), other.as_leaf()) {
        (Some(0), _) | (_, Some(0)) => Some(Diagram::leaf(0)),
        (Some(one), Some(other)) => Some(Diagram::leaf(higher(one, other, TIE))),
        _ => None,
    }
}

const TIE: u32 = 3;
