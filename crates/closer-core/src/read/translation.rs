//! A pack in another language: language files laid over its texts. Rules are never touched.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::complaints::Complaints;
use super::document;
use super::error::LoadError;
use super::fields::{Fields, Form};
use super::limits::Limits;
use super::material::{Named, add_named, count_first};
use super::names::Names;
use super::node::{Entry, Node, Value};
use super::translated::{Own, Translated, translate_disagreement, translate_fact, without_place};
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
    /// Whether a file is written for this very pack, and not only for packs that it stands on.
    pub own: bool,
    /// What is missing or out of date: warnings, in the order of the texts.
    pub findings: Vec<Diagnostic>,
    /// Names and texts of the language files; the spans of the findings count them from 0.
    pub files: Vec<(String, String)>,
}

impl RuleSet {
    /// The same rules in another language. `files` are language files, as their names and texts; their order does not matter. For packs on top
    /// of each other they may be those of all of them: what is said for the upper one goes before what is said for the lower one.
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
        self.translate_within(files, Limits::default())
    }

    /// As [`RuleSet::translate`], with other [`Limits`] than those that are meant for anything people write.
    ///
    /// # Errors
    /// As [`RuleSet::translate`].
    pub fn translate_within<N: Into<String>, T: Into<String>>(
        &self,
        files: impl IntoIterator<Item = (N, T)>,
        limits: Limits,
    ) -> Result<Translation, LoadError> {
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        files.sort();
        let mut complaints = Complaints::within(limits);
        let roots: Vec<Node> = files
            .iter()
            .enumerate()
            .map(|(file, (_, text))| Node {
                value: Value::Table(document::parse(text, file, &mut complaints)),
                at: None,
            })
            .collect();
        let names = files.iter().map(|(name, _)| name.as_str());
        let all = Files::open(&roots, names, self, &mut complaints);
        let own = all.parts.iter().any(|file| file.says.strict);
        let (language, rules) = all.translate(self, &mut complaints);
        if complaints.has_errors() {
            return Err(LoadError { diagnostics: complaints.finish(), files });
        }
        Ok(Translation { language, rules, own, findings: complaints.finish(), files })
    }
}

/// All language files together.
struct Files<'a> {
    language: Text,
    /// The files, those of the topmost pack first.
    parts: Vec<File<'a>>,
    /// Where to point when something is missing altogether.
    nowhere: Option<Span>,
}

struct File<'a> {
    /// How high the pack that it translates lies in the stack of packs; `None` if it is no part of it.
    height: Option<usize>,
    says: Own<Fields<'a>>,
}

impl<'a> Files<'a> {
    fn open<'n>(
        roots: &'a [Node],
        names: impl Iterator<Item = &'n str>,
        rules: &RuleSet,
        complaints: &mut Complaints,
    ) -> Self {
        let mut language: Option<(Text, Option<Span>)> = None;
        let mut parts = Vec::new();
        for (number, (root, name)) in roots.iter().zip(names).enumerate() {
            let owner = "the language file".to_owned();
            let Some(mut fields) = Fields::open(root, owner, &FILE, complaints) else { continue };
            fields.at = Some(Span { file: number, start: 0, end: 0 });
            let own_language = fields.need_text("language", complaints);
            let at = fields.get("language").and_then(|entry| entry.node.at);
            if !own_language.is_empty() {
                let (first, first_at) = language.get_or_insert_with(|| (own_language.clone(), at));
                let told = language_of(name);
                if told.unwrap_or(first) != &*own_language {
                    let found = Diagnostic::error(
                        codes::TWO_LANGUAGES,
                        format!("`{}` is not `{}`", shown(&own_language), shown(told.unwrap_or(first))),
                    );
                    complaints.push(match told {
                        Some(told) => {
                            found.at(at, "not the language that the name of the file tells").help(format!(
                                "write \"{0}\" here, or let the file end in `.{1}.lang.toml`",
                                shown(told),
                                shown(&own_language)
                            ))
                        }
                        None => found
                            .at(at, "another language")
                            .at(*first_at, "the first language")
                            .help("read one language at a time"),
                    });
                }
            }
            let pack = fields.need_text("pack", complaints);
            let height = height(rules, &pack);
            if height.is_none() {
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
            parts.push((height, fields));
        }
        parts.sort_by_key(|(height, _)| Reverse(*height));
        let top = height(rules, &rules.pack.name);
        let file = |(height, it)| File { height, says: Own { it, strict: height == top } };
        let parts: Vec<File<'a>> = parts.into_iter().map(file).collect();
        let first = parts.first().and_then(|file| file.says.it.get("language"));
        let nowhere = first.and_then(|entry| entry.node.at);
        Self { language: language.map(|(language, _)| language).unwrap_or_default(), parts, nowhere }
    }

    fn translate(&self, rules: &RuleSet, complaints: &mut Complaints) -> (Text, RuleSet) {
        let mut rules = rules.clone();
        let before = rules.words().clone();
        let words = self.words(complaints);
        let said = self.parts.iter().map(|file| file.says.clone());
        let said = said.filter(|says| says.it.get("title").is_some()).collect();
        let mut pack = Translated::new("the pack".into(), "title = …".into(), said, self.nowhere);
        self.once("title", complaints);
        // A pack without a title is called by its name.
        let mut title = (rules.pack.title != rules.pack.name).then(|| rules.pack.title.clone());
        pack.optional("title", &mut title, complaints);
        rules.pack.title = title.unwrap_or_else(|| rules.pack.title.clone());
        pack.finish(complaints);
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
            let mut instead = action.instead().cloned();
            entry.optional("instead", &mut instead, complaints);
            action.change_extras(|extras| extras.instead = instead);
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

    /// Complains of what is said by two files of one pack; a pack on top may say it otherwise.
    fn once(&self, key: &str, complaints: &mut Complaints) {
        for files in self.parts.chunk_by(|one, next| one.height == next.height) {
            let mut said = files.iter().filter_map(|file| file.says.it.get(key));
            let Some(first) = said.next() else { continue };
            for again in said {
                complaints.push(
                    Diagnostic::error(
                        codes::DUPLICATE_KEY,
                        format!("two language files of one pack say `{key}`"),
                    )
                    .at(again.at, "again here")
                    .at(first.at, "first here")
                    .help("leave one of them out"),
                );
            }
        }
    }

    /// The words between the phrases, each from the first file that has it.
    fn words(&self, complaints: &mut Complaints) -> Words {
        let mut words = Words::default();
        let mut said_words: BTreeMap<&str, Own<&Entry>> = BTreeMap::new();
        let mut of_pack: BTreeMap<(Option<usize>, &str), Option<Span>> = BTreeMap::new();
        for file in &self.parts {
            let Some(entry) = file.says.it.get("words") else { continue };
            let names: Vec<&'static str> = Words::default().each().map(|(name, ..)| name).to_vec();
            let Value::Table(entries) = &entry.node.value else {
                complaints.wrong_type("`[words]`", "a table", &entry.node);
                continue;
            };
            for entry in entries {
                if names.contains(&entry.key.as_str()) {
                    let own = Own { it: entry, strict: file.says.strict };
                    said_words.entry(&entry.key).or_insert(own);
                    if let Some(first) = of_pack.insert((file.height, &entry.key), entry.at) {
                        complaints.push(said_twice(&entry.key, entry.at, first));
                    }
                } else {
                    complaints.unknown(
                        codes::UNKNOWN_KEY,
                        "word",
                        Used { word: &entry.key, at: entry.at, quoted: false },
                        names.iter().copied(),
                        "leave it out: no words of a pack are called so",
                    );
                }
            }
        }
        let mut missing = Translated::new("`[words]`".into(), "[words]".into(), Vec::new(), self.nowhere);
        for (name, places, text) in words.each() {
            let entry = said_words.get(name).copied();
            missing.say(name, entry.map(Own::node), text, complaints);
            if let Some(entry) = entry.filter(|_| text.matches("{}").count() != places) {
                complaints.push(without_place(name, entry.it.node.at, places));
            }
        }
        if self.parts.iter().any(|file| file.says.strict) || !said_words.is_empty() {
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
        let known = Names::new(kind, code, names.iter().map(|name| (&**name, None)));
        let mut tables: BTreeMap<&'a str, Vec<Own<Named<'a>>>> = BTreeMap::new();
        // The files of one pack must not say the same thing twice; a pack on top may say it otherwise.
        for files in self.parts.chunk_by(|one, next| one.height == next.height) {
            let mut own: Vec<Named<'a>> = Vec::new();
            for entry in files.iter().filter_map(|file| file.says.it.get(key)) {
                add_named(&mut own, kind, entry, complaints);
            }
            count_first(&mut own, kind, complaints);
            let strict = files.iter().any(|file| file.says.strict);
            let said: BTreeSet<&str> = own.iter().map(|table| table.name).collect();
            for table in own {
                if strict {
                    let used = Used { word: table.name, at: table.at, quoted: false };
                    known.resolve_beside(used, &|name| said.contains(name), complaints);
                }
                if table.counts {
                    tables.entry(table.name).or_default().push(Own { it: table, strict });
                }
            }
        }
        Section { files: self, key, kind, tables }
    }
}

fn said_twice(key: &str, again: Option<Span>, first: Option<Span>) -> Diagnostic {
    Diagnostic::error(codes::DUPLICATE_KEY, format!("two language files of one pack say `{}`", shown(key)))
        .at(again, "again here")
        .at(first, "first here")
        .help("leave one of them out")
}

/// The language that the name of a language file tells: `de` of `facts.de.lang.toml`.
fn language_of(name: &str) -> Option<&str> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.strip_suffix(".lang.toml")?;
    Some(stem.rsplit('.').next().unwrap_or(stem))
}

/// How high a pack lies in the stack of packs; `None` if it is no part of it.
fn height(rules: &RuleSet, pack: &str) -> Option<usize> {
    let layers = &rules.pack.layers;
    match layers.iter().position(|layer| *layer.name == *pack) {
        None if *rules.pack.name == *pack => Some(layers.len()),
        place => place,
    }
}

/// What the files say for all things of one kind.
struct Section<'s, 'a> {
    files: &'s Files<'a>,
    key: &'static str,
    kind: &'static str,
    tables: BTreeMap<&'a str, Vec<Own<Named<'a>>>>,
}

impl<'a> Section<'_, 'a> {
    fn take(&mut self, id: &Text, form: &Form, complaints: &mut Complaints) -> Translated<'a> {
        let owner = format!("the {} `{id}`", self.kind);
        let heading = format!("[{}.{id}]", self.key);
        let mut said = Vec::new();
        for Own { it: table, strict } in self.tables.remove(&**id).unwrap_or_default() {
            if let Some(mut fields) = Fields::open(table.node, owner.clone(), form, complaints) {
                fields.at = table.at;
                said.push(Own { it: fields, strict });
            }
        }
        Translated::new(owner, heading, said, self.files.nowhere)
    }
}
