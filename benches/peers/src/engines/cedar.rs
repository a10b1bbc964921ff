//! Cedar: one `permit` per rule over `context`; the satisfied policies are the reasons of the answer. What avoids is a `permit` too, for a `forbid`
//! would hide the others.

use cedar_policy::{Authorizer, Context as Known, Entities, PolicySet, Request};

use crate::text::{infix, list, sign};
use closer_benches::engines::Engine;
use closer_benches::workload::{Context, Op, Test, Workload};

pub(crate) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

fn test(workload: &Workload, test: &Test) -> String {
    let fact = format!("context.{}", workload.facts[test.fact].name);
    let values = list(workload, test);
    match test.op {
        Op::In => format!("[{values}].contains({fact})"),
        Op::NotIn => format!("!([{values}].contains({fact}))"),
        op => format!("{fact} {} {values}", sign(op)),
    }
}

impl Engine for Cedar {
    const NAME: &'static str = "cedar-policy 4.14";
    type Input = Request;

    fn load(workload: &Workload) -> Self {
        let policy = |rule: &closer_benches::workload::Rule| {
            let when =
                infix(&rule.when, ["&&", "||"], &|inner| format!("!({inner})"), &|one| test(workload, one));
            format!("permit(principal, action, resource) when {{ {when} }};\n")
        };
        let policies: String = workload.rules.iter().map(policy).collect();
        Self {
            authorizer: Authorizer::new(),
            policies: policies.parse().unwrap(),
            entities: Entities::empty(),
        }
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Request {
        let known = Known::from_json_value(workload.json(context), None).unwrap();
        let [principal, action, resource] =
            [r#"P::"p""#, r#"Action::"a""#, r#"R::"r""#].map(|id| id.parse().unwrap());
        Request::new(principal, action, resource, known, None).unwrap()
    }

    fn run(&mut self, input: &Request, found: &mut Vec<u32>) {
        let answer = self.authorizer.is_authorized(input, &self.policies, &self.entities);
        let number = |id: &str| id.trim_start_matches("policy").parse::<u32>().unwrap();
        found.extend(answer.diagnostics().reason().map(|id| number(id.as_ref())));
    }
}
