//! Which actions stand in the way of each other.

use std::collections::BTreeSet;

use closer_core::RuleSet;
use closer_core::model::ActionId;

/// Who competes with whom for a lead.
pub(super) struct Rivalry {
    /// By action: what is of interest.
    rivals: Vec<Rivals>,
}

#[derive(Default)]
struct Rivals {
    /// Those that never lead with it.
    never_with: BTreeSet<ActionId>,
    /// The others of its group, unless all of them may lead.
    mates: BTreeSet<ActionId>,
    /// Only one of the group leads.
    alone: bool,
}

impl Rivalry {
    pub(super) fn of(rules: &RuleSet) -> Self {
        let all: Vec<ActionId> =
            rules.actions().iter().filter_map(|action| rules.find_action(&action.id)).collect();
        let mut rivals = Vec::with_capacity(all.len());
        for (id, action) in all.iter().zip(rules.actions()) {
            let of_group = |other: &&ActionId| {
                action.group.is_some()
                    && rules.action(**other).is_some_and(|other| other.group == action.group)
            };
            let group: Vec<ActionId> = all.iter().filter(of_group).copied().collect();
            let most = action.group.and_then(|group| rules.group(group)).map(|group| group.at_most);
            let fits = most.is_none_or(|most| u32::try_from(group.len()).is_ok_and(|size| size <= most));
            rivals.push(Rivals {
                never_with: action.never_with().iter().copied().collect(),
                mates: if fits {
                    BTreeSet::new()
                } else {
                    group.into_iter().filter(|mate| mate != id).collect()
                },
                alone: most == Some(1),
            });
        }
        Self { rivals }
    }

    fn get(&self, action: ActionId) -> Option<&Rivals> {
        self.rivals.get(action.index())
    }

    fn never_with(&self, action: ActionId) -> impl Iterator<Item = ActionId> {
        self.get(action).into_iter().flat_map(|rivals| rivals.never_with.iter().copied())
    }

    fn mates(&self, action: ActionId) -> impl Iterator<Item = ActionId> {
        self.get(action).into_iter().flat_map(|rivals| rivals.mates.iter().copied())
    }

    /// Whether the two can never both lead, whatever the rules say.
    pub(super) fn exclude(&self, one: ActionId, other: ActionId) -> bool {
        self.get(one).is_some_and(|rivals| {
            rivals.never_with.contains(&other) || (rivals.alone && rivals.mates.contains(&other))
        })
    }

    /// The actions, their rivals, the rivals of these, and so on: all that their roles hang on.
    pub(super) fn component(&self, actions: &[ActionId]) -> Vec<ActionId> {
        closure(actions, |action| self.never_with(action).chain(self.mates(action)).collect())
    }

    /// Actions whose lead may keep a rival of some other action from leading, and so let that one lead.
    ///
    /// In the way of an action stand those that never lead with it, and a full group. What stands in the way of those that never lead with it is
    /// either of the same; a mate takes a place in the group unless it may not lead with something else.
    pub(super) fn helpers(&self, actions: &[ActionId]) -> Vec<ActionId> {
        let helped = |action: ActionId| {
            let of_others = self.never_with(action).flat_map(|rival| {
                self.never_with(rival).chain(self.mates(rival)).filter(move |helper| *helper != action)
            });
            let of_mates = self.mates(action).flat_map(|mate| self.never_with(mate));
            of_others.chain(of_mates).collect()
        };
        let mut helpers = closure(actions, helped);
        helpers.retain(|helper| !actions.contains(helper));
        helpers
    }
}

/// The actions and all that can be reached from them.
fn closure(actions: &[ActionId], next: impl Fn(ActionId) -> Vec<ActionId>) -> Vec<ActionId> {
    let mut reached: BTreeSet<ActionId> = actions.iter().copied().collect();
    let mut open: Vec<ActionId> = actions.to_vec();
    while let Some(action) = open.pop() {
        open.extend(next(action).into_iter().filter(|other| reached.insert(*other)));
    }
    reached.into_iter().collect()
}
