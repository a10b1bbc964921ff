//! How many worlds are in a union of rows.

use super::table::Table;
use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// How many worlds of the box are in some row; `None` when that is more than a `u128` holds.
///
/// Exact, and each world counts once however many rows it is in. Only the answer has to fit: a small region
/// of a vast box is counted.
///
/// ```
/// use closer_core::space::{count, Bounds, Budget, Row, Space, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// let poorly = Row::all().with(0, ValueSet::single(0), &space).unwrap();
/// let yes = Row::all().with(1, ValueSet::single(1), &space).unwrap();
/// assert_eq!(count([&poorly, &yes], &Bounds::all(&space), &mut Budget::new(100)), Ok(Some(4)));
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
///
/// # Errors
///
/// When the budget runs out first. Counting looks at every case, so it may cost far more than
/// [`covers`](super::covers); rows that have no dimension in common are counted apart, and values that no row
/// tells apart together.
pub fn count<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Option<u128>, OutOfBudget> {
    count_weighted(rows, bounds, |_, _| 1, budget)
}

/// As [`count`], where value `v` of dimension `d` stands for `weight(d, v)` real values: a whole number cut
/// into cells counts for as many numbers as the cell holds.
///
/// # Errors
///
/// When the budget runs out first.
pub fn count_weighted<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    weight: impl Fn(u16, u8) -> u64,
    budget: &mut Budget,
) -> Result<Option<u128>, OutOfBudget> {
    let table = Table::new(rows, bounds, budget)?;
    let scope: Vec<u16> = bounds.iter().map(|(dim, _)| dim).collect();
    let weigh =
        |dim: u16, set: ValueSet| Number(Some(set.iter().map(|value| u128::from(weight(dim, value))).sum()));
    Ok(Counter { bounds, weigh }.tally(&table, &scope, budget)?.inside.0)
}

/// A count that may be too large to write down. Zero times too large is zero.
#[derive(Clone, Copy)]
struct Number(Option<u128>);

impl Number {
    const ZERO: Self = Self(Some(0));
    const ONE: Self = Self(Some(1));

    fn plus(self, other: Self) -> Self {
        Self(self.0.zip(other.0).and_then(|(a, b)| a.checked_add(b)))
    }

    fn times(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(0), _) | (_, Some(0)) => Self::ZERO,
            (a, b) => Self(a.zip(b).and_then(|(a, b)| a.checked_mul(b))),
        }
    }
}

/// The worlds in some row and those in none. Both are kept because neither can be had from the other when the
/// whole is too large.
#[derive(Clone, Copy)]
struct Tally {
    inside: Number,
    outside: Number,
}

struct Counter<'a, W> {
    bounds: &'a Bounds,
    weigh: W,
}

impl<W: Fn(u16, ValueSet) -> Number> Counter<'_, W> {
    /// Counts over the dimensions of `scope`, which are at least those of the table.
    fn tally(&self, table: &Table, scope: &[u16], budget: &mut Budget) -> Result<Tally, OutOfBudget> {
        budget.spend_len(table.cost().saturating_add(scope.len()))?;
        if table.is_whole() {
            return Ok(Tally { inside: self.size(scope.iter().copied()), outside: Number::ZERO });
        }
        let dims = table.dims();
        let free = self.size(scope.iter().copied().filter(|dim| dims.binary_search(dim).is_err()));
        let Some((split, classes)) = table.busiest(self.bounds) else {
            return Ok(Tally { inside: Number::ZERO, outside: free });
        };
        let mut sum;
        if let Some(parts) = table.components() {
            // A world is outside when it is outside every part.
            sum = Tally { inside: Number::ZERO, outside: Number::ONE };
            for part in &parts {
                let next = budget.nested(|budget| self.tally(part, &part.dims(), budget))?;
                sum.inside =
                    sum.inside.times(next.inside.plus(next.outside)).plus(sum.outside.times(next.inside));
                sum.outside = sum.outside.times(next.outside);
            }
        } else {
            let rest: Vec<u16> = dims.into_iter().filter(|&dim| dim != split).collect();
            sum = Tally { inside: Number::ZERO, outside: Number::ZERO };
            for class in classes {
                let case = table.cofactor(split, class.first().unwrap_or_default());
                let next = budget.nested(|budget| self.tally(&case, &rest, budget))?;
                let weight = (self.weigh)(split, class);
                sum.inside = sum.inside.plus(weight.times(next.inside));
                sum.outside = sum.outside.plus(weight.times(next.outside));
            }
        }
        Ok(Tally { inside: sum.inside.times(free), outside: sum.outside.times(free) })
    }

    fn size(&self, dims: impl Iterator<Item = u16>) -> Number {
        dims.fold(Number::ONE, |product, dim| product.times((self.weigh)(dim, self.bounds.get(dim))))
    }
}
