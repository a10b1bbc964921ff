//! The texts of one thing in another language: taken while the original still says the same, complained about otherwise.

use super::codes;
use super::complaints::Complaints;
use super::fields::{Fields, Form, word};
use super::node::{Entry, Node, Value};
use super::words::{listed, quoted, shown};
use crate::model::Text;
use crate::text::{Diagnostic, Span};

const TEXT: Form = Form { one: "a translated text", keys: &["from", "to"] };

/// One thing of a pack, and what a language file says for it.
pub(super) struct Translated<'a> {
    /// "the action `ask-next-steps`".
    owner: String,
    /// `None` when no file says anything for it.
    fields: Option<Fields<'a>>,
    /// The heading that is to blame for what is missing, and how to write it.
    at: Option<Span>,
    heading: String,
    /// The file is written for this very pack, so that what does not fit is worth a word.
    strict: bool,
    missing: Vec<String>,
}

impl<'a> Translated<'a> {
    pub(super) fn new(
        owner: String,
        heading: String,
        fields: Option<Fields<'a>>,
        nowhere: Option<Span>,
        strict: bool,
    ) -> Self {
        let at = fields.as_ref().map_or(nowhere, |fields| fields.at);
        Self { owner, fields, at, heading, strict, missing: Vec::new() }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.fields.as_ref()?.get(key)
    }

    /// The entries of a table of texts, such as titles by value.
    pub(super) fn entries(&self, key: &str, complaints: &mut Complaints) -> &'a [Entry] {
        self.fields.as_ref().map_or(&[], |fields| fields.table(key, complaints))
    }

    /// A text that the thing has.
    pub(super) fn text(&mut self, key: &str, text: &mut Text, complaints: &mut Complaints) {
        self.say(key, self.entry(key).map(|entry| &entry.node), text, complaints);
    }

    /// A text that the thing has or has not; where it has none there is nothing to translate.
    pub(super) fn optional(&mut self, key: &str, text: &mut Option<Text>, complaints: &mut Complaints) {
        match (text, self.entry(key)) {
            (Some(text), _) => self.text(key, text, complaints),
            (None, Some(entry)) if self.strict => complaints.push(
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
        node: Option<&Node>,
        text: &mut Text,
        complaints: &mut Complaints,
    ) {
        let Some(node) = node else {
            self.missing.push(name.to_owned());
            return;
        };
        let Some(said) = said(name, node, complaints) else { return };
        match said.from {
            Some((from, at)) if *from != **text => self.stale(name, at, text, complaints),
            _ => *text = said.to,
        }
    }

    fn stale(&self, name: &str, at: Option<Span>, text: &Text, complaints: &mut Complaints) {
        if self.strict {
            let found = Diagnostic::warning(
                codes::STALE_TRANSLATION,
                format!("`{name}` of {} has changed since it was translated", self.owner),
            );
            complaints.push(found.at(at, format!("the pack now says {}", quoted(text))).help(
                "translate it anew, then put the pack's words here; until then they are shown as they are",
            ));
        }
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

/// What stands for one text.
pub(super) struct Said<'a> {
    /// What was translated, and where that is written.
    pub(super) from: Option<(&'a str, Option<Span>)>,
    pub(super) to: Text,
}

/// Reads `"text"` or `{ from = "original", to = "text" }`.
pub(super) fn said<'a>(name: &str, node: &'a Node, complaints: &mut Complaints) -> Option<Said<'a>> {
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
