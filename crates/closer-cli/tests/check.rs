//! `closer check`: what it reads, its exit codes, and what `--fix` does to files.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{closer, corpus, folder, folder_with, said};

fn sample() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes/sample.toml");
    fs::read_to_string(path).unwrap()
}

/// What is wrong, as code and message, and whether there is an edit for it.
fn findings(folder: &Path) -> Vec<(String, String, bool)> {
    let said = closer(folder, &["check", ".", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|found| (text(&found["code"]), text(&found["message"]), !found["fix"].is_null())).collect()
}

#[test]
fn the_built_in_pack_has_no_mistakes() {
    let said = closer(&folder("built-in"), &["check", "--deny-warnings"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(said.err.starts_with("no mistakes: "), "{}", said.err);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/closing");
    let same = closer(&shipped, &["check", ".", "--deny-warnings"]);
    assert_eq!((same.code, same.err), (0, said.err));
}

#[test]
fn a_file_a_folder_standard_input_and_the_pack_in_use_are_all_checked_alike() {
    let text = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    let folder = folder_with("alike", &[("pack.toml".to_owned(), text.clone())]);
    let short = |args: &[&str], input: &str| {
        let said = said(&folder, &[&["check", "--format", "short"], args].concat(), input);
        assert_eq!(said.code, 1);
        said.out.split_once(':').unwrap().1.to_owned()
    };
    let by_name = short(&["pack.toml"], "");
    assert!(by_name.contains("error[unknown-action]: unknown action `ask-next-step`"), "{by_name}");
    assert_eq!(short(&["."], ""), by_name);
    assert_eq!(short(&["-"], &text), by_name);
    assert_eq!(short(&["--rules", "pack.toml"], ""), by_name);
    // Each path is a pack of its own.
    let both = closer(&folder, &["check", "--format", "short", "pack.toml", "."]);
    assert_eq!(both.out.lines().count(), 2);
    assert!(both.err.starts_with("2 errors in 2 files\n"), "{}", both.err);
}

const TESTS: &str = "pack = \"sample\"\n\n[[test]]\nname = \"t\"\nsugests = [\"ask-next-steps\"]\navoids = [\"rais-salary\"]\n";

#[test]
fn tests_are_checked_with_their_rules() {
    let rules = sample().replace("avoid   = \"raise-salary\"", "avoid   = \"raise-salry\"");
    let files = [("pack.toml".to_owned(), rules), ("pack.test.toml".to_owned(), TESTS.to_owned())];
    let folder = folder_with("with-tests", &files);
    for path in [".", "pack.toml", "pack.test.toml"] {
        let said = closer(&folder, &["check", path, "--format", "short"]);
        let places: Vec<&str> =
            said.out.lines().map(|line| line.split(" unknown ").next().unwrap()).collect();
        assert_eq!(said.code, 1);
        assert!(
            places.iter().any(|place| place.starts_with("pack.toml:") && place.contains("[unknown-action]"))
        );
        assert!(places.contains(&"pack.test.toml:6:11: error[unknown-action]:"), "{path}: {places:?}");
        assert!(said.out.contains("pack.test.toml:5:1: error[unknown-key]: "), "{path}: {}", said.out);
        assert!(said.err.starts_with("3 errors in 2 files\n"), "{path}: {}", said.err);
    }
    let fixed = closer(&folder, &["check", "--fix", "."]);
    assert_eq!((fixed.code, fixed.out.as_str()), (0, ""), "{}", fixed.err);
    assert!(
        fixed.err.contains("pack.test.toml:5: `sugests` is now `suggests` (unknown-key)\n"),
        "{}",
        fixed.err
    );
    assert!(fixed.err.contains("3 mistakes put right in 2 files\n"), "{}", fixed.err);
    assert!(fixed.err.ends_with(", 5 rules, 1 test in 2 files\n"), "{}", fixed.err);
    assert_eq!(closer(&folder, &["test", "."]).code, 1);
}

#[test]
fn what_is_named_twice_is_checked_once_and_what_two_packs_share_is_put_right_once() {
    let text = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    let files = [("p.toml".to_owned(), text.clone()), ("p.test.toml".to_owned(), TESTS.to_owned())];
    let folder = folder_with("twice", &files);
    let once = closer(&folder, &["check", "--format", "short", "p.toml"]);
    assert!(once.out.contains("ask-next-step`") && once.out.contains("sugests"), "{}", once.out);
    // As a shell fills in `*.toml`.
    for args in
        [&["p.test.toml", "p.toml"][..], &["p.toml", "./p.toml"], &["p.toml", "p.test.toml", "p.test.toml"]]
    {
        let said = closer(&folder, &[&["check", "--format", "short"], args].concat());
        assert_eq!((said.code, &said.out, &said.err), (once.code, &once.out, &once.err), "{args:?}");
    }
    // A folder, and a file of it: two packs.
    let fixed = closer(&folder, &["check", "--fix", "p.toml", ".", "p.test.toml"]);
    assert_eq!(fixed.code, 0, "{}{}", fixed.out, fixed.err);
    assert_eq!(fixed.err.matches("`\"ask-next-step\"` is now").count(), 1, "{}", fixed.err);
    assert!(!fs::read_to_string(folder.join("p.toml")).unwrap().contains("\"ask-next-step\""));
    assert_eq!(closer(&folder, &["check", "."]).code, 0);
}

#[test]
fn a_file_of_tests_is_checked_with_the_rules_in_use() {
    let files = [
        ("pack.toml".to_owned(), sample()),
        ("other.test.toml".to_owned(), TESTS.replace("sample", "closing")),
    ];
    let folder = folder_with("tests-in-use", &files);
    let codes = |args: &[&str]| {
        let said = closer(&folder, &[&["check", "other.test.toml", "--format", "short"], args].concat());
        let code = |line: &str| line.split(['[', ']']).nth(1).unwrap().to_owned();
        said.out.lines().map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), ["wrong-pack"]);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/closing");
    assert_eq!(codes(&["--rules", shipped.to_str().unwrap()]), ["unknown-key", "unknown-action"]);
    fs::remove_file(folder.join("pack.toml")).unwrap();
    assert_eq!(codes(&[]), ["unknown-key", "unknown-action"], "the built-in rules");
}

#[test]
fn a_slip_in_the_name_of_the_built_in_pack_is_put_right() {
    let overlay = "[pack]\nname = \"ours\"\nversion = \"1\"\nextends = \"Closing\"\n[disable]\nactions = [\"ask-for-card\"]\n";
    let folder = folder_with("extends", &[("ours.toml".to_owned(), overlay.to_owned())]);
    let fixed = closer(&folder, &["check", "--fix", "ours.toml"]);
    assert_eq!((fixed.code, fixed.out.as_str()), (0, ""), "{}", fixed.err);
    assert!(
        fixed.err.starts_with("ours.toml:4: `\"Closing\"` is now `\"closing\"` (missing-base)\n"),
        "{}",
        fixed.err
    );
}

#[test]
fn the_exit_code_tells_mistakes_from_trouble() {
    let unused = "[groups.spare]\ntitle = \"Nobody is in it\"\nat_most = 1\n";
    let folder = folder_with(
        "codes",
        &[("pack.toml".to_owned(), sample()), ("more.toml".to_owned(), unused.to_owned())],
    );
    let warned = closer(&folder, &["check", "."]);
    assert_eq!(warned.code, 0);
    assert!(warned.out.starts_with("warning[unused-group]: "), "{}", warned.out);
    assert_eq!(
        warned.err,
        "1 warning in 1 file\n  tip: to read more about a complaint: closer check --explain unused-group\n"
    );
    assert_eq!(closer(&folder, &["check", ".", "--deny-warnings"]).code, 1);
    let quiet = closer(&folder, &["check", ".", "-q"]);
    assert_eq!((quiet.out, quiet.err), (warned.out, String::new()));
    for args in [
        &["check", "nowhere"][..],
        &["check", "-", "-"],
        &["check", "--explain", "nothing"],
        &["check", "--fix"],
    ] {
        let said = closer(&folder, args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.starts_with("error: "), "{}", said.err);
    }
}

#[test]
fn one_file_of_a_pack_is_not_taken_for_the_whole() {
    let rule = "[[rule]]\nid = \"r\"\nsuggest = \"ask-next-steps\"\nbecause = \"It helps.\"\nsources = [\"clark\"]\n";
    let folder = folder_with(
        "part",
        &[("pack.toml".to_owned(), sample()), ("rules.toml".to_owned(), rule.to_owned())],
    );
    let said = closer(&folder, &["check", "rules.toml"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("tip: to check a folder as one pack, name it: closer check .\n"),
        "{}",
        said.err
    );
    assert_eq!(closer(&folder, &["check", "."]).code, 0);
}

#[test]
fn facts_that_cannot_be_told_as_flags_are_named() {
    let facts =
        "[facts.format]\nquestion = \"What format?\"\nbool = true\nflags = { all = true, formal = true }\n";
    let rule = "[[rule]]\nid = \"r\"\nsuggest = \"ask-next-steps\"\nwhen = { format = true }\nbecause = \"It is.\"\nsources = [\"clark\"]\n";
    let folder = folder_with(
        "hidden",
        &[("pack.toml".to_owned(), sample()), ("hidden.toml".to_owned(), format!("{facts}{rule}"))],
    );
    let said = closer(&folder, &["check", ".", "--format", "short"]);
    assert_eq!(said.code, 0);
    assert_eq!(
        said.out,
        "hidden.toml:1:8: warning[hidden-fact]: the fact `format` has the name of the option `--format`; \
         it can be told with `--set format=…` alone; another name would be easier to find\n\
         hidden.toml:1:8: warning[hidden-fact]: the short flag `all` has the name of an option; \
         give the flag another name\n"
    );
    // It is as it says.
    let told =
        closer(&folder, &["suggest", "--rules", ".", "--set", "format=yes", "--formal", "--format", "json"]);
    assert_eq!(told.code, 0, "{}", told.err);
}

#[test]
fn nothing_in_a_file_acts_on_the_terminal() {
    let text = "[\"\\u001b[31mfacts\"]\n[\"a\\u202eb\"]\nx = 1\n[[rule]]\nid = \"\\u0007\"\nsuggest = \"\u{9b}31m\"\n";
    let folder = folder_with("hostile", &[("bad\u{1b}[31m.toml".to_owned(), text.to_owned())]);
    for args in [&[][..], &["--format", "short"], &["--format", "github"], &["--fix"]] {
        let said = closer(&folder, &[&["check", "."], args].concat());
        let all = said.out + &said.err;
        let harmful = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!all.chars().any(harmful), "{all:?}");
    }
}

#[test]
fn every_page_can_be_read() {
    let folder = folder("pages");
    let list = closer(&folder, &["check", "--explain"]);
    assert_eq!(list.code, 0);
    let of_libraries =
        [closer_core::codes(), closer_core::test_codes(), closer_verify::finding_codes()].map(<[_]>::len);
    assert_eq!(list.out.lines().count(), of_libraries.iter().sum::<usize>() + 1);
    for line in list.out.lines() {
        let code = line.split(' ').next().unwrap();
        let page = closer(&folder, &["check", "--explain", code]);
        assert_eq!(page.code, 0);
        assert!(page.out.starts_with(&format!("{code}\n\n")), "{}", page.out);
        let marked = page.out.lines().any(|line| line.starts_with('#') || line.contains("```"));
        assert!(!marked, "{}", page.out);
    }
    let near = closer(&folder, &["check", "--explain", "unknwon-fact"]);
    assert_eq!(
        near.err,
        "error: no complaint has the code `unknwon-fact`\n  tip: did you mean `unknown-fact`?\n"
    );
}

/// All that `--fix` can do is done at once, and what it has done stays done.
#[test]
fn fixing_removes_every_complaint_that_has_an_edit() {
    let mut fixed = 0;
    for (name, files) in corpus() {
        let folder = folder_with(&format!("fixing-{name}"), &files);
        let before: BTreeSet<_> = findings(&folder).into_iter().filter(|(.., fix)| *fix).collect();
        let said = closer(&folder, &["check", "--fix", "."]);
        assert_eq!(said.err.contains("put right in"), !before.is_empty(), "{name}: {}", said.err);
        let after = findings(&folder);
        assert_eq!(said.code, i32::from(said.out.contains("error[")), "{name}");
        for found in &after {
            assert!(!before.contains(found), "{name}: {found:?} is still there");
            assert!(!found.2, "{name}: {found:?} was not fixed");
        }
        let texts = |files: &[(String, String)]| -> Vec<String> {
            files.iter().map(|(name, _)| fs::read_to_string(folder.join(name)).unwrap()).collect()
        };
        let once = texts(&files);
        closer(&folder, &["check", "--fix", "."]);
        assert_eq!(texts(&files), once);
        // Only the files themselves are there.
        assert_eq!(fs::read_dir(&folder).unwrap().count(), files.len());
        fixed += before.len();
    }
    assert!(fixed > 30, "only {fixed}");
}

#[test]
fn fixing_changes_nothing_else() {
    let text = sample()
        + "\r\n# größer 👍🏽\t\r\n[[rule]]\t# a note\r\n  id=\"r\"\r\n suggest =   'ask-next-stepz' # mine\r\nwieght = \"7\"\r\nbecause=\"It helps.\"\r\nsources = [ \"clark\" , ]\r\n# the end, without a line break";
    let text = format!("\u{feff}{text}");
    let wanted =
        text.replace("'ask-next-stepz'", "\"ask-next-steps\"").replace("wieght = \"7\"", "weight = 7");
    let folder = folder_with("nothing-else", &[("pack.toml".to_owned(), text.clone())]);
    let said = closer(&folder, &["check", "--fix", "pack.toml"]);
    assert_eq!(fs::read_to_string(folder.join("pack.toml")).unwrap(), wanted);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    let lines: Vec<&str> = said.err.lines().collect();
    let line = text.split("'ask").next().unwrap().matches('\n').count() + 1;
    assert_eq!(
        lines.get(..3).unwrap(),
        [
            format!("pack.toml:{line}: `'ask-next-stepz'` is now `\"ask-next-steps\"` (unknown-action)"),
            format!("pack.toml:{}: `wieght` is now `weight` (unknown-key)", line + 1),
            format!("pack.toml:{}: `\"7\"` is now `7` (wrong-type)", line + 1),
        ]
    );
    assert!(lines.contains(&"3 mistakes put right in 1 file"), "{lines:?}");
    assert!(lines.last().unwrap().starts_with("no mistakes: "), "{lines:?}");
    // From standard input the text itself is printed, whole.
    let printed = support::said(&folder, &["check", "--fix", "-"], &text);
    assert_eq!((printed.code, printed.out), (0, wanted));
}

#[test]
fn a_new_name_is_followed_to_where_it_is_used() {
    let text = sample().replace("ask-next-steps", "Ask-Next-Steps");
    let folder = folder_with("followed", &[("pack.toml".to_owned(), text)]);
    let said = closer(&folder, &["check", "--fix", "."]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(fs::read_to_string(folder.join("pack.toml")).unwrap(), sample());
}

/// Where nothing may be written nothing is, and nothing is left behind.
#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_changed_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let text = sample().replace("title   = \"A small pack\"", "titel   = \"A small pack\"");
    let folder = folder_with("read-only", &[("pack.toml".to_owned(), text.clone())]);
    fs::set_permissions(folder.join("pack.toml"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let said = closer(&folder, &["check", "--fix", "."]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("pack.toml` cannot be changed: permission denied\n  tip: nothing in it was changed"),
        "{}",
        said.err
    );
    assert_eq!(fs::read_to_string(folder.join("pack.toml")).unwrap(), text);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}
