//! How few boxes cover some worlds of a tiny space, by trying them all.

use super::pack::{Value, Values};
use super::world::World;

/// Larger spaces are not decided.
const MOST_WORLDS: usize = 64;
const MOST_BOXES: usize = 5_000;

/// Can the wanted worlds be covered, and no others, by fewer than `count` boxes? `None` when the space is not tiny.
///
/// A box allows some values of each fact. Worlds are numbered, and a set of worlds is a number with a bit for each.
pub(crate) fn fewer_boxes_suffice(
    worlds: &[&World],
    possible: &[Values],
    wanted: &dyn Fn(&World) -> bool,
    count: usize,
) -> Option<bool> {
    // Values that never make a difference need no world of their own.
    let representatives: Vec<Vec<Value>> =
        (0..possible.len()).map(|fact| values_told_apart(worlds, &possible[fact], wanted, fact)).collect();
    let tiny: Vec<&&World> = worlds
        .iter()
        .filter(|world| {
            world.values.iter().zip(&representatives).all(|(value, values)| values.contains(value))
        })
        .collect();
    let box_count = representatives.iter().try_fold(1_usize, |product, values| {
        let subsets = 1_usize.checked_shl(u32::try_from(values.len()).ok()?)? - 1;
        product.checked_mul(subsets).filter(|product| *product <= MOST_BOXES)
    });
    if tiny.len() > MOST_WORLDS || box_count.is_none() {
        return None;
    }

    let set_of = |is_in: &dyn Fn(&World) -> bool| -> u64 {
        let bits = tiny.iter().enumerate().filter(|(_, world)| is_in(world));
        bits.map(|(at, _)| 1_u64 << at).sum()
    };
    let wanted_set = set_of(wanted);
    let mut boxes: Vec<u64> = vec![u64::MAX];
    for (fact, values) in representatives.iter().enumerate() {
        let slices: Vec<u64> =
            values.iter().map(|value| set_of(&|world| world.values[fact] == *value)).collect();
        let unions: Vec<u64> = (1_u32..1 << slices.len())
            .map(|chosen| (0..slices.len()).filter(|at| chosen >> at & 1 == 1).map(|at| slices[at]).sum())
            .collect();
        boxes = boxes.iter().flat_map(|smaller| unions.iter().map(move |union| smaller & union)).collect();
    }
    boxes.retain(|each| each & !wanted_set == 0);
    boxes.sort_unstable();
    boxes.dedup();
    let inside = |small: u64, large: u64| small != large && small & !large == 0;
    let largest: Vec<u64> =
        boxes.iter().copied().filter(|each| !boxes.iter().any(|other| inside(*each, *other))).collect();
    Some(count > 0 && can_cover(wanted_set, &largest, count - 1))
}

/// One of every family of values between which no world decides.
fn values_told_apart(
    worlds: &[&World],
    possible: &Values,
    wanted: &dyn Fn(&World) -> bool,
    fact: usize,
) -> Vec<Value> {
    // Worlds come in a fixed order, so columns of two values line up.
    let column = |value: Value| -> Vec<bool> {
        worlds.iter().filter(|world| world.values[fact] == value).map(|world| wanted(world)).collect()
    };
    let mut seen: Vec<Vec<bool>> = Vec::new();
    let mut different = Vec::new();
    for value in possible {
        let column = column(*value);
        if !seen.contains(&column) {
            seen.push(column);
            different.push(*value);
        }
    }
    different
}

fn can_cover(uncovered: u64, boxes: &[u64], count: usize) -> bool {
    if uncovered == 0 {
        return true;
    }
    let lowest = uncovered & uncovered.wrapping_neg();
    count > 0
        && boxes
            .iter()
            .filter(|each| *each & lowest != 0)
            .any(|each| can_cover(uncovered & !each, boxes, count - 1))
}
