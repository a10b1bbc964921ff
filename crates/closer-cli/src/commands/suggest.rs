//! `closer suggest`: what to do now, and why.

use std::io::Read;

use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::model::Kind;
use closer_core::{Advice, Program, RuleSet};

use crate::answer::Answer;
use crate::command::{Given, option};
use crate::facts::{self, FactFlags};
use crate::failure::Failure;
use crate::known::Known;
use crate::page::{Extent, Page};
use crate::render::{json, markdown, text};
use crate::told;
use crate::words::clean;

/// The command, with the flags of the pack in use.
pub(crate) fn command(flags: Option<Given<'_>>) -> Command {
    told::told(Command::new("suggest").about("Say what to do now, and why"), flags).args([
        told::top(),
        option(Arg::new("all").long("all"))
            .help("Show everything: alternatives, all warnings, and what does not come up")
            .action(ArgAction::SetTrue)
            .conflicts_with("top"),
        told::strict(),
        told::format(&["text", "json", "markdown"], "How to print it: text, json or markdown"),
    ])
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &Program,
    input: &mut dyn Read,
    width: usize,
) -> Result<Answer, Failure> {
    let context = told::gather(matches, flags, program.rules(), input)?;
    let known = Known::new(program, context, matches.get_flag("strict"));
    let (rules, advice) = (program.rules(), known.advice());
    let format = matches.get_one::<String>("format").map(String::as_str);
    if format == Some("json") {
        let json = json::render(&advice)?;
        return Ok(Answer { text: json, ..Answer::default() });
    }
    let extent = Extent { top: told::top_of(matches), all: matches.get_flag("all"), can_show_all: true };
    let page = Page::new(&advice, rules, extent, flags.language(), |action| known.explain(action));
    Ok(if format == Some("markdown") {
        Answer { text: markdown::render(&page, &rules.pack().title), ..Answer::default() }
    } else {
        let hint = hint(&advice, rules, flags, width);
        Answer { text: text::render(&page, width), hint, ..Answer::default() }
    })
}

/// The question most worth answering, and how to answer it.
fn hint(advice: &Advice, rules: &RuleSet, flags: &FactFlags, width: usize) -> Option<String> {
    let next = advice.next_question.as_ref()?;
    let fact = rules.vocabulary().find(&next.fact)?;
    let values: Vec<String> = next.answers.iter().map(|answer| facts::spelled(&answer.value)).collect();
    let values = match &fact.kind {
        Kind::Int { .. } => "N".to_owned(),
        _ => values.join("|"),
    };
    let question = flags.language().fill("{} It could change this list:", &[&clean(&next.question)]);
    Some(text::remark(&question, &flags.spelled(fact, &values), width))
}
