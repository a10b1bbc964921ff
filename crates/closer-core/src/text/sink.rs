use super::{Diagnostic, Severity};

/// Where complaints go, so that one mistake never hides the next.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|d| d.severity == Severity::Error)
    }

    /// All complaints in the order of the text, whatever the order in which they were found.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.labels.first().map(|l| l.span);
            (place(a), a.code, &a.message).cmp(&(place(b), b.code, &b.message))
        });
        self.found.dedup();
        self.found
    }
}
