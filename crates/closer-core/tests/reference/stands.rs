//! Lays what is said of one action alone, in a box of worlds, beside what the reference says.

use closer_core::space::Bounds;
use closer_core::{Program, Verdict as EngineVerdict};

use super::advice::{ActionAdvice, Status, advise};
use super::context::Meaning;
use super::pack::Values;
use super::world::Verdict;

/// Everything in which the engine's stands and reasons in the box of the possible values are not what the definitions say.
pub(crate) fn differences(
    meaning: &Meaning<'_>,
    possible: &[Values],
    program: &Program,
    bounds: &Bounds,
) -> Vec<String> {
    let pack = meaning.pack;
    let advice = advise(meaning, possible);
    let mut found = Vec::new();
    for (its, about) in advice.actions.iter().zip(&pack.actions) {
        let action = program.rules().find_action(&about.id).expect("the action is of the pack");
        let (reasons, disputed) = match its.verdict() {
            Some(Verdict::Suggested) => (its.suggesting.as_slice(), !its.disputes.is_empty()),
            Some(Verdict::Avoided) => (its.avoiding.as_slice(), !its.disputes.is_empty()),
            Some(Verdict::Silent) => (&[][..], false),
            None => (&[][..], !its.disputes.is_empty()),
        };
        let holding = reasons.iter().filter(|rule| advice.rules[**rule] == Status::Holds).copied();
        let sources =
            if its.is(Verdict::Suggested) { pack.distinct_sources(&holding.collect::<Vec<_>>()) } else { 0 };
        let expected = (verdict(its), its.score.map_or(0, |(lowest, _)| lowest), sources, disputed);
        let stand = program.stand(action, bounds).map(|it| (it.verdict, it.score, it.sources, it.disputed));
        if stand != Some(expected) {
            found.push(format!("{}: expected the stand {expected:?}, found {stand:?}", about.id));
        }
        let expected: Vec<&str> = reasons.iter().map(|rule| pack.rules[*rule].id.as_str()).collect();
        let reasons: Vec<&str> =
            program.reasons(action, bounds).into_iter().map(|rule| rule.id.as_ref()).collect();
        if reasons != expected {
            found.push(format!("{}: expected the reasons {expected:?}, found {reasons:?}", about.id));
        }
    }
    found
}

fn verdict(its: &ActionAdvice) -> EngineVerdict {
    match its.verdict() {
        Some(Verdict::Suggested) => EngineVerdict::Suggested,
        Some(Verdict::Avoided) => EngineVerdict::Avoided,
        Some(Verdict::Silent) => EngineVerdict::Silent,
        None => EngineVerdict::Depends,
    }
}
