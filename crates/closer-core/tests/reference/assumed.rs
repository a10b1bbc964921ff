//! Which assumptions mattered.

use super::advice::{ActionAdvice, Role, advise};
use super::context::{Context, Meaning};
use super::world::Verdict;

/// An assumption without which something would be different.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Assumed {
    pub(crate) fact: usize,
    pub(crate) without: Vec<Change>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) action: usize,
    pub(crate) now: Place,
    pub(crate) then: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `None` when it depends.
    Verdict(Option<Verdict>),
    Role(Role),
    Rank(usize),
}

pub(crate) fn assumptions_that_matter(meaning: &Meaning<'_>, context: &Context) -> Vec<Assumed> {
    let pack = meaning.pack;
    let now = advise(meaning, &context.possible(pack, None));
    let mut mattered = Vec::new();
    for fact in (0..pack.facts.len()).filter(|fact| context.assumes(pack, *fact)) {
        let then = advise(meaning, &context.possible(pack, Some(fact)));
        let pairs = now.actions.iter().zip(&then.actions).enumerate();
        let changes = pairs.filter_map(|(action, (now, then))| {
            let (now, then) = difference(now, then)?;
            Some(Change { action, now, then })
        });
        let (ranks, larger): (Vec<Change>, Vec<Change>) =
            changes.partition(|change| matches!(change.now, Place::Rank(_)));
        // Ranks are told only where nothing but ranks would change.
        let without = if larger.is_empty() { ranks } else { larger };
        if !without.is_empty() {
            mattered.push(Assumed { fact, without });
        }
    }
    mattered
}

/// The first of verdict, role and rank that differs.
fn difference(now: &ActionAdvice, then: &ActionAdvice) -> Option<(Place, Place)> {
    if now.verdict() != then.verdict() {
        return Some((Place::Verdict(now.verdict()), Place::Verdict(then.verdict())));
    }
    if now.role != then.role {
        return now.role.map(Place::Role).zip(then.role.map(Place::Role));
    }
    let ranks = now.rank.map(Place::Rank).zip(then.rank.map(Place::Rank));
    ranks.filter(|_| now.rank != then.rank)
}
