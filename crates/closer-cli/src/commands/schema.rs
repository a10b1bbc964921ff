//! `closer schema`: the JSON Schema of the files that people write, for their editors.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::packs;
use crate::schema::{self, Scope};

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
    let pack = if paths.is_empty() { None } else { Some(packs::load_effective(paths)?) };
    let scope = pack.as_ref().map_or(Scope::ANY, Scope::of);
    let schema = match matches.get_one::<String>("of").map(String::as_str) {
        Some("language") => schema::language(scope),
        _ => schema::pack(scope),
    };
    Ok(Answer { text: schema::lay_out(&schema), ..Answer::default() })
}
