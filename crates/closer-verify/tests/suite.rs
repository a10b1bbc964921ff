//! Fixtures, cases, matrices, skips and gaps, and failures.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod sound;

use closer_core::space::Status;
use closer_verify::{Case, Failure, Outcome, Suite, Tally, Want};
use sound::{program, suite};

fn names(suite: &Suite) -> Vec<&str> {
    suite.cases().iter().map(Case::name).collect()
}

fn outcomes(suite: &Suite) -> Vec<Outcome> {
    let program = program();
    suite.cases().iter().map(|case| case.run(&program)).collect()
}

fn failure(tests: &str) -> Failure {
    match outcomes(&suite(tests)).remove(0) {
        Outcome::Failed(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_case_tells_what_it_expects() {
    let suite = suite(
        r#"
        [[test]]
        name = "t"
        suggests = ["thank"]
        avoids = ["raise-pay"]
        reasons = ["always-thank"]
        "#,
    );
    let case = &suite.cases()[0];
    assert_eq!(case.reasons().collect::<Vec<_>>(), ["always-thank"]);
    assert_eq!(case.actions().collect::<Vec<_>>(), ["thank", "raise-pay"]);
}

#[test]
fn what_a_test_gives_goes_on_top_of_its_fixtures_and_its_cases_on_top_of_that() {
    let suite = suite(
        r#"
        [fixtures.bad]
        went = "poorly"
        invited = true
        [fixtures.big]
        interviewers = 12
        went = "unsure"
        [[test]]
        name = "t"
        fixture = ["bad", "big"]
        given = { days = 3 }
        cases = [{ given = { days = 4 } }, { name = "wreck", fixture = "bad" }]
        matrix = { interviewers = [1, { at_least = 10 }] }
        suggests = ["thank"]
        "#,
    );
    assert_eq!(
        names(&suite),
        [
            "t [days=4 interviewers=1]",
            "t [days=4 interviewers>=10]",
            "t [wreck interviewers=1]",
            "t [wreck interviewers>=10]"
        ]
    );
    let words = |at: usize| -> Vec<String> {
        suite.cases()[at].given().iter().map(|it| format!("{} {:?}", it.fact, it.value)).collect()
    };
    assert!(words(0).contains(&"went Value(\"unsure\")".to_owned()), "{:?}", words(0));
    assert!(words(0).contains(&"days Number(4)".to_owned()), "{:?}", words(0));
    assert!(words(2).contains(&"went Value(\"poorly\")".to_owned()), "{:?}", words(2));
    let passed: Vec<bool> = outcomes(&suite).iter().map(|outcome| *outcome == Outcome::Passed).collect();
    assert_eq!(passed, [true, true, true, false]);
}

#[test]
fn fixtures_are_shared_between_files() {
    let program = program();
    let suite = Suite::from_files(
        program.rules(),
        [
            (
                "b.test.toml",
                "pack = \"small\"\n[[test]]\nname = \"t\"\nfixture = \"x\"\nsuggests = [\"ask\"]",
            ),
            ("a.test.toml", "pack = \"small\"\n[fixtures.x]\ninvited = true\nwent = \"well\"\ndays = 0"),
        ],
    )
    .unwrap();
    assert_eq!((suite.cases()[0].file(), suite.cases()[0].line()), ("b.test.toml", 3));
    assert!(suite.cases()[0].run(&program).is_ok());
}

#[test]
fn skips_are_not_run_and_known_gaps_must_fail() {
    let suite = suite(
        r#"
        test = [
          { name = "s", skip = "not yet", avoids = ["thank"] },
          { name = "g", known_gap = "no rule yet", avoids = ["thank"] },
          { name = "closed", known_gap = "no rule yet", avoids = ["raise-pay"] },
          { name = "p", avoids = ["raise-pay"] },
        ]"#,
    );
    let outcomes = outcomes(&suite);
    assert_eq!(outcomes[0], Outcome::Skipped("not yet".into()));
    assert_eq!(outcomes[1], Outcome::KnownGap("no rule yet".into()));
    let Outcome::Failed(closed) = &outcomes[2] else { panic!("{:?}", outcomes[2]) };
    assert!(closed.to_string().contains("no longer a known gap: no rule yet"), "{closed}");
    let tally = Tally::of(&outcomes);
    assert_eq!((tally.passed, tally.failed, tally.skipped, tally.known_gaps), (1, 1, 1, 1));
}

#[test]
fn a_failure_tells_what_was_given_wanted_and_got_and_why() {
    let failure = failure(
        r#"
        [[test]]
        name = "t"
        given = { went = "poorly", interviewers = 12, invited = true, days = 0 }
        suggests = ["thank"]
        first = "thank"
        reasons = ["ask-when-invited"]
        next_question = "went"
        "#,
    );
    assert_eq!(
        failure.to_string(),
        "small.test.toml:4: t
  given went=poorly
  given interviewers=12
  given invited=true
  given days=0
  suggests thank: wanted suggested, got avoided
  first: wanted thank, got nothing
  reasons ask-when-invited: wanted a reason, got no verdict rests on it
  next_question: wanted went, got none"
    );
    let thank = failure.explanations.iter().find(|explanation| &*explanation.action == "thank").unwrap();
    let rules: Vec<(&str, bool, Status)> =
        thank.rules.iter().map(|rule| (&*rule.rule, rule.decides, rule.status)).collect();
    assert_eq!(
        rules,
        [("no-thanks-after-a-wreck", true, Status::Holds), ("always-thank", false, Status::Holds)]
    );
    let ask = failure.explanations.iter().find(|explanation| &*explanation.action == "ask").unwrap();
    assert_eq!(&*ask.rules[0].rule, "ask-when-invited");
    assert_eq!(ask.rules[0].when.status(), Status::Fails);
}

/// Every kind of expectation can fail, and says so.
#[test]
fn every_expectation_can_fail() {
    for (want, key) in [
        (Want::Suggests, "suggests = [\"raise-pay\"]"),
        (Want::Leads, "leads = [\"raise-pay\"]"),
        (Want::Spares, "spares = [\"thank\"]"),
        (Want::Avoids, "avoids = [\"thank\"]"),
        (Want::Silent, "silent = [\"thank\"]"),
        (Want::Depends, "depends = [\"thank\"]"),
        (Want::First, "first = \"raise-pay\""),
        (Want::Order, "order = [\"thank\", \"ask\"]"),
        (Want::Disputed, "disputed = [\"thank\"]"),
        (Want::Reasons, "reasons = [\"no-thanks-after-a-wreck\"]"),
        (Want::NextQuestion, "next_question = \"phase\""),
    ] {
        let given = "{ invited = true, days = 0, went = \"well\" }";
        let failure = failure(&format!("[[test]]\nname = \"t\"\ngiven = {given}\n{key}"));
        assert_eq!(failure.differences.len(), 1, "{key}");
        assert_eq!(failure.differences[0].want, want);
    }
    let given = "{ went = \"poorly\", interviewers = 12 }";
    let disputed = failure(&format!("[[test]]\nname = \"t\"\ngiven = {given}\nundisputed = [\"thank\"]"));
    assert_eq!(disputed.differences[0].want, Want::Undisputed);
}
