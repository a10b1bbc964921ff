//! Do rows cover a box? The question that all others come down to.

use super::table::{Glance, Table};
use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// What a union of rows says of a box of worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Every world of the box is in some row.
    Holds,
    /// Some worlds are and some are not: what is not yet known decides.
    Open,
    /// No world of the box is in any row.
    Fails,
}

/// Is every world of the box in some row?
///
/// Exact: several rows that each leave a gap may close each other's gaps.
///
/// ```
/// use closer_core::space::{covers, Bounds, Budget, Row, Space, ValueSet};
///
/// let space = Space::new([2, 3])?;
/// let yes = Row::all().with(0, ValueSet::single(1), &space).unwrap();
/// let no = Row::all().with(0, ValueSet::single(0), &space).unwrap();
/// let everything = Bounds::all(&space);
/// assert_eq!(covers([&yes], &everything, &mut Budget::new(100)), Ok(false));
/// assert_eq!(covers([&yes, &no], &everything, &mut Budget::new(100)), Ok(true));
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
///
/// # Method and cost
///
/// One pass answers the usual cases without allocating: a row that contains the box, no row that meets it,
/// rows that together have fewer worlds than it has. What is left is the tautology question of two-level
/// logic minimisation, and is decided as Espresso-MV does (Rudell and Sangiovanni-Vincentelli,
/// *Multiple-valued minimization for PLA optimization*, 1987): case by case over the values of a dimension,
/// passing over values that cannot be the gap, and apart for rows that have no dimension in common.
/// Exponential in the worst case, hence the budget.
///
/// # Errors
///
/// When the budget runs out first.
pub fn covers<'a, I>(rows: I, bounds: &Bounds, budget: &mut Budget) -> Result<bool, OutOfBudget>
where
    I: IntoIterator<Item = &'a Row, IntoIter: Clone>,
{
    Ok(status(rows, bounds, budget)? == Status::Holds)
}

/// Do the rows hold in the box, fail in it, or is it open? Same method, cost and errors as [`covers`].
///
/// # Errors
///
/// When the budget runs out first.
pub fn status<'a, I>(rows: I, bounds: &Bounds, budget: &mut Budget) -> Result<Status, OutOfBudget>
where
    I: IntoIterator<Item = &'a Row, IntoIter: Clone>,
{
    let rows = rows.into_iter();
    let mut glance = Glance::default();
    for row in rows.clone() {
        budget.spend_len(row.cost())?;
        if glance.see(row, bounds) {
            return Ok(Status::Holds);
        }
    }
    if !glance.met() {
        return Ok(Status::Fails);
    }
    if glance.is_too_small() || !is_covered(Table::new(rows, bounds, budget)?, bounds, budget)? {
        return Ok(Status::Open);
    }
    Ok(Status::Holds)
}

/// The lowest world of the box that is in no row, as bounds of one point; `None` when the rows cover the box.
///
/// Lowest is first by the value in dimension 0, then in dimension 1, and so on, so the answer does not depend
/// on the order of the rows. Costs at most one [`covers`] per value of each constrained dimension.
///
/// # Errors
///
/// When the budget runs out first.
pub fn uncovered<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Option<Bounds>, OutOfBudget> {
    let mut table = Table::new(rows, bounds, budget)?;
    if is_covered(table.clone(), bounds, budget)? {
        return Ok(None);
    }
    // From here on the table has a gap; each round fixes its lowest dimension to the lowest value that keeps
    // one.
    let mut point = bounds.first_point();
    while let Some(dim) = table.first_dim() {
        let mut left = bounds.get(dim);
        while let Some(value) = left.first() {
            budget.spend_len(table.cost())?;
            let next = table.cofactor(dim, value);
            let more = left.without(value).difference(table.above(dim, value, bounds));
            if more.is_empty() || !is_covered(next.clone(), bounds, budget)? {
                point.replace(dim, ValueSet::single(value));
                table = next;
                break;
            }
            left = more;
        }
    }
    Ok(Some(point))
}

/// The lowest world of the box that is in some row, as bounds of one point; `None` when there is none. Lowest
/// as in [`uncovered`]. One pass over the rows, so it needs no budget.
#[must_use]
pub fn first_point<'a>(rows: impl IntoIterator<Item = &'a Row>, bounds: &Bounds) -> Option<Bounds> {
    rows.into_iter().filter_map(|row| bounds.intersect(row)).map(|common| common.first_point()).min()
}

/// Are there two worlds of the box that differ in `dim` only, one in some row and one in none?
///
/// When not, learning `dim` can never change whether the rows hold, even where they mention it.
///
/// # Errors
///
/// When the budget runs out first. Costs at most one [`covers`] per row and value of `dim`.
pub fn depends_on<'a, I>(rows: I, bounds: &Bounds, dim: u16, budget: &mut Budget) -> Result<bool, OutOfBudget>
where
    I: IntoIterator<Item = &'a Row, IntoIter: Clone>,
{
    let rows = rows.into_iter();
    let possible = bounds.get(dim);
    // The rows say the same at all values when what holds at each value holds at the next, and at the last
    // holds at the first.
    let next_values = possible.iter().skip(1).chain(possible.first());
    for (value, next) in possible.iter().zip(next_values) {
        for row in rows.clone() {
            budget.spend_len(row.cost())?;
            let tells_apart = row.get(dim).is_some_and(|set| set.contains(value) && !set.contains(next));
            if !tells_apart {
                continue;
            }
            if let Some(mut there) = bounds.intersect(row) {
                there.replace(dim, ValueSet::single(next));
                if !covers(rows.clone(), &there, budget)? {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// Do the rows of the table cover the box?
fn is_covered(mut table: Table, bounds: &Bounds, budget: &mut Budget) -> Result<bool, OutOfBudget> {
    loop {
        budget.spend_len(table.cost())?;
        if table.is_whole() {
            return Ok(true);
        }
        // Also when there is no row.
        if table.is_too_small(bounds) {
            return Ok(false);
        }
        let Some((dim, values)) = split(&table, bounds) else { return Ok(false) };
        if values.len() == 1 {
            // Only one value can be the gap, so there is no case to distinguish.
            table = table.cofactor(dim, values.first().unwrap_or_default());
            continue;
        }
        if let Some(parts) = table.components() {
            // One world outside each part, put together, would be outside all of them.
            for part in parts {
                if budget.nested(|budget| is_covered(part, bounds, budget))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        for value in values {
            if !budget.nested(|budget| is_covered(table.cofactor(dim, value), bounds, budget))? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
}

/// The dimension to split the box by, and the values to look at: one where a single value will do; else the
/// one that most rows constrain, for there the cases leave fewest cells; then the one with fewest cases; then
/// the lowest.
fn split(table: &Table, bounds: &Bounds) -> Option<(u16, ValueSet)> {
    let mut best: Option<(bool, usize, u32, u16, ValueSet)> = None;
    table.for_each_column(bounds, |column| {
        let values = column.hardest();
        let single = values.len() == 1;
        let better = best.as_ref().is_none_or(|&(is_single, rows, cases, ..)| {
            (single, column.cells.len(), cases) > (is_single, rows, values.len())
        });
        if better {
            best = Some((single, column.cells.len(), values.len(), column.dim, values));
        }
    });
    best.map(|(.., dim, values)| (dim, values))
}
