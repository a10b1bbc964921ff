//! `closer schema`: the JSON Schema of the files that people write, for their editors.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use serde_json::Value;

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::language::Language;
use crate::packs::{self, shown};
use crate::save;
use crate::schema::{self, Scope};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("schema")
        .about("Print the JSON Schema of rule files, for editors")
        .args([
            Arg::new("of")
                .value_name("OF")
                .help("Of which files: pack (its tests too) or language")
                .default_value("pack")
                .hide_default_value(true)
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(["pack", "language"])),
            option(Arg::new("output").short('o').long("output"))
                .value_name("FILE")
                .help("Write it to a file, which stays as it was while the rules have mistakes")
                .value_parser(value_parser!(OsString)),
        ])
        .after_help("With --rules the schema knows that pack's own facts, values, actions and sources.")
}

/// Answers the command.
pub(crate) fn run(matches: &ArgMatches, paths: &[OsString]) -> Result<Answer, Failure> {
    let pack = if paths.is_empty() { None } else { Some(packs::load_effective(paths)?) };
    let scope = pack.as_ref().map_or(Scope::ANY, Scope::of);
    let schema = match matches.get_one::<String>("of").map(String::as_str) {
        Some("language") => schema::language(scope),
        _ => schema::pack(scope),
    };
    let text = schema::lay_out(&schema);
    let Some(path) = matches.get_one::<OsString>("output").map(Path::new) else {
        return Ok(Answer { text, ..Answer::default() });
    };
    write(path, &text)?;
    Ok(Answer { summary: Some(format!("{}\n", shown(path))), ..Answer::default() })
}

/// Writes a schema to a new file, or in the place of an old schema.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path.symlink_metadata().is_err() {
        return save::create(path, text, false, Language::English);
    }
    // What cannot be written is not read either: it might be a pipe or without end.
    save::may_be_written(path)?;
    let before = packs::read_file(path)?.text;
    // A shell that was told to write here may have emptied it.
    let was_schema = serde_json::from_str(&before).is_ok_and(|old: Value| schema::is_own(&old));
    if !was_schema && !before.trim().is_empty() {
        return Err(Failure::with_tip(
            format!("`{}` is no schema, and nothing was written", shown(path)),
            "choose another name, or delete the file",
        ));
    }
    save::replace(path, &before, text)
}
