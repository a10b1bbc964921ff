//! One claim: a promise of a property, taken apart.

use closer_core::RuleSet;
use closer_core::model::{ActionId, MomentId, Text};
use closer_core::sheet::Promise;

/// One claim about one action, two actions, or one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The action is suggested.
    Always(ActionId),
    /// The action is not suggested.
    Never(ActionId),
    /// The action is avoided.
    Avoids(ActionId),
    /// The two do not both lead.
    NeverTogether(ActionId, ActionId),
    /// At least so many actions of the moment are suggested.
    AtLeast(MomentId, usize),
    /// Where both are suggested the first ranks higher than the second.
    Order(ActionId, ActionId),
}

/// All claims that promises make, pair by pair where they are about pairs.
pub(super) fn claims(promises: &[Promise]) -> Vec<Claim> {
    let mut all = Vec::new();
    for promise in promises {
        match promise {
            Promise::Always(actions) => all.extend(actions.iter().copied().map(Claim::Always)),
            Promise::Never(actions) => all.extend(actions.iter().copied().map(Claim::Never)),
            Promise::Avoids(actions) => all.extend(actions.iter().copied().map(Claim::Avoids)),
            Promise::NeverTogether(actions) => {
                all.extend(pairs(actions).map(|(one, other)| Claim::NeverTogether(one, other)));
            }
            Promise::AtLeast(numbers) => {
                all.extend(numbers.iter().map(|(moment, number)| Claim::AtLeast(*moment, *number)));
            }
            Promise::Order(actions) => {
                all.extend(pairs(actions).map(|(first, second)| Claim::Order(first, second)));
            }
        }
    }
    all
}

/// Every two of them, in their order.
fn pairs(actions: &[ActionId]) -> impl Iterator<Item = (ActionId, ActionId)> {
    let rest = |at: usize| actions.iter().skip(at.saturating_add(1));
    actions.iter().enumerate().flat_map(move |(at, first)| rest(at).map(|second| (*first, *second)))
}

impl Claim {
    /// The key of the promise.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Always(_) => "always",
            Self::Never(_) => "never",
            Self::Avoids(_) => "avoids",
            Self::NeverTogether(..) => "never_together",
            Self::AtLeast(..) => "at_least",
            Self::Order(..) => "order",
        }
    }

    /// The claim as it could be written: `never ask-for-card`, `at_least parting = 1`.
    #[must_use]
    pub fn words(&self, rules: &RuleSet) -> String {
        match self {
            Self::AtLeast(moment, number) => {
                let moment = rules.moment(*moment).map_or("", |moment| &moment.id);
                format!("at_least {moment} = {number}")
            }
            _ => format!("{} {}", self.key(), self.names(rules).join(", ")),
        }
    }

    /// The actions that it is about, none for a moment.
    pub(super) fn actions(&self) -> Vec<ActionId> {
        match *self {
            Self::Always(action) | Self::Never(action) | Self::Avoids(action) => vec![action],
            Self::NeverTogether(one, other) | Self::Order(one, other) => vec![one, other],
            Self::AtLeast(..) => Vec::new(),
        }
    }

    /// The ids of the actions that it is about.
    pub(super) fn names(&self, rules: &RuleSet) -> Vec<Text> {
        let id = |action: ActionId| rules.action(action).map(|action| action.id.clone());
        self.actions().into_iter().filter_map(id).collect()
    }
}
