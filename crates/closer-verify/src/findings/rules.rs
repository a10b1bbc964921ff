//! Rules that say nothing new, or say it in vain.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Diagnostic;
use closer_core::model::{Rule, Text};
use closer_core::space::{Bounds, Budget, OutOfBudget, Region, Row, Space, ValueSet, covers};

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
pub(super) fn is_covered<'a, 'r: 'a>(
    rule: &Rule,
    others: &(impl Iterator<Item = &'a &'r Rule> + Clone),
    everything: &Bounds,
    budget: &mut Budget,
) -> Result<bool, OutOfBudget> {
    for row in rule.region() {
        if let Some(place) = everything.intersect(row)
            && !covers(others.clone().flat_map(|other| other.region().rows()), &place, budget)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Those of the rules that are needed to cover a rule which all of them cover: the last ones are spared first.
///
/// A rule is needed if those before it and those that are needed after it do not cover. Fewer rules cover less, so the last one that is needed stands where
/// that changes, and is found by halving: the work hardly grows with the rules that can be spared.
pub(super) fn needed<'a>(
    rule: &Rule,
    others: &[&'a Rule],
    everything: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<&'a Rule>, OutOfBudget> {
    let (mut needed, mut open): (Vec<&'a Rule>, _) = (Vec::new(), others);
    loop {
        let (mut few, mut enough) = (0, open.len());
        while few < enough {
            let middle = few.midpoint(enough);
            let before = open.iter().take(middle);
            if is_covered(rule, &before.chain(&needed), everything, budget)? {
                enough = middle;
            } else {
                few = middle.saturating_add(1);
            }
        }
        let Some((last, before)) = open.get(..enough).and_then(<[_]>::split_last) else { break };
        needed.push(last);
        open = before;
    }
    needed.reverse();
    Ok(needed)
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
        // Only later rules have been left out so far, so this one still stands at its place.
        let Some((before, [_, after @ ..])) = kept.split_at_checked(position) else { break };
        if before.is_empty() {
            break;
        }
        let covering = desk.ask(codes::REDUNDANT_RULE, &rule.id, |desk, budget| {
            if !is_covered(rule, &before.iter(), &desk.everything, budget)? {
                return Ok(None);
            }
            for citation in rule.citations.iter() {
                let with = before.iter().chain(after).filter(|other| other.citations.contains(citation));
                if !is_covered(rule, &with, &desk.everything, budget)? {
                    return Ok(None);
                }
            }
            needed(rule, before, &desk.everything, budget).map(Some)
        });
        if let Some(Some(covering)) = covering {
            if !desk.accepts(codes::REDUNDANT_RULE, &[Subject::Rule(rule)]) {
                kept.remove(position);
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
            if !is_covered(rule, &said.avoid.iter(), &desk.everything, budget)? {
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
    let mut alike: BTreeMap<_, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        let sources: BTreeSet<&Text> = rule.citations.iter().map(|citation| &citation.text).collect();
        alike.entry((rule.weight, &rule.because, sources)).or_default().push(rule);
    }
    for rules in alike.into_values() {
        'pairs: for (position, rule) in rules.iter().enumerate() {
            for other in rules.iter().skip(position.saturating_add(1)) {
                // There may be so many pairs that only to give up on each would take for ever.
                if desk.is_spent() {
                    desk.give_up(codes::MERGEABLE_RULES, rules.iter().map(|rule| &rule.id));
                    break 'pairs;
                }
                merge(desk, rule, other);
            }
        }
    }
}

fn merge(desk: &mut Desk<'_>, rule: &Rule, other: &Rule) {
    let merged = desk.ask(codes::MERGEABLE_RULES, &other.id, |desk, budget| {
        if let Some(together) = box_of([rule.region(), other.region()], desk, budget)? {
            return Ok(Some(Merged::Box(together)));
        }
        // Under a moment's `when` with alternatives their conditions can be one box, and what is true of both is none.
        let vocabulary = desk.set.vocabulary();
        let (one, another) =
            (rule.when().region(vocabulary, budget)?, other.when().region(vocabulary, budget)?);
        if let Some(together) = box_of([&one, &another], desk, budget)? {
            return Ok(Some(Merged::Box(together)));
        }
        // The other way round the narrower one would be redundant.
        let inside = is_covered(rule, &[other].iter(), &desk.everything, budget)?;
        Ok(inside.then_some(Merged::Wider))
    });
    let Some(Some(merged)) = merged else { return };
    desk.find(codes::MERGEABLE_RULES, &[Subject::Rule(rule), Subject::Rule(other)], None, |desk| {
        let message = format!("the rules `{}` and `{}` could be one", rule.id, other.id);
        Diagnostic::warning(codes::MERGEABLE_RULES, message)
            .at(Some(other.origin()), "has the same weight, reason and sources")
            .at(Some(rule.origin()), "as this one")
            .help(match &merged {
                Merged::Box(row) => {
                    format!("write one rule for both, true where `{}`", desk.given(row))
                }
                Merged::Wider => {
                    format!("leave `{}` out: wherever it is true, `{}` is, too", rule.id, other.id)
                }
            })
    });
}

/// The box that two regions are together, if they are one.
fn box_of(regions: [&Region; 2], desk: &Desk<'_>, budget: &mut Budget) -> Result<Option<Row>, OutOfBudget> {
    let rows: Vec<&Row> = regions.iter().flat_map(|region| region.rows()).collect();
    let around = around(&rows, desk.space());
    let Some(place) = desk.everything.intersect(&around) else { return Ok(None) };
    Ok(covers(rows, &place, budget)?.then_some(around))
}

/// The smallest box around all of the rows.
fn around(rows: &[&Row], space: &Space) -> Row {
    // Where one of them allows every value, so does the box.
    let dims = rows.first().into_iter().flat_map(|row| row.constraints()).map(|(dim, _)| dim);
    dims.fold(Row::all(), |around, dim| {
        let full = space.full(dim);
        let values = rows.iter().fold(ValueSet::empty(), |all, row| all.union(row.get(dim).unwrap_or(full)));
        around.with(dim, values, space).unwrap_or(around)
    })
}
