//! How far a box of worlds is from a region, counted in facts.

use super::program::Program;
use crate::space::{Bounds, OutOfBudget, Region, Row, ValueSet, primes};

/// Worlds in which something is so, unless that was too large to put together.
pub(super) type Worlds = Result<Region, OutOfBudget>;

/// Other values for some facts, by dimension.
pub(super) type Moves = Vec<(u16, ValueSet)>;

/// What a search for the smallest changes came to.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing has to change.
    Already,
    /// All widest changes of as few facts as possible, sorted; at least one.
    Moves(Vec<Moves>),
    /// No change will do.
    Never,
    /// Too large to decide, but changes of fewer facts than this will not do.
    Undecided {
        /// How many facts it takes at the least.
        fewest: usize,
    },
}

impl Program {
    /// The fewest facts that must change for all of the box to lie in `worlds`, and to what.
    ///
    /// A box inside the region is inside one of the region's primes, its largest boxes. To get into a prime, just those facts must change
    /// whose possible values are not all allowed there, and they may take every value that the prime allows. So the nearest primes
    /// give all answers.
    pub(super) fn nearest(&self, worlds: Worlds, from: &Bounds) -> Found {
        match self.primes_of(worlds) {
            Ok(primes) => {
                let Some(fewest) = primes.iter().map(|prime| moves_into(prime, from).count()).min() else {
                    return Found::Never;
                };
                if fewest == 0 {
                    return Found::Already;
                }
                let moves = primes.iter().map(|prime| moves_into(prime, from).collect::<Moves>());
                Found::Moves(widest(moves.filter(|moves| moves.len() == fewest).collect()))
            }
            Err(OutOfBudget) => Found::Undecided { fewest: 0 },
        }
    }

    /// The largest boxes inside the region, anywhere in the space.
    pub(super) fn primes_of(&self, worlds: Worlds) -> Result<Vec<Row>, OutOfBudget> {
        let everywhere = Bounds::all(self.set.vocabulary.space());
        primes(worlds?.rows(), &everywhere, &mut self.shares.one())
    }
}

/// What must change for all of the box to lie in the row, and to what.
pub(super) fn moves_into<'a>(row: &'a Row, from: &'a Bounds) -> impl Iterator<Item = (u16, ValueSet)> + 'a {
    row.constraints().filter(|&(dim, values)| !from.get(dim).is_subset(values))
}

/// Those that are not contained in others, sorted.
pub(super) fn widest(mut all: Vec<Moves>) -> Vec<Moves> {
    all.sort_unstable();
    all.dedup();
    let inside = |narrow: &Moves, wide: &Moves| {
        narrow.len() == wide.len() && narrow.iter().zip(wide).all(|(a, b)| a.0 == b.0 && a.1.is_subset(b.1))
    };
    let is_widest = |moves: &&Moves| !all.iter().any(|other| other != *moves && inside(moves, other));
    all.iter().filter(is_widest).cloned().collect()
}
