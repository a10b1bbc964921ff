//! A-Tree: every rule inserted as an expression; a search returns the matching ids.

use a_tree::{ATree as Tree, AttributeDefinition, Event};

use crate::text::{infix, list, sign};
use closer_benches::engines::Engine;
use closer_benches::workload::{Context, Kind, Op, Test, Workload};

pub(crate) struct ATree(Tree<u32>);

fn test(workload: &Workload, test: &Test) -> String {
    let fact = &workload.facts[test.fact];
    let quoted = list(workload, test).replace('"', "'");
    match (fact.kind, test.op) {
        // In parentheses: `not invited` is read as `not in` and `vited`.
        (Kind::Bool, op) if (test.values[0] == 1) != (op == Op::Eq) => format!("not ({})", fact.name),
        (Kind::Bool, _) => fact.name.clone(),
        (_, Op::In) => format!("{} in [{quoted}]", fact.name),
        (_, Op::NotIn) => format!("{} not in [{quoted}]", fact.name),
        (_, Op::Eq) => format!("{} = {quoted}", fact.name),
        (_, Op::Ne) => format!("{} <> {quoted}", fact.name),
        (_, op) => format!("{} {} {quoted}", fact.name, sign(op)),
    }
}

impl Engine for ATree {
    const NAME: &'static str = "a-tree 0.6.1";
    type Input = Event;

    fn load(workload: &Workload) -> Self {
        let attribute = |fact: &closer_benches::workload::Fact| match fact.kind {
            Kind::Bool => AttributeDefinition::boolean(&fact.name),
            Kind::Ordered => AttributeDefinition::integer(&fact.name),
            Kind::Enum => AttributeDefinition::string(&fact.name),
        };
        let attributes: Vec<_> = workload.facts.iter().map(attribute).collect();
        let mut tree = Tree::new(&attributes).unwrap();
        for (rule, at) in workload.rules.iter().zip(0..) {
            let not = |inner: String| format!("not ({inner})");
            let text = infix(&rule.when, ["and", "or"], &not, &|one| test(workload, one));
            tree.insert(&at, &text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        }
        Self(tree)
    }

    fn input(&mut self, workload: &Workload, context: &Context) -> Event {
        let mut event = self.0.make_event();
        for (fact, &value) in workload.facts.iter().zip(context.iter()) {
            match fact.kind {
                Kind::Bool => event.with_boolean(&fact.name, value == 1),
                Kind::Ordered => event.with_integer(&fact.name, value.into()),
                Kind::Enum => event.with_string(&fact.name, &fact.values[usize::from(value)]),
            }
            .unwrap();
        }
        event.build().unwrap()
    }

    fn run(&mut self, input: &Event, found: &mut Vec<u32>) {
        found.extend(self.0.search(input).unwrap().matches().iter().map(|rule| **rule));
    }
}
