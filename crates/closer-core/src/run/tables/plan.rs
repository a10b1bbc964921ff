//! How the tables of [`Bitmaps`](super::bitmaps::Bitmaps) are made.

use std::cmp::Reverse;

use super::bitmaps::{Column, Group, Member};
use super::layout::{index, number};
use super::world::{MEMBERS, QUARTERS, quarter_of};
use crate::space::{Row, Space, ValueSet};

/// How many bytes the tables of a group of facts may take. Several groups should fit the nearest cache together.
const GROUP_BYTES: usize = 64 * 1024;

/// How many bitmaps of one word each the table of a group may have where there are few groups.
const FEW_ENTRIES: usize = 2048;

/// The dimensions that some row constrains.
#[derive(Debug, Clone)]
pub(in crate::run) struct Asked {
    /// By dimension.
    constrained: Vec<bool>,
}

impl Asked {
    pub(in crate::run) fn of<'r>(rows: impl IntoIterator<Item = &'r Row>, space: &Space) -> Self {
        let mut constrained = vec![false; usize::from(space.len())];
        for (dim, _) in rows.into_iter().flat_map(Row::constraints) {
            if let Some(place) = constrained.get_mut(usize::from(dim)) {
                *place = true;
            }
        }
        Self { constrained }
    }

    fn dims<'s>(&'s self, space: &'s Space) -> impl Iterator<Item = u16> + 's {
        space.dims().filter(|dim| self.constrained.get(usize::from(*dim)) == Some(&true))
    }

    /// Whether one bitmap for every value of these dimensions, over so many rows, takes no more than so many bytes.
    pub(in crate::run) fn fits(&self, rows: usize, space: &Space, bytes: usize) -> bool {
        let bitmaps = self.dims(space).fold(1_usize, |bitmaps, dim| {
            bitmaps.saturating_add(usize::from(space.size(dim))).saturating_add(1)
        });
        let (blocks, width) = cells(rows);
        bitmaps.saturating_mul(blocks).saturating_mul(width).saturating_mul(8) <= bytes
    }
}

/// In how many cells a bitmap of so many rows comes, of how many words each: what a register holds.
pub(super) fn cells(rows: usize) -> (usize, usize) {
    let words = rows.div_ceil(64).max(1);
    let width = match words {
        1 => 1,
        2..=8 | 17..=24 => 8,
        _ => 16,
    };
    (words.div_ceil(width), width)
}

/// Bitmaps in the making, as plain words.
pub(super) struct Plan {
    pub(super) columns: Vec<Column>,
    pub(super) column_of: Vec<u32>,
    pub(super) groups: Vec<Group>,
    pub(super) members: Vec<Member>,
    pub(super) words: Vec<u64>,
    /// How many words a bitmap has.
    stride: usize,
    /// How many cells these words are.
    blocks: usize,
}

impl Plan {
    /// The bitmaps of rows numbered by their place in the list, in so many cells of so many words each; and of all combinations of the values of a few
    /// facts, if these take no more than so many bytes.
    pub(super) fn new(
        rows: &[Option<&Row>],
        asked: &Asked,
        space: &Space,
        (blocks, width): (usize, usize),
        bytes: usize,
    ) -> Self {
        let mut plan = Self::empty(asked, space, blocks, width);
        plan.fill(rows);
        plan.join(bytes);
        plan.scale();
        plan
    }

    fn empty(asked: &Asked, space: &Space, blocks: usize, width: usize) -> Self {
        let stride = blocks.saturating_mul(width);
        let mut columns = Vec::new();
        let mut column_of = vec![u32::MAX; asked.constrained.len()];
        let mut bitmaps = 1_usize;
        for dim in asked.dims(space) {
            let size = space.size(dim);
            if let Some(place) = column_of.get_mut(usize::from(dim)) {
                *place = number(columns.len());
            }
            columns.push(Column { dim, size, flat: number(bitmaps), group: 0, step: 1 });
            bitmaps = bitmaps.saturating_add(usize::from(size)).saturating_add(1);
        }
        let words = vec![0; bitmaps.saturating_mul(stride)];
        Self { columns, column_of, groups: Vec::new(), members: Vec::new(), words, stride, blocks }
    }

    /// Every row is in every bitmap but those of the values that it does not allow.
    fn fill(&mut self, rows: &[Option<&Row>]) {
        let Some((all, rest)) = self.words.split_at_mut_checked(self.stride) else { return };
        for (word, rows) in all.iter_mut().zip(rows.chunks(64)) {
            *word =
                rows.iter().enumerate().fold(0, |word, (bit, row)| word | u64::from(row.is_some()) << bit);
        }
        for bitmap in rest.chunks_exact_mut(self.stride) {
            bitmap.copy_from_slice(all);
        }
        for (at, row) in rows.iter().enumerate() {
            for (dim, set) in row.iter().flat_map(|row| row.constraints()) {
                let column = self.column_of.get(usize::from(dim)).copied().map_or(usize::MAX, index);
                let Some(column) = self.columns.get(column) else { continue };
                let refused = ValueSet::full(column.size).difference(set).iter().chain([column.size]);
                for slot in refused {
                    let bitmap = index(column.flat).saturating_add(usize::from(slot));
                    let word = bitmap.saturating_mul(self.stride).saturating_add(at / 64);
                    if let Some(word) = self.words.get_mut(word) {
                        *word &= !(1 << (at % 64));
                    }
                }
            }
        }
    }

    /// Puts the dimensions into groups.
    fn join(&mut self, bytes: usize) {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by_key(|&at| Reverse(self.slots(at)));
        let few = (self.stride == 1).then(|| self.quarters()).flatten();
        let mut groups = few.unwrap_or_else(|| self.first_fit(&order));
        let joined = groups.iter().filter(|(_, members)| members.len() > 1);
        let entries = joined.fold(0_usize, |all, (product, _)| all.saturating_add(*product));
        // Each has the rows that contain a box and those that meet it, as words of eight bytes.
        if entries.saturating_mul(self.stride).saturating_mul(16) > bytes {
            groups = order.iter().map(|at| (self.slots(*at), vec![*at])).collect();
        }
        for (product, members) in groups {
            self.join_group(product, &members);
        }
    }

    /// As many slots as a dimension has in the table of its group: its values, and not being known.
    fn slots(&self, at: usize) -> usize {
        self.columns.get(at).map_or(1, |column| usize::from(column.size).saturating_add(1))
    }

    /// The groups in which a world's places are found at once, if there are few dimensions and none of the groups becomes too large.
    fn quarters(&self) -> Option<Vec<(usize, Vec<usize>)>> {
        let mut groups = vec![(1_usize, Vec::new()); QUARTERS];
        for (at, column) in self.columns.iter().enumerate() {
            let (product, members) = groups.get_mut(quarter_of(column.dim)?)?;
            *product = product.saturating_mul(self.slots(at));
            members.push(at);
        }
        groups.retain(|(_, members)| !members.is_empty());
        groups.iter().all(|(product, _)| *product <= FEW_ENTRIES).then_some(groups)
    }

    /// Each dimension goes into the first group that still has room, those with most values first.
    fn first_fit(&self, order: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let most = GROUP_BYTES.checked_div(self.stride.saturating_mul(16)).unwrap_or(GROUP_BYTES);
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        for &at in order {
            let slots = self.slots(at);
            let room = groups
                .iter_mut()
                .find(|(product, members)| product.saturating_mul(slots) <= most && members.len() < MEMBERS);
            if let Some((product, columns)) = room {
                *product = product.saturating_mul(slots);
                columns.push(at);
            } else {
                groups.push((slots, vec![at]));
            }
        }
        groups
    }

    fn join_group(&mut self, product: usize, members: &[usize]) {
        let group = number(self.groups.len());
        let start = number(self.words.len().checked_div(self.stride).unwrap_or(0));
        let mut step = 1_usize;
        for &at in members {
            if let Some(column) = self.columns.get_mut(at) {
                column.group = group;
                column.step = number(step);
                step = step.saturating_mul(usize::from(column.size).saturating_add(1));
            }
        }
        if let [alone] = members {
            let start = self.columns.get(*alone).map_or(0, |column| column.flat);
            self.push_group(start, 0, members);
            return;
        }
        self.push_group(start, number(product), members);
        for possible in [false, true] {
            for entry in 0..product {
                self.push_entry(members, entry, possible);
            }
        }
    }

    fn push_group(&mut self, start: u32, to_possible: u32, members: &[usize]) {
        let from = self.members.len();
        for (at, column) in members.iter().filter_map(|&at| Some((at, self.columns.get(at)?))) {
            self.members.push(Member { column: at, dim: column.dim, size: column.size, step: column.step });
        }
        self.groups.push(Group { start, to_possible, members: from..self.members.len() });
    }

    /// The conjunction of the members' bitmaps for one combination of values. An unknown value rules out no row that may be true.
    fn push_entry(&mut self, members: &[usize], entry: usize, possible: bool) {
        let from = self.words.len();
        self.words.extend_from_within(..self.stride);
        let (done, new) = self.words.split_at_mut(from);
        for column in members.iter().filter_map(|&at| self.columns.get(at)) {
            let turn = entry.checked_div(index(column.step)).unwrap_or(entry);
            let slot = turn.checked_rem(usize::from(column.size).saturating_add(1)).unwrap_or(0);
            if possible && slot == usize::from(column.size) {
                continue;
            }
            let at = index(column.flat).saturating_add(slot).saturating_mul(self.stride);
            for (word, flat) in new.iter_mut().zip(done.get(at..).unwrap_or_default()) {
                *word &= flat;
            }
        }
    }

    /// From now on places are counted in cells.
    fn scale(&mut self) {
        let blocks = number(self.blocks);
        for column in &mut self.columns {
            column.flat = column.flat.saturating_mul(blocks);
            column.step = column.step.saturating_mul(blocks);
        }
        for member in &mut self.members {
            member.step = member.step.saturating_mul(blocks);
        }
        for group in &mut self.groups {
            group.start = group.start.saturating_mul(blocks);
            group.to_possible = group.to_possible.saturating_mul(blocks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(space: &Space) -> Vec<Row> {
        space.dims().map(|dim| Row::all().with(dim, ValueSet::single(0), space).unwrap()).collect()
    }

    #[test]
    fn tables_take_a_bit_for_every_row_and_every_value() {
        let space = Space::new([3, 4, 5]).unwrap();
        let rows = rows(&space);
        // Nobody asks about the last: one bitmap for all, four and five for the others, each of one word.
        let asked = Asked::of(&rows[..2], &space);
        assert!(asked.fits(64, &space, 80));
        assert!(!asked.fits(64, &space, 79));
        // More rows have the words of a register.
        assert!(asked.fits(65, &space, 640) && asked.fits(512, &space, 640));
        assert!(!asked.fits(65, &space, 639));
    }

    #[test]
    fn facts_are_joined_where_their_combinations_take_no_more_than_they_may() {
        let space = Space::new([3, 4, 60]).unwrap();
        let rows = rows(&space);
        let asked = Asked::of(&rows, &space);
        let rows: Vec<Option<&Row>> = rows.iter().map(Some).collect();
        let groups = |bytes| Plan::new(&rows, &asked, &space, (64, 1), bytes).groups.len();
        // Two facts together have twenty combinations, with not being known, each with two bitmaps of 64 words.
        let bytes = 20 * 64 * 16;
        assert_eq!(groups(bytes), 2);
        assert_eq!(groups(bytes - 1), 3);
        assert_eq!(groups(usize::MAX), 2);
        assert_eq!(groups(0), 3);
    }
}
