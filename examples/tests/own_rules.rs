//! Every `[[test]]` of your own rules as one cargo test, in three lines: `cargo test -p closer-examples --test own_rules`

use closer_core::Program;
use closer_verify::{Suite, trials};
use libtest_mimic::{Arguments, Trial};

fn main() -> Result<(), closer_core::LoadError> {
    let program = Program::from_toml(include_str!("../own_rules.toml"))?;
    let suite = Suite::from_files(program.rules(), [("own_rules", include_str!("../own_rules.test.toml"))])?;

    let trials = trials(&program, &suite).map(|(name, run)| Trial::test(name, run)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
