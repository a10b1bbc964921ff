//! Comparisons of packs that are large: quick where little is otherwise, and never without an end.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;

use closer_core::RuleSet;
use closer_core::model::Edit;
use closer_verify::diff::{Bump, Comparison, Limits, NameChange, What};

/// A pack whose one rule asks whether some of many pairs of facts are both true: each fact is asked long before its partner.
fn wide(pairs: usize, tail: &str) -> RuleSet {
    let mut text = String::from(
        "pack = { name = 'wide', version = '1.0.0', title = 'Wide', moments = ['end'] }
         moments.end.title = 'At the end'
         sources.us.title = 'Us'
         actions.smile = { moment = 'end', title = 'Smile', why = 'So.' }
         actions.wave = { moment = 'end', title = 'Wave', why = 'So.' }\n",
    );
    let mut any = Vec::new();
    for at in 10..10 + pairs {
        writeln!(text, "facts.a{at} = {{ question = 'A?', bool = true }}").unwrap();
        writeln!(text, "facts.b{at} = {{ question = 'B?', bool = true }}").unwrap();
        any.push(format!("{{ a{at} = true, b{at} = true }}"));
    }
    let any = any.join(", ");
    write!(
        text,
        "[[rule]]\nid = 'one'\nsuggest = 'smile'\nwhen = {{ any = [{any}{tail}] }}\nbecause = 'So.'\nsources = ['us']\n\
         [[rule]]\nid = 'two'\nsuggest = 'wave'\nwhen = {{ a10 = true }}\nbecause = 'So.'\nsources = ['us']\n"
    )
    .unwrap();
    RuleSet::from_toml(&text).unwrap()
}

#[test]
fn what_is_too_large_is_said_to_be_so() {
    let (old, new) = (wide(40, ""), wide(40, ", { a10 = true, b11 = true }"));
    let comparison = Comparison::of(&old, &new, Limits::default());
    assert!(!comparison.undecided.is_empty());
    assert!(comparison.undecided.iter().any(|it| it.what.contains("`smile`")), "{:?}", comparison.undecided);
    assert!(!comparison.version.decided && !comparison.advice_differs() && !comparison.is_same());
    assert_eq!(comparison.rules[0].same_meaning, None);
    // With fewer facts the same question has an answer.
    let (old, new) = (wide(6, ""), wide(6, ", { a10 = true, b11 = true }"));
    let comparison = Comparison::of(&old, &new, Limits::default());
    assert!(comparison.undecided.is_empty() && comparison.advice_differs());
}

#[test]
fn what_is_written_alike_needs_no_answer() {
    let pack = wide(40, "");
    assert!(Comparison::of(&pack, &pack, Limits::steps(0)).is_same());
}

#[test]
fn numbers_that_are_cut_too_often_are_not_compared() {
    let pack = |first: u8| {
        let values: Vec<String> = (0..50).map(|at| (first + at * 4).to_string()).collect();
        let text = format!(
            "pack = {{ name = 'cut', version = '1.0.0', title = 'Cut', moments = ['end'] }}
             moments.end.title = 'At the end'
             sources.us.title = 'Us'
             facts.people = {{ question = 'How many?', range = [0, 250] }}
             actions.smile = {{ moment = 'end', title = 'Smile', why = 'So.' }}
             rule = [{{ id = 'one', suggest = 'smile', when = {{ people = [{}] }}, because = 'So.', sources = ['us'] }}]",
            values[..31].join(", ")
        );
        RuleSet::from_toml(&text).unwrap()
    };
    let comparison = Comparison::of(&pack(0), &pack(2), Limits::default());
    assert!(comparison.undecided[0].because.contains("`people`"));
    assert!(!comparison.is_same() && !comparison.version.decided);
}

#[test]
fn the_shipped_pack_is_compared_with_each_edit_of_it() {
    let old = RuleSet::closing();
    let limits = Limits::default();
    assert!(Comparison::of(&old, &old, limits).is_same());
    let mut majors = 0;
    // Every rule would be too many for a test.
    for rule in old.rules().iter().step_by(12) {
        let id = old.find_rule(&rule.id).unwrap();
        let gone = Comparison::of(&old, &old.edited(&Edit::Remove(id)).unwrap(), limits);
        assert!(gone.undecided.iter().all(|it| it.what.contains("told in part")), "{:?}", gone.undecided);
        assert!(gone.names.iter().any(|named| named.change == NameChange::Gone && named.name == rule.id));
        assert_eq!(gone.version.bump, Bump::Major);
        majors += usize::from(gone.changes.iter().any(|change| matches!(change.what, What::Verdict { .. })));
        for change in &gone.changes {
            assert!(change.example.is_some(), "{change:?}");
        }
    }
    assert!(majors > 3, "{majors}");
}
