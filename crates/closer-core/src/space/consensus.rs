//! All largest boxes of a union of rows, from the rows themselves.

use std::collections::BTreeSet;

use super::tidy::{absorb, put_back};
use super::{Bounds, Budget, OutOfBudget, Row};

/// The largest boxes in the union of the rows, which are relative to the box (see [`Row::within`]).
///
/// Dimension by dimension, until nothing new comes up: two rows, one beside the other in that dimension, have
/// a box across both wherever they agree in all other dimensions (their *consensus*). One round per dimension
/// is enough (Tison, *Generalization of consensus theory*, 1967). With sets of values: after the rounds for
/// some dimensions, every box inside the union that has one value in each of the other dimensions is inside a
/// row; before the first round that says no more than that every world is in a row.
pub(super) fn primes_by_consensus(
    rows: &[Row],
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    let dims: BTreeSet<u16> = rows.iter().flat_map(Row::constraints).map(|(dim, _)| dim).collect();
    let mut rows = rows.to_vec();
    for dim in dims {
        rows = close(rows, dim, bounds, budget)?;
    }
    absorb(rows, budget)
}

/// Adds the boxes across two rows in `dim`, and across those, until each is inside a row; leaves out rows
/// inside others.
fn close(rows: Vec<Row>, dim: u16, bounds: &Bounds, budget: &mut Budget) -> Result<Vec<Row>, OutOfBudget> {
    let (mut kept, mut queue): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.get(dim).is_none());
    let mut done: Vec<Row> = Vec::new();
    while let Some(row) = queue.pop() {
        let all = kept.len().saturating_add(done.len()).saturating_add(queue.len());
        budget.spend_len(all.saturating_mul(row.cost_of_comparing()))?;
        let is_inside = |list: &[Row]| list.iter().any(|wider| wider.contains(&row));
        if is_inside(&kept) || is_inside(&done) || is_inside(&queue) {
            continue;
        }
        done.retain(|narrower| !row.contains(narrower));
        if row.get(dim).is_none() {
            kept.push(row);
            continue;
        }
        for other in &done {
            budget.spend_len(row.len())?;
            queue.extend(across(&row, other, dim, bounds));
        }
        done.push(row);
    }
    kept.append(&mut done);
    Ok(kept)
}

/// The box across two rows that constrain `dim`; `None` when it would be inside one of them, or they agree
/// nowhere.
fn across(row: &Row, other: &Row, dim: u16, bounds: &Bounds) -> Option<Row> {
    let (mine, theirs) = (row.get(dim)?, other.get(dim)?);
    if mine.is_subset(theirs) || theirs.is_subset(mine) {
        return None;
    }
    let common = row.without(dim).intersect(&other.without(dim))?;
    Some(put_back(&common, dim, mine.union(theirs), bounds.get(dim)))
}
