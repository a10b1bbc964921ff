//! What is known of one interview, where it comes from strangers.

use serde::{Deserializer, Serialize};

use super::complaints::Complaints;
use super::document;
use super::error::{ContextError, LoadError};
use super::given::{known, unreadable};
use super::limits::Limits;
use super::load::NO_FILE;
use super::room::Room;
use super::serialize;
use crate::model::{Context, RuleSet};

impl RuleSet {
    /// As [`RuleSet::context`], from a value that may be too large: of its limits, [`Limits::said`] and [`Limits::complaints`] matter here.
    /// Nothing is looked at beyond them.
    ///
    /// ```
    /// use closer_core::{Limits, RuleSet};
    ///
    /// let rules = RuleSet::closing();
    /// let mut limits = Limits::untrusted();
    /// limits.said = 3;
    /// let three = serde_json::json!({ "went": "well", "level": { "at_least": "management" } });
    /// assert!(rules.context_within(&three, limits).is_ok());
    ///
    /// limits.said = 2;
    /// let error = rules.context_within(&three, limits).unwrap_err();
    /// assert_eq!(error.diagnostics[0].code, "too-large");
    /// ```
    ///
    /// # Errors
    /// As [`RuleSet::context`], or that it is too large.
    pub fn context_within<T: Serialize + ?Sized>(
        &self,
        what_is_known: &T,
        limits: Limits,
    ) -> Result<Context, ContextError> {
        let room = Room::new(limits);
        let node = serialize::node(what_is_known, &room).map_err(|why| room.refusal(|| unreadable(&why)))?;
        self.context_of(&node, limits)
    }

    /// As [`RuleSet::context_from`], from a text or a stream that may be too large: of its limits, [`Limits::said`] and [`Limits::complaints`] matter
    /// here. How long single texts and the whole may be is for whoever makes the deserializer to say.
    ///
    /// ```
    /// use closer_core::{Limits, RuleSet};
    ///
    /// let rules = RuleSet::closing();
    /// let many = format!("{{ \"went\": [{}\"well\"] }}", "\"well\", ".repeat(1_000_000));
    /// let mut json = serde_json::Deserializer::from_str(&many);
    /// let error = rules.context_from_within(&mut json, Limits::untrusted()).unwrap_err();
    /// assert_eq!(error.diagnostics[0].code, "too-large");
    /// ```
    ///
    /// # Errors
    /// As [`RuleSet::context_from`], or that it is too large.
    pub fn context_from_within<'de, D: Deserializer<'de>>(
        &self,
        what_is_known: D,
        limits: Limits,
    ) -> Result<Context, ContextError> {
        let mut context = Context::unknown(self.vocabulary());
        self.add(&mut context, what_is_known, limits)?;
        Ok(context)
    }

    /// As [`RuleSet::context_from_toml`], from a text that may be too large: of its limits, [`Limits::bytes`], [`Limits::letters`], [`Limits::said`]
    /// and [`Limits::complaints`] matter here.
    ///
    /// ```
    /// use closer_core::{Limits, RuleSet};
    ///
    /// let many = "# nothing\n".repeat(100_000);
    /// let error = RuleSet::closing().context_from_toml_within(&many, Limits::untrusted()).unwrap_err();
    /// assert_eq!(error.diagnostics[0].code, "too-large");
    /// ```
    ///
    /// # Errors
    /// As [`RuleSet::context_from_toml`], or that it is too large.
    pub fn context_from_toml_within(&self, text: &str, limits: Limits) -> Result<Context, LoadError> {
        let mut complaints = Complaints::within(limits);
        let entries = document::parse(text, 0, &mut complaints);
        let mut context = Context::unknown(self.vocabulary());
        if complaints.said_fits(&entries) {
            known(self.vocabulary(), &mut context, &entries, &mut complaints);
        }
        if complaints.has_errors() {
            let files = vec![(NO_FILE.to_owned(), text.to_owned())];
            return Err(LoadError { diagnostics: complaints.finish(), files });
        }
        Ok(context)
    }
}
