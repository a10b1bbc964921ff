//! Words for messages, and words as they are written in TOML.

use crate::text::{Span, is_hidden};

/// A word that is used as a name, and how it is written there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used<'a> {
    pub(super) word: &'a str,
    pub(super) at: Option<Span>,
    /// It stands in quotes, as values do; keys stand bare.
    pub(super) quoted: bool,
}

impl Used<'_> {
    /// A name as it would be written in place of the word.
    pub(super) fn as_written(self, name: &str) -> String {
        if self.quoted { quoted(name) } else { name.to_owned() }
    }
}

/// A word as it is written in TOML.
pub(super) fn quoted(word: &str) -> String {
    let mut quoted = String::with_capacity(word.len().saturating_add(2));
    quoted.push('"');
    for letter in word.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if is_hidden(letter) => quoted.extend(format!("\\U{:08X}", u32::from(letter)).chars()),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// The two ends of a range that is written as people do: "1-10", "1..10", "1 to 10".
pub(super) fn ends_of_range(text: &str) -> Option<(i64, i64)> {
    let (low, high) = ["...", "..", "–", "-", " to "].into_iter().find_map(|sign| text.split_once(sign))?;
    Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
}

/// "a rule", "an action".
pub(super) fn one(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// An author's word for use in a message: on one line and not too long.
pub(super) fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = word.chars().take(LONGEST).flat_map(escaped).collect();
    if word.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// What does not show, or acts on a terminal, is spelt out.
fn escaped(letter: char) -> impl Iterator<Item = char> {
    let hidden = is_hidden(letter);
    let simple = matches!(letter, '\n' | '\r' | '\t');
    let spelt = letter.escape_debug().filter(move |_| hidden && simple);
    let spelt = spelt.chain(letter.escape_unicode().filter(move |_| hidden && !simple));
    spelt.chain((!hidden).then_some(letter))
}

/// Words for a message: `` `a`, `b` or `c` ``; only the first twenty when there are many more.
pub(super) fn listed<'n>(words: impl IntoIterator<Item = &'n str>, last: &str) -> String {
    const MOST: usize = 20;
    let mut all: Vec<String> = words.into_iter().map(|word| format!("`{}`", shown(word))).collect();
    if all.len() > MOST {
        let others = match all.len().saturating_sub(MOST) {
            1 => "one other".to_owned(),
            more => format!("{more} others"),
        };
        all.truncate(MOST);
        return format!("{} {last} {others}", all.join(", "));
    }
    crate::model::join(&all, ", ", &format!(" {last} "))
}
