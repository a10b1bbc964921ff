//! What is said to each line.

use closer_core::model::ActionId;
use closer_core::{Context, Decider, Decision, Diagnostic, Program, Role, Verdict};
use serde::Serialize;

use super::lines::{Chunk, LONGEST};
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

/// The actions alone.
#[derive(Serialize)]
struct Ids<'a> {
    /// What leads, best first.
    suggested: Vec<&'a str>,
    /// What could take the place of something that leads, best first.
    spare: Vec<&'a str>,
    avoided: Vec<&'a str>,
    depends: Vec<&'a str>,
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
        Self { code: found.code, message: found.message, help: found.help }
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
            let answer =
                self.read(line, number == 1).and_then(|context| self.said(&context, decider.as_mut()));
            let answer = answer.unwrap_or_else(|(message, findings)| {
                answered.bad.push(number);
                // Texts and numbers can always be written.
                json::line(&Bad { error: Error { line: number, message, findings } }).unwrap_or_default()
            });
            answered.text.extend_from_slice(answer.as_bytes());
        }
        answered
    }

    /// What a line says is known.
    fn read(&self, line: Option<&[u8]>, is_first: bool) -> Result<Context, (String, Vec<Mistake>)> {
        let plain = |message: String| (message, Vec::new());
        let Some(line) = line else {
            return Err(plain(format!("the line is longer than {} MiB", LONGEST >> 20)));
        };
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

    fn said(
        &self,
        context: &Context,
        decider: Option<&mut Decider<'_>>,
    ) -> Result<String, (String, Vec<Mistake>)> {
        let written = match (decider, self.strict) {
            (None, false) => json::line(&self.program.advise(context)),
            (None, true) => json::line(&self.program.advise_strict(context)),
            (Some(decider), false) => json::line(&self.ids(decider.decide(context))),
            (Some(decider), true) => json::line(&self.ids(decider.decide_strict(context))),
        };
        written.map_err(|_| ("the answer cannot be written as JSON".to_owned(), Vec::new()))
    }

    fn ids(&self, decision: &Decision) -> Ids<'a> {
        let rules = self.program.rules();
        let ranked = |wanted: Role| {
            let these = decision.ranked().iter().filter(|(_, role)| *role == wanted);
            these.filter_map(|(action, _)| rules.action(*action)).map(|action| &*action.id).collect()
        };
        let verdict = |wanted: Verdict| {
            let these = self.actions.iter().filter(|(action, _)| decision.verdict(*action) == Some(wanted));
            these.map(|(_, id)| *id).collect()
        };
        Ids {
            suggested: ranked(Role::Lead),
            spare: ranked(Role::Spare),
            avoided: verdict(Verdict::Avoided),
            depends: verdict(Verdict::Depends),
        }
    }
}
