//! How high each action stands, in every world at once.

use std::collections::BTreeSet;

use closer_core::Diagnostic;
use closer_core::model::{ActionId, SourceId, Text};
use closer_core::space::{Budget, Diagram, OutOfBudget, Row};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::wording::some_names;

/// The place of an action, as far as it is known: a function that is 0 where the action is not suggested, and the higher the better its score
/// and number of sources.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Nobody has asked yet.
    Unknown,
    TooLarge,
    Known(Diagram),
}

/// More sources than any action has; a score is worth as many.
const SCORE: u32 = 1 << 20;

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
            .at(Some(said.action.origin), "has the same score and as many sources")
            .at(Some(first.action.origin), "as this one")
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

/// First the sets of sources that stand behind it, by number; then how many these are, and the score.
fn compute(desk: &mut Desk<'_>, said: &Said<'_>, budget: &mut Budget) -> Result<Diagram, OutOfBudget> {
    let mut avoided = Vec::new();
    for rule in &said.avoid {
        avoided.push(desk.diagrams.region(rule.region(), budget)?);
    }
    let mut silent = Diagram::FALSE;
    for rule in avoided {
        silent = desk.diagrams.or(silent, rule, budget)?;
    }
    // What the numbers so far mean: 0 is that no rule is true.
    let mut states: Vec<(u8, BTreeSet<SourceId>)> = vec![(0, BTreeSet::new())];
    let mut place = Diagram::FALSE;
    for rule in &said.suggest {
        let own = desk.diagrams.region(rule.region(), budget)?;
        let own = desk.diagrams.minus(own, silent, budget)?;
        let sources: BTreeSet<SourceId> = rule.citations.iter().map(|citation| citation.source).collect();
        let join = |place: Diagram, own: Diagram| {
            if own == Diagram::FALSE {
                return Some(place);
            }
            let state = place.as_leaf()?;
            own.as_leaf()?;
            let (score, known) = usize::try_from(state).ok().and_then(|at| states.get(at)).cloned()?;
            let joined = (score.max(rule.weight), known.union(&sources).copied().collect());
            let at = states.iter().position(|state| *state == joined).unwrap_or_else(|| {
                states.push(joined);
                states.len().saturating_sub(1)
            });
            Some(Diagram::leaf(u32::try_from(at).unwrap_or_default()))
        };
        place = desk.diagrams.combine(place, own, join, budget)?;
    }
    let height = |state: u32| {
        let known = usize::try_from(state).ok().and_then(|at| states.get(at));
        known.map_or(0, |(score, sources)| {
            let agreeing = u32::try_from(sources.len()).unwrap_or(SCORE).min(SCORE.saturating_sub(1));
            u32::from(*score).saturating_mul(SCORE).saturating_add(agreeing)
        })
    };
    desk.diagrams.map(place, height, budget)
}

/// Where one action is suggested in a better place than another, which is suggested, too.
pub(super) fn better(
    desk: &mut Desk<'_>,
    (one, place): (&Said<'_>, Diagram),
    (other, than): (&Said<'_>, Diagram),
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let order = |said: &Said<'_>| -> (_, ActionId) { (said.action.moment, said.id) };
    let wins_ties = order(one) < order(other);
    let decide = |a: Diagram, b: Diagram| {
        if a == Diagram::FALSE || b == Diagram::FALSE {
            return Some(Diagram::FALSE);
        }
        let (a, b) = (a.as_leaf()?, b.as_leaf()?);
        Some(if a > b || (a == b && wins_ties) { Diagram::TRUE } else { Diagram::FALSE })
    };
    desk.diagrams.combine(place, than, decide, budget)
}
