use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use fearless_simd::Level;

use super::batch::BatchTables;
use super::matcher::RuleTables;
use super::steps::{Allowance, Extent, STEPS, Shares, Steps};
use super::tables::Tables;
use crate::model::{ActionId, Citation, Disagreement, Polarity, Rule, RuleId, RuleSet, SourceId};
use crate::space::{Bounds, Row, Status, status};

/// How many bytes the bitmaps of tables may take where nothing else is said.
const TABLE_BYTES: usize = 64 << 20;

/// A rule set made ready to run.
///
/// Knows, for every action, the rules for and against it, strongest first. Cheap to clone, and can be shared by any number of threads.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) set: Arc<RuleSet>,
    by_action: Arc<ByAction>,
    /// The instructions that tables are gone through with.
    pub(super) level: Level,
    /// How many bytes the bitmaps of each of the tables may take, and its combinations of facts as many again.
    pub(super) table_bytes: usize,
    /// What questions may cost.
    pub(super) shares: Shares,
    /// Made when a [`Decider`](super::Decider) is asked for first: a single decision does not need them.
    tables: Arc<OnceLock<Tables>>,
    rule_tables: Arc<OnceLock<RuleTables>>,
    batch_tables: Arc<OnceLock<BatchTables>>,
}

/// What is said of each action: pieces of lists that all actions share, so that an action with few rules takes few bytes.
#[derive(Debug)]
struct ByAction {
    /// Strongest first: the rules for the first action, those against it, those for the next.
    rules: Box<[RuleId]>,
    dims: Box<[u16]>,
    disagreements: Box<[u32]>,
    /// Where the pieces of each action end; they begin where those before them do.
    ends: Box<[Ends]>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    suggest: u32,
    avoid: u32,
    dims: u32,
    disagreements: u32,
}

/// All that is said of one action.
#[derive(Debug, Clone, Copy)]
pub(super) struct ActionRules<'p> {
    pub(super) id: ActionId,
    pub(super) suggest: Rules<'p>,
    pub(super) avoid: Rules<'p>,
    /// The declared disagreements about it.
    pub(super) disagreements: &'p [u32],
    /// The dimensions that some rule constrains, ascending.
    dims: &'p [u16],
    /// What a look at it may cost.
    pub(super) allowance: Allowance,
}

/// Some rules for or against one action, strongest first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rules<'p> {
    all: &'p [Rule],
    ids: &'p [RuleId],
}

/// A rule as it is run: where it is true, the guard of its action's moment included.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleRows<'p> {
    pub(super) id: RuleId,
    pub(super) weight: u8,
    pub(super) rows: &'p [Row],
    citations: &'p [Citation],
}

impl RuleSet {
    /// Makes the rule set ready to run.
    #[must_use]
    pub fn compile(self) -> Program {
        let by_action = ByAction::new(&self);
        let program = Program {
            set: Arc::new(self),
            by_action: Arc::new(by_action),
            level: Level::new(),
            table_bytes: TABLE_BYTES,
            shares: Shares::new(0, std::iter::empty()),
            tables: Arc::default(),
            rule_tables: Arc::default(),
            batch_tables: Arc::default(),
        };
        program.with_steps(STEPS)
    }
}

impl ByAction {
    fn new(set: &RuleSet) -> Self {
        let mut rules: Vec<(RuleId, &Rule)> = (0..).map(RuleId).zip(&set.rules).collect();
        rules.retain(|(_, rule)| rule.action.index() < set.actions.len());
        // Rules come sorted by id, and sorting keeps that order among equals.
        rules.sort_by_key(|(_, rule)| (rule.action, rule.polarity, Reverse(rule.weight)));
        let about = (0..).zip(&set.disagreements);
        let mut about: Vec<(ActionId, u32)> = about
            .flat_map(|(index, disagreement)| disagreement.actions.iter().map(move |action| (*action, index)))
            .collect();
        about.sort_unstable();

        let mut dims = Vec::new();
        let mut all_ends = Vec::with_capacity(set.actions.len());
        let (mut rest, mut ends) = (rules.as_slice(), Ends::default());
        let mut still_about = about.iter().peekable();
        for id in (0..set.actions.len()).map(ActionId::new) {
            let (own, others) = rest.split_at(rest.partition_point(|(_, rule)| rule.action <= id));
            rest = others;
            let suggest = own.partition_point(|(_, rule)| rule.polarity == Polarity::Suggest);
            ends.suggest = plus(ends.avoid, suggest);
            ends.avoid = plus(ends.avoid, own.len());
            let rows = own.iter().flat_map(|(_, rule)| rule.region.rows());
            let mut own_dims: Vec<u16> = rows.flat_map(|row| row.constraints().map(|(dim, _)| dim)).collect();
            own_dims.sort_unstable();
            own_dims.dedup();
            dims.append(&mut own_dims);
            ends.dims = plus(0, dims.len());
            while still_about.next_if(|(action, _)| *action <= id).is_some() {
                ends.disagreements = plus(ends.disagreements, 1);
            }
            all_ends.push(ends);
        }
        Self {
            rules: rules.into_iter().map(|(id, _)| id).collect(),
            dims: dims.into(),
            disagreements: about.into_iter().map(|(_, index)| index).collect(),
            ends: all_ends.into(),
        }
    }
}

/// How large some rows are: one for each, and one for each of their constraints.
pub(super) fn size(rows: &[Row]) -> usize {
    rows.iter().map(Row::cost).fold(0, usize::saturating_add)
}

fn plus(to: u32, more: usize) -> u32 {
    to.saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
}

fn piece<T>(of: &[T], from: u32, to: u32) -> &[T] {
    let at = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    of.get(at(from)..at(to)).unwrap_or_default()
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
        Self { level: Level::baseline(), ..self.without_tables() }
    }

    /// The same program with tables of at most about twice so many bytes, for [`decider`](Self::decider) and for [`matcher`](Self::matcher) each. Without
    /// this it is 64 MiB, enough for 100,000 rules about hundreds of facts.
    ///
    /// Tables grow with the number of rules times that of all values of facts, so those of a pack of a few megabytes could take gigabytes. Where they would be larger
    /// than is allowed they are not made but for a word for every value of a fact, and every rule is looked at: nothing but time differs.
    ///
    /// ```
    /// use closer_core::{Program, model::Context};
    ///
    /// let program = Program::closing();
    /// let context = Context::unknown(program.rules().vocabulary());
    /// let small = program.with_table_bytes(0);
    /// assert_eq!(small.decider().decide(&context), program.decider().decide(&context));
    /// ```
    #[must_use]
    pub fn with_table_bytes(&self, bytes: usize) -> Self {
        Self { table_bytes: bytes, ..self.without_tables() }
    }

    /// The same program with about so many steps for the questions about one context. Without this it is 20,000,000, far more than packs that people write
    /// need: for [`Program::closing`] a twentieth is enough.
    ///
    /// What there are no steps for is not decided, and said to be so; it is never guessed. A verdict is then "depends", and a score the highest that is proved. So fewer steps bound the
    /// time that a pack of a stranger can take, and more decide what would be left open. The tables of a [`Decider`](super::Decider) tell of most actions without a step, so where there are few it may decide
    /// what others leave open, and so may [`decide`](Self::decide) once there are tables.
    ///
    /// ```
    /// use closer_core::{Program, model::Context};
    ///
    /// let program = Program::closing();
    /// let context = Context::unknown(program.rules().vocabulary());
    /// assert_eq!(program.with_steps(1_000_000).advise(&context), program.advise(&context));
    /// assert!(program.with_steps(0).advise(&context).suggested.is_empty(), "nothing is decided without looking");
    /// ```
    #[must_use]
    pub fn with_steps(&self, steps: u64) -> Self {
        let extent = |action: ActionRules<'_>| Extent::of(action.avoid_rows().chain(action.suggest_rows()));
        Self { shares: Shares::new(steps, self.actions().map(extent)), ..self.without_tables() }
    }

    fn without_tables(&self) -> Self {
        Self {
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

    pub(super) fn disagreement(&self, index: u32) -> Option<&Disagreement> {
        self.set.disagreements.get(usize::try_from(index).ok()?)
    }

    /// What is said of each action, in the order of their numbers.
    pub(super) fn actions(&self) -> impl Iterator<Item = ActionRules<'_>> + Clone {
        (0..self.set.actions.len()).filter_map(|index| self.action(ActionId::new(index)))
    }

    pub(super) fn action(&self, id: ActionId) -> Option<ActionRules<'_>> {
        let index = id.index();
        let ByAction { rules, dims, disagreements, ends } = &*self.by_action;
        let to = ends.get(index)?;
        let from = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
        let some = |from, to| Rules { all: &self.set.rules, ids: piece(rules, from, to) };
        Some(ActionRules {
            id,
            suggest: some(from.avoid, to.suggest),
            avoid: some(to.suggest, to.avoid),
            allowance: self.shares.look(index),
            disagreements: piece(disagreements, from.disagreements, to.disagreements),
            dims: piece(dims, from.dims, to.dims),
        })
    }
}

impl<'p> ActionRules<'p> {
    pub(super) fn suggest_rows(&self) -> impl Iterator<Item = &'p Row> + Clone + use<'p> {
        self.suggest.iter().flat_map(|rule| rule.rows)
    }

    pub(super) fn avoid_rows(&self) -> impl Iterator<Item = &'p Row> + Clone + use<'p> {
        self.avoid.iter().flat_map(|rule| rule.rows)
    }

    /// The steps of one look.
    pub(super) fn steps(&self) -> Steps {
        Steps::of(self.allowance)
    }

    /// The rules for it, or those against it.
    pub(super) fn of(&self, polarity: Polarity) -> Rules<'p> {
        match polarity {
            Polarity::Suggest => self.suggest,
            Polarity::Avoid => self.avoid,
        }
    }

    /// The dimensions that some rule for or against the action constrains, ascending.
    pub(super) fn dims(&self) -> &'p [u16] {
        self.dims
    }

    /// Whether some rule for or against the action constrains this dimension.
    pub(super) fn mentions(&self, dim: u16) -> bool {
        self.dims.binary_search(&dim).is_ok()
    }
}

impl<'p> Rules<'p> {
    pub(super) fn iter(self) -> impl DoubleEndedIterator<Item = RuleRows<'p>> + Clone + use<'p> {
        let Self { all, ids } = self;
        ids.iter().filter_map(|&id| {
            let rule = all.get(id.index())?;
            Some(RuleRows { id, weight: rule.weight, rows: rule.region.rows(), citations: &rule.citations })
        })
    }
}

impl<'p> RuleRows<'p> {
    /// Exact, but for a question beyond its steps, which counts as open.
    pub(super) fn status(&self, bounds: &Bounds, steps: &mut Steps) -> Status {
        // What single rows tell is told whatever there are steps for.
        let _any_left = steps.spend(size(self.rows));
        if self.rows.iter().any(|row| row.contains_bounds(bounds)) {
            return Status::Holds;
        }
        match self.rows.iter().filter(|row| row.meets(bounds)).take(2).count() {
            0 => Status::Fails,
            1 => Status::Open,
            _ => steps.ask(|budget| status(self.rows, bounds, budget)).unwrap_or(Status::Open),
        }
    }

    /// As [`status`](Self::status), in the worlds of several boxes; in none it fails.
    pub(super) fn status_in(&self, boxes: &[Bounds], steps: &mut Steps) -> Status {
        let mut all = boxes.iter().map(|bounds| self.status(bounds, steps));
        let Some(first) = all.next() else { return Status::Fails };
        if first != Status::Open && all.all(|other| other == first) { first } else { Status::Open }
    }

    /// Each once for each of its rows that is cited.
    pub(super) fn sources(self) -> impl Iterator<Item = SourceId> + use<'p> {
        self.citations.iter().map(|citation| citation.source)
    }
}
