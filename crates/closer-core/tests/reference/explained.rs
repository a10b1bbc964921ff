//! Lays explanations, as JSON, beside what the reference says.

use std::cmp::Reverse;

use serde_json::{Value as Json, json};

use super::advice::{Advice, Status, advise};
use super::compare::{status_name, unlike, verdict_name};
use super::context::{Context, Meaning, Said};
use super::json;
use super::pack::{Condition, Pack, Values, View};
use super::world::{Verdict, World};

/// Everything in which `found`, an explanation of each action, is not what the definitions say.
pub(crate) fn differences(meaning: &Meaning<'_>, context: &Context, found: &[Json]) -> Vec<String> {
    let possible = context.possible(meaning.pack, None);
    let worlds = meaning.worlds(&possible);
    let advice = advise(meaning, &possible);
    let explained = Explained { pack: meaning.pack, context, possible, worlds, advice };
    let one = |(action, found): (usize, &Json)| {
        let faults = explained.differences(action, found);
        faults.into_iter().map(move |fault| format!("the explanation of action {action}: {fault}"))
    };
    found.iter().enumerate().flat_map(one).collect()
}

struct Explained<'a> {
    pack: &'a Pack,
    context: &'a Context,
    possible: Vec<Values>,
    worlds: Vec<&'a World>,
    advice: Advice,
}

impl Explained<'_> {
    fn differences(&self, action: usize, found: &Json) -> Vec<String> {
        let pack = self.pack;
        let its = &self.advice.actions[action];
        let deciding = match its.verdict() {
            Some(Verdict::Suggested) => its.suggesting.as_slice(),
            Some(Verdict::Avoided) => its.avoiding.as_slice(),
            _ => &[],
        };
        let mut rules: Vec<usize> =
            (0..pack.rules.len()).filter(|rule| pack.rules[*rule].action == action).collect();
        rules.sort_by_key(|rule| {
            let it = &pack.rules[*rule];
            (!deciding.contains(rule), it.view == View::Suggest, Reverse(it.weight()), &it.id)
        });
        let check = |rule: &usize| {
            let it = &pack.rules[*rule];
            let own = Status::over(&self.worlds, |world| it.own_condition_is_true(&world.values));
            json!({
                "rule": it.id,
                "polarity": if it.view == View::Suggest { "suggest" } else { "avoid" },
                "status": status_name(self.advice.rules[*rule]),
                "decides": deciding.contains(rule),
                "weight": it.weight(),
                "because": it.because(),
                "sources": it.sources.iter().map(|source| pack.citation(source)).collect::<Vec<_>>(),
                "when": { "status": status_name(own) },
            })
        };
        let expected = json!({
            "action": pack.actions[action].id,
            "title": pack.actions[action].title(),
            "verdict": verdict_name(its.verdict()),
            "rules": rules.iter().map(check).collect::<Vec<_>>(),
        });
        let mut faults = unlike(&expected, found);
        let guard = pack.moments[pack.actions[action].moment].guard.as_ref();
        for rule in found["rules"].as_array().into_iter().flatten() {
            faults.extend(self.guard(guard, &rule["guard"]));
            faults.extend(self.tests(&rule["guard"]));
            faults.extend(self.tests(&rule["when"]));
        }
        faults
    }

    /// A guard that is always true need not be told.
    fn guard(&self, guard: Option<&Condition>, found: &Json) -> Vec<String> {
        let status =
            Status::over(&self.worlds, |world| guard.is_none_or(|guard| guard.is_true(&world.values)));
        if found.is_null() && status == Status::Holds {
            return Vec::new();
        }
        unlike(&json!({ "status": status_name(status) }), found)
    }

    /// Looks at every single test of a condition.
    fn tests(&self, check: &Json) -> Vec<String> {
        let parts = check["parts"].as_array().into_iter().flatten();
        let mut faults: Vec<String> = parts.flat_map(|part| self.tests(part)).collect();
        if let Some(part) = check.get("part") {
            faults.extend(self.tests(part));
        }
        let Some(fact) = check["fact"].as_str().and_then(|name| self.pack.fact_named(name)) else {
            return faults;
        };
        let declared = &self.pack.facts[fact];
        let is_assumed =
            self.context.assumes(self.pack, fact) && self.possible[fact] != declared.every_value();
        let status = json::values(declared, &check["wanted"])
            .map(|wanted| Status::over(&self.worlds, |world| wanted.contains(&world.values[fact])));
        let expected = json!({ "status": status.as_ref().map(|status| status_name(*status)).ok(), "assumed": is_assumed });
        faults.extend(unlike(&expected, check));
        let given = &check["given"];
        let is_right = if is_assumed || !matches!(self.context.said[fact], Said::Nothing) {
            json::values(declared, given).as_ref() == Ok(&self.possible[fact])
        } else {
            given.is_null()
        };
        if !is_right {
            faults.push(format!("given of {}: {given}", declared.name));
        }
        faults
    }
}
