//! How slips in conditions are told.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::collections::BTreeSet;

use closer_core::RuleSet;
use closer_verify::Mutants;

/// The parts of one condition of which it is told that they are left out.
fn left_out(condition: &str) -> BTreeSet<String> {
    let pack = format!(
        r#"
        pack = {{ name = "small", version = "1.0.0", title = "Small", moments = ["end"] }}
        moments.end.title = "End"
        sources.us.title = "Us"
        facts.late = {{ question = "Late?", bool = true }}
        facts.cold = {{ question = "Cold?", bool = true }}
        facts.mood = {{ question = "Mood?", ordered = ["sad", "calm", "merry"] }}
        actions.smile = {{ moment = "end", title = "Smile", why = "It helps." }}
        [[rule]]
        id = "smile"
        suggest = "smile"
        {condition}
        because = "So."
        sources = ["us"]
        "#
    );
    let rules = RuleSet::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
    let mutants = Mutants::of(&rules).unwrap();
    let told = mutants.mutants().iter().filter(|slip| &*slip.id == "smile" && slip.change.starts_with('`'));
    told.filter_map(|slip| slip.change.strip_suffix(" is left out").map(str::to_owned)).collect()
}

#[test]
fn what_is_left_out_is_told_as_it_is_written() {
    let told = left_out(
        r#"when = { mood = { at_least = "calm" }, any = [{ cold = true, late = true }, { not = { late = false } }] }
        unless = { mood = "merry", any = [{ cold = true }, { late = true }] }"#,
    );
    let expected = [
        r#"`{ mood = { at_least = "calm" } }`"#,
        r"`{ any = [{ cold = true, late = true }, { not = { late = false } }] }`",
        r"`{ cold = true, late = true }`",
        r"`{ cold = true }`",
        r"`{ late = true }`",
        r"`{ not = { late = false } }`",
        r#"`{ all = [{ mood = { at_least = "calm" } }, { any = [{ cold = true, late = true }, { not = { late = false } }] }] }`"#,
        r"`{ any = [{ cold = true }, { late = true }] }`",
        r#"`unless = { all = [{ mood = "merry" }, { any = [{ cold = true }, { late = true }] }] }`"#,
    ];
    assert_eq!(told, expected.map(str::to_owned).into());
}

#[test]
fn two_tests_of_one_fact_are_not_told_as_one_table() {
    let told = left_out(
        r#"when = { any = [{ late = true }, { all = [{ mood = { at_least = "calm" } }, { mood = { at_most = "calm" } }] }] }"#,
    );
    let both = r#"`{ all = [{ mood = { at_least = "calm" } }, { mood = { at_most = "calm" } }] }`"#;
    assert!(told.contains(both), "{told:?}");
}
