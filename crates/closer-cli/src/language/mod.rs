//! In which language the program speaks: chosen once, then asked for every sentence.
//!
//! Sentences are written in English where they are used; other languages are tables from those sentences to their own.

mod german;
mod help;

use std::ffi::OsString;

use closer_core::RuleSet;

pub(crate) use help::{complain, localise};

use crate::failure::Failure;
use crate::packs;
use crate::words;

/// A language the program itself speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

impl Language {
    fn of(tag: &str) -> Self {
        if tag == "de" { Self::German } else { Self::English }
    }

    /// A sentence of the program in this language.
    pub(crate) fn say(self, english: &'static str) -> &'static str {
        self.find(english).unwrap_or(english)
    }

    /// What stands for a sentence in this language, if it is one of the program's own and this is not the language it is written in.
    pub(crate) fn find(self, english: &str) -> Option<&'static str> {
        match self {
            Self::English => None,
            Self::German => german::find(english),
        }
    }

    /// A sentence with its places filled.
    pub(crate) fn fill(self, english: &'static str, values: &[&str]) -> String {
        let mut rest = self.say(english).split("{}");
        let mut filled = rest.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in rest {
            filled.push_str(values.next().copied().unwrap_or_default());
            filled.push_str(part);
        }
        filled
    }

    /// A number with the right form of its noun.
    pub(crate) fn count(self, number: usize, one: &'static str, many: &'static str) -> String {
        words::count(number, self.say(one), self.say(many))
    }

    /// "a, b, and c".
    pub(crate) fn list(self, parts: &[String]) -> String {
        match (self, parts) {
            (Self::English, parts) => words::list(parts),
            (Self::German, [rest @ .., last]) if !rest.is_empty() => {
                format!("{} und {last}", rest.join(", "))
            }
            (Self::German, parts) => parts.concat(),
        }
    }

    /// A line in the quotation marks of speech, unless it brings its own.
    pub(crate) fn spoken(self, line: &str) -> String {
        match self {
            Self::English => words::spoken(line),
            Self::German
                if line.starts_with('„') && line.ends_with('“') && line.matches('„').count() == 1 =>
            {
                line.to_owned()
            }
            Self::German => format!("„{line}“"),
        }
    }

    /// What sources differ about, opened by saying that they do, unless it says so itself.
    pub(crate) fn difference(self, note: &str) -> String {
        let begins = |word: &str| note.to_lowercase().starts_with(word);
        match self {
            Self::English if begins("sources") => note.to_owned(),
            Self::English => words::joined("Sources differ", note),
            Self::German if begins("die quellen") => note.to_owned(),
            Self::German => format!("Die Quellen sind sich nicht einig: {note}"),
        }
    }
}

/// The language that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Its name in small letters, without what a locale says beside it: `de-ch`.
    tag: String,
    /// Somebody asked for it by name, so that doing without is a failure.
    asked: bool,
}

/// The variable of the environment that names a language.
const VARIABLE: &str = "CLOSER_LANG";

impl Wanted {
    /// What `--lang` says, else `CLOSER_LANG`, else the locale, else English.
    pub(crate) fn new(option: Option<&str>, environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let variable = |name: &str| {
            let value = environment(name)?.to_string_lossy().into_owned();
            (!value.is_empty()).then_some(value)
        };
        if let Some(tag) = option.map(str::to_owned).or_else(|| variable(VARIABLE)) {
            return Self { tag: bare(&tag), asked: true };
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).unwrap_or_default();
        Self { tag: bare(&locale), asked: false }
    }

    /// What the program speaks where no pack is in use.
    pub(crate) fn language(&self) -> Language {
        Language::of(self.short())
    }

    /// Its name without the region: `de`.
    fn short(&self) -> &str {
        self.tag.split('-').next().unwrap_or_default()
    }

    /// The pack in this language, and the language that the program then speaks: the pack's own where it has no translation.
    pub(crate) fn translate(
        &self,
        rules: RuleSet,
        paths: &[OsString],
    ) -> Result<(RuleSet, Language), Failure> {
        let short = self.short();
        let files = if short.is_empty() {
            Vec::new()
        } else {
            packs::language_files(paths, &|tag| {
                let tag = bare(tag);
                if tag == self.tag {
                    Fit::Whole
                } else if tag == short {
                    Fit::Short
                } else {
                    Fit::None
                }
            })?
        };
        if files.is_empty() {
            // Most packs are English, and without a translation that is what they stay.
            let english = matches!(short, "" | "en" | "c" | "posix");
            return if self.asked && !english {
                Err(self.unknown(paths))
            } else {
                Ok((rules, Language::English))
            };
        }
        let files = files.into_iter().map(|file| (file.name, file.text));
        let translation = rules.translate(files).map_err(packs::mistakes)?;
        Ok((translation.rules, self.language()))
    }

    fn unknown(&self, paths: &[OsString]) -> Failure {
        let known = packs::languages(paths);
        let tag = words::clean(self.short());
        Failure::with_tip(
            format!("these rules are not translated into `{tag}`"),
            match known.as_slice() {
                [] => format!(
                    "leave `--lang` out, or put a language file that ends in `.{tag}.lang.toml` beside the rules"
                ),
                known => format!("they can also be read in {}", known.join(", ")),
            },
        )
    }
}

/// How well the language of a file fits the one that is wanted, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    None,
    /// The language, though not its region.
    Short,
    Whole,
}

/// `de_CH.UTF-8` is `de-ch`.
fn bare(locale: &str) -> String {
    locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(option: Option<&str>, variables: &[(&str, &str)]) -> (String, bool) {
        let find = |name: &str| {
            variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| OsString::from(value))
        };
        let wanted = Wanted::new(option, find);
        (wanted.tag, wanted.asked)
    }

    #[test]
    fn the_option_goes_before_the_variable_and_that_before_the_locale() {
        let all = [("CLOSER_LANG", "fr"), ("LC_ALL", "it_CH.UTF-8"), ("LANG", "de_DE.UTF-8")];
        assert_eq!(wanted(Some("de-AT"), &all), ("de-at".into(), true));
        assert_eq!(wanted(None, &all), ("fr".into(), true));
        assert_eq!(wanted(None, &[("LC_ALL", ""), ("LANG", "de_DE.UTF-8")]), ("de-de".into(), false));
        assert_eq!(wanted(None, &[("LC_MESSAGES", "de_CH"), ("LANG", "en_GB")]), ("de-ch".into(), false));
        assert_eq!(wanted(None, &[]), (String::new(), false));
    }

    #[test]
    fn german_reads_as_german() {
        let parts = |n: usize| ["a", "b", "c"].into_iter().take(n).map(String::from).collect::<Vec<_>>();
        assert_eq!(Language::German.list(&parts(1)), "a");
        assert_eq!(Language::German.list(&parts(3)), "a, b und c");
        assert_eq!(Language::German.spoken("Danke."), "„Danke.“");
        assert_eq!(Language::German.spoken("„Danke.“"), "„Danke.“");
        assert_eq!(
            Language::German.difference("Einer würde fragen."),
            "Die Quellen sind sich nicht einig: Einer würde fragen."
        );
    }
}
