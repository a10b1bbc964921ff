//! The shortest way to say which worlds of a box are meant.

use std::cmp::Ordering;

use super::cover::{covers, uncovered};
use super::primes::primes;
use super::tidy::{absorb, put_back, tidy_within};
use super::{Bounds, Budget, OutOfBudget, Row, ValueSet};

/// Rows that say the same as others, in the fewest words found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Minimal {
    /// The rows, sorted. Each is a prime (see [`primes`](super::primes())), and none can be left out.
    pub rows: Vec<Row>,
    /// Is it proved that no shorter list exists? When not, the search for one ran out of budget.
    pub proved: bool,
}

/// The shortest list of rows for the worlds that are both in the box and in some row: fewest rows, then
/// fewest constraints in all, then first in the order of sorted lists.
///
/// Relative to the box, as primes are, and independent of the order of the rows. No row at all means that the
/// rows fail in the box, and [`Row::all`] that they hold.
///
/// ```
/// use closer_core::space::{smallest, Bounds, Budget, Row, Space, ValueSet};
///
/// let space = Space::new([2, 3])?;
/// let all = Row::all();
/// let well = all.with(0, ValueSet::single(1), &space).unwrap();
/// let senior = all.with(1, ValueSet::single(2), &space).unwrap();
/// let poorly_and_senior = senior.with(0, ValueSet::single(0), &space).unwrap();
///
/// let short = smallest([&well, &poorly_and_senior], &Bounds::all(&space), &mut Budget::new(1_000)).unwrap();
/// assert_eq!(short.rows, [well, senior]);
/// assert!(short.proved);
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
///
/// # Method and cost
///
/// As Quine and `McCluskey` did: all primes; those that alone cover some world are needed; among the others
/// branch and bound, here over the primes that cover one uncovered world at a time, so that worlds are never
/// listed. There can be exponentially many primes. Before that, a list is made that is good enough if they
/// turn out to be too many: each row made as large as it can be, and none kept that can be spared, as
/// Espresso does.
///
/// # Errors
///
/// When the budget runs out before any list is made. When it runs out later, the best list found is
/// given, with [`proved`](Minimal::proved) false; such a list may depend on how the rows describe the worlds,
/// never on their order.
pub fn smallest<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Minimal, OutOfBudget> {
    smallest_but_for(rows, &[], bounds, budget)
}

/// As [`smallest`], where nobody asks about the worlds of `free`, which are in no row: the list may be true or not there.
///
/// # Errors
///
/// As [`smallest`].
pub(crate) fn smallest_but_for<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    free: &[Row],
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Minimal, OutOfBudget> {
    let rows = tidy_within(rows, bounds, budget)?;
    if rows.is_empty() {
        return Ok(Minimal { rows, proved: true });
    }
    let free = tidy_within(free, bounds, budget)?;
    let allowed: Vec<Row> = rows.iter().chain(&free).cloned().collect();
    if covers(&allowed, bounds, budget)? {
        return Ok(Minimal { rows: vec![Row::all()], proved: true });
    }
    // At most half of the budget, for the primes may be had where this cannot.
    let share = budget.remaining() / 2;
    let first = budget.attempt(share, |budget| first_list(&rows, &allowed, &free, bounds, budget))?;
    let (mut found, mut proved) = (first, false);
    if let Ok(primes) = primes(&allowed, bounds, budget)
        && let Ok(mut search) = Search::new(&primes, &free, bounds, budget)
    {
        proved = search.improve(&mut Vec::new(), budget).is_ok();
        let best: Vec<Row> = search.list(&search.best).into_iter().cloned().collect();
        found = match found {
            Some(first) if price(&first) < price(&best) => Some(first),
            _ => Some(best),
        };
    }
    let mut rows = found.ok_or(OutOfBudget)?;
    rows.sort_unstable();
    Ok(Minimal { rows, proved })
}

/// What makes one list better than another, but for the order of rows: the lower price.
fn price(list: &[Row]) -> (usize, usize) {
    (list.len(), list.iter().map(Row::len).sum())
}

/// A list of primes that none can be left out of, from primes that contain the rows.
fn first_list(
    rows: &[Row],
    allowed: &[Row],
    free: &[Row],
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<Row>, OutOfBudget> {
    let mut large = Vec::with_capacity(rows.len());
    for row in rows {
        large.push(expand(row, allowed, bounds, budget)?);
    }
    let large = absorb(large, budget)?;
    let free: Vec<&Row> = free.iter().collect();
    Ok(irredundant(large.iter().collect(), &free, bounds, budget)?.into_iter().cloned().collect())
}

/// A largest box that contains the row and is inside the rows. What cannot be added now cannot be added
/// later, when the box is larger, so one pass will do.
fn expand(row: &Row, rows: &[Row], bounds: &Bounds, budget: &mut Budget) -> Result<Row, OutOfBudget> {
    let mut large = row.clone();
    for (dim, set) in row.constraints() {
        let possible = bounds.get(dim);
        let without = large.without(dim);
        let Some(mut place) = bounds.intersect(&without) else { continue };
        let mut allowed = set;
        for value in possible.difference(set) {
            place.replace(dim, ValueSet::single(value));
            if covers(rows, &place, budget)? {
                allowed = allowed.with(value);
            }
        }
        large = put_back(&without, dim, allowed, possible);
    }
    Ok(large)
}

/// The rows without the longest that the others, and those in `fixed`, can spare, and so on until none can
/// be.
fn irredundant<'a>(
    mut rows: Vec<&'a Row>,
    fixed: &[&'a Row],
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Vec<&'a Row>, OutOfBudget> {
    rows.sort_by(|a, b| shorter(a, b).reverse());
    let mut kept: Vec<&Row> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().copied().enumerate() {
        let Some(place) = bounds.intersect(row) else { continue };
        let rest = rows.iter().skip(at.saturating_add(1));
        if !covers(fixed.iter().chain(&kept).chain(rest).copied(), &place, budget)? {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// By number of constraints, then in the order of rows.
fn shorter(a: &Row, b: &Row) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// A prime that may or may not be taken.
struct Candidate<'a> {
    row: &'a Row,
    /// The worlds of the box that it covers.
    place: Bounds,
}

struct Search<'a> {
    /// Primes that every list has.
    needed: Vec<&'a Row>,
    /// Worlds that need not be covered.
    free: &'a [Row],
    /// The primes to choose from, shortest first.
    candidates: Vec<Candidate<'a>>,
    /// Candidates not to be taken in the branch being looked at.
    barred: Vec<bool>,
    /// Worlds that some choice left uncovered, each as the candidates that cover it. Any list covers all of
    /// them.
    worlds: Vec<Vec<usize>>,
    /// The best choice so far.
    best: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(
        primes: &'a [Row],
        free: &'a [Row],
        bounds: &Bounds,
        budget: &mut Budget,
    ) -> Result<Self, OutOfBudget> {
        let mut sorted: Vec<&Row> = primes.iter().collect();
        sorted.sort_by(|a, b| shorter(a, b));
        let mut needed = Vec::new();
        let mut others = Vec::new();
        for (at, &row) in sorted.iter().enumerate() {
            let Some(place) = bounds.intersect(row) else { continue };
            let rest = sorted.iter().take(at).chain(sorted.iter().skip(at.saturating_add(1)));
            if covers(rest.copied().chain(free), &place, budget)? {
                others.push(Candidate { row, place });
            } else {
                needed.push(row);
            }
        }
        let mut candidates = Vec::new();
        for other in others {
            if !covers(needed.iter().copied().chain(free), &other.place, budget)? {
                candidates.push(other);
            }
        }
        let fixed: Vec<&Row> = needed.iter().copied().chain(free).collect();
        let choice = irredundant(candidates.iter().map(|way| way.row).collect(), &fixed, bounds, budget)?;
        let best = (0..candidates.len()).zip(&candidates).filter(|(_, way)| choice.contains(&way.row));
        let best = best.map(|(at, _)| at).collect();
        Ok(Self { best, worlds: Vec::new(), barred: vec![false; candidates.len()], needed, free, candidates })
    }

    /// Looks for choices that are better than the best so far and include `chosen`.
    fn improve(&mut self, chosen: &mut Vec<usize>, budget: &mut Budget) -> Result<(), OutOfBudget> {
        loop {
            budget.spend_len(self.worlds.iter().map(Vec::len).sum::<usize>().saturating_add(1))?;
            match self.easiest(chosen) {
                Step::Give => return Ok(()),
                Step::Branch(ways) => return self.branch(&ways, chosen, budget),
                Step::Ask => {
                    let Some(world) = self.gap(chosen, budget)? else {
                        if self.rank(chosen) < self.rank(&self.best) && self.spares_none(chosen, budget)? {
                            self.best.clone_from(chosen);
                        }
                        return Ok(());
                    };
                    self.worlds.push(world);
                }
            }
        }
    }

    /// Is every candidate of the choice needed? One that is not would be left out in the end, but the search may be
    /// cut short.
    fn spares_none(&self, chosen: &[usize], budget: &mut Budget) -> Result<bool, OutOfBudget> {
        for &at in chosen {
            let without: Vec<usize> = chosen.iter().copied().filter(|&other| other != at).collect();
            if let Some(way) = self.candidates.get(at)
                && covers(self.list(&without).into_iter().chain(self.free), &way.place, budget)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Tries each way to cover one world. Later tries leave out what earlier ones took: lists with both were
    /// seen then.
    fn branch(
        &mut self,
        ways: &[usize],
        chosen: &mut Vec<usize>,
        budget: &mut Budget,
    ) -> Result<(), OutOfBudget> {
        for &way in ways {
            chosen.push(way);
            let done = budget.nested(|budget| self.improve(chosen, budget));
            chosen.pop();
            done?;
            self.bar(way, true);
        }
        for &way in ways {
            self.bar(way, false);
        }
        Ok(())
    }

    /// What to do next: give up when no better list is possible, else branch over the uncovered world that
    /// has fewest ways to cover it, or ask for another when none is known.
    fn easiest(&self, chosen: &[usize]) -> Step {
        let mut easiest: Option<Vec<usize>> = None;
        let (mut rows, mut constraints) = self.size(chosen);
        let mut counted = vec![false; self.candidates.len()];
        for world in &self.worlds {
            if world.iter().any(|way| chosen.contains(way)) {
                continue;
            }
            let is_barred = |way: &usize| self.barred.get(*way).copied().unwrap_or_default();
            let ways: Vec<usize> = world.iter().copied().filter(|way| !is_barred(way)).collect();
            // Worlds that share no candidate take a row each.
            if ways.iter().all(|&way| counted.get(way) == Some(&false)) {
                for &way in &ways {
                    counted.iter_mut().skip(way).take(1).for_each(|seen| *seen = true);
                }
                let least =
                    ways.iter().filter_map(|&way| self.candidates.get(way)).map(|way| way.row.len()).min();
                rows = rows.saturating_add(1);
                constraints = constraints.saturating_add(least.unwrap_or_default());
            }
            if easiest.as_ref().is_none_or(|least| ways.len() < least.len()) {
                easiest = Some(ways);
            }
        }
        if (rows, constraints) > self.size(&self.best) {
            return Step::Give;
        }
        easiest.map_or(Step::Ask, Step::Branch)
    }

    /// A world that the choice leaves uncovered, as the candidates that cover it.
    fn gap(&self, chosen: &[usize], budget: &mut Budget) -> Result<Option<Vec<usize>>, OutOfBudget> {
        let list = self.list(chosen);
        for candidate in &self.candidates {
            if let Some(world) = uncovered(list.iter().copied().chain(self.free), &candidate.place, budget)? {
                budget.spend_len(self.candidates.len())?;
                let all = self.candidates.iter().enumerate();
                return Ok(Some(all.filter(|(_, way)| way.row.meets(&world)).map(|(at, _)| at).collect()));
            }
        }
        Ok(None)
    }

    fn bar(&mut self, way: usize, value: bool) {
        self.barred.iter_mut().skip(way).take(1).for_each(|barred| *barred = value);
    }

    /// Number of rows and of constraints of a choice, needed primes left aside.
    fn size(&self, chosen: &[usize]) -> (usize, usize) {
        let constraints = chosen.iter().filter_map(|&at| self.candidates.get(at)).map(|way| way.row.len());
        (chosen.len(), constraints.sum())
    }

    /// What makes one choice better than another.
    fn rank(&self, chosen: &[usize]) -> ((usize, usize), Vec<&'a Row>) {
        let mut list = self.list(chosen);
        list.sort_unstable();
        (self.size(chosen), list)
    }

    /// The whole list that a choice makes.
    fn list(&self, chosen: &[usize]) -> Vec<&'a Row> {
        let taken = chosen.iter().filter_map(|&at| self.candidates.get(at)).map(|way| way.row);
        self.needed.iter().copied().chain(taken).collect()
    }
}

enum Step {
    /// No better list in this branch.
    Give,
    /// Cover a world in one of these ways; no way at all ends the branch.
    Branch(Vec<usize>),
    /// Find out whether all is covered.
    Ask,
}
