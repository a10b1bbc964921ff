//! The worlds in which a moment has come.

use crate::model::{Context, Moment};
use crate::run::outcome::Outcome;
use crate::run::program::{ActionRules, Program, budget};
use crate::space::Bounds;

/// Where the actions of one moment are weighed.
///
/// A guard that is one row makes one box. A guard of several rows makes several; what they do not agree on is judged in the smallest
/// box around them. There the guard is part of every rule, so that what is said of the worlds in which an action is suggested stays exact; but
/// no rule holds, so of single rules each box is asked.
pub(super) struct Stage {
    pub(super) boxes: Vec<Bounds>,
    pub(super) around: Bounds,
}

impl Stage {
    /// `None` when the moment cannot come any more.
    ///
    /// What is taken for granted gives way to the guard: a moment before the interview is weighed before the interview.
    pub(super) fn of(program: &Program, moment: &Moment, context: &Context, strict: bool) -> Option<Self> {
        let vocabulary = &program.set.vocabulary;
        let mut boxes: Vec<Bounds> = match moment.guard.region(vocabulary, &mut budget()) {
            Ok(guard) => guard.iter().filter_map(|row| context.bounds().intersect(row)).collect(),
            // Too large to be cut out: then the rules alone speak of it.
            Err(_) => vec![context.bounds().clone()],
        };
        for bounds in boxes.iter_mut().filter(|_| !strict) {
            program.assume_where_possible(context, bounds);
        }
        let (first, rest) = boxes.split_first()?;
        let mut around = first.clone();
        for (dim, values) in rest.iter().flat_map(Bounds::iter) {
            let both = around.get(dim).union(values);
            around.replace(dim, both);
        }
        Some(Self { boxes, around })
    }

    /// The same with other values of one fact possible.
    pub(super) fn with(&self, dim: u16, values: crate::space::ValueSet) -> Self {
        let mut other = Self { boxes: self.boxes.clone(), around: self.around.clone() };
        for bounds in other.boxes.iter_mut().chain([&mut other.around]) {
            bounds.replace(dim, values);
        }
        other
    }

    pub(super) fn outcome(&self, action: ActionRules<'_>) -> Outcome {
        let mut shared: Option<Outcome> = None;
        for bounds in &self.boxes {
            let here = action.outcome(bounds);
            shared = match shared {
                None => Some(here),
                Some(before) => match before.together(&here) {
                    Some(both) => Some(both),
                    None => return action.outcome(&self.around),
                },
            };
        }
        shared.unwrap_or_else(|| action.outcome(&self.around))
    }
}
