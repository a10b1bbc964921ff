//! Packs that are checked together with their tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where a program may not")]

use closer_core::{Checked, PackFiles, check};

const SOUND: &str = include_str!("mistakes/sound.toml");

fn pack(rules: &[(&str, &str)], tests: &[(&str, &str)]) -> PackFiles {
    let own =
        |files: &[(&str, &str)]| files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    PackFiles { rules: own(rules), tests: own(tests) }
}

/// Each complaint with the file and the line of its place.
fn said(checked: &Checked) -> Vec<(&str, usize, &str)> {
    let place = |found: &closer_core::Diagnostic| {
        let span = found.labels[0].span;
        let (name, text) = &checked.files[span.file];
        (name.clone(), text[..span.start].matches('\n').count() + 1)
    };
    let named = |found| {
        let (name, line) = place(found);
        let name = checked.files.iter().find(|(file, _)| *file == name).map(|(file, _)| file.as_str());
        (name.unwrap(), line, found.code)
    };
    checked.diagnostics.iter().map(named).collect()
}

const TEST: &str = r#"pack = "sound"
[[test]]
name     = "what a broken rule says may be tested"
given    = { went = "well", field = "consulting" }
suggests = ["ask-boldly"]
reasons  = ["bold-when-sure"]
[[test]]
name     = "mistakes of its own"
given    = { wnet = "well" }
suggest  = ["ask-boldly"]
avoids   = []
"#;

const OWN_MISTAKES: [(&str, usize, &str); 3] = [
    ("a.test.toml", 9, "unknown-fact"),
    ("a.test.toml", 10, "unknown-key"),
    ("a.test.toml", 11, "empty-list"),
];

#[test]
fn sound_tests_are_counted() {
    let test = "pack = \"sound\"\n[[test]]\nname = \"t\"\nsuggests = [\"ask-boldly\"]\n";
    let checked = check([pack(&[("sound.toml", SOUND)], &[("a.test.toml", test)])]);
    assert_eq!((said(&checked), checked.tests), (vec![], 1));
    assert!(checked.rules.is_some());
}

#[test]
fn mistakes_in_rules_do_not_hide_those_in_tests_nor_add_to_them() {
    // The rule is broken in every way but its id, and one fact has no kind.
    let broken = SOUND
        .replace("suggest = \"ask-boldly\"", "suggest = \"ask\"")
        .replace("weight  = 70", "weight = 700")
        .replace("values   = [\"consulting\", \"public_sector\", \"other\"]", "");
    let checked = check([pack(&[("sound.toml", &broken)], &[("a.test.toml", TEST)])]);
    assert!(checked.rules.is_none());
    let (rules, tests): (Vec<_>, Vec<_>) =
        said(&checked).into_iter().partition(|(file, ..)| *file == "sound.toml");
    assert_eq!(tests, OWN_MISTAKES);
    assert!(rules.len() >= 3, "{rules:?}");
}

#[test]
fn what_could_not_be_read_may_hold_what_tests_name() {
    let checked = check([pack(
        &[("sound.toml", SOUND), ("torn.toml", "[actions.x]\ntitle = \"")],
        &[("a.test.toml", TEST)],
    )]);
    let codes: Vec<&str> = said(&checked).iter().map(|(.., code)| *code).collect();
    assert_eq!(codes, ["syntax", "unknown-key", "empty-list"]);
    // A part of a pack is not taken for the whole.
    let checked =
        check([pack(&[("part.toml", "[groups.x]\ntitle = \"X\"\nat_most = 1")], &[("a.test.toml", TEST)])]);
    assert!(said_of_tests(&checked).is_empty(), "{:?}", checked.diagnostics);
}

fn said_of_tests(checked: &Checked) -> Vec<&str> {
    let of_tests = |found: &&closer_core::Diagnostic| {
        found.labels.first().is_some_and(|label| checked.files[label.span.file].0.ends_with(".test.toml"))
    };
    checked
        .diagnostics
        .iter()
        .filter(of_tests)
        .map(|found| found.code)
        .filter(|code| code.starts_with("unknown-") && *code != "unknown-key")
        .collect()
}

#[test]
fn tests_are_of_the_pack_that_they_lie_beside() {
    let overlay = "[pack]\nname = \"upper\"\nversion = \"1.0.0\"\nextends = \"sound\"\n[disable]\nrules = [\"bold-when-sure\"]";
    let of_base = "pack = \"sound\"\n[[test]]\nname = \"t\"\nreasons = [\"bold-when-sure\"]";
    let of_upper = "pack = \"upper\"\n[[test]]\nname = \"t\"\nreasons = [\"bold-when-sure\"]";
    let packs = [
        pack(&[("upper.toml", overlay)], &[("upper.test.toml", of_upper)]),
        pack(&[("sound.toml", SOUND)], &[("sound.test.toml", of_base)]),
    ];
    let checked = check(packs.clone());
    assert_eq!(said(&checked), [("upper.test.toml", 4, "unknown-rule")]);
    let mut reversed = packs;
    reversed.reverse();
    assert_eq!(check(reversed).diagnostics, checked.diagnostics);
}

#[test]
fn tests_without_rules_to_go_by_are_read_all_the_same() {
    let overlay = "[pack]\nname = \"upper\"\nversion = \"1.0.0\"\nextends = \"nothing\"";
    let checked = check([pack(&[("upper.toml", overlay)], &[("upper.test.toml", "pack = \"upper")])]);
    let codes: Vec<&str> = said(&checked).iter().map(|(.., code)| *code).collect();
    assert_eq!(codes, ["missing-base", "syntax"]);
}
