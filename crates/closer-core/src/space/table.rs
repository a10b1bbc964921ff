//! The working form of a union of rows: what they still ask inside a box, in one flat list.
//!
//! Fixing a dimension to one value (a *cofactor*) takes that dimension out of the table altogether, so the
//! box itself never changes during a recursion: each remaining dimension still has all the values the box
//! gives it.

use std::collections::BTreeMap;

use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// The set of values a row allows in a dimension: some of those the box has, not all.
pub(super) type Cell = (u16, ValueSet);

/// The fixed-point one that volumes are measured in. Times 64 it still fits a word.
const WHOLE: u64 = 1 << 57;

#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The cells of all rows, one row after the other.
    cells: Vec<Cell>,
    /// Where each row ends.
    ends: Vec<usize>,
    /// Is there a row without cells, which covers everything?
    whole: bool,
}

impl Table {
    /// What `rows` ask inside the box; rows that do not meet it are left out.
    pub(super) fn new<'a>(
        rows: impl IntoIterator<Item = &'a Row>,
        bounds: &Bounds,
        budget: &mut Budget,
    ) -> Result<Self, OutOfBudget> {
        let mut table = Self::default();
        for row in rows {
            budget.spend_len(row.len().saturating_add(1))?;
            if row.meets(bounds) {
                table.push(row.constraints().filter_map(|(dim, set)| {
                    let possible = bounds.get(dim);
                    let both = possible.intersection(set);
                    (both != possible).then_some((dim, both))
                }));
            }
        }
        Ok(table)
    }

    /// Is everything covered, by one row alone?
    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The steps that a pass over the table takes.
    pub(super) fn cost(&self) -> usize {
        self.cells.len().saturating_add(self.ends.len())
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let row = self.cells.get(start..end).unwrap_or_default();
            start = end;
            row
        })
    }

    /// Can the rows not cover the box because even laid side by side they are smaller than it? Rounded in
    /// their favour, so that a yes is certain.
    pub(super) fn is_too_small(&self, bounds: &Bounds) -> bool {
        let volume =
            self.rows().fold(0_u64, |sum, row| sum.saturating_add(volume(row.iter().copied(), bounds)));
        volume < WHOLE
    }

    /// The dimensions that some row constrains, lowest first.
    pub(super) fn dims(&self) -> Vec<u16> {
        let mut dims: Vec<u16> = self.cells.iter().map(|&(dim, _)| dim).collect();
        dims.sort_unstable();
        dims.dedup();
        dims
    }

    /// The lowest dimension that some row constrains.
    pub(super) fn first_dim(&self) -> Option<u16> {
        self.cells.iter().map(|&(dim, _)| dim).min()
    }

    /// The cells of each dimension, lowest dimension first, handed to `visit`.
    pub(super) fn for_each_column(&self, bounds: &Bounds, mut visit: impl FnMut(Column<'_>)) {
        let mut cells = self.cells.clone();
        cells.sort_unstable();
        for group in cells.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(dim, _)) = group.first() {
                visit(Column { dim, possible: bounds.get(dim), cells: group });
            }
        }
    }

    /// The dimension that most rows constrain, and the classes of its values that no row tells apart.
    pub(super) fn busiest(&self, bounds: &Bounds) -> Option<(u16, Vec<ValueSet>)> {
        let mut best: Option<(usize, u16, Vec<ValueSet>)> = None;
        self.for_each_column(bounds, |column| {
            if best.as_ref().is_none_or(|(rows, ..)| *rows < column.cells.len()) {
                best = Some((column.cells.len(), column.dim, column.classes()));
            }
        });
        best.map(|(_, dim, classes)| (dim, classes))
    }

    /// The values of `dim` that are in every row that `value` is in.
    pub(super) fn above(&self, dim: u16, value: u8, bounds: &Bounds) -> ValueSet {
        let with_it = self.cells.iter().filter(|&&(there, set)| there == dim && set.contains(value));
        with_it.fold(bounds.get(dim), |all, &(_, set)| all.intersection(set))
    }

    /// The table of what is left when `dim` is known to be `value`.
    pub(super) fn cofactor(&self, dim: u16, value: u8) -> Self {
        let mut left = Self::default();
        for row in self.rows() {
            if row.iter().all(|&(there, set)| there != dim || set.contains(value)) {
                left.push(row.iter().copied().filter(|&(there, _)| there != dim));
            }
        }
        left
    }

    /// Tables whose rows share no dimension with each other's, smallest first; `None` when there is only one.
    pub(super) fn components(&self) -> Option<Vec<Self>> {
        let dims = self.dims();
        let mut parents: Vec<usize> = (0..dims.len()).collect();
        let index = |dim: u16| dims.binary_search(&dim).unwrap_or_default();
        for row in self.rows() {
            for pair in row.windows(2) {
                if let [(a, _), (b, _)] = pair {
                    let (a, b) = (root(&parents, index(*a)), root(&parents, index(*b)));
                    if let Some(parent) = parents.get_mut(a.max(b)) {
                        *parent = a.min(b);
                    }
                }
            }
        }
        if (0..dims.len()).all(|at| root(&parents, at) == 0) {
            return None;
        }
        let mut parts = BTreeMap::<usize, Self>::new();
        for row in self.rows() {
            if let Some(&(dim, _)) = row.first() {
                parts.entry(root(&parents, index(dim))).or_default().push(row.iter().copied());
            }
        }
        let mut parts: Vec<Self> = parts.into_values().collect();
        parts.sort_by_key(Self::cost);
        Some(parts)
    }

    fn push(&mut self, row: impl Iterator<Item = Cell>) {
        let start = self.cells.len();
        self.cells.extend(row);
        self.whole |= self.cells.len() == start;
        self.ends.push(self.cells.len());
    }
}

/// What the rows of a table ask of one dimension; rows that do not constrain it are left out, for they do not
/// tell its values apart.
pub(super) struct Column<'a> {
    pub(super) dim: u16,
    pub(super) possible: ValueSet,
    pub(super) cells: &'a [Cell],
}

impl Column<'_> {
    /// The values that have to be looked at to know whether the rows cover the box: when every row of value
    /// `v` is also a row of `w`, then `w` is covered where `v` is. Of values with the same rows, the lowest
    /// stands for all.
    pub(super) fn hardest(&self) -> ValueSet {
        let is_needed = |value: &u8| {
            let (above, below) = self.compare(*value);
            below.is_subset(above) && below.first() == Some(*value)
        };
        self.possible.iter().filter(is_needed).collect()
    }

    /// The classes of values that no row tells apart, lowest value first.
    fn classes(&self) -> Vec<ValueSet> {
        let mut classes = Vec::new();
        let mut left = self.possible;
        while let Some(value) = left.first() {
            let (above, below) = self.compare(value);
            let same = above.intersection(below).with(value);
            classes.push(same);
            left = left.difference(same);
        }
        classes
    }

    /// The values that are in all rows that `value` is in, and those that are in no other rows; `value`
    /// itself is both.
    fn compare(&self, value: u8) -> (ValueSet, ValueSet) {
        self.cells.iter().fold((self.possible, self.possible), |(above, below), &(_, set)| {
            if set.contains(value) {
                (above.intersection(set), below)
            } else {
                (above, below.difference(set))
            }
        })
    }
}

/// The share of the box that a row takes, rounded up, in units of which the box has [`WHOLE`].
fn volume(row: impl Iterator<Item = Cell>, bounds: &Bounds) -> u64 {
    row.fold(WHOLE, |volume, (dim, set)| {
        let possible = bounds.get(dim);
        let inside = possible.intersection(set);
        volume.saturating_mul(u64::from(inside.len())).div_ceil(u64::from(possible.len().max(1)))
    })
}

/// Rows seen before a table is made of them, and what they settle at a glance.
#[derive(Default)]
pub(super) struct Glance {
    met: bool,
    volume: u64,
}

impl Glance {
    /// Looks at one more row; true when it contains the whole box.
    pub(super) fn see(&mut self, row: &Row, bounds: &Bounds) -> bool {
        if row.meets(bounds) {
            self.met = true;
            let share = volume(row.constraints(), bounds);
            self.volume = self.volume.saturating_add(share);
            return share == WHOLE && row.contains_bounds(bounds);
        }
        false
    }

    /// Did some row meet the box?
    pub(super) const fn met(&self) -> bool {
        self.met
    }

    /// Are the rows, even side by side, smaller than the box?
    pub(super) const fn is_too_small(&self) -> bool {
        self.volume < WHOLE
    }
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while let Some(&up) = parents.get(at)
        && up != at
    {
        at = up;
    }
    at
}
