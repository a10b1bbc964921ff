//! Where sources differ about an action.

use std::cmp::Reverse;

use super::advice::Status;
use super::pack::{Pack, View};
use super::world::World;

#[derive(Debug, Clone)]
pub(crate) enum Dispute {
    /// In some worlds one true rule suggests and another avoids. The rules that do so, for each side the strongest first.
    OfRules {
        when: Status,
        avoiding: Vec<usize>,
        suggesting: Vec<usize>,
    },
    Declared {
        when: Status,
        disagreement: usize,
    },
}

/// The disputes about an action: if its verdict is `settled` those of all worlds, else those of some.
pub(crate) fn disputes(pack: &Pack, worlds: &[&World], action: usize, settled: bool) -> Vec<Dispute> {
    let is_shown = |when: Status| if settled { when == Status::Holds } else { when != Status::Fails };
    let mut disputes = Vec::new();

    let when = Status::over(worlds, |world| clashes(pack, world, action));
    if is_shown(when) {
        let side = |view| {
            let speaks = |rule: &usize| {
                let together = |world: &&World| world.rules[*rule] && clashes(pack, world, action);
                pack.is_for(*rule, action, view) && worlds.iter().any(together)
            };
            let mut rules: Vec<usize> = (0..pack.rules.len()).filter(speaks).collect();
            rules.sort_by_key(|rule| (Reverse(pack.rules[*rule].weight()), &pack.rules[*rule].id));
            rules
        };
        disputes.push(Dispute::OfRules {
            when,
            avoiding: side(View::Avoid),
            suggesting: side(View::Suggest),
        });
    }

    let mut declared: Vec<usize> = (0..pack.disagreements.len()).collect();
    declared.sort_by_key(|one| &pack.disagreements[*one].id);
    declared.retain(|one| pack.disagreements[*one].actions.contains(&action));
    for disagreement in declared {
        let when = Status::over(worlds, |world| world.disagreements[disagreement]);
        if is_shown(when) {
            disputes.push(Dispute::Declared { when, disagreement });
        }
    }
    disputes
}

/// Does one true rule suggest the action and another avoid it?
fn clashes(pack: &Pack, world: &World, action: usize) -> bool {
    let some = |view| (0..pack.rules.len()).any(|rule| world.rules[rule] && pack.is_for(rule, action, view));
    some(View::Suggest) && some(View::Avoid)
}
