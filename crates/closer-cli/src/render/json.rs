//! Answers for programs, as described in `docs/json.md`.

use crate::failure::Failure;
use crate::words::clean;

/// Any result as JSON, laid out for reading.
pub(crate) fn render(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut json =
        serde_json::to_string_pretty(value).map_err(|error| Failure::plain(clean(&error.to_string())))?;
    json.push('\n');
    Ok(json)
}
