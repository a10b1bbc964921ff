//! The whole road in one place: the calls that lead from text and values to a program and its contexts.

use serde::Serialize;

use crate::model::{Context, RuleSet};
use crate::read::{ContextError, LoadError};
use crate::run::Program;

impl RuleSet {
    /// The pack that ships with closer: how to close a job interview.
    #[must_use]
    pub fn closing() -> Self {
        // The text is part of the program, and a test reads it, so the other arm is never taken; an empty rule set keeps this total.
        Self::from_files(closer_rules::CLOSING.iter().copied()).unwrap_or_else(|_| Self::empty())
    }
}

impl Program {
    /// The pack that ships with closer, ready to run.
    ///
    /// ```
    /// use closer_core::{Interview, Program, Went};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new().went(Went::Poorly))?;
    /// assert!(program.advise(&context).leading().any(|s| &*s.action == "thank-interviewer"));
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    #[must_use]
    pub fn closing() -> Self {
        RuleSet::closing().compile()
    }

    /// Reads a pack from one TOML text and makes it ready to run.
    ///
    /// # Errors
    /// All mistakes of the text at once.
    pub fn from_toml(text: &str) -> Result<Self, LoadError> {
        Ok(RuleSet::from_toml(text)?.compile())
    }

    /// What is known of one interview, from an [`Interview`](crate::Interview) or any serialisable value that looks like a map from
    /// the pack's facts to values, lists or bounds. Fields that are `None` are not known.
    ///
    /// # Errors
    /// All facts and values that the pack does not have.
    pub fn context<T: Serialize + ?Sized>(&self, what_is_known: &T) -> Result<Context, ContextError> {
        self.rules().context(what_is_known)
    }
}
