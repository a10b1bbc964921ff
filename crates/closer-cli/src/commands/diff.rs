//! `closer diff`: which interviews get other advice after a change.

use std::ffi::OsString;
use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use closer_core::RuleSet;
use closer_verify::Comparison;
use closer_verify::diff::Limits;

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::{diff, packs, render, told};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("diff")
        .about("Show which interviews get other advice after a change")
        .args([
            pack(
                "old",
                "OLD",
                "The rule pack as it was: a file, a folder, an overlay, or closing, the built-in one",
            ),
            pack("new", "NEW", "The rule pack as it is"),
            option(Arg::new("limit").long("limit"))
                .value_name("N")
                .help("How many differences of each kind are shown")
                .value_parser(value_parser!(u16))
                .default_value("10"),
            told::format(&["text", "json", "markdown"], "How to print it: text, json or markdown"),
        ])
        .after_help(NOTES)
}

const NOTES: &str = "An overlay stands on the built-in pack, on the other pack, or on what --rules\n\
     names. Exit code: 0 no interview gets other advice, 1 some do, or it could not\n\
     be decided, 2 the packs could not be read.";

fn pack(id: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg::new(id).value_name(name).help(help).required(true).value_parser(value_parser!(OsString))
}

/// Answers the command; `rules` is what overlays stand on that do not stand on the built-in pack.
pub(crate) fn run(matches: &ArgMatches, rules: &[OsString], width: usize) -> Result<Answer, Failure> {
    let path = |id: &str| matches.get_one::<OsString>(id).map_or(Path::new(""), Path::new);
    let (old, new) = (path("old"), path("new"));
    let (old, new) = (read(old, new, rules)?, read(new, old, rules)?);
    let comparison = Comparison::of(&old, &new, Limits::default());
    let limit = matches.get_one::<u16>("limit").copied().map_or(usize::MAX, usize::from);
    let review = || diff::review(&comparison, &old, &new, limit);
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => render::json::render(&comparison)?,
        Some("markdown") => render::diff::markdown(&review()),
        _ => render::diff::text(&review(), width),
    };
    let no = comparison.advice_differs() || !comparison.undecided.is_empty();
    Ok(Answer { text, no, ..Answer::default() })
}

/// A pack as it is named: the built-in one by its name, anything else by its path, on top of what it stands on.
fn read(path: &Path, other: &Path, rules: &[OsString]) -> Result<RuleSet, Failure> {
    // As it is written: a folder of that name is a path, and ends in a slash at the latest.
    if path.as_os_str() == packs::SHIPPED {
        return Ok(packs::shipped());
    }
    let mut below = packs::below_pack(path, rules)?;
    // An overlay that it is compared with is no part of it, unless it stands on it.
    let without: Vec<OsString> =
        below.iter().filter(|rules| packs::real(Path::new(rules)) != packs::real(other)).cloned().collect();
    if without.len() < below.len() && packs::is_whole(path, &without)? {
        below = without;
    }
    // An overlay may stand on nothing but what it is compared with.
    let with: Vec<OsString> = below.iter().cloned().chain([other.as_os_str().to_owned()]).collect();
    if other.as_os_str() != packs::SHIPPED && !packs::is_whole(path, &below)? && packs::is_whole(path, &with)?
    {
        below = with;
    }
    let layers: Vec<&Path> = below.iter().map(Path::new).chain([path]).collect();
    packs::load_all(&layers)
}
