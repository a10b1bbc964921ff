//! A pack in another language: language files laid over its texts. Rules are never touched.

use std::collections::BTreeMap;

use super::codes;
use super::complaints::Complaints;
use super::document;
use super::error::LoadError;
use super::fields::{Fields, Form};
use super::material::{Named, add_named, count_first};
use super::names::Names;
use super::node::{Entry, Node, Value};
use super::translated::{Translated, translate_disagreement, translate_fact, without_place};
use super::words::{Used, shown};
use crate::model::{RuleSet, Text, Words};
use crate::text::{Diagnostic, Span};

pub(super) const FILE: Form = Form {
    one: "a language file",
    keys: &[
        "language",
        "pack",
        "title",
        "words",
        "facts",
        "moments",
        "groups",
        "sources",
        "actions",
        "rules",
        "disagreements",
    ],
};
pub(super) const FACT: Form =
    Form { one: "a translated fact", keys: &["question", "titles", "phrase", "phrases"] };
pub(super) const MOMENT: Form = Form { one: "a translated moment", keys: &["title"] };
pub(super) const GROUP: Form = Form { one: "a translated group", keys: &["title"] };
pub(super) const SOURCE: Form = Form { one: "a translated source", keys: &["title", "author"] };
pub(super) const ACTION: Form =
    Form { one: "a translated action", keys: &["title", "say", "why", "instead"] };
pub(super) const RULE: Form = Form { one: "a translated rule", keys: &["because"] };
pub(super) const DISAGREEMENT: Form = Form { one: "a translated disagreement", keys: &["note", "sides"] };

/// A pack in another language.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Translation {
    /// The language, as its files name it: `de`.
    pub language: Text,
    /// The same rules with the same ids, in other words. Texts without a translation, or with one that is out of date, stand as they were.
    pub rules: RuleSet,
    /// What is missing or out of date: warnings, in the order of the texts.
    pub findings: Vec<Diagnostic>,
    /// Names and texts of the language files; the spans of the findings count them from 0.
    pub files: Vec<(String, String)>,
}

impl RuleSet {
    /// The same rules in another language. `files` are language files, as their names and texts; their order does not matter.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let german = RuleSet::closing().translate([("closing.de.lang.toml", r#"
    ///     language = "de"
    ///     pack     = "closing"
    ///
    ///     [actions.ask-next-steps]
    ///     title.from = "Ask about the next step"
    ///     title.to   = "Nach dem nächsten Schritt fragen"
    /// "#)])?;
    /// let id = german.rules.find_action("ask-next-steps").unwrap();
    /// assert_eq!(&*german.rules.action(id).unwrap().title, "Nach dem nächsten Schritt fragen");
    /// // Everything else stands as it was, and is found.
    /// assert!(german.findings.iter().all(|found| found.code == "missing-translation"));
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in the files: ids, values and keys that the pack does not have, and texts that are none.
    pub fn translate<N: Into<String>, T: Into<String>>(
        &self,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Translation, LoadError> {
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        files.sort();
        let mut complaints = Complaints::new();
        let roots: Vec<Node> = files
            .iter()
            .enumerate()
            .map(|(file, (_, text))| Node {
                value: Value::Table(document::parse(text, file, &mut complaints)),
                at: None,
            })
            .collect();
        let (language, rules) = Files::open(&roots, self, &mut complaints).translate(self, &mut complaints);
        if complaints.has_errors() {
            return Err(LoadError { diagnostics: complaints.finish(), files });
        }
        Ok(Translation { language, rules, findings: complaints.finish(), files })
    }
}

/// All language files together.
struct Files<'a> {
    language: Text,
    parts: Vec<Fields<'a>>,
    /// Which files are written for this very pack, rather than for one that it stands on.
    strict: Vec<bool>,
    /// Where to point when something is missing altogether.
    nowhere: Option<Span>,
}

impl<'a> Files<'a> {
    fn open(roots: &'a [Node], rules: &RuleSet, complaints: &mut Complaints) -> Self {
        let mut all =
            Self { language: Text::default(), parts: Vec::new(), strict: Vec::new(), nowhere: None };
        for (number, root) in roots.iter().enumerate() {
            let owner = "the language file".to_owned();
            let Some(mut fields) = Fields::open(root, owner, &FILE, complaints) else { continue };
            fields.at = Some(Span { file: number, start: 0, end: 0 });
            let language = fields.need_text("language", complaints);
            let at = fields.get("language").and_then(|entry| entry.node.at);
            let pack = fields.need_text("pack", complaints);
            let own = pack == rules.pack.name || pack.is_empty();
            if all.nowhere.is_none() || (own && !all.strict.contains(&true)) {
                all.nowhere = at;
            }
            if all.language.is_empty() {
                all.language = language;
            } else if all.language != language && !language.is_empty() {
                complaints.push(
                    Diagnostic::error(
                        codes::TWO_LANGUAGES,
                        format!("`{}` is not `{}`", shown(&language), shown(&all.language)),
                    )
                    .at(at, "another language")
                    .at(all.nowhere, "the first language")
                    .help("read one language at a time"),
                );
            }
            if !own {
                let found = Diagnostic::warning(
                    codes::OTHER_PACK,
                    format!("this translates the pack `{}`, not `{}`", shown(&pack), rules.pack.name),
                );
                complaints.push(
                    found
                        .at(fields.get("pack").and_then(|entry| entry.node.at), "another pack")
                        .help("what both packs have is translated, the rest is left alone"),
                );
            }
            all.strict.push(own);
            all.parts.push(fields);
        }
        all
    }

    fn translate(&self, rules: &RuleSet, complaints: &mut Complaints) -> (Text, RuleSet) {
        let mut rules = rules.clone();
        let before = rules.words().clone();
        let words = self.words(complaints);
        let title = self.parts.iter().find(|file| file.get("title").is_some());
        if let (Some(file), true) = (title, rules.pack.title != rules.pack.name) {
            let mut title = self.alone("the pack", "title = …", file);
            title.text("title", &mut rules.pack.title, complaints);
            title.finish(complaints);
        } else if rules.pack.title != rules.pack.name {
            let mut title = Translated::new("the pack".into(), "title = …".into(), None, self.nowhere, true);
            title.text("title", &mut rules.pack.title, complaints);
            title.finish(complaints);
        }
        let names: Vec<Text> = rules.vocabulary.facts().iter().map(|fact| fact.name.clone()).collect();
        let mut facts = self.section("facts", "fact", codes::UNKNOWN_FACT, &names, complaints);
        rules.vocabulary.speak(words, |fact| {
            let mut entry = facts.take(&fact.name, &FACT, complaints);
            translate_fact(fact, &before, &mut entry, complaints);
            entry.finish(complaints);
        });
        let names: Vec<Text> = rules.moments.iter().map(|moment| moment.id.clone()).collect();
        let mut moments = self.section("moments", "moment", codes::UNKNOWN_MOMENT, &names, complaints);
        for moment in &mut rules.moments {
            let mut entry = moments.take(&moment.id, &MOMENT, complaints);
            entry.text("title", &mut moment.title, complaints);
            entry.finish(complaints);
        }
        let names: Vec<Text> = rules.groups.iter().map(|group| group.id.clone()).collect();
        let mut groups = self.section("groups", "group", codes::UNKNOWN_GROUP, &names, complaints);
        for group in &mut rules.groups {
            let mut entry = groups.take(&group.id, &GROUP, complaints);
            entry.text("title", &mut group.title, complaints);
            entry.finish(complaints);
        }
        let names: Vec<Text> = rules.sources.iter().map(|source| source.id.clone()).collect();
        let mut sources = self.section("sources", "source", codes::UNKNOWN_SOURCE, &names, complaints);
        for source in &mut rules.sources {
            // The title of a book stays what it is, so nothing is missing here.
            let mut entry = sources.take(&source.id, &SOURCE, complaints);
            if entry.entry("title").is_some() {
                entry.text("title", &mut source.title, complaints);
            }
            if entry.entry("author").is_some() {
                entry.optional("author", &mut source.author, complaints);
            }
        }
        let names: Vec<Text> = rules.actions.iter().map(|action| action.id.clone()).collect();
        let mut actions = self.section("actions", "action", codes::UNKNOWN_ACTION, &names, complaints);
        for action in &mut rules.actions {
            let mut entry = actions.take(&action.id, &ACTION, complaints);
            entry.text("title", &mut action.title, complaints);
            entry.optional("say", &mut action.say, complaints);
            entry.optional("why", &mut action.why, complaints);
            entry.optional("instead", &mut action.instead, complaints);
            entry.finish(complaints);
        }
        let names: Vec<Text> = rules.rules.iter().map(|rule| rule.id.clone()).collect();
        let mut reasons = self.section("rules", "rule", codes::UNKNOWN_RULE, &names, complaints);
        for rule in &mut rules.rules {
            let mut entry = reasons.take(&rule.id, &RULE, complaints);
            entry.text("because", &mut rule.because, complaints);
            entry.finish(complaints);
        }
        let names: Vec<Text> = rules.disagreements.iter().map(|it| it.id.clone()).collect();
        let mut disagreements =
            self.section("disagreements", "disagreement", codes::UNKNOWN_DISAGREEMENT, &names, complaints);
        for disagreement in &mut rules.disagreements {
            let mut entry = disagreements.take(&disagreement.id, &DISAGREEMENT, complaints);
            translate_disagreement(disagreement, &mut entry, complaints);
            entry.finish(complaints);
        }
        (self.language.clone(), rules)
    }

    fn alone(&self, owner: &str, heading: &str, file: &Fields<'a>) -> Translated<'a> {
        let number = file.at.map_or(0, |at| at.file);
        let strict = self.strict.get(number).copied().unwrap_or(true);
        Translated::new(owner.to_owned(), heading.to_owned(), Some(file.clone()), self.nowhere, strict)
    }

    /// The words between the phrases, each from the first file that has it.
    fn words(&self, complaints: &mut Complaints) -> Words {
        let mut words = Words::default();
        let mut said_words: BTreeMap<&str, &Entry> = BTreeMap::new();
        for file in &self.parts {
            let Some(entry) = file.get("words") else { continue };
            let names: Vec<&'static str> = Words::default().each().map(|(name, ..)| name).to_vec();
            let one = "`[words]`";
            let keys = &names;
            let Value::Table(entries) = &entry.node.value else {
                complaints.wrong_type(one, "a table", &entry.node);
                continue;
            };
            for entry in entries {
                if keys.contains(&entry.key.as_str()) {
                    said_words.entry(&entry.key).or_insert(entry);
                } else {
                    complaints.unknown(
                        codes::UNKNOWN_KEY,
                        "word",
                        Used { word: &entry.key, at: entry.at, quoted: false },
                        keys.iter().copied(),
                        "leave it out: no words of a pack are called so",
                    );
                }
            }
        }
        let mut missing = Translated::new("`[words]`".into(), "[words]".into(), None, self.nowhere, true);
        for (name, places, text) in words.each() {
            let entry = said_words.get(name);
            missing.say(name, entry.map(|entry| &entry.node), text, complaints);
            if let Some(entry) = entry.filter(|_| text.matches("{}").count() != places) {
                complaints.push(without_place(name, entry.node.at, places));
            }
        }
        if self.strict.contains(&true) || !said_words.is_empty() {
            missing.finish(complaints);
        }
        words
    }

    fn section<'s>(
        &'s self,
        key: &'static str,
        kind: &'static str,
        code: &'static str,
        names: &[Text],
        complaints: &mut Complaints,
    ) -> Section<'s, 'a> {
        let mut tables: Vec<Named<'a>> = Vec::new();
        for file in &self.parts {
            if let Some(entry) = file.get(key) {
                add_named(&mut tables, kind, entry, complaints);
            }
        }
        count_first(&mut tables, kind, complaints);
        let known = Names::new(kind, code, names.iter().map(|name| (&**name, None)));
        for table in &tables {
            if self.is_strict(table.at) {
                known.resolve(Used { word: table.name, at: table.at, quoted: false }, complaints);
            }
        }
        let tables = tables.into_iter().filter(|table| table.counts).map(|table| (table.name, table));
        Section { files: self, key, kind, tables: tables.collect() }
    }

    fn is_strict(&self, at: Option<Span>) -> bool {
        at.and_then(|at| self.strict.get(at.file).copied()).unwrap_or(true)
    }
}

/// What the files say for all things of one kind.
struct Section<'s, 'a> {
    files: &'s Files<'a>,
    key: &'static str,
    kind: &'static str,
    tables: BTreeMap<&'a str, Named<'a>>,
}

impl<'a> Section<'_, 'a> {
    fn take(&mut self, id: &Text, form: &Form, complaints: &mut Complaints) -> Translated<'a> {
        let owner = format!("the {} `{id}`", self.kind);
        let heading = format!("[{}.{id}]", self.key);
        let table = self.tables.remove(&**id);
        let strict = self.files.is_strict(table.and_then(|table| table.at));
        let fields = table.and_then(|table| {
            let mut fields = Fields::open(table.node, owner.clone(), form, complaints)?;
            fields.at = table.at;
            Some(fields)
        });
        Translated::new(owner, heading, fields, self.files.nowhere, strict)
    }
}
