//! The largest boxes inside a union of rows.

use super::complement::complement;
use super::consensus::primes_by_consensus;
use super::table::Table;
use super::tidy::{absorb, tidy_within};
use super::{Bounds, Budget, OutOfBudget, Row};

/// All largest boxes of the worlds that are both in the box and in some row: the *prime implicants*, for
/// values that may be more than two.
///
/// They are relative to the box: a prime speaks only of what the box leaves open, and [`Row::all`] alone
/// means that the rows cover the box. The list is sorted and depends only on the worlds, not on how the rows
/// describe them.
///
/// ```
/// use closer_core::space::{primes, Bounds, Budget, Row, Space, ValueSet};
///
/// let space = Space::new([2, 2, 2])?;
/// let with = |row: Row, (dim, value)| row.with(dim, ValueSet::single(value), &space).unwrap();
/// let row = |values: [(u16, u8); 2]| values.into_iter().fold(Row::all(), with);
/// // "a and b, or not a and c": where b and c are both true, a does not matter.
/// let rows = [row([(0, 1), (1, 1)]), row([(0, 0), (2, 1)])];
/// let found = primes(&rows, &Bounds::all(&space), &mut Budget::new(1_000)).unwrap();
/// assert!(found.contains(&row([(1, 1), (2, 1)])) && found.len() == 3);
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
///
/// # Method and cost
///
/// There can be exponentially many primes, and of the two classic ways to find them each can be exponentially
/// slower than the other. So both are tried, with more and more steps, until one is through:
///
/// - consensus of neighbouring rows, one dimension after the other (Tison 1967): fast when few rows have
///   anything to do with each other;
/// - the complement of the rows as a product of clauses, each "outside this box", multiplied out; what is
///   not inside another term is prime (Nelson, *Simplest normal truth functions*, 1955). Fast when the rows
///   leave few gaps. The proof needs no more of a literal than that a box inside a clause is inside one of
///   its literals, which holds for sets of values.
///
/// # Errors
///
/// When the budget runs out first.
pub fn primes<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    let rows = tidy_within(rows, bounds, budget)?;
    first_through(
        budget,
        |budget| primes_by_consensus(&rows, bounds, budget),
        |budget| avoid_all(&gaps(&rows, bounds, budget)?, bounds, usize::MAX, budget),
    )
}

/// A smallest witness that some world of the box is in a row: a largest box (see [`primes`]) that constrains
/// as few dimensions as any, and of those the first in the order of rows. `None` when there is no such world.
///
/// It answers "the least one has to know, beyond the box, for the rows to hold". Relative to the box, as
/// primes are.
///
/// # Errors
///
/// When the budget runs out first. Costs no more than all primes, and less where boxes with too many
/// constraints can be given up early.
pub fn smallest_witness<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Option<Row>, OutOfBudget> {
    let rows = tidy_within(rows, bounds, budget)?;
    // A row is inside the rows itself, so no more constraints than it has are needed.
    let Some(enough) = rows.iter().map(Row::len).min() else { return Ok(None) };
    let shortest =
        |primes: Vec<Row>| primes.into_iter().min_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    first_through(
        budget,
        |budget| primes_by_consensus(&rows, bounds, budget).map(shortest),
        |budget| {
            let gaps = gaps(&rows, bounds, budget)?;
            for limit in 0..=enough {
                let found = avoid_all(&gaps, bounds, limit, budget)?;
                if !found.is_empty() {
                    return Ok(shortest(found));
                }
            }
            Ok(None)
        },
    )
}

/// The answer of whichever way to it is through first, where each gets as many steps as the other, and then
/// more.
fn first_through<T>(
    budget: &mut Budget,
    mut one: impl FnMut(&mut Budget) -> Result<T, OutOfBudget>,
    mut other: impl FnMut(&mut Budget) -> Result<T, OutOfBudget>,
) -> Result<T, OutOfBudget> {
    let mut share = 1 << 12;
    loop {
        if let Some(answer) = budget.attempt(share, &mut one)? {
            return Ok(answer);
        }
        if let Some(answer) = budget.attempt(share, &mut other)? {
            return Ok(answer);
        }
        share = share.saturating_mul(4);
    }
}

/// The worlds of the box outside the rows, short clauses first: they multiply the least and absorb the most.
fn gaps(rows: &[Row], bounds: &Bounds, budget: &mut Budget) -> Result<Vec<Row>, OutOfBudget> {
    let mut gaps = complement(&Table::new(rows, bounds, budget)?, bounds, budget)?;
    gaps.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    Ok(gaps)
}

/// The largest boxes, with at most `limit` constraints, that meet none of the gaps.
///
/// Constraints are only ever added, so a box over the limit can be given up at once.
fn avoid_all(
    gaps: &[Row],
    bounds: &Bounds,
    limit: usize,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    let mut boxes = vec![Row::all()];
    for gap in gaps {
        let mut next = Vec::with_capacity(boxes.len());
        for row in boxes {
            budget.spend_len(row.len().saturating_add(1))?;
            if row.is_disjoint(gap) {
                next.push(row);
                continue;
            }
            for (dim, set) in gap.constraints() {
                let left = row.get(dim).unwrap_or_else(|| bounds.get(dim)).difference(set);
                let is_new = row.get(dim).is_none();
                if left.is_empty() || (is_new && row.len() >= limit) {
                    continue;
                }
                budget.spend_len(row.len().saturating_add(1))?;
                next.push(row.with_set(dim, left));
            }
        }
        boxes = absorb(next, budget)?;
    }
    Ok(boxes)
}
