//! What the program takes, the schemas take: the shipped pack, the examples, and whatever else is without a mistake.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use crate::packs::{File, Pack, Schema, document, file, files, project};
use crate::support::{self, closer, folder};

/// Every pack that is at hand and free of mistakes. The reader is asked, so that nothing is on this list by mistake.
pub(crate) fn sound_packs() -> &'static [Pack] {
    static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(find_sound_packs);
    &PACKS
}

fn find_sound_packs() -> Vec<Pack> {
    let core = project().join("crates/closer-core/tests");
    let verify = project().join("crates/closer-verify/tests/mistakes");
    let own = project().join("crates/closer-cli/tests/packs");
    // Its tests are not TOML, to show that nobody reads them.
    let small = Pack { tests: Vec::new(), ..Pack::folder(&own.join("small")) };
    let sound = Pack { languages: vec![file(&core.join("mistakes/translated.de.lang.toml"))], ..in_corpus() };
    let overlay =
        Pack { name: "upper".into(), base: sound.rules.clone(), ..Pack::folder(&core.join("layers/sound")) };
    let every_field = Pack {
        name: "every-field".into(),
        base: sound.rules.clone(),
        ..Pack::folder(&project().join("crates/closer-cli/tests/schema/overlay"))
    };
    let mut example = Pack::file(&project().join("examples/own_rules.toml"));
    example.add(file(&project().join("examples/failing.test.toml")));
    example.add(file(&project().join("examples/broken.test.toml")));
    let mut promised = Pack::folder(&own.join("tested"));
    promised.add(file(&own.join("promised.test.toml")));
    let mut packs = vec![
        Pack::folder(&project().join("rules/closing")),
        Pack::file(&project().join("examples/overlays/graduate.toml")),
        Pack::file(&project().join("examples/overlays/executive-search.toml")),
        example,
        Pack::file(&project().join("crates/closer-cli/docs/codes/sample.toml")),
        Pack { name: "verify-sound".into(), ..Pack::file(&verify.join("sound.toml")) },
        promised,
        Pack { base: small.rules.clone(), ..Pack::file(&own.join("overlay.toml")) },
        small,
        sound,
        overlay,
        every_field,
        Pack::folder(&new_pack("accepted")),
    ];
    packs.extend(only_warned_of());
    packs
}

pub(crate) fn in_corpus() -> Pack {
    let sound = project().join("crates/closer-core/tests/mistakes/sound.toml");
    Pack { name: "sound".into(), rules: vec![file(&sound)], ..Pack::default() }
}

/// The folder of a pack that `closer new` has written.
pub(crate) fn new_pack(place: &str) -> PathBuf {
    let folder = folder(&format!("schema-new-{place}"));
    assert_eq!(closer(&folder, &["new", "fresh"]).code, 0);
    folder.join("fresh")
}

/// Cases of the core's corpus that are no mistakes.
pub(crate) fn only_warned_of() -> Vec<Pack> {
    let mut packs = Vec::new();
    for (name, files) in support::corpus() {
        let mut pack = Pack { name, ..Pack::default() };
        for file in files {
            pack.add(file);
        }
        let fine = pack.read().is_ok_and(|rules| rules.translate(pack.languages.clone()).is_ok());
        packs.extend(fine.then_some(pack));
    }
    assert!(packs.len() > 5, "{packs:#?}");
    packs
}

/// The texts that a pack's own schemas and those for any pack must take, with the kind of schema.
pub(crate) fn texts(pack: &Pack) -> Vec<(&'static str, File)> {
    let rules = pack.rules.iter().map(|(name, text)| {
        // Tests in a file of rules are the one thing that the reader passes over and a schema does not.
        let text = text.split("[[test]]").next().unwrap_or_default();
        ("pack", (name.clone(), text.to_owned()))
    });
    let tests = pack.tests.iter().cloned().map(|file| ("pack", file));
    rules.chain(tests).chain(pack.languages.iter().cloned().map(|file| ("language", file))).collect()
}

#[test]
fn what_the_program_takes_the_schemas_take() {
    let any = [("pack", Schema::any("pack")), ("language", Schema::any("language"))];
    for pack in sound_packs() {
        let rules = pack.read().unwrap_or_else(|error| panic!("{}: {error}", pack.name));
        if !pack.tests.is_empty() {
            rules.sheet(pack.tests.clone()).unwrap_or_else(|error| panic!("{}: {error}", pack.name));
        }
        rules.translate(pack.languages.clone()).unwrap_or_else(|error| panic!("{}: {error}", pack.name));
        let own = [("pack", pack.schema("pack")), ("language", pack.schema("language"))];
        for (of, (name, text)) in texts(pack) {
            // A translation written for another pack is read as far as it fits.
            let for_another = of == "language" && document(&text)["pack"] != *rules.pack().name;
            let own = own.iter().filter(|_| !for_another);
            for (kind, schema) in any.iter().chain(own).filter(|(kind, _)| *kind == of) {
                let mistakes = schema.mistakes(&text);
                assert!(
                    mistakes.is_empty(),
                    "{}/{name}, {kind}, {}: {mistakes:#?}",
                    pack.name,
                    schema.value["title"]
                );
            }
        }
    }
}

#[test]
fn tests_in_a_file_of_rules_are_rejected() {
    let sound = &in_corpus().rules[0].1;
    let test = "\n[[test]]\nname = \"next steps are asked for\"\nsuggests = [\"ask-next-steps\"]\n";
    let mistakes = Schema::any("pack").mistakes(&format!("{sound}{test}"));
    assert!(mistakes.iter().any(|mistake| mistake.contains("'test' was unexpected")), "{mistakes:#?}");
}

#[test]
fn the_examples_in_the_pages_on_complaints_are_right() {
    let (pack, language) = (Schema::any("pack"), Schema::any("language"));
    let mut seen = 0;
    for path in files(&project().join("crates/closer-cli/docs/codes")) {
        let (name, text) = file(&path);
        let Some((_, right)) = text.split_once("## Right\n") else { continue };
        for block in right.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            // Examples are parts of files, so those of translations may lack their head.
            let translation = format!("language = \"de\"\npack = \"sample\"\n{block}");
            let languages =
                [block, &translation].into_iter().filter(|text| toml::from_str::<Value>(text).is_ok());
            let mistakes = pack.mistakes(block);
            let fine =
                mistakes.is_empty() || languages.into_iter().any(|text| language.mistakes(text).is_empty());
            assert!(fine, "{name}: {mistakes:#?}\n{block}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}
