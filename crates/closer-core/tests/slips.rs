//! Lines that are not TOML: what is said of each, and the line that is offered in its place.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use closer_core::{Diagnostic, RuleSet};

const SOUND: &str = include_str!("mistakes/sound.toml");

/// What is said of a text that is read beside a sound one.
fn said(text: &str) -> Vec<Diagnostic> {
    match RuleSet::from_files([("a.toml", text), ("sound.toml", SOUND)]) {
        Ok(rules) => rules.warnings().to_vec(),
        Err(error) => error.diagnostics,
    }
}

/// The only thing that is said of a line in a table, and the line as it would be then, if that is offered.
fn slip(line: &str) -> (String, Option<String>) {
    let text = format!("[actions.more]\n{line}\n");
    let found = said(&text);
    let [found] = found.as_slice() else { panic!("{line}: {found:#?}") };
    assert_eq!(found.code, "syntax", "{line}: {found:#?}");
    assert!(found.help.is_some(), "{line}: {found:#?}");
    let fixed = found.fix.as_ref().map(|fix| {
        let mut text = text.clone();
        text.replace_range(fix.span.start..fix.span.end, &fix.replacement);
        // Nothing is lost but zeros before a number.
        let kept = |text: &str| text.replace('0', "").replace(|it: char| !it.is_alphanumeric(), "");
        assert_eq!(kept(&text), kept(&format!("[actions.more]{line}")), "{line}");
        text["[actions.more]\n".len()..].trim_end().to_owned()
    });
    (found.message.clone(), fixed)
}

#[track_caller]
fn holds(cases: &[(&str, &str, Option<&str>)]) {
    let mut wrong = Vec::new();
    for (line, message, fixed) in cases {
        let (found, put) = slip(line);
        if (found.as_str(), put.as_deref()) != (*message, *fixed) {
            wrong.push(format!("{line}\n  {found}\n  {put:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn notes() {
    let sign = "a note begins with `#`";
    holds(&[
        ("say = \"x\" // a note", sign, Some("say = \"x\" # a note")),
        ("// \"a\" note", sign, Some("# \"a\" note")),
        ("say = x // \"a\" note", sign, Some("say = x # \"a\" note")),
        // What only looks like one.
        (
            "why = see https://toml.io",
            "the text `see https://toml.io` is not in quotes",
            Some("why = \"see https://toml.io\""),
        ),
        (
            "why = see http://toml.io//spec",
            "the text `see http://toml.io//spec` is not in quotes",
            Some("why = \"see http://toml.io//spec\""),
        ),
        (
            "why = Ask about C# and .NET # really",
            "the text `Ask about C# and .NET` is not in quotes",
            Some("why = \"Ask about C# and .NET\" # really"),
        ),
        ("why = \"either // or", "a text does not end on its line", None),
    ]);
}

/// Lists may begin their lines with brackets, too.
#[test]
fn headings() {
    holds(&[
        ("x = [\n[\"a\", \"b\" \"c\"],\n]", "a comma is missing", Some("x = [\n[\"a\", \"b\", \"c\"],\n]")),
        ("[\"rule]", "a text does not end on its line", None),
    ]);
}

#[test]
fn missing_signs() {
    let comma = "a comma is missing";
    let neither = "this line is neither a heading nor a key with a value";
    holds(&[
        ("flags = { few = a b = 2 }", comma, Some("flags = { few = a, b = 2 }")),
        ("flags = { few = 1 many = 2 }", comma, Some("flags = { few = 1, many = 2 }")),
        (
            "flags = { few = a, many = 2 }",
            "the text `a` is not in quotes",
            Some("flags = { few = \"a\", many = 2 }"),
        ),
        // A comma would not help.
        (
            "flags = { few = b = 2 }",
            "this is not TOML: string values must be quoted, expected literal string",
            None,
        ),
        ("title: \"Ask\"", "`title` is joined to its value by `=`", Some("title = \"Ask\"")),
        ("title \"Ask\"", "there is no `=` after `title`", Some("title = \"Ask\"")),
        ("when = { went \"well\" }", "there is no `=` after `went`", Some("when = { went = \"well\" }")),
        ("when = { f: true }", "`f` is joined to its value by `=`", Some("when = { f = true }")),
        (
            "when = { a = 1, f: true }",
            "`f` is joined to its value by `=`",
            Some("when = { a = 1, f = true }"),
        ),
        ("my title: \"Ask\"", neither, None),
        ("title:", neither, None),
        ("title", neither, None),
        ("my title", neither, None),
        ("größe 3", neither, None),
        ("größe = 3", "`größe` is not a key", None),
        ("my title = \"Ask\"", "`my title` is not a key", None),
    ]);
}

/// A fix must not lose anything that somebody wrote.
#[test]
fn what_begins_with_a_digit() {
    let unquoted = |text: &str| format!("the text `{text}` is not in quotes");
    holds(&[
        ("title = 3 ways", &unquoted("3 ways"), Some("title = \"3 ways\"")),
        ("title = 3 ways, and more", &unquoted("3 ways, and more"), Some("title = \"3 ways, and more\"")),
        ("title = 3-2-1 method", &unquoted("3-2-1 method"), Some("title = \"3-2-1 method\"")),
        ("version = 1.0.0", &unquoted("1.0.0"), Some("version = \"1.0.0\"")),
        ("quotes = 003-11", &unquoted("003-11"), Some("quotes = \"003-11\"")),
        ("sources = [003-11]", &unquoted("003-11"), Some("sources = [\"003-11\"]")),
        ("weight = 7O", "`7O` is not a number", None),
        ("weight = 070", "`070` is not a number", Some("weight = 70")),
        ("weight = 70%", "`70%` is not a number", Some("weight = 70")),
        ("range = 0-50", "a range is a list of its lowest and its highest number", Some("range = [0, 50]")),
        ("weight = 3-5", "`3-5` is not a number", None),
        ("range = [0 50]", "a comma is missing", Some("range = [0, 50]")),
    ]);
}

/// What the parser calls a second time the same key is lost, so it must be told.
#[test]
fn a_list_that_is_written_in_two_ways() {
    let head = "rule = [{ id = 'one', avoid = 'ask-boldly', because = 'So.', sources = ['000'] }]\n";
    let more = "[[rule]]\nid = 'two'\nsuggest = 'ask-boldly'\nbecause = 'So.'\nsources = ['000']\n";
    let codes = |text: &str| said(text).iter().map(|found| found.code).collect::<Vec<_>>();
    let both = format!("{head}{more}");
    let found = said(&both).into_iter().find(|found| found.code == "duplicate-key").unwrap();
    assert_eq!(found.message, "`rule` is a list in brackets already");
    assert_eq!(found.labels[0].span.start, both.find("rule]]").unwrap());
    // Only whole headings are lists.
    for kind in ["actions.test", "actions.rule", "facts.test"] {
        let one = format!("[{kind}]\ntitle = 'T'\n");
        let text = format!("{one}[[{kind}]]\ntitle = 'T'\n");
        assert!(codes(&text).contains(&"duplicate-key"), "{text}");
        let found = said(&format!("{one}{one}")).into_iter().find(|found| found.code == "duplicate-key");
        assert!(found.unwrap().fix.is_none(), "{kind}");
    }
    // Of these the first is complained about, with two brackets to write.
    let single = more.replace("[[rule]]", "[rule]");
    assert!(!codes(&format!("{single}{more}")).contains(&"duplicate-key"));
}

#[test]
fn several_values() {
    let brackets = "several values stand in brackets";
    let within = "there are quotation marks within a text";
    let unexpected = "this is not TOML: unexpected key or value, expected newline, `#`";
    holds(&[
        ("say = \"a\", \"b\"", brackets, Some("say = [\"a\", \"b\"]")),
        ("say = \"a\", 3", brackets, Some("say = [\"a\", 3]")),
        // One of them is none.
        ("say = \"one\", two \"or\" three", unexpected, None),
        ("say = \"one\", \"two\" or", unexpected, None),
        ("say = 1, two \"or\"", unexpected, None),
        ("say = \"one\", two", unexpected, None),
        ("say = \"one\", \"two", unexpected, None),
        ("say = \"one, \"two\"", within, Some("say = \"one, \\\"two\"")),
        ("say = \"one\", two\"", within, Some("say = \"one\\\", two\"")),
        ("say = abc, def", "the text `abc, def` is not in quotes", Some("say = \"abc, def\"")),
    ]);
}

/// Even a text in which nothing stands is a value.
#[test]
fn several_values_of_which_one_is_empty() {
    holds(&[("say = \"\", \"b\"", "several values stand in brackets", Some("say = [\"\", \"b\"]"))]);
}

#[test]
fn comparisons() {
    let sign = "a condition is not written with `==`";
    holds(&[
        ("when = { a == \"b\" }", sign, Some("when = { a = \"b\" }")),
        ("when = { a == -3 }", sign, Some("when = { a = -3 }")),
        // Of what is no value it is not clear where it ends.
        ("when = { went == well }", sign, None),
        ("when = { went == \"well }", sign, None),
        ("when = { went == well\" }", sign, None),
    ]);
}

#[test]
fn texts() {
    let within = "there are quotation marks within a text";
    holds(&[
        ("why = \"They say \"please\" often\"", within, Some("why = \"They say \\\"please\\\" often\"")),
        ("why = 'don't'", within, Some("why = \"don't\"")),
        // Whoever knows the backslash has lost count, and nobody else can count for them.
        (
            "why = \"They say \\\"please\\\" \"often\"\"",
            "this is not TOML: unexpected key or value, expected newline, `#`",
            None,
        ),
        (
            "why = It went well, I think",
            "the text `It went well, I think` is not in quotes",
            Some("why = \"It went well, I think\""),
        ),
        (
            "why = { a = It went, b = 3 }",
            "the text `It went` is not in quotes",
            Some("why = { a = \"It went\", b = 3 }"),
        ),
        ("why = [It went, b]", "the text `It went` is not in quotes", Some("why = [\"It went\", b]")),
        ("why = “well”", "the text `well` is not in quotes", Some("why = \"well\"")),
        ("why = ‘well’", "the text `well` is not in quotes", Some("why = \"well\"")),
        // Not clear, or nothing.
        (
            "why = It went \"well\", I think",
            "this is not TOML: string values must be quoted, expected literal string",
            None,
        ),
        ("why = “”", "this is not TOML: string values must be quoted, expected literal string", None),
    ]);
}

/// Where a key has no value the parser stops; what comes after is looked at nevertheless, in its own place.
#[test]
fn what_stands_after_a_line_without_a_value_is_read() {
    for odd in ["title", "title  # ÄÖÜäöüß, and once more ÄÖÜäöüß, ÄÖÜäöüß, ÄÖÜäöüß"]
    {
        let text = format!("[actions.more]\n{odd}\nboldness = 03\nweight = 070\n");
        let found = said(&text);
        let told: Vec<_> = found.iter().map(|found| (&*found.message, found.labels[0].span.start)).collect();
        let place = |of: &str| text.find(of).unwrap();
        let neither = "this line is neither a heading nor a key with a value";
        let expected = [
            (neither, place(odd)),
            ("`03` is not a number", place("03")),
            ("`070` is not a number", place("070")),
        ];
        assert_eq!(told, expected, "{text}");
    }
}

/// Of a key that stands twice it is told where it stood first, and not where something like it stands.
#[test]
fn the_first_use_of_a_key_is_found() {
    for between in [
        "subtitle = 3",
        "sub-title = 3",
        "titles = { title = 3 }",
        "title_long = 3",
        "say = \"the title\"",
        "say = \"a title = b\"",
        "# title = none",
    ] {
        let text = format!("[actions.more]\ntitle = \"One\"\n{between}\ntitle = \"Two\"\n");
        let found = said(&text).into_iter().find(|found| found.code == "duplicate-key").unwrap();
        let starts: Vec<usize> = found.labels.iter().map(|label| label.span.start).collect();
        let places = ["title = \"Two\"", "title = \"One\""].map(|line| text.find(line).unwrap());
        assert_eq!(starts, places, "{text}");
    }
    // Within braces keys do not begin their lines.
    let text = "flags = { few = 1 }\nphrases = { few = \"f\", few_more = \"few\", few = \"g\" }\n";
    let text = format!("[facts.more]\n{text}");
    let found = said(&text).into_iter().find(|found| found.code == "duplicate-key").unwrap();
    let starts: Vec<usize> = found.labels.iter().map(|label| label.span.start).collect();
    assert_eq!(starts, ["few = \"g\"", "few = \"f\""].map(|part| text.find(part).unwrap()), "{text}");
}

/// Names may have signs in them.
#[test]
fn slips_beside_names_with_signs() {
    holds(&[
        ("never_with =", "`never_with` has no value", None),
        ("never-with =", "`never-with` has no value", None),
        ("never_with: 3", "`never_with` is joined to its value by `=`", Some("never_with = 3")),
        (
            "when = went_well = true",
            "what is asked of facts stands in braces",
            Some("when = { went_well = true }"),
        ),
        (
            "when = went-well = true",
            "what is asked of facts stands in braces",
            Some("when = { went-well = true }"),
        ),
        (
            "when = { took_notes == 3 }",
            "a condition is not written with `==`",
            Some("when = { took_notes = 3 }"),
        ),
        ("x = { at_least = 3 at_most = 4 }", "a comma is missing", Some("x = { at_least = 3, at_most = 4 }")),
    ]);
}
