//! The titles and phrases of a fact: its values in words.

use super::codes;
use super::complaints::{Complaints, out_of_range, wrong_type};
use super::facts::Declared;
use super::fields::{Fields, word};
use super::node::{Entry, Value};
use super::translated::without_place;
use super::words::{Used, shown};
use crate::model::{Kind, Text};
use crate::text::{Diagnostic, Span};

/// Reads `titles`, `phrase` and `phrases` of a fact whose kind is known.
pub(super) fn read(declared: &mut Declared, fields: &Fields<'_>, complaints: &mut Complaints) {
    declared.fact.titles = titles(declared, fields, complaints);
    declared.fact.phrase = phrase(fields, complaints);
    declared.fact.phrases = phrases(declared, fields, complaints);
}

pub(super) fn number_title(owner: &str, at: Option<Span>) -> Diagnostic {
    Diagnostic::error(codes::NUMBER_TITLE, format!("{owner} is a number, which has no titles"))
        .at(at, "not for numbers")
        .help("use `phrases` for single numbers, as in `phrases = { 1 = \"one person\" }`")
}

/// A title for each value; those that are not given follow from the values.
fn titles(declared: &Declared, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<Text> {
    let mut titles: Vec<Text> = match &declared.fact.kind {
        Kind::Bool => vec!["no".into(), "yes".into()],
        Kind::Enum { values, .. } => values.iter().map(|value| value.replace('_', " ").into()).collect(),
        Kind::Int { .. } => {
            if let Some(entry) = fields.get("titles") {
                complaints.push(number_title(&fields.owner, entry.at));
            }
            return Vec::new();
        }
    };
    for entry in fields.table("titles", complaints) {
        let title = text_of(entry, "title", complaints);
        if let Some(position) = position(declared, entry, complaints)
            && let (Some(title), Some(place)) = (title, titles.get_mut(position))
        {
            *place = title;
        }
    }
    titles
}

fn phrase(fields: &Fields<'_>, complaints: &mut Complaints) -> Option<Text> {
    if let Some(Entry { at, node, .. }) = fields.get("phrase")
        && matches!(node.value, Value::Table(_))
    {
        let found = wrong_type("`phrase`", "one text for all values", node)
            .help("phrases of single values stand under `phrases`");
        complaints.push(if fields.get("phrases").is_none() { found.fix(*at, "phrases") } else { found });
        return None;
    }
    let phrase = fields.text("phrase", complaints)?;
    let at = fields.get("phrase").and_then(|entry| entry.node.at);
    match phrase.matches("{}").take(2).count() {
        1 => return Some(phrase),
        0 => complaints.push(
            Diagnostic::error(codes::PHRASE_WITHOUT_PLACE, "`phrase` has no `{}`")
                .at(at, "the value has no place here")
                .help("write `{}` where the value goes, or use `phrases` for single values"),
        ),
        _ => complaints.push(without_place("phrase", at, 1)),
    }
    None
}

/// Phrases in the order of the values.
fn phrases(declared: &Declared, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<(Text, Text)> {
    let mut phrases = Vec::new();
    for entry in fields.table("phrases", complaints) {
        let phrase = text_of(entry, "phrase", complaints);
        let order = match declared.fact.kind {
            Kind::Int { low, high, .. } => number(declared, entry, (low, high), complaints),
            _ => position(declared, entry, complaints).and_then(|position| i64::try_from(position).ok()),
        };
        if let (Some(order), Some(phrase)) = (order, phrase) {
            phrases.push((order, Text::from(entry.key.as_str()), phrase));
        }
    }
    phrases.sort_by_key(|(order, ..)| *order);
    phrases.into_iter().map(|(_, value, phrase)| (value, phrase)).collect()
}

fn text_of(entry: &Entry, what: &str, complaints: &mut Complaints) -> Option<Text> {
    word(&format!("the {what} of `{}`", shown(&entry.key)), &entry.node, complaints).map(Text::from)
}

/// The position of the value that a key names.
fn position(declared: &Declared, entry: &Entry, complaints: &mut Complaints) -> Option<usize> {
    let subject = declared.subject()?;
    let position =
        (0..declared.fact.size()).find(|position| declared.fact.value(*position) == Some(&*entry.key));
    if position.is_none() {
        subject.unknown_value(Used { word: &entry.key, at: entry.at, quoted: false }, complaints);
    }
    position.map(usize::from)
}

/// The number that a key names.
fn number(
    declared: &Declared,
    entry: &Entry,
    (low, high): (i64, i64),
    complaints: &mut Complaints,
) -> Option<i64> {
    let number: Option<i64> = entry.key.parse().ok();
    let canonical = number.filter(|number| number.to_string() == entry.key);
    if canonical.is_some_and(|number| (low..=high).contains(&number)) {
        return canonical;
    }
    let found = out_of_range(&format!("`{}`", declared.fact.name), &entry.key, (low, high), entry.at);
    complaints.push(found.at(declared.values_at, "declared here"));
    None
}
