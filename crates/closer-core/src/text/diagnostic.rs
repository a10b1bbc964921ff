use serde::Serialize;

use super::Span;

/// One thing found in a text: what it is, where, and what to do about it.
///
/// Diagnostics are plain data. The core renders none of them, so a terminal, an editor and a web page can each show them in
/// their own way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Names the kind of complaint, in kebab-case, for ever.
    pub code: &'static str,
    /// Whether this stops the text from being used.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// The places it is about; the first is the main one. Empty when there is no text to point at.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// An edit that does it, where there is one right answer.
    pub fix: Option<Fix>,
}

/// Whether a [`Diagnostic`] stops the text from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text has no meaning as it stands.
    Error,
    /// The text can be used, but probably does not say what its author meant.
    Warning,
}

/// A place, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words to stand beside it.
    pub text: String,
}

/// Replace the text at `span` with `replacement`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

impl Diagnostic {
    /// Something that stops a text from being used.
    ///
    /// For programs that find more than the reader does, and want it shown in the same way:
    ///
    /// ```
    /// use closer_core::{Diagnostic, RuleSet};
    ///
    /// let rules = RuleSet::closing();
    /// let fact = &rules.vocabulary().facts()[0];
    /// let found = Diagnostic::error("too-long", format!("the question of `{}` is too long", fact.name))
    ///     .at(Some(fact.origin), "declared here")
    ///     .help("ask in one short sentence");
    /// assert_eq!(found.labels.len(), 1);
    /// ```
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// Something odd that does not stop a text from being used.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { code, severity, message, labels: Vec::new(), help: None, fix: None }
    }

    /// Adds a place, if there is a text to point at. The first one added is the main one.
    #[must_use]
    pub fn at(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        if let Some(span) = span {
            self.labels.push(Label { span, text: text.into() });
        }
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives the edit that does it, if there is a text to edit.
    #[must_use]
    pub fn fix(mut self, span: Option<Span>, replacement: impl Into<String>) -> Self {
        self.fix = span.map(|span| Fix { span, replacement: replacement.into() });
        self
    }

    /// The same where so many more files come before its own: for showing what was found in several readings together.
    #[must_use]
    pub fn moved(mut self, files: usize) -> Self {
        let labels = self.labels.iter_mut().map(|label| &mut label.span);
        for span in labels.chain(self.fix.as_mut().map(|fix| &mut fix.span)) {
            span.file = span.file.saturating_add(files);
        }
        self
    }
}
