//! Conditions in the languages of the engines.

use closer_benches::workload::{Condition, Op, Test, Workload};

/// An infix expression: `test` writes one comparison, `not` what is not to be true.
pub(crate) fn infix(
    condition: &Condition,
    [and, or]: [&str; 2],
    not: &dyn Fn(String) -> String,
    test: &dyn Fn(&Test) -> String,
) -> String {
    let join = |parts: &[Condition], by: &str| {
        let parts: Vec<String> = parts.iter().map(|part| infix(part, [and, or], not, test)).collect();
        format!("({})", parts.join(&format!(" {by} ")))
    };
    match condition {
        Condition::Test(one) => test(one),
        Condition::Not(part) => not(infix(part, [and, or], not, test)),
        Condition::All(parts) => join(parts, and),
        Condition::Any(parts) => join(parts, or),
    }
}

/// The condition as alternatives of tests, `true` where the test is not to pass.
pub(crate) fn alternatives(condition: &Condition, negated: bool) -> Vec<Vec<(bool, Test)>> {
    match (condition, negated) {
        (Condition::Test(test), _) => vec![vec![(negated, test.clone())]],
        (Condition::Not(part), _) => alternatives(part, !negated),
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            parts.iter().fold(vec![Vec::new()], |so_far, part| {
                let more = alternatives(part, negated);
                so_far
                    .iter()
                    .flat_map(|one| more.iter().map(move |more| [one.clone(), more.clone()].concat()))
                    .collect()
            })
        }
        (Condition::Any(parts), false) | (Condition::All(parts), true) => {
            parts.iter().flat_map(|part| alternatives(part, negated)).collect()
        }
    }
}

/// The comparison of tests for one value.
pub(crate) fn sign(op: Op) -> &'static str {
    match op {
        Op::Eq | Op::In => "==",
        Op::Ne | Op::NotIn => "!=",
        Op::Ge => ">=",
        Op::Gt => ">",
        Op::Le => "<=",
        Op::Lt => "<",
    }
}

/// The values that a test names, with commas.
pub(crate) fn list(workload: &Workload, test: &Test) -> String {
    let values: Vec<String> = test.values.iter().map(|&value| workload.literal(test.fact, value)).collect();
    values.join(", ")
}
