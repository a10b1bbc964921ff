//! The rules of a workload as a pack of closer.

use std::fmt::Write as _;

use crate::workload::{Condition, Kind, Op, Test, Workload};

/// The rules as a pack of closer. Ids are such that the rules keep their numbers.
pub fn pack(workload: &Workload) -> String {
    let mut text =
        "[pack]\nname = \"w\"\nversion = \"1.0.0\"\ntitle = \"W\"\nmoments = [\"now\"]\n\n[moments.now]\n\
        title = \"Now\"\n\n[sources.s]\ntitle = \"S\"\n\n"
            .to_owned();
    for fact in &workload.facts {
        let values: Vec<String> = fact.values.iter().map(|value| format!("\"{value}\"")).collect();
        let kind = match fact.kind {
            Kind::Bool => "bool = true".to_owned(),
            Kind::Enum => format!("values = [{}]", values.join(", ")),
            Kind::Ordered => format!("ordered = [{}]", values.join(", ")),
        };
        writeln!(text, "[facts.{}]\nquestion = \"What of it?\"\n{kind}\n", fact.name).unwrap();
    }
    let actions = workload.rules.iter().map(|rule| rule.action).max().unwrap_or(0);
    for action in 0..=actions {
        writeln!(text, "[actions.a{action:06}]\nmoment = \"now\"\ntitle = \"Do it\"\nwhy = \"It helps.\"\n")
            .unwrap();
    }
    for (at, rule) in workload.rules.iter().enumerate() {
        let says = if rule.avoid { "avoid" } else { "suggest" };
        writeln!(
            text,
            "[[rule]]\nid = \"r{at:06}\"\n{says} = \"a{:06}\"\nwhen = {}\nweight = {}\nbecause = \"It helps.\"\nsources = [\"s\"]\n",
            rule.action,
            table(workload, &rule.when),
            rule.weight
        )
        .unwrap();
    }
    text
}

/// A condition as a TOML table.
fn table(workload: &Workload, condition: &Condition) -> String {
    let parts = |parts: &[Condition]| -> String {
        let parts: Vec<String> = parts.iter().map(|part| table(workload, part)).collect();
        parts.join(", ")
    };
    match condition {
        Condition::Test(test) => format!("{{ {} }}", entry(workload, test)),
        Condition::Not(part) => format!("{{ not = {} }}", table(workload, part)),
        Condition::Any(some) => format!("{{ any = [{}] }}", parts(some)),
        Condition::All(all) => {
            let entries: Option<Vec<String>> = all
                .iter()
                .map(|part| if let Condition::Test(test) = part { Some(entry(workload, test)) } else { None })
                .collect();
            entries.map_or_else(
                || format!("{{ all = [{}] }}", parts(all)),
                |all| format!("{{ {} }}", all.join(", ")),
            )
        }
    }
}

fn entry(workload: &Workload, test: &Test) -> String {
    let fact = &workload.facts[test.fact];
    let value = |value: u8| match fact.kind {
        Kind::Bool => (value == 1).to_string(),
        _ => format!("\"{}\"", fact.values[usize::from(value)]),
    };
    let values: Vec<String> = test.values.iter().map(|&one| value(one)).collect();
    let one = values.join(", ");
    let wanted = match test.op {
        Op::Eq => one,
        Op::Ne => format!("{{ not = {one} }}"),
        Op::In => format!("[{one}]"),
        Op::NotIn => format!("{{ not = [{one}] }}"),
        Op::Ge => format!("{{ at_least = {one} }}"),
        Op::Gt => format!("{{ more_than = {one} }}"),
        Op::Le => format!("{{ at_most = {one} }}"),
        Op::Lt => format!("{{ less_than = {one} }}"),
    };
    format!("{} = {wanted}", fact.name)
}
