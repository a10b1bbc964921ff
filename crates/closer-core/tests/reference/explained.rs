//! Lays an explanation, as JSON, beside what the reference says.

use std::cmp::Reverse;

use serde_json::{Value as Json, json};

use super::advice::{Status, advise};
use super::compare::{Differences, status_name, verdict_name};
use super::context::{Context, Meaning, Said};
use super::json;
use super::pack::View;
use super::world::{Verdict, World};

/// Everything in which `found`, the explanation of an action, is not what the definitions say.
pub(crate) fn differences(
    meaning: &Meaning<'_>,
    context: &Context,
    action: usize,
    found: &Json,
) -> Vec<String> {
    let pack = meaning.pack;
    let possible = context.possible(pack, None);
    let worlds = meaning.worlds(&possible);
    let advice = advise(meaning, &possible);
    let its = &advice.actions[action];
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
        let own = Status::over(&worlds, |world| it.own_condition_is_true(&world.values));
        json!({
            "rule": it.id,
            "polarity": if it.view == View::Suggest { "suggest" } else { "avoid" },
            "status": status_name(advice.rules[*rule]),
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
    let mut differences = Differences::new(pack, found);
    differences.expect("", &expected);

    let guard = pack.moments[pack.actions[action].moment].guard.as_ref();
    let guard = Status::over(&worlds, |world| guard.is_none_or(|guard| guard.is_true(&world.values)));
    for (at, _) in rules.iter().enumerate() {
        let place = format!("/rules/{at}/guard");
        match differences.at(&place) {
            Json::Null if guard == Status::Holds => {}
            _ => differences.expect(&format!("{place}/status"), &json!(status_name(guard))),
        }
        differences.tests(&place, &worlds, context);
        differences.tests(&format!("/rules/{at}/when"), &worlds, context);
    }
    differences.list
}

impl Differences<'_> {
    /// Looks at every single test of a condition.
    fn tests(&mut self, place: &str, worlds: &[&World], context: &Context) {
        let possible = context.possible(self.pack, None);
        let check = self.at(place).clone();
        for (at, _) in check["parts"].as_array().into_iter().flatten().enumerate() {
            self.tests(&format!("{place}/parts/{at}"), worlds, context);
        }
        if !check["part"].is_null() {
            self.tests(&format!("{place}/part"), worlds, context);
        }
        let Some(fact) = check["fact"].as_str().and_then(|name| self.pack.fact_named(name)) else { return };
        match json::values(&self.pack.facts[fact], &check["wanted"]) {
            Ok(wanted) => {
                let status = Status::over(worlds, |world| wanted.contains(&world.values[fact]));
                self.expect(&format!("{place}/status"), &json!(status_name(status)));
            }
            Err(fault) => self.list.push(format!("{place}/wanted: {fault}")),
        }
        let every_value = self.pack.facts[fact].every_value();
        let is_assumed = context.assumes(self.pack, fact) && possible[fact] != every_value;
        self.expect(&format!("{place}/assumed"), &json!(is_assumed));
        if is_assumed || !matches!(context.said[fact], Said::Nothing) {
            self.expect_values(&format!("{place}/given"), fact, &possible[fact]);
        } else {
            self.expect(&format!("{place}/given"), &Json::Null);
        }
    }
}
