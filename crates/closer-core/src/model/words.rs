use std::sync::Arc;

use super::{Text, join};

/// The small words that join the phrases of a pack into sentences, in one language. English by default.
///
/// ```
/// let words = closer_core::RuleSet::closing().words().clone();
/// assert_eq!(&*words.or_above, "{} or above");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Words {
    /// Before the last of several values: "mid `or` senior".
    pub or: Text,
    /// Between two conditions: "it went well `and` you want the job".
    pub and: Text,
    /// Before the last of three conditions or more: "…, `and` …" with its comma, if the language wants one.
    pub and_last: Text,
    /// Before each further alternative: "you feel sure`; or` you want the job".
    pub or_else: Text,
    /// Opens alternatives inside a sentence: "`either` you feel sure or you want the job".
    pub either: Text,
    /// A value and all higher ones.
    pub or_above: Text,
    /// A value and all lower ones.
    pub or_below: Text,
    /// A number and all higher ones.
    pub or_more: Text,
    /// A number and all lower ones.
    pub at_most: Text,
    /// From one number to another.
    pub from_to: Text,
    /// A fact that has no phrase of its own, and its value.
    pub is: Text,
    /// What to call `true`.
    pub yes: Text,
    /// What to call `false`.
    pub no: Text,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            or: "or".into(),
            and: "and".into(),
            and_last: ", and".into(),
            or_else: "; or".into(),
            either: "either {}".into(),
            or_above: "{} or above".into(),
            or_below: "{} or below".into(),
            or_more: "{} or more".into(),
            at_most: "at most {}".into(),
            from_to: "{} to {}".into(),
            is: "{} is {}".into(),
            yes: "yes".into(),
            no: "no".into(),
        }
    }
}

impl Words {
    /// Every word by its name in a language file, and how many places for values it has.
    pub(crate) fn each(&mut self) -> [(&'static str, usize, &mut Text); 13] {
        [
            ("or", 0, &mut self.or),
            ("and", 0, &mut self.and),
            ("and_last", 0, &mut self.and_last),
            ("or_else", 0, &mut self.or_else),
            ("either", 1, &mut self.either),
            ("or_above", 1, &mut self.or_above),
            ("or_below", 1, &mut self.or_below),
            ("or_more", 1, &mut self.or_more),
            ("at_most", 1, &mut self.at_most),
            ("from_to", 2, &mut self.from_to),
            ("is", 2, &mut self.is),
            ("yes", 0, &mut self.yes),
            ("no", 0, &mut self.no),
        ]
    }

    /// "a, b or c".
    pub(crate) fn any_of<S: AsRef<str>>(&self, parts: &[S]) -> String {
        join(parts, ", ", &format!(" {} ", self.or))
    }

    /// "either a, b or c", where parts that are alternatives themselves say "either" no second time.
    pub(crate) fn one_of(&self, parts: &[String]) -> String {
        let opening = self.either.split("{}").next().unwrap_or_default();
        let parts: Vec<&str> = parts.iter().map(|part| part.strip_prefix(opening).unwrap_or(part)).collect();
        match parts.as_slice() {
            [one] => (*one).to_owned(),
            several => fill(&self.either, &[&self.any_of(several)]),
        }
    }

    /// "a and b"; "a, b, and c".
    pub(crate) fn all_of<S: AsRef<str>>(&self, parts: &[S]) -> String {
        let last = if parts.len() > 2 { &self.and_last } else { &self.and };
        let gap = if last.starts_with(',') { "" } else { " " };
        join(parts, ", ", &format!("{gap}{last} "))
    }

    /// "a; or b; or c".
    pub(crate) fn or_else<S: AsRef<str>>(&self, parts: &[S]) -> String {
        let gap = if self.or_else.starts_with([';', ',']) { "" } else { " " };
        let between = format!("{gap}{} ", self.or_else);
        join(parts, &between, &between)
    }
}

/// A template with its places filled, the first place first.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut rest = template.split("{}");
    let mut filled = rest.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in rest {
        filled.push_str(values.next().copied().unwrap_or("{}"));
        filled.push_str(part);
    }
    filled
}

/// Words that all facts of a vocabulary share.
pub(crate) type SharedWords = Arc<Words>;
