//! Decisions by asking, for every action and every weight, whether the rules cover what is known: slow, and straight from the meaning.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use closer_core::model::{ActionId, Polarity, Rule, RuleId, SourceId};
use closer_core::space::{Bounds, Budget, Row, Status, covers, status};
use closer_core::{Decision, Role, RuleSet, Verdict};

/// What the rules say in a box of worlds: the verdicts, and what is suggested, best first.
pub(crate) fn decide(rules: &RuleSet, bounds: &Bounds) -> (Vec<Verdict>, Vec<(ActionId, Role)>) {
    let actions: Vec<ActionId> =
        rules.actions().iter().map(|it| rules.find_action(&it.id).unwrap()).collect();
    let mut by_action: Vec<[Vec<&Rule>; 2]> = vec![[vec![], vec![]]; actions.len()];
    for rule in rules.rules() {
        by_action[rule.action.index()][usize::from(rule.polarity == Polarity::Avoid)].push(rule);
    }
    let status_of = |of: &[&Rule]| status(rows(of), bounds, &mut Budget::unlimited()).unwrap();
    let mut verdicts = Vec::new();
    let mut places = Vec::new();
    for (action, [suggest, avoid]) in actions.iter().zip(&by_action) {
        verdicts.push(match (status_of(avoid), status_of(suggest)) {
            (Status::Holds, _) => Verdict::Avoided,
            (Status::Fails, Status::Holds) => Verdict::Suggested,
            (Status::Fails, Status::Fails) => Verdict::Silent,
            _ => Verdict::Depends,
        });
        if verdicts.last() == Some(&Verdict::Suggested) {
            let weights: BTreeSet<u8> = suggest.iter().map(|rule| rule.weight).collect();
            let certain = |weight: &&u8| {
                let strong: Vec<&Rule> =
                    suggest.iter().filter(|rule| rule.weight >= **weight).copied().collect();
                covers(rows(&strong), bounds, &mut Budget::unlimited()).unwrap()
            };
            let score = weights.iter().rev().find(certain).unwrap();
            let holding = suggest.iter().filter(|rule| status_of(&[**rule]) == Status::Holds);
            let sources: BTreeSet<SourceId> =
                holding.flat_map(|rule| rule.citations.iter()).map(|it| it.source).collect();
            let moment = rules.action(*action).unwrap().moment;
            places.push((Reverse(*score), Reverse(sources.len()), moment, *action));
        }
    }
    places.sort();
    let mut ranked: Vec<(ActionId, Role)> = Vec::new();
    for (.., id) in places {
        let action = rules.action(id).unwrap();
        let leads =
            ranked.iter().filter(|(_, role)| *role == Role::Lead).map(|(id, _)| rules.action(*id).unwrap());
        let of_group =
            leads.clone().filter(|other| action.group.is_some() && other.group == action.group).count();
        let room = action.group.is_none_or(|group| of_group < rules.group(group).unwrap().at_most as usize);
        let clash =
            ranked.iter().any(|(other, role)| *role == Role::Lead && action.never_with().contains(other));
        ranked.push((id, if room && !clash { Role::Lead } else { Role::Spare }));
    }
    (verdicts, ranked)
}

/// The rules of which this is so in a box, strongest first.
pub(crate) fn rules(rules: &RuleSet, wanted: impl Fn(Status) -> bool, bounds: &Bounds) -> Vec<RuleId> {
    let status = |rule: &&Rule| status(rule.region().rows(), bounds, &mut Budget::unlimited()).unwrap();
    let mut found: Vec<&Rule> = rules.rules().iter().filter(|rule| wanted(status(rule))).collect();
    found.sort_by_key(|rule| (Reverse(rule.weight), rule.id.clone()));
    found.iter().map(|rule| rules.find_rule(&rule.id).unwrap()).collect()
}

fn rows<'a>(rules: &'a [&Rule]) -> impl Iterator<Item = &'a Row> + Clone {
    rules.iter().flat_map(|rule| rule.region().rows())
}

pub(crate) fn told(decision: &Decision) -> (Vec<Verdict>, Vec<(ActionId, Role)>) {
    (decision.verdicts().map(|(_, verdict)| verdict).collect(), decision.ranked().to_vec())
}
