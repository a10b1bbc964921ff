use serde::Serialize;

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
    /// Line and column of the first byte in `text`, both from 1; the column counts characters.
    ///
    /// A place beyond the end of the text is taken to be its end.
    #[must_use]
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let mut at = self.start.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        (line, column)
    }
}
