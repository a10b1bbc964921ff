//! What holds of any rows.

use std::collections::BTreeSet;

use closer_core::space::{
    Bounds, Budget, Minimal, OutOfBudget, Region, Row, Status, ValueSet, count, count_weighted, covers,
    depends_on, first_point, primes, smallest, smallest_witness, status, uncovered,
};
use proptest::prelude::*;

use crate::definitions::{
    all_boxes, largest_boxes, members, point, shortest_list, size, spares_none, worlds,
};
use crate::random::{Case, cases, region, same};
use crate::{World, config, free};

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
