//! What each format promises, tried with hostile text, and judged by readers of the format that others wrote where there are any.

use closer_core::is_hidden;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;

/// Pieces that mean something somewhere, between any characters at all.
const PIECES: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;t\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{ffff}",
    "\u{e0041}",
    "<script>",
    "</a>",
    "<!--",
    "]]>",
    "&amp;",
    "&#x1b;",
    "\"",
    "'",
    "[x](javascript:alert(1))",
    "![i](data:x)",
    "`",
    "```",
    "\n```\n",
    "~~~",
    "**",
    "__",
    "# ",
    "- ",
    "+ ",
    "1. ",
    "> ",
    "|",
    "---",
    "===",
    "https://e.x/",
    "www.e.x",
    "a@e.x",
    "@octocat",
    "#12",
    "GH-4",
    "[^1]: ",
    ": ",
    "{#id}",
    "$$x$$",
    "\\",
    "%",
    "%0A",
    "::error::",
    ":",
    ",",
    ";",
    "\\n",
    "BEGIN:VEVENT",
    "=1+1",
    "é",
    "日本語",
    "👩‍🔬",
    "̈",
    " ",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn unseen(text: &str, kept: &[char]) -> Option<char> {
    text.chars().find(|char| is_hidden(*char) && !kept.contains(char))
}

/// All text of a document, and whatever else there is in it.
fn read_markdown(markdown: &str) -> (String, Vec<String>) {
    let (mut text, mut rest) = (String::new(), Vec::new());
    let gfm = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let gfm = gfm | Options::ENABLE_TASKLISTS | Options::ENABLE_GFM | Options::ENABLE_MATH;
    for event in Parser::new_ext(markdown, gfm) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) | Event::End(_) => {}
            // It breaks words, and nobody sees it.
            Event::InlineHtml(html) if &*html == "<!-- -->" => {}
            other => rest.push(format!("{other:?}")),
        }
    }
    (text, rest)
}

/// The value of a calendar's only line: unfolded, then read as a text.
fn read_calendar(line: &str) -> String {
    let unfolded = line.strip_suffix("\r\n").unwrap().replace("\r\n ", "");
    let (_, value) = unfolded.split_once(':').unwrap();
    let (mut text, mut chars) = (String::new(), value.chars());
    while let Some(char) = chars.next() {
        match (char, char == '\\') {
            (_, true) => text.push(match chars.next().unwrap() {
                'n' => '\n',
                other => other,
            }),
            // They would end the value.
            (',' | ';', _) => return "another value".to_owned(),
            (char, _) => text.push(char),
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_acts_on_a_terminal(text in hostile()) {
        prop_assert_eq!(unseen(&clean(&text), &[]), None);
        prop_assert_eq!(clean(&clean(&text)), clean(&text));
        prop_assert_eq!(unseen(&clean_lines(&text), &['\n']), None);
        prop_assert_eq!(styled_columns(&text).chars().count() <= text.chars().count(), true);
        for styled in [styled(&text), styled_columns(&text)] {
        let bare = anstream::adapter::strip_str(&styled).to_string();
        prop_assert_eq!(unseen(&bare.replace("\r\n", "\n"), &['\n', '\t']), None);
        // Colours are all that is taken away, so no other code was left.
        for (at, _) in styled.match_indices('\u{1b}') {
            let code = styled[at..].split_once('m').unwrap().0;
            let numbers = code.strip_prefix("\u{1b}[").unwrap();
            prop_assert!(numbers.chars().all(|it| it.is_ascii_digit() || it == ';'));
        }
        }
    }

    #[test]
    fn json_says_the_same_and_shows_all(text in hostile()) {
        let value = serde_json::json!({ text.clone(): [text] });
        for written in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            let safe = json(&written);
            prop_assert_eq!(unseen(&safe, &['\n']), None);
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&safe).unwrap(), &value);
        }
    }

    #[test]
    fn markup_is_text_in_xml_and_html(text in hostile()) {
        let safe = xml(&text);
        let document = format!("<a b=\"{safe}\">{safe}</a>");
        let document = roxmltree::Document::parse(&document).unwrap();
        let root = document.root_element();
        prop_assert!(root.children().all(|child| child.is_text()));
        prop_assert_eq!(root.attributes().count(), 1);
        let shown = root.text().unwrap_or_default();
        prop_assert_eq!(unseen(shown, &['\n', '\t']), None);
        prop_assert_eq!(shown.contains("<script>"), text.contains("<script>"));
    }

    #[test]
    fn markdown_shows_the_words_and_nothing_more(text in hostile()) {
        let words = clean(&text);
        for (before, after) in [("", ""), ("# ", ""), ("a ", " b")] {
            let (shown, rest) = read_markdown(&format!("{before}{}{after}\n", markdown(&words)));
            prop_assert_eq!(rest, Vec::<String>::new());
            let wanted = format!("{}{words}{after}", before.trim_start_matches("# "));
            prop_assert_eq!(shown.trim(), wanted.trim());
        }
    }

    #[test]
    fn a_fence_holds_all_of_the_code(text in hostile()) {
        let code = text.replace(['\0', '\r'], "");
        let page = format!("{}after\n", fence("toml", &code));
        let blocks = Parser::new(&page).filter(|event| matches!(event, Event::Start(_))).count();
        prop_assert_eq!(blocks, 2, "the code, and the paragraph after it: {}", page);
    }

    #[test]
    fn a_chart_has_nothing_but_the_label(text in hostile()) {
        let label = mermaid(&text);
        prop_assert!(!label.contains(['"', '<', '>', '`', '\\', '\n']), "{}", label);
        // A directive stands between `%%{` and `}%%`, in the middle of a line, too.
        prop_assert!(!label.contains(['%', '{', '}']), "{}", label);
        prop_assert_eq!(unseen(&label, &[]), None);
    }

    #[test]
    fn nothing_ends_a_workflow_command(text in hostile()) {
        let back = |text: &str| text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
        let (data, property) = (github_data(&text), github_property(&text));
        prop_assert!(!data.contains(['\r', '\n']));
        prop_assert!(!property.contains(['\r', '\n', ':', ',']));
        prop_assert_eq!(back(&property), text);
    }

    #[test]
    fn a_calendar_keeps_its_lines(text in hostile()) {
        let written = calendar_line("SUMMARY", &calendar_text(&text));
        for line in written.split("\r\n") {
            prop_assert!(line.len() <= 75);
            prop_assert_eq!(unseen(line, &[]), None);
        }
        let lines = written.trim_end_matches("\r\n").split("\r\n").skip(1);
        prop_assert!(lines.into_iter().all(|line| line.starts_with(' ')));
        prop_assert_eq!(read_calendar(&written), clean_lines(&text));
    }

    #[test]
    fn a_name_is_a_reference(text in hostile()) {
        let uri = uri(&text);
        prop_assert!(uri.chars().all(|char| char.is_ascii_alphanumeric() || "/-._~%:".contains(char)));
        prop_assert_eq!(uri.starts_with("file://"), text.starts_with('/'));
    }
}

#[test]
fn what_does_not_show_is_spelt_out() {
    assert_eq!(clean("a\u{1b}[31mb\u{7}\u{9b}c\u{202e}d"), "a\\u{1b}[31mb\\u{7}\\u{9b}c\\u{202e}d");
    assert_eq!(clean("  two\r\n\tlines "), "two lines");
    assert_eq!(clean_lines("a\nb\r\u{1b}"), "a\nb\\u{d}\\u{1b}");
    assert_eq!(clean("größer, 日本語, 👍🏽"), "größer, 日本語, 👍🏽");
    assert_eq!(styled("\u{1b}[1;31mred\u{1b}[0m\u{1b}[2J"), "\u{1b}[1;31mred\u{1b}[0m\\u{1b}[2J");
    assert_eq!(json("\"\u{7f}\u{e0041}\""), "\"\\u007f\\udb40\\udc41\"");
}

#[test]
fn words_are_never_taken_for_markup() {
    assert_eq!(markdown("a*b_c <i>[x](y)</i>"), "a\\*b\\_c \\<i\\>\\[x\\](y)\\</i\\>");
    assert_eq!(markdown("# no heading"), "\\# no heading");
    assert_eq!(markdown("12. no list"), "12\\. no list");
    assert_eq!(markdown("- no list - at all"), "\\- no list - at all");
    assert_eq!(markdown("see https://x.org or www.x.org"), "see https\\://x.org or www\\.x.org");
    assert_eq!(markdown("plain words, “quoted”."), "plain words, “quoted”.");
    assert_eq!(
        markdown("See #12, fixes o/r#3, @octocat and gh-4"),
        "See #<!-- -->12, fixes o/r#<!-- -->3, @<!-- -->octocat and gh-<!-- -->4"
    );
    assert_eq!(markdown("x@-b.com, x@_b.com"), "x@<!-- -->-b.com, x@<!-- -->\\_b.com");
    assert_eq!(mermaid("5%%{init}"), "5#37;#37;#123;init#125;");
    assert_eq!(markdown("at 5 @ home, item # 3, C#, high-4"), "at 5 @ home, item # 3, C#, high-4");
    assert_eq!(mermaid("a \"b\" <c> #1; `d`"), "a #34;b#34; #60;c#62; #35;1; #96;d#96;");
}

#[test]
fn names_become_references() {
    assert_eq!(uri("rules/closing.toml"), "rules/closing.toml");
    assert_eq!(uri("/home/ä b.toml"), "file:///home/%C3%A4%20b.toml");
    assert_eq!(uri("c:1.toml"), "c%3A1.toml");
}
