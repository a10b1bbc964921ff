//! What the tests of a pack reach, and what they do not.

mod observe;
mod reached;
mod source;

use closer_core::model::{Polarity, Text, Wanted};
use closer_core::space::Status;
use closer_core::{Program, Verdict};
use serde::Serialize;

use crate::{Case, words};

pub use reached::{Missing, Reached, Subject, Summary};
pub use source::{Mark, Target, marks, marks_in_force};

/// What the tests of a pack have seen.
///
/// A test sees only what it speaks of: the rules for and against the actions that it expects something of. What no test expects
/// anything of is not covered, however often it was evaluated. Tests that are skipped, and known gaps, see nothing.
///
/// ```
/// use closer_core::Program;
/// use closer_verify::{Coverage, Suite};
///
/// let program = Program::closing();
/// let tests = r#"
///     pack = "closing"
///     [[test]]
///     name     = "thanks are always in place"
///     given    = { went = "well" }
///     suggests = ["thank-interviewer"]
/// "#;
/// let suite = Suite::from_toml(program.rules(), tests)?;
/// let coverage = Coverage::of(&program, suite.cases());
/// let summary = coverage.summary();
/// assert!(summary.rules.reached > 0 && summary.rules.percent() < 100.0);
/// assert!(!coverage.missing().is_empty());
/// # Ok::<(), closer_core::LoadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Coverage {
    /// How many cases were looked at.
    pub cases: usize,
    /// Every rule, sorted by id.
    pub rules: Vec<RuleCoverage>,
    /// Every moment, earliest first; one that always comes has no tests.
    pub moments: Vec<MomentCoverage>,
    /// Every action, sorted by id.
    pub actions: Vec<ActionCoverage>,
}

/// In how many cases a rule had its say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleCoverage {
    /// The rule's id.
    pub rule: Text,
    /// For or against.
    pub polarity: Polarity,
    /// The action's id.
    pub action: Text,
    /// It was true, and none that was true on its side was stronger.
    pub deciding: usize,
    /// It was true beside a stronger one.
    pub supporting: usize,
    /// It was true and suggests, but the action was avoided.
    pub beaten: usize,
    /// The single tests of its condition, in the order in which they are written.
    pub tests: Vec<LeafCoverage>,
}

/// In how many cases the single tests of a moment's condition were seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MomentCoverage {
    /// The moment's id.
    pub moment: Text,
    /// The single tests of its condition.
    pub tests: Vec<LeafCoverage>,
}

/// In how many cases a single test was seen in which way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LeafCoverage {
    /// The fact.
    pub fact: Text,
    /// What it must be.
    pub wanted: Wanted,
    /// The same in words.
    pub words: String,
    /// Every value passes, so it can only ever hold.
    pub always: bool,
    /// It held in all worlds.
    pub holding: usize,
    /// It failed in all worlds.
    pub failing: usize,
    /// It held in some worlds and failed in others.
    pub open: usize,
}

/// In how many cases an action stood where.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ActionCoverage {
    /// The action's id.
    pub action: Text,
    /// At the top of the list.
    pub first: usize,
    /// As a lead.
    pub leading: usize,
    /// Suggested, in any place.
    pub listed: usize,
    /// Avoided.
    pub avoided: usize,
    /// No rule spoke of it.
    pub silent: usize,
    /// Its verdict was open.
    pub depends: usize,
    /// The verdicts that its rules allow in some interview; others cannot be reached.
    pub possible: Vec<Verdict>,
}

impl Coverage {
    /// Looks at what cases see of a program.
    #[must_use]
    pub fn of(program: &Program, cases: &[Case]) -> Self {
        observe::observe(program, cases)
    }
}

impl RuleCoverage {
    /// Whether it was never true in any test that speaks of its action.
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.deciding == 0 && self.supporting == 0 && self.beaten == 0
    }
}

impl LeafCoverage {
    /// In how many cases it was seen so.
    #[must_use]
    pub fn seen(&self, status: Status) -> usize {
        match status {
            Status::Holds => self.holding,
            Status::Fails => self.failing,
            Status::Open => self.open,
        }
    }

    /// In which ways it can be seen.
    #[must_use]
    pub fn possible(&self) -> &'static [Status] {
        if self.always { &[Status::Holds] } else { &[Status::Holds, Status::Fails, Status::Open] }
    }

    /// In which ways it could have been seen, but was not.
    pub fn unseen(&self) -> impl Iterator<Item = Status> + '_ {
        self.possible().iter().copied().filter(|status| self.seen(*status) == 0)
    }

    /// The test as it is told on a command line: `level>=management`.
    #[must_use]
    pub fn short(&self) -> String {
        words::told(&self.fact, &self.wanted)
    }
}

impl ActionCoverage {
    /// In how many cases it had this verdict.
    #[must_use]
    pub fn seen(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Suggested => self.listed,
            Verdict::Avoided => self.avoided,
            Verdict::Silent => self.silent,
            Verdict::Depends => self.depends,
        }
    }
}
