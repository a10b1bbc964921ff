//! What is known of one interview, from values, from text, or from a command line.

use std::collections::BTreeSet;
use std::fmt::Display;

use serde::{Deserializer, Serialize};

use super::argument;
use super::codes;
use super::complaints::{Complaints, is_error};
use super::conditions::Subjects;
use super::error::{ContextError, LoadError};
use super::limits::Limits;
use super::node::{Entry, Node, Value};
use super::plain;
use super::room::Room;
use super::test::Subject;
use super::words::{Used, shown};
use crate::model::{Allowed, Context, Fact, FactId, Kind, RuleSet, Test, Vocabulary};
use crate::text::Diagnostic;

/// The word for a fact that is said to be unknown.
pub(super) const UNKNOWN: &str = "unknown";

impl RuleSet {
    /// What is known of one interview, from any value that serialises to a table of facts.
    ///
    /// Every entry is a test as in conditions: a value, a list of values, bounds, or `not`. The text `unknown` says that a fact is not known, so
    /// that nothing is assumed of it. Fields that are `None` say nothing.
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// #[derive(serde::Serialize)]
    /// struct Known { went: &'static str, level: Option<&'static str>, interviewers: u8 }
    ///
    /// let context = rules.context(&Known { went: "well", level: None, interviewers: 2 })?;
    /// let level = rules.vocabulary().find("level").unwrap();
    /// assert!(context.said(level.id).is_none());
    ///
    /// let mistakes = rules.context(&Known { went: "wel", level: None, interviewers: 200 }).unwrap_err();
    /// assert_eq!(mistakes.diagnostics.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ContextError`] with every mistake: unknown facts and values, and numbers out of range.
    pub fn context<T: Serialize + ?Sized>(&self, what_is_known: &T) -> Result<Context, ContextError> {
        self.context_within(what_is_known, Limits::default())
    }

    /// As [`RuleSet::context`], straight from any format that serde knows, such as JSON. A fact that stands twice is a mistake, and `null` says
    /// nothing.
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// let json = r#"{ "went": ["unsure", "well"], "level": { "at_least": "management" }, "field": null }"#;
    /// let context = rules.context_from(&mut serde_json::Deserializer::from_str(json))?;
    /// assert!(context.said(rules.vocabulary().find("level").unwrap().id).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ContextError`] with every mistake, or with the first place at which the format could not be read.
    pub fn context_from<'de, D: Deserializer<'de>>(&self, what_is_known: D) -> Result<Context, ContextError> {
        self.context_from_within(what_is_known, Limits::default())
    }

    /// As [`RuleSet::context_from`], into the memory of a context that is no longer needed. Nothing is known of it after a mistake.
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// let [went, level] = ["went", "level"].map(|fact| rules.vocabulary().find(fact).unwrap().id);
    /// let mut context = closer_core::Context::unknown(rules.vocabulary());
    /// for line in [r#"{ "went": "well" }"#, r#"{ "level": "mid" }"#] {
    ///     rules.read_context(&mut context, &mut serde_json::Deserializer::from_str(line))?;
    /// }
    /// assert!(context.said(went).is_none() && context.said(level).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RuleSet::context_from`].
    pub fn read_context<'de, D: Deserializer<'de>>(
        &self,
        context: &mut Context,
        what_is_known: D,
    ) -> Result<(), ContextError> {
        context.forget(self.vocabulary());
        self.add(context, what_is_known, Limits::default()).inspect_err(|_| context.forget(self.vocabulary()))
    }

    /// Says what is known, in a context of which nothing is said.
    pub(super) fn add<'de, D: Deserializer<'de>>(
        &self,
        context: &mut Context,
        what_is_known: D,
        limits: Limits,
    ) -> Result<(), ContextError> {
        let room = Room::new(limits);
        match plain::read(self.vocabulary(), context, what_is_known, &room) {
            Ok(Node { value: Value::Table(rest), .. }) if rest.is_empty() => Ok(()),
            Ok(rest) => self.add_node(context, &rest, limits),
            Err(why) => Err(room.refusal(|| unreadable(&why))),
        }
    }

    fn add_node(&self, context: &mut Context, node: &Node, limits: Limits) -> Result<(), ContextError> {
        let mut complaints = Complaints::within(limits);
        match &node.value {
            Value::Table(entries) => known(self.vocabulary(), context, entries, &mut complaints),
            _ => complaints.wrong_type("what is known", "a table of facts", node),
        }
        if complaints.has_errors() { Err(ContextError { diagnostics: complaints.finish() }) } else { Ok(()) }
    }

    pub(super) fn context_of(&self, node: &Node, limits: Limits) -> Result<Context, ContextError> {
        let mut context = Context::unknown(self.vocabulary());
        self.add_node(&mut context, node, limits)?;
        Ok(context)
    }

    /// As [`RuleSet::context`], from TOML. Mistakes are shown with their places.
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// let context = rules.context_from_toml("went = \"well\"\ninterviewers = { at_least = 2 }")?;
    /// let mistake = rules.context_from_toml("went = \"wel\"").unwrap_err();
    /// assert_eq!(mistake.to_string(), "<text>:1:8: error[unknown-value]: `wel` is not a value of `went`");
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in the text.
    pub fn context_from_toml(&self, text: &str) -> Result<Context, LoadError> {
        self.context_from_toml_within(text, Limits::default())
    }

    /// What is said of one fact in a short text, as on a command line.
    ///
    /// | text | says |
    /// |---|---|
    /// | `mid` | this value; `yes`, `no`, `true` and `false` for facts that are true or false |
    /// | `in_person,video` | one of these |
    /// | `>=management`, `<=mid`, `>mid`, `<3` | bounds, for facts with an order and for numbers |
    /// | `2..5` | from 2 to 5, both ends allowed |
    /// | `!phone`, `!phone,video` | none of these |
    /// | `unknown` | it is not known, so nothing is assumed of it |
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// let test = rules.test("level", ">=management").unwrap();
    /// let level = rules.vocabulary().find("level").unwrap();
    /// assert_eq!(level.titles_of(&test.allowed), "management or executive");
    ///
    /// let mistake = rules.test("level", "middle").unwrap_err();
    /// assert_eq!(mistake.message, "`middle` is not a value of `level`");
    /// assert!(mistake.help.unwrap().starts_with("did you mean `mid`?"));
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// A [`Diagnostic`] that says what is wrong and what would be right; it has no places.
    pub fn test(&self, fact: &str, text: &str) -> Result<Test, Box<Diagnostic>> {
        let mut complaints = Complaints::new();
        let used = Used { word: fact, at: None, quoted: false };
        let said = resolve(self.vocabulary(), used, &mut complaints).and_then(|fact| {
            let node = argument::node(fact, text, &mut complaints)?;
            said(fact, &node, &mut complaints)
        });
        let mut errors = complaints.finish().into_iter().filter(is_error);
        match (said, errors.next()) {
            (Some(said), None) => Ok(said),
            (_, Some(error)) => Err(Box::new(error)),
            (None, None) => Err(Box::new(Diagnostic::error(codes::SYNTAX, "this cannot be read"))),
        }
    }
}

pub(super) fn unreadable(why: &dyn Display) -> ContextError {
    let found = Diagnostic::error(codes::SYNTAX, format!("what is known cannot be read: {why}"))
        .help("give a table of facts with texts, whole numbers, `true` or `false`, lists and tables");
    ContextError { diagnostics: vec![found] }
}

/// Adds what the entries of a table say to a context that may have been told something of other facts.
pub(super) fn known(
    vocabulary: &Vocabulary,
    context: &mut Context,
    entries: &[Entry],
    complaints: &mut Complaints,
) {
    let said = vocabulary.facts().iter().map(|fact| fact.id).filter(|fact| context.said(*fact).is_some());
    for test in tests_beside(said.collect(), vocabulary, entries, complaints) {
        context.say(vocabulary, &test);
    }
}

/// What the entries of a table say, fact by fact.
pub(super) fn tests(vocabulary: &Vocabulary, entries: &[Entry], complaints: &mut Complaints) -> Vec<Test> {
    tests_beside(BTreeSet::new(), vocabulary, entries, complaints)
}

/// What the entries of a table say, fact by fact, where something has been said already of some facts.
fn tests_beside(
    mut seen: BTreeSet<FactId>,
    vocabulary: &Vocabulary,
    entries: &[Entry],
    complaints: &mut Complaints,
) -> Vec<Test> {
    let mut tests = Vec::with_capacity(entries.len());
    for entry in entries {
        let used = Used { word: &entry.key, at: entry.at, quoted: false };
        let Some(fact) = resolve(vocabulary, used, complaints) else { continue };
        if !seen.insert(fact.id) {
            complaints.push(
                Diagnostic::error(codes::DUPLICATE_KEY, format!("`{}` stands twice", shown(&entry.key)))
                    .help("say everything that is known of a fact at once, as a list"),
            );
        }
        tests.extend(said(fact, &entry.node, complaints));
    }
    tests
}

/// The fact of this name.
pub(super) fn resolve<'v>(
    vocabulary: &'v Vocabulary,
    used: Used<'_>,
    complaints: &mut Complaints,
) -> Option<&'v Fact> {
    let fact = vocabulary.find(used.word);
    if fact.is_none() {
        complaints.unknown(
            codes::UNKNOWN_FACT,
            "fact",
            used,
            vocabulary.facts().iter().map(|fact| &*fact.name),
            "leave it out: the pack knows nothing of the kind",
        );
    }
    fact
}

/// Conditions on what is known, where a pack has been read.
impl Subjects for Vocabulary {
    fn subject(&self, used: Used<'_>, complaints: &mut Complaints) -> Option<Subject<'_>> {
        let fact = resolve(self, used, complaints)?;
        (!complaints.doubts(fact.id)).then_some(Subject { fact, values_at: None })
    }
}

/// What an entry says of a fact.
pub(super) fn said(fact: &Fact, node: &Node, complaints: &mut Complaints) -> Option<Test> {
    if complaints.doubts(fact.id) {
        return None;
    }
    let is_value = || (0..fact.size()).any(|position| fact.value(position) == Some(UNKNOWN));
    let allowed = match (&node.value, &fact.kind) {
        (Value::Text(text), kind) if text == UNKNOWN && !is_value() => match kind {
            Kind::Int { low, high, .. } => Allowed::numbers([(*low, *high)]),
            _ => Allowed::Values(fact.all()),
        },
        _ => Subject { fact, values_at: None }.test(node, complaints)?,
    };
    Some(Test { fact: fact.id, allowed })
}
