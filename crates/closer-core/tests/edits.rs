//! A rule set with one change is the one that its author would have got by writing it so.

#![expect(clippy::unwrap_used, reason = "in a test, to panic is to fail")]

use closer_core::Verdict;
use closer_core::model::{Allowed, Condition, Context, Edit, Polarity, RuleSet, Test};
use closer_core::space::{Budget, ValueSet};

const PACK: &str = r#"
    pack = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["early", "late"] }
    moments.early.title = "Early"
    moments.early.when  = { asked = false }
    moments.late.title  = "Late"
    sources.us.title    = "Us"
    groups.one          = { title = "One", at_most = 1 }
    facts.asked  = { question = "Asked?", bool = true, assume = false }
    facts.people = { question = "How many?", range = [0, 20] }
    actions.smile = { moment = "early", title = "Smile", why = "So.", group = "one" }
    actions.wave  = { moment = "late", title = "Wave", why = "So.", group = "one" }
    rule = [
      { id = "a", suggest = "smile", when = { people = { at_least = 4 } }, weight = 70, because = "So.", sources = ["us"] },
      { id = "b", suggest = "wave", weight = 40, because = "So.", sources = ["us"] },
      { id = "c", avoid = "wave", when = { people = { at_most = 2 } }, because = "So.", sources = ["us"] },
    ]
"#;

fn written(from: &str, to: &str) -> RuleSet {
    assert!(PACK.contains(from), "{from}");
    RuleSet::from_toml(&PACK.replace(from, to)).unwrap()
}

/// What comes out for every number of people, and each that may be said of `asked`.
fn everything(rules: RuleSet) -> Vec<String> {
    let program = rules.compile();
    let vocabulary = program.rules().vocabulary();
    let say = |context: &mut Context, fact: &str, allowed| {
        let fact = vocabulary.find(fact).unwrap();
        assert!(context.say(vocabulary, &Test::new(fact.id, allowed)));
    };
    let mut all = Vec::new();
    for people in 0..=20 {
        for asked in [None, Some(0), Some(1)] {
            let mut context = Context::unknown(vocabulary);
            say(&mut context, "people", Allowed::numbers([(people, people)]));
            if let Some(value) = asked {
                say(&mut context, "asked", Allowed::Values(ValueSet::single(value)));
            }
            let advice = program.advise(&context);
            let decision = program.decide(&context);
            let verdicts: Vec<Option<Verdict>> =
                program.rules().actions().iter().map(|action| advice.verdict(&action.id)).collect();
            let decided: Vec<Option<Verdict>> = program
                .rules()
                .actions()
                .iter()
                .map(|action| decision.verdict(program.rules().find_action(&action.id).unwrap()))
                .collect();
            assert_eq!(verdicts, decided);
            let list: Vec<_> = advice.suggested.iter().map(|s| (s.action.to_string(), s.role)).collect();
            let ranked = decision.ranked().iter();
            let ranked =
                ranked.map(|(id, role)| (program.rules().action(*id).unwrap().id.to_string(), *role));
            assert_eq!(list, ranked.collect::<Vec<_>>());
            all.push(format!("{people} {asked:?}: {verdicts:?} {list:?}"));
        }
    }
    all
}

#[test]
fn an_edit_is_what_its_author_would_have_written() {
    let rules = RuleSet::from_toml(PACK).unwrap();
    let rule = |id: &str| rules.find_rule(id).unwrap();
    let fact = |name: &str| rules.vocabulary().find(name).unwrap().id;
    let people = |low, high| Condition::Test(Test::new(fact("people"), Allowed::numbers([(low, high)])));
    let line = |id: &str| PACK.lines().find(|line| line.contains(&format!("id = \"{id}\""))).unwrap();
    let cases = [
        (Edit::Remove(rule("a")), written(line("a"), "")),
        (Edit::Weight(rule("a"), 10), written("weight = 70", "weight = 10")),
        (Edit::Weight(rule("b"), 200), written("weight = 40", "weight = 100")),
        (Edit::Polarity(rule("c"), Polarity::Suggest), written("avoid = \"wave\"", "suggest = \"wave\"")),
        (Edit::When(rule("c"), people(0, 3)), written("at_most = 2", "at_most = 3")),
        (Edit::AtMost(rules.actions()[0].group.unwrap(), 2), written("at_most = 1", "at_most = 2")),
        (Edit::Assume(fact("asked"), None), written(", assume = false", "")),
    ];
    let now = everything(rules.clone());
    for (edit, written) in cases {
        // Numbers are told apart where either asks.
        let finer = rules.refined(&people(0, 3), &mut Budget::unlimited()).unwrap();
        let then = everything(finer.unwrap_or_else(|| rules.clone()).edited(&edit).unwrap());
        assert!(then == everything(written), "{edit:?}");
        assert!(then != now, "{edit:?}");
    }
}

/// What the rules as they are do not tell apart is told apart where the edit asks for it.
#[test]
fn an_edit_tells_numbers_apart_by_itself() {
    let pack = PACK.replace(
        "assume = false }",
        "assume = false }\n    facts.rooms = { question = \"How many?\", range = [0, 20] }",
    );
    let rules = RuleSet::from_toml(&pack).unwrap();
    let fact = |name: &str| rules.vocabulary().find(name).unwrap().id;
    let many = |name: &str| Test::new(fact(name), Allowed::numbers([(7, 20)]));
    let edited =
        rules.edited(&Edit::When(rules.find_rule("a").unwrap(), Condition::Test(many("people")))).unwrap();
    let written = RuleSet::from_toml(&pack.replace("at_least = 4", "at_least = 7")).unwrap();
    assert_eq!(everything(edited), everything(written));
    let edited = rules.edited(&Edit::Assume(fact("rooms"), Some(many("rooms")))).unwrap();
    let rooms = edited.vocabulary().find("rooms").unwrap();
    assert_eq!(rooms.assume.as_ref().unwrap().allowed.positions(rooms), ValueSet::single(1));
}

/// Ids of another rule set may be of nothing here.
#[test]
fn an_edit_of_what_is_not_there_changes_nothing() {
    let rules = RuleSet::from_toml(PACK).unwrap();
    let larger = RuleSet::closing();
    let rule = larger.find_rule(&larger.rules()[rules.rules().len()].id).unwrap();
    assert_eq!(rule.index(), rules.rules().len());
    let people = rules.vocabulary().find("people").unwrap().id;
    let group = larger.actions().iter().filter_map(|action| action.group).max().unwrap();
    let fact = larger.vocabulary().facts()[rules.vocabulary().facts().len()].id;
    for edit in [
        Edit::Remove(rule),
        Edit::When(rule, Condition::ALWAYS),
        // Nor does it tell numbers apart.
        Edit::When(rule, Condition::Test(Test::new(people, Allowed::numbers([(7, 20)])))),
        Edit::Polarity(rule, Polarity::Avoid),
        Edit::Weight(rule, 1),
        Edit::AtMost(group, 7),
        Edit::Assume(fact, None),
    ] {
        let edited = rules.edited(&edit).unwrap();
        assert_eq!(format!("{edited:?}"), format!("{rules:?}"), "{edit:?}");
    }
}

/// Where a condition tells no more numbers apart than the rules do, they are not told apart anew.
#[test]
fn a_condition_that_is_too_deep_is_refused_and_any_other_is_kept() {
    let rules = RuleSet::from_toml(PACK).unwrap();
    let (id, asked) = (rules.find_rule("b").unwrap(), rules.vocabulary().find("asked").unwrap().id);
    let test = Condition::Test(Test::new(asked, Allowed::Values(ValueSet::single(1))));
    let within = |depth: usize| (0..depth).fold(test.clone(), |part, _| Condition::Not(Box::new(part)));
    for depth in 0..130 {
        match rules.edited(&Edit::When(id, within(depth))) {
            Ok(edited) => {
                assert!(depth < 100);
                assert_eq!(edited.rule(id).unwrap().when(), within(depth));
            }
            Err(_) => assert!(depth >= 100, "{depth}"),
        }
    }
}

#[test]
fn numbers_are_told_apart_once() {
    let rules = RuleSet::from_toml(PACK).unwrap();
    let fact = rules.vocabulary().find("people").unwrap().id;
    let people = |low, high| Condition::Test(Test::new(fact, Allowed::numbers([(low, high)])));
    let refined =
        |rules: &RuleSet, low, high| rules.refined(&people(low, high), &mut Budget::unlimited()).unwrap();
    assert!(
        refined(&rules, 0, 2).is_none()
            && refined(&rules, 4, 20).is_none()
            && refined(&rules, 3, 3).is_none()
    );
    assert!(rules.refined(&Condition::ALWAYS, &mut Budget::unlimited()).unwrap().is_none());
    let finer = refined(&rules, 0, 7).unwrap();
    let size = |rules: &RuleSet| rules.vocabulary().find("people").unwrap().size();
    assert_eq!((size(&rules), size(&finer)), (3, 4));
    assert!(refined(&finer, 0, 7).is_none());
    // There is an end to it.
    let wide = RuleSet::from_toml(&PACK.replace("range = [0, 20]", "range = [0, 999]")).unwrap();
    let every_other =
        |number: i64| Condition::All((0..number).map(|at| people(10 + 2 * at, 10 + 2 * at)).collect());
    let refined = |number| wide.refined(&every_other(number), &mut Budget::unlimited());
    assert!(refined(30).is_ok());
    for number in [31, 200, 300] {
        assert!(refined(number).is_err(), "{number}");
    }
}
