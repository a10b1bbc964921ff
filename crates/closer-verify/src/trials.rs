//! Every case as a name and something to run, for test harnesses.

use closer_core::Program;

use crate::{Failure, Suite};

/// Every case of a suite as its file and name, and a function that runs it: what a test harness asks for. Skipped cases and known gaps are fine.
///
/// A failure becomes whatever error the harness wants, if that can be made from one. The crate's front page shows the three lines that make each one a cargo test.
///
/// ```
/// let program = closer_core::Program::closing();
/// let tests = "pack = \"closing\"\n[[test]]\nname = \"thanks\"\nsuggests = [\"thank-interviewer\"]";
/// let suite = closer_verify::Suite::from_files(program.rules(), [("thanks.test.toml", tests)])?;
/// for (name, run) in closer_verify::trials::<Box<closer_verify::Failure>>(&program, &suite) {
///     assert_eq!(name, "thanks.test.toml: thanks");
///     assert!(run().is_ok());
/// }
/// # Ok::<(), closer_core::LoadError>(())
/// ```
pub fn trials<'s, E: From<Box<Failure>> + 'static>(
    program: &'s Program,
    suite: &'s Suite,
) -> impl Iterator<Item = (String, impl FnOnce() -> Result<(), E> + Send + 'static)> + 's {
    suite.cases().iter().cloned().map(|case| {
        let program = program.clone();
        (format!("{}: {}", case.file(), case.name()), move || {
            case.run(&program).into_result().map_err(E::from)
        })
    })
}
