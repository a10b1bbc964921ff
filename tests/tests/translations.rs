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

/// What has no `from` would never be found to be out of date.
#[test]
fn every_text_stands_beside_the_one_that_it_translates() {
    for (name, text) in closer_rules::CLOSING_LANGUAGES.iter().flat_map(|(_, files)| files.iter()) {
        let mut heading = "";
        for line in text.lines() {
            if line.starts_with('[') {
                heading = line;
            }
            let Some((key, _)) = line.split_once('=') else { continue };
            let key = key.trim_end();
            let side = key.rsplit('.').next().unwrap_or_default();
            let sided = ["from", "to"].contains(&side) || line.starts_with("  { from = ");
            let own = heading == "[words]" || ["language", "pack", "sides"].contains(&key);
            assert!(sided || own || line.starts_with('#'), "{name}: {line}");
        }
    }
}

/// Words such as `und` follow a phrase, and a clause that trails behind its verb would want a comma before them.
#[test]
fn german_phrases_end_where_their_sentence_ends() {
    let (_, files) = closer_rules::CLOSING_LANGUAGES.iter().find(|(language, _)| *language == "de").unwrap();
    let german = RuleSet::closing().translate(files.iter().copied()).unwrap().rules;
    for fact in german.vocabulary().facts() {
        let phrases = fact.phrases.iter().map(|(_, phrase)| phrase).chain(&fact.phrase);
        // Titles are put into the one phrase for all values.
        let titles = fact.titles.iter().filter(|_| fact.phrase.is_some());
        for words in phrases.chain(titles) {
            assert!(!words.contains(','), "{}: {words}", fact.name);
        }
    }
}

/// Swiss and German readers spell alike where no `ß` is needed.
#[test]
fn the_german_is_spelt_alike_everywhere() {
    for (name, text) in closer_rules::CLOSING_LANGUAGES.iter().flat_map(|(_, files)| files.iter()) {
        assert!(!text.contains('ß'), "{name}");
    }
}

/// The words of an overlay are its own: what the base was translated from may not be what is said now.
#[test]
fn an_overlay_is_read_in_the_language_of_its_base_and_in_its_own() {
    let overlay = r#"
        [pack]
        name    = "clinic"
        version = "1.0.0"
        extends = "closing"
        [override.action.ask-next-steps]
        why = "Nurses like to know."
        [override.action.give-own-card]
        title = "Hand over your card"
        [disable]
        actions = ["withdraw-politely"]
    "#;
    let rules = RuleSet::from_layers([closer_rules::CLOSING.to_vec(), vec![("clinic.toml", overlay)]])
        .expect("a sound overlay");
    let base: Vec<(&str, &str)> =
        closer_rules::CLOSING_LANGUAGES.iter().flat_map(|(_, files)| files.iter().copied()).collect();
    let own = r#"
        language = "de"
        pack     = "clinic"
        [actions.give-own-card]
        title.from = "Hand over your card"
        title.to   = "Deine Karte überreichen"
    "#;
    let action = |rules: &RuleSet, id: &str| rules.action(rules.find_action(id).expect("an action")).cloned();
    let german = rules.translate(base.iter().copied()).expect("sound files");
    assert!(!german.own);
    let steps = action(&german.rules, "ask-next-steps").expect("an action");
    assert_eq!(steps.why.as_deref(), Some("Nurses like to know."));
    assert_ne!(steps.title, action(&rules, "ask-next-steps").expect("an action").title);

    let files = base.iter().copied().chain([("clinic.de.lang.toml", own)]);
    let german = rules.translate(files).expect("sound files");
    assert!(german.own);
    assert_eq!(&*action(&german.rules, "give-own-card").expect("an action").title, "Deine Karte überreichen");
    let found: Vec<&str> = german.findings.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found, ["the action `ask-next-steps` is not translated: `why`"]);
    let label = german.findings.first().and_then(|found| found.labels.first()).expect("a place");
    assert_eq!(german.files.get(label.span.file).map(|(name, _)| name.as_str()), Some("clinic.de.lang.toml"));
}
