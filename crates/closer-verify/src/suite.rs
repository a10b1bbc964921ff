//! The tests of a pack, taken apart into single cases.

use std::sync::Arc;

use closer_core::model::{Context, Fact, Test, Text, Wanted};
use closer_core::sheet::{SheetCase, SheetTest};
use closer_core::{Diagnostic, Limits, LineIndex, LoadError, RuleSet, Span};

use crate::words;
use crate::{Case, Property};

/// The tests of a pack, read from one or more files.
#[derive(Debug, Clone)]
pub struct Suite {
    cases: Vec<Case>,
    properties: Vec<Property>,
    files: Vec<(String, String)>,
    warnings: Vec<Diagnostic>,
}

impl Suite {
    /// Reads the tests of a pack from files, given as their names and texts; fixtures are shared among them.
    ///
    /// ```
    /// use closer_core::Program;
    /// use closer_verify::Suite;
    ///
    /// let program = Program::closing();
    /// let tests = r#"
    ///     pack = "closing"
    ///
    ///     [fixtures.good-talk]
    ///     went      = "well"
    ///     wants_job = "yes"
    ///
    ///     [[test]]
    ///     name     = "thanks are always in place"
    ///     fixture  = "good-talk"
    ///     matrix   = { level = ["entry", "mid"], setting = ["in_person", "video"] }
    ///     suggests = ["thank-interviewer"]
    /// "#;
    /// let suite = Suite::from_files(program.rules(), [("thanks.test.toml", tests)])?;
    /// assert_eq!(suite.cases().len(), 4);
    /// assert_eq!(suite.cases()[0].name(), "thanks are always in place [level=entry setting=in_person]");
    /// assert!(suite.cases().iter().all(|case| case.run(&program).is_ok()));
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all files: see [`RuleSet::sheet`]. There is always at least one case or property.
    pub fn from_files<N: Into<String>, T: Into<String>>(
        rules: &RuleSet,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, LoadError> {
        Self::from_files_within(rules, files, Limits::default())
    }

    /// As [`Suite::from_files`], with other [limits](closer_core::Limits) than those that are meant for anything people write.
    ///
    /// # Errors
    /// As [`Suite::from_files`].
    pub fn from_files_within<N: Into<String>, T: Into<String>>(
        rules: &RuleSet,
        files: impl IntoIterator<Item = (N, T)>,
        limits: Limits,
    ) -> Result<Self, LoadError> {
        let sheet = rules.sheet_within(files, limits)?;
        let named: Vec<(Text, LineIndex)> =
            sheet.files.iter().map(|(name, text)| (name.as_str().into(), LineIndex::new(text))).collect();
        let place = |at: Span| -> (Text, usize) {
            let (Some((name, lines)), Some((_, text))) = (named.get(at.file), sheet.files.get(at.file))
            else {
                return ("".into(), 1);
            };
            (name.clone(), lines.line_and_column(text, at.start).0)
        };
        let mut cases = Vec::new();
        for test in sheet.tests {
            let (file, line) = place(test.at);
            expand(rules, &Arc::new(test), &file, line, &mut cases);
        }
        let mut properties = Vec::with_capacity(sheet.properties.len());
        for property in sheet.properties {
            let (file, line) = place(property.at);
            properties.push(Property { file, line, sheet: Arc::new(property) });
        }
        Ok(Self { cases, properties, files: sheet.files, warnings: sheet.warnings })
    }

    /// As [`Suite::from_files`], from one text that is no file.
    ///
    /// # Errors
    /// As [`Suite::from_files`].
    pub fn from_toml(rules: &RuleSet, text: &str) -> Result<Self, LoadError> {
        Self::from_files(rules, [("<text>", text)])
    }

    /// Every case of every test, in the order of the files.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Every property, in the order of the files.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// Only the cases that `keep` keeps.
    #[must_use]
    pub fn filter(mut self, keep: impl FnMut(&Case) -> bool) -> Self {
        self.cases.retain(keep);
        self
    }

    /// Only the properties that `keep` keeps.
    #[must_use]
    pub fn filter_properties(mut self, keep: impl FnMut(&Property) -> bool) -> Self {
        self.properties.retain(keep);
        self
    }

    /// Names and texts of the files, sorted by name.
    #[must_use]
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// What the reader found odd, though not wrong.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

/// Adds the cases of a test: each one written out, combined with each choice of the matrix.
fn expand(rules: &RuleSet, test: &Arc<SheetTest>, file: &Text, line: usize, cases: &mut Vec<Case>) {
    let vocabulary = rules.vocabulary();
    let mut choices: Vec<Vec<Test>> = vec![Vec::new()];
    for (fact, values) in &test.matrix {
        let each = |choice: Vec<Test>| {
            values.iter().map(move |allowed| {
                let mut choice = choice.clone();
                choice.push(Test::new(*fact, allowed.clone()));
                choice
            })
        };
        choices = choices.into_iter().flat_map(each).collect();
    }
    let single = [None];
    let written: Vec<Option<&SheetCase>> = test.cases.iter().map(Some).collect();
    let written = if written.is_empty() { &single[..] } else { &written };
    for case in written {
        for choice in &choices {
            let own = case.iter().flat_map(|case| &case.given);
            let given: Vec<Test> = test.given.iter().chain(own).chain(choice).cloned().collect();
            let mut context = Context::unknown(vocabulary);
            for test in &given {
                context.say(vocabulary, test);
            }
            let label = |tests: &[Test]| -> Vec<String> {
                tests.iter().filter_map(|test| Some(label(test, vocabulary.get(test.fact)?))).collect()
            };
            let own = case.map(|case| match &case.name {
                Some(name) => vec![name.to_string()],
                None => label(&case.given),
            });
            let parts: Vec<String> = own.into_iter().flatten().chain(label(choice)).collect();
            let name = if parts.is_empty() {
                test.name.clone()
            } else {
                format!("{} [{}]", test.name, parts.join(" ")).into()
            };
            cases.push(Case {
                name,
                file: file.clone(),
                line,
                test: Arc::clone(test),
                context,
                given: given_words(rules, &given),
            });
        }
    }
}

/// How many cases a test has: as many as [`expand`] makes of it.
pub(crate) fn number_of_cases(test: &SheetTest) -> usize {
    let choices = test.matrix.iter().map(|(_, values)| values.len());
    choices.fold(test.cases.len().max(1), usize::saturating_mul)
}

/// What a case adds, as it would be told on a command line.
fn label(test: &Test, fact: &Fact) -> String {
    words::told(&fact.name, &value(test, fact))
}

/// What is said of a fact; all of its values mean that it is unknown.
fn value(test: &Test, fact: &Fact) -> Wanted {
    if test.allowed.complement(fact).is_empty() {
        Wanted::Value("unknown".into())
    } else {
        Wanted::shortest(&test.allowed, fact)
    }
}

/// What is given, fact by fact: the last word on each.
fn given_words(rules: &RuleSet, given: &[Test]) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for test in given {
        let Some(fact) = rules.vocabulary().get(test.fact) else { continue };
        let value = value(test, fact);
        let unknown = test.allowed.complement(fact).is_empty();
        let words = if unknown { "not known".to_owned() } else { fact.phrase(&test.allowed) };
        let this = Given { fact: fact.name.clone(), value, words };
        match all.iter_mut().find(|other| other.fact == this.fact) {
            Some(other) => *other = this,
            None => all.push(this),
        }
    }
    all
}

/// One thing that a case gives.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Given {
    /// The fact.
    pub fact: Text,
    /// What is said of it, as it would be written.
    pub value: Wanted,
    /// The same in the pack's words.
    pub words: String,
}
