use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Acceptance, ActionId, Condition, PackedCondition, SourceId, Text, WhenOrigin};
use crate::space::Region;
use crate::text::{ShortSpan, Span};

/// One view on one action: in these interviews do it, or in these leave it alone.
///
/// There may be very many, so a rule takes little memory: what is seldom asked for is worked out then.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Rule {
    /// Its name in explanations and tests.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// For or against.
    pub polarity: Polarity,
    /// The action it speaks of.
    pub action: ActionId,
    /// How strongly, from 1 to 100. Only ranks, never decides.
    pub weight: u8,
    /// The reason, as said to the candidate.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub because: Text,
    /// The rows of the sources whose advice it carries.
    pub citations: Arc<[Citation]>,
    pub(crate) when: PackedCondition,
    pub(crate) origin: ShortSpan,
    /// Where the table `when` is written.
    pub(crate) when_origin: Option<ShortSpan>,
    pub(crate) extras: Option<Box<RuleExtras>>,
    /// Where it is true: `when` and the guard of its action's moment.
    pub(crate) region: Region,
}

/// What few rules have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(crate) struct RuleExtras {
    pub(crate) accepted: Vec<Acceptance>,
    /// Where the table `unless` is written.
    pub(crate) unless_origin: Option<ShortSpan>,
}

impl RuleExtras {
    /// `None` where there is nothing to keep.
    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

impl Rule {
    /// When it applies; the guard of the action's moment comes on top. Made anew on each call.
    #[must_use]
    pub fn when(&self) -> Condition {
        self.when.unpack()
    }

    /// What may be odd about it, on purpose.
    #[must_use]
    pub fn accepted(&self) -> &[Acceptance] {
        self.extras.as_ref().map(|extras| extras.accepted.as_slice()).unwrap_or_default()
    }

    /// Where it is written.
    #[must_use]
    pub fn origin(&self) -> Span {
        self.origin.into()
    }

    /// Where its condition is written.
    #[must_use]
    pub fn when_origin(&self) -> WhenOrigin {
        let unless = self.extras.as_ref().and_then(|extras| extras.unless_origin);
        WhenOrigin::new(self.when_origin.map(Span::from), unless.map(Span::from))
    }

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
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Written for this pack, so not counted among the sources that agree.
    pub editorial: bool,
}

/// A source, or one row of it: `003` or `003-11`. Serialises as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// The citation as written.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
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
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// The actions it is about, sorted.
    pub actions: Vec<ActionId>,
    /// Where it matters.
    pub when: Condition,
    /// What to tell the candidate.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
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
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub says: Text,
    /// The rows where they say so.
    pub citations: Vec<Citation>,
}
