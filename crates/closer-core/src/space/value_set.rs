//! Which values of one dimension are allowed.

use std::fmt;

/// A set of value positions `0..64` of one dimension, in one machine word.
///
/// Values are known here by their position in their dimension only; what they are called is the business of
/// the floors above. Every operation is total: a position of 64 or more is in no set, and adding or removing
/// it changes nothing.
///
/// Sets are ordered by [`bits`](Self::bits), which is a total order without further meaning; sets of one
/// value are ordered as their values are.
///
/// ```
/// use closer_core::space::ValueSet;
///
/// let at_least_one = ValueSet::from_iter([1, 2]);
/// assert_eq!(at_least_one.complement(3), ValueSet::single(0));
/// assert_eq!(at_least_one.iter().collect::<Vec<_>>(), [1, 2]);
/// assert!(!at_least_one.contains(200));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct ValueSet(u64);

impl ValueSet {
    /// The set of no value.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// The first `size` positions, `0..size`; all 64 of them when `size` is larger.
    #[must_use]
    pub const fn full(size: u8) -> Self {
        if size >= 64 { Self(u64::MAX) } else { Self(!(u64::MAX << size)) }
    }

    /// The set of one value; empty when `value` is 64 or more.
    #[must_use]
    pub const fn single(value: u8) -> Self {
        if value >= 64 { Self(0) } else { Self(1 << value) }
    }

    /// The set whose member `v` is bit `v` of `bits`, lowest bit first.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The set as a word: bit `v` is set when `v` is a member.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Is `value` a member?
    #[must_use]
    pub const fn contains(self, value: u8) -> bool {
        self.0 & Self::single(value).0 != 0
    }

    /// Adds `value`; true when it was not a member before and is one now.
    pub const fn insert(&mut self, value: u8) -> bool {
        let before = self.0;
        self.0 |= Self::single(value).0;
        before != self.0
    }

    /// This set and `value`.
    #[must_use]
    pub const fn with(self, value: u8) -> Self {
        Self(self.0 | Self::single(value).0)
    }

    /// This set but not `value`.
    #[must_use]
    pub const fn without(self, value: u8) -> Self {
        Self(self.0 & !Self::single(value).0)
    }

    /// The values in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The values in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The values of this set that are not in `other`.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The positions `0..size` that are not in this set.
    #[must_use]
    pub const fn complement(self, size: u8) -> Self {
        Self::full(size).difference(self)
    }

    /// Is there no value in it?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many values are in it, at most 64.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Is every value of this set in `other`?
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Have the sets no value in common?
    #[must_use]
    pub const fn is_disjoint(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// The lowest value.
    #[must_use]
    pub fn first(self) -> Option<u8> {
        self.iter().next()
    }

    /// The values, lowest first.
    #[must_use]
    pub const fn iter(self) -> Values {
        Values(self.0)
    }
}

impl fmt::Debug for ValueSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(*self).finish()
    }
}

/// Positions of 64 or more are left out.
impl FromIterator<u8> for ValueSet {
    fn from_iter<I: IntoIterator<Item = u8>>(values: I) -> Self {
        values.into_iter().fold(Self::empty(), Self::with)
    }
}

impl IntoIterator for ValueSet {
    type Item = u8;
    type IntoIter = Values;

    fn into_iter(self) -> Values {
        self.iter()
    }
}

/// The values of a [`ValueSet`], lowest first.
#[derive(Clone, Debug)]
pub struct Values(u64);

impl Iterator for Values {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.0 == 0 {
            return None;
        }
        let value = u8::try_from(self.0.trailing_zeros()).ok();
        self.0 &= self.0.wrapping_sub(1);
        value
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = usize::try_from(self.0.count_ones()).unwrap_or_default();
        (len, Some(len))
    }
}

impl ExactSizeIterator for Values {}
impl std::iter::FusedIterator for Values {}
