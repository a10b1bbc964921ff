//! Random cases.

use std::collections::BTreeSet;

use closer_core::space::{Bounds, Budget, OutOfBudget, Region, Row, Space, ValueSet};
use proptest::prelude::*;

use crate::definitions::{point, worlds};
use crate::{World, free};

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) space: Space,
    pub(crate) bounds: Bounds,
    pub(crate) rows: Vec<Row>,
    pub(crate) others: Vec<Row>,
}

pub(crate) fn set_within(full: ValueSet) -> impl Strategy<Value = ValueSet> {
    (1..=full.bits()).prop_map(ValueSet::from_bits)
}

pub(crate) fn a_row(space: &Space) -> impl Strategy<Value = Row> + use<> {
    let space = space.clone();
    let cells: Vec<_> = space
        .dims()
        .map(|dim| prop_oneof![2 => Just(None), 3 => set_within(space.full(dim)).prop_map(Some)])
        .collect();
    cells.prop_map(move |cells| {
        space.dims().zip(cells).fold(Row::all(), |row, (dim, set)| match set {
            Some(set) => row.with(dim, set, &space).unwrap(),
            None => row,
        })
    })
}

pub(crate) fn some_bounds(space: &Space) -> impl Strategy<Value = Bounds> + use<> {
    let space = space.clone();
    let sets: Vec<_> =
        space.dims().map(|dim| prop_oneof![Just(space.full(dim)), set_within(space.full(dim))]).collect();
    sets.prop_map(move |sets| {
        space
            .dims()
            .zip(sets)
            .fold(Bounds::all(&space), |bounds, (dim, set)| bounds.restrict(dim, set).unwrap())
    })
}

pub(crate) fn cases(
    dims: std::ops::RangeInclusive<usize>,
    size: usize,
    rows: usize,
) -> impl Strategy<Value = Case> {
    prop::collection::vec(1..=size, dims).prop_flat_map(move |sizes| {
        let space = Space::new(sizes).unwrap();
        let list = || prop::collection::vec(a_row(&space), 0..=rows);
        (some_bounds(&space), list(), list()).prop_map(move |(bounds, rows, others)| Case {
            space: space.clone(),
            bounds,
            rows,
            others,
        })
    })
}

pub(crate) fn region(rows: &[Row], space: &Space) -> Region {
    Region::from_rows(rows.iter().cloned(), space, &mut free()).unwrap()
}

/// With that many steps the question is not decided, or answered as with any number.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(
    steps: u64,
    ask: impl Fn(&mut Budget) -> Result<T, OutOfBudget>,
) -> Result<(), TestCaseError> {
    let mut budget = Budget::new(steps);
    if let Ok(answer) = ask(&mut budget) {
        prop_assert_eq!(Ok(answer), ask(&mut free()));
    } else {
        prop_assert_eq!(budget.spend(1), Err(OutOfBudget));
    }
    Ok(())
}

/// What is asked of a dimension of two values, if anything.
pub(crate) fn perhaps() -> impl Strategy<Value = Option<u8>> {
    prop_oneof![2 => Just(None), 1 => (0..2_u8).prop_map(Some)]
}

/// Worlds here and there: hardly a row is needed, and the first list that leaves none out that it could is often not the shortest.
pub(crate) fn scattered() -> impl Strategy<Value = (Space, BTreeSet<World>, Vec<Row>)> {
    let spaces = prop_oneof![Just(vec![2; 5]), Just(vec![3, 2, 2, 2]), Just(vec![3, 3, 3])];
    spaces.prop_flat_map(|sizes| {
        let space = Space::new(sizes).unwrap();
        let all = worlds(&Bounds::all(&space));
        prop::collection::vec(prop::bool::weighted(0.6), all.len()).prop_map(move |kept| {
            let known: BTreeSet<World> =
                all.iter().zip(kept).filter(|(_, kept)| *kept).map(|(world, _)| world.clone()).collect();
            let rows = known.iter().map(|world| point(world, &space).to_row(&space)).collect();
            (space.clone(), known, rows)
        })
    })
}
