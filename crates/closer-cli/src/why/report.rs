//! The same for programs, as described in `docs/json.md`: the library's results, put together.

use closer_core::model::Text;
use closer_core::{
    Advice, Avoided, Counterfactual, Depends, Explanation, Goal, Role, RuleExplanation, RuleSet, Silent,
    Suggested, Verdict,
};
use serde::Serialize;

use crate::focus::Focus;
use crate::known::Known;

/// Why something came out as it did.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Report {
    Action(OfAction),
    Rule(OfRule),
    All { actions: Vec<InBrief> },
}

#[derive(Serialize)]
pub(crate) struct OfAction {
    action: Text,
    explanation: Explanation,
    advice: Entry,
    changes: Changes,
}

#[derive(Serialize)]
pub(crate) struct OfRule {
    rule: Text,
    explanation: RuleExplanation,
    changes: Holds,
}

/// An action with its verdict.
#[derive(Serialize)]
pub(crate) struct InBrief {
    action: Text,
    title: Text,
    verdict: Option<Verdict>,
    rank: Option<usize>,
    role: Option<Role>,
}

/// What would make an action any of these.
#[derive(Serialize)]
struct Changes {
    suggested: Option<Counterfactual>,
    avoided: Option<Counterfactual>,
    first: Option<Counterfactual>,
}

/// What would make a rule hold.
#[derive(Serialize)]
struct Holds {
    holds: Option<Counterfactual>,
}

/// An action's place in the advice, as `suggest` gives it.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Suggested(Suggested),
    Avoided(Avoided),
    Depends(Depends),
    Silent(Silent),
}

impl Report {
    /// About one action or rule, or all actions in brief; `None` for what is not of the pack.
    pub(crate) fn of(focus: Option<Focus>, known: &Known<'_>) -> Option<Self> {
        let rules = known.rules();
        Some(match focus {
            None => Self::All { actions: in_brief(rules, &known.advice()) },
            Some(Focus::Action(id)) => {
                let id = &rules.action(id)?.id;
                let changes = |goal| known.changes_for(id, goal);
                Self::Action(OfAction {
                    action: id.clone(),
                    explanation: known.explain(id)?,
                    advice: entry(known.advice(), id)?,
                    changes: Changes {
                        suggested: changes(Goal::Suggested),
                        avoided: changes(Goal::Avoided),
                        first: changes(Goal::First),
                    },
                })
            }
            Some(Focus::Rule(id)) => {
                let id = &rules.rule(id)?.id;
                Self::Rule(OfRule {
                    rule: id.clone(),
                    explanation: known.explain_rule(id)?,
                    changes: Holds { holds: known.changes_for_rule(id) },
                })
            }
        })
    }
}

fn in_brief(rules: &RuleSet, advice: &Advice) -> Vec<InBrief> {
    let actions = rules.actions().iter().map(|action| {
        let place = advice.suggested.iter().find(|it| it.action == action.id);
        InBrief {
            action: action.id.clone(),
            title: action.title.clone(),
            verdict: advice.verdict(&action.id),
            rank: place.map(|it| it.rank),
            role: place.map(|it| it.role),
        }
    });
    actions.collect()
}

fn entry(advice: Advice, id: &str) -> Option<Entry> {
    let (suggested, avoided) = (advice.suggested.into_iter(), advice.avoided.into_iter());
    let (depends, silent) = (advice.depends.into_iter(), advice.silent.into_iter());
    let all = suggested.map(|it| (it.action.clone(), Entry::Suggested(it)));
    let all = all.chain(avoided.map(|it| (it.action.clone(), Entry::Avoided(it))));
    let all = all.chain(depends.map(|it| (it.action.clone(), Entry::Depends(it))));
    let mut all = all.chain(silent.map(|it| (it.action.clone(), Entry::Silent(it))));
    all.find(|(action, _)| **action == *id).map(|(_, entry)| entry)
}
