//! Conditions: tables of tests, joined by `all`, `any` and `not`.

use super::codes;
use super::complaints::Complaints;
use super::facts::Facts;
use super::fields::{Fields, list};
use super::node::{Entry, Node, Value};
use super::test::{MAX_DEPTH, Subject, too_deep};
use super::words::Used;
use crate::model::{Condition, Test, WhenOrigin};
use crate::text::{Diagnostic, Span};

/// When something applies.
pub(super) struct When {
    pub(super) condition: Condition,
    /// All of it could be read; otherwise complaints have been made.
    pub(super) sound: bool,
    /// Where it is written.
    pub(super) at: Option<Span>,
    /// Where its tables are.
    pub(super) origin: WhenOrigin,
}

impl Facts<'_> {
    /// What `when` and `unless` of a table say together.
    pub(super) fn when(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> When {
        let mut read = |key: &str| {
            let entry = fields.get(key)?;
            Some(condition(self, &format!("`{key}`"), &entry.node, complaints))
        };
        let (when, unless) = (read("when"), read("unless"));
        let sound = !matches!(when, Some(None)) && !matches!(unless, Some(None));
        let when = when.flatten();
        let condition = match unless.flatten() {
            Some(unless) => joined(when.into_iter().chain([Condition::Not(Box::new(unless))]).collect()),
            None => when.unwrap_or(Condition::ALWAYS),
        };
        let key = if fields.get("when").is_some() { "when" } else { "unless" };
        let table = |key: &str| fields.get(key).and_then(|entry| entry.node.at);
        let origin = WhenOrigin::new(table("when"), table("unless"));
        When { condition, sound, at: fields.at_key(key), origin }
    }

    /// What one table of tests says.
    pub(super) fn when_of(&self, what: &str, node: &Node, complaints: &mut Complaints) -> When {
        let condition = condition(self, what, node, complaints);
        let sound = condition.is_some();
        let origin = WhenOrigin::new(node.at, None);
        When { condition: condition.unwrap_or(Condition::ALWAYS), sound, at: node.at, origin }
    }
}

/// Facts that conditions may ask about.
pub(super) trait Subjects {
    /// The fact with this name. `None` when there is none, or nothing can be said of it; then a complaint has been made.
    fn subject(&self, used: Used<'_>, complaints: &mut Complaints) -> Option<Subject<'_>>;
}

impl Subjects for Facts<'_> {
    fn subject(&self, used: Used<'_>, complaints: &mut Complaints) -> Option<Subject<'_>> {
        self.resolve(used, complaints)?.subject()
    }
}

/// The condition in `node`. `None` when some of it cannot be read; then complaints have been made.
pub(super) fn condition(
    facts: &impl Subjects,
    what: &str,
    node: &Node,
    complaints: &mut Complaints,
) -> Option<Condition> {
    nested(facts, what, node, 0, complaints)
}

fn nested(
    facts: &impl Subjects,
    what: &str,
    node: &Node,
    depth: u8,
    complaints: &mut Complaints,
) -> Option<Condition> {
    if depth > MAX_DEPTH {
        complaints.push(too_deep(node.at));
        return None;
    }
    let Value::Table(entries) = &node.value else {
        complaints.wrong_type(what, "a table of tests", node);
        return None;
    };
    // All parts are read before a broken one stops the condition, so that no complaint is left out.
    let parts: Vec<Option<Condition>> =
        entries.iter().map(|entry| part(facts, entry, depth.saturating_add(1), complaints)).collect();
    parts.into_iter().collect::<Option<Vec<_>>>().map(joined)
}

fn part(facts: &impl Subjects, entry: &Entry, depth: u8, complaints: &mut Complaints) -> Option<Condition> {
    match entry.key.as_str() {
        "all" => several(facts, entry, depth, complaints).map(Condition::All),
        "any" if matches!(&entry.node.value, Value::List(nodes) if nodes.is_empty()) => {
            complaints.push(
                Diagnostic::error(codes::EMPTY_LIST, "`any` is an empty list, which never holds")
                    .at(entry.node.at, "none of nothing is true")
                    .help("list the conditions of which one must hold, or leave `any` out"),
            );
            None
        }
        "any" => several(facts, entry, depth, complaints).map(Condition::Any),
        "not" => {
            let inner = nested(facts, "`not`", &entry.node, depth, complaints)?;
            Some(Condition::Not(Box::new(inner)))
        }
        name => {
            let used = Used { word: name, at: entry.at, quoted: false };
            let subject = facts.subject(used, complaints)?;
            let allowed = subject.test(&entry.node, complaints)?;
            Some(Condition::Test(Test { fact: subject.fact.id, allowed }))
        }
    }
}

fn several(
    facts: &impl Subjects,
    entry: &Entry,
    depth: u8,
    complaints: &mut Complaints,
) -> Option<Vec<Condition>> {
    let what = format!("`{}`", entry.key);
    if matches!(&entry.node.value, Value::List(nodes) if nodes.is_empty()) {
        return Some(Vec::new());
    }
    let nodes = list(&what, &entry.node, complaints)?;
    let what = format!("every element of {what}");
    let parts: Vec<Option<Condition>> =
        nodes.iter().map(|node| nested(facts, &what, node, depth, complaints)).collect();
    parts.into_iter().collect()
}

/// All of the parts; a single part is itself.
fn joined(mut parts: Vec<Condition>) -> Condition {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            Condition::All(parts)
        }
        (None, _) => Condition::ALWAYS,
    }
}
