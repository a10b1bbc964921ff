//! How much work a question may cost.

/// A question was too large for its [`Budget`]: it is *not decided*, which is neither yes nor no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the question is too large for its budget")]
pub struct OutOfBudget;

/// How many elementary steps the questions asked with it may still cost.
///
/// A step is about one constraint of one row looked at or stored, so that a budget bounds memory as well as
/// time. Steps are counted, not timed: the same question with the same budget has the same answer on every
/// machine. Once a budget is out it stays out.
///
/// ```
/// use closer_core::space::{Budget, OutOfBudget};
///
/// let mut budget = Budget::new(3);
/// assert_eq!(budget.spend(2), Ok(()));
/// assert_eq!(budget.spend(2), Err(OutOfBudget));
/// assert_eq!(budget.remaining(), 0);
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Budget {
    remaining: u64,
    depth: u16,
}

impl Budget {
    /// How deep case distinctions may nest, whatever the budget, for they live on the thread's stack. One
    /// level fixes one dimension; a question that needs more levels than this would not end in anyone's
    /// lifetime anyway.
    pub const MAX_DEPTH: u16 = 500;

    /// A budget of this many steps; `u64::MAX` is [unlimited](Self::unlimited).
    #[must_use]
    pub const fn new(steps: u64) -> Self {
        Self { remaining: steps, depth: 0 }
    }

    /// A budget that is not used up by spending; only [`MAX_DEPTH`](Self::MAX_DEPTH) still holds.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self::new(u64::MAX)
    }

    /// The steps left; `u64::MAX` when unlimited.
    #[must_use]
    pub const fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Uses up `steps`.
    ///
    /// # Errors
    ///
    /// When fewer steps are left; then none are left afterwards.
    pub const fn spend(&mut self, steps: u64) -> Result<(), OutOfBudget> {
        if self.remaining == u64::MAX {
            return Ok(());
        }
        if let Some(left) = self.remaining.checked_sub(steps) {
            self.remaining = left;
            Ok(())
        } else {
            self.remaining = 0;
            Err(OutOfBudget)
        }
    }

    /// Uses up as many steps as something has elements.
    pub(crate) fn spend_len(&mut self, len: usize) -> Result<(), OutOfBudget> {
        self.spend(u64::try_from(len).unwrap_or(u64::MAX))
    }

    /// Lets `work` use at most `share` of the steps; `None` when that is not enough for it.
    pub(crate) fn attempt<T>(
        &mut self,
        share: u64,
        work: impl FnOnce(&mut Self) -> Result<T, OutOfBudget>,
    ) -> Result<Option<T>, OutOfBudget> {
        let granted = share.min(self.remaining);
        let mut inner = Self { remaining: granted, depth: self.depth };
        let done = work(&mut inner);
        self.spend(granted.saturating_sub(inner.remaining))?;
        match done {
            Ok(answer) => Ok(Some(answer)),
            Err(OutOfBudget) if self.remaining == 0 => Err(OutOfBudget),
            Err(OutOfBudget) => Ok(None),
        }
    }

    /// Does `work` one level deeper.
    pub(super) fn nested<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, OutOfBudget>,
    ) -> Result<T, OutOfBudget> {
        if self.depth >= Self::MAX_DEPTH {
            return Err(OutOfBudget);
        }
        self.depth = self.depth.saturating_add(1);
        let done = work(self);
        self.depth = self.depth.saturating_sub(1);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_has_its_share_and_no_more() {
        let mut budget = Budget::new(10);
        assert_eq!(budget.attempt(4, |share| share.spend(4)), Ok(Some(())));
        assert_eq!(budget.remaining(), 6);
        // What the share does not suffice for uses it up, and leaves the rest for something else.
        assert_eq!(budget.attempt(4, |share| share.spend(5)), Ok(None));
        assert_eq!(budget.remaining(), 2);
        // Where all steps were its share, there is nothing else.
        assert_eq!(budget.attempt(4, |share| share.spend(3)), Err(OutOfBudget));
        assert_eq!(budget.remaining(), 0);
    }
}
