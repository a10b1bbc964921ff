//! What properties say besides "proved" and "broken", and numbers that no rule tells apart.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

mod sound;

use std::error::Error;
use std::fmt::Write;

use closer_core::Program;
use closer_core::space::Budget;
use closer_verify::{Proof, Proofs, Property, Suite, trials};
use sound::{program, suite};

fn proofs(properties: &str) -> Vec<Proof> {
    let program = program();
    suite(properties).properties().iter().map(|property| property.prove(&program)).collect()
}

#[test]
fn a_file_may_hold_properties_alone() {
    let suite = suite("[[property]]\nname = \"p\"\nnever = [\"raise-pay\"]");
    assert!(suite.cases().is_empty());
    let places: Vec<(&str, &str, usize)> =
        suite.properties().iter().map(|one: &Property| (one.name(), one.file(), one.line())).collect();
    assert_eq!(places, [("p", "small.test.toml", 3)]);
    assert!(suite.filter_properties(|property| property.name() != "p").properties().is_empty());
}

#[test]
fn skips_are_not_looked_into_and_known_gaps_must_be_broken() {
    let proofs = proofs(
        r#"
        property = [
          { name = "s", skip = "not yet", never = ["thank"] },
          { name = "g", known_gap = "no rule yet", always = ["ask"] },
          { name = "closed", known_gap = "no rule yet", never = ["raise-pay"] },
          { name = "p", never = ["raise-pay"] },
          { name = "b", always = ["ask", "thank"], never = ["raise-pay"] },
        ]"#,
    );
    assert_eq!(proofs[0], Proof::Skipped("not yet".into()));
    assert_eq!(proofs[1], Proof::KnownGap("no rule yet".into()));
    assert_eq!(proofs[2], Proof::ClosedGap("no rule yet".into()));
    assert!(matches!(proofs[3], Proof::Proved { .. }));
    let Proof::Refuted(broken) = &proofs[4] else { panic!("{:?}", proofs[4]) };
    let claims: Vec<&str> = broken.iter().map(|one| one.claim_words.as_str()).collect();
    assert_eq!(claims, ["always ask", "always thank"], "each broken claim is told, and no other");
    let counted = Proofs::of(&proofs);
    assert_eq!((counted.proved, counted.refuted, counted.skipped, counted.known_gaps), (1, 2, 1, 1));
    let ok: Vec<bool> = proofs.iter().map(Proof::is_ok).collect();
    assert_eq!(ok, [true, true, false, true, false]);
}

#[test]
fn a_broken_promise_tells_where_and_why_and_how_to_watch_it() {
    let proofs = proofs("[[property]]\nname = \"say \\\"thanks\\\"\"\nalways = [\"thank\"]");
    let Proof::Refuted(broken) = &proofs[0] else { panic!("{proofs:?}") };
    let [broken] = broken.as_slice() else { panic!("{broken:?}") };
    assert_eq!(
        broken.to_string(),
        "always thank: wanted suggested, got avoided\n  given interviewers>=10\n  given went=poorly"
    );
    assert!(broken.smallest);
    assert_eq!(broken.rules.iter().map(|rule| &**rule).collect::<Vec<_>>(), ["no-thanks-after-a-wreck"]);
    assert_eq!(
        broken.test,
        r#"[[test]]
name     = 'say "thanks" (always thank)'
given    = { interviewers = { at_least = 10 }, went = "poorly" }
suggests = ["thank"]
"#
    );
}

/// Rules cut `interviewers` at 3 and 10 and `days` at 10.
#[test]
fn whenever_is_exact_about_numbers_that_no_rule_tells_apart() {
    let proofs = proofs(
        r#"
        property = [
          { name = "in", whenever = { interviewers = { at_least = 12 } }, always = ["thank"] },
          { name = "out", whenever = { interviewers = { less_than = 7 } }, always = ["thank"] },
          { name = "split", always = ["thank"], whenever = { any = [
              { interviewers = { at_least = 12 }, went = ["unsure", "well"] },
              { interviewers = { less_than = 9 } } ] } },
          { name = "one", whenever = { days = 5, interviewers = 4, invited = true, phase = "before", went = "well" }, always = ["ask"] },
        ]"#,
    );
    let Proof::Refuted(broken) = &proofs[0] else { panic!("{proofs:?}") };
    assert!(broken[0].test.contains("interviewers = { at_least = 12 }"), "{}", broken[0].test);
    assert!(matches!(proofs[1], Proof::Proved { .. }));
    assert!(matches!(proofs[2], Proof::Proved { .. }));
    assert_eq!(proofs[3], Proof::Proved { interviews: Some(1) });
}

#[test]
fn what_is_beyond_the_budget_is_not_decided() {
    let program = program();
    let suite = suite("[[property]]\nname = \"p\"\nnever = [\"raise-pay\"]\norder = [\"ask\", \"thank\"]");
    let property = &suite.properties()[0];
    let proofs: Vec<Proof> = (0..2_000)
        .step_by(10)
        .map(|steps| property.prove_within(&program, &mut Budget::new(steps)))
        .collect();
    assert!(proofs.iter().all(|proof| match proof {
        Proof::NotDecided(why) => why.to_string().starts_with("small.test.toml:3: p\n  `"),
        proof => matches!(proof, Proof::Refuted(_) | Proof::Proved { .. }),
    }));
    let counted = Proofs::of(&proofs);
    assert!(counted.not_decided > 0, "{counted:?}");
    assert!(!proofs[0].is_ok(), "{:?}", proofs[0]);
}

#[test]
fn properties_are_trials() {
    let program = program();
    let suite = suite(
        "[[test]]\nname = \"t\"\nsuggests = [\"thank\"]\n[[property]]\nname = \"p\"\nalways = [\"ask\"]",
    );
    let mut all: Vec<_> = trials::<Box<dyn Error>>(&program, &suite).collect();
    let (name, run) = all.pop().unwrap();
    assert_eq!((name.as_str(), all.len()), ("small.test.toml: p", 1));
    let said = run().unwrap_err().to_string();
    assert!(said.starts_with("small.test.toml:6: p\n  always ask: wanted suggested, got "), "{said}");
    let (name, run) = all.pop().unwrap();
    assert_eq!(name, "small.test.toml: t");
    let said = run().unwrap_err().to_string();
    assert_eq!(said, "small.test.toml:3: t\n  suggests thank: wanted suggested, got depends");
}

/// `mine` leads only where something keeps `rival` from leading, and that is so only where less is possible than where `mine` itself is suggested.
#[test]
fn leads_that_hang_on_the_lead_of_a_third_are_found() {
    let rule = |action: &str, weight: u8, when: &str| {
        format!(
            "[[rule]]\nid = \"{action}\"\nsuggest = \"{action}\"\nweight = {weight}\nwhen = {when}\nbecause = \"So.\"\nsources = [\"us\"]\n"
        )
    };
    for ways in [
        "rival.never_with = [\"mine\", \"third\"]",
        "rival.never_with = [\"third\"]\nrival.group = \"g\"\nmine.group = \"g\"",
        "rival.never_with = [\"mine\"]\nrival.group = \"g\"\nthird.group = \"g\"",
    ] {
        let actions = ["mine", "other", "rival", "third"]
            .map(|id| format!("{id}.moment = \"end\"\n{id}.title = \"Do it\"\n{id}.why = \"It helps.\"\n"));
        let pack = format!(
            "pack = {{ name = \"small\", version = \"1.0.0\", title = \"Small\", moments = [\"end\"] }}
            moments.end.title = \"End\"
            sources.us.title = \"Us\"
            facts.sure = {{ question = \"Sure?\", bool = true }}
            groups.g = {{ title = \"One of them\", at_most = 1 }}
            [actions]\n{}{ways}\n{}{}{}{}",
            actions.concat(),
            rule("third", 90, "{ sure = true }"),
            rule("rival", 80, "{}"),
            rule("mine", 70, "{}"),
            rule("other", 60, "{}"),
        );
        let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"));
        let property = "pack = \"small\"\n[[property]]\nname = \"p\"\nnever_together = [\"mine\", \"other\"]";
        let suite = Suite::from_toml(program.rules(), property).unwrap();
        let Proof::Refuted(broken) = suite.properties()[0].prove(&program) else { panic!("{ways}") };
        assert_eq!(broken[0].given.len(), 1, "{ways}: {:?}", broken[0].given);
        assert!(
            broken[0].test.contains("given  = { sure = true }\nspares = [\"other\"]"),
            "{}",
            broken[0].test
        );
    }
}

/// What a rule adds to the place of an action is its weight and its sources: rules that are weaker than one that always holds, and name the same
/// source, are no more to look at.
#[test]
fn rules_that_change_no_place_are_not_looked_into() {
    const ENOUGH: u64 = 50_000;
    let mut pack = "pack = { name = \"small\", version = \"1.0.0\", title = \"Small\", moments = [\"end\"] }
        moments.end.title = \"End\"
        sources.us.title = \"Us\"
        actions.bow = { moment = \"end\", title = \"Bow\", why = \"It helps.\" }
        actions.wave = { moment = \"end\", title = \"Wave\", why = \"It helps.\" }\n"
        .to_owned();
    for fact in 1..=30 {
        writeln!(pack, "facts.f{fact} = {{ question = \"So?\", bool = true }}").unwrap();
    }
    for action in ["bow", "wave"] {
        let rule = |id: String, weight: usize, when: &str| {
            format!(
                "[[rule]]\nid = \"{action}-{id}\"\nsuggest = \"{action}\"\nweight = {weight}\nwhen = {{ {when} }}\nbecause = \"So.\"\nsources = [\"us\"]\n"
            )
        };
        pack += &rule("always".to_owned(), 90, "");
        for fact in 1..=30 {
            pack += &rule(fact.to_string(), fact, &format!("f{fact} = true"));
        }
    }
    let program = Program::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"));
    let properties = "pack = \"small\"
        [[property]]\nname = \"in order\"\norder = [\"bow\", \"wave\"]
        [[property]]\nname = \"apart\"\nnever_together = [\"bow\", \"wave\"]";
    let suite = Suite::from_toml(program.rules(), properties).unwrap();
    let [order, apart] = suite.properties() else { panic!("two properties") };
    let proof = order.prove_within(&program, &mut Budget::new(ENOUGH));
    assert!(matches!(proof, Proof::Proved { .. }), "{proof:?}");
    let proof = apart.prove_within(&program, &mut Budget::new(ENOUGH));
    let Proof::Refuted(broken) = proof else { panic!("{proof:?}") };
    assert!(broken[0].smallest, "all was looked at");
}
