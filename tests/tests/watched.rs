//! Every rule of the shipped pack is watched: without it, some test beside the rules fails.

use closer_core::model::Edit;
use closer_core::{Program, RuleSet};
use closer_verify::{Case, Coverage, Suite};

#[test]
fn no_rule_can_go_unnoticed() {
    let rules = RuleSet::closing();
    let suite = Suite::from_files(&rules, closer_rules::CLOSING_TESTS.iter().copied()).unwrap();
    let mut unwatched = Vec::new();
    for rule in rules.rules() {
        let id = rules.find_rule(&rule.id).unwrap();
        let program = rules.edited(&Edit::Remove(id)).unwrap().compile();
        // The tests that speak of its action are the likeliest to notice.
        let action = &rules.action(rule.action).unwrap().id;
        let (near, far): (Vec<_>, Vec<_>) =
            suite.cases().iter().partition(|case: &&Case| case.actions().any(|id| *id == **action));
        if near.into_iter().chain(far).all(|case| case.run(&program).is_ok()) {
            unwatched.push(rule.id.to_string());
        }
    }
    assert!(unwatched.is_empty(), "no test fails without these rules: {unwatched:#?}");
}

#[test]
fn every_rule_has_its_say_and_every_condition_is_seen_holding_failing_and_open() {
    let program = Program::closing();
    let suite = Suite::from_files(program.rules(), closer_rules::CLOSING_TESTS.iter().copied()).unwrap();
    let coverage = Coverage::of(&program, suite.cases());
    let missing: Vec<String> =
        coverage.missing().iter().map(|m| format!("{:?} {} {}", m.subject, m.id, m.what)).collect();
    let summary = coverage.summary();
    assert!(summary.rules.of > 100 && summary.conditions.of > 500, "{summary:?}");
    assert!(missing.is_empty(), "{summary:#?}\n{}", missing.join("\n"));
}
