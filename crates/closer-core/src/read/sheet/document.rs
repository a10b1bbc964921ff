//! From texts to a [`Sheet`].

use std::collections::BTreeMap;

use super::cases::{self, Fixtures};
use super::expected::Known;
use super::property::Reader as PropertyReader;
use super::{Sheet, SheetProperty, SheetTest};
use crate::model::{RuleSet, Text};
use crate::read::complaints::{self, Complaints};
use crate::read::error::LoadError;
use crate::read::fields::{Fields, Form};
use crate::read::limits::Limits;
use crate::read::node::{Node, Value};
use crate::read::words::{quoted, shown};
use crate::read::{NOWHERE, codes, document, material, misplaced};
use crate::text::{Diagnostic, Span};

pub(in crate::read) const FILE: Form =
    Form { one: "a file of tests", keys: &["pack", "fixtures", "test", "property"] };

pub(in crate::read) const TEST: Form = Form {
    one: "a test",
    keys: &[
        "name",
        "fixture",
        "given",
        "cases",
        "matrix",
        "strict",
        "skip",
        "known_gap",
        "suggests",
        "leads",
        "spares",
        "avoids",
        "silent",
        "depends",
        "first",
        "order",
        "disputed",
        "undisputed",
        "reasons",
        "next_question",
    ],
};

impl RuleSet {
    /// Reads files of tests of this pack, given as their names and texts. Their order does not matter.
    ///
    /// ```
    /// # let rules = closer_core::RuleSet::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/sound.toml")))?;
    /// let mistakes = rules.sheet([("a.test.toml", "pack = \"smal\"")]).unwrap_err();
    /// assert_eq!(mistakes.diagnostics[0].code, "wrong-pack");
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake: text that is not TOML, keys that mean nothing, another pack's name, names of facts, values, actions, rules
    /// and fixtures that do not exist, tests and properties that expect nothing or what cannot be, and neither test nor property at all.
    pub fn sheet<N: Into<String>, T: Into<String>>(
        &self,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Sheet, LoadError> {
        self.sheet_within(files, Limits::default())
    }

    /// As [`RuleSet::sheet`], with other [`Limits`] than those that are meant for anything people write.
    ///
    /// # Errors
    /// As [`RuleSet::sheet`].
    pub fn sheet_within<N: Into<String>, T: Into<String>>(
        &self,
        files: impl IntoIterator<Item = (N, T)>,
        limits: Limits,
    ) -> Result<Sheet, LoadError> {
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        files.sort();
        let mut complaints = Complaints::within(limits);
        let Written { tests, properties } = read(self, files.iter().enumerate(), &mut complaints);
        let failed = complaints.has_errors();
        let found = complaints.finish();
        if failed {
            return Err(LoadError { diagnostics: found, files });
        }
        Ok(Sheet { tests, properties, files, warnings: found })
    }
}

/// What stands in files of tests.
#[derive(Debug, Default)]
pub(in crate::read) struct Written {
    pub(in crate::read) tests: Vec<SheetTest>,
    pub(in crate::read) properties: Vec<SheetProperty>,
}

impl Written {
    /// How many tests and properties there are.
    pub(in crate::read) fn len(&self) -> usize {
        self.tests.len().saturating_add(self.properties.len())
    }
}

/// Reads files with their numbers, names and texts, whatever is wrong with some of them.
pub(in crate::read) fn read<'f>(
    set: &RuleSet,
    files: impl Iterator<Item = (usize, &'f (String, String))>,
    complaints: &mut Complaints,
) -> Written {
    let files: Vec<File> =
        files.map(|(number, (name, text))| File::read(number, name, text, complaints)).collect();
    let mut tables: Vec<(Fields<'_>, bool)> = Vec::new();
    for file in &files {
        let Some(fields) = Fields::open(&file.node, "this file of tests".to_owned(), &FILE, complaints)
        else {
            continue;
        };
        if is_of(&set.pack.name, &fields, file.mixed, complaints) {
            tables.push((fields, file.mixed));
        }
    }
    let fixtures = tables.iter().filter_map(|(fields, _)| fields.get("fixtures"));
    let fixtures = Fixtures::read(fixtures, &set.vocabulary, complaints);
    let mut reader = Reader { set, fixtures, known: Known::of(set), cases: 0 };
    let mut properties = PropertyReader::of(set, &complaints.limits);
    let mut written = Written::default();
    let mut unread = files.len() != tables.len();
    for (fields, mixed) in &tables {
        let before = written.len();
        let (mut tests, mut claims) = (Vec::new(), Vec::new());
        for (key, found) in [("test", &mut tests), ("property", &mut claims)] {
            fields.get(key).into_iter().for_each(|entry| material::add_listed(found, entry, complaints));
        }
        reader.tests(&tests, &mut written.tests, complaints);
        properties.read(&claims, &mut written.properties, complaints);
        if ["test", "property"].into_iter().any(|key| fields.get(key).is_some()) {
            unread |= written.len() == before && !(tests.is_empty() && claims.is_empty());
        } else if *mixed {
            unread = true;
        } else if fields.get("fixtures").is_none() {
            no_test("there is neither a `[[test]]` nor a `[[property]]` in this file", fields.at, complaints);
            unread = true;
        }
    }
    if written.len() == 0 && !unread {
        no_test("there is no test at all", tables.first().and_then(|(fields, _)| fields.at), complaints);
    }
    written
}

fn no_test(message: &str, at: Option<Span>, complaints: &mut Complaints) {
    complaints.push(Diagnostic::error(codes::NO_TEST, message).at(at, "nothing is tested here").help(
        "add a `[[test]]` with a `name`, what is `given`, and what must come of it, or a `[[property]]`",
    ));
}

/// A file of tests.
struct File {
    node: Node,
    /// It held more than tests, and what it says of them may be somewhere among that.
    mixed: bool,
}

impl File {
    fn read(number: usize, name: &str, text: &str, complaints: &mut Complaints) -> Self {
        let mut document = document::parse(text, number, complaints);
        let mixed = misplaced::take_rules(&mut document, name, complaints);
        let at = Some(Span { file: number, start: 0, end: 0 });
        Self { node: Node { value: Value::Table(document), at }, mixed }
    }
}

/// Whether a file is about this pack.
fn is_of(pack: &str, fields: &Fields<'_>, mixed: bool, complaints: &mut Complaints) -> bool {
    let Some(entry) = fields.get("pack") else {
        if !mixed {
            fields.need("pack", &quoted(pack), complaints);
        }
        return mixed;
    };
    if matches!(entry.node.value, Value::Table(_)) {
        let found = complaints::wrong_type("`pack`", "text", &entry.node);
        complaints.push(found.help(format!(
            "write `pack = {}` in the first line: it names the pack that is tested",
            quoted(pack)
        )));
        return true;
    }
    let Some(word) = fields.word("pack", complaints) else { return false };
    // A pack whose own name cannot be read has been complained about.
    if word == pack || pack.is_empty() {
        return true;
    }
    let at = fields.get("pack").and_then(|entry| entry.node.at);
    let found = Diagnostic::error(
        codes::WRONG_PACK,
        format!("these are tests of the pack `{}`, not of `{}`", shown(word), shown(pack)),
    )
    .at(at, format!("the pack in use is `{}`", shown(pack)));
    let near = complaints.nearest(word, [pack]);
    complaints.push(match near {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(at, quoted(near)),
        None => found.help(format!("run them with the rules of `{}`, or name the pack in use", shown(word))),
    });
    false
}

struct Reader<'a> {
    set: &'a RuleSet,
    fixtures: Fixtures<'a>,
    known: Known<'a>,
    /// How many cases there are so far.
    cases: usize,
}

impl Reader<'_> {
    /// The tests of one file.
    fn tests(&mut self, nodes: &[&Node], tests: &mut Vec<SheetTest>, complaints: &mut Complaints) {
        let mut taken: BTreeMap<Text, Span> = BTreeMap::new();
        for (position, node) in nodes.iter().enumerate() {
            let owner = match node.text_at("name") {
                Some(name) if !name.is_empty() => format!("the test `{}`", shown(name)),
                _ => "this test".to_owned(),
            };
            let Some(fields) = Fields::open(node, owner, &TEST, complaints) else { continue };
            let test = self.test(position, &fields, complaints);
            if let Some(first) = taken.get(&test.name) {
                complaints.duplicate("test", &test.name, Some(test.at), Some(*first));
            } else if !test.name.is_empty() {
                taken.insert(test.name.clone(), test.at);
            }
            tests.push(test);
        }
    }

    fn test(&mut self, position: usize, fields: &Fields<'_>, complaints: &mut Complaints) -> SheetTest {
        let vocabulary = &self.set.vocabulary;
        let (cases, number) = self.fixtures.cases(fields, vocabulary, self.cases, complaints);
        let matrix = cases::matrix(fields, vocabulary, complaints);
        cases::check_number(fields, number, &matrix, &self.set.vocabulary, &mut self.cases, complaints);
        SheetTest {
            name: fields.need_text("name", complaints),
            at: fields.get("name").and_then(|entry| entry.node.at).or(fields.at).unwrap_or(NOWHERE),
            position,
            given: self.fixtures.given(fields, vocabulary, complaints),
            cases,
            matrix,
            strict: fields.truth("strict", complaints),
            skip: fields.text("skip", complaints),
            known_gap: fields.text("known_gap", complaints),
            expected: self.known.expected(fields, complaints),
        }
    }
}
