//! Rows so complete that one of them tells what all of them together say.

use crate::space::{Row, Space};

/// How many comparisons the rows of one action may cost, and so also how many rows they may grow to. One of two rows that constrain many facts counts for several, for each eight
/// constraints of theirs about.
const STEPS: usize = 100_000;

/// How many comparisons the rows of all actions, or of all rules, may cost together.
pub(in crate::run) const ALL_STEPS: usize = 100_000_000;

/// A row of a rule, or one that several rules have in common.
#[derive(Debug, Clone)]
pub(in crate::run) struct Strong {
    pub(in crate::run) row: Row,
    /// Wherever the row is true, so is a rule of at least this weight.
    pub(in crate::run) weight: u8,
    /// The rule that is true there; `None` where it takes several.
    pub(in crate::run) rule: Option<usize>,
}

/// Adds rows until every box in which the rows hold, be it only together, is inside a single one of them. That is so for the rows of each rule,
/// and for all rows of at least some weight, whatever that weight is. `false`, and nothing added, where that takes too many comparisons,
/// or more than there are left of `total`.
///
/// A box that is inside no single row comes apart into two that are, and the *consensus* of these two rows (Quine 1955) contains it: their union
/// in the dimension of the cut, and what they have in common in all others. So it is enough that every consensus is inside some row.
pub(in crate::run) fn close(rows: &mut Vec<Strong>, space: &Space, total: &mut usize) -> bool {
    let written = rows.len();
    // In the end every two rows are compared. Where that alone is too much there is no need to begin.
    if written.saturating_mul(written.saturating_sub(1)) / 2 > STEPS.min(*total) {
        return false;
    }
    let granted = STEPS.min(*total);
    let mut left = granted;
    // The rows of single rules first, for these say more.
    let closed = close_where(rows, space, &mut left, true) && close_where(rows, space, &mut left, false);
    *total = total.saturating_sub(granted.saturating_sub(left));
    if !closed {
        rows.truncate(written);
    }
    closed
}

fn close_where(rows: &mut Vec<Strong>, space: &Space, left: &mut usize, of_one_rule: bool) -> bool {
    let mut at = 0;
    while let Some(one) = rows.get(at).cloned() {
        for earlier in 0..at {
            let Some(other) = rows.get(earlier) else { break };
            let rule = if one.rule == other.rule { one.rule } else { None };
            if of_one_rule && rule.is_none() {
                continue;
            }
            let weight = one.weight.min(other.weight);
            let other = other.row.clone();
            let comparisons = one.row.cost_of_comparing().max(other.cost_of_comparing());
            let Some(rest) = left.checked_sub(comparisons) else { return false };
            *left = rest;
            for dim in joinable(&one.row, &other) {
                let Some(row) = consensus(&one.row, &other, dim, space) else { continue };
                let comparisons = rows.len().saturating_mul(row.cost_of_comparing());
                let Some(rest) = left.checked_sub(comparisons) else { return false };
                *left = rest;
                let says_it = |known: &Strong| {
                    known.weight >= weight && (!of_one_rule || known.rule == rule) && known.row.contains(&row)
                };
                if !rows.iter().any(says_it) {
                    rows.push(Strong { row, weight, rule: if of_one_rule { rule } else { None } });
                }
            }
        }
        at = at.saturating_add(1);
    }
    true
}

/// The dimensions in which a consensus of the two says something that neither says: both constrain it, and they meet in all others.
fn joinable(one: &Row, other: &Row) -> Vec<u16> {
    let mut theirs = other.constraints().peekable();
    let (mut apart, mut across) = (None, Vec::new());
    for (dim, set) in one.constraints() {
        while theirs.next_if(|&(there, _)| there < dim).is_some() {}
        let Some((_, other)) = theirs.next_if(|&(there, _)| there == dim) else { continue };
        if set.is_disjoint(other) {
            if apart.replace(dim).is_some() {
                return Vec::new();
            }
        } else if !set.is_subset(other) && !other.is_subset(set) {
            across.push(dim);
        }
    }
    apart.map_or(across, |dim| vec![dim])
}

/// What is inside the two rows together whichever value `dim` has of theirs.
fn consensus(one: &Row, other: &Row, dim: u16, space: &Space) -> Option<Row> {
    let union = one.get(dim)?.union(other.get(dim)?);
    one.without(dim).intersect(&other.without(dim))?.with(dim, union, space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::ValueSet;

    fn strong(row: Row) -> Strong {
        Strong { row, weight: 1, rule: Some(0) }
    }

    #[test]
    fn what_two_rows_say_together_is_added() {
        let space = Space::new([2, 2]).unwrap();
        let row = |value| Row::all().with(0, ValueSet::single(value), &space).unwrap();
        let mut rows = vec![strong(row(0)), strong(row(1))];
        let mut total = 1_000;
        assert!(close(&mut rows, &space, &mut total));
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().any(|strong| strong.row.is_all()));
        assert!(total < 1_000, "what it took is counted");
        // Where that is too much, nothing is added.
        let mut rows = vec![strong(row(0)), strong(row(1))];
        assert!(!close(&mut rows, &space, &mut 1));
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn rows_that_ask_much_are_compared_less_often() {
        let space = Space::new([2; 400]).unwrap();
        let wide = (2..400).fold(Row::all(), |row, dim| row.with(dim, ValueSet::single(1), &space).unwrap());
        let cost = |row: &Row| {
            let both = |value| row.with(0, ValueSet::single(value), &space).unwrap();
            let mut rows = vec![strong(both(0)), strong(both(1))];
            let mut total = 10_000;
            assert!(close(&mut rows, &space, &mut total));
            assert_eq!(&rows[2].row, row);
            10_000 - total
        };
        assert!(cost(&wide) > 40 * cost(&Row::all()), "{} {}", cost(&wide), cost(&Row::all()));
    }

    #[test]
    fn rows_are_not_compared_where_there_are_too_many_to_compare() {
        let space = Space::new([2; 448]).unwrap();
        // These say nothing together that they do not say alone.
        let rows = |number: u16| -> Vec<Strong> {
            (0..number)
                .map(|dim| strong(Row::all().with(dim, ValueSet::single(0), &space).unwrap()))
                .collect()
        };
        assert!(close(&mut rows(300), &space, &mut 100_000));
        // 100,128 pairs, and 44,850.
        let mut total = 1_000_000;
        assert!(!close(&mut rows(448), &space, &mut total));
        assert_eq!(total, 1_000_000, "it was not begun");
        let mut total = 44_849;
        assert!(!close(&mut rows(300), &space, &mut total));
        assert_eq!(total, 44_849);
        // One row needs no comparison.
        assert!(close(&mut rows(1), &space, &mut 0));
    }
}
