//! Packs in another language: what becomes of their words, and what is said of language files.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::model::Fact;
use closer_core::{LoadError, RuleSet, Translation};

const SOUND: &str = include_str!("mistakes/sound.toml");
const WHOLE: &str = include_str!("mistakes/translated.de.lang.toml");
const HEAD: &str = "language = 'de'\npack = 'sound'\n";

fn sound() -> RuleSet {
    RuleSet::from_toml(SOUND).unwrap()
}

/// The sound pack with another on top, which is called `upper`.
fn upper() -> RuleSet {
    let upper = "[pack]\nname = 'upper'\nversion = '1.0.0'\nextends = 'sound'\n";
    RuleSet::from_layers([[("sound.toml", SOUND)], [("upper.toml", upper)]]).unwrap()
}

fn translate(rules: &RuleSet, texts: &[&str]) -> Result<Translation, LoadError> {
    rules.translate((0..).zip(texts).map(|(at, text): (u8, _)| (format!("{at}.de.lang.toml"), *text)))
}

fn german(text: &str) -> Translation {
    translate(&sound(), &[text]).unwrap()
}

fn fact<'r>(rules: &'r RuleSet, name: &str) -> &'r Fact {
    rules.vocabulary().find(name).unwrap()
}

fn says(translation: &Translation, of: &str) -> bool {
    translation.findings.iter().any(|found| found.message.contains(of))
}

#[test]
fn the_words_between_phrases_are_those_of_the_language() {
    let german = german(WHOLE);
    assert!(german.findings.is_empty());
    for words in [german.rules.words(), german.rules.vocabulary().words()] {
        assert_eq!((&*words.or, &*words.either, &*words.yes), ("oder", "entweder {}", "ja"));
    }
    assert_eq!(&*sound().words().or, "or");
}

/// Yes and no are words of the language, unless the pack calls them something else.
#[test]
fn titles_of_what_is_true_or_false() {
    let words = "[words]\nyes = 'ja'\nno = 'nein'\n";
    let titles = |pack: &str, text: &str| {
        let rules = RuleSet::from_toml(pack).unwrap();
        let german = translate(&rules, &[&format!("{HEAD}{words}{text}")]).unwrap();
        let fact = fact(&german.rules, "next_steps_known");
        let missing =
            german.findings.iter().find(|found| found.message.contains("next_steps_known")).unwrap();
        ([0, 1].map(|at| fact.title(at).to_owned()), missing.message.contains("title"))
    };
    let own = "[facts.next_steps_known.titles]\n";
    let both = |no: &str, yes: &str| [no.to_owned(), yes.to_owned()];
    assert_eq!(titles(SOUND, ""), (both("nein", "ja"), false));
    assert_eq!(titles(SOUND, &format!("{own}true = 'bekannt'\n")), (both("nein", "bekannt"), false));
    let named =
        SOUND.replace("bool     = true", "bool = true\ntitles = { true = 'known', false = 'not known' }");
    assert_eq!(titles(&named, ""), (both("not known", "known"), true));
    assert_eq!(titles(&named, &format!("{own}true = 'bekannt'\n")), (both("not known", "bekannt"), true));
    // As the two are called elsewhere, but the other way round.
    let odd = SOUND.replace("bool     = true", "bool = true\ntitles = { true = 'no', false = 'yes' }");
    assert_eq!(titles(&odd, ""), (both("ja", "nein"), false));
}

/// A language may need phrases where the original makes do with one for all values.
#[test]
fn phrases_of_values_that_have_none() {
    let phrases = |text: &str| {
        let german = german(&format!("{HEAD}[facts.went.phrases]\n{text}"));
        let phrases = fact(&german.rules, "went").phrases.clone();
        phrases.into_iter().map(|(value, words)| (value.to_string(), words.to_string())).collect::<Vec<_>>()
    };
    let said = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    assert_eq!(phrases(""), [said("well", "you feel it went well")]);
    assert_eq!(phrases("well = 'gut'\n"), [said("well", "gut")]);
    assert_eq!(
        phrases("poorly = 'schlecht'\n"),
        [said("well", "you feel it went well"), said("poorly", "schlecht")]
    );
    assert_eq!(
        phrases("poorly = 'schlecht'\nwell = 'gut'\n"),
        [said("well", "gut"), said("poorly", "schlecht")]
    );
}

/// The words that it was made from are not the pack's any more, so it is no translation.
#[test]
fn a_phrase_that_the_pack_does_not_say_any_more_is_not_shown() {
    let old = "[facts.went.phrases]\npoorly = { from = 'it was bad', to = 'schlecht' }\n";
    let found = translate(&sound(), &[&format!("{HEAD}{old}")]).unwrap_err().diagnostics;
    let told = "the fact `went` has no `phrases.poorly` to translate";
    assert!(found.iter().any(|found| found.message == told), "{found:?}");
    // Of the files of a pack below nobody need say so: the pack on top may have taken it away.
    let below = translate(&upper(), &[&format!("{HEAD}{old}")]).unwrap();
    assert!(!says(&below, "phrases.poorly"), "{:?}", below.findings);
    assert!(fact(&below.rules, "went").phrases.iter().all(|(value, _)| &**value != "poorly"));
}

/// The name that is probably meant is proposed, unless the file has that already.
#[test]
fn a_name_that_is_there_already_was_not_meant() {
    let actions = sound().actions().to_vec();
    let id = &actions[0].id;
    let wrong = &id[..id.len() - 1];
    let found = |text: &str| {
        let found = translate(&sound(), &[&format!("{HEAD}{text}")]).unwrap_err().diagnostics;
        let found = found.into_iter().find(|found| found.code == "unknown-action").unwrap();
        (found.help.unwrap(), found.fix.map(|fix| fix.replacement))
    };
    let one = format!("[actions.{wrong}]\ntitle = 'a'\n");
    assert_eq!(found(&one), (format!("did you mean `{id}`?"), Some(id.to_string())));
    let both = format!("{one}[actions.{id}]\ntitle = 'b'\n");
    assert_eq!(
        found(&both),
        (format!("`{id}` is there already: leave this out, or name another action"), None)
    );
}

/// A pack's own language file must have the words; those of the packs below may leave them to it, all of them or none.
#[test]
fn words_that_are_missing() {
    let or = "[words]\nor = 'oder'\n";
    let missing = "`[words]`";
    assert!(says(&german(HEAD), missing));
    assert!(says(&german(&format!("{HEAD}{or}")), missing));
    assert!(!says(&german(WHOLE), missing));
    let below = |text: &str| translate(&upper(), &[&format!("{HEAD}{text}")]).unwrap();
    assert!(!says(&below(""), missing));
    assert!(says(&below(or), missing));
}

/// The files of one pack must not say the same thing twice; a pack on top may say it otherwise.
#[test]
fn what_several_files_say() {
    let went = |pack: &str, question: &str| {
        format!("language = 'de'\npack = '{pack}'\n[facts.went]\nquestion = '{question}'\n")
    };
    let (one, another) = (went("sound", "Wie war es?"), went("sound", "Wie lief es?"));
    let on_top = went("upper", "Und?");
    for rules in [sound(), upper()] {
        let error = translate(&rules, &[&one, &another]).unwrap_err();
        assert_eq!(
            error.diagnostics.iter().filter(|found| found.code == "duplicate-id").count(),
            1,
            "{error}"
        );
    }
    for texts in [[&*one, &*on_top], [&*on_top, &*one]] {
        let german = translate(&upper(), &texts).unwrap();
        assert_eq!(&*fact(&german.rules, "went").question, "Und?");
    }
    assert!(translate(&upper(), &[&on_top, &on_top]).is_err());
    let german = translate(&upper(), &[&one]).unwrap();
    assert_eq!(&*fact(&german.rules, "went").question, "Wie war es?");
}

/// Nothing that a translator writes is dropped without a word.
#[test]
fn what_translates_nothing_is_told() {
    let pack = format!("{SOUND}\n[facts.years]\nquestion = 'How many?'\nrange = [0, 5]\n");
    let rules = RuleSet::from_toml(&pack.replace("title   = \"A small pack\"\n", "")).unwrap();
    let messages = |texts: &[&str]| -> Vec<String> {
        let error = translate(&rules, texts).unwrap_err();
        let all = error.diagnostics.into_iter().filter(|found| found.code != "missing-translation");
        all.map(|found| found.message).collect()
    };
    let text =
        format!("{HEAD}title = 'Titel'\n[facts.years]\nphrase = 'du {{}} hast'\ntitles = {{ 3 = 'drei' }}\n");
    assert_eq!(
        messages(&[&text]),
        [
            "the pack has no `title` to translate",
            "the fact `years` has no `phrase` to translate",
            "the fact `years` is a number, which has no titles",
        ]
    );
    let words = |or: &str| format!("{HEAD}title = 'Titel'\n[words]\nor = '{or}'\n");
    let sound = sound();
    let error = translate(&sound, &[&words("oder"), &words("ODER")]).unwrap_err();
    let messages: Vec<&str> = error.diagnostics.iter().map(|found| &*found.message).collect();
    assert_eq!(
        messages.iter().filter(|it| it.starts_with("two language files of one pack say")).count(),
        2,
        "{error}"
    );
}
