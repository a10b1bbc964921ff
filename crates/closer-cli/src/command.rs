//! The tree of commands.
//!
//! It grows in two steps, because the facts that can be told as flags are declared by the rule pack in use: a [first look](FirstLook)
//! at the arguments finds the pack, then the pack's facts complete the tree.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ColorChoice, Command, ValueEnum, value_parser};

use crate::commands;
use crate::facts::FactFlags;
use crate::failure::Failure;
use crate::language::{Language, complain};

/// The variable of the environment that names rule packs, separated as in `PATH`.
const RULES_VARIABLE: &str = "CLOSER_RULES";

/// What must be known of the arguments before they can be read in full.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FirstLook {
    /// The rule packs named; none means the built-in one.
    pub(crate) rules: Vec<OsString>,
    /// Whether to use colour, which complaints about the arguments need too.
    pub(crate) color: ColorChoice,
    /// The commands named that take facts as flags; more than one where a value is called like a command.
    pub(crate) take_facts: Vec<&'static str>,
    /// The language asked for.
    pub(crate) lang: Option<String>,
}

impl FirstLook {
    /// Looks at the arguments, the program's own name first.
    pub(crate) fn at(args: &[OsString]) -> Self {
        let mut look =
            Self { rules: Vec::new(), color: ColorChoice::Auto, take_facts: Vec::new(), lang: None };
        let mut args = args.iter().skip(1);
        while let Some(arg) = args.next() {
            if arg == "--" {
                break;
            }
            look.take_facts.extend(commands::TAKE_FACTS.iter().filter(|name| arg == **name));
            if let Some(rules) = value_of("--rules", arg, &mut args) {
                look.rules.push(rules);
            } else if let Some(lang) = value_of("--lang", arg, &mut args) {
                look.lang = Some(lang.to_string_lossy().into_owned()).filter(|lang| !lang.is_empty());
            } else if let Some(color) = value_of("--color", arg, &mut args) {
                let known = color.to_str().and_then(|color| ColorChoice::from_str(color, false).ok());
                look.color = known.unwrap_or(ColorChoice::Auto);
            }
        }
        if look.rules.is_empty() {
            let named = std::env::var_os(RULES_VARIABLE).unwrap_or_default();
            let paths = std::env::split_paths(&named).map(PathBuf::into_os_string);
            look.rules.extend(paths.filter(|path| !path.is_empty()));
        }
        look
    }
}

/// The value of `option` in `--option=VALUE` or `--option VALUE`.
fn value_of<'a>(
    option: &str,
    arg: &OsStr,
    rest: &mut (impl Iterator<Item = &'a OsString> + Clone),
) -> Option<OsString> {
    if arg == option {
        let value = rest.clone().next()?;
        if value.to_str().is_some_and(|value| value.len() > 1 && value.starts_with('-')) {
            return None;
        }
        return rest.next().cloned();
    }
    let (name, value) = split_at_equals(arg)?;
    (name == option).then_some(value)
}

/// `--name=VALUE` as its two parts. A value that is not UTF-8 keeps its bytes where the platform tells them.
fn split_at_equals(arg: &OsStr) -> Option<(String, OsString)> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let bytes = arg.as_bytes();
        let at = bytes.iter().position(|byte| *byte == b'=')?;
        let (name, value) = bytes.split_at_checked(at)?;
        let value = OsStr::from_bytes(value.get(1..)?).to_owned();
        Some((String::from_utf8_lossy(name).into_owned(), value))
    }
    #[cfg(not(unix))]
    {
        let (name, value) = arg.to_str()?.split_once('=')?;
        Some((name.to_owned(), value.into()))
    }
}

/// The whole tree. `flags` are those that the pack in use gives to commands that take facts, and the commands that need them now.
pub(crate) fn tree(flags: Option<(&FactFlags, &[&str])>, width: usize) -> Command {
    let of = |name: &str| flags.filter(|(_, needed)| needed.contains(&name)).map(|(flags, _)| flags);
    Command::new("closer")
        .bin_name("closer")
        .version(env!("CARGO_PKG_VERSION"))
        .about("What to say at the end of a job interview, and why")
        .styles(styles())
        .term_width(width)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(everywhere())
        .arg(option(
            Arg::new("version")
                .short('V')
                .long("version")
                .help("Print the version")
                .action(ArgAction::Version),
        ))
        .subcommand(commands::suggest::command(of("suggest")))
        .subcommand(commands::ask::command(of("ask")))
        .subcommand(commands::card::command(of("card")))
        .subcommand(commands::why::command(of("why")))
        .subcommand(commands::new::command())
        .subcommand(commands::check::command())
        .subcommand(commands::test::command())
        .subcommand(commands::diff::command())
        .subcommand(commands::show::command())
        .subcommand(commands::batch::command())
        .subcommand(commands::schema::command())
}

/// The names of all options of the program: no fact can have them.
pub(crate) fn names(tree: &Command) -> Vec<String> {
    let commands = std::iter::once(tree).chain(tree.get_subcommands());
    commands.flat_map(Command::get_arguments).filter_map(Arg::get_long).map(str::to_owned).collect()
}

/// What the argument parser complains of, with a better tip where it misses one: yes and no take an equals sign.
pub(crate) fn explain(error: clap::Error, args: &[OsString], language: Language) -> Failure {
    let stray = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(stray))) => stray.clone(),
        _ => return complain(error, language),
    };
    let pairs = args.iter().zip(args.iter().skip(1));
    let flag = pairs.filter(|(_, next)| **next == *stray).find_map(|(flag, _)| flag.to_str());
    match flag {
        Some(flag)
            if flag.starts_with("--") && ["yes", "no", "unknown", "true", "false"].contains(&&*stray) =>
        {
            Failure::with_tip(
                language.fill("`{}` and `{}` belong together", &[flag, &stray]),
                language.fill("write `{}={}`", &[flag, &stray]),
            )
        }
        _ => complain(error, language),
    }
}

/// The options of every command.
fn everywhere() -> [Arg; 5] {
    [
        option(Arg::new("rules").long("rules"))
            .value_name("FILE|DIR")
            .help("Use this rule pack in place of the built-in one, or on top of it if it says so; can be given several times [env: CLOSER_RULES]")
            .value_parser(value_parser!(OsString))
            .action(ArgAction::Append)
            .display_order(900)
            .global(true),
        option(Arg::new("color").long("color"))
            .value_name("WHEN")
            .help("Use colour: auto, always or never")
            .value_parser(value_parser!(ColorChoice))
            .hide_possible_values(true)
            .default_value("auto")
            .hide_default_value(true)
            .display_order(901)
            .global(true),
        option(Arg::new("lang").long("lang"))
            .value_name("LANG")
            .help("Speak this language, such as de [env: CLOSER_LANG]")
            .display_order(901)
            .global(true),
        option(Arg::new("quiet").short('q').long("quiet"))
            .help("Print the answer and nothing else")
            .action(ArgAction::SetTrue)
            .display_order(902)
            .global(true),
        option(Arg::new("help").short('h').long("help"))
            .help("Print help")
            .action(ArgAction::Help)
            .display_order(903)
            .global(true),
    ]
}

/// An option of the program, as opposed to a fact of the pack.
pub(crate) fn option(arg: Arg) -> Arg {
    arg.help_heading("Options")
}

fn styles() -> Styles {
    Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(AnsiColor::Cyan.on_default().bold())
        .placeholder(AnsiColor::Cyan.on_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(args: &[&str]) -> FirstLook {
        FirstLook::at(&["closer"].iter().chain(args).map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_tree_is_sound() {
        tree(None, 80).debug_assert();
    }

    #[test]
    fn the_first_look_finds_the_pack_wherever_it_is_named() {
        assert_eq!(look(&["suggest", "--rules", "a", "--rules=b=c"]).rules, ["a", "b=c"]);
        assert_eq!(look(&["--rules", "a", "suggest"]).take_facts, ["suggest"]);
        assert_eq!(look(&["suggest", "--rules"]).rules, [""; 0]);
        assert_eq!(look(&["suggest", "--", "--rules", "a"]).rules, [""; 0]);
        assert_eq!(look(&["--color=never"]).color, ColorChoice::Never);
        assert_eq!(look(&["--color", "sometimes"]).color, ColorChoice::Auto);
    }
}
