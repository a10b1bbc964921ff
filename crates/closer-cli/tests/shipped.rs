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
    let help = Command::new(cargo_bin!("closer")).args(["suggest", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for fact in closer_core::RuleSet::closing().vocabulary().facts() {
        assert!(help.contains(&format!("--{}", fact.name.replace('_', "-"))), "{}", fact.name);
    }
}
