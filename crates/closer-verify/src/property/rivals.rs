//! Claims about two actions: which ranks higher, and whether both lead.
//!
//! Neither is settled by single worlds. An action's place in a context is its lowest score over the worlds, then the number of sources behind the rules
//! that hold in *all* of them: a context can rank otherwise than each of its worlds does. But what a context claims of an action it claims by a
//! *signature*: its score `s`, and the sources of a set `H` of rules that hold. All worlds of the context are then in the region
//!
//! > `whenever`, and the action is suggested, and its score is at least `s`, and all rules in `H` are true
//!
//! and so are those of every larger context inside that region, in which the action keeps the very same place. All others can only fall
//! behind there, or be no longer suggested, for a larger context knows less. So whatever breaks a claim, breaks it in one of the largest boxes
//! of one of these regions, and there are finitely many: each is looked at.

use std::collections::BTreeSet;

use closer_core::Role;
use closer_core::model::{ActionId, Polarity, SourceId};
use closer_core::space::{OutOfBudget, Region, Row, primes};

use super::Found;
use super::ground::Ground;
use super::rivalry::Rivalry;

/// Wherever both are suggested, `first` ranks higher than `second`.
///
/// Only the place of `second` has to be kept on the way to a larger context: `first` may fall behind even further.
pub(super) fn in_order(
    first: ActionId,
    second: ActionId,
    ground: &mut Ground<'_>,
) -> Result<Found, OutOfBudget> {
    let whenever = ground.whenever.clone();
    let one = ground.suggested(&whenever, first)?;
    let both = ground.suggested(&one, second)?;
    let actions = [first, second];
    let breaks = |list: &[(ActionId, Role)]| list.iter().map(|(action, _)| *action).eq([second, first]);
    let mut search = Search::new(&actions, &breaks, Some(first));
    let done = search.places(&[second], &both, ground);
    search.found(done)
}

/// The two never both lead.
pub(super) fn never_together(
    one: ActionId,
    other: ActionId,
    ground: &mut Ground<'_>,
) -> Result<Found, OutOfBudget> {
    let rivalry = Rivalry::of(ground.rules());
    if one == other || rivalry.exclude(one, other) {
        return Ok(Found::Holds);
    }
    let whenever = ground.whenever.clone();
    let first = ground.suggested(&whenever, one)?;
    let both = ground.suggested(&first, other)?;
    if both.is_empty() {
        return Ok(Found::Holds);
    }
    let actions = rivalry.component(&[one, other]);
    let leads = |list: &[(ActionId, Role)], action| list.contains(&(action, Role::Lead));
    let breaks = |list: &[(ActionId, Role)]| leads(list, one) && leads(list, other);
    let mut search = Search::new(&actions, &breaks, None);
    let done = search.with_helpers(&[one, other], &rivalry.helpers(&[one, other]), &both, ground);
    search.found(done)
}

/// What a list of the actions concerned must be like to break the claim.
type Breaks<'s> = &'s dyn Fn(&[(ActionId, Role)]) -> bool;

/// A search through the largest boxes of the regions of all signatures.
struct Search<'s> {
    actions: &'s [ActionId],
    breaks: Breaks<'s>,
    /// An action that must not have a higher score than the one whose place is kept, or the claim is not broken.
    below: Option<ActionId>,
    seen: BTreeSet<Row>,
    /// The smallest that breaks the claim, so far.
    best: Option<Row>,
}

/// A rule that may hold: where it is true, and its sources.
struct Support {
    region: Region,
    sources: BTreeSet<SourceId>,
}

impl<'s> Search<'s> {
    fn new(actions: &'s [ActionId], breaks: Breaks<'s>, below: Option<ActionId>) -> Self {
        Self { actions, breaks, below, seen: BTreeSet::new(), best: None }
    }

    /// What a search that came to an end, or did not, has found.
    fn found(self, done: Result<(), OutOfBudget>) -> Result<Found, OutOfBudget> {
        match self.best {
            Some(row) => Ok(Found::Broken { row, smallest: done.is_ok() }),
            None => done.map(|()| Found::Holds),
        }
    }

    /// Keeps the places of `keep`, and of any of the helpers as well.
    fn with_helpers(
        &mut self,
        keep: &[ActionId],
        helpers: &[ActionId],
        region: &Region,
        ground: &mut Ground<'_>,
    ) -> Result<(), OutOfBudget> {
        self.places(keep, region, ground)?;
        for (at, helper) in helpers.iter().enumerate() {
            let inner = ground.suggested(region, *helper)?;
            if !inner.is_empty() {
                let more: Vec<ActionId> = keep.iter().chain([helper]).copied().collect();
                let rest = helpers.get(at.saturating_add(1)..).unwrap_or_default();
                self.with_helpers(&more, rest, &inner, ground)?;
            }
        }
        Ok(())
    }

    /// Looks into the region once for every signature of the actions whose places are to be kept.
    fn places(
        &mut self,
        keep: &[ActionId],
        region: &Region,
        ground: &mut Ground<'_>,
    ) -> Result<(), OutOfBudget> {
        let Some((action, rest)) = keep.split_first() else { return self.look(region, ground) };
        let mut weights: Vec<u8> =
            ground.speaking(*action, Polarity::Suggest).map(|rule| rule.weight).collect();
        weights.sort_unstable();
        weights.dedup();
        let support = ground.speaking(*action, Polarity::Suggest).map(|rule| Support {
            region: rule.region().clone(),
            sources: rule.citations.iter().map(|citation| citation.source).collect(),
        });
        let support: Vec<Support> = support.collect();
        let mut stronger: Option<Region> = None;
        for weight in weights.into_iter().rev() {
            let strong = ground.strong(region, *action, weight)?;
            // Where no score is as low as this, it is no context's score.
            if strong.is_empty() || stronger.as_ref() == Some(&strong) {
                continue;
            }
            self.sources(&Kept { weight, rest }, &support, &strong, ground)?;
            stronger = Some(strong);
        }
        Ok(())
    }

    /// Looks into the region for every set of sources that may stand behind the action.
    fn sources(
        &mut self,
        kept: &Kept<'_>,
        support: &[Support],
        region: &Region,
        ground: &mut Ground<'_>,
    ) -> Result<(), OutOfBudget> {
        if let Some(below) = self.below {
            let above = ground.strong(region, below, kept.weight.saturating_add(1))?;
            if ground.is_subset(region, &above)? {
                return Ok(());
            }
        }
        self.places(kept.rest, region, ground)?;
        let mut certain: BTreeSet<SourceId> = BTreeSet::new();
        for rule in support {
            if !rule.sources.is_subset(&certain) && ground.is_subset(region, &rule.region)? {
                certain.extend(&rule.sources);
            }
        }
        for (at, rule) in support.iter().enumerate() {
            // A rule that adds no source changes no place.
            if rule.sources.is_subset(&certain) {
                continue;
            }
            let inner = ground.intersect(region, &rule.region)?;
            if !inner.is_empty() {
                let rest = support.get(at.saturating_add(1)..).unwrap_or_default();
                self.sources(kept, rest, &inner, ground)?;
            }
        }
        Ok(())
    }

    /// Looks at the largest boxes of a region.
    fn look(&mut self, region: &Region, ground: &mut Ground<'_>) -> Result<(), OutOfBudget> {
        let size = |row: &Row| row.constraints().len();
        for row in primes(region.rows(), &ground.everything, ground.budget)? {
            let is_smaller = |best: &Row| (size(&row), &row) < (size(best), best);
            if self.best.as_ref().is_none_or(is_smaller) && self.seen.insert(row.clone()) {
                let list = ground.ranked(self.actions, &row)?;
                if (self.breaks)(&list) {
                    self.best = Some(row);
                }
            }
        }
        Ok(())
    }
}

/// The score that is kept of one action, and the actions whose places are still to be chosen.
struct Kept<'k> {
    weight: u8,
    rest: &'k [ActionId],
}
