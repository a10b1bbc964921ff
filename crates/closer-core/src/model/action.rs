use serde::Serialize;

use super::{Acceptance, ActionId, Citation, Condition, GroupId, MomentId, Text, WhenOrigin};
use crate::text::Span;

/// Something a candidate can do, or had better leave alone.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Action {
    /// Its name in rules and results.
    pub id: Text,
    /// When it is done.
    pub moment: MomentId,
    /// What to do, in a few words.
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// The source's row that the line is quoted from.
    pub quotes: Option<Citation>,
    /// Why it helps, in general.
    pub why: Option<Text>,
    /// The group it competes in.
    pub group: Option<GroupId>,
    /// Actions that must never lead together with it, whichever of the two says so.
    pub never_with: Vec<ActionId>,
    /// From 1 (gentle) to 5 (bold); for people, never for the ranking.
    pub boldness: Option<u8>,
    /// It is something to leave alone.
    pub mistake: bool,
    /// What to do in place of the mistake.
    pub instead: Option<Text>,
    /// The rows that its wording carries.
    pub citations: Vec<Citation>,
    /// What may be odd about it, on purpose.
    pub accepted: Vec<Acceptance>,
    /// Where it is declared.
    pub origin: Span,
}

/// A point in time at which actions are done.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Moment {
    /// Its name.
    pub id: Text,
    /// What to call it.
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
    pub id: Text,
    /// What to call it.
    pub title: Text,
    /// How many of its actions lead; the others are spares.
    pub at_most: u32,
}
