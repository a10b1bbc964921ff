//! Runs the tests that stand beside the shipped rules, each as a test of its own.

use closer_core::RuleSet;
use closer_verify::Suite;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let rules =
        RuleSet::from_files(closer_rules::CLOSING.iter().copied()).expect("the shipped pack is sound");
    let program = rules.clone().compile();
    let mut trials = Vec::new();
    for (file, text) in closer_rules::CLOSING_TESTS {
        let suite = Suite::from_toml(&rules, text).unwrap_or_else(|error| panic!("{file}:\n{error}"));
        for test in suite.tests().iter().cloned() {
            let program = program.clone();
            let name = format!("{file}: {}", test.name());
            trials.push(Trial::test(name, move || test.run(&program).map_err(Failed::from)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
