//! Every `[[test]]` of your own rules as one cargo test, in three lines: `cargo test -p closer-examples --test own_rules`
//!
//! In `Cargo.toml` the file is a test target that brings its own harness, with `closer-core`, `closer-verify` and `libtest-mimic` among the
//! dev-dependencies:
//!
//! ```toml
//! [[test]]
//! name = "own_rules"
//! harness = false
//! ```

use closer_core::Program;
use closer_verify::{Suite, trials};
use libtest_mimic::{Arguments, Trial};

fn main() -> Result<(), closer_core::LoadError> {
    let program = Program::from_toml(include_str!("../own_rules.toml"))?;
    let suite = Suite::from_files(
        program.rules(),
        [("own_rules.test.toml", include_str!("../own_rules.test.toml"))],
    )?;

    let trials = trials(&program, &suite).map(|(name, run)| Trial::test(name, run)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
