//! What is said to each line.

use closer_core::model::ActionId;
use closer_core::{Context, Decider, Decision, Diagnostic, Program, Role, RuleSet, Verdict};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::lines::{Chunk, LONGEST};
use crate::read::is_utf16;
use crate::render::json;

/// What is printed for each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All that `suggest --format json` prints.
    Advice,
    /// The actions alone.
    Ids,
}

impl Shape {
    /// How many lines are worked on together: few where each takes long, so that all cores have some.
    pub(super) fn lines_at_once(self) -> usize {
        match self {
            Self::Advice => 64,
            Self::Ids => 1024,
        }
    }
}

/// The answers to a chunk.
pub(super) struct Answered {
    /// As many lines as there were in the chunk.
    pub(super) text: Vec<u8>,
    pub(super) lines: u64,
    /// The numbers of those that could not be read.
    pub(super) bad: Vec<u64>,
    /// How many bytes were read up to here.
    pub(super) read: u64,
}

/// Answers chunks; any number of threads can share it.
pub(super) struct Answerer<'a> {
    program: &'a Program,
    pub(super) shape: Shape,
    strict: bool,
    /// All actions, in the order of their ids.
    actions: Vec<(ActionId, &'a str)>,
}

/// The actions alone: what leads, best first, what could take the place of something that leads, best first, what is avoided, and what depends.
struct Ids<'a> {
    rules: &'a RuleSet,
    /// All actions, in the order of their ids.
    actions: &'a [(ActionId, &'a str)],
    decision: &'a Decision,
}

// Written as it is found: lists of it would have to be asked for and given back for every line.
impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut ids = serializer.serialize_struct("Ids", 4)?;
        ids.serialize_field("suggested", &Each(|| self.ranked(Role::Lead)))?;
        ids.serialize_field("spare", &Each(|| self.ranked(Role::Spare)))?;
        ids.serialize_field("avoided", &Each(|| self.with(Verdict::Avoided)))?;
        ids.serialize_field("depends", &Each(|| self.with(Verdict::Depends)))?;
        ids.end()
    }
}

impl Ids<'_> {
    fn ranked(&self, wanted: Role) -> impl Iterator<Item = &str> {
        let these = self.decision.ranked().iter().filter(move |(_, role)| *role == wanted);
        these.filter_map(|(action, _)| self.rules.action(*action)).map(|action| &*action.id)
    }

    fn with(&self, wanted: Verdict) -> impl Iterator<Item = &str> {
        let these =
            self.actions.iter().filter(move |(action, _)| self.decision.verdict(*action) == Some(wanted));
        these.map(|(_, id)| *id)
    }
}

/// Everything that can be gone through, as a list.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// In place of an answer.
#[derive(Serialize)]
struct Bad {
    error: Error,
}

#[derive(Serialize)]
struct Error {
    line: u64,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Mistake>,
}

/// What is wrong with what a line says; there may be several.
#[derive(Serialize)]
struct Mistake {
    code: &'static str,
    message: String,
    help: Option<String>,
}

impl From<Diagnostic> for Mistake {
    fn from(found: Diagnostic) -> Self {
        // The reader of JSON counts lines, too, but the text that it has read is one line of many.
        let message = found.message.replace(" at line 1 column ", " at column ");
        Self { code: found.code, message, help: found.help }
    }
}

impl<'a> Answerer<'a> {
    pub(super) fn new(program: &'a Program, shape: Shape, strict: bool) -> Self {
        let rules = program.rules();
        let ids = rules.actions().iter().map(|action| &*action.id);
        let mut actions: Vec<(ActionId, &str)> =
            ids.filter_map(|id| Some((rules.find_action(id)?, id))).collect();
        actions.sort_by_key(|(_, id)| *id);
        Self { program, shape, strict, actions }
    }

    /// What a thread needs of its own to answer one chunk after the other: memory that deciding uses again and again.
    pub(super) fn decider(&self) -> Option<Decider<'a>> {
        (self.shape == Shape::Ids).then(|| self.program.decider())
    }

    /// Answers each line of a chunk, into this piece of memory.
    pub(super) fn answer(&self, chunk: &Chunk, text: Vec<u8>, decider: &mut Option<Decider<'_>>) -> Answered {
        let lines = chunk.len() as u64;
        let mut answered = Answered { text, lines, bad: Vec::new(), read: chunk.read };
        for (number, line) in (chunk.first..).zip(chunk.lines()) {
            let said = self
                .read(line, number == 1)
                .and_then(|context| self.say(&context, decider.as_mut(), &mut answered.text));
            if let Err((message, findings)) = said {
                answered.bad.push(number);
                // Texts and numbers can always be written.
                let bad = Bad { error: Error { line: number, message, findings } };
                let _ = json::add_line(&bad, &mut answered.text);
            }
        }
        answered
    }

    /// What a line says is known.
    fn read(&self, line: Option<&[u8]>, is_first: bool) -> Result<Context, (String, Vec<Mistake>)> {
        let plain = |message: String| (message, Vec::new());
        let Some(line) = line else {
            return Err(plain(format!("the line is longer than {} MiB", LONGEST >> 20)));
        };
        if is_first && is_utf16(line) {
            return Err(plain("this is UTF-16 text, not UTF-8; save it as UTF-8 and try again".to_owned()));
        }
        let text = std::str::from_utf8(line).map_err(|_| plain("the line is not UTF-8 text".to_owned()))?;
        let text = if is_first { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
        if text.trim().is_empty() {
            return Err(plain("the line is empty; write {} where nothing is known".to_owned()));
        }
        let invalid = |error: &serde_json::Error| {
            let told = error.to_string();
            let what = told.split(" at line ").next().unwrap_or_default();
            plain(format!("the line is not valid JSON: {what}, at column {}", error.column()))
        };
        let mut json = serde_json::Deserializer::from_str(text);
        let context = self.program.rules().context_from(&mut json).map_err(|error| {
            // What is no JSON at all is not worth a page of what is wrong with it.
            if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
                return invalid(&error);
            }
            let findings: Vec<Mistake> = error.diagnostics.into_iter().map(Mistake::from).collect();
            (findings.first().map(|first| first.message.clone()).unwrap_or_default(), findings)
        })?;
        json.end().map_err(|error| invalid(&error))?;
        Ok(context)
    }

    /// Adds the answer to what is known.
    fn say(
        &self,
        context: &Context,
        decider: Option<&mut Decider<'_>>,
        text: &mut Vec<u8>,
    ) -> Result<(), (String, Vec<Mistake>)> {
        let (rules, actions) = (self.program.rules(), self.actions.as_slice());
        let written = match (decider, self.strict) {
            (None, false) => json::add_line(&self.program.advise(context), text),
            (None, true) => json::add_line(&self.program.advise_strict(context), text),
            (Some(decider), strict) => {
                let decision = if strict { decider.decide_strict(context) } else { decider.decide(context) };
                json::add_line(&Ids { rules, actions, decision }, text)
            }
        };
        written.map_err(|_| ("the answer cannot be written as JSON".to_owned(), Vec::new()))
    }
}
