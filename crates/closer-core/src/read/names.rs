//! What a name may look like, and finding what a name stands for.

use std::collections::BTreeMap;

use super::codes;
use super::complaints::Complaints;
use super::words::{Used, listed, one, quoted, shown};
use crate::text::{Diagnostic, Span, looks_like};

/// The most letters a name can have.
pub(super) const LONGEST: usize = 100;

/// Complains of a name that is not lower-case letters, digits, `-` and `_`, beginning with a letter or a digit.
pub(super) fn check(kind: &str, used: Used<'_>, complaints: &mut Complaints) {
    let word = used.word;
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let sound =
        word.starts_with(is_plain) && word.chars().all(|letter| is_plain(letter) || "-_".contains(letter));
    if sound && word.len() <= LONGEST {
        return;
    }
    let found = Diagnostic::error(codes::BAD_NAME, format!("`{}` cannot be the name of {kind}", shown(word)));
    if sound {
        let found = found.at(used.at, format!("longer than {LONGEST} letters"));
        complaints.push(found.help("find a shorter name"));
        return;
    }
    let found = match word.chars().find_map(|letter| Some((letter, looks_like(letter)?))) {
        Some((letter, like)) => found
            .at(used.at, format!("`{letter}` is U+{:04X} and only looks like `{like}`", u32::from(letter))),
        None => found.at(used.at, "not a plain name"),
    };
    let found = found.help("use lower-case letters, digits, `-` and `_`, and start with a letter or a digit");
    complaints.push(match plain(word) {
        Some(name) => {
            let name = if used.quoted { quoted(&name) } else { name };
            found.fix(used.at, name)
        }
        None => found,
    });
}

/// The plain name nearest to a word: "Ask for Card" becomes `ask-for-card`.
pub(super) fn plain(word: &str) -> Option<String> {
    let plain: String = word
        .trim()
        .chars()
        .map(|letter| looks_like(letter).unwrap_or(letter))
        .collect::<String>()
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_whitespace() || letter == '.' { '-' } else { letter })
        .collect();
    let sound =
        !plain.is_empty() && plain.len() <= LONGEST && plain.starts_with(|c: char| c.is_ascii_alphanumeric());
    let letters =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    (sound && plain.chars().all(letters)).then_some(plain)
}

/// Things of one kind that can be named: their positions and places by name.
#[derive(Debug)]
pub(super) struct Names<'a> {
    kind: &'static str,
    code: &'static str,
    known: BTreeMap<&'a str, (usize, Option<Span>)>,
}

impl<'a> Names<'a> {
    /// `names` in the order of their positions; of equal names the first counts.
    pub(super) fn new(
        kind: &'static str,
        code: &'static str,
        names: impl IntoIterator<Item = (&'a str, Option<Span>)>,
    ) -> Self {
        let mut known = BTreeMap::new();
        for (position, (name, at)) in names.into_iter().enumerate() {
            known.entry(name).or_insert((position, at));
        }
        Self { kind, code, known }
    }

    /// The position of a name, without a word when there is none.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.known.get(name).map(|(position, _)| *position)
    }

    /// The position of a name.
    pub(super) fn resolve(&self, used: Used<'_>, complaints: &mut Complaints) -> Option<usize> {
        self.resolve_beside(used, &|_| false, complaints)
    }

    /// As [`Names::resolve`], where names that are `taken` cannot have been meant.
    pub(super) fn resolve_beside(
        &self,
        used: Used<'_>,
        taken: &dyn Fn(&str) -> bool,
        complaints: &mut Complaints,
    ) -> Option<usize> {
        let found = self.find(used.word);
        if found.is_none() {
            /// So many names are told.
            const FEW: usize = 8;
            let otherwise = format!("declare it, or name {} that is declared", one(self.kind));
            let otherwise = match self.known.len() {
                ..=FEW => format!("{otherwise}: {}", listed(self.all(), "or")),
                _ => otherwise,
            };
            complaints.unknown_beside(self.code, self.kind, used, self.all(), taken, &otherwise);
        }
        found
    }

    /// As [`Names::resolve`], for the texts of a list or of a key.
    pub(super) fn resolve_word(
        &self,
        (word, at): (&str, Option<Span>),
        complaints: &mut Complaints,
    ) -> Option<usize> {
        self.resolve(Used { word, at, quoted: true }, complaints)
    }

    /// All names, sorted.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.known.keys().copied()
    }
}
