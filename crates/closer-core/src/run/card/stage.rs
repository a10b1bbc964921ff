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

/// The worlds in which what is taken for granted is so, as far as they can be: a world gives way to those in which one more fact is as usual, or all are, and the others as they
/// are there. So it makes no difference which fact comes first.
fn as_usual(come: Region, program: &Program, context: &Context, strict: bool, steps: &mut Steps) -> Region {
    if strict {
        return come;
    }
    let space = program.set.vocabulary.space();
    let usual = program.assumable(context).filter_map(|fact| {
        let dim = fact.id.dim();
        Some((dim, Row::all().with(dim, fact.assume.as_ref()?.allowed.positions(fact), space)?))
    });
    // What no guard asks about is as usual in any case.
    let (guarded, free): (Vec<_>, Vec<_>) =
        usual.partition(|(dim, _)| come.iter().any(|row| row.get(*dim).is_some()));
    let mut within = |region: Region, row: &Row| {
        let both = steps.ask(|budget| region.intersect(&Region::from(row.clone()), space, budget));
        both.unwrap_or(region)
    };
    let come = free.iter().fold(come, |come, (_, usual)| within(come, usual));
    let mut as_usual = come.clone();
    if let [_, _, ..] = guarded.as_slice() {
        let all = guarded.iter().try_fold(Row::all(), |all, (_, usual)| all.intersect(usual));
        let dims: Vec<u16> = guarded.iter().map(|(dim, _)| *dim).collect();
        let usually = all.and_then(|all| steps.ask(|budget| usually(&come, &dims, all, space, budget)));
        as_usual = usually.unwrap_or(as_usual);
    }
    for (dim, usual) in guarded {
        let more = steps
            .ask(|budget| as_usual.intersect(&usually(&come, &[dim], usual, space, budget)?, space, budget));
        as_usual = more.unwrap_or(as_usual);
    }
    as_usual
}

/// The worlds in which some facts are as usual, and those that would not be among them if these were. So it makes no difference how they are written.
fn usually(
    come: &Region,
    dims: &[u16],
    usual: Row,
    space: &Space,
    budget: &mut Budget,
) -> Result<Region, OutOfBudget> {
    let usual = come.intersect(&Region::from(usual), space, budget)?;
    let everything = Bounds::all(space);
    let whatever_they_are = usual.iter().filter_map(|row| everything.intersect(row)).map(|mut bounds| {
        for dim in dims {
            bounds.replace(*dim, space.full(*dim));
        }
        bounds.to_row(space)
    });
    let could_be_usual = Region::from_rows(whatever_they_are, space, budget)?;
    usual.union(&come.minus(&could_be_usual, space, budget)?, space, budget)
}
