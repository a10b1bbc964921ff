use std::sync::{Arc, OnceLock};

use fearless_simd::Level;

use super::batch::BatchTables;
use super::matcher::RuleTables;
use super::tables::Tables;
use crate::model::{ActionId, Citation, Disagreement, Polarity, RuleId, RuleSet, SourceId};
use crate::space::{Bounds, Budget, Row, Status, status};

/// A rule set made ready to run.
///
/// Holds, for every action, the rows of the rules for and against it, strongest first. Cheap to clone, and can be shared by any number
/// of threads.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) set: Arc<RuleSet>,
    pub(super) actions: Arc<[ActionRules]>,
    /// The instructions that tables are gone through with.
    pub(super) level: Level,
    /// Made when a [`Decider`](super::Decider) is asked for first: a single decision does not need them.
    tables: Arc<OnceLock<Tables>>,
    rule_tables: Arc<OnceLock<RuleTables>>,
    batch_tables: Arc<OnceLock<BatchTables>>,
}

/// All that is said of one action.
#[derive(Debug)]
pub(super) struct ActionRules {
    pub(super) id: ActionId,
    pub(super) suggest: Vec<RuleRows>,
    pub(super) avoid: Vec<RuleRows>,
    /// The declared disagreements about it.
    pub(super) disagreements: Vec<usize>,
    /// The dimensions that some rule constrains, ascending.
    dims: Vec<u16>,
}

/// A rule as it is run: where it is true, the guard of its action's moment included.
#[derive(Debug)]
pub(super) struct RuleRows {
    pub(super) id: RuleId,
    pub(super) weight: u8,
    /// Distinct, ascending.
    pub(super) sources: Vec<SourceId>,
    pub(super) rows: Vec<Row>,
}

/// How many steps one question about the space may take. Beyond it a verdict is given as "depends", never the other way round.
///
/// Ordinary packs need a few dozen; the limit is met only where thousands of alternatives speak of one action.
pub(super) const STEPS: u64 = 2_000_000;

pub(super) fn budget() -> Budget {
    Budget::new(STEPS)
}

impl RuleSet {
    /// Makes the rule set ready to run.
    #[must_use]
    pub fn compile(self) -> Program {
        let mut actions: Vec<ActionRules> = (0..self.actions.len()).map(ActionRules::new).collect();
        for (index, rule) in self.rules.iter().enumerate() {
            let Some(action) = actions.get_mut(rule.action.index()) else { continue };
            let rows = RuleRows {
                id: RuleId::new(index),
                weight: rule.weight,
                sources: distinct_sources(&rule.citations),
                rows: rule.region.rows().to_vec(),
            };
            match rule.polarity {
                Polarity::Suggest => action.suggest.push(rows),
                Polarity::Avoid => action.avoid.push(rows),
            }
        }
        for (index, disagreement) in self.disagreements.iter().enumerate() {
            for action in &disagreement.actions {
                if let Some(action) = actions.get_mut(action.index()) {
                    action.disagreements.push(index);
                }
            }
        }
        for action in &mut actions {
            action.finish();
        }
        Program {
            set: Arc::new(self),
            actions: actions.into(),
            level: Level::new(),
            tables: Arc::default(),
            rule_tables: Arc::default(),
            batch_tables: Arc::default(),
        }
    }
}

impl Program {
    /// The rule set it was made from.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.set
    }

    /// The same program for the least of the processors that this library was built for, instead of the one that it runs on. Nothing but time differs: it is
    /// there to measure that, and to test that it is so.
    #[must_use]
    pub fn portable(&self) -> Self {
        Self {
            level: Level::baseline(),
            tables: Arc::default(),
            rule_tables: Arc::default(),
            batch_tables: Arc::default(),
            ..self.clone()
        }
    }

    /// Whether tables for deciding have been made.
    pub(super) fn has_tables(&self) -> bool {
        self.tables.get().is_some()
    }

    pub(super) fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables::new(self))
    }

    pub(super) fn rule_tables(&self) -> &RuleTables {
        self.rule_tables.get_or_init(|| RuleTables::new(self))
    }

    pub(super) fn batch_tables(&self) -> &BatchTables {
        self.batch_tables.get_or_init(|| BatchTables::new(self))
    }

    pub(super) fn disagreement(&self, index: usize) -> Option<&Disagreement> {
        self.set.disagreements.get(index)
    }
}

impl ActionRules {
    fn new(index: usize) -> Self {
        Self {
            id: ActionId::new(index),
            suggest: Vec::new(),
            avoid: Vec::new(),
            disagreements: Vec::new(),
            dims: Vec::new(),
        }
    }

    /// Rules come sorted by id, and sorting by weight keeps that order among equals.
    fn finish(&mut self) {
        self.suggest.sort_by_key(|rule| std::cmp::Reverse(rule.weight));
        self.avoid.sort_by_key(|rule| std::cmp::Reverse(rule.weight));
        let rows = self.suggest_rows().chain(self.avoid_rows());
        self.dims = rows.flat_map(|row| row.constraints().map(|(dim, _)| dim)).collect();
        self.dims.sort_unstable();
        self.dims.dedup();
    }

    pub(super) fn suggest_rows(&self) -> impl Iterator<Item = &Row> + Clone {
        self.suggest.iter().flat_map(|rule| &rule.rows)
    }

    pub(super) fn avoid_rows(&self) -> impl Iterator<Item = &Row> + Clone {
        self.avoid.iter().flat_map(|rule| &rule.rows)
    }

    /// The dimensions that some rule for or against the action constrains, ascending.
    pub(super) fn dims(&self) -> &[u16] {
        &self.dims
    }

    /// Whether some rule for or against the action constrains this dimension.
    pub(super) fn mentions(&self, dim: u16) -> bool {
        self.dims.binary_search(&dim).is_ok()
    }
}

impl RuleRows {
    /// Exact, but for a question beyond its budget, which counts as open.
    pub(super) fn status(&self, bounds: &Bounds) -> Status {
        status(&self.rows, bounds, &mut budget()).unwrap_or(Status::Open)
    }
}

fn distinct_sources(citations: &[Citation]) -> Vec<SourceId> {
    let mut sources: Vec<SourceId> = citations.iter().map(|citation| citation.source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}
