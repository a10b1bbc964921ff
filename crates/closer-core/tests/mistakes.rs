//! Packs with mistakes, and what the reader says of them.
//!
//! `mistakes/CODE*.toml` is read together with `sound.toml`, a folder `mistakes/CODE*/` alone. Each file of a folder `layers/CODE*/` is a
//! pack on top of `sound.toml`, or of the `base.toml` beside it; `mistakes/CODE*.de.lang.toml` translates `sound.toml`. What is said must be in
//! the `.txt` beside the case;
//! run with `UPDATE_GOLDEN=1` to write it anew.
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

use closer_core::{Diagnostic, Report, RuleSet, codes};

type Files = Vec<(String, String)>;

/// A case: its name, its files, and what is said of them.
struct Case {
    name: String,
    /// Where what it should say is kept.
    kept: PathBuf,
    /// Each file is a pack of its own.
    layered: bool,
    files: Files,
    said: Vec<Diagnostic>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn file(path: &Path) -> (String, String) {
    (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
}

/// Reads files; hands them back as the complaints count them.
fn read(files: Files, layered: bool) -> (Files, Vec<Diagnostic>) {
    if files.iter().all(|(name, _)| name.ends_with(".lang.toml")) {
        let sound = RuleSet::from_files([file(&corpus().join("sound.toml"))]).unwrap();
        return match sound.translate(files) {
            Ok(translation) => (translation.files, translation.findings),
            Err(error) => (error.files, error.diagnostics),
        };
    }
    let rules = if layered {
        RuleSet::from_layers(files.iter().cloned().map(|file| [file]))
    } else {
        RuleSet::from_files(files.clone())
    };
    match rules {
        Ok(rules) => {
            let mut files = files;
            files.sort();
            (files, rules.warnings().to_vec())
        }
        Err(error) => (error.files, error.diagnostics),
    }
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let (name, files) = if path.is_dir() {
            let files = fs::read_dir(&path).unwrap().map(|entry| file(&entry.unwrap().path())).collect();
            (path.file_name().unwrap().to_str().unwrap().to_owned(), files)
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let name = stem.trim_end_matches(".de.lang").to_owned();
            let mut files: Files = vec![file(&path)];
            if name != "sound" && name == stem {
                files.push(file(&corpus().join("sound.toml")));
            }
            (name, files)
        } else {
            continue;
        };
        cases.push(Case::read(corpus().join(format!("{name}.txt")), name, files, false));
    }
    cases.extend(layered_cases());
    cases
}

fn layered_cases() -> Vec<Case> {
    let corpus = corpus().with_file_name("layers");
    let mut folders: Vec<PathBuf> = fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let case = |folder: PathBuf| {
        let mut files: Files =
            fs::read_dir(&folder).unwrap().map(|entry| file(&entry.unwrap().path())).collect();
        if files.iter().all(|(name, _)| name != "base.toml") {
            files.push(file(&self::corpus().join("sound.toml")));
        }
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        Case::read(folder.with_extension("txt"), name, files, true)
    };
    folders.into_iter().map(case).collect()
}

impl Case {
    fn read(kept: PathBuf, name: String, files: Files, layered: bool) -> Self {
        let (files, said) = read(files, layered);
        Self { name, kept, layered, files, said }
    }
}

fn shown(case: &Case) -> String {
    let mut shown = String::new();
    for found in Report::new(&case.said, &case.files).findings {
        let severity = format!("{:?}", found.severity).to_lowercase();
        writeln!(shown, "{severity}[{}]: {}", found.code, found.message).unwrap();
        for label in found.labels {
            let place = label.place;
            let to =
                if place.line == place.end_line { String::new() } else { format!("{}:", place.end_line) };
            writeln!(
                shown,
                "  {}:{}:{}-{to}{} {}",
                place.file, place.line, place.column, place.end_column, label.text
            )
            .unwrap();
        }
        if let Some(help) = found.help {
            writeln!(shown, "  help: {help}").unwrap();
        }
        if let Some(fix) = found.fix {
            let (_, text) = case.files.iter().find(|(name, _)| name == fix.place.file).unwrap();
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
        let shown = shown(&case);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&case.kept, shown).unwrap();
        } else if fs::read_to_string(&case.kept).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", case.name));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_that_provokes_it() {
    let cases = cases();
    let mut missing: BTreeSet<&str> = codes().iter().map(|code| code.name).collect();
    for case in &cases {
        let code = codes().iter().rev().find(|code| case.name.starts_with(code.name));
        match code {
            Some(code) => {
                let found = case.said.iter().find(|found| found.code == code.name);
                let found = found.unwrap_or_else(|| panic!("{} does not provoke {}", case.name, code.name));
                assert_eq!(found.severity, code.severity);
                missing.remove(code.name);
            }
            None => assert!(
                ["sound", "many-at-once", "translated"].contains(&&*case.name),
                "{} is no code",
                case.name
            ),
        }
    }
    // Too long for a file, and tested below, in `limits.rs` and in `limits_of_packs.rs`.
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), ["more-warnings", "too-large", "too-many-facts"]);
}

#[test]
fn more_facts_than_fit_are_a_mistake() {
    let mut facts = String::new();
    for number in 0..=65_535 {
        writeln!(facts, "[facts.f{number}]\nquestion = \"?\"\nbool = true").unwrap();
    }
    let (_, said) = read(vec![("facts.toml".into(), facts), file(&corpus().join("sound.toml"))], false);
    assert_eq!(said.iter().map(|found| found.code).collect::<Vec<_>>(), ["too-many-facts"]);
}

#[test]
fn many_mistakes_are_all_found_at_once() {
    let case = cases().into_iter().find(|case| case.name == "many-at-once").unwrap();
    let different: BTreeSet<&str> = case.said.iter().map(|found| found.code).collect();
    assert_eq!(different.len(), 20, "{different:?}");
    assert_eq!(case.said.len(), 20);
}

#[test]
fn every_fix_removes_its_complaint() {
    let mut fixes = 0;
    for case in cases() {
        for found in &case.said {
            let Some(fix) = &found.fix else { continue };
            fixes += 1;
            let mut edited = case.files.clone();
            edited[fix.span.file].1.replace_range(fix.span.start..fix.span.end, &fix.replacement);
            let (_, said) = read(edited, case.layered);
            let same = |other: &Diagnostic| other.code == found.code && other.message == found.message;
            let before = case.said.iter().filter(|other| same(other)).count();
            let after = said.iter().filter(|other| same(other)).count();
            assert!(after < before, "{}: {found:?}\nstill there in\n{said:#?}", case.name);
            let severe = |said: &[Diagnostic]| said.iter().filter(|found| found.code == "syntax").count();
            assert!(severe(&said) <= severe(&case.said), "{}: {found:?} breaks the text", case.name);
        }
    }
    assert!(fixes > 30, "only {fixes}");
}

#[test]
fn layers_can_be_given_in_any_order() {
    for case in layered_cases() {
        let mut files = case.files.clone();
        for _ in 0..files.len() {
            files.rotate_left(1);
            let (_, said) = read(files.clone(), true);
            assert_eq!(said, case.said, "{}", case.name);
        }
        files.reverse();
        assert_eq!(read(files, true).1, case.said, "{}", case.name);
    }
}

/// Lower case, no full stop, no words of the implementation, and always a way out.
#[test]
fn messages_keep_to_the_house_style() {
    for case in cases() {
        for found in &case.said {
            let texts =
                found.labels.iter().map(|label| &label.text).chain(&found.help).chain([&found.message]);
            for text in texts {
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase() || text.starts_with("TOML"), "{}: {text}", case.name);
                assert!(!text.ends_with('.'), "{}: {text}", case.name);
                for name in ["String", "i64", "u64", "f64", "usize", "Vec", "None", "Option", "DeTable"] {
                    assert!(!text.contains(name), "{}: {text}", case.name);
                }
            }
            assert!(found.help.is_some(), "{}: no help for {}", case.name, found.message);
        }
    }
}

#[test]
fn errors_are_shown_one_to_a_line_with_their_places() {
    let error = RuleSet::from_toml("[facts.went]\nbool = \"yes\"\nquestoin = \"?\"").unwrap_err();
    let shown = error.to_string();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines,
        [
            "error[missing-pack]: no file says `[pack]`",
            "error[nothing-to-advise]: the pack has no actions and no rules",
            "<text>:2:8: error[wrong-type]: `bool` is `true` or `false`, but this is text",
            "<text>:3:1: error[unknown-key]: a fact has no key `questoin`",
        ]
    );
    let report = serde_json::to_value(error.report()).unwrap();
    assert_eq!(report[3]["code"], "unknown-key");
    assert_eq!(report[3]["severity"], "error");
    assert_eq!(report[3]["labels"][0]["line"], 3);
    assert_eq!(report[3]["labels"][0]["end_column"], 9);
    assert_eq!(report[3]["fix"]["text"], "question");
    assert_eq!(report[3]["fix"]["start"], 26);
}

#[test]
fn files_can_be_given_in_any_order() {
    let sound = file(&corpus().join("sound.toml")).1;
    // Each table in a file of its own.
    let mut pieces: Vec<String> = Vec::new();
    for line in sound.lines() {
        if line.starts_with('[') || pieces.is_empty() {
            pieces.push(String::new());
        }
        writeln!(pieces.last_mut().unwrap(), "{line}").unwrap();
    }
    let named: Files =
        pieces.into_iter().enumerate().map(|(at, text)| (format!("{at:02}.toml"), text)).collect();
    let mut backwards = named.clone();
    backwards.reverse();
    let renamed: Files =
        named.iter().rev().enumerate().map(|(at, (_, text))| (at.to_string(), text.clone())).collect();
    let one = RuleSet::from_files(named).unwrap();
    let other = RuleSet::from_files(backwards).unwrap();
    assert_eq!(format!("{one:?}"), format!("{other:?}"));

    // Under other names, and so in another order of reading, only the places differ.
    let plain = |rules: &RuleSet| {
        let text = format!("{rules:?}");
        let mut parts = text.split("Span {");
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + part.split_once('}').unwrap().1)
    };
    let other = RuleSet::from_files(renamed).unwrap();
    assert_eq!(plain(&one), plain(&other));
}

#[test]
fn numbers_are_cut_where_conditions_cut_them() {
    let rules = RuleSet::from_toml(&file(&corpus().join("sound.toml")).1).unwrap();
    let interviewers = rules.vocabulary().find("interviewers").unwrap();
    let closer_core::model::Kind::Int { cells, .. } = &interviewers.kind else { panic!("not a number") };
    assert_eq!(cells, &[(0, 0), (1, 4), (5, 9), (10, 50)]);
}

#[test]
fn a_damaged_text_is_read_as_far_as_it_goes() {
    let sound = file(&corpus().join("sound.toml")).1;
    let lines: Vec<&str> = sound.lines().collect();
    let mut damaged: Vec<String> = Vec::new();
    for at in 0..lines.len() {
        let without: Vec<&str> =
            lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| *line).collect();
        damaged.push(without.join("\n"));
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        damaged.push(twice.join("\n"));
        let mut odd = lines.clone();
        let reversed: String = lines[at].chars().rev().collect();
        odd[at] = &reversed;
        damaged.push(odd.join("\n"));
    }
    damaged.extend((0..sound.len()).step_by(5).filter_map(|end| sound.get(..end).map(str::to_owned)));
    damaged.extend(
        (0..sound.len())
            .step_by(11)
            .filter_map(|end| Some(format!("{}é“{}", sound.get(..end)?, sound.get(end..)?))),
    );
    for text in damaged {
        let (files, said) = read(vec![("text.toml".into(), text)], false);
        for found in &said {
            for span in
                found.labels.iter().map(|label| label.span).chain(found.fix.as_ref().map(|fix| fix.span))
            {
                assert!(files[0].1.get(span.start..span.end).is_some(), "{found:?}");
            }
        }
    }
}

#[test]
fn hostile_texts_are_refused_in_good_time() {
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = "[[rule]]\nid = \"r\"\n".repeat(20_000);
    let keys: String = (0..20_000).fold(String::new(), |text, at| text + &format!("key{at} = {at}\n"));
    let twice = "a = 1\n".repeat(20_000);
    let inline = format!("rule = [{}]", "{ id = \"r\", x = 1 }, ".repeat(20_000));
    let facts: String = (0..5_000).fold(String::new(), |text, at| {
        text + &format!("[facts.fact{at}]\nquestion = \"?\"\nbool = true\n[[rule]]\nid = \"r{at}\"\nwhen = {{ factt{at} = true }}\n")
    });
    let words = "nothing but words\n".repeat(20_000);
    let hyphens = format!("[[rule]]\nid = \"r\"\nsources = [\"{}\"]", "-".repeat(200_000));
    for text in
        [deep, wide, keys, twice, inline, facts, words, hyphens, "\u{0}\u{1}[".into(), "\u{feff}".into()]
    {
        let error = RuleSet::from_toml(&text).unwrap_err();
        assert!(!error.diagnostics.is_empty());
        assert!(error.to_string().lines().count() <= error.diagnostics.len());
    }
}
