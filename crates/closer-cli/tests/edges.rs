//! What is easily overlooked: odd names of files, options in another order, and what nobody asked for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;

use support::{closer, folder_with, said};

const PACK: &str = "pack = { name = 'base', version = '1.0.0', title = 'Base', moments = ['end'] }\n\
    moments.end.title = 'At the end'\n\
    sources.us.title = 'Us'\n\
    facts.mood = { question = 'How are you?', values = ['a', 'b', 'd', 'f', 'z'] }\n\
    actions.smile = { moment = 'end', title = 'Smile', why = 'So.' }\n\
    [[rule]]\nid = 'smile'\nsuggest = 'smile'\nbecause = 'So.'\nsources = ['us']\nwhen = { mood = 'f' }\n";

const OVERLAY: &str = "pack = { name = 'over', version = '1.0.0', extends = 'base' }\n\
    [override.rule.smile]\nweight = 70\n";

const TEST: &str = "[[test]]\nname = 'smiles'\ngiven = { mood = 'f' }\nsuggests = ['smile']\n";

/// A pack with a slip that has one right answer.
fn slip() -> String {
    PACK.replace("suggest =", "sugest =")
}

#[test]
fn only_what_was_named_is_put_right() {
    let folder = folder_with(
        "edges-fix",
        &[
            ("base.toml".into(), slip()),
            ("over.toml".into(), OVERLAY.into()),
            ("base.test.toml".into(), format!("pack = 'base'\n{TEST}")),
            ("notes.md".into(), "path: a\n".into()),
        ],
    );
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    // What stands below, and what a file of tests belongs to.
    for args in
        [&["check", "--rules", "base.toml", "--fix", "over.toml"][..], &["check", "--fix", "base.test.toml"]]
    {
        let said = closer(&folder, args);
        assert!(said.err.contains("base.toml: left as it is, since it was not named\n"), "{}", said.err);
        assert!(!said.err.contains("add --fix"), "{}", said.err);
        assert_eq!(read("base.toml"), slip());
    }
    // What is no rule file.
    let said = closer(&folder, &["check", "--fix", "notes.md"]);
    assert_eq!(read("notes.md"), "path: a\n", "{}", said.err);
    assert!(
        said.err.contains("notes.md: left as it is, since its name does not end in `.toml`\n"),
        "{}",
        said.err
    );
    let said = closer(&folder, &["check", "--fix", "base.toml"]);
    assert!(said.err.contains("`sugest` is now `suggest`"), "{}", said.err);
    assert_eq!(read("base.toml"), PACK);
}

#[test]
fn a_schema_takes_the_place_of_a_schema_alone() {
    let other = r#"{ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [] }"#;
    let folder = folder_with("edges-schema", &[("log.json".into(), other.into())]);
    let said = closer(&folder, &["schema", "-o", "log.json"]);
    assert_eq!((said.code, fs::read_to_string(folder.join("log.json")).unwrap().as_str()), (2, other));
    assert!(said.err.contains("`log.json` is no schema, and nothing was written"), "{}", said.err);
    for _ in 0..2 {
        assert_eq!(closer(&folder, &["schema", "-o", "own.json"]).code, 0);
    }
}

#[test]
fn a_folder_may_be_called_as_the_built_in_pack() {
    let folder = folder_with("edges-closing", &[]);
    fs::create_dir(folder.join("closing")).unwrap();
    fs::write(folder.join("closing/base.toml"), PACK).unwrap();
    for path in ["closing/", "./closing"] {
        let said = closer(&folder, &["diff", "closing", path]);
        assert!(said.code == 1 && said.out.contains("→ base 1.0.0"), "{}", said.out);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_told_as_they_are() {
    let folder = folder_with("edges-names", &[]);
    let odd = folder.join("a  b;touch x");
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join("one.toml"), "[[rule]]\nid = 'x'\n").unwrap();
    fs::write(odd.join("two.toml"), PACK).unwrap();
    let name = "a  b;touch x/one.toml";
    assert!(closer(&folder, &["check", name]).err.contains("closer check 'a  b;touch x'\n"));
    assert!(
        closer(&folder, &["check", name, "--format", "short"]).out.contains("\na  b;touch x/one.toml:1:1: ")
    );
    let json = closer(&folder, &["check", name, "--format", "json"]).out;
    assert!(json.contains("\"file\": \"a  b;touch x/one.toml\""), "{json}");
    assert!(
        closer(&folder, &["check", name, "--format", "sarif"]).out.contains("a%20%20b%3Btouch%20x/one.toml")
    );
}

#[test]
fn tests_are_those_of_the_pack_on_top_in_whichever_order() {
    let files = [
        ("base.toml".into(), PACK.into()),
        ("over.toml".into(), OVERLAY.into()),
        ("over.test.toml".into(), format!("pack = 'over'\n{TEST}")),
        ("base.test.toml".into(), format!("pack = 'base'\n{TEST}")),
    ];
    let folder = folder_with("edges-order", &files);
    for rules in [["base.toml", "over.toml"], ["over.toml", "base.toml"]] {
        let said = closer(&folder, &["test", "--rules", rules[0], "--rules", rules[1]]);
        assert!(said.code == 0 && said.out.contains("1 passed"), "{}{}", said.out, said.err);
    }
    // Several files of tests mean the rules that all of them stand beside.
    fs::write(folder.join("more.test.toml"), format!("pack = 'base'\n{}", TEST.replace("smiles", "again")))
        .unwrap();
    let own = folder_with("edges-own", &[("base.toml".into(), PACK.into())]);
    for name in ["one", "two"] {
        fs::write(
            own.join(format!("{name}.test.toml")),
            format!("pack = 'base'\n{}", TEST.replace("smiles", name)),
        )
        .unwrap();
    }
    let said = closer(&own, &["test", "one.test.toml", "two.test.toml"]);
    assert!(said.code == 0 && said.out.contains("2 passed"), "{}{}", said.out, said.err);
    let said = closer(&folder, &["test", "base.test.toml", "over.test.toml"]);
    assert!(
        said.code == 2 && said.err.contains("these tests belong to different packs"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn a_new_pack_is_whole() {
    let folder = folder_with("edges-new", &[]);
    assert_eq!(closer(&folder, &["new", "--extends", "closing", "closing"]).code, 0);
    assert_eq!(closer(&folder, &["check", "closing"]).code, 0, "it may not stand on itself");
    let said = closer(&folder, &["new", ""]);
    assert!(said.code == 2 && said.err.contains("the folder has no name"), "{}", said.err);
    // Another pack is no half of this one.
    let said = closer(&folder, &["new", "closing", "--force"]);
    assert!(said.code == 2 && said.err.contains("there is another pack in `closing`"), "{}", said.err);
    fs::remove_file(folder.join("closing/overlay.test.toml")).unwrap();
    assert_eq!(closer(&folder, &["new", "--extends", "closing", "closing", "--force"]).code, 0);
    assert!(folder.join("closing/overlay.test.toml").exists());
}

#[test]
fn an_answer_may_be_called_as_a_letter_of_another_language() {
    let folder = folder_with("edges-letters", &[("base.toml".into(), PACK.into())]);
    let ask = |answer: &str| said(&folder, &["ask", "--rules", "base.toml"], answer).out;
    assert!(ask("f\n").contains("closer suggest --rules base.toml --mood f\n"), "{}", ask("f\n"));
    assert!(ask("z\n").contains("--mood z\n"));
    // What is announced goes before an answer of that name, which has a number, too.
    assert!(!ask("d\n").contains("--mood"));
    assert!(ask("3\n").contains("--mood d\n"));
    let help = closer(&folder, &["ask", "--rules", "base.toml", "--help"]).out;
    assert!(!help.contains("--strict"), "{help}");
}

#[test]
fn what_candidates_type_wrong_is_told_in_their_language() {
    let folder = folder_with("edges-german", &[]);
    for args in [
        &["--lang=de", "card", "-o", "x"][..],
        &["--lang=de", "card", "-o", "nowhere/x.html"],
        &["--lang=de", "card", "--force"],
        &["--lang=de", "card", "--interview-at", "x"],
        &["--lang=de", "suggest", "--strict=yes"],
        &["--lang=de", "ask", "--context", "-"],
        &["--lang=de", "why", "nope"],
    ] {
        let said = closer(&folder, args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(
            said.err.starts_with("Fehler: ") && !said.err.contains("error:") && !said.err.contains("tip:"),
            "{}",
            said.err
        );
    }
}

#[test]
fn a_file_that_begins_with_a_mark_is_the_same_file() {
    let tests = format!("pack = 'base'\n{TEST}");
    let pack = format!("\u{feff}{PACK}");
    let folder = folder_with("edges-mark", &[("p.toml".into(), pack.clone()), ("p.test.toml".into(), tests)]);
    for args in [&["test", "."][..], &["test", "p.test.toml"], &["check", "p.test.toml"]] {
        let said = closer(&folder, args);
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
    }
    let beside = closer(&folder, &["new", "."]);
    assert!(beside.code == 2 && beside.err.contains("another pack"), "{}", beside.err);
    // The mark is no part of the first line, and stays.
    fs::write(folder.join("p.toml"), pack.replace("name = 'base'", "nme = 'base'")).unwrap();
    let said = closer(&folder, &["check", "--format", "short", "p.toml"]);
    assert!(said.out.starts_with("p.toml:1:10: "), "{}", said.out);
    assert_eq!(closer(&folder, &["check", "--fix", "p.toml"]).code, 0);
    assert_eq!(fs::read_to_string(folder.join("p.toml")).unwrap(), pack);
}

#[test]
fn what_nobody_sees_is_put_right() {
    let unseen = PACK
        .replace("moments.end.title =", "moments.end.title\u{a0}=")
        .replace("id = 'smile'", "\u{200b}id = 'smile'")
        .replace("because = 'So.'", "because = 'So.'\u{2003}");
    let folder = folder_with("edges-unseen", &[("p.toml".into(), unseen)]);
    let said = closer(&folder, &["check", "--fix", "p.toml"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let text = fs::read_to_string(folder.join("p.toml")).unwrap();
    assert_eq!(text.replace("'So.' \n", "'So.'\n"), PACK);
}

#[test]
fn a_translation_that_is_not_there_is_missed() {
    let folder = folder_with("edges-language", &[("p.toml".into(), PACK.into())]);
    for args in [&["check", "p.fr.lang.toml"][..], &["check", "--fix", "p.fr.lang.toml"]] {
        let said = closer(&folder, args);
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
        assert!(said.err.contains("there is no file or folder `p.fr.lang.toml`"), "{}", said.err);
    }
    // What cannot be put right is not promised to be.
    let id = "language = 'de'\npack = 'base'\n[actions.smile]\ntitle = 'a'\n[actions.smil]\ntitle = 'b'\n";
    fs::write(folder.join("p.de.lang.toml"), id).unwrap();
    let said = closer(&folder, &["check", "--fix", "p.de.lang.toml"]);
    assert!(said.code == 1 && !said.err.contains("add --fix"), "{}", said.err);
}

#[test]
fn an_overlay_is_compared_with_what_it_stands_on() {
    let folder =
        folder_with("edges-base", &[("base.toml".into(), PACK.into()), ("over.toml".into(), OVERLAY.into())]);
    for args in [["diff", "base.toml", "over.toml"], ["diff", "over.toml", "base.toml"]] {
        let said = closer(&folder, &args);
        assert!(said.code < 2 && said.out.contains("smile"), "{}{}", said.out, said.err);
    }
}

#[test]
#[cfg(unix)]
fn a_schema_is_not_written_into_what_is_no_file() {
    let folder = folder_with("edges-target", &[]);
    std::os::unix::fs::symlink(folder.join("nowhere"), folder.join("link.json")).unwrap();
    for (target, why) in [("link.json", "a link that leads nowhere"), ("/dev/full", "it is not a file")] {
        let said = closer(&folder, &["schema", "-o", target]);
        assert!(said.code == 2 && said.err.contains(why), "{}", said.err);
    }
}

#[test]
fn a_file_name_begins_no_command() {
    let name = "::error title=a::b.toml";
    let folder = folder_with("edges-command", &[(name.into(), slip())]);
    let fixed = closer(&folder, &["check", "--fix", "--format", "github", name]);
    assert!(fixed.err.contains("`sugest` is now `suggest`"), "{}", fixed.err);
    fs::write(folder.join(name), slip()).unwrap();
    let short = closer(&folder, &["check", "--format", "short", name]);
    assert_eq!(short.code, 1);
    for line in [fixed.err, fixed.out, short.out, short.err].iter().flat_map(|text| text.lines()) {
        assert!(!line.starts_with("::error title=a"), "{line}");
    }
}

#[test]
fn a_number_that_is_too_large_stands_on_the_line_that_is_told() {
    let folder = folder_with("edges-number", &[("p.toml".into(), PACK.into())]);
    let told = said(&folder, &["batch", "--rules", "p.toml", "--format", "ids"], "{}\n{\"mood\":1e999}\n");
    assert!(told.out.contains(r#""line":2"#) && told.out.contains("number out of range"), "{}", told.out);
    assert!(!told.out.contains("at line 1"), "{}", told.out);
}
