use super::{Test, Vocabulary};
use crate::space::{Budget, OutOfBudget, Region, Row};
use crate::text::Span;

/// What must be true of an interview: tests joined by "all of", "any of" and "not".
///
/// A condition *is* a region of the product of all facts ([`Condition::region`]); the tree is kept so that results can speak of it
/// in its author's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one of them. Empty: always.
    All(Vec<Condition>),
    /// At least one of them. Empty: never.
    Any(Vec<Condition>),
    /// Its opposite.
    Not(Box<Condition>),
    /// One fact is one of some values.
    Test(Test),
}

/// Where the two tables of a condition are written, as far as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct WhenOrigin {
    /// The table that `when` is.
    pub when: Option<Span>,
    /// The table that `unless` is.
    pub unless: Option<Span>,
}

impl WhenOrigin {
    pub(crate) fn new(when: Option<Span>, unless: Option<Span>) -> Self {
        Self { when, unless }
    }
}

impl Condition {
    /// The condition that always holds.
    pub const ALWAYS: Self = Self::All(Vec::new());

    /// The worlds in which the condition is true.
    ///
    /// Numbers are told apart only where the vocabulary does so: of a test that goes through the middle of a cell the whole cell is taken. Where that
    /// may be, ask of a [refined](super::RuleSet::refined) rule set.
    ///
    /// # Errors
    /// [`OutOfBudget`] when the region needs more rows than the budget allows: alternatives nested in alternatives multiply.
    pub fn region(&self, vocabulary: &Vocabulary, budget: &mut Budget) -> Result<Region, OutOfBudget> {
        self.signed_region(vocabulary, false, budget)
    }

    /// Pushes negation inwards, so that only single tests are ever complemented, each of which stays one row.
    fn signed_region(
        &self,
        vocabulary: &Vocabulary,
        negated: bool,
        budget: &mut Budget,
    ) -> Result<Region, OutOfBudget> {
        let (parts, all) = match (self, negated) {
            (Self::Not(inner), _) => return inner.signed_region(vocabulary, !negated, budget),
            (Self::Test(test), _) => return Ok(test.region(vocabulary, negated)),
            (Self::All(parts), false) | (Self::Any(parts), true) => (parts, true),
            (Self::Any(parts), false) | (Self::All(parts), true) => (parts, false),
        };
        let space = vocabulary.space();
        let mut whole = if all { Region::all() } else { Region::empty() };
        for part in parts {
            let part = part.signed_region(vocabulary, negated, budget)?;
            whole = if all {
                whole.intersect(&part, space, budget)?
            } else {
                whole.union(&part, space, budget)?
            };
        }
        Ok(whole)
    }

    /// Calls `visit` for each test, in the order in which they are written.
    pub fn for_each_test<'a>(&'a self, visit: &mut impl FnMut(&'a Test)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.for_each_test(visit)),
            Self::Not(inner) => inner.for_each_test(visit),
            Self::Test(test) => visit(test),
        }
    }
}

impl Test {
    fn region(&self, vocabulary: &Vocabulary, negated: bool) -> Region {
        let Some(fact) = vocabulary.get(self.fact) else { return Region::empty() };
        let positions = self.allowed.positions(fact);
        let positions = if negated { positions.complement(fact.size()) } else { positions };
        let row = Row::all().with(fact.id.dim(), positions, vocabulary.space());
        row.map_or_else(Region::empty, Region::from)
    }
}
