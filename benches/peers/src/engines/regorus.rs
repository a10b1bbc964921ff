//! Rego by regorus, on its register machine: one body per alternative, the answer is the set of rule numbers.

use std::num::{NonZeroU32, NonZeroUsize};

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine as Rego, PolicyLengthConfig, Rc, Value};

use crate::text::{alternatives, list, sign};
use closer_benches::engines::Engine;
use closer_benches::workload::{Context, Op, Test, Workload};

pub(crate) struct Regorus(Box<RegoVM>);

fn test(workload: &Workload, test: &Test) -> String {
    let fact = format!("input.{}", workload.facts[test.fact].name);
    let values = list(workload, test);
    match test.op {
        Op::In => format!("{fact} in {{{values}}}"),
        Op::NotIn => format!("not {fact} in {{{values}}}"),
        op => format!("{fact} {} {values}", sign(op)),
    }
}

impl Engine for Regorus {
    const NAME: &'static str = "regorus 0.14";
    type Input = Value;

    fn load(workload: &Workload) -> Self {
        let mut text = String::from("package r\n\nimport rego.v1\n\n");
        for (at, rule) in workload.rules.iter().enumerate() {
            for tests in alternatives(&rule.when, false) {
                let test = |(negated, one): &(bool, Test)| {
                    assert!(!(*negated && one.op == Op::NotIn), "no rule of the workloads says so");
                    format!("{}{}", if *negated { "not " } else { "" }, test(workload, one))
                };
                let body: Vec<String> = tests.iter().map(test).collect();
                text += &format!("m contains {at} if {{ {} }}\n", body.join("; "));
            }
        }
        let mut engine = Rego::new();
        let most = NonZeroUsize::new(1 << 30).unwrap();
        let max_col = NonZeroU32::new(1 << 20).unwrap();
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col,
            max_file_bytes: most,
            max_lines: most,
        });
        engine.add_policy("r.rego".into(), text).unwrap();
        let rule: Rc<str> = "data.r.m".into();
        let compiled = engine.compile_with_entrypoint(&rule).unwrap();
        let mut machine = RegoVM::new();
        machine.load_program(Compiler::compile_from_policy(&compiled, &["data.r.m"]).unwrap());
        Self(Box::new(machine))
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Value {
        Value::from_json_str(&workload.json(context).to_string()).unwrap()
    }

    fn run(&mut self, input: &Value, found: &mut Vec<u32>) {
        self.0.set_input(input.clone());
        let answer = self.0.execute_entry_point_by_name("data.r.m").unwrap();
        found.extend(answer.as_set().unwrap().iter().map(|rule| rule.as_u32().unwrap()));
    }
}
