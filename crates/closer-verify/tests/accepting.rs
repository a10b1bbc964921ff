//! What accepting failures writes into tests.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod sound;

use closer_core::Program;
use closer_verify::Suite;
use sound::{program, suite};

fn accepted(tests: &str) -> (String, Vec<String>) {
    let accepted = suite(tests).accept(&program());
    let text = accepted.files.into_iter().next().map(|(_, text)| text).unwrap_or_default();
    let refused = accepted.refused.into_iter().map(|(_, test, why)| format!("{test}: {why}")).collect();
    (text.strip_prefix("pack = \"small\"\n").unwrap_or_default().to_owned(), refused)
}

#[test]
fn accepting_keeps_comments_order_and_layout() {
    let (text, refused) = accepted(
        r#"
# Read this first.
[[test]]  # a wreck
name     = "no thanks"
given    = { went   = "poorly", interviewers = 12 } # many of them
# they deserve it
suggests = [
  "thank", # even so
]
avoids   = ["raise-pay"]

[[test]]
name  = "the rest stays"
given = { went = "well" }
first = "thank"

[[test]]
name          = "order and questions"
given         = { invited = true, days = 0, went = "well" }
order         = ["thank", "ask"]   # the other way round
next_question = "went"
silent        = ["raise-pay"]
"#,
    );
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(
        text,
        r#"
# Read this first.
[[test]]  # a wreck
name     = "no thanks"
given    = { went   = "poorly", interviewers = 12 } # many of them
# they deserve it
avoids   = ["raise-pay", "thank"]

[[test]]
name  = "the rest stays"
given = { went = "well" }
first = "thank"

[[test]]
name          = "order and questions"
given         = { invited = true, days = 0, went = "well" }
order         = ["ask", "thank"]   # the other way round
next_question = ""
avoids        = ["raise-pay"]
"#
    );
    let program = program();
    let again = suite(&text);
    assert!(again.cases().iter().all(|case| case.run(&program).is_ok()));
}

/// What comes instead of an expectation takes its place and its comment, whatever stands below.
#[test]
fn a_new_expectation_stands_where_the_old_one_stood() {
    let expecting = |expected: &str| {
        format!(
            "\n[[test]]\nname = \"no thanks\"\n# they deserve it\n{expected:8} = [\"thank\"]\ngiven = {{ went = \"poorly\", interviewers = 12 }}\n"
        )
    };
    let (text, refused) = accepted(&expecting("suggests"));
    assert_eq!((text, refused), (expecting("avoids"), Vec::new()));
}

#[test]
fn every_name_keeps_the_comment_behind_it() {
    // What is expected, and what it becomes.
    for (lists, wanted) in [
        (
            r#"suggests = [ # all of them
  "raise-pay", # ticket 11
  # above
  "thank", # ticket 12
  "ask" # ticket 13
]"#,
            r#"suggests = [ # all of them
  # above
  "thank", # ticket 12
  "ask" # ticket 13
]
avoids = ["raise-pay"]"#,
        ),
        (
            r#"suggests = [
  "thank", # ticket 12
  "raise-pay", # ticket 11
  # no more
]"#,
            r#"suggests = [
  "thank", # ticket 12
  # no more
]
avoids = ["raise-pay"]"#,
        ),
        (
            r#"suggests = [
  "ask" # mine
]
avoids = [ "thank", "raise-pay" ] # all of them"#,
            r#"suggests = [
  "ask", # mine
  "thank"
]
avoids = [ "raise-pay" ] # all of them"#,
        ),
        (
            r#"suggests = ["thank", # ticket 12
    "raise-pay"]"#,
            r#"suggests = ["thank" # ticket 12
]
avoids = ["raise-pay"]"#,
        ),
        (
            r#"suggests = ["raise-pay", "ask" # why
]
avoids = ["thank"]"#,
            r#"suggests = ["ask", # why
 "thank"
]
avoids = ["raise-pay"]"#,
        ),
        (
            r#"suggests = ["thank", # why
  "raise-pay", "ask"]"#,
            r#"suggests = ["thank", # why
 "ask"]
avoids = ["raise-pay"]"#,
        ),
    ] {
        let head = "\n[[test]]\nname = \"each\"\ngiven = { went = \"well\", invited = true, days = 0 }\n";
        let (text, refused) = accepted(&format!("{head}{lists}\n"));
        assert!(refused.is_empty(), "{refused:?}");
        assert_eq!(text.strip_prefix(head).unwrap(), format!("{wanted}\n"));
        assert!(suite(&text).cases().iter().all(|case| case.run(&program()).is_ok()));
    }
}

#[test]
fn accepting_takes_out_a_closed_gap_and_leaves_open_ones() {
    let (text, refused) = accepted(
        "[[test]]\nname = \"a\"\nknown_gap = \"x\"\navoids = [\"raise-pay\"]\n[[test]]\nname = \"b\"\nknown_gap = \"y\"\navoids = [\"thank\"]\n",
    );
    assert!(refused.is_empty());
    assert_eq!(
        text,
        "[[test]]\nname = \"a\"\navoids = [\"raise-pay\"]\n[[test]]\nname = \"b\"\nknown_gap = \"y\"\navoids = [\"thank\"]\n"
    );
}

#[test]
fn what_cannot_be_accepted_is_left_with_a_reason() {
    let (text, refused) = accepted(
        "test = [{ name = \"m\", matrix = { interviewers = [1, 12] }, given = { went = \"poorly\" }, silent = [\"thank\"] }, { name = \"r\", reasons = [\"ask-when-invited\"] }]",
    );
    assert_eq!(text, "");
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(
        refused[0].contains("differently") && refused[1].contains("nothing that it expects"),
        "{refused:?}"
    );
}

#[test]
fn a_test_is_not_rewritten_after_some_of_its_cases_alone() {
    let tests = suite(
        "[[test]]\nname = \"m\"\nmatrix = { interviewers = [1, 12] }\ngiven = { went = \"poorly\" }\nsuggests = [\"thank\"]\n",
    );
    let (all, program) = (tests.cases().len(), program());
    assert_eq!(all, 2);
    let name = tests.cases()[1].name().to_owned();
    let accepted = tests.clone().filter(|case| case.name() == name).accept(&program);
    assert!(accepted.files.is_empty(), "{accepted:?}");
    assert!(accepted.refused[0].2.contains("other cases"), "{accepted:?}");
    // Where nothing is left out, both are looked at.
    assert!(tests.accept(&program).refused.iter().all(|(_, _, why)| !why.contains("other cases")));
}

#[test]
fn accepting_keeps_the_line_ends_and_the_mark_of_the_file() {
    let unix = "pack = \"small\"\n\n[[test]] # ours\nname = \"a\"\nreasons = [\n  \"ask-when-invited\",\n]\navoids = [\"thank\"]\n";
    let read = |text: &str| Suite::from_toml(program().rules(), text).unwrap().accept(&program()).files;
    let wanted = &read(unix)[0].1;
    assert!(wanted != unix && !wanted.contains('\r'), "{wanted}");
    for (mark, end) in [("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n")] {
        let as_in = |text: &str| format!("{mark}{}", text.replace('\n', end));
        assert_eq!(read(&as_in(unix))[0].1, as_in(wanted));
    }
    // A text of several lines has its own.
    let several = unix.replace("\"a\"", "\"\"\"a\nb\"\"\"").replace('\n', "\r\n");
    let accepted = &read(&several)[0].1;
    assert!(!accepted.contains("\r\r"), "{accepted:?}");
    assert_eq!(accepted.matches('\n').count(), accepted.matches("\r\n").count());
    assert!(Suite::from_toml(program().rules(), accepted).is_ok());
}

/// What stands in a test of the pack `greetings` once it is accepted, and that it passes then.
fn greeted(failing: &str) -> String {
    let program = Program::from_toml(include_str!("greetings.toml")).unwrap();
    let read = |text: &str| {
        let text = format!("pack = \"greetings\"\n{text}");
        Suite::from_toml(program.rules(), &text).unwrap_or_else(|error| panic!("{error}"))
    };
    let accepted = read(failing).accept(&program);
    assert!(accepted.refused.is_empty(), "{:?}", accepted.refused);
    let (_, text) = accepted.files.into_iter().next().expect("something changes");
    let text = text.strip_prefix("pack = \"greetings\"\n").unwrap().to_owned();
    assert!(read(&text).cases().iter().all(|case| case.run(&program).is_ok()), "{text}");
    text
}

#[test]
fn every_action_moves_to_the_list_in_which_it_belongs() {
    assert_eq!(
        greeted(
            r#"
[[test]]
name   = "roles"
given  = { mood = "merry", cold = false }
leads  = ["wave", "hum", "smile"]
spares = ["shake", "stare"]
"#
        ),
        r#"
[[test]]
name   = "roles"
given  = { mood = "merry", cold = false }
leads  = ["smile", "shake"]
spares = ["wave"]
avoids = ["stare"]
silent = ["hum"]
"#
    );
    assert_eq!(
        greeted(
            r#"
[[test]]
name       = "disputes"
given      = { mood = "calm", cold = true }
undisputed = ["smile", "wave"]

[[test]]
name     = "no disputes"
given    = { mood = "calm", cold = false }
disputed = ["smile"]
"#
        ),
        r#"
[[test]]
name       = "disputes"
given      = { mood = "calm", cold = true }
undisputed = ["wave"]
disputed   = ["smile"]

[[test]]
name     = "no disputes"
given    = { mood = "calm", cold = false }
undisputed = ["smile"]
"#
    );
}

#[test]
fn reasons_that_are_none_and_another_first_action_are_taken_over() {
    assert_eq!(
        greeted(
            r#"
[[test]]
name    = "reasons"
given   = { mood = "merry", cold = false }
first   = "wave"
reasons = ["hum-with-the-calm", "smile-always", "never-stare"]
"#
        ),
        r#"
[[test]]
name    = "reasons"
given   = { mood = "merry", cold = false }
first   = "smile"
reasons = ["smile-always", "never-stare"]
"#
    );
}

#[test]
fn tests_in_a_list_are_rewritten_where_they_stand() {
    assert_eq!(
        greeted(
            r#"test = [
  { name = "right", silent = ["hum"], given = { mood = "sad" } }, # stays
  { name = "wrong", given = { mood = "merry", cold = false }, silent = [ "stare" ] },
]
"#
        ),
        r#"test = [
  { name = "right", silent = ["hum"], given = { mood = "sad" } }, # stays
  { name = "wrong", given = { mood = "merry", cold = false }, avoids = ["stare"] },
]
"#
    );
}
