//! Single cases.

use closer_core::space::{
    Bounds, Budget, OutOfBudget, Region, Row, Space, Status, ValueSet, count, count_weighted, covers,
    depends_on, primes, smallest, smallest_witness, status, uncovered,
};

use crate::definitions::row;
use crate::free;
use crate::random::region;

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

/// "Not all are alike", said of neighbours in a ring: very many steps from one to the next, but only two gaps.
#[test]
fn a_smallest_witness_is_found_from_the_gaps() {
    for count in [4, 8, 16, 24] {
        let space = Space::new(std::iter::repeat_n(2, usize::from(count))).unwrap();
        let rows: Vec<Row> = (0..count).map(|at| row(&space, &[(at, 1), ((at + 1) % count, 0)])).collect();
        let everything = Bounds::all(&space);
        let witness = smallest_witness(&rows, &everything, &mut free()).unwrap();
        assert_eq!(witness, Some(row(&space, &[(0, 0), (1, 1)])), "{count}");
        // Where the first differs from all others, any of these is enough.
        let first = everything.restrict(0, ValueSet::single(1)).unwrap();
        let witness = smallest_witness(&rows, &first, &mut free()).unwrap();
        assert_eq!(witness, Some(row(&space, &[(1, 0)])), "{count}");
    }
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

#[test]
fn rows_and_regions_are_shown_as_what_they_ask_and_have_one_order() {
    let space = Space::new([3, 2]).unwrap();
    let (one, other) = (row(&space, &[(0, 1)]), row(&space, &[(0, 2), (1, 0)]));
    assert_eq!(format!("{other:?}"), "{0: {2}, 1: {0}}");
    assert_eq!(format!("{:?}", Row::all()), "{}");
    let all = [
        region(&[], &space),
        region(std::slice::from_ref(&one), &space),
        region(std::slice::from_ref(&other), &space),
        region(&[one, other], &space),
    ];
    assert_eq!(format!("{:?}", all[3]), "[{0: {1}}, {0: {2}, 1: {0}}]");
    for a in &all {
        for b in &all {
            assert_eq!(a.partial_cmp(b), Some(a.cmp(b)));
            assert_eq!(a.cmp(b).is_eq(), a == b);
            assert_eq!(a.cmp(b), b.cmp(a).reverse());
        }
    }
}
