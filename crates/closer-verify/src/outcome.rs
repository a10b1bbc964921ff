//! What running a case leads to.

use std::fmt;

use closer_core::Explanation;
use closer_core::model::Text;
use closer_core::sheet::Want;
use serde::Serialize;

use crate::{Case, Given};

/// How a case came out.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Outcome {
    /// As wanted.
    Passed,
    /// Not as wanted, or a known gap that is none any more.
    Failed(Box<Failure>),
    /// It was not run, for this reason.
    Skipped(Text),
    /// It fails, as it must for this reason: nothing to do, and nothing to be proud of.
    KnownGap(Text),
}

impl Outcome {
    /// Whether nothing is amiss.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !matches!(self, Self::Failed(_))
    }

    /// For test harnesses: all but a failure is fine.
    ///
    /// # Errors
    /// The failure.
    pub fn into_result(self) -> Result<(), Box<Failure>> {
        match self {
            Self::Failed(failure) => Err(failure),
            Self::Passed | Self::Skipped(_) | Self::KnownGap(_) => Ok(()),
        }
    }
}

/// A case that did not come out as wanted. It is shown as several lines of plain text.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[non_exhaustive]
pub struct Failure {
    /// The case's name.
    pub name: Text,
    /// The file it stands in.
    pub file: Text,
    /// The line of its name.
    pub line: usize,
    /// What is given.
    pub given: Vec<Given>,
    /// Nothing was taken for granted.
    pub strict: bool,
    /// Why it was known to fail; it does not any more, and that is all that is amiss.
    pub closed_gap: Option<Text>,
    /// What was wanted and what came out.
    pub differences: Vec<Difference>,
    /// Why: the rules behind what came out and those that would have had to hold, by action.
    pub explanations: Vec<Explanation>,
}

/// One thing that came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Which expectation it is about.
    pub want: Want,
    /// Of which action or rule; `None` where the expectation is about the whole.
    pub of: Option<Text>,
    /// What was wanted.
    pub wanted: Value,
    /// What came out.
    pub got: Value,
}

/// One side of a [`Difference`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A verdict, a role, a name, or "nothing".
    Word(Text),
    /// Names in an order.
    Names(Vec<Text>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Names(names) if names.is_empty() => f.write_str("nothing"),
            Self::Names(names) => f.write_str(&names.join(", ")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.name)?;
        if let Some(reason) = &self.closed_gap {
            write!(f, "\n  passes now, so it is no longer a known gap: {reason}")?;
        }
        for given in &self.given {
            write!(f, "\n  given {}", crate::words::told(&given.fact, &given.value))?;
        }
        for Difference { want, of, wanted, got } in &self.differences {
            write!(f, "\n  {}", want.key())?;
            if let Some(of) = of {
                write!(f, " {of}")?;
            }
            write!(f, ": wanted {wanted}, got {got}")?;
        }
        Ok(())
    }
}

/// How many cases came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Tally {
    /// As wanted.
    pub passed: usize,
    /// Not as wanted.
    pub failed: usize,
    /// Not run.
    pub skipped: usize,
    /// Failed as they must.
    pub known_gaps: usize,
}

impl Tally {
    /// Counts outcomes.
    #[must_use]
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut tally = Self::default();
        for outcome in outcomes {
            let count = match outcome {
                Outcome::Passed => &mut tally.passed,
                Outcome::Failed(_) => &mut tally.failed,
                Outcome::Skipped(_) => &mut tally.skipped,
                Outcome::KnownGap(_) => &mut tally.known_gaps,
            };
            *count = count.saturating_add(1);
        }
        tally
    }
}

impl Failure {
    pub(crate) fn of(case: &Case) -> Self {
        Self {
            name: case.name.clone(),
            file: case.file.clone(),
            line: case.line,
            given: case.given.clone(),
            strict: case.is_strict(),
            closed_gap: None,
            differences: Vec::new(),
            explanations: Vec::new(),
        }
    }
}
