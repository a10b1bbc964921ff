//! Which rows contain a box, and which meet it: one bit per row, for all rows at once.

use std::ops::{ControlFlow, Range};

use super::layout::index;
use super::plan::Plan;
use super::position::Position;
use crate::space::{Row, Space, ValueSet};

/// For every fact and value the rows that allow it, one bit per row. The rows that contain a world are the conjunction over the facts.
///
/// Where there are few rows, facts are joined into groups with a table over the combinations of their values ("cross-producting"), so that
/// there is less to look up. A fact that is not known is one more value there; what is known in part is looked up fact by fact.
#[derive(Debug)]
pub(in crate::run) struct Bitmaps {
    pub(super) columns: Vec<Column>,
    /// By dimension, the column; `u32::MAX` for a dimension that no row constrains.
    column_of: Vec<u32>,
    pub(super) groups: Vec<Group>,
    /// The columns, group by group.
    pub(super) members: Vec<Member>,
    /// By dimension, how its value moves the places.
    steps: Vec<Step>,
    cells: Cells,
    /// How many cells a bitmap has.
    blocks: usize,
}

/// A dimension that some row constrains. Its bitmaps are one per value, and one of the rows that do not constrain it.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) dim: u16,
    pub(super) size: u8,
    /// Its first bitmap.
    pub(super) flat: u32,
    pub(super) group: u32,
    /// How far apart in the table of its group two values are that are neighbours.
    pub(super) step: u32,
}

/// How the value of a dimension moves the place of its group. For a dimension that no row constrains it does not, and its only bitmap is the one of
/// all rows.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    /// Its first bitmap, and how many follow.
    flat: u32,
    last: u8,
    group: u32,
    /// How far, for one value more.
    by: u32,
}

/// Dimensions that are looked up together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) start: u32,
    /// From a bitmap of rows that contain the box to that of rows that meet it; 0 for a dimension alone, which takes its own bitmaps.
    pub(super) to_possible: u32,
    /// Its members.
    pub(super) members: Range<usize>,
}

/// A column as a member of its group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) column: usize,
    pub(super) dim: u16,
    pub(super) size: u8,
    pub(super) step: u32,
}

/// The bitmaps, in cells of a fixed width so that the machine can work on a cell at a time.
#[derive(Debug)]
enum Cells {
    One(Vec<[u64; 1]>),
    Four(Vec<[u64; 4]>),
    Eight(Vec<[u64; 8]>),
}

impl Bitmaps {
    /// The bitmaps of rows numbered by their place in the list; a place may stay empty.
    pub(in crate::run) fn new(rows: &[Option<&Row>], space: &Space) -> Self {
        let words = rows.len().div_ceil(64).max(1);
        let width = match words {
            1 => 1,
            2..=24 => 4,
            _ => 8,
        };
        let blocks = words.div_ceil(width);
        let Plan { columns, column_of, groups, members, words, .. } = Plan::new(rows, space, blocks, width);
        let cells = match width {
            1 => Cells::One(cells(&words)),
            4 => Cells::Four(cells(&words)),
            _ => Cells::Eight(cells(&words)),
        };
        let step = |&at: &u32| {
            let column = columns.get(index(at));
            column.map_or_else(Step::default, |of: &Column| Step {
                flat: of.flat,
                last: of.size,
                group: of.group,
                by: of.step,
            })
        };
        let steps = column_of.iter().map(step).collect();
        Self { columns, column_of, groups, members, steps, cells, blocks }
    }

    /// How many words a bitmap has.
    pub(in crate::run) fn words(&self) -> usize {
        self.blocks.saturating_mul(match self.cells {
            Cells::One(_) => 1,
            Cells::Four(_) => 4,
            Cells::Eight(_) => 8,
        })
    }

    /// The column of a dimension, if some row constrains it.
    pub(super) fn column(&self, dim: u16) -> Option<usize> {
        let at = self.column_of.get(usize::from(dim)).copied()?;
        usize::try_from(at).ok().filter(|&at| at < self.columns.len())
    }

    /// How many groups of facts are looked up.
    pub(in crate::run) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Hands over the words of the rows that contain the world with these values, until told to stop. A value that a fact does not have is in
    /// no row that asks about the fact. `places` has one for every group, whatever is in it.
    pub(in crate::run) fn world(
        &self,
        values: &[u8],
        places: &mut [u32],
        visit: impl FnMut(usize, u64) -> ControlFlow<()>,
    ) {
        match &self.cells {
            Cells::One(cells) => self.world_in_one(cells, values, visit),
            Cells::Four(cells) => self.world_in(cells, values, places, visit),
            Cells::Eight(cells) => self.world_in(cells, values, places, visit),
        }
    }

    /// With one word to a bitmap a look is not more work than a step to the place in a group's table.
    fn world_in_one(
        &self,
        cells: &[[u64; 1]],
        values: &[u8],
        mut visit: impl FnMut(usize, u64) -> ControlFlow<()>,
    ) {
        let Some([all]) = cells.first().copied() else { return };
        let look = |acc: u64, (step, value): (&Step, u8)| {
            let at = index(step.flat).wrapping_add(usize::from(value.min(step.last)));
            cells.get(at).map_or(acc, |[word]| acc & word)
        };
        let acc = self.steps.iter().zip(values.iter().copied()).fold(all, look);
        let unsaid = self.steps.get(values.len()..).unwrap_or_default();
        let acc = unsaid.iter().map(|step| (step, 0)).fold(acc, look);
        let _enough = visit(0, acc);
    }

    fn world_in<const N: usize>(
        &self,
        cells: &[[u64; N]],
        values: &[u8],
        places: &mut [u32],
        visit: impl FnMut(usize, u64) -> ControlFlow<()>,
    ) {
        for (place, group) in places.iter_mut().zip(&self.groups) {
            *place = group.start;
        }
        // What is not said has the first value, which is no step from the start.
        for (step, value) in self.steps.iter().zip(values) {
            if let Some(at) = places.get_mut(index(step.group)) {
                *at = at.wrapping_add(u32::from(*value.min(&step.last)).wrapping_mul(step.by));
            }
        }
        self.visit(cells, |acc, block| and_all(cells, places, acc, block), visit);
    }

    /// Hands over the words of the rows that contain the box, until told to stop.
    pub(in crate::run) fn certain(&self, at: &Position, visit: impl FnMut(usize, u64) -> ControlFlow<()>) {
        match &self.cells {
            Cells::One(cells) => {
                self.visit(cells, |acc, block| self.certain_of(cells, at, acc, block), visit);
            }
            Cells::Four(cells) => {
                self.visit(cells, |acc, block| self.certain_of(cells, at, acc, block), visit);
            }
            Cells::Eight(cells) => {
                self.visit(cells, |acc, block| self.certain_of(cells, at, acc, block), visit);
            }
        }
    }

    /// Hands over the words of the rows that meet the box, until told to stop.
    pub(in crate::run) fn possible(&self, at: &Position, visit: impl FnMut(usize, u64) -> ControlFlow<()>) {
        match &self.cells {
            Cells::One(cells) => {
                self.visit(cells, |acc, block| self.possible_of(cells, at, acc, block), visit);
            }
            Cells::Four(cells) => {
                self.visit(cells, |acc, block| self.possible_of(cells, at, acc, block), visit);
            }
            Cells::Eight(cells) => {
                self.visit(cells, |acc, block| self.possible_of(cells, at, acc, block), visit);
            }
        }
    }

    fn visit<const N: usize>(
        &self,
        cells: &[[u64; N]],
        look: impl Fn(&mut [u64; N], usize),
        mut visit: impl FnMut(usize, u64) -> ControlFlow<()>,
    ) {
        for (block, all) in cells.iter().enumerate().take(self.blocks) {
            let mut acc = *all;
            look(&mut acc, block);
            // The words with rows in them, gathered without a branch on each: which these are nobody could foresee.
            let mut with_rows = [(0, 0); N];
            let mut count = 0_usize;
            for (at, word) in acc.iter().enumerate() {
                if let Some(place) = with_rows.get_mut(count) {
                    *place = (block.wrapping_mul(N).wrapping_add(at), *word);
                }
                count = count.wrapping_add(usize::from(*word != 0));
            }
            for (at, word) in with_rows.iter().take(count) {
                if visit(*at, *word).is_break() {
                    return;
                }
            }
        }
    }

    /// The dimensions that some row constrains, lowest first.
    pub(in crate::run) fn dims(&self) -> impl Iterator<Item = u16> + '_ {
        self.columns.iter().map(|column| column.dim)
    }

    /// Notes the rows that contain the box, and the rows that meet it. In a single world the two are the same, and only the first is noted.
    pub(in crate::run) fn look(&self, at: &Position, certain: &mut [u64], possible: &mut [u64]) {
        match &self.cells {
            Cells::One(cells) => self.look_in(cells, at, certain, possible),
            Cells::Four(cells) => self.look_in(cells, at, certain, possible),
            Cells::Eight(cells) => self.look_in(cells, at, certain, possible),
        }
    }

    fn look_in<const N: usize>(
        &self,
        cells: &[[u64; N]],
        at: &Position,
        certain: &mut [u64],
        possible: &mut [u64],
    ) {
        self.every(cells, certain, |acc, block| self.certain_of(cells, at, acc, block));
        if at.open > 0 {
            self.every(cells, possible, |acc, block| self.possible_of(cells, at, acc, block));
        }
    }

    #[inline]
    fn certain_of<const N: usize>(
        &self,
        cells: &[[u64; N]],
        at: &Position,
        acc: &mut [u64; N],
        block: usize,
    ) {
        if at.in_part > 0 {
            self.certain_one_by_one(cells, at, acc, block);
        } else {
            and_all(cells, &at.certain, acc, block);
        }
    }

    #[inline]
    fn possible_of<const N: usize>(
        &self,
        cells: &[[u64; N]],
        at: &Position,
        acc: &mut [u64; N],
        block: usize,
    ) {
        if at.in_part > 0 {
            self.possible_one_by_one(cells, at, acc, block);
        } else {
            and_all(cells, &at.possible, acc, block);
        }
    }

    fn every<const N: usize>(
        &self,
        cells: &[[u64; N]],
        out: &mut [u64],
        look: impl Fn(&mut [u64; N], usize),
    ) {
        for (block, out) in out.as_chunks_mut::<N>().0.iter_mut().enumerate().take(self.blocks) {
            // The first bitmap is of all rows.
            let mut acc = cells.get(block).copied().unwrap_or([0; N]);
            look(&mut acc, block);
            *out = acc;
        }
    }

    fn certain_one_by_one<const N: usize>(
        &self,
        cells: &[[u64; N]],
        at: &Position,
        acc: &mut [u64; N],
        block: usize,
    ) {
        for (column, set) in self.columns.iter().zip(&at.sets) {
            if *set == ValueSet::full(column.size) {
                and(acc, self.flat(cells, column, column.size, block));
            } else {
                for value in *set {
                    and(acc, self.flat(cells, column, value, block));
                }
            }
        }
    }

    fn possible_one_by_one<const N: usize>(
        &self,
        cells: &[[u64; N]],
        at: &Position,
        acc: &mut [u64; N],
        block: usize,
    ) {
        for (column, set) in self.columns.iter().zip(&at.sets) {
            if *set != ValueSet::full(column.size) {
                let mut any = [0; N];
                for value in *set {
                    for (any, word) in any.iter_mut().zip(self.flat(cells, column, value, block)) {
                        *any |= word;
                    }
                }
                and(acc, &any);
            }
        }
    }

    fn flat<'c, const N: usize>(
        &self,
        cells: &'c [[u64; N]],
        column: &Column,
        slot: u8,
        block: usize,
    ) -> &'c [u64; N] {
        let at = index(column.flat).saturating_add(usize::from(slot).saturating_mul(self.blocks));
        cells.get(at.saturating_add(block)).unwrap_or(&[0; N])
    }
}

#[inline]
fn and<const N: usize>(acc: &mut [u64; N], cell: &[u64; N]) {
    for (acc, word) in acc.iter_mut().zip(cell) {
        *acc &= word;
    }
}

#[inline]
fn and_at<const N: usize>(cells: &[[u64; N]], at: u32, block: usize, acc: &mut [u64; N]) {
    if let Some(cell) = cells.get(index(at).wrapping_add(block)) {
        and(acc, cell);
    }
}

/// Leaves the rows that are in one cell of each place.
///
/// A function of its own, for only then the compiler keeps the words together in wide registers, which is three times faster.
#[inline(never)]
fn and_all<const N: usize>(cells: &[[u64; N]], at: &[u32], acc: &mut [u64; N], block: usize) {
    let mut all = *acc;
    for at in at {
        and_at(cells, *at, block, &mut all);
    }
    *acc = all;
}

fn cells<const N: usize>(words: &[u64]) -> Vec<[u64; N]> {
    words.as_chunks::<N>().0.to_vec()
}
