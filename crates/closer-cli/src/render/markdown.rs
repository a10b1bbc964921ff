//! Advice as Markdown, to paste into notes or a message.

use super::NOTHING;
use crate::language::Language;
use crate::page::{Difference, Entry, Page, Step};
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

/// Text that Markdown shows as it is.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    while let Some(char) = rest.chars().next() {
        let at = text.len().saturating_sub(rest.len());
        let after = rest.get(char.len_utf8()..).unwrap_or_default();
        let markup = matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$')
            // At the start of a paragraph: headings, lists, lines.
            || (at == 0 && matches!(char, '#' | '+' | '-' | '='))
            || (at == digits && digits > 0 && matches!(char, '.' | ')'))
            // Bare addresses become links in most places.
            || (char == ':' && after.starts_with("//"))
            || (char == '.' && text.get(..at).is_some_and(|before| before.to_lowercase().ends_with("www")))
            || char == '@';
        if markup {
            escaped.push('\\');
        }
        escaped.push(char);
        rest = after;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn words_are_never_taken_for_markup() {
        assert_eq!(escape("a*b_c <i>[x](y)</i>"), "a\\*b\\_c \\<i\\>\\[x\\](y)\\</i\\>");
        assert_eq!(escape("# no heading"), "\\# no heading");
        assert_eq!(escape("12. no list"), "12\\. no list");
        assert_eq!(escape("- no list - at all"), "\\- no list - at all");
        assert_eq!(escape("see https://x.org or www.x.org"), "see https\\://x.org or www\\.x.org");
        assert_eq!(escape("plain words, “quoted”."), "plain words, “quoted”.");
    }
}
