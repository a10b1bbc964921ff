//! Fewer rows for the same worlds, by what two rows show.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// Leaves out rows contained in another, and makes one row of rows that differ in one dimension only, until
/// there are none such.
///
/// The result is sorted and depends on the set of rows only, not on their order. `full` gives all values of a
/// dimension.
pub(super) fn tidy(
    mut rows: Vec<Row>,
    full: impl Fn(u16) -> ValueSet,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    loop {
        rows = absorb(rows, budget)?;
        let before = rows.len();
        if before > 1 {
            merge(&mut rows, &full, budget)?;
        }
        if rows.len() == before {
            return Ok(rows);
        }
    }
}

/// What the rows ask inside the box (see [`Row::within`]), tidied.
pub(super) fn tidy_within<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    let mut inside = Vec::new();
    for row in rows {
        budget.spend_len(row.len().saturating_add(1))?;
        inside.extend(row.within(bounds));
    }
    tidy(inside, |dim| bounds.get(dim), budget)
}

/// Keeps the rows that are in no other row, each once, sorted.
pub(super) fn absorb(mut rows: Vec<Row>, budget: &mut Budget) -> Result<Vec<Row>, OutOfBudget> {
    if rows.len() > 1 {
        // A row can be contained only in rows with no more constraints than it has.
        rows.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        rows.dedup();
        let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
        for row in rows {
            budget.spend_len(kept.len().saturating_mul(row.cost_of_comparing()).saturating_add(1))?;
            if !kept.iter().any(|wider| wider.contains(&row)) {
                // Of two rows with as many constraints, the one with the larger sets may come later.
                kept.retain(|narrower| narrower.len() < row.len() || !row.contains(narrower));
                kept.push(row);
            }
        }
        rows = kept;
        rows.sort_unstable();
    }
    Ok(rows)
}

/// One pass over the dimensions: rows that are equal but for that dimension become one.
fn merge(
    rows: &mut Vec<Row>,
    full: &impl Fn(u16) -> ValueSet,
    budget: &mut Budget,
) -> Result<(), OutOfBudget> {
    let dims: BTreeSet<u16> = rows.iter().flat_map(Row::constraints).map(|(dim, _)| dim).collect();
    for dim in dims {
        budget.spend_len(rows.len())?;
        let mut alike = BTreeMap::<Row, ValueSet>::new();
        let mut constrained = 0_usize;
        for row in rows.iter() {
            if let Some(set) = row.get(dim) {
                constrained = constrained.saturating_add(1);
                budget.spend_len(row.len())?;
                let known = alike.entry(row.without(dim)).or_default();
                *known = known.union(set);
            }
        }
        if alike.len() < constrained {
            rows.retain(|row| row.get(dim).is_none());
            rows.extend(alike.into_iter().map(|(row, set)| put_back(&row, dim, set, full(dim))));
        }
    }
    Ok(())
}

/// The row with `set` in `dim`, which it does not constrain yet.
pub(super) fn put_back(row: &Row, dim: u16, set: ValueSet, full: ValueSet) -> Row {
    if set == full { row.clone() } else { row.with_set(dim, set) }
}
