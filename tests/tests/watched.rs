//! Every rule of the shipped pack is watched: without it, some test beside the rules fails.

use closer_core::RuleSet;
use closer_verify::{Suite, Test};

#[test]
fn no_rule_can_go_unnoticed() {
    let rules = RuleSet::closing();
    let tests: Vec<Test> = closer_rules::CLOSING_TESTS
        .iter()
        .flat_map(|(_, text)| Suite::from_toml(&rules, text).unwrap().tests().to_vec())
        .collect();
    let mut unwatched = Vec::new();
    for rule in rules.rules() {
        let program = rules.without_rule(rules.find_rule(&rule.id).unwrap()).compile();
        // The tests that speak of its action are the likeliest to notice.
        let action = &rules.action(rule.action).unwrap().id;
        let (near, far): (Vec<_>, Vec<_>) =
            tests.iter().partition(|test| test.actions().any(|id| *id == **action));
        if near.into_iter().chain(far).all(|test| test.run(&program).is_ok()) {
            unwatched.push(rule.id.to_string());
        }
    }
    assert!(unwatched.is_empty(), "no test fails without these rules: {unwatched:#?}");
}
