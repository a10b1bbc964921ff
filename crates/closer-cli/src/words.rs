//! The few turns of phrase that every view shares.

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;

use closer_core::is_hidden;

pub(crate) use crate::safe::{clean, clean_lines, visible};

/// Adds formatted text, which for a string cannot fail.
pub(crate) fn put(to: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = to.write_fmt(what);
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "_-,.=:/+@%".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A path as a shell takes it, whatever it holds: what does not show is spelt out.
pub(crate) fn quoted_path(path: &OsStr) -> String {
    if let Some(text) = path.to_str().filter(|text| !text.contains(is_hidden)) {
        return quoted(text);
    }
    let mut spelt = "$'".to_owned();
    let escape = |spelt: &mut String, bytes: &[u8]| {
        for byte in bytes {
            put(spelt, format_args!("\\{byte:03o}"));
        }
    };
    for chunk in path.as_encoded_bytes().utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\'' | '\\' => spelt.extend(['\\', char]),
                _ if is_hidden(char) => escape(&mut spelt, char.encode_utf8(&mut [0; 4]).as_bytes()),
                _ => spelt.push(char),
            }
        }
        escape(&mut spelt, chunk.invalid());
    }
    spelt.push('\'');
    spelt
}

/// A path as one types it: as a shell takes it, and not as an option, which a minus would begin.
pub(crate) fn typed_path(path: &Path) -> String {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        quoted_path(Path::new(".").join(path).as_os_str())
    } else {
        quoted_path(path.as_os_str())
    }
}

/// A clause as a sentence of its own: a capital first, a stop last.
pub(crate) fn sentence(clause: &str) -> String {
    let clause = clause.trim();
    let mut chars = clause.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut whole: String = first.to_uppercase().collect();
    whole.push_str(chars.as_str());
    let ends = whole.trim_end_matches(['”', '“', '"', '’', '‘', '\'', ')', '»', '«']);
    if !ends.ends_with(['.', '!', '?', '…', ':']) {
        whole.push('.');
    }
    whole
}

/// Words that can begin a sentence and are no names: they lose their capital after a colon.
const PLAIN: [&str; 33] = [
    "a", "all", "an", "another", "both", "each", "either", "every", "few", "four", "how", "if", "in", "it",
    "many", "most", "none", "one", "only", "other", "others", "some", "that", "the", "there", "these",
    "they", "this", "three", "two", "what", "when", "whether",
];

/// Two clauses as one: after a colon where the second begins with a plain word, else as a sentence of its own.
pub(crate) fn joined(first: &str, sentence: &str) -> String {
    let word = sentence.split(' ').next().unwrap_or_default().to_lowercase();
    if PLAIN.contains(&&*word) {
        format!("{first}: {word}{}", sentence.get(word.len()..).unwrap_or_default())
    } else {
        format!("{first}. {sentence}")
    }
}

/// A line in the quotation marks of speech, unless it brings its own.
pub(crate) fn spoken(line: &str) -> String {
    if line.starts_with('“') && line.ends_with('”') && line.matches('“').count() == 1 {
        line.to_owned()
    } else {
        format!("“{line}”")
    }
}

/// "a", "a and b", "a, b, and c".
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// "1 more", "2 mistakes": a number with the right form of its noun.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Whether one sentence says (nearly) nothing that the other has not said already.
pub(crate) fn same_thought(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let mut words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2)
            .map(str::to_lowercase)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    // Three quarters of the shorter sentence's words.
    shared.saturating_mul(4) >= a.len().min(b.len()).saturating_mul(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_and_end_well() {
        assert_eq!(sentence("you leave informed"), "You leave informed.");
        assert_eq!(sentence("Say “Thank you!”"), "Say “Thank you!”");
        assert_eq!(sentence("Say “thanks”"), "Say “thanks”.");
        assert_eq!(sentence("sag „Danke!“"), "Sag „Danke!“");
        assert_eq!(sentence(""), "");
        assert_eq!(joined("Sources differ", "One would ask."), "Sources differ: one would ask.");
        assert_eq!(joined("Sources differ", "Clark would ask."), "Sources differ. Clark would ask.");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_can_be_copied_into_a_shell_whatever_it_holds() {
        use std::os::unix::ffi::OsStrExt;
        let paths: [&[u8]; 8] = [
            b"my-rules",
            b"my  rules",
            b"Ann's rules",
            b"-rules",
            b"caf\xe9 7",
            b"a\nb\\'",
            "\u{202e}7 ä".as_bytes(),
            b"$(x) `y` \x1b[31m",
        ];
        for path in paths {
            let quoted = quoted_path(OsStr::from_bytes(path));
            assert!(!quoted.contains(is_hidden), "{quoted:?}");
            let mut shell = std::process::Command::new("bash");
            // Not every machine has it.
            if let Ok(output) = shell.args(["-c", &format!("printf -- %s {quoted}")]).output() {
                assert_eq!(output.stdout, path, "{quoted}");
            }
        }
    }

    #[test]
    fn a_reason_is_not_given_twice() {
        assert!(same_thought("You leave informed.", "you leave informed"));
        assert!(same_thought("It shows interest.", "It shows your interest, and you learn the next step."));
        assert!(!same_thought("You leave informed.", "Nobody has told you what happens next."));
    }

    #[test]
    fn lists_read_as_speech() {
        let parts = |n: usize| ["a", "b", "c"].into_iter().take(n).map(String::from).collect::<Vec<_>>();
        assert_eq!(list(&parts(0)), "");
        assert_eq!(list(&parts(1)), "a");
        assert_eq!(list(&parts(2)), "a and b");
        assert_eq!(list(&parts(3)), "a, b, and c");
    }
}
