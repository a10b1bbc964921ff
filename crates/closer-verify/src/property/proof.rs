//! What becomes of a property.

use closer_core::model::Text;
use serde::Serialize;

use super::{Counterexample, Property};

/// Whether all that a property claims is so.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Proof {
    /// It is so in every context.
    Proved {
        /// How many interviews are different from each other where the property applies; `None` when that is beyond counting.
        interviews: Option<u128>,
    },
    /// Some claims are broken, each shown with a context that breaks it.
    Refuted(Vec<Counterexample>),
    /// Not known: there are more cases than the budget allows to look at.
    NotDecided(Box<Unproved>),
    /// It was not looked into, for this reason.
    Skipped(Text),
    /// It is broken, as it must be for this reason.
    KnownGap(Text),
    /// It is proved, although it was known to be broken for this reason.
    ClosedGap(Text),
}

impl Proof {
    /// Whether nothing is amiss.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        matches!(self, Self::Proved { .. } | Self::Skipped(_) | Self::KnownGap(_))
    }

    /// For test harnesses: what is amiss with this property, if anything is.
    ///
    /// # Errors
    /// What is amiss.
    pub fn into_result(self, property: &Property) -> Result<(), Box<Unproved>> {
        let words = match self {
            Self::Proved { .. } | Self::Skipped(_) | Self::KnownGap(_) => return Ok(()),
            Self::NotDecided(unproved) => return Err(unproved),
            Self::ClosedGap(reason) => format!("holds now, so it is no longer a known gap: {reason}"),
            Self::Refuted(broken) => broken.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        Err(Box::new(Unproved::of(property, words)))
    }
}

/// A property that is not proved, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}:{line}: {name}\n  {reason}")]
#[non_exhaustive]
pub struct Unproved {
    /// The property's name.
    pub name: Text,
    /// The file it stands in.
    pub file: Text,
    /// The line of its name.
    pub line: usize,
    /// Why.
    pub reason: String,
}

impl Unproved {
    pub(super) fn of(property: &Property, reason: String) -> Self {
        let (name, file) = (property.sheet.name.clone(), property.file.clone());
        Self { name, file, line: property.line, reason }
    }
}

/// How many properties came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Proofs {
    /// Proved.
    pub proved: usize,
    /// Broken, or no longer broken though they should be.
    pub refuted: usize,
    /// Beyond the budget.
    pub not_decided: usize,
    /// Not looked into.
    pub skipped: usize,
    /// Broken as they must be.
    pub known_gaps: usize,
}

impl Proofs {
    /// Counts proofs.
    #[must_use]
    pub fn of<'a>(proofs: impl IntoIterator<Item = &'a Proof>) -> Self {
        let mut counted = Self::default();
        for proof in proofs {
            let count = match proof {
                Proof::Proved { .. } => &mut counted.proved,
                Proof::Refuted(_) | Proof::ClosedGap(_) => &mut counted.refuted,
                Proof::NotDecided(_) => &mut counted.not_decided,
                Proof::Skipped(_) => &mut counted.skipped,
                Proof::KnownGap(_) => &mut counted.known_gaps,
            };
            *count = count.saturating_add(1);
        }
        counted
    }
}
