//! What is too large to decide is not decided: neither guessed, nor waited for, nor a reason to fall over.
#![allow(clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;

use closer_core::space::{Budget, Status};
use closer_core::{Context, Goal, Possibility, Program};
use serde_json::Value as Json;

/// A pack with as many yes-or-no facts, and an action `own` that is suggested with weight 50 under this condition.
fn pack(facts: usize, when: &str) -> String {
    let mut pack = format!(
        "[pack]\nname = 'large'\nversion = '1.0.0'\ntitle = 'Large'\nmoments = ['now']\n\
         [moments.now]\ntitle = 'Now'\n[sources.one]\ntitle = 'One'\n{}{}",
        action("own"),
        rule("own", 50, when)
    );
    for fact in 0..facts {
        write!(pack, "[facts.f{fact}]\nbool = true\nquestion = 'f{fact}?'\n").unwrap();
    }
    pack
}

fn action(id: &str) -> String {
    format!("[actions.{id}]\nmoment = 'now'\ntitle = '{id}'\nwhy = 'It helps.'\n")
}

fn rule(action: &str, weight: u8, when: &str) -> String {
    format!(
        "[[rule]]\nid = '{action}-{weight}'\nsuggest = '{action}'\nweight = {weight}\nwhen = {when}\n\
         because = 'Because.'\nsources = ['one']\n"
    )
}

fn avoid(action: &str, when: &str) -> String {
    format!(
        "[[rule]]\nid = 'no-{action}'\navoid = '{action}'\nwhen = {when}\n\
         because = 'Because.'\nsources = ['one']\n"
    )
}

/// That so many facts, from `first` on, are all so.
fn all_are(value: bool, first: usize, count: usize) -> String {
    let tests: Vec<String> = (first..first + count).map(|fact| format!("f{fact} = {value}")).collect();
    format!("{{ {} }}", tests.join(", "))
}

/// That one of so many facts is true.
fn any_of(count: usize) -> String {
    let tests: Vec<String> = (0..count).map(|fact| format!("{{ f{fact} = true }}")).collect();
    format!("{{ any = [{}] }}", tests.join(", "))
}

/// That both facts of one of so many pairs are true: it takes very many cases to tell where that is so, and no fact says much about it.
fn any_pair_of(count: usize) -> String {
    let pair = |pair: usize| format!("{{ f{} = true, f{} = true }}", 2 * pair, 2 * pair + 1);
    format!("{{ any = [{}] }}", (0..count).map(pair).collect::<Vec<_>>().join(", "))
}

/// Where all of these facts are false.
fn context(program: &Program, facts: std::ops::Range<usize>) -> Context {
    let known: serde_json::Map<String, Json> =
        facts.map(|fact| (format!("f{fact}"), Json::Bool(false))).collect();
    program.context(&Json::Object(known)).unwrap()
}

/// A pack with an action `pigeons` under nine conditions of which one holds in every world: of ten facts with nine values two have the same. That
/// takes very many cases to find out.
fn pigeons(more: &str) -> String {
    let mut pack = pack(0, "{}") + more + &action("pigeons");
    for fact in 0..10 {
        let values: Vec<String> = (0..9).map(|value| format!("'v{value}'")).collect();
        write!(pack, "[facts.p{fact}]\nquestion = 'p{fact}?'\nvalues = [{}]\n", values.join(", ")).unwrap();
    }
    for value in 0..9 {
        let pairs = (0..10).flat_map(|one| (0..one).map(move |other| (one, other)));
        let both: Vec<String> =
            pairs.map(|(one, other)| format!("{{ p{one} = 'v{value}', p{other} = 'v{value}' }}")).collect();
        let when = format!("{{ any = [{}] }}", both.join(", "));
        pack += &rule("pigeons", 90, &when).replace("pigeons-90", &format!("pigeons-{value}"));
    }
    pack
}

#[test]
fn a_score_that_is_not_decided_is_the_highest_that_is_proved_and_its_rank_is_not_settled() {
    let pack = pigeons("") + &rule("pigeons", 10, "{}");
    let program = Program::from_toml(&pack).unwrap();
    let advice = program.advise(&Context::unknown(program.rules().vocabulary()));
    let ranked: Vec<(&str, u8, u8, bool)> =
        advice.suggested.iter().map(|it| (&*it.action, it.score, it.score_at_most, it.settled)).collect();
    assert_eq!(ranked, [("own", 50, 50, false), ("pigeons", 10, 90, false)]);
}

#[test]
fn a_dispute_that_is_not_decided_is_told() {
    let program = Program::from_toml(&pigeons(&avoid("pigeons", "{}"))).unwrap();
    let vocabulary = program.rules().vocabulary();
    let advice = program.advise(&Context::unknown(vocabulary));
    let [dispute] = &*advice.avoided[0].disputes else { panic!("{:?}", advice.avoided) };
    assert_eq!((dispute.when, dispute.sides.len()), (Status::Open, 10));
    let pigeons = program.rules().find_action("pigeons").unwrap();
    assert!(program.stand(pigeons, Context::unknown(vocabulary).bounds()).unwrap().disputed);
    // Where it can be decided it is.
    let all: serde_json::Map<String, Json> =
        (0..10).map(|fact| (format!("p{fact}"), Json::from(format!("v{}", fact % 9)))).collect();
    let advice = program.advise(&program.context(&Json::Object(all)).unwrap());
    assert_eq!(advice.avoided[0].disputes[0].when, Status::Holds);
}

#[test]
fn too_many_ways_to_try_are_not_decided() {
    // Each rival goes when one of two facts is true, so to be rid of all takes as many facts as there are rivals.
    const RIVALS: usize = 25;
    let mut pack = pack(2 * RIVALS, "{}");
    for at in 0..RIVALS {
        let id = format!("rival-{at}");
        pack.push_str(&action(&id));
        pack.push_str(&rule(&id, 60, &format!("{{ f{} = false, f{} = false }}", 2 * at, 2 * at + 1)));
    }
    let program = Program::from_toml(&pack).unwrap();
    let context = context(&program, 0..2 * RIVALS);
    let first = program.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!(first.answer, Possibility::Undecided);
    assert!(
        first.sets.is_empty() && first.fewest.is_some_and(|fewest| (2..=RIVALS).contains(&fewest)),
        "{first:?}"
    );
    // However many steps there are, there is an end to what is tried.
    let tireless = program.with_steps(u64::MAX / 2);
    let first = tireless.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!(first.answer, Possibility::Undecided);
    // A verdict needs no search.
    let rival = program.changes_for(&context, "rival-3", Goal::Suggested).unwrap();
    assert_eq!(rival.answer, Possibility::Already);
}

#[test]
fn changes_of_very_many_facts_do_not_run_out_of_stack() {
    const FACTS: usize = 700;
    let program = Program::from_toml(&pack(FACTS, &all_are(true, 0, FACTS))).unwrap();
    let context = context(&program, 0..0);
    let suggested = program.changes_for(&context, "own", Goal::Suggested).unwrap();
    assert_eq!((suggested.answer, suggested.fewest), (Possibility::Possible, Some(FACTS)));
    let first = program.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!((first.answer, first.fewest), (Possibility::Undecided, Some(FACTS)));
}

#[test]
fn as_many_changes_as_are_ever_tried_are_found_and_may_be_in_vain() {
    const MOST: usize = Budget::MAX_DEPTH as usize;
    let mut pack = pack(MOST + 1, &all_are(true, 0, MOST));
    let first = |pack: &str| {
        let program = Program::from_toml(pack).unwrap();
        let first = program.changes_for(&context(&program, 0..0), "own", Goal::First).unwrap();
        (first.answer, first.fewest, first.sets.len())
    };
    assert_eq!(first(&pack), (Possibility::Possible, Some(MOST), 1));
    pack.push_str(&(action("rival") + &rule("rival", 60, "{}")));
    assert_eq!(first(&pack), (Possibility::Impossible, None, 0));
}

#[test]
fn what_can_never_come_first_is_said_to_however_many_facts_there_are() {
    // Whatever `f0` is, one of the two is suggested.
    let facts = usize::from(Budget::MAX_DEPTH) + 1;
    let mut pack = pack(facts, "{}");
    for (rival, away) in [("this", "{ f0 = true }"), ("that", "{ f0 = false }")] {
        pack.push_str(&(action(rival) + &rule(rival, 60, "{}") + &avoid(rival, away)));
    }
    let program = Program::from_toml(&pack).unwrap();
    let first = program.changes_for(&context(&program, 0..1), "own", Goal::First).unwrap();
    assert_eq!(first.answer, Possibility::Impossible);
}

#[test]
fn nothing_is_tried_against_what_is_always_better() {
    // Once it has the higher score everywhere, once all that settles ties.
    for (rival, weight) in [("rival", 60), ("a-rival", 50)] {
        let mut pack = pack(30, "{}");
        pack.push_str(&(action(rival) + &rule(rival, weight, "{}")));
        // What changes of these facts do to the rival is no help.
        pack.push_str(&rule(rival, 40, &any_of(30)));
        let program = Program::from_toml(&pack).unwrap();
        let first = program.changes_for(&context(&program, 0..30), "own", Goal::First).unwrap();
        assert_eq!(first.answer, Possibility::Impossible, "{rival}");
    }
}

#[test]
fn facts_that_cannot_help_are_not_tried() {
    // To come first takes one fact a rival. The others make it stronger, but not strong enough where it is suggested at all.
    const RIVALS: usize = 5;
    const OTHERS: usize = 60;
    let mut pack = pack(OTHERS + RIVALS, "{}");
    pack.push_str(&(rule("own", 55, &any_of(OTHERS)) + &rule("own", 99, "{ f0 = true, f1 = true }")));
    pack.push_str(&avoid("own", "{ f0 = true }"));
    for at in 0..RIVALS {
        let id = format!("rival-{at}");
        pack.push_str(&(action(&id) + &rule(&id, 60, &format!("{{ f{} = false }}", OTHERS + at))));
    }
    let program = Program::from_toml(&pack).unwrap();
    let first = program.changes_for(&context(&program, 0..OTHERS + RIVALS), "own", Goal::First).unwrap();
    assert_eq!((first.answer, first.fewest), (Possibility::Possible, Some(RIVALS)));
}

#[test]
fn a_rank_is_settled_however_much_is_open_about_what_surely_comes_after() {
    let mut pack = pack(40, "{}");
    pack.push_str(&(action("weak") + &rule("weak", 40, &any_pair_of(20))));
    let program = Program::from_toml(&pack).unwrap();
    let advice = program.advise(&context(&program, 0..0));
    assert!(advice.suggested.iter().any(|own| &*own.action == "own" && own.settled), "{advice:?}");
}

#[test]
fn a_list_that_is_not_proved_to_be_the_smallest_is_not_said_to_be() {
    const FACTS: usize = 10;
    // Two facts are true and two false: that no list says so in fewer ways takes too long to prove.
    let two_are = |value: bool| {
        let pairs = (0..FACTS).flat_map(|one| (0..one).map(move |other| (one, other)));
        let pairs: Vec<String> =
            pairs.map(|(one, other)| format!("{{ f{one} = {value}, f{other} = {value} }}")).collect();
        format!("{{ any = [{}] }}", pairs.join(", "))
    };
    let mixed = format!("{{ all = [{}, {}] }}", two_are(true), two_are(false));
    let mut pack = pack(FACTS, &mixed);
    pack.push_str(&(action("other") + &avoid("other", &mixed)));
    let program = Program::from_toml(&pack).unwrap();
    let advice = program.advise(&context(&program, 0..0));
    let smallest: Vec<bool> = advice.depends.iter().map(|it| it.smallest).collect();
    assert_eq!(smallest, [false, false], "neither for what suggests one nor for what avoids the other");
}

/// The facts that can still change the first two leading actions.
fn open_facts(pack: &str) -> Vec<String> {
    let program = Program::from_toml(pack).unwrap();
    let questions = program.questionnaire(context(&program, 0..0), 2);
    questions.open_facts().iter().map(|fact| fact.name.to_string()).collect()
}

#[test]
fn no_question_is_asked_about_what_surely_comes_too_late() {
    const PAIRS: usize = 16;
    let mut pack = pack(2 * PAIRS + 1, "{}");
    // Whether this one is the second is hard to say, but it is that or `own`.
    pack.push_str(&(action("often") + &rule("often", 60, &any_pair_of(PAIRS))));
    pack.push_str(&(action("best") + &rule("best", 90, "{}")));
    pack.push_str(&(action("late") + &rule("late", 40, &format!("{{ f{} = true }}", 2 * PAIRS))));
    let open = open_facts(&pack);
    assert_eq!(open.len(), 2 * PAIRS, "{open:?}");
    assert!(!open.contains(&format!("f{}", 2 * PAIRS)));
}

#[test]
fn of_what_a_fact_decides_only_that_is_looked_at() {
    const PAIRS: usize = 16;
    let (decided, other) = (2 * PAIRS, 2 * PAIRS + 1);
    let mut pack = pack(2 * PAIRS + 2, "{}");
    pack.push_str(&(action("often") + &rule("often", 60, &any_pair_of(PAIRS))));
    pack.push_str(&(action("best") + &rule("best", 90, "{}")));
    // The fact decides about this one where none of the pairs is true, and there it comes after `own`.
    let nothing_else = all_are(false, 0, 2 * PAIRS);
    pack.push_str(&(action("late") + &rule("late", 40, &format!("{{ f{other} = true }}"))));
    pack.push_str(&rule("late", 45, &format!("{{ f{decided} = true, all = [{nothing_else}] }}")));
    // What never goes with another leads only where it is seen not to clash.
    pack = pack.replace("[actions.own]\n", "[actions.own]\nnever_with = ['never']\n");
    pack.push_str(&(action("never") + &rule("never", 10, "{ f0 = true }") + &avoid("never", "{}")));
    let open = open_facts(&pack);
    assert!(open.len() >= 2 * PAIRS && !open.contains(&format!("f{decided}")), "{open:?}");
}

/// A condition that holds in every world, as of one more facts than there are values two have the same; and these facts.
fn one_twice(values: usize) -> (String, String) {
    let names: Vec<String> = (0..values).map(|value| format!("'v{value}'")).collect();
    let facts = (0..=values)
        .map(|fact| format!("[facts.p{fact}]\nquestion = 'p{fact}?'\nvalues = [{}]\n", names.join(", ")));
    let pairs = (0..=values).flat_map(|one| (0..one).map(move |other| (one, other)));
    let both = pairs.flat_map(|(one, other)| {
        (0..values).map(move |value| format!("{{ p{one} = 'v{value}', p{other} = 'v{value}' }}"))
    });
    (format!("any = [{}]", both.collect::<Vec<_>>().join(", ")), facts.collect())
}

/// Each of the many looks of a search may be as hard as a question may be, but they share their steps.
#[test]
fn hard_questions_of_one_search_do_not_add_up() {
    const RIVALS: usize = 10;
    let (twice, facts) = one_twice(6);
    let mut pack = pack(2 * RIVALS, "{}") + &facts;
    for at in 0..RIVALS {
        let id = format!("rival-{at}");
        let when = format!("{{ f{} = false, f{} = false, {twice} }}", 2 * at, 2 * at + 1);
        pack += &(action(&id) + &rule(&id, 60, &when));
    }
    let program = Program::from_toml(&pack).unwrap();
    let context = context(&program, 0..2 * RIVALS);
    let found = program.changes_for(&context, "own", Goal::First).unwrap();
    assert_eq!(found.answer, Possibility::Undecided);
}

/// Whether a rank is settled may take long to find out, but for all ranks of a list together no longer than for a few.
#[test]
fn hard_ranks_of_one_list_do_not_add_up() {
    const OTHERS: usize = 600;
    let (twice, facts) = one_twice(6);
    let mut pack = pack(0, "{}") + &facts + &action("high");
    pack += &(rule("high", 10, "{}") + &rule("high", 90, &format!("{{ {twice} }}")));
    for at in 0..OTHERS {
        let id = format!("other-{at}");
        pack += &(action(&id) + &rule(&id, 50, "{}"));
    }
    let program = Program::from_toml(&pack).unwrap();
    let advice = program.advise(&Context::unknown(program.rules().vocabulary()));
    assert_eq!(advice.suggested.len(), OTHERS + 2);
    assert_eq!((&*advice.suggested[0].action, advice.suggested[0].score), ("high", 90));
    assert!(advice.suggested[1..].iter().any(|it| !it.settled));
}

/// A fact with long titles: whatever it must not be is said in very many words.
fn wordy(values: usize) -> String {
    let names: Vec<String> = (0..values).map(|value| format!("'v{value}'")).collect();
    let titles: Vec<String> =
        (0..values).map(|value| format!("v{value} = '{}'", "long ".repeat(300))).collect();
    format!(
        "[facts.wordy]\nquestion = 'Which?'\nvalues = [{}]\ntitles = {{ {} }}\nphrase = 'it is {{}}'\n",
        names.join(", "),
        titles.join(", ")
    )
}

#[test]
fn changes_that_take_too_many_words_are_not_told() {
    let facts = 60;
    let when = format!("{{ wordy = {{ not = 'v0' }}, {} }}", any_of(facts).trim_matches(['{', '}', ' ']));
    let told = |values: usize| {
        let pack = pack(facts, &when) + &wordy(values);
        let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
        program.changes_for(&context(&program, 0..0), "own", Goal::Suggested).unwrap()
    };
    let few = told(3);
    assert_eq!((few.answer, few.fewest, few.sets.len()), (Possibility::Possible, Some(2), facts));
    let many = told(60);
    assert_eq!((many.answer, many.fewest, many.sets.len()), (Possibility::Undecided, Some(2), 0));
}

/// However much there is to tell of the other rules of its action.
#[test]
fn a_rule_is_told_with_its_tests() {
    let mut pack = pack(1, "{ }") + &wordy(60);
    for at in 0..60 {
        write!(
            pack,
            "[[rule]]\nid = 'w{at}'\nsuggest = 'own'\nwhen = {{ wordy = {{ not = 'v{at}' }} }}\nbecause = 'B.'\nsources = ['one']\n"
        )
        .unwrap();
    }
    pack += "[[rule]]\nid = 'z'\nsuggest = 'own'\nweight = 1\nwhen = { f0 = true }\nbecause = 'B.'\nsources = ['one']\n";
    let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
    let told = program.explain_rule(&context(&program, 0..1), "z").unwrap();
    assert_eq!(told.check.status, Status::Fails);
    assert_eq!(told.check.when.obstacles().len(), 1);
}

/// A disagreement about very many actions, with very many sides, is told with each of them.
#[test]
fn sides_of_a_disagreement_are_told_as_far_as_there_is_room() {
    let declared = |sides: usize| {
        let sides: Vec<String> =
            (0..sides).map(|at| format!("{{ says = 'side {at}', sources = ['one'] }}")).collect();
        let sides = sides.join(", ");
        let more = "[[disagreement]]\nid = 'plain'\nactions = ['own']\nnote = 'N.'\nwhen = { f0 = true }\n\
             sides = [{ says = 'one', sources = ['one'] }, { says = 'other', sources = ['one'] }]\n";
        let pack = pack(1, "{ }")
            + &format!(
                "[[disagreement]]\nid = 'd'\nactions = ['own']\nnote = 'N.'\nsides = [{sides}]\n{more}"
            );
        let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
        let advice = program.advise(&context(&program, 0..1));
        let disputes = advice.suggested.into_iter().next().unwrap().disputes;
        // The one that is nowhere true is not shown because there was much to tell of the other.
        assert_eq!(disputes.len(), 1);
        disputes.into_iter().next().unwrap().sides
    };
    assert_eq!(declared(20).len(), 20);
    let sides = declared(3_000);
    assert!((20..1_000).contains(&sides.len()), "{}", sides.len());
    assert!(sides.iter().all(|side| !side.sources.is_empty()), "what is told is told whole");
}

#[test]
fn a_dispute_is_between_the_rules_that_clash() {
    let mut pack = pack(2, "{ f0 = true }") + &avoid("own", "{ f0 = true, f1 = true }");
    pack += &rule("own", 40, "{ f0 = true, f1 = false }");
    let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}"));
    let advice = program.advise(&context(&program, 0..0));
    let [dispute] = advice.depends.first().unwrap().disputes.as_slice() else { panic!("one dispute") };
    let sides: Vec<&str> = dispute.sides.iter().filter_map(|side| side.rule.as_deref()).collect();
    assert_eq!(sides, ["no-own", "own-50"]);
}
