//! A card for a terminal, or for a message without markup.

use textwrap::{Options, WordSplitter};

use super::{ASIDE, NOTHING, NUMBER, TITLE};
use crate::sheet::{Body, Item, Kind, Sheet};

const WIDEST: usize = 72;
const NARROWEST: usize = 24;

/// Lays a card out for a terminal of this width.
pub(crate) fn render(sheet: &Sheet, width: usize) -> String {
    let mut text = Text { width: width.clamp(NARROWEST, WIDEST), written: String::new() };
    text.lines("", "", &sheet.title, TITLE);
    for line in sheet.date.iter().chain([&sheet.lead]).chain(&sheet.told) {
        text.lines("", "", line, ASIDE);
    }
    if sheet.parts.is_empty() {
        text.written.push('\n');
        text.lines("", "", sheet.language.say(NOTHING), anstyle::Style::new());
    }
    for part in &sheet.parts {
        let heading = match &part.day {
            Some(day) => format!("{} · {day}", part.heading),
            None => part.heading.clone(),
        };
        text.written.push('\n');
        text.lines("", "", &heading, NUMBER.bold());
        for item in &part.items {
            text.item(item, part.kind);
        }
    }
    if !sheet.notes.is_empty() {
        text.written.push('\n');
        text.lines("", "", &sheet.notes.join(" "), ASIDE);
    }
    text.written
}

struct Text {
    width: usize,
    written: String,
}

impl Text {
    fn item(&mut self, item: &Item, kind: Kind) {
        let plain = anstyle::Style::new();
        if kind == Kind::LeaveAlone {
            self.lines("  - ", "    ", &format!("{}. {}", item.head, item.body.text()), plain);
            return;
        }
        let head = if item.depends { format!("{}:", item.head) } else { item.head.clone() };
        let style = if item.depends { plain } else { TITLE };
        self.lines("  - ", "    ", &head, style);
        let indent = if matches!(item.body, Body::Spoken(_)) { "      " } else { "    " };
        self.lines(indent, indent, item.body.text(), plain);
        for or in &item.or {
            self.lines("    ", "      ", &format!("{} {}", or.when, or.body.text()), plain);
        }
    }

    /// Lines of which all but the first begin with `indent`.
    fn lines(&mut self, first: &str, indent: &str, content: &str, style: anstyle::Style) {
        let width = self.width.saturating_sub(indent.len());
        let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
        for (at, line) in textwrap::wrap(content, options).iter().enumerate() {
            self.written.push_str(if at == 0 { first } else { indent });
            crate::words::put(&mut self.written, format_args!("{style}{line}{style:#}\n"));
        }
    }
}
