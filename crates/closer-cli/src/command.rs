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
    /// They are named in the arguments, and not in the environment.
    pub(crate) named_rules: bool,
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
        let mut look = Self {
            rules: Vec::new(),
            named_rules: false,
            color: ColorChoice::Auto,
            take_facts: Vec::new(),
            lang: None,
        };
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
        look.named_rules = !look.rules.is_empty();
        if !look.named_rules {
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

/// How much of the tree is made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Grown<'a> {
    /// All of it: to help, and to complain.
    Whole,
    /// The commands and the flags of facts that these arguments name. Arguments that are right for this are right for all of it, and say the
    /// same there, as what is left out is never asked for and has no value of its own.
    Named(&'a [OsString]),
}

impl Grown<'_> {
    /// Whether it has this command.
    fn has_command(self, name: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Named(args) => args.iter().any(|arg| arg == name),
        }
    }

    /// Whether it has the flag of this long name.
    fn has_flag(self, long: &str) -> bool {
        let names = |arg: &OsString| {
            let arg = arg.as_encoded_bytes();
            let rest = arg.strip_prefix(b"--").and_then(|arg| arg.strip_prefix(long.as_bytes()));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"="))
        };
        match self {
            Self::Whole => true,
            Self::Named(args) => args.iter().any(names),
        }
    }
}

/// The flags that a command gets from the pack in use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) flags: &'a FactFlags<'a>,
    grown: Grown<'a>,
}

impl Given<'_> {
    pub(crate) fn has(self, long: &str) -> bool {
        self.grown.has_flag(long)
    }
}

/// The tree. `flags` are those that the pack in use gives to commands that take facts, and the commands that need them now.
pub(crate) fn tree(flags: Option<(&FactFlags<'_>, &[&str])>, grown: Grown<'_>, width: usize) -> Command {
    let of = |name: &str| {
        let (flags, _) = flags.filter(|(_, needed)| needed.contains(&name))?;
        Some(Given { flags, grown })
    };
    let mut tree = trunk(width);
    let mut add = |name: &str, command: &dyn Fn() -> Command| {
        if grown.has_command(name) {
            tree = std::mem::take(&mut tree).subcommand(command());
        }
    };
    add("suggest", &|| commands::suggest::command(of("suggest")));
    add("ask", &|| commands::ask::command(of("ask")));
    add("card", &|| commands::card::command(of("card")));
    add("why", &|| commands::why::command(of("why")));
    add("new", &commands::new::command);
    add("check", &commands::check::command);
    add("test", &commands::test::command);
    add("diff", &commands::diff::command);
    add("show", &commands::show::command);
    add("batch", &commands::batch::command);
    add("schema", &commands::schema::command);
    tree
}

fn trunk(width: usize) -> Command {
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
}

/// The names of all options of the program: no fact can have them.
pub(crate) const NAMES: &[&str] = &[
    "accept",
    "all",
    "color",
    "context",
    "coverage",
    "deny-warnings",
    "effective",
    "explain",
    "extends",
    "filter",
    "fix",
    "force",
    "format",
    "help",
    "interview-at",
    "jobs",
    "lang",
    "limit",
    "min-coverage",
    "mutants",
    "output",
    "quiet",
    "rule",
    "rules",
    "set",
    "strict",
    "title",
    "top",
    "version",
];

/// What the argument parser complains of, with a better tip where it misses one: yes and no take an equals sign. `flags` are those of facts.
pub(crate) fn explain(
    error: clap::Error,
    args: &[OsString],
    flags: Option<&FactFlags<'_>>,
    language: Language,
) -> Failure {
    let stray = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(stray))) => stray.clone(),
        _ => return complain(error, language),
    };
    let pairs = args.iter().zip(args.iter().skip(1));
    let flag = pairs.filter(|(_, next)| **next == *stray).find_map(|(flag, _)| flag.to_str());
    match flag {
        Some(flag) if flags.is_some_and(|flags| flags.answers_with(flag, &stray)) => Failure::with_tip(
            language.fill("`{}` and `{}` belong together", &[flag, &stray]),
            language.fill("write `{}={}`", &[flag, &stray]),
        ),
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
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    use clap::ArgMatches;
    use closer_core::RuleSet;
    use proptest::prelude::*;

    use super::*;

    fn look(args: &[&str]) -> FirstLook {
        FirstLook::at(&["closer"].iter().chain(args).map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_tree_is_sound() {
        tree(None, Grown::Whole, 80).debug_assert();
    }

    #[test]
    fn all_options_are_named() {
        let tree = tree(None, Grown::Whole, 80);
        let commands = std::iter::once(&tree).chain(tree.get_subcommands());
        let longs: BTreeSet<&str> =
            commands.flat_map(Command::get_arguments).filter_map(Arg::get_long).collect();
        assert_eq!(longs.into_iter().collect::<Vec<_>>(), NAMES);
    }

    /// What was said: the command, and each option and flag with its values.
    fn said(matches: &ArgMatches) -> Vec<String> {
        let values = |matches: &ArgMatches| {
            let ids = matches.ids().map(|id| {
                let (id, source) = (id.as_str(), matches.value_source(id.as_str()));
                format!("{id} {source:?} {:?}", matches.get_raw(id).map(Iterator::collect::<Vec<_>>))
            });
            ids.collect::<BTreeSet<_>>()
        };
        let mut said: Vec<String> = values(matches).into_iter().collect();
        if let Some((name, matches)) = matches.subcommand() {
            said.push(name.to_owned());
            said.extend(values(matches));
        }
        said
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_right_for_a_part_of_the_tree_is_right_for_all_of_it(
            command in prop::sample::select(vec!["suggest", "ask", "card", "why", "check", "test", "batch", ""]),
            words in prop::collection::vec(prop::sample::select(vec![
                "--went-well", "--went-well=no", "--went", "--went=well", "--level", "mid", "--level=senior", "-V",
                "--strict", "--all", "--top=3", "-n2", "-n", "3", "--format", "json", "--set", "level=mid", "--lang=de", "-q",
                "--rules", "suggest", "why", "--days-since-interview", "-1", "--days-since-interview=2", "--", "ask-for-card", "--confidence=high",
                "--salary-topic", "--no-such-flag", "--help", "-h", "help", "-o", "card.html", "--coverage", "--wen", "--lev=mid", "",
            ]), 0..6),
        ) {
            static RULES: LazyLock<RuleSet> = LazyLock::new(crate::packs::shipped);
            let flags = FactFlags::new(&RULES, Language::English);
            let args: Vec<OsString> = ["closer", command].into_iter().filter(|word| !word.is_empty()).chain(words).map(OsString::from).collect();
            let look = FirstLook::at(&args);
            let parse = |grown| tree(Some((&flags, &look.take_facts)), grown, 80).try_get_matches_from(&args);
            if let Ok(part) = parse(Grown::Named(&args)) {
                let whole = parse(Grown::Whole);
                prop_assert_eq!(whole.map(|whole| said(&whole)).map_err(|error| error.to_string()), Ok(said(&part)));
            }
        }
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
