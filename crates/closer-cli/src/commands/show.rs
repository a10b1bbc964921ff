//! `closer show`: describes a pack.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::{Effective, RuleSet};

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::packs;
use crate::render::{json, reference};
use crate::words::{clean, clean_lines};

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
        Some(id) => Some(find(&effective, id)?),
        None => None,
    };
    Ok(answer(match format {
        "json" => {
            let found = reference::json::describe(effective.rules(), focus);
            json::render(&found).map_err(|error| Failure::plain(clean(&error.to_string())))?
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

/// The action or the rule with this id.
fn find(effective: &Effective, id: &str) -> Result<reference::Focus, Failure> {
    let rules = effective.rules();
    if let Some(action) = rules.find_action(id) {
        return Ok(reference::Focus::Action(action));
    }
    if let Some(rule) = rules.find_rule(id) {
        return Ok(reference::Focus::Rule(rule));
    }
    let message = format!("there is no rule or action `{}`", clean(id));
    let ids =
        rules.actions().iter().map(|action| &*action.id).chain(rules.rules().iter().map(|rule| &*rule.id));
    let distance = |known: &&str| strsim::damerau_levenshtein(id, known);
    let near = ids.min_by_key(distance).filter(|known| distance(known) <= known.len().div_euclid(3));
    let tip = match (near, speaking_of(rules, id).as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "`closer show --effective` names them all".to_owned(),
        (None, [one]) => format!("this comes near: {one}"),
        (None, several) => format!("these come near:\n    {}", several.join("\n    ")),
    };
    Err(Failure::with_tip(message, tip))
}

/// The actions, or else the rules, in whose words all of these stand: people know the words of an advice, not its id.
fn speaking_of(rules: &RuleSet, words: &str) -> Vec<String> {
    /// More would not be read.
    const MOST: usize = 8;
    let words = words.to_lowercase();
    let wanted: Vec<&str> = words.split_whitespace().collect();
    let holds_all =
        |said: &str| !wanted.is_empty() && wanted.iter().all(|word| said.to_lowercase().contains(word));
    let shown = |id: &str, words: &str| format!("`{id}` ({})", clean(words));
    let by_title = rules.actions().iter().filter(|it| holds_all(&format!("{} {}", it.id, it.title)));
    let by_line = rules.actions().iter().filter(|it| it.say.as_deref().is_some_and(holds_all));
    let by_reason = rules.rules().iter().filter(|it| holds_all(&format!("{} {}", it.id, it.because)));
    let mut found: Vec<String> = by_title.take(MOST).map(|it| shown(&it.id, &it.title)).collect();
    if found.is_empty() {
        found.extend(by_line.take(MOST).map(|it| shown(&it.id, &it.title)));
    }
    if found.is_empty() {
        found.extend(by_reason.take(MOST).map(|it| shown(&it.id, &it.because)));
    }
    found
}
