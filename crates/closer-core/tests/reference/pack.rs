//! A pack in plain types. Things refer to each other by position.

use std::collections::BTreeSet;

/// A value of a fact: its position among the fact's values, lowest first (`false` before `true`).
pub(crate) type Value = usize;

/// Some values of one fact.
pub(crate) type Values = BTreeSet<Value>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Pack {
    pub(crate) facts: Vec<Fact>,
    pub(crate) sources: Vec<Source>,
    /// Earliest first.
    pub(crate) moments: Vec<Moment>,
    pub(crate) groups: Vec<Group>,
    pub(crate) actions: Vec<Action>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) disagreements: Vec<Disagreement>,
}

#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) assume: Option<Test>,
    pub(crate) ask_first: bool,
    pub(crate) ask_when: Option<Condition>,
    pub(crate) flags: Vec<(String, Test)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Values(Vec<String>),
    /// Written low to high.
    Ordered(Vec<String>),
    /// Both ends allowed.
    Range(i64, i64),
}

#[derive(Debug, Clone)]
pub(crate) enum Test {
    Is(Value),
    /// A list: one of these holds.
    AnyOf(Vec<Test>),
    Not(Box<Test>),
    Bounds(Bounds),
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bounds {
    pub(crate) at_least: Option<Value>,
    pub(crate) at_most: Option<Value>,
    pub(crate) more_than: Option<Value>,
    pub(crate) less_than: Option<Value>,
}

/// A table: all of its entries must hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    /// At most one test per fact, as the fact is the key.
    pub(crate) tests: Vec<(usize, Test)>,
    pub(crate) all: Option<Vec<Condition>>,
    pub(crate) any: Option<Vec<Condition>>,
    pub(crate) not: Option<Box<Condition>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) editorial: bool,
}

/// A source, and perhaps a row of it.
#[derive(Debug, Clone)]
pub(crate) struct Citation {
    pub(crate) source: usize,
    pub(crate) row: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) id: String,
    pub(crate) guard: Option<Condition>,
}

#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) at_most: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) moment: usize,
    pub(crate) group: Option<usize>,
    pub(crate) never_with: BTreeSet<usize>,
    pub(crate) say: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Suggest,
    Avoid,
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) view: View,
    pub(crate) action: usize,
    pub(crate) when: Option<Condition>,
    pub(crate) unless: Option<Condition>,
    /// Left out: 50.
    pub(crate) weight: Option<u8>,
    pub(crate) sources: Vec<Citation>,
}

#[derive(Debug, Clone)]
pub(crate) struct Disagreement {
    pub(crate) id: String,
    pub(crate) actions: BTreeSet<usize>,
    pub(crate) when: Option<Condition>,
    pub(crate) sides: [Citation; 2],
}

impl Test {
    pub(crate) fn one_of(values: impl IntoIterator<Item = Value>) -> Self {
        Self::AnyOf(values.into_iter().map(Self::Is).collect())
    }

    pub(crate) fn not(test: Self) -> Self {
        Self::Not(Box::new(test))
    }
}

impl Fact {
    /// How many values it has.
    pub(crate) fn size(&self) -> usize {
        match &self.kind {
            Kind::Bool => 2,
            Kind::Values(names) | Kind::Ordered(names) => names.len(),
            Kind::Range(low, high) => usize::try_from(high - low + 1).unwrap(),
        }
    }

    pub(crate) fn every_value(&self) -> Values {
        (0..self.size()).collect()
    }

    /// The values that pass a test.
    pub(crate) fn values_of(&self, test: &Test) -> Values {
        (0..self.size()).filter(|value| test.passes(*value)).collect()
    }

    pub(crate) fn is_ordered(&self) -> bool {
        matches!(self.kind, Kind::Ordered(_) | Kind::Range(..))
    }
}

impl Rule {
    pub(crate) fn weight(&self) -> u8 {
        self.weight.unwrap_or(50)
    }

    pub(crate) fn because(&self) -> String {
        format!("The reason of {}.", self.id)
    }
}

impl Action {
    pub(crate) fn title(&self) -> String {
        format!("Do {}", self.id)
    }
}

impl Disagreement {
    pub(crate) fn note(&self) -> String {
        format!("They differ: {}.", self.id)
    }
}

impl Pack {
    pub(crate) fn citation(&self, citation: &Citation) -> String {
        let source = &self.sources[citation.source].id;
        citation.row.as_ref().map_or_else(|| source.clone(), |row| format!("{source}-{row}"))
    }

    pub(crate) fn fact_named(&self, name: &str) -> Option<usize> {
        self.facts.iter().position(|fact| fact.name == name)
    }

    /// Every condition of the pack, wherever it stands.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let rules = self.rules.iter().flat_map(|rule| rule.when.iter().chain(&rule.unless));
        let guards = self.moments.iter().filter_map(|moment| moment.guard.as_ref());
        let questions = self.facts.iter().filter_map(|fact| fact.ask_when.as_ref());
        rules
            .chain(guards)
            .chain(questions)
            .chain(self.disagreements.iter().filter_map(|one| one.when.as_ref()))
    }
}
