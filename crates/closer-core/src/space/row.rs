//! A sparse box: what is asked of some of the dimensions.

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
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Row {
    /// Sorted by dimension, each dimension once.
    constraints: Box<[(u16, ValueSet)]>,
}

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
        self.constraints.len()
    }

    /// Does it constrain nothing, so that all worlds are in it?
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.constraints.is_empty()
    }

    /// The values it allows in `dim`; `None` when it allows all.
    #[must_use]
    pub fn get(&self, dim: u16) -> Option<ValueSet> {
        let at = self.find(dim).ok()?;
        self.constraints.get(at).map(|&(_, set)| set)
    }

    /// The constrained dimensions and the values allowed there, lowest dimension first.
    #[must_use]
    pub fn constraints(&self) -> impl ExactSizeIterator<Item = (u16, ValueSet)> + Clone + '_ {
        self.constraints.iter().copied()
    }

    /// The worlds in both rows; `None` when there are none.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let mut both = Vec::with_capacity(self.len().saturating_add(other.len()));
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
            both.extend(next);
        }
        Some(Self::from_sorted(both))
    }

    /// Is every world of `other` in this row?
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.len() <= other.len()
            && self.constraints().all(|(dim, set)| other.get(dim).is_some_and(|theirs| theirs.is_subset(set)))
    }

    /// Have the rows no world in common?
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.constraints().any(|(dim, set)| other.get(dim).is_some_and(|theirs| theirs.is_disjoint(set)))
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
        let mut left = Vec::with_capacity(self.len());
        for (dim, set) in self.constraints() {
            let possible = bounds.get(dim);
            let both = possible.intersection(set);
            if both.is_empty() {
                return None;
            }
            if both != possible {
                left.push((dim, both));
            }
        }
        Some(Self::from_sorted(left))
    }

    /// The row with these constraints. The caller sees to the invariant: sorted, each dimension once, none
    /// empty, none full.
    pub(super) fn from_sorted(constraints: Vec<(u16, ValueSet)>) -> Self {
        debug_assert!(constraints.is_sorted_by(|(a, _), (b, _)| a < b));
        debug_assert!(constraints.iter().all(|(_, set)| !set.is_empty()));
        Self { constraints: constraints.into_boxed_slice() }
    }

    /// This row, saying nothing of `dim`.
    pub(super) fn without(&self, dim: u16) -> Self {
        Self { constraints: self.constraints().filter(|&(there, _)| there != dim).collect() }
    }

    /// This row with just `set` in `dim`, which the caller knows to be neither empty nor full.
    pub(super) fn with_set(&self, dim: u16, set: ValueSet) -> Self {
        let mut constraints = self.constraints.to_vec();
        match self.find(dim) {
            Ok(at) => constraints.iter_mut().skip(at).take(1).for_each(|place| place.1 = set),
            Err(at) => constraints.insert(at, (dim, set)),
        }
        Self::from_sorted(constraints)
    }

    fn find(&self, dim: u16) -> Result<usize, usize> {
        self.constraints.binary_search_by_key(&dim, |&(there, _)| there)
    }
}
