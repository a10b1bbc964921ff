//! What comes out otherwise, as data.

use closer_core::model::{Text, Wanted};
use closer_core::{Role, Verdict};
use serde::{Serialize, Serializer};

/// Some interviews that get other advice, and in what way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What is otherwise.
    #[serde(flatten)]
    pub what: What,
    /// Whether that is known to be so in an interview that could be told to the old pack: where nothing is said of facts that only the new one has.
    pub breaking: bool,
    /// In how many interviews.
    pub share: Share,
    /// A small one; `None` when the question for it is too large.
    pub example: Option<Example>,
}

/// What is otherwise in a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// An action has another verdict.
    Verdict {
        /// The action.
        action: Text,
        /// What it was; `None` when the old pack does not have the action.
        old: Option<Verdict>,
        /// What it is; `None` when the new pack does not have the action.
        new: Option<Verdict>,
    },
    /// An action leads where it was a spare, or the other way round.
    Role {
        /// The action.
        action: Text,
        /// What it was.
        old: Role,
        /// What it is.
        new: Role,
    },
    /// Of two actions that are suggested in both, the other one comes first.
    Order {
        /// The one that now comes before `other`.
        action: Text,
        /// The one that came before `action`.
        other: Text,
    },
    /// An action with the same verdict is disputed where it was not, or the other way round.
    Dispute {
        /// The action.
        action: Text,
        /// Whether it is disputed now.
        disputed: bool,
    },
    /// A suggested action is done at another moment.
    Moment {
        /// The action.
        action: Text,
        /// When it was done.
        old: Text,
        /// When it is done.
        new: Text,
    },
    /// Something else is taken for granted of a fact of which nothing is said, and it matters there.
    Assumption {
        /// The fact.
        fact: Text,
        /// What was taken for granted.
        old: Option<Wanted>,
        /// What is.
        new: Option<Wanted>,
        /// The actions for which it matters.
        actions: Vec<Text>,
    },
    /// In no interview that is told in full, but in one that is told in part, an action comes out otherwise.
    Partly {
        /// The action.
        action: Text,
    },
}

impl What {
    /// The actions that it is about.
    #[must_use]
    pub fn actions(&self) -> Vec<&Text> {
        match self {
            Self::Order { action, other } => vec![action, other],
            Self::Assumption { actions, .. } => actions.iter().collect(),
            Self::Verdict { action, .. }
            | Self::Role { action, .. }
            | Self::Dispute { action, .. }
            | Self::Moment { action, .. }
            | Self::Partly { action } => vec![action],
        }
    }

    /// What is most worth knowing first: verdicts, then places in the list, then the rest.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::Verdict { .. } => 0,
            Self::Assumption { .. } => 1,
            Self::Role { .. } => 2,
            Self::Moment { .. } => 3,
            Self::Order { .. } => 4,
            Self::Dispute { .. } => 5,
            Self::Partly { .. } => 6,
        }
    }
}

/// So many interviews of all that both packs can describe, each told in full. Numbers count one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many; `None` when that is more than a `u128` holds, or is not counted: where a pack assumes what the other cannot be told.
    pub worlds: Option<u128>,
    /// Of how many; `None` when that is more than a `u128` holds.
    pub of: Option<u128>,
}

impl Share {
    /// In millionths of all, rounded down; `None` where the numbers are too large.
    #[must_use]
    pub fn millionths(self) -> Option<u32> {
        const WHOLE: u128 = 1_000_000;
        let (worlds, of) = (self.worlds?, self.of?);
        let parts = match worlds.checked_mul(WHOLE) {
            Some(scaled) => scaled.checked_div(of),
            None => worlds.checked_div(of.checked_div(WHOLE)?),
        };
        u32::try_from(parts?.min(WHOLE)).ok()
    }

    /// As a percentage with up to two places: `12.5%`, `under 0.01%`. Only what is whole is 100 %, and only nothing is 0 %.
    #[must_use]
    pub fn percent(self) -> Option<String> {
        if self.worlds? == 0 {
            return Some("0%".to_owned());
        }
        let hundredths = self.millionths()? / 100;
        if hundredths == 0 {
            return Some("under 0.01%".to_owned());
        }
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let rest = format!(".{rest:02}");
        Some(format!("{whole}{}%", rest.trim_end_matches('0').trim_end_matches('.')))
    }
}

/// Counts as text, for they are larger than the numbers of many programs: `{ "worlds": "12", "of": "96", "percent": 12.5 }`.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut share = serializer.serialize_struct("Share", 3)?;
        share.serialize_field("worlds", &self.worlds.map(|worlds| worlds.to_string()))?;
        share.serialize_field("of", &self.of.map(|of| of.to_string()))?;
        share.serialize_field("percent", &self.millionths().map(|parts| f64::from(parts) / 10_000.0))?;
        share.end()
    }
}

/// A small interview that shows a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Example {
    /// What is told of it, by fact.
    pub given: Vec<Told>,
    /// Whether no interview of which less is told shows the change wherever it may lead.
    pub smallest: bool,
    /// The rules behind what comes out in the old pack.
    pub old_rules: Vec<Text>,
    /// The rules behind what comes out in the new pack.
    pub new_rules: Vec<Text>,
    /// A test that passes with the new pack and fails with the old one, to put beside the rules; `None` where no test can say it.
    pub test: Option<String>,
}

/// One thing that is told in an [`Example`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Told {
    /// The fact.
    pub fact: Text,
    /// What is told of it, as it would be written.
    pub value: Wanted,
    /// As it is told on a command line: `level>=management`.
    pub short: String,
    /// `old` or `new` where only that pack can be told so.
    pub only_in: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(worlds: u128, of: u128) -> String {
        Share { worlds: Some(worlds), of: Some(of) }.percent().unwrap()
    }

    #[test]
    fn only_what_is_whole_is_a_hundred_per_cent() {
        assert_eq!(percent(0, 7), "0%");
        assert_eq!(percent(1, 8), "12.5%");
        assert_eq!(percent(1, 4), "25%");
        assert_eq!(percent(1, 1_000_000), "under 0.01%");
        assert_eq!(percent(999_999_999, 1_000_000_000), "99.99%");
        assert_eq!(percent(u128::MAX / 4, u128::MAX / 2), "50%");
        assert_eq!(percent(7, 7), "100%");
        assert_eq!(Share { worlds: None, of: None }.percent(), None);
    }
}
