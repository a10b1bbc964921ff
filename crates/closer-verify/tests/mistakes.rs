//! Files of tests with mistakes, and what is said of them.
//!
//! `mistakes/CODE*.test.toml` is read as tests of the pack `sound.toml`. What is said must be in the `.txt` beside it; run with `UPDATE_GOLDEN=1`
//! to write it anew.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use closer_core::{Diagnostic, Report, RuleSet, codes, test_codes};
use closer_verify::Suite;

struct Case {
    name: String,
    files: Vec<(String, String)>,
    said: Vec<Diagnostic>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn rules() -> RuleSet {
    RuleSet::from_toml(&fs::read_to_string(corpus().join("sound.toml")).unwrap()).unwrap()
}

fn read(rules: &RuleSet, files: Vec<(String, String)>) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    match Suite::from_files(rules, files) {
        Ok(suite) => (suite.files().to_vec(), suite.warnings().to_vec()),
        Err(error) => (error.files, error.diagnostics),
    }
}

fn cases() -> Vec<Case> {
    let rules = rules();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let tests = paths.iter().filter(|path| path.to_str().unwrap().ends_with(".test.toml"));
    tests
        .map(|path| {
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let name = file.strip_suffix(".test.toml").unwrap().to_owned();
            let (files, said) = read(&rules, vec![(file, fs::read_to_string(path).unwrap())]);
            Case { name, files, said }
        })
        .collect()
}

fn shown(case: &Case) -> String {
    let mut shown = String::new();
    for found in Report::new(&case.said, &case.files).findings {
        let severity = format!("{:?}", found.severity).to_lowercase();
        writeln!(shown, "{severity}[{}]: {}", found.code, found.message).unwrap();
        for label in found.labels {
            let place = label.place;
            writeln!(shown, "  {}:{}-{} {}", place.line, place.column, place.end_column, label.text).unwrap();
        }
        if let Some(help) = found.help {
            writeln!(shown, "  help: {help}").unwrap();
        }
        if let Some(fix) = found.fix {
            let text = &case.files[0].1;
            writeln!(shown, "  fix: {} -> {}", &text[fix.place.start..fix.place.end], fix.text).unwrap();
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn every_case_says_what_it_should() {
    let mut wrong = Vec::new();
    for case in cases() {
        let path = corpus().join(format!("{}.txt", case.name));
        let shown = shown(&case);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(path, shown).unwrap();
        } else if fs::read_to_string(path).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", case.name));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_that_provokes_it() {
    let all: Vec<&str> = test_codes().iter().chain(codes()).map(|code| code.name).collect();
    let mut missing: BTreeSet<&str> = test_codes().iter().map(|code| code.name).collect();
    for case in cases() {
        if case.name == "many-at-once" {
            continue;
        }
        let code = all.iter().filter(|code| case.name.starts_with(**code)).max_by_key(|code| code.len());
        let code = code.unwrap_or_else(|| panic!("{} is no code", case.name));
        assert!(case.said.iter().any(|found| found.code == *code), "{} does not provoke {code}", case.name);
        missing.remove(code);
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_fix_removes_its_complaint_and_every_complaint_has_a_way_out() {
    let rules = rules();
    let mut fixes = 0;
    for case in cases() {
        for found in &case.said {
            assert!(found.help.is_some(), "{}: no help for {}", case.name, found.message);
            let Some(fix) = &found.fix else { continue };
            fixes += 1;
            let mut edited = case.files.clone();
            edited[0].1.replace_range(fix.span.start..fix.span.end, &fix.replacement);
            let (_, said) = read(&rules, edited);
            let same = |other: &&Diagnostic| other.code == found.code && other.message == found.message;
            let before = case.said.iter().filter(same).count();
            assert!(said.iter().filter(same).count() < before, "{}: {found:?}", case.name);
        }
    }
    assert!(fixes > 6, "only {fixes}");
}

#[test]
fn codes_of_tests_are_not_codes_of_packs() {
    assert!(test_codes().iter().all(|code| codes().iter().all(|other| other.name != code.name)));
}

#[test]
fn no_files_at_all_are_no_tests() {
    let error = Suite::from_files(&rules(), Vec::<(String, String)>::new()).unwrap_err();
    assert_eq!(error.diagnostics[0].code, "no-test");
}

#[test]
fn damaged_texts_are_read_as_far_as_they_go() {
    let rules = rules();
    let sound = fs::read_to_string(corpus().join("many-at-once.test.toml")).unwrap();
    for end in (0..sound.len()).step_by(7) {
        let (Some(before), Some(after)) = (sound.get(..end), sound.get(end..)) else { continue };
        for text in [before.to_owned(), format!("{before}é“{after}"), format!("{before}{}", "[".repeat(99))]
        {
            let (files, said) = read(&rules, vec![("x".into(), text)]);
            assert!(!said.is_empty());
            let spans = said.iter().flat_map(|found| &found.labels).map(|label| label.span);
            assert!(spans.into_iter().all(|span| files[0].1.get(span.start..span.end).is_some()));
        }
    }
}
