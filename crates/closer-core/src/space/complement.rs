//! The worlds of a box that are in none of the rows.

use std::collections::BTreeMap;

use super::table::Table;
use super::tidy::put_back;
use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// Rows for the worlds of the box outside the table, relative to the box: they say only what the box leaves
/// open.
///
/// By cases over the dimension that most rows constrain (Shannon expansion), joining cases that have a row in
/// common; rows that have no dimension in common are complemented apart.
pub(super) fn complement(
    table: &Table,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    budget.spend_len(table.cost().saturating_add(1))?;
    if table.is_whole() {
        return Ok(Vec::new());
    }
    if table.len() == 1 {
        // De Morgan: outside one row is outside one of its sets.
        let cells = table.rows().flatten();
        return Ok(cells
            .map(|&(dim, set)| Row::from_sorted([(dim, bounds.get(dim).difference(set))]))
            .collect());
    }
    let Some((dim, classes)) = table.busiest(bounds) else {
        return Ok(vec![Row::all()]);
    };
    if let Some(parts) = table.components() {
        let mut product = vec![Row::all()];
        for part in &parts {
            let outside = budget.nested(|budget| complement(part, bounds, budget))?;
            let mut next = Vec::new();
            for row in &product {
                for other in &outside {
                    budget.spend_len(row.len().saturating_add(other.len()))?;
                    next.extend(row.intersect(other));
                }
            }
            product = next;
        }
        return Ok(product);
    }
    let mut cases = BTreeMap::<Row, ValueSet>::new();
    for class in classes {
        let case = table.cofactor(dim, class.first().unwrap_or_default());
        for row in budget.nested(|budget| complement(&case, bounds, budget))? {
            budget.spend_len(row.len())?;
            let known = cases.entry(row).or_default();
            *known = known.union(class);
        }
    }
    Ok(cases.into_iter().map(|(row, set)| put_back(&row, dim, set, bounds.get(dim))).collect())
}
