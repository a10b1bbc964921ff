//! What would have to be different: the smallest changes under which an action would be suggested, avoided or first.

use std::cmp::Reverse;

use serde::Serialize;

use super::explain::{LETTER, PART};
use super::nearest::{Found, Moves};
use super::program::{ActionRules, Program};
use crate::model::{Allowed, Context, Fact, FactId, Text, Wanted};
use crate::space::{Bounds, Region, ValueSet};

/// What an action could be made by a change of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Goal {
    /// Suggested in every world.
    Suggested,
    /// Avoided in every world.
    Avoided,
    /// First of all that is suggested: the one of rank 1.
    First,
}

/// The smallest changes of what is known that reach a goal, and whether there are any.
///
/// A *change* puts other values in the place of what is known of one fact, or assumed of it: a fact that is changed counts as said, and
/// all others stay as they are. So a change can tell what nobody knew yet, or contradict what was said. A set of changes *reaches* the
/// goal when the changed context has it, and still has it when each changed fact is narrowed to a single one of its values.
///
/// The sets listed are all that reach the goal with as few facts as possible, with their values as wide as possible: in none can a fact
/// be left out or a value be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Counterfactual {
    /// Whether the goal can be reached.
    pub answer: Possibility,
    /// How many facts must change at the least: 0 when the goal is reached already, `None` when it never is. Where the answer is not
    /// decided, fewer than this are proved not to suffice.
    pub fewest: Option<usize>,
    /// The sets of changes, those first that contradict the least: what was said, then what was assumed; then those that touch what a
    /// person is asked first, then by fact. One set without changes when the goal is reached already.
    pub sets: Vec<ChangeSet>,
}

/// Whether a goal can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Possibility {
    /// It is reached as things are.
    Already,
    /// Some changes reach it.
    Possible,
    /// No changes whatever reach it. Proved.
    Impossible,
    /// Not decided: too many changes would have to be looked at.
    Undecided,
}

/// Changes that belong together: all of them are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangeSet {
    /// The changes, by fact.
    pub changes: Vec<FactChange>,
    /// What would be so, in words: "you want the job and the job is at management level". Empty when nothing has to change.
    pub words: String,
}

/// One fact that would have to be different, or would have to turn out so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FactChange {
    /// The fact.
    pub fact: Text,
    /// What it would have to be.
    pub wanted: Wanted,
    /// The same in words.
    pub wanted_words: String,
    /// What is said or assumed of it; `None` when nothing is. Whoever says that it is not known says all of its values.
    pub given: Option<Wanted>,
    /// The same in words.
    pub given_words: Option<String>,
    /// What the change goes against.
    pub against: Against,
}

/// What a change goes against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Against {
    /// Against nothing: as far as is known it may turn out to be so.
    Nothing,
    /// Against what is taken for granted while nobody has said anything.
    Assumption,
    /// Against what was said.
    Said,
}

impl Program {
    /// The smallest changes of what is known that would make an action suggested, avoided or first, with the pack's assumptions; `None`
    /// for an id that is not of the pack.
    ///
    /// Exact: the sets listed are all that there are of this size, and "impossible" is proved. Where that would take too many steps the
    /// answer is [`Possibility::Undecided`], never a guess.
    ///
    /// ```
    /// use closer_core::{Against, Goal, Interview, Possibility, Program, Went};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new().went(Went::Poorly))?;
    ///
    /// // The bold question: it would have to have gone well, and three things are not known yet.
    /// let bold = program.changes_for(&context, "ask-anything-stopping", Goal::Suggested).unwrap();
    /// assert_eq!((bold.answer, bold.fewest), (Possibility::Possible, Some(4)));
    /// let went = bold.sets[0].changes.iter().find(|change| &*change.fact == "went").unwrap();
    /// assert_eq!((went.against, &*went.wanted_words), (Against::Said, "you feel it went well"));
    ///
    /// // Whatever was different, no rule would ever tell you to bring up pay.
    /// let pay = program.changes_for(&context, "raise-salary", Goal::Suggested).unwrap();
    /// assert_eq!(pay.answer, Possibility::Impossible);
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    #[must_use]
    pub fn changes_for(&self, context: &Context, action: &str, goal: Goal) -> Option<Counterfactual> {
        self.changes_within(context, &self.with_assumptions(context), action, goal)
    }

    /// As [`Program::changes_for`], but nothing is taken for granted.
    #[must_use]
    pub fn changes_for_strict(&self, context: &Context, action: &str, goal: Goal) -> Option<Counterfactual> {
        self.changes_within(context, context.bounds(), action, goal)
    }

    /// The smallest changes of what is known under which a rule would hold, with the pack's assumptions; `None` for an id that is not of
    /// the pack.
    ///
    /// ```
    /// use closer_core::{Interview, Program};
    ///
    /// let program = Program::closing();
    /// let context = program.context(&Interview::new())?;
    /// let alone = program.changes_for_rule(&context, "thank-the-whole-panel").unwrap();
    /// assert_eq!(alone.sets[0].words, "2 or more people interview you");
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    #[must_use]
    pub fn changes_for_rule(&self, context: &Context, rule: &str) -> Option<Counterfactual> {
        self.changes_for_rule_within(context, &self.with_assumptions(context), rule)
    }

    /// As [`Program::changes_for_rule`], but nothing is taken for granted.
    #[must_use]
    pub fn changes_for_rule_strict(&self, context: &Context, rule: &str) -> Option<Counterfactual> {
        self.changes_for_rule_within(context, context.bounds(), rule)
    }

    fn changes_within(
        &self,
        context: &Context,
        bounds: &Bounds,
        action: &str,
        goal: Goal,
    ) -> Option<Counterfactual> {
        let action = self.action(self.set.find_action(action)?)?;
        let found = match goal {
            Goal::Suggested => self.nearest(self.suggested_worlds(action), bounds),
            Goal::Avoided => self.nearest(self.avoided_worlds(action), bounds),
            Goal::First => self.first(action, bounds),
        };
        Some(self.counterfactual(found, context, bounds))
    }

    fn changes_for_rule_within(
        &self,
        context: &Context,
        bounds: &Bounds,
        rule: &str,
    ) -> Option<Counterfactual> {
        let rule = self.set.rule(self.set.find_rule(rule)?)?;
        Some(self.counterfactual(self.nearest(Ok(rule.region.clone()), bounds), context, bounds))
    }

    fn counterfactual(&self, found: Found, context: &Context, bounds: &Bounds) -> Counterfactual {
        let (answer, fewest, moves) = match found {
            Found::Already => (Possibility::Already, Some(0), vec![Moves::new()]),
            Found::Moves(moves) => (Possibility::Possible, moves.first().map(Vec::len), moves),
            Found::Never => (Possibility::Impossible, None, Vec::new()),
            Found::Undecided { fewest } => (Possibility::Undecided, Some(fewest), Vec::new()),
        };
        let steps = &mut self.shares.search();
        let mut sets: Vec<ChangeSet> = Vec::new();
        for moves in &moves {
            let set = self.change_set(moves, context, bounds);
            // They are kept, and some of them would not be all.
            if steps.spend(set.cost()).is_err() {
                return Counterfactual { answer: Possibility::Undecided, fewest, sets: Vec::new() };
            }
            sets.push(set);
        }
        // Stable, so that the order of facts and values goes on settling ties.
        sets.sort_by_cached_key(|set| self.ease(set));
        Counterfactual { answer, fewest, sets }
    }

    /// How little a set contradicts, and how readily a person thinks of it: low is better.
    fn ease(&self, set: &ChangeSet) -> (usize, usize, Reverse<usize>) {
        let against = |what| set.changes.iter().filter(|change| change.against == what).count();
        let asked_first =
            |change: &&FactChange| self.set.vocabulary.find(&change.fact).is_some_and(|fact| fact.ask_first);
        (
            against(Against::Said),
            against(Against::Assumption),
            Reverse(set.changes.iter().filter(asked_first).count()),
        )
    }

    fn change_set(&self, moves: &Moves, context: &Context, bounds: &Bounds) -> ChangeSet {
        let facts = moves
            .iter()
            .filter_map(|&(dim, values)| Some((self.set.vocabulary.get(FactId::of_dim(dim))?, values)));
        let facts: Vec<(&Fact, ValueSet)> = facts.collect();
        let changes: Vec<FactChange> =
            facts.iter().map(|&(fact, values)| fact_change(fact, values, context, bounds)).collect();
        // As in residuals: what a person thinks of first is said first.
        let (first, later): (Vec<_>, Vec<_>) =
            facts.iter().zip(&changes).partition(|((fact, _), _)| fact.ask_first);
        let phrases: Vec<&str> =
            first.iter().chain(&later).map(|(_, change)| change.wanted_words.as_str()).collect();
        ChangeSet { words: self.set.words().all_of(&phrases), changes }
    }

    /// Where the action is suggested.
    pub(super) fn suggested_worlds(&self, action: ActionRules<'_>) -> super::nearest::Worlds {
        let (space, budget) = (self.set.vocabulary.space(), &mut self.shares.one());
        let suggest = Region::from_rows(action.suggest_rows().cloned(), space, budget)?;
        let avoid = Region::from_rows(action.avoid_rows().cloned(), space, budget)?;
        suggest.minus(&avoid, space, budget)
    }

    fn avoided_worlds(&self, action: ActionRules<'_>) -> super::nearest::Worlds {
        let space = self.set.vocabulary.space();
        Region::from_rows(action.avoid_rows().cloned(), space, &mut self.shares.one())
    }
}

impl ChangeSet {
    /// The steps that it counts for.
    fn cost(&self) -> usize {
        let words = |change: &FactChange| {
            change.wanted_words.len().saturating_add(change.given_words.as_ref().map_or(0, String::len))
        };
        let letters = self.changes.iter().map(words).fold(self.words.len(), usize::saturating_add);
        letters
            .saturating_mul(LETTER)
            .saturating_add(self.changes.len().saturating_add(1).saturating_mul(PART))
    }
}

fn fact_change(fact: &Fact, values: ValueSet, context: &Context, bounds: &Bounds) -> FactChange {
    let wanted = Allowed::from_positions(values, fact);
    let possible = bounds.get(fact.id.dim());
    let said = context.said(fact.id);
    let given =
        said.cloned().or_else(|| (possible != fact.all()).then(|| Allowed::from_positions(possible, fact)));
    FactChange {
        fact: fact.name.clone(),
        wanted: Wanted::shortest(&wanted, fact),
        wanted_words: fact.phrase(&wanted),
        given_words: given.as_ref().map(|given| fact.phrase(given)),
        given: given.map(|given| Wanted::shortest(&given, fact)),
        against: match said {
            _ if !possible.is_disjoint(values) => Against::Nothing,
            Some(_) => Against::Said,
            None => Against::Assumption,
        },
    }
}
