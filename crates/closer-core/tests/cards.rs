//! What stands on a card, and in which order.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in a test, to panic is to fail")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use closer_core::model::{Allowed, Test};
use closer_core::space::ValueSet;
use closer_core::{Card, CardLine, Context, Program, Role};

/// A pack with these facts and actions, and for each action a rule: its id, what else is declared of it, its weight, and when the rule says so.
fn program(facts: &str, actions: &[(&str, &str, u8, &str)]) -> Program {
    let mut pack = format!(
        "[pack]\nname = 'cards'\nversion = '1.0.0'\nmoments = ['first', 'then', 'last']\n\
         [moments]\nfirst = {{ title = 'First' }}\nthen = {{ title = 'Then' }}\nlast = {{ title = 'Last' }}\n\
         [groups]\none = {{ title = 'One', at_most = 1 }}\ntwo = {{ title = 'Two', at_most = 2 }}\n\
         [sources]\ns = {{ title = 'S' }}\n[facts]\n{facts}\n"
    );
    for (id, about, weight, says) in actions {
        let moment = if about.contains("moment") { "" } else { "moment = 'first'" };
        writeln!(
            pack,
            "[actions.{id}]\ntitle = '{id}'\nwhy = 'It helps.'\n{moment}\n{about}\n\
             [[rule]]\nid = 'of-{id}'\nweight = {weight}\n{}\nbecause = 'B.'\nsources = ['s']",
            says.replace("suggest", &format!("suggest = '{id}'"))
                .replace("avoid", &format!("avoid = '{id}'")),
        )
        .unwrap();
    }
    Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"))
}

fn card(program: &Program) -> Card {
    program.card(&Context::unknown(program.rules().vocabulary()))
}

/// The actions of some lines, each with what could take its place.
fn told(lines: &[CardLine]) -> Vec<(&str, Vec<&str>)> {
    lines.iter().map(|line| (&*line.action, line.or.iter().map(|or| &*or.action).collect())).collect()
}

/// All entries with their places, in the order of these.
fn places(card: &Card) -> Vec<(usize, &str)> {
    let lines = card.sections.iter().flat_map(|section| &section.lines);
    let mut places: Vec<(usize, &str)> = lines
        .flat_map(|line| [line].into_iter().chain(&line.or))
        .map(|line| (line.place, &*line.action))
        .collect();
    places.extend(card.surprises.iter().map(|surprise| (surprise.place, &*surprise.action)));
    places.extend(card.leave_alone.iter().map(|warning| (warning.place, &*warning.action)));
    places.sort_unstable();
    places
}

const IF: &str = "suggest\nwhen = { f = true }";

#[test]
fn what_could_be_better_stands_beside_the_only_one_of_its_group() {
    let facts = "f = { question = 'F?', bool = true }";
    let program = program(
        facts,
        &[
            ("one", "group = 'one'", 60, "suggest"),
            ("one-better", "group = 'one'", 70, IF),
            ("one-no-better", "group = 'one'", 60, IF),
            ("one-weaker", "group = 'one'", 50, IF),
            ("two", "group = 'two'", 60, "suggest"),
            ("two-better", "group = 'two'", 70, IF),
            ("two-no-better", "group = 'two'", 60, IF),
            ("alone", "", 20, "suggest"),
            ("alone-better", "", 70, IF),
        ],
    );
    let card = card(&program);
    assert_eq!(
        told(&card.sections[0].lines),
        [
            ("one", vec!["one-better"]),
            ("two", vec![]),
            ("alone", vec![]),
            ("alone-better", vec![]),
            ("two-better", vec![]),
            ("two-no-better", vec![]),
        ]
    );
}

#[test]
fn of_a_full_group_only_what_is_stronger_is_open() {
    let program = program(
        "f = { question = 'F?', bool = true }",
        &[
            ("first", "group = 'two'", 60, "suggest"),
            ("second", "group = 'two'", 50, "suggest"),
            ("spare", "group = 'two'", 40, "suggest"),
            ("stronger-than-one", "group = 'two'", 55, IF),
            // As strong as the second, and by their names before and after it.
            ("as-strong", "group = 'two'", 50, IF),
            ("too-late", "group = 'two'", 50, IF),
        ],
    );
    let card = card(&program);
    assert_eq!(
        told(&card.sections[0].lines),
        [("first", vec!["spare"]), ("second", vec![]), ("stronger-than-one", vec![]), ("as-strong", vec![])]
    );
}

#[test]
fn what_never_leads_beside_a_certain_lead_is_not_open() {
    let lines = |more: &[(&str, &str, u8, &str)]| {
        let actions = [("certain", "", 60, "suggest"), ("weaker", "never_with = ['certain']", 50, IF)];
        let program = program("f = { question = 'F?', bool = true }", &[&actions[..], more].concat());
        // What leads when `f` is so.
        let mut known = Context::unknown(program.rules().vocabulary());
        let f = program.rules().vocabulary().find("f").unwrap().id;
        known.say(program.rules().vocabulary(), &Test::new(f, Allowed::Values(ValueSet::single(1))));
        let leads = program.advise(&known).suggested.into_iter().filter(|it| it.role == Role::Lead);
        let leads: Vec<String> = leads.map(|it| it.action.to_string()).collect();
        let card = card(&program);
        let told: Vec<String> = card.sections[0].lines.iter().map(|line| line.action.to_string()).collect();
        (told.join(" "), leads.join(" "))
    };
    assert_eq!(lines(&[]), ("certain".into(), "certain".into()));
    assert_eq!(lines(&[("another", "", 40, IF)]), ("certain another".into(), "certain another".into()));
    // Where that one may be kept from leading itself, there is a place.
    let better = ("better", "never_with = ['certain']", 70, IF);
    assert_eq!(lines(&[better]), ("certain better weaker".into(), "better weaker".into()));
}

/// A pack with one action, at a moment that comes in one of these ways, in which it is worth doing where `says`.
fn in_two_moments_pack(facts: &str, guard: &str, says: &str) -> String {
    format!(
        "[pack]\nname = 'guarded'\nversion = '1.0.0'\nmoments = ['now', 'later']\n\
         [sources]\ns = {{ title = 'S' }}\n\
         [moments]\nnow = {{ title = 'Now', when = {guard} }}\nlater = {{ title = 'Later', when = {{ t = true }} }}\n\
         [facts]\n{facts}\nt = {{ question = 'T?', bool = true, assume = true }}\n\
         [actions]\na = {{ title = 'A', moment = 'now', why = 'W.' }}\nb = {{ title = 'B', moment = 'later', why = 'W.' }}\n\
         [[rule]]\nid = 'a'\nsuggest = 'a'\nwhen = {says}\nbecause = 'B.'\nsources = ['s']\n\
         [[rule]]\nid = 'b'\nsuggest = 'b'\nbecause = 'B.'\nsources = ['s']\n"
    )
}

fn in_two_moments(facts: &str, guard: &str, says: &str) -> Program {
    let pack = in_two_moments_pack(facts, guard, says);
    Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"))
}

#[test]
fn facts_are_as_usual_together_whatever_they_are_called() {
    let usual = |fact: &str| format!("{fact} = {{ question = 'F?', bool = true, assume = false }}\n");
    for (x, y) in [("x", "y"), ("z", "y")] {
        let facts = usual(x) + &usual(y);
        let guard = format!("{{ any = [{{ {y} = false }}, {{ {x} = true }}] }}");
        let card = card(&in_two_moments(&facts, &guard, &format!("{{ {y} = false }}")));
        let line = &card.sections[0].lines[0];
        assert!(!line.depends, "{:?}", line.only_if_words);
    }
    // Where the guard does not allow both, one of them is as usual.
    let facts = usual("x") + &usual("y");
    let guard = "{ any = [{ y = true }, { x = true }] }";
    let card = card(&in_two_moments(&facts, guard, "{ any = [{ x = false }, { y = false }] }"));
    assert!(!card.sections[0].lines[0].depends);
}

#[test]
fn what_is_taken_for_granted_is_told_unless_the_own_moment_asks_about_it() {
    let matters = |says: &str| {
        let card = card(&in_two_moments("f = { question = 'F?', bool = true }", "{ f = true }", says));
        card.assumed.iter().map(|it| (it.fact.to_string(), it.matters_for.len())).collect::<Vec<_>>()
    };
    assert_eq!(matters("{ t = true }"), [("t".to_owned(), 1)]);
    assert_eq!(matters("{ }"), []);
}

#[test]
fn places_go_to_the_best_of_every_moment_and_the_worst_slips_first() {
    let usual = |fact: &str| format!("{fact} = {{ question = 'F?', bool = true, assume = true }}");
    let facts = ["f = { question = 'F?', bool = true }".to_owned(), usual("g"), usual("h"), usual("i")];
    let then = |fact: &str| format!("suggest\nwhen = {{ {fact} = false }}");
    let (g, h, i) = (then("g"), then("h"), then("i"));
    let program = program(
        &facts.join("\n"),
        &[
            ("weak", "group = 'one'", 20, "suggest"),
            ("weak-but", "group = 'one'", 80, IF),
            ("more", "", 15, "suggest"),
            ("then", "moment = 'then'", 50, "suggest"),
            ("then-more", "moment = 'then'", 45, "suggest"),
            ("last", "moment = 'last'", 70, "suggest"),
            ("slip-a", "", 65, &g),
            ("slip-b", "", 35, &h),
            ("slip-c", "", 30, &i),
            ("never-a", "", 75, "avoid"),
            ("never-b", "", 40, "avoid"),
            ("never-c", "", 25, "avoid"),
            ("never-d", "", 22, "avoid"),
        ],
    );
    let card = card(&program);
    let order = [
        "weak",
        "never-a",
        "last",
        "slip-a",
        "then",
        "never-b",
        "slip-b",
        "never-c",
        "weak-but",
        "then-more",
        "more",
        "slip-c",
        "never-d",
    ];
    assert_eq!(places(&card), (1..).zip(order).collect::<Vec<_>>());
    assert_eq!(card.count(), order.len());

    let short = card.shortened(9, usize::MAX);
    assert_eq!(places(&short), (1..).zip(&order[..9]).map(|(at, id)| (at, *id)).collect::<Vec<_>>());
    assert_eq!((short.count(), short.left_out), (9, order.len() - 9));
    let shorter = short.shortened(2, usize::MAX);
    assert_eq!((shorter.count(), shorter.left_out), (2, order.len() - 2));
    let narrow = card.shortened(usize::MAX, 1);
    assert_eq!((narrow.count(), narrow.left_out), (6, order.len() - 6));
}

#[test]
fn a_surprise_is_the_strongest_of_what_it_makes_worth_doing() {
    let then = |value: &str| format!("suggest\nwhen = {{ f = '{value}' }}");
    let (if_worse, at_worst) = (then("worse"), then("worst"));
    let program = program(
        "f = { question = 'F?', values = ['usual', 'worse', 'worst'], assume = 'usual' }",
        &[
            ("anyway", "", 90, "suggest"),
            ("a-weak", "", 40, &if_worse),
            ("b-strong", "", 60, &if_worse),
            ("c-as-strong", "", 60, &if_worse),
            ("d-weak", "", 30, &if_worse),
            ("e-only", "", 50, &at_worst),
        ],
    );
    let card = card(&program);
    let told: Vec<_> = card.surprises.iter().map(|it| (&*it.action, it.score, it.words.as_str())).collect();
    assert_eq!(told, [("b-strong", 60, "f is worse"), ("e-only", 50, "f is worst")]);
}

#[test]
fn rules_of_a_moment_that_comes_in_several_ways_are_told_apart_in_each() {
    let rule = |id: &str, of: &str, weight: u8, when: &str, source: &str| {
        format!(
            "[[rule]]\nid = '{id}'\n{of}\nweight = {weight}\nwhen = {when}\nbecause = '{id}.'\nsources = [{source}]\n"
        )
    };
    let pack = [
        "[pack]\nname = 'ways'\nversion = '1.0.0'\nmoments = ['now']\n[sources]\ns = { title = 'S' }\nt = { title = 'T' }\n\
         [moments.now]\ntitle = 'Now'\nwhen = { any = [{ p = true }, { q = true }] }\n[facts]\n",
        "p = { question = 'P?', bool = true }\nq = { question = 'Q?', bool = true }\nx = { question = 'X?', bool = true }\n",
        "[actions]\na = { title = 'A', moment = 'now', why = 'W.' }\nb = { title = 'B', moment = 'now', why = 'W.' }\n\
         no = { title = 'No', moment = 'now', mistake = true }\n",
        &rule("certain", "suggest = 'a'", 10, "{}", "'s'"),
        &rule("perhaps", "suggest = 'a'", 90, "{ x = true }", "'s'"),
        &rule("agreed", "suggest = 'b'", 10, "{}", "'s', 't'"),
        &rule("weak", "avoid = 'no'", 10, "{}", "'s'"),
        &rule("strong", "avoid = 'no'", 90, "{ x = true }", "'s'"),
    ]
    .concat();
    let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"));
    let card = card(&program);
    let lines = &card.sections[0].lines;
    // Of two that are as strong, the one on which more sources agree; and the reason that holds whichever way the moment comes.
    assert_eq!(told(lines), [("b", vec![]), ("a", vec![])]);
    assert_eq!((lines[1].score, lines[1].score_at_most, &*lines[1].because), (10, 90, "certain."));
    assert_eq!((card.leave_alone[0].weight, &*card.leave_alone[0].because), (10, "weak."));
}

#[test]
fn what_one_thinks_of_first_is_told_first() {
    let program = program(
        "a = { question = 'A?', bool = true }\nb = { question = 'B?', bool = true, ask_first = true }\n\
         c = { question = 'C?', bool = true, ask_first = true }\nd = { question = 'D?', bool = true }",
        &[("do", "", 50, "suggest\nwhen = { a = true, b = true, c = true, d = true }")],
    );
    let known =
        program.context(&BTreeMap::from([("a", true), ("b", true), ("c", false), ("d", true)])).unwrap();
    assert_eq!(program.card(&known).known_words, ["b is yes", "c is no", "a is yes", "d is yes"]);
    // To say that all is possible is to say nothing.
    let all = program.context(&BTreeMap::from([("a", vec![true, false]), ("d", vec![true])])).unwrap();
    assert_eq!(program.card(&all).known_words, ["d is yes"]);
}

/// A pack with one action `a` at a moment with this guard, about yes-or-no facts, and rules of it: its id, weight, and when which says what.
fn guarded(guard: &str, facts: &[(&str, &str)], rules: &[(&str, u8, &str)]) -> Program {
    let mut pack = format!(
        "[pack]\nname = 'ways'\nversion = '1.0.0'\nmoments = ['now']\n[sources]\ns = {{ title = 'S' }}\n\
         [moments.now]\ntitle = 'Now'\nwhen = {guard}\n[actions.a]\ntitle = 'A'\nmoment = 'now'\nwhy = 'W.'\n[facts]\n"
    );
    for (fact, more) in facts {
        writeln!(pack, "{fact} = {{ question = 'F?', bool = true{more} }}").unwrap();
    }
    for (at, (says, weight, when)) in rules.iter().enumerate() {
        writeln!(
            pack,
            "[[rule]]\nid = 'r{at}'\n{says} = 'a'\nweight = {weight}\nwhen = {when}\nbecause = 'B.'\nsources = ['s']"
        )
        .unwrap();
    }
    Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"))
}

const EITHER: &str = "{ any = [{ p = true }, { q = true }] }";

#[test]
fn what_hangs_on_more_than_can_be_worked_out_is_not_said_to_be_certain() {
    let names: Vec<String> = (0..24).map(|at| format!("f{at}")).collect();
    let facts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let pairs: Vec<String> =
        (0..12).map(|at| format!("{{ f{} = true, f{} = true }}", 2 * at, 2 * at + 1)).collect();
    let no = format!("{{ any = [{}] }}", pairs.join(", "));
    let program = guarded("{}", &facts, &[("suggest", 50, "{}"), ("avoid", 50, &no)]);
    let card = card(&program);
    let line = &card.sections[0].lines[0];
    assert!(line.depends && line.only_if.is_empty() && line.only_if_words.is_none());
    let known = program.context(&BTreeMap::from([("f0", true), ("f1", true)])).unwrap();
    assert!(program.card(&known).sections.is_empty());
    let known: BTreeMap<&str, bool> = names.iter().step_by(2).map(|name| (name.as_str(), false)).collect();
    let card = program.card(&program.context(&known).unwrap());
    assert!(!card.sections[0].lines[0].depends);
}

#[test]
fn that_a_moment_has_come_in_one_way_or_another_is_no_part_of_a_condition() {
    let program = guarded(EITHER, &[("p", ""), ("q", ""), ("x", "")], &[("suggest", 50, "{ x = true }")]);
    let card = card(&program);
    let line = &card.sections[0].lines[0];
    assert_eq!((line.only_if.len(), line.only_if_words.as_deref()), (1, Some("x is yes")));
    // Which of the ways it is may be part of it.
    let only = [("suggest", 50, "{ x = true, q = false }")];
    let program = guarded(EITHER, &[("p", ""), ("q", ""), ("x", "")], &only);
    let strict = program.card_strict(&Context::unknown(program.rules().vocabulary()));
    assert_eq!(strict.sections[0].lines[0].only_if_words.as_deref(), Some("q is no and x is yes"));
}

#[test]
fn scores_are_those_of_the_ways_in_which_a_moment_comes() {
    let facts = [("p", ", assume = false"), ("q", ", assume = false"), ("x", "")];
    let rules = [
        ("suggest", 10, "{ p = true, q = false }"),
        ("suggest", 90, "{ p = true, q = true }"),
        ("avoid", 50, "{ x = true }"),
    ];
    let card = card(&guarded(EITHER, &facts, &rules));
    let line = &card.sections[0].lines[0];
    assert_eq!((line.score, line.score_at_most), (10, 10));
    assert_eq!(line.only_if_words.as_deref(), Some("p is yes and x is no"));
}

#[test]
fn a_card_is_the_same_however_a_guard_is_written() {
    let apart = "{ any = [{ p = true }, { p = false, q = true }] }";
    let facts = [("p", ", assume = true"), ("q", "")];
    for (says, when) in [("suggest", "{ p = true }"), ("suggest", "{ q = true }"), ("avoid", "{ p = false }")]
    {
        let [one, other] = [EITHER, apart].map(|guard| card(&guarded(guard, &facts, &[(says, 50, when)])));
        assert_eq!(one, other, "{says} {when}");
    }
    let certain = card(&guarded(EITHER, &facts, &[("suggest", 50, "{ p = true }")]));
    assert!(!certain.sections[0].lines[0].depends);
}

#[test]
fn a_reason_holds_however_the_moment_comes() {
    let guard = "{ any = [{ p = true, q = false }, { p = false, q = true }] }";
    let facts = "p = { question = 'P?', bool = true }\nq = { question = 'Q?', bool = true }";
    let mut pack = in_two_moments_pack(facts, guard, "{ }");
    pack += "[[rule]]\nid = 'strong'\nsuggest = 'a'\nwhen = { p = true }\nweight = 90\nbecause = 'Strong.'\nsources = ['s']\n";
    pack += "[[rule]]\nid = 'other'\nsuggest = 'a'\nwhen = { q = true }\nweight = 80\nbecause = 'Other.'\nsources = ['s']\n";
    let card = card(&Program::from_toml(&pack).unwrap());
    let line = &card.sections[0].lines[0];
    assert_eq!((&*line.because, line.depends, line.score, line.score_at_most), ("B.", false, 80, 90));
}

/// The card is for all moments, so nothing is otherwise than usual about what tells when the own one comes.
#[test]
fn what_the_own_moment_asks_about_is_no_surprise() {
    let surprises = |guard: &str| {
        let fact = "u = { question = 'U?', values = ['x', 'y', 'z'], assume = 'x' }";
        let card = card(&in_two_moments(fact, guard, "{ u = 'y' }"));
        card.surprises.iter().map(|surprise| surprise.action.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(surprises("{ u = ['x', 'y'] }"), [""; 0]);
    assert_eq!(surprises("{ t = true }"), ["a"]);
}
