//! A file of tests, read and held against the pack that it names.

use closer_core::{Context, RuleSet};
use serde::Deserialize;

/// The tests of one file.
#[derive(Debug, Clone)]
pub struct Suite {
    tests: Vec<Test>,
}

/// One test: what is given, and what must come of it.
#[derive(Debug, Clone)]
pub struct Test {
    pub(crate) context: Context,
    pub(crate) wanted: Wanted,
}

/// A test file that cannot be run. All that is wrong with it is said at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", mistakes.join("\n"))]
#[non_exhaustive]
pub struct SuiteError {
    /// Each mistake in a line.
    pub mistakes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pack: String,
    #[serde(default)]
    test: Vec<Wanted>,
}

/// A test as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) given: toml::Table,
    pub(crate) strict: bool,
    pub(crate) suggests: Vec<String>,
    pub(crate) leads: Vec<String>,
    pub(crate) spares: Vec<String>,
    pub(crate) avoids: Vec<String>,
    pub(crate) silent: Vec<String>,
    pub(crate) depends: Vec<String>,
    pub(crate) first: Option<String>,
    pub(crate) order: Vec<String>,
    pub(crate) disputed: Vec<String>,
    pub(crate) undisputed: Vec<String>,
    /// Rules that must be among those behind what is suggested or avoided.
    pub(crate) reasons: Vec<String>,
    /// The empty text stands for "none".
    pub(crate) next_question: Option<String>,
}

impl Suite {
    /// Reads a test file for a pack.
    ///
    /// # Errors
    /// Text that is not TOML, keys that no test has, another pack's name, no test at all, a test that expects nothing, names that stand
    /// twice, and facts, values and actions that the pack does not have.
    pub fn from_toml(rules: &RuleSet, text: &str) -> Result<Self, SuiteError> {
        let file: File =
            toml::from_str(text).map_err(|error| SuiteError { mistakes: vec![error.to_string()] })?;
        let mut mistakes = Vec::new();
        if file.pack != *rules.pack().name {
            mistakes.push(format!(
                "these are tests of the pack `{}`, not of `{}`",
                file.pack,
                rules.pack().name
            ));
        }
        if file.test.is_empty() {
            mistakes.push("there is no [[test]] in this file".to_owned());
        }
        let mut tests: Vec<Test> = Vec::with_capacity(file.test.len());
        for wanted in file.test {
            if tests.iter().any(|test| test.wanted.name == wanted.name) {
                mistakes.push(format!("two tests have the name `{}`", wanted.name));
            }
            wanted.check(rules, &mut mistakes);
            match rules.context(&wanted.given) {
                Ok(context) => tests.push(Test { context, wanted }),
                Err(error) => mistakes.push(format!("test `{}`: {error}", wanted.name)),
            }
        }
        if mistakes.is_empty() { Ok(Self { tests }) } else { Err(SuiteError { mistakes }) }
    }

    /// The tests, in the order of the file.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }
}

impl Test {
    /// What the test is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.wanted.name
    }

    /// The actions of which it expects something, by id; an action can come more than once.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.wanted.lists().into_iter().flatten().chain(&self.wanted.first).map(String::as_str)
    }
}

impl Wanted {
    /// The actions of each list.
    fn lists(&self) -> [&[String]; 9] {
        [
            &self.suggests,
            &self.leads,
            &self.spares,
            &self.avoids,
            &self.silent,
            &self.depends,
            &self.order,
            &self.disputed,
            &self.undisputed,
        ]
    }

    fn check(&self, rules: &RuleSet, mistakes: &mut Vec<String>) {
        let name = &self.name;
        if name.is_empty() {
            mistakes.push("a test has no `name`".to_owned());
        }
        let expects = self.lists().iter().any(|list| !list.is_empty()) || !self.reasons.is_empty();
        if !expects && self.first.is_none() && self.next_question.is_none() {
            mistakes.push(format!("test `{name}` expects nothing, so it cannot fail"));
        }
        for action in self.lists().into_iter().flatten().chain(&self.first) {
            if rules.find_action(action).is_none() {
                mistakes.push(format!("test `{name}`: the pack has no action `{action}`"));
            }
        }
        for rule in &self.reasons {
            if rules.find_rule(rule).is_none() {
                mistakes.push(format!("test `{name}`: the pack has no rule `{rule}`"));
            }
        }
        if let Some(fact) = self.next_question.as_deref().filter(|fact| !fact.is_empty())
            && rules.vocabulary().find(fact).is_none()
        {
            mistakes.push(format!("test `{name}`: the pack has no fact `{fact}`"));
        }
    }
}
