//! One page for each kind of complaint, those in `docs/codes`: what it means, why it matters, what is wrong and what is right.

use closer_core::{Severity, codes, test_codes};
use closer_verify::finding_codes;

/// A page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// The name of the complaint.
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    /// What it is about, in one line.
    pub(crate) about: &'static str,
    /// The page itself, in Markdown.
    pub(crate) text: &'static str,
}

/// A fact that cannot be told as a flag.
pub(crate) const HIDDEN_FACT: &str = "hidden-fact";

/// Complaints that only a command line has; the others are those of [`codes`], [`test_codes`] and [`finding_codes`].
const OWN: [(&str, Severity, &str); 1] =
    [(HIDDEN_FACT, Severity::Warning, "a fact or a short flag has the name of an option of the program")];

macro_rules! texts {
    ($($code:literal)+) => {
        const TEXTS: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("../docs/codes/", $code, ".md")))),+];
    };
}

texts! {
    "already-declared"
    "assumed-veto"
    "bad-name"
    "bad-range"
    "beaten-rule"
    "cannot-extend"
    "cannot-remove"
    "condition-too-large"
    "conflicting-overrides"
    "contradiction"
    "disabled"
    "duplicate-id"
    "duplicate-key"
    "duplicate-layer"
    "duplicate-pack"
    "empty-list"
    "empty-text"
    "fact-kind"
    "gap"
    "hidden-character"
    "hidden-fact"
    "hidden-veto"
    "impossible-condition"
    "impossible-test"
    "layer-cycle"
    "leading-together"
    "look-alike"
    "mergeable-rules"
    "missing-base"
    "missing-key"
    "missing-pack"
    "missing-translation"
    "mixed-test"
    "more-warnings"
    "name-clash"
    "nested-too-deep"
    "never-first"
    "never-leads"
    "never-suggested"
    "never-with-itself"
    "no-order"
    "no-place"
    "no-test"
    "not-an-overlay"
    "not-decided"
    "nothing-expected"
    "nothing-to-advise"
    "number-title"
    "one-sided"
    "other-pack"
    "out-of-range"
    "phrase-without-place"
    "quotes-without-say"
    "redundant-rule"
    "repeated"
    "reserved-name"
    "same-place"
    "several-bases"
    "shorter-condition"
    "stale-translation"
    "suggest-or-avoid"
    "suggested-mistake"
    "syntax"
    "tie-by-id"
    "too-large"
    "too-many-cases"
    "too-many-cells"
    "too-many-facts"
    "too-many-values"
    "two-languages"
    "unknown-action"
    "unknown-disagreement"
    "unknown-fact"
    "unknown-fixture"
    "unknown-group"
    "unknown-key"
    "unknown-moment"
    "unknown-rule"
    "unknown-source"
    "unknown-value"
    "unlisted-moment"
    "unused-accept"
    "unused-action"
    "unused-fact"
    "unused-group"
    "unused-moment"
    "unused-source"
    "unused-value"
    "wrong-file"
    "wrong-pack"
    "wrong-type"
}

/// All pages, sorted by code.
pub(crate) fn all() -> Vec<Page> {
    let core = codes()
        .iter()
        .chain(test_codes())
        .chain(finding_codes())
        .map(|code| (code.name, code.severity, code.about));
    let page = |(code, severity, about)| {
        let (_, text) = TEXTS.iter().find(|(name, _)| *name == code)?;
        Some(Page { code, severity, about, text })
    };
    let mut pages: Vec<Page> = core.chain(OWN).filter_map(page).collect();
    pages.sort_by_key(|page| page.code);
    pages
}

/// The page for a code.
pub(crate) fn find(code: &str) -> Option<Page> {
    all().into_iter().find(|page| page.code == code)
}

impl Page {
    /// The page without what only the tests of the pages need.
    pub(crate) fn plain(&self) -> String {
        let infos = ["alone", "overlay", "test", "translated"];
        infos
            .into_iter()
            .fold(self.text.to_owned(), |text, info| text.replace(&format!("```toml {info}"), "```toml"))
    }

    /// The paragraphs that say what it means and why it matters, each on one line.
    pub(crate) fn meaning(&self) -> Vec<String> {
        let parts = self.text.split("\n\n").skip(1);
        let parts = parts.take_while(|part| !part.starts_with('#'));
        parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::check::examine;
    use crate::commands::check::packs::Counts;
    use crate::packs::File;

    /// An example of a page.
    struct Example {
        heading: &'static str,
        text: &'static str,
        /// How it goes with the small pack: nothing to say for a part of it, `alone`, an `overlay` on it, a `test` of it, or a part that is
        /// `translated`.
        info: &'static str,
    }

    fn examples(page: &Page) -> Vec<Example> {
        let mut examples = Vec::new();
        for section in page.text.split("\n## ").skip(1) {
            let (heading, rest) = section.split_once('\n').unwrap();
            let (_, block) = rest.split_once("```toml").unwrap();
            let (info, block) = block.split_once('\n').unwrap();
            let (text, rest) = block.split_once("```").unwrap();
            assert!(!rest.contains("```"), "{}: two blocks under one heading", page.code);
            let known = ["", " alone", " overlay", " test", " translated"];
            assert!(known.contains(&info), "{}: {info}", page.code);
            examples.push(Example { heading, text, info: info.trim() });
        }
        examples
    }

    fn codes_in(example: &Example) -> Vec<&'static str> {
        let file = |name: &str, text: &str| File { name: name.into(), text: text.into() };
        let sample = file("sample.toml", include_str!("../docs/codes/sample.toml"));
        let example_as = |name| file(name, example.text);
        let rules = |rules| vec![Counts { rules, tests: 0 }];
        let mut languages = Vec::new();
        let (files, layers) = match example.info {
            "alone" => (vec![example_as("example.toml")], rules(1)),
            "test" => (vec![sample, example_as("example.test.toml")], vec![Counts { rules: 1, tests: 1 }]),
            "overlay" => {
                let texts = example.text.split("# another file\n").map(|text| file("example.toml", text));
                let files: Vec<File> = texts.chain([sample]).collect();
                let layers = vec![Counts { rules: 1, tests: 0 }; files.len()];
                (files, layers)
            }
            "translated" => {
                let (text, own) = match example.text.split_once("# in the language file\n") {
                    Some((text, own)) => (text, Some(file("example.de.lang.toml", own))),
                    None => (example.text, None),
                };
                let german = file("sample.de.lang.toml", include_str!("../docs/codes/sample.de.lang.toml"));
                let translations: Vec<File> = own.into_iter().chain([german]).collect();
                languages.push(translations.len());
                ([file("example.toml", text), sample].into_iter().chain(translations).collect(), rules(2))
            }
            _ => (vec![example_as("example.toml"), sample], rules(2)),
        };
        let parts = examine::Parts { layers, languages };
        examine::examine(&files, &parts).found.iter().map(|found| found.code).collect()
    }

    #[test]
    fn every_complaint_has_a_page_and_every_page_a_complaint() {
        let named: Vec<&str> = TEXTS.iter().map(|(code, _)| *code).collect();
        let known: Vec<&str> = all().iter().map(|page| page.code).collect();
        assert_eq!(named, known);
        let libraries = codes().len() + test_codes().len() + finding_codes().len();
        assert_eq!(known.len(), libraries + OWN.len());
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
        let contents = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let mut files = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(code) = name.strip_suffix(".md").filter(|code| *code != "README") else { continue };
            assert!(known.contains(&code), "{code} is no code");
            assert!(contents.contains(&format!("- [{code}]({code}.md)\n")), "the list lacks {code}");
            files += 1;
        }
        assert_eq!(files, known.len());
    }

    #[test]
    fn what_a_page_calls_wrong_is_wrong_and_what_it_calls_right_is_right() {
        for page in all() {
            assert!(page.text.starts_with(&format!("# {}\n\n", page.code)), "{}", page.code);
            assert!(page.meaning().len() >= 2, "{}", page.code);
            let examples = examples(&page);
            let headings: Vec<&str> = examples.iter().map(|example| example.heading).collect();
            if ["more-warnings", "not-decided", "too-large", "too-many-facts"].contains(&page.code) {
                // Nobody would read so long an example.
                assert!(headings.is_empty());
                continue;
            }
            assert_eq!(headings, ["Wrong", "Right"], "{}", page.code);
            let mut wrong = codes_in(&examples[0]);
            wrong.dedup();
            assert_eq!(wrong, [page.code]);
            assert_eq!(codes_in(&examples[1]), [""; 0], "{}", page.code);
        }
    }
}
