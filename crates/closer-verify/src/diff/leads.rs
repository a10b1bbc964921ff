//! Which of the suggested actions lead, in every world at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, RuleSet};
use closer_core::space::{Budget, Diagram, OutOfBudget};

use super::half::Half;
use crate::atlas::{Atlas, Standing};

/// The actions that can keep each other from leading, however many steps it takes: those of one group, and those that never lead together.
pub(super) fn neighbours(rules: &RuleSet, action: ActionId) -> BTreeSet<ActionId> {
    let Some(this) = rules.action(action) else { return BTreeSet::new() };
    let same_group = rules.actions().iter().filter(|other| this.group.is_some() && other.group == this.group);
    let same_group = same_group.filter_map(|other| rules.find_action(&other.id));
    same_group.chain(this.never_with.iter().copied()).filter(|other| *other != action).collect()
}

/// In which worlds each of these actions leads; they must be all that can keep each other from leading.
///
/// In every world the actions are walked through in the order of their ranks. That order runs through all pairs of an action and a standing that it
/// can have, and a world meets only those pairs that it has: so the walk is done once for all worlds, pair by pair.
pub(super) fn leads(
    half: &mut Half,
    members: &BTreeSet<ActionId>,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<BTreeMap<ActionId, Diagram>, OutOfBudget> {
    let mut visits = Vec::new();
    for &action in members {
        let standing = half.standing(action, atlas, budget)?;
        for number in atlas.all.leaves(standing) {
            if Standing::of(number).is_suggested() {
                visits.push((Reverse(number), half.tie(action), standing));
            }
        }
    }
    visits.sort_unstable();
    let all = &mut atlas.all;
    let mut leading: BTreeMap<ActionId, Diagram> =
        members.iter().map(|action| (*action, Diagram::FALSE)).collect();
    let mut taken = BTreeMap::new();
    for (Reverse(number), (_, action), standing) in visits {
        let Some(this) = half.rules().action(action) else { continue };
        let mut may = all.map(standing, |at| u32::from(at == number), budget)?;
        for other in &this.never_with {
            let other = leading.get(other).copied().unwrap_or(Diagram::FALSE);
            may = all.minus(may, other, budget)?;
        }
        if let Some(group) = this.group {
            let most = half.rules().group(group).map_or(u32::MAX, |group| group.at_most);
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
