//! Properties: what must hold in every context, proved rather than tried.
//!
//! A test describes one interview. A property claims something of all of them, partly known ones included: "nobody is told to ask boldly after a poor
//! interview". The vocabulary is finite, so each claim is a question about regions of its space and has an exact answer:
//!
//! | claim | is broken where | answered by |
//! |---|---|---|
//! | `always`, `never`, `avoids` | a world of `whenever` has another verdict | difference of regions |
//! | `at_least` | one of the largest boxes in `whenever` has too few actions | fewer are suggested where less is known, so no other box need be looked at |
//! | `order`, `never_together` | some box ranks otherwise | `rivals`: the largest boxes of finitely many regions |
//!
//! A claim is proved, or refuted with a smallest context, or not decided within its budget; never guessed at.

mod claim;
mod counterexample;
mod ground;
mod proof;
mod rivalry;
mod rivals;
mod verdicts;

use std::sync::Arc;

use closer_core::Program;
use closer_core::model::Text;
use closer_core::sheet::SheetProperty;
use closer_core::space::{Budget, OutOfBudget, Row};

pub use claim::Claim;
pub use counterexample::Counterexample;
pub use proof::{Proof, Proofs, Unproved};

use claim::claims;
use ground::Ground;

/// Steps that the proof of one property may take: some seconds at most, and a few thousand for most.
const STEPS: u64 = 200_000_000;

/// A `[[property]]` of a pack: what it claims of every context.
#[derive(Debug, Clone)]
pub struct Property {
    pub(crate) file: Text,
    pub(crate) line: usize,
    pub(crate) sheet: Arc<SheetProperty>,
}

/// What became of one claim.
enum Found {
    Holds,
    /// It is broken in this box; whether no smaller box breaks it is known.
    Broken {
        row: Row,
        smallest: bool,
    },
}

impl Property {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of its name, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The property as it is written.
    #[must_use]
    pub fn sheet(&self) -> &SheetProperty {
        &self.sheet
    }

    /// Proves all that it claims, or finds for each broken claim a smallest context that breaks it.
    ///
    /// ```
    /// use closer_core::Program;
    /// use closer_verify::{Proof, Suite};
    ///
    /// let program = Program::closing();
    /// let properties = r#"
    ///     pack = "closing"
    ///     [[property]]
    ///     name     = "nobody is told to ask boldly after a poor interview"
    ///     whenever = { went = "poorly" }
    ///     never    = ["ask-anything-stopping"]
    ///     [[property]]
    ///     name   = "bringing up pay is warned of everywhere"
    ///     avoids = ["raise-salary"]
    /// "#;
    /// let suite = Suite::from_toml(program.rules(), properties)?;
    /// let [bold, pay] = suite.properties() else { panic!("two properties") };
    /// assert!(matches!(bold.prove(&program), Proof::Proved { .. }));
    ///
    /// let Proof::Refuted(broken) = pay.prove(&program) else { panic!("it is broken") };
    /// let smallest: Vec<&str> = broken[0].given.iter().map(|given| &*given.fact).collect();
    /// assert_eq!(smallest, ["employer_signal"], "not when they have said no");
    /// println!("{}", broken[0].test);
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    pub fn prove(&self, program: &Program) -> Proof {
        self.prove_within(program, &mut Budget::new(STEPS))
    }

    /// As [`Property::prove`], with a budget of your own.
    pub fn prove_within(&self, program: &Program, budget: &mut Budget) -> Proof {
        if let Some(reason) = &self.sheet.skip {
            return Proof::Skipped(reason.clone());
        }
        let Ok(mut ground) = Ground::new(program, &self.sheet.whenever, budget) else {
            let why = "its `whenever` has too many alternatives";
            return Proof::NotDecided(Box::new(Unproved::of(self, why.to_owned())));
        };
        let mut broken = Vec::new();
        let mut undecided = None;
        for claim in claims(&self.sheet.promises) {
            match settle(&claim, &mut ground) {
                Ok(Found::Holds) => {}
                Ok(Found::Broken { row, smallest }) => {
                    broken.push(Counterexample::of(self, claim, &row, smallest, program, &ground));
                }
                Err(OutOfBudget) => undecided = undecided.or(Some(claim)),
            }
        }
        match (&self.sheet.known_gap, broken.is_empty(), undecided) {
            (Some(reason), false, _) => Proof::KnownGap(reason.clone()),
            (None, false, _) => Proof::Refuted(broken),
            (_, true, Some(claim)) => {
                let words = claim.words(program.rules());
                let why = format!("`{words}` has too many cases to look at");
                Proof::NotDecided(Box::new(Unproved::of(self, why)))
            }
            (Some(reason), true, None) => Proof::ClosedGap(reason.clone()),
            (None, true, None) => Proof::Proved { interviews: ground.interviews() },
        }
    }
}

fn settle(claim: &Claim, ground: &mut Ground<'_>) -> Result<Found, OutOfBudget> {
    match claim {
        Claim::Always(action) => verdicts::always(*action, ground),
        Claim::Never(action) => verdicts::never(*action, ground),
        Claim::Avoids(action) => verdicts::avoids(*action, ground),
        Claim::AtLeast(moment, number) => verdicts::at_least(*moment, *number, ground),
        Claim::NeverTogether(one, other) => rivals::never_together(*one, *other, ground),
        Claim::Order(first, second) => rivals::in_order(*first, *second, ground),
    }
}
