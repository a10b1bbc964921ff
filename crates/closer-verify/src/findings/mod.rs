//! Exact questions about a sound pack, each answered with a witness or a proof.

mod accepted;
mod codes;
mod conditions;
mod desk;
mod facts;
mod leads;
mod moments;
mod places;
mod rules;
#[cfg(test)]
mod rules_tests;
mod vetoes;
mod wording;

use std::collections::BTreeSet;

use closer_core::model::{Context, Text};
use closer_core::{Diagnostic, RuleSet};

pub use codes::finding_codes;

use desk::Desk;

/// What is odd about a pack although nothing in it is wrong.
///
/// Each finding is exact: it is there if and only if what its code says is so in the whole space of interviews. A question that is too large
/// for its [`Limits`] is reported as not decided, never guessed. What the pack accepts, with `accept` where it is declared, is left out.
///
/// ```
/// use closer_core::RuleSet;
/// use closer_verify::{Findings, Limits};
///
/// let pack = r#"
///     pack = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["end"] }
///     moments.end.title = "At the end"
///     sources.us.title  = "Us"
///     facts.went = { question = "How did it go?", ordered = ["poorly", "well"] }
///     actions.smile = { moment = "end", title = "Smile", why = "It is contagious." }
///     [[rule]]
///     id = "always-smile"
///     suggest = "smile"
///     weight = 60
///     because = "It helps."
///     sources = ["us"]
///     [[rule]]
///     id = "smile-after-a-good-one"
///     suggest = "smile"
///     when = { went = "well" }
///     because = "It went well."
///     sources = ["us"]
/// "#;
/// let findings = Findings::of(&RuleSet::from_toml(pack)?, &[], Limits::default());
/// let [found] = findings.found() else { panic!("one finding") };
/// assert_eq!(found.diagnostic.code, "redundant-rule");
/// assert!(findings.undecided().is_empty());
/// # Ok::<(), closer_core::LoadError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Findings {
    found: Vec<Found>,
    undecided: Vec<Undecided>,
}

/// One thing that is odd.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Found {
    /// It in words, with places and what to do about it.
    pub diagnostic: Diagnostic,
    /// The names of what it is about.
    pub about: BTreeSet<Text>,
    /// The smallest context that shows it: it is so in every world of it. `None` where what is found is that there is none.
    pub witness: Option<Context>,
}

/// A question that was too large.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Undecided {
    /// The code of what would have been found.
    pub code: &'static str,
    /// The name of what was asked about.
    pub about: Text,
}

/// How much work findings may cost, in steps of a [`Budget`](closer_core::space::Budget): the same pack with the same limits has the same
/// findings on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one question.
    pub each: u64,
    /// For all questions together.
    pub all: u64,
}

impl Default for Limits {
    /// Seventy times what the shipped pack of 200 rules needs, and a second or two at most.
    fn default() -> Self {
        Self { each: 200_000, all: 8_000_000 }
    }
}

impl Findings {
    /// Looks at a sound pack. `files` are the names and texts it was read from, in the order in which spans count them: they are needed for
    /// [fixes](closer_core::Fix) alone, so without them there are none.
    #[must_use]
    pub fn of(rules: &RuleSet, files: &[(String, String)], limits: Limits) -> Self {
        let mut desk = Desk::new(rules, files, limits);
        rules::look(&mut desk);
        vetoes::look(&mut desk);
        facts::look(&mut desk);
        moments::look(&mut desk);
        places::look(&mut desk);
        leads::look(&mut desk);
        // The hardest questions come last, so that they take nothing from the others.
        conditions::look(&mut desk);
        desk.finish()
    }

    /// What was found, in the order of the files.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The questions that could not be decided; one finding says so of all of them.
    #[must_use]
    pub fn undecided(&self) -> &[Undecided] {
        &self.undecided
    }

    /// Those for the author of an overlay, who cannot change the pack below: without what is odd there already, and without what is no longer needed
    /// there because of the overlay. `is_below` knows the files of the pack below.
    #[must_use]
    pub fn above(mut self, below: &Self, is_below: impl Fn(usize) -> bool) -> Self {
        self.found.retain(|found| {
            let Found { diagnostic, about, .. } = found;
            let spare = [codes::UNUSED_ACCEPT, codes::UNUSED_VALUE].contains(&diagnostic.code)
                && diagnostic.labels.first().is_some_and(|label| is_below(label.span.file));
            let is_there =
                |other: &Found| other.diagnostic.code == diagnostic.code && other.about.is_superset(about);
            !spare && !below.found.iter().any(is_there)
        });
        self
    }

    /// As complaints, in the order of the files.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_iter().map(|found| found.diagnostic).collect()
    }
}
