//! Rhai: one compiled expression per rule, over a scope with the facts.

use rhai::{AST, Engine as Rhais, OptimizationLevel, Scope};

use crate::text::{infix, list, sign};
use closer_benches::engines::Engine;
use closer_benches::workload::{Context, Kind, Op, Test, Workload};

pub(crate) struct Rhai {
    engine: Rhais,
    rules: Vec<AST>,
}

fn test(workload: &Workload, test: &Test) -> String {
    let fact = &workload.facts[test.fact].name;
    let values = list(workload, test);
    match test.op {
        Op::In => format!("({fact} in [{values}])"),
        Op::NotIn => format!("!({fact} in [{values}])"),
        op => format!("{fact} {} {values}", sign(op)),
    }
}

impl Engine for Rhai {
    const NAME: &'static str = "rhai 1.27";
    type Input = Scope<'static>;

    fn load(workload: &Workload) -> Self {
        let mut engine = Rhais::new();
        engine.set_max_expr_depths(0, 0);
        engine.set_optimization_level(OptimizationLevel::Simple);
        let text = |rule: &closer_benches::workload::Rule| {
            infix(&rule.when, ["&&", "||"], &|inner| format!("!({inner})"), &|one| test(workload, one))
        };
        let rules =
            workload.rules.iter().map(|rule| engine.compile_expression(text(rule)).unwrap()).collect();
        Self { engine, rules }
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Scope<'static> {
        let mut scope = Scope::new();
        for (fact, &value) in workload.facts.iter().zip(context.iter()) {
            let name = fact.name.clone();
            match fact.kind {
                Kind::Bool => scope.push(name, value == 1),
                Kind::Ordered => scope.push(name, i64::from(value)),
                Kind::Enum => scope.push(name, fact.values[usize::from(value)].clone()),
            };
        }
        scope
    }

    fn run(&mut self, input: &Scope<'static>, found: &mut Vec<u32>) {
        // It wants a scope that it may change; expressions leave it as it is.
        let mut scope = input.clone();
        for (rule, at) in self.rules.iter().zip(0..) {
            if self.engine.eval_ast_with_scope::<bool>(&mut scope, rule).unwrap() {
                found.push(at);
            }
        }
    }
}
