use std::sync::Arc;

use serde::Serialize;

use super::{Acceptance, ActionId, Citation, Condition, GroupId, MomentId, Text, WhenOrigin};
use crate::text::{ShortSpan, Span};

/// Something a candidate can do, or had better leave alone.
///
/// Like [rules](super::Rule), actions take little memory where they say little.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Action {
    /// Its name in rules and results.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// When it is done.
    pub moment: MomentId,
    /// What to do, in a few words.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// Why it helps, in general.
    pub why: Option<Text>,
    /// The group it competes in.
    pub group: Option<GroupId>,
    /// From 1 (gentle) to 5 (bold); for people, never for the ranking.
    pub boldness: Option<u8>,
    /// It is something to leave alone.
    pub mistake: bool,
    /// The rows that its wording carries.
    pub citations: Arc<[Citation]>,
    pub(crate) origin: ShortSpan,
    pub(crate) extras: Option<Box<ActionExtras>>,
}

/// What few actions have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(crate) struct ActionExtras {
    pub(crate) quotes: Option<Citation>,
    pub(crate) never_with: Vec<ActionId>,
    pub(crate) instead: Option<Text>,
    pub(crate) accepted: Vec<Acceptance>,
}

impl Action {
    /// The source's row that the line is quoted from.
    #[must_use]
    pub fn quotes(&self) -> Option<&Citation> {
        self.extras.as_ref()?.quotes.as_ref()
    }

    /// Actions that must never lead together with it, whichever of the two says so.
    #[must_use]
    pub fn never_with(&self) -> &[ActionId] {
        self.extras.as_ref().map(|extras| extras.never_with.as_slice()).unwrap_or_default()
    }

    /// What to do in place of the mistake.
    #[must_use]
    pub fn instead(&self) -> Option<&Text> {
        self.extras.as_ref()?.instead.as_ref()
    }

    /// What may be odd about it, on purpose.
    #[must_use]
    pub fn accepted(&self) -> &[Acceptance] {
        self.extras.as_ref().map(|extras| extras.accepted.as_slice()).unwrap_or_default()
    }

    /// Where it is declared.
    #[must_use]
    pub fn origin(&self) -> Span {
        self.origin.into()
    }

    /// Changes what few actions have, and keeps none of it where nothing is left.
    pub(crate) fn change_extras(&mut self, change: impl FnOnce(&mut ActionExtras)) {
        let mut extras = self.extras.take().unwrap_or_default();
        change(&mut extras);
        self.extras = Some(extras).filter(|extras| **extras != ActionExtras::default());
    }
}

/// A point in time at which actions are done.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Moment {
    /// Its name.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// What to call it.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub title: Text,
    /// Part of every rule for the actions of this moment.
    pub guard: Condition,
    /// When it comes, counted from the interview; `None` for what is not counted so.
    pub follow_up: Option<FollowUp>,
    /// What may be odd about it, on purpose.
    pub accepted: Vec<Acceptance>,
    /// Where it is declared.
    pub origin: Span,
    /// Where its guard is written.
    pub when_origin: WhenOrigin,
}

/// How long after the beginning of the interview a moment comes: first the working days, then the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct FollowUp {
    /// How many working days later; 0 is the same day.
    pub working_days: u16,
    /// How many hours later, on that day.
    pub hours: u8,
}

/// Actions of which only a few should lead, as one asks one question about oneself, not five.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Group {
    /// Its name.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub id: Text,
    /// What to call it.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub title: Text,
    /// How many of its actions lead; the others are spares.
    pub at_most: u32,
}
