//! For terminals, programs, and files made of lines.

use closer_core::is_hidden;

use crate::words::put;

/// Text on one line, with nothing in it that could move a cursor, change a colour or turn the reading direction.
///
/// Runs of white space become one space; control characters and invisible direction marks are shown as `\u{1b}`.
pub(crate) fn clean(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !safe.is_empty() {
            safe.push(' ');
        }
        push_visible(&mut safe, word);
    }
    safe
}

/// The same for text that keeps its own lines, such as a message of the argument parser.
pub(crate) fn clean_lines(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            safe.push('\n');
        }
        push_visible(&mut safe, line);
    }
    safe
}

/// Adds a character that does not show the way it is written in Rust.
pub(super) fn push_escaped(to: &mut String, char: char) {
    put(to, format_args!("\\u{{{:x}}}", u32::from(char)));
}

/// Text with nothing in it that acts, its white space as it is.
pub(crate) fn visible(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    push_visible(&mut safe, text);
    safe
}

fn push_visible(to: &mut String, text: &str) {
    for char in text.chars() {
        if is_hidden(char) { push_escaped(to, char) } else { to.push(char) }
    }
}

/// Text that was laid out for a terminal: it keeps its lines and its colours, and nothing else that acts.
pub(crate) fn styled(text: &str) -> String {
    keep_styles(text, push_escaped)
}

/// As [`styled`], for text in columns: each character that does not show becomes one that does.
pub(crate) fn styled_columns(text: &str) -> String {
    keep_styles(text, |safe, _| safe.push('\u{fffd}'))
}

fn keep_styles(text: &str, show: fn(&mut String, char)) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let length = colour(rest).or_else(|| rest.starts_with("\r\n").then_some(2));
        let length = length.or_else(|| matches!(char, '\n' | '\t').then_some(1));
        let (kept, after) = rest.split_at(length.unwrap_or(char.len_utf8()));
        if length.is_none() && is_hidden(char) {
            show(&mut safe, char);
        } else {
            safe.push_str(kept);
        }
        rest = after;
    }
    safe
}

/// How long the colour code is that a text begins with: `ESC [ 1 ; 31 m`.
fn colour(text: &str) -> Option<usize> {
    let code = text.strip_prefix("\u{1b}[")?;
    let numbers = code.find(|char: char| !char.is_ascii_digit() && char != ';')?;
    code.get(numbers..)?.starts_with('m').then(|| numbers.saturating_add(3))
}

/// JSON that says the same, with what does not show written as `\u202e`.
///
/// Outside its texts JSON has no such characters but line ends, so all that is found stands in a text.
pub(crate) fn json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(|char| is_hidden(char) && char != '\n') {
        let (before, after) = rest.split_at(at);
        safe.push_str(before);
        let mut chars = after.chars();
        for unit in chars.next().unwrap_or_default().encode_utf16(&mut [0; 2]) {
            put(&mut safe, format_args!("\\u{unit:04x}"));
        }
        rest = chars.as_str();
    }
    safe.push_str(rest);
    safe
}

/// A message of a workflow command on GitHub, without what would end it.
pub(crate) fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command on GitHub, without what would end it.
pub(crate) fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A file's name as a reference: relative ones stay so, which is what hosts of code expect.
pub(crate) fn uri(name: &str) -> String {
    let mut uri = String::new();
    if name.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            put(&mut uri, format_args!("%{byte:02X}"));
        }
    }
    uri
}

/// A text of a calendar (RFC 5545, 3.3.11).
pub(crate) fn calendar_text(content: &str) -> String {
    let mut escaped = String::with_capacity(content.len());
    for char in content.chars() {
        match char {
            '\\' | ';' | ',' => escaped.extend(['\\', char]),
            '\n' => escaped.push_str("\\n"),
            _ if is_hidden(char) => {
                escaped.push('\\');
                push_escaped(&mut escaped, char);
            }
            _ => escaped.push(char),
        }
    }
    escaped
}

/// A content line of a calendar, folded between characters (RFC 5545, 3.1).
pub(crate) fn calendar_line(name: &str, value: &str) -> String {
    /// A line has at most so many octets, the space of a continued one included.
    const LONGEST: usize = 75;
    let (mut line, mut width) = (String::new(), 0_usize);
    for char in format!("{name}:{value}").chars() {
        width = width.saturating_add(char.len_utf8());
        if width > LONGEST {
            line.push_str("\r\n ");
            width = char.len_utf8().saturating_add(1);
        }
        line.push(char);
    }
    line.push_str("\r\n");
    line
}
