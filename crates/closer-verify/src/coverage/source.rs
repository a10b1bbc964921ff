//! Where what is covered stands in the text of the pack.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike, Value};

use super::Coverage;

/// A stretch of a pack's text that coverage has something to say about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// Which of the texts, from 0.
    pub file: usize,
    /// The bytes.
    pub span: Range<usize>,
    /// What stands there.
    pub target: Target,
}

/// What a [`Mark`] is of, as positions in the lists of a [`Coverage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The id of a rule.
    Rule(usize),
    /// A single test of a rule's condition: the rule, then the test.
    RuleTest(usize, usize),
    /// A single test of a moment's condition: the moment, then the test.
    MomentTest(usize, usize),
    /// The name of an action.
    Action(usize),
}

/// Finds rules, tests and actions in the texts of their pack. Marks are sorted by place and do not overlap.
///
/// Texts that cannot be read have none, nor do conditions of which a part stands in several texts: [`marks_in_force`] can tell them apart.
#[must_use]
pub fn marks<'t>(coverage: &Coverage, texts: impl IntoIterator<Item = &'t str>) -> Vec<Mark> {
    marks_in_force(coverage, texts, |_, _, _, _| true)
}

/// As [`marks`], for a pack with overlays: whether a field is in force that stands in a text is said by its table, `rule` or `moments`, by the id
/// of the thing, by the field's name, and by the number of the text, from 0.
#[must_use]
pub fn marks_in_force<'t>(
    coverage: &Coverage,
    texts: impl IntoIterator<Item = &'t str>,
    in_force: impl Fn(&str, &str, &str, usize) -> bool,
) -> Vec<Mark> {
    let mut finder = Finder { coverage, file: 0, marks: Vec::new(), conditions: BTreeMap::new() };
    for (file, text) in texts.into_iter().enumerate() {
        finder.file = file;
        if let Ok(document) = Document::parse(text) {
            finder.find(document.as_table(), &in_force);
        }
    }
    finder.finish()
}

/// Whose condition it is, as a position in the lists of a [`Coverage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Rule(usize),
    Moment(usize),
}

/// The single tests of `when` or of `unless`, each with its text.
type Leaves = Vec<(usize, Option<Range<usize>>)>;

struct Finder<'a> {
    coverage: &'a Coverage,
    file: usize,
    marks: Vec<Mark>,
    /// What stands somewhere as `when` and as `unless`; more than one where it is not known which is in force.
    conditions: BTreeMap<Owner, [Vec<Leaves>; 2]>,
}

/// The two parts of a condition, in the order in which it holds them.
const PARTS: [&str; 2] = ["when", "unless"];

impl Finder<'_> {
    fn find(&mut self, document: &Table, in_force: &dyn Fn(&str, &str, &str, usize) -> bool) {
        for table in tables(document.get("rule")) {
            let Some(id) = table.get("id") else { continue };
            let Some(at) = id.as_str().and_then(|id| self.rule(id)) else { continue };
            self.mark(id.span(), Target::Rule(at));
            let rule = id.as_str().unwrap_or_default();
            self.condition(table, Owner::Rule(at), &|field, file| in_force("rule", rule, field, file));
        }
        for (key, _) in named(document.get("actions")) {
            if let Some(at) = self.coverage.actions.iter().position(|action| *action.action == *key.0) {
                self.mark(key.1, Target::Action(at));
            }
        }
        let changed = document.get("override").and_then(Item::as_table_like);
        let changed = |kind: &str| named(changed.and_then(|changed| changed.get(kind)));
        for ((id, _), item) in changed("rule") {
            let (Some(at), Some(table)) = (self.rule(id), item.as_table_like()) else { continue };
            self.condition(table, Owner::Rule(at), &|field, file| in_force("rule", id, field, file));
        }
        for ((id, _), item) in named(document.get("moments")).into_iter().chain(changed("moment")) {
            let known = self.coverage.moments.iter().position(|moment| *moment.moment == *id);
            let (Some(at), Some(table)) = (known, item.as_table_like()) else { continue };
            self.condition(table, Owner::Moment(at), &|field, file| in_force("moments", id, field, file));
        }
    }

    fn rule(&self, id: &str) -> Option<usize> {
        self.coverage.rules.iter().position(|rule| *rule.rule == *id)
    }

    fn mark(&mut self, span: Option<Range<usize>>, target: Target) {
        self.marks.extend(span.map(|span| Mark { file: self.file, span, target }));
    }

    /// Keeps the tests of `when` and `unless` that are in force.
    fn condition(&mut self, table: &dyn TableLike, owner: Owner, in_force: &dyn Fn(&str, usize) -> bool) {
        let found = self.conditions.entry(owner).or_default();
        for (field, found) in PARTS.into_iter().zip(found) {
            if let Some(part) = table.get(field).filter(|_| in_force(field, self.file)) {
                let mut spans = Vec::new();
                collect(part, &mut spans);
                found.push(spans.into_iter().map(|span| (self.file, span)).collect());
            }
        }
    }

    /// All marks, with the tests of conditions in the order in which these hold them.
    fn finish(self) -> Vec<Mark> {
        let mut marks = self.marks;
        for (owner, parts) in self.conditions {
            let expected = match owner {
                Owner::Rule(at) => self.coverage.rules.get(at).map(|rule| rule.tests.len()),
                Owner::Moment(at) => self.coverage.moments.get(at).map(|moment| moment.tests.len()),
            };
            let is_clear = parts.iter().all(|found| found.len() <= 1);
            let leaves: Leaves = parts.into_iter().flatten().flatten().collect();
            if !is_clear || Some(leaves.len()) != expected {
                continue;
            }
            for (test, (file, span)) in leaves.into_iter().enumerate() {
                let target = match owner {
                    Owner::Rule(at) => Target::RuleTest(at, test),
                    Owner::Moment(at) => Target::MomentTest(at, test),
                };
                marks.extend(span.map(|span| Mark { file, span, target }));
            }
        }
        marks.sort_by_key(|mark| (mark.file, mark.span.start));
        marks
    }
}

/// The tables of `[[…]]`, or of a list of inline tables.
fn tables(item: Option<&Item>) -> Vec<&dyn TableLike> {
    match item {
        Some(Item::ArrayOfTables(tables)) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        Some(Item::Value(Value::Array(list))) => {
            list.iter().filter_map(Value::as_inline_table).map(|table| table as &dyn TableLike).collect()
        }
        _ => Vec::new(),
    }
}

type Key<'a> = (&'a str, Option<Range<usize>>);

/// The entries of a table, in the order of the text.
fn named(item: Option<&Item>) -> Vec<(Key<'_>, &Item)> {
    let Some(table) = item.and_then(Item::as_table_like) else { return Vec::new() };
    let mut entries: Vec<(Key<'_>, &Item)> = table
        .iter()
        .filter_map(|(name, _)| table.get_key_value(name))
        .map(|(key, item)| ((key.get(), key.span()), item))
        .collect();
    entries.sort_by_key(|((_, span), _)| span.as_ref().map(|span| span.start));
    entries
}

fn collect(condition: &Item, leaves: &mut Vec<Option<Range<usize>>>) {
    for ((name, at), item) in named(Some(condition)) {
        match name {
            "all" | "any" => match item {
                Item::Value(Value::Array(parts)) => {
                    for part in parts {
                        collect(&Item::Value(part.clone()), leaves);
                    }
                }
                Item::ArrayOfTables(parts) => {
                    for part in parts {
                        collect(&Item::Table(part.clone()), leaves);
                    }
                }
                _ => {}
            },
            "not" => collect(item, leaves),
            _ => leaves.push(at.map(|at| at.start..item.span().map_or(at.end, |end| end.end.max(at.end)))),
        }
    }
}
