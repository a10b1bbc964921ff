//! The laws of `closer_core::space::Diagrams`: every answer is the one that looking at every world gives.

#![expect(clippy::unwrap_used, reason = "in a test, to panic is to fail")]

use std::collections::BTreeSet;

use closer_core::space::{Bounds, Budget, Diagram, Diagrams, OutOfBudget, Region, Row, Space, ValueSet};
use proptest::prelude::*;
use proptest::test_runner::Config;

const SIZES: [usize; 4] = [3, 2, 4, 2];

fn space() -> Space {
    Space::new(SIZES).unwrap()
}

fn worlds() -> Vec<Vec<u8>> {
    SIZES.iter().fold(vec![vec![]], |worlds, &size| {
        let longer = |world: &Vec<u8>| {
            let world = world.clone();
            (0..u8::try_from(size).unwrap()).map(move |value| [world.as_slice(), &[value]].concat())
        };
        worlds.iter().flat_map(longer).collect()
    })
}

fn row() -> impl Strategy<Value = Row> {
    let sets = SIZES.map(|size| 1..(1_u64 << size));
    sets.prop_map(|sets| {
        (0..).zip(sets).fold(Row::all(), |row, (dim, bits)| {
            row.with(dim, ValueSet::from_bits(bits), &space()).unwrap_or(row)
        })
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..6)
}

fn holds(rows: &[Row], world: &[u8]) -> bool {
    rows.iter().any(|row| row.contains_point(world))
}

fn diagram(all: &mut Diagrams, rows: &[Row]) -> Diagram {
    all.region(rows, &mut Budget::unlimited()).unwrap()
}

/// A function with many numbers: 1 for the worlds of the first rows, 2 for those of the second, and so on, summed.
fn sum(all: &mut Diagrams, parts: &[Vec<Row>]) -> Diagram {
    parts.iter().enumerate().fold(Diagram::leaf(0), |sum, (at, rows)| {
        let part = diagram(all, rows);
        let worth = 1 << u32::try_from(at).unwrap();
        let add = |a: Diagram, b: Diagram| Some(Diagram::leaf(a.as_leaf()? + b.as_leaf()? * worth));
        all.combine(sum, part, add, &mut Budget::unlimited()).unwrap()
    })
}

fn sum_at(parts: &[Vec<Row>], world: &[u8]) -> u32 {
    let parts = parts.iter().enumerate();
    parts.map(|(at, rows)| u32::from(holds(rows, world)) << u32::try_from(at).unwrap()).sum()
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(500) })]

    /// What was made since is forgotten, what was there before is as it was, and can be built on as before.
    #[test]
    fn what_is_forgotten_is_as_if_never_made(a in rows(), b in rows(), c in rows()) {
        let mut all = Diagrams::new(&space());
        let kept = diagram(&mut all, &a);
        let len = all.len();
        let mut fresh = all.clone();
        let _forgotten = sum(&mut all, &[b, a]);
        all.truncate(len);
        prop_assert_eq!(all.len(), len);
        let (new, same) = (diagram(&mut all, &c), diagram(&mut fresh, &c));
        prop_assert_eq!(new, same);
        let budget = &mut Budget::unlimited();
        prop_assert_eq!(all.and(kept, new, budget), fresh.and(kept, same, budget));
        prop_assert_eq!(all.len(), fresh.len());
    }

    /// A set, and what "and", "or" and "without" make of two.
    #[test]
    fn sets_are_sets(a in rows(), b in rows()) {
        let mut all = Diagrams::new(&space());
        let (da, db) = (diagram(&mut all, &a), diagram(&mut all, &b));
        let free = &mut Budget::unlimited();
        let (and, or, minus) = (
            all.and(da, db, free).unwrap(), all.or(da, db, free).unwrap(), all.minus(da, db, free).unwrap(),
        );
        for world in worlds() {
            let (a, b) = (holds(&a, &world), holds(&b, &world));
            prop_assert_eq!(all.at(da, &world), u32::from(a));
            prop_assert_eq!(all.at(and, &world), u32::from(a && b));
            prop_assert_eq!(all.at(or, &world), u32::from(a || b));
            prop_assert_eq!(all.at(minus, &world), u32::from(a && !b));
        }
    }

    /// Diagrams are equal exactly when the functions are.
    #[test]
    fn equal_functions_are_one_diagram(a in rows(), b in rows()) {
        let mut all = Diagrams::new(&space());
        let (da, db) = (diagram(&mut all, &a), diagram(&mut all, &b));
        prop_assert_eq!(da == db, worlds().iter().all(|world| holds(&a, world) == holds(&b, world)));
        // The same set from other rows.
        let free = &mut Budget::unlimited();
        let again = Region::from_rows(a, &space(), free).unwrap().complement(&space(), free).unwrap();
        let again = again.complement(&space(), free).unwrap();
        prop_assert_eq!(diagram(&mut all, again.rows()), da);
    }

    /// Numbers: their values, where they come, how often, and the rows of one of them.
    #[test]
    fn numbers_are_counted_and_listed(parts in prop::collection::vec(rows(), 0..4), wanted in 0_u32..16) {
        let mut all = Diagrams::new(&space());
        let function = sum(&mut all, &parts);
        let there: Vec<u32> = worlds().iter().map(|world| sum_at(&parts, world)).collect();
        prop_assert_eq!(all.leaves(function), there.iter().copied().collect::<BTreeSet<u32>>());
        let number = there.iter().filter(|number| **number == wanted).count();
        prop_assert_eq!(all.count(function, |n| n == wanted), Some(number as u128));
        let rows = all.rows(function, |n| n == wanted, &mut Budget::unlimited()).unwrap();
        for (world, number) in worlds().iter().zip(&there) {
            let in_rows = rows.iter().filter(|row| row.contains_point(world)).count();
            prop_assert_eq!(in_rows, usize::from(*number == wanted));
        }
        let dims = all.dims(function);
        for dim in space().dims() {
            let matters = worlds().iter().any(|world| {
                (0..space().size(dim)).any(|value| {
                    let mut other = world.clone();
                    if let Some(place) = other.get_mut(usize::from(dim)) { *place = value; }
                    sum_at(&parts, world) != sum_at(&parts, &other)
                })
            });
            prop_assert_eq!(dims.contains(&dim), matters);
        }
    }

    /// Weights stand for so many real values.
    #[test]
    fn weights_multiply(rows in rows()) {
        let mut all = Diagrams::new(&space());
        let set = diagram(&mut all, &rows);
        let weight = |dim: u16, value: u8| u64::from(dim) * 3 + u64::from(value);
        let expected: u128 = worlds()
            .iter()
            .filter(|world| holds(&rows, world))
            .map(|world| (0..).zip(world).map(|(dim, value)| u128::from(weight(dim, *value))).product::<u128>())
            .sum();
        prop_assert_eq!(all.count_weighted(set, |n| n == 1, weight), Some(expected));
    }

    /// The lowest world as wanted, of three functions together.
    #[test]
    fn the_lowest_world_is_found(a in rows(), b in rows(), parts in prop::collection::vec(rows(), 0..3)) {
        let mut all = Diagrams::new(&space());
        let functions = [diagram(&mut all, &a), diagram(&mut all, &b), sum(&mut all, &parts)];
        let found = all.find(functions, |[a, b, n]| {
            if a == Diagram::FALSE { return Some(false) }
            Some(a.as_leaf()? == 1 && b.as_leaf()? == 0 && n.as_leaf()? > 1)
        }, &mut Budget::unlimited()).unwrap();
        let lowest = worlds().into_iter().find(|w| holds(&a, w) && !holds(&b, w) && sum_at(&parts, w) > 1);
        prop_assert_eq!(found, lowest.map(|world| Bounds::point(&space(), &world).unwrap()));
    }

    /// With one value fixed.
    #[test]
    fn a_restriction_asks_no_more(parts in prop::collection::vec(rows(), 0..4), dim in 0_u16..4, value in 0_u8..4) {
        prop_assume!(value < space().size(dim));
        let mut all = Diagrams::new(&space());
        let function = sum(&mut all, &parts);
        let fixed = all.restrict(function, dim, value, &mut Budget::unlimited()).unwrap();
        for world in worlds() {
            let mut there = world.clone();
            if let Some(place) = there.get_mut(usize::from(dim)) { *place = value; }
            prop_assert_eq!(all.at(fixed, &world), sum_at(&parts, &there));
        }
    }

    /// With few steps the answer is the same, or there is none.
    #[test]
    fn a_budget_never_changes_an_answer(a in rows(), b in rows(), steps in 0_u64..200) {
        let mut all = Diagrams::new(&space());
        let budget = &mut Budget::new(steps);
        let made = all.region(&a, budget).and_then(|a| Ok((a, all.region(&b, budget)?)));
        if let Ok((da, db)) = made && let Ok(both) = all.and(da, db, budget) {
            for world in worlds() {
                prop_assert_eq!(all.at(both, &world) == 1, holds(&a, &world) && holds(&b, &world));
            }
        } else {
            prop_assert_eq!(budget.remaining(), 0);
        }
    }
}

/// Each node once, however many ways lead to it.
#[test]
fn nodes_are_counted_once() {
    let space = space();
    let mut all = Diagrams::new(&space);
    assert_eq!(all.space(), &space);
    assert!(all.is_empty());
    let budget = &mut Budget::unlimited();
    let high = |dim, value| Row::all().with(dim, ValueSet::single(value), &space).unwrap();
    // Either of the first two, and the last: both ways to "perhaps" lead to the one node of the last.
    let either = all.region(&[high(0, 2), high(1, 1)], budget).unwrap();
    let last = all.region(&[high(3, 1)], budget).unwrap();
    let both = all.and(either, last, budget).unwrap();
    assert_eq!([either, last, both].map(|set| all.nodes_of(set)), [2, 1, 3]);
    assert_eq!(all.nodes_of(Diagram::TRUE), 0);
    assert!(!all.is_empty() && all.len() >= 6);
}

/// What has no good order of dimensions ends with its budget, not with the memory.
#[test]
fn a_function_too_large_is_not_made() {
    let space = Space::new(std::iter::repeat_n(2, 60)).unwrap();
    // Dimension i equals dimension i + 30, for all i: 2^30 nodes in this order.
    let budget = &mut Budget::new(200_000);
    let mut all = Diagrams::new(&space);
    let mut made = Ok(Diagram::TRUE);
    for dim in 0..30 {
        let pair = |value| {
            let value = ValueSet::single(value);
            Row::all().with(dim, value, &space).and_then(|row| row.with(dim + 30, value, &space)).unwrap()
        };
        let equal = all.region(&[pair(0), pair(1)], budget);
        made = made.and_then(|made| all.and(made, equal?, budget));
    }
    assert_eq!(made, Err(OutOfBudget));
    assert!(all.len() < 200_000);
}

/// A row over very many dimensions is refused rather than walked down.
#[test]
fn a_row_too_deep_is_refused() {
    let space = Space::new(std::iter::repeat_n(2, 5_000)).unwrap();
    let row = space.dims().fold(Row::all(), |row, dim| row.with(dim, ValueSet::single(1), &space).unwrap());
    assert_eq!(Diagrams::new(&space).region([&row], &mut Budget::unlimited()), Err(OutOfBudget));
}

/// Functions may be deeper than what is walked down for making them; to count them is not to fall over.
#[test]
fn a_deep_function_is_counted() {
    const BLOCK: u16 = 400;
    let space = Space::new(std::iter::repeat_n(2, 24_000)).unwrap();
    let mut all = Diagrams::new(&space);
    let budget = &mut Budget::unlimited();
    let mut deep = Diagram::TRUE;
    for block in (0..60).rev() {
        let dims = block * BLOCK..(block + 1) * BLOCK;
        let row = dims.fold(Row::all(), |row, dim| row.with(dim, ValueSet::single(1), &space).unwrap());
        let first = all.region([&row], budget).unwrap();
        deep = all.and(first, deep, budget).unwrap();
    }
    assert_eq!(all.nodes_of(deep), 24_000);
    assert_eq!(all.count(deep, |number| number == 1), Some(1));
    assert_eq!(all.count(deep, |number| number == 0), None);
}
