//! All mutants of a pack.

use closer_core::model::{
    Allowed, Condition, Edit, Fact, GroupId, Kind, Polarity, Rule, RuleId, RuleSet, Test,
};
use closer_core::space::{Budget, OutOfBudget, ValueSet};

use super::conditions::slips;
use super::{Mutant, Operator};
use crate::written;

/// Steps that telling numbers apart more finely may cost.
const STEPS: u64 = 20_000_000;

/// The pack with numbers told apart also next to those that some condition names.
pub(super) fn finer(rules: &RuleSet) -> Result<RuleSet, OutOfBudget> {
    let mut beside = Vec::new();
    let mut add = |test: &Test| {
        if let Allowed::Numbers(ranges) = &test.allowed {
            let ends = ranges.iter().flat_map(|(first, last)| [*first, last.saturating_add(1)]);
            let steps = ends.flat_map(|end| [(end.saturating_sub(1), end.saturating_sub(1)), (end, end)]);
            beside.extend(steps.map(|step| Condition::Test(Test::new(test.fact, Allowed::numbers([step])))));
        }
    };
    rules.rules().iter().for_each(|rule| rule.when().for_each_test(&mut add));
    let finer = rules.refined(&Condition::Any(beside), &mut Budget::new(STEPS))?;
    Ok(finer.unwrap_or_else(|| rules.clone()))
}

/// The mutants, in the order of rules, groups and facts.
pub(super) fn all(rules: &RuleSet) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for rule in rules.rules() {
        if let Some(id) = rules.find_rule(&rule.id) {
            of_rule(rules, id, rule, &mut mutants);
        }
    }
    let of_action = rules.actions().iter().filter_map(|action| action.group);
    let mut groups: Vec<GroupId> = of_action.collect();
    groups.sort_unstable();
    groups.dedup();
    for id in groups {
        of_group(rules, id, &mut mutants);
    }
    for fact in rules.vocabulary().facts() {
        of_fact(fact, &mut mutants);
    }
    mutants
}

fn of_rule(rules: &RuleSet, id: RuleId, rule: &Rule, mutants: &mut Vec<Mutant>) {
    let mut push = |operator, change: String, edit| {
        let (id, at) = (rule.id.clone(), Some(rule.origin()));
        mutants.push(Mutant { operator, kind: "rule", id, change, at, edit });
    };
    push(Operator::Rule, "the rule is left out".to_owned(), Edit::Remove(id));
    let (other, words) = match rule.polarity {
        Polarity::Suggest => (Polarity::Avoid, "`suggest` becomes `avoid`"),
        Polarity::Avoid => (Polarity::Suggest, "`avoid` becomes `suggest`"),
    };
    push(Operator::Polarity, words.to_owned(), Edit::Polarity(id, other));
    if rule.polarity == Polarity::Suggest {
        for weight in [1, 100] {
            if weight != rule.weight {
                let change = format!("weight {} becomes {weight}", rule.weight);
                push(Operator::Weight, change, Edit::Weight(id, weight));
            }
        }
    }
    let vocabulary = rules.vocabulary();
    let region = |when: &Condition| when.region(vocabulary, &mut Budget::new(1_000_000));
    for slip in slips(&rule.when(), vocabulary) {
        // A rule that is never true cannot be written; the reader refuses it.
        if region(&slip.condition).is_ok_and(|region| region.is_empty()) {
            continue;
        }
        push(slip.operator, slip.change, Edit::When(id, slip.condition));
    }
}

fn of_group(rules: &RuleSet, id: GroupId, mutants: &mut Vec<Mutant>) {
    let Some(group) = rules.group(id) else { return };
    for at_most in [group.at_most.saturating_sub(1), group.at_most.saturating_add(1)] {
        if at_most > 0 {
            mutants.push(Mutant {
                operator: Operator::Group,
                kind: "group",
                id: group.id.clone(),
                change: format!("at_most {} becomes {at_most}", group.at_most),
                at: None,
                edit: Edit::AtMost(id, at_most),
            });
        }
    }
}

fn of_fact(fact: &Fact, mutants: &mut Vec<Mutant>) {
    let Some(assume) = &fact.assume else { return };
    let mut push = |change, assume| {
        let (id, at) = (fact.name.clone(), Some(fact.origin));
        let edit = Edit::Assume(fact.id, assume);
        mutants.push(Mutant { operator: Operator::Assumption, kind: "fact", id, change, at, edit });
    };
    push("nothing is taken for granted".to_owned(), None);
    if matches!(fact.kind, Kind::Int { .. }) {
        return;
    }
    let assumed = assume.allowed.positions(fact);
    for other in assumed.complement(fact.size()) {
        let other = Test::new(fact.id, Allowed::Values(ValueSet::single(other)));
        let change =
            format!("{} is assumed in place of {}", written::test(&other, fact), written::test(assume, fact));
        push(change, Some(other));
    }
}
