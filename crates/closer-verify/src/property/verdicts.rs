//! Claims about verdicts. All worlds of a context share a verdict or it depends, so these are questions about single worlds.

use closer_core::model::{ActionId, MomentId, Polarity};
use closer_core::space::{OutOfBudget, Region, Row, primes, smallest_witness};

use super::Found;
use super::ground::Ground;

/// Suggested in every context: so in every world, for a context may be a single world.
///
/// Refuted with a context in which it is nowhere suggested. Where less is known it may well depend, which breaks the claim, too, but shows less.
pub(super) fn always(action: ActionId, ground: &mut Ground<'_>) -> Result<Found, OutOfBudget> {
    let whenever = ground.whenever.clone();
    let suggested = ground.suggested(&whenever, action)?;
    let worlds = ground.minus(&whenever, &suggested)?;
    Ok(smallest(&worlds, ground))
}

/// Suggested in no context: so in no world.
pub(super) fn never(action: ActionId, ground: &mut Ground<'_>) -> Result<Found, OutOfBudget> {
    let whenever = ground.whenever.clone();
    let worlds = ground.suggested(&whenever, action)?;
    Ok(smallest(&worlds, ground))
}

/// Avoided in every context: so in every world. Refuted with a context in which it is nowhere avoided.
pub(super) fn avoids(action: ActionId, ground: &mut Ground<'_>) -> Result<Found, OutOfBudget> {
    let whenever = ground.whenever.clone();
    let avoided = ground.spoken_for(&whenever, action, Polarity::Avoid)?;
    let worlds = ground.minus(&whenever, &avoided)?;
    Ok(smallest(&worlds, ground))
}

/// The least to know for being in a region, if there is anything in it.
fn smallest(worlds: &Region, ground: &mut Ground<'_>) -> Found {
    let Some(first) = worlds.rows().first() else { return Found::Holds };
    match smallest_witness(worlds.rows(), &ground.everything, ground.budget) {
        Ok(Some(row)) => Found::Broken { row, smallest: true },
        // It is broken in any case; only the smallest context is not known.
        Ok(None) | Err(OutOfBudget) => Found::Broken { row: first.clone(), smallest: false },
    }
}

/// At least so many actions of the moment are suggested in every context.
///
/// What is suggested in a context is suggested in every smaller one, so it is enough to look at the largest.
pub(super) fn at_least(
    moment: MomentId,
    number: usize,
    ground: &mut Ground<'_>,
) -> Result<Found, OutOfBudget> {
    let of_moment = ground.rules().actions().iter().enumerate().filter(|(_, action)| action.moment == moment);
    let ids: Vec<&str> = of_moment.map(|(_, action)| &*action.id).collect();
    let actions: Vec<ActionId> = ids.into_iter().filter_map(|id| ground.rules().find_action(id)).collect();
    let mut largest: Vec<Row> = primes(ground.whenever.rows(), &ground.everything, ground.budget)?;
    largest.sort_by_key(|row| row.constraints().len());
    for row in largest {
        if ground.ranked(&actions, &row)?.len() < number {
            return Ok(Found::Broken { row, smallest: true });
        }
    }
    Ok(Found::Holds)
}
