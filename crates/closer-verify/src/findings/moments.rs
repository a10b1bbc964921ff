//! Moments at which there may be nothing to do.

use closer_core::Diagnostic;
use closer_core::model::Condition;
use closer_core::space::Region;

use super::accepted::Subject;
use super::codes;
use super::desk::Desk;

/// Looks at moments that say when they come, with `when`: where one comes something should be suggested.
pub(super) fn look(desk: &mut Desk<'_>) {
    for (at, moment) in desk.set.moments().iter().enumerate() {
        let here: Vec<_> =
            desk.said.iter().filter(|said| said.action.moment.index() == at).cloned().collect();
        if moment.guard == Condition::ALWAYS || here.iter().all(|said| said.suggest.is_empty()) {
            continue;
        }
        let gap = desk.ask(codes::GAP, &moment.id, |desk, budget| {
            let mut suggested = Vec::new();
            for said in &here {
                suggested.extend(said.suggested(desk.space(), budget)?.into_rows());
            }
            let suggested = Region::from_rows(suggested, desk.space(), budget)?;
            moment.guard.region(desk.set.vocabulary(), budget)?.minus(&suggested, desk.space(), budget)
        });
        let Some(row) = gap.and_then(|gap| desk.smallest(gap.rows())) else { continue };
        desk.find(codes::GAP, &[Subject::Moment(moment)], Some(&row), |desk| {
            let message = format!("the moment `{}` may come with nothing suggested", moment.id);
            Diagnostic::warning(codes::GAP, message)
                .at(Some(moment.origin), "comes where its `when` holds")
                .help(format!(
                    "nothing is suggested given `{}`: add a rule for it, narrow the moment's `when`, or accept it",
                    desk.given(&row)
                ))
        });
    }
}
