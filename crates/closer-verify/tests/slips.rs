//! How slips in conditions are told.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::num::NonZeroUsize;

use closer_core::RuleSet;
use closer_verify::{Fate, Hunt, Mutant, Mutants, Suite};

/// A pack of one rule with this condition.
fn small(condition: &str) -> RuleSet {
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
    RuleSet::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"))
}

/// The parts of one condition of which it is told that they are left out.
fn left_out(condition: &str) -> BTreeSet<String> {
    let mutants = Mutants::of(&small(condition)).unwrap();
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

/// What stands twice in a condition can be changed twice in the same way: each of the slips has a name of its own, and so has the test that would notice it.
#[test]
fn slips_in_equal_tests_have_names_of_their_own() {
    let rules = small(r#"when = { any = [{ mood = "sad", late = true }, { mood = "sad", cold = true }] }"#);
    let mutants = Mutants::of(&rules).unwrap();
    let names: BTreeSet<(&str, &str)> =
        mutants.mutants().iter().map(|slip| (&*slip.id, slip.change.as_str())).collect();
    assert_eq!(names.len(), mutants.mutants().len());
    assert!(names.iter().any(|(_, change)| change.ends_with(" (2)")), "{names:?}");
    // All of them can be pasted together.
    let suite = Suite::from_toml(
        &rules,
        "pack = 'small'\n[[test]]\nname = 'none'\ngiven = { late = false, cold = false }\nsilent = ['smile']",
    )
    .unwrap();
    let hunt = mutants.hunt(&suite, NonZeroUsize::MIN, &|_| ());
    let tests: String = hunt.survivors().map(|survivor| survivor.test.to_owned()).collect();
    let pasted = Suite::from_toml(&rules, &format!("pack = 'small'\n{tests}"))
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(pasted.cases().len() > 5, "{tests}");
}

/// What becomes of the slips in what is taken for granted of `late`, where these rules suggest an action each, with a weight and for a source.
fn slips_of_late(rules: &[(&str, &str, u8, &str, &str)]) -> Hunt {
    let mut text = r#"
        pack = { name = "small", version = "1.0.0", title = "Small", moments = ["end"] }
        moments.end.title = "End"
        sources.us.title = "Us"
        sources.they.title = "They"
        sources.others.title = "Others"
        facts.cold = { question = "Cold?", bool = true }
        facts.late = { question = "Late?", bool = true, assume = true }
        facts.windy = { question = "Windy?", bool = true }
        actions.smile = { moment = "end", title = "Smile", why = "It helps." }
        actions.wave = { moment = "end", title = "Wave", why = "It helps." }
    "#
    .to_owned();
    for (id, action, weight, when, source) in rules {
        let when = if when.is_empty() { String::new() } else { format!("when = {{ {when} }}") };
        writeln!(text, "[[rule]]\nid = '{id}'\nsuggest = '{action}'\nweight = {weight}\n{when}").unwrap();
        writeln!(text, "because = 'So.'\nsources = ['{source}']").unwrap();
    }
    let rules = RuleSet::from_toml(&text).unwrap_or_else(|error| panic!("{error}"));
    let suite =
        Suite::from_toml(&rules, "pack = 'small'\n[[test]]\nname = 'a'\nsuggests = ['smile']").unwrap();
    let of_late = |slip: &Mutant| &*slip.id == "late" && slip.kind == "fact";
    let hunt = Mutants::of(&rules).unwrap().filter(of_late).hunt(&suite, NonZeroUsize::MIN, &|_| ());
    assert_eq!(hunt.fates().len(), 2, "nothing is taken for granted, or the opposite");
    hunt
}

/// Whether a slip is shown by which of two actions comes first, where just this is told.
fn turns_round(fate: &Fate, given: &str) -> bool {
    matches!(fate, Fate::Survived(test) if test.contains(&format!("{{ {given} }}")) && test.contains("order"))
}

const SMILE: (&str, &str, u8, &str, &str) = ("smile", "smile", 50, "", "us");
const WAVE: (&str, &str, u8, &str, &str) = ("wave", "wave", 50, "", "us");

/// A source that agrees in any case does not agree more for a second rule of it.
#[test]
fn a_second_rule_of_a_source_settles_no_tie() {
    let hunt = slips_of_late(&[SMILE, WAVE, ("late", "smile", 30, "late = true", "us")]);
    assert!(hunt.fates().iter().all(|(_, fate)| *fate == Fate::Equivalent), "{hunt:?}");
}

/// Nothing but a tie is settled otherwise, and only where it is cold.
#[test]
fn a_slip_that_only_settles_a_tie_is_seen_where_it_does() {
    let hunt = slips_of_late(&[SMILE, WAVE, ("late", "wave", 30, "late = true, cold = true", "they")]);
    assert!(hunt.fates().iter().all(|(_, fate)| turns_round(fate, "cold = true")), "{hunt:?}");
}

/// With each value of a fact two sources stand behind an action, and with neither for certain but one: no single interview shows that.
#[test]
fn a_tie_is_looked_for_where_another_source_stands_behind_an_action_with_each_value() {
    let hunt = slips_of_late(&[
        SMILE,
        WAVE,
        ("late", "wave", 30, "late = true, cold = true", "they"),
        ("soon", "wave", 30, "late = false, cold = true", "others"),
        // Where it is windy, they stand behind it anyway.
        ("windy", "wave", 30, "windy = true", "they"),
    ]);
    let nothing = hunt.fates().iter().find(|(slip, _)| slip.change.starts_with("nothing"));
    assert!(nothing.is_some_and(|(_, fate)| turns_round(fate, "cold = true")), "{hunt:?}");
}

/// Both are suggested either way; only which of them comes first is another.
#[test]
fn a_slip_that_turns_two_actions_round_is_seen_where_it_does() {
    let hunt = slips_of_late(&[
        SMILE,
        ("cold", "wave", 40, "cold = true", "us"),
        ("late", "wave", 60, "cold = true, late = true", "us"),
    ]);
    assert!(hunt.fates().iter().all(|(_, fate)| turns_round(fate, "cold = true")), "{hunt:?}");
}
