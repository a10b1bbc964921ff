//! The example overlays: the tests beside them pass, they get along with each other, and what is in effect can be written down.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fs;
use std::path::{Path, PathBuf};

use closer_core::{Effective, RuleSet};
use closer_verify::Suite;

const OVERLAYS: [&str; 2] = ["graduate", "executive-search"];

type Files = Vec<(String, String)>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/overlays")
}

fn shipped() -> Files {
    closer_rules::CLOSING.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn overlay(name: &str) -> Files {
    let file = format!("{name}.toml");
    let text = fs::read_to_string(folder().join(&file)).unwrap();
    vec![(file, text)]
}

fn run_tests(rules: &RuleSet, name: &str) -> usize {
    let text = fs::read_to_string(folder().join(format!("{name}.test.toml"))).unwrap();
    let suite = Suite::from_toml(rules, &text).unwrap_or_else(|error| panic!("{name}:\n{error}"));
    let program = rules.clone().compile();
    for test in suite.cases() {
        test.run(&program)
            .into_result()
            .unwrap_or_else(|failure| panic!("{name}: {}:\n{failure}", test.name()));
    }
    suite.cases().len()
}

#[test]
fn the_tests_beside_each_overlay_pass() {
    for name in OVERLAYS {
        let rules = RuleSet::from_layers([shipped(), overlay(name)])
            .unwrap_or_else(|error| panic!("{name}:\n{error}"));
        assert_eq!(&*rules.pack().name, name);
        assert!(rules.warnings().is_empty());
        assert!(run_tests(&rules, name) >= 5);
    }
}

#[test]
fn the_page_on_overlays_shows_an_overlay_that_passes_its_tests() {
    let page = folder().join("../../docs/layering.md");
    let page = fs::read_to_string(page).unwrap();
    let mut blocks = page.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap());
    let (overlay, tests) = (blocks.next().unwrap(), blocks.next().unwrap());
    let rules =
        RuleSet::from_layers([shipped(), vec![("my-clinic.toml".to_owned(), overlay.to_owned())]]).unwrap();
    assert!(rules.warnings().is_empty() && rules.find_action("ask-for-card").is_none());
    let suite = Suite::from_toml(&rules, tests).unwrap_or_else(|error| panic!("{error}"));
    let program = rules.compile();
    assert!(suite.cases().iter().all(|case| case.run(&program).is_ok()));
}

#[test]
fn the_tests_of_an_overlay_need_the_overlay() {
    // Without its changes, though with its name, some test of each overlay fails or cannot even be read.
    for name in OVERLAYS {
        let cover = format!("[pack]\nname = \"{name}\"\nversion = \"1.0.0\"\nextends = \"closing\"\n");
        let bare = RuleSet::from_layers([shipped(), vec![("bare.toml".to_owned(), cover)]]).unwrap();
        let text = fs::read_to_string(folder().join(format!("{name}.test.toml"))).unwrap();
        assert!(Suite::from_toml(&bare, &text).is_err(), "{name}");
    }
}

#[test]
fn overlays_get_along_in_any_order() {
    let [one, two] = OVERLAYS.map(overlay);
    let rules =
        RuleSet::from_layers([shipped(), one.clone(), two.clone()]).unwrap_or_else(|error| panic!("{error}"));
    let again = RuleSet::from_layers([two, shipped(), one]).unwrap();
    assert_eq!(format!("{rules:?}"), format!("{again:?}"));
    assert_eq!(&*rules.pack().name, "executive-search-and-graduate");
}

#[test]
fn the_effective_pack_is_a_pack_that_means_the_same() {
    let stacks: [&[&str]; 4] = [&[], &["graduate"], &["executive-search"], &OVERLAYS];
    for stack in stacks {
        let layers = std::iter::once(shipped()).chain(stack.iter().map(|name| overlay(name)));
        let effective = Effective::from_layers(layers).unwrap_or_else(|error| panic!("{error}"));
        let written = effective.to_toml();
        let again = RuleSet::from_toml(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
        assert_eq!(plain(&again), plain(effective.rules()));
        if let [name] = stack {
            run_tests(&again, name);
        }
    }
}

/// A rule set without places and without the packs it was made of.
fn plain(rules: &RuleSet) -> String {
    let text = format!("{rules:?}");
    let mut parts = text.split("Span {");
    let first = parts.next().unwrap().to_owned();
    let text = parts.fold(first, |text, part| text + part.split_once('}').unwrap().1);
    let (before, layers) = text.split_once("layers: [").unwrap();
    let text = before.to_owned() + layers.split_once(']').unwrap().1;
    // What an overlay leaves without a use is not complained of; in a pack that stands alone it is.
    text.split_once(", warnings: [").unwrap().0.to_owned()
}
