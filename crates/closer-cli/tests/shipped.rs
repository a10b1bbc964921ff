//! The pack that ships with closer, through the program: what it advises, not how it words it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::process::Command;

use snapbox::cmd::cargo_bin;

fn advice(args: &[&str]) -> Value {
    let mut command = Command::new(cargo_bin!("closer"));
    let output = command
        .arg("suggest")
        .args(args)
        .args(["--format", "json"])
        .env_remove("CLOSER_RULES")
        .env("CLOSER_LANG", "en")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["action"].as_str().unwrap()).collect()
}

#[test]
fn the_way_things_went_decides_how_bold_to_be() {
    let bold =
        advice(&["--went-well", "--confidence", "high", "--risk-tolerance", "high", "--wants-job", "yes"]);
    assert!(names(&bold["suggested"]).contains(&"ask-anything-stopping"));
    let poor = advice(&["--went-poorly"]);
    assert!(!names(&poor["suggested"]).contains(&"ask-anything-stopping"));
    assert!(names(&poor["suggested"]).contains(&"thank-interviewer"));
}

#[test]
fn a_card_is_not_asked_for_below_management() {
    let mid = advice(&["--level", "mid", "--went-well"]);
    assert!(names(&mid["avoided"]).contains(&"ask-for-card"));
    let executive = advice(&["--level", "executive", "--in-person"]);
    assert!(!names(&executive["avoided"]).contains(&"ask-for-card"));
}

#[test]
fn every_fact_of_the_pack_is_a_flag() {
    let mut command = Command::new(cargo_bin!("closer"));
    command.args(["suggest", "--help"]).env_remove("CLOSER_RULES").env("CLOSER_LANG", "en");
    let help = String::from_utf8(command.output().unwrap().stdout).unwrap();
    for fact in closer_core::RuleSet::closing().vocabulary().facts() {
        assert!(help.contains(&format!("--{}", fact.name.replace('_', "-"))), "{}", fact.name);
    }
}

/// Everything that is said in German, for interviews of many kinds.
fn german(args: &[&str]) -> String {
    let mut command = Command::new(cargo_bin!("closer"));
    let output =
        command.args(["suggest", "--lang", "de"]).args(args).env_remove("CLOSER_RULES").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn in_german_there_is_no_english() {
    let interviews: [&[&str]; 5] = [
        &[],
        &["--went-well", "--wants-job", "yes", "--confidence", "high", "--risk-tolerance", "high"],
        &["--went-poorly", "--interviewers", "3", "--setting", "video", "--time-left", "little"],
        &["--phase", "after", "--heard-back=no", "--days-since-interview", "9", "--reply-overdue"],
        &["--strict", "--setting", "one_way_video", "--level", ">=management", "--field", "sales,consulting"],
    ];
    for told in interviews {
        for shape in [&["--all"][..], &["-n", "9"], &["--all", "--format", "markdown"], &["--help"]] {
            let said = german(&[told, shape].concat());
            let said = said.split("Optionen:").next().unwrap();
            for word in said.split(|letter: char| !letter.is_alphanumeric()) {
                let english =
                    ["the", "you", "your", "and", "if", "with", "they", "of", "it", "or", "to", "ask"];
                let english = english.contains(&word.to_lowercase().as_str());
                // The name of a flag.
                assert!(!english || shape == ["--help"], "{word:?} in\n{said}");
            }
        }
    }
}

#[test]
fn in_german_the_help_says_what_values_mean() {
    let help = german(&["--help"]);
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("[poorly: schlecht; unsure: schwer zu sagen; well: gut]"), "{help}");
}

#[test]
fn in_german_the_ids_stay_the_same() {
    let english = advice(&["--went-well"]);
    let german: Value = serde_json::from_str(&german(&["--went-well", "--format", "json"])).unwrap();
    for list in ["suggested", "avoided", "depends", "silent"] {
        assert_eq!(names(&german[list]), names(&english[list]));
    }
    assert_eq!(german["suggested"][0]["title"], "Nach dem nächsten Schritt fragen");
    assert_eq!(german["known"], english["known"]);
}

#[test]
fn the_locale_chooses_the_language_unless_something_else_does() {
    let first = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = Command::new(cargo_bin!("closer"));
        for variable in ["CLOSER_LANG", "CLOSER_RULES", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(variable);
        }
        let output = command.args(["suggest", "-n", "1"]).args(args).envs(variables.iter().copied()).output();
        String::from_utf8(output.unwrap().stdout).unwrap().lines().nth(1).unwrap_or_default().to_owned()
    };
    let (german, english) = ("1. Nach dem nächsten Schritt fragen", "1. Ask about the next step");
    assert_eq!(first(&[], &[]), english);
    assert_eq!(first(&[("LANG", "de_CH.UTF-8")], &[]), german);
    assert_eq!(first(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "en_GB.UTF-8")], &[]), german);
    assert_eq!(first(&[("LANG", "de_CH.UTF-8"), ("CLOSER_LANG", "en")], &[]), english);
    assert_eq!(first(&[("CLOSER_LANG", "de")], &["--lang", "en"]), english);
    // A locale that nobody translated for is no reason to fail.
    assert_eq!(first(&[("LANG", "fr_FR.UTF-8")], &[]), english);
}
