//! A rule pack described: for a glance, for the shelf, for a program, as a chart.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod mermaid;
pub(crate) mod text;

use closer_core::RuleSet;
use closer_core::model::{Action, ActionId, Citation, Fact, Kind, Polarity, Rule, Source};

use crate::conditions;
use crate::focus::Focus;
use crate::words::{clean, count};

/// Rules for one action that apply in the same cases.
struct Case<'a> {
    polarity: Polarity,
    /// "when …, unless …"; empty for always.
    when: String,
    /// The strongest first.
    rules: Vec<&'a Rule>,
}

/// "Do it when it went well", "Leave it alone".
fn head(case: &Case<'_>) -> String {
    let verb = match case.polarity {
        Polarity::Suggest => "Do it",
        Polarity::Avoid => "Leave it alone",
    };
    match &*case.when {
        "" => verb.to_owned(),
        when if when.starts_with("unless") => format!("{verb}, {when}"),
        when => format!("{verb} {when}"),
    }
}

/// The rules of an action by the cases in which they apply, those for it first, the strongest first.
fn cases<'a>(action: ActionId, rules: &'a RuleSet) -> Vec<Case<'a>> {
    let mut cases: Vec<Case<'a>> = Vec::new();
    for rule in rules.rules().iter().filter(|rule| rule.action == action) {
        let when = conditions::when(&rule.when(), rules);
        let same = cases.iter_mut().find(|case| case.polarity == rule.polarity && case.when == when);
        match same {
            Some(case) => case.rules.push(rule),
            None => cases.push(Case { polarity: rule.polarity, when, rules: vec![rule] }),
        }
    }
    for case in &mut cases {
        case.rules.sort_by_key(|rule| std::cmp::Reverse(rule.weight));
    }
    // The plainest case before those that are made for few.
    cases.sort_by_key(|case| {
        let strongest = case.rules.first().map_or(0, |rule| rule.weight);
        (
            case.polarity,
            !case.when.is_empty(),
            std::cmp::Reverse(case.rules.len()),
            std::cmp::Reverse(strongest),
        )
    });
    cases
}

/// The actions of a moment, those to do first, by their strongest rule.
fn actions_of(moment: usize, rules: &RuleSet) -> Vec<(ActionId, &Action)> {
    let id_of = |action: &Action| rules.find_action(&action.id);
    let mut actions: Vec<(ActionId, &Action)> = rules
        .actions()
        .iter()
        .filter(|action| action.moment.index() == moment)
        .filter_map(|action| Some((id_of(action)?, action)))
        .collect();
    let strongest =
        |id: ActionId| rules.rules().iter().filter(|rule| rule.action == id).map(|rule| rule.weight).max();
    actions.sort_by_key(|(id, action)| (action.mistake, std::cmp::Reverse(strongest(*id))));
    actions
}

/// "000-04, 003"; common sense of the editors is not named as a source.
fn cited(citations: &[Citation], rules: &RuleSet) -> String {
    let of = |citation: &&Citation| rules.source(citation.source).is_some_and(|source| !source.editorial);
    citations.iter().filter(of).map(|citation| clean(&citation.text)).collect::<Vec<_>>().join(", ")
}

/// Who wrote it, or else what it is called.
fn author(source: &Source) -> String {
    clean(source.author.as_ref().unwrap_or(&source.title))
}

/// "poorly, hard to say or well".
fn answers(fact: &Fact) -> Vec<String> {
    match &fact.kind {
        Kind::Int { low, high, .. } => vec![format!("a number from {low} to {high}")],
        Kind::Bool => vec!["yes".to_owned(), "no".to_owned()],
        Kind::Enum { .. } => fact.titles.iter().map(|title| clean(title)).collect(),
    }
}

/// "45 actions, 170 rules".
fn extent(actions: usize, rules: usize) -> String {
    format!("{}, {}", count(actions, "action", "actions"), count(rules, "rule", "rules"))
}

/// "closing 1.0.0 with graduate 1.0.0".
fn name_and_version(rules: &RuleSet) -> String {
    let pack = rules.pack();
    match pack.layers.as_slice() {
        [] => format!("{} {}", clean(&pack.name), clean(&pack.version)),
        layers => {
            let each: Vec<String> = layers
                .iter()
                .map(|layer| format!("{} {}", clean(&layer.name), clean(&layer.version)))
                .collect();
            each.join(" + ")
        }
    }
}
