//! How many dimensions there are, and how many values each has.

use std::sync::Arc;

use super::ValueSet;

/// The product of finite domains: the size of every dimension.
///
/// A *world* of the space gives every dimension one of its values. Dimensions are known by their position,
/// counted from 0. Cloning shares the sizes and costs nothing.
///
/// Asking about a dimension that the space does not have is answered as if it had exactly one value: it can
/// be neither constrained nor learnt, so it never changes an answer. The rest of this module keeps to the
/// same convention.
///
/// ```
/// use closer_core::space::{Space, SpaceError, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// assert_eq!(space.size(0), 3);
/// assert_eq!(space.full(1), ValueSet::from_iter([0, 1]));
/// assert_eq!(space.size(2), 1);
/// assert_eq!(Space::new([3, 0]), Err(SpaceError::NoValues { dim: 1 }));
/// # Ok::<(), SpaceError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Space {
    sizes: Arc<[u8]>,
}

/// Why a list of sizes is not a [`Space`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpaceError {
    /// A dimension with no value at all: there would be no world.
    #[error("dimension {dim} has no values")]
    NoValues {
        /// Which dimension.
        dim: usize,
    },
    /// A dimension with more values than a [`ValueSet`] holds.
    #[error("dimension {dim} has {size} values, and at most {max} fit", max = Space::MAX_SIZE)]
    TooManyValues {
        /// Which dimension.
        dim: usize,
        /// How many values it was to have.
        size: usize,
    },
    /// More dimensions than can be numbered.
    #[error("there are more than {max} dimensions", max = Space::MAX_LEN)]
    TooManyDimensions,
}

impl Space {
    /// The most values a dimension can have.
    pub const MAX_SIZE: u8 = 64;

    /// The most dimensions a space can have.
    pub const MAX_LEN: u16 = u16::MAX;

    /// The space whose dimensions have these sizes. No sizes at all make the space of exactly one world.
    ///
    /// # Errors
    ///
    /// When a size is not in `1..=64`, or there are more than [`Space::MAX_LEN`] of them.
    pub fn new(sizes: impl IntoIterator<Item = usize>) -> Result<Self, SpaceError> {
        let mut kept = Vec::new();
        for (dim, size) in sizes.into_iter().enumerate() {
            if dim >= usize::from(Self::MAX_LEN) {
                return Err(SpaceError::TooManyDimensions);
            }
            match u8::try_from(size) {
                Ok(0) => return Err(SpaceError::NoValues { dim }),
                Ok(small) if small <= Self::MAX_SIZE => kept.push(small),
                _ => return Err(SpaceError::TooManyValues { dim, size }),
            }
        }
        Ok(Self { sizes: kept.into() })
    }

    /// How many dimensions there are.
    #[must_use]
    pub fn len(&self) -> u16 {
        u16::try_from(self.sizes.len()).unwrap_or(Self::MAX_LEN)
    }

    /// Is there no dimension, hence one world only?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// How many values `dim` has: 1 to 64, and 1 for a dimension the space does not have.
    #[must_use]
    pub fn size(&self, dim: u16) -> u8 {
        self.sizes.get(usize::from(dim)).copied().unwrap_or(1)
    }

    /// All values of `dim`.
    #[must_use]
    pub fn full(&self, dim: u16) -> ValueSet {
        ValueSet::full(self.size(dim))
    }

    /// The dimensions, lowest first.
    #[must_use]
    pub fn dims(&self) -> impl ExactSizeIterator<Item = u16> + use<> {
        0..self.len()
    }
}
