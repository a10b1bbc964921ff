//! CEL: one compiled program per rule, facts as variables.

use std::sync::Arc;

use cel::{Context as Variables, Env, Program, Value};

use crate::text::{infix, list, sign};
use closer_benches::engines::Engine;
use closer_benches::workload::{Context, Kind, Op, Test, Workload};

pub(crate) struct Cel {
    env: Arc<Env>,
    programs: Vec<Program>,
}

fn test(workload: &Workload, test: &Test) -> String {
    let fact = &workload.facts[test.fact].name;
    let values = list(workload, test);
    match test.op {
        Op::In => format!("{fact} in [{values}]"),
        Op::NotIn => format!("!({fact} in [{values}])"),
        op => format!("{fact} {} {values}", sign(op)),
    }
}

impl Engine for Cel {
    const NAME: &'static str = "cel 0.15";
    type Input = Variables<'static, 'static>;

    fn load(workload: &Workload) -> Self {
        let env = Arc::new(Env::stdlib());
        let text = |rule: &closer_benches::workload::Rule| {
            infix(&rule.when, ["&&", "||"], &|inner| format!("!({inner})"), &|one| test(workload, one))
        };
        let programs = workload.rules.iter().map(|rule| env.compile(&text(rule)).unwrap()).collect();
        Self { env, programs }
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Self::Input {
        let mut variables = Variables::with_env(self.env.clone());
        for (fact, &value) in workload.facts.iter().zip(context.iter()) {
            let value = match fact.kind {
                Kind::Bool => Value::Bool(value == 1),
                Kind::Ordered => Value::Int(value.into()),
                Kind::Enum => Value::from(fact.values[usize::from(value)].as_str()),
            };
            variables.add_variable_from_value(fact.name.clone(), value);
        }
        variables
    }

    fn run(&mut self, input: &Self::Input, found: &mut Vec<u32>) {
        for (program, at) in self.programs.iter().zip(0..) {
            if let Value::Bool(true) = program.execute(input).unwrap() {
                found.push(at);
            }
        }
    }
}
