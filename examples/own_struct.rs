//! Your own types as context, and the advice as JSON: `cargo run -p closer-examples --bin own_struct`
//!
//! Any serialisable value that looks like a map from the pack's facts to values will do. A field that is `None` is not known, a list is
//! "one of these".

use closer_core::{Level, Program};
use serde::Serialize;

/// What a career tool might know already.
#[derive(Serialize)]
struct Application {
    level: Option<Level>,
    setting: Vec<&'static str>,
    interviewers: u8,
    wants_job: Option<&'static str>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let program = Program::closing();
    let application = Application {
        level: Some(Level::Executive),
        setting: vec!["in_person"],
        interviewers: 3,
        wants_job: None,
    };
    let advice = program.advise(&program.context(&application)?);
    println!("{}", serde_json::to_string_pretty(&advice)?);

    // A wrong value is refused with a way out, never ignored.
    let typo = serde_json::json!({ "level": "middle" });
    if let Err(error) = program.context(&typo) {
        eprintln!("{error}");
    }
    Ok(())
}
