//! The tables of all files, sorted by what they are of.

use super::codes;
use super::complaints::{Complaints, wrong_type};
use super::fields::Form;
use super::misplaced;
use super::names;
use super::node::{Entry, Node, Value};
use super::words::{Used, listed, one, shown};
use crate::text::{Diagnostic, Span};

/// What all files together declare. Tables with names are sorted by name; of equal names, the first one counts.
#[derive(Debug, Default)]
pub(super) struct Material<'a> {
    pub(super) pack: Option<&'a Node>,
    /// There is more than one, so that the order of moments is not known.
    pub(super) packs_differ: bool,
    pub(super) facts: Vec<Named<'a>>,
    pub(super) moments: Vec<Named<'a>>,
    pub(super) groups: Vec<Named<'a>>,
    pub(super) sources: Vec<Named<'a>>,
    pub(super) actions: Vec<Named<'a>>,
    pub(super) rules: Vec<&'a Node>,
    pub(super) disagreements: Vec<&'a Node>,
    /// Some table could not be told to be of any of these.
    pub(super) unclear: bool,
}

/// A table with a name, such as `[facts.went]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) at: Option<Span>,
    pub(super) node: &'a Node,
    /// No other table of its kind had this name before.
    pub(super) counts: bool,
}

/// The tables of a pack: those that have names, and those that stand in lists.
const TABLES: &[&str] = KEYS.split_at(6).0;
const LISTS: &[&str] = KEYS.split_at(6).1;
const KEYS: &[&str] = &["pack", "facts", "moments", "groups", "sources", "actions", "rule", "disagreement"];

/// The tables of a pack.
pub(super) const PACK_FILE: Form = Form { one: "a pack", keys: KEYS };

/// Whether a pack has a table with this key.
pub(super) fn is_table(key: &str) -> bool {
    TABLES.contains(&key) || LISTS.contains(&key)
}

impl<'a> Material<'a> {
    /// `files` are the documents in the order of their names.
    pub(super) fn gather(files: &'a [Vec<Entry>], complaints: &mut Complaints) -> Self {
        let mut material = Self::default();
        for entry in files.iter().flatten() {
            let mut key = entry.key.as_str();
            if !is_table(key) {
                key = material.unknown_key(entry, complaints);
            }
            material.sort_in(key, entry, complaints);
        }
        for (named, kind) in [
            (&mut material.facts, "fact"),
            (&mut material.moments, "moment"),
            (&mut material.groups, "group"),
            (&mut material.sources, "source"),
            (&mut material.actions, "action"),
        ] {
            count_first(named, kind, complaints);
        }
        material
    }

    fn sort_in(&mut self, key: &str, entry: &'a Entry, complaints: &mut Complaints) {
        match key {
            "pack" => self.add_pack(&entry.node, complaints),
            "facts" => add_named(&mut self.facts, "fact", entry, complaints),
            "moments" => add_named(&mut self.moments, "moment", entry, complaints),
            "groups" => add_named(&mut self.groups, "group", entry, complaints),
            "sources" => add_named(&mut self.sources, "source", entry, complaints),
            "actions" => add_named(&mut self.actions, "action", entry, complaints),
            "rule" => add_listed(&mut self.rules, entry, complaints),
            "disagreement" => add_listed(&mut self.disagreements, entry, complaints),
            _ => {}
        }
    }

    /// What a key that means nothing was meant to be, if that is clear.
    fn unknown_key(&mut self, entry: &Entry, complaints: &mut Complaints) -> &'static str {
        let found =
            Diagnostic::error(codes::UNKNOWN_KEY, format!("a pack has no table `{}`", shown(&entry.key)))
                .at(entry.at, "unknown table");
        // A list can only have been meant to be one of the tables that stand in lists, and the other way round.
        let in_list = matches!(entry.node.value, Value::List(_));
        let possible = if in_list { LISTS } else { TABLES };
        let meant = complaints.nearest(&entry.key, possible.iter().copied());
        let of_tests = complaints.nearest(&entry.key, misplaced::OF_TESTS).filter(|_| meant.is_none());
        complaints.push(match (meant, of_tests) {
            (Some(meant), _) => found.help(format!("did you mean `{meant}`?")).fix(entry.at, meant),
            (None, Some(test)) => {
                found.help(format!("did you mean `{test}`? tests stand in files that end in `.test.toml`"))
            }
            (None, None) => found.help(format!("the tables are {}", listed(KEYS.iter().copied(), "and"))),
        });
        self.unclear |= meant.is_none();
        meant.unwrap_or_default()
    }

    fn add_pack(&mut self, node: &'a Node, complaints: &mut Complaints) {
        if let Some(first) = self.pack {
            self.packs_differ = true;
            complaints.duplicate_pack(node.at, first.at);
            return;
        }
        self.pack = Some(node);
    }
}

/// Adds the tables in a table, such as all of `[facts.…]`.
pub(super) fn add_named<'a>(
    to: &mut Vec<Named<'a>>,
    kind: &str,
    entry: &'a Entry,
    complaints: &mut Complaints,
) {
    let Value::Table(tables) = &entry.node.value else {
        let example = format!("a table for each {kind}: [{}.NAME]", entry.key);
        complaints.push(
            wrong_type(&format!("`{}`", entry.key), "a table", &entry.node).help(format!("write {example}")),
        );
        return;
    };
    for Entry { key, at, node } in tables {
        names::check(&one(kind), Used { word: key, at: *at, quoted: false }, complaints);
        to.push(Named { name: key, at: *at, node, counts: true });
    }
}

/// Adds the elements of a list, such as all `[[rule]]`.
pub(super) fn add_listed<'a>(to: &mut Vec<&'a Node>, entry: &'a Entry, complaints: &mut Complaints) {
    match &entry.node.value {
        Value::List(nodes) => to.extend(nodes),
        Value::Table(_) => {
            let heading = format!("[[{}]]", entry.key);
            let found = wrong_type(&format!("`{}`", entry.key), "a list of tables", &entry.node)
                .help(format!("write `{heading}`, with two brackets"));
            complaints.push(if is_heading(entry) {
                found.fix(entry.at, format!("[{}]", entry.key))
            } else {
                found
            });
            to.push(&entry.node);
        }
        _ => complaints.wrong_type(&format!("`{}`", entry.key), "a list of tables", &entry.node),
    }
}

/// Whether a table is written as `[rule]`, and not as `rule = { … }`.
fn is_heading(entry: &Entry) -> bool {
    entry.at.zip(entry.node.at).is_some_and(|(key, table)| {
        table.file == key.file
            && table.start.saturating_add(1) == key.start
            && key.end.saturating_add(1) == table.end
    })
}

pub(super) fn count_first(named: &mut [Named<'_>], kind: &str, complaints: &mut Complaints) {
    named.sort_by_key(|named| (named.name, named.at));
    let mut first: Option<Named<'_>> = None;
    for this in named {
        match first {
            Some(first) if first.name == this.name => {
                this.counts = false;
                complaints.duplicate(kind, this.name, this.at, first.at);
            }
            _ => first = Some(*this),
        }
    }
}
