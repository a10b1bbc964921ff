//! Walks through all actions of two packs and notes in which worlds something comes out otherwise.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use closer_core::Role;
use closer_core::model::{ActionId, RuleSet, Text};
use closer_core::space::{Budget, Diagram, Diagrams, OutOfBudget, Row};

use super::half::{Half, Said};
use super::joint::{Joint, Side};
use super::leads::{leads, neighbours};
use super::{Limits, Undecided, What};
use crate::atlas::{Atlas, Standing};

/// Two packs in one space, and what was found so far.
pub(super) struct Survey {
    pub(super) joint: Joint,
    pub(super) atlas: Atlas,
    pub(super) old: Half,
    pub(super) new: Half,
    pub(super) purse: Purse,
    /// What comes out otherwise, and where.
    pub(super) found: Vec<(What, Diagram)>,
    pub(super) undecided: Vec<Undecided>,
    /// Actions of which more may come out otherwise where less is told than was looked for.
    pub(super) open: BTreeSet<Text>,
    /// By id.
    pub(super) actions: Vec<Common>,
}

/// Stands for a dispute that is gone, and the next number for one that is new, where numbers stand for changes of what is said.
const DISPUTE: u32 = 1 << 6;

/// Why a question has no answer that was too large.
pub(super) const TOO_MANY_STEPS: &str = "it takes too many steps";

/// An action that both packs have.
#[derive(Debug, Clone)]
pub(super) struct Common {
    pub(super) id: Text,
    pub(super) old: ActionId,
    pub(super) new: ActionId,
    /// The same is said of it, by rules that are true in the same rows: no need to draw anything.
    pub(super) same: bool,
}

/// The steps that are left, of which no single question gets more than its share, and those for interviews that are tried.
pub(super) struct Purse {
    left: u64,
    each: u64,
    tries: u64,
    /// What one try costs: all that a pack says is looked at once, in both packs.
    a_try: u64,
}

impl Purse {
    fn new(steps: u64, halves: [&Half; 2]) -> Self {
        let size = |half: &Half| {
            let rows = half.rows.iter().map(|rows| rows.len().saturating_add(1));
            rows.fold(half.rules().actions().len(), usize::saturating_add)
        };
        let a_try = halves.into_iter().map(size).fold(1, usize::saturating_add);
        let a_try = u64::try_from(a_try).unwrap_or(u64::MAX);
        Self { left: steps, each: steps / 4, tries: steps, a_try }
    }

    /// Pays for one interview that is tried.
    pub(super) fn pay_for_a_try(&mut self) -> Result<(), OutOfBudget> {
        self.tries = self.tries.checked_sub(self.a_try).ok_or(OutOfBudget)?;
        Ok(())
    }

    /// Whether one question may go on looking for an interview, where so many steps were left for tries when it began: half of them are for others.
    pub(super) const fn may_try(&self, at_first: u64) -> Result<(), OutOfBudget> {
        if self.tries >= at_first / 2 { Ok(()) } else { Err(OutOfBudget) }
    }

    /// The steps that are left for tries.
    pub(super) const fn tries(&self) -> u64 {
        self.tries
    }

    /// Asks one question.
    pub(super) fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Budget) -> Result<T, OutOfBudget>,
    ) -> Result<T, OutOfBudget> {
        let granted = self.each.min(self.left);
        let mut budget = Budget::new(granted);
        let answer = question(&mut budget);
        self.left = self.left.saturating_sub(granted.saturating_sub(budget.remaining()));
        answer
    }
}

impl Survey {
    pub(super) fn new(old: &RuleSet, new: &RuleSet, joint: Joint, limits: Limits) -> Self {
        let (old, new) = (Half::new(Side::Old, old, &joint), Half::new(Side::New, new, &joint));
        let both = old.rules().actions().iter().filter_map(|action| {
            let (before, now) = (old.rules().find_action(&action.id)?, new.rules().find_action(&action.id)?);
            let same = old.speeches(before) == new.speeches(now);
            Some(Common { id: Text::clone(&action.id), old: before, new: now, same })
        });
        let actions = both.collect();
        let atlas = Atlas {
            all: Diagrams::new(&joint.space),
            rules: Vec::new(),
            standings: Vec::new(),
            disagreements: Vec::new(),
        };
        let purse = Purse::new(limits.steps, [&old, &new]);
        let (found, undecided, open) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { joint, atlas, old, new, purse, found, undecided, open, actions }
    }

    /// Looks at everything.
    pub(super) fn walk(&mut self) {
        for action in self.actions.clone() {
            if !action.same && self.verdicts(&action).is_err() {
                self.give_up(format!("what is said of `{}`", action.id));
            }
            if self.moments(&action).is_err() {
                self.give_up(format!("the moment of `{}`", action.id));
            }
        }
        self.only_one_has(Side::Old);
        self.only_one_has(Side::New);
        self.roles();
        self.orders();
    }

    pub(super) fn give_up(&mut self, what: String) {
        self.undecided.push(Undecided { what, because: TOO_MANY_STEPS.to_owned() });
    }

    /// Notes that something is otherwise in these worlds, if there are any.
    fn note(&mut self, what: What, worlds: Diagram) {
        if worlds != Diagram::FALSE {
            self.found.push((what, worlds));
        }
    }

    /// Notes a change for each number above 0 of a function.
    fn note_each(&mut self, function: Diagram, what: impl Fn(u32) -> What) -> Result<(), OutOfBudget> {
        for code in self.atlas.all.leaves(function).into_iter().filter(|code| *code > 0) {
            let all = &mut self.atlas.all;
            let worlds = self.purse.ask(|budget| all.map(function, |at| u32::from(at == code), budget))?;
            self.note(what(code), worlds);
        }
        Ok(())
    }

    /// Another verdict, or another dispute about the same verdict.
    fn verdicts(&mut self, action: &Common) -> Result<(), OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let function = purse.ask(|budget| {
            let before = old.said(action.old, atlas, budget)?;
            let now = new.said(action.new, atlas, budget)?;
            let decide = |before: Diagram, now: Diagram| {
                if before == now {
                    return Some(Diagram::leaf(0));
                }
                Some(Diagram::leaf(before.as_leaf()? << 3 | now.as_leaf()?))
            };
            atlas.all.combine(before, now, decide, budget)
        })?;
        // Changes of the verdict that differ only in whether they are disputed are one change.
        let said = |code: u32| (Said::from_number(code >> 3), Said::from_number(code & 7));
        let plain = self.purse.ask(|budget| {
            let simple = |code: u32| {
                if code == 0 {
                    return 0;
                }
                let (before, now) = said(code);
                if before.verdict == now.verdict {
                    return DISPUTE | u32::from(now.disputed);
                }
                let bare = |it: Said| Said { disputed: false, ..it }.number();
                bare(before) << 3 | bare(now)
            };
            self.atlas.all.map(function, simple, budget)
        })?;
        self.note_each(plain, |code| {
            let action = Text::clone(&action.id);
            if code >= DISPUTE {
                return What::Dispute { action, disputed: code > DISPUTE };
            }
            let (before, now) = said(code);
            What::Verdict { action, old: Some(before.verdict), new: Some(now.verdict) }
        })
    }

    /// The same action at another moment.
    fn moments(&mut self, action: &Common) -> Result<(), OutOfBudget> {
        let moment = |half: &Half, id: ActionId| {
            let moment = half.rules().action(id).and_then(|action| half.rules().moment(action.moment));
            moment.map(|moment| Text::clone(&moment.id)).unwrap_or_default()
        };
        let (before, now) = (moment(&self.old, action.old), moment(&self.new, action.new));
        if before == now {
            return Ok(());
        }
        let worlds = self.both_suggested(action)?;
        self.note(What::Moment { action: Text::clone(&action.id), old: before, new: now }, worlds);
        Ok(())
    }

    fn both_suggested(&mut self, action: &Common) -> Result<Diagram, OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        purse.ask(|budget| {
            let before = old.standing(action.old, atlas, budget)?;
            let now = new.standing(action.new, atlas, budget)?;
            let suggested = |at: u32| u32::from(Standing::of(at).is_suggested());
            let before = atlas.all.map(before, suggested, budget)?;
            let now = atlas.all.map(now, suggested, budget)?;
            atlas.all.and(before, now, budget)
        })
    }

    /// Actions that only one pack has: where something is said of them.
    fn only_one_has(&mut self, side: Side) {
        let (this, that) = if side == Side::Old { (&self.old, &self.new) } else { (&self.new, &self.old) };
        let alone =
            this.rules().actions().iter().filter(|action| that.rules().find_action(&action.id).is_none());
        let alone: Vec<Text> = alone.map(|action| Text::clone(&action.id)).collect();
        for id in alone {
            let Self { atlas, old, new, purse, .. } = self;
            let half = if side == Side::Old { old } else { new };
            let Some(action) = half.rules().find_action(&id) else { continue };
            let verdicts = purse.ask(|budget| {
                let said = half.said(action, atlas, budget)?;
                atlas.all.map(said, |said| said >> 1, budget)
            });
            let noted = verdicts.and_then(|verdicts| {
                self.note_each(verdicts, |verdict| {
                    let verdict = Some(Said::from_number(verdict << 1).verdict);
                    let (old, new) = if side == Side::Old { (verdict, None) } else { (None, verdict) };
                    What::Verdict { action: Text::clone(&id), old, new }
                })
            });
            if noted.is_err() {
                self.give_up(format!("what is said of `{id}`"));
            }
        }
    }

    /// Who leads and who is a spare: for actions that can keep each other from leading, together.
    fn roles(&mut self) {
        for family in self.families() {
            let members: Vec<Common> =
                self.actions.iter().filter(|action| family.contains(&action.id)).cloned().collect();
            if !self.is_touched(&family, &members) {
                continue;
            }
            let Ok((before, now)) = self.leaders_of(&family) else {
                let names: Vec<String> = family.iter().map(|id| format!("`{id}`")).collect();
                self.give_up(format!("which of {} lead", names.join(", ")));
                continue;
            };
            for action in &members {
                let roles = before.get(&action.old).copied().zip(now.get(&action.new).copied());
                let noted = roles.map_or(Ok(()), |(before, now)| self.role(action, before, now));
                if noted.is_err() {
                    self.give_up(format!("whether `{}` leads", action.id));
                }
            }
        }
    }

    /// In which worlds each action of a family leads, in the old pack and in the new one.
    #[expect(clippy::type_complexity, reason = "the same twice")]
    pub(super) fn leaders_of(
        &mut self,
        family: &BTreeSet<Text>,
    ) -> Result<(BTreeMap<ActionId, Diagram>, BTreeMap<ActionId, Diagram>), OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let of = |half: &Half| family.iter().filter_map(|id| half.rules().find_action(id)).collect();
        let (theirs, ours): (BTreeSet<ActionId>, BTreeSet<ActionId>) = (of(old), of(new));
        purse.ask(|budget| Ok((leads(old, &theirs, atlas, budget)?, leads(new, &ours, atlas, budget)?)))
    }

    fn role(&mut self, action: &Common, before: Diagram, now: Diagram) -> Result<(), OutOfBudget> {
        let both = self.both_suggested(action)?;
        for (leads, lost, old, new) in
            [(now, before, Role::Spare, Role::Lead), (before, now, Role::Lead, Role::Spare)]
        {
            let all = &mut self.atlas.all;
            let worlds = self.purse.ask(|budget| {
                let changed = all.minus(leads, lost, budget)?;
                all.and(changed, both, budget)
            })?;
            self.note(What::Role { action: Text::clone(&action.id), old, new }, worlds);
        }
        Ok(())
    }

    /// Sets of actions that can keep each other from leading in either pack.
    pub(super) fn families(&self) -> Vec<BTreeSet<Text>> {
        let mut families: Vec<BTreeSet<Text>> = Vec::new();
        for half in [&self.old, &self.new] {
            let rules = half.rules();
            for action in rules.actions() {
                let Some(id) = rules.find_action(&action.id) else { continue };
                let beside = neighbours(rules, id).into_iter().filter_map(|other| rules.action(other));
                let mut family: BTreeSet<Text> = beside.map(|other| Text::clone(&other.id)).collect();
                if family.is_empty() {
                    continue;
                }
                family.insert(Text::clone(&action.id));
                let (touching, apart): (Vec<_>, Vec<_>) =
                    families.into_iter().partition(|other| !other.is_disjoint(&family));
                family.extend(touching.into_iter().flatten());
                families = apart;
                families.push(family);
            }
        }
        families.sort();
        families
    }

    /// Whether anything on which the leaders of a family rest is otherwise.
    fn is_touched(&self, family: &BTreeSet<Text>, members: &[Common]) -> bool {
        let all_said_alike = members.len() == family.len() && members.iter().all(|action| action.same);
        let same_bonds =
            members.iter().all(|action| self.old.bonds(action.old) == self.new.bonds(action.new));
        let same_ties = members.iter().all(|a| members.iter().all(|b| self.same_tie(a, b)));
        !(all_said_alike && same_bonds && same_ties)
    }

    /// Whether what settles ties between two actions is the same in both packs.
    pub(super) fn same_tie(&self, a: &Common, b: &Common) -> bool {
        self.old.first_of_equals(a.old, b.old) == self.new.first_of_equals(a.new, b.new)
    }

    /// Pairs of actions that come in another order.
    fn orders(&mut self) {
        let actions = self.actions.clone();
        for (at, a) in actions.iter().enumerate() {
            for b in actions.iter().skip(at.saturating_add(1)) {
                if a.same && b.same && self.same_tie(a, b) {
                    continue;
                }
                if self.order(a, b).is_err() {
                    self.give_up(format!("which of `{}` and `{}` comes first", a.id, b.id));
                }
            }
        }
    }

    fn order(&mut self, a: &Common, b: &Common) -> Result<(), OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let turned = purse.ask(|budget| {
            let before = first_of(old, (a.old, b.old), atlas, budget)?;
            let now = first_of(new, (a.new, b.new), atlas, budget)?;
            let decide = |before: Diagram, now: Diagram| {
                if before == now || before == Diagram::leaf(0) || now == Diagram::leaf(0) {
                    return Some(Diagram::leaf(0));
                }
                now.as_leaf().filter(|_| before.as_leaf().is_some()).map(Diagram::leaf)
            };
            atlas.all.combine(before, now, decide, budget)
        })?;
        self.note_each(turned, |first| {
            let (action, other) = if first == 1 { (a, b) } else { (b, a) };
            What::Order { action: Text::clone(&action.id), other: Text::clone(&other.id) }
        })
    }

    /// All worlds in which something was found to be otherwise.
    pub(super) fn differing(&mut self) -> Result<Diagram, OutOfBudget> {
        let Self { atlas, purse, found, .. } = self;
        // Many changes are in the same worlds.
        let sets: BTreeSet<Diagram> = found.iter().map(|(_, worlds)| *worlds).collect();
        purse.ask(|budget| sets.iter().try_fold(Diagram::FALSE, |all, set| atlas.all.or(all, *set, budget)))
    }

    /// Whether some of these worlds could be told to the old pack.
    pub(super) fn is_breaking(&mut self, worlds: Diagram, told_before: &Row) -> Result<bool, OutOfBudget> {
        let Self { atlas, purse, .. } = self;
        purse.ask(|budget| {
            let before = atlas.all.region([told_before], budget)?;
            Ok(atlas.all.and(worlds, before, budget)? != Diagram::FALSE)
        })
    }

    /// In how many worlds.
    pub(super) fn count(&self, worlds: Diagram) -> Option<u128> {
        self.atlas.all.count_weighted(worlds, |at| at == 1, |dim, value| self.joint.weight(dim, value))
    }
}

/// Which of two actions comes first, where both are suggested: 1 and 2; elsewhere 0.
fn first_of(
    half: &mut Half,
    (a, b): (ActionId, ActionId),
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let (one, other) = (half.standing(a, atlas, budget)?, half.standing(b, atlas, budget)?);
    let first_of_equals = half.first_of_equals(a, b);
    let silent = |it: Diagram| Standing::at(it).is_some_and(|standing| !standing.is_suggested());
    let decide = |one: Diagram, other: Diagram| {
        if silent(one) || silent(other) {
            return Some(Diagram::leaf(0));
        }
        Some(Diagram::leaf(higher(one.as_leaf()?, other.as_leaf()?, first_of_equals)))
    };
    atlas.all.combine(one, other, decide, budget)
}

/// Which of two numbers is the higher, 1 or 2.
pub(super) fn higher(one: u32, other: u32, if_equal: u32) -> u32 {
    match one.cmp(&other) {
        Ordering::Greater => 1,
        Ordering::Less => 2,
        Ordering::Equal => if_equal,
    }
}

#[cfg(test)]
mod tests {
    use super::Purse;

    #[test]
    fn one_question_gets_half_of_the_tries_that_are_left() {
        let mut purse = Purse { left: 0, each: 0, tries: 100, a_try: 10 };
        let mut question = || {
            let (at_first, mut tried) = (purse.tries(), 0);
            while purse.may_try(at_first).is_ok() && purse.pay_for_a_try().is_ok() {
                tried += 1;
            }
            (at_first, tried)
        };
        assert_eq!([question(), question(), question()], [(100, 6), (40, 3), (10, 1)]);
        // There is nothing left to pay with.
        assert_eq!((question(), purse.pay_for_a_try().is_err()), ((0, 0), true));
    }
}
