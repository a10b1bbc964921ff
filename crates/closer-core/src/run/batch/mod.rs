//! Very many contexts at once: a bit for each of 512, and every rule a few operations on all of them.

mod column;
mod leads;
mod plane;
mod tables;
mod turn;

pub use column::Column;
pub(super) use tables::BatchTables;

use self::column::Known;
use self::leads::Leads;
use self::plane::{ALL, NONE, Plane, WORDS, and, and_not, is_none, or};
use super::advice::{Role, Verdict};
use super::decider::Decider;
use super::program::Program;
use crate::model::{ActionId, FactId};
use crate::space::ValueSet;

/// How many contexts are decided together.
const BLOCK: usize = WORDS * 64;

/// Decides about columns of facts, 512 contexts at a time. The results are those that [`Program::decide`] gives one by one.
///
/// ```
/// use closer_core::{Column, Interview, Program, Went};
///
/// let program = Program::closing();
/// let went = program.rules().vocabulary().find("went").unwrap();
///
/// // Of three interviews we know how they went: poorly, well, and not at all.
/// let known = [(went.id, Column::Bytes(&[0, 2, 255]))];
/// let mut best = Vec::new();
/// program.batch().decide(&known, 3, 1, |block| {
///     best.extend((0..block.len()).map(|at| block.leads(at)[0]));
/// });
/// let well = program.context(&Interview::new().went(Went::Well))?;
/// assert_eq!(best[1], program.decide(&well).ranked()[0].0);
/// # Ok::<(), closer_core::ContextError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Batch<'p> {
    tables: &'p BatchTables,
    one_by_one: Decider<'p>,
    known: Vec<Known>,
    /// The tests of facts that have a column.
    told: Vec<usize>,
    /// By test, the contexts that certainly pass, and those that may.
    certain: Vec<Plane>,
    possible: Vec<Plane>,
    /// By level of an action, where it is suggested with that weight.
    levels: Vec<Plane>,
    /// How many sources agree about an action, as binary numbers with a plane for each digit.
    digits: Vec<Plane>,
    /// By suggest row of the action at hand, where it is true.
    rows: Vec<Plane>,
    /// By group, then by how many of it lead: where there are more.
    taken: Vec<Vec<Plane>>,
    /// By action, where it leads.
    leading: Vec<Plane>,
    block: Block,
}

/// What comes out for up to 512 contexts.
#[derive(Debug, Clone, Default)]
pub struct Block {
    first: usize,
    len: usize,
    /// By action: suggested, avoided, depends.
    verdicts: Vec<[Plane; 3]>,
    leads: Leads,
}

impl Block {
    /// The number of its first context in the columns.
    #[must_use]
    pub fn first(&self) -> usize {
        self.first
    }

    /// How many contexts it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never, as a block that would be empty is not handed over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The verdict on an action in the context with this number, counted in the block.
    #[must_use]
    pub fn verdict(&self, at: usize, action: ActionId) -> Option<Verdict> {
        let [suggested, avoided, depends] = self.verdicts.get(action.index()).filter(|_| at < self.len)?;
        Some(match at {
            _ if plane::has(suggested, at) => Verdict::Suggested,
            _ if plane::has(avoided, at) => Verdict::Avoided,
            _ if plane::has(depends, at) => Verdict::Depends,
            _ => Verdict::Silent,
        })
    }

    /// A bit for every context of the block in which the action has this verdict.
    #[must_use]
    pub fn plane(&self, action: ActionId, verdict: Verdict) -> Option<[u64; WORDS]> {
        let [suggested, avoided, depends] = self.verdicts.get(action.index())?;
        let mut plane = match verdict {
            Verdict::Suggested => *suggested,
            Verdict::Avoided => *avoided,
            Verdict::Depends => *depends,
            Verdict::Silent => {
                let mut silent = ALL;
                for other in [suggested, avoided, depends] {
                    and_not(&mut silent, other);
                }
                silent
            }
        };
        and(&mut plane, &plane::first(self.len));
        Some(plane)
    }

    /// The first leading actions in the context with this number, best first.
    #[must_use]
    pub fn leads(&self, at: usize) -> &[ActionId] {
        self.leads.of(at)
    }
}

impl Program {
    /// For deciding about very many contexts at once.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        let tables = self.batch_tables();
        let most = |group: &crate::model::Group| {
            usize::try_from(group.at_most).unwrap_or(usize::MAX).min(tables.actions.len())
        };
        Batch {
            tables,
            one_by_one: self.decider(),
            known: tables
                .facts
                .iter()
                .map(|fact| Known::nothing(u8::try_from(fact.all.len()).unwrap_or(u8::MAX)))
                .collect(),
            certain: vec![NONE; tables.tests.len()],
            possible: vec![NONE; tables.tests.len()],
            told: Vec::new(),
            levels: vec![NONE; tables.levels],
            digits: vec![NONE; tables.digits],
            rows: Vec::new(),
            taken: self.set.groups.iter().map(|group| vec![NONE; most(group)]).collect(),
            leading: vec![NONE; tables.actions.len()],
            block: Block { verdicts: vec![[NONE; 3]; tables.actions.len()], ..Block::default() },
        }
    }
}

impl Batch<'_> {
    /// Decides about so many contexts and hands over block after block, with the first `top` leading actions of every context. Of facts without a
    /// column nothing is said.
    pub fn decide(
        &mut self,
        columns: &[(FactId, Column<'_>)],
        contexts: usize,
        top: usize,
        visit: impl FnMut(&Block),
    ) {
        self.decide_each(columns, contexts, top, true, visit);
    }

    /// As [`Batch::decide`], but nothing is taken for granted.
    pub fn decide_strict(
        &mut self,
        columns: &[(FactId, Column<'_>)],
        contexts: usize,
        top: usize,
        visit: impl FnMut(&Block),
    ) {
        self.decide_each(columns, contexts, top, false, visit);
    }

    fn decide_each(
        &mut self,
        columns: &[(FactId, Column<'_>)],
        contexts: usize,
        top: usize,
        assuming: bool,
        mut visit: impl FnMut(&Block),
    ) {
        let tables = self.tables;
        let top = top.min(tables.actions.len());
        let of_fact =
            |fact: FactId| columns.iter().rev().find(|(id, _)| *id == fact).map(|(_, column)| *column);
        let own: Vec<Option<Column<'_>>> = tables.facts.iter().map(|fact| of_fact(fact.id)).collect();
        for (known, fact) in self.known.iter_mut().zip(&tables.facts) {
            *known = Known::nothing(u8::try_from(fact.all.len()).unwrap_or(u8::MAX));
        }
        self.told.clear();
        for (at, (fact, _)) in tables.tests.iter().enumerate() {
            match own.get(*fact) {
                Some(Some(_)) => self.told.push(at),
                // Of facts without a column all blocks know the same.
                _ => self.test(at, true, assuming),
            }
        }
        for first in (0..contexts).step_by(BLOCK) {
            let len = contexts.saturating_sub(first).min(BLOCK);
            for (known, column) in self.known.iter_mut().zip(&own) {
                if let Some(column) = column {
                    known.read(*column, first);
                }
            }
            self.block.leads.clear(top, tables.actions.len(), len);
            (self.block.first, self.block.len) = (first, len);
            let open = self.is_open(&plane::first(len), assuming);
            if tables.never || (tables.only_known && open) {
                self.decide_one_by_one(assuming);
            } else {
                (0..self.told.len()).for_each(|at| self.test_again(at, open, assuming));
                self.decide_block(open, top > 0);
                if top > 0 {
                    self.pick();
                }
            }
            visit(&self.block);
        }
    }

    /// Is there a context here in which more than one value of some fact is possible?
    fn is_open(&self, here: &Plane, assuming: bool) -> bool {
        let facts = self.known.iter().zip(&self.tables.facts);
        facts.into_iter().any(|(known, fact)| {
            let single = assuming && fact.assumed.len() == 1;
            if single {
                known.in_part.iter().zip(here).any(|(part, here)| part & here != 0)
            } else {
                known.is_open(here)
            }
        })
    }

    fn test_again(&mut self, told: usize, open: bool, assuming: bool) {
        if let Some(&test) = self.told.get(told) {
            self.test(test, open, assuming);
        }
    }

    /// Finds the contexts that pass a test. Where nothing is open, those that may pass are not asked for.
    #[inline]
    fn test(&mut self, test: usize, open: bool, assuming: bool) {
        let Some(&(fact, set)) = self.tables.tests.get(test) else { return };
        let (Some(known), Some(fact)) = (self.known.get(fact), self.tables.facts.get(fact)) else { return };
        let (Some(certain), Some(possible)) = (self.certain.get_mut(test), self.possible.get_mut(test))
        else {
            return;
        };
        let otherwise = if assuming { fact.assumed } else { fact.all };
        if open {
            *certain = known.within(set, otherwise);
            *possible = known.meets(set, otherwise);
        } else {
            *certain = known.meets(set, otherwise);
        }
    }

    /// The verdicts on all actions; and, for a ranked list, what stands behind those that are suggested.
    fn decide_block(&mut self, open: bool, ranked: bool) {
        let Self { tables, certain, possible, rows, levels, digits, .. } = self;
        for (action, verdicts) in tables.actions.iter().zip(&mut self.block.verdicts) {
            let avoid = any(&action.avoid, certain);
            let mut suggest = NONE;
            rows.clear();
            for tests in &action.suggest {
                let row = row(tests, certain);
                or(&mut suggest, &row);
                rows.push(row);
            }
            let (mut suggested, mut depends) = (suggest, NONE);
            if open {
                let may_avoid = any(&action.avoid, possible);
                depends = any(&action.suggest, possible);
                and_not(&mut depends, &suggest);
                and_not(&mut suggested, &may_avoid);
                or(&mut depends, &may_avoid);
                and_not(&mut depends, &suggested);
                and_not(&mut depends, &avoid);
            } else {
                and_not(&mut suggested, &avoid);
            }
            *verdicts = [suggested, avoid, depends];
            if ranked {
                let levels = levels.get_mut(action.first_level..).unwrap_or_default();
                weigh(action, rows, &suggested, levels);
                if !action.digits.is_empty() && !is_none(&suggested) {
                    agree(action, rows, digits.get_mut(action.digits.clone()).unwrap_or_default());
                }
            }
        }
    }

    /// The first leading actions of every context, place by place.
    fn pick(&mut self) {
        let mut wanting = plane::first(self.block.len);
        self.taken.iter_mut().flatten().for_each(|plane| *plane = NONE);
        self.leading.fill(NONE);
        for place in &self.tables.places {
            let Some(mut here) = self.levels.get(place.level).copied() else { continue };
            and(&mut here, &wanting);
            if is_none(&here) {
                continue;
            }
            let Some(action) = self.tables.actions.get(place.action.index()) else { continue };
            if !place.always {
                let digits = self.digits.get(action.digits.clone()).unwrap_or_default();
                for (at, digit) in digits.iter().enumerate() {
                    if place.agreeing >> at & 1 == 1 {
                        and(&mut here, digit);
                    } else {
                        and_not(&mut here, digit);
                    }
                }
            }
            for other in &action.company.never_with {
                self.leading.get(other.index()).into_iter().for_each(|other| and_not(&mut here, other));
            }
            if let Some(taken) = action.company.group.and_then(|(group, _)| self.taken.get_mut(group)) {
                match taken.last() {
                    Some(full) => and_not(&mut here, full),
                    None => here = NONE,
                }
                let mut more = here;
                for level in taken {
                    let mut next = *level;
                    and(&mut next, &more);
                    or(level, &more);
                    more = next;
                }
            }
            if is_none(&here) {
                continue;
            }
            self.leading.get_mut(place.action.index()).into_iter().for_each(|leading| or(leading, &here));
            self.block.leads.push(&here, place.action, &mut wanting);
            if is_none(&wanting) {
                break;
            }
        }
        self.block.leads.finish();
    }

    /// Where some action cannot be told from planes.
    fn decide_one_by_one(&mut self, assuming: bool) {
        self.block.verdicts.fill([NONE; 3]);
        for at in 0..self.block.len {
            for (known, fact) in self.known.iter().zip(&self.tables.facts) {
                let otherwise: ValueSet = if assuming { fact.assumed } else { fact.all };
                self.one_by_one.say(fact.id, known.possible(at, otherwise));
            }
            let decision = self.one_by_one.decide_now();
            for ((_, verdict), planes) in decision.verdicts().zip(&mut self.block.verdicts) {
                let means = [Verdict::Suggested, Verdict::Avoided, Verdict::Depends];
                for (plane, _) in planes.iter_mut().zip(means).filter(|(_, means)| *means == verdict) {
                    plane.get_mut(at / 64).into_iter().for_each(|word| *word |= 1 << (at % 64));
                }
            }
            let leads = decision.ranked().iter().filter(|(_, role)| *role == Role::Lead);
            leads.for_each(|(action, _)| self.block.leads.push_one(at, *action));
        }
    }
}

/// Where all tests of a row are passed.
#[inline]
fn row(tests: &[u32], passed: &[Plane]) -> Plane {
    let mut planes = tests.iter().filter_map(|&test| passed.get(super::tables::index(test)));
    let mut row = planes.next().copied().unwrap_or(ALL);
    planes.for_each(|plane| and(&mut row, plane));
    row
}

/// Where some row is true.
fn any(rows: &[Box<[u32]>], passed: &[Plane]) -> Plane {
    let mut any = NONE;
    for tests in rows {
        or(&mut any, &row(tests, passed));
    }
    any
}

/// Where the suggested action has which weight, the highest first.
fn weigh(action: &tables::BatchAction, rows: &[Plane], suggested: &Plane, levels: &mut [Plane]) {
    let mut left = *suggested;
    let mut rows = rows.iter();
    for (level, here) in action.behind.chunk_by(|one, other| one.0 == other.0).zip(levels) {
        *here = NONE;
        rows.by_ref().take(level.len()).for_each(|row| or(here, row));
        and(here, &left);
        and_not(&mut left, here);
    }
}

/// How many sources agree.
fn agree(action: &tables::BatchAction, rows: &[Plane], digits: &mut [Plane]) {
    digits.fill(NONE);
    let all = action.behind.iter().fold(0, |all, (_, sources)| all | sources);
    for source in super::decider::bits(all) {
        let mut carry = NONE;
        for (row, (_, sources)) in rows.iter().zip(&action.behind) {
            if sources >> source & 1 == 1 {
                or(&mut carry, row);
            }
        }
        for digit in &mut *digits {
            let mut next = *digit;
            and(&mut next, &carry);
            digit.iter_mut().zip(&carry).for_each(|(digit, carry)| *digit ^= carry);
            carry = next;
        }
    }
}
