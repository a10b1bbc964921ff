//! In how many worlds?

use std::collections::{BTreeSet, HashMap};

use super::{Diagram, Diagrams};

impl Diagrams {
    /// In how many worlds a function is one of the wanted numbers; `None` when that is more than a `u128` holds.
    #[must_use]
    pub fn count(&self, diagram: Diagram, wanted: impl FnMut(u32) -> bool) -> Option<u128> {
        self.count_weighted(diagram, wanted, |_, _| 1)
    }

    /// As [`Diagrams::count`], where value `v` of dimension `d` stands for `weight(d, v)` real values: a whole number cut into cells counts
    /// for as many numbers as the cell holds.
    #[must_use]
    pub fn count_weighted(
        &self,
        diagram: Diagram,
        wanted: impl FnMut(u32) -> bool,
        weight: impl Fn(u16, u8) -> u64,
    ) -> Option<u128> {
        let sizes = self
            .space
            .dims()
            .map(|dim| (0..self.space.size(dim)).map(|value| u128::from(weight(dim, value))).sum::<u128>());
        let mut counter = Counter { all: self, wanted, sizes: sizes.collect(), weight, done: HashMap::new() };
        // A node is made after those it leads to, so here none has to wait for others: there may be more levels than fit on a stack.
        let mut nodes = BTreeSet::new();
        self.visit(diagram, |here, _| nodes.extend([here]));
        for here in nodes {
            counter.count(here);
        }
        counter.below(diagram, 0)
    }
}

struct Counter<'a, P, W> {
    all: &'a Diagrams,
    wanted: P,
    /// How many real values each dimension has.
    sizes: Vec<u128>,
    weight: W,
    /// From the dimension that a node asks for onwards.
    done: HashMap<Diagram, Option<u128>>,
}

impl<P: FnMut(u32) -> bool, W: Fn(u16, u8) -> u64> Counter<'_, P, W> {
    /// Counts over the dimensions from the one that a node asks for onwards, once all that it leads to is counted.
    fn count(&mut self, diagram: Diagram) {
        let Some(node) = self.all.get(diagram) else { return };
        let mut sum = Some(0_u128);
        for (child, values) in node.branches() {
            let below = self.below(child, node.dim.saturating_add(1));
            let weights = values.iter().map(|value| u128::from((self.weight)(node.dim, value)));
            let part = times(below, Some(weights.sum()));
            sum = part.zip(sum).and_then(|(part, sum)| sum.checked_add(part));
        }
        self.done.insert(diagram, sum);
    }

    /// The count over the dimensions from `first` on.
    fn below(&mut self, diagram: Diagram, first: u16) -> Option<u128> {
        let Some(node) = self.all.get(diagram) else {
            let wanted = diagram.as_leaf().is_some_and(&mut self.wanted);
            return if wanted { self.free(first, self.all.space.len()) } else { Some(0) };
        };
        times(self.done.get(&diagram).copied().flatten(), self.free(first, node.dim))
    }

    /// In how many ways the dimensions from `first` up to `end` can be chosen.
    fn free(&self, first: u16, end: u16) -> Option<u128> {
        let sizes = self.sizes.get(usize::from(first)..usize::from(end)).unwrap_or_default();
        sizes.iter().try_fold(1_u128, |product, size| product.checked_mul(*size))
    }
}

/// None of something too large to write down is none.
fn times(a: Option<u128>, b: Option<u128>) -> Option<u128> {
    match (a, b) {
        (Some(0), _) | (_, Some(0)) => Some(0),
        (a, b) => a?.checked_mul(b?),
    }
}
