//! Answers for programs, as described in `docs/json.md`.

use crate::failure::Failure;
use crate::safe::{self, clean};

/// Any result as JSON, laid out for reading.
pub(crate) fn render(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut json = safe::json(&serde_json::to_string_pretty(value).map_err(failure)?);
    json.push('\n');
    Ok(json)
}

/// Adds any result as JSON on one line; nothing where it cannot be written.
pub(crate) fn add_line(value: &impl serde::Serialize, text: &mut Vec<u8>) -> Result<(), Failure> {
    let start = text.len();
    if let Err(error) = serde_json::to_writer(&mut *text, value) {
        text.truncate(start);
        return Err(failure(error));
    }
    let added = text.get(start..).unwrap_or_default();
    // In plain letters there is nothing to make safe.
    if !added.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        let safe = safe::json(&String::from_utf8_lossy(added));
        text.truncate(start);
        text.extend_from_slice(safe.as_bytes());
    }
    text.push(b'\n');
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "as a function to map with")]
fn failure(error: serde_json::Error) -> Failure {
    Failure::plain(clean(&error.to_string()))
}
