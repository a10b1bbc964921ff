//! Why the program could not do what it was asked: always something to read, never a panic.

use closer_core::Diagnostic;

use crate::language::Language;
use crate::packs::File;
use crate::safe::clean;

/// What stands between a request and its answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Said by the argument parser; `--help` and `--version` travel the same way.
    Arguments(Box<clap::Error>),
    /// One thing is wrong, and one line says so.
    Plain(Plain),
    /// Mistakes in files that were read.
    Mistakes {
        /// What is wrong.
        found: Vec<Diagnostic>,
        /// The files that the places point into.
        files: Vec<File>,
    },
}

/// One complaint without a place in a file.
#[derive(Debug)]
pub(crate) struct Plain {
    /// What is wrong: lower case, no full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) tip: Option<String>,
    /// The language of both.
    pub(crate) language: Language,
}

impl Failure {
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self::Plain(Plain { message: message.into(), tip: None, language: Language::English })
    }

    pub(crate) fn with_tip(message: impl Into<String>, tip: impl Into<String>) -> Self {
        let (message, tip) = (message.into(), Some(tip.into()));
        Self::Plain(Plain { message, tip, language: Language::English })
    }

    /// A complaint that was made in a language.
    pub(crate) fn told_in(language: Language, message: impl Into<String>, tip: impl Into<String>) -> Self {
        Self::with_tip(message, tip).said_in(language)
    }

    /// The same complaint, with the files that were saved before something went wrong, and what was done in them.
    pub(crate) fn after(self, done: &str, saved: &[impl AsRef<str>]) -> Self {
        match self {
            Self::Plain(mut plain) if !saved.is_empty() => {
                let saved: Vec<&str> = saved.iter().map(AsRef::as_ref).collect();
                let before = format!("already {done} and saved: {}", saved.join(", "));
                plain.tip = Some(plain.tip.map_or(before.clone(), |tip| format!("{tip}; {before}")));
                Self::Plain(plain)
            }
            failure => failure,
        }
    }

    /// The same complaint, which was made in this language. What files and the argument parser are to blame for stays in English.
    pub(crate) fn said_in(self, language: Language) -> Self {
        match self {
            Self::Plain(plain) => Self::Plain(Plain { language, ..plain }),
            other => other,
        }
    }
}

/// Why the system did not do something, without the number that it has there.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let reason = error.to_string();
    clean(reason.split(" (os error").next().unwrap_or_default())
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Arguments(Box::new(error))
    }
}
