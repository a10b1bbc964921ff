//! Rules that say nothing new, or say it in vain.

use std::collections::BTreeSet;

use closer_core::Diagnostic;
use closer_core::model::Rule;
use closer_core::space::{Bounds, Budget, OutOfBudget, Row, Space, ValueSet, covers};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::wording::{names, some_names};

pub(super) fn look(desk: &mut Desk<'_>) {
    for said in desk.said.clone() {
        beaten(desk, &said);
        for rules in [&said.suggest, &said.avoid] {
            let redundant = redundant(desk, rules);
            let rest: Vec<&Rule> =
                rules.iter().copied().filter(|rule| !redundant.contains(&&*rule.id)).collect();
            mergeable(desk, &rest);
        }
    }
}

/// Is every world of a rule in one of the others?
fn is_covered(
    rule: &Rule,
    others: &[&Rule],
    everything: &Bounds,
    budget: &mut Budget,
) -> Result<bool, OutOfBudget> {
    for row in rule.region() {
        if let Some(place) = everything.intersect(row)
            && !covers(others.iter().flat_map(|other| other.region().rows()), &place, budget)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Those of the rules that are needed to cover a rule which all of them cover, as far as one after the other can be spared.
fn needed<'a>(
    rule: &Rule,
    others: &[&'a Rule],
    everything: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<&'a Rule>, OutOfBudget> {
    let mut kept = others.to_vec();
    for other in others.iter().rev() {
        let without: Vec<&Rule> = kept.iter().copied().filter(|one| one.id != other.id).collect();
        if is_covered(rule, &without, everything, budget)? {
            kept = without;
        }
    }
    Ok(kept)
}

/// "wherever it is true, so is `x`".
fn proof(covering: &[&Rule]) -> String {
    let ids: Vec<&str> = covering.iter().map(|rule| &*rule.id).collect();
    match ids.as_slice() {
        [one] => format!("wherever it is true, `{one}` is, too"),
        several => format!("wherever it is true, so is one of {}", some_names(several)),
    }
}

fn at(diagnostic: Diagnostic, others: &[&Rule], text: &str) -> Diagnostic {
    others.iter().take(3).fold(diagnostic, |diagnostic, other| diagnostic.at(Some(other.origin()), text))
}

/// Complains of rules without which all would be the same, and gives their ids.
///
/// The rules come in the order in which they decide. Those that decide last are left out first, so that of rules that say the same only the later ones
/// are found, and leaving out all that are found changes nothing.
fn redundant<'a>(desk: &mut Desk<'_>, rules: &[&'a Rule]) -> BTreeSet<&'a str> {
    let mut kept = rules.to_vec();
    let mut found = BTreeSet::new();
    for (position, rule) in rules.iter().enumerate().rev() {
        let before: Vec<&Rule> = rules.iter().take(position).copied().collect();
        if before.is_empty() {
            continue;
        }
        let others: Vec<&Rule> = kept.iter().copied().filter(|other| other.id != rule.id).collect();
        let covering = desk.ask(codes::REDUNDANT_RULE, &rule.id, |desk, budget| {
            if !is_covered(rule, &before, &desk.everything, budget)? {
                return Ok(None);
            }
            for citation in rule.citations.iter() {
                let with: Vec<&Rule> =
                    others.iter().copied().filter(|other| other.citations.contains(citation)).collect();
                if !is_covered(rule, &with, &desk.everything, budget)? {
                    return Ok(None);
                }
            }
            needed(rule, &before, &desk.everything, budget).map(Some)
        });
        if let Some(Some(covering)) = covering {
            if !desk.accepts(codes::REDUNDANT_RULE, &[Subject::Rule(rule)]) {
                kept = others;
            }
            found.insert(&*rule.id);
            desk.find(codes::REDUNDANT_RULE, &[Subject::Rule(rule)], None, |_| {
                let found = Diagnostic::warning(
                    codes::REDUNDANT_RULE,
                    format!("the rule `{}` changes nothing", rule.id),
                )
                .at(Some(rule.origin()), "no verdict, rank, reason or source comes from here alone");
                at(found, &covering, "says it already")
                    .help(format!("leave it out: {}, and the same sources are named", proof(&covering)))
            });
        }
    }
    found
}

/// Complains of rules that suggest an action only where it is avoided; where that goes for all of them, of the action.
fn beaten(desk: &mut Desk<'_>, said: &Said<'_>) {
    if said.avoid.is_empty() {
        return;
    }
    let mut all = !said.suggest.is_empty();
    let mut beaten: Vec<(&Rule, Vec<&Rule>)> = Vec::new();
    for rule in &said.suggest {
        let by = desk.ask(codes::BEATEN_RULE, &rule.id, |desk, budget| {
            if !is_covered(rule, &said.avoid, &desk.everything, budget)? {
                return Ok(None);
            }
            needed(rule, &said.avoid, &desk.everything, budget).map(Some)
        });
        match by {
            Some(Some(by)) => beaten.push((rule, by)),
            _ => all = false,
        }
    }
    if all {
        let mut by: Vec<&Rule> = beaten.iter().flat_map(|(_, by)| by.iter().copied()).collect();
        by.sort_by_key(|rule| &rule.id);
        by.dedup_by_key(|rule| &rule.id);
        desk.find(codes::NEVER_SUGGESTED, &[Subject::Action(said.action)], None, |_| {
            let rules: Vec<&Rule> = beaten.iter().map(|(rule, _)| *rule).collect();
            let message = format!("the action `{}` is never suggested", said.action.id);
            let found = Diagnostic::warning(codes::NEVER_SUGGESTED, message)
                .at(Some(said.action.origin()), "avoided wherever a rule suggests it");
            at(at(found, &rules, "suggests it in vain"), &by, "avoids it").help(format!(
                "where {} true, {} avoids it: narrow what avoids it, or leave out what suggests it",
                if rules.len() == 1 {
                    format!("`{}` is", rules.first().map_or("", |rule| &rule.id))
                } else {
                    "any of them is".to_owned()
                },
                one_of(&by),
            ))
        });
        return;
    }
    for (rule, by) in beaten {
        desk.find(codes::BEATEN_RULE, &[Subject::Rule(rule)], None, |_| {
            let message = format!("the rule `{}` is beaten wherever it is true", rule.id);
            let found = Diagnostic::warning(codes::BEATEN_RULE, message)
                .at(Some(rule.origin()), format!("suggests `{}` in vain", said.action.id));
            at(found, &by, "avoids it").help(format!(
                "wherever it is true, {} avoids the action: narrow the one or the other, or leave this rule out",
                one_of(&by)
            ))
        });
    }
}

fn one_of(rules: &[&Rule]) -> String {
    let ids: Vec<&str> = rules.iter().map(|rule| &*rule.id).collect();
    match ids.as_slice() {
        [one] => format!("`{one}`"),
        several => format!("one of {}", names(several)),
    }
}

/// What could stand for two rules.
enum Merged {
    /// This box, which is both together.
    Box(Row),
    /// The second of them.
    Wider,
}

/// Complains of two rules that say the same with the same words, and that one rule without alternatives could replace.
fn mergeable(desk: &mut Desk<'_>, rules: &[&Rule]) {
    for (position, rule) in rules.iter().enumerate() {
        for other in rules.iter().skip(position.saturating_add(1)) {
            if !says_the_same(rule, other) {
                continue;
            }
            let merged = desk.ask(codes::MERGEABLE_RULES, &other.id, |desk, budget| {
                let rows = || rule.region().rows().iter().chain(other.region().rows());
                let around = around(&rows().collect::<Vec<_>>(), desk.space());
                if let Some(place) = desk.everything.intersect(&around)
                    && covers(rows(), &place, budget)?
                {
                    return Ok(Some(Merged::Box(around)));
                }
                // The other way round the narrower one would be redundant.
                let inside = is_covered(rule, &[other], &desk.everything, budget)?;
                Ok(inside.then_some(Merged::Wider))
            });
            if let Some(Some(merged)) = merged {
                let subjects = [Subject::Rule(rule), Subject::Rule(other)];
                desk.find(codes::MERGEABLE_RULES, &subjects, None, |desk| {
                    let message = format!("the rules `{}` and `{}` could be one", rule.id, other.id);
                    Diagnostic::warning(codes::MERGEABLE_RULES, message)
                        .at(Some(other.origin()), "has the same weight, reason and sources")
                        .at(Some(rule.origin()), "as this one")
                        .help(match &merged {
                            Merged::Box(row) => {
                                format!("write one rule for both, true where `{}`", desk.given(row))
                            }
                            Merged::Wider => format!(
                                "leave `{}` out: wherever it is true, `{}` is, too",
                                rule.id, other.id
                            ),
                        })
                });
            }
        }
    }
}

fn says_the_same(rule: &Rule, other: &Rule) -> bool {
    let rows =
        |rule: &Rule| rule.citations.iter().map(|citation| citation.text.clone()).collect::<BTreeSet<_>>();
    rule.weight == other.weight && rule.because == other.because && rows(rule) == rows(other)
}

/// The smallest box around all of the rows.
fn around(rows: &[&Row], space: &Space) -> Row {
    space.dims().fold(Row::all(), |around, dim| {
        let full = space.full(dim);
        let values = rows.iter().fold(ValueSet::empty(), |all, row| all.union(row.get(dim).unwrap_or(full)));
        around.with(dim, values, space).unwrap_or(around)
    })
}
