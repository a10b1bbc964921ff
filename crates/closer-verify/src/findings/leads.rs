//! Which actions lead, in every world at once.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Diagnostic;
use closer_core::model::{Action, ActionId, Text};
use closer_core::space::{Budget, Diagram, OutOfBudget};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::places::{self, better, place, suggested};
use super::wording::names;
use crate::atlas;

pub(super) fn look(desk: &mut Desk<'_>) {
    let mut leads = Leads::default();
    for said in desk.said.clone() {
        let competes = said.action.group.is_some() || !said.action.never_with().is_empty();
        let leads_nowhere = competes && !said.suggest.is_empty() && never_leads(desk, &said, &mut leads);
        if !leads_nowhere {
            places::never_first(desk, &said);
        }
    }
    for (why, one, other) in pairs(desk) {
        together(desk, &why, &one, &other, &mut leads);
    }
}

/// Where each action leads, as far as it was asked for; `None` where that is too large.
#[derive(Default)]
struct Leads {
    known: BTreeMap<ActionId, Option<Diagram>>,
}

impl Leads {
    fn of(&mut self, desk: &mut Desk<'_>, code: &'static str, said: &Said<'_>) -> Option<Diagram> {
        if !self.known.contains_key(&said.id) {
            let rivals = rivals(desk, said);
            let places: Option<BTreeMap<ActionId, Diagram>> =
                rivals.iter().map(|rival| Some((rival.id, place(desk, code, rival)?))).collect();
            let set = desk.set;
            let at_most = |group| set.group(group).map_or(u32::MAX, |group| group.at_most);
            let leads = places.and_then(|places| {
                let walk = |desk: &mut Desk<'_>, budget: &mut Budget| {
                    atlas::leads(set, &places, at_most, &mut desk.diagrams, budget)
                };
                desk.ask(code, &said.action.id, walk)
            });
            for rival in rivals {
                let lead = leads.as_ref().and_then(|leads| leads.get(&rival.id).copied());
                self.known.insert(rival.id, lead);
            }
        } else if self.known.get(&said.id) == Some(&None) {
            desk.ask(code, &said.action.id, |_, _| Err::<(), _>(OutOfBudget));
        }
        self.known.get(&said.id).copied().flatten()
    }
}

/// The action with all that can keep it from leading, and all that can keep these from it.
fn rivals<'a>(desk: &Desk<'a>, said: &Said<'a>) -> Vec<Said<'a>> {
    let mut ids = BTreeSet::from([said.id]);
    loop {
        let reached = |other: &Action| {
            let met = |id: &ActionId| desk.set.action(*id).is_some_and(|one| compete(one, other));
            ids.iter().any(met)
        };
        let more: BTreeSet<ActionId> = desk
            .said
            .iter()
            .filter(|other| !ids.contains(&other.id))
            .filter(|other| {
                reached(other.action) || ids.iter().any(|id| other.action.never_with().contains(id))
            })
            .map(|other| other.id)
            .collect();
        if more.is_empty() {
            break;
        }
        ids.extend(more);
    }
    desk.said.iter().filter(|said| ids.contains(&said.id)).cloned().collect()
}

/// Whether two actions are of one group.
fn compete(one: &Action, other: &Action) -> bool {
    one.group.is_some() && one.group == other.group
}

/// Complains of an action that is suggested somewhere and leads nowhere; says whether it is one.
fn never_leads<'a>(desk: &mut Desk<'a>, said: &Said<'a>, leads: &mut Leads) -> bool {
    let Some(suggested) = place(desk, codes::NEVER_LEADS, said) else { return false };
    if suggested == Diagram::FALSE || leads.of(desk, codes::NEVER_LEADS, said) != Some(Diagram::FALSE) {
        return false;
    }
    let before = always_before(desk, said, suggested, leads);
    desk.find(codes::NEVER_LEADS, &[Subject::Action(said.action)], None, |_| {
        let message = format!("the action `{}` is suggested, but never leads", said.action.id);
        let found = Diagnostic::warning(codes::NEVER_LEADS, message)
            .at(Some(said.action.origin()), "wherever it is suggested, others lead in its place");
        let proof = match &before {
            Some(other) => format!("wherever it is suggested, `{}` is, in a better place", other.action.id),
            None => "wherever it is suggested, others of its group or in its `never_with` are before it"
                .to_owned(),
        };
        found
            .at(before.as_ref().map(|other| other.action.origin()), "leads in its place")
            .help(format!("{proof}: give its rules more weight, or take it out of the competition"))
    });
    true
}

/// One action that leads before it in every world, if there is one.
fn always_before<'a>(
    desk: &mut Desk<'a>,
    said: &Said<'a>,
    own: Diagram,
    leads: &mut Leads,
) -> Option<Said<'a>> {
    for other in rivals(desk, said) {
        if other.id == said.id {
            continue;
        }
        let Some(theirs) = place(desk, codes::NEVER_LEADS, &other) else { continue };
        let Some(lead) = leads.of(desk, codes::NEVER_LEADS, &other) else { continue };
        let open = desk.ask(codes::NEVER_LEADS, &said.action.id, |desk, budget| {
            let before = better(desk, (&other, theirs), (said, own), budget)?;
            let before = desk.diagrams.and(before, lead, budget)?;
            let suggested = suggested(desk, own, budget)?;
            desk.diagrams.minus(suggested, before, budget)
        });
        if open == Some(Diagram::FALSE) {
            return Some(other);
        }
    }
    None
}

/// Why two actions hardly go together.
#[derive(Clone, Copy)]
enum Why<'a> {
    /// Sources differ about them.
    Disagreement(&'a closer_core::model::Disagreement),
    /// They are the same line to say.
    Words,
    /// They are called the same.
    Title,
}

fn pairs<'a>(desk: &Desk<'a>) -> Vec<(Why<'a>, Said<'a>, Said<'a>)> {
    let mut pairs = Vec::new();
    for (at, one) in desk.said.iter().enumerate() {
        for other in desk.said.iter().skip(at.saturating_add(1)) {
            let (a, b) = (one.action, other.action);
            if one.suggest.is_empty() || other.suggest.is_empty() {
                continue;
            }
            let same_words = a.moment == b.moment && a.say.is_some() && a.say == b.say;
            let same_title = a.moment == b.moment && a.title == b.title;
            let alike = same_words.then_some(Why::Words).or(same_title.then_some(Why::Title));
            if let Some(why) = alike {
                pairs.push((why, one.clone(), other.clone()));
                continue;
            }
            // Each disagreement matters somewhere else.
            let about = |disagreement: &&closer_core::model::Disagreement| {
                [one.id, other.id].iter().all(|id| disagreement.actions.contains(id))
            };
            let all = desk.set.disagreements().iter().filter(about);
            pairs.extend(all.map(|it| (Why::Disagreement(it), one.clone(), other.clone())));
        }
    }
    pairs
}

/// Complains of two actions that lead together somewhere.
fn together(desk: &mut Desk<'_>, why: &Why<'_>, one: &Said<'_>, other: &Said<'_>, leads: &mut Leads) {
    let code = codes::LEADING_TOGETHER;
    let (Some(a), Some(b)) = (leads.of(desk, code, one), leads.of(desk, code, other)) else { return };
    let name: &Text = match why {
        Why::Disagreement(disagreement) => &disagreement.id,
        Why::Words | Why::Title => &other.action.id,
    };
    let rows = desk.ask(code, name, |desk, budget| {
        let mut both = desk.diagrams.and(a, b, budget)?;
        if let Why::Disagreement(disagreement) = why {
            let there = desk.diagrams.region(disagreement.region(), budget)?;
            both = desk.diagrams.and(both, there, budget)?;
        }
        desk.diagrams.rows(both, |leaf| leaf == 1, budget)
    });
    let Some(row) = rows.and_then(|rows| desk.smallest(&rows)) else { return };
    let actions = [Subject::Action(one.action), Subject::Action(other.action)];
    let mut subjects = actions.to_vec();
    if let Why::Disagreement(disagreement) = why {
        subjects.push(Subject::Disagreement(disagreement));
    }
    desk.find(code, &subjects, Some(&row), |desk| {
        let both = names([&one.action.id, &other.action.id]);
        let found = |message: String| Diagnostic::warning(code, message);
        let found = match why {
            Why::Disagreement(disagreement) => {
                found(format!("{both} lead together, though sources differ about them"))
                    .at(Some(disagreement.origin), "sources differ here")
            }
            Why::Words => found(format!("{both} lead together with the same line to say")),
            Why::Title => found(format!("{both} lead together under the same title")),
        };
        found
            .at(Some(other.action.origin()), "leads")
            .at(Some(one.action.origin()), "leads beside it")
            .help(format!(
                "so it is given `{}`: put them into one group, name one in the `never_with` of the other, or accept it",
                desk.given(&row)
            ))
    });
}
