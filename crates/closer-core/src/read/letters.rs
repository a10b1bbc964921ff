//! Letters that are not what they seem, wherever they stand in a text: nobody should have to trust their eyes.

use std::collections::BTreeSet;

use super::codes;
use super::complaints::Complaints;
use super::node::{Entry, Node, Value};
use super::words::shown;
use crate::text::{Diagnostic, Span, after_mark, is_hidden, looks_like};

/// So many places of one file are complained about: whoever has more, has a file of the kind that is not meant to be read.
const MOST: usize = 50;

/// Complains of hidden characters, as they stand and as escapes, and of letters that pass for others.
pub(super) fn check(text: &str, file: usize, entries: &[Entry], complaints: &mut Complaints) {
    let mut seen = Seen { text, file, hidden: MOST, alike: MOST };
    seen.raw(complaints);
    seen.entries(entries, complaints);
}

struct Seen<'a> {
    text: &'a str,
    file: usize,
    /// How many more are told of each kind. What only warns must not keep back what refuses the pack.
    hidden: usize,
    alike: usize,
}

/// Whether there is room for another complaint.
fn one_more(left: &mut usize) -> bool {
    let room = *left > 0;
    *left = left.saturating_sub(1);
    room
}

impl Seen<'_> {
    /// Those that stand in the text itself, in comments too. ASCII controls are left to the parser: TOML has none.
    fn raw(&mut self, complaints: &mut Complaints) {
        let begins = after_mark(self.text);
        let hidden = |letter: char| is_hidden(letter) && !letter.is_ascii_control();
        let mut run: Option<(usize, usize, char)> = None;
        let mut runs = Vec::new();
        for (at, letter) in self.text.char_indices().filter(|(at, letter)| *at >= begins && hidden(*letter)) {
            let end = at.saturating_add(letter.len_utf8());
            match &mut run {
                Some((_, before, _)) if *before == at => *before = end,
                _ => {
                    runs.extend(run.replace((at, end, letter)));
                }
            }
        }
        runs.extend(run);
        for (start, end, letter) in runs {
            if one_more(&mut self.hidden) {
                let at = Some(Span { file: self.file, start, end });
                complaints.push(
                    hidden_character(letter, at, "here, where nothing shows")
                        .help("take it out")
                        .fix(at, String::new()),
                );
            }
        }
    }

    fn entries(&mut self, entries: &[Entry], complaints: &mut Complaints) {
        for entry in entries {
            self.word(&entry.key, entry.at, true, complaints);
            self.node(&entry.node, complaints);
        }
    }

    fn node(&mut self, node: &Node, complaints: &mut Complaints) {
        match &node.value {
            Value::Text(text) => self.word(text, node.at, false, complaints),
            Value::List(nodes) => nodes.iter().for_each(|node| self.node(node, complaints)),
            Value::Table(entries) => self.entries(entries, complaints),
            _ => {}
        }
    }

    /// A key or a text. Names are plain, so a key with any letter that passes for a plain one is not what it seems; a text may be Greek.
    fn word(&mut self, word: &str, at: Option<Span>, is_key: bool, complaints: &mut Complaints) {
        if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_control()) {
            return;
        }
        let raw = at.and_then(|at| self.text.get(at.start..at.end)).unwrap_or_default();
        let plain = word.replace("\r\n", "\n");
        // Of these there are few, however many times they stand there.
        let seen: BTreeSet<char> =
            raw.chars().filter(|letter| is_hidden(*letter) && !letter.is_ascii_control()).collect();
        let escaped = plain
            .chars()
            .find(|letter| is_hidden(*letter) && !matches!(letter, '\n' | '\t') && !seen.contains(letter));
        if let Some(letter) = escaped.filter(|_| one_more(&mut self.hidden)) {
            let found = hidden_character(letter, at, "written in here as an escape");
            complaints.push(found.help("take the escape out"));
        }
        let suspect = word.split(|letter: char| !letter.is_alphanumeric()).find_map(|part| {
            let alike = part.chars().find(|letter| looks_like(*letter).is_some())?;
            (is_key || part.chars().any(|letter| letter.is_ascii_alphabetic())).then_some((part, alike))
        });
        let Some((part, alike)) = suspect.filter(|_| one_more(&mut self.alike)) else { return };
        let Some(like) = looks_like(alike) else { return };
        let found = Diagnostic::warning(
            codes::LOOK_ALIKE,
            format!("`{}` has a letter that only looks like `{like}`", shown(part)),
        )
        .at(at, format!("`{alike}` is U+{:04X}, not `{like}`", u32::from(alike)));
        let found = found.help(format!("write a plain `{like}` if that is meant"));
        // Where all that is not plain passes for it, plain letters were meant.
        let settled = |letter: char| letter.is_ascii() || looks_like(letter).is_some();
        let right: String = raw.chars().map(|letter| looks_like(letter).unwrap_or(letter)).collect();
        // A letter that is written as an escape does not stand there.
        complaints.push(if right != raw && raw.chars().all(settled) { found.fix(at, right) } else { found });
    }
}

pub(super) fn hidden_character(letter: char, at: Option<Span>, place: &str) -> Diagnostic {
    let what = match letter {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "turns the reading direction",
        '\u{200e}' | '\u{200f}' | '\u{61c}' => "marks a reading direction",
        letter if letter.is_control() => "can act on a terminal",
        _ => "does not show",
    };
    let message = format!("the text holds U+{:04X}, which {what}", u32::from(letter));
    Diagnostic::error(codes::HIDDEN_CHARACTER, message).at(at, place)
}
