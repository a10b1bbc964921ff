//! Hostile text, put wherever the program takes text, is refused or shown: it never acts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::path::Path;

use closer_core::is_hidden;
use pulldown_cmark::{Event, Options, Parser, Tag};
use support::{Said, closer, folder, folder_with, said};

/// One of each class: a colour, a title, an eight-bit code, a bell, direction marks, blanks, a tag, a separator, a mark at the start.
const HIDDEN: [&str; 9] = [
    "\u{1b}[31m",
    "\u{1b}]0;owned\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{e0041}",
    "\u{2028}",
    "\u{7f}",
];

/// What a person would see, and a terminal obey, without the program's own colours.
fn assert_harmless(what: &str, said: &Said) {
    for text in [&said.out, &said.err] {
        let bare = anstream::adapter::strip_str(text).to_string();
        let acts = bare.chars().find(|char| is_hidden(*char) && *char != '\n');
        assert_eq!(acts, None, "{what}: {text:?}");
        // No code but colours.
        for (at, _) in text.match_indices('\u{1b}') {
            let code = text.get(at..).unwrap().strip_prefix("\u{1b}[").unwrap();
            let numbers = code.split('m').next().unwrap();
            assert!(numbers.chars().all(|char| char.is_ascii_digit() || char == ';'), "{what}: {text:?}");
        }
    }
}

fn pack() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/hostile.toml")).unwrap()
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |written, char| format!("{written}\\U{:08X}", u32::from(char)))
}

/// Puts something hidden where a pack says something.
type Write = fn(&str) -> String;

#[test]
fn a_pack_with_hidden_characters_is_refused_and_shown_harmlessly() {
    let sound = pack();
    // In a comment, in a key, in every kind of text; as it stands and as an escape.
    let places: [(&str, Write); 5] = [
        ("# Text that", |hidden| format!("# Text {hidden} that")),
        ("\"One\"", |hidden| format!("\"On{hidden}e\"")),
        ("id      = \"a\"", |hidden| format!("id = \"a{hidden}\"")),
        ("\"first\"", |hidden| format!("\"fi{hidden}rst\"")),
        ("why    = \"Because.\"", |hidden| format!("why = \"Because.\"\n\"{hidden}\" = 1")),
    ];
    for (number, hidden) in HIDDEN.into_iter().enumerate() {
        for (place, write) in places {
            for hidden in [hidden.to_owned(), escaped(hidden)] {
                if place.starts_with('#') && hidden.starts_with('\\') {
                    continue;
                }
                let text = sound.replacen(place, &write(&hidden), 1);
                assert_ne!(text, sound);
                let folder = folder_with(&format!("hidden-{number}"), &[("p.toml".to_owned(), text)]);
                for args in [
                    &["check", "p.toml", "--color", "always"][..],
                    &["check", "p.toml", "--format", "short"],
                    &["check", "p.toml", "--format", "github"],
                    &["check", "p.toml", "--format", "json"],
                    &["check", "p.toml", "--format", "sarif"],
                    &["suggest", "--rules", "p.toml", "--color", "always"],
                ] {
                    let said = closer(&folder, args);
                    assert!([1, 2].contains(&said.code), "{args:?} {hidden:?}: {}", said.out);
                    assert_harmless(&format!("{args:?} {hidden:?}"), &said);
                }
            }
        }
    }
}

#[test]
fn a_translation_and_a_test_are_held_to_the_same() {
    let test = "pack = \"hostile\"\n[[test]]\nname = \"a\\u001b\"\nsuggests = [\"first\"]\n";
    let german = "language = \"de\"\npack = \"hostile\"\n# \u{202e}\n";
    for (name, text) in [("p.test.toml", test), ("p.de.lang.toml", german)] {
        let files = [("p.toml".to_owned(), pack()), (name.to_owned(), text.to_owned())];
        let folder = folder_with("beside", &files);
        let said = closer(&folder, &["check", ".", "--format", "short"]);
        assert_eq!(said.code, 1);
        let wanted = |line: &str| line.contains(name) && line.contains("error[hidden-character]");
        assert!(said.out.lines().any(wanted), "{}", said.out);
        assert_harmless(name, &said);
    }
}

#[test]
fn an_author_can_have_hidden_characters_taken_out() {
    let text = pack().replacen("\"One\"", "\"O\u{200b}ne\u{202e}\u{202c}\"", 1);
    let folder = folder_with("taken-out", &[("p.toml".to_owned(), text)]);
    let said = closer(&folder, &["check", "p.toml", "--fix"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(fs::read_to_string(folder.join("p.toml")).unwrap(), pack());
}

#[test]
fn a_name_that_only_looks_right_is_pointed_out() {
    for (right, wrong) in [("id      = \"b\"", "id      = \"\u{432}\""), ("\"second\"", "\"sec\u{43e}nd\"")] {
        let folder = folder_with("alike", &[("p.toml".to_owned(), pack().replacen(right, wrong, 1))]);
        let said = closer(&folder, &["check", "p.toml", "--format", "short"]);
        assert_eq!(said.code, 1);
        let alike = said.out.contains("[look-alike]");
        assert_eq!(alike, wrong.contains('\u{43e}'), "a `в` looks like no small letter: {}", said.out);
    }
    // A text may be in any alphabet, but no word in two.
    let folder = folder_with(
        "alphabets",
        &[("p.toml".to_owned(), pack().replacen("\"One\"", "\"Спасибо Ελλάδα, \u{420}ay me\"", 1))],
    );
    let said = closer(&folder, &["check", "p.toml", "--format", "short"]);
    let found: Vec<&str> = said.out.lines().filter(|line| line.contains("warning[look-alike]")).collect();
    assert_eq!((said.code, found.len()), (0, 1), "{}", said.out);
    assert!(said.out.contains("`\u{420}ay`"), "{}", said.out);
}

#[test]
fn nothing_that_is_typed_or_named_acts() {
    let folder = folder_with("typed", &[("p.toml".to_owned(), pack())]);
    for hidden in HIDDEN {
        let dirty = format!("x{hidden}y");
        let name = format!("{dirty}.toml");
        fs::write(folder.join(&name), "[[rule]]\nid = \"r\"\nsuggest = \"nowhere\"\n").unwrap();
        fs::write(folder.join("c.json"), format!("{{\"{dirty}\": \"{dirty}\"}}")).unwrap();
        let json = serde_json::json!({ "sure": dirty, (dirty.as_str()): 1 }).to_string();
        let set = format!("sure={dirty}");
        let equals = format!("--sure={dirty}");
        let option = format!("--{dirty}");
        for (args, input) in [
            (&["check", name.as_str()][..], ""),
            (&["check", name.as_str(), "--format", "short"], ""),
            (&["check", name.as_str(), "--format", "github"], ""),
            (&["check", name.as_str(), "--format", "json"], ""),
            (&["check", name.as_str(), "--format", "sarif"], ""),
            (&["suggest", "--rules", name.as_str()], ""),
            (&["suggest", "--rules", &dirty], ""),
            (&["suggest", "--rules", "p.toml", "--context", "c.json"], ""),
            (&["suggest", "--rules", "p.toml", "--context", "-"], &json),
            (&["suggest", "--rules", "p.toml", "--context", "-"], &dirty),
            (&["suggest", "--rules", "p.toml", "--context", &dirty], ""),
            (&["suggest", "--rules", "p.toml", "--set", &dirty], ""),
            (&["suggest", "--rules", "p.toml", "--set", &set], ""),
            (&["suggest", "--rules", "p.toml", &equals], ""),
            (&["suggest", "--rules", "p.toml", &option], ""),
            (&["suggest", "--lang", &dirty], ""),
            (&["suggest", "--format", &dirty], ""),
            (&["ask", "--rules", "p.toml"], &dirty),
            (&["card", "--rules", "p.toml", "--title", &dirty], ""),
            (&["card", "--rules", "p.toml", "--title", &dirty, "--format", "html"], ""),
            (&["card", "--rules", "p.toml", "--title", &dirty, "--format", "markdown"], ""),
            (&["card", "--rules", "p.toml", "--interview-at", &dirty], ""),
            (&["card", "--rules", "p.toml", "-o", &dirty], ""),
            (&["why", &dirty, "--rules", "p.toml"], ""),
            (&["show", "--rule", &dirty, "--rules", "p.toml"], ""),
            (&["show", "--effective", "--rules", "p.toml"], ""),
            (&["diff", "closing", &dirty], ""),
            (&["test", &dirty], ""),
            (&["test", "--filter", &dirty], ""),
            (&["check", "--explain", &dirty], ""),
            (&["new", &dirty, "--extends", &dirty], ""),
            (&["schema", &dirty], ""),
            (&[&dirty], ""),
        ] {
            for color in ["never", "always"] {
                let said = said(&folder, &[args, &["--color", color]].concat(), input);
                assert!([0, 1, 2].contains(&said.code), "{args:?}: {}", said.code);
                assert_harmless(&format!("{args:?} {input:?}"), &said);
            }
        }
        fs::remove_file(folder.join(&name)).unwrap();
    }
}

#[test]
fn what_is_typed_has_no_colour_and_no_line_of_its_own() {
    let folder = folder_with("coloured", &[]);
    for typed in ["\u{1b}[8mx", "x\nerror: forged"] {
        let option = format!("--{typed}");
        for args in [
            &["suggest", "--format", typed][..],
            &["suggest", &option],
            &[typed],
            &["batch", "--jobs", typed],
        ] {
            let said = said(&folder, &[args, &["--color", "always"]].concat(), "");
            assert_eq!(said.code, 2, "{args:?}");
            assert!(!said.err.contains("\u{1b}[8m") && !said.err.contains("\nerror: forged"), "{}", said.err);
            assert!(said.err.contains("\\u{1b}[8mx") || said.err.contains("x error: forged"), "{}", said.err);
        }
    }
}

/// The kinds of tags of a page, in order.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap()).collect()
}

#[test]
fn nothing_in_a_pack_is_markup_on_a_page() {
    let plain: String = pack()
        .lines()
        .map(|line| match line.split_once('"') {
            // The same pack with the same lengths, and nothing but letters in its texts.
            Some((key, text))
                if !line.starts_with('#') && key.contains('=') && text.contains(['<', '[', '#']) =>
            {
                let letters = text.trim_end_matches('"').replace(|char: char| !char.is_alphanumeric(), "x");
                format!("{key}\"{letters}\"\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let test = "pack = \"hostile\"\n[[test]]\nname = \"<b>&\"\nsuggests = [\"second\"]\n";
    let files = |text: String| [("p.toml".to_owned(), text), ("p.test.toml".to_owned(), test.to_owned())];
    let (plain, hostile) = (folder_with("plain", &files(plain)), folder_with("markup", &files(pack())));
    for args in [
        &["card", "--rules", "p.toml", "--format", "html", "--title", "<u>a</u>"][..],
        &["test", ".", "--coverage", "--format", "html"],
    ] {
        let page = closer(&hostile, args).out;
        assert!(page.starts_with("<!"), "{page}");
        let lines_of_source = |tag: &&str| !tag.contains("span") || args.contains(&"card");
        let kinds = |page: &str| {
            tags(page).into_iter().filter(lines_of_source).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&page), kinds(&closer(&plain, args).out), "{page}");
        assert!(!page.contains("<script") && !page.contains("<i>red"));
    }
    let junit = closer(&hostile, &["test", ".", "--format", "junit"]).out;
    let junit = roxmltree::Document::parse(&junit).unwrap();
    assert!(junit.descendants().any(|node| node.attribute("name") == Some("<b>&")));
}

#[test]
fn nothing_in_a_pack_is_markup_in_markdown() {
    let folder = folder_with("markdown", &[("p.toml".to_owned(), pack())]);
    for args in [&["suggest", "--all"][..], &["card"], &["show"]] {
        let said = closer(&folder, &[args, &["--rules", "p.toml", "--format", "markdown"]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        for event in Parser::new_ext(&said.out, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
            let acts = match &event {
                Event::Start(tag) => matches!(
                    tag,
                    Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::Table(_)
                ),
                Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::Rule => true,
                _ => false,
            };
            assert!(!acts, "{event:?} in {}", said.out);
        }
    }
}

#[test]
fn nothing_in_a_pack_ends_a_line_of_a_calendar() {
    let text =
        pack().replace("title = \"Now | then\"", "title = \"Now | then\"\nfollow_up = { working_days = 1 }");
    let folder = folder_with("calendar", &[("p.toml".to_owned(), text)]);
    let args = ["card", "--rules", "p.toml", "--format", "ics", "--interview-at", "2026-11-24T10:00"];
    let said = closer(&folder, &args);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out.matches("\nBEGIN:VEVENT").count(), 1, "{}", said.out);
    for line in said.out.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        let known = ["BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "DTSTART"];
        let more = ["DURATION", "TRANSP", "SUMMARY", "DESCRIPTION", "ACTION", "TRIGGER", " ", ""];
        let begins = known.iter().chain(&more[..6]).any(|name| line.starts_with(&format!("{name}:")));
        assert!(begins || line.starts_with(' ') || line.is_empty(), "{line:?}");
    }
}

#[test]
fn a_test_file_with_an_odd_name_is_rewritten_where_it_is() {
    let folder = folder("odd-name");
    let sample =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes/sample.toml")).unwrap();
    let test = "pack = \"sample\"\n\n[[test]]\nname = \"t\"\nsuggests = [\"raise-salary\"]\n";
    let name = "two  blanks.test.toml";
    fs::write(folder.join("two  blanks.toml"), sample).unwrap();
    fs::write(folder.join(name), test).unwrap();
    let said = closer(&folder, &["test", name, "--accept"]);
    assert!(said.out.contains("1 test rewritten"), "{}{}", said.out, said.err);
    assert_ne!(fs::read_to_string(folder.join(name)).unwrap(), test);
}
