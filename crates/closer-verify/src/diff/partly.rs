//! Interviews that are told in part: what comes out otherwise there, although it does not where everything is told.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, Polarity, Text};
use closer_core::space::{Diagram, OutOfBudget, Row};
use closer_core::{Decision, Role};

use super::What;
use super::half::Half;
use super::joint::{Limit, Side};
use super::survey::{Common, Survey};
use crate::atlas::Standing;

/// How many interviews are tried where no proof is known.
pub(super) const TRIES: usize = 2_000;

/// How many pairs of rows are looked at for them, for most may have nothing in common.
const PAIRS: usize = 50_000;

/// Interviews that can be tried.
pub(super) struct Interviews {
    /// Where they are.
    pub(super) rows: Vec<Row>,
    /// Facts of which must be said that they have no new value.
    always: Vec<Limit>,
}

/// The scores of two actions in some world: what the old pack gives to the first and the second, and what the new one gives to them.
type Scores = [u8; 4];

impl Survey {
    /// The actions of which it is not proved that they have the same places wherever less is told, in the words of the old pack; given that they have
    /// where everything is told.
    ///
    /// An interview that is told in part is a set of worlds. What is suggested there is suggested in all of them, so only orders can be otherwise, and
    /// with them who leads.
    pub(super) fn doubtful(&mut self, told_before: &Row) -> BTreeSet<Text> {
        let actions = self.actions.clone();
        let all = || actions.iter().map(|action| Text::clone(&action.id)).collect();
        let Ok(before) = self.purse.ask(|budget| self.atlas.all.region([told_before], budget)) else {
            return all();
        };
        let granted: BTreeSet<u16> = self.granted().into_iter().map(|granted| granted.dim).collect();
        let moved: Vec<bool> = actions.iter().map(|action| self.asks_about(action, &granted)).collect();
        let mut doubtful = BTreeSet::new();
        for (at, (a, a_moved)) in actions.iter().zip(&moved).enumerate() {
            for (b, b_moved) in actions.iter().zip(&moved).skip(at.saturating_add(1)) {
                let moved = *a_moved || *b_moved;
                let unchanged = a.same && b.same && !moved && self.same_tie(a, b);
                if !unchanged && !self.is_order_settled(a, b, moved, before).unwrap_or(false) {
                    doubtful.extend([&a.id, &b.id].map(Text::clone));
                }
            }
        }
        for family in self.families() {
            let is_certain = family.is_disjoint(&doubtful)
                && (self.same_rivals(&family) && self.are_strangers_last(&family, before).unwrap_or(false));
            if !is_certain && !self.all_lead(&family).unwrap_or(false) {
                doubtful.extend(family);
            }
        }
        doubtful
    }

    /// Whether a rule for or against the action asks about one of these dimensions.
    fn asks_about(&self, action: &Common, dims: &BTreeSet<u16>) -> bool {
        let rules = self.new.rules_about(action.new).filter_map(|id| self.new.rows.get(id.index()));
        let mut asked = rules.flatten().flat_map(Row::constraints).map(|(dim, _)| dim);
        asked.any(|dim| dims.contains(&dim))
    }

    /// Whether two actions are proved to come in the same order in all interviews that are told in part.
    ///
    /// There the lowest score of each decides, then how many sources stand behind rules that hold all over, then the moment and the id. The order
    /// is the same where one always scores more than the other; or where the scores of both are what they were, or others in the same order, and so
    /// is all that settles a tie, if there can be one. None of it may hang on a fact of which something else is taken for granted, which
    /// `moved` says.
    fn is_order_settled(
        &mut self,
        a: &Common,
        b: &Common,
        moved: bool,
        before: Diagram,
    ) -> Result<bool, OutOfBudget> {
        let (together, scores) = self.scores_of(a, b, before)?;
        if scores.iter().all(|[a, b, c, d]| a > b && c > d)
            || scores.iter().all(|[a, b, c, d]| a < b && c < d)
        {
            return Ok(true);
        }
        if moved || !in_same_order(&scores) {
            return Ok(false);
        }
        if !can_tie(&scores) {
            return Ok(true);
        }
        Ok(self.same_tie(a, b)
            && self.supports(Side::Old, a.old, together)? == self.supports(Side::New, a.new, together)?
            && self.supports(Side::Old, b.old, together)? == self.supports(Side::New, b.new, together)?)
    }

    /// In which of these worlds both packs suggest both, and all scores that they have there.
    fn scores_of(
        &mut self,
        a: &Common,
        b: &Common,
        within: Diagram,
    ) -> Result<(Diagram, BTreeSet<Scores>), OutOfBudget> {
        let old = self.pairs(Side::Old, a.old, b.old, within)?;
        let new = self.pairs(Side::New, a.new, b.new, within)?;
        let Self { atlas, purse, .. } = self;
        let both = |old: Diagram, new: Diagram| beside(old, new, 16);
        let scores = purse.ask(|budget| atlas.all.combine(old, new, both, budget))?;
        let together = purse.ask(|budget| atlas.all.map(scores, |it| u32::from(it != 0), budget))?;
        let leaves = atlas.all.leaves(scores).into_iter().filter(|it| *it != 0);
        Ok((together, leaves.map(u32::to_be_bytes).collect()))
    }

    /// The scores of two actions as one number of 16 bits, in those worlds where both are suggested; elsewhere 0.
    fn pairs(
        &mut self,
        side: Side,
        a: ActionId,
        b: ActionId,
        within: Diagram,
    ) -> Result<Diagram, OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let half = if side == Side::Old { old } else { new };
        purse.ask(|budget| {
            let (one, other) = (half.standing(a, atlas, budget)?, half.standing(b, atlas, budget)?);
            let score = |at: u32| u32::from(Standing::of(at).score());
            let (one, other) = (atlas.all.map(one, score, budget)?, atlas.all.map(other, score, budget)?);
            let both = atlas.all.combine(one, other, |one, other| beside(one, other, 8), budget)?;
            let only = |both: Diagram, within: Diagram| match within {
                Diagram::FALSE => Some(Diagram::leaf(0)),
                Diagram::TRUE => Some(both),
                _ => (both == Diagram::leaf(0)).then_some(both),
            };
            atlas.all.combine(both, within, only, budget)
        })
    }

    /// For each source, by id: in which of these worlds the rules are true that suggest the action on its account.
    fn supports(
        &mut self,
        side: Side,
        action: ActionId,
        within: Diagram,
    ) -> Result<BTreeSet<(Text, Diagram)>, OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let half = if side == Side::Old { old } else { new };
        let about: Vec<_> = half.rules_about(action).collect();
        let mut supports = BTreeSet::new();
        for id in about {
            if half.rules().rule(id).is_some_and(|rule| rule.polarity == Polarity::Suggest) {
                let worlds = purse.ask(|budget| {
                    let worlds = half.region(id, atlas, budget)?;
                    atlas.all.and(worlds, within, budget)
                })?;
                supports.extend(half.sources(id).into_iter().map(|source| (source, worlds)));
            }
        }
        Ok(supports)
    }

    /// Whether those of a family that both packs have keep each other from leading by the same groups and pairs.
    fn same_rivals(&self, family: &BTreeSet<Text>) -> bool {
        let common = |id: &Text| self.actions.iter().any(|action| action.id == *id);
        let bonds = |half: &Half, action: ActionId| {
            let (group, mut rivals) = half.bonds(action)?;
            rivals.retain(|rival| common(rival));
            Some((group, rivals))
        };
        let mut members = self.actions.iter().filter(|action| family.contains(&action.id));
        members.all(|action| bonds(&self.old, action.old) == bonds(&self.new, action.new))
    }

    /// Whether those of a family that only one pack has always score less than all others that are suggested with them, so that they keep none of those
    /// from leading.
    fn are_strangers_last(&mut self, family: &BTreeSet<Text>, before: Diagram) -> Result<bool, OutOfBudget> {
        for side in [Side::Old, Side::New] {
            let half = if side == Side::Old { &self.old } else { &self.new };
            let members: Vec<(ActionId, bool)> = family
                .iter()
                .filter_map(|id| {
                    let is_common = self.actions.iter().any(|action| action.id == *id);
                    Some((half.rules().find_action(id)?, is_common))
                })
                .collect();
            for (stranger, _) in members.iter().filter(|(_, is_common)| !is_common) {
                for (other, _) in members.iter().filter(|(_, is_common)| *is_common) {
                    let scores = self.pairs(side, *other, *stranger, before)?;
                    let leaves = self.atlas.all.leaves(scores).into_iter();
                    if leaves.filter(|it| *it != 0).any(|it| it >> 8 <= it & 0xFF) {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Whether all of a family that are suggested lead, in every world and in both packs: then so do all that are suggested in several worlds at once.
    fn all_lead(&mut self, family: &BTreeSet<Text>) -> Result<bool, OutOfBudget> {
        let (theirs, ours) = self.leaders_of(family)?;
        let Self { atlas, old, new, purse, .. } = self;
        for (half, leaders) in [(old, theirs), (new, ours)] {
            for (action, leads) in leaders {
                let spare = purse.ask(|budget| {
                    let standing = half.standing(action, atlas, budget)?;
                    let suggested =
                        atlas.all.map(standing, |at| u32::from(Standing::of(at).is_suggested()), budget)?;
                    atlas.all.minus(suggested, leads, budget)
                })?;
                if spare != Diagram::FALSE {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Looks for an interview, told in part and in the words of the old pack, in which something comes out otherwise.
    pub(super) fn search(
        &mut self,
        doubtful: &BTreeSet<Text>,
    ) -> Result<Option<(What, Vec<Limit>)>, OutOfBudget> {
        let at_first = self.purse.tries();
        let interviews = self.interviews(Some(doubtful));
        for row in &interviews.rows {
            self.purse.may_try(at_first)?;
            let told = interviews.told(row, self);
            if let Some(action) = self.partly(&told)? {
                let what = What::Partly { action };
                let told = self.fewest(&what, told, |dim| interviews.may_go(dim));
                return Ok(Some((what, told)));
            }
        }
        Ok(None)
    }

    /// Interviews that are told in part and in the words of the old pack: nothing, and where rules begin to hold, all or those about some
    /// actions, one or two at once.
    pub(super) fn interviews(&self, about: Option<&BTreeSet<Text>>) -> Interviews {
        let mut rows: Vec<&Row> = Vec::new();
        for half in [&self.old, &self.new] {
            let rules = half.rules();
            for (rule, its) in rules.rules().iter().zip(&half.rows) {
                let id = rules.action(rule.action).map(|action| &action.id);
                if about.is_none_or(|about| id.is_some_and(|id| about.contains(id))) {
                    rows.extend(its);
                }
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let pairs = rows
            .iter()
            .enumerate()
            .flat_map(|(at, one)| rows.iter().skip(at.saturating_add(1)).map(|other| one.intersect(other)));
        let singles = rows.iter().copied().cloned();
        let all = std::iter::once(Row::all()).chain(singles).chain(pairs.take(PAIRS).flatten());
        Interviews {
            rows: all.take(TRIES).collect(),
            always: self.joint.values_of_both(self.old.rules(), self.new.rules()),
        }
    }

    /// The first action that comes out otherwise, or has another place, in the interview in which just this is told.
    pub(super) fn partly(&mut self, told: &[Limit]) -> Result<Option<Text>, OutOfBudget> {
        self.purse.pay_for_a_try()?;
        let (was, is) = (self.decided(Side::Old, told), self.decided(Side::New, told));
        let roles =
            |decision: &Decision| -> BTreeMap<ActionId, Role> { decision.ranked().iter().copied().collect() };
        let (before, now) = (roles(&was), roles(&is));
        let differs = |action: &&Common| {
            was.verdict(action.old) != is.verdict(action.new)
                || before.get(&action.old) != now.get(&action.new)
        };
        let action = self.actions.iter().find(differs).or_else(|| {
            let order = |decision: &Decision, of: fn(&Common) -> ActionId| -> Vec<usize> {
                let numbers: BTreeMap<ActionId, usize> =
                    self.actions.iter().enumerate().map(|(at, action)| (of(action), at)).collect();
                decision.ranked().iter().filter_map(|(id, _)| numbers.get(id).copied()).collect()
            };
            let (before, now) = (order(&was, |it| it.old), order(&is, |it| it.new));
            let moved = before.iter().zip(&now).find(|(one, other)| one != other)?.1;
            self.actions.get(*moved)
        });
        Ok(action.map(|action| Text::clone(&action.id)))
    }

    fn decided(&self, side: Side, told: &[Limit]) -> Decision {
        let half = if side == Side::Old { &self.old } else { &self.new };
        half.program.decide(&self.joint.context(side, half.rules(), told))
    }
}

impl Interviews {
    /// What is told in one of them.
    pub(super) fn told(&self, row: &Row, survey: &Survey) -> Vec<Limit> {
        let mut told: Vec<Limit> =
            row.constraints().filter(|(dim, _)| survey.joint.is_in_old(*dim)).collect();
        told.extend(self.always.iter().filter(|(dim, _)| row.get(*dim).is_none()));
        told
    }

    /// Whether a fact need not be told.
    pub(super) fn may_go(&self, dim: u16) -> bool {
        self.always.iter().all(|(other, _)| *other != dim)
    }
}

/// Two numbers as one, of which the second takes so many bits; 0 where either is 0.
fn beside(one: Diagram, other: Diagram, bits: u32) -> Option<Diagram> {
    if one == Diagram::leaf(0) || other == Diagram::leaf(0) {
        return Some(Diagram::leaf(0));
    }
    Some(Diagram::leaf(one.as_leaf()? << bits | other.as_leaf()?))
}

/// Whether the new scores stand to each other as the old ones do, over all worlds and both actions.
fn in_same_order(scores: &BTreeSet<Scores>) -> bool {
    let became: BTreeSet<(u8, u8)> = scores.iter().flat_map(|[a, b, c, d]| [(*a, *c), (*b, *d)]).collect();
    // Sorted by the old ones: each must be above the one before it on both sides.
    became.iter().zip(became.iter().skip(1)).all(|(lower, upper)| lower.0 < upper.0 && lower.1 < upper.1)
}

/// Whether the lowest scores of both can be one number in some set of worlds.
fn can_tie(scores: &BTreeSet<Scores>) -> bool {
    scores.iter().any(|[a, b, ..]| a <= b && scores.iter().any(|[other, this, ..]| this == a && other >= a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowest_scores_tie_only_where_each_can_be_the_lowest() {
        let can = |pairs: &[(u8, u8)]| can_tie(&pairs.iter().map(|(a, b)| [*a, *b, *a, *b]).collect());
        assert!(can(&[(5, 5)]));
        assert!(can(&[(5, 7), (6, 5)]));
        // Where the first is 5 the second is lower, so 5 is never the lowest of both.
        assert!(!can(&[(5, 4), (6, 5)]));
        assert!(!can(&[(5, 6), (5, 7)]));
    }

    #[test]
    fn scores_in_the_same_order_are_as_good_as_the_same() {
        let same = |scores: &[Scores]| in_same_order(&scores.iter().copied().collect());
        assert!(same(&[[40, 50, 45, 50], [60, 50, 60, 50]]));
        assert!(!same(&[[40, 50, 55, 50]]));
        assert!(!same(&[[40, 50, 50, 50]]));
        assert!(!same(&[[50, 50, 50, 60]]));
        assert!(!same(&[[40, 50, 40, 50], [40, 50, 45, 50]]));
    }
}
