//! Cards as files: the name's ending tells the kind, and nobody's file is written over. What they look like is tested in `tests/pages`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write;
use std::fs;

use support::{closer, folder};

const AT: &str = "2026-11-24T10:00[Europe/Zurich]";

#[test]
fn the_ending_of_the_name_tells_the_kind_of_file() {
    let folder = folder("card-kinds");
    for (name, begins, said) in [
        ("card.html", "<!DOCTYPE html><html lang=\"en\">", "Open it in a browser; print it from there."),
        ("card.HTM", "<!DOCTYPE html>", "Open it in a browser"),
        ("card.md", "# A good end to your interview\n", ""),
        ("card.txt", "A good end to your interview\n", ""),
        ("card.json", "{\n  \"pack\"", ""),
        ("card.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "Open it with your calendar."),
    ] {
        // JSON has no place for the days that come of it.
        let at = if name.ends_with("json") { &[][..] } else { &["--interview-at", AT] };
        let done = closer(&folder, &[&["card", "-o", name], at].concat());
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
        assert!(done.err.starts_with(&format!("Wrote {name}.")) && done.err.contains(said), "{}", done.err);
        assert!(fs::read_to_string(folder.join(name)).unwrap().starts_with(begins), "{name}");
    }
    let done = closer(&folder, &["card", "-q", "-o", "notes", "--format", "markdown"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.join("notes")).unwrap().starts_with("# "));
}

#[test]
fn a_file_that_is_there_stays_unless_force_is_given() {
    let folder = folder("card-force");
    fs::write(folder.join("card.html"), "mine").unwrap();
    let done = closer(&folder, &["card", "-o", "card.html"]);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("`card.html` is already there") && done.err.contains("--force"),
        "{}",
        done.err
    );
    assert_eq!(fs::read_to_string(folder.join("card.html")).unwrap(), "mine");
    let done = closer(&folder, &["card", "-o", "card.html", "--force"]);
    assert_eq!(done.code, 0);
    assert!(fs::read_to_string(folder.join("card.html")).unwrap().contains("<h1>"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn every_format_says_the_same() {
    let folder = folder("card-same");
    let said = |format: &str| {
        let done = closer(&folder, &["card", "--went-well", "--format", format, "--interview-at", AT]);
        assert_eq!(done.code, 0, "{}", done.err);
        done.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (text, html, markdown) = (said("text"), said("html"), said("markdown"));
    for line in
        ["Tuesday, 24 November, 10:00", "Ask about the next step", "“What are the next steps from here?”"]
    {
        for other in [&text, &html, &markdown] {
            assert!(other.contains(line), "{line}");
        }
    }
    assert!(html.contains("The next day <span class=\"day\">Wednesday, 25 November</span>"));
    assert!(text.contains("The next day · Wednesday, 25 November"));
    assert_eq!(said("html"), html, "the same card each time");
}

#[test]
fn a_text_that_is_too_long_for_paper_is_cut_and_the_card_is_not_empty() {
    let folder = folder("card-long");
    let long = "WWWWWWWW ".repeat(200);
    let pack = format!(
        "[pack]\nname = \"long\"\nversion = \"1.0.0\"\ntitle = \"Long\"\nmoments = [\"parting\"]\n\
         [moments.parting]\ntitle = \"{long}\"\n[sources.us]\ntitle = \"Us\"\n\
         [facts.sure]\nquestion = \"Sure?\"\nbool = true\nassume = true\nphrases = {{ true = \"{long}\" }}\n\
         [actions.thank]\nmoment = \"parting\"\ntitle = \"{long}\"\nsay = \"{long}\"\nwhy = \"It is kind.\"\n\
         [[rule]]\nid = \"r\"\nsuggest = \"thank\"\nwhen = {{ sure = true }}\nbecause = \"{long}\"\nsources = [\"us\"]\n"
    );
    fs::write(folder.join("p.toml"), pack).unwrap();
    for format in ["text", "html", "markdown"] {
        let done = closer(&folder, &["card", "--rules", "p.toml", "--format", format]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.contains("WWWWWWWW") && done.out.contains("WWWWWWWW…”"), "{}", done.out);
        assert!(done.out.matches('W').count() < 2_000, "{}", done.out);
    }
    let whole = closer(&folder, &["card", "--rules", "p.toml", "--format", "json"]);
    assert!(whole.out.contains(long.trim_end()), "{}", whole.out);
    // An empty calendar is none.
    let none = closer(&folder, &["card", "--rules", "p.toml", "-o", "card.ics", "--interview-at", AT]);
    assert_eq!(none.code, 2);
    assert!(none.err.starts_with("error: there is nothing to put into a calendar"), "{}", none.err);
    assert!(!folder.join("card.ics").exists());
}

#[test]
fn what_hangs_on_more_than_can_be_worked_out_says_so() {
    let folder = folder("card-large");
    let action = |id: &str, group: &str| {
        format!("[actions.{id}]\nmoment = \"now\"\ntitle = \"Do {id}\"\nwhy = \"W.\"\n{group}")
    };
    let rule = |id: &str, says: &str, weight: u8, when: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\n{says}\nweight = {weight}\n{when}\nbecause = \"B.\"\nsources = [\"s\"]\n"
        )
    };
    let pairs: Vec<String> =
        (0..12).map(|at| format!("{{ f{} = true, f{} = true }}", 2 * at, 2 * at + 1)).collect();
    let large = format!("when = {{ any = [{}] }}", pairs.join(", "));
    let mut pack = [
        "[pack]\nname = \"large\"\nversion = \"1.0.0\"\ntitle = \"Large\"\nmoments = [\"now\"]\n\
         [moments.now]\ntitle = \"Now\"\n[sources.s]\ntitle = \"S\"\n[groups.one]\ntitle = \"One\"\nat_most = 1\n",
        &action("alone", ""),
        &action("best", "group = \"one\"\n"),
        &action("better", "group = \"one\"\n"),
        &rule("a", "suggest = \"alone\"", 50, ""),
        &rule("b", "avoid = \"alone\"", 50, &large),
        &rule("c", "suggest = \"best\"", 50, ""),
        &rule("d", "suggest = \"better\"", 90, ""),
        &rule("e", "avoid = \"better\"", 50, &large),
    ]
    .concat();
    for at in 0..24 {
        writeln!(pack, "[facts.f{at}]\nquestion = \"F?\"\nbool = true").unwrap();
    }
    fs::write(folder.join("p.toml"), pack).unwrap();
    fs::write(folder.join("p.de.lang.toml"), "language = \"de\"\npack = \"large\"\n").unwrap();
    let said = |more: &[&str]| {
        let done = closer(&folder, &[&["card", "--rules", "p.toml"], more].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        done.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = said(&[]);
    assert!(text.contains("- It hangs on more than can be said in a line: Do alone."), "{text}");
    assert!(text.contains("or, though it hangs on more than can be said in a line: Do better."), "{text}");
    assert!(text.contains("- Do best B."), "{text}");
    let german = said(&["--lang", "de"]);
    assert!(german.contains("- Das hängt an mehr, als in eine Zeile passt: Do alone."), "{german}");
    assert!(german.contains("oder, doch das hängt an mehr, als in eine Zeile passt: Do better."), "{german}");
}
