//! Where what is covered stands in the text of the pack.

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
/// Texts that cannot be read have none, nor do conditions that were put together from several files.
#[must_use]
pub fn marks<'t>(coverage: &Coverage, texts: impl IntoIterator<Item = &'t str>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (file, text) in texts.into_iter().enumerate() {
        if let Ok(document) = Document::parse(text) {
            Finder { coverage, file, marks: &mut marks }.find(document.as_table());
        }
    }
    marks.sort_by_key(|mark| (mark.file, mark.span.start));
    marks
}

struct Finder<'a> {
    coverage: &'a Coverage,
    file: usize,
    marks: &'a mut Vec<Mark>,
}

impl Finder<'_> {
    fn find(&mut self, document: &Table) {
        for table in tables(document.get("rule")) {
            let Some(id) = table.get("id") else { continue };
            let known = self.coverage.rules.iter().position(|rule| Some(&*rule.rule) == id.as_str());
            let Some(at) = known else { continue };
            self.mark(id.span(), Target::Rule(at));
            let expected = self.coverage.rules.get(at).map_or(0, |rule| rule.tests.len());
            self.condition(table, expected, |leaf| Target::RuleTest(at, leaf));
        }
        for (key, item) in named(document.get("moments")) {
            let known = self.coverage.moments.iter().position(|moment| *moment.moment == *key.0);
            let (Some(at), Some(table)) = (known, item.as_table_like()) else { continue };
            let expected = self.coverage.moments.get(at).map_or(0, |moment| moment.tests.len());
            self.condition(table, expected, |leaf| Target::MomentTest(at, leaf));
        }
        for (key, _) in named(document.get("actions")) {
            if let Some(at) = self.coverage.actions.iter().position(|action| *action.action == *key.0) {
                self.mark(key.1, Target::Action(at));
            }
        }
    }

    fn mark(&mut self, span: Option<Range<usize>>, target: Target) {
        self.marks.extend(span.map(|span| Mark { file: self.file, span, target }));
    }

    /// The tests of `when` and `unless`, in the order in which the condition holds them.
    fn condition(&mut self, table: &dyn TableLike, expected: usize, target: impl Fn(usize) -> Target) {
        let mut leaves = Vec::new();
        for part in [table.get("when"), table.get("unless")].into_iter().flatten() {
            collect(part, &mut leaves);
        }
        if leaves.len() == expected {
            for (at, span) in leaves.into_iter().enumerate() {
                self.mark(span, target(at));
            }
        }
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
