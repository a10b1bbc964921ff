//! The laws of `closer_core::space`: every answer is the one that looking at every world gives.
//!
//! Spaces here are small enough to list all worlds; the definitions below are the meaning, as short as can be.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test, to panic is to fail")]

use std::collections::BTreeSet;

use closer_core::space::{
    Bounds, Budget, Minimal, OutOfBudget, Region, Row, Space, Status, ValueSet, count, count_weighted,
    covers, depends_on, first_point, primes, smallest, smallest_witness, status, uncovered,
};
use proptest::prelude::*;
use proptest::test_runner::Config;

type World = Vec<u8>;

fn config(cases: u32) -> Config {
    Config { failure_persistence: None, ..Config::with_cases(cases) }
}

fn free() -> Budget {
    Budget::unlimited()
}

// ---------------------------------------------------------------- the definitions, world by world

fn worlds(bounds: &Bounds) -> Vec<World> {
    bounds.iter().fold(vec![vec![]], |worlds, (_, set)| {
        let longer = |world: &World| {
            let world = world.clone();
            set.iter().map(move |value| [world.as_slice(), &[value]].concat())
        };
        worlds.iter().flat_map(longer).collect()
    })
}

fn inside(rows: &[Row], world: &[u8]) -> bool {
    rows.iter().any(|row| row.constraints().all(|(dim, set)| set.contains(world[usize::from(dim)])))
}

/// The worlds of the box in some row, in ascending order.
fn members(rows: &[Row], bounds: &Bounds) -> BTreeSet<World> {
    worlds(bounds).into_iter().filter(|world| inside(rows, world)).collect()
}

/// Every box inside `bounds`, as rows relative to it.
fn all_boxes(bounds: &Bounds) -> Vec<Row> {
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
fn largest_boxes(rows: &[Row], bounds: &Bounds) -> Vec<Row> {
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
fn largest_of_many_boxes(known: &BTreeSet<World>, bounds: &Bounds, space: &Space) -> Vec<Row> {
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
fn shortest_list(rows: &[Row], bounds: &Bounds) -> Vec<Row> {
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
fn shortest_list_of(primes: &[Row], known: &BTreeSet<World>) -> Vec<Row> {
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
fn spares_none(rows: &[Row], bounds: &Bounds) -> bool {
    (0..rows.len()).all(|left_out| {
        let mut fewer = rows.to_vec();
        fewer.remove(left_out);
        members(&fewer, bounds) != members(rows, bounds)
    })
}

fn size(row: &Row) -> usize {
    row.constraints().len()
}

fn point(world: &[u8], space: &Space) -> Bounds {
    Bounds::point(space, world).unwrap()
}

// ---------------------------------------------------------------- random cases

#[derive(Clone, Debug)]
struct Case {
    space: Space,
    bounds: Bounds,
    rows: Vec<Row>,
    others: Vec<Row>,
}

fn set_within(full: ValueSet) -> impl Strategy<Value = ValueSet> {
    (1..=full.bits()).prop_map(ValueSet::from_bits)
}

fn a_row(space: &Space) -> impl Strategy<Value = Row> + use<> {
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

fn some_bounds(space: &Space) -> impl Strategy<Value = Bounds> + use<> {
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

fn cases(dims: std::ops::RangeInclusive<usize>, size: usize, rows: usize) -> impl Strategy<Value = Case> {
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

fn region(rows: &[Row], space: &Space) -> Region {
    Region::from_rows(rows.iter().cloned(), space, &mut free()).unwrap()
}

/// With that many steps the question is not decided, or answered as with any number.
fn same<T: PartialEq + std::fmt::Debug>(
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

// ---------------------------------------------------------------- laws

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn sets_of_values_are_sets(bits in any::<(u64, u64)>(), value in any::<u8>(), size in any::<u8>()) {
        let (a, b) = (ValueSet::from_bits(bits.0), ValueSet::from_bits(bits.1));
        let has = |set: ValueSet| (0..=255).filter(|&v| set.contains(v)).collect::<BTreeSet<u8>>();
        prop_assert_eq!(has(a.union(b)), &has(a) | &has(b));
        prop_assert_eq!(has(a.intersection(b)), &has(a) & &has(b));
        prop_assert_eq!(has(a.difference(b)), &has(a) - &has(b));
        prop_assert_eq!(has(a.complement(size)), &(0..size.min(64)).collect::<BTreeSet<u8>>() - &has(a));
        prop_assert_eq!(a.is_subset(b), has(a).is_subset(&has(b)));
        prop_assert_eq!(a.is_disjoint(b), has(a).is_disjoint(&has(b)));
        prop_assert!(a.iter().eq(has(a)));
        prop_assert_eq!(a.iter().len(), has(a).len());
        prop_assert_eq!(a.first(), has(a).first().copied());
        prop_assert_eq!(a.iter().collect::<ValueSet>(), a);
        prop_assert_eq!(a.with(value).contains(value), value < 64);
        prop_assert!(!a.without(value).contains(value));
        let mut grown = a;
        prop_assert_eq!(grown.insert(value), value < 64 && !a.contains(value));
        prop_assert_eq!(grown, a.with(value));
    }

    #[test]
    fn rows_are_boxes(case in cases(1..=5, 4, 2)) {
        let Case { space, bounds, rows, others } = &case;
        for (row, other) in rows.iter().zip(others) {
            let (mine, theirs) = (std::slice::from_ref(row), std::slice::from_ref(other));
            let everything = Bounds::all(space);
            let (a, b) = (members(mine, &everything), members(theirs, &everything));
            let common = &a & &b;
            let both = row.intersect(other).map(|both| members(&[both], &everything));
            prop_assert_eq!(both.unwrap_or_default(), common.clone());
            prop_assert_eq!(row.contains(other), b.is_subset(&a));
            prop_assert_eq!(row.is_disjoint(other), common.is_empty());
            prop_assert_eq!(row.is_all(), a.len() == worlds(&everything).len());
            prop_assert_eq!(everything.intersect(row).unwrap().to_row(space), row.clone());
            let known = members(mine, bounds);
            prop_assert_eq!(row.meets(bounds), !known.is_empty());
            prop_assert_eq!(row.contains_bounds(bounds), known.len() == worlds(bounds).len());
            let left = row.within(bounds).map(|left| members(&[left], bounds));
            prop_assert_eq!(left.unwrap_or_default(), known.clone());
            let narrowed = bounds.intersect(row).map(|both| BTreeSet::from_iter(worlds(&both)));
            prop_assert_eq!(narrowed.unwrap_or_default(), known);
            for world in worlds(&everything) {
                prop_assert_eq!(row.contains_point(&world), a.contains(&world));
                prop_assert_eq!(row.contains_bounds(&point(&world, space)), a.contains(&world));
            }
        }
    }

    #[test]
    fn bounds_are_what_their_worlds_are(case in cases(0..=5, 4, 2)) {
        let Case { space, bounds, rows, others } = &case;
        let mine: BTreeSet<World> = worlds(bounds).into_iter().collect();
        prop_assert_eq!(bounds.count(), Some(mine.len() as u128));
        prop_assert_eq!(bounds.is_point(), mine.len() == 1);
        prop_assert_eq!((bounds.len(), bounds.is_empty()), (space.len(), space.dims().count() == 0));
        prop_assert_eq!(space.is_empty(), bounds.is_empty());
        prop_assert_eq!(Some(bounds.values().to_vec()), mine.first().cloned());
        prop_assert_eq!(bounds.first_point(), point(&bounds.values(), space));
        let open = |dim: &u16| mine.iter().map(|world| world[usize::from(*dim)]).collect::<BTreeSet<_>>().len() > 1;
        prop_assert!(bounds.open_dims().eq(space.dims().filter(open)));
        for row in rows.iter().chain(others) {
            let Some(narrower) = bounds.intersect(row) else { continue };
            let theirs: BTreeSet<World> = worlds(&narrower).into_iter().collect();
            prop_assert!(narrower.is_subset(bounds));
            prop_assert_eq!(bounds.is_subset(&narrower), mine.is_subset(&theirs));
        }
    }

    #[test]
    fn regions_are_sets_of_worlds(case in cases(1..=5, 4, 8)) {
        let Case { space, rows, others, .. } = &case;
        let everything = Bounds::all(space);
        let all: BTreeSet<World> = worlds(&everything).into_iter().collect();
        let meaning = |region: &Region| members(region.rows(), &everything);
        let (a, b) = (region(rows, space), region(others, space));
        let (in_a, in_b) = (members(rows, &everything), members(others, &everything));
        let budget = &mut free();
        prop_assert_eq!(&meaning(&a), &in_a, "tidying changed the meaning");
        prop_assert_eq!(meaning(&a.union(&b, space, budget)?), &in_a | &in_b);
        prop_assert_eq!(meaning(&a.intersect(&b, space, budget)?), &in_a & &in_b);
        prop_assert_eq!(meaning(&a.minus(&b, space, budget)?), &in_a - &in_b);
        let not_a = a.complement(space, budget)?;
        prop_assert_eq!(meaning(&not_a), &all - &in_a);
        prop_assert_eq!(a.is_subset(&b, space, budget)?, in_a.is_subset(&in_b));
        prop_assert_eq!(a.is_disjoint(&b), in_a.is_disjoint(&in_b));
        prop_assert_eq!(a.equivalent(&b, space, budget)?, in_a == in_b);
        prop_assert_eq!(a.is_empty(), in_a.is_empty());
        for world in &all {
            prop_assert_eq!(a.contains_point(world), in_a.contains(world));
        }
        // Double complement, De Morgan.
        prop_assert!(not_a.complement(space, budget)?.equivalent(&a, space, budget)?);
        let not_b = b.complement(space, budget)?;
        let neither = a.union(&b, space, budget)?.complement(space, budget)?;
        prop_assert!(neither.equivalent(&not_a.intersect(&not_b, space, budget)?, space, budget)?);
    }

    #[test]
    fn regions_are_tidy(case in cases(1..=5, 3, 8)) {
        let Case { space, rows, .. } = &case;
        let tidy = region(rows, space);
        prop_assert!(tidy.rows().is_sorted());
        prop_assert!((&tidy).into_iter().eq(tidy.rows()));
        prop_assert_eq!(tidy.clone().into_rows(), tidy.rows());
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(&region(&backwards, space), &tidy);
        prop_assert_eq!(&region(tidy.rows(), space), &tidy);
        for (at, row) in tidy.iter().enumerate() {
            for other in tidy.iter().skip(at + 1) {
                prop_assert!(!row.contains(other) && !other.contains(row));
                let differ = space.dims().filter(|&dim| row.get(dim) != other.get(dim)).count();
                prop_assert!(differ > 1, "{:?} and {:?} could be one row", row, other);
            }
        }
    }

    #[test]
    fn questions_about_a_box(case in cases(1..=6, 4, 8)) {
        let Case { space, bounds, rows, .. } = &case;
        let budget = &mut free();
        let all = worlds(bounds);
        let known = members(rows, bounds);
        prop_assert_eq!(covers(rows, bounds, budget)?, known.len() == all.len());
        let expected = match known.len() {
            0 => Status::Fails,
            some if some == all.len() => Status::Holds,
            _ => Status::Open,
        };
        prop_assert_eq!(status(rows, bounds, budget)?, expected);
        let gap = all.iter().find(|world| !known.contains(*world));
        prop_assert_eq!(uncovered(rows, bounds, budget)?, gap.map(|world| point(world, space)));
        prop_assert_eq!(first_point(rows, bounds), known.first().map(|world| point(world, space)));
        prop_assert_eq!(count(rows, bounds, budget)?, Some(known.len() as u128));
        prop_assert_eq!(bounds.count(), Some(all.len() as u128));
        let weight = |dim: u16, value: u8| u64::from(dim) * 3 + u64::from(value);
        let weigh = |world: &World| -> u128 {
            (0..).zip(world).map(|(dim, &value)| u128::from(weight(dim, value))).product()
        };
        prop_assert_eq!(count_weighted(rows, bounds, weight, budget)?, Some(known.iter().map(weigh).sum()));
        for dim in space.dims() {
            let differs = known.iter().any(|world| {
                bounds.get(dim).iter().any(|value| {
                    let mut there = world.clone();
                    there[usize::from(dim)] = value;
                    !known.contains(&there)
                })
            });
            prop_assert_eq!(depends_on(rows, bounds, dim, budget)?, differs, "dimension {}", dim);
        }
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn primes_are_the_largest_boxes(case in cases(1..=4, 3, 6)) {
        let Case { bounds, rows, .. } = &case;
        let expected = largest_boxes(rows, bounds);
        let found = primes(rows, bounds, &mut free())?;
        prop_assert_eq!(&found, &expected);
        let witness = smallest_witness(rows, bounds, &mut free())?;
        prop_assert_eq!(witness, expected.into_iter().min_by_key(|row| (size(row), row.clone())));
    }

    #[test]
    fn a_smallest_witness_is_smallest(case in cases(1..=4, 3, 6)) {
        let Case { bounds, rows, .. } = &case;
        let known = members(rows, bounds);
        let is_inside = |row: &Row| {
            worlds(&bounds.intersect(row).unwrap()).iter().all(|world| known.contains(world))
        };
        match smallest_witness(rows, bounds, &mut free())? {
            None => prop_assert!(known.is_empty()),
            Some(witness) => {
                prop_assert!(is_inside(&witness));
                let mut fewer = all_boxes(bounds).into_iter().filter(|row| size(row) < size(&witness));
                prop_assert!(!fewer.any(|row| is_inside(&row)));
            }
        }
    }

    #[test]
    fn the_smallest_list_is_smallest(case in cases(1..=4, 3, 6)) {
        let Case { bounds, rows, .. } = &case;
        let Minimal { rows: short, proved, .. } = smallest(rows, bounds, &mut free())?;
        prop_assert!(proved);
        prop_assert_eq!(members(&short, bounds), members(rows, bounds));
        prop_assert!(spares_none(&short, bounds));
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(&smallest(&backwards, bounds, &mut free())?.rows, &short);
        if largest_boxes(rows, bounds).len() <= 12 {
            prop_assert_eq!(short, shortest_list(rows, bounds));
        }
    }

    #[test]
    fn a_budget_ends_a_question_but_never_changes_its_answer(case in cases(1..=4, 3, 8), steps in 0..2_000_u64) {
        let Case { space, bounds, rows, others } = &case;
        let (a, b) = (region(rows, space), region(others, space));
        same(steps, |budget| covers(rows, bounds, budget))?;
        same(steps, |budget| uncovered(rows, bounds, budget))?;
        same(steps, |budget| depends_on(rows, bounds, 0, budget))?;
        same(steps, |budget| count(rows, bounds, budget))?;
        same(steps, |budget| primes(rows, bounds, budget))?;
        same(steps, |budget| smallest_witness(rows, bounds, budget))?;
        same(steps, |budget| a.union(&b, space, budget))?;
        same(steps, |budget| a.intersect(&b, space, budget))?;
        same(steps, |budget| a.minus(&b, space, budget))?;
        same(steps, |budget| a.equivalent(&b, space, budget))?;
        match smallest(rows, bounds, &mut Budget::new(steps)) {
            Ok(found) if found.proved => prop_assert_eq!(found, smallest(rows, bounds, &mut free())?),
            Ok(found) => {
                prop_assert_eq!(members(&found.rows, bounds), members(rows, bounds));
                prop_assert!(spares_none(&found.rows, bounds));
                let largest = largest_boxes(rows, bounds);
                prop_assert!(found.rows.iter().all(|row| largest.contains(row)));
            }
            Err(OutOfBudget) => {}
        }
    }
}

/// What is asked of a dimension of two values, if anything.
fn perhaps() -> impl Strategy<Value = Option<u8>> {
    prop_oneof![2 => Just(None), 1 => (0..2_u8).prop_map(Some)]
}

proptest! {
    #![proptest_config(config(30))]

    /// Many rows and few gaps between them: there primes come from the gaps.
    #[test]
    fn primes_between_gaps_are_the_largest_boxes(
        gaps in prop::collection::vec(prop::collection::vec(perhaps(), 8), 5..9),
    ) {
        let space = Space::new([2; 8]).unwrap();
        let everything = Bounds::all(&space);
        let asked = |gap: &Vec<Option<u8>>| -> Vec<(u16, u8)> {
            (0..).zip(gap).filter_map(|(dim, value)| Some((dim, (*value)?))).collect()
        };
        let gaps: Vec<Row> = gaps.iter().map(|gap| row(&space, &asked(gap))).collect();
        let outside = |world: &World| !inside(&gaps, world);
        let known: BTreeSet<World> = worlds(&everything).into_iter().filter(outside).collect();
        let rows = known.iter().map(|world| point(world, &space).to_row(&space)).collect::<Vec<Row>>();
        let expected = largest_of_many_boxes(&known, &everything, &space);
        prop_assert_eq!(&primes(&rows, &everything, &mut free())?, &expected);
        let witness = smallest_witness(&rows, &everything, &mut free())?;
        prop_assert_eq!(witness, expected.into_iter().min_by_key(|row| (size(row), row.clone())));
    }
}

/// Worlds here and there: hardly a row is needed, and the first list that leaves none out that it could is often not the shortest.
fn scattered() -> impl Strategy<Value = (Space, BTreeSet<World>, Vec<Row>)> {
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

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn the_smallest_list_of_scattered_worlds_is_smallest((space, known, rows) in scattered(), steps in 0..20_000_u64) {
        let everything = Bounds::all(&space);
        let primes = largest_of_many_boxes(&known, &everything, &space);
        prop_assume!(primes.len() <= 16);
        let short = smallest(&rows, &everything, &mut free())?;
        prop_assert!(short.proved);
        prop_assert_eq!(&short.rows, &shortest_list_of(&primes, &known));
        // With few steps the list may be longer; whatever is in it is needed and as large as can be.
        if let Ok(found) = smallest(&rows, &everything, &mut Budget::new(steps)) {
            prop_assert!(!found.proved || found == short);
            prop_assert_eq!(members(&found.rows, &everything), known);
            prop_assert!(spares_none(&found.rows, &everything));
            prop_assert!(found.rows.iter().all(|row| primes.contains(row)));
        }
        // The same worlds in other rows.
        let (one_by_one, short) = (region(&rows, &space), region(&short.rows, &space));
        prop_assert!(one_by_one.equivalent(&short, &space, &mut free())?);
    }
}

// ---------------------------------------------------------------- single cases

/// The row with these values of these dimensions.
fn row(space: &Space, values: &[(u16, u8)]) -> Row {
    values
        .iter()
        .fold(Row::all(), |row, &(dim, value)| row.with(dim, ValueSet::single(value), space).unwrap())
}

#[test]
fn a_choice_within_one_dimension_is_one_row() {
    let space = Space::new([3, 2]).unwrap();
    let poorly_or_unsure = region(&[row(&space, &[(0, 0)]), row(&space, &[(0, 1)])], &space);
    assert_eq!(poorly_or_unsure.rows().len(), 1);
    assert_eq!(
        region(&[row(&space, &[(0, 2)])], &space).union(&poorly_or_unsure, &space, &mut free()),
        Ok(Region::all())
    );
}

/// `x1 y1 | x2 y2 | …`: as many primes as two to the number of rows in the complement.
fn pairs(count: u16) -> (Space, Vec<Row>) {
    let space = Space::new(std::iter::repeat_n(2, 2 * usize::from(count))).unwrap();
    let rows = (0..count).map(|at| row(&space, &[(2 * at, 1), (2 * at + 1, 1)])).collect();
    (space, rows)
}

#[test]
fn rows_without_a_common_dimension_are_looked_at_apart() {
    let (space, rows) = pairs(100);
    let everything = Bounds::all(&space);
    let budget = &mut Budget::new(1_000_000);
    assert_eq!(status(&rows, &everything, budget), Ok(Status::Open));
    assert!(uncovered(&rows, &everything, budget).unwrap().is_some());
    assert_eq!(count(&rows, &everything, budget), Ok(None), "4^100 - 3^100 is too large");
    let small = Bounds::all(&space);
    let small = (40..200).fold(small, |bounds, dim| bounds.restrict(dim, ValueSet::single(0)).unwrap());
    assert_eq!(count(&rows, &small, budget), Ok(Some(4_u128.pow(20) - 3_u128.pow(20))));
}

#[test]
fn what_blows_up_stops_at_its_budget() {
    let (space, rows) = pairs(20);
    let everything = Bounds::all(&space);
    let region = region(&rows, &space);
    assert_eq!(region.complement(&space, &mut Budget::new(100_000)), Err(OutOfBudget));
    // The rows themselves are the primes, though their complement is out of reach.
    assert_eq!(primes(&rows, &everything, &mut Budget::new(100_000)).as_deref(), Ok(region.rows()));
    let short = smallest(&rows, &everything, &mut Budget::new(100_000)).unwrap();
    assert_eq!((short.rows.as_slice(), short.proved), (region.rows(), true));
    let witness = smallest_witness(&rows, &everything, &mut Budget::new(100_000));
    assert_eq!(witness.unwrap().as_ref(), region.rows().first());
    assert_eq!(covers(&rows, &everything, &mut Budget::new(100_000)), Ok(false));
}

#[test]
fn a_small_region_of_a_vast_space_is_counted() {
    let space = Space::new(std::iter::repeat_n(64, 40)).unwrap();
    let everything = Bounds::all(&space);
    let one: Vec<(u16, u8)> = (0..40).map(|dim| (dim, 63)).collect();
    let two: Vec<(u16, u8)> = (0..40).map(|dim| (dim, 7)).collect();
    assert_eq!(everything.count(), None);
    assert_eq!(count(&[row(&space, &one), row(&space, &two)], &everything, &mut free()), Ok(Some(2)));
    assert_eq!(count(&[Row::all()], &everything, &mut free()), Ok(None));
    assert_eq!(
        count_weighted(&[Row::all()], &everything, |dim, _| u64::from(dim > 0), &mut free()),
        Ok(Some(0))
    );
}

#[test]
fn dimensions_that_are_not_there_have_one_value() {
    let space = Space::new([2]).unwrap();
    let everything = Bounds::all(&space);
    assert_eq!(Row::all().with(9, ValueSet::single(0), &space), Some(Row::all()));
    assert_eq!(Row::all().with(9, ValueSet::single(1), &space), None);
    assert_eq!(everything.get(9), ValueSet::single(0));
    assert_eq!(everything.restrict(9, ValueSet::single(1)), None);
    assert_eq!(depends_on(&[Row::all()], &everything, 9, &mut free()), Ok(false));
    assert_eq!(Bounds::point(&space, &[2]), None);
    assert_eq!(Bounds::point(&space, &[0, 0]), None);
}

#[test]
fn the_space_of_one_world() {
    let space = Space::new([]).unwrap();
    let everything = Bounds::all(&space);
    assert!(space.is_empty() && everything.is_point() && everything.is_empty());
    assert_eq!(status(&[Row::all()], &everything, &mut free()), Ok(Status::Holds));
    assert_eq!(status(&[], &everything, &mut free()), Ok(Status::Fails));
    assert_eq!(uncovered(&[], &everything, &mut free()), Ok(Some(everything.clone())));
    assert_eq!(count(&[Row::all()], &everything, &mut free()), Ok(Some(1)));
    assert_eq!(smallest(&[], &everything, &mut free()).unwrap().rows, []);
    assert_eq!(smallest(&[Row::all()], &everything, &mut free()).unwrap().rows, [Row::all()]);
    assert_eq!(Region::all().complement(&space, &mut free()), Ok(Region::empty()));
}

/// Rows for each pair of neighbours in a ring of dimensions: none apart from the others, and cases as deep as
/// the ring is long. Only the two worlds with one value throughout are outside.
fn ring(length: u16) -> (Space, Vec<Row>) {
    let space = Space::new(std::iter::repeat_n(2, usize::from(length))).unwrap();
    let rows = (0..length)
        .flat_map(|at| [[(at, 0), ((at + 1) % length, 1)], [(at, 1), ((at + 1) % length, 0)]])
        .map(|values| row(&space, &values))
        .collect();
    (space, rows)
}

#[test]
fn cases_nest_only_so_deep() {
    let (space, rows) = ring(1_500);
    // Decided or not, it ends, within the stack.
    assert_ne!(covers(&rows, &Bounds::all(&space), &mut Budget::new(3_000_000)), Ok(true));
    assert_eq!(count(&rows, &Bounds::all(&space), &mut free()), Err(OutOfBudget));
    assert_eq!(region(&rows, &space).complement(&space, &mut free()), Err(OutOfBudget));
}

/// Each case is one more look at the rows that are left, and is paid for as such.
#[test]
fn every_case_costs_steps() {
    let (space, rows) = ring(20);
    let everything = Bounds::all(&space);
    let steps = |ask: &dyn Fn(&mut Budget)| {
        let mut budget = Budget::new(1_000_000);
        ask(&mut budget);
        1_000_000 - budget.remaining()
    };
    // Two rows are looked at once, for they are plainly too small; so this is one look at each of the forty.
    let once = steps(&|budget| assert_eq!(status(&rows[..2], &everything, budget), Ok(Status::Open))) * 20;
    for asked in [
        steps(&|budget| assert_eq!(covers(&rows, &everything, budget), Ok(false))),
        steps(&|budget| assert_eq!(count(&rows, &everything, budget), Ok(Some((1 << 20) - 2)))),
        steps(&|budget| assert!(uncovered(&rows, &everything, budget).unwrap().is_some())),
    ] {
        assert!(asked > 10 * once, "{asked} steps, and {once} to look at all rows once");
    }
}
