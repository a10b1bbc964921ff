//! Runs the tests of your own rules in a harness of your own: `cargo run -p closer-examples --bin test_rules`
//!
//! To have each of them as one cargo test instead, see `tests/own_rules.rs`.

use closer_core::Program;
use closer_verify::{Coverage, Outcome, Suite};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let program = Program::from_toml(include_str!("own_rules.toml"))?;
    let tests = [("own_rules.test.toml", include_str!("own_rules.test.toml"))];
    let suite = Suite::from_files(program.rules(), tests)?;
    for case in suite.cases() {
        match case.run(&program) {
            Outcome::Passed => println!("passed: {}", case.name()),
            Outcome::Skipped(reason) | Outcome::KnownGap(reason) => {
                println!("left:   {} ({reason})", case.name())
            }
            Outcome::Failed(failure) => {
                println!("FAILED: {failure}");
                for rule in failure.explanations.iter().flat_map(|explanation| &explanation.rules) {
                    println!("  {} {:?}", rule.rule, rule.status);
                }
            }
        }
    }
    let coverage = Coverage::of(&program, suite.cases());
    println!("rules seen: {}%", coverage.summary().rules.percent());
    for missing in coverage.missing() {
        println!("not seen: {} {}", missing.id, missing.what);
    }
    Ok(())
}
