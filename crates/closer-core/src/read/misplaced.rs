//! Tables in a file of the wrong kind: tests among rules, and rules among tests.

use super::codes;
use super::complaints::Complaints;
use super::layers;
use super::material;
use super::node::{Entry, Value};
use super::words::{listed, shown};
use crate::text::Diagnostic;

/// How the names of files of tests end, and those of files of rules.
const TESTS: &str = ".test.toml";
const RULES: &str = ".toml";

/// The tables of tests.
pub(super) const OF_TESTS: [&str; 3] = ["fixtures", "test", "property"];

/// Takes tests out of a file of rules, where nobody would run them.
pub(super) fn take_tests(document: &mut Vec<Entry>, file: &str, complaints: &mut Complaints) {
    let is_of_tests = |entry: &Entry| OF_TESTS.contains(&&*entry.key);
    if !document.iter().any(is_of_tests) {
        return;
    }
    // As files of tests name their pack.
    let is_name = |entry: &Entry| entry.key == "pack" && matches!(entry.node.value, Value::Text(_));
    let name = document.extract_if(.., |entry| is_name(entry)).next();
    let taken: Vec<Entry> = document.extract_if(.., |entry| is_of_tests(entry)).collect();
    let move_to = renamed(file, RULES, TESTS);
    let found = if document.is_empty() {
        let found =
            Diagnostic::error(codes::WRONG_FILE, "this is a file of tests, but its name does not say so");
        let at = name.iter().chain(&taken).next().and_then(|entry| entry.at);
        found.at(at, "tests from here on").help(match move_to {
            Some(name) => format!("call it `{name}`: names of files of tests end in `{TESTS}`"),
            None => format!("give it a name that ends in `{TESTS}`"),
        })
    } else {
        let found = among(&taken, "rules", "tests have files of their own");
        let it = if taken.len() > 1 || is_list(&taken) { "them" } else { "it" };
        found.help(match move_to {
            Some(name) => format!("tests stand in files that end in `{TESTS}`: move {it} to `{name}`"),
            None => format!("move {it} to a file whose name ends in `{TESTS}`"),
        })
    };
    complaints.push(found);
}

/// Takes rules, and all else that only packs have, out of a file of tests. Whether there were any.
pub(super) fn take_rules(document: &mut Vec<Entry>, file: &str, complaints: &mut Complaints) -> bool {
    let is_of_packs = |entry: &Entry| {
        entry.key != "pack" && (material::is_table(&entry.key) || layers::is_table(&entry.key))
    };
    let mut taken: Vec<Entry> = document.extract_if(.., |entry| is_of_packs(entry)).collect();
    if taken.is_empty() {
        return false;
    }
    let is_cover = |entry: &Entry| entry.key == "pack" && matches!(entry.node.value, Value::Table(_));
    taken.extend(document.extract_if(.., |entry| is_cover(entry)));
    taken.sort_by_key(|entry| entry.at);
    let them = if taken.len() > 1 || is_list(&taken) { "them" } else { "it" };
    let move_to = renamed(file, TESTS, RULES);
    complaints.push(among(&taken, "tests", "rules have files of their own").help(match move_to {
        Some(name) => format!("rules do not stand in files that end in `{TESTS}`: move {them} to `{name}`"),
        None => format!("move {them} to a file of rules"),
    }));
    true
}

fn among(taken: &[Entry], others: &str, why: &str) -> Diagnostic {
    let headings: Vec<String> = taken.iter().map(heading).collect();
    let stand = if headings.len() == 1 { "stands" } else { "stand" };
    let message = format!("{} {stand} among {others}", listed(headings.iter().map(|it| &**it), "and"));
    let found = Diagnostic::error(codes::WRONG_FILE, message);
    taken
        .iter()
        .enumerate()
        .fold(found, |found, (number, entry)| found.at(entry.at, if number == 0 { why } else { "this, too" }))
}

/// A table as it is written: `[fixtures]`, `[[test]]`.
fn heading(entry: &Entry) -> String {
    match entry.node.value {
        Value::List(_) => format!("[[{}]]", entry.key),
        _ => format!("[{}]", entry.key),
    }
}

fn is_list(taken: &[Entry]) -> bool {
    matches!(taken, [Entry { node, .. }] if matches!(&node.value, Value::List(nodes) if nodes.len() > 1))
}

/// The name of a file with another ending; none for texts that are no such file.
fn renamed(file: &str, from: &str, to: &str) -> Option<String> {
    Some(format!("{}{to}", shown(file.strip_suffix(from)?)))
}
