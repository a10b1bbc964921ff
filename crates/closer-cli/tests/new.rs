//! `closer new`: what it writes works, and it never writes over anything.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;

use closer_core::RuleSet;
use closer_core::model::{Edit, RuleId};
use closer_verify::Suite;
use support::{closer, folder};

const FILES: [&str; 4] = ["pack.toml", "questions.toml", "questions.test.toml", SCHEMA];
const SCHEMA: &str = "pack.schema.json";

#[test]
fn a_new_pack_is_sound_and_passes_its_tests() {
    let folder = folder("new-pack");
    let said = closer(&folder, &["new", "Our Rules"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.out, FILES.map(|name| format!("Our Rules/{name}\n")).concat());
    for step in [
        "closer check 'Our Rules'",
        "closer suggest --rules 'Our Rules' --went-well",
        "closer test 'Our Rules'",
    ] {
        assert!(said.err.contains(step), "{}", said.err);
    }
    let checked = closer(&folder, &["check", "Our Rules", "--deny-warnings"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, ""));
    let advised = closer(&folder, &["suggest", "--rules", "Our Rules", "--went-well"]);
    assert_eq!(advised.code, 0);

    let text = |name: &str| fs::read_to_string(folder.join("Our Rules").join(name)).unwrap();
    for name in ["pack.toml", "questions.toml", "questions.test.toml"] {
        assert!(text(name).starts_with(&format!("#:schema {SCHEMA}\n")), "{name}");
    }
    // The schema knows the pack, and can be made anew as the last words say.
    assert_eq!(text(SCHEMA), closer(&folder, &["schema", "--rules", "Our Rules"]).out);
    assert!(text(SCHEMA).contains("\"unsure\""));
    assert!(said.err.ends_with("closer schema --rules 'Our Rules' -o 'Our Rules/pack.schema.json'\n"));
    let rules =
        RuleSet::from_files([("pack.toml", text("pack.toml")), ("questions.toml", text("questions.toml"))])
            .unwrap();
    assert_eq!(&*rules.pack().name, "our-rules");
    let passes = |rules: RuleSet| {
        let suite = Suite::from_toml(&rules, &text("questions.test.toml")).unwrap();
        let program = rules.compile();
        assert!(suite.cases().len() >= 2);
        suite.cases().iter().all(|case| case.run(&program).is_ok())
    };
    assert!(passes(rules.clone()));
    // Each rule is watched by a test.
    let ids: Vec<RuleId> = rules.rules().iter().map(|rule| rules.find_rule(&rule.id).unwrap()).collect();
    assert!(ids.into_iter().all(|id| !passes(rules.edited(&Edit::Remove(id)).unwrap())));
}

#[test]
fn a_new_overlay_changes_some_of_the_built_in_advice_and_its_tests_watch_that() {
    let folder = folder("new-overlay");
    let said = closer(&folder, &["new", "--extends", "closing", "Our Clinic"]);
    let written = "Our Clinic/overlay.toml\nOur Clinic/overlay.test.toml\nOur Clinic/pack.schema.json\n";
    assert_eq!((said.code, &*said.out), (0, written));
    let checked = closer(&folder, &["check", "Our Clinic", "--deny-warnings"]);
    assert_eq!((checked.code, &*checked.out), (0, ""), "{}", checked.err);
    let tested = closer(&folder, &["test", "Our Clinic"]);
    assert_eq!((tested.code, &*tested.out), (0, "3 passed, 0 failed, 0 skipped\n"));
    let advised = closer(&folder, &["suggest", "--rules", "Our Clinic", "--in-person", "--all"]);
    for changed in ["Could I see the place", "when do you hope to decide?", "how rarely anyone says it"] {
        assert!(advised.out.contains(changed), "{changed}: {}", advised.out);
    }
    // Without what it changes the tests fail, or cannot even be read.
    let path = folder.join("Our Clinic/overlay.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (cover, _) = text.split_once("# Say something").unwrap();
    fs::write(&path, cover).unwrap();
    assert_eq!(closer(&folder, &["test", "Our Clinic"]).code, 2);
    // Other packs are not found by their name alone.
    let other = closer(&folder, &["new", "--extends", "other", "Other"]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains("closing"), "{}", other.err);
    // The commands that the comments name.
    for command in [&["show", "--rule", "next step"][..], &["show", "--rule", "thank-interviewer"], &["show"]]
    {
        let said = closer(&folder, command);
        assert!((said.out + &said.err).contains(match command {
            [_, _, "next step"] => "`ask-next-steps` (Ask about the next step)",
            [_, _, _] => "few-say-thank-you",
            _ => "When it is your turn to ask",
        }));
    }
}

#[test]
fn nothing_is_ever_overwritten() {
    let folder = folder("new-again");
    fs::write(folder.join("pack.toml"), "mine").unwrap();
    fs::write(folder.join("questions.test.toml"), "mine too").unwrap();
    let refused = closer(&folder, &["new"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(
        refused.err,
        "error: `pack.toml` and `questions.test.toml` are there already, and nothing was written\n  \
         tip: choose another folder, or keep them and write the rest with --force\n"
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);

    let forced = closer(&folder, &["new", "--force"]);
    assert_eq!((forced.code, forced.out.as_str()), (0, "questions.toml\npack.schema.json\n"));
    // With mistakes in the pack nothing is known of its names, so that the schema is one for any pack.
    let schema = fs::read_to_string(folder.join(SCHEMA)).unwrap();
    assert_eq!(schema, closer(&folder, &["schema"]).out);
    assert_eq!(fs::read_to_string(folder.join("pack.toml")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(folder.join("questions.test.toml")).unwrap(), "mine too");
}

#[test]
fn what_is_in_the_way_of_the_folder_is_named() {
    let folder = folder("new-in-the-way");
    fs::write(folder.join("rules"), "a file").unwrap();
    let said = closer(&folder, &["new", "rules"]);
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error: `rules"), "{}", said.err);
    assert!(said.err.contains("in the way"), "{}", said.err);
    assert_eq!(fs::read_to_string(folder.join("rules")).unwrap(), "a file");
}
