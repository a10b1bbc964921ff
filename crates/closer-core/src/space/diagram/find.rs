//! Is there such a world?

use std::collections::HashSet;

use super::{Bounds, Budget, Diagram, Diagrams, OutOfBudget, ValueSet};

impl Diagrams {
    /// The lowest world in which several functions together are as wanted; `None` when there is none. Lowest as in
    /// [`uncovered`](crate::space::uncovered).
    ///
    /// `wanted` is asked about parts of all functions, and about their numbers last; it may answer as soon as it knows that every world of a
    /// part is as wanted, or none. Numbers on which it does not decide are not.
    ///
    /// ```
    /// # use closer_core::space::{Budget, Diagrams, Row, Space, ValueSet};
    /// # let space = Space::new([3, 2])?;
    /// # let budget = &mut Budget::new(1_000);
    /// # let mut all = Diagrams::new(&space);
    /// # let well = Row::all().with(0, ValueSet::single(2), &space).unwrap();
    /// # let asked = Row::all().with(1, ValueSet::single(1), &space).unwrap();
    /// let (well, asked) = (all.region([&well], budget).unwrap(), all.region([&asked], budget).unwrap());
    /// let found = all.find([well, asked], |[well, asked]| Some(well.as_leaf()? > asked.as_leaf()?), budget);
    /// assert_eq!(*found.unwrap().unwrap().values(), [2, 0]);
    /// # Ok::<(), closer_core::space::SpaceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the budget runs out first. Costs at most one step for each combination of their nodes and value.
    pub fn find<const N: usize>(
        &self,
        functions: [Diagram; N],
        mut wanted: impl FnMut([Diagram; N]) -> Option<bool>,
        budget: &mut Budget,
    ) -> Result<Option<Bounds>, OutOfBudget> {
        let mut world = Bounds::all(&self.space).first_point();
        let mut dead = HashSet::new();
        let found = self.search(functions, &mut wanted, &mut world, &mut dead, budget)?;
        Ok(found.then_some(world))
    }

    fn search<const N: usize>(
        &self,
        functions: [Diagram; N],
        wanted: &mut impl FnMut([Diagram; N]) -> Option<bool>,
        world: &mut Bounds,
        dead: &mut HashSet<[Diagram; N]>,
        budget: &mut Budget,
    ) -> Result<bool, OutOfBudget> {
        if let Some(answer) = wanted(functions) {
            return Ok(answer);
        }
        let Some(dim) = self.first_dim(&functions) else { return Ok(false) };
        if dead.contains(&functions) {
            return Ok(false);
        }
        let size = self.space.size(dim);
        budget.spend(u64::from(size).saturating_add(1))?;
        for value in 0..size {
            let next = functions.map(|function| self.step(function, dim, value));
            if budget.nested(|budget| self.search(next, wanted, world, dead, budget))? {
                world.replace(dim, ValueSet::single(value));
                return Ok(true);
            }
        }
        dead.insert(functions);
        Ok(false)
    }
}
