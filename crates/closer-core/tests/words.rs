//! Values, tests and conditions in words, as they are said to a person.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::{Context, RuleSet};

const FACTS: &str = "
    [facts.level]
    question = 'Which?'
    ordered  = ['entry', 'mid', 'senior', 'head']
    phrase   = 'the job is at {}'

    [facts.field]
    question = 'Which?'
    values   = ['law', 'sales', 'public_sector', 'other']

    [facts.mood]
    question = 'How?'
    values   = ['good', 'bad', 'odd']
    phrases  = { good = 'they smile', bad = 'they frown' }

    [facts.people]
    question = 'How many?'
    range    = [1, 20]
    phrase   = '{} people are there'
    phrases  = { 1 = 'one person is there', 20 = 'a crowd is there' }

    [facts.days]
    question = 'How many?'
    range    = [0, 30]

    [facts.invited]
    question = 'Were you?'
    bool     = true
    phrases  = { true = 'you were invited', false = 'nobody asked you' }
";

fn rules(when: &str) -> RuleSet {
    let pack = "
        [pack]
        name    = 'small'
        version = '1.0.0'
        moments = ['now']
        [moments.now]
        title = 'Now'
        [sources.us]
        title = 'Us'
        [actions.smile]
        moment = 'now'
        title  = 'Smile'
        why    = 'So.'
        [[rule]]
        id      = 'smile'
        suggest = 'smile'
        because = 'So.'
        sources = ['us']
    ";
    RuleSet::from_toml(&format!("{pack}\nwhen = {when}\n{FACTS}")).unwrap()
}

#[track_caller]
fn holds(phrase: bool, cases: &[(&str, &str, &str)]) {
    let rules = rules("{}");
    for (name, text, expected) in cases {
        let fact = rules.vocabulary().find(name).unwrap();
        let allowed = rules.test(name, text).unwrap().allowed;
        let words = if phrase { fact.phrase(&allowed) } else { fact.titles_of(&allowed) };
        assert_eq!(words, *expected, "{name} {text}");
    }
}

#[test]
fn titles() {
    holds(
        false,
        &[
            ("level", "mid", "mid"),
            ("level", "entry,mid", "entry or mid"),
            ("level", "senior,head", "senior or head"),
            ("level", "<=senior", "senior or below"),
            ("level", ">=mid", "mid or above"),
            ("level", "entry,senior,head", "entry, senior or head"),
            ("level", "entry,mid,senior,head", "entry, mid, senior or head"),
            // Without an order there is no above.
            ("field", "law,sales,public_sector", "law, sales or public sector"),
            ("field", "sales,public_sector,other", "sales, public sector or other"),
            ("field", "law,sales,public_sector,other", "law, sales, public sector or other"),
            ("people", "3", "3"),
            ("people", "<4", "at most 3"),
            ("people", ">4", "5 or more"),
            ("people", "2..5", "2 to 5"),
            ("people", "1,3..5,9..20", "1, 3 to 5 or 9 or more"),
            ("people", "1..3,20", "at most 3 or 20"),
            ("days", "0..30", "0 or more"),
            ("invited", "yes", "yes"),
        ],
    );
}

#[test]
fn phrases() {
    holds(
        true,
        &[
            ("level", ">=mid", "the job is at mid or above"),
            ("field", "law", "field is law"),
            ("field", "law,public_sector", "field is law or public sector"),
            ("mood", "good", "they smile"),
            ("mood", "odd", "mood is odd"),
            ("mood", "good,odd", "either they smile or mood is odd"),
            ("mood", "good,bad,odd", "either they smile, they frown or mood is odd"),
            ("people", "1", "one person is there"),
            ("people", "2", "2 people are there"),
            ("people", "<3", "at most 2 people are there"),
            ("people", ">3", "4 or more people are there"),
            ("people", "20", "a crowd is there"),
            ("people", "1,20", "1 or 20 people are there"),
            ("days", "<3", "days is at most 2"),
            ("invited", "no", "nobody asked you"),
            ("invited", "unknown", "either nobody asked you or you were invited"),
        ],
    );
}

/// What a rule asks for, one thing after the other.
#[test]
fn conditions() {
    let asked = |when: &str| {
        let program = rules(when).compile();
        let context = Context::unknown(program.rules().vocabulary());
        let explained = program.explain_rule(&context, "smile").unwrap();
        let asked = explained.check.requirements(program.rules().words());
        asked.into_iter().map(|one| one.words).collect::<Vec<_>>()
    };
    assert_eq!(asked("{}"), [""; 0]);
    assert_eq!(asked("{ mood = 'good', people = 1 }"), ["they smile", "one person is there"]);
    assert_eq!(
        asked("{ any = [{ mood = 'good' }, { people = 1 }, { level = 'mid' }] }"),
        ["either they smile, one person is there or the job is at mid"]
    );
    assert_eq!(
        asked("{ any = [{ mood = 'good', invited = true }, { people = 1 }] }"),
        ["either they smile and you were invited or one person is there"]
    );
    // It says "either" once, however deep it goes.
    assert_eq!(
        asked("{ any = [{ any = [{ mood = 'good' }, { invited = true }] }, { people = 1 }] }"),
        ["either they smile or you were invited or one person is there"]
    );
    assert_eq!(asked("{ any = [{ people = 1 }] }"), ["one person is there"]);
    assert_eq!(
        asked("{ not = { any = [{ invited = true }, { people = 1 }] } }"),
        ["nobody asked you", "2 or more people are there"]
    );
    assert_eq!(
        asked("{ not = { invited = true, people = 1 } }"),
        ["either nobody asked you or 2 or more people are there"]
    );
}
