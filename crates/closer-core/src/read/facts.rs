//! `[facts.…]`: what may be known, and in which values.

use std::collections::BTreeMap;

use super::citations::Citations;
use super::codes;
use super::complaints::{Complaints, FAR};
use super::conditions::When;
use super::fields::{Fields, Form, list, number, word};
use super::material::Named;
use super::names::{self, Names};
use super::node::{Node, Value};
use super::test::Subject;
use super::words::{Used, ends_of_range, listed};
use super::{NOWHERE, wording};
use crate::model::{Condition, Fact, FactId, Flag, Kind, SharedWords, Test, Text};
use crate::space::{Region, Space};
use crate::text::{Diagnostic, Span};

pub(super) const FACT: Form = Form {
    one: "a fact",
    keys: &[
        "question",
        "bool",
        "values",
        "ordered",
        "range",
        "titles",
        "phrase",
        "phrases",
        "assume",
        "ask_first",
        "ask_when",
        "flags",
        "sources",
        "accept",
    ],
};

/// The keys that say what kind of fact it is.
const KINDS: [&str; 4] = ["bool", "values", "ordered", "range"];

/// Words of conditions that no fact can have as its name.
const RESERVED: [&str; 3] = ["all", "any", "not"];

/// The facts of a pack while it is read: numbers are not cut into cells yet.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) declared: Vec<Declared<'a>>,
    names: Names<'a>,
}

/// A fact, which may be known by name only when its declaration is broken.
#[derive(Debug)]
pub(super) struct Declared<'a> {
    pub(super) fact: Fact,
    /// Its kind could be read, so that tests of it can be checked.
    sound: bool,
    pub(super) values_at: Option<Span>,
    /// What `ask_when` says: it may test any fact, so it is read when all of them are known.
    ask_when: Option<&'a Node>,
}

/// Where the question about a fact makes sense.
pub(super) struct Question {
    pub(super) fact: FactId,
    pub(super) when: When,
}

impl Declared<'_> {
    /// What tests can be checked against.
    pub(super) fn subject(&self) -> Option<Subject<'_>> {
        self.sound.then_some(Subject { fact: &self.fact, values_at: self.values_at })
    }
}

impl<'a> Facts<'a> {
    pub(super) fn read(tables: &[Named<'a>], citations: &Citations<'_>, complaints: &mut Complaints) -> Self {
        let counting: Vec<&Named<'a>> = tables.iter().filter(|table| table.counts).collect();
        let names =
            Names::new("fact", codes::UNKNOWN_FACT, counting.iter().map(|table| (table.name, table.at)));
        let mut declared = Vec::with_capacity(counting.len());
        let mut options = Options::default();
        for table in tables {
            let id = FactId::new(declared.len());
            let fact = read_fact(id, table, citations, &mut options, complaints);
            if table.counts {
                declared.push(fact);
            } else if let Some(first) = declared.last_mut() {
                // Which of the two was meant is not clear, so tests of it are not checked.
                first.sound = false;
            }
        }
        options.check(&counting, complaints);
        Self { declared, names }
    }

    /// Where the questions make sense, for facts that say so.
    pub(super) fn questions(&self, complaints: &mut Complaints) -> Vec<Question> {
        let asked = self.declared.iter().filter_map(|declared| Some((declared.fact.id, declared.ask_when?)));
        asked
            .map(|(fact, node)| Question { fact, when: self.when_of("`ask_when`", node, complaints) })
            .collect()
    }

    /// Those whose declaration is broken.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = FactId> {
        self.declared.iter().filter(|declared| !declared.sound).map(|declared| declared.fact.id)
    }

    /// The fact with this name; complains when there is none.
    pub(super) fn resolve(&self, used: Used<'_>, complaints: &mut Complaints) -> Option<&Declared<'a>> {
        self.declared.get(self.names.resolve(used, complaints)?)
    }
}

fn read_fact<'a>(
    id: FactId,
    table: &Named<'a>,
    citations: &Citations<'_>,
    options: &mut Options,
    complaints: &mut Complaints,
) -> Declared<'a> {
    let origin = table.at.unwrap_or(NOWHERE);
    let mut declared = Declared {
        fact: Fact {
            id,
            name: table.name.into(),
            question: Text::default(),
            kind: Kind::Bool,
            titles: Vec::new(),
            phrase: None,
            phrases: Vec::new(),
            assume: None,
            flags: Vec::new(),
            ask_first: false,
            ask_when: Condition::ALWAYS,
            ask_region: Region::all(),
            citations: Vec::new(),
            accepted: Vec::new(),
            origin,
            words: SharedWords::default(),
        },
        sound: false,
        values_at: None,
        ask_when: None,
    };
    if RESERVED.contains(&table.name) {
        complaints.push(
            Diagnostic::error(codes::RESERVED_NAME, format!("a fact cannot be called `{}`", table.name))
                .at(table.at, "a word of conditions")
                .help(format!("find another name; {} have a meaning in conditions", listed(RESERVED, "and"))),
        );
    }
    let Some(fields) = Fields::open(table.node, format!("the fact `{}`", table.name), &FACT, complaints)
    else {
        return declared;
    };
    if let Some((key, kind)) = kind(&fields, complaints) {
        declared.sound = true;
        declared.values_at = fields
            .get(key)
            .map(|entry| if key == "bool" { entry.at } else { entry.node.at })
            .unwrap_or_default();
        declared.fact.kind = kind;
    }
    declared.fact.question = fields.need_text("question", complaints);
    declared.fact.ask_first = fields.truth("ask_first", complaints);
    declared.ask_when = fields.get("ask_when").map(|entry| &entry.node);
    declared.fact.citations = citations.optional(&fields, complaints).to_vec();
    declared.fact.accepted = fields.accepted(complaints);
    if declared.sound {
        wording::read(&mut declared, &fields, complaints);
        declared.fact.assume =
            fields.get("assume").and_then(|entry| test(&declared, &entry.node, complaints));
        declared.fact.flags = flags(&declared, &fields, options, complaints);
    }
    declared
}

fn test(declared: &Declared<'_>, node: &Node, complaints: &mut Complaints) -> Option<Test> {
    let allowed = declared.subject()?.test(node, complaints)?;
    Some(Test { fact: declared.fact.id, allowed })
}

fn flags(
    declared: &Declared<'_>,
    fields: &Fields<'_>,
    options: &mut Options,
    complaints: &mut Complaints,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    for entry in fields.table("flags", complaints) {
        names::check("a flag", Used { word: &entry.key, at: entry.at, quoted: false }, complaints);
        options.flags.push((entry.key.replace('_', "-"), entry.at));
        if let Some(test) = test(declared, &entry.node, complaints) {
            flags.push(Flag { name: entry.key.as_str().into(), test });
        }
    }
    flags.sort_by(|a, b| a.name.cmp(&b.name));
    flags
}

/// The key that says the kind, and the kind.
fn kind(fields: &Fields<'_>, complaints: &mut Complaints) -> Option<(&'static str, Kind)> {
    let said: Vec<&'static str> = KINDS.into_iter().filter(|key| fields.get(key).is_some()).collect();
    let [key] = said.as_slice() else {
        let found = Diagnostic::error(
            codes::FACT_KIND,
            if said.is_empty() {
                format!("{} has no kind", fields.owner)
            } else {
                format!("{} has {} kinds", fields.owner, said.len())
            },
        );
        let found = match said.as_slice() {
            [] => found.at(fields.at, "its values are missing here"),
            [first, .., last] => {
                found.at(fields.at_key(last), "one too many").at(fields.at_key(first), "a kind")
            }
            [_] => found,
        };
        complaints.push(found.help(
            "give exactly one of `bool = true`, `values = […]`, `ordered = […]` and `range = [LOW, HIGH]`",
        ));
        return None;
    };
    let node = &fields.get(key)?.node;
    let kind = match *key {
        "bool" => {
            let sound = fields.truth("bool", complaints);
            if matches!(node.value, Value::Bool(false)) {
                complaints.push(
                    Diagnostic::error(codes::FACT_KIND, format!("{} has no kind", fields.owner))
                        .at(node.at, "`bool` can only be `true`")
                        .help("write `bool = true` for a fact that is true or false, or say its values")
                        .fix(node.at, "true"),
                );
            }
            sound.then_some(Kind::Bool)?
        }
        "range" => range(node, complaints)?,
        key => Kind::Enum { values: values(key, node, complaints)?, ordered: key == "ordered" },
    };
    Some((key, kind))
}

fn range(node: &Node, complaints: &mut Complaints) -> Option<Kind> {
    let bad = |why: &str| {
        Diagnostic::error(codes::BAD_RANGE, format!("`range` {why}"))
            .at(node.at, "expected `[LOW, HIGH]`")
            .help("give the lowest and the highest number, as in `[0, 50]`")
    };
    let Value::List(ends) = &node.value else {
        let meant = if let Value::Text(text) = &node.value { ends_of_range(text) } else { None };
        complaints.push(match meant {
            Some((low, high)) => bad("is not a list").fix(node.at, format!("[{low}, {high}]")),
            None => bad("is not a list"),
        });
        return None;
    };
    let [low_node, high_node] = ends.as_slice() else {
        complaints.push(bad("has not two ends"));
        return None;
    };
    let mut end = |what: &str, node: &Node| match (number(what, node, (-FAR, FAR)), &node.value) {
        (Ok(number), _) => Some(number),
        (Err(_), Value::Int(_) | Value::Huge(_)) => {
            complaints.push(bad("reaches too far").at(node.at, format!("at most {FAR} either way")));
            None
        }
        (Err(found), _) => {
            complaints.push(*found);
            None
        }
    };
    let low = end("the lower end of `range`", low_node);
    let high = end("the upper end of `range`", high_node);
    let (low, high) = (low?, high?);
    if low > high {
        complaints.push(bad("runs from high to low").fix(node.at, format!("[{high}, {low}]")));
        return None;
    }
    Some(Kind::Int { low, high, cells: vec![(low, high)] })
}

fn values(key: &str, node: &Node, complaints: &mut Complaints) -> Option<Vec<Text>> {
    let nodes = list(&format!("`{key}`"), node, complaints)?;
    let mut seen = BTreeMap::new();
    let mut values: Vec<Text> = Vec::new();
    let mut sound = true;
    for node in nodes {
        let Some(value) = word(&format!("every element of `{key}`"), node, complaints) else {
            sound = false;
            continue;
        };
        names::check("a value", Used { word: value, at: node.at, quoted: true }, complaints);
        if let Some(first) = seen.get(value) {
            complaints.duplicate("value", value, node.at, *first);
        } else {
            seen.insert(value, node.at);
            values.push(value.into());
        }
    }
    if values.len() > usize::from(Space::MAX_SIZE) {
        complaints.push(
            Diagnostic::error(codes::TOO_MANY_VALUES, format!("a fact cannot have {} values", values.len()))
                .at(node.at, format!("at most {} fit", Space::MAX_SIZE))
                .help("put together values that rules treat alike, or make two facts of it"),
        );
        return None;
    }
    sound.then_some(values)
}

/// What facts and flags are called on a command line, where `_` is `-`.
#[derive(Debug, Default)]
struct Options {
    flags: Vec<(String, Option<Span>)>,
}

impl Options {
    fn check(self, facts: &[&Named<'_>], complaints: &mut Complaints) {
        let mut taken: BTreeMap<String, (&str, Option<Span>)> = BTreeMap::new();
        let facts = facts.iter().map(|fact| (fact.name.replace('_', "-"), "fact", fact.at));
        let flags = self.flags.into_iter().map(|(name, at)| (name, "flag", at));
        for (name, kind, at) in facts.chain(flags) {
            let Some((other, first)) = taken.get(&name) else {
                taken.insert(name, (kind, at));
                continue;
            };
            complaints.push(
                Diagnostic::error(
                    codes::NAME_CLASH,
                    format!("a {other} is already called `--{name}` on a command line"),
                )
                .at(at, format!("this {kind} would be called so too"))
                .at(*first, format!("that {other}"))
                .help("find another name for one of them; on a command line `_` is `-`"),
            );
        }
    }
}
