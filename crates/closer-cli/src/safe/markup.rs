//! For pages, and for what is made into pages.

use closer_core::is_hidden;

use super::clean;
use super::plain::push_escaped;
use crate::words::put;

/// Text for HTML and XML, in content and in attributes; what neither can hold is shown as `\u{1b}`.
pub(crate) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(char),
            _ if is_hidden(char) => push_escaped(&mut safe, char),
            _ => safe.push(char),
        }
    }
    safe
}

/// A comment, which breaks a word in two where nobody sees it.
const NOTHING: &str = "<!-- -->";

/// Text that Markdown shows as it is. It must be [clean], so that it is one line.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    while let Some(char) = rest.chars().next() {
        let at = text.len().saturating_sub(rest.len());
        let before = text.get(..at).unwrap_or_default();
        let after = rest.get(char.len_utf8()..).unwrap_or_default();
        let markup = matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$')
            // At the start of a paragraph: headings, lists, lines.
            || (at == 0 && matches!(char, '#' | '+' | '-' | '='))
            || (at == digits && digits > 0 && matches!(char, '.' | ')'))
            // At the end of a heading.
            || (char == '#' && after.trim_start_matches('#').is_empty())
            // Bare addresses become links in most places.
            || (char == ':' && after.starts_with("//"))
            || (char == '.' && before.to_lowercase().ends_with("www"));
        if markup {
            escaped.push('\\');
        }
        escaped.push(char);
        // GitHub calls people and closes issues by what is left when markup is read, so a backslash would not help.
        let number = after.starts_with(|next: char| next.is_ascii_digit());
        // It also makes a link of what looks like an address.
        let calls = (char == '@' && after.starts_with(|next: char| !next.is_whitespace()))
            || (char == '#' && number)
            || (char == '-' && number && is_gh(before));
        if calls {
            escaped.push_str(NOTHING);
        }
        rest = after;
    }
    escaped
}

/// Whether a text ends in the word `GH`, which a number behind it makes an issue.
fn is_gh(text: &str) -> bool {
    let text = text.to_lowercase();
    text.strip_suffix("gh").is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// A block of code in Markdown that nothing in the code ends: its fence is longer than any in it.
pub(crate) fn fence(language: &str, code: &str) -> String {
    let longest = code.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.saturating_add(1).max(3));
    format!("{fence}{language}\n{}\n{fence}\n", code.trim_end_matches('\n'))
}

/// Text in the quotation marks of a Mermaid chart, where nothing in it is markup.
pub(crate) fn mermaid(text: &str) -> String {
    let mut safe = String::new();
    for letter in clean(text).chars() {
        match letter {
            // Two of the last begin a directive, wherever they stand.
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '{' | '}' | '%' => {
                put(&mut safe, format_args!("#{};", u32::from(letter)));
            }
            _ => safe.push(letter),
        }
    }
    safe
}
