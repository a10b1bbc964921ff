//! The meaning, world by world.

use std::collections::BTreeSet;

use closer_core::space::{Bounds, Row, Space, ValueSet};

use crate::World;

pub(crate) fn worlds(bounds: &Bounds) -> Vec<World> {
    bounds.iter().fold(vec![vec![]], |worlds, (_, set)| {
        let longer = |world: &World| {
            let world = world.clone();
            set.iter().map(move |value| [world.as_slice(), &[value]].concat())
        };
        worlds.iter().flat_map(longer).collect()
    })
}

pub(crate) fn inside(rows: &[Row], world: &[u8]) -> bool {
    rows.iter().any(|row| row.constraints().all(|(dim, set)| set.contains(world[usize::from(dim)])))
}

/// The worlds of the box in some row, in ascending order.
pub(crate) fn members(rows: &[Row], bounds: &Bounds) -> BTreeSet<World> {
    worlds(bounds).into_iter().filter(|world| inside(rows, world)).collect()
}

/// Every box inside `bounds`, as rows relative to it.
pub(crate) fn all_boxes(bounds: &Bounds) -> Vec<Row> {
    let space = Space::new(std::iter::repeat_n(64, usize::from(bounds.len()))).unwrap();
    bounds.iter().fold(vec![Row::all()], |rows, (dim, possible)| {
        let subsets: Vec<ValueSet> =
            (1..=possible.bits()).map(ValueSet::from_bits).filter(|set| set.is_subset(possible)).collect();
        let mut next = Vec::new();
        for row in &rows {
            for &set in &subsets {
                next.push(if set == possible { row.clone() } else { row.with(dim, set, &space).unwrap() });
            }
        }
        next
    })
}

/// All boxes whose worlds are all in the rows, but for those inside another such box.
pub(crate) fn largest_boxes(rows: &[Row], bounds: &Bounds) -> Vec<Row> {
    let implicants: Vec<Row> = all_boxes(bounds)
        .into_iter()
        .filter(|row| worlds(&bounds.intersect(row).unwrap()).iter().all(|world| inside(rows, world)))
        .collect();
    let is_largest = |row: &&Row| implicants.iter().all(|other| other == *row || !other.contains(row));
    let mut largest: Vec<Row> = implicants.iter().filter(is_largest).cloned().collect();
    largest.sort();
    largest
}

/// The same, where there are too many boxes to compare each with each: a box is inside a larger one exactly when it can have one more
/// value of one dimension.
pub(crate) fn largest_of_many_boxes(known: &BTreeSet<World>, bounds: &Bounds, space: &Space) -> Vec<Row> {
    let is_inside =
        |row: &Row| worlds(&bounds.intersect(row).unwrap()).iter().all(|world| known.contains(world));
    let boxes: BTreeSet<Row> = all_boxes(bounds).into_iter().filter(is_inside).collect();
    let wider = |row: &Row, dim: u16, value: u8| {
        let set = row.get(dim)?.with(value);
        let others = row.constraints().filter(|&(there, _)| there != dim);
        others.chain([(dim, set)]).try_fold(Row::all(), |row, (dim, set)| row.with(dim, set, space))
    };
    let is_largest = |row: &&Row| {
        row.constraints().all(|(dim, set)| {
            let more = bounds.get(dim).difference(set);
            more.iter().all(|value| wider(row, dim, value).is_none_or(|row| !boxes.contains(&row)))
        })
    };
    boxes.iter().filter(is_largest).cloned().collect()
}

/// The first of all lists of primes for the same worlds by (rows, constraints, rows in order).
pub(crate) fn shortest_list(rows: &[Row], bounds: &Bounds) -> Vec<Row> {
    let wanted = members(rows, bounds);
    let primes = largest_boxes(rows, bounds);
    let lists = (0..1_u32 << primes.len()).map(|choice| {
        let chosen = primes.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0);
        chosen.map(|(_, row)| row.clone()).collect::<Vec<Row>>()
    });
    let price = |list: &Vec<Row>| (list.len(), list.iter().map(size).sum::<usize>(), list.clone());
    lists.filter(|list| members(list, bounds) == wanted).min_by_key(price).unwrap()
}

/// The same among these primes, which are sorted, for worlds that are known: a word for each prime tells which of them it holds.
pub(crate) fn shortest_list_of(primes: &[Row], known: &BTreeSet<World>) -> Vec<Row> {
    let holds = |row: &Row| {
        let inside = known.iter().enumerate().filter(|(_, world)| row.contains_point(world));
        inside.fold(0_u64, |set, (at, _)| set | 1 << at)
    };
    let sets: Vec<u64> = primes.iter().map(holds).collect();
    let all = (0..known.len()).fold(0, |set, at| set | 1 << at);
    let lists = (0..1_u32 << primes.len())
        .map(|choice| (0..primes.len()).filter(|at| choice & (1 << at) != 0).collect::<Vec<usize>>());
    let complete = lists.filter(|list| list.iter().fold(0, |set, &at| set | sets[at]) == all);
    let price = |list: &Vec<usize>| {
        (list.len(), list.iter().map(|&at| size(&primes[at])).sum::<usize>(), list.clone())
    };
    complete.min_by_key(price).unwrap().into_iter().map(|at| primes[at].clone()).collect()
}

/// Is no row of the list to be had from the others?
pub(crate) fn spares_none(rows: &[Row], bounds: &Bounds) -> bool {
    (0..rows.len()).all(|left_out| {
        let mut fewer = rows.to_vec();
        fewer.remove(left_out);
        members(&fewer, bounds) != members(rows, bounds)
    })
}

pub(crate) fn size(row: &Row) -> usize {
    row.constraints().len()
}

pub(crate) fn point(world: &[u8], space: &Space) -> Bounds {
    Bounds::point(space, world).unwrap()
}

/// The row with these values of these dimensions.
pub(crate) fn row(space: &Space, values: &[(u16, u8)]) -> Row {
    values
        .iter()
        .fold(Row::all(), |row, &(dim, value)| row.with(dim, ValueSet::single(value), space).unwrap())
}
