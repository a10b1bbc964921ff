//! Mistakes in files as JSON, as described in `docs/checking.md`.

use closer_core::{Diagnostic, Finding, Report, Severity};
use serde::Serialize;

use super::json;
use crate::failure::Failure;
use crate::packs::File;

#[derive(Serialize)]
struct Checked<'a> {
    errors: usize,
    warnings: usize,
    /// How many files were read.
    files: usize,
    findings: Vec<Finding<'a>>,
}

/// All of `found` as one object.
pub(crate) fn render(found: &[Diagnostic], files: &[File]) -> Result<String, Failure> {
    let files = with_texts(files);
    let findings = Report::new(found, &files).findings;
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    print(&Checked {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        files: files.len(),
        findings,
    })
}

/// A value as JSON.
pub(super) fn print(value: &impl Serialize) -> Result<String, Failure> {
    json::render(value)
}

/// The files in the form that a report counts them in.
pub(super) fn with_texts(files: &[File]) -> Vec<(String, String)> {
    files.iter().map(|file| (file.name.clone(), file.text.clone())).collect()
}

/// "error" or "warning".
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
