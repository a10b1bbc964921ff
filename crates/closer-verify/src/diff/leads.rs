//! Which of the suggested actions lead, in every world at once.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, RuleSet};
use closer_core::space::{Budget, Diagram, OutOfBudget};

use super::half::Half;
use crate::atlas::{self, Atlas};

/// The actions that can keep each other from leading, however many steps it takes: those of one group, and those that never lead together.
pub(super) fn neighbours(rules: &RuleSet, action: ActionId) -> BTreeSet<ActionId> {
    let Some(this) = rules.action(action) else { return BTreeSet::new() };
    let same_group = rules.actions().iter().filter(|other| this.group.is_some() && other.group == this.group);
    let same_group = same_group.filter_map(|other| rules.find_action(&other.id));
    same_group.chain(this.never_with().iter().copied()).filter(|other| *other != action).collect()
}

/// In which worlds each of these actions leads; they must be all that can keep each other from leading.
pub(super) fn leads(
    half: &mut Half,
    members: &BTreeSet<ActionId>,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<BTreeMap<ActionId, Diagram>, OutOfBudget> {
    let mut standings = BTreeMap::new();
    for &action in members {
        standings.insert(action, half.standing(action, atlas, budget)?);
    }
    let at_most = |id| half.rules().group(id).map_or(u32::MAX, |group| group.at_most);
    atlas::leads(half.rules(), &standings, at_most, &mut atlas.all, budget)
}
