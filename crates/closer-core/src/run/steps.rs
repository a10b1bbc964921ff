//! What the questions about one context may cost.
//!
//! Whoever asks for advice asks very many questions about the space: of each action, of each of its rules, of each fact that is not known. In the worst case one of them takes more steps
//! than there is time for, and in a pack that is made to be slow all of them do. So they share their steps, at three heights:
//!
//! - **a question** may take [`Steps::each`], a tenth of all at most, and a quarter of what its look may take;
//! - **a look** at one action in one box, such as its verdict and scores, may take what [`Shares::look`] gives the action. That follows from the pack alone: whatever was
//!   asked before, the same look sees the same;
//! - **a search**, which takes many looks, may take [`Shares::search`] together. The first look that needs more than is left ends it.
//!
//! What there are no steps for is not decided, which is neither yes nor no.

use crate::space::{Budget, OutOfBudget};

/// How many steps the questions about one context may take, about, where nothing else is said.
pub(super) const STEPS: u64 = 20_000_000;

/// The part of all steps that one question may take.
const QUESTION: u64 = 10;

/// The part of all steps that a look at an action may take, however many actions there are.
const LEAST: u64 = 1_000;

/// The steps that it has at the least for each row and each constraint of the rules of an action, so that a look can go through them a few times, however large the pack is.
const UNIT: u64 = 32;

/// How the steps are shared out in one program: by the size of what is asked about, for a question about little is never hard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    all: u64,
    /// For each row and each constraint.
    unit: u64,
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
}

impl Shares {
    /// Of a program with rules of this size.
    pub(super) fn new(all: u64, size: u64) -> Self {
        Self { all, unit: all.checked_div(size).unwrap_or(all) }
    }

    /// For one search.
    pub(super) fn search(&self) -> Steps {
        Steps { left: Budget::new(self.all), each: self.question() }
    }

    /// For one question.
    pub(super) fn one(&self) -> Budget {
        Budget::new(self.question())
    }

    /// For a look at an action, or at a rule, of this size.
    pub(super) fn look(&self, size: u32) -> Allowance {
        if self.all == 0 {
            return Allowance { all: 0, each: 0 };
        }
        let share = self.unit.saturating_add(UNIT).saturating_mul(size.into());
        let all = share.saturating_add(self.all / LEAST);
        Allowance { all, each: self.question().min(all / 4) }
    }

    fn question(&self) -> u64 {
        self.all / QUESTION
    }
}

impl Steps {
    /// For one look.
    pub(super) fn of(allowance: Allowance) -> Self {
        Self { left: Budget::new(allowance.all), each: allowance.each }
    }

    /// The answer to one of the questions; `None` where it takes more steps than one may, or than are left.
    pub(super) fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Budget) -> Result<T, OutOfBudget>,
    ) -> Option<T> {
        self.left.attempt(self.each, question).ok().flatten()
    }

    /// Uses up steps for what is not a question about the space.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), OutOfBudget> {
        self.left.spend(number(steps))
    }

    /// A look with steps of its own, as many of them as there are left. Where that was not enough for what it would have seen otherwise, [none are left](Self::are_left) afterwards.
    pub(super) fn look<T>(&mut self, allowance: Allowance, look: impl FnOnce(&mut Self) -> T) -> T {
        let granted = allowance.all.min(self.left.remaining());
        let mut own = Self { left: Budget::new(granted), each: allowance.each };
        let seen = look(&mut own);
        // There are as many: no more than these were used.
        let _enough = self.left.spend(granted.saturating_sub(own.left.remaining()));
        seen
    }

    /// Whether there are steps left. While there are, every look was had whole.
    pub(super) fn are_left(&self) -> bool {
        self.left.remaining() > 0
    }
}

fn number(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}
