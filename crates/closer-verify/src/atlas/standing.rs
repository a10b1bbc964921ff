//! What the rules say of one action in one world, as a number.

use closer_core::Verdict;
use closer_core::model::{ActionId, RuleSet};
use closer_core::space::Diagram;

/// What the rules say of one action in one world: all on which advice in that world rests.
///
/// Written as a number so that diagrams can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Standing(u32);

const AVOIDED: u32 = 1 << 30;
const SUGGESTED: u32 = 1 << 29;
const DISPUTED: u32 = 1;

impl Standing {
    /// No rule is true.
    pub(crate) const SILENT: Self = Self(0);

    /// Suggested with this score by so many sources.
    pub(crate) fn suggested(score: u8, sources: usize, disputed: bool) -> Self {
        let sources = u32::try_from(sources).unwrap_or(u32::MAX).min(0x7FFF);
        Self(SUGGESTED | (u32::from(score) << 16) | (sources << 1) | u32::from(disputed))
    }

    /// Avoided.
    pub(crate) fn avoided(disputed: bool) -> Self {
        Self(AVOIDED | u32::from(disputed))
    }

    /// Of two that are suggested, the one with the larger place ranks higher; equal ones are told apart by moment and id.
    pub(crate) const fn place(self) -> u32 {
        self.0 & !DISPUTED
    }

    pub(crate) const fn of(number: u32) -> Self {
        Self(number)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn at(diagram: Diagram) -> Option<Self> {
        diagram.as_leaf().map(Self)
    }

    pub(crate) const fn is_suggested(self) -> bool {
        self.0 & SUGGESTED != 0
    }

    /// The score; 0 where it is not suggested.
    pub(crate) const fn score(self) -> u8 {
        if self.is_suggested() { (self.0 >> 16).to_le_bytes()[0] } else { 0 }
    }

    pub(crate) const fn is_avoided(self) -> bool {
        self.0 & AVOIDED != 0
    }

    pub(crate) const fn is_disputed(self) -> bool {
        self.0 & DISPUTED != 0
    }

    pub(crate) const fn verdict(self) -> Verdict {
        if self.is_avoided() {
            Verdict::Avoided
        } else if self.is_suggested() {
            Verdict::Suggested
        } else {
            Verdict::Silent
        }
    }
}

/// What settles the order of two actions with equal standings: the moment, then the id.
pub(crate) fn comes_first(rules: &RuleSet, a: ActionId, b: ActionId) -> bool {
    let key = |id: ActionId| (rules.action(id).map(|action| action.moment), id);
    key(a) < key(b)
}
