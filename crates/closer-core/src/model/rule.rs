use serde::{Serialize, Serializer};

use super::{Acceptance, ActionId, Condition, SourceId, Text, WhenOrigin};
use crate::space::Region;
use crate::text::Span;

/// One view on one action: in these interviews do it, or in these leave it alone.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Rule {
    /// Its name in explanations and tests.
    pub id: Text,
    /// For or against.
    pub polarity: Polarity,
    /// The action it speaks of.
    pub action: ActionId,
    /// When it applies; the guard of the action's moment comes on top.
    pub when: Condition,
    /// How strongly, from 1 to 100. Only ranks, never decides.
    pub weight: u8,
    /// The reason, as said to the candidate.
    pub because: Text,
    /// The rows of the sources whose advice it carries.
    pub citations: Vec<Citation>,
    /// What may be odd about it, on purpose.
    pub accepted: Vec<Acceptance>,
    /// Where it is written.
    pub origin: Span,
    /// Where its condition is written.
    pub when_origin: WhenOrigin,
    /// Where it is true: `when` and the guard of its action's moment.
    pub(crate) region: Region,
}

impl Rule {
    /// The worlds in which it is true: those of its condition in which the guard of its action's moment holds, too.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }
}

/// Whether a rule speaks for or against its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Do it.
    Suggest,
    /// Leave it alone. Always beats `Suggest`.
    Avoid,
}

/// A place where advice comes from.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Source {
    /// Its name in citations.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Written for this pack, so not counted among the sources that agree.
    pub editorial: bool,
}

/// A source, or one row of it: `003` or `003-11`. Serialises as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// The citation as written.
    pub text: Text,
}

impl Serialize for Citation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A difference between sources that no pair of rules shows.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Disagreement {
    /// Its name.
    pub id: Text,
    /// The actions it is about, sorted.
    pub actions: Vec<ActionId>,
    /// Where it matters.
    pub when: Condition,
    /// What to tell the candidate.
    pub note: Text,
    /// Who says what.
    pub sides: Vec<Side>,
    /// What may be odd about it, on purpose.
    pub accepted: Vec<Acceptance>,
    /// Where it is written.
    pub origin: Span,
    /// Where its condition is written.
    pub when_origin: WhenOrigin,
    /// `when` as a region.
    pub(crate) region: Region,
}

impl Disagreement {
    /// The worlds in which it matters.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }
}

/// What some sources say in a [`Disagreement`].
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Side {
    /// Their view, in a few words.
    pub says: Text,
    /// The rows where they say so.
    pub citations: Vec<Citation>,
}
