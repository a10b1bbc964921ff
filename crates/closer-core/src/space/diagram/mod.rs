//! Functions from worlds to numbers, kept so that equal functions are the same thing.

mod combine;
mod count;
mod find;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Bounds, Budget, OutOfBudget, Row, Space, ValueSet};

/// A function from the worlds of a space to numbers: one diagram of a [`Diagrams`].
///
/// Two diagrams of one `Diagrams` are equal exactly when they are the same function. A set of worlds is the function that is 1 inside and 0
/// outside: [`Diagram::TRUE`] and [`Diagram::FALSE`] are all worlds and none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagram(u32);

impl Diagram {
    /// The numbers that a diagram can give are those below this.
    pub const LEAVES: u32 = 1 << 31;

    /// No world.
    pub const FALSE: Self = Self::leaf(0);

    /// Every world.
    pub const TRUE: Self = Self::leaf(1);

    /// The function that is this number everywhere. Of a number that is too large the highest bit is lost.
    #[must_use]
    pub const fn leaf(number: u32) -> Self {
        Self(number | Self::LEAVES)
    }

    /// The number that the function is everywhere; `None` where it is not the same everywhere.
    #[must_use]
    pub const fn as_leaf(self) -> Option<u32> {
        if self.0 >= Self::LEAVES { Some(self.0 ^ Self::LEAVES) } else { None }
    }

    const fn node(self) -> Option<usize> {
        if self.0 >= Self::LEAVES { None } else { Some(self.0 as usize) }
    }
}

/// The diagrams over one space, with what they share stored once.
///
/// A diagram is a graph: a node asks for the value of one dimension, and leads to another node or to a number. Dimensions are asked in
/// ascending order, no node leads to the same place for every value, and no two nodes are alike, so a function has one diagram (a *reduced
/// ordered multi-valued decision diagram*: Bryant, *Graph-based algorithms for Boolean function manipulation*, 1986; Srinivasan, Kam, Malik
/// and Brayton, *Algorithms for discrete function manipulation*, 1990). What a [`Region`](super::Region) needs a search for is then looked up
/// or done once for each pair of nodes. The price is memory: what has no good order of dimensions can need exponentially many nodes, hence
/// the [`Budget`] that each operation takes. Nodes are never dropped before the whole.
///
/// ```
/// use closer_core::space::{Budget, Diagram, Diagrams, Row, Space, ValueSet};
///
/// let space = Space::new([3, 2])?;
/// let budget = &mut Budget::new(1_000);
/// let mut all = Diagrams::new(&space);
/// let well = Row::all().with(0, ValueSet::single(2), &space).unwrap();
/// let asked = Row::all().with(1, ValueSet::single(1), &space).unwrap();
///
/// // 70 where it went well, 30 where they asked, the more where both.
/// let high = all.region([&well], budget).unwrap();
/// let low = all.region([&asked], budget).unwrap();
/// let score = all.combine(high, low, |a, b| Some(Diagram::leaf((a.as_leaf()? * 70).max(b.as_leaf()? * 30))), budget).unwrap();
///
/// assert_eq!(all.leaves(score), [0, 30, 70].into());
/// assert_eq!(all.at(score, &[2, 1]), 70);
/// assert_eq!(all.count(score, |score| score == 70), Some(2));
/// // Said in another way it is the same diagram.
/// let other = all.combine(low, high, |a, b| Some(Diagram::leaf((a.as_leaf()? * 30).max(b.as_leaf()? * 70))), budget).unwrap();
/// assert_eq!(score, other);
/// # Ok::<(), closer_core::space::SpaceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Diagrams {
    space: Space,
    nodes: Vec<Node>,
    /// Where the node with this content is.
    unique: HashMap<Node, Diagram>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    dim: u16,
    /// Where each value of the dimension leads.
    children: Arc<[Diagram]>,
}

impl Diagrams {
    /// The diagrams over this space; none yet.
    #[must_use]
    pub fn new(space: &Space) -> Self {
        Self { space: space.clone(), nodes: Vec::new(), unique: HashMap::new() }
    }

    /// The space.
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The worlds in any of the rows.
    ///
    /// # Errors
    ///
    /// When the budget runs out first.
    pub fn region<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a Row>,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        let mut parts = Vec::new();
        for row in rows {
            parts.push(self.row(row, budget)?);
        }
        // Halves of halves: small diagrams are joined with small ones.
        while parts.len() > 1 {
            let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
            for pair in parts.chunks(2) {
                joined.push(match *pair {
                    [a, b] => self.or(a, b, budget)?,
                    [a, ..] => a,
                    [] => Diagram::FALSE,
                });
            }
            parts = joined;
        }
        Ok(parts.first().copied().unwrap_or(Diagram::FALSE))
    }

    fn row(&mut self, row: &Row, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        let constraints: Vec<(u16, ValueSet)> = row.constraints().collect();
        // No diagram is deeper than what may be walked down.
        if constraints.len() >= usize::from(Budget::MAX_DEPTH) {
            return Err(OutOfBudget);
        }
        let mut below = Diagram::TRUE;
        for (dim, set) in constraints.into_iter().rev() {
            let size = self.space.size(dim);
            budget.spend(u64::from(size))?;
            let child = |value| if set.contains(value) { below } else { Diagram::FALSE };
            below = self.make(dim, (0..size).map(child).collect());
        }
        Ok(below)
    }

    /// What a function is in one world, given by its values. A value that is missing or not of its dimension counts as 0.
    #[must_use]
    pub fn at(&self, diagram: Diagram, world: &[u8]) -> u32 {
        let mut here = diagram;
        while let Some(node) = self.get(here) {
            let value = world.get(usize::from(node.dim)).copied().unwrap_or_default();
            here = node.child(value);
        }
        here.as_leaf().unwrap_or_default()
    }

    /// The numbers that a function takes in some world.
    #[must_use]
    pub fn leaves(&self, diagram: Diagram) -> BTreeSet<u32> {
        let mut leaves = BTreeSet::new();
        self.visit(diagram, |here, _| leaves.extend(here.as_leaf()));
        leaves
    }

    /// The dimensions on which a function depends, ascending.
    #[must_use]
    pub fn dims(&self, diagram: Diagram) -> BTreeSet<u16> {
        let mut dims = BTreeSet::new();
        self.visit(diagram, |_, node| dims.extend(node.map(|node| node.dim)));
        dims
    }

    /// How many nodes a function needs.
    #[must_use]
    pub fn nodes_of(&self, diagram: Diagram) -> usize {
        let mut count = 0_usize;
        self.visit(diagram, |_, node| count = count.saturating_add(usize::from(node.is_some())));
        count
    }

    /// How many nodes there are in all, whichever function they were made for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Is there no node yet?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The worlds in which a function is one of the wanted numbers, as disjoint rows.
    ///
    /// # Errors
    ///
    /// When the budget runs out first: there is one row for each way through the diagram.
    pub fn rows(
        &self,
        diagram: Diagram,
        mut wanted: impl FnMut(u32) -> bool,
        budget: &mut Budget,
    ) -> Result<Vec<Row>, OutOfBudget> {
        let mut rows = Vec::new();
        let mut open = vec![(diagram, Row::all())];
        while let Some((here, row)) = open.pop() {
            budget.spend_len(row.len().saturating_add(1))?;
            let Some(node) = self.get(here) else {
                if here.as_leaf().is_some_and(&mut wanted) {
                    rows.push(row);
                }
                continue;
            };
            for (child, values) in node.branches() {
                if child != Diagram::FALSE || wanted(0) {
                    open.push((child, row.with_set(node.dim, values)));
                }
            }
        }
        rows.sort_unstable();
        Ok(rows)
    }

    /// Forgets all nodes but the first `len`, which [`Diagrams::len`] was at some time. Diagrams made since then mean nothing any more.
    pub fn truncate(&mut self, len: usize) {
        for node in self.nodes.drain(len.min(self.nodes.len())..) {
            self.unique.remove(&node);
        }
    }

    /// Each node and number below a diagram, once.
    fn visit(&self, diagram: Diagram, mut each: impl FnMut(Diagram, Option<&Node>)) {
        let mut seen = HashSet::from([diagram]);
        let mut open = vec![diagram];
        while let Some(here) = open.pop() {
            let node = self.get(here);
            each(here, node);
            let children = node.map(|node| node.children.iter().copied()).into_iter().flatten();
            open.extend(children.filter(|child| seen.insert(*child)));
        }
    }

    fn get(&self, diagram: Diagram) -> Option<&Node> {
        self.nodes.get(diagram.node()?)
    }

    /// The one node with this content. Children are of later dimensions.
    fn make(&mut self, dim: u16, children: Vec<Diagram>) -> Diagram {
        if let Some(first) = children.first()
            && children.iter().all(|child| child == first)
        {
            return *first;
        }
        let node = Node { dim, children: children.into() };
        if let Some(there) = self.unique.get(&node) {
            return *there;
        }
        // A budget of 2^31 nodes would be 100 GB.
        let new = Diagram(u32::try_from(self.nodes.len()).unwrap_or_default());
        self.nodes.push(node.clone());
        self.unique.insert(node, new);
        new
    }

    /// The lowest dimension that some of these asks for.
    fn first_dim(&self, diagrams: &[Diagram]) -> Option<u16> {
        diagrams.iter().filter_map(|diagram| Some(self.get(*diagram)?.dim)).min()
    }

    /// Where a diagram leads with this value of a dimension not later than its own.
    fn step(&self, diagram: Diagram, dim: u16, value: u8) -> Diagram {
        self.get(diagram).filter(|node| node.dim == dim).map_or(diagram, |node| node.child(value))
    }
}

impl Node {
    fn child(&self, value: u8) -> Diagram {
        let child = self.children.get(usize::from(value)).or_else(|| self.children.first());
        child.copied().unwrap_or(Diagram::FALSE)
    }

    /// The different children, each with the values that lead to it.
    fn branches(&self) -> Vec<(Diagram, ValueSet)> {
        let mut branches: Vec<(Diagram, ValueSet)> = Vec::new();
        for (value, &child) in (0..).zip(self.children.iter()) {
            match branches.iter_mut().find(|(other, _)| *other == child) {
                Some((_, values)) => *values = values.with(value),
                None => branches.push((child, ValueSet::single(value))),
            }
        }
        branches
    }
}
