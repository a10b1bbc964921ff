use std::collections::BTreeSet;

use super::{Diagnostic, Severity, Span};

/// Where complaints go, so that one mistake never hides the next; each is kept once.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    /// In the order of the text, whatever the order in which they were found.
    found: BTreeSet<(Option<Span>, Diagnostic)>,
}

impl Sink {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.insert(placed(diagnostic));
    }

    pub(crate) fn has(&self, diagnostic: &Diagnostic) -> bool {
        self.found.contains(&placed(diagnostic.clone()))
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|(_, found)| found.severity == Severity::Error)
    }

    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.found.into_iter().map(|(_, found)| found).collect()
    }
}

fn placed(diagnostic: Diagnostic) -> (Option<Span>, Diagnostic) {
    (diagnostic.labels.first().map(|label| label.span), diagnostic)
}
