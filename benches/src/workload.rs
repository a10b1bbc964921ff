//! Rules and contexts that belong to no engine, and a plain evaluator that says what comes out.

use std::sync::OnceLock;

use closer_core::Program;
use serde_json::Value;

use crate::Random;
use crate::pack::pack;

/// Value numbers, by fact.
pub type Context = Box<[u8]>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Enum,
    Ordered,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub name: String,
    pub kind: Kind,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    In,
    NotIn,
    Ge,
    Gt,
    Le,
    Lt,
}

#[derive(Debug, Clone)]
pub struct Test {
    pub fact: usize,
    pub op: Op,
    pub values: Vec<u8>,
}

#[derive(Debug, Clone)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Test(Test),
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub weight: u8,
    pub avoid: bool,
    pub action: usize,
    pub when: Condition,
}

#[derive(Debug, Clone)]
pub struct Workload {
    pub name: String,
    pub facts: Vec<Fact>,
    pub rules: Vec<Rule>,
    pub contexts: Vec<Context>,
    program: OnceLock<&'static Program>,
    portable: OnceLock<&'static Program>,
}

impl Test {
    fn passes(&self, value: u8) -> bool {
        match self.op {
            Op::Eq => value == self.values[0],
            Op::Ne => value != self.values[0],
            Op::In => self.values.contains(&value),
            Op::NotIn => !self.values.contains(&value),
            Op::Ge => value >= self.values[0],
            Op::Gt => value > self.values[0],
            Op::Le => value <= self.values[0],
            Op::Lt => value < self.values[0],
        }
    }
}

impl Condition {
    pub fn is_true(&self, context: &[u8]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.is_true(context)),
            Self::Any(parts) => parts.iter().any(|part| part.is_true(context)),
            Self::Not(part) => !part.is_true(context),
            Self::Test(test) => test.passes(context[test.fact]),
        }
    }
}

impl Workload {
    /// The numbers of the rules that are true, by the plain evaluator.
    pub fn expected(&self, context: &[u8]) -> Vec<u32> {
        let rules = self.rules.iter().zip(0..);
        rules.filter(|(rule, _)| rule.when.is_true(context)).map(|(_, at)| at).collect()
    }

    /// The rules as a pack, for as long as the process lives, as users keep it in a static.
    pub fn program(&self) -> &'static Program {
        self.program
            .get_or_init(|| Box::leak(Box::new(Program::from_toml(&pack(self)).expect("a sound pack"))))
    }

    /// The same without instructions of special processors.
    pub fn portable(&self) -> &'static Program {
        self.portable.get_or_init(|| Box::leak(Box::new(self.program().portable())))
    }

    /// The value of a fact as most languages write it: `true`, `3` or `"video"`.
    pub fn literal(&self, fact: usize, value: u8) -> String {
        let fact = &self.facts[fact];
        match fact.kind {
            Kind::Bool => (value == 1).to_string(),
            Kind::Ordered => value.to_string(),
            Kind::Enum => format!("\"{}\"", fact.values[usize::from(value)]),
        }
    }

    /// A context as JSON; facts with an order as their number, which is how one writes `>=` in these engines.
    pub fn json(&self, context: &[u8]) -> Value {
        let facts = self.facts.iter().zip(context).map(|(fact, &value)| {
            let value: Value = match fact.kind {
                Kind::Bool => (value == 1).into(),
                Kind::Ordered => value.into(),
                Kind::Enum => fact.values[usize::from(value)].clone().into(),
            };
            (fact.name.clone(), value)
        });
        Value::Object(facts.collect())
    }

    /// 40 rules as one would write them about interviews, over 12 facts.
    pub fn w1() -> Self {
        let read: Value = serde_json::from_str(include_str!("w1.json")).unwrap();
        let list = |key: &str| read[key].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let facts: Vec<Fact> = list("facts")
            .iter()
            .map(|fact| {
                let kind = match fact["type"].as_str() {
                    Some("bool") => Kind::Bool,
                    Some("ordered") => Kind::Ordered,
                    _ => Kind::Enum,
                };
                let values = fact["values"].as_array().map(|values| values.iter().map(text).collect());
                let values = values.unwrap_or_else(|| vec!["false".to_owned(), "true".to_owned()]);
                Fact { name: text(&fact["name"]), kind, values }
            })
            .collect();
        let mut actions: Vec<String> = list("rules").iter().map(|rule| text(&rule["action"])).collect();
        actions.sort();
        actions.dedup();
        let rules = list("rules")
            .iter()
            .map(|rule| Rule {
                weight: rule["score"].as_u64().unwrap().try_into().unwrap(),
                avoid: rule["veto"].as_bool().unwrap_or(false),
                action: actions.binary_search(&text(&rule["action"])).unwrap(),
                when: condition(&facts, &rule["when"]),
            })
            .collect();
        Self {
            name: "W1".into(),
            facts,
            rules,
            contexts: Vec::new(),
            program: OnceLock::new(),
            portable: OnceLock::new(),
        }
        .with_contexts(10_000)
    }

    /// So many random conjunctions of 2 to 5 tests over 24 facts with 2 to 8 values: three of four tests ask for a value, the others for one of two or
    /// three, or for another. About 6 of 1,000 rules are true in a random context.
    pub fn w2(rules: usize) -> Self {
        const SIZES: [usize; 24] = [2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8];
        let facts = SIZES.iter().enumerate().map(|(at, &size)| Fact {
            name: format!("f{at:02}"),
            kind: if size == 2 { Kind::Bool } else { Kind::Enum },
            values: if size == 2 {
                vec!["false".into(), "true".into()]
            } else {
                (0..size).map(|value| format!("v{value}")).collect()
            },
        });
        let mut random = Random(2);
        let mut below = |most: usize| usize::try_from(random.below(most as u64)).unwrap();
        let made = (0..rules).map(|_| {
            let length = match below(100) {
                0 => 2,
                1..=6 => 3,
                7..=39 => 4,
                _ => 5,
            };
            let mut tests: Vec<Test> = Vec::new();
            while tests.len() < length {
                // Facts with many values are drawn more often, as authors tend to ask for the telling facts.
                let mut at = below(SIZES.iter().sum());
                let fact = SIZES
                    .iter()
                    .position(|&size| at.checked_sub(size).map(|left| at = left).is_none())
                    .unwrap();
                if tests.iter().any(|test| test.fact == fact) {
                    continue;
                }
                let size = SIZES[fact];
                let value = below(size);
                let other = (value + 1 + below(size - 1)) % size;
                let (op, values) = match below(100) {
                    0..=14 if size >= 6 => (Op::In, vec![value, other, below(size)]),
                    0..=14 if size >= 4 => (Op::In, vec![value, other]),
                    95.. if size >= 4 => (Op::NotIn, vec![value, other]),
                    90.. => (Op::Ne, vec![value]),
                    _ => (Op::Eq, vec![value]),
                };
                let mut values: Vec<u8> = values.iter().map(|&value| u8::try_from(value).unwrap()).collect();
                values.sort_unstable();
                values.dedup();
                tests.push(Test { fact, op, values });
            }
            Rule {
                weight: u8::try_from(1 + below(100)).unwrap(),
                avoid: below(20) == 0,
                action: below(rules.max(20) / 2),
                when: Condition::All(tests.into_iter().map(Condition::Test).collect()),
            }
        });
        let rules: Vec<Rule> = made.collect();
        let name = format!("W2-{}", rules.len());
        Self {
            name,
            facts: facts.collect(),
            rules,
            contexts: Vec::new(),
            program: OnceLock::new(),
            portable: OnceLock::new(),
        }
        .with_contexts(2_000)
    }

    fn with_contexts(mut self, count: usize) -> Self {
        let mut random = Random(3);
        let mut value = |fact: &Fact| u8::try_from(random.below(fact.values.len() as u64)).unwrap();
        self.contexts = (0..count).map(|_| self.facts.iter().map(&mut value).collect()).collect();
        self
    }
}

fn condition(facts: &[Fact], read: &Value) -> Condition {
    let parts = |key: &str| {
        let parts = read.get(key)?.as_array()?;
        Some(parts.iter().map(|part| condition(facts, part)).collect())
    };
    if let Some(parts) = parts("all") {
        return Condition::All(parts);
    }
    if let Some(parts) = parts("any") {
        return Condition::Any(parts);
    }
    if let Some(part) = read.get("not") {
        return Condition::Not(Box::new(condition(facts, part)));
    }
    let fact = facts.iter().position(|fact| fact.name == read["fact"]).unwrap();
    let op = match read["op"].as_str().unwrap() {
        "eq" => Op::Eq,
        "ne" => Op::Ne,
        "in" => Op::In,
        "not_in" => Op::NotIn,
        "ge" => Op::Ge,
        "gt" => Op::Gt,
        "le" => Op::Le,
        "lt" => Op::Lt,
        other => panic!("{other}"),
    };
    let value = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let at = facts[fact].values.iter().position(|known| *known == text);
        u8::try_from(at.unwrap()).unwrap()
    };
    let values = match &read["value"] {
        Value::Array(values) => values.iter().map(value).collect(),
        one => vec![value(one)],
    };
    Condition::Test(Test { fact, op, values })
}
