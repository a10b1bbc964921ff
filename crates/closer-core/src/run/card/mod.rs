//! A card to take along: one page for all of an interview, from the days before to the days after.

mod build;
mod shorten;
mod stage;
mod surprise;

use serde::Serialize;

use super::advice::{PackName, Tests};
use crate::model::{FollowUp, Text, Wanted};

/// What to do at each moment, and what depends, for an interview that is still to come or not yet over.
///
/// Advice is for now; a card is for every moment at once. Each action is weighed in the worlds in which its moment has come, so
/// that a card made the evening before says what to say at the end.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Card {
    /// The pack it comes from.
    pub pack: PackName,
    /// What the pack is called.
    pub title: Text,
    /// What was said, by fact.
    pub known: Tests,
    /// The same in words, what a person thinks of first at the front.
    pub known_words: Vec<String>,
    /// The moments for which there is something to say, earliest first.
    pub sections: Vec<CardSection>,
    /// What to do where something usual turns out otherwise, the most important first.
    pub surprises: Vec<Surprise>,
    /// What to leave alone at one moment or another, the strongest warning first.
    pub leave_alone: Vec<CardWarning>,
    /// The assumptions that mattered.
    pub assumed: Vec<CardAssumption>,
    /// How many entries [`Card::shortened`] took away.
    pub left_out: usize,
}

/// One moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CardSection {
    /// The moment's id.
    pub moment: Text,
    /// What to call it.
    pub title: Text,
    /// When it comes, counted from the interview.
    pub follow_up: Option<FollowUp>,
    /// What to do: first what is certain, best first, then what depends, the most promising first.
    pub lines: Vec<CardLine>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CardLine {
    /// The action's id.
    pub action: Text,
    /// What to do.
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// Why, from the strongest rule.
    pub because: Text,
    /// The group it competes in.
    pub group: Option<Text>,
    /// Whether it hangs on what is not known. When not, it is suggested in any case.
    pub depends: bool,
    /// The smallest condition under which it is suggested: one of these alternatives. Empty when it is suggested in any case, and where the
    /// condition is too large to work out; [`depends`](Self::depends) tells which.
    pub only_if: Vec<Tests>,
    /// The same in words.
    pub only_if_words: Option<String>,
    /// The lowest score in the worlds where it is suggested.
    pub score: u8,
    /// The highest score in the worlds where it is suggested.
    pub score_at_most: u8,
    /// What could take its place, from its own group and moment: what would then be better, best first, else the next best.
    pub or: Vec<CardLine>,
    /// Its turn when entries are chosen, from 1.
    pub place: usize,
}

/// What to do where something that is taken for granted turns out otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Surprise {
    /// The fact.
    pub fact: Text,
    /// How it would turn out.
    pub value: Wanted,
    /// The same in words.
    pub words: String,
    /// The best of what is suggested then and not otherwise.
    pub action: Text,
    /// When it is done.
    pub moment: Text,
    /// What to do.
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// Why, from the strongest rule.
    pub because: Text,
    /// How strongly.
    pub score: u8,
    /// Its turn when entries are chosen, from 1.
    pub place: usize,
}

/// Something to leave alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CardWarning {
    /// The action's id.
    pub action: Text,
    /// When one might be tempted.
    pub moment: Text,
    /// What not to do.
    pub title: Text,
    /// What to do in its place.
    pub instead: Option<Text>,
    /// Why not, from the strongest rule.
    pub because: Text,
    /// How strong the warning is, 1 to 100.
    pub weight: u8,
    /// Its turn when entries are chosen, from 1.
    pub place: usize,
}

/// Something taken for granted that made a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CardAssumption {
    /// The fact.
    pub fact: Text,
    /// What was taken for granted.
    pub value: Wanted,
    /// The same in words.
    pub words: String,
    /// The actions whose verdict would be another without it.
    pub matters_for: Vec<Text>,
}
