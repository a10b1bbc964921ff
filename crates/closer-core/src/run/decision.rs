//! The bare decision: verdicts, ranks and roles, without a word.

use super::advice::{Role, Verdict};
use super::program::Program;
use crate::model::{ActionId, Context};
use crate::space::Bounds;

/// What the rules say of every action, without the words, reasons and questions of an [`Advice`](super::Advice): for programs that ask about very
/// many contexts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Decision {
    verdicts: Vec<Verdict>,
    ranked: Vec<(ActionId, Role)>,
}

/// What the rules say of one action: all on which its own verdict and place rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Stand {
    /// The verdict.
    pub verdict: Verdict,
    /// The lowest score over the worlds in which it is suggested; 0 when there is none.
    pub score: u8,
    /// How many distinct sources stand behind the rules for it that hold.
    pub sources: usize,
}

impl Decision {
    /// The verdict on an action; `None` for a number that is not of the pack.
    #[must_use]
    pub fn verdict(&self, action: ActionId) -> Option<Verdict> {
        self.verdicts.get(action.index()).copied()
    }

    /// What is suggested, best first, and whether it leads.
    #[must_use]
    pub fn ranked(&self) -> &[(ActionId, Role)] {
        &self.ranked
    }
}

impl Program {
    /// The verdicts, ranks and roles that [`Program::advise`] has for the same context.
    ///
    /// ```
    /// use closer_core::{Interview, Program, Verdict, Went};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new().went(Went::Poorly))?;
    /// let decision = program.decide(&context);
    /// let bold = program.rules().find_action("ask-anything-stopping").unwrap();
    /// assert_ne!(decision.verdict(bold), Some(Verdict::Suggested));
    /// let (best, _) = decision.ranked()[0];
    /// assert_eq!(program.rules().action(best).unwrap().id, program.advise(&context).suggested[0].action);
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    pub fn decide(&self, context: &Context) -> Decision {
        self.decide_within(&self.with_assumptions(context))
    }

    /// As [`Program::decide`], but nothing is taken for granted.
    pub fn decide_strict(&self, context: &Context) -> Decision {
        self.decide_within(context.bounds())
    }

    /// What the rules say of one action alone; `None` for a number that is not of the pack.
    #[must_use]
    pub fn decide_one(&self, context: &Context, action: ActionId) -> Option<Stand> {
        self.stand(&self.with_assumptions(context), action)
    }

    /// As [`Program::decide_one`], but nothing is taken for granted.
    #[must_use]
    pub fn decide_one_strict(&self, context: &Context, action: ActionId) -> Option<Stand> {
        self.stand(context.bounds(), action)
    }

    fn stand(&self, bounds: &Bounds, action: ActionId) -> Option<Stand> {
        let rules = self.actions.get(action.index())?;
        let outcome = rules.outcome(bounds);
        let suggested = outcome.verdict == Verdict::Suggested;
        let sources = if suggested { rules.sources_that_hold(bounds) } else { 0 };
        Some(Stand { verdict: outcome.verdict, score: outcome.score, sources })
    }

    fn decide_within(&self, bounds: &Bounds) -> Decision {
        let evaluation = self.evaluate(bounds);
        Decision {
            verdicts: evaluation.outcomes.iter().map(|outcome| outcome.verdict).collect(),
            ranked: evaluation.ranked.iter().map(|ranked| (ranked.action, ranked.role)).collect(),
        }
    }
}
