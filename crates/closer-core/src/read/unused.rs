//! Warnings about what a pack declares and nothing in it uses.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::material::{Material, Named};
use crate::model::{Action, Citation, Condition, Fact, FactId, GroupId, RuleSet};
use crate::text::{Diagnostic, Span};

/// Everything in `rules` that could be left out without changing any advice, wherever it comes from. `material` knows where it stands.
pub(super) fn find(rules: &RuleSet, material: &Material<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(actions(rules));
    found.extend(facts(rules));

    let used: BTreeSet<usize> = rules.actions.iter().map(|action| action.moment.index()).collect();
    let places = by_name(&material.moments);
    found.extend(without(&rules.moments, &used).map(|moment| {
        let warning = Warning { code: codes::UNUSED_MOMENT, name: &moment.id, kind: "moment" };
        let help = "give an action this moment, or remove it, and its name from `moments` if it stands there";
        warning.say("no action has its place at", places.get(&*moment.id).copied().flatten(), help)
    }));
    let used: BTreeSet<usize> =
        rules.actions.iter().filter_map(|action| action.group).map(GroupId::index).collect();
    let places = by_name(&material.groups);
    found.extend(without(&rules.groups, &used).map(|group| {
        let warning = Warning { code: codes::UNUSED_GROUP, name: &group.id, kind: "group" };
        let help = format!("give the actions that compete `group = \"{}\"`, or remove the group", group.id);
        warning.say("no action is in", places.get(&*group.id).copied().flatten(), help)
    }));
    let used: BTreeSet<usize> = citations(rules).map(|citation| citation.source.index()).collect();
    let places = by_name(&material.sources);
    found.extend(without(&rules.sources, &used).map(|source| {
        let warning = Warning { code: codes::UNUSED_SOURCE, name: &source.id, kind: "source" };
        let help = "name it in the `sources` of the rules that carry its advice, or remove it";
        warning.say("nothing cites", places.get(&*source.id).copied().flatten(), help)
    }));
    found
}

fn actions(rules: &RuleSet) -> Vec<Diagnostic> {
    let used: BTreeSet<usize> = rules.rules.iter().map(|rule| rule.action.index()).collect();
    let say = |action: &Action| {
        let warning = Warning { code: codes::UNUSED_ACTION, name: &action.id, kind: "action" };
        let help = if action.mistake {
            "write a rule that avoids it, or remove it"
        } else {
            "write a rule that suggests it, or remove it"
        };
        warning.say("no rule mentions", Some(action.origin()), help)
    };
    without(&rules.actions, &used).map(say).collect()
}

fn facts(rules: &RuleSet) -> Vec<Diagnostic> {
    let guards = rules.moments.iter().map(|moment| &moment.guard);
    let disagreements = rules.disagreements.iter().map(|disagreement| &disagreement.when);
    let tests = rules.rules.iter().flat_map(|rule| rule.when.tests());
    let mut used: BTreeSet<FactId> = tests.map(|test| test.fact).collect();
    for condition in guards.chain(disagreements) {
        Condition::for_each_test(condition, &mut |test| {
            used.insert(test.fact);
        });
    }
    let unused = rules.vocabulary.facts().iter().filter(|fact| !used.contains(&fact.id));
    let say = |fact: &Fact| {
        let warning = Warning { code: codes::UNUSED_FACT, name: &fact.name, kind: "fact" };
        let help = "ask about it in the `when` of a rule, or remove it";
        warning.say("no condition asks about", Some(fact.origin), help)
    };
    unused.map(say).collect()
}

/// Those of a list whose positions are not among the ones used.
fn without<'a, T>(all: &'a [T], used: &BTreeSet<usize>) -> impl Iterator<Item = &'a T> {
    all.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, one)| one)
}

/// Every citation of a pack.
fn citations(rules: &RuleSet) -> impl Iterator<Item = &Citation> {
    let facts = rules.vocabulary.facts().iter().flat_map(|fact| &fact.citations);
    let actions = rules.actions.iter().flat_map(|action| action.citations.iter().chain(action.quotes()));
    let sides = rules.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
    let said = rules.rules.iter().flat_map(|rule| rule.citations.iter());
    facts.chain(actions).chain(said).chain(sides.flat_map(|side| &side.citations))
}

/// Where the table with each name stands first.
fn by_name<'a>(tables: &[Named<'a>]) -> BTreeMap<&'a str, Option<Span>> {
    tables.iter().rev().map(|table| (table.name, table.at)).collect()
}

struct Warning<'a> {
    code: &'static str,
    name: &'a str,
    kind: &'static str,
}

impl Warning<'_> {
    fn say(&self, nobody: &str, at: Option<Span>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.code, format!("{nobody} the {} `{}`", self.kind, self.name))
            .at(at, "declared here, used nowhere")
            .help(help)
    }
}
