//! Snapshots: the same rule set again, and nothing worse than an error from bytes that are none.
#![cfg(feature = "snapshot")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

#[allow(dead_code, reason = "the other parts are for other tests")]
mod reference {
    pub(crate) mod build;
    pub(crate) mod context;
    pub(crate) mod fit;
    pub(crate) mod json;
    pub(crate) mod pack;
    pub(crate) mod random;
    pub(crate) mod toml_text;
    pub(crate) mod world;
}

use closer_core::RuleSet;
use closer_core::model::{Context, SnapshotError};
use proptest::prelude::*;
use reference::random::packs_with_mistakes;
use reference::toml_text;

/// Everything that a rule set holds, but for warnings, which stay with authors.
fn shown(rules: &RuleSet) -> String {
    let shown = format!("{rules:#?}");
    shown.split("\n    warnings: ").next().unwrap().to_owned()
}

#[test]
fn the_shipped_pack_is_the_same_again() {
    let rules = RuleSet::closing();
    let again = RuleSet::from_snapshot(&rules.to_snapshot()).unwrap();
    assert!(shown(&again) == shown(&rules));
    assert_eq!(again.to_snapshot(), rules.to_snapshot());
}

#[test]
fn other_bytes_are_refused() {
    let bytes = RuleSet::closing().to_snapshot();
    assert_eq!(RuleSet::from_snapshot(b"").unwrap_err(), SnapshotError::OtherVersion);
    assert_eq!(RuleSet::from_snapshot(b"closer 0.0.0\n").unwrap_err(), SnapshotError::OtherVersion);
    assert!(matches!(RuleSet::from_snapshot(&bytes[..bytes.len() - 1]), Err(SnapshotError::Damaged(_))));
    let longer = [bytes.as_slice(), &[0]].concat();
    let error = RuleSet::from_snapshot(&longer).unwrap_err();
    assert_eq!(error.to_string(), "the snapshot is damaged: more follows");
}

/// Short texts and long ones, of one byte a letter and of more.
#[test]
fn texts_of_any_length_are_the_same_again() {
    let sound = include_str!("mistakes/sound.toml");
    let saying = |text: &str| {
        let places = ["A small pack", "It is theirs to raise.", "you feel it went well", "Bring up pay"];
        let pack = places.iter().fold(sound.to_owned(), |pack, place| pack.replace(place, text));
        RuleSet::from_toml(&pack).unwrap()
    };
    for length in [1, 255, 256, 257, 1_000] {
        for letter in ["x", "ü"] {
            let rules = saying(&letter.repeat(length));
            let again = RuleSet::from_snapshot(&rules.to_snapshot()).unwrap();
            assert_eq!(again.pack().title.chars().count(), length);
            assert!(shown(&again) == shown(&rules), "{letter} {length}");
        }
    }
    let bytes = saying(&"ü".repeat(400)).to_snapshot();
    for length in 0..bytes.len() {
        assert!(RuleSet::from_snapshot(&bytes[..length]).is_err(), "{length} of {} bytes", bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn any_pack_is_the_same_again(pack in packs_with_mistakes()) {
        let rules = RuleSet::from_toml(&toml_text::plain(&pack.without_mistakes())).unwrap();
        let again = RuleSet::from_snapshot(&rules.to_snapshot()).unwrap();
        prop_assert!(shown(&again) == shown(&rules));
    }

    #[test]
    fn damaged_bytes_are_refused_or_still_run(pack in packs_with_mistakes(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = RuleSet::from_toml(&toml_text::plain(&pack.without_mistakes())).unwrap().to_snapshot();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(rules) = RuleSet::from_snapshot(&bytes) {
            let program = rules.compile();
            let context = Context::unknown(program.rules().vocabulary());
            let advice = program.advise(&context);
            prop_assert!(advice.suggested.len() <= program.rules().actions().len());
        }
    }
}
