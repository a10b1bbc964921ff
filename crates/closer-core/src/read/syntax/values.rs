//! Slips in what stands after `=`.

use std::ops::Range;

use super::line::{Line, in_bare_key, is_bare};
use super::slips::Slip;
use crate::read::words::{ends_of_range, quoted, shown};

/// `{ people >= 3 }`.
pub(super) fn comparison(line: &Line<'_>) -> Option<Slip> {
    const SIGNS: [(&str, &str); 6] = [
        ("==", ""),
        ("!=", "not"),
        (">=", "at_least"),
        ("<=", "at_most"),
        (">", "more_than"),
        ("<", "less_than"),
    ];
    let found = |at: usize| {
        let (before, after) = line.code.split_at(at);
        let (sign, word) = SIGNS.into_iter().find(|(sign, _)| after.text.starts_with(sign))?;
        Some((before.trim(), sign, word, after.split_at(at.saturating_add(sign.len())).1))
    };
    // The second of two signs may be the one that is too many.
    let (before, sign, word, after) = found(line.at.saturating_sub(1)).or_else(|| found(line.at))?;
    let fact = Some(before.last(in_bare_key)).filter(|fact| !fact.text.is_empty())?;
    let end = after.text.find([',', '}']).map_or(after.end(), |end| after.start.saturating_add(end));
    let value = after.split_at(end).0.trim();
    let sign_at = before.end()..after.start;
    let said = match word {
        "" => format!("{} = {}", fact.text, value.text),
        word => format!("{} = {{ {word} = {} }}", fact.text, value.text),
    };
    let found = Slip::new(
        format!("a condition is not written with `{sign}`"),
        sign_at,
        "not a sign of conditions",
        format!("write `{}`", shown(&said)),
    );
    Some(if is_value(value.text) { found.fix(fact.start..value.end(), said) } else { found })
}

/// A number, or text in quotes.
fn is_value(text: &str) -> bool {
    let quoted = text.starts_with('"') && text.ends_with('"') && text.matches('"').count() == 2;
    quoted || text.parse::<i64>().is_ok()
}

/// `when = went = "well"`, `when = ( went = "well" )`.
pub(super) fn in_braces(line: &Line<'_>) -> Option<Slip> {
    const KEYS: [&str; 5] = ["when", "unless", "given", "matrix", "not"];
    let (_, value) = line.pair().filter(|(key, _)| KEYS.contains(&key.text))?;
    let inner = value.text.trim_end_matches([',', ';']);
    let inner = inner.strip_prefix('(').map_or(inner, |inner| inner.strip_suffix(')').unwrap_or(inner));
    let (fact, _) = inner.split_once('=')?;
    if !is_bare(fact.trim()) {
        return None;
    }
    let right = format!("{{ {} }}", inner.trim());
    let help = format!("write `{}`", shown(&right));
    Some(
        Slip::new("what is asked of facts stands in braces", value.range(), "not in braces", help)
            .fix(value.range(), right),
    )
}

/// `title = “Ask”`, or one of the two signs.
pub(super) fn curly_quotes(line: &Line<'_>) -> Option<Slip> {
    let (_, value) = line.pair()?;
    let signs = ['“', '”', '„', '"'];
    let inner = value.text.strip_prefix(signs)?.strip_suffix(signs)?;
    let straight = value.text.starts_with('"') && value.text.ends_with('"');
    (!straight && !inner.is_empty() && !inner.contains('\\')).then(|| unquoted(inner, value.range()))
}

fn unquoted(word: &str, at: Range<usize>) -> Slip {
    let what = format!("the text `{}` is not in quotes", shown(word));
    Slip::new(what, at.clone(), "text stands in straight double quotes", "put it in quotes")
        .fix(at, quoted(word))
}

/// `moments = "questions", "parting"`.
pub(super) fn several_values(line: &Line<'_>) -> Option<Slip> {
    let (_, value) = line.pair()?;
    let values: Vec<&str> = value.text.split(',').map(str::trim).collect();
    (values.len() > 1 && values.iter().all(|value| is_value(value))).then(|| {
        let right = format!("[{}]", value.text);
        let help = format!("write `{}`", shown(&right));
        Slip::new("several values stand in brackets", value.range(), "not in brackets", help)
            .fix(value.range(), right)
    })
}

/// `because = "They say "please" often"`.
pub(super) fn quotes_within(line: &Line<'_>) -> Option<Slip> {
    let (_, value) = line.pair()?;
    let sign = value.text.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let inner = value.text.strip_prefix(sign)?.strip_suffix(sign)?;
    let loose = inner.contains(sign) && !inner.contains('\\') && line.is("unexpected key or value");
    loose.then(|| {
        Slip::new(
            "there are quotation marks within a text",
            value.range(),
            "the text ends at the second of them",
            "put a backslash before those that belong to the text, or write “ and ”",
        )
        .fix(value.range(), quoted(inner))
    })
}

/// `because = "It is`, and the rest on the next line.
pub(super) fn unclosed_text(line: &Line<'_>) -> Option<Slip> {
    let signs = [("invalid basic string", '"'), ("invalid literal string", '\'')];
    let (_, sign) = signs.into_iter().find(|(message, _)| line.is(message))?;
    let start = line.code.text.rfind(sign).map(|from| line.code.start.saturating_add(from))?;
    let text = line.code.split_at(start).1;
    Some(Slip::new(
        "a text does not end on its line",
        text.range(),
        "begins here",
        format!("end it with `{sign}`; a text of several lines begins and ends with `\"\"\"`"),
    ))
}

/// `range = 0-50`, `weight = 070`, `weight = 70%`.
pub(super) fn number(line: &Line<'_>) -> Option<Slip> {
    let (_, all) = line.pair()?;
    let value = if all.text.starts_with(|letter: char| letter.is_ascii_digit()) { all } else { line.rest() };
    let end = value.text.find([',', ']', '}']).map_or(value.end(), |end| value.start.saturating_add(end));
    let value = value.split_at(end).0.trim();
    let (digits, rest) = digits(value.text);
    if digits.is_empty() || rest.contains(['"', '=', '{', '[', '\'']) {
        return None;
    }
    let (key, _) = line.pair()?;
    let range = ends_of_range(value.text).filter(|_| key.text == "range");
    let (what, right) = match range {
        Some((low, high)) => {
            ("a range is a list of its lowest and its highest number".to_owned(), format!("[{low}, {high}]"))
        }
        None if rest.is_empty() && !line.is("unexpected leading zero") => return None,
        // Two numbers without a comma, perhaps.
        None if rest.starts_with(char::is_whitespace) && !TEXTS.contains(&key.text) => return None,
        None if TEXTS.contains(&key.text) => {
            // What is not within anything goes to the end of the line, whatever signs are in it.
            let whole = if value.start == all.start { all } else { value };
            return Some(unquoted(whole.text, whole.range()));
        }
        None if rest.is_empty() || rest == "%" => {
            (format!("`{}` is not a number", shown(value.text)), digits.to_owned())
        }
        // Which of its letters are too many, nobody can know.
        None => {
            return Some(Slip::new(
                format!("`{}` is not a number", shown(value.text)),
                value.range(),
                "cannot be read",
                "write digits alone, or put it in quotes if it is text",
            ));
        }
    };
    let help = format!("write `{right}`");
    Some(Slip::new(what, value.range(), "cannot be read", help).fix(value.range(), right))
}

/// Keys of texts, which may begin with a digit.
const TEXTS: [&str; 18] = [
    "title",
    "say",
    "why",
    "instead",
    "because",
    "note",
    "says",
    "question",
    "phrase",
    "version",
    "author",
    "name",
    "id",
    "quotes",
    "sources",
    "skip",
    "known_gap",
    "first",
];

/// The whole number that a text begins with, as it should be written, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.strip_suffix(rest).unwrap_or_default();
    let number = digits.trim_start_matches('0');
    (if number.is_empty() { digits.get(..1).unwrap_or_default() } else { number }, rest)
}

/// `mistake = True`.
pub(super) fn truth(line: &Line<'_>) -> Option<Slip> {
    let (_, value) = line.pair()?;
    let meant = ["true", "false"].into_iter().find(|truth| value.text.eq_ignore_ascii_case(truth))?;
    let what = format!("`{}` is not `{meant}`", value.text);
    Some(
        Slip::new(what, value.range(), "a capital letter", format!("write `{meant}`"))
            .fix(value.range(), meant),
    )
}

/// `because = It went well`.
pub(super) fn text(line: &Line<'_>) -> Option<Slip> {
    if !line.is("string values must be quoted") && !line.is("invalid boolean") {
        return None;
    }
    let rest = line.rest();
    let end = match line.pair() {
        // What is not within anything goes to the end of the line, whatever signs are in it.
        Some((_, value)) if value.start == line.at => rest.end(),
        _ => rest.text.find([',', ']', '}']).map_or(rest.end(), |end| rest.start.saturating_add(end)),
    };
    let word = rest.split_at(end).0.trim();
    let inner = word.text.trim_matches(['“', '”', '„', '‘', '’']);
    (!inner.is_empty() && !inner.contains(['"', '\\', '='])).then(|| unquoted(inner, word.range()))
}
