//! A pack as a chart: which facts bear on which actions. One action shows its rules, too.

use std::collections::BTreeSet;

use closer_core::RuleSet;
use closer_core::model::{ActionId, FactId, Polarity, Rule};

use super::Focus;
use crate::safe::mermaid as label;
use crate::words::put;

/// A flowchart from left to right: facts, then the rules of what is in focus, then actions. An arrow speaks for an action, a cross against it.
pub(crate) fn render(rules: &RuleSet, focus: Option<Focus>) -> String {
    let mut written = "flowchart LR\n".to_owned();
    match focus {
        None => overview(&mut written, rules),
        Some(Focus::Action(id)) => in_full(&mut written, id, rules, |rule| rule.action == id),
        Some(Focus::Rule(id)) => {
            if let Some(one) = rules.rule(id) {
                in_full(&mut written, one.action, rules, |rule| rule.id == one.id);
            }
        }
    }
    written
}

/// Facts and actions by moment. With every rule it would be more than a chart can show.
fn overview(written: &mut String, rules: &RuleSet) {
    let edges: BTreeSet<(FactId, ActionId)> = rules
        .rules()
        .iter()
        .flat_map(|rule| facts_of(rule).into_iter().map(|fact| (fact, rule.action)))
        .collect();
    let used: BTreeSet<FactId> = edges.iter().map(|(fact, _)| *fact).collect();
    for fact in used {
        fact_node(written, fact, rules);
    }
    for (number, moment) in rules.moments().iter().enumerate() {
        let actions = super::actions_of(number, rules);
        if actions.is_empty() {
            continue;
        }
        put(written, format_args!("  subgraph m{number} [\"{}\"]\n", label(&moment.title)));
        for (id, _) in actions {
            written.push_str("  ");
            action_node(written, id, rules);
        }
        written.push_str("  end\n");
    }
    for (fact, action) in edges {
        put(written, format_args!("  f{} --> a{}\n", fact.index(), action.index()));
    }
}

fn in_full(written: &mut String, action: ActionId, rules: &RuleSet, wanted: impl Fn(&Rule) -> bool) {
    let chosen: Vec<&Rule> = rules.rules().iter().filter(|rule| wanted(rule)).collect();
    let used: BTreeSet<FactId> = chosen.iter().flat_map(|rule| facts_of(rule)).collect();
    for fact in used {
        fact_node(written, fact, rules);
    }
    for (number, rule) in chosen.iter().enumerate() {
        put(written, format_args!("  r{number}[\"{}\"]\n", label(&rule.because)));
    }
    action_node(written, action, rules);
    for (number, rule) in chosen.iter().enumerate() {
        for fact in facts_of(rule) {
            put(written, format_args!("  f{} --> r{number}\n", fact.index()));
        }
        let arrow = if rule.polarity == Polarity::Suggest { "-->" } else { "--x" };
        put(written, format_args!("  r{number} {arrow} a{}\n", action.index()));
    }
}

fn facts_of(rule: &Rule) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    rule.when().for_each_test(&mut |test| {
        facts.insert(test.fact);
    });
    facts
}

fn fact_node(written: &mut String, id: FactId, rules: &RuleSet) {
    if let Some(fact) = rules.vocabulary().get(id) {
        put(written, format_args!("  f{}([\"{}\"])\n", id.index(), label(&fact.question)));
    }
}

fn action_node(written: &mut String, id: ActionId, rules: &RuleSet) {
    if let Some(action) = rules.action(id) {
        let (open, close) = if action.mistake { ("{{", "}}") } else { ("[", "]") };
        put(written, format_args!("  a{}{open}\"{}\"{close}\n", id.index(), label(&action.title)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_fits_the_chart() {
        let chart = render(&RuleSet::closing(), None);
        // Mermaid draws no more than 500 edges, and no more than 50 000 characters, unless told otherwise.
        assert!(chart.matches("-->").count() <= 500, "{}", chart.matches("-->").count());
        assert!(chart.len() <= 50_000);
    }
}
