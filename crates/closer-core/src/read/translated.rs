//! The texts of one thing in another language: taken while the original still says the same, complained about otherwise.

use super::codes;
use super::complaints::{Complaints, out_of_range};
use super::fields::{Fields, Form, word};
use super::node::{Entry, Node, Value};
use super::test::Subject;
use super::wording::number_title;
use super::words::{Used, listed, quoted, shown};
use crate::model::{Disagreement, Fact, Kind, Text, Words};
use crate::text::{Diagnostic, Span};

pub(super) const TEXT: Form = Form { one: "a translated text", keys: &["from", "to"] };

/// One thing of a pack, and what language files say for it.
pub(super) struct Translated<'a> {
    /// "the action `ask-next-steps`".
    owner: String,
    /// What each file says that has something to say: that of the topmost pack first.
    said: Vec<Own<Fields<'a>>>,
    /// The heading that is to blame for what is missing, and how to write it.
    at: Option<Span>,
    heading: String,
    missing: Vec<String>,
}

/// Something in a language file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<T> {
    pub(super) it: T,
    /// The file is written for this very pack rather than for one that it stands on, so that what does not fit is worth a word.
    pub(super) strict: bool,
}

impl<'a> Translated<'a> {
    pub(super) fn new(
        owner: String,
        heading: String,
        said: Vec<Own<Fields<'a>>>,
        nowhere: Option<Span>,
    ) -> Self {
        let at = said.iter().find(|said| said.strict).map_or(nowhere, |said| said.it.at);
        Self { owner, said, at, heading, missing: Vec::new() }
    }

    /// The entry that counts.
    pub(super) fn entry(&self, key: &str) -> Option<Own<&'a Entry>> {
        self.said.iter().find_map(|said| Some(Own { it: said.it.get(key)?, strict: said.strict }))
    }

    /// The entries of a table of texts, such as titles by value; those that count come first.
    pub(super) fn entries(&self, key: &str, complaints: &mut Complaints) -> Vec<Own<&'a Entry>> {
        let mut entries = Vec::new();
        for said in &self.said {
            let own = said.it.table(key, complaints).iter().map(|it| Own { it, strict: said.strict });
            entries.extend(own);
        }
        entries
    }

    /// A text that the thing has.
    pub(super) fn text(&mut self, key: &str, text: &mut Text, complaints: &mut Complaints) {
        self.say(key, self.entry(key).map(Own::node), text, complaints);
    }

    /// A text that the thing has or has not; where it has none there is nothing to translate.
    pub(super) fn optional(&mut self, key: &str, text: &mut Option<Text>, complaints: &mut Complaints) {
        match (text, self.entry(key)) {
            (Some(text), _) => self.text(key, text, complaints),
            (None, Some(Own { it: entry, strict: true })) => complaints.push(
                Diagnostic::error(codes::UNKNOWN_KEY, format!("{} has no `{key}` to translate", self.owner))
                    .at(entry.at, "translates nothing")
                    .help("leave it out"),
            ),
            (None, _) => {}
        }
    }

    /// Puts what `node` says in place of `text`; `name` is what the text is called when it is missing.
    pub(super) fn say(
        &mut self,
        name: &str,
        node: Option<Own<&Node>>,
        text: &mut Text,
        complaints: &mut Complaints,
    ) {
        let Some(node) = node else {
            self.missing.push(name.to_owned());
            return;
        };
        let Some(said) = said(name, node.it, complaints) else { return };
        match said.from {
            Some((from, at)) if *from != **text => {
                if node.strict {
                    self.stale(name, at, text, complaints);
                } else {
                    // The words of the base were put in other words, so they have no translation yet.
                    self.missing.push(name.to_owned());
                }
            }
            _ => *text = said.to,
        }
    }

    fn stale(&self, name: &str, at: Option<Span>, text: &Text, complaints: &mut Complaints) {
        let found = Diagnostic::warning(
            codes::STALE_TRANSLATION,
            format!("`{name}` of {} has changed since it was translated", self.owner),
        );
        complaints.push(found.at(at, format!("the pack now says {}", quoted(text))).help(
            "translate it anew, then put the pack's words here; until then they are shown as they are",
        ));
    }

    /// Says what was missing.
    pub(super) fn finish(self, complaints: &mut Complaints) {
        if self.missing.is_empty() {
            return;
        }
        let all = listed(self.missing.iter().map(String::as_str), "and");
        complaints.push(
            Diagnostic::warning(
                codes::MISSING_TRANSLATION,
                format!("{} is not translated: {all}", self.owner),
            )
            .at(self.at, "missing here")
            .help(format!("add the translation under `{}`; until then the original is shown", self.heading)),
        );
    }
}

impl<'a> Own<&'a Entry> {
    pub(super) fn node(self) -> Own<&'a Node> {
        Own { it: &self.it.node, strict: self.strict }
    }
}

/// What stands for one text.
struct Said<'a> {
    /// What was translated, and where that is written.
    from: Option<(&'a str, Option<Span>)>,
    to: Text,
}

/// Reads `"text"` or `{ from = "original", to = "text" }`.
fn said<'a>(name: &str, node: &'a Node, complaints: &mut Complaints) -> Option<Said<'a>> {
    let what = format!("`{}`", shown(name));
    if !matches!(node.value, Value::Table(_)) {
        return Some(Said { from: None, to: word(&what, node, complaints)?.into() });
    }
    let fields = Fields::open(node, what, &TEXT, complaints)?;
    let from = fields.get("from").and_then(|entry| {
        let from = word("`from`", &entry.node, complaints)?;
        Some((from, entry.node.at))
    });
    let to = fields.need_text("to", complaints);
    (!to.is_empty()).then_some(Said { from, to })
}

pub(super) fn translate_disagreement(
    to: &mut Disagreement,
    entry: &mut Translated<'_>,
    complaints: &mut Complaints,
) {
    entry.text("note", &mut to.note, complaints);
    let sides = entry.entry("sides").map(Own::node);
    let nodes = match sides.map(|sides| sides.it) {
        Some(Node { value: Value::List(nodes), .. }) => nodes.as_slice(),
        Some(node) => {
            complaints.wrong_type("`sides`", "a list", node);
            return;
        }
        None => &[],
    };
    let strict = sides.is_some_and(|sides| sides.strict);
    for (at, side) in to.sides.iter_mut().enumerate() {
        let name = format!("side {}", at.saturating_add(1));
        entry.say(&name, nodes.get(at).map(|it| Own { it, strict }), &mut side.says, complaints);
    }
    if let Some(node) = nodes.get(to.sides.len()).filter(|_| strict) {
        let most = i64::try_from(to.sides.len()).unwrap_or(i64::MAX);
        let found = out_of_range("the number of `sides`", &nodes.len().to_string(), (most, most), node.at);
        complaints.push(found.help(format!("the disagreement has {most} sides; leave out the others")));
    }
}

pub(super) fn translate_fact(
    fact: &mut Fact,
    before: &Words,
    entry: &mut Translated<'_>,
    complaints: &mut Complaints,
) {
    entry.text("question", &mut fact.question, complaints);
    let titles = entry.entries("titles", complaints);
    check_values(fact, &titles, complaints);
    for position in 0..fact.size() {
        let Some(value) = fact.value(position).map(str::to_owned) else { break };
        let words = &fact.words;
        let (yes, no) = (words.yes.clone(), words.no.clone());
        let Some(title) = fact.titles.get_mut(usize::from(position)) else { break };
        let written = titles.iter().find(|title| title.it.key == value).copied();
        match (&fact.kind, written) {
            (Kind::Bool, None) if *title == before.yes => *title = yes,
            (Kind::Bool, None) if *title == before.no => *title = no,
            _ => entry.say(&format!("titles.{value}"), written.map(Own::node), title, complaints),
        }
    }
    if let (Kind::Int { .. }, Some(Own { it, strict: true })) = (&fact.kind, entry.entry("titles")) {
        complaints.push(number_title(&entry.owner, it.at));
    }
    entry.optional("phrase", &mut fact.phrase, complaints);
    if fact.phrase.as_ref().is_some_and(|phrase| phrase.matches("{}").take(2).count() != 1) {
        let at = entry.entry("phrase").map(|entry| entry.it.node.at).unwrap_or_default();
        complaints.push(without_place("phrase", at, 1));
    }
    let phrases = entry.entries("phrases", complaints);
    check_values(fact, &phrases, complaints);
    for (value, phrase) in &mut fact.phrases {
        let written = phrases.iter().find(|written| *written.it.key == **value).copied();
        entry.say(&format!("phrases.{value}"), written.map(Own::node), phrase, complaints);
    }
    // A language may need a phrase of its own where the original makes do with the one for all values.
    for Own { it: written, strict } in phrases {
        if fact.phrases.iter().any(|(value, _)| **value == *written.key) {
            continue;
        }
        let Some(said) = said(&written.key, &written.node, complaints) else { continue };
        match said.from {
            None => fact.phrases.push((written.key.as_str().into(), said.to)),
            // What it translates is not said any more.
            Some((_, at)) if strict => complaints.push(
                Diagnostic::error(
                    codes::UNKNOWN_KEY,
                    format!("{} has no `phrases.{}` to translate", entry.owner, shown(&written.key)),
                )
                .at(at, "translates nothing")
                .help("leave it out, or its `from` alone where this language needs a phrase of its own"),
            ),
            Some(_) => {}
        }
    }
}

/// Complains of keys that are no values of the fact.
fn check_values(fact: &Fact, entries: &[Own<&Entry>], complaints: &mut Complaints) {
    let subject = Subject { fact, values_at: None };
    for Own { it: entry, .. } in entries.iter().filter(|entry| entry.strict) {
        match fact.kind {
            Kind::Int { low, high, .. } => {
                let number = entry.key.parse().ok().filter(|number: &i64| (low..=high).contains(number));
                if number.is_none_or(|number| number.to_string() != entry.key) {
                    let what = format!("`{}`", fact.name);
                    complaints.push(out_of_range(&what, &entry.key, (low, high), entry.at));
                }
            }
            _ if (0..fact.size()).any(|position| fact.value(position) == Some(&*entry.key)) => {}
            _ => subject.unknown_value(Used { word: &entry.key, at: entry.at, quoted: false }, complaints),
        }
    }
}

pub(super) fn without_place(name: &str, at: Option<Span>, places: usize) -> Diagnostic {
    let found = Diagnostic::error(
        codes::PHRASE_WITHOUT_PLACE,
        match places {
            0 => format!("`{name}` has a `{{}}`"),
            1 => format!("`{name}` needs one `{{}}`"),
            _ => format!("`{name}` has no `{{}}`"),
        },
    );
    let help = match places {
        0 => "leave the `{}` out".to_owned(),
        1 => "write `{}` once, where the value goes".to_owned(),
        _ => format!("write `{{}}` {places} times, where the values go"),
    };
    let label = match places {
        0 => "no value goes here",
        1 => "the value goes here once",
        _ => "the value has no place here",
    };
    found.at(at, label).help(help)
}
