//! Files of tests as they are read: what comes of them, what is said of them, and what belongs elsewhere.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use closer_core::sheet::{Promise, Sheet, Want};
use closer_core::{Diagnostic, LoadError, RuleSet};

const SOUND: &str = include_str!("mistakes/sound.toml");

fn sheet(text: &str) -> Result<Sheet, LoadError> {
    RuleSet::from_toml(SOUND).unwrap().sheet([("a.test.toml", text)])
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| &*found.message).collect()
}

/// What is said of a file of tests, and what helps.
fn said(text: &str) -> Vec<(String, String)> {
    let found = sheet(text).unwrap_err().diagnostics;
    found.into_iter().map(|found| (found.message, found.help.unwrap())).collect()
}

#[track_caller]
fn is_said(text: &str, expected: &[&str]) {
    assert_eq!(messages(&sheet(text).unwrap_err().diagnostics), expected, "{text}");
}

const TEST: &str = "[[test]]\nname = 'one'\nsilent = ['ask-boldly']\n";
const RULE: &str =
    "[[rule]]\nid = 'more'\nsuggest = 'ask-boldly'\nbecause = 'So.'\nsources = ['editorial']\n";

#[test]
fn rules_among_tests_are_named() {
    let head = "pack = 'sound'\n";
    let it = "rules do not stand in files that end in `.test.toml`: move it to `a.toml`";
    let them = "rules do not stand in files that end in `.test.toml`: move them to `a.toml`";
    let fixtures = "[fixtures.good]\nwent = 'well'\n";
    for (text, message, help) in [
        (format!("{head}{fixtures}{RULE}{TEST}"), "`[[rule]]` stands among tests", it),
        (format!("{head}{RULE}{RULE}{TEST}"), "`[[rule]]` stands among tests", them),
        (format!("{head}[facts.more]\nbool = true\n{TEST}"), "`[facts]` stands among tests", it),
        (
            format!("[pack]\nname = 'sound'\n{fixtures}{RULE}{TEST}"),
            "`[pack]` and `[[rule]]` stand among tests",
            them,
        ),
    ] {
        assert_eq!(said(&text), [(message.to_owned(), help.to_owned())], "{text}");
    }
}

#[test]
fn tests_among_rules_are_named() {
    let it = "tests stand in files that end in `.test.toml`: move it to `a.test.toml`";
    let them = "tests stand in files that end in `.test.toml`: move them to `a.test.toml`";
    let fixtures = "[fixtures.good]\nwent = 'well'\n";
    let name = "call it `a.test.toml`: names of files of tests end in `.test.toml`";
    let odd = "this is a file of tests, but its name does not say so";
    for (text, message, help) in [
        (format!("{SOUND}{TEST}"), "`[[test]]` stands among rules", it),
        (format!("{SOUND}{TEST}{TEST}"), "`[[test]]` stands among rules", them),
        (format!("{SOUND}{fixtures}{TEST}"), "`[fixtures]` and `[[test]]` stand among rules", them),
    ] {
        let found = RuleSet::from_files([("a.toml", text.as_str())]).unwrap_err().diagnostics;
        assert_eq!(messages(&found), [message], "{text}");
        assert_eq!(found[0].help.as_deref(), Some(help), "{text}");
    }
    // Only a text is the name of a pack that is tested.
    let (cover, rest) = SOUND.split_once("[sources.000]").unwrap();
    let rest = format!("[sources.000]{rest}");
    for (text, message, help) in [
        (format!("{cover}{TEST}"), "`[[test]]` stands among rules", it),
        (format!("pack = 'sound'\n{TEST}"), odd, name),
        (TEST.to_owned(), odd, name),
        (format!("title = 'Tests'\n{TEST}"), "`[[test]]` stands among rules", it),
    ] {
        let rest = if text.starts_with("# A small pack") { &rest } else { SOUND };
        let error = RuleSet::from_files([("a.toml", text.as_str()), ("rest.toml", rest)]).unwrap_err();
        let found = error.diagnostics.iter().find(|found| found.code == "wrong-file").unwrap();
        assert_eq!((&*found.message, found.help.as_deref()), (message, Some(help)), "{text}");
    }
}

/// Where tests could not be read it is not said that there are none.
#[test]
fn files_without_tests() {
    let none = "there is no test at all";
    for key in ["test", "property"] {
        is_said(&format!("pack = 'sound'\n{key} = []\n"), &[none]);
        let odd = format!("pack = 'sound'\n{key} = [1]\n");
        let found = sheet(&odd).unwrap_err().diagnostics;
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["wrong-type"], "{odd}");
    }
    let rules = RuleSet::from_toml(SOUND).unwrap();
    let (odd, empty) = ("pack = 'sound'\ntest = [1]\n", "pack = 'sound'\ntest = []\n");
    for files in
        [[("a.test.toml", odd), ("b.test.toml", empty)], [("a.test.toml", empty), ("b.test.toml", odd)]]
    {
        let found = rules.sheet(files).unwrap_err().diagnostics;
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["wrong-type"]);
    }
    let tests = format!("pack = 'sound'\n{TEST}");
    assert_eq!(rules.sheet([("a.test.toml", empty), ("b.test.toml", &*tests)]).unwrap().tests.len(), 1);
}

/// An empty name is not told as one.
#[test]
fn tests_without_a_name_are_this_test() {
    is_said(
        "pack = 'sound'\n[[test]]\nname = ''\n",
        &["this test expects nothing, so it cannot fail", "`name` says nothing"],
    );
    is_said(
        "pack = 'sound'\n[[property]]\nname = ''\n",
        &["this property promises nothing, so it cannot be broken", "`name` says nothing"],
    );
    is_said(
        "pack = 'sound'\n[[test]]\nname = 'one'\n[[property]]\nname = 'two'\n",
        &[
            "the test `one` expects nothing, so it cannot fail",
            "the property `two` promises nothing, so it cannot be broken",
        ],
    );
}

/// The most that the documentation of limits promises.
#[test]
fn one_test_has_at_most_ten_thousand_cases() {
    let facts = "[facts.one]\nquestion = 'One?'\nrange = [1, 101]\n[facts.two]\nquestion = 'Two?'\nrange = [1, 100]\n";
    let rules = RuleSet::from_toml(&format!("{SOUND}{facts}")).unwrap();
    let list = |most: u8| (1..=most).map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
    let within = |most: u8| {
        let matrix = format!("matrix = {{ one = [{}], two = [{}] }}", list(most), list(100));
        rules.sheet([("a.test.toml", format!("pack = 'sound'\n{TEST}{matrix}\n"))])
    };
    assert_eq!(within(100).unwrap().tests.len(), 1);
    assert_eq!(messages(&within(101).unwrap_err().diagnostics), ["the test `one` has 10100 cases"]);
}

#[test]
fn promises_are_what_their_keys_say() {
    let rules = RuleSet::from_toml(SOUND).unwrap();
    let [boldly, next, pay] =
        ["ask-boldly", "ask-next-steps", "raise-salary"].map(|id| rules.find_action(id).unwrap());
    let [questions, parting] = ["questions", "parting"].map(|id| {
        rules
            .actions()
            .iter()
            .find(|action| rules.moments()[action.moment.index()].id == id.into())
            .unwrap()
            .moment
    });
    let text = "pack = 'sound'\n[[property]]\nname = 'one'\nalways = ['ask-boldly']\nnever = ['ask-next-steps']\n\
                avoids = ['raise-salary']\nnever_together = ['ask-boldly', 'raise-salary']\n\
                at_least = { questions = 2, parting = 1 }\norder = ['ask-next-steps', 'ask-boldly']\n";
    let read = sheet(text).unwrap();
    let promises = &read.properties[0].promises;
    let expected = [
        Promise::Always(vec![boldly]),
        Promise::Never(vec![next]),
        Promise::Avoids(vec![pay]),
        Promise::NeverTogether(vec![boldly, pay]),
        Promise::AtLeast(vec![(questions, 2), (parting, 1)]),
        Promise::Order(vec![next, boldly]),
    ];
    assert_eq!(promises, &expected);
    assert_eq!(promises.iter().map(Promise::key).collect::<Vec<_>>(), Promise::KEYS);
}

/// A promise of more than there are could only be broken. Mistakes are never suggested.
#[test]
fn no_more_actions_are_promised_than_there_are() {
    let text = |moment: &str, number: u8| {
        format!("pack = 'sound'\n[[property]]\nname = 'one'\nat_least = {{ {moment} = {number} }}\n")
    };
    assert!(sheet(&text("questions", 2)).is_ok());
    let most = |moment: &str, number: u8| said(&text(moment, number)).remove(0);
    let message = "the number of actions of `questions` cannot be `3`";
    let help = "write a whole number from 1 to 2";
    assert_eq!(most("questions", 3), (message.to_owned(), help.to_owned()));
    assert_eq!(most("parting", 2).1, "write 1");
}

#[test]
fn expectations_are_of_actions_but_for_reasons_and_the_next_question() {
    let others: Vec<&str> =
        Want::ALL.into_iter().filter(|want| !want.is_of_actions()).map(Want::key).collect();
    assert_eq!(others, ["reasons", "next_question"]);
}
