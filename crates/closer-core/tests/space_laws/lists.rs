//! Primes and shortest lists where they are hard to find.

use std::collections::BTreeSet;

use closer_core::space::{Bounds, Budget, Row, Space, primes, smallest, smallest_witness};
use proptest::prelude::*;

use crate::definitions::{
    inside, largest_of_many_boxes, members, point, row, shortest_list_of, size, spares_none, worlds,
};
use crate::random::{perhaps, region, scattered};
use crate::{World, config, free};

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
