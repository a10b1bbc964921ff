//! Cards as files: the name's ending tells the kind, and nobody's file is written over. What they look like is tested in `tests/pages`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

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
        let done = closer(&folder, &["card", "-o", name, "--interview-at", AT]);
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
