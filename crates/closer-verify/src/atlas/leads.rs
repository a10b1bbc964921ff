//! Which of the suggested actions lead, in every world at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, GroupId, RuleSet};
use closer_core::space::{Budget, Diagram, Diagrams, OutOfBudget};

use super::Standing;

/// In which worlds each of these actions leads, given their standings; they must be all that can keep each other from leading. `at_most` says how many
/// of a group lead.
///
/// In every world the actions are walked through in the order of their ranks. That order runs through all pairs of an action and a place that it can
/// have, and a world meets only those pairs that it has: so the walk is done once for all worlds, pair by pair.
pub(crate) fn leads(
    rules: &RuleSet,
    standings: &BTreeMap<ActionId, Diagram>,
    at_most: impl Fn(GroupId) -> u32,
    all: &mut Diagrams,
    budget: &mut Budget,
) -> Result<BTreeMap<ActionId, Diagram>, OutOfBudget> {
    let mut visits = Vec::new();
    for (&action, &standing) in standings {
        let leaves = all.leaves(standing).into_iter().map(Standing::of);
        let places: BTreeSet<u32> = leaves.filter(|it| it.is_suggested()).map(Standing::place).collect();
        let moment = rules.action(action).map(|action| action.moment);
        visits.extend(places.into_iter().map(|place| (Reverse(place), moment, action, standing)));
    }
    visits.sort_unstable();
    let mut leading: BTreeMap<ActionId, Diagram> =
        standings.keys().map(|action| (*action, Diagram::FALSE)).collect();
    let mut taken = BTreeMap::new();
    for (Reverse(place), _, action, standing) in visits {
        let Some(this) = rules.action(action) else { continue };
        let here = |number: u32| {
            let standing = Standing::of(number);
            u32::from(standing.is_suggested() && standing.place() == place)
        };
        let mut may = all.map(standing, here, budget)?;
        for other in this.never_with() {
            let other = leading.get(other).copied().unwrap_or(Diagram::FALSE);
            may = all.minus(may, other, budget)?;
        }
        if let Some(group) = this.group {
            let most = at_most(group);
            let so_far = taken.entry(group).or_insert(Diagram::leaf(0));
            let full = all.map(*so_far, |count| u32::from(count >= most), budget)?;
            may = all.minus(may, full, budget)?;
            let add = |count: Diagram, one: Diagram| match one {
                Diagram::FALSE => Some(count),
                _ => Some(Diagram::leaf(count.as_leaf()?.saturating_add(one.as_leaf()?))),
            };
            *so_far = all.combine(*so_far, may, add, budget)?;
        }
        let so_far = leading.entry(action).or_insert(Diagram::FALSE);
        *so_far = all.or(*so_far, may, budget)?;
    }
    Ok(leading)
}
