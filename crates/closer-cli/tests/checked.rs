//! `closer check`: what it says of the core's corpus of mistakes, in every format.
//!
//! `tests/rendered/CASE.txt` is what a person sees of a case; run with `UPDATE_GOLDEN=1` to write it anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use serde_json::{Value, json};
use support::{closer, corpus, folder_with};

fn json_of(folder: &Path, format: &str) -> Value {
    let said = closer(folder, &["check", ".", "--format", format]);
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn every_case_looks_as_it_should() {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendered");
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for (name, files) in corpus() {
        let folder = folder_with(&format!("rendered-{name}"), &files);
        let said = closer(&folder, &["check", "."]);
        let shown = said.out + &said.err;
        let golden = goldens.join(format!("{name}.txt"));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(&goldens).unwrap();
            fs::write(golden, shown).unwrap();
        } else if fs::read_to_string(golden).unwrap_or_default() != shown {
            wrong.push(format!("{name}:\n{shown}"));
        }
        names.insert(format!("{name}.txt"));
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
    let kept: BTreeSet<String> =
        fs::read_dir(goldens).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(kept, names);
}

#[test]
fn twenty_mistakes_in_one_file_are_all_shown_with_a_place_and_a_way_out() {
    let (_, files) = corpus().into_iter().find(|(name, _)| name == "many-at-once").unwrap();
    let folder = folder_with("twenty", &files);
    let said = closer(&folder, &["check", "."]);
    assert_eq!(said.code, 1);
    assert!(said.err.starts_with("19 errors, 1 warning in 2 files\n"), "{}", said.err);
    let shown: Vec<&str> = said.out.split_terminator("\n\n").collect();
    assert_eq!(shown.len(), 20);
    let mut codes = BTreeSet::new();
    for one in shown {
        codes.insert(one.split_once('[').unwrap().1.split_once(']').unwrap().0);
        assert!(one.contains("--> many-at-once.toml:") || one.contains("--> sound.toml:"), "{one}");
        assert!(one.contains("help: "), "{one}");
    }
    assert_eq!(codes.len(), 20);
}

#[test]
fn every_format_reports_the_same() {
    for (name, files) in corpus() {
        let folder = folder_with(&format!("same-{name}"), &files);
        let report = json_of(&folder, "json");
        let findings = report["findings"].as_array().unwrap();
        let errors = findings.iter().filter(|found| found["severity"] == "error").count();
        assert_eq!(report["errors"], errors);
        assert_eq!(report["warnings"], findings.len() - errors);
        assert_eq!(report["files"], files.len());

        let short = closer(&folder, &["check", ".", "--format", "short"]);
        assert_eq!(short.code, i32::from(errors > 0), "{name}");
        let lines: Vec<&str> = short.out.lines().collect();
        let github = closer(&folder, &["check", ".", "--format", "github"]);
        let commands: Vec<&str> = github.out.lines().collect();
        let sarif = json_of(&folder, "sarif");
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert_eq!([lines.len(), commands.len(), results.len()], [findings.len(); 3], "{name}");
        for (at, found) in findings.iter().enumerate() {
            let (code, severity) = (found["code"].as_str().unwrap(), found["severity"].as_str().unwrap());
            let place = &found["labels"][0];
            let label = format!("{severity}[{code}]: ");
            if place.is_object() {
                let file = place["file"].as_str().unwrap();
                let (line, column) = (&place["line"], &place["column"]);
                assert!(lines[at].starts_with(&format!("{file}:{line}:{column}: {label}")), "{}", lines[at]);
                assert!(commands[at].starts_with(&format!("::{severity} file={file},line={line},")));
                let region = &results[at]["locations"][0]["physicalLocation"]["region"];
                assert_eq!([&region["startLine"], &region["startColumn"]], [line, column]);
            } else {
                assert!(lines[at].starts_with(&label), "{}", lines[at]);
                assert!(commands[at].starts_with(&format!("::{severity} title={code}::")));
            }
            assert_eq!(results[at]["ruleId"], code);
            assert_eq!(results[at]["level"], severity);
        }
    }
}

#[test]
fn sarif_is_valid() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    // Its pattern for languages has a bracket too many, which strict readers refuse; no language is ever written.
    for part in ["run", "toolComponent"] {
        let language = schema["definitions"][part]["properties"]["language"].as_object_mut().unwrap();
        assert!(language.remove("pattern").unwrap().as_str().unwrap().contains("{2}]?"));
    }
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (name, files) in corpus() {
        let folder = folder_with(&format!("sarif-{name}"), &files);
        let log = json_of(&folder, "sarif");
        let mistakes: Vec<String> =
            schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");

        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(
                rules[index]["help"]["text"].as_str().unwrap().contains("## Right")
                    || name == "too-many-facts"
            );
        }
    }
    // The schema does find mistakes.
    assert!(!schema.is_valid(&json!({ "version": "2.1.0" })));
    assert!(!schema.is_valid(&json!({ "version": "2.1.0", "runs": [{ "tool": {} }] })));
}

/// Places are counted in characters, not in bytes.
#[test]
fn sarif_says_which_letters_are_meant_and_what_to_put_there() {
    let text = "# größer, 日本語 👍🏽\n[facts.went]\nquestion = \"Wie lief’s?\"\nbool = \"yes\"\n";
    let folder = folder_with("letters", &[("pack.toml".to_owned(), text.to_owned())]);
    let log = json_of(&folder, "sarif");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "wrong-type").unwrap();
    let cut = |region: &Value| {
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        text.chars().skip(number("charOffset")).take(number("charLength")).collect::<String>()
    };
    assert_eq!(cut(&result["locations"][0]["physicalLocation"]["region"]), "\"yes\"");
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(cut(&replacement["deletedRegion"]), "\"yes\"");
    assert_eq!(replacement["insertedContent"]["text"], "true");
}
