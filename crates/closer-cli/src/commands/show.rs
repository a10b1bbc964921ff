//! `closer show`: describes a pack.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::Effective;

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::focus::Focus;
use crate::language::Language;
use crate::packs;
use crate::render::{json, reference};
use crate::words::clean_lines;

/// Where all ids are.
const TIP: &str = "`closer show --format markdown` shows them all";

/// The command.
pub(crate) fn command() -> Command {
    Command::new("show")
        .about("Describe a rule pack: what it knows, what it advises, and when")
        .arg(
            option(Arg::new("rule").long("rule"))
                .value_name("ID")
                .help("Describe one rule, or one action with all its rules"),
        )
        .arg(
            option(Arg::new("effective").long("effective"))
                .help("Print the pack and its overlays as one TOML file, with the origin of every field")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["rule", "format"]),
        )
        .arg(
            option(Arg::new("format").long("format"))
                .value_name("FORMAT")
                .help("How to print it: text, markdown, json or mermaid")
                .default_value("text")
                .hide_default_value(true)
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(["text", "markdown", "json", "mermaid"])),
        )
        .after_help(
            "Markdown is a reference to print or to put on a page; Mermaid is a chart for a document.",
        )
}

/// Answers the command.
pub(crate) fn run(matches: &ArgMatches, rules: &[OsString], width: usize) -> Result<Answer, Failure> {
    let effective = packs::load_effective(rules)?;
    if matches.get_flag("effective") {
        return Ok(answer(clean_lines(&heading(&effective))));
    }
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let focus = match matches.get_one::<String>("rule") {
        Some(id) => Some(Focus::find(effective.rules(), id, Language::English, TIP)?),
        None => None,
    };
    Ok(answer(match format {
        "json" => {
            let found = reference::json::describe(effective.rules(), focus);
            json::render(&found)?
        }
        "markdown" => reference::markdown::render(effective.rules(), focus),
        "mermaid" => reference::mermaid::render(effective.rules(), focus),
        _ => reference::text::render(&effective, focus, width),
    }))
}

fn answer(text: String) -> Answer {
    Answer { text, ..Answer::default() }
}

/// The effective pack under a line that says what it is.
fn heading(effective: &Effective) -> String {
    let pack = effective.rules().pack();
    let layers: Vec<String> =
        pack.layers.iter().map(|layer| format!("{} {}", layer.name, layer.version)).collect();
    let of =
        if layers.is_empty() { String::new() } else { format!(", put together from {}", layers.join(" + ")) };
    format!(
        "# {} {}{of}\n# Beside every field stands the file and line it comes from.\n\n{}",
        pack.name,
        pack.version,
        effective.to_toml()
    )
}
