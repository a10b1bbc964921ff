//! `closer why`: why an action came out as it did, who disagrees, and what would change it.

use std::io::Read;

use clap::{Arg, ArgMatches, Command};
use closer_core::Program;

use crate::answer::Answer;
use crate::command::{FirstLook, Given};
use crate::facts::FactFlags;
use crate::failure::Failure;
use crate::focus::Focus;
use crate::known::Known;
use crate::render;
use crate::told;
use crate::why::{Report, Teller};

/// Where all ids are.
const TIP: &str = "`closer why` alone lists all actions";

/// The command, with the flags of the pack in use.
pub(crate) fn command(flags: Option<Given<'_>>) -> Command {
    told::told(Command::new("why").about("Explain why a line was, or was not, suggested"), flags)
        .arg(
            Arg::new("id")
                .value_name("ACTION|RULE")
                .help("What to explain, by its name; left out, every action is listed with its verdict"),
        )
        .args([told::strict(), told::format(&["text", "json"], "How to print it: text or json")])
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &Program,
    look: &FirstLook,
    input: &mut dyn Read,
    width: usize,
) -> Result<Answer, Failure> {
    let language = flags.language();
    let focus = match matches.get_one::<String>("id") {
        Some(id) => Some(Focus::find(program.rules(), id, language, TIP)?),
        None => None,
    };
    let context = told::gather(matches, flags, program.rules(), input)?;
    let strict = matches.get_flag("strict");
    let known = Known::new(program, context, strict);
    let ask_for = |id: &str| {
        let line = told::again(&format!("why {id}"), flags, program.rules(), look, known.context());
        line + if strict { " --strict" } else { "" }
    };
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let text = if as_json {
        let report = Report::of(focus, &known);
        render::json::render(&report)?
    } else {
        in_words(&Teller::new(&known, language), focus, program, ask_for, width)
    };
    Ok(Answer { text, ..Answer::default() })
}

fn in_words(
    teller: &Teller<'_>,
    focus: Option<Focus>,
    program: &Program,
    ask_for: impl Fn(&str) -> String,
    width: usize,
) -> String {
    let rules = program.rules();
    let account = match focus {
        None => return render::why::list(&teller.list(ask_for), width),
        Some(Focus::Action(id)) => rules.action(id).and_then(|action| teller.action(&action.id)),
        Some(Focus::Rule(id)) => rules.rule(id).and_then(|rule| teller.rule(&rule.id)),
    };
    account.map(|account| render::why::account(&account, width)).unwrap_or_default()
}
