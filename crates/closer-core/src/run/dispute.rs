//! Where sources differ about an action.

use super::advice::{Dispute, DisputeSide, Verdict};
use super::program::{ActionRules, Program, RuleRows, Rules, budget};
use crate::model::Side;
use crate::space::{Bounds, Row, Status, covers, status};

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
        let mut disputes = Vec::new();
        let when = action.clash(bounds);
        if shown(when) {
            let when = when.unwrap_or(Status::Open);
            disputes.push(Dispute { id: None, note: None, when, sides: self.clashing_sides(action, bounds) });
        }
        for disagreement in action.disagreements.iter().filter_map(|&index| self.disagreement(index)) {
            let rows = disagreement.region.rows();
            let when = status(rows, bounds, &mut budget()).ok();
            if shown(when) {
                let when = when.unwrap_or(Status::Open);
                disputes.push(Dispute {
                    id: Some(disagreement.id.clone()),
                    note: Some(disagreement.note.clone()),
                    when,
                    sides: disagreement.sides.iter().map(declared).collect(),
                });
            }
        }
        disputes
    }

    /// The rules that are true together with one of the other side, avoid rules first, each side strongest first.
    fn clashing_sides(&self, action: ActionRules<'_>, bounds: &Bounds) -> Vec<DisputeSide> {
        let meets_any = |rule: &RuleRows<'_>, others: Rules<'_>| {
            others.iter().any(|other| clash(rule.rows, other.rows.iter(), bounds))
        };
        let avoid = action.avoid.iter().filter(|rule| meets_any(rule, action.suggest));
        let suggest = action.suggest.iter().filter(|rule| meets_any(rule, action.avoid));
        avoid.chain(suggest).filter_map(|rule| self.side(rule.id)).collect()
    }
}

impl ActionRules<'_> {
    /// In which worlds a suggest rule and an avoid rule are both true; `None` when it is beyond the budget to tell whether in all.
    fn clash(&self, bounds: &Bounds) -> Option<Status> {
        // Of most actions nothing says to avoid them.
        if !self.avoid_rows().any(|row| row.meets(bounds)) {
            return Some(Status::Fails);
        }
        let suggest: Vec<Row> = self.suggest_rows().filter(|row| row.meets(bounds)).cloned().collect();
        if !clash(&suggest, self.avoid_rows(), bounds) {
            return Some(Status::Fails);
        }
        let everywhere = |rows| covers(rows, bounds, &mut budget()).ok();
        let both = [suggest.iter().collect::<Vec<_>>(), self.avoid_rows().collect()].map(everywhere);
        match both {
            [Some(true), Some(true)] => Some(Status::Holds),
            [Some(false), _] | [_, Some(false)] => Some(Status::Open),
            _ => None,
        }
    }
}

fn declared(side: &Side) -> DisputeSide {
    DisputeSide { view: None, rule: None, says: side.says.clone(), sources: side.citations.clone() }
}

/// Whether two sets of rows have a world of the box in common.
fn clash<'a>(rows: &[Row], mut others: impl Iterator<Item = &'a Row>, bounds: &Bounds) -> bool {
    others.any(|other| bounds.intersect(other).is_some_and(|there| rows.iter().any(|row| row.meets(&there))))
}
