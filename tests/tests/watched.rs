//! Whatever slips into the shipped pack, some test or property beside the rules notices it.

use std::num::NonZeroUsize;

use closer_core::{Program, RuleSet};
use closer_verify::{Coverage, Fate, Mutants, Operator, Suite};

#[test]
fn no_slip_can_go_unnoticed() {
    let rules = RuleSet::closing();
    let suite = Suite::from_files(&rules, closer_rules::CLOSING_TESTS.iter().copied()).unwrap();
    let workers = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let hunt = Mutants::of(&rules).unwrap().hunt(&suite, workers, &|_| ());
    let unnoticed: Vec<String> =
        hunt.survivors().map(|it| format!("{} {}\n{}", it.mutant.id, it.mutant.change, it.test)).collect();
    assert!(unnoticed.is_empty(), "no test notices these slips:\n{}", unnoticed.join("\n"));
    assert!(hunt.is_complete());
    // Each kind of slip was tried, and some of nearly each made a difference.
    for operator in Operator::ALL {
        let noticed = hunt
            .fates()
            .iter()
            .filter(|(mutant, fate)| mutant.operator == operator && matches!(fate, Fate::Noticed(_)));
        assert!(noticed.count() > 0, "{operator:?}");
    }
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
