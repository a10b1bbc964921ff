//! A card as Markdown, to keep with your notes.

use super::NOTHING;
use crate::safe::markdown as escape;
use crate::sheet::{Item, Kind, Sheet};
use crate::words::put;

/// The card under its title. Whatever in the pack's words would be markup is escaped.
pub(crate) fn render(sheet: &Sheet) -> String {
    let mut written = format!("# {}\n", escape(&sheet.title));
    if let Some(date) = &sheet.date {
        put(&mut written, format_args!("\n**{}**\n", escape(date)));
    }
    for line in [&sheet.lead].into_iter().chain(&sheet.told) {
        put(&mut written, format_args!("\n{}\n", escape(line)));
    }
    if sheet.parts.is_empty() {
        put(&mut written, format_args!("\n{}\n", sheet.language.say(NOTHING)));
    }
    for part in &sheet.parts {
        put(&mut written, format_args!("\n## {}\n\n", escape(&part.heading)));
        if let Some(day) = &part.day {
            put(&mut written, format_args!("{}\n\n", escape(day)));
        }
        for item in &part.items {
            write_item(&mut written, item, part.kind);
        }
    }
    if !sheet.notes.is_empty() {
        put(&mut written, format_args!("\n*{}*\n", escape(&sheet.notes.join(" "))));
    }
    written
}

fn write_item(written: &mut String, item: &Item, kind: Kind) {
    let head = escape(&item.head);
    let stop = match (kind, item.depends) {
        (Kind::LeaveAlone, _) => ".",
        (_, true) => ":",
        (_, false) => "",
    };
    let line_break = if kind == Kind::LeaveAlone { " " } else { "\\\n  " };
    put(written, format_args!("- **{head}**{stop}{line_break}{}\n", escape(item.body.text())));
    for or in &item.or {
        put(written, format_args!("  - {} {}\n", escape(&or.when), escape(or.body.text())));
    }
}
