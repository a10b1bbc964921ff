//! The worlds in which a moment has come.

use crate::model::{Context, Moment};
use crate::run::program::{ActionRules, Program};
use crate::run::residual::Residual;
use crate::run::steps::Steps;
use crate::space::{Bounds, Budget, OutOfBudget, Region, Row, Space, ValueSet};

/// The steps that the values of one fact in one box count for: they are kept.
const WORD: usize = 8;

/// Where the actions of one moment are weighed.
///
/// A guard that is one row makes one box. A guard of several rows makes several, which may overlap: each is asked, and the answers are joined.
#[derive(Clone)]
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
    pub(super) fn of(
        program: &Program,
        moment: &Moment,
        context: &Context,
        strict: bool,
        steps: &mut Steps,
    ) -> Option<Self> {
        let vocabulary = &program.set.vocabulary;
        let space = vocabulary.space();
        let known = Region::from(context.bounds().to_row(space));
        let guarded = steps
            .ask(|budget| moment.guard.region(vocabulary, budget)?.intersect(&known, space, budget))
            .map(|come| as_usual(come, program, context, strict, steps))
            .filter(|come| {
                let boxes = come.rows().len();
                let room = boxes.saturating_mul(usize::from(context.bounds().len())).saturating_mul(WORD);
                boxes <= 1 || steps.spend(room).is_ok()
            });
        // Too large to be cut out: then the rules alone speak of it.
        let come = guarded.unwrap_or_else(|| as_usual(known, program, context, strict, steps));
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

    /// Makes other values of one fact possible.
    pub(super) fn put(&mut self, dim: u16, values: ValueSet) {
        for bounds in self.boxes.iter_mut().chain([&mut self.around]) {
            bounds.replace(dim, values);
        }
    }

    /// Makes the values of one fact possible that are in another stage of the same boxes.
    pub(super) fn put_back(&mut self, dim: u16, from: &Self) {
        for (bounds, from) in self.boxes.iter_mut().zip(&from.boxes).chain([(&mut self.around, &from.around)])
        {
            bounds.replace(dim, from.get(dim));
        }
    }

    /// Where in the boxes the action is suggested. Nobody asks about the worlds outside, so the condition may be true there or not: that the moment has
    /// come is no part of it.
    pub(super) fn suggested_if(
        &self,
        program: &Program,
        action: ActionRules<'_>,
        steps: &mut Steps,
    ) -> Residual {
        let space = program.set.vocabulary.space();
        let rows = self.boxes.iter().map(|bounds| bounds.to_row(space));
        match steps.ask(|budget| Region::from_rows(rows, space, budget)) {
            Some(inside) => program.suggested_if_asked(action, &inside, &self.around, steps),
            None => Residual::default(),
        }
    }
}

/// The worlds in which what is taken for granted is so, fact by fact.
fn as_usual(
    mut come: Region,
    program: &Program,
    context: &Context,
    strict: bool,
    steps: &mut Steps,
) -> Region {
    let space = program.set.vocabulary.space();
    for fact in program.assumable(context).filter(|_| !strict) {
        let Some(assume) = &fact.assume else { continue };
        let usual = Row::all().with(fact.id.dim(), assume.allowed.positions(fact), space);
        let usually =
            usual.and_then(|usual| steps.ask(|budget| usually(&come, fact.id.dim(), usual, space, budget)));
        come = usually.unwrap_or(come);
    }
    come
}

/// The worlds in which one fact is as usual, and those that would not be among them if it were. So it makes no difference how they are written.
fn usually(
    come: &Region,
    dim: u16,
    usual: Row,
    space: &Space,
    budget: &mut Budget,
) -> Result<Region, OutOfBudget> {
    let usual = come.intersect(&Region::from(usual), space, budget)?;
    if come.iter().all(|row| row.get(dim).is_none()) {
        return Ok(usual);
    }
    let everything = Bounds::all(space);
    let whatever_it_is = usual.iter().filter_map(|row| everything.intersect(row)).map(|mut bounds| {
        bounds.replace(dim, space.full(dim));
        bounds.to_row(space)
    });
    let could_be_usual = Region::from_rows(whatever_it_is, space, budget)?;
    usual.union(&come.minus(&could_be_usual, space, budget)?, space, budget)
}
