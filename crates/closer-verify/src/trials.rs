//! Every case and property as a name and something to run, for test harnesses.

use closer_core::Program;

use crate::{Case, Failure, Property, Suite, Unproved};

/// Every case and every property of a suite as its file and name, and a function that runs or proves it: what a test harness asks for. What is skipped or
/// a known gap is fine.
///
/// What is amiss becomes whatever error the harness wants, if that can be made from it. The crate's front page shows the three lines that make each one
/// a cargo test.
///
/// ```
/// let program = closer_core::Program::closing();
/// let tests = r#"
///     pack = "closing"
///     [[test]]
///     name     = "thanks"
///     suggests = ["thank-interviewer"]
///     [[property]]
///     name  = "pay is theirs to raise"
///     never = ["raise-salary"]
/// "#;
/// let suite = closer_verify::Suite::from_files(program.rules(), [("thanks.test.toml", tests)])?;
/// let trials = closer_verify::trials::<Box<dyn std::error::Error>>(&program, &suite);
/// let (names, runs): (Vec<String>, Vec<_>) = trials.unzip();
/// assert_eq!(names, ["thanks.test.toml: thanks", "thanks.test.toml: pay is theirs to raise"]);
/// assert!(runs.into_iter().all(|run| run().is_ok()));
/// # Ok::<(), closer_core::LoadError>(())
/// ```
pub fn trials<'s, E: From<Box<Failure>> + From<Box<Unproved>> + 'static>(
    program: &'s Program,
    suite: &'s Suite,
) -> impl Iterator<Item = (String, impl FnOnce() -> Result<(), E> + Send + 'static)> + 's {
    let cases = suite.cases().iter().cloned().map(Trial::Case);
    let properties = suite.properties().iter().cloned().map(Trial::Property);
    cases.chain(properties).map(|trial| {
        let program = program.clone();
        (trial.name(), move || trial.run(&program))
    })
}

enum Trial {
    Case(Case),
    Property(Property),
}

impl Trial {
    fn name(&self) -> String {
        match self {
            Self::Case(case) => format!("{}: {}", case.file(), case.name()),
            Self::Property(property) => format!("{}: {}", property.file(), property.name()),
        }
    }

    fn run<E: From<Box<Failure>> + From<Box<Unproved>>>(self, program: &Program) -> Result<(), E> {
        match self {
            Self::Case(case) => case.run(program).into_result().map_err(E::from),
            Self::Property(property) => property.prove(program).into_result(&property).map_err(E::from),
        }
    }
}
