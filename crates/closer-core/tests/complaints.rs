//! What is said of single mistakes in packs: as much as helps, and nothing that only follows from them.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::fmt::Write;

use closer_core::{Diagnostic, RuleSet};

const SOUND: &str = include_str!("mistakes/sound.toml");

/// What is said of a text that is read beside a sound one.
fn said(text: &str) -> Vec<Diagnostic> {
    said_beside(text, SOUND)
}

fn said_beside(text: &str, other: &str) -> Vec<Diagnostic> {
    match RuleSet::from_files([("a.toml", text), ("sound.toml", other)]) {
        Ok(rules) => rules.warnings().to_vec(),
        Err(error) => error.diagnostics,
    }
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| &*found.message).collect()
}

/// The only thing that is said.
fn only(text: &str) -> Diagnostic {
    let found = said(text);
    assert_eq!(found.len(), 1, "{text}: {found:#?}");
    found[0].clone()
}

/// Its message, and what is offered in place of what is wrong.
fn offered(text: &str) -> (String, Option<String>) {
    let found = only(text);
    (found.message, found.fix.map(|fix| fix.replacement))
}

/// A rule that says more than it must.
fn rule(more: &str) -> String {
    format!("[[rule]]\nid = 'more'\nsuggest = 'ask-boldly'\nbecause = 'So.'\nsources = ['000']\n{more}\n")
}

/// A fact that a rule asks for.
fn fact(name: &str, declared: &str, test: &str) -> String {
    format!(
        "[facts.{name}]\nquestion = 'So?'\n{declared}\n{}",
        rule(&format!("when = {{ {name} = {test} }}"))
    )
}

#[test]
fn values_that_only_lack_their_quotes() {
    let text = |value: &str| {
        format!("[sources.more]\ntitle = {value}\n{}", rule("weight = 3").replace("000", "more"))
    };
    let wrong = |is: &str| format!("`title` is text, but this is {is}");
    assert_eq!(offered(&text("true")), (wrong("true or false"), Some("\"true\"".to_owned())));
    assert_eq!(offered(&text("3")), (wrong("a whole number"), Some("\"3\"".to_owned())));
    assert_eq!(offered(&text("[]")), (wrong("a list"), None));

    let values = |test: &str| fact("floor", "values = ['true', '1', 'attic']", test);
    let wrong = "`floor` is one of `true`, `1` or `attic`, but this is";
    assert_eq!(offered(&values("true")), (format!("{wrong} true or false"), Some("\"true\"".to_owned())));
    assert_eq!(offered(&values("1")), (format!("{wrong} a whole number"), Some("\"1\"".to_owned())));
    assert_eq!(offered(&values("2")), (format!("{wrong} a whole number"), None));
    assert_eq!(offered(&values("false")), (format!("{wrong} true or false"), None));
}

#[test]
fn values_that_stand_in_a_list_twice() {
    let twice = |value: &str| format!("`{value}` stands in this list twice");
    for (test, value) in [
        ("went = ['well', 'well']", "well"),
        ("interviewers = [3, 4, 3]", "3"),
        ("next_steps_known = [true, true]", "true"),
    ] {
        assert_eq!(only(&rule(&format!("when = {{ {test} }}"))).message, twice(value), "{test}");
    }
}

#[test]
fn a_range_may_have_one_number() {
    assert_eq!(said(&fact("only", "range = [3, 3]", "3")), []);
    assert_eq!(only(&fact("none", "range = [4, 3]", "3")).message, "`range` runs from high to low");
}

#[test]
fn a_condition_that_cannot_be_read_is_not_called_impossible() {
    let unknown = ["unknown fact `wnet`"];
    assert_eq!(messages(&said(&rule("when = { wnet = 'well' }\nunless = {}"))), unknown);
    assert_eq!(
        messages(&said(&rule("when = { any = [{ went = { not = 'well' } }] }\nunless = { wnet = 'well' }"))),
        unknown
    );
    assert_eq!(
        messages(&said(&rule("when = { went = 'well' }\nunless = {}"))),
        ["no interview can meet the condition of the rule `more`"]
    );
}

#[test]
fn where_nothing_is_declared_no_name_is_right() {
    let text = "[pack]\nname = 'small'\nversion = '1.0.0'\nmoments = ['now']\n[moments.now]\ntitle = 'Now'\n\
                [sources.us]\ntitle = 'Us'\n[actions.smile]\nmoment = 'now'\ntitle = 'Smile'\nwhy = 'So.'\ngroup = 'one'\n\
                [[rule]]\nid = 'smile'\nsuggest = 'smile'\nbecause = 'So.'\nsources = ['us']\nwhen = { mood = 'good' }\n";
    let found = RuleSet::from_toml(text).unwrap_err().diagnostics;
    let told: Vec<_> = found.iter().map(|found| (&*found.message, found.help.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("unknown group `one`", "no group is declared at all"),
            ("unknown fact `mood`", "no fact is declared at all"),
        ]
    );
    assert!(only(&rule("when = { mood = 'good' }")).help.unwrap().starts_with("declare it"));
}

/// Names have at most a hundred letters, and so has what is guessed at.
#[test]
fn long_names() {
    let long = "a".repeat(100);
    let declared = format!("[facts.{long}]\nquestion = 'So?'\nbool = true\n");
    let used = |name: &str| {
        let found =
            said(&format!("{declared}{}", rule(&format!("when = {{ {long} = true, {name} = true }}"))));
        found.into_iter().find(|found| found.code == "unknown-fact").unwrap().fix.map(|fix| fix.replacement)
    };
    assert_eq!(used(&format!("{}b", &long[1..])), Some(long.clone()));
    assert_eq!(used(&format!("{long}a")), None);
    assert_eq!(used(&format!("{long}aa")), None);
}

#[test]
fn names_that_are_not_plain() {
    let offered = |name: &str| {
        let found = said(&format!("[sources.\"{name}\"]\ntitle = 'More'\n"));
        found.into_iter().find(|found| found.code == "bad-name").unwrap().fix.map(|fix| fix.replacement)
    };
    assert_eq!(offered("Ask for Card").as_deref(), Some("ask-for-card"));
    // What is near to these is no name either.
    assert_eq!(offered("-Ask"), None);
    assert_eq!(offered("_Ask"), None);
    assert_eq!(offered(" "), None);
    assert_eq!(offered(&"A".repeat(100)).unwrap(), "a".repeat(100));
    assert_eq!(offered(&"A".repeat(101)), None);
}

/// What cannot be seen in a name is spelt out, once.
#[test]
fn names_with_letters_that_do_not_show() {
    let rules = RuleSet::from_toml(SOUND).unwrap();
    let told = |name: &str| rules.test("went", name).unwrap_err().message;
    for (name, shown) in
        [("w\u{1b}ell", r"w\u{1b}ell"), ("we\nll", r"we\nll"), ("we\tll", r"we\tll"), ("wêll", "wêll")]
    {
        assert_eq!(told(name), format!("`{shown}` is not a value of `went`"));
    }
}

#[test]
fn rules_without_a_name_are_this_rule() {
    let empty = rule("").replace("'more'", "''").replace("suggest = 'ask-boldly'\n", "");
    assert_eq!(
        messages(&said(&empty)),
        ["this rule neither suggests nor avoids anything", "`id` says nothing"]
    );
    let named = rule("").replace("suggest = 'ask-boldly'\n", "");
    assert_eq!(messages(&said(&named)), ["the rule `more` neither suggests nor avoids anything"]);
}

/// The bracket that is missing can be put where there is one already.
#[test]
fn one_rule_alone() {
    let body = "id = 'more', suggest = 'ask-boldly', because = 'So.', sources = ['000']";
    let beside = SOUND.split("[[rule]]").next().unwrap();
    let fix = |text: &str| {
        let found = said_beside(text, beside);
        let found =
            found.iter().find(|found| found.message.starts_with("`rule` is a list of tables")).unwrap();
        found.fix.as_ref().map(|fix| fix.replacement.clone())
    };
    assert_eq!(fix(&format!("[rule]\n{}\n", body.replace(", ", "\n"))).as_deref(), Some("[rule]"));
    assert_eq!(fix(&format!("rule = {{ {body} }}\n")), None);
    assert_eq!(fix("rule.id = 'more'\nrule.suggest = 'ask-boldly'\n"), None);
    assert_eq!(fix("[rule.more]\nid = 'more'\n"), None);
    for heading in ["[ rule ]", "[rule ]", "[ rule]"] {
        assert_eq!(fix(&format!("{heading}\nid = 'more'\n")), None, "{heading}");
    }
}

#[test]
fn lists_of_moments() {
    let with = |moments: &str, more: &str| {
        let text = SOUND.replace("[\"questions\", \"parting\"]", moments);
        let found = said_beside(more, &text);
        found.iter().map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    // Where none is listed it is not said of each that it is not.
    assert_eq!(with("[]", ""), ["`moments` is an empty list"]);
    let more = "[moments.afterwards]\ntitle = 'Afterwards'\naccept = ['unused-moment']\n";
    let placeless = "the moment `afterwards` has no place in time";
    assert_eq!(with("[\"questions\", \"parting\"]", more), [placeless]);
    // Only one that nobody declares may be meant, and only if it is called so nearly.
    assert_eq!(with("[\"questions\", \"parting\", \"afterward\"]", more), ["unknown moment `afterward`"]);
    assert_eq!(
        with("[\"questions\", \"parting\", \"dinner\"]", more),
        [placeless, "unknown moment `dinner`"]
    );
    let near = more.replace("afterwards", "partings");
    assert_eq!(with("[\"questions\", \"parting\"]", &near), ["the moment `partings` has no place in time"]);
}

#[test]
fn letters_that_do_not_show() {
    for (letter, what) in [
        ('\u{200b}', "does not show"),
        ('\u{200e}', "marks a reading direction"),
        ('\u{200f}', "marks a reading direction"),
        ('\u{61c}', "marks a reading direction"),
        ('\u{202e}', "turns the reading direction"),
        ('\u{2066}', "turns the reading direction"),
        ('\u{85}', "can act on a terminal"),
    ] {
        let found = only(&format!("# One{letter}two\n"));
        assert_eq!(found.message, format!("the text holds U+{:04X}, which {what}", u32::from(letter)));
    }
    // Those that stand side by side are taken out at once.
    let found = only("# One\u{200b}\u{200b}\u{200e}two\n");
    let span = found.fix.unwrap().span;
    assert_eq!(
        (found.message.as_str(), span.start, span.end),
        ("the text holds U+200B, which does not show", 5, 14)
    );
    assert_eq!(said("# One\u{200b}\u{200b}two\u{200b}\n").len(), 2);
    // In what is offered they are spelt out.
    let found = said("[sources.more]\ntitle = One\u{200b}two\n");
    let fix = found.into_iter().find(|found| found.code == "syntax").unwrap().fix.unwrap();
    assert_eq!(fix.replacement, "\"One\\U0000200Btwo\"");
}

/// Fifty of one file are enough.
#[test]
fn a_text_full_of_letters_that_do_not_show() {
    assert_eq!(said(&"# One\u{200b}two\n".repeat(50)).len(), 50);
    assert_eq!(said(&"# One\u{200b}two\n".repeat(70)).len(), 50);
}

/// The help where a value is none of so many.
fn help_with_values(number: usize) -> String {
    let mut values = String::new();
    for at in 0..number {
        write!(values, "'v{at}', ").unwrap();
    }
    only(&fact("many", &format!("values = [{values}]"), "'another'")).help.unwrap()
}

/// Twenty values are told, and of more it is said how many there are.
#[test]
fn long_lists_of_values() {
    let help = help_with_values;
    assert!(help(19).ends_with("`v17` and `v18`"), "{}", help(19));
    assert!(help(20).ends_with("`v18` and `v19`"), "{}", help(20));
    assert!(help(22).ends_with("`v18`, `v19` and 2 others"), "{}", help(22));
    assert!(help(30).ends_with("`v18`, `v19` and 10 others"), "{}", help(30));
}

#[test]
fn a_list_with_one_value_more_than_are_told() {
    let help = help_with_values(21);
    assert!(help.ends_with("`v18`, `v19` and one other"), "{help}");
}

/// However many letters only look odd, what acts is refused.
#[test]
fn warnings_keep_no_escape_back() {
    let mut text = String::new();
    for at in 0..60 {
        writeln!(text, "[groups.g{at}]\ntitle = \"p\u{430}y\"\nat_most = 1").unwrap();
    }
    text += "[groups.last]\ntitle = \"Z\\u001b[2J\\u202eevil\"\nat_most = 1\n";
    let found = said(&text);
    assert!(found.iter().any(|found| found.code == "hidden-character"), "{found:#?}");
    // The line end of a file is none of its text.
    let text = "[groups.last]\r\ntitle = \"\"\"A\\rZ\r\nB\"\"\"\r\nat_most = 1\r\n";
    assert!(said(text).iter().any(|found| found.code == "hidden-character"), "{text:?}");
    let text = text.replace("\\r", "");
    assert!(said(&text).iter().all(|found| found.code != "hidden-character"), "{text:?}");
}

/// A letter that is written as an escape is not to be found, so nothing can be put in its place.
#[test]
fn a_look_alike_that_is_an_escape_has_no_fix() {
    let fix = |title: &str| {
        let found = said(&format!("[groups.last]\ntitle = \"{title}\"\nat_most = 1\n"));
        found.into_iter().find(|found| found.code == "look-alike").unwrap().fix
    };
    assert!(fix("p\u{430}y").is_some());
    assert!(fix("p\\u0430y").is_none());
}

/// What is missing may stand in a table whose name nobody can guess.
#[test]
fn beside_an_unknown_table_nothing_is_said_to_be_missing() {
    let of = |text: &str| {
        let error = RuleSet::from_toml(text).unwrap_err();
        error.diagnostics.into_iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let action = "[actions.wave]\nmoment = 'end'\ntitle = 'Wave'\nwhy = 'It helps.'\n";
    let pack = "[pack]\nname = 'small'\nversion = '1.0.0'\ntitle = 'Small'\nmoments = ['end']\n[moments.end]\ntitle = 'End'\n";
    assert_eq!(of(&format!("{pack}{action}")), ["nothing-to-advise"]);
    assert_eq!(of(&format!("{pack}{action}[[umbrellas]]\nsize = 3\n")), ["unknown-key"]);
    // Also where another name is easily guessed.
    assert_eq!(
        of(&format!("{pack}{action}[umbrellas]\nsize = 3\n[source.us]\ntitle = 'Us'\n")),
        ["unknown-key", "unknown-key"]
    );
}

/// Up to here a number can still have something behind its point.
#[test]
fn numbers_with_a_point_and_numbers_that_are_too_large() {
    let wrong = |number: &str| only(&rule(&format!("weight = {number}"))).message;
    assert_eq!(
        wrong("9007199254740992.0"),
        "`weight` is a whole number from 1 to 100, but this is a number with a point"
    );
    assert_eq!(
        wrong("9007199254740994.0"),
        "`weight` is a whole number from 1 to 100, but this is a number too large to hold"
    );
}

#[test]
fn a_source_that_nobody_declares_beside_none_and_one_and_more() {
    let help = |sources: &str| {
        let pack = "[pack]\nname = 'small'\nversion = '1.0.0'\ntitle = 'Small'\nmoments = ['end']\n[moments.end]\ntitle = 'End'\n";
        let action = "[actions.ask-boldly]\nmoment = 'end'\ntitle = 'Ask'\nwhy = 'It helps.'\n";
        let error = RuleSet::from_toml(&format!("{pack}{sources}{action}{}", rule(""))).unwrap_err();
        let found = error.diagnostics.iter().find(|found| found.code == "unknown-source").unwrap();
        found.help.clone().unwrap()
    };
    assert_eq!(help(""), "no source is declared at all");
    assert_eq!(help("[sources.us]\ntitle = 'Us'\n"), "the only source is `us`");
    assert_eq!(
        help("[sources.us]\ntitle = 'Us'\n[sources.they]\ntitle = 'They'\n"),
        "the sources are `they` and `us`"
    );
}
