//! Runs the tests that stand beside the shipped rules, each as a test of its own.

use closer_core::Program;
use closer_verify::{Suite, trials};
use libtest_mimic::{Arguments, Trial};

fn main() -> Result<(), closer_core::LoadError> {
    let program = Program::closing();
    let suite = Suite::from_files(program.rules(), closer_rules::CLOSING_TESTS.iter().copied())?;
    let trials = trials(&program, &suite).map(|(name, run)| Trial::test(name, run)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
