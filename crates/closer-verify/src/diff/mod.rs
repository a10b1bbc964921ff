//! Two rule packs compared by what they mean: which interviews get other advice, and what follows for the version.
//!
//! `docs/comparing.md` tells what counts as a change, and what the versions mean.

mod assumed;
mod change;
mod example;
mod half;
mod joint;
mod leads;
mod partly;
mod placed;
mod survey;
mod texts;
mod version;
mod vocabulary;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use closer_core::model::{RuleSet, Text};
use closer_core::space::{OutOfBudget, Row};
use serde::Serialize;

pub use change::{Change, Example, Share, Told, What};
pub use texts::{RuleChange, TextChange};
pub use version::{Bump, Version};
pub use vocabulary::{NameChange, Named};

use joint::Joint;
use survey::{Survey, TOO_MANY_STEPS};

/// What a comparison may cost. The same packs with the same limits have the same result on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Elementary steps in all, of which no single question may take more than a quarter. What they do not suffice for is not decided, and said to
    /// be so. As many again are for interviews that are tried one by one, where each costs as much as the packs are large.
    pub steps: u64,
}

impl Default for Limits {
    /// Enough for packs many times as large as the shipped one; a few seconds, and less than a gigabyte, at the very most.
    fn default() -> Self {
        Self { steps: 8_000_000 }
    }
}

impl Limits {
    /// So many elementary steps.
    #[must_use]
    pub const fn steps(steps: u64) -> Self {
        Self { steps }
    }
}

/// What is otherwise in a new pack than in an old one.
///
/// ```
/// use closer_core::RuleSet;
/// use closer_core::model::Edit;
/// use closer_verify::diff::{Bump, Comparison, Limits, What};
///
/// let old = RuleSet::closing();
/// let rule = old.find_rule("no-card-in-an-ordinary-interview").unwrap();
/// let new = old.edited(&Edit::Remove(rule))?;
///
/// let difference = Comparison::of(&old, &new, Limits::default());
/// assert_eq!(difference.version.bump, Bump::Major);
/// let change = &difference.changes[0];
/// assert!(matches!(&change.what, What::Verdict { action, .. } if &**action == "ask-for-card"));
/// println!("{:?} of all interviews", change.share.percent());
///
/// assert!(!Comparison::of(&old, &old, Limits::default()).advice_differs());
/// # Ok::<(), closer_core::space::OutOfBudget>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The old pack.
    pub old: PackVersion,
    /// The new pack.
    pub new: PackVersion,
    /// The interviews in which some advice is otherwise, of all that both packs can describe in full; at least so many, where something is not
    /// decided.
    pub differs: Share,
    /// What comes out otherwise, what matters most first.
    pub changes: Vec<Change>,
    /// What could not be found out.
    pub undecided: Vec<Undecided>,
    /// What can be told or named in one pack and not in the other.
    pub names: Vec<Named>,
    /// Rules that are written otherwise, by id.
    pub rules: Vec<RuleChange>,
    /// Words and settings that are written otherwise and change no advice by themselves.
    pub texts: Vec<TextChange>,
    /// What follows for the version.
    pub version: Version,
}

/// A pack that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PackVersion {
    /// Its name.
    pub name: Text,
    /// Its version, as it is written.
    pub version: Text,
}

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Undecided {
    /// What is not known.
    pub what: String,
    /// Why.
    pub because: String,
}

impl Comparison {
    /// Compares two packs.
    #[must_use]
    pub fn of(old: &RuleSet, new: &RuleSet, limits: Limits) -> Self {
        let pack = |rules: &RuleSet| PackVersion {
            name: Text::clone(&rules.pack().name),
            version: Text::clone(&rules.pack().version),
        };
        let mut comparison = Self {
            old: pack(old),
            new: pack(new),
            differs: Share { worlds: None, of: None },
            changes: Vec::new(),
            undecided: Vec::new(),
            names: vocabulary::compare(old, new),
            rules: Vec::new(),
            texts: texts::compare(old, new),
            version: Version::new(Bump::None, true, false, &"".into(), &"".into()),
        };
        match Joint::of(old.vocabulary(), new.vocabulary()) {
            Ok(joint) => comparison.look(Survey::new(old, new, joint, limits)),
            Err(fact) => {
                comparison.rules = texts::rewritten(old, new);
                comparison.undecided.push(Undecided {
                    what: "which advice is otherwise".to_owned(),
                    because: format!("the two packs tell the numbers of `{fact}` apart in too many places"),
                });
            }
        }
        comparison.version = comparison.judge();
        comparison
    }

    /// Whether some interview is known to get other advice.
    #[must_use]
    pub fn advice_differs(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Whether nothing is otherwise, not even a word.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.version.bump == Bump::None && self.version.decided
    }

    fn look(&mut self, mut survey: Survey) {
        survey.walk();
        let of = survey.joint.worlds();
        // Before those changes are added that are not in interviews told in full.
        let differing = survey.differing();
        self.differs = Share { worlds: differing.ok().and_then(|worlds| survey.count(worlds)), of };
        for (what, told) in survey.assumptions() {
            let example = Some(survey.told(&what, &told, false));
            let share = Share { worlds: None, of };
            self.changes.push(Change { what, breaking: true, share, example });
        }
        let told_before = survey.joint.told_before(survey.new.rules());
        let mut unsure = false;
        for (what, worlds) in std::mem::take(&mut survey.found) {
            let share = Share { worlds: survey.count(worlds), of };
            let is_new = matches!(what, What::Verdict { old: None, .. });
            let breaking = if is_new { Ok(false) } else { survey.is_breaking(worlds, &told_before) };
            let breaking = breaking.unwrap_or_else(|OutOfBudget| {
                unsure = true;
                false
            });
            let example = survey.example(&what, worlds);
            self.changes.push(Change { what, breaking, share, example });
        }
        if unsure {
            // Once, of however many, and nothing is claimed.
            survey.give_up("whether all that is otherwise needs facts that only the new pack has".to_owned());
        }
        self.look_at_the_untold(&mut survey, &told_before, of);
        self.changes.sort_by(|a, b| {
            let key = |change: &Change| (change.what.weight(), Reverse(change.share.worlds));
            key(a).cmp(&key(b)).then_with(|| a.what.actions().cmp(&b.what.actions()))
        });
        let touched: BTreeSet<Text> =
            self.changes.iter().flat_map(|change| change.what.actions()).cloned().collect();
        self.rules = survey.rule_changes(&touched);
        // What is told as a change is not told again as small print.
        for change in &self.changes {
            if let What::Assumption { fact, .. } = &change.what {
                texts::forget(&mut self.texts, "fact", fact, "assume");
            }
        }
        self.undecided.append(&mut survey.undecided);
        let examples = self.changes.iter_mut().filter_map(|change| change.example.as_mut()?.test.as_mut());
        example::tell_apart(examples);
    }

    /// Interviews that are told in part can come out otherwise, although none does that is told in full.
    fn look_at_the_untold(&mut self, survey: &mut Survey, told_before: &Row, of: Option<u128>) {
        if !survey.undecided.is_empty() {
            return;
        }
        let doubtful = survey.doubtful(told_before);
        if doubtful.is_empty() {
            return;
        }
        if self.changes.iter().any(|change| change.breaking) {
            // Nothing more follows from it for the version.
            survey.open = doubtful;
            return;
        }
        let because = match survey.search(&doubtful) {
            Ok(Some((what, told))) => {
                let example = Some(survey.told(&what, &told, false));
                let share = Share { worlds: Some(0), of };
                self.changes.push(Change { what, breaking: true, share, example });
                survey.open = doubtful;
                return;
            }
            Ok(None) => "what settles them there is otherwise, and no interview was found in which it shows",
            Err(OutOfBudget) => TOO_MANY_STEPS,
        };
        let names: Vec<String> = doubtful.iter().map(|id| format!("`{id}`")).collect();
        survey.undecided.push(Undecided {
            what: format!("the places of {} in interviews that are told in part", names.join(", ")),
            because: because.to_owned(),
        });
    }

    fn judge(&self) -> Version {
        let gone = self.names.iter().any(|named| named.change == NameChange::Gone);
        // A new rule, source or disagreement that changes no advice is no more than another way to say the same.
        let more = self.names.iter().any(|named| !["rule", "source", "disagreement"].contains(&named.of));
        let bump = if gone || self.changes.iter().any(|change| change.breaking) {
            Bump::Major
        } else if more || self.advice_differs() {
            Bump::Minor
        } else if !self.names.is_empty() || !self.rules.is_empty() || !self.texts.is_empty() {
            Bump::Patch
        } else {
            Bump::None
        };
        let decided = self.undecided.is_empty() || bump == Bump::Major;
        let same_pack = self.old.name == self.new.name;
        Version::new(bump, decided, same_pack, &self.old.version, &self.new.version)
    }
}
