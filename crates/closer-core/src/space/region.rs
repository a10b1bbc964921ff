//! A set of worlds as a finite union of rows.

use std::cmp::Ordering;

use super::complement::complement;
use super::table::Table;
use super::tidy::tidy;
use super::{Bounds, Budget, OutOfBudget, Row, Space, covers};

/// A set of worlds: those in at least one of its rows.
///
/// Regions are closed under union, intersection and complement, so a condition of any shape is one. They are
/// kept tidy: no row is contained in another, rows that differ in one dimension only are one row, and rows
/// are sorted. Tidy is not canonical: regions with equal rows are equal sets, but the same set can be had
/// from different rows; ask [`equivalent`](Self::equivalent).
///
/// A region does not carry its space; give every operation the space its rows were made for.
///
/// ```
/// use closer_core::space::{Budget, Region, Row, Space, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// let budget = &mut Budget::new(1_000);
/// let value = |v| Row::all().with(0, ValueSet::single(v), &space).unwrap();
/// let poorly_or_unsure = Region::from_rows([value(1), value(0)], &space, budget).unwrap();
/// assert_eq!(poorly_or_unsure.rows().len(), 1);
/// assert_eq!(poorly_or_unsure.complement(&space, budget).unwrap(), Region::from(value(2)));
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Region {
    rows: Rows,
}

/// By how many rows there are: most regions have one, which then needs no list.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
enum Rows {
    #[default]
    None,
    One(Row),
    Several(Box<[Row]>),
}

impl Region {
    /// No world.
    #[must_use]
    pub const fn empty() -> Self {
        Self { rows: Rows::None }
    }

    /// Every world.
    #[must_use]
    pub fn all() -> Self {
        Self::from(Row::all())
    }

    /// The worlds in any of the rows.
    ///
    /// # Errors
    ///
    /// When the budget runs out while tidying, which compares each row with each.
    pub fn from_rows(
        rows: impl IntoIterator<Item = Row>,
        space: &Space,
        budget: &mut Budget,
    ) -> Result<Self, OutOfBudget> {
        let rows = rows.into_iter().collect();
        Ok(Self::of(tidy(rows, |dim| space.full(dim), budget)?))
    }

    fn of(mut rows: Vec<Row>) -> Self {
        let rows = match (rows.pop(), rows.is_empty()) {
            (None, _) => Rows::None,
            (Some(only), true) => Rows::One(only),
            (Some(last), false) => {
                rows.push(last);
                Rows::Several(rows.into())
            }
        };
        Self { rows }
    }

    /// The rows, sorted.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match &self.rows {
            Rows::None => &[],
            Rows::One(row) => std::slice::from_ref(row),
            Rows::Several(rows) => rows,
        }
    }

    /// The rows, sorted.
    #[must_use]
    pub fn into_rows(self) -> Vec<Row> {
        match self.rows {
            Rows::None => Vec::new(),
            Rows::One(row) => vec![row],
            Rows::Several(rows) => rows.into(),
        }
    }

    /// The rows, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Row> {
        self.rows().iter()
    }

    /// Is there no world in it? Exact, for no row is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.rows, Rows::None)
    }

    /// Is the world with these values in it? A dimension beyond the end of `values` counts as value 0.
    #[must_use]
    pub fn contains_point(&self, values: &[u8]) -> bool {
        self.rows().iter().any(|row| row.contains_point(values))
    }

    /// The worlds in either region.
    ///
    /// # Errors
    ///
    /// When the budget runs out.
    pub fn union(&self, other: &Self, space: &Space, budget: &mut Budget) -> Result<Self, OutOfBudget> {
        budget.spend_len(self.rows().len().saturating_add(other.rows().len()))?;
        Self::from_rows(self.iter().chain(other).cloned(), space, budget)
    }

    /// The worlds in both regions.
    ///
    /// # Errors
    ///
    /// When the budget runs out. There can be as many rows as pairs of rows.
    pub fn intersect(&self, other: &Self, space: &Space, budget: &mut Budget) -> Result<Self, OutOfBudget> {
        let mut rows = Vec::new();
        for row in self {
            for theirs in other {
                budget.spend_len(row.len().saturating_add(theirs.len()).saturating_add(1))?;
                rows.extend(row.intersect(theirs));
            }
        }
        Self::from_rows(rows, space, budget)
    }

    /// The worlds that are not in this region.
    ///
    /// # Errors
    ///
    /// When the budget runs out. There can be exponentially many rows.
    pub fn complement(&self, space: &Space, budget: &mut Budget) -> Result<Self, OutOfBudget> {
        Self::all().minus(self, space, budget)
    }

    /// The worlds of this region that are not in the other.
    ///
    /// # Errors
    ///
    /// When the budget runs out. There can be exponentially many rows.
    pub fn minus(&self, other: &Self, space: &Space, budget: &mut Budget) -> Result<Self, OutOfBudget> {
        let mut rows = Vec::new();
        let everything = Bounds::all(space);
        for row in self {
            let Some(place) = everything.intersect(row) else { continue };
            for left in complement(&Table::new(other.rows(), &place, budget)?, &place, budget)? {
                budget.spend_len(row.len().saturating_add(left.len()))?;
                rows.extend(row.intersect(&left));
            }
        }
        Self::from_rows(rows, space, budget)
    }

    /// Is every world of this region in the other?
    ///
    /// # Errors
    ///
    /// When the budget runs out. Costs one [`covers`] per row.
    pub fn is_subset(&self, other: &Self, space: &Space, budget: &mut Budget) -> Result<bool, OutOfBudget> {
        let everything = Bounds::all(space);
        for row in self {
            if let Some(place) = everything.intersect(row)
                && !covers(other.rows(), &place, budget)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Have the regions no world in common? Exact; compares each row with each.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.iter().all(|row| other.iter().all(|theirs| row.is_disjoint(theirs)))
    }

    /// Are the same worlds in both regions?
    ///
    /// # Errors
    ///
    /// When the budget runs out. Costs one [`covers`] per row of either.
    pub fn equivalent(&self, other: &Self, space: &Space, budget: &mut Budget) -> Result<bool, OutOfBudget> {
        Ok(self == other
            || (self.is_subset(other, space, budget)? && other.is_subset(self, space, budget)?))
    }
}

impl PartialOrd for Region {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Region {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rows().cmp(other.rows())
    }
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl From<Row> for Region {
    fn from(row: Row) -> Self {
        Self { rows: Rows::One(row) }
    }
}

impl<'a> IntoIterator for &'a Region {
    type Item = &'a Row;
    type IntoIter = std::slice::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
