//! The rule packs that ship with `closer`, as text.
//!
//! This crate holds data only, so that the packs travel with the programs that use them. What the text means is the business of
//! `closer-core`; how to write such a pack is described in the project's `docs/rule-format.md`.

/// A file of a pack: its name and its text.
pub type File = (&'static str, &'static str);

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$((concat!($folder, "/", $name), include_str!(concat!("../", $folder, "/", $name)))),+]
    };
}

/// How to close a job interview: the facts, then the actions and rules of each moment.
pub const CLOSING: &[File] = files!("closing":
    "pack.toml",
    "facts.toml",
    "preparing.toml",
    "questions.toml",
    "closing.toml",
    "parting.toml",
    "way_out.toml",
    "after_minutes.toml",
    "same_day.toml",
    "next_day.toml",
    "days_after.toml",
);

/// The tests of [`CLOSING`].
pub const CLOSING_TESTS: &[File] = files!("closing":
    "preparing.test.toml",
    "questions.test.toml",
    "closing.test.toml",
    "parting.test.toml",
    "way_out.test.toml",
    "after_minutes.test.toml",
    "same_day.test.toml",
    "next_day.test.toml",
    "days_after.test.toml",
);

/// [`CLOSING`] in other languages: the language, and its files.
pub const CLOSING_LANGUAGES: &[(&str, &[File])] = &[("de", CLOSING_IN_GERMAN)];

const CLOSING_IN_GERMAN: &[File] = files!("closing":
    "pack.de.lang.toml",
    "facts.de.lang.toml",
    "preparing.de.lang.toml",
    "questions.de.lang.toml",
    "closing.de.lang.toml",
    "parting.de.lang.toml",
    "way_out.de.lang.toml",
    "after_minutes.de.lang.toml",
    "same_day.de.lang.toml",
    "next_day.de.lang.toml",
    "days_after.de.lang.toml",
);

/// Every row of advice in the sources, and why some are carried by no rule.
pub const CATALOGUE: &str = include_str!("../catalogue.toml");
