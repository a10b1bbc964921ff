//! How a card is set on paper, so that it always fits one sheet.
//!
//! Nothing here can ask a browser, so lines are counted with the letters of a wide font: the answer is the same on every machine, and other
//! fonts leave a little more room. The lengths are those of `card.css`; `tests/pages/check.py` holds the two together.

use crate::sheet::{Item, Part, Sheet};

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paper {
    /// The size of letters, in tenths of a point.
    size: usize,
    pub(crate) columns: usize,
}

/// The width and the height of A4 and of Letter without the margins, in tenths of a point; a little less, for what is not exact.
const SHEETS: [(usize, usize); 2] = [(5150, 7500), (5320, 7010)];
/// Between columns, in tenths of a point.
const GUTTER: usize = 227;

// All other lengths are in hundredths of the size of letters.

/// A line, and one of a heading.
const LINE: usize = 136;
const HEAD_LINE: usize = 140;
/// How wide letters are: in a title, a heading, the head of an entry, and small print.
const TITLE: usize = 177;
const HEADING: usize = 109;
const BOLD: usize = 114;
const SMALL: usize = 86;

impl Paper {
    /// The smallest letters.
    pub(crate) const DENSE: Self = Self { size: 100, columns: 2 };
    /// The most generous first.
    const ALL: [Self; 4] = [
        Self { size: 125, columns: 1 },
        Self { size: 115, columns: 2 },
        Self { size: 108, columns: 2 },
        Self::DENSE,
    ];

    /// The most generous setting in which the card fits one sheet, be it A4 or Letter; `None` when it fits in none.
    pub(crate) fn of(sheet: &Sheet) -> Option<Self> {
        let fits = |paper: &Self| {
            let hundredths =
                |length: usize| length.saturating_mul(100).checked_div(paper.size).unwrap_or_default();
            SHEETS.iter().all(|&(width, height)| {
                paper.height(sheet, hundredths(width), hundredths(GUTTER)) <= hundredths(height)
            })
        };
        Self::ALL.into_iter().find(fits)
    }

    /// "12.5".
    pub(crate) fn points(self) -> String {
        let (whole, rest) = (self.size.checked_div(10), self.size.checked_rem(10));
        format!("{}.{}", whole.unwrap_or_default(), rest.unwrap_or_default())
    }

    fn height(self, sheet: &Sheet, width: usize, gutter: usize) -> usize {
        let told = sheet.date.iter().chain([&sheet.lead]).chain(&sheet.told);
        let told: usize = told.map(|line| lines(line, width, BOLD) * LINE + 15).sum();
        let head = lines(&sheet.title, width, TITLE) * 186 + told + 160;
        let foot = lines(&sheet.notes.join(" "), width, SMALL) * 118 + 100;
        let gutters = gutter * self.columns.saturating_sub(1);
        let column = width.saturating_sub(gutters).checked_div(self.columns).unwrap_or(width);
        let blocks: Vec<usize> = sheet.parts.iter().flat_map(|part| blocks(part, column)).collect();
        head + foot + if self.columns == 1 { blocks.iter().sum() } else { halves(&blocks) }
    }
}

/// The height of two columns that break where it is best, between two blocks.
fn halves(blocks: &[usize]) -> usize {
    let all: usize = blocks.iter().sum();
    let mut left = 0_usize;
    let mut best = all;
    for block in blocks {
        left = left.saturating_add(*block);
        best = best.min(left.max(all.saturating_sub(left)));
    }
    best
}

/// The heights of what a column cannot break: entries, the first of them with the heading.
fn blocks(part: &Part, width: usize) -> Vec<usize> {
    let heading = match &part.day {
        Some(day) => format!("{} · {day}", part.heading),
        None => part.heading.clone(),
    };
    let mut blocks: Vec<usize> = part.items.iter().map(|item| height(item, width)).collect();
    if let Some(first) = blocks.first_mut() {
        *first = first.saturating_add(lines(&heading, width, HEADING) * 130 + 105);
    }
    blocks
}

fn height(item: &Item, width: usize) -> usize {
    let beside = width.saturating_sub(95);
    let weight = if item.depends { 100 } else { BOLD };
    let or = item.or.iter().map(|or| format!("{} {}", or.when, or.body.text()));
    let or: usize = or.map(|or| lines(&or, beside, 100) * LINE + 15).sum();
    lines(&item.head, beside, weight) * HEAD_LINE
        + lines(item.body.text(), width.saturating_sub(165), 100) * LINE
        + or
        + 52
}

/// How many lines a text takes, in letters of so many hundredths of the usual width.
fn lines(text: &str, width: usize, hundredths: usize) -> usize {
    let scaled = |letters: usize| letters.saturating_mul(hundredths).div_ceil(100);
    let space = scaled(letter(' '));
    let (mut lines, mut used) = (0_usize, width.saturating_add(1));
    for word in text.split_whitespace() {
        let word = scaled(word.chars().map(letter).sum());
        let together = used.saturating_add(space).saturating_add(word);
        if together <= width {
            used = together;
        } else {
            // A word that is longer than a line is broken.
            lines = lines.saturating_add(word.div_ceil(width.max(1)).max(1));
            used = word.checked_rem(width).unwrap_or_default();
        }
    }
    lines
}

/// How wide a letter is in `DejaVu Sans`, one of the widest fonts in use, in hundredths of its size.
fn letter(char: char) -> usize {
    match char {
        'i' | 'j' | 'l' | 'I' | 'J' | '\'' => 29,
        ' ' | ',' | '.' | '’' | '·' => 32,
        ':' | ';' | '/' | '|' | 'f' | '-' => 36,
        '(' | ')' | '[' | ']' | 't' | '!' | 'r' => 41,
        's' | 'z' | '“' | '”' | '„' | '?' | '–' | '*' | '_' | '`' | '"' => 53,
        'c' | 'k' | 'v' | 'x' | 'y' | 'L' | 'F' => 59,
        'a' | 'e' | 'o' | 'ä' | 'ö' | 'P' | 'T' | 'Y' => 62,
        'w' | 'O' | 'Q' | 'Ö' => 82,
        'm' => WIDE,
        'a'..='z' | 'ü' | 'ß' | '0'..='9' | 'E' | 'S' => 64,
        'A'..='L' | 'N'..='V' | 'X'..='Z' | 'Ä' | 'Ü' => 77,
        // Wide letters, other scripts, and whatever else there may be.
        _ => WIDE,
    }
}

const WIDE: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("", 1000, 100), 0);
        assert_eq!(lines("a", 1000, 100), 1);
        assert_eq!(lines("aaaa aaaa", 62 * 8 + 32, 100), 1);
        assert_eq!(lines("aaaa aaaa", 62 * 8 + 31, 100), 2);
        assert_eq!(lines("aaaa aaaa", 62 * 8 + 32, 101), 2);
        assert_eq!(lines(&"a".repeat(25), 620, 100), 3, "a long word is broken");
        assert_eq!(lines("日本", 150, 100), 2);
    }

    #[test]
    fn columns_break_where_it_is_best() {
        assert_eq!(halves(&[]), 0);
        assert_eq!(halves(&[10]), 10);
        assert_eq!(halves(&[10, 1, 1]), 10);
        assert_eq!(halves(&[3, 3, 3]), 6);
        assert_eq!(halves(&[1, 2, 3, 4]), 6);
    }
}
