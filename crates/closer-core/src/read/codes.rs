//! Every complaint the reader has, by name. A name is never changed and never used for something else.

use serde::Serialize;

use crate::text::Severity;

/// A kind of complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Code {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// Whether it stops a text from being used.
    pub severity: Severity,
    /// What it is about, in one line.
    pub about: &'static str,
}

impl Code {
    /// A kind of complaint that a program on top of this library has.
    #[must_use]
    pub const fn new(name: &'static str, severity: Severity, about: &'static str) -> Self {
        Self { name, severity, about }
    }
}

/// Every complaint that reading a pack or a context can lead to, sorted by name.
///
/// ```
/// let codes = closer_core::codes();
/// assert!(codes.iter().any(|code| code.name == "unknown-fact"));
/// assert!(codes.is_sorted_by_key(|code| code.name));
/// ```
#[must_use]
pub fn codes() -> &'static [Code] {
    CODES
}

/// Every complaint that only files of tests can lead to, sorted by name; those of [`codes`] can occur there as well.
///
/// ```
/// let codes = closer_core::test_codes();
/// assert!(codes.iter().any(|code| code.name == "unknown-fixture"));
/// assert!(codes.is_sorted_by_key(|code| code.name));
/// ```
#[must_use]
pub fn test_codes() -> &'static [Code] {
    TEST_CODES
}

macro_rules! codes {
    ($list:ident: $($constant:ident $severity:ident $name:literal $about:literal)+) => {
        $(pub(super) const $constant: &str = $name;)+

        const $list: &[Code] =
            &[$(Code { name: $name, severity: Severity::$severity, about: $about }),+];
    };
}

codes! { CODES:
    ALREADY_DECLARED Error "already-declared" "an overlay adds something that another pack has already"
    BAD_NAME Error "bad-name" "a name is not made of lower-case letters, digits, `-` and `_`"
    BAD_RANGE Error "bad-range" "a range is not two whole numbers, the lower one first"
    CANNOT_EXTEND Error "cannot-extend" "a value is added to a fact that has no list of values"
    CANNOT_REMOVE Error "cannot-remove" "an override removes a field that is not there, or that must be there"
    CONDITION_TOO_LARGE Error "condition-too-large" "a condition has more alternatives than can be followed exactly"
    CONFLICTING_OVERRIDES Error "conflicting-overrides" "two overlays change the same field in different ways"
    DISABLED Error "disabled" "something is used or changed that an overlay disables"
    DUPLICATE_ID Error "duplicate-id" "two things of one kind have the same name"
    DUPLICATE_KEY Error "duplicate-key" "a key stands twice in one table"
    DUPLICATE_LAYER Error "duplicate-layer" "two packs that are read together have the same name"
    DUPLICATE_PACK Error "duplicate-pack" "`[pack]` stands more than once"
    EMPTY_LIST Error "empty-list" "a list that must name something is empty"
    EMPTY_TEXT Error "empty-text" "a text is empty"
    FACT_KIND Error "fact-kind" "a fact has not exactly one of the four kinds"
    HIDDEN_CHARACTER Error "hidden-character" "a text holds a character that does not show, or that turns how the text reads"
    IMPOSSIBLE_CONDITION Error "impossible-condition" "no interview can meet a condition"
    IMPOSSIBLE_TEST Error "impossible-test" "no value can pass a test"
    LAYER_CYCLE Error "layer-cycle" "overlays stand on each other in a circle"
    LOOK_ALIKE Warning "look-alike" "a letter of another alphabet passes for a plain one"
    MISSING_BASE Error "missing-base" "an overlay stands on a pack that is not there"
    MISSING_KEY Error "missing-key" "a key that is required is not there"
    MISSING_PACK Error "missing-pack" "no file says `[pack]`"
    MISSING_TRANSLATION Warning "missing-translation" "a language file leaves a text of the pack untranslated"
    MIXED_TEST Error "mixed-test" "a test mixes `not` with bounds"
    MORE_WARNINGS Warning "more-warnings" "there are more warnings than are told one by one"
    NAME_CLASH Error "name-clash" "two names become the same option on a command line"
    NESTED_TOO_DEEP Error "nested-too-deep" "conditions or tests are nested too deeply"
    NEVER_WITH_ITSELF Error "never-with-itself" "an action is never to lead with itself"
    NO_ORDER Error "no-order" "a test gives bounds for a fact whose values have no order"
    NO_PLACE Error "no-place" "something is added to an order without a place in it"
    NOT_AN_OVERLAY Error "not-an-overlay" "a pack that stands on no other wants to change one"
    NOTHING_TO_ADVISE Error "nothing-to-advise" "a pack has no actions, or no rules"
    NUMBER_TITLE Error "number-title" "a number is given titles"
    ONE_SIDED Error "one-sided" "a disagreement has fewer than two sides"
    OTHER_PACK Warning "other-pack" "a language file is written for another pack"
    OUT_OF_RANGE Error "out-of-range" "a number is outside the range allowed"
    PHRASE_WITHOUT_PLACE Error "phrase-without-place" "a phrase for all values has no `{}`"
    QUOTES_WITHOUT_SAY Error "quotes-without-say" "an action quotes a source but has no line to say"
    REPEATED Warning "repeated" "a list names the same thing twice"
    RESERVED_NAME Error "reserved-name" "a fact has the name of a word of conditions"
    SAME_PLACE Error "same-place" "two things are added at the same place of an order"
    SEVERAL_BASES Error "several-bases" "two packs are read together although neither stands on the other"
    STALE_TRANSLATION Warning "stale-translation" "a text of the pack has changed since it was translated"
    SUGGEST_OR_AVOID Error "suggest-or-avoid" "a rule has both or neither of `suggest` and `avoid`"
    SUGGESTED_MISTAKE Error "suggested-mistake" "a rule suggests an action that is a mistake"
    SYNTAX Error "syntax" "the text cannot be read at all"
    TOO_LARGE Error "too-large" "a pack is larger than the reader was told to read"
    TOO_MANY_CELLS Error "too-many-cells" "conditions cut the range of a number into too many pieces"
    TOO_MANY_FACTS Error "too-many-facts" "there are more facts than can be numbered"
    TOO_MANY_VALUES Error "too-many-values" "a fact has more values than fit"
    TWO_LANGUAGES Error "two-languages" "language files that are read together speak different languages"
    UNKNOWN_ACTION Error "unknown-action" "no action has this id"
    UNKNOWN_DISAGREEMENT Error "unknown-disagreement" "no disagreement has this id"
    UNKNOWN_FACT Error "unknown-fact" "no fact has this name"
    UNKNOWN_GROUP Error "unknown-group" "no group has this id"
    UNKNOWN_KEY Error "unknown-key" "a table has a key that means nothing there"
    UNKNOWN_MOMENT Error "unknown-moment" "no moment has this id"
    UNKNOWN_RULE Error "unknown-rule" "no rule has this id"
    UNKNOWN_SOURCE Error "unknown-source" "a citation names no source"
    UNKNOWN_VALUE Error "unknown-value" "a fact has no such value"
    UNLISTED_MOMENT Error "unlisted-moment" "a moment has no place in the order of time"
    UNUSED_ACTION Warning "unused-action" "no rule mentions an action"
    UNUSED_FACT Warning "unused-fact" "no condition asks about a fact"
    UNUSED_GROUP Warning "unused-group" "no action is in a group"
    UNUSED_MOMENT Warning "unused-moment" "no action has its place at a moment"
    UNUSED_SOURCE Warning "unused-source" "nothing cites a source"
    WRONG_FILE Error "wrong-file" "tests stand among rules, or rules among tests"
    WRONG_TYPE Error "wrong-type" "a value is of another type than expected"
}

codes! { TEST_CODES:
    CONTRADICTION Error "contradiction" "a test or a property wants two things of one action that exclude each other"
    NO_TEST Error "no-test" "there is nothing to test in a file of tests"
    NOTHING_EXPECTED Error "nothing-expected" "a test or a property expects nothing, so it cannot fail"
    TOO_MANY_CASES Error "too-many-cases" "a test, or all of them together, have more cases than anyone would wait for"
    UNKNOWN_FIXTURE Error "unknown-fixture" "no fixture has this name"
    WRONG_PACK Error "wrong-pack" "a file of tests is about another pack"
}
