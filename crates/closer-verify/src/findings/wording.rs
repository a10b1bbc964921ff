//! Contexts, conditions and lists of names as they are written.

use std::collections::BTreeMap;

use closer_core::model::{Allowed, RuleSet, Text, Vocabulary, Wanted};
use closer_core::space::Row;
use closer_core::{Diagnostic, Span};

use super::accepted::Subject;
use super::{Undecided, codes};
use crate::written::value;

/// A row as the table of tests that it is: `{ went = "well" }`.
pub(super) fn given(vocabulary: &Vocabulary, row: &Row) -> String {
    let tests = tests(vocabulary, row);
    if tests.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", tests.join(", ")) }
}

/// The tests of a row, each as it is written.
pub(super) fn tests(vocabulary: &Vocabulary, row: &Row) -> Vec<String> {
    let test = |(dim, positions)| {
        let fact = vocabulary.facts().get(usize::from(dim))?;
        let wanted = Wanted::shortest(&Allowed::from_positions(positions, fact), fact);
        Some(format!("{} = {}", fact.name, value(&wanted)))
    };
    row.constraints().filter_map(test).collect()
}

/// "`a`, `b` and `c`".
pub(super) fn names<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

/// The first of them, and how many more there are.
pub(super) fn some_names<T: AsRef<str>>(all: &[T]) -> String {
    const SHOWN: usize = 3;
    let more = all.len().saturating_sub(SHOWN);
    if more == 0 {
        return names(all);
    }
    let quoted: Vec<String> = all.iter().take(SHOWN).map(|name| format!("`{}`", name.as_ref())).collect();
    format!("{} and {more} more", quoted.join(", "))
}

/// One warning for all questions that were too large.
pub(super) fn undecided(set: &RuleSet, undecided: &[Undecided]) -> Diagnostic {
    let mut by_code: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
    for open in undecided {
        by_code.entry(open.code).or_default().push(&open.about);
    }
    let number = undecided.len();
    let message = match number {
        1 => "a question about this pack is not decided: it is too large".to_owned(),
        _ => format!("{number} questions about this pack are not decided: they are too large"),
    };
    let open = by_code.iter().map(|(code, about)| format!("`{code}` of {}", some_names(about)));
    let first = undecided.first().and_then(|open| place(set, &open.about));
    Diagnostic::warning(codes::NOT_DECIDED, message).at(first, "the first of them is about this").help(format!(
        "open is {}; they can be decided once conditions have fewer alternatives, or fewer rules speak of one action",
        open.collect::<Vec<_>>().join("; ")
    ))
}

/// Where the thing with this name is declared.
fn place(set: &RuleSet, name: &str) -> Option<Span> {
    let rules = set.rules().iter().map(Subject::Rule);
    let actions = set.actions().iter().map(Subject::Action);
    let facts = set.vocabulary().facts().iter().map(Subject::Fact);
    let moments = set.moments().iter().map(Subject::Moment);
    let disagreements = set.disagreements().iter().map(Subject::Disagreement);
    let mut all = rules.chain(actions).chain(facts).chain(moments).chain(disagreements);
    all.find(|subject| **subject.name() == *name).map(Subject::origin)
}
