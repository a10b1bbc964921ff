//! `closer check --explain`: the page for a code, or the list of all.

use closer_core::Severity;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::pages::{self, Page};
use crate::render::{ASIDE, TITLE};
use crate::words::{clean, put};

/// Lines are not longer than this, however wide the screen.
const WIDEST: usize = 88;

/// The page for `code`; for the empty text, all codes with a line each.
pub(super) fn answer(code: &str, width: usize) -> Result<Answer, Failure> {
    let text = if code.is_empty() {
        list()
    } else {
        let page = pages::find(code).ok_or_else(|| unknown(code))?;
        laid_out(&page, width.min(WIDEST))
    };
    Ok(Answer { text, ..Answer::default() })
}

fn unknown(code: &str) -> Failure {
    let message = format!("no complaint has the code `{}`", clean(code));
    let distance = |page: &Page| strsim::damerau_levenshtein(code, page.code);
    let all = pages::all();
    let near = all.iter().min_by_key(|page| distance(page));
    match near.filter(|page| distance(page) <= page.code.len() / 3) {
        Some(near) => Failure::with_tip(message, format!("did you mean `{}`?", near.code)),
        None => Failure::with_tip(message, "`closer check --explain` lists them all"),
    }
}

fn list() -> String {
    let mut list = String::new();
    for page in pages::all() {
        let severity = match page.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        put(&mut list, format_args!("{TITLE}{:22}{TITLE:#} {severity:8} {}\n", page.code, page.about));
    }
    list
}

/// The page for a terminal: paragraphs as wide as the screen, examples as they are.
fn laid_out(page: &Page, width: usize) -> String {
    let mut text = String::new();
    let (mut paragraph, mut in_example) = (String::new(), false);
    let flush = |paragraph: &mut String, text: &mut String| {
        if !paragraph.is_empty() {
            let lines = textwrap::wrap(paragraph, width);
            put(text, format_args!("{}\n", lines.join("\n")));
            paragraph.clear();
        }
    };
    for line in page.text.lines() {
        if line.starts_with("```") {
            in_example = !in_example;
        } else if in_example {
            let example = format!("    {line}");
            put(&mut text, format_args!("{ASIDE}{}{ASIDE:#}\n", example.trim_end()));
        } else if let Some(heading) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            put(&mut text, format_args!("{TITLE}{heading}{TITLE:#}\n"));
        } else if line.is_empty() {
            flush(&mut paragraph, &mut text);
            text.push('\n');
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    flush(&mut paragraph, &mut text);
    text
}
