//! Asking a person no more than is needed.

use super::advice::{Advice, NextQuestion};
use super::program::Program;
use super::question::makes_sense;
use crate::model::{Context, Fact, FactId, Test};
use crate::space::{Bounds, Status};

/// Questions to a person, one after the other, for as long as an answer can still change what comes first.
///
/// It asks about facts that the pack assumes nothing of, and about those that its author wants asked first (`ask_first`); of all others the
/// assumption is taken, and the advice says so. A question that is skipped is not asked again.
///
/// **What is not asked does not matter**: when there is no question left, then of any two worlds that agree with all answers and
/// assumptions and differ only in facts that could have been asked about and were not, the same actions lead in the same order, as far as the first `top` go. And every
/// question that is asked could have changed them. Both are exact, but for a budget that only very large packs meet; beyond it a question may
/// be asked in vain, but none is left out.
///
/// Never asked about is a fact of which something was said already, be it only in part; one that is assumed to be this or that and is not to be
/// asked first; and one whose question makes no sense, as the pack says (`ask_when`). What such a fact leaves open stays open, and the advice
/// says so. The advice is that for what is known: among equally strong actions only sources that agree for certain count, so these can
/// stand in another order than once all is known.
///
/// ```
/// use closer_core::Program;
///
/// let program = Program::closing();
/// let mut questions = program.questionnaire(program.context(&serde_json::json!({ "phase": "at_close" }))?, 3);
/// let mut asked = 0;
/// while let Some(question) = questions.next_question() {
///     // A real program would show it; this one takes the last answer.
///     let answer = question.answers.last().unwrap();
///     let answer = serde_json::json!({ &*question.fact: answer.value });
///     assert!(questions.answer(&program.context(&answer)?));
///     asked += 1;
/// }
/// assert!(asked < 20);
/// assert_eq!(questions.advice().leading().take(3).count(), 3);
/// # Ok::<(), closer_core::ContextError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Questionnaire {
    program: Program,
    now: Known,
    /// What was known before each answer.
    before: Vec<Known>,
    top: usize,
}

#[derive(Debug, Clone)]
struct Known {
    context: Context,
    /// What was asked without an answer.
    skipped: Vec<FactId>,
}

impl Program {
    /// Begins to ask a person, who has already said what `context` says. `top` is how many leading actions are to be settled.
    pub fn questionnaire(&self, context: Context, top: usize) -> Questionnaire {
        let now = Known { context, skipped: Vec::new() };
        Questionnaire { program: self.clone(), now, before: Vec::new(), top }
    }
}

impl Questionnaire {
    /// The question most worth asking; `None` when no answer can change what comes first.
    #[must_use]
    pub fn next_question(&self) -> Option<NextQuestion> {
        let facts: Vec<FactId> = self.open().map(|fact| fact.id).collect();
        self.program.next_question_of(&facts, &self.now.context, &self.bounds(), self.top)
    }

    /// The facts that can still change what comes first, for programs that ask in an order of their own. As many more questions there may be
    /// at most.
    #[must_use]
    pub fn open_facts(&self) -> Vec<&Fact> {
        let (bounds, steps) = (self.bounds(), &mut self.program.shares.search());
        let matters = |fact: &&Fact| {
            makes_sense(fact, &bounds, steps) != Status::Fails
                && self.program.moves_the_lead(fact.id.dim(), &bounds, self.top, steps)
        };
        self.open().filter(matters).collect()
    }

    /// Takes what `answer` says of the facts that it speaks of, in place of whatever was said of them before.
    ///
    /// Returns `false`, and changes nothing, when it says nothing.
    pub fn answer(&mut self, answer: &Context) -> bool {
        let vocabulary = self.program.rules().vocabulary();
        let mut now = self.now.clone();
        let mut says_something = false;
        for fact in vocabulary.facts() {
            if let Some(allowed) = answer.said(fact.id) {
                says_something |=
                    now.context.say(vocabulary, &Test { fact: fact.id, allowed: allowed.clone() });
            }
        }
        if says_something {
            self.before.push(std::mem::replace(&mut self.now, now));
        }
        says_something
    }

    /// Leaves the question about a fact without an answer. It is not asked again.
    ///
    /// Returns `false`, and changes nothing, for a name that is no fact's.
    pub fn skip(&mut self, fact: &str) -> bool {
        let fact = self.program.rules().vocabulary().find(fact).map(|fact| fact.id);
        let Some(fact) = fact else { return false };
        self.before.push(self.now.clone());
        self.now.skipped.push(fact);
        true
    }

    /// Takes back the last answer or skip, so that its question is asked again.
    ///
    /// Returns `false`, and changes nothing, at the first question.
    pub fn back(&mut self) -> bool {
        let Some(before) = self.before.pop() else { return false };
        self.now = before;
        true
    }

    /// What has been said so far.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.now.context
    }

    /// What follows from what has been said so far.
    pub fn advice(&self) -> Advice {
        self.program.advise(&self.now.context)
    }

    /// The facts that may be asked about.
    fn open(&self) -> impl Iterator<Item = &Fact> {
        let facts = self.program.rules().vocabulary().facts().iter();
        facts.filter(|fact| (fact.assume.is_none() || fact.ask_first) && self.is_open(fact))
    }

    fn is_open(&self, fact: &Fact) -> bool {
        self.now.context.said(fact.id).is_none() && !self.now.skipped.contains(&fact.id)
    }

    /// The worlds that are still possible: what nobody will be asked about is as usual.
    fn bounds(&self) -> Bounds {
        let mut bounds = self.program.with_assumptions(&self.now.context);
        for fact in self.open() {
            bounds.replace(fact.id.dim(), fact.all());
        }
        bounds
    }
}
