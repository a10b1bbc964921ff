//! New functions from old ones.

use std::collections::HashMap;

use super::{Budget, Diagram, Diagrams, OutOfBudget};

impl Diagrams {
    /// The function that is in every world what `decide` makes of two others.
    ///
    /// `decide` is asked about parts of both functions, and about their numbers last; it may answer as soon as it knows the whole part, as "and" does
    /// when one side is [`Diagram::FALSE`]. Two numbers on which it does not decide become 0. It must answer the same whenever it is asked the same.
    ///
    /// # Errors
    ///
    /// When the budget runs out first. Costs at most one step for each pair of nodes and value.
    pub fn combine(
        &mut self,
        a: Diagram,
        b: Diagram,
        decide: impl FnMut(Diagram, Diagram) -> Option<Diagram>,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        Combination { all: self, decide, done: HashMap::new() }.of(a, b, budget)
    }

    /// The function that is in every world what `change` makes of another's number.
    ///
    /// # Errors
    ///
    /// When the budget runs out first. Costs one step for each node and value.
    pub fn map(
        &mut self,
        diagram: Diagram,
        mut change: impl FnMut(u32) -> u32,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        let decide = |a: Diagram, _| Some(Diagram::leaf(change(a.as_leaf()?)));
        self.combine(diagram, Diagram::FALSE, decide, budget)
    }

    /// The worlds in both sets.
    ///
    /// # Errors
    ///
    /// When the budget runs out first.
    pub fn and(&mut self, a: Diagram, b: Diagram, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        let decide = |a, b| match (a, b) {
            (Diagram::FALSE, _) | (_, Diagram::FALSE) => Some(Diagram::FALSE),
            (Diagram::TRUE, other) | (other, Diagram::TRUE) => Some(other),
            (a, b) => (a == b).then_some(a),
        };
        self.combine(a, b, decide, budget)
    }

    /// The worlds in either set.
    ///
    /// # Errors
    ///
    /// When the budget runs out first.
    pub fn or(&mut self, a: Diagram, b: Diagram, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        let decide = |a, b| match (a, b) {
            (Diagram::TRUE, _) | (_, Diagram::TRUE) => Some(Diagram::TRUE),
            (Diagram::FALSE, other) | (other, Diagram::FALSE) => Some(other),
            (a, b) => (a == b).then_some(a),
        };
        self.combine(a, b, decide, budget)
    }

    /// The worlds of the first set that are not in the second.
    ///
    /// # Errors
    ///
    /// When the budget runs out first.
    pub fn minus(&mut self, a: Diagram, b: Diagram, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        let decide = |a, b| match (a, b) {
            (Diagram::FALSE, _) | (_, Diagram::TRUE) => Some(Diagram::FALSE),
            (a, Diagram::FALSE) => Some(a),
            (Diagram::TRUE, b) if b.as_leaf().is_some() => Some(Diagram::FALSE),
            (a, b) => (a == b).then_some(Diagram::FALSE),
        };
        self.combine(a, b, decide, budget)
    }

    /// What a function is in the worlds with this value of a dimension, whatever value they are asked with.
    ///
    /// # Errors
    ///
    /// When the budget runs out first.
    pub fn restrict(
        &mut self,
        diagram: Diagram,
        dim: u16,
        value: u8,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        Restriction { all: self, dim, value, done: HashMap::new() }.of(diagram, budget)
    }
}

struct Combination<'a, F> {
    all: &'a mut Diagrams,
    decide: F,
    done: HashMap<(Diagram, Diagram), Diagram>,
}

impl<F: FnMut(Diagram, Diagram) -> Option<Diagram>> Combination<'_, F> {
    fn of(&mut self, a: Diagram, b: Diagram, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        if let Some(decided) = (self.decide)(a, b) {
            return Ok(decided);
        }
        let Some(dim) = self.all.first_dim(&[a, b]) else { return Ok(Diagram::FALSE) };
        if let Some(known) = self.done.get(&(a, b)) {
            return Ok(*known);
        }
        let size = self.all.space.size(dim);
        budget.spend(u64::from(size).saturating_add(1))?;
        let mut children = Vec::with_capacity(usize::from(size));
        for value in 0..size {
            let (a, b) = (self.all.step(a, dim, value), self.all.step(b, dim, value));
            children.push(budget.nested(|budget| self.of(a, b, budget))?);
        }
        let made = self.all.make(dim, children);
        self.done.insert((a, b), made);
        Ok(made)
    }
}

struct Restriction<'a> {
    all: &'a mut Diagrams,
    dim: u16,
    value: u8,
    done: HashMap<Diagram, Diagram>,
}

impl Restriction<'_> {
    fn of(&mut self, diagram: Diagram, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
        let Some(node) = self.all.get(diagram).cloned() else { return Ok(diagram) };
        if node.dim >= self.dim {
            return Ok(self.all.step(diagram, self.dim, self.value));
        }
        if let Some(known) = self.done.get(&diagram) {
            return Ok(*known);
        }
        budget.spend_len(node.children.len().saturating_add(1))?;
        let mut children = Vec::with_capacity(node.children.len());
        for child in node.children.iter() {
            children.push(budget.nested(|budget| self.of(*child, budget))?);
        }
        let made = self.all.make(node.dim, children);
        self.done.insert(diagram, made);
        Ok(made)
    }
}
