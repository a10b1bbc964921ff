//! Slips that people make who write TOML seldom, and what they meant.

use std::ops::Range;

use super::line::{Line, Part, in_bare_key, is_bare};
use super::values::{
    comparison, curly_quotes, in_braces, number, quotes_within, several_values, text, truth, unclosed_text,
};
use crate::read::names::plain;
use crate::read::words::shown;

/// What somebody did in place of what was meant.
pub(super) struct Slip {
    pub(super) what: String,
    pub(super) at: Range<usize>,
    pub(super) label: &'static str,
    pub(super) help: String,
    pub(super) fix: Option<(Range<usize>, String)>,
}

impl Slip {
    pub(super) fn new(
        what: impl Into<String>,
        at: Range<usize>,
        label: &'static str,
        help: impl Into<String>,
    ) -> Self {
        Self { what: what.into(), at, label, help: help.into(), fix: None }
    }

    pub(super) fn fix(mut self, at: Range<usize>, to: impl Into<String>) -> Self {
        self.fix = Some((at, to.into()));
        self
    }
}

/// The slips, in the order in which they are tried: what tells more of a line comes first.
const SLIPS: [fn(&Line<'_>) -> Option<Slip>; 18] = [
    heading,
    note,
    comparison,
    no_value,
    in_braces,
    curly_quotes,
    several_values,
    sign_at_the_end,
    quotes_within,
    unclosed_text,
    number,
    comma,
    truth,
    text,
    colon,
    equals,
    key,
    unclosed,
];

/// What was meant, if the line looks like one of the slips.
pub(super) fn recognise(line: &Line<'_>) -> Option<Slip> {
    SLIPS.iter().find_map(|slip| slip(line))
}

/// The tables that stand in lists.
pub(super) const LISTS: [&str; 4] = ["rule", "disagreement", "test", "property"];

/// `[actions.Bring Up Pay]`, `[[rule]`.
fn heading(line: &Line<'_>) -> Option<Slip> {
    let code = line.code;
    let inner = code.text.trim_matches(['[', ']']).trim();
    if !code.text.starts_with('[') || inner.is_empty() || inner.contains(['"', '\'', ',', '=', '[', ']']) {
        return None;
    }
    let written =
        |name: &str| if LISTS.contains(&name) { format!("[[{name}]]") } else { format!("[{name}]") };
    if inner.split('.').all(|name| is_bare(name.trim())) {
        let right = written(inner);
        let help = format!("write `{right}`");
        return (right != code.text).then(|| {
            Slip::new(
                "a heading does not end with the brackets it begins with",
                code.range(),
                "this heading",
                help,
            )
            .fix(code.range(), right.clone())
        });
    }
    let found = Slip::new(
        format!("a name in `{}` is not a plain name", shown(code.text)),
        code.range(),
        "not a plain name",
        "use lower-case letters, digits, `-` and `_`, and start with a letter or a digit",
    );
    let names: Option<Vec<String>> = inner.split('.').map(plain).collect();
    Some(match names {
        Some(names) => found.fix(code.range(), written(&names.join("."))),
        None => found,
    })
}

/// `// a note`.
fn note(line: &Line<'_>) -> Option<Slip> {
    // Once through the line, however many signs there are; what stands in quotes, or is part of an address, is no note.
    let mut quotes = [false; 2];
    let mut before = ' ';
    let at = line.code.text.char_indices().find_map(|(at, letter)| {
        for (open, sign) in quotes.iter_mut().zip(['"', '\'']) {
            *open ^= letter == sign;
        }
        let begins = before.is_whitespace() && quotes == [false; 2];
        before = letter;
        (begins && line.code.text.get(at..).is_some_and(|rest| rest.starts_with("//"))).then_some(at)
    });
    let start = line.code.start.saturating_add(at?);
    let signs = start..start.saturating_add(2);
    Some(Slip::new("a note begins with `#`", signs.clone(), "not a note", "write `#`").fix(signs, "#"))
}

/// `title =`.
fn no_value(line: &Line<'_>) -> Option<Slip> {
    let (key, value) = line.pair()?;
    (value.text.is_empty() && is_bare(key.text)).then(|| {
        let what = format!("`{}` has no value", key.text);
        Slip::new(
            what,
            line.code.range(),
            "nothing follows",
            "write a value, or leave the key out where it is not required",
        )
    })
}

/// `weight = 70,`.
fn sign_at_the_end(line: &Line<'_>) -> Option<Slip> {
    let rest = line.rest().trim();
    matches!(rest.text, "," | ";").then(|| {
        let what = format!("a line does not end with `{}`", rest.text);
        Slip::new(what, rest.range(), "too much", "leave it out").fix(rest.range(), "")
    })
}

/// `["a" "b"]`, `{ a = 1 b = 2 }`.
fn comma(line: &Line<'_>) -> Option<Slip> {
    let before = Part { text: line.before.text.trim_end(), ..line.before };
    let after = if line.is("missing comma between") {
        before.end()
    } else if let Some(number) = numbers(line) {
        number.end()
    } else {
        // The last of some words before an `=` is a key, what stands before it is a value.
        let words = if line.is("extra assignment between") {
            before
        } else if line.is("string values must be quoted") {
            line.rest().split_once('=')?.0.trim()
        } else {
            return None;
        };
        let key = words.last(in_bare_key);
        let value = Part { text: words.split_at(key.start).0.text.trim_end(), ..words };
        if value.text.is_empty() || key.text.is_empty() || value.text.ends_with(',') {
            return None;
        }
        value.end()
    };
    let place = after..after;
    Some(
        Slip::new("a comma is missing", place.clone(), "after this", "put `,` between the two")
            .fix(place, ","),
    )
}

/// The first of several numbers with nothing but space between them: `[0 50]`.
fn numbers<'t>(line: &Line<'t>) -> Option<Part<'t>> {
    let rest = line.rest().trim();
    let end = rest.text.find([',', ']', '}'])?;
    let all = rest.split_at(rest.start.saturating_add(end)).0.text;
    let are_numbers = all.split_whitespace().all(|word| word.parse::<i64>().is_ok());
    let first = all.split_whitespace().next()?;
    (are_numbers && all.trim() != first).then_some(Part { text: first, ..rest })
}

/// `title: "Ask"`, `when = { went: "well" }`.
fn colon(line: &Line<'_>) -> Option<Slip> {
    let (before, value) = line.code.split_once(':')?;
    let key = before.trim();
    let key = if is_bare(key.text) {
        key
    } else {
        // Within braces, where a fact is named.
        let last = key.last(in_bare_key);
        let opens = key.split_at(last.start).0.text.trim_end().ends_with(['{', ',']);
        Some(last).filter(|last| opens && !last.text.is_empty() && !key.text.contains(['"', '\'']))?
    };
    (!value.text.trim().is_empty()).then(|| {
        let sign = key.end()..value.start;
        let what = format!("`{}` is joined to its value by `=`", key.text);
        Slip::new(what, sign.clone(), "not a sign of TOML", "write `=`").fix(sign, " =")
    })
}

/// `when { went = "well" }`, `my title = "Ask"`, or no `=` at all.
fn equals(line: &Line<'_>) -> Option<Slip> {
    if !line.is("key with no value")
        && !line.is("missing assignment between")
        && !line.is("invalid unquoted key")
    {
        return None;
    }
    let rest = line.rest().trim();
    let key = line.code.split_at(line.at).0.trim().last(in_bare_key);
    if !key.text.is_empty() && rest.text.starts_with(['{', '[', '"']) {
        let place = key.end()..key.end();
        let what = format!("there is no `=` after `{}`", shown(key.text));
        return Some(
            Slip::new(what, key.range(), "`=` is missing", "put `=` between a key and its value")
                .fix(place, " ="),
        );
    }
    match line.pair() {
        None => Some(Slip::new(
            "this line is neither a heading nor a key with a value",
            line.code.range(),
            "nothing that can be read",
            "a note begins with `#`; a text of several lines begins and ends with `\"\"\"`",
        )),
        Some((key, _)) if key.text.contains(char::is_whitespace) && !line.is("missing assignment") => {
            Some(Slip::new(
                format!("`{}` is not a key", shown(key.text)),
                key.range(),
                "a key is one word",
                "write it without spaces",
            ))
        }
        Some(_) => None,
    }
}

/// `größe = 1`.
fn key(line: &Line<'_>) -> Option<Slip> {
    let (key, _) = line.pair().filter(|_| line.is("invalid unquoted key"))?;
    let what = format!("`{}` is not a key", shown(key.text));
    Some(Slip::new(
        what,
        key.range(),
        "a key has plain letters",
        "use letters from a to z, digits, `-` and `_`",
    ))
}

/// A list or a table that goes on to the end of the text.
fn unclosed(line: &Line<'_>) -> Option<Slip> {
    let (what, sign) = if line.is("unclosed array, ") {
        ("a list is not closed", "]")
    } else if line.is("unclosed inline table") {
        ("a table in braces is not closed", "}")
    } else {
        return None;
    };
    let at = line.at..line.at;
    Some(Slip::new(what, at, "missing before this", format!("close it with `{sign}`")))
}
