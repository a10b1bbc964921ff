//! Which actions lead, in every world at once.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Diagnostic;
use closer_core::model::{Action, ActionId, Disagreement, Text};
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
    pairs(desk, &mut leads);
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
    Disagreement(&'a Disagreement),
    /// They are the same line to say.
    Words,
    /// They are called the same.
    Title,
}

/// Looks at all pairs of actions that hardly go together, and complains of each at most once: a disagreement can be about very many.
fn pairs(desk: &mut Desk<'_>, leads: &mut Leads) {
    let set = desk.set;
    let code = codes::LEADING_TOGETHER;
    let mut about: BTreeMap<ActionId, Vec<&Disagreement>> = BTreeMap::new();
    for disagreement in set.disagreements() {
        for action in &disagreement.actions {
            about.entry(*action).or_default().push(disagreement);
        }
    }
    let mut said = desk.said.clone();
    said.retain(|it| !it.suggest.is_empty());
    for (at, one) in said.iter().enumerate() {
        for other in said.iter().skip(at.saturating_add(1)) {
            if let Some(why) = alike(one.action, other.action) {
                together(desk, &why, one, other, leads);
                continue;
            }
            let mut is_told = false;
            for disagreement in about.get(&one.id).into_iter().flatten() {
                // There may be so many that only to give up on each would take for ever.
                if desk.is_spent() {
                    desk.give_up(code, said.iter().skip(at).map(|it| &it.action.id));
                    return;
                }
                desk.ask(code, &disagreement.id, |_, budget| budget.spend(1));
                if disagreement.actions.binary_search(&other.id).is_err() {
                    continue;
                }
                // Each disagreement matters somewhere else, and what is accepted of one is not of the next.
                let is_accepted = disagreement.accepted.iter().any(|accepted| *accepted.code == *code);
                if !is_told || is_accepted {
                    let is_shown = together(desk, &Why::Disagreement(disagreement), one, other, leads);
                    is_told |= is_shown && !is_accepted;
                }
            }
        }
    }
}

/// Why two actions hardly go together, whatever sources say.
fn alike<'a>(one: &Action, other: &Action) -> Option<Why<'a>> {
    if one.moment != other.moment {
        return None;
    }
    let same_words = one.say.is_some() && one.say == other.say;
    same_words.then_some(Why::Words).or((one.title == other.title).then_some(Why::Title))
}

/// Complains of two actions that lead together somewhere; says whether they do.
fn together(desk: &mut Desk<'_>, why: &Why<'_>, one: &Said<'_>, other: &Said<'_>, leads: &mut Leads) -> bool {
    let code = codes::LEADING_TOGETHER;
    let (Some(a), Some(b)) = (leads.of(desk, code, one), leads.of(desk, code, other)) else {
        return false;
    };
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
    let Some(row) = rows.and_then(|rows| desk.smallest(&rows)) else { return false };
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
    true
}
