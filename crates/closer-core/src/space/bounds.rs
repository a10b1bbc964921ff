//! A dense box: what is still possible in every dimension.

use super::{Row, Space, ValueSet};

/// For every dimension of a space the values that are still possible; never none.
///
/// The worlds of a `Bounds` are all combinations of those values, so there is always at least one. It is the
/// shape of what is *known*: full where nothing is known, one value where all is. (A [`Row`] is the shape of
/// what is *asked*.)
///
/// Bounds are ordered dimension by dimension; of two points, the one with the lower value in the first
/// dimension where they differ is the lower.
///
/// ```
/// use closer_core::space::{Bounds, Space, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// let known = Bounds::all(&space).restrict(0, ValueSet::from_iter([1, 2])).unwrap();
/// assert_eq!(known.open_dims().collect::<Vec<_>>(), [0, 1]);
/// assert_eq!(known.count(), Some(4));
/// assert_eq!(known.restrict(0, ValueSet::single(0)), None);
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounds {
    sets: Box<[ValueSet]>,
}

impl Bounds {
    /// Everything is possible.
    #[must_use]
    pub fn all(space: &Space) -> Self {
        Self { sets: space.dims().map(|dim| space.full(dim)).collect() }
    }

    /// The one world with these values, in the order of the dimensions; `None` when there is not exactly one
    /// value per dimension or one of them is not in its domain.
    #[must_use]
    pub fn point(space: &Space, values: &[u8]) -> Option<Self> {
        let fits = values.len() == usize::from(space.len())
            && space.dims().zip(values).all(|(dim, &value)| space.full(dim).contains(value));
        fits.then(|| Self { sets: values.iter().map(|&value| ValueSet::single(value)).collect() })
    }

    /// How many dimensions there are.
    #[must_use]
    pub fn len(&self) -> u16 {
        u16::try_from(self.sets.len()).unwrap_or(Space::MAX_LEN)
    }

    /// Is there no dimension, hence one world only?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The values still possible in `dim`: never empty, and value 0 alone for a dimension that is not there.
    #[must_use]
    pub fn get(&self, dim: u16) -> ValueSet {
        self.sets.get(usize::from(dim)).copied().unwrap_or(ValueSet::single(0))
    }

    /// Keeps in `dim` only the values of `set`. When none would be left, returns false and changes nothing.
    #[must_use]
    pub fn narrow(&mut self, dim: u16, set: ValueSet) -> bool {
        let left = self.get(dim).intersection(set);
        if left.is_empty() {
            return false;
        }
        self.replace(dim, left);
        true
    }

    /// These bounds with only the values of `set` in `dim`; `None` when none is left.
    #[must_use]
    pub fn restrict(&self, dim: u16, set: ValueSet) -> Option<Self> {
        let mut narrowed = self.clone();
        narrowed.narrow(dim, set).then_some(narrowed)
    }

    /// The worlds of these bounds that are also in `row`; `None` when there are none.
    #[must_use]
    pub fn intersect(&self, row: &Row) -> Option<Self> {
        // Most rows are asked in vain, so nothing is copied before there is something to keep.
        if !row.meets(self) {
            return None;
        }
        let mut narrowed = self.clone();
        row.constraints().all(|(dim, set)| narrowed.narrow(dim, set)).then_some(narrowed)
    }

    /// Is every world of these bounds in `other`?
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        let dims = self.len().max(other.len());
        (0..dims).all(|dim| self.get(dim).is_subset(other.get(dim)))
    }

    /// Is there only one world left?
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.sets.iter().all(|set| set.len() == 1)
    }

    /// The dimensions in which more than one value is possible, lowest first.
    pub fn open_dims(&self) -> impl Iterator<Item = u16> + '_ {
        self.iter().filter(|(_, set)| set.len() > 1).map(|(dim, _)| dim)
    }

    /// Every dimension with the values still possible in it, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = (u16, ValueSet)> + '_ {
        (0..=Space::MAX_LEN).zip(self.sets.iter().copied())
    }

    /// How many worlds there are; `None` when that is more than a `u128` holds.
    #[must_use]
    pub fn count(&self) -> Option<u128> {
        self.sets.iter().try_fold(1_u128, |product, set| product.checked_mul(u128::from(set.len())))
    }

    /// The lowest world: the lowest possible value in every dimension.
    #[must_use]
    pub fn first_point(&self) -> Self {
        let lowest = |set: &ValueSet| ValueSet::from_iter(set.first());
        Self { sets: self.sets.iter().map(lowest).collect() }
    }

    /// The lowest possible value of every dimension; the values of the world itself when these bounds are a
    /// point.
    #[must_use]
    pub fn values(&self) -> Box<[u8]> {
        self.sets.iter().map(|set| set.first().unwrap_or_default()).collect()
    }

    /// The same worlds as a row of `space`: a constraint for every dimension in which a value is ruled out.
    #[must_use]
    pub fn to_row(&self, space: &Space) -> Row {
        Row::from_sorted(self.iter().filter(|&(dim, set)| set != space.full(dim)))
    }

    /// Makes everything possible again, in memory that is used again where it is for as many dimensions.
    pub(crate) fn widen(&mut self, space: &Space) {
        if self.sets.len() == usize::from(space.len()) {
            self.sets.iter_mut().zip(space.dims()).for_each(|(set, dim)| *set = space.full(dim));
        } else {
            *self = Self::all(space);
        }
    }

    /// Puts a set in the place of another. The caller sees to it that `set` is not empty.
    pub(crate) fn replace(&mut self, dim: u16, set: ValueSet) {
        if let Some(place) = self.sets.get_mut(usize::from(dim)) {
            *place = set;
        }
    }
}
