//! Where sources differ about an action.

use super::advice::{Dispute, DisputeSide, Verdict};
use super::explain::LETTER;
use super::program::{ActionRules, Program};
use super::steps::Steps;
use crate::model::Side;
use crate::space::{Bounds, Budget, OutOfBudget, Row, Status, covers, status};

impl Program {
    /// The disputes to show with an action of this verdict: for a settled one those of all worlds, for one that depends those of some.
    ///
    /// Each counts by itself: where rules clash in some worlds and a declared disagreement holds in the others, none is shown with a settled action.
    pub(super) fn disputes(
        &self,
        action: ActionRules<'_>,
        verdict: Verdict,
        bounds: &Bounds,
    ) -> Vec<Dispute> {
        // What is not decided is rather told in vain than kept back.
        let shown = |when: Option<Status>| match verdict {
            Verdict::Suggested | Verdict::Avoided => when.is_none_or(|when| when == Status::Holds),
            Verdict::Depends => when != Some(Status::Fails),
            Verdict::Silent => false,
        };
        let steps = &mut action.steps();
        let mut disputes = Vec::new();
        let when = action.clash(bounds, steps);
        if shown(when) {
            let (when, sides) = (when.unwrap_or(Status::Open), self.clashing_sides(action, bounds, steps));
            disputes.push(Dispute { id: None, note: None, when, sides });
        }
        // Whether they are shown does not hang on how much there is to tell of those before.
        let told = &mut action.steps();
        for disagreement in action.disagreements.iter().filter_map(|&index| self.disagreement(index)) {
            let when = steps.ask(|budget| status(disagreement.region.rows(), bounds, budget));
            if shown(when) {
                let when = when.unwrap_or(Status::Open);
                disputes.push(Dispute {
                    id: Some(disagreement.id.clone()),
                    note: Some(disagreement.note.clone()),
                    when,
                    sides: disagreement.sides.iter().map_while(|side| declared(side, told)).collect(),
                });
            }
        }
        disputes
    }

    /// The rules that are true together with one of the other side, avoid rules first, each side strongest first.
    fn clashing_sides(
        &self,
        action: ActionRules<'_>,
        bounds: &Bounds,
        steps: &mut Steps,
    ) -> Vec<DisputeSide> {
        let mut sides = Vec::new();
        for (own, others) in [(action.avoid, action.suggest), (action.suggest, action.avoid)] {
            for rule in own.iter() {
                let others = others.iter().flat_map(|other| other.rows);
                if rule.rows.iter().any(|row| row.meets(bounds))
                    && steps.ask(|budget| clash(rule.rows, others, bounds, budget)).unwrap_or(true)
                {
                    sides.extend(self.side(rule.id));
                }
            }
        }
        sides
    }
}

impl ActionRules<'_> {
    /// In which worlds a suggest rule and an avoid rule are both true; `None` when it takes too many steps to tell whether in all.
    fn clash(&self, bounds: &Bounds, steps: &mut Steps) -> Option<Status> {
        // Of most actions nothing says to avoid them.
        if !self.avoid_rows().any(|row| row.meets(bounds)) {
            return Some(Status::Fails);
        }
        let suggest: Vec<Row> = self.suggest_rows().filter(|row| row.meets(bounds)).cloned().collect();
        if !steps.ask(|budget| clash(&suggest, self.avoid_rows(), bounds, budget))? {
            return Some(Status::Fails);
        }
        let mut everywhere = |rows: Vec<&Row>| steps.ask(|budget| covers(rows, bounds, budget));
        let both = [suggest.iter().collect(), self.avoid_rows().collect()].map(&mut everywhere);
        match both {
            [Some(true), Some(true)] => Some(Status::Holds),
            [Some(false), _] | [_, Some(false)] => Some(Status::Open),
            _ => None,
        }
    }
}

/// A side of a declared disagreement; `None` where there are no steps for it. Each action of the disagreement has it anew.
fn declared(side: &Side, steps: &mut Steps) -> Option<DisputeSide> {
    let rows = side.citations.len().saturating_add(1).saturating_mul(CITATION);
    steps.spend(side.says.len().saturating_mul(LETTER).saturating_add(rows)).ok()?;
    Some(DisputeSide { view: None, rule: None, says: side.says.clone(), sources: side.citations.clone() })
}

/// The steps that a side that is told counts for, and each of its rows, besides those for its letters.
const CITATION: usize = 64;

/// Whether two sets of rows have a world of the box in common. A step is a constraint of a row that is held against another.
pub(super) fn clash<'a>(
    rows: &[Row],
    others: impl Iterator<Item = &'a Row>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<bool, OutOfBudget> {
    for other in others {
        budget.spend_len(other.cost())?;
        let Some(there) = bounds.intersect(other) else { continue };
        for row in rows {
            budget.spend_len(row.cost())?;
            if row.meets(&there) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
