use std::num::NonZeroU32;

use serde::Serialize;

use super::MARK;

/// A place in one of the files that were read: bytes `start..end` of file number `file`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Span {
    /// Which of the files, counted from 0 in the order in which they were given.
    pub file: usize,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Line and column of the first byte in `text`, both from 1; the column counts characters, without a byte order mark at the beginning.
    ///
    /// A place beyond the end of the text is taken to be its end.
    #[must_use]
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let mut at = self.start.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_prefix(MARK).unwrap_or(before);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        (line, column)
    }
}

/// A [`Span`] as it is kept with every rule: in twelve bytes, and no more where there may be none. What lies beyond four gigabytes of a text is
/// taken to lie there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(crate) struct ShortSpan {
    /// One more than the number of the file.
    file: NonZeroU32,
    start: u32,
    end: u32,
}

impl From<Span> for ShortSpan {
    fn from(span: Span) -> Self {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let file = NonZeroU32::MIN.saturating_add(short(span.file));
        Self { file, start: short(span.start), end: short(span.end) }
    }
}

impl From<ShortSpan> for Span {
    fn from(place: ShortSpan) -> Self {
        let long = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let file = long(place.file.get()).saturating_sub(1);
        Self { file, start: long(place.start), end: long(place.end) }
    }
}
