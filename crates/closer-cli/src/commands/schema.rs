//! `closer schema`: the JSON Schema of the files that people write, for their editors.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::packs;
use crate::render::json;
use crate::schema;
use crate::words::clean;

/// The command.
pub(crate) fn command() -> Command {
    Command::new("schema")
        .about("Print the JSON Schema of rule files, for editors")
        .arg(
            option(Arg::new("of"))
                .value_name("OF")
                .help("Of which files: pack (its tests too) or language")
                .default_value("pack")
                .hide_default_value(true)
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(["pack", "language"])),
        )
        .after_help("With --rules the schema knows that pack's own facts, values, actions and sources.")
}

/// Answers the command.
pub(crate) fn run(matches: &ArgMatches, paths: &[OsString]) -> Result<Answer, Failure> {
    let rules = match paths {
        [] => None,
        [path] => Some(packs::load(Path::new(path))?),
        _ => return Err(Failure::plain("name one rule pack: a schema knows the names of one pack only")),
    };
    let schema = match matches.get_one::<String>("of").map(String::as_str) {
        Some("language") => schema::language(rules.as_ref()),
        _ => schema::pack(rules.as_ref()),
    };
    let text = json::render(&schema).map_err(|error| Failure::plain(clean(&error.to_string())))?;
    Ok(Answer { text, ..Answer::default() })
}
