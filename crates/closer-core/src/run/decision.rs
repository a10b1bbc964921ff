//! The bare decision: verdicts, ranks and roles, without a word.

use std::fmt;
use std::sync::Arc;

use super::advice::{Role, Verdict};
use super::program::Program;
use super::tables::index;
use crate::model::{ActionId, Context, Polarity, Rule};
use crate::space::Bounds;

/// What the rules say of every action, without the words, reasons and questions of an [`Advice`](super::Advice): for programs that ask about very
/// many contexts.
#[derive(Clone)]
#[must_use]
pub struct Decision {
    /// By action, its lane.
    lane_of: Arc<[u32]>,
    /// By word of lanes, the verdicts.
    pub(super) verdicts: Vec<Verdicts>,
    pub(super) ranked: Vec<(ActionId, Role)>,
}

/// The verdicts of 64 actions. Without any of the three bits an action is silent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Verdicts {
    pub(super) suggested: u64,
    pub(super) avoided: u64,
    pub(super) depends: u64,
}

impl Verdicts {
    /// Puts another verdict in the place of one.
    pub(super) fn replace(&mut self, lane: usize, verdict: Verdict) {
        let bit = 1 << lane;
        let words = [&mut self.suggested, &mut self.avoided, &mut self.depends];
        for (word, means) in words.into_iter().zip([Verdict::Suggested, Verdict::Avoided, Verdict::Depends]) {
            *word = if verdict == means { *word | bit } else { *word & !bit };
        }
    }
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
    /// Whether sources differ about it.
    pub disputed: bool,
}

impl Decision {
    /// All actions are silent.
    pub(super) fn silent(lane_of: Arc<[u32]>, words: usize) -> Self {
        Self { lane_of, verdicts: vec![Verdicts::default(); words], ranked: Vec::new() }
    }

    /// The verdict on an action; `None` for a number that is not of the pack.
    #[must_use]
    pub fn verdict(&self, action: ActionId) -> Option<Verdict> {
        let lane = index(*self.lane_of.get(action.index())?);
        let verdicts = self.verdicts.get(lane / 64)?;
        Some(match verdicts {
            _ if verdicts.suggested >> (lane % 64) & 1 == 1 => Verdict::Suggested,
            _ if verdicts.avoided >> (lane % 64) & 1 == 1 => Verdict::Avoided,
            _ if verdicts.depends >> (lane % 64) & 1 == 1 => Verdict::Depends,
            _ => Verdict::Silent,
        })
    }

    /// The verdicts on all actions, by their numbers.
    pub fn verdicts(&self) -> impl Iterator<Item = (ActionId, Verdict)> + '_ {
        let actions = (0..self.lane_of.len()).map(ActionId::new);
        actions.filter_map(|action| Some((action, self.verdict(action)?)))
    }

    /// What is suggested, best first, and whether it leads.
    #[must_use]
    pub fn ranked(&self) -> &[(ActionId, Role)] {
        &self.ranked
    }
}

/// Decisions are equal when they say the same of the same actions, whatever program they come from.
impl PartialEq for Decision {
    fn eq(&self, other: &Self) -> bool {
        self.ranked == other.ranked && self.verdicts().eq(other.verdicts())
    }
}

impl Eq for Decision {}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdicts: Vec<Verdict> = self.verdicts().map(|(_, verdict)| verdict).collect();
        f.debug_struct("Decision")
            .field("verdicts", &verdicts)
            .field("ranked", &self.ranked)
            .finish_non_exhaustive()
    }
}

impl Program {
    /// The verdicts, ranks and roles that [`Program::advise`] has for the same context. To decide about many contexts, keep a
    /// [`Decider`](super::Decider), which is very much faster after the first.
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
        if !self.has_tables() {
            return self.by_rules(&self.with_assumptions(context));
        }
        let mut decider = self.decider();
        decider.decide(context);
        decider.into_decision()
    }

    /// As [`Program::decide`], but nothing is taken for granted.
    pub fn decide_strict(&self, context: &Context) -> Decision {
        if !self.has_tables() {
            return self.by_rules(context.bounds());
        }
        let mut decider = self.decider();
        decider.decide_strict(context);
        decider.into_decision()
    }

    /// As [`Program::decide_strict`], rule by rule even where there are tables. For tests and measurements.
    #[doc(hidden)]
    pub fn decide_by_rules(&self, context: &Context) -> Decision {
        self.by_rules(context.bounds())
    }

    /// Without tables, which take longer to make than a few decisions.
    fn by_rules(&self, bounds: &Bounds) -> Decision {
        let evaluation = self.evaluate(bounds);
        let lanes = 0..u32::try_from(evaluation.outcomes.len()).unwrap_or(u32::MAX);
        let mut decision = Decision::silent(lanes.collect(), evaluation.outcomes.len().div_ceil(64));
        for (at, outcome) in evaluation.outcomes.iter().enumerate() {
            if let Some(word) = decision.verdicts.get_mut(at / 64) {
                word.replace(at % 64, outcome.verdict);
            }
        }
        decision.ranked = evaluation.ranked.iter().map(|ranked| (ranked.action, ranked.role)).collect();
        decision
    }

    /// What the rules say of one action in a box of worlds, whatever else they say; `None` for a number that is not of the pack.
    #[must_use]
    pub fn stand(&self, action: ActionId, bounds: &Bounds) -> Option<Stand> {
        let rules = self.action(action)?;
        let outcome = rules.outcome(bounds);
        let suggested = outcome.verdict == Verdict::Suggested;
        let sources = if suggested { rules.sources_that_hold(bounds) } else { 0 };
        let disputed = !self.disputes(rules, outcome.verdict, bounds).is_empty();
        Some(Stand { verdict: outcome.verdict, score: outcome.score, sources, disputed })
    }

    /// The rules on which the verdict on an action rests in a box of worlds, strongest first; none where it is silent or depends.
    #[must_use]
    pub fn reasons(&self, action: ActionId, bounds: &Bounds) -> Vec<&Rule> {
        let Some(rules) = self.action(action) else { return Vec::new() };
        match rules.verdict(bounds) {
            Verdict::Suggested => self.behind(rules, Polarity::Suggest, bounds).rules(),
            Verdict::Avoided => self.behind(rules, Polarity::Avoid, bounds).rules(),
            Verdict::Silent | Verdict::Depends => Vec::new(),
        }
    }
}
