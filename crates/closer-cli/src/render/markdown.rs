//! Advice as Markdown, to paste into notes or a message.

use super::NOTHING;
use crate::language::Language;
use crate::page::{Difference, Entry, Page, Step};
use crate::safe::markdown as escape;
use crate::words::{clean, put, sentence};

/// The page under a title. Whatever in the pack's words would be markup is escaped.
pub(crate) fn render(page: &Page, title: &str) -> String {
    let language = page.language;
    let mut written = format!("# {}\n\n", escape(&clean(title)));
    if page.steps.is_empty() {
        put(&mut written, format_args!("{}\n\n", language.say(NOTHING)));
    }
    for step in &page.steps {
        write_step(&mut written, step, language);
    }
    // Notes run on in one paragraph here, so half sentences become whole ones.
    section(&mut written, language.say("It depends"), &page.branches, sentence);
    section(&mut written, language.say("Leave alone"), &page.warnings, str::to_owned);
    section(&mut written, language.say("Just as possible"), &page.others, str::to_owned);
    section(&mut written, language.say("Not for now"), &page.quiet, str::to_owned);
    section(&mut written, language.say("Taken for granted"), &page.assumptions, str::to_owned);
    for closing in page.assumed.iter().chain(&page.more) {
        put(&mut written, format_args!("*{}*\n\n", escape(closing)));
    }
    while written.ends_with("\n\n") {
        written.pop();
    }
    written
}

fn write_step(written: &mut String, step: &Step, language: Language) {
    if let Some(moment) = &step.moment {
        put(written, format_args!("## {}\n\n", escape(moment)));
    }
    let number = format!("{}. ", step.number);
    let indent = " ".repeat(number.len());
    put(written, format_args!("{number}**{}**\n\n", escape(&step.title)));
    if let Some(say) = &step.say {
        put(written, format_args!("{indent}> {}\n\n", escape(say)));
    }
    for reason in &step.reasons {
        put(written, format_args!("{indent}{}\n\n", escape(reason)));
    }
    for instead in &step.instead {
        put(written, format_args!("{indent}{}\n\n", language.fill("Or instead: {}", &[&escape(instead)])));
    }
    if !step.differences.is_empty() {
        differences(written, &indent, &step.differences);
        written.push('\n');
    }
    if !step.aside.is_empty() {
        put(written, format_args!("{indent}*{}*\n\n", escape(&step.aside)));
    }
}

fn section(written: &mut String, heading: &str, entries: &[Entry], note_as: fn(&str) -> String) {
    if entries.is_empty() {
        return;
    }
    put(written, format_args!("## {heading}\n\n"));
    for entry in entries {
        put(written, format_args!("- **{}**", escape(&entry.head)));
        for note in &entry.notes {
            written.push(' ');
            written.push_str(&escape(&note_as(note)));
        }
        written.push('\n');
        differences(written, "  ", &entry.differences);
    }
    written.push('\n');
}

/// As a list, each with its sides below it.
fn differences(written: &mut String, indent: &str, differences: &[Difference]) {
    for difference in differences {
        put(written, format_args!("{indent}- {}\n", escape(&difference.text)));
        for side in &difference.sides {
            put(written, format_args!("{indent}  - {}\n", escape(side)));
        }
    }
}
