//! What can be named and told in one pack and not in the other.

use std::collections::BTreeSet;

use closer_core::model::{Fact, Kind, RuleSet, Text, Wanted};
use serde::Serialize;

/// Something that has a name in a pack and that interviews, overlays and tests can name: there in one of two packs only, or not the same in both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Named {
    /// What happened to it.
    pub change: NameChange,
    /// What it is: `fact`, `value`, `range`, `order`, `kind`, `flag`, `moment`, `group`, `action`, `rule`, `source` or `disagreement`.
    pub of: &'static str,
    /// The fact that it is a part of, if it is one.
    pub fact: Option<Text>,
    /// Its name; for a range, an order or a kind, what it is now, and what it was.
    pub name: Text,
}

/// What happened to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameChange {
    /// It is gone, or means something else, so who names it has to change.
    Gone,
    /// It is new.
    New,
}

impl Named {
    fn new(change: NameChange, of: &'static str, name: impl Into<Text>) -> Self {
        Self { change, of, fact: None, name: name.into() }
    }

    fn of_fact(change: NameChange, of: &'static str, fact: &Fact, name: impl Into<Text>) -> Self {
        Self { fact: Some(Text::clone(&fact.name)), ..Self::new(change, of, name) }
    }
}

/// All names that are gone or new.
pub(super) fn compare(old: &RuleSet, new: &RuleSet) -> Vec<Named> {
    let mut found = Vec::new();
    let ids = |rules: &RuleSet| {
        let facts = rules.vocabulary().facts().iter().map(|it| ("fact", &it.name));
        let moments = rules.moments().iter().map(|it| ("moment", &it.id));
        let groups = rules.groups().iter().map(|it| ("group", &it.id));
        let sources = rules.sources().iter().map(|it| ("source", &it.id));
        let actions = rules.actions().iter().map(|it| ("action", &it.id));
        let all = rules.rules().iter().map(|it| ("rule", &it.id));
        let disagreements = rules.disagreements().iter().map(|it| ("disagreement", &it.id));
        let ids = facts.chain(moments).chain(groups).chain(sources).chain(actions).chain(all);
        ids.chain(disagreements).map(|(of, id)| (of, Text::clone(id))).collect::<BTreeSet<_>>()
    };
    let (before, now) = (ids(old), ids(new));
    found.extend(before.difference(&now).map(|(of, id)| Named::new(NameChange::Gone, of, Text::clone(id))));
    found.extend(now.difference(&before).map(|(of, id)| Named::new(NameChange::New, of, Text::clone(id))));
    for was in old.vocabulary().facts() {
        if let Some(is) = new.vocabulary().find(&was.name) {
            compare_fact(was, is, &mut found);
        }
    }
    found.sort();
    found
}

fn compare_fact(was: &Fact, is: &Fact, found: &mut Vec<Named>) {
    let mut add = |change, of, name: String| found.push(Named::of_fact(change, of, is, name));
    match (&was.kind, &is.kind) {
        (Kind::Bool, Kind::Bool) => {}
        (Kind::Int { low, high, .. }, Kind::Int { low: lowest, high: highest, .. }) => {
            let ranges = format!("{lowest} to {highest}, was {low} to {high}");
            if lowest > low || highest < high {
                add(NameChange::Gone, "range", ranges);
            } else if (lowest, highest) != (low, high) {
                add(NameChange::New, "range", ranges);
            }
        }
        (Kind::Enum { values: before, ordered: was_ordered }, Kind::Enum { values: now, ordered }) => {
            for value in before.iter().filter(|value| !now.contains(value)) {
                add(NameChange::Gone, "value", value.to_string());
            }
            for value in now.iter().filter(|value| !before.contains(value)) {
                add(NameChange::New, "value", value.to_string());
            }
            let kept = |values: &[Text], others: &[Text]| -> Vec<Text> {
                values.iter().filter(|value| others.contains(value)).cloned().collect()
            };
            let (before, now) = (kept(before, now), kept(now, before));
            match (was_ordered, ordered) {
                (true, false) => add(NameChange::Gone, "order", "none, was from low to high".to_owned()),
                (false, true) => add(NameChange::New, "order", "from low to high, was none".to_owned()),
                (true, true) if before != now => {
                    add(NameChange::Gone, "order", format!("{}, was {}", now.join(", "), before.join(", ")));
                }
                _ => {}
            }
        }
        (before, now) => add(NameChange::Gone, "kind", format!("{}, was {}", kind(now), kind(before))),
    }
    let flags = |fact: &Fact| -> BTreeSet<(Text, String)> {
        let says = |fact: &Fact, flag: &closer_core::model::Flag| {
            crate::words::short(&Wanted::shortest(&flag.test.allowed, fact))
        };
        fact.flags.iter().map(|flag| (Text::clone(&flag.name), says(fact, flag))).collect()
    };
    let (before, now) = (flags(was), flags(is));
    for (name, says) in before.difference(&now) {
        let also_now = now.iter().find(|(other, _)| other == name);
        add(
            NameChange::Gone,
            "flag",
            also_now.map_or_else(|| name.to_string(), |(_, other)| format!("{name}: {other}, was {says}")),
        );
    }
    for (name, _) in now.iter().filter(|(name, _)| before.iter().all(|(other, _)| other != name)) {
        add(NameChange::New, "flag", name.to_string());
    }
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Bool => "yes or no",
        Kind::Enum { ordered: false, .. } => "one of some values",
        Kind::Enum { ordered: true, .. } => "one of some values from low to high",
        Kind::Int { .. } => "a number",
    }
}
