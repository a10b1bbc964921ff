//! `closer card`: one page to take along.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use closer_core::{Card, Program};

use crate::answer::Answer;
use crate::calendar::Interview;
use crate::command::{Given, option};
use crate::facts::FactFlags;
use crate::failure::Failure;
use crate::language::Language;
use crate::packs::shown;
use crate::render::card_paper::Paper;
use crate::render::{card_html, card_markdown, card_text, ics, json};
use crate::save;
use crate::sheet::Sheet;
use crate::told;

/// More than this is not taken in, however much paper there is.
const MOST: usize = 26;
/// The same for one moment.
const MOST_OF_EACH: usize = 5;
/// The longest title that stands in two lines.
const LONGEST_TITLE: usize = 80;

/// The command, with the flags of the pack in use.
pub(crate) fn command(flags: Option<Given<'_>>) -> Command {
    told::told(Command::new("card").about("Make a one-page card to take with you"), flags).args(options())
}

fn options() -> [Arg; 6] {
    [
        option(Arg::new("output").short('o').long("output"))
            .value_name("FILE")
            .help("Write the card to this file: .html, .md, .txt, .json, or .ics for a calendar")
            .value_parser(value_parser!(PathBuf)),
        option(Arg::new("force").long("force"))
            .help("Write over a file that is already there")
            .action(ArgAction::SetTrue)
            .requires("output"),
        option(Arg::new("interview-at").long("interview-at"))
            .value_name("TIME")
            .help("When the interview is, such as 2026-11-24T10:00[Europe/Zurich]: the card then says the days to follow up"),
        option(Arg::new("title").long("title"))
            .value_name("TITLE")
            .help("What to write at the top")
            .value_parser(short_title),
        option(Arg::new("format").long("format"))
            .value_name("FORMAT")
            .help("How to print it: text, html, markdown, json or ics")
            .hide_possible_values(true)
            .value_parser(PossibleValuesParser::new(["text", "html", "markdown", "json", "ics"])),
        told::strict(),
    ]
}

fn short_title(text: &str) -> Result<String, &'static str> {
    if text.chars().count() > LONGEST_TITLE { Err("keep it to 80 characters") } else { Ok(text.to_owned()) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Html,
    Markdown,
    Json,
    Calendar,
}

impl Format {
    /// What `--format` says, else what the file's name ends in, else text.
    fn of(matches: &ArgMatches, language: Language) -> Result<Self, Failure> {
        let said = matches.get_one::<String>("format");
        if let Some(format) = said.and_then(|name| Self::named(name)) {
            return Ok(format);
        }
        let Some(path) = matches.get_one::<PathBuf>("output") else { return Ok(Self::Text) };
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        ending.as_deref().and_then(Self::named).ok_or_else(|| {
            Failure::told_in(
                language,
                language.fill("`{}` does not say what kind of file it should be", &[&shown(path)]),
                language.say("let its name end in .html, .md, .txt, .json or .ics, or add --format"),
            )
        })
    }

    /// Refuses what the format has no place for, so that nothing is left out in silence.
    fn holds(self, matches: &ArgMatches, language: Language) -> Result<(), Failure> {
        let is_told = |option: &str| matches.contains_id(option);
        match self {
            Self::Json if is_told("interview-at") => Err(Failure::told_in(
                language,
                language.say("JSON has no place for the days to follow up"),
                language.say("leave `--interview-at` out, or make a page or a calendar"),
            )),
            Self::Json | Self::Calendar if is_told("title") => Err(Failure::told_in(
                language,
                language.say("only a page has a title"),
                language.say("leave `--title` out, or make a page: -o card.html"),
            )),
            _ => Ok(()),
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" | "txt" => Self::Text,
            "html" | "htm" => Self::Html,
            "markdown" | "md" => Self::Markdown,
            "json" => Self::Json,
            "ics" => Self::Calendar,
            _ => return None,
        })
    }
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &Program,
    input: &mut dyn Read,
    width: usize,
) -> Result<Answer, Failure> {
    let language = flags.language();
    let format = Format::of(matches, language)?;
    format.holds(matches, language)?;
    let at = matches.get_one::<String>("interview-at");
    let interview = at.map(|text| Interview::read(text, language)).transpose()?;
    let context = told::gather(matches, flags, program.rules(), input)?;
    let card =
        if matches.get_flag("strict") { program.card_strict(&context) } else { program.card(&context) };
    let title = matches.get_one::<String>("title").map(String::as_str);
    let sheet = || fitting(&card, |card| Sheet::new(card, title, interview.as_ref(), language));
    let text = match (format, &interview) {
        (Format::Text, _) => card_text::render(&sheet(), width),
        (Format::Html, _) => card_html::render(&sheet()),
        (Format::Markdown, _) => card_markdown::render(&sheet()),
        (Format::Json, _) => json::render(&card)?,
        (Format::Calendar, Some(interview)) => {
            // A calendar has room, whatever fits the paper.
            let sheet = Sheet::new(&card.shortened(MOST, MOST_OF_EACH), title, Some(interview), language);
            if sheet.parts.iter().all(|part| part.moment.is_none()) {
                return Err(Failure::told_in(
                    language,
                    language.say("there is nothing to put into a calendar: none of the advice is for later"),
                    language.say("make a page of it: -o card.html"),
                ));
            }
            ics::render(&sheet, interview, &card.pack.name)
        }
        (Format::Calendar, None) => {
            return Err(Failure::told_in(
                language,
                language.say("a calendar needs to know when the interview is"),
                language.say("add --interview-at with the day and the time, such as 2026-11-24T10:00"),
            ));
        }
    };
    let Some(path) = matches.get_one::<PathBuf>("output") else {
        return Ok(Answer { text, ..Answer::default() });
    };
    // A file has no colours, whatever the terminal has.
    let text = anstream::adapter::strip_str(&text).to_string();
    save::create(path, &text, matches.get_flag("force"), language)?;
    Ok(Answer { summary: Some(written(path, format, language)), ..Answer::default() })
}

/// As much of the card as fits one sheet of paper.
fn fitting(card: &Card, sheet: impl Fn(&Card) -> Sheet) -> Sheet {
    let shorter = (1..=MOST).rev().map(|entries| sheet(&card.shortened(entries, MOST_OF_EACH)));
    shorter
        .into_iter()
        .find(|sheet| Paper::of(sheet).is_some())
        .unwrap_or_else(|| sheet(&card.shortened(0, 0)))
}

fn written(path: &Path, format: Format, language: Language) -> String {
    let what = match format {
        Format::Html => language.say("Open it in a browser; print it from there."),
        Format::Calendar => language.say("Open it with your calendar."),
        _ => "",
    };
    let line = language.fill("Wrote {}. {}", &[&shown(path), what]);
    format!("{}\n", line.trim_end())
}
