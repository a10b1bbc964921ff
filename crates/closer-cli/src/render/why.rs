//! Accounts of actions and rules for a person at a terminal.

use anstyle::Style;

use super::text::Text;
use super::{ASIDE, NUMBER, TITLE, WARNING};
use crate::why::{Account, Item, List, Mark};
use crate::words::put;

/// Lays an account out for a terminal of this width.
pub(crate) fn account(account: &Account, width: usize) -> String {
    let mut text = Text::new(width);
    text.lines("", &account.title, TITLE);
    if let Some(say) = &account.say {
        text.lines("", say, Style::new());
    }
    if !account.by.is_empty() {
        text.lines("", &account.by, ASIDE);
        text.gap();
    }
    for sentence in &account.verdict {
        text.lines("", sentence, Style::new());
    }
    text.gap();
    for section in &account.sections {
        text.lines("", &section.heading, TITLE);
        for item in &section.items {
            text.item(item);
        }
        text.gap();
    }
    text.lines("", &account.ids, ASIDE);
    text.finish()
}

/// Lays out all actions with their verdicts.
pub(crate) fn list(list: &List, width: usize) -> String {
    let mut text = Text::new(width);
    for group in &list.groups {
        text.lines("", &group.heading, TITLE);
        for (title, id) in &group.lines {
            text.hanging("   ", "", &format!("{title} ({id})"));
        }
        text.gap();
    }
    text.lines("", &list.tip, ASIDE);
    let mut text = text.finish();
    if !list.typed.is_empty() {
        // However long it is, it can be copied in one piece.
        put(&mut text, format_args!("{}\n", list.typed));
    }
    text
}

impl Text {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Line(line) => self.hanging("   ", "", line),
            Item::Said { text, by } => {
                self.hanging("   ", "", text);
                self.lines("     ", by, ASIDE);
            }
            Item::Asked { mark, text } => {
                let (mark, style) = match mark {
                    Mark::Yes => ("✓", NUMBER),
                    Mark::No => ("✗", WARNING),
                    Mark::Open => ("?", Style::new()),
                };
                self.marked("   ", mark, style, text);
            }
            Item::Ways(ways) => {
                let last = ways.len().saturating_sub(1);
                for (at, way) in ways.iter().enumerate() {
                    let indent = if at == 0 { "   " } else { "     " };
                    self.hanging(indent, "", &format!("{way}{}", if at == last { "." } else { ";" }));
                }
            }
        }
    }
}
