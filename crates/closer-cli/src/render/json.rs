//! Answers for programs, as described in `docs/json.md`.

use crate::failure::Failure;
use crate::safe::{self, clean};

/// Any result as JSON, laid out for reading.
pub(crate) fn render(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut json = safe::json(&serde_json::to_string_pretty(value).map_err(failure)?);
    json.push('\n');
    Ok(json)
}

/// Any result as JSON on one line.
pub(crate) fn line(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut json = safe::json(&serde_json::to_string(value).map_err(failure)?);
    json.push('\n');
    Ok(json)
}

#[expect(clippy::needless_pass_by_value, reason = "as a function to map with")]
fn failure(error: serde_json::Error) -> Failure {
    Failure::plain(clean(&error.to_string()))
}
