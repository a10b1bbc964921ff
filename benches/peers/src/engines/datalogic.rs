//! JSONLogic by datalogic-rs: one compiled logic per rule, data parsed beforehand, one session.

use datalogic_rs::{DataValue, Engine as Datalogics, Logic, ParsedData, Session};
use serde_json::{Value, json};

use closer_benches::engines::Engine;
use closer_benches::workload::{Condition, Context, Op, Test, Workload};

pub(crate) struct Datalogic {
    session: Session<'static>,
    rules: Vec<Logic>,
}

fn test(workload: &Workload, test: &Test) -> Value {
    let fact = json!({ "var": workload.facts[test.fact].name });
    let literal = |value: u8| -> Value { serde_json::from_str(&workload.literal(test.fact, value)).unwrap() };
    let one = literal(test.values[0]);
    let all: Vec<Value> = test.values.iter().map(|&value| literal(value)).collect();
    match test.op {
        Op::Eq => json!({ "===": [fact, one] }),
        Op::Ne => json!({ "!==": [fact, one] }),
        Op::In => json!({ "in": [fact, all] }),
        Op::NotIn => json!({ "!": [{ "in": [fact, all] }] }),
        Op::Ge => json!({ ">=": [fact, one] }),
        Op::Gt => json!({ ">": [fact, one] }),
        Op::Le => json!({ "<=": [fact, one] }),
        Op::Lt => json!({ "<": [fact, one] }),
    }
}

fn logic(workload: &Workload, condition: &Condition) -> Value {
    let all =
        |parts: &[Condition]| -> Vec<Value> { parts.iter().map(|part| logic(workload, part)).collect() };
    match condition {
        Condition::Test(one) => test(workload, one),
        Condition::Not(part) => json!({ "!": [logic(workload, part)] }),
        Condition::All(parts) => json!({ "and": all(parts) }),
        Condition::Any(parts) => json!({ "or": all(parts) }),
    }
}

impl Engine for Datalogic {
    const NAME: &'static str = "datalogic-rs 5.4";
    type Input = ParsedData;

    fn load(workload: &Workload) -> Self {
        let engine: &'static Datalogics = Box::leak(Box::new(Datalogics::new()));
        let compile = |rule: &closer_benches::workload::Rule| {
            engine.compile(logic(workload, &rule.when).to_string().as_str()).unwrap()
        };
        Self { session: engine.session(), rules: workload.rules.iter().map(compile).collect() }
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> ParsedData {
        ParsedData::from_json(&workload.json(context).to_string()).unwrap()
    }

    fn run(&mut self, input: &ParsedData, found: &mut Vec<u32>) {
        for (rule, at) in self.rules.iter().zip(0..) {
            if let DataValue::Bool(true) = self.session.eval_borrowed(rule, input).unwrap() {
                found.push(at);
            }
        }
        self.session.reset();
    }
}
