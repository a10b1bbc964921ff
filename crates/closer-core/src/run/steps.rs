//! What the questions about one context may cost.
//!
//! Whoever asks for advice asks very many questions about the space: of each action, of each of its rules, of each fact that is not known. In the worst case one of them takes more steps
//! than there is time for, and in a pack that is made to be slow all of them do. So they share their steps, at three heights:
//!
//! - **a question** may take [`Steps::each`], a tenth of all at most, and half of what its look may take;
//! - **a look** at one action in one box, such as its verdict and scores, may take what [`Shares::look`] gives the action. That follows from the pack alone: whatever was
//!   asked before, the same look sees the same;
//! - **a search**, which takes many looks, may take [`Shares::search`] together. The first look that needs more than is left ends it.
//!
//! What there are no steps for is not decided, which is neither yes nor no.

use std::sync::Arc;

use crate::space::{Budget, OutOfBudget, Row};

/// How many steps the questions about one context may take, about, where nothing else is said.
pub(super) const STEPS: u64 = 20_000_000;

/// The part of all steps that one question may take.
const QUESTION: u64 = 10;

/// The part of all steps that a look at an action may take, however many actions there are.
const LEAST: u64 = 1_000;

/// The steps that it has at the least for each row and each constraint of the rules of an action, so that a look can go through them a few times, however large the pack is.
const UNIT: u64 = 32;

/// How the steps are shared out in one program.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    all: u64,
    /// By action, what a look at it may take.
    looks: Arc<[u64]>,
    /// How large the rules of all actions are.
    size: u64,
    /// How hard they can be, all together.
    hardness_of_all: u128,
}

/// How much there is to look at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    size: u32,
    rows: u32,
}

/// What a look at an action or at a rule may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    all: u64,
    /// For a single question of it.
    each: u64,
}

/// The steps that several questions share.
#[derive(Debug)]
pub(super) struct Steps {
    left: Budget,
    each: u64,
    /// Some question was not decided.
    ran_out: bool,
}

impl Shares {
    /// Of a program with these actions.
    pub(super) fn new(all: u64, actions: impl Iterator<Item = Extent> + Clone) -> Self {
        let size = actions.clone().map(|it| u64::from(it.size)).fold(0, u64::saturating_add);
        let hardness_of_all = actions.clone().map(Extent::hardness).fold(0, u128::saturating_add);
        let mut shares = Self { all, looks: Arc::default(), size, hardness_of_all };
        shares.looks = actions.map(|it| shares.steps(it)).collect();
        shares
    }

    /// For one search. What is gone through again and again may take as long as it is large.
    pub(super) fn search(&self) -> Steps {
        let all = if self.all == 0 { 0 } else { self.all.saturating_add(self.size.saturating_mul(UNIT)) };
        Steps { left: Budget::new(all), each: self.question(), ran_out: false }
    }

    /// For one question.
    pub(super) fn one(&self) -> Budget {
        Budget::new(self.question())
    }

    /// For a look at an action.
    pub(super) fn look(&self, action: usize) -> Allowance {
        self.allowance(self.looks.get(action).copied().unwrap_or_default())
    }

    /// For a look at a rule.
    pub(super) fn look_at_rule(&self, rule: Extent) -> Allowance {
        self.allowance(self.steps(rule))
    }

    fn allowance(&self, all: u64) -> Allowance {
        Allowance { all, each: self.question().min(all / 2) }
    }

    fn steps(&self, of: Extent) -> u64 {
        if self.all == 0 {
            return 0;
        }
        let share = u128::from(self.all).saturating_mul(of.hardness()).checked_div(self.hardness_of_all);
        let share = u64::try_from(share.unwrap_or_default()).unwrap_or(u64::MAX);
        share.saturating_add(UNIT.saturating_mul(of.size.into())).saturating_add(self.all / LEAST)
    }

    fn question(&self) -> u64 {
        self.all / QUESTION
    }
}

impl Extent {
    /// Of some rows: one for each, and one for each constraint.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Self {
        rows.fold(Self::default(), |so_far, row| Self {
            size: so_far.size.saturating_add(u32::try_from(row.cost()).unwrap_or(u32::MAX)),
            rows: so_far.rows.saturating_add(1),
        })
    }

    /// How hard a question can be grows faster than what it is about; and about a single row none is hard.
    fn hardness(self) -> u128 {
        if self.rows > 1 { u128::from(self.size).saturating_mul(self.size.into()) } else { 0 }
    }
}

impl Steps {
    /// For one look.
    pub(super) fn of(allowance: Allowance) -> Self {
        Self { left: Budget::new(allowance.all), each: allowance.each, ran_out: false }
    }

    /// The answer to one of the questions; `None` where it takes more steps than one may, or than are left.
    pub(super) fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Budget) -> Result<T, OutOfBudget>,
    ) -> Option<T> {
        let answer = self.left.attempt(self.each, question).ok().flatten();
        self.ran_out |= answer.is_none();
        answer
    }

    /// Uses up steps for what is not a question about the space.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), OutOfBudget> {
        self.left.spend(number(steps))
    }

    /// A look with steps of its own, as many of them as there are left. Where that was not enough for what it would have seen otherwise, it [ran out](Self::ran_out).
    pub(super) fn look<T>(&mut self, allowance: Allowance, look: impl FnOnce(&mut Self) -> T) -> T {
        let granted = allowance.all.min(self.left.remaining());
        let mut own = Self::of(Allowance { all: granted, ..allowance });
        let seen = look(&mut own);
        self.ran_out |= own.ran_out;
        // There are as many: no more than these were used.
        let _enough = self.left.spend(granted.saturating_sub(own.left.remaining()));
        seen
    }

    /// Whether some question was not decided.
    pub(super) fn ran_out(&self) -> bool {
        self.ran_out || self.left.remaining() == 0
    }

    /// What is left, as if nothing had been asked.
    pub(super) fn afresh(&mut self) -> &mut Self {
        self.ran_out = false;
        self
    }
}

fn number(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{Space, ValueSet};

    fn extent(size: u32, rows: u32) -> Extent {
        Extent { size, rows }
    }

    /// A question that takes so many steps.
    fn taking(steps: u64) -> impl FnOnce(&mut Budget) -> Result<(), OutOfBudget> {
        move |budget| budget.spend(steps)
    }

    #[test]
    fn steps_are_shared_by_the_square_of_what_there_is_to_look_at() {
        let actions = [extent(100, 2), extent(300, 5), extent(1_000, 1), extent(0, 0)];
        let shares = Shares::new(1_000_000, actions.into_iter());
        let looks: Vec<u64> = (0..5).map(|action| shares.look(action).all).collect();
        // A tenth and nine tenths, and nothing where there is one row; what goes with the size; and a thousandth of all.
        assert_eq!(looks, [100_000 + 3_200 + 1_000, 900_000 + 9_600 + 1_000, 32_000 + 1_000, 1_000, 0]);
        // Half of that for one question, but no more than a tenth of all.
        let each: Vec<u64> = (0..5).map(|action| shares.look(action).each).collect();
        assert_eq!(each, [52_100, 100_000, 16_500, 500, 0]);
        let rule = shares.look_at_rule(extent(100, 2));
        assert_eq!((rule.all, rule.each), (104_200, 52_100));
        assert_eq!(shares.one().remaining(), 100_000);
        let search = shares.search();
        assert_eq!((search.left.remaining(), search.each), (1_000_000 + 1_400 * 32, 100_000));
    }

    #[test]
    fn without_steps_nothing_has_any() {
        let shares = Shares::new(0, [extent(100, 2)].into_iter());
        assert_eq!((shares.look(0).all, shares.look(0).each), (0, 0));
        assert_eq!((shares.search().left.remaining(), shares.one().remaining()), (0, 0));
        // Where no question is hard there is nothing to be shared by.
        assert_eq!(Shares::new(1_000, [extent(8, 1)].into_iter()).look(0).all, 8 * 32 + 1);
    }

    #[test]
    fn rows_are_as_large_as_what_they_ask() {
        let space = Space::new([3, 3, 40]).unwrap();
        let one = Row::all().with(0, ValueSet::single(1), &space).unwrap();
        let two = one.with(1, ValueSet::single(1), &space).unwrap();
        let rows = [Row::all(), one, two];
        let Extent { size, rows: number } = Extent::of(rows.iter());
        assert_eq!((size, number), (1 + 2 + 3, 3));
        assert_eq!(crate::run::program::size(&rows), 1 + 2 + 3);
        assert_eq!(Extent::of(rows[..2].iter()).hardness(), 9);
        assert_eq!(Extent::of(rows[1..2].iter()).hardness(), 0, "one row is never hard");
    }

    #[test]
    fn a_question_that_ran_out_is_remembered() {
        let mut steps = Steps::of(Allowance { all: 12, each: 4 });
        assert_eq!(steps.ask(taking(4)), Some(()));
        assert!(!steps.ran_out());
        assert_eq!(steps.ask(taking(5)), None);
        assert!(steps.ran_out());
        assert_eq!(steps.ask(taking(1)), Some(()));
        assert!(steps.ran_out(), "one that had enough makes up for nothing");
        assert!(!steps.afresh().ran_out());
        assert_eq!(steps.spend(2), Ok(()));
        assert!(!steps.ran_out());
        assert_eq!(steps.spend(1), Ok(()));
        assert!(steps.ran_out(), "none are left");
        assert_eq!(steps.spend(1), Err(OutOfBudget));
        assert_eq!(steps.ask(taking(1)), None);
    }

    #[test]
    fn a_look_takes_no_more_than_there_is_and_pays_for_what_it_took() {
        let mut total = Steps::of(Allowance { all: 100, each: 50 });
        let look = Allowance { all: 30, each: 20 };
        let seen = total.look(look, |own| (own.left.remaining(), own.ask(taking(20)), own.ask(taking(21))));
        assert_eq!(seen, (30, Some(()), None));
        assert_eq!(total.left.remaining(), 70);
        assert!(total.ran_out());
        total.afresh();
        assert_eq!(total.look(look, |own| own.ask(taking(7))), Some(()));
        assert_eq!((total.left.remaining(), total.ran_out()), (63, false));
        // It has what is left where that is less.
        let mut few = Steps::of(Allowance { all: 10, each: 10 });
        assert_eq!(few.look(look, |own| own.left.remaining()), 10);
        assert_eq!((few.left.remaining(), few.ran_out()), (10, false));
    }
}
