//! Packs and contexts out of a fuzzer's bytes. Each byte is one choice, so a fuzzer that changes a byte changes one thing; where the bytes end, the plainest is
//! chosen, so everything ends.

use arbitrary::{Arbitrary, Result, Unstructured};

use super::pack::Pack;
use super::random::{RawAction, RawCondition, RawDisagreement, RawFact, RawPack, RawRule, RawTest};

/// The facts of a pack, and so what a context can speak of.
const FACTS: u8 = 5;

/// Conditions stand in conditions this deep.
const DEEPEST: u8 = 3;

/// A pack as somebody might write it: rules, guards and disagreements that no world can meet are left in.
pub(crate) fn pack(bytes: &mut Unstructured<'_>) -> Result<Pack> {
    let facts = several(bytes, 1, FACTS, fact)?;
    // As many as there can be facts.
    let questions = (0..FACTS).map(|_| perhaps(bytes, |bytes| condition(bytes, DEEPEST)));
    let questions = questions.collect::<Result<_>>()?;
    let pack = RawPack {
        facts,
        questions,
        editorial: several(bytes, 1, 4, bool::arbitrary)?,
        guards: several(bytes, 1, 3, |bytes| perhaps(bytes, |bytes| condition(bytes, DEEPEST)))?,
        groups: several(bytes, 0, 2, |bytes| bytes.int_in_range(1..=2))?,
        actions: several(bytes, 1, 4, action)?,
        rules: several(bytes, 1, 10, rule)?,
        disagreements: several(bytes, 0, 2, disagreement)?,
    };
    Ok(pack.fit_together())
}

/// What was said of each fact; see `fit::fit_context`.
pub(crate) fn known(bytes: &mut Unstructured<'_>) -> Result<Vec<(u8, RawTest)>> {
    (0..FACTS).map(|_| Ok((bytes.int_in_range(0..=9)?, test(bytes)?))).collect()
}

fn several<'a, T>(
    bytes: &mut Unstructured<'a>,
    least: u8,
    most: u8,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..bytes.int_in_range(least..=most)?).map(|_| one(bytes)).collect()
}

fn perhaps<'a, T>(
    bytes: &mut Unstructured<'a>,
    one: impl FnOnce(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if bool::arbitrary(bytes)? { one(bytes).map(Some) } else { Ok(None) }
}

fn test(bytes: &mut Unstructured<'_>) -> Result<RawTest> {
    Ok(RawTest { form: bytes.int_in_range(0..=19)?, picks: several(bytes, 1, 3, u8::arbitrary)? })
}

fn condition(bytes: &mut Unstructured<'_>, deep: u8) -> Result<RawCondition> {
    let tests = several(bytes, 0, 2, |bytes| Ok((u8::arbitrary(bytes)?, test(bytes)?)))?;
    let Some(deep) = deep.checked_sub(1) else {
        return Ok(RawCondition { tests, all: None, any: None, not: None });
    };
    let mut parts = |most| perhaps(bytes, |bytes| several(bytes, 1, most, |bytes| condition(bytes, deep)));
    let (all, any) = (parts(2)?, parts(4)?);
    let not = perhaps(bytes, |bytes| condition(bytes, deep).map(Box::new))?;
    Ok(RawCondition { tests, all, any, not })
}

fn letter(bytes: &mut Unstructured<'_>) -> Result<u8> {
    bytes.int_in_range(0..=4)
}

fn fact(bytes: &mut Unstructured<'_>) -> Result<RawFact> {
    Ok(RawFact {
        kind: bytes.int_in_range(0..=3)?,
        size: bytes.int_in_range(2..=9)?,
        letter: letter(bytes)?,
        assume: perhaps(bytes, test)?,
        ask_first: bool::arbitrary(bytes)?,
        flags: several(bytes, 0, 1, test)?,
    })
}

fn action(bytes: &mut Unstructured<'_>) -> Result<RawAction> {
    Ok(RawAction {
        letter: letter(bytes)?,
        moment: u8::arbitrary(bytes)?,
        group: perhaps(bytes, u8::arbitrary)?,
        never_with: several(bytes, 0, 1, u8::arbitrary)?,
        say: bool::arbitrary(bytes)?,
    })
}

fn rule(bytes: &mut Unstructured<'_>) -> Result<RawRule> {
    Ok(RawRule {
        letter: letter(bytes)?,
        avoid: bool::arbitrary(bytes)?,
        action: u8::arbitrary(bytes)?,
        continues: bool::arbitrary(bytes)?,
        when: perhaps(bytes, |bytes| condition(bytes, DEEPEST))?,
        unless: perhaps(bytes, |bytes| condition(bytes, DEEPEST))?,
        weight: perhaps(bytes, |bytes| bytes.int_in_range(1..=100))?,
        sources: several(bytes, 1, 3, |bytes| {
            Ok((u8::arbitrary(bytes)?, perhaps(bytes, |bytes| bytes.int_in_range(0..=2))?))
        })?,
    })
}

fn disagreement(bytes: &mut Unstructured<'_>) -> Result<RawDisagreement> {
    let actions = several(bytes, 1, 2, u8::arbitrary)?;
    Ok(RawDisagreement { actions, when: perhaps(bytes, |bytes| condition(bytes, DEEPEST))? })
}
