//! What tests of a pack reach, counted, and where that is written.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod sound;

use closer_core::{Program, RuleSet};
use closer_verify::coverage::{Target, marks};
use closer_verify::{Coverage, Suite};
use sound::{program, suite};

#[test]
fn coverage_counts_what_tests_speak_of() {
    let suite = suite(
        r#"
        test = [
          { name = "a", given = { went = "poorly", interviewers = 12 }, avoids = ["thank"] },
          { name = "b", given = { went = "well" }, first = "thank" },
          { name = "c", strict = true, suggests = ["thank"], known_gap = "sees nothing" },
          { name = "d", skip = "sees nothing", silent = ["ask"] },
        ]"#,
    );
    let coverage = Coverage::of(&program(), suite.cases());
    assert_eq!(coverage.cases, 2);
    let rule = |id: &str| coverage.rules.iter().find(|rule| &*rule.rule == id).unwrap();
    let always = rule("always-thank");
    assert_eq!((always.deciding, always.supporting, always.beaten), (1, 0, 1));
    let wreck = rule("no-thanks-after-a-wreck");
    assert_eq!((wreck.deciding, wreck.supporting, wreck.beaten), (1, 0, 0));
    let counts: Vec<(usize, usize, usize)> =
        wreck.tests.iter().map(|leaf| (leaf.holding, leaf.failing, leaf.open)).collect();
    assert_eq!(counts, [(1, 1, 0), (1, 0, 1)]);
    assert!(rule("ask-when-invited").is_never(), "no test speaks of it");
    let thank = coverage.actions.iter().find(|action| &*action.action == "thank").unwrap();
    assert_eq!((thank.first, thank.leading, thank.listed, thank.avoided), (1, 1, 1, 1));
    let missing: Vec<String> =
        coverage.missing().iter().map(|missing| format!("{} {}", missing.id, missing.what)).collect();
    assert!(
        missing.contains(&"no-thanks-after-a-wreck never sees went=poorly open".to_owned()),
        "{missing:?}"
    );
    assert!(missing.contains(&"thank never depends".to_owned()), "{missing:?}");
    // Pay is always left to them: no interview leads to another verdict while questions are asked.
    let pay = coverage.actions.iter().find(|action| &*action.action == "raise-pay").unwrap();
    assert_eq!(format!("{:?}", pay.possible), "[Avoided, Silent, Depends]");
}

#[test]
fn a_rule_is_true_also_where_another_may_beat_it() {
    let suite = suite("test = [{ name = 'a', given = { went = 'poorly' }, depends = ['thank'] }]");
    let coverage = Coverage::of(&program(), suite.cases());
    let rule = |id: &str| coverage.rules.iter().find(|rule| &*rule.rule == id).unwrap();
    let always = rule("always-thank");
    assert_eq!((always.deciding, always.supporting, always.beaten), (1, 0, 0));
    assert!(!always.is_never());
    // How many there were is not said, so this one is not known to be true.
    assert!(rule("no-thanks-after-a-wreck").is_never());
}

#[test]
fn marks_stand_where_the_tests_of_conditions_are_written() {
    let text = include_str!("mistakes/sound.toml");
    let coverage = Coverage::of(&program(), &[]);
    let marks = marks(&coverage, [text]);
    let written: Vec<&str> = marks.iter().map(|mark| &text[mark.span.clone()]).collect();
    assert_eq!(
        written,
        [
            "phase = [\"before\", \"at_close\"]",
            "ask",
            "thank",
            "raise-pay",
            "\"ask-when-invited\"",
            "invited = true",
            "went = \"poorly\"",
            "interviewers = { at_least = 3 }",
            "days = { at_least = 10 }",
            "\"always-thank\"",
            "\"no-thanks-after-a-wreck\"",
            "went = \"poorly\"",
            "interviewers = { at_least = 10 }",
            "\"leave-pay-to-them\"",
        ]
    );
}

/// What a mark is of must stand where the mark is.
fn hold_against_text(coverage: &Coverage, texts: &[&str]) -> usize {
    let marks = marks(coverage, texts.iter().copied());
    for mark in &marks {
        let written = &texts[mark.file][mark.span.clone()];
        match mark.target {
            Target::Rule(rule) => assert_eq!(written, format!("\"{}\"", coverage.rules[rule].rule)),
            Target::Action(action) => assert_eq!(written, &*coverage.actions[action].action),
            Target::RuleTest(rule, test) => {
                let fact = &coverage.rules[rule].tests[test].fact;
                assert!(written.starts_with(&format!("{fact} = ")), "{written} is no test of {fact}");
            }
            Target::MomentTest(moment, test) => {
                let fact = &coverage.moments[moment].tests[test].fact;
                assert!(written.starts_with(&format!("{fact} = ")), "{written} is no test of {fact}");
            }
            other => panic!("{other:?}"),
        }
    }
    marks.len()
}

#[test]
fn marks_are_of_what_stands_there() {
    let coverage = Coverage::of(&program(), &[]);
    assert_eq!(hold_against_text(&coverage, &[include_str!("mistakes/sound.toml")]), 14);
    let greetings = include_str!("greetings.toml");
    let program = Program::from_toml(greetings).unwrap();
    // 12 rules, 6 actions, and 11 tests of conditions.
    assert_eq!(hold_against_text(&Coverage::of(&program, &[]), &[greetings]), 29);
}

#[test]
fn marks_are_found_however_conditions_and_rules_are_written() {
    let first = r#"
        pack = { name = "written", version = "1.0.0", title = "Written", moments = ["end"] }
        moments.end = { title = "End", when = { not = { late = true } } }
        sources.us.title = "Us"
        facts.late = { question = "Late?", bool = true }
        facts.mood = { question = "Mood?", values = ["sad", "calm", "merry"] }
        [actions.smile]
        moment = "end"
        title = "Smile"
        why = "It helps."
        [[rule]]
        id = "smile-in-turn"
        suggest = "smile"
        because = "So."
        sources = ["us"]
        [[rule.when.any]]
        mood = "merry"
        [[rule.when.any]]
        not = { any = [{ mood = "sad" }, { all = [{ late = true }, { mood = "calm" }] }] }
    "#;
    let second = r#"rule = [
        { id = "smile-at-others", suggest = "smile", when = { mood = "calm" }, because = "So.", sources = ["us"] },
        { id = "not-at-all", avoid = "smile", unless = { mood = { not = "sad" } }, because = "No.", sources = ["us"] },
    ]"#;
    let rules = RuleSet::from_files([("a.toml", first), ("b.toml", second)])
        .unwrap_or_else(|error| panic!("{error}"));
    let coverage = Coverage::of(&rules.compile(), &[]);
    // One action and its moment's test; three rules with four tests, one and one.
    assert_eq!(hold_against_text(&coverage, &[first, second]), 11);
}

#[test]
fn a_moment_without_actions_needs_no_test_and_no_promise() {
    let base = r#"
        pack = { name = "base", version = "1.0.0", title = "Base", moments = ["end", "later"] }
        moments.end.title = "End"
        moments.later = { title = "Later", when = { late = true } }
        sources.us.title = "Us"
        facts.late = { question = "Late?", bool = true }
        actions.smile = { moment = "end", title = "Smile", why = "It helps." }
        actions.write = { moment = "later", title = "Write", why = "It helps." }
        rule = [
            { id = "smile", suggest = "smile", because = "So.", sources = ["us"] },
            { id = "write", suggest = "write", because = "So.", sources = ["us"] },
        ]"#;
    // The pack on top leaves nothing at the second.
    let top = "pack = { name = 'top', version = '1.0.0', extends = 'base' }\ndisable.actions = ['write']\n";
    let rules = RuleSet::from_layers([[("base.toml", base)], [("top.toml", top)]])
        .unwrap_or_else(|error| panic!("{error}"));
    let tests = "pack = 'top'\n[[test]]\nname = 't'\nsuggests = ['smile']\n";
    let suite = Suite::from_toml(&rules, tests).unwrap();
    let coverage = Coverage::of(&rules.clone().compile(), suite.cases());
    assert!(coverage.missing().iter().all(|missing| &*missing.id != "later"), "{:?}", coverage.missing());
    let marks = marks(&coverage, [base, top]);
    assert!(marks.iter().all(|mark| !matches!(mark.target, Target::MomentTest(..))), "{marks:?}");
    let promise = "pack = 'top'\n[[property]]\nname = 'p'\nat_least = { later = 1 }\n";
    let refused = Suite::from_toml(&rules, promise).unwrap_err();
    assert!(refused.to_string().contains("the moment `later` has no actions"), "{refused}");
}

#[test]
fn a_summary_counts_what_can_be_reached_and_what_is() {
    let program = Program::from_toml(include_str!("greetings.toml")).unwrap();
    let test = "pack = \"greetings\"\n[[test]]\nname = \"t\"\ngiven = { mood = \"merry\", cold = false }\nsuggests = [\"smile\", \"wave\"]\n";
    let suite = Suite::from_toml(program.rules(), test).unwrap();
    let coverage = Coverage::of(&program, suite.cases());
    let summary = coverage.summary();
    // Two rules are for a smile, and one for a wave.
    assert_eq!((summary.rules.reached, summary.rules.of), (3, 12));
    // Of all rules about these two each single test holds or fails, and there are 11 tests with three ways each.
    assert_eq!((summary.conditions.reached, summary.conditions.of), (5, 33));
    // A smile is possible, wrong, or open, and a wave is always good; shaking hands and humming may be silent, and singing wrong as well.
    assert_eq!((summary.verdicts.reached, summary.verdicts.of), (2, 15));
}

#[test]
fn a_rule_decides_unless_another_of_its_side_and_action_is_stronger() {
    let program = Program::from_toml(include_str!("greetings.toml")).unwrap();
    let test = "pack = \"greetings\"\n[[test]]\nname = \"t\"\ngiven = { mood = \"merry\", cold = false }\nsuggests = [\"smile\", \"wave\", \"shake\"]\n";
    let suite = Suite::from_toml(program.rules(), test).unwrap();
    let coverage = Coverage::of(&program, suite.cases());
    let reached = coverage.rules.iter().filter(|rule| !rule.is_never());
    let counts: Vec<(&str, usize, usize)> =
        reached.map(|rule| (&*rule.rule, rule.deciding, rule.supporting)).collect();
    assert_eq!(
        counts,
        [
            ("shake-merry-hands", 0, 1),
            ("shake-warm-hands", 1, 0),
            ("smile-always", 0, 1),
            ("smile-at-the-merry", 1, 0),
            ("wave-always", 1, 0),
        ]
    );
}
