//! How high each action stands, in every world at once.

use std::collections::BTreeSet;

use closer_core::Diagnostic;
use closer_core::model::Text;
use closer_core::space::{Budget, Diagram, OutOfBudget, Row};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::wording::some_names;
use crate::atlas::{Standing, Voice, comes_first, standing};

/// The place of an action, as far as it is known: a function that is 0 where the action is not suggested, and otherwise the
/// [place](Standing::place) of its standing, the higher the better.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Nobody has asked yet.
    Unknown,
    TooLarge,
    Known(Diagram),
}

/// Complains of actions that only their names put in an order.
pub(super) fn look(desk: &mut Desk<'_>) {
    let set = desk.set;
    for moment in 0..set.moments().len() {
        let here: Vec<Said<'_>> = desk
            .said
            .iter()
            .filter(|said| said.action.moment.index() == moment && !said.suggest.is_empty())
            .cloned()
            .collect();
        let mut before: Vec<(&Said<'_>, Diagram, BTreeSet<u32>)> = Vec::new();
        for said in &here {
            let Some(place) = place(desk, codes::TIE_BY_ID, said) else { continue };
            let mut heights = desk.diagrams.leaves(place);
            heights.remove(&0);
            let mut ties: Vec<(&Said<'_>, Diagram)> = Vec::new();
            for (other, theirs, other_heights) in &before {
                if !heights.is_disjoint(other_heights) && ever_tie(desk, (other, *theirs), (said, place)) {
                    ties.push((other, *theirs));
                }
            }
            if let Some((first, theirs)) = ties.first()
                && let Some(row) = smallest_tie(desk, *theirs, (said, place))
            {
                complain(desk, said, first, &row, &ties);
            }
            before.push((said, place, heights));
        }
    }
}

fn complain(
    desk: &mut Desk<'_>,
    said: &Said<'_>,
    first: &Said<'_>,
    row: &Row,
    ties: &[(&Said<'_>, Diagram)],
) {
    let names: Vec<&Text> = ties.iter().map(|(other, _)| &other.action.id).collect();
    let subjects = [Subject::Action(said.action), Subject::Action(first.action)];
    desk.find(codes::TIE_BY_ID, &subjects, Some(row), |desk| {
        let id = &said.action.id;
        let message = format!("only its name places `{id}` behind {}", some_names(&names));
        Diagnostic::warning(codes::TIE_BY_ID, message)
            .at(Some(said.action.origin()), "has the same score and as many sources")
            .at(Some(first.action.origin()), "as this one")
            .help(format!(
                "`{id}` and `{}` tie given `{}`: give one of their rules another weight",
                first.action.id,
                desk.given(row)
            ))
    });
}

/// Whether two actions tie in some world, and neither accepts that.
fn ever_tie(desk: &mut Desk<'_>, (one, a): (&Said<'_>, Diagram), (other, b): (&Said<'_>, Diagram)) -> bool {
    let tied = |[a, b]: [Diagram; 2]| {
        if a == Diagram::FALSE || b == Diagram::FALSE {
            return Some(false);
        }
        Some(a.as_leaf()? == b.as_leaf()?)
    };
    let world =
        desk.ask(codes::TIE_BY_ID, &other.action.id, |desk, budget| desk.diagrams.find([a, b], tied, budget));
    let subjects = [Subject::Action(one.action), Subject::Action(other.action)];
    world.flatten().is_some() && !desk.accepts(codes::TIE_BY_ID, &subjects)
}

/// The smallest context in which two actions tie.
fn smallest_tie(desk: &mut Desk<'_>, a: Diagram, (other, b): (&Said<'_>, Diagram)) -> Option<Row> {
    let rows = desk.ask(codes::TIE_BY_ID, &other.action.id, |desk, budget| {
        let equal = |a: Diagram, b: Diagram| {
            if a == Diagram::FALSE || b == Diagram::FALSE {
                return Some(Diagram::FALSE);
            }
            Some(if a.as_leaf()? == b.as_leaf()? { Diagram::TRUE } else { Diagram::FALSE })
        };
        let tied = desk.diagrams.combine(a, b, equal, budget)?;
        desk.diagrams.rows(tied, |leaf| leaf == 1, budget)
    })?;
    desk.smallest(&rows)
}

/// Complains of an action that is suggested somewhere and nowhere the first of its moment.
pub(super) fn never_first(desk: &mut Desk<'_>, said: &Said<'_>) {
    const CODE: &str = codes::NEVER_FIRST;
    if said.suggest.is_empty() {
        return;
    }
    let Some(own) = place(desk, CODE, said) else { return };
    let suggested = desk.ask(CODE, &said.action.id, |desk, budget| suggested(desk, own, budget));
    let Some(suggested) = suggested.filter(|suggested| *suggested != Diagram::FALSE) else { return };
    let mut first = suggested;
    let mut ahead: Vec<Said<'_>> = Vec::new();
    for other in desk.said.clone() {
        let is_rival = other.id != said.id && other.action.moment == said.action.moment;
        if !is_rival || other.suggest.is_empty() {
            continue;
        }
        let Some(theirs) = place(desk, CODE, &other) else { return };
        let left = desk.ask(CODE, &said.action.id, |desk, budget| {
            let before = better(desk, (&other, theirs), (said, own), budget)?;
            let alone = desk.diagrams.minus(suggested, before, budget)?;
            Ok((desk.diagrams.minus(first, before, budget)?, alone == Diagram::FALSE))
        });
        let Some((left, is_enough)) = left else { return };
        if is_enough {
            ahead = vec![other];
        } else if left != first {
            ahead.push(other);
        }
        first = left;
        if first == Diagram::FALSE {
            break;
        }
    }
    if first != Diagram::FALSE {
        return;
    }
    let moment = desk.set.moment(said.action.moment).map(Subject::Moment);
    let subjects: Vec<Subject<'_>> = moment.into_iter().chain([Subject::Action(said.action)]).collect();
    desk.find(CODE, &subjects, None, |_| {
        let message = format!("the action `{}` is never the first of its moment", said.action.id);
        let names: Vec<&Text> = ahead.iter().map(|other| &other.action.id).collect();
        let proof = match names.as_slice() {
            [one] => format!("`{one}` stands before it"),
            _ => format!("one of {} stands before it", some_names(&names)),
        };
        Diagnostic::warning(CODE, message)
            .at(Some(said.action.origin()), "suggested, but always after something else")
            .at(ahead.first().map(|other| other.action.origin()), "stands before it")
            .help(format!("wherever it is suggested, {proof}: give its rules more weight, or accept that it comes second"))
    });
}

/// The place of an action in every world; `None` when that is too large, which is noted.
pub(super) fn place(desk: &mut Desk<'_>, code: &'static str, said: &Said<'_>) -> Option<Diagram> {
    let at = said.id.index();
    match desk.places.get(at) {
        Some(Place::Known(place)) => return Some(*place),
        None => return None,
        Some(Place::Unknown | Place::TooLarge) => {}
    }
    let too_large = matches!(desk.places.get(at), Some(Place::TooLarge));
    let place = desk.ask(code, &said.action.id, |desk, budget| {
        if too_large { Err(OutOfBudget) } else { compute(desk, said, budget) }
    });
    if let Some(known) = desk.places.get_mut(at) {
        *known = place.map_or(Place::TooLarge, Place::Known);
    }
    place
}

fn compute(desk: &mut Desk<'_>, said: &Said<'_>, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
    let mut voices = Vec::new();
    for rule in said.suggest.iter().chain(&said.avoid) {
        voices.push(Voice::of(rule, desk.diagrams.region(rule.region(), budget)?));
    }
    let standing = standing(&voices, Diagram::FALSE, &mut desk.diagrams, budget)?;
    let place = |number: u32| {
        let standing = Standing::of(number);
        if standing.is_suggested() { standing.place() } else { 0 }
    };
    desk.diagrams.map(standing, place, budget)
}

/// Where an action with this place is suggested.
pub(super) fn suggested(
    desk: &mut Desk<'_>,
    place: Diagram,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    desk.diagrams.map(place, |height| u32::from(height > 0), budget)
}

/// Where one action is suggested in a better place than another, which is suggested, too.
pub(super) fn better(
    desk: &mut Desk<'_>,
    (one, place): (&Said<'_>, Diagram),
    (other, than): (&Said<'_>, Diagram),
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let wins_ties = comes_first(desk.set, one.id, other.id);
    let decide = |a: Diagram, b: Diagram| {
        if a == Diagram::FALSE || b == Diagram::FALSE {
            return Some(Diagram::FALSE);
        }
        let (a, b) = (a.as_leaf()?, b.as_leaf()?);
        Some(if a > b || (a == b && wins_ties) { Diagram::TRUE } else { Diagram::FALSE })
    };
    desk.diagrams.combine(place, than, decide, budget)
}
