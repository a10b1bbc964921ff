//! `closer suggest`: what to do now, best first.

use std::io::Read;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::model::{Kind, Wanted};
use closer_core::{Advice, Context, Diagnostic, Program, RuleSet};

use crate::answer::Answer;
use crate::command::option;
use crate::facts::{self, FactFlags};
use crate::failure::Failure;
use crate::known::Known;
use crate::packs;
use crate::page::{Extent, Page};
use crate::render::{json, markdown, text};
use crate::words::{clean, put};

/// How many actions are taken in at a glance.
pub(crate) const TOP: &str = "5";

/// The command, with the flags of the pack in use.
pub(crate) fn command(flags: Option<&FactFlags>) -> Command {
    told(Command::new("suggest").about("Say what to do now, best first"), flags).args(options())
}

/// Gives a command the flags of the pack in use, and help on how to tell facts.
pub(crate) fn told(mut command: Command, flags: Option<&FactFlags>) -> Command {
    let mut notes = NOTES.to_owned();
    // The facts come first: they are what a candidate looks for.
    if let Some(flags) = flags {
        command = flags.extend(command);
        for question in flags.by_name_alone() {
            put(&mut notes, format_args!("\n{question}"));
        }
    }
    command.after_help("--help shows everything you can tell.").after_long_help(notes)
}

pub(crate) const NOTES: &str = "A value can also be a list (in_person,video), a bound (\">=management\", \"2..5\"), what it is not \
     (\"!phone\"), or unknown.\nWhat you leave out is unknown, or taken to be as usual; --strict takes nothing as usual.";

/// `--context`, `--set`, `--top`, `--all`, `--strict` and `--format`.
pub(crate) fn options() -> [Arg; 6] {
    [
        option(Arg::new("context").long("context"))
            .value_name("FILE")
            .help("Read what you know from a TOML or JSON file (- for standard input)"),
        option(Arg::new("set").long("set"))
            .value_name("FACT=VALUE")
            .help("Tell any fact by its name; can be given several times")
            .action(ArgAction::Append),
        option(Arg::new("top").short('n').long("top"))
            .value_name("N")
            .help("How many things to do are shown")
            .default_value(TOP)
            .value_parser(how_many),
        option(Arg::new("all").long("all"))
            .help("Show everything: alternatives, all warnings, and what does not come up")
            .action(ArgAction::SetTrue)
            .conflicts_with("top"),
        option(Arg::new("strict").long("strict"))
            .help("Take nothing for granted that was not told")
            .action(ArgAction::SetTrue),
        option(Arg::new("format").long("format"))
            .value_name("FORMAT")
            .help("How to print it: text, json or markdown")
            .default_value("text")
            .hide_default_value(true)
            .hide_possible_values(true)
            .value_parser(PossibleValuesParser::new(["text", "json", "markdown"])),
    ]
}

pub(crate) fn how_many(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("write a whole number, 1 or more")
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &Program,
    input: &mut dyn Read,
    width: usize,
) -> Result<Answer, Failure> {
    let known = known(matches, flags, program, input)?;
    let (rules, advice) = (program.rules(), known.advice());
    let format = matches.get_one::<String>("format").map(String::as_str);
    if format == Some("json") {
        let json = json::render(&advice).map_err(|error| Failure::plain(clean(&error.to_string())))?;
        return Ok(Answer { text: json, ..Answer::default() });
    }
    let top = matches.get_one::<u16>("top").copied().map_or(usize::MAX, usize::from);
    let extent = Extent { top, all: matches.get_flag("all") };
    let page = Page::new(&advice, rules, extent, flags.language(), |action| known.explain(action));
    Ok(if format == Some("markdown") {
        Answer { text: markdown::render(&page, &rules.pack().title), ..Answer::default() }
    } else {
        let hint = hint(&advice, rules, flags, width);
        Answer { text: text::render(&page, width), hint, ..Answer::default() }
    })
}

/// What a command with these options and flags was told.
pub(crate) fn known<'a>(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &'a Program,
    input: &mut dyn Read,
) -> Result<Known<'a>, Failure> {
    let rules = program.rules();
    let context = match matches.get_one::<String>("context") {
        Some(path) => read_context(path, rules, input)?,
        None => Context::unknown(rules.vocabulary()),
    };
    let context =
        facts::gather(rules, flags, matches, context).map_err(|failure| failure.said_in(flags.language()))?;
    Ok(Known::new(program, context, matches.get_flag("strict")))
}

/// The question most worth answering, and how to answer it.
fn hint(advice: &Advice, rules: &RuleSet, flags: &FactFlags, width: usize) -> Option<String> {
    let next = advice.next_question.as_ref()?;
    let fact = rules.vocabulary().find(&next.fact)?;
    let values: Vec<String> = next.answers.iter().filter_map(|answer| spelled(&answer.value)).collect();
    let values = match &fact.kind {
        Kind::Int { .. } => "N".to_owned(),
        _ => values.join("|"),
    };
    let question = flags.language().fill("{} It could change this list:", &[&clean(&next.question)]);
    Some(text::remark(&question, &flags.spelled(fact, &values), width))
}

fn spelled(value: &Wanted) -> Option<String> {
    match value {
        Wanted::Bool(true) => Some("yes".to_owned()),
        Wanted::Bool(false) => Some("no".to_owned()),
        Wanted::Value(value) => Some(value.to_string()),
        Wanted::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads what is known from a file. TOML or JSON: its name's ending tells, else how it begins.
pub(crate) fn read_context(path: &str, rules: &RuleSet, input: &mut dyn Read) -> Result<Context, Failure> {
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
        _ => file.text.trim_start().starts_with('{'),
    };
    let read = if is_json { read_json(&file, rules)? } else { read_toml(&file, rules) };
    read.map_err(|found| Failure::Mistakes { found, files: vec![file] })
}

fn read_toml(file: &packs::File, rules: &RuleSet) -> Result<Context, Vec<Diagnostic>> {
    rules.context_from_toml(&file.text).map_err(|error| error.diagnostics)
}

/// The outer failure is about JSON, the inner one about what it says.
fn read_json(file: &packs::File, rules: &RuleSet) -> Result<Result<Context, Vec<Diagnostic>>, Failure> {
    serde_json::from_str::<serde::de::IgnoredAny>(&file.text)
        .map_err(|error| Failure::plain(format!("`{}` is not valid JSON: {error}", file.name)))?;
    let mut json = serde_json::Deserializer::from_str(&file.text);
    Ok(rules.context_from(&mut json).map_err(|error| error.diagnostics))
}
