//! A few words to write packs with, for the cases worked out by hand.

use super::pack::{
    Action, Bounds, Citation, Condition, Disagreement, Fact, Group, Kind, Moment, Pack, Rule, Source, Test,
    View,
};

/// Three moments, two sources, and the editors as a third.
pub(crate) fn pack() -> Pack {
    let moment = |id: &str| Moment { id: id.to_owned(), guard: None };
    let source = |id: &str, editorial| Source { id: id.to_owned(), editorial };
    Pack {
        moments: ["questions", "closing", "after"].map(moment).to_vec(),
        sources: vec![source("000", false), source("003", false), source("editorial", true)],
        ..Pack::default()
    }
}

pub(crate) fn is(fact: usize, value: usize) -> Condition {
    test(fact, Test::Is(value))
}

pub(crate) fn test(fact: usize, test: Test) -> Condition {
    Condition { tests: vec![(fact, test)], ..Condition::default() }
}

pub(crate) fn at_least(value: usize) -> Test {
    Test::Bounds(Bounds { at_least: Some(value), ..Bounds::default() })
}

pub(crate) fn all(parts: impl Into<Vec<Condition>>) -> Condition {
    Condition { all: Some(parts.into()), ..Condition::default() }
}

pub(crate) fn any(parts: impl Into<Vec<Condition>>) -> Condition {
    Condition { any: Some(parts.into()), ..Condition::default() }
}

pub(crate) fn not(part: Condition) -> Condition {
    Condition { not: Some(Box::new(part)), ..Condition::default() }
}

pub(crate) fn always() -> Condition {
    Condition::default()
}

impl Pack {
    fn fact(&mut self, name: &str, kind: Kind) -> usize {
        let name = name.to_owned();
        self.facts.push(Fact {
            name,
            kind,
            assume: None,
            ask_first: false,
            ask_when: None,
            flags: Vec::new(),
        });
        self.facts.len() - 1
    }

    pub(crate) fn yes_or_no(&mut self, name: &str) -> usize {
        self.fact(name, Kind::Bool)
    }

    pub(crate) fn ordered(&mut self, name: &str, values: &[&str]) -> usize {
        self.fact(name, Kind::Ordered(values.iter().map(|&value| value.to_owned()).collect()))
    }

    pub(crate) fn number(&mut self, name: &str, low: i64, high: i64) -> usize {
        self.fact(name, Kind::Range(low, high))
    }

    pub(crate) fn group(&mut self, at_most: usize) -> usize {
        self.groups.push(Group { id: format!("group-{}", self.groups.len()), at_most });
        self.groups.len() - 1
    }

    pub(crate) fn action(&mut self, id: &str, moment: usize) -> usize {
        let action = Action { id: id.to_owned(), moment, group: None, never_with: [].into(), say: None };
        self.actions.push(action);
        self.actions.len() - 1
    }

    /// A rule that cites source 000.
    pub(crate) fn suggest(&mut self, action: usize, weight: u8, when: Condition) -> usize {
        self.rule(View::Suggest, action, weight, when)
    }

    /// A rule that cites source 000.
    pub(crate) fn avoid(&mut self, action: usize, weight: u8, when: Condition) -> usize {
        self.rule(View::Avoid, action, weight, when)
    }

    fn rule(&mut self, view: View, action: usize, weight: u8, when: Condition) -> usize {
        self.rules.push(Rule {
            id: format!("rule-{}", self.rules.len()),
            view,
            action,
            when: Some(when),
            unless: None,
            weight: Some(weight),
            sources: vec![Citation { source: 0, row: None }],
        });
        self.rules.len() - 1
    }

    /// Lets a rule cite other sources: `(source, row)`.
    pub(crate) fn cite(&mut self, rule: usize, sources: &[(usize, &str)]) {
        let citation = |&(source, row): &(usize, &str)| Citation { source, row: Some(row.to_owned()) };
        self.rules[rule].sources = sources.iter().map(citation).collect();
    }

    pub(crate) fn disagree(&mut self, action: usize, when: Condition) -> usize {
        self.disagreements.push(Disagreement {
            id: format!("differ-{}", self.disagreements.len()),
            actions: [action].into(),
            when: Some(when),
            sides: [0, 1].map(|source| Citation { source, row: None }),
        });
        self.disagreements.len() - 1
    }
}
