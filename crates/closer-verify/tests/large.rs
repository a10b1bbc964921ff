//! Comparisons of packs that are large: quick where little is otherwise, and never without an end.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::fmt::Write;

use closer_core::model::Edit;
use closer_core::{Advice, Role, RuleSet, Verdict};
use closer_verify::diff::{Bump, Comparison, Example, Limits, NameChange, What};

/// A pack whose one rule asks whether some of many pairs of facts are both true: each fact is asked long before its partner.
fn wide(pairs: usize, tail: &str) -> RuleSet {
    RuleSet::from_toml(&wide_at(pairs, tail, "end")).unwrap()
}

/// The same, with a moment for what the rule suggests: the end, or later, which is only where it is late.
fn wide_at(pairs: usize, tail: &str, moment: &str) -> String {
    let mut text = format!(
        "pack = {{ name = 'wide', version = '1.0.0', title = 'Wide', moments = ['end', 'later'] }}
         moments.end.title = 'At the end'
         moments.later = {{ title = 'Later', when = {{ late = true }} }}
         facts.late = {{ question = 'Late?', bool = true }}
         sources.us.title = 'Us'
         actions.smile = {{ moment = '{moment}', title = 'Smile', why = 'So.' }}
         actions.wave = {{ moment = 'end', title = 'Wave', why = 'So.' }}\n"
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
    text
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
fn what_is_small_is_found_beside_what_is_too_large() {
    let pack = |weight: u8, tail: &str| {
        let mut text = String::from(
            "groups.one = { title = 'One', at_most = 1 }
             actions.bow = { moment = 'end', title = 'Bow', why = 'So.', group = 'one' }
             actions.nod = { moment = 'end', title = 'Nod', why = 'So.', group = 'one' }\n",
        );
        text += &wide_at(40, tail, "end");
        for (action, weight) in [("bow", 50), ("nod", weight)] {
            writeln!(
                text,
                "[[rule]]\nid = '{action}'\nsuggest = '{action}'\nweight = {weight}\nbecause = 'So.'\nsources = ['us']"
            )
            .unwrap();
        }
        RuleSet::from_toml(&text).unwrap()
    };
    let (old, new) = (pack(40, ""), pack(60, ", { a10 = true, b11 = true }"));
    let comparison = Comparison::of(&old, &new, Limits::steps(100_000));
    assert!(comparison.undecided.iter().any(|it| it.what == "what is said of `smile`"));
    assert!(!comparison.undecided.iter().any(|it| it.what.contains("lead")), "{:?}", comparison.undecided);
    let roles = comparison.changes.iter().filter_map(|change| match &change.what {
        What::Role { action, new, .. } => Some((&**action, *new)),
        _ => None,
    });
    assert_eq!(roles.collect::<Vec<_>>(), [("bow", Role::Spare), ("nod", Role::Lead)]);
}

#[test]
fn what_is_written_alike_needs_no_answer() {
    let pack = wide(40, "");
    assert!(Comparison::of(&pack, &pack, Limits::steps(0)).is_same());
}

#[test]
fn leaders_that_rest_on_the_same_need_no_answer() {
    let mut text = String::from(
        "pack = { name = 'leaders', version = '1.0.0', title = 'Leaders', moments = ['end'] }
         moments.end.title = 'At the end'
         sources.us.title = 'Us'
         groups.one = { title = 'One', at_most = 1 }
         actions.smile = { moment = 'end', title = 'Smile', why = 'So.', group = 'one' }
         actions.wave = { moment = 'end', title = 'Wave', why = 'So.', group = 'one' }
         actions.nod = { moment = 'end', title = 'Nod', why = 'So.', never_with = ['bow'] }
         actions.bow = { moment = 'end', title = 'Bow', why = 'So.' }
         facts.late = { question = 'Late?', bool = true }\n",
    );
    for action in ["smile", "wave", "nod", "bow"] {
        writeln!(
            text,
            "[[rule]]\nid = '{action}'\nsuggest = '{action}'\nwhen = {{ late = true }}\nbecause = 'So.'\nsources = ['us']"
        )
        .unwrap();
    }
    let pack = RuleSet::from_toml(&text).unwrap();
    assert!(Comparison::of(&pack, &pack, Limits::steps(0)).is_same());
}

/// The interview that stands in an example, as it is told to a pack.
fn advice(rules: &RuleSet, example: &Example) -> Advice {
    let said =
        example.given.iter().map(|told| (told.fact.to_string(), serde_json::to_value(&told.value).unwrap()));
    rules.clone().compile().advise(&rules.context(&said.collect::<serde_json::Map<_, _>>()).unwrap())
}

#[test]
fn what_is_said_in_few_steps_is_so() {
    let (old, new) = (wide(8, ""), RuleSet::from_toml(&wide_at(8, "", "later")).unwrap());
    let (mut steps, mut in_few) = (64, 0);
    while steps < 200_000 {
        let comparison = Comparison::of(&old, &new, Limits::steps(steps));
        for change in &comparison.changes {
            let Some(example) = &change.example else { continue };
            in_few += usize::from(!example.smallest);
            let (before, now) = (advice(&old, example), advice(&new, example));
            match &change.what {
                What::Verdict { action, old, new } => {
                    assert_eq!((before.verdict(action), now.verdict(action)), (*old, *new), "{change:?}");
                }
                What::Moment { action, .. } => {
                    let suggested = Some(Verdict::Suggested);
                    assert_eq!(
                        (before.verdict(action), now.verdict(action)),
                        (suggested, suggested),
                        "{change:?}"
                    );
                }
                What::Order { action, other } => {
                    let rank = |advice: &Advice, id: &str| {
                        advice.suggested.iter().find(|it| *it.action == *id).unwrap().rank
                    };
                    assert!(rank(&before, other) < rank(&before, action), "{change:?}");
                    assert!(rank(&now, action) < rank(&now, other), "{change:?}");
                }
                other => panic!("{other:?}"),
            }
        }
        steps += steps / 4;
    }
    assert!(in_few > 2, "{in_few}");
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

/// A pack with facts of which the new one assumes a value that the old one does not have, though it says the same with each.
fn assuming(facts: usize, is_new: bool) -> RuleSet {
    let mut text = String::from(
        "pack = { name = 'assuming', version = '1.0.0', title = 'Assuming', moments = ['end'] }
         moments.end.title = 'At the end'
         sources.us.title = 'Us'
         actions.smile = { moment = 'end', title = 'Smile', why = 'So.' }\n",
    );
    for at in 10..10 + facts {
        let values = if is_new { "['a', 'b', 'c'], assume = 'c'" } else { "['a', 'b']" };
        writeln!(text, "facts.z{at} = {{ question = 'Z?', values = {values} }}").unwrap();
    }
    for at in 10..10 + facts {
        let rest = if is_new { "['b', 'c']" } else { "'b'" };
        for (name, value) in [("x", "'a'"), ("y", rest)] {
            writeln!(
                text,
                "[[rule]]\nid = '{name}{at}'\nsuggest = 'smile'\nwhen = {{ z{at} = {value} }}\nbecause = 'So.'\nsources = ['us']"
            )
            .unwrap();
        }
    }
    RuleSet::from_toml(&text).unwrap()
}

#[test]
fn interviews_are_tried_only_as_long_as_there_are_steps() {
    let (old, new) = (assuming(12, false), assuming(12, true));
    let open = |limits: Limits| {
        let comparison = Comparison::of(&old, &new, limits);
        assert!(!comparison.version.decided && !comparison.advice_differs(), "{:?}", comparison.changes);
        comparison.undecided.iter().filter(|it| it.because.contains("too many steps")).count()
    };
    assert_eq!(open(Limits::default()), 0);
    // One fact gets half of what is left, so that the others get something, too.
    assert_eq!(open(Limits::steps(10_000)), 12);
}
