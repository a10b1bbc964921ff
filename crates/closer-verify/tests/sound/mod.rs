//! The small pack that many tests are about, and tests of it.

use closer_core::Program;
use closer_verify::Suite;

pub(crate) fn program() -> Program {
    Program::from_toml(include_str!("../mistakes/sound.toml")).unwrap()
}

/// Tests and properties, as a file for that pack.
pub(crate) fn suite(tests: &str) -> Suite {
    let text = format!("pack = \"small\"\n{tests}");
    Suite::from_files(program().rules(), [("small.test.toml", text)])
        .unwrap_or_else(|error| panic!("{error}"))
}
