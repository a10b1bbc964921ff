//! `closer check`: every mistake in a rule pack at once, and a way out of each.

mod changes;
pub(crate) mod examine;
mod explain;
mod fix;
pub(crate) mod packs;

use std::ffi::OsString;
use std::io::Read;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use closer_core::{Diagnostic, Severity};

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::packs::File;
use crate::render::{diagnostics, github, report, sarif, short};
use crate::words::{count, typed_path};
use examine::{Size, examine};
use packs::Pack;

/// What the command must know of the rest of the program.
pub(crate) struct Surroundings<'a> {
    /// The packs in use; none means the built-in one.
    pub(crate) rules: &'a [OsString],
    pub(crate) width: usize,
}

/// The command.
pub(crate) fn command() -> Command {
    Command::new("check").about("Find mistakes in rule packs").args(options()).after_help(
        "Exit code: 0 when there are no mistakes, 1 when there are some, 2 when something cannot be read.",
    )
}

fn options() -> [Arg; 5] {
    [
        Arg::new("path")
            .value_name("PATH")
            .help("A file, or a folder as one pack, with its tests; - for standard input [default: the pack in use]")
            .num_args(0..)
            .value_parser(value_parser!(OsString)),
        option(Arg::new("fix").long("fix"))
            .help("Put right what has one right answer, and leave all else as it is")
            .action(ArgAction::SetTrue),
        option(Arg::new("deny-warnings").long("deny-warnings"))
            .help("Count warnings as mistakes")
            .action(ArgAction::SetTrue),
        option(Arg::new("explain").long("explain"))
            .value_name("CODE")
            .help("Explain one kind of complaint, or list them all")
            .num_args(0..=1)
            .default_missing_value("")
            .conflicts_with_all(["path", "fix", "deny-warnings", "format"]),
        option(Arg::new("format").long("format"))
            .value_name("FORMAT")
            .help("How to print it: full, short, json, github or sarif")
            .default_value("full")
            .hide_default_value(true)
            .hide_possible_values(true)
            .value_parser(PossibleValuesParser::new(["full", "short", "json", "github", "sarif"])),
    ]
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    surroundings: &Surroundings<'_>,
    input: &mut dyn Read,
) -> Result<Answer, Failure> {
    if let Some(code) = matches.get_one::<String>("explain") {
        return explain::answer(code, surroundings.width);
    }
    let named: Vec<&OsString> = matches.get_many("path").into_iter().flatten().collect();
    let named = if named.is_empty() { surroundings.rules.iter().collect() } else { named };
    let mut packs = packs::read(&named, surroundings.rules, input)?;

    let mut done = String::new();
    let mut to_print = None;
    if matches.get_flag("fix") {
        let fixed = changes::make(&mut packs, &|files, parts| examine(files, parts).found)?;
        done = fixed.told;
        to_print = fixed.text;
    }

    let mut all = Findings::default();
    for pack in &packs {
        all.add(pack, examine(&pack.files, &pack.parts));
    }
    if matches.get_flag("fix") {
        // What could be put right has been.
        all.fixable = 0;
    }
    let format = matches.get_one::<String>("format").map_or("full", String::as_str);
    let shown = all.shown(format, surroundings.width)?;
    let summary = format!("{done}{}", all.summary());
    let no = all.count(Severity::Error) > 0
        || (matches.get_flag("deny-warnings") && all.count(Severity::Warning) > 0);
    Ok(match to_print {
        // The text has standard output to itself.
        Some(text) => Answer { text, summary: Some(format!("{shown}{summary}")), no, ..Answer::default() },
        None => Answer { text: shown, summary: Some(summary), no, ..Answer::default() },
    })
}

/// What is wrong with all packs together.
#[derive(Default)]
struct Findings {
    found: Vec<Diagnostic>,
    /// The places point into these.
    files: Vec<File>,
    /// What there is in the packs that could be read.
    size: Size,
    /// The folder that was probably meant, where one of its files was named.
    folder: Option<PathBuf>,
    /// How many mistakes can be put right in files that may be changed.
    fixable: usize,
}

impl Findings {
    fn add(&mut self, pack: &Pack, examined: examine::Examined) {
        let first = self.files.len();
        self.files.extend(pack.files.iter().cloned());
        self.size += examined.size;
        for found in examined.found {
            if found.code == "missing-pack" {
                self.folder = self.folder.take().or_else(|| pack.folder());
            }
            let place = found.fix.as_ref().and_then(|fix| pack.places.get(fix.span.file));
            if place.is_some_and(|place| place.left_alone().is_none()) {
                self.fixable = self.fixable.saturating_add(1);
            }
            self.found.push(found.moved(first));
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|found| found.severity == severity).count()
    }

    fn shown(&self, format: &str, width: usize) -> Result<String, Failure> {
        Ok(match format {
            "short" => short::render(&self.found, &self.files),
            "json" => report::render(&self.found, &self.files)?,
            "github" => github::render(&self.found, &self.files),
            "sarif" => sarif::render(&self.found, &self.files)?,
            _ => diagnostics::findings(&self.found, &self.files, width),
        })
    }

    /// What it comes to, in a line or two.
    fn summary(&self) -> String {
        let files = |number| count(number, "file", "files");
        if self.found.is_empty() {
            let Size { facts, actions, rules, tests } = self.size;
            let facts = count(facts, "fact", "facts");
            let actions = count(actions, "action", "actions");
            let rules = count(rules, "rule", "rules");
            let tests =
                if tests == 0 { String::new() } else { format!(", {}", count(tests, "test", "tests")) };
            return format!(
                "no mistakes: {facts}, {actions}, {rules}{tests} in {}\n",
                files(self.files.len())
            );
        }
        let errors = count(self.count(Severity::Error), "error", "errors");
        let warnings = count(self.count(Severity::Warning), "warning", "warnings");
        let numbers = match (self.count(Severity::Error), self.count(Severity::Warning)) {
            (_, 0) => errors,
            (0, _) => warnings,
            _ => format!("{errors}, {warnings}"),
        };
        let places = diagnostics::files_with(self.found.iter()).unwrap_or(self.files.len());
        let mut summary = format!("{numbers} in {}\n", files(places));
        let mut tip = |text: &str| summary.push_str(&diagnostics::tip(text));
        if let Some(folder) = &self.folder {
            let folder = typed_path(folder);
            tip(&format!("to check a folder as one pack, name it: closer check {folder}"));
        }
        if self.found.iter().any(|found| found.code == "syntax") {
            tip(
                "what cannot be read as TOML hides other mistakes of its file: put this right first, then check again",
            );
        }
        if let Some(base) = diagnostics::base(&self.found) {
            tip(base);
        }
        match self.fixable {
            0 => {}
            1 => tip("one of them can be put right for you: add --fix"),
            many => tip(&format!("{many} of them can be put right for you: add --fix")),
        }
        if let Some(first) = self.found.first() {
            tip(&format!("to read more about a complaint: closer check --explain {}", first.code));
        }
        summary
    }
}
