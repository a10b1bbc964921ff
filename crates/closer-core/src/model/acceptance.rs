use super::Text;
use crate::text::Span;

/// That something odd is meant so: an element of the list `accept` of a rule, an action, a fact, a moment or a disagreement.
///
/// It changes no advice. Tools that look for what is odd leave out what is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Acceptance {
    /// The code of what is accepted, as written.
    pub code: Text,
    /// Where it is written.
    pub origin: Span,
}

impl Acceptance {
    pub(crate) fn new(code: &str, origin: Span) -> Self {
        Self { code: code.into(), origin }
    }
}
