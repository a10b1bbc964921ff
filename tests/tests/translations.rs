//! The translations of the shipped pack: complete, up to date, and in a spelling that is right everywhere.

use closer_core::RuleSet;

#[test]
fn nothing_is_missing_and_nothing_is_stale() {
    for (language, files) in closer_rules::CLOSING_LANGUAGES {
        let translation =
            RuleSet::closing().translate(files.iter().copied()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(&*translation.language, *language);
        let findings = closer_core::Report::new(&translation.findings, &translation.files);
        let findings: Vec<_> = findings.findings.iter().map(|found| found.message).collect();
        assert!(findings.is_empty(), "{language}:\n{}", findings.join("\n"));
    }
}

/// Without it nobody could tell when the English changes.
#[test]
fn every_translation_says_what_it_was_translated_from() {
    let changed = |text: &str| {
        text.replace("because = \"", "because = \"Now, ").replace("title  = \"", "title  = \"Now, ")
    };
    let files = closer_rules::CLOSING.iter().map(|(name, text)| (*name, changed(text)));
    let rules = RuleSet::from_files(files).expect("only words have changed");
    for (_, files) in closer_rules::CLOSING_LANGUAGES {
        let translation = rules.translate(files.iter().copied()).expect("only words have changed");
        let stale = translation.findings.iter().filter(|found| found.code == "stale-translation").count();
        assert!(stale >= rules.rules().len(), "{stale}");
        // What is out of date is not shown.
        assert!(translation.rules.rules().iter().all(|rule| rule.because.starts_with("Now, ")));
    }
}

/// Swiss and German readers spell alike where no `ß` is needed.
#[test]
fn the_german_is_spelt_alike_everywhere() {
    for (name, text) in closer_rules::CLOSING_LANGUAGES.iter().flat_map(|(_, files)| files.iter()) {
        assert!(!text.contains('ß'), "{name}");
    }
}
