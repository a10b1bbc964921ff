//! Packs that are read, and in which every look at every action is as hard as it can be. Advice takes very many looks, which share their steps: what is not decided then is said to be so.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use closer_core::{Context, Goal, Limits, Possibility, Program, RuleSet, Verdict};

fn head() -> String {
    "[pack]\nname = 'hard'\nversion = '1.0.0'\ntitle = 'Hard'\nmoments = ['now']\n\
     [moments.now]\ntitle = 'Now'\n[sources.one]\ntitle = 'One'\n"
        .to_owned()
}

fn action(id: &str, moment: &str) -> String {
    format!("[actions.{id}]\nmoment = '{moment}'\ntitle = '{id}'\nwhy = 'It helps.'\n")
}

fn rule(id: &str, says: &str, weight: usize, when: &str) -> String {
    format!(
        "[[rule]]\nid = '{id}'\n{says}\nweight = {weight}\nwhen = {when}\nbecause = 'Because.'\nsources = ['one']\n"
    )
}

/// Facts of which something is usual.
fn usual(count: usize) -> String {
    let fact = |at| format!("[facts.g{at}]\nbool = true\nassume = false\nquestion = 'g{at}?'\n");
    (0..count).map(fact).collect()
}

/// Of one more facts than there are values two have the same: that takes very many cases to find out. Each value has a rule of its own, so no condition is large. Of every
/// `avoids`th value the rule is against the action.
fn pigeons(actions: usize, values: usize, unusual: usize, avoids: usize) -> String {
    let mut pack = head() + &usual(unusual);
    let names: Vec<String> = (0..values).map(|value| format!("'v{value}'")).collect();
    for fact in 0..=values {
        write!(pack, "[facts.p{fact}]\nquestion = 'p{fact}?'\nvalues = [{}]\n", names.join(", ")).unwrap();
    }
    let all_unusual: Vec<String> = (0..unusual).map(|at| format!("g{at} = true")).collect();
    for at in 0..actions {
        pack += &action(&format!("a{at}"), "now");
        let (suggests, against) = (format!("suggest = 'a{at}'"), format!("avoid = 'a{at}'"));
        for value in 0..values {
            let pairs = (0..=values).flat_map(|one| (0..one).map(move |other| (one, other)));
            let both = pairs.map(|(one, other)| format!("{{ p{one} = 'v{value}', p{other} = 'v{value}' }}"));
            let when = format!("{{ any = [{}] }}", both.collect::<Vec<_>>().join(", "));
            let says = if value % avoids == avoids - 1 { &against } else { &suggests };
            pack += &rule(&format!("r{at}-{value}"), says, 60 + value, &when);
        }
        // So every look has to be taken again for each of these facts.
        pack += &rule(&format!("g{at}"), &suggests, 5, &format!("{{ {} }}", all_unusual.join(", ")));
        pack += &rule(&format!("s{at}"), &suggests, 10, "{}");
    }
    pack
}

/// Every fact is asked about by very many actions.
fn usual_facts(actions: usize, facts: usize) -> String {
    let mut pack = head() + &usual(facts);
    for at in 0..actions {
        let says = format!("suggest = 'a{at}'");
        let any: Vec<String> =
            (0..8).map(|step| format!("{{ g{} = true }}", (at * 7 + step * 13) % facts)).collect();
        pack += &action(&format!("a{at}"), "now");
        pack += &rule(&format!("r{at}"), &says, at % 99 + 1, &format!("{{ any = [{}] }}", any.join(", ")));
        pack += &rule(&format!("s{at}"), &says, 1, "{}");
    }
    pack
}

/// Each moment comes in one of many ways.
fn moments(count: usize, facts: usize, ways: usize) -> String {
    let names: Vec<String> = (0..count).map(|at| format!("'m{at}'")).collect();
    let mut pack = head().replace("['now']", &format!("['now', {}]", names.join(", "))) + &usual(facts);
    for at in 0..count {
        let pair = |way: usize| {
            format!("{{ g{} = true, g{} = true }}", (at + way) % facts, (at + 3 * way + 1) % facts)
        };
        let any = (0..ways).map(pair).collect::<Vec<_>>().join(", ");
        write!(pack, "[moments.m{at}]\ntitle = 'm{at}'\nwhen = {{ any = [{any}] }}\n").unwrap();
        pack += &action(&format!("a{at}"), &format!("m{at}"));
        pack += &rule(&format!("r{at}"), &format!("suggest = 'a{at}'"), 60, "{}");
    }
    pack
}

/// Two rules for and two against one action clash in very many places, as do those of all other actions.
fn clashes(actions: usize, facts: usize) -> String {
    let mut pack = head();
    for at in 0..facts {
        for name in ["f", "h"] {
            write!(pack, "[facts.{name}{at}]\nbool = true\nquestion = 'So?'\n").unwrap();
        }
    }
    for at in 0..actions {
        pack += &action(&format!("a{at}"), "now");
        for (way, says) in ["suggest", "avoid", "suggest", "avoid"].into_iter().enumerate() {
            let pair = |first: usize| {
                format!("{{ f{first} = true, h{} = true }}", (first * (way + 2) + at + 1) % facts)
            };
            let any = (0..facts).map(pair).collect::<Vec<_>>().join(", ");
            let says = format!("{says} = 'a{at}'");
            pack += &rule(&format!("r{at}-{way}"), &says, 40 + way, &format!("{{ any = [{any}] }}"));
        }
    }
    pack
}

/// Whether the moment has come hangs on very many facts, and so does every action.
fn wide_guard(actions: usize, facts: usize, values: usize) -> String {
    let names: Vec<String> = (0..values).map(|value| format!("'v{value}'")).collect();
    let tests: Vec<String> = (0..facts).map(|fact| format!("f{fact} = 'v0'")).collect();
    let guard = format!("title = 'Now'\nwhen = {{ {} }}\n", tests.join(", "));
    let mut pack = head().replace("title = 'Now'\n", &guard);
    for fact in 0..facts {
        write!(pack, "[facts.f{fact}]\nquestion = '?'\nvalues = [{}]\n", names.join(", ")).unwrap();
    }
    for at in 0..actions {
        pack += &action(&format!("a{at}"), "now");
        pack += &rule(&format!("r{at}"), &format!("suggest = 'a{at}'"), 50, "{}");
    }
    pack
}

/// What a pack of a stranger may be at most, in one dimension after the other.
fn packs() -> [(&'static str, String); 10] {
    [
        ("4 actions, each of 405 alternatives", pigeons(4, 9, 10, usize::MAX)),
        ("10 actions, each of 196", pigeons(10, 7, 20, usize::MAX)),
        ("60 actions, each of 75", pigeons(60, 5, 200, usize::MAX)),
        ("150 actions, each of 40", pigeons(150, 4, 100, usize::MAX)),
        ("for and against 10 actions", pigeons(10, 7, 20, 2)),
        ("for and against 60 actions", pigeons(60, 5, 20, 3)),
        ("1,200 actions, 400 things usual", usual_facts(1_200, 400)),
        ("900 moments with 6 ways each", moments(900, 400, 6)),
        ("20 actions, each with 100 alternatives that clash", clashes(20, 25)),
        ("1,500 actions at a moment of 380 tests", wide_guard(1_500, 380, 16)),
    ]
}

fn read(pack: &str) -> Program {
    let layer = [[("hard.toml", pack)]];
    RuleSet::from_layers_within(layer, Limits::untrusted())
        .unwrap_or_else(|error| panic!("{} bytes: {error}", pack.len()))
        .compile()
}

/// However hard a look is, all of them together take no more than the steps that there are. Without that this test would take hours.
#[test]
fn hard_looks_of_one_advice_do_not_add_up() {
    const ACTIONS: usize = 10;
    const VALUES: usize = 7;
    const USUAL: usize = 60;
    let program = read(&pigeons(ACTIONS, VALUES, USUAL, usize::MAX));
    let context = Context::unknown(program.rules().vocabulary());
    let advice = program.advise(&context);
    assert_eq!(advice.suggested.len(), ACTIONS);
    // It is told what is taken for granted, and not what would be without.
    let told = &advice.assumed;
    assert!(told.len() == USUAL && told.iter().all(|it| it.without.is_empty()), "{told:?}");
    // A person is rather asked in vain.
    let questions = program.questionnaire(context.clone(), 3);
    assert!(questions.next_question().is_some() && questions.open_facts().len() > VALUES);
    // A card says nothing of what would be otherwise where that is not seen.
    assert!(program.card(&context).surprises.is_empty());
}

/// Two actions, of which the rules that hold are hard to see, and are not where there is `more`. Nothing depends on `z`.
fn rivals(values: usize) -> String {
    let mut pack = pigeons(1, values, 1, usize::MAX).replace("weight = 10\n", "weight = 1\n");
    pack +=
        "[facts.z]\nbool = true\nassume = true\nquestion = 'z?'\n[facts.x]\nbool = true\nquestion = 'x?'\n";
    pack += &(action("own", "now") + &rule("own", "suggest = 'own'", 50, "{ x = true }"));
    pack + &rule("z", "suggest = 'a0'", 3, "{ z = true }")
}

/// What is not decided is claimed nowhere: neither that an action could be first, nor that an assumption made a difference.
#[test]
fn what_is_not_decided_is_not_claimed() {
    for (values, is_decided) in [(3, true), (9, false)] {
        let program = read(&rivals(values));
        let context = Context::unknown(program.rules().vocabulary());
        let first = program.changes_for(&context, "own", Goal::First).unwrap();
        let impossible = if is_decided { Possibility::Impossible } else { Possibility::Undecided };
        assert_eq!(
            (first.answer, first.sets.len()),
            (impossible, 0),
            "a rule of weight 60 or more always holds"
        );
        let advice = program.advise(&context);
        let rival = advice.suggested.iter().find(|it| &*it.action == "a0").unwrap();
        assert_eq!((rival.score, rival.score_at_most), if is_decided { (60, 62) } else { (3, 68) });
        let told: Vec<&str> = advice.assumed.iter().map(|it| &*it.fact).collect();
        assert_eq!(told, if is_decided { vec![] } else { vec!["g0", "z"] });
        assert!(advice.assumed.iter().all(|it| it.without.is_empty()), "{:?}", advice.assumed);
    }
}

/// However many rules are hard, those that plainly hold are told, and those that plainly fail are not.
#[test]
fn plain_rules_are_told_beside_hard_ones() {
    let mut pack = rivals(9) + &rule("plain", "suggest = 'a0'", 2, "{}");
    pack += &rule("fails", "suggest = 'a0'", 99, "{ x = false }");
    let program = read(&pack);
    let context = program.context(&serde_json::json!({ "x": true })).unwrap();
    let advice = program.advise(&context);
    let rival = advice.suggested.iter().find(|it| &*it.action == "a0").unwrap();
    let rules: Vec<&str> = rival.rules.iter().map(|rule| &**rule).collect();
    assert!(rules.contains(&"plain") && !rules.contains(&"fails"), "{rules:?}");
    assert_eq!(rival.agreeing, 1);
}

/// What rules say of other actions, of which nothing is hard, takes no steps from one that is.
#[test]
fn simple_actions_leave_the_steps_to_a_hard_one() {
    let without =
        |pack: &str| pack.replace("suggest = 'a0'\nweight = 10\n", "suggest = 'other'\nweight = 10\n");
    let mut pack = without(&(pigeons(1, 5, 50, usize::MAX) + &action("other", "now")));
    let tests: Vec<String> = (0..50).map(|at| format!("g{at} = true")).collect();
    for at in 0..500 {
        pack += &action(&format!("s{at}"), "now");
        pack += &rule(
            &format!("s{at}-1"),
            &format!("suggest = 's{at}'"),
            50,
            &format!("{{ {} }}", tests.join(", ")),
        );
    }
    let program = read(&pack);
    // Hardly more than it takes.
    let program = program.with_steps(400_000);
    let decision = program.decide_strict(&Context::unknown(program.rules().vocabulary()));
    let hard = program.rules().find_action("a0").unwrap();
    assert_eq!(decision.verdict(hard), Some(Verdict::Suggested));
}

/// Every pack is answered, and with fewer steps none of them is decided otherwise.
#[test]
fn hard_packs_are_answered() {
    for (kind, pack) in packs() {
        let program = read(&pack);
        let few = program.with_steps(100_000);
        let context = Context::unknown(program.rules().vocabulary());
        let (decision, less) = (program.decide(&context), few.decide(&context));
        for ((action, verdict), (_, told)) in decision.verdicts().zip(less.verdicts()) {
            assert!(told == verdict || told == Verdict::Depends, "{kind}: {action:?}");
        }
        let advice = few.advise(&context);
        assert_eq!(advice.suggested.len(), less.ranked().len(), "{kind}");
        assert_eq!(few.decider().decide(&context).verdicts().count(), program.rules().actions().len());
        let _card = few.card(&context);
    }
}

/// `cargo test --release -p closer-core --test hard_packs -- --ignored --nocapture`
#[test]
#[ignore = "prints how long it takes, which no test may depend on"]
fn how_long_an_answer_takes() {
    let took = |work: &dyn Fn()| -> Duration {
        let begin = Instant::now();
        work();
        begin.elapsed()
    };
    for (kind, pack) in packs() {
        let begin = Instant::now();
        let program = read(&pack);
        println!("{kind}: {} KiB, read in {} ms", pack.len() / 1024, begin.elapsed().as_millis());
        let context = Context::unknown(program.rules().vocabulary());
        let (first, rule) =
            (program.rules().actions().first().unwrap(), program.rules().rules().first().unwrap());
        let work: [(&str, &dyn Fn()); 11] = [
            ("decide", &|| drop(program.decide(&context))),
            ("advise", &|| drop(program.advise(&context))),
            ("advise_strict", &|| drop(program.advise_strict(&context))),
            ("card", &|| drop(program.card(&context))),
            ("next question", &|| drop(program.questionnaire(context.clone(), 3).next_question())),
            ("open facts", &|| drop(program.questionnaire(context.clone(), 3).open_facts())),
            ("explain", &|| drop(program.explain(&context, &first.id))),
            ("explain a rule", &|| drop(program.explain_rule(&context, &rule.id))),
            ("what would make it first", &|| drop(program.changes_for(&context, &first.id, Goal::First))),
            ("tables for deciding", &|| drop(program.decider().decide(&context).clone())),
            ("tables for matching", &|| drop(program.matcher().certain().to_vec())),
        ];
        let took: Vec<String> =
            work.iter().map(|(what, work)| format!("{what} {}", took(work).as_millis())).collect();
        println!("  ms: {}", took.join(", "));
    }
}
