//! Answers for programs, as described in `docs/json.md`.

use serde_json::Error;

/// Any result as JSON, laid out for reading.
pub(crate) fn render(value: &impl serde::Serialize) -> Result<String, Error> {
    let mut json = serde_json::to_string_pretty(value)?;
    json.push('\n');
    Ok(json)
}
