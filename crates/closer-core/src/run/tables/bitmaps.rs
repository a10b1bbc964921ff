//! Which rows contain a box, and which meet it: one bit per row, for all rows at once.

use std::ops::Range;

use fearless_simd::{Level, SimdFrom as _, dispatch, u64x8};

use super::layout::index;
use super::plan::{Asked, Plan, cells};
use super::position::Position;
use super::scan::{Eight, Note, Visit, look_up, scan};
use super::world::WorldPlaces;
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
    world: WorldPlaces,
    cells: Cells,
    /// How many cells a bitmap has.
    blocks: usize,
    /// Which instructions are used.
    level: Level,
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
    One(Vec<u64>),
    Eight(Vec<[Eight; 1]>),
    Sixteen(Vec<[Eight; 2]>),
}

impl Bitmaps {
    /// The bitmaps of rows numbered by their place in the list; a place may stay empty. Combinations of values get tables of so many bytes at most.
    pub(in crate::run) fn new(
        rows: &[Option<&Row>],
        asked: &Asked,
        space: &Space,
        level: Level,
        bytes: usize,
    ) -> Self {
        let (blocks, width) = cells(rows.len());
        let Plan { columns, column_of, groups, members, words, .. } =
            Plan::new(rows, asked, space, (blocks, width), bytes);
        let eights = || words.as_chunks().0.iter().map(|words| Eight(*words)).collect::<Vec<Eight>>();
        let cells = match width {
            1 => Cells::One(words),
            8 => Cells::Eight(eights().as_chunks().0.to_vec()),
            _ => Cells::Sixteen(eights().as_chunks().0.to_vec()),
        };
        let world = WorldPlaces::new(&groups, &members, column_of.len(), blocks);
        Self { columns, column_of, groups, members, world, cells, blocks, level }
    }

    /// How many words a bitmap has.
    pub(in crate::run) fn words(&self) -> usize {
        self.blocks.saturating_mul(match self.cells {
            Cells::One(_) => 1,
            Cells::Eight(_) => 8,
            Cells::Sixteen(_) => 16,
        })
    }

    /// The column of a dimension, if some row constrains it.
    pub(super) fn column(&self, dim: u16) -> Option<usize> {
        let at = self.column_of.get(usize::from(dim)).copied()?;
        usize::try_from(at).ok().filter(|&at| at < self.columns.len())
    }

    /// The dimensions that some row constrains, lowest first.
    pub(in crate::run) fn dims(&self) -> impl Iterator<Item = u16> + '_ {
        self.columns.iter().map(|column| column.dim)
    }

    /// How many groups of facts are looked up.
    pub(in crate::run) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The rows that contain the world with these values, where there are few rows and facts. A value that a fact does not have is in no row that asks
    /// about the fact.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "it is a few dozen instructions, and half the work where there are few rows"
    )]
    pub(in crate::run) fn few_in_world(&self, values: &[u8]) -> Option<u64> {
        match (&self.cells, &self.world) {
            (Cells::One(words), WorldPlaces::Few(few)) => Some(look_up(words, &few.find(values))),
            _ => None,
        }
    }

    /// As [`few_in_world`](Self::few_in_world) for any number: hands over the rows, until told to stop. `places` has one for every group, whatever is in it.
    ///
    /// Not inlined, so that nothing is prepared for it where there are few.
    #[inline(never)]
    pub(in crate::run) fn world(&self, values: &[u8], places: &mut [u32], visit: &mut impl Visit) {
        self.world.find(values, &self.groups, &self.members, places);
        self.scan(places, visit);
    }

    /// Hands over the rows that contain the box, until told to stop.
    #[inline]
    pub(in crate::run) fn certain(&self, at: &Position, visit: &mut impl Visit) {
        if at.in_part == 0 {
            self.scan(&at.certain, visit);
        } else {
            self.one_by_one(visit, |word| self.certain_word(at, word));
        }
    }

    /// Hands over the rows that meet the box, until told to stop.
    #[inline]
    pub(in crate::run) fn possible(&self, at: &Position, visit: &mut impl Visit) {
        if at.in_part == 0 {
            self.scan(&at.possible, visit);
        } else {
            self.one_by_one(visit, |word| self.possible_word(at, word));
        }
    }

    /// Notes the rows that contain the box, and the rows that meet it. In a single world the two are the same, and only the first is noted.
    pub(in crate::run) fn look(&self, at: &Position, certain: &mut [u64], possible: &mut [u64]) {
        self.certain(at, &mut Note(certain));
        if at.open > 0 {
            self.possible(at, &mut Note(possible));
        }
    }

    /// Hands over the rows that are in the bitmaps of all places. One word is looked up at once; more are worth the question what the
    /// processor can do.
    #[inline]
    fn scan(&self, places: &[u32], visit: &mut impl Visit) {
        let (level, blocks) = (self.level, self.blocks);
        match &self.cells {
            Cells::One(words) => visit.word(look_up(words, places)),
            Cells::Eight(cells) => dispatch!(level, simd => scan(simd, cells, blocks, places, visit)),
            Cells::Sixteen(cells) => dispatch!(level, simd => scan(simd, cells, blocks, places, visit)),
        }
    }

    /// Hands over words that are found fact by fact.
    fn one_by_one(&self, visit: &mut impl Visit, word: impl Fn(usize) -> u64) {
        if let Cells::One(_) = self.cells {
            return visit.word(word(0));
        }
        for at in 0..self.words() / 8 {
            let words = std::array::from_fn(|word_of| word(at.wrapping_mul(8).wrapping_add(word_of)));
            let enough = dispatch!(self.level, simd => visit.eight(at, u64x8::simd_from(simd, words)));
            if enough.is_break() {
                return;
            }
        }
    }

    fn certain_word(&self, at: &Position, word: usize) -> u64 {
        let facts = self.columns.iter().zip(&at.sets);
        facts.fold(self.word(0, word), |rows, (column, set)| {
            if *set == ValueSet::full(column.size) {
                rows & self.flat(column, column.size, word)
            } else {
                set.iter().fold(rows, |rows, value| rows & self.flat(column, value, word))
            }
        })
    }

    fn possible_word(&self, at: &Position, word: usize) -> u64 {
        let facts = self.columns.iter().zip(&at.sets);
        facts.filter(|(column, set)| **set != ValueSet::full(column.size)).fold(
            self.word(0, word),
            |rows, (column, set)| {
                rows & set.iter().fold(0, |any, value| any | self.flat(column, value, word))
            },
        )
    }

    /// A word of the bitmap of one value.
    fn flat(&self, column: &Column, slot: u8, word: usize) -> u64 {
        self.word(index(column.flat).saturating_add(usize::from(slot).saturating_mul(self.blocks)), word)
    }

    /// A word of the bitmap that begins with this cell.
    fn word(&self, cell: usize, word: usize) -> u64 {
        match &self.cells {
            Cells::One(words) => words.get(cell).copied(),
            Cells::Eight(cells) => word_in(cells, cell, word),
            Cells::Sixteen(cells) => word_in(cells, cell, word),
        }
        .unwrap_or_default()
    }
}

fn word_in<const K: usize>(cells: &[[Eight; K]], cell: usize, word: usize) -> Option<u64> {
    let Eight(words) = cells.as_flattened().get(cell.checked_mul(K)?.checked_add(word / 8)?)?;
    words.get(word % 8).copied()
}
