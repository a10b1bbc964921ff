//! The whole way from files to a rule set.

use super::effective::Effective;
use super::error::LoadError;
use super::limits::Limits;
use crate::model::RuleSet;

/// What a text without a file is called in complaints.
pub(super) const NO_FILE: &str = "<text>";

impl RuleSet {
    /// Reads a pack that is one text.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let rules = RuleSet::from_toml(r#"
    ///     [pack]
    ///     name    = "small"
    ///     version = "1.0.0"
    ///     moments = ["questions"]
    ///
    ///     [moments.questions]
    ///     title = "When they ask for questions"
    ///
    ///     [facts.next_steps_known]
    ///     question = "Have they told you what happens next?"
    ///     bool     = true
    ///
    ///     [sources.editorial]
    ///     title = "Common sense"
    ///
    ///     [actions.ask-next-steps]
    ///     moment = "questions"
    ///     title  = "Ask about the next step"
    ///     why    = "You leave informed."
    ///
    ///     [[rule]]
    ///     id      = "ask-what-comes-next"
    ///     suggest = "ask-next-steps"
    ///     when    = { next_steps_known = false }
    ///     because = "Nobody has told you."
    ///     sources = ["editorial"]
    /// "#)?;
    /// assert_eq!(rules.rules().len(), 1);
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in the text, not only the first.
    pub fn from_toml(text: &str) -> Result<Self, LoadError> {
        Self::from_files([(NO_FILE, text)])
    }

    /// Reads a pack that consists of several files, given as their names and texts. Their order does not matter.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let mistakes = RuleSet::from_files([
    ///     ("facts.toml", "[facts.went]\nquestion = \"How did it go?\"\nordered = [\"poorly\", \"well\"]"),
    ///     ("rules.toml", "[[rule]]\nid = \"r\"\nwhen = { wnet = \"wel\" }"),
    /// ]).unwrap_err().to_string();
    /// assert!(mistakes.contains("rules.toml:3:10: error[unknown-fact]: unknown fact `wnet`"));
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts, not only the first.
    pub fn from_files<N: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, LoadError> {
        Self::from_layers([files])
    }

    /// Reads a pack and overlays that stand on it. Each layer is a pack of its own, given as the names and texts of its files;
    /// an overlay says what it stands on with `extends`. The order of layers does not matter.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let overlay = r#"
    ///     [pack]
    ///     name    = "bold"
    ///     version = "1.0.0"
    ///     extends = "closing"
    ///
    ///     [override.rule.few-say-thank-you]
    ///     weight = 99
    ///
    ///     [disable]
    ///     actions = ["ask-for-card"]
    /// "#;
    /// let closing = closer_rules::CLOSING.to_vec();
    /// let rules = RuleSet::from_layers([closing, vec![("bold.toml", overlay)]])?;
    /// assert_eq!(&*rules.pack().name, "bold");
    /// assert!(rules.find_action("ask-for-card").is_none());
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts: those of the overlays, of how they fit together, and of the result.
    pub fn from_layers<L, N, T>(layers: impl IntoIterator<Item = L>) -> Result<Self, LoadError>
    where
        L: IntoIterator<Item = (N, T)>,
        N: Into<String>,
        T: Into<String>,
    {
        Effective::from_layers(layers).map(Effective::into_rules)
    }

    /// As [`RuleSet::from_layers`], for packs that may not be larger than this: those that come from strangers, say. A pack without overlays is one layer.
    ///
    /// ```
    /// use closer_core::{Limits, RuleSet};
    ///
    /// let endless = "#".repeat(2_000_000);
    /// let error = RuleSet::from_layers_within([[("pack.toml", endless)]], Limits::untrusted()).unwrap_err();
    /// assert_eq!(error.to_string(), "pack.toml:1:1: error[too-large]: there is too much text");
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts, or with what is too large.
    pub fn from_layers_within<L, N, T>(
        layers: impl IntoIterator<Item = L>,
        limits: Limits,
    ) -> Result<Self, LoadError>
    where
        L: IntoIterator<Item = (N, T)>,
        N: Into<String>,
        T: Into<String>,
    {
        Effective::from_layers_within(layers, limits).map(Effective::into_rules)
    }
}
