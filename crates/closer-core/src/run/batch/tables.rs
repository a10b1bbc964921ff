//! A rule set as the planes that are needed, and the order in which they decide.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::super::program::Program;
use super::super::tables::{ALL_STEPS, Company, Rows, Strong, index, number};
use crate::model::{ActionId, FactId};
use crate::space::ValueSet;

/// What a batch works through, the same for every block of contexts.
#[derive(Debug)]
pub(in crate::run) struct BatchTables {
    pub(super) facts: Vec<BatchFact>,
    /// The distinct tests of facts, as places of facts and allowed values.
    pub(super) tests: Vec<(usize, ValueSet)>,
    pub(super) actions: Vec<BatchAction>,
    /// Every place in a ranked list that an action can have, the best first.
    pub(super) places: Vec<Place>,
    /// How many levels all actions have, and how many digits.
    pub(super) levels: usize,
    pub(super) digits: usize,
    /// Some action cannot be told from planes alone: in no context, or in none where facts are unknown.
    pub(super) never: bool,
    pub(super) only_known: bool,
}

/// A fact that some rule asks about.
#[derive(Debug)]
pub(super) struct BatchFact {
    pub(super) id: FactId,
    pub(super) all: ValueSet,
    /// What is taken for granted while nothing is said.
    pub(super) assumed: ValueSet,
}

/// The rows of an action, each as its tests.
#[derive(Debug)]
pub(super) struct BatchAction {
    pub(super) avoid: Vec<Box<[u32]>>,
    /// Strongest first.
    pub(super) suggest: Vec<Box<[u32]>>,
    /// By suggest row, its weight and its sources.
    pub(super) behind: Vec<(u8, u64)>,
    /// Its levels, one for each weight, among those of all actions.
    pub(super) first_level: usize,
    /// The digits of the number of sources that agree, among those of all actions; none where every level tells it.
    pub(super) digits: Range<usize>,
    pub(super) company: Company,
}

/// A place that an action can have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) action: ActionId,
    pub(super) level: usize,
    /// How many sources agree.
    pub(super) agreeing: u32,
    /// It is so many wherever the action has this level.
    pub(super) always: bool,
}

impl BatchTables {
    pub(in crate::run) fn new(program: &Program) -> Self {
        let space = program.set.vocabulary.space();
        let mut tests = BTreeMap::new();
        let mut tables = Self {
            facts: Vec::new(),
            tests: Vec::new(),
            actions: Vec::new(),
            places: Vec::new(),
            levels: 0,
            digits: 0,
            never: false,
            only_known: false,
        };
        let mut places: Vec<((u8, u32, u32), Place)> = Vec::new();
        let order = &program.tables().order;
        let mut comparisons = ALL_STEPS;
        for (at, action) in program.actions().enumerate() {
            let rows = Rows::of(action, space, &mut comparisons);
            tables.only_known |= rows.rest;
            tables.never |= rows.rest && rows.sources.is_empty();
            let mut row = |strong: &Strong| -> Box<[u32]> {
                let numbers = strong.row.constraints().map(|test| {
                    let next = number(tests.len());
                    *tests.entry(test).or_insert(next)
                });
                numbers.collect()
            };
            let behind: Vec<(u8, u64)> = rows
                .suggest
                .iter()
                .map(|row| {
                    (row.weight, row.rule.and_then(|rule| rows.sources.get(rule)).copied().unwrap_or(0))
                })
                .collect();
            let sources = behind.iter().fold(0, |all, (_, sources)| all | sources).count_ones();
            let mut digits =
                usize::try_from(u32::BITS.saturating_sub(sources.leading_zeros())).unwrap_or_default();
            if levels(&behind).all(|(_, agreeing)| agreeing.start() == agreeing.end()) {
                digits = 0;
            }
            let own = BatchAction {
                avoid: rows.avoid.iter().map(&mut row).collect(),
                suggest: rows.suggest.iter().map(&mut row).collect(),
                first_level: tables.levels,
                digits: tables.digits..tables.digits.saturating_add(digits),
                company: program.tables().company.get(at).cloned().unwrap_or_default(),
                behind,
            };
            tables.digits = own.digits.end;
            let order = order.get(at).copied().unwrap_or(u32::MAX);
            for (weight, counts) in levels(&own.behind) {
                let always = counts.start() == counts.end();
                for agreeing in counts {
                    let rank = (!weight, !agreeing, order);
                    places.push((rank, Place { action: action.id, level: tables.levels, agreeing, always }));
                }
                tables.levels = tables.levels.saturating_add(1);
            }
            tables.actions.push(own);
        }
        places.sort_unstable_by_key(|(rank, _)| *rank);
        tables.places = places.into_iter().map(|(_, place)| place).collect();
        tables.number_tests(program, tests);
        tables
    }

    fn number_tests(&mut self, program: &Program, tests: BTreeMap<(u16, ValueSet), u32>) {
        let mut facts: Vec<u16> = tests.keys().map(|(dim, _)| *dim).collect();
        facts.dedup();
        self.tests = vec![(0, ValueSet::empty()); tests.len()];
        for ((dim, set), at) in tests {
            let fact = facts.binary_search(&dim).unwrap_or_default();
            self.tests.get_mut(index(at)).into_iter().for_each(|test| *test = (fact, set));
        }
        let fact = |dim: &u16| {
            let fact = program.set.vocabulary.get(FactId::of_dim(*dim))?;
            let assumed = fact.assume.as_ref().map_or(fact.all(), |assume| assume.allowed.positions(fact));
            Some(BatchFact { id: fact.id, all: fact.all(), assumed })
        };
        self.facts = facts.iter().filter_map(fact).collect();
    }
}

/// The weights of the suggest rows of an action, the highest first, and how many sources may agree where that is its score: at least those of some row
/// of this weight, at most those of all that are no stronger, for a stronger one would decide.
fn levels(behind: &[(u8, u64)]) -> impl Iterator<Item = (u8, RangeInclusive<u32>)> {
    let mut rest = behind;
    behind.chunk_by(|one, other| one.0 == other.0).map(move |level| {
        let weight = level.first().map_or(0, |(weight, _)| *weight);
        let least = level.iter().map(|(_, sources)| sources.count_ones()).min().unwrap_or_default();
        let most = rest.iter().fold(0, |all, (_, sources)| all | sources).count_ones();
        rest = rest.get(level.len()..).unwrap_or_default();
        (weight, least..=most)
    })
}
