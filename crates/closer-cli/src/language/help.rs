//! What the argument parser says, in other languages.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::{Language, german};
use crate::failure::Failure;

/// The tree of commands with its help in another language.
pub(crate) fn localise(tree: Command, language: Language) -> Command {
    if language == Language::English {
        return tree;
    }
    let about = tree.get_about().and_then(said);
    let after = tree.get_after_help().and_then(said);
    let long = tree.get_after_long_help().map(|text| {
        // Notes of the pack stand below the program's own.
        let text = text.to_string();
        let own = german::sentences().filter(|own| text.starts_with(own)).max_by_key(|own| own.len());
        own.map_or_else(|| text.clone(), |own| text.replacen(own, language.say(own), 1))
    });
    let mut tree = tree
        .mut_args(|arg| localise_arg(arg, language))
        .mut_subcommands(|command| localise(command, language))
        .subcommand_help_heading(language.say("Commands"))
        .help_template("{before-help}{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}");
    if let Some(about) = about {
        tree = tree.about(about);
    }
    if let Some(after) = after {
        tree = tree.after_help(after);
    }
    match long {
        Some(long) => tree.after_long_help(long),
        None => tree,
    }
}

fn localise_arg(mut arg: Arg, language: Language) -> Arg {
    if let Some(help) = arg.get_help().and_then(said) {
        let takes_value = arg.get_action().takes_values();
        let default =
            arg.get_default_values().first().filter(|_| takes_value && !arg.is_hide_default_value_set());
        if let Some(default) = default.map(|value| value.to_string_lossy().into_owned()) {
            return localise_heading(
                arg.help(format!("{help} [sonst {default}]")).hide_default_value(true),
                language,
            );
        }
        arg = arg.help(help);
    }
    localise_heading(arg, language)
}

fn localise_heading(arg: Arg, language: Language) -> Arg {
    match arg.get_help_heading() {
        Some("Options") => arg.help_heading(language.say("Options")),
        _ => arg,
    }
}

fn said(text: &clap::builder::StyledStr) -> Option<&'static str> {
    german::find(&text.to_string())
}

/// What the argument parser complains of.
pub(crate) fn complain(error: clap::Error, language: Language) -> Failure {
    if language == Language::English || !error.use_stderr() {
        return error.into();
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    // A flag with its value: the flag alone.
    let named = |kind| text(kind).map(|it| it.split([' ', '=', '[']).next().unwrap_or_default().to_owned());
    let arg =
        named(ContextKind::InvalidArg).or_else(|| named(ContextKind::InvalidSubcommand)).unwrap_or_default();
    let tip = || {
        let near = text(ContextKind::SuggestedArg).or_else(|| text(ContextKind::SuggestedSubcommand));
        near.map_or_else(
            || language.say("see what you can tell with --help").to_owned(),
            |near| language.fill("did you mean `{}`?", &[&near]),
        )
    };
    match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            Failure::with_tip(language.fill("`{}` is not known here", &[&arg]), tip())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue).unwrap_or_default();
            Failure::with_tip(language.fill("`{}` cannot be `{}`", &[&arg, &value]), tip())
        }
        ErrorKind::ArgumentConflict => {
            let other = named(ContextKind::PriorArg).unwrap_or_default();
            Failure::with_tip(language.fill("`{}` and `{}` cannot be used together", &[&arg, &other]), tip())
        }
        _ => error.into(),
    }
}
