//! A context that breaks a claim, with all that is needed to see why and to watch it from then on.

use std::fmt;

use closer_core::model::{Context, Fact, MomentId, Polarity, Text, Wanted};
use closer_core::space::{Row, Status};
use closer_core::{Advice, Explanation, Program, RuleCheck, Verdict};
use serde::Serialize;

use super::ground::Ground;
use super::{Claim, Property};
use crate::ready::{self, Expectation};
use crate::run::verdict_word;
use crate::{Given, Suite, Value};

/// A context in which a claim of a property is broken, and what comes out there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Counterexample {
    /// The claim.
    #[serde(skip)]
    pub claim: Claim,
    /// The claim as it could be written: `never ask-for-card`.
    #[serde(rename = "claim")]
    pub claim_words: String,
    /// What is known in the context; nothing is taken for granted.
    pub given: Vec<Given>,
    /// No context in which fewer facts are known breaks the claim. For `always` and `avoids`, none in which it is certain that they are broken.
    pub smallest: bool,
    /// What was wanted.
    pub wanted: Value,
    /// What came out.
    pub got: Value,
    /// The rules that it rests on.
    pub rules: Vec<Text>,
    /// Why: these rules and those that would have had to hold, by action.
    pub explanations: Vec<Explanation>,
    /// A `[[test]]` of what should come out instead: it fails until the rules are mended.
    pub test: String,
}

impl Counterexample {
    pub(super) fn of(
        property: &Property,
        claim: Claim,
        row: &Row,
        smallest: bool,
        program: &Program,
        ground: &Ground<'_>,
    ) -> Self {
        let vocabulary = ground.rules().vocabulary();
        let bounds = ground.everything.intersect(row).unwrap_or_else(|| ground.everything.clone());
        let context = Context::within(vocabulary, &bounds);
        let advice = ground.program.advise_strict(&context);
        let given = given(&context, ground);
        let (wanted, got) = outcome(claim, &advice, ground);
        let expected = expectation(claim, &advice, ground);
        let explanations = explanations(claim, &expected, &advice, &context, ground);
        let deciding =
            explanations.iter().flat_map(|explanation| &explanation.rules).filter(|rule| rule.decides);
        let rules = deciding.map(|rule| rule.rule.clone()).collect();
        let name = format!("{} ({})", property.name(), claim.words(program.rules()));
        let plain = ready::test(&name, &given, false, &expected);
        let test = if fails(&plain, program) { plain } else { ready::test(&name, &given, true, &expected) };
        let claim_words = claim.words(program.rules());
        Self { claim, claim_words, given, smallest, wanted, got, rules, explanations, test }
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: wanted {}, got {}", self.claim_words, self.wanted, self.got)?;
        for given in &self.given {
            write!(f, "\n  given {}", crate::words::told(&given.fact, &given.value))?;
        }
        Ok(())
    }
}

/// What is known, fact by fact.
fn given(context: &Context, ground: &Ground<'_>) -> Vec<Given> {
    let said = |fact: &Fact| {
        let allowed = context.said(fact.id)?;
        let (value, words) = (Wanted::shortest(allowed, fact), fact.phrase(allowed));
        Some(Given { fact: fact.name.clone(), value, words })
    };
    ground.rules().vocabulary().facts().iter().filter_map(said).collect()
}

/// What was wanted and what came out.
fn outcome(claim: Claim, advice: &Advice, ground: &Ground<'_>) -> (Value, Value) {
    let word = |word: &str| Value::Word(word.into());
    let names = claim.names(ground.rules());
    let verdict = || word(verdict_word(names.first().and_then(|action| advice.verdict(action))));
    match claim {
        Claim::Always(_) => (word("suggested"), verdict()),
        Claim::Never(_) => (word("anything but suggested"), verdict()),
        Claim::Avoids(_) => (word("avoided"), verdict()),
        Claim::NeverTogether(..) => (word("at most one of them to lead"), word("both lead")),
        Claim::AtLeast(moment, number) => {
            let here = suggested_at(moment, advice, ground);
            (word(&format!("{number} or more suggested")), Value::Names(here))
        }
        Claim::Order(..) => {
            let got = names.iter().rev().cloned().collect();
            (Value::Names(names), Value::Names(got))
        }
    }
}

/// The actions of a moment that are suggested.
fn suggested_at(moment: MomentId, advice: &Advice, ground: &Ground<'_>) -> Vec<Text> {
    let id = ground.rules().moment(moment).map(|moment| &moment.id);
    let here = advice.suggested.iter().filter(|suggested| Some(&suggested.moment) == id);
    here.map(|suggested| suggested.action.clone()).collect()
}

/// Why the actions come out as they do: the rules that decide, those that would have had to hold, and those that
/// stand in the way.
fn explanations(
    claim: Claim,
    expected: &Expectation,
    advice: &Advice,
    context: &Context,
    ground: &Ground<'_>,
) -> Vec<Explanation> {
    let missing = match claim {
        Claim::Always(_) | Claim::AtLeast(..) => Some(Polarity::Suggest),
        Claim::Avoids(_) => Some(Polarity::Avoid),
        Claim::Never(_) | Claim::NeverTogether(..) | Claim::Order(..) => None,
    };
    let mut names = claim.names(ground.rules());
    if let Claim::AtLeast(..) = claim {
        // Of interest is what is missing.
        let is_missing = |action: &&Text| advice.verdict(action) != Some(Verdict::Suggested);
        names = expected.actions.iter().filter(is_missing).cloned().collect();
    }
    let told = names.iter().filter_map(|action| ground.program.explain_strict(context, action));
    let told = told.map(|mut explanation| {
        let would_do = |rule: &RuleCheck| missing == Some(rule.polarity) && rule.status != Status::Holds;
        let is_in_the_way = |rule: &RuleCheck| {
            missing == Some(Polarity::Suggest)
                && rule.polarity == Polarity::Avoid
                && rule.status != Status::Fails
        };
        explanation.rules.retain(|rule| rule.decides || would_do(rule) || is_in_the_way(rule));
        explanation
    });
    told.collect()
}

/// What a test of the context should expect.
fn expectation(claim: Claim, advice: &Advice, ground: &Ground<'_>) -> Expectation {
    let mut actions = claim.names(ground.rules());
    let (key, note) = match claim {
        Claim::Always(_) => ("suggests", None),
        Claim::Never(_) => ("avoids", Some("or `silent`, or `depends`: anything but suggested")),
        Claim::Avoids(_) => ("avoids", None),
        Claim::Order(..) => ("order", None),
        Claim::NeverTogether(..) => {
            // Whichever comes later in the list is the one to step back.
            let rank = |action: &Text| advice.suggested.iter().position(|one| one.action == *action);
            actions.sort_by_key(rank);
            actions.drain(..actions.len().saturating_sub(1));
            ("spares", Some("or not suggested at all"))
        }
        Claim::AtLeast(moment, number) => {
            actions = suggested_at(moment, advice, ground);
            // The most promising of those that are missing.
            let id = ground.rules().moment(moment).map(|moment| &moment.id);
            let depends = advice.depends.iter().map(|one| (&one.moment, &one.action));
            let avoided = advice.avoided.iter().map(|one| (&one.moment, &one.action));
            let silent = advice.silent.iter().map(|one| (&one.moment, &one.action));
            let mistake = |action: &Text| {
                let action = ground.rules().find_action(action).and_then(|id| ground.rules().action(id));
                action.is_some_and(|action| action.mistake)
            };
            let others = depends.chain(silent).chain(avoided).filter(|(at, _)| Some(*at) == id);
            let missing = number.saturating_sub(actions.len());
            let sound = others.clone().filter(|(_, action)| !mistake(action));
            actions.extend(sound.map(|(_, action)| action.clone()).take(missing));
            // Where there is nothing at this moment but what is a mistake, a test has to name that: it may not be empty.
            if actions.is_empty() {
                actions.extend(others.map(|(_, action)| action.clone()).take(1));
            }
            ("suggests", Some("or others of this moment"))
        }
    };
    Expectation { key, actions, note }
}

/// Whether the test fails by now.
fn fails(test: &str, program: &Program) -> bool {
    let pack = toml_edit::Value::from(&*program.rules().pack().name);
    let suite = Suite::from_toml(program.rules(), &format!("pack = {pack}\n{test}"));
    suite.is_ok_and(|suite| suite.cases().iter().any(|case| !case.run(program).is_ok()))
}
