//! Whether an answer can still change what leads the list.

use super::program::{ActionRules, Program};
use super::settled::{Look, Place};
use super::steps::Steps;
use crate::model::ActionId;
use crate::space::{Bounds, OutOfBudget, Row, ValueSet};

/// How many boxes the question whether one fact matters may cost. Beyond it the fact is taken to matter.
const BOXES: usize = 3_000;

/// What one list says of a box of worlds.
enum Sight {
    /// It is the list of every world.
    Same,
    /// Not before more is known of these two actions.
    Unclear(ActionId, Option<ActionId>),
}

/// What is looked into: one dimension, and the first so many leading actions.
struct Question {
    dim: u16,
    top: usize,
    /// The actions of which some rule asks about the dimension; all others are the same along it.
    speaking: Vec<ActionId>,
    /// The steps of a look at all actions, and of another one at those that speak, with a list of all made anew.
    whole: usize,
    again: usize,
}

impl Program {
    /// Whether there are two worlds in `bounds` that differ in this dimension alone, and in which other actions lead or lead in another
    /// order, as far as the first `top` go.
    ///
    /// Exact but for its steps, which all facts of a questionnaire share; never `false` where there are such worlds. In a world where `dim` matters it decides about a row of some
    /// rule, so only the worlds on these rows are looked at. There the lists of single worlds are compared; where they are equal, a box is
    /// proved to have one list, or cut in two along a rule that stands in the way of the proof.
    pub(super) fn moves_the_lead(&self, dim: u16, bounds: &Bounds, top: usize, total: &mut Steps) -> bool {
        self.finds_other_leads(dim, bounds, top, total).unwrap_or(true)
    }

    fn finds_other_leads(
        &self,
        dim: u16,
        bounds: &Bounds,
        top: usize,
        total: &mut Steps,
    ) -> Result<bool, OutOfBudget> {
        let speaking = self.actions().filter(|action| action.mentions(dim));
        let cost = |action: ActionRules<'_>| action.cost().saturating_add(1);
        let question = Question {
            dim,
            top,
            speaking: speaking.clone().map(|action| action.id).collect(),
            whole: self.actions().map(cost).fold(0, usize::saturating_add),
            again: speaking.clone().map(cost).fold(self.set.actions.len(), usize::saturating_add),
        };
        let mut left = BOXES;
        let mut seen: Vec<Bounds> = Vec::new();
        for row in speaking.flat_map(|action| action.suggest_rows().chain(action.avoid_rows())) {
            if !decides(row, dim, bounds) {
                continue;
            }
            let Some(mut there) = bounds.intersect(row) else { continue };
            there.replace(dim, bounds.get(dim));
            total.spend(seen.len())?;
            if seen.iter().any(|other| there.is_subset(other)) {
                continue;
            }
            if self.differs_along(&question, there.clone(), &mut left, total)? {
                return Ok(true);
            }
            seen.push(there);
        }
        Ok(false)
    }

    fn differs_along(
        &self,
        question: &Question,
        bounds: Bounds,
        left: &mut usize,
        total: &mut Steps,
    ) -> Result<bool, OutOfBudget> {
        let Question { dim, top, .. } = *question;
        let mut boxes = vec![bounds];
        while let Some(bounds) = boxes.pop() {
            *left = left.checked_sub(1).ok_or(OutOfBudget)?;
            total.spend(question.whole)?;
            let mut looks = self.looks(&bounds);
            if self.all_come_too_late(question, &looks) {
                continue;
            }
            let slice = |bounds: &Bounds, value| bounds.restrict(dim, ValueSet::single(value));
            let slices: Vec<Bounds> =
                bounds.get(dim).iter().filter_map(|value| slice(&bounds, value)).collect();
            total.spend(question.whole)?;
            let Some(list) = self.only_list(question, &slices, total)? else { return Ok(true) };
            for slice in &slices {
                total.spend(question.again)?;
                self.look_again(question, &mut looks, slice);
                if let Sight::Unclear(one, other) = self.sight(&list, &looks, top) {
                    let rules = [Some(one), other].into_iter().flatten();
                    let mut rules = rules.filter_map(|id| self.action(id));
                    // In a box that no rule of the two cuts everything is clear, so there always is one.
                    let Some((cut, values)) = rules.find_map(|rules| rules.open_cut(slice)) else {
                        return Ok(true);
                    };
                    boxes.extend(bounds.restrict(cut, bounds.get(cut).difference(values)));
                    boxes.extend(bounds.restrict(cut, values));
                    break;
                }
            }
        }
        Ok(false)
    }

    /// The leaders of the first world of each slice, if they are the same.
    fn only_list(
        &self,
        question: &Question,
        slices: &[Bounds],
        total: &mut Steps,
    ) -> Result<Option<Vec<ActionId>>, OutOfBudget> {
        let mut worlds = slices.iter().map(Bounds::first_point);
        let Some(first) = worlds.next() else { return Ok(None) };
        let mut looks = self.looks(&first);
        let list = self.leaders(&looks, question.top);
        for world in worlds {
            total.spend(question.again)?;
            self.look_again(question, &mut looks, &world);
            if self.leaders(&looks, question.top) != list {
                return Ok(None);
            }
        }
        Ok(Some(list))
    }

    pub(super) fn looks(&self, bounds: &Bounds) -> Vec<Look> {
        self.actions().map(|action| self.look(action, bounds)).collect()
    }

    /// Looks again at what may be otherwise in another part along the dimension.
    fn look_again(&self, question: &Question, looks: &mut [Look], bounds: &Bounds) {
        for id in &question.speaking {
            if let (Some(look), Some(action)) = (looks.get_mut(id.index()), self.action(*id)) {
                *look = self.look(action, bounds);
            }
        }
    }

    /// Whether the actions that may be otherwise along the dimension surely come after the last that counts.
    ///
    /// An action that is suggested everywhere leads everywhere if nothing can keep it from leading.
    fn all_come_too_late(&self, question: &Question, looks: &[Look]) -> bool {
        let free = |id: ActionId| {
            self.set.action(id).is_some_and(|action| action.group.is_none() && action.never_with().is_empty())
        };
        let mut certain: Vec<Place> = self
            .actions()
            .zip(looks)
            .filter_map(|(action, look)| match look {
                Look::Between { worst, always: true, .. } if free(action.id) => Some(*worst),
                _ => None,
            })
            .collect();
        certain.sort_unstable();
        let last = question.top.checked_sub(1).and_then(|last| certain.get(last));
        question.speaking.iter().all(|id| match (looks.get(id.index()), last) {
            (Some(Look::Between { best, .. }), Some(last)) => best > last,
            (Some(Look::Between { .. }), None) => false,
            _ => true,
        })
    }

    /// The first leading actions, from the looks at a single world.
    fn leaders(&self, looks: &[Look], top: usize) -> Vec<ActionId> {
        let mut order: Vec<(Place, ActionId)> = self
            .actions()
            .zip(looks)
            .filter_map(|(action, look)| match look {
                Look::Never => None,
                Look::Between { best, .. } => Some((*best, action.id)),
            })
            .collect();
        order.sort_unstable();
        let mut leads = Vec::with_capacity(top.min(order.len()));
        for (_, action) in order {
            if leads.len() == top {
                break;
            }
            if self.may_lead(action, &leads) {
                leads.push(action);
            }
        }
        leads
    }

    /// Whether `list`, the leaders of some world of the box, are those of every one.
    ///
    /// They are when each of them is suggested everywhere, one surely before the next, and every other action is suggested nowhere, or comes
    /// after the last of a full list, or has no room beside those that surely come before it.
    fn sight(&self, list: &[ActionId], looks: &[Look], top: usize) -> Sight {
        let mut places: Vec<(ActionId, Place)> = Vec::with_capacity(list.len());
        for id in list {
            let Some(Look::Between { best, worst, always: true }) = looks.get(id.index()) else {
                return Sight::Unclear(*id, None);
            };
            if let Some((before, last)) = places.last()
                && last >= best
            {
                return Sight::Unclear(*id, Some(*before));
            }
            places.push((*id, *worst));
        }
        for (other, look) in self.actions().zip(looks) {
            let Look::Between { best, .. } = look else { continue };
            if list.contains(&other.id) {
                continue;
            }
            let before = places.partition_point(|(_, worst)| worst < best);
            if before == list.len() && list.len() == top {
                continue;
            }
            if self.may_lead(other.id, list.get(..before).unwrap_or_default()) {
                return Sight::Unclear(other.id, places.get(before).map(|(id, _)| *id));
            }
        }
        Sight::Same
    }
}

/// Whether some worlds of the box that differ in `dim` alone differ in being on the row.
fn decides(row: &Row, dim: u16, bounds: &Bounds) -> bool {
    row.get(dim).is_some_and(|values| !bounds.get(dim).is_subset(values)) && row.meets(bounds)
}
