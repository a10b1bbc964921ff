//! A sparse box: what is asked of some of the dimensions.

use std::cmp::Ordering;

use super::{Bounds, Space, ValueSet};

/// A box of a space that names only the dimensions it constrains: "`went` is poorly or unsure, and `level` is
/// senior".
///
/// Every constraint really constrains: its set is neither empty nor all of the dimension. So a row is never
/// empty, equal rows are equal boxes, and the number of [constraints](Self::constraints) is the number of
/// tests one would say in words. A choice between values of *one* dimension is one row; a choice between
/// dimensions takes a [`Region`](super::Region).
///
/// Rows are ordered by their constraints, lowest dimension first; a row comes before those that only add to
/// it.
///
/// ```
/// use closer_core::space::{Row, Space, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// let poorly_or_unsure = Row::all().with(0, ValueSet::from_iter([0, 1]), &space).unwrap();
/// let poorly = poorly_or_unsure.with(0, ValueSet::single(0), &space).unwrap();
/// assert!(poorly_or_unsure.contains(&poorly));
/// assert_eq!(poorly.with(0, ValueSet::single(2), &space), None);
/// assert_eq!(Row::all().with(1, space.full(1), &space), Some(Row::all()));
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Row {
    /// Sorted by dimension. The parts of one dimension are its values from the lowest on, as far as there are any: so equal rows are
    /// equal parts.
    parts: Box<[Part]>,
}

/// Sixteen values of one dimension. Most dimensions have no more, so that a constraint takes four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
struct Part {
    dim: u16,
    values: u16,
}

/// How many values a [`Part`] tells apart.
const PART: u32 = 16;

impl Row {
    /// The row that constrains nothing: all worlds.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// This row, with the values of `dim` also limited to `set`; `None` when that leaves no world.
    #[must_use]
    pub fn with(&self, dim: u16, set: ValueSet, space: &Space) -> Option<Self> {
        let full = space.full(dim);
        let left = self.get(dim).unwrap_or(full).intersection(set).intersection(full);
        if left.is_empty() {
            return None;
        }
        Some(if left == full { self.without(dim) } else { self.with_set(dim, left) })
    }

    /// How many dimensions it constrains.
    pub(super) fn len(&self) -> usize {
        self.constraints().len()
    }

    /// The steps that it takes to hold it against a box: about one for each constraint.
    pub(crate) fn cost(&self) -> usize {
        self.parts.len().saturating_add(1)
    }

    /// The steps that it takes to see whether it is inside another row, which shows in the first few constraints, mostly.
    pub(crate) fn cost_of_comparing(&self) -> usize {
        self.cost().div_ceil(8)
    }

    /// Does it constrain nothing, so that all worlds are in it?
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.parts.is_empty()
    }

    /// The values it allows in `dim`; `None` when it allows all.
    #[must_use]
    pub fn get(&self, dim: u16) -> Option<ValueSet> {
        // Few constraints are faster looked through than searched.
        self.constraints()
            .find(|&(there, _)| there >= dim)
            .filter(|&(there, _)| there == dim)
            .map(|(_, set)| set)
    }

    /// The constrained dimensions and the values allowed there, lowest dimension first.
    #[must_use]
    pub fn constraints(&self) -> impl ExactSizeIterator<Item = (u16, ValueSet)> + Clone + '_ {
        Constraints { parts: &self.parts }
    }

    /// The worlds in both rows; `None` when there are none.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let mut both = Vec::with_capacity(self.parts.len().saturating_add(other.parts.len()));
        let (mut left, mut right) = (self.constraints().peekable(), other.constraints().peekable());
        loop {
            let next = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some((dim, a)), Some((there, b))) if dim == there => {
                    let common = (*dim, a.intersection(*b));
                    if common.1.is_empty() {
                        return None;
                    }
                    right.next();
                    left.next();
                    Some(common)
                }
                (Some((dim, _)), Some((there, _))) if dim < there => left.next(),
                (Some(_), None) => left.next(),
                (_, Some(_)) => right.next(),
            };
            if let Some((dim, set)) = next {
                push(&mut both, dim, set);
            }
        }
        Some(Self { parts: both.into() })
    }

    /// Is every world of `other` in this row?
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        let mut theirs = other.constraints();
        // Both are sorted, so what was passed over is not asked for again.
        self.constraints().all(|(dim, set)| {
            let at = theirs.find(|&(there, _)| there >= dim);
            at.is_some_and(|(there, their_set)| there == dim && their_set.is_subset(set))
        })
    }

    /// Have the rows no world in common?
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        let mut theirs = other.constraints().peekable();
        self.constraints().any(|(dim, set)| {
            while theirs.next_if(|&(there, _)| there < dim).is_some() {}
            theirs
                .next_if(|&(there, _)| there == dim)
                .is_some_and(|(_, their_set)| their_set.is_disjoint(set))
        })
    }

    /// Is every world of the box in this row? Then the row *holds* there.
    #[must_use]
    pub fn contains_bounds(&self, bounds: &Bounds) -> bool {
        self.constraints().all(|(dim, set)| bounds.get(dim).is_subset(set))
    }

    /// Is some world of the box in this row? When not, the row *fails* there.
    #[must_use]
    pub fn meets(&self, bounds: &Bounds) -> bool {
        self.constraints().all(|(dim, set)| !bounds.get(dim).is_disjoint(set))
    }

    /// Is the world with these values in this row? A dimension beyond the end of `values` counts as value 0.
    #[must_use]
    pub fn contains_point(&self, values: &[u8]) -> bool {
        self.constraints()
            .all(|(dim, set)| set.contains(values.get(usize::from(dim)).copied().unwrap_or_default()))
    }

    /// What this row still asks inside the box: its sets cut down to the box, and nothing said where the box
    /// already satisfies it. `None` when no world of the box is in the row, [`Row::all`] when every one is.
    #[must_use]
    pub fn within(&self, bounds: &Bounds) -> Option<Self> {
        let mut left = Vec::with_capacity(self.parts.len());
        for (dim, set) in self.constraints() {
            let possible = bounds.get(dim);
            let both = possible.intersection(set);
            if both.is_empty() {
                return None;
            }
            if both != possible {
                push(&mut left, dim, both);
            }
        }
        Some(Self { parts: left.into() })
    }

    /// The row with these constraints. The caller sees to the invariant: sorted, each dimension once, none
    /// empty, none full.
    pub(super) fn from_sorted(constraints: impl IntoIterator<Item = (u16, ValueSet)>) -> Self {
        let constraints = constraints.into_iter();
        let mut parts = Vec::with_capacity(constraints.size_hint().0);
        let mut last = None;
        for (dim, set) in constraints {
            debug_assert!(!set.is_empty() && last < Some(dim));
            last = Some(dim);
            push(&mut parts, dim, set);
        }
        Self { parts: parts.into() }
    }

    /// This row, saying nothing of `dim`.
    pub(crate) fn without(&self, dim: u16) -> Self {
        Self { parts: self.parts.iter().filter(|part| part.dim != dim).copied().collect() }
    }

    /// This row with just `set` in `dim`, which the caller knows to be neither empty nor full.
    pub(super) fn with_set(&self, dim: u16, set: ValueSet) -> Self {
        let mut parts = Vec::with_capacity(self.parts.len().saturating_add(1));
        parts.extend(self.parts.iter().take_while(|part| part.dim < dim));
        push(&mut parts, dim, set);
        parts.extend(self.parts.iter().skip_while(|part| part.dim <= dim));
        Self { parts: parts.into() }
    }
}

fn push(parts: &mut Vec<Part>, dim: u16, set: ValueSet) {
    let mut rest = set.bits();
    while rest != 0 {
        let [a, b, ..] = rest.to_le_bytes();
        parts.push(Part { dim, values: u16::from_le_bytes([a, b]) });
        rest >>= PART;
    }
}

impl PartialOrd for Row {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Row {
    fn cmp(&self, other: &Self) -> Ordering {
        self.constraints().cmp(other.constraints())
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.constraints()).finish()
    }
}

/// The constraints of a [`Row`], put together from their parts.
#[derive(Clone)]
struct Constraints<'a> {
    parts: &'a [Part],
}

impl Iterator for Constraints<'_> {
    type Item = (u16, ValueSet);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (&Part { dim, values }, mut rest) = self.parts.split_first()?;
        let mut set = u64::from(values);
        let mut shift = PART;
        while let Some((part, after)) = rest.split_first()
            && part.dim == dim
        {
            set |= u64::from(part.values).checked_shl(shift).unwrap_or_default();
            shift = shift.saturating_add(PART);
            rest = after;
        }
        self.parts = rest;
        Some((dim, ValueSet::from_bits(set)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let starts = self.parts.windows(2).filter(|pair| matches!(pair, [a, b] if a.dim != b.dim)).count();
        let len = if self.parts.is_empty() { 0 } else { starts.saturating_add(1) };
        (len, Some(len))
    }
}

impl ExactSizeIterator for Constraints<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_costs_about_what_it_asks() {
        let space = Space::new([3; 20]).unwrap();
        let asking = |dims: u16| {
            (0..dims).fold(Row::all(), |row, dim| row.with(dim, ValueSet::single(0), &space).unwrap())
        };
        let costs: Vec<(usize, usize)> =
            [0, 1, 7, 8, 20].map(|dims| (asking(dims).cost(), asking(dims).cost_of_comparing())).to_vec();
        assert_eq!(costs, [(1, 1), (2, 1), (8, 1), (9, 2), (21, 3)]);
    }

    #[test]
    fn a_dimension_that_is_limited_twice_has_the_values_of_both() {
        let space = Space::new([40; 3]).unwrap();
        let set = |values: &[u8]| values.iter().copied().collect::<ValueSet>();
        let limited = |sets: &[&[u8]]| {
            let around = Row::all().with(0, set(&[1]), &space).and_then(|row| row.with(2, set(&[2]), &space));
            sets.iter().try_fold(around.unwrap(), |row, values| row.with(1, set(values), &space))
        };
        let once = limited(&[&[3, 20]]).unwrap();
        assert_eq!(limited(&[&[1, 3, 20, 39], &[3, 4, 20]]).as_ref(), Some(&once));
        assert_eq!(
            once.constraints().collect::<Vec<_>>(),
            [(0, set(&[1])), (1, set(&[3, 20])), (2, set(&[2]))]
        );
        assert_eq!(limited(&[&[1], &[2]]), None);
    }
}
