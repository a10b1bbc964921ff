//! What a test expects, and what can never come out together.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::model::{RuleSet, Text};
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::fields::{Fields, word};
use crate::read::names::Names;
use crate::read::node::Value;
use crate::read::words::{Used, shown};
use crate::text::{Diagnostic, Span};

/// What a test says of some actions, rules or facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Want {
    /// Actions that are suggested, in any place.
    Suggests,
    /// Actions that are suggested and lead.
    Leads,
    /// Actions that are suggested and spares.
    Spares,
    /// Actions that are avoided.
    Avoids,
    /// Actions of which no rule speaks.
    Silent,
    /// Actions whose verdict is open.
    Depends,
    /// The action at the top of the list.
    First,
    /// Actions that are suggested, in this order among themselves.
    Order,
    /// Actions about which sources differ.
    Disputed,
    /// Actions about which they do not.
    Undisputed,
    /// Rules that are among those behind a verdict.
    Reasons,
    /// The fact to ask for next; no name stands for none.
    NextQuestion,
}

impl Want {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 12] = [
        Self::Suggests,
        Self::Leads,
        Self::Spares,
        Self::Avoids,
        Self::Silent,
        Self::Depends,
        Self::First,
        Self::Order,
        Self::Disputed,
        Self::Undisputed,
        Self::Reasons,
        Self::NextQuestion,
    ];

    /// Its key in a test.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Suggests => "suggests",
            Self::Leads => "leads",
            Self::Spares => "spares",
            Self::Avoids => "avoids",
            Self::Silent => "silent",
            Self::Depends => "depends",
            Self::First => "first",
            Self::Order => "order",
            Self::Disputed => "disputed",
            Self::Undisputed => "undisputed",
            Self::Reasons => "reasons",
            Self::NextQuestion => "next_question",
        }
    }

    /// Whether it is about actions.
    #[must_use]
    pub fn is_of_actions(self) -> bool {
        !matches!(self, Self::Reasons | Self::NextQuestion)
    }

    /// Whether one action can never be both.
    fn excludes(self, other: Self) -> bool {
        let verdict = |want| match want {
            Self::Suggests | Self::Leads | Self::Spares | Self::First | Self::Order => Some(0),
            Self::Avoids => Some(1),
            Self::Silent => Some(2),
            Self::Depends => Some(3),
            Self::Disputed | Self::Undisputed | Self::Reasons | Self::NextQuestion => None,
        };
        let pair = |a, b| (self, other) == (a, b) || (self, other) == (b, a);
        let differ = verdict(self).zip(verdict(other)).is_some_and(|(one, two)| one != two);
        differ || pair(Self::Leads, Self::Spares) || pair(Self::Disputed, Self::Undisputed)
    }
}

/// Serialises to its key.
impl Serialize for Want {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// One expectation of a test.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Expected {
    /// What is said.
    pub want: Want,
    /// Of which actions, rules or facts.
    pub names: Vec<Text>,
    /// Where it stands.
    pub at: Span,
}

/// What tests may name.
pub(super) struct Known<'a> {
    actions: Names<'a>,
    rules: Names<'a>,
    facts: Names<'a>,
}

impl<'a> Known<'a> {
    pub(super) fn of(set: &'a RuleSet) -> Self {
        let actions = set.actions.iter().map(|action| (&*action.id, None));
        let rules = set.rules.iter().map(|rule| (&*rule.id, None));
        let facts = set.vocabulary.facts().iter().map(|fact| (&*fact.name, None));
        Self {
            actions: Names::new("action", codes::UNKNOWN_ACTION, actions),
            rules: Names::new("rule", codes::UNKNOWN_RULE, rules),
            facts: Names::new("fact", codes::UNKNOWN_FACT, facts),
        }
    }

    /// All that a test expects.
    pub(super) fn expected(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<Expected> {
        let mut all = Vec::new();
        let mut said: BTreeMap<&str, Vec<(Want, Option<Span>)>> = BTreeMap::new();
        let mut any = false;
        for want in Want::ALL {
            let Some(entry) = fields.get(want.key()) else { continue };
            any = true;
            let words = match want {
                Want::NextQuestion if matches!(&entry.node.value, Value::Text(text) if text.is_empty()) => {
                    Vec::new()
                }
                Want::First | Want::NextQuestion => one(want, fields, complaints),
                _ => fields.words(want.key(), complaints),
            };
            let names = match want {
                Want::Reasons => &self.rules,
                Want::NextQuestion => &self.facts,
                _ => &self.actions,
            };
            for (name, at) in &words {
                names.resolve(Used { word: name, at: *at, quoted: true }, complaints);
                if want.is_of_actions() {
                    contradict(name, want, *at, said.entry(name).or_default(), complaints);
                }
            }
            let at = entry.at.unwrap_or(crate::read::NOWHERE);
            all.push(Expected { want, names: words.into_iter().map(|(name, _)| name.into()).collect(), at });
        }
        if !any {
            complaints.push(
                Diagnostic::error(
                    codes::NOTHING_EXPECTED,
                    format!("{} expects nothing, so it cannot fail", fields.owner),
                )
                .at(fields.at_key("name"), "what must come of it?")
                .help("add `suggests = [\"…\"]`, `avoids = [\"…\"]` or another expectation"),
            );
        }
        all
    }
}

fn one<'a>(want: Want, fields: &Fields<'a>, complaints: &mut Complaints) -> Vec<(&'a str, Option<Span>)> {
    let Some(entry) = fields.get(want.key()) else { return Vec::new() };
    let name = word(&format!("`{}`", want.key()), &entry.node, complaints);
    name.map(|name| (name, entry.node.at)).into_iter().collect()
}

/// Complains once of an action of which something else was said before that excludes this.
fn contradict(
    name: &str,
    want: Want,
    at: Option<Span>,
    before: &mut Vec<(Want, Option<Span>)>,
    complaints: &mut Complaints,
) {
    if let Some((other, first)) = before.iter().find(|(other, _)| want.excludes(*other)) {
        let message =
            format!("`{}` cannot stand in both `{}` and `{}`", shown(name), other.key(), want.key());
        complaints.push(
            Diagnostic::error(codes::CONTRADICTION, message)
                .at(at, format!("`{}` here", want.key()))
                .at(*first, format!("`{}` here", other.key()))
                .help("no interview can lead to both, so leave one of them out"),
        );
    }
    before.push((want, at));
}
