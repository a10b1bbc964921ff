//! A test that would notice.

use closer_core::model::{ActionId, Context, RuleSet, Text, Wanted};
use closer_core::{Decision, Program, Role, Verdict};

use super::Mutant;
use crate::Given;
use crate::ready::{self, Expectation};
use crate::run::is_disputed;

/// A `[[test]]` that passes without the slip and fails with it, given a context that shows the difference: as little is told as will do.
///
/// `None` when advice in that context is the same after all.
pub(super) fn test(
    sound: &Program,
    edited: &Program,
    mutant: &Mutant,
    mut context: Context,
) -> Option<String> {
    let both = Both { sound, edited };
    let mut expectation = both.expectation(&context)?;
    let vocabulary = sound.rules().vocabulary();
    for fact in vocabulary.facts() {
        let mut less = context.clone();
        less.unsay(vocabulary, fact.id);
        if let Some(found) = both.expectation(&less)
            && found == expectation
        {
            context = less;
            expectation = found;
        }
    }
    let given: Vec<Given> = vocabulary
        .facts()
        .iter()
        .filter_map(|fact| {
            let allowed = context.said(fact.id)?;
            let (value, words) = (Wanted::shortest(allowed, fact), fact.phrase(allowed));
            Some(Given { fact: fact.name.clone(), value, words })
        })
        .collect();
    let (key, actions) = expectation;
    let name = format!("{}: {}", mutant.id, brief(&mutant.change)).replace('`', "").replace('"', "'");
    Some(ready::test(&name, &given, false, &Expectation { key, actions, note: None }))
}

/// A change as a part of a name, which may not be as long as a condition may be.
fn brief(change: &str) -> String {
    const MOST: usize = 200;
    let letters = change.chars().count();
    if letters <= MOST {
        return change.to_owned();
    }
    let first: String = change.chars().take(MOST).collect();
    format!("{first}… ({letters} letters)")
}

/// The pack as it is, and with the slip.
struct Both<'a> {
    sound: &'a Program,
    edited: &'a Program,
}

/// A key of tests, and the actions it names.
type Expected = (&'static str, Vec<Text>);

impl Both<'_> {
    /// What comes out without the slip and does not with it.
    fn expectation(&self, context: &Context) -> Option<Expected> {
        let (now, then) = (self.sound.decide(context), self.edited.decide(context));
        let rules = self.sound.rules();
        verdicts(rules, &now, &then)
            .or_else(|| order(rules, &now, &then))
            .or_else(|| roles(rules, &now, &then))
            .or_else(|| self.disputes(context))
    }

    fn disputes(&self, context: &Context) -> Option<Expected> {
        let (now, then) = (self.sound.advise(context), self.edited.advise(context));
        self.sound.rules().actions().iter().find_map(|action| {
            let disputed = is_disputed(&now, &action.id);
            let want = if disputed { "disputed" } else { "undisputed" };
            (disputed != is_disputed(&then, &action.id)).then(|| (want, vec![action.id.clone()]))
        })
    }
}

fn verdicts(rules: &RuleSet, now: &Decision, then: &Decision) -> Option<Expected> {
    rules.actions().iter().find_map(|action| {
        let id = rules.find_action(&action.id)?;
        let verdict = now.verdict(id)?;
        let want = match verdict {
            Verdict::Suggested => "suggests",
            Verdict::Avoided => "avoids",
            Verdict::Silent => "silent",
            Verdict::Depends => "depends",
        };
        (then.verdict(id) != Some(verdict)).then(|| (want, vec![action.id.clone()]))
    })
}

/// The first two whose order is reversed.
fn order(rules: &RuleSet, now: &Decision, then: &Decision) -> Option<Expected> {
    let ids = |decision: &Decision| decision.ranked().iter().map(|(id, _)| *id).collect::<Vec<ActionId>>();
    let (now, then) = (ids(now), ids(then));
    let (first, other) = now.iter().zip(&then).find(|(now, then)| now != then)?;
    let name = |id: ActionId| rules.action(id).map(|action| action.id.clone());
    Some(("order", vec![name(*first)?, name(*other)?]))
}

fn roles(rules: &RuleSet, now: &Decision, then: &Decision) -> Option<Expected> {
    let (&(id, role), _) = now.ranked().iter().zip(then.ranked()).find(|(now, then)| now.1 != then.1)?;
    let want = if role == Role::Lead { "leads" } else { "spares" };
    Some((want, vec![rules.action(id)?.id.clone()]))
}
