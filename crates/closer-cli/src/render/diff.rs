//! Two packs compared, for a person at a terminal and for a pull request.

use anstyle::Style;

use super::text::Text;
use super::{ASIDE, TITLE};
use crate::diff::{Review, Section};
use crate::safe::{fence, markdown as escape};
use crate::words::put;

/// For a terminal of this width.
pub(crate) fn text(review: &Review, width: usize) -> String {
    let mut text = Text::new(width);
    text.lines("", &review.heading, TITLE);
    text.lines("", &review.lead, Style::new());
    text.gap();
    for section in &review.sections {
        text.lines("", section.heading, TITLE);
        for item in &section.items {
            text.hanging("  ", "", &item.head);
            for note in &item.notes {
                text.lines("    ", note, Style::new());
            }
        }
        if let Some(more) = more(section) {
            text.lines("  ", &more, ASIDE);
        }
        text.gap();
    }
    text.lines("", &review.version, Style::new());
    text.finish()
}

/// As Markdown, with tests to paste at the end.
pub(crate) fn markdown(review: &Review) -> String {
    let mut written = format!("## {}\n\n{}\n\n", escape(&review.heading), escape(&review.lead));
    for section in &review.sections {
        put(&mut written, format_args!("### {}\n\n", section.heading));
        for item in &section.items {
            put(&mut written, format_args!("- {}\n", escape(&item.head)));
            for note in &item.notes {
                put(&mut written, format_args!("  - {}\n", escape(note)));
            }
        }
        if let Some(more) = more(section) {
            put(&mut written, format_args!("- *{more}*\n"));
        }
        written.push('\n');
    }
    put(&mut written, format_args!("{}\n", escape(&review.version)));
    let tests =
        review.sections.iter().flat_map(|section| &section.items).filter_map(|item| item.test.as_ref());
    let tests: Vec<&str> = tests.map(String::as_str).collect();
    if !tests.is_empty() {
        let tests = fence("toml", &tests.join("\n"));
        put(
            &mut written,
            format_args!(
                "\n<details><summary>Tests that hold the new advice</summary>\n\n{tests}\n</details>\n"
            ),
        );
    }
    written
}

fn more(section: &Section) -> Option<String> {
    let all = section.items.len().saturating_add(section.more);
    (section.more > 0).then(|| format!("and {} more: --limit {all}", section.more))
}
