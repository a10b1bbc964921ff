//! The command-line program `closer`: what to say at the end of a job interview, and why.
//!
//! A thin program around [`closer_core`]: arguments in, words out, no advice of its own. [`run`] is the whole of it, with its streams
//! handed in.
//!
//! ```
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let code = closer_cli::run(["closer", "--version"], &mut std::io::empty(), &mut out, &mut err);
//! assert_eq!(code, std::process::ExitCode::SUCCESS);
//! assert!(out.starts_with(b"closer "));
//! ```

mod answer;
mod calendar;
mod command;
mod commands;
mod conditions;
mod diff;
mod facts;
mod failure;
mod focus;
mod known;
mod language;
mod packs;
mod page;
mod pages;
mod read;
mod render;
mod safe;
mod save;
mod schema;
mod sheet;
mod told;
mod why;
mod words;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::ExitCode;

use anstream::stream::{AsLockedWrite, IsTerminal, RawStream};
use clap::ArgMatches;
use closer_core::{Program, is_hidden};

use answer::{Answer, Outlets};
use command::{FirstLook, Grown};
use facts::FactFlags;
use failure::Failure;
use language::{Language, Wanted, localise};

/// Runs the program: 0 when all is fine, 1 when the answer is "no" (there are mistakes), 2 when it could not be done.
///
/// The answer goes to `out`, everything else to `err`; colour is used where these are terminals that show it.
pub fn run<O, E>(
    args: impl IntoIterator<Item = impl Into<OsString>>,
    input: &mut (dyn Read + Send),
    out: &mut O,
    err: &mut E,
) -> ExitCode
where
    O: RawStream + AsLockedWrite,
    E: RawStream + AsLockedWrite,
{
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    run_until(Afterwards::GoesOn, &args, input, out, err)
}

/// As [`run`], with what this process was given: the whole of the program `closer`.
///
/// Nothing is to be run afterwards: what the program was made of is left for the end of the process to take away at once, which is
/// faster than piece by piece.
#[must_use]
pub fn main() -> ExitCode {
    let (mut input, mut out, mut err) =
        (std::io::stdin(), std::io::stdout().lock(), std::io::stderr().lock());
    let args: Vec<OsString> = std::env::args_os().collect();
    run_until(Afterwards::Ends, &args, &mut input, &mut out, &mut err)
}

/// What the process does after the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    GoesOn,
    Ends,
}

fn run_until<O, E>(
    afterwards: Afterwards,
    args: &[OsString],
    input: &mut (dyn Read + Send),
    out: &mut O,
    err: &mut E,
) -> ExitCode
where
    O: RawStream + AsLockedWrite,
    E: RawStream + AsLockedWrite,
{
    let look = FirstLook::at(args);
    let width = width(out.is_terminal());
    let mut quiet = false;
    let result = {
        let is_terminal = err.is_terminal();
        let mut talk = anstream::AutoStream::new(&mut *err, answer::choice(look.color));
        let out_is_terminal = out.is_terminal();
        let mut person =
            Person { input, out: &mut *out, out_is_terminal, talk: &mut talk, is_terminal, afterwards };
        answer(args, &look, &mut person, Setting { width, afterwards }, &mut quiet)
    };
    Outlets { out, err, color: look.color }.close(result, width, quiet)
}

/// Whoever is asked: what they type, and where they are spoken to.
struct Person<'a> {
    input: &'a mut (dyn Read + Send),
    /// For answers that are too long to be kept until they are whole.
    out: &'a mut dyn Write,
    out_is_terminal: bool,
    talk: &'a mut dyn Write,
    /// Whether somebody watches what is said there.
    is_terminal: bool,
    afterwards: Afterwards,
}

/// Where the answer is given.
#[derive(Debug, Clone, Copy)]
struct Setting {
    width: usize,
    afterwards: Afterwards,
}

fn answer(
    args: &[OsString],
    look: &FirstLook,
    person: &mut Person<'_>,
    setting: Setting,
    quiet: &mut bool,
) -> Result<Answer, Failure> {
    let width = setting.width;
    let wanted = Wanted::new(look.lang.as_deref(), |name| std::env::var_os(name));
    let loaded = if look.take_facts.is_empty() { None } else { Some(load(look, &wanted)?) };
    let language = loaded.as_ref().map_or_else(|| wanted.language(), |(_, language)| *language);
    let program = loaded.map(|(program, _)| program);
    let flags = program.as_ref().map(|program| FactFlags::new(program.rules(), language));
    let tree = |grown| {
        let flags = flags.as_ref().map(|flags| (flags, look.take_facts.as_slice()));
        command::tree(flags, grown, width)
    };
    // Nearly always the arguments are right, and most of the tree would be made in vain.
    let matches = if let Ok(matches) = tree(Grown::Named(args)).try_get_matches_from(args) {
        matches
    } else {
        let whole = |args: &[OsString]| localise(tree(Grown::Whole), language).try_get_matches_from(args);
        understand(&whole, args, flags.as_ref(), language)?
    };
    *quiet = matches.get_flag("quiet");
    let answer =
        command_of(&matches, program.as_ref().zip(flags.as_ref()), look, (&wanted, language), person, width);
    if setting.afterwards == Afterwards::Ends {
        std::mem::forget((matches, flags));
        std::mem::forget(program);
    }
    answer
}

/// What the arguments mean, or a complaint about them.
///
/// It repeats what was typed, between colours of its own; so where that could act on a terminal the complaint is made about words that cannot.
fn understand(
    parse: &dyn Fn(&[OsString]) -> Result<ArgMatches, clap::Error>,
    args: &[OsString],
    flags: Option<&FactFlags<'_>>,
    language: Language,
) -> Result<ArgMatches, Failure> {
    parse(args).map_err(|error| {
        let acts = |arg: &OsString| arg.to_string_lossy().chars().any(is_hidden);
        let shown: Vec<OsString> = args
            .iter()
            .map(|arg| if acts(arg) { safe::clean(&arg.to_string_lossy()).into() } else { arg.clone() })
            .collect();
        let error = if shown == args { error } else { parse(&shown).err().unwrap_or(error) };
        command::explain(error, &shown, flags, language).said_in(language)
    })
}

/// Runs the command that was named.
fn command_of(
    matches: &ArgMatches,
    facts: Option<(&Program, &FactFlags<'_>)>,
    look: &FirstLook,
    (wanted, language): (&Wanted, Language),
    person: &mut Person<'_>,
    width: usize,
) -> Result<Answer, Failure> {
    let quiet = matches.get_flag("quiet");
    match (matches.subcommand(), facts) {
        (Some(("suggest", matches)), Some((program, flags))) => {
            commands::suggest::run(matches, flags, program, person.input, width)
        }
        (Some(("ask", matches)), Some((program, flags))) => {
            commands::ask::run(matches, flags, program, look, person, width)
        }
        (Some(("card", matches)), Some((program, flags))) => {
            commands::card::run(matches, flags, program, person.input, width)
        }
        (Some(("why", matches)), Some((program, flags))) => {
            commands::why::run(matches, flags, program, look, person.input, width)
        }
        (Some(("check", matches)), _) => {
            let surroundings = commands::check::Surroundings { rules: &look.rules, width };
            commands::check::run(matches, &surroundings, person.input)
        }
        (Some(("new", matches)), _) => commands::new::run(matches),
        (Some(("test", matches)), _) => {
            let is_terminal = person.is_terminal && !quiet;
            let watched = commands::mutants::Watched { talk: &mut *person.talk, is_terminal };
            commands::test::run(matches, look, width, watched)
        }
        (Some(("diff", matches)), _) => commands::diff::run(matches, &look.rules, width),
        (Some(("show", matches)), _) => commands::show::run(matches, &look.rules, width),
        (Some(("batch", matches)), _) => {
            let (program, _) = load(look, wanted)?;
            commands::batch::run(matches, &program, person, quiet)
        }
        (Some(("schema", matches)), _) => commands::schema::run(matches, &look.rules),
        _ => Ok(Answer { text: commands::welcome::screen(language), ..Answer::default() }),
    }
}

/// The pack in use with its overlays, ready to run, in the language that is wanted.
fn load(look: &FirstLook, wanted: &Wanted) -> Result<(Program, Language), Failure> {
    let (rules, language) = wanted.translate(packs::load_all(&look.rules)?, &look.rules)?;
    Ok((rules.compile(), language))
}

/// How wide the screen is. `COLUMNS` goes before what the terminal says, as elsewhere; without either it is 80.
fn width(is_terminal: bool) -> usize {
    const USUAL: usize = 80;
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || {
        let (width, _) = terminal_size::terminal_size().filter(|_| is_terminal)?;
        Some(usize::from(width.0))
    };
    told.or_else(seen).filter(|columns| *columns > 0).unwrap_or(USUAL)
}
