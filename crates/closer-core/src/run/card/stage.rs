//! The worlds in which a moment has come.

use crate::model::{Context, Moment};
use crate::run::outcome::Outcome;
use crate::run::program::{ActionRules, Program, budget};
use crate::run::residual::Residual;
use crate::space::{Bounds, OutOfBudget, Region, Row, Space, ValueSet};

/// Where the actions of one moment are weighed.
///
/// A guard that is one row makes one box. A guard of several rows makes several, which may overlap: each is asked, and the answers are joined.
pub(super) struct Stage {
    /// At least one.
    pub(super) boxes: Vec<Bounds>,
    /// The smallest box around them.
    pub(super) around: Bounds,
}

impl Stage {
    /// `None` when the moment cannot come any more.
    ///
    /// What is taken for granted gives way to the guard: a moment before the interview is weighed before the interview.
    pub(super) fn of(program: &Program, moment: &Moment, context: &Context, strict: bool) -> Option<Self> {
        let vocabulary = &program.set.vocabulary;
        let (space, steps) = (vocabulary.space(), &mut budget());
        let known = Region::from(context.bounds().to_row(space));
        let guard = moment.guard.region(vocabulary, steps);
        // Too large to be cut out: then the rules alone speak of it.
        let mut come = guard.and_then(|guard| guard.intersect(&known, space, steps)).unwrap_or(known);
        for fact in program.assumable(context).filter(|_| !strict) {
            let Some(assume) = &fact.assume else { continue };
            let usual = Row::all().with(fact.id.dim(), assume.allowed.positions(fact), space);
            let usually = usual.and_then(|usual| usually(&come, fact.id.dim(), usual, space).ok());
            come = usually.unwrap_or(come);
        }
        let everything = Bounds::all(space);
        let boxes: Vec<Bounds> = come.iter().filter_map(|row| everything.intersect(row)).collect();
        let (first, rest) = boxes.split_first()?;
        let mut around = first.clone();
        for (dim, values) in rest.iter().flat_map(Bounds::iter) {
            let both = around.get(dim).union(values);
            around.replace(dim, both);
        }
        Some(Self { boxes, around })
    }

    /// The same with other values of one fact possible.
    pub(super) fn with(&self, dim: u16, values: ValueSet) -> Self {
        let mut other = Self { boxes: self.boxes.clone(), around: self.around.clone() };
        for bounds in other.boxes.iter_mut().chain([&mut other.around]) {
            bounds.replace(dim, values);
        }
        other
    }

    pub(super) fn outcome(&self, action: ActionRules<'_>) -> Outcome {
        let joined =
            self.boxes.iter().map(|bounds| action.outcome(bounds)).reduce(|all, here| all.joined(&here));
        joined.unwrap_or_else(Outcome::never)
    }

    /// Where in the boxes the action is suggested. Nobody asks about the worlds outside, so the condition may be true there or not: that the moment has
    /// come is no part of it.
    pub(super) fn suggested_if(&self, program: &Program, action: ActionRules<'_>) -> Residual {
        let space = program.set.vocabulary.space();
        let rows = self.boxes.iter().map(|bounds| bounds.to_row(space));
        match Region::from_rows(rows, space, &mut budget()) {
            Ok(inside) => program.suggested_if_asked(action, &inside, &self.around),
            Err(_) => Residual::default(),
        }
    }
}

/// The worlds in which one fact is as usual, and those that would not be among them if it were. So it makes no difference how they are written.
fn usually(come: &Region, dim: u16, usual: Row, space: &Space) -> Result<Region, OutOfBudget> {
    let steps = &mut budget();
    let usual = come.intersect(&Region::from(usual), space, steps)?;
    if come.iter().all(|row| row.get(dim).is_none()) {
        return Ok(usual);
    }
    let everything = Bounds::all(space);
    let whatever_it_is = usual.iter().filter_map(|row| everything.intersect(row)).map(|mut bounds| {
        bounds.replace(dim, space.full(dim));
        bounds.to_row(space)
    });
    let could_be_usual = Region::from_rows(whatever_it_is, space, steps)?;
    usual.union(&come.minus(&could_be_usual, space, steps)?, space, steps)
}
