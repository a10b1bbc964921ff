//! What one fact must be: from a value, a list, bounds, or `not`, to the set of values allowed.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::complaints::{Complaints, range, wrong_type};
use super::fields::{list, number, truth};
use super::node::{Entry, Node, Value};
use super::words::{Used, listed, quoted, shown};
use crate::model::{Allowed, Fact, Kind};
use crate::space::ValueSet;
use crate::text::{Diagnostic, Span};

/// How deep tests and conditions may nest.
pub(super) const MAX_DEPTH: u8 = 16;

/// A fact that something is said of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) fact: &'a Fact,
    /// Where its values are declared, if that text is at hand.
    pub(super) values_at: Option<Span>,
}

const BOUNDS: [&str; 4] = ["at_least", "at_most", "more_than", "less_than"];

impl Subject<'_> {
    /// The values that pass the test in `node`. `None` when there are none, or it is no test; then a complaint has been made.
    pub(super) fn test(self, node: &Node, complaints: &mut Complaints) -> Option<Allowed> {
        self.test_at(node, 0, complaints)
    }

    fn test_at(self, node: &Node, depth: u8, complaints: &mut Complaints) -> Option<Allowed> {
        if depth > MAX_DEPTH {
            complaints.push(too_deep(node.at));
            return None;
        }
        let deeper = depth.saturating_add(1);
        match &node.value {
            Value::List(_) => self.one_of(node, deeper, complaints),
            Value::Table(entries) => self.table(node, entries, deeper, complaints),
            _ => self.value(node, complaints).map(|value| self.span_of(value, value)),
        }
    }

    /// The values from the first to the last position or number.
    fn span_of(self, first: i64, last: i64) -> Allowed {
        match self.fact.kind {
            Kind::Int { .. } => Allowed::numbers([(first, last)]),
            _ => Allowed::Values((first..=last).filter_map(|position| u8::try_from(position).ok()).collect()),
        }
    }

    fn one_of(self, node: &Node, depth: u8, complaints: &mut Complaints) -> Option<Allowed> {
        let nodes = list(&self.of_fact(), node, complaints)?;
        let mut seen = BTreeMap::new();
        let mut sound = true;
        let (mut values, mut numbers) = (ValueSet::empty(), Vec::new());
        for node in nodes {
            match self.test_at(node, depth, complaints) {
                Some(Allowed::Values(more)) => values = values.union(more),
                Some(Allowed::Numbers(more)) => numbers.extend(more),
                None => sound = false,
            }
            let written = match &node.value {
                Value::Text(text) => text.clone(),
                Value::Int(number) => number.to_string(),
                Value::Bool(truth) => truth.to_string(),
                _ => continue,
            };
            if let Some(first) = seen.get(&written) {
                complaints.repeated(&written, node.at, *first);
            } else {
                seen.insert(written, node.at);
            }
        }
        let allowed = match self.fact.kind {
            Kind::Int { .. } => Allowed::numbers(numbers),
            _ => Allowed::Values(values),
        };
        sound.then_some(allowed)
    }

    fn table(
        self,
        node: &Node,
        entries: &[Entry],
        depth: u8,
        complaints: &mut Complaints,
    ) -> Option<Allowed> {
        if let Some(entry) = second(entries) {
            complaints.push(
                Diagnostic::error(
                    codes::DUPLICATE_KEY,
                    format!("`{}` stands twice in {}", shown(&entry.key), self.of_fact()),
                )
                .at(entry.at, "once more")
                .help("say each of them once"),
            );
            return None;
        }
        match entries.iter().find(|entry| entry.key == "not") {
            Some(entry) if entries.len() > 1 => {
                complaints.push(
                    Diagnostic::error(
                        codes::MIXED_TEST,
                        format!("{} mixes `not` with bounds", self.of_fact()),
                    )
                    .at(entry.at, "`not` stands alone")
                    .help("put what must not hold into `not`, as a value, a list, or bounds"),
                );
                None
            }
            Some(entry) => {
                let rest = self.test_at(&entry.node, depth, complaints)?.complement(self.fact);
                if rest.is_empty() {
                    complaints.push(self.impossible(entry.node.at, "this is every value", [None, None]));
                }
                (!rest.is_empty()).then_some(rest)
            }
            None if entries.is_empty() => {
                complaints.push(
                    Diagnostic::error(codes::EMPTY_LIST, format!("{} is an empty table", self.of_fact()))
                        .at(node.at, "nothing is tested here")
                        .help(format!("write {}, or leave the fact out", self.expected())),
                );
                None
            }
            None => self.bounds(node, entries, complaints),
        }
    }

    fn bounds(self, node: &Node, entries: &[Entry], complaints: &mut Complaints) -> Option<Allowed> {
        let (lowest, highest) = match self.fact.kind {
            Kind::Int { low, high, .. } => (low, high),
            _ => (0, i64::from(self.fact.size()).saturating_sub(1)),
        };
        let (mut low, mut high) = (Limit::new(lowest), Limit::new(highest));
        let mut sound = true;
        for entry in entries {
            if !BOUNDS.contains(&entry.key.as_str()) {
                unknown_bound(entry, complaints);
                sound = false;
            } else if !self.fact.is_ordered() {
                complaints.push(self.no_order(entry));
                sound = false;
            } else if let Some(value) = self.value(&entry.node, complaints) {
                match entry.key.as_str() {
                    "at_least" => low.raise(value, entry.node.at),
                    "more_than" => low.raise(value.saturating_add(1), entry.node.at),
                    "at_most" => high.lower(value, entry.node.at),
                    _ => high.lower(value.saturating_sub(1), entry.node.at),
                }
            } else {
                sound = false;
            }
        }
        if !sound {
            return None;
        }
        if low.value > high.value {
            complaints.push(self.impossible(node.at, "these bounds leave no value", [low.at, high.at]));
            return None;
        }
        Some(self.span_of(low.value, high.value))
    }

    /// A single value: its position, or the number itself.
    fn value(self, node: &Node, complaints: &mut Complaints) -> Option<i64> {
        // What is right is the rule, and needs no words.
        match (&self.fact.kind, &node.value) {
            (Kind::Int { low, high, .. }, Value::Int(number)) if (*low..=*high).contains(number) => {
                return Some(*number);
            }
            (Kind::Bool, Value::Bool(truth)) => return Some(i64::from(*truth)),
            _ => {}
        }
        let name = || format!("`{}`", self.fact.name);
        match (&self.fact.kind, &node.value) {
            (Kind::Int { low, high, .. }, _) => self.sound(number(&name(), node, (*low, *high)), complaints),
            (Kind::Bool, _) => self.sound(truth(&name(), node).map(i64::from), complaints),
            (Kind::Enum { values, .. }, Value::Text(text)) => {
                let position = values.iter().position(|value| **value == **text);
                if position.is_none() {
                    self.unknown_value(Used { word: text, at: node.at, quoted: true }, complaints);
                }
                position.and_then(|position| i64::try_from(position).ok())
            }
            (Kind::Enum { values, .. }, value) => {
                let found = wrong_type(&name(), &self.expected(), node)
                    .at(self.values_at, "the values are declared here");
                let meant = match value {
                    Value::Bool(truth) => truth.to_string(),
                    Value::Int(number) => number.to_string(),
                    _ => String::new(),
                };
                let found = found.help(format!("the values of `{}` are {}", self.fact.name, self.values()));
                complaints.push(if values.iter().any(|value| **value == *meant) {
                    found.help("put the value in quotes").fix(node.at, quoted(&meant))
                } else {
                    found
                });
                None
            }
        }
    }

    /// Complains of a value that is not sound, and shows where the values are declared.
    fn sound(self, value: Result<i64, Box<Diagnostic>>, complaints: &mut Complaints) -> Option<i64> {
        value.map_err(|found| complaints.push(found.at(self.values_at, "declared here"))).ok()
    }

    /// Complains of a word that is not a value of the fact.
    pub(super) fn unknown_value(self, used: Used<'_>, complaints: &mut Complaints) {
        let name = &self.fact.name;
        let found = Diagnostic::error(
            codes::UNKNOWN_VALUE,
            format!("`{}` is not a value of `{name}`", shown(used.word)),
        )
        .at(used.at, format!("expected {}", self.expected()))
        .at(self.values_at, "the values are declared here");
        let values = (0..self.fact.size()).filter_map(|position| self.fact.value(position));
        let near = complaints.nearest(used.word, values);
        complaints.push(match near {
            Some(near) => found
                .help(format!("did you mean `{near}`? the values of `{name}` are {}", self.values()))
                .fix(used.at, if used.quoted { quoted(near) } else { near.to_owned() }),
            None => found.help(format!("the values of `{name}` are {}", self.values())),
        });
    }

    /// The values of a fact that has a list of them.
    fn values(self) -> String {
        listed((0..self.fact.size()).filter_map(|position| self.fact.value(position)), "and")
    }

    /// What a single value looks like.
    pub(super) fn expected(self) -> String {
        match self.fact.kind {
            Kind::Bool => "`true` or `false`".to_owned(),
            Kind::Int { low, high, .. } => range(low, high),
            Kind::Enum { .. } => format!(
                "one of {}",
                listed((0..self.fact.size()).filter_map(|position| self.fact.value(position)), "or")
            ),
        }
    }

    fn of_fact(self) -> String {
        format!("the test of `{}`", self.fact.name)
    }

    fn no_order(self, entry: &Entry) -> Diagnostic {
        let name = &self.fact.name;
        let found = Diagnostic::error(codes::NO_ORDER, format!("the values of `{name}` have no order"))
            .at(entry.at, format!("`{}` needs an order", entry.key))
            .at(self.values_at, "declared here");
        match self.fact.kind {
            Kind::Bool => found.help("test it with `true` or `false`"),
            _ => found.help("list the values that are meant; or declare them with `ordered`, low to high, if they have an order"),
        }
    }

    fn impossible(self, at: Option<Span>, why: &str, places: [Option<Span>; 2]) -> Diagnostic {
        let found = Diagnostic::error(
            codes::IMPOSSIBLE_TEST,
            format!("no value of `{}` can pass this test", self.fact.name),
        )
        .at(at, why);
        let [low, high] = places;
        found.at(low, "not below this").at(high, "not above this").help(format!(
            "`{}` is {}",
            self.fact.name,
            self.expected()
        ))
    }
}

/// The first entry whose key stood before. TOML has none, JSON may.
fn second(entries: &[Entry]) -> Option<&Entry> {
    let mut keys = BTreeSet::new();
    entries.iter().find(|entry| !keys.insert(&entry.key))
}

/// One end of what bounds allow, and where it was written.
#[derive(Clone, Copy)]
struct Limit {
    value: i64,
    at: Option<Span>,
}

impl Limit {
    fn new(value: i64) -> Self {
        Self { value, at: None }
    }

    fn raise(&mut self, to: i64, at: Option<Span>) {
        if to >= self.value {
            *self = Self { value: to, at };
        }
    }

    fn lower(&mut self, to: i64, at: Option<Span>) {
        if to <= self.value {
            *self = Self { value: to, at };
        }
    }
}

fn unknown_bound(entry: &Entry, complaints: &mut Complaints) {
    let found = Diagnostic::error(codes::UNKNOWN_KEY, format!("a test has no key `{}`", shown(&entry.key)))
        .at(entry.at, "unknown key");
    let near = complaints.nearest(&entry.key, BOUNDS);
    complaints.push(match near {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(entry.at, near),
        None => found.help(format!("the keys are {}", listed(BOUNDS.into_iter().chain(["not"]), "and"))),
    });
}

/// Conditions or tests are nested beyond [`MAX_DEPTH`].
pub(super) fn too_deep(at: Option<Span>) -> Diagnostic {
    Diagnostic::error(codes::NESTED_TOO_DEEP, format!("nested more than {MAX_DEPTH} deep"))
        .at(at, "too deep")
        .help("split the rule into several, or say it with fewer levels")
}
