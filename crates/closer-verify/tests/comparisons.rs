//! Small packs with one edit each, and all that a comparison says of it.
//!
//! In `comparisons/NAME.txt` lines that begin with `-` are in the old pack only, and those that begin with `+` in the new one. What is said must be below
//! the line of `=`; run with `UPDATE_GOLDEN=1` to write it anew.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use closer_core::RuleSet;
use closer_verify::diff::{Comparison, Example, Limits, Share};
use closer_verify::{Outcome, Suite};

const SAID: &str = "==========\n";

struct Case {
    path: PathBuf,
    edit: String,
    kept: String,
    old: RuleSet,
    new: RuleSet,
}

/// The lines of an edit that one of the packs has.
fn side(edit: &str, own: char, other: char) -> RuleSet {
    let lines = edit.lines().filter(|line| !line.starts_with(other));
    let text: Vec<&str> = lines.map(|line| line.strip_prefix(own).unwrap_or(line)).collect();
    RuleSet::from_toml(&text.join("\n")).unwrap_or_else(|error| panic!("{error}\n{edit}"))
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/comparisons");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let case = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let (edit, kept) = text.split_once(SAID).unwrap_or((&text, ""));
        let (old, new) = (side(edit, '-', '+'), side(edit, '+', '-'));
        Case { path, edit: edit.to_owned(), kept: kept.to_owned(), old, new }
    };
    paths.into_iter().map(case).collect()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn share(share: Share) -> String {
    let worlds = share.worlds.map_or_else(|| "not counted,".to_owned(), |worlds| worlds.to_string());
    format!("{worlds} of {}", share.of.unwrap())
}

fn shown(comparison: &Comparison) -> String {
    let mut shown = String::new();
    let version = &comparison.version;
    let least = if version.decided { "" } else { "at least " };
    let fits = if version.fits == Some(true) { "fits" } else { "does not fit" };
    writeln!(
        shown,
        "{least}{:?}: {}, {} {fits}",
        version.bump,
        version.at_least.as_deref().unwrap(),
        comparison.new.version
    )
    .unwrap();
    writeln!(shown, "{} are otherwise", share(comparison.differs)).unwrap();
    for change in &comparison.changes {
        let breaking = if change.breaking { "breaking" } else { "not breaking" };
        writeln!(shown, "\n{}\n  {breaking}, {}", json(&change.what), share(change.share)).unwrap();
        if let Some(example) = &change.example {
            show_example(&mut shown, example);
        }
    }
    shown.push('\n');
    for undecided in &comparison.undecided {
        writeln!(shown, "not decided: {}: {}", undecided.what, undecided.because).unwrap();
    }
    for named in &comparison.names {
        let of = named.fact.as_ref().map(|fact| format!("{fact}: ")).unwrap_or_default();
        writeln!(shown, "{:?} {}: {of}{}", named.change, named.of, named.name).unwrap();
    }
    for rule in &comparison.rules {
        writeln!(shown, "rule {}", json(rule)).unwrap();
    }
    for text in &comparison.texts {
        writeln!(shown, "{} {}: {}", text.of, text.name, text.fields.join(", ")).unwrap();
    }
    shown
}

fn show_example(shown: &mut String, example: &Example) {
    let given: Vec<String> = example
        .given
        .iter()
        .map(|told| match told.only_in {
            None => told.short.clone(),
            Some(pack) => format!("{} ({pack})", told.short),
        })
        .collect();
    let smallest = if example.smallest { "smallest" } else { "small" };
    writeln!(shown, "  {smallest} example: [{}]", given.join(" ")).unwrap();
    let (before, now) = (example.old_rules.join(" "), example.new_rules.join(" "));
    writeln!(shown, "  rules: [{before}] -> [{now}]").unwrap();
    for line in example.test.iter().flat_map(|test| test.lines()) {
        writeln!(shown, "  | {line}").unwrap();
    }
}

#[test]
fn every_edit_is_told_as_it_should_be() {
    let mut wrong = Vec::new();
    for case in cases() {
        let shown = shown(&Comparison::of(&case.old, &case.new, Limits::default()));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&case.path, format!("{}{SAID}{shown}", case.edit)).unwrap();
        } else if case.kept != shown {
            wrong.push(format!("{}:\n{shown}", case.path.display()));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
}

#[test]
fn a_test_made_of_an_example_tells_the_packs_apart() {
    let mut tests = 0;
    for case in cases() {
        let comparison = Comparison::of(&case.old, &case.new, Limits::default());
        for change in &comparison.changes {
            let Some(test) = change.example.as_ref().and_then(|example| example.test.as_ref()) else {
                continue;
            };
            let file = format!("pack = \"{}\"\n{test}", comparison.new.name);
            let passes = |rules: &RuleSet| {
                let suite = Suite::from_toml(rules, &file).ok()?;
                let program = rules.clone().compile();
                Some(suite.cases().iter().all(|case| case.run(&program) == Outcome::Passed))
            };
            assert_eq!(passes(&case.new), Some(true), "{}:\n{test}", case.path.display());
            assert_ne!(passes(&case.old), Some(true), "{}:\n{test}", case.path.display());
            tests += 1;
        }
    }
    assert!(tests > 10, "{tests}");
}

/// Where the numbers that the two tell apart are too many, their rules are compared as they are written.
#[test]
fn rules_are_told_where_their_meanings_cannot_be_compared() {
    let pack = |shift: i64, weight: i64| {
        let mut pack = "pack = { name = 'n', version = '1.0.0', title = 'N', moments = ['end'] }\n\
            moments.end.title = 'End'\nsources.us.title = 'Us'\n\
            facts.n = { question = 'How many?', range = [0, 1000] }\n\
            actions.smile = { moment = 'end', title = 'Smile', why = 'So.' }\n"
            .to_owned();
        for at in 0..20 {
            let n = at * 10 + shift;
            writeln!(pack, "[[rule]]\nid = 'r{at}'\nsuggest = 'smile'\nweight = {weight}\nwhen = {{ n = {n} }}\nbecause = 'So.'\nsources = ['us']").unwrap();
        }
        RuleSet::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"))
    };
    let comparison = Comparison::of(&pack(0, 50), &pack(5, 60), Limits::default());
    assert_eq!(comparison.undecided.len(), 1);
    assert_eq!(comparison.rules.len(), 20);
    for rule in &comparison.rules {
        assert_eq!(rule.fields, ["condition", "weight"]);
        assert_eq!((rule.same_meaning, rule.matters), (None, None));
    }
    assert!(
        !comparison.version.decided && comparison.version.fits == Some(false),
        "{:?}",
        comparison.version
    );
    assert!(Comparison::of(&pack(0, 50), &pack(0, 50), Limits::default()).is_same());
}

/// What is not decided for want of steps is noted once, wherever they run out.
#[test]
fn with_any_number_of_steps_nothing_is_noted_twice() {
    let changed = |case: &Case| case.edit.contains("+ {") && case.kept.contains("\"kind\":\"verdict\"");
    let mut undecided_of_breaking = 0;
    for case in cases().into_iter().filter(changed) {
        let exact = Comparison::of(&case.old, &case.new, Limits::default());
        for steps in 0..1_500 {
            let mut limits = Limits::default();
            limits.steps = steps;
            let comparison = Comparison::of(&case.old, &case.new, limits);
            let mut noted: Vec<&str> = comparison.undecided.iter().map(|it| it.what.as_str()).collect();
            let all = noted.len();
            noted.sort_unstable();
            noted.dedup();
            assert_eq!(noted.len(), all, "{} with {steps}: {:?}", case.path.display(), comparison.undecided);
            // Whoever is not told that a change breaks something is told that this was not decided.
            let is_unsure = noted.iter().any(|what| what.starts_with("whether all that is otherwise needs"));
            for change in comparison.changes.iter().filter(|change| !change.breaking) {
                let told = exact.changes.iter().find(|told| told.what == change.what);
                let breaks = told.is_some_and(|told| told.breaking);
                undecided_of_breaking += usize::from(breaks && is_unsure);
                assert!(is_unsure || !breaks, "{change:?}");
            }
        }
    }
    assert!(undecided_of_breaking > 1, "no case in which the steps run out at that question");
}

#[test]
fn a_pack_is_the_same_as_itself_with_any_number_of_steps_and_no_other() {
    for case in cases() {
        for steps in [0, 1, 10, 100, 1_000] {
            let mut limits = Limits::default();
            limits.steps = steps;
            assert!(Comparison::of(&case.new, &case.new, limits).is_same(), "{}", case.path.display());
            assert!(!Comparison::of(&case.old, &case.new, limits).is_same(), "{}", case.path.display());
        }
    }
}
