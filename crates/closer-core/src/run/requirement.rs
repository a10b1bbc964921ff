//! What a condition asks for, one thing after the other, in words.

use super::explain::{Check, RuleCheck, TestCheck};
use crate::model::Words;
use crate::space::Status;

/// One of the things that a condition asks for. All of them must hold for the condition to hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Requirement<'a> {
    /// What must be so: "you feel it went well".
    pub words: String,
    /// Whether it is so in all, some or none of the worlds.
    pub status: Status,
    /// The tests that make it so, or where it is not so in every world, those on account of which it is not. What is so beside them, but makes no
    /// difference, is not among them. Where only several tests together make it so, each in some of the worlds, those of facts
    /// that are known in part are among them.
    pub tests: Vec<&'a TestCheck>,
}

impl RuleCheck {
    /// All that the rule asks for: what the moment of its action does, then its own condition.
    ///
    /// ```
    /// use closer_core::{Interview, Program, space::Status};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new().invited_to_ask(false))?;
    /// let rule = program.explain_rule(&context, "ask-without-being-invited").unwrap();
    /// let asked = rule.check.requirements(program.rules().words());
    /// assert!(asked.iter().all(|one| one.status == Status::Holds));
    /// assert_eq!(asked[1].words, "nobody asks whether you have any questions");
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    #[must_use]
    pub fn requirements(&self, words: &Words) -> Vec<Requirement<'_>> {
        self.guard.iter().chain([&self.when]).flat_map(|check| check.requirements(words)).collect()
    }
}

impl Check {
    /// All that the condition asks for; nothing when it always holds.
    #[must_use]
    pub fn requirements(&self, words: &Words) -> Vec<Requirement<'_>> {
        let mut found = Vec::new();
        self.require(false, words, &mut found);
        found
    }

    /// "Neither of these" asks for the opposite of each, so it comes apart as "all of these" does.
    fn require<'a>(&'a self, negated: bool, words: &Words, found: &mut Vec<Requirement<'a>>) {
        match (self, negated) {
            (Self::Not { part, .. }, _) => part.require(!negated, words, found),
            (Self::All { parts, .. }, false) | (Self::Any { parts, .. }, true) => {
                for part in parts {
                    part.require(negated, words, found);
                }
            }
            (Self::Any { .. }, false) | (Self::All { .. }, true) | (Self::Test(_), _) => {
                let status = signed(self.status(), negated);
                let mut tests = Vec::new();
                self.collect_tests(negated, status == Status::Holds, false, &mut tests);
                found.push(Requirement { words: self.in_words(negated, words), status, tests });
            }
        }
    }

    fn in_words(&self, negated: bool, words: &Words) -> String {
        let each = |parts: &[Self]| -> Vec<String> {
            parts.iter().map(|part| part.in_words(negated, words)).collect()
        };
        match (self, negated) {
            (Self::Test(test), false) => test.wanted_words.clone(),
            (Self::Test(test), true) => test.otherwise_words.clone(),
            (Self::Not { part, .. }, _) => part.in_words(!negated, words),
            (Self::All { parts, .. }, false) | (Self::Any { parts, .. }, true) => words.all_of(&each(parts)),
            (Self::Any { parts, .. }, false) | (Self::All { parts, .. }, true) => words.one_of(&each(parts)),
        }
    }

    /// The tests that hold as they are asked for, or those that do not, of the parts on which that rests. `together`: what holds does so only
    /// on account of several parts, of which each may hold in some of the worlds alone.
    fn collect_tests<'a>(
        &'a self,
        negated: bool,
        holding: bool,
        together: bool,
        found: &mut Vec<&'a TestCheck>,
    ) {
        match self {
            Self::All { parts, .. } | Self::Any { parts, .. } => {
                let status = |part: &Self| signed(part.status(), negated);
                let settles = |part: &Self| (status(part) == Status::Holds) == holding;
                let together = together || (holding && !parts.iter().any(settles));
                let rests =
                    |part: &Self| if together { status(part) != Status::Fails } else { settles(part) };
                for part in parts.iter().filter(|part| rests(part)) {
                    part.collect_tests(negated, holding, together, found);
                }
            }
            Self::Not { part, .. } => part.collect_tests(!negated, holding, together, found),
            Self::Test(test) => {
                let status = signed(test.status, negated);
                // What is so or not, whichever, makes no difference.
                let shares = together && status == Status::Open && test.given.is_some();
                if (status == Status::Holds) == holding || shares {
                    found.push(test);
                }
            }
        }
    }
}

fn signed(status: Status, negated: bool) -> Status {
    match (status, negated) {
        (Status::Holds, true) => Status::Fails,
        (Status::Fails, true) => Status::Holds,
        (status, _) => status,
    }
}
