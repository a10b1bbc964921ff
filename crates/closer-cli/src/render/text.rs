//! Advice for a person at a terminal: few words, plain lines, and colour only where it helps.

use anstyle::Style;
use textwrap::{Options, WordSplitter};

use super::{ASIDE, NOTHING, NUMBER, TITLE};
use crate::page::{Difference, Entry, Page, Step};

/// Longer lines tire the eye.
const WIDEST: usize = 88;
const NARROWEST: usize = 20;

/// Lays a page out for a terminal of this width.
pub(crate) fn render(page: &Page, width: usize) -> String {
    let language = page.language;
    let mut text = Text::new(width);
    if page.steps.is_empty() {
        text.lines("", language.say(NOTHING), Style::new());
        text.gap();
    }
    for step in &page.steps {
        if let Some(moment) = &step.moment {
            text.lines("", moment, ASIDE);
        }
        text.step(step, language.say("or instead: "));
        text.gap();
    }
    text.section(language.say("It depends"), &page.branches, true);
    text.section(language.say("Leave alone"), &page.warnings, false);
    text.section(language.say("Just as possible"), &page.others, true);
    text.section(language.say("Not for now"), &page.quiet, false);
    text.section(language.say("Taken for granted"), &page.assumptions, false);
    for closing in page.assumed.iter().chain(&page.more) {
        text.lines("", closing, ASIDE);
    }
    text.finish()
}

/// A remark below the answer, and what to type about it, which is never broken over two lines.
pub(crate) fn remark(content: &str, typed: &str, width: usize) -> String {
    let mut text = Text::new(width);
    let unbroken = typed.replace(' ', "\u{a0}");
    text.lines("", &format!("{content} {unbroken}"), ASIDE);
    text.written.replace(&unbroken, typed)
}

/// Text as it is laid out, line by line.
pub(super) struct Text {
    width: usize,
    written: String,
}

impl Text {
    /// For a terminal of this width.
    pub(super) fn new(width: usize) -> Self {
        Self { width: width.clamp(NARROWEST, WIDEST), written: String::new() }
    }

    /// All that was written, without empty lines at its end.
    pub(super) fn finish(mut self) -> String {
        while self.written.ends_with("\n\n") {
            self.written.pop();
        }
        self.written
    }

    fn step(&mut self, step: &Step, instead_label: &str) {
        let number = format!("{}. ", step.number);
        let indent = " ".repeat(number.len());
        for (at, line) in self.wrap(&step.title, number.len()).iter().enumerate() {
            if at == 0 {
                self.styled(&number, NUMBER);
            } else {
                self.written.push_str(&indent);
            }
            self.styled(line, TITLE);
            self.written.push('\n');
        }
        if let Some(line) = &step.say {
            self.lines(&indent, line, Style::new());
        }
        for reason in &step.reasons {
            self.lines(&indent, reason, Style::new());
        }
        for instead in &step.instead {
            self.hanging(&indent, instead_label, instead);
        }
        self.differences(&indent, &step.differences);
        if !step.aside.is_empty() {
            self.lines(&indent, &step.aside, ASIDE);
        }
    }

    /// A heading with its entries; notes go below each entry, or run on in the same paragraph.
    fn section(&mut self, heading: &str, entries: &[Entry], below: bool) {
        if entries.is_empty() {
            return;
        }
        self.styled(heading, TITLE);
        self.written.push('\n');
        for entry in entries {
            if below {
                self.lines("   ", &entry.head, Style::new());
                for note in &entry.notes {
                    self.lines("     ", note, Style::new());
                }
            } else {
                let whole: Vec<&str> =
                    [&entry.head].into_iter().chain(&entry.notes).map(String::as_str).collect();
                self.hanging("   ", "", &whole.join(" "));
            }
            self.differences("     ", &entry.differences);
        }
        self.gap();
    }

    fn differences(&mut self, indent: &str, differences: &[Difference]) {
        for difference in differences {
            self.lines(indent, &difference.text, ASIDE);
            for side in &difference.sides {
                self.bullet(indent, side);
            }
        }
    }

    fn bullet(&mut self, indent: &str, content: &str) {
        for (at, line) in self.wrap(content, indent.len().saturating_add(2)).iter().enumerate() {
            self.written.push_str(indent);
            self.styled(&format!("{} {line}", if at == 0 { "-" } else { " " }), ASIDE);
            self.written.push('\n');
        }
    }

    /// Lines behind a mark, all of which begin in the same column.
    pub(super) fn marked(&mut self, indent: &str, mark: &str, style: Style, content: &str) {
        for (at, line) in self.wrap(content, indent.len().saturating_add(2)).iter().enumerate() {
            self.written.push_str(indent);
            if at == 0 {
                self.styled(mark, style);
                self.written.push(' ');
            } else {
                self.written.push_str("  ");
            }
            self.written.push_str(line);
            self.written.push('\n');
        }
    }

    /// Lines that all begin in the same column.
    pub(super) fn lines(&mut self, indent: &str, content: &str, style: Style) {
        for line in self.wrap(content, indent.len()) {
            self.written.push_str(indent);
            self.styled(&line, style);
            self.written.push('\n');
        }
    }

    /// Lines of which all but the first are set in a little further.
    pub(super) fn hanging(&mut self, indent: &str, label: &str, content: &str) {
        let further = indent.len().saturating_add(2);
        let whole = format!("{label}{content}");
        for (at, line) in self.wrap(&whole, further).iter().enumerate() {
            self.written.push_str(indent);
            if at > 0 {
                self.written.push_str("  ");
            }
            self.written.push_str(line);
            self.written.push('\n');
        }
    }

    fn wrap(&self, content: &str, indent: usize) -> Vec<String> {
        let options =
            Options::new(self.width.saturating_sub(indent)).word_splitter(WordSplitter::NoHyphenation);
        textwrap::wrap(content, options).into_iter().map(std::borrow::Cow::into_owned).collect()
    }

    fn styled(&mut self, content: &str, style: Style) {
        let (on, off) = (style.render().to_string(), style.render_reset().to_string());
        self.written.push_str(&on);
        self.written.push_str(content);
        self.written.push_str(&off);
    }

    pub(super) fn gap(&mut self) {
        self.written.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::remark;

    #[test]
    fn what_is_to_be_typed_stays_in_one_piece() {
        for width in [30, 40, 60, 88] {
            let remark =
                remark("How sure are you? It could change this list:", "--confidence low|high", width);
            assert!(remark.lines().any(|line| line.contains("--confidence low|high")), "{remark}");
        }
    }
}
