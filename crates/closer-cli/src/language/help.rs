//! What the argument parser says, in other languages.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::{Language, german};
use crate::commands;
use crate::failure::Failure;

/// The tree of commands with its help in another language. What is there for the authors of rules stays in English, as their
/// answers are; only the list of commands names them all.
pub(crate) fn localise(mut tree: Command, language: Language) -> Command {
    if language == Language::English {
        return tree;
    }
    // Once it is built, each command has options of its own, and the parser has added the command `help`.
    tree.build();
    let tree = tree.mut_subcommands(|command| match command.get_name() {
        name if commands::TAKE_FACTS.contains(&name) => speak(command, language),
        "help" => command.about(language.say("Print this message or the help of the given subcommand(s)")),
        _ => announce(command, language),
    });
    speak(tree, language)
}

/// A command that speaks the language.
fn speak(command: Command, language: Language) -> Command {
    let said = |text: &StyledStr| language.find(&text.to_string());
    let styles = command.get_styles().clone();
    let (heading, bare) = (styles.get_usage(), styles.get_placeholder());
    let placeholder = |name: &str| format!("{bare}[{name}]{bare:#}");
    let long = command.get_after_long_help().map(|text| {
        // Notes of the pack stand below the program's own.
        let text = text.to_string();
        let own = german::sentences().filter(|own| text.starts_with(own)).max_by_key(|own| own.len());
        own.map_or_else(|| text.clone(), |own| text.replacen(own, language.say(own), 1))
    });
    let mut command = command.mut_args(|arg| speak_arg(arg, language));
    let usage = command.render_usage().ansi().to_string();
    let usage = usage.strip_prefix(&format!("{heading}Usage:{heading:#} ")).unwrap_or(&usage);
    let usage = ["OPTIONS", "COMMAND"].into_iter().fold(usage.to_owned(), |usage, name| {
        usage.replace(&placeholder(name), &placeholder(language.find(name).unwrap_or(name)))
    });
    let mut command = command
        .override_usage(usage)
        .subcommand_help_heading(language.say("Commands"))
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{heading}{}{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}",
            language.say("Usage:")
        ));
    if let Some(about) = command.get_about().and_then(said) {
        command = command.about(about);
    }
    if let Some(after) = command.get_after_help().and_then(said) {
        command = command.after_help(after);
    }
    match long {
        Some(long) => command.after_long_help(long),
        None => command,
    }
}

/// A command that only the list of commands speaks of in the language.
fn announce(command: Command, language: Language) -> Command {
    let own = command.get_about().cloned().unwrap_or_default();
    let Some(about) = language.find(&own.to_string()) else { return command };
    let template = format!("{own}\n\n{{usage-heading}} {{usage}}\n\n{{all-args}}{{after-help}}");
    command.about(about).help_template(template)
}

fn speak_arg(mut arg: Arg, language: Language) -> Arg {
    if let Some(help) = arg.get_help().and_then(|help| language.find(&help.to_string())) {
        let shown = arg.get_action().takes_values() && !arg.is_hide_default_value_set();
        let default = arg.get_default_values().first().filter(|_| shown);
        arg = match default.map(|value| value.to_string_lossy().into_owned()) {
            Some(default) => {
                arg.help(language.fill("{} [default: {}]", &[help, &default])).hide_default_value(true)
            }
            None => arg.help(help),
        };
    }
    let name = arg.get_value_names().and_then(|names| names.first()).and_then(|name| language.find(name));
    if let Some(name) = name {
        arg = arg.value_name(name);
    }
    match arg.get_help_heading().and_then(|heading| language.find(heading)) {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    }
}

/// What the argument parser complains of.
pub(crate) fn complain(error: clap::Error, language: Language) -> Failure {
    if language == Language::English || !error.use_stderr() {
        return error.into();
    }
    let arg = named(&error, ContextKind::InvalidArg)
        .or_else(|| named(&error, ContextKind::InvalidSubcommand))
        .unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            language.fill("`{}` is not known here", &[&arg])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match text(&error, ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
                Some(value) => language.fill("`{}` cannot be `{}`", &[&arg, &value]),
                None => language.fill("`{}` needs a value", &[&arg]),
            }
        }
        ErrorKind::ArgumentConflict => match named(&error, ContextKind::PriorArg).unwrap_or_default() {
            same if same == arg => language.fill("`{}` can be given only once", &[&arg]),
            other => language.fill("`{}` and `{}` cannot be used together", &[&arg, &other]),
        },
        ErrorKind::MissingRequiredArgument => language.fill("`{}` is missing", &[&arg]),
        ErrorKind::TooManyValues => language.fill("`{}` takes no value", &[&arg]),
        _ => return error.into(),
    };
    Failure::with_tip(message, way_out(&error, language))
}

/// What to do about it: what was meant, what is possible, or where to look.
fn way_out(error: &clap::Error, language: Language) -> String {
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(|kind| text(error, kind)) {
        return language.fill("did you mean `{}`?", &[&near]);
    }
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue)
        && !values.is_empty()
    {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return language.fill("possible: {}", &[&values.join(", ")]);
    }
    // What a parser of values says is a way out itself.
    let reason = std::error::Error::source(error).and_then(|source| language.find(&source.to_string()));
    reason.unwrap_or_else(|| language.say("see what is possible with --help")).to_owned()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    }
}

/// A flag without the value that is shown with it.
fn named(error: &clap::Error, kind: ContextKind) -> Option<String> {
    text(error, kind).map(|it| it.split([' ', '=', '[']).next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{self, Grown};

    fn german() -> Command {
        localise(command::tree(None, Grown::Whole, 80), Language::German)
    }

    fn find(tree: &Command, name: &str) -> Command {
        tree.find_subcommand(name).unwrap().clone()
    }

    /// Whatever comes to be said to candidates has to be said in German, too.
    #[test]
    fn all_that_candidates_can_type_is_explained_in_german() {
        let mut english = command::tree(None, Grown::Whole, 80);
        english.build();
        let known = |text: &StyledStr| {
            let text = text.to_string();
            assert!(Language::German.find(&text).is_some(), "no German for {text:?}");
        };
        let candidates = commands::TAKE_FACTS.iter().map(|name| find(&english, name));
        for command in candidates.chain([english.clone()]) {
            command.get_about().into_iter().chain(command.get_after_help()).for_each(known);
            command.get_arguments().filter_map(Arg::get_help).for_each(known);
        }
        english.get_subcommands().filter_map(Command::get_about).for_each(known);
        let tree = german();
        for name in commands::TAKE_FACTS {
            let long = |tree: &Command| find(tree, name).get_after_long_help().map(ToString::to_string);
            assert!(long(&english).is_none() || long(&tree) != long(&english), "{name}");
        }
    }

    #[test]
    fn help_keeps_the_shape_that_it_has_in_english() {
        let help = german().render_help().to_string();
        assert!(help.contains("\nAufruf: closer [OPTIONEN] [BEFEHL]\n\nBefehle:\n"), "{help}");
        let help = find(&german(), "suggest").render_long_help().to_string();
        assert!(help.contains("\nAufruf: closer suggest [OPTIONEN]\n"), "{help}");
        assert!(help.contains("--top <N>") && help.contains("[Vorgabe: 5]"), "{help}");
    }

    #[test]
    fn tools_for_authors_explain_themselves_in_one_language() {
        let mut english = command::tree(None, Grown::Whole, 80);
        english.build();
        let tree = german();
        for command in english.get_subcommands() {
            let name = command.get_name();
            if name != "help" && !commands::TAKE_FACTS.contains(&name) {
                let (mut english, mut german) = (command.clone(), find(&tree, name));
                assert_eq!(german.render_help().to_string(), english.render_help().to_string());
                assert_eq!(german.render_long_help().to_string(), english.render_long_help().to_string());
            }
        }
    }
}
