//! What is given: fixtures, a test's own, its cases and its matrix.

use std::collections::BTreeMap;

use super::SheetCase;
use crate::model::{Allowed, FactId, Test, Text, Vocabulary};
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::fields::{Fields, Form, list, word};
use crate::read::given::{resolve, said, tests};
use crate::read::names::{self, Names};
use crate::read::node::{Entry, Value};
use crate::read::words::{Used, shown};
use crate::read::{NOWHERE, material};
use crate::text::{Diagnostic, Span};

pub(in crate::read) const CASE: Form = Form { one: "a case", keys: &["name", "fixture", "given"] };

/// More cases than this are a slip of the pen.
const MOST: usize = 10_000;

/// All cases together say no more than so many facts: each is kept with what is known of every fact.
const FACTS_IN_ALL: usize = 10_000_000;

/// How many cases all tests may have together.
fn most_cases(vocabulary: &Vocabulary, complaints: &Complaints) -> usize {
    let facts = vocabulary.facts().len().max(1);
    FACTS_IN_ALL.checked_div(facts).unwrap_or(usize::MAX).min(complaints.limits.cases)
}

/// What several tests may start from, by name.
pub(super) struct Fixtures<'a> {
    names: Names<'a>,
    given: Vec<Vec<Test>>,
}

impl<'a> Fixtures<'a> {
    /// The fixtures of all files: what stands in each `fixtures` table.
    pub(super) fn read(
        entries: impl Iterator<Item = &'a Entry>,
        vocabulary: &Vocabulary,
        complaints: &mut Complaints,
    ) -> Self {
        let mut named: Vec<(&str, Option<Span>)> = Vec::new();
        let mut taken: BTreeMap<&str, Option<Span>> = BTreeMap::new();
        let mut given = Vec::new();
        for entry in entries {
            let Value::Table(tables) = &entry.node.value else {
                complaints.wrong_type("`fixtures`", "a table", &entry.node);
                continue;
            };
            for Entry { key, at, node } in tables {
                names::check("a fixture", Used { word: key, at: *at, quoted: false }, complaints);
                if let Some(first) = taken.get(key.as_str()) {
                    complaints.duplicate("fixture", key, *at, *first);
                } else {
                    taken.insert(key, *at);
                }
                named.push((key, *at));
                given.push(if let Value::Table(entries) = &node.value {
                    tests(vocabulary, entries, complaints)
                } else {
                    let what = format!("the fixture `{}`", shown(key));
                    complaints.wrong_type(&what, "a table of facts", node);
                    Vec::new()
                });
            }
        }
        Self { names: Names::new("fixture", codes::UNKNOWN_FIXTURE, named), given }
    }

    /// What `fixture` and `given` of a table say together: the last word on each fact, and the table's own are the last words.
    pub(super) fn given(
        &self,
        fields: &Fields<'_>,
        vocabulary: &Vocabulary,
        complaints: &mut Complaints,
    ) -> Vec<Test> {
        let words = match fields.get("fixture").map(|entry| &entry.node) {
            None => Vec::new(),
            Some(node) if matches!(node.value, Value::List(_)) => fields.words("fixture", complaints),
            Some(node) => {
                word("`fixture`", node, complaints).map(|word| (word, node.at)).into_iter().collect()
            }
        };
        let mut all: Vec<Test> = Vec::new();
        let mut place: BTreeMap<FactId, usize> = BTreeMap::new();
        let mut say = |test: Test| {
            if let Some(other) = place.get(&test.fact).and_then(|at| all.get_mut(*at)) {
                *other = test;
            } else {
                place.insert(test.fact, all.len());
                all.push(test);
            }
        };
        for word in words {
            if let Some(at) = self.names.resolve_word(word, complaints) {
                self.given.get(at).into_iter().flatten().cloned().for_each(&mut say);
            }
        }
        tests(vocabulary, fields.table("given", complaints), complaints).into_iter().for_each(say);
        all
    }

    /// The `cases` of a test, and how many there are. Where these are more than anyone would wait for none is read, however much each would say.
    pub(super) fn cases(
        &self,
        fields: &Fields<'_>,
        vocabulary: &Vocabulary,
        before: usize,
        complaints: &mut Complaints,
    ) -> (Vec<SheetCase>, usize) {
        let Some(entry) = fields.get("cases") else { return (Vec::new(), 0) };
        let mut nodes = Vec::new();
        if matches!(&entry.node.value, Value::List(nodes) if nodes.is_empty()) {
            list("`cases`", &entry.node, complaints);
        }
        material::add_listed(&mut nodes, entry, complaints);
        let number = nodes.len();
        if number > MOST || number.saturating_add(before) > most_cases(vocabulary, complaints) {
            return (Vec::new(), number);
        }
        let mut cases: Vec<SheetCase> = Vec::new();
        let mut taken: BTreeMap<Text, Span> = BTreeMap::new();
        for node in nodes {
            let owner = format!("a case of {}", fields.owner);
            let Some(fields) = Fields::open(node, owner, &CASE, complaints) else { continue };
            let name = fields.text("name", complaints);
            let given = self.given(&fields, vocabulary, complaints);
            if given.is_empty() {
                fields.need("name", "\"…\"", complaints);
            }
            let at = fields.at_key("name").unwrap_or(NOWHERE);
            if let Some(name) = &name {
                if let Some(first) = taken.get(name) {
                    complaints.duplicate("case", name, Some(at), Some(*first));
                } else {
                    taken.insert(name.clone(), at);
                }
            }
            cases.push(SheetCase { name, at, given });
        }
        (cases, number)
    }
}

/// The `matrix` of a test: for each fact the values to go through.
pub(super) fn matrix(
    fields: &Fields<'_>,
    vocabulary: &Vocabulary,
    complaints: &mut Complaints,
) -> Vec<(FactId, Vec<Allowed>)> {
    let mut matrix = Vec::new();
    for entry in fields.table("matrix", complaints) {
        let used = Used { word: &entry.key, at: entry.at, quoted: false };
        let Some(fact) = resolve(vocabulary, used, complaints) else { continue };
        let what = format!("`{}` of a matrix", shown(&entry.key));
        let Some(nodes) = list(&what, &entry.node, complaints) else { continue };
        let mut seen: BTreeMap<Allowed, Option<Span>> = BTreeMap::new();
        let mut values = Vec::new();
        for node in nodes {
            let Some(test) = said(fact, node, complaints) else { continue };
            if let Some(first) = seen.get(&test.allowed) {
                complaints.repeated(&entry.key, node.at, *first);
            } else {
                seen.insert(test.allowed.clone(), node.at);
                values.push(test.allowed);
            }
        }
        matrix.push((fact.id, values));
    }
    if let Some(entry) = fields.get("matrix")
        && matches!(&entry.node.value, Value::Table(entries) if entries.is_empty())
    {
        complaints.push(
            Diagnostic::error(codes::EMPTY_LIST, "`matrix` is an empty table")
                .at(entry.node.at, "nothing is named here")
                .help(
                    "list values of some facts, as in `matrix = { level = [\"…\", \"…\"] }`, or leave it out",
                ),
        );
    }
    matrix
}

/// Complains of a test whose cases nobody would wait for, and of the first one with which those of all are too many. `before` counts those of the tests before.
pub(super) fn check_number(
    fields: &Fields<'_>,
    cases: usize,
    matrix: &[(FactId, Vec<Allowed>)],
    vocabulary: &Vocabulary,
    before: &mut usize,
    complaints: &mut Complaints,
) {
    let sizes = matrix.iter().map(|(_, values)| values.len());
    let number = sizes.fold(cases.max(1), usize::saturating_mul);
    let key = if matrix.is_empty() { "cases" } else { "matrix" };
    let at = fields.at_key(key).or(fields.at);
    let too_many = |message: String, most: usize, help: &str| {
        Diagnostic::error(codes::TOO_MANY_CASES, message).at(at, format!("more than {most}")).help(help)
    };
    if number > MOST {
        let message = format!("{} has {number} cases", fields.owner);
        let help = "leave out facts and values that make no difference, or make several tests of it";
        complaints.push(too_many(message, MOST, help));
    }
    let most = most_cases(vocabulary, complaints);
    let fitted = *before <= most;
    *before = before.saturating_add(number);
    if fitted && *before > most {
        let message = format!("with those of {} there are {before} cases", fields.owner);
        complaints.push(too_many(message, most, "leave out facts and values that make no difference"));
    }
}
