//! Every finding, by name. A name is never changed and never used for something else.

use closer_core::{Code, Severity};

/// Every finding that [`Findings::of`](super::Findings::of) can lead to, sorted by name.
///
/// ```
/// let codes = closer_verify::finding_codes();
/// assert!(codes.iter().any(|code| code.name == "redundant-rule"));
/// assert!(codes.is_sorted_by_key(|code| code.name));
/// ```
#[must_use]
pub fn finding_codes() -> &'static [Code] {
    CODES
}

macro_rules! codes {
    ($($constant:ident $name:literal $about:literal)+) => {
        $(pub(super) const $constant: &str = $name;)+

        const CODES: &[Code] = &[$(Code::new($name, Severity::Warning, $about)),+];
    };
}

codes! {
    ASSUMED_VETO "assumed-veto" "only what is taken for granted keeps a rule against an action from being true"
    BEATEN_RULE "beaten-rule" "a rule suggests an action only where another rule avoids it"
    GAP "gap" "a moment comes in which nothing is suggested"
    HIDDEN_VETO "hidden-veto" "a rule against an action is out of sight behind two assumptions"
    LEADING_TOGETHER "leading-together" "two actions lead together that hardly go together"
    MERGEABLE_RULES "mergeable-rules" "two rules say the same and could be one"
    NEVER_FIRST "never-first" "an action is suggested, but never the first of its moment"
    NEVER_LEADS "never-leads" "an action is suggested, but always stands behind others"
    NEVER_SUGGESTED "never-suggested" "an action is avoided wherever a rule suggests it"
    NOT_DECIDED "not-decided" "a pack is too large for some questions about it"
    REDUNDANT_RULE "redundant-rule" "a rule could be left out without changing any advice"
    SHORTER_CONDITION "shorter-condition" "a condition could be said in fewer tests"
    TIE_BY_ID "tie-by-id" "nothing but their names decides which of two actions comes first"
    UNUSED_ACCEPT "unused-accept" "something is accepted that is not there"
    UNUSED_VALUE "unused-value" "no condition tells two values of a fact apart"
}
