/// Finds lines and columns in a text without reading it from its beginning each time: a few hundred bytes are read for each place.
///
/// ```
/// use closer_core::LineIndex;
///
/// let text = "first\nsecond";
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.line_and_column(text, 8), (2, 3));
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// For every [`STEP`] bytes of the text: the line and column there.
    marks: Vec<(usize, usize)>,
}

/// The byte order mark that some editors put at the beginning of a file. It is no character of its first line.
pub(crate) const MARK: char = '\u{feff}';

/// Where a text begins: behind its byte order mark, if it has one.
pub(crate) fn after_mark(text: &str) -> usize {
    if text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
}

/// How far apart marks stand, in bytes.
const STEP: usize = 512;

impl LineIndex {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len().div_euclid(STEP).saturating_add(1));
        let (mut line, mut column) = (1, 1);
        for (at, letter) in text.char_indices() {
            while marks.len().saturating_mul(STEP) <= at {
                marks.push((line, column));
            }
            advance(&mut line, &mut column, at, letter);
        }
        // The end of the text is a place, too.
        while marks.len().saturating_mul(STEP) <= text.len() {
            marks.push((line, column));
        }
        Self { marks }
    }

    /// Line and column of the character that holds the byte at `at`, both from 1; the column counts characters, without a byte order mark at the beginning. `text` must be the text of the
    /// index, or what is found is of no use; a place beyond its end is taken to be its end.
    #[must_use]
    pub fn line_and_column(&self, text: &str, at: usize) -> (usize, usize) {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let mark = at.div_euclid(STEP);
        let (mut line, mut column) = self.marks.get(mark).copied().unwrap_or((1, 1));
        // The mark stands at the first character that begins at or after its byte.
        let mut from = mark.saturating_mul(STEP).min(text.len());
        while !text.is_char_boundary(from) {
            from = from.saturating_add(1);
        }
        for (further, letter) in text.get(from..at).unwrap_or_default().char_indices() {
            advance(&mut line, &mut column, from.saturating_add(further), letter);
        }
        (line, column)
    }
}

fn advance(line: &mut usize, column: &mut usize, at: usize, letter: char) {
    if at == 0 && letter == MARK {
        return;
    }
    if letter == '\n' {
        *line = line.saturating_add(1);
        *column = 1;
    } else {
        *column = column.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;
    use crate::text::Span;

    #[test]
    fn agrees_with_counting_from_the_beginning() {
        let text = "é—x\n\nlong line ".repeat(300) + &"ü".repeat(2_000) + "\nend";
        let index = LineIndex::new(&text);
        for start in (0..text.len() + 3).step_by(7) {
            let span = Span { file: 0, start, end: start };
            assert_eq!(index.line_and_column(&text, start), span.line_and_column(&text), "at {start}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}ab\n\u{feff}c";
        let index = LineIndex::new(text);
        let places: Vec<_> = text.char_indices().map(|(at, _)| index.line_and_column(text, at)).collect();
        assert_eq!(places, [(1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]);
        for (at, _) in text.char_indices() {
            let span = Span { file: 0, start: at, end: at };
            assert_eq!(index.line_and_column(text, at), span.line_and_column(text), "at {at}");
        }
    }

    #[test]
    fn the_end_is_where_it_is_however_long_the_text() {
        for text in
            ["x\n".repeat(256), "x\n".repeat(512), "x".repeat(511) + "€", "\u{feff}".into(), String::new()]
        {
            let (index, end) = (LineIndex::new(&text), text.len());
            let span = Span { file: 0, start: end, end };
            assert_eq!(index.line_and_column(&text, end), span.line_and_column(&text), "{end} bytes");
        }
    }
}
