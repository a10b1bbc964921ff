//! The field's words as values: what a pack means once it has been read and found sound.

mod acceptance;
mod action;
mod condition;
mod context;
mod edit;
mod fact;
mod guess;
#[cfg(test)]
mod guess_tests;
mod packed;
mod phrase;
mod refined;
mod rule;
mod rule_set;
#[cfg(feature = "snapshot")]
mod snapshot;
mod test;
mod vocabulary;
mod words;

pub use acceptance::Acceptance;
pub(crate) use action::ActionExtras;
pub use action::{Action, FollowUp, Group, Moment};
pub use condition::{Condition, WhenOrigin};
pub use context::Context;
pub use edit::Edit;
pub(crate) use fact::cells_between;
pub use fact::{Fact, Flag, Kind};
pub(crate) use packed::PackedCondition;
pub(crate) use phrase::join;
pub(crate) use rule::RuleExtras;
pub use rule::{Citation, Disagreement, Polarity, Rule, Side, Source};
pub use rule_set::{Layer, Pack, RuleSet};
#[cfg(feature = "snapshot")]
pub use snapshot::SnapshotError;
pub use test::{Allowed, Test, Wanted};
pub use vocabulary::Vocabulary;
pub use words::Words;
pub(crate) use words::{SharedWords, fill};

use std::sync::Arc;

/// A piece of text that many results share.
pub type Text = Arc<str>;

/// Declares a number that stands for one thing of a rule set, so that numbers of different things are never mixed up.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The position in the rule set's own list.
            #[must_use]
            pub fn index(self) -> usize {
                // A `u32` fits every platform that the standard library's collections are useful on.
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }

            pub(crate) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )+};
}

impl FactId {
    /// The dimension of the space that the fact is.
    #[must_use]
    pub fn dim(self) -> u16 {
        u16::try_from(self.0).unwrap_or(u16::MAX)
    }

    pub(crate) fn of_dim(dim: u16) -> Self {
        Self(u32::from(dim))
    }
}

ids! {
    /// A fact of a vocabulary: its position when facts are sorted by name.
    FactId,
    /// An action of a rule set: its position when actions are sorted by id.
    ActionId,
    /// A rule of a rule set: its position when rules are sorted by id.
    RuleId,
    /// A moment: its position in time, the earliest first.
    MomentId,
    /// A group: its position when groups are sorted by id.
    GroupId,
    /// A source: its position when sources are sorted by id.
    SourceId,
}
