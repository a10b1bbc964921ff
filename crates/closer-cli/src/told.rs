//! How the commands for candidates are told what is known: options, flags and files.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::{Context, Diagnostic, RuleSet};

use crate::command::{FirstLook, Given, option};
use crate::facts::{self, FactFlags};
use crate::failure::Failure;
use crate::packs;
use crate::words::{put, quoted_path};

/// How many actions are taken in at a glance.
pub(crate) const TOP: &str = "5";

const NOTES: &str = "A value can also be a list (in_person,video), a bound (\">=management\", \"2..5\"), what it is not \
     (\"!phone\"), or unknown.\nWhat you leave out is unknown, or taken to be as usual; --strict takes nothing as usual.";

/// For the command that has no `--strict`.
const NOTES_WITHOUT_STRICT: &str = "A value can also be a list (in_person,video), a bound (\">=management\", \"2..5\"), what it is not \
     (\"!phone\"), or unknown.\nWhat you leave out is asked for, or taken to be as usual.";

/// Gives a command the flags of the pack in use, and help on how to tell facts.
pub(crate) fn told(mut command: Command, flags: Option<Given<'_>>) -> Command {
    let mut notes = if command.get_name() == "ask" { NOTES_WITHOUT_STRICT } else { NOTES }.to_owned();
    // The facts come first: they are what a candidate looks for.
    if let Some(given) = flags {
        command = given.flags.extend(command, |long| given.has(long));
        for question in given.flags.by_name_alone() {
            put(&mut notes, format_args!("\n{question}"));
        }
    }
    let command = command.args([context(), set()]);
    command.after_help("--help shows everything you can tell.").after_long_help(notes)
}

fn context() -> Arg {
    option(Arg::new("context").long("context"))
        .value_name("FILE")
        .help("Read what you know from a TOML or JSON file (- for standard input)")
}

fn set() -> Arg {
    option(Arg::new("set").long("set"))
        .value_name("FACT=VALUE")
        .help("Tell any fact by its name; can be given several times")
        .action(ArgAction::Append)
}

/// `--top`.
pub(crate) fn top() -> Arg {
    option(Arg::new("top").short('n').long("top"))
        .value_name("N")
        .help("How many things to do are shown")
        .default_value(TOP)
        .value_parser(how_many)
}

fn how_many(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("write a whole number, 1 or more")
}

/// What `--top` says.
pub(crate) fn top_of(matches: &ArgMatches) -> usize {
    matches.get_one::<u16>("top").copied().map_or(usize::MAX, usize::from)
}

/// `--strict`.
pub(crate) fn strict() -> Arg {
    option(Arg::new("strict").long("strict"))
        .help("Take nothing for granted that was not told")
        .action(ArgAction::SetTrue)
}

/// `--format`, of which the first is the usual one.
pub(crate) fn format(formats: &'static [&'static str], help: &'static str) -> Arg {
    option(Arg::new("format").long("format"))
        .value_name("FORMAT")
        .help(help)
        .default_value(formats.first().copied().unwrap_or_default())
        .hide_default_value(true)
        .hide_possible_values(true)
        .value_parser(PossibleValuesParser::new(formats))
}

/// All that the options and flags of a command say.
pub(crate) fn gather(
    matches: &ArgMatches,
    flags: &FactFlags,
    rules: &RuleSet,
    input: &mut dyn Read,
) -> Result<Context, Failure> {
    let context = match matches.get_one::<String>("context") {
        Some(path) => read_context(path, rules, input)?,
        None => Context::unknown(rules.vocabulary()),
    };
    facts::gather(rules, flags, matches, context).map_err(|failure| failure.said_in(flags.language()))
}

/// A command that is told the same as this one was, as a shell takes it.
pub(crate) fn again(
    command: &str,
    flags: &FactFlags,
    rules: &RuleSet,
    look: &FirstLook,
    context: &Context,
) -> String {
    let mut line = format!("closer {command}");
    let mut add = |option: &str, value: &OsStr| {
        // A minus would be taken for the beginning of another option.
        let between = if value.as_encoded_bytes().starts_with(b"-") { '=' } else { ' ' };
        put(&mut line, format_args!(" {option}{between}{}", quoted_path(value)));
    };
    for pack in &look.rules {
        add("--rules", pack);
    }
    if let Some(language) = &look.lang {
        add("--lang", language.as_ref());
    }
    line.push_str(&flags.command_line(rules, context));
    line
}

/// Reads what is known from a file. TOML or JSON: its name's ending tells, else how it begins.
fn read_context(path: &str, rules: &RuleSet, input: &mut dyn Read) -> Result<Context, Failure> {
    let file = if path == "-" {
        let name = "standard input".to_owned();
        packs::File { text: packs::read_text(input, &name)?, name }
    } else {
        packs::read_file(Path::new(path))?
    };
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    let is_json = match ending.as_deref() {
        Some("json") => true,
        Some("toml") => false,
        _ => bare(&file.text).trim_start().starts_with('{'),
    };
    let read = if is_json { read_json(&file, rules)? } else { read_toml(&file, rules) };
    read.map_err(|found| Failure::Mistakes { found, files: vec![file] })
}

fn read_toml(file: &packs::File, rules: &RuleSet) -> Result<Context, Vec<Diagnostic>> {
    rules.context_from_toml(&file.text).map_err(|error| error.diagnostics)
}

/// Without the mark that some editors put at the beginning of a text.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The outer failure is about JSON, the inner one about what it says.
fn read_json(file: &packs::File, rules: &RuleSet) -> Result<Result<Context, Vec<Diagnostic>>, Failure> {
    let text = bare(&file.text);
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .map_err(|error| Failure::plain(format!("`{}` is not valid JSON: {error}", file.name)))?;
    let mut json = serde_json::Deserializer::from_str(text);
    Ok(rules.context_from(&mut json).map_err(|error| error.diagnostics))
}
