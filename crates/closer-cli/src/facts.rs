//! What is known of one interview: the facts of a pack as flags, as `FACT=VALUE`, and from files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use closer_core::model::{Allowed, Fact, FactId, Kind, Test, Wanted};
use closer_core::{Context, Diagnostic, RuleSet};

use crate::command::NAMES;
use crate::failure::Failure;
use crate::language::Language;
use crate::words::{clean, put, quoted};

/// The heading over all that a candidate can tell.
const HEADING: &str = "What you know (all optional)";

/// What may be said of a fact that is true or not, and of a short flag.
const ANSWERS: &[&str] = &["yes", "no", "unknown"];
const SHORT_ANSWERS: &[&str] = &["yes", "no"];

/// The flags that a pack's facts become.
#[derive(Debug)]
pub(crate) struct FactFlags<'a> {
    rules: &'a RuleSet,
    language: Language,
    flags: Vec<FactFlag>,
    /// The questions of the facts that have no flag.
    by_name_alone: Vec<String>,
    /// The facts that have no flag, and the short flags that are left out, because the program has an option of that name.
    hidden: Vec<Hidden>,
}

/// A fact whose own flag, or one of whose short flags, has the name of an option of the program.
#[derive(Debug)]
pub(crate) struct Hidden {
    pub(crate) fact: FactId,
    /// The name on the command line, without hyphens.
    pub(crate) long: String,
    /// It is the fact's own flag, not a short one.
    pub(crate) own: bool,
}

/// One flag.
#[derive(Debug)]
struct FactFlag {
    /// Its name on the command line, without hyphens.
    long: String,
    fact: FactId,
    /// What it says of the fact when it takes no value but yes and no; `None` for the fact's own flag.
    short_for: Option<Test>,
}

impl<'a> FactFlags<'a> {
    /// The flags for the facts of `rules`. The names of the program's options are its own: those facts are left to `--set`.
    pub(crate) fn new(rules: &'a RuleSet, language: Language) -> Self {
        let mut taken: BTreeSet<Cow<'_, str>> = NAMES.iter().map(|name| Cow::Borrowed(*name)).collect();
        let facts = in_order_of_the_pack(rules);
        let (mut flags, mut by_name_alone, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        for fact in &facts {
            let long = fact.name.replace('_', "-");
            if taken.insert(long.clone().into()) {
                flags.push(FactFlag { long, fact: fact.id, short_for: None });
            } else {
                hidden.push(Hidden { fact: fact.id, long, own: true });
                by_name_alone.push(
                    language.fill("{} Tell it with --set {}=VALUE.", &[&clean(&fact.question), &fact.name]),
                );
            }
        }
        for fact in &facts {
            for flag in &fact.flags {
                if taken.insert(Cow::Borrowed(&*flag.name)) {
                    let test = Some(flag.test.clone());
                    flags.push(FactFlag { long: flag.name.to_string(), fact: fact.id, short_for: test });
                } else {
                    hidden.push(Hidden { fact: fact.id, long: flag.name.to_string(), own: false });
                }
            }
        }
        Self { rules, language, flags, by_name_alone, hidden }
    }

    /// The language of the pack, and so of the answer.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// What can be told only by name, and how.
    pub(crate) fn by_name_alone(&self) -> &[String] {
        &self.by_name_alone
    }

    /// What has the name of an option of the program.
    pub(crate) fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// Gives a command those of these flags that are wanted. Two of one fact exclude each other.
    pub(crate) fn extend(&self, mut command: Command, wanted: impl Fn(&str) -> bool) -> Command {
        let some_come_first = self.rules.vocabulary().facts().iter().any(|fact| fact.ask_first);
        for flags in self.by_fact(wanted) {
            for flag in &flags {
                let Some(fact) = self.rules.vocabulary().get(flag.fact) else { continue };
                let same = flags.iter().filter(|other| other.long != flag.long);
                let rivals: Vec<String> = same.map(|other| id(&other.long)).collect();
                let arg = self.arg(flag, fact).hide_short_help(some_come_first && !fact.ask_first);
                command =
                    command.arg(arg.help_heading(self.language.say(HEADING)).conflicts_with_all(rivals));
            }
        }
        command
    }

    fn arg(&self, flag: &FactFlag, fact: &Fact) -> Arg {
        let Some(test) = &flag.short_for else { return fact_arg(fact, &flag.long, self.language) };
        let means = clean(&fact.phrase(&test.allowed));
        yes_or_no(&flag.long, SHORT_ANSWERS).help(self.language.fill("Say that {}", &[&means]))
    }

    /// The wanted flags of one fact together, as they stand in the help: its own flag, then its short ones. Facts without a flag of their own come last.
    fn by_fact(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Vec<&FactFlag>> {
        let mut of_fact: BTreeMap<FactId, (usize, Vec<&FactFlag>)> = BTreeMap::new();
        for (at, flag) in self.flags.iter().enumerate() {
            // All own flags stand before all short ones.
            let (_, flags) = of_fact.entry(flag.fact).or_insert((at, Vec::new()));
            if wanted(&flag.long) {
                flags.push(flag);
            }
        }
        let mut in_order: Vec<_> = of_fact.into_values().collect();
        in_order.sort_by_key(|(first, _)| *first);
        in_order.into_iter().map(|(_, flags)| flags)
    }

    /// How to tell a fact on the command line, with its values: `--level entry|mid|senior`.
    pub(crate) fn spelled(&self, fact: &Fact, values: &str) -> String {
        match self.flags.iter().find(|flag| flag.fact == fact.id && flag.short_for.is_none()) {
            // A minus would be taken for the beginning of another flag.
            Some(flag) if fact.kind == Kind::Bool || values.starts_with('-') => {
                format!("--{}={values}", flag.long)
            }
            Some(flag) => format!("--{} {values}", flag.long),
            None => format!("--set {}={values}", fact.name),
        }
    }

    /// Whether this is a flag that is answered with an equals sign and such a word: `--went-well=no`.
    pub(crate) fn answers_with(&self, typed: &str, word: &str) -> bool {
        let Some(long) = typed.strip_prefix("--") else { return false };
        let Some(flag) = self.flags.iter().find(|flag| flag.long == long) else { return false };
        let fact = self.rules.vocabulary().get(flag.fact);
        let answers = match (&flag.short_for, fact.map(|fact| &fact.kind)) {
            (Some(_), _) => SHORT_ANSWERS,
            (None, Some(Kind::Bool)) => ANSWERS,
            _ => &[],
        };
        answers.contains(&word) || (!answers.is_empty() && ["true", "false"].contains(&word))
    }

    /// How to tell a whole context on the command line: `--went-well --level mid`.
    pub(crate) fn command_line(&self, rules: &RuleSet, context: &Context) -> String {
        let mut line = String::new();
        for fact in in_order_of_the_pack(rules) {
            let Some(said) = context.said(fact.id) else { continue };
            let short = self.flags.iter().find(|flag| {
                flag.fact == fact.id && flag.short_for.as_ref().is_some_and(|it| it.allowed == *said)
            });
            let spelled = match short {
                Some(flag) => format!("--{}", flag.long),
                None => self.spelled(fact, &quoted(&typed(said, fact))),
            };
            put(&mut line, format_args!(" {spelled}"));
        }
        line
    }

    /// What the flags say.
    fn told(&self, rules: &RuleSet, matches: &ArgMatches, told: &mut Told) -> Result<(), Failure> {
        for flag in &self.flags {
            let Ok(Some(value)) = matches.try_get_one::<String>(&id(&flag.long)) else { continue };
            let Some(fact) = rules.vocabulary().get(flag.fact) else { continue };
            let test = match (&flag.short_for, value.as_str()) {
                (Some(test), "no") => opposite(test, fact),
                (Some(test), _) => test.clone(),
                (None, value) => read_test(rules, fact, value).map_err(|found| {
                    not_a_value(&found, &format!("--{}", flag.long), Some((fact, value)), self.language)
                })?,
            };
            if test.allowed.is_empty() {
                return Err(Failure::plain(
                    self.language.fill("`--{}={}` leaves nothing that could be true", &[&flag.long, value]),
                ));
            }
            told.insert(flag.fact, test);
        }
        Ok(())
    }
}

/// What was told of each fact.
type Told = BTreeMap<FactId, Test>;

/// All that is known: what flags say goes before what `--set` says, and that before the file.
pub(crate) fn gather(
    rules: &RuleSet,
    flags: &FactFlags,
    matches: &ArgMatches,
    mut context: Context,
) -> Result<Context, Failure> {
    let mut told = Told::new();
    let sets = matches.get_many::<String>("set").into_iter().flatten();
    let mut set_by: BTreeMap<FactId, &str> = BTreeMap::new();
    for set in sets {
        let (fact, test) = read_set(rules, set, flags.language)?;
        if let Some(before) = set_by.insert(fact, set) {
            return Err(Failure::plain(
                flags
                    .language
                    .fill("`--set {}` and `--set {}` speak of the same fact", &[&clean(before), &clean(set)]),
            ));
        }
        told.insert(fact, test);
    }
    flags.told(rules, matches, &mut told)?;
    for test in told.values() {
        context.say(rules.vocabulary(), test);
    }
    Ok(context)
}

fn read_set(rules: &RuleSet, set: &str, language: Language) -> Result<(FactId, Test), Failure> {
    let Some((name, value)) = set.split_once('=') else {
        return Err(Failure::with_tip(
            language.fill("`--set {}` does not say what the fact is", &[&clean(set)]),
            language.say("write it as FACT=VALUE, for example `--set level=mid`"),
        ));
    };
    // A fact's flag is written with hyphens, so its name may be, too.
    let names = [name.to_owned(), name.replace('-', "_")];
    let fact = names.iter().find_map(|name| rules.vocabulary().find(name));
    let Some(fact) = fact else {
        return Err(no_fact(rules, name, value, language));
    };
    let test = read_test(rules, fact, value).map_err(|found| {
        not_a_value(&found, &format!("--set {}", fact.name), Some((fact, value)), language)
    })?;
    Ok((fact.id, test))
}

/// A value as it is typed; `in-person` is understood as `in_person`, as flags are spelled so.
fn read_test(rules: &RuleSet, fact: &Fact, typed: &str) -> Result<Test, Box<Diagnostic>> {
    rules.test(&fact.name, &respelled(fact, typed))
}

fn respelled(fact: &Fact, typed: &str) -> String {
    let is_value = |word: &str| (0..fact.size()).any(|position| fact.value(position) == Some(word));
    let respell = |word: &str| match (&fact.kind, word) {
        (Kind::Enum { .. }, word) if !is_value(word) => {
            let other = [word.replace('-', "_"), word.replace('_', "-")].into_iter().find(|it| is_value(it));
            other.unwrap_or_else(|| word.to_owned())
        }
        (_, word) => word.to_owned(),
    };
    let (mut written, mut word) = (String::new(), String::new());
    for char in typed.chars() {
        if char.is_alphanumeric() || matches!(char, '-' | '_') {
            word.push(char);
        } else {
            written.push_str(&respell(&std::mem::take(&mut word)));
            written.push(char);
        }
    }
    written.push_str(&respell(&word));
    written
}

/// Nothing of this name can be told.
fn no_fact(rules: &RuleSet, name: &str, value: &str, language: Language) -> Failure {
    let found = rules.test(name, value).err();
    if let (Some(found), Language::English) = (&found, language) {
        return not_a_value(found, "--set", None, language);
    }
    let tip = found.as_deref().and_then(meant).map_or_else(
        || language.say("see what is possible with --help").to_owned(),
        |meant| language.fill("did you mean `{}`?", &[meant]),
    );
    Failure::with_tip(language.fill("there is no fact `{}`", &[&clean(name)]), tip)
}

fn not_a_value(found: &Diagnostic, place: &str, told: Option<(&Fact, &str)>, language: Language) -> Failure {
    if let (Some((fact, value)), true) = (told, language != Language::English) {
        let message = match clean(value) {
            nothing if nothing.is_empty() => language.fill("`{}` needs a value", &[place]),
            value => language.fill("`{}` cannot be `{}`", &[place, &value]),
        };
        let values = || {
            if let Kind::Int { low, high, .. } = &fact.kind {
                return language.fill("{} to {}", &[&low.to_string(), &high.to_string()]);
            }
            let values = (0..fact.size()).filter_map(|at| fact.value(at));
            values.map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
        };
        let tip = meant(found).map_or_else(
            || language.fill("possible: {}", &[&values()]),
            |meant| language.fill("did you mean `{}`?", &[meant]),
        );
        return Failure::with_tip(message, tip);
    }
    let message = format!("{}: {}", place, clean(&found.message));
    match &found.help {
        Some(help) => Failure::with_tip(message, clean(help)),
        None => Failure::plain(message),
    }
}

/// What is known of a fact, as one would type it.
fn typed(said: &Allowed, fact: &Fact) -> String {
    match fact.kind {
        Kind::Int { .. } => spelled(&Wanted::shortest(said, fact)),
        _ if said.positions(fact) == fact.all() => {
            let values: Vec<&str> = (0..fact.size()).filter_map(|at| fact.value(at)).collect();
            // Where that is one of the values, the word means this one.
            if values.contains(&"unknown") { values.join(",") } else { "unknown".to_owned() }
        }
        _ => spelled(&Wanted::shortest(said, fact)),
    }
}

/// A value as one would type it.
pub(crate) fn spelled(value: &Wanted) -> String {
    match value {
        Wanted::Bool(true) => "yes".to_owned(),
        Wanted::Bool(false) => "no".to_owned(),
        Wanted::Value(value) => value.to_string(),
        Wanted::Number(number) => number.to_string(),
        Wanted::OneOf(values) => values.iter().map(spelled).collect::<Vec<_>>().join(","),
        Wanted::Bounds { at_least: Some(low), at_most: Some(high) } => {
            format!("{}..{}", spelled(low), spelled(high))
        }
        Wanted::Bounds { at_least: Some(low), at_most: None } => format!(">={}", spelled(low)),
        Wanted::Bounds { at_least: None, at_most: Some(high) } => format!("<={}", spelled(high)),
        Wanted::Bounds { at_least: None, at_most: None } => "unknown".to_owned(),
    }
}

/// The word that was probably meant, if the complaint has a guess.
fn meant(found: &Diagnostic) -> Option<&str> {
    found.help.as_deref()?.strip_prefix("did you mean `")?.split('`').next()
}

fn opposite(test: &Test, fact: &Fact) -> Test {
    let mut opposite = test.clone();
    opposite.allowed = test.allowed.complement(fact);
    opposite
}

/// As the pack declares them: its author has put together what belongs together.
fn in_order_of_the_pack(rules: &RuleSet) -> Vec<&Fact> {
    let mut facts: Vec<&Fact> = rules.vocabulary().facts().iter().collect();
    facts.sort_by_key(|fact| fact.origin);
    facts
}

fn fact_arg(fact: &Fact, long: &str, language: Language) -> Arg {
    let question = clean(&fact.question);
    match &fact.kind {
        Kind::Bool => yes_or_no(long, ANSWERS).help(question),
        Kind::Enum { values, .. } => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            Arg::new(id(long))
                .long(long.to_owned())
                .value_name("VALUE")
                .help(format!("{question} [{}]", meanings(fact, &values, language)))
                .hide_possible_values(true)
                .value_parser(Hinted { values })
        }
        Kind::Int { low, high, .. } => Arg::new(id(long))
            .long(long.to_owned())
            .value_name("N")
            .help(language.fill("{} [{} to {}]", &[&question, &low.to_string(), &high.to_string()]))
            .allow_negative_numbers(*low < 0)
            .value_parser(StringValueParser::new()),
    }
}

/// The values of a fact, which are English words, and what they mean in another language.
fn meanings(fact: &Fact, values: &[String], language: Language) -> String {
    if language == Language::English {
        return values.join(", ");
    }
    let meaning = |(position, value): (u8, &String)| match clean(fact.title(position)) {
        title if title == *value => title,
        title => format!("{value}: {title}"),
    };
    (0..).zip(values).map(meaning).collect::<Vec<_>>().join("; ")
}

fn yes_or_no(long: &str, answers: &'static [&'static str]) -> Arg {
    let answer = |answer: &&'static str| {
        let value = PossibleValue::new(*answer);
        match *answer {
            "yes" => value.alias("true"),
            "no" => value.alias("false"),
            _ => value,
        }
    };
    let parser =
        PossibleValuesParser::new(answers.iter().map(answer).collect::<Vec<_>>()).map(|answer| match answer
            .as_str()
        {
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            _ => answer,
        });
    Arg::new(id(long))
        .long(long.to_owned())
        .action(ArgAction::Set)
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("yes")
        .value_name(answers.join("|"))
        .hide_possible_values(true)
        .value_parser(parser)
}

/// The flags of facts live in a corner of their own, so that they never meet the program's own options.
fn id(long: &str) -> String {
    format!("fact:{long}")
}

/// Shows the values of a fact, and takes any text: a list or a bound is told apart from a mistake only with the pack at hand.
#[derive(Debug, Clone)]
struct Hinted {
    values: Vec<String>,
}

impl TypedValueParser for Hinted {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.values.iter().map(PossibleValue::new)))
    }
}
