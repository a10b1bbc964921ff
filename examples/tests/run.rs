//! Every example runs and says what its comments promise.

use std::process::{Command, Output};

fn run(program: &str) -> (String, String) {
    let Output { status, stdout, stderr } = Command::new(program).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(status.success(), "{stderr}");
    (stdout, stderr)
}

#[test]
fn first_advice() {
    let (out, _) = run(env!("CARGO_BIN_EXE_first_advice"));
    assert_eq!(out.lines().count(), 5);
    assert!(out.starts_with("1. "), "{out}");
}

#[test]
fn own_struct() {
    let (out, err) = run(env!("CARGO_BIN_EXE_own_struct"));
    let advice: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(advice["known"]["level"], "executive");
    let suggested = advice["suggested"].as_array().unwrap();
    assert!(suggested.iter().any(|item| item["action"] == "ask-for-card"), "{out}");
    assert!(err.contains("`middle`") && err.contains("`mid`"), "{err}");
}

#[test]
fn own_rules() {
    let (out, _) = run(env!("CARGO_BIN_EXE_own_rules"));
    let expected = "\
do:      Share three lines of minutes (Not everyone was listening to everything.)
avoid:   Adding one more topic (People are tired.)
depends: Say who does what, only if something was decided
ask:     Was anything decided?
why:     big-meetings-need-minutes Holds, missing: []
";
    assert_eq!(out, expected);
}

#[test]
fn why() {
    let (out, _) = run(env!("CARGO_BIN_EXE_why"));
    assert!(out.starts_with("Ask for their card: Avoided\n"), "{out}");
    for line in [
        "a view:    ask for their card, so as to write to them later",
        "do it if:  the job is at management level or executive level and the interview is in person",
        "           but you said the job is at mid level",
        "never first: true",
        "asked:     the interview is in person (Open)",
    ] {
        assert!(out.lines().any(|printed| printed == line), "{line}\n{out}");
    }
}

#[test]
fn ask() {
    let (out, _) = run(env!("CARGO_BIN_EXE_ask"));
    let questions: Vec<&str> = out.lines().take_while(|line| !line.starts_with("That is all")).collect();
    assert!((3..=12).contains(&questions.len()), "{out}");
    assert!(questions.iter().all(|line| line.contains("? ")), "{out}");
    assert_eq!(out.lines().filter(|line| line.contains(". ") && !line.contains('?')).count(), 5, "{out}");
}

#[test]
fn card() {
    let (out, _) = run(env!("CARGO_BIN_EXE_card"));
    for line in ["Saying goodbye", "  Say thank you for their time", "not: Bringing up pay or bargaining"] {
        assert!(out.lines().any(|printed| printed == line), "{line}\n{out}");
    }
    assert!(out.lines().any(|line| line.starts_with("  if ")), "{out}");
}

#[test]
fn test_rules() {
    let (out, _) = run(env!("CARGO_BIN_EXE_test_rules"));
    assert_eq!(out.lines().filter(|line| line.starts_with("passed: ")).count(), 8, "{out}");
    assert!(!out.contains("FAILED") && out.contains("rules seen: 100%\n"), "{out}");
}
