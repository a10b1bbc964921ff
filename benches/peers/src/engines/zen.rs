//! ZEN: one decision table that collects, a column per fact and a row per alternative. Conditions are lists of values, for these it indexes.

use std::future::Future;
use std::pin::pin;
use std::task::{Context as Polling, Poll, Waker};

use serde_json::{Map, json};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};

use crate::text::alternatives;
use closer_benches::engines::Engine;
use closer_benches::workload::{Condition, Context, Test, Workload};

pub(crate) struct Zen(Decision);

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut polling = Polling::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut polling) {
            return done;
        }
    }
}

/// The values of each fact that pass all tests; `None` where some fact has none.
fn row(workload: &Workload, tests: &[(bool, Test)]) -> Option<Map<String, serde_json::Value>> {
    let mut row = Map::new();
    for (at, fact) in workload.facts.iter().enumerate() {
        let mut own = tests.iter().filter(|(_, test)| test.fact == at).peekable();
        if own.peek().is_none() {
            continue;
        }
        let own: Vec<_> = own.collect();
        let count = u8::try_from(fact.values.len()).unwrap();
        let passes = |value: u8| {
            let mut context = vec![0; workload.facts.len()];
            context[at] = value;
            own.iter().all(|(negated, test)| Condition::Test(test.clone()).is_true(&context) != *negated)
        };
        let values: Vec<String> =
            (0..count).filter(|&value| passes(value)).map(|value| workload.literal(at, value)).collect();
        if values.is_empty() {
            return None;
        }
        if values.len() < fact.values.len() {
            row.insert(fact.name.clone(), json!(values.join(", ")));
        }
    }
    Some(row)
}

impl Engine for Zen {
    const NAME: &'static str = "zen-engine 2.1";
    type Input = Variable;

    fn load(workload: &Workload) -> Self {
        let inputs: Vec<_> = workload
            .facts
            .iter()
            .map(|fact| json!({ "id": fact.name, "name": fact.name, "field": fact.name }))
            .collect();
        let mut rows = Vec::new();
        for (at, rule) in workload.rules.iter().enumerate() {
            for mut row in alternatives(&rule.when, false).iter().filter_map(|tests| row(workload, tests)) {
                row.insert("_id".into(), json!(format!("r{}", rows.len())));
                row.insert("id".into(), json!(at.to_string()));
                rows.push(row);
            }
        }
        let graph = json!({
            "nodes": [
                { "id": "in", "name": "in", "type": "inputNode", "content": {} },
                { "id": "table", "name": "table", "type": "decisionTableNode", "content": {
                    "hitPolicy": "collect",
                    "inputs": inputs,
                    "outputs": [{ "id": "id", "name": "id", "field": "id" }],
                    "rules": rows,
                    "passThrough": false,
                }},
                { "id": "out", "name": "out", "type": "outputNode", "content": {} },
            ],
            "edges": [
                { "id": "e1", "sourceId": "in", "targetId": "table" },
                { "id": "e2", "sourceId": "table", "targetId": "out" },
            ],
        });
        let content: DecisionContent = serde_json::from_str(&graph.to_string()).unwrap();
        let mut decision = DecisionEngine::default().create_decision(content.into()).unwrap();
        decision.compile();
        Self(decision)
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Variable {
        workload.json(context).into()
    }

    fn run(&mut self, input: &Variable, found: &mut Vec<u32>) {
        let answer = block_on(self.0.evaluate(input.clone())).unwrap();
        if let Variable::Array(rows) = &answer.result {
            for row in rows.borrow().iter() {
                let Variable::Object(row) = row else { panic!("a row is an object") };
                let row = row.borrow();
                let Some((_, Variable::Number(rule))) = row.iter().next() else {
                    panic!("a row has a number")
                };
                found.push(u32::try_from(*rule).unwrap());
            }
        }
        // A rule with alternatives may be true by more than one.
        found.sort_unstable();
        found.dedup();
    }
}
