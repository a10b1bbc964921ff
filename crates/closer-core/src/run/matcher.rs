//! Which rules are true, strongest first.

use std::cmp::Reverse;

use super::program::{Program, RuleRows};
use super::steps::{Extent, Shares, Steps};
use super::tables::{ALL_STEPS, Asked, Bitmaps, Found, Position, Spelling, Strong, close};
use crate::model::{Context, FactId, RuleId};
use crate::space::{Bounds, Row, ValueSet, covers};

/// Finds the rules that are true, with memory that is used again: the strongest first, and among equals in the order of their ids. It does not
/// matter here what they say and of which action.
///
/// ```
/// use closer_core::{Interview, Program, Went};
///
/// let program = Program::closing();
/// let context = program.context(&Interview::new().went(Went::Well))?;
/// let mut matcher = program.matcher();
/// matcher.take(&context);
/// let strongest = matcher.top(3).to_vec();
/// assert!(matcher.certain().starts_with(&strongest));
/// assert!(matcher.possible().len() > matcher.certain().len());
/// # Ok::<(), closer_core::ContextError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Matcher<'p> {
    program: &'p Program,
    tables: &'p RuleTables,
    position: Position,
    /// By group of facts, where a world is looked up.
    places: Vec<u32>,
    found: Found,
}

/// The rows of all rules, in the order of the rules' ranks.
#[derive(Debug)]
pub(super) struct RuleTables {
    bitmaps: Bitmaps,
    spelling: Spelling,
    /// Rules whose rows do not tell whether they hold where they only together do.
    rest: Vec<RuleId>,
    /// All rules in the order of their ranks, where tables of them would be too large.
    one_by_one: Option<Vec<RuleId>>,
}

impl RuleTables {
    pub(super) fn new(program: &Program) -> Self {
        let space = program.set.vocabulary.space();
        let mut ranked: Vec<RuleRows<'_>> =
            program.actions().flat_map(|action| action.suggest.iter().chain(action.avoid.iter())).collect();
        ranked.sort_by_key(|rule| (Reverse(rule.weight), rule.id));
        let mut comparisons = ALL_STEPS;
        let mut added: Vec<Vec<Strong>> = Vec::new();
        let mut rest = Vec::new();
        for rule in &ranked {
            let strong = |row: &Row| Strong { row: row.clone(), weight: rule.weight, rule: None };
            let mut rows: Vec<Strong> = Vec::new();
            if rule.rows.len() > 1 {
                rows.extend(rule.rows.iter().map(strong));
                if !close(&mut rows, space, &mut comparisons) {
                    rest.push(rule.id);
                }
                rows.drain(..rule.rows.len());
            }
            added.push(rows);
        }
        let mut rows: Vec<Option<&Row>> = Vec::new();
        let mut rules = Vec::new();
        for (rule, added) in ranked.iter().zip(&added) {
            rows.extend(rule.rows.iter().chain(added.iter().map(|strong| &strong.row)).map(Some));
            rules.resize(rows.len(), rule.id);
        }
        let asked = Asked::of(rows.iter().copied().flatten(), space);
        let mut one_by_one = None;
        if !asked.fits(rows.len(), space, program.table_bytes) {
            one_by_one = Some(ranked.iter().map(|rule| rule.id).collect());
            rows.clear();
        }
        let bitmaps = Bitmaps::new(&rows, &asked, space, program.level, program.table_bytes);
        Self { bitmaps, spelling: Spelling::new(rules), rest, one_by_one }
    }
}

impl Program {
    /// For finding the rules that are true: nothing known yet, nothing taken for granted.
    #[must_use]
    pub fn matcher(&self) -> Matcher<'_> {
        let tables = self.rule_tables();
        let position = Position::unknown(&tables.bitmaps);
        let places = vec![0; tables.bitmaps.groups()];
        Matcher { program: self, tables, position, places, found: Found::with_room_for(self.set.rules.len()) }
    }
}

impl Matcher<'_> {
    /// Takes over what is known, in place of whatever was said before. Nothing is taken for granted.
    pub fn take(&mut self, context: &Context) {
        let bounds = context.bounds();
        self.position.set_all(&self.tables.bitmaps, |_, dim| bounds.get(dim));
    }

    /// Says which values of a fact are possible, in place of whatever was said of it before. Returns `false`, and changes nothing, when none is.
    pub fn say(&mut self, fact: FactId, possible: ValueSet) -> bool {
        self.position.say(&self.tables.bitmaps, self.program.set.vocabulary.get(fact), possible)
    }

    /// The rules that are true in every world.
    pub fn certain(&mut self) -> &[RuleId] {
        self.top(usize::MAX)
    }

    /// The strongest rules that are true in every world, at most so many. Costs only as much as it takes to find these.
    pub fn top(&mut self, most: usize) -> &[RuleId] {
        let Self { tables, position, found, .. } = self;
        if let Some(ranked) = &tables.one_by_one {
            let bounds = position.bounds(&tables.bitmaps, self.program.set.vocabulary.space());
            let shares = &self.program.shares;
            return self.look(ranked, most, |rows| holds(rows, &bounds, shares));
        }
        if position.is_point() || tables.rest.is_empty() {
            tables.bitmaps.certain(position, &mut found.spell(&tables.spelling, most));
        } else {
            tables.bitmaps.certain(position, &mut found.spell(&tables.spelling, usize::MAX));
            self.add_the_rest();
        }
        self.found.first(most)
    }

    /// The rules that are true in some world.
    pub fn possible(&mut self) -> &[RuleId] {
        let Self { tables, position, found, .. } = self;
        if let Some(ranked) = &tables.one_by_one {
            let bounds = position.bounds(&tables.bitmaps, self.program.set.vocabulary.space());
            return self.look(ranked, usize::MAX, |rows| rows.iter().any(|row| row.meets(&bounds)));
        }
        tables.bitmaps.possible(position, &mut found.spell(&tables.spelling, usize::MAX));
        self.found.first(usize::MAX)
    }

    /// The rules that are true in the world with these values, by the numbers of the facts, whatever was said before.
    ///
    /// A fact beyond the end of the list has its first value.
    ///
    /// ```
    /// # let program = closer_core::Program::closing();
    /// let mut matcher = program.matcher();
    /// let mut values = vec![0; program.rules().vocabulary().facts().len()];
    /// let true_at_first = matcher.world(&values).to_vec();
    /// values[program.rules().vocabulary().find("went").unwrap().id.index()] = 2;
    /// assert_ne!(matcher.world(&values), true_at_first);
    /// ```
    pub fn world(&mut self, values: &[u8]) -> &[RuleId] {
        self.world_top(values, usize::MAX)
    }

    /// The strongest rules that are true in the world with these values, at most so many.
    pub fn world_top(&mut self, values: &[u8], most: usize) -> &[RuleId] {
        let Self { tables, places, found, .. } = self;
        if let Some(ranked) = &tables.one_by_one {
            return self.look(ranked, most, |rows| rows.iter().any(|row| row.contains_point(values)));
        }
        match tables.bitmaps.few_in_world(values) {
            Some(rows) => found.spell_word(&tables.spelling, rows),
            None => tables.bitmaps.world(values, places, &mut found.spell(&tables.spelling, most)),
        }
        self.found.first(most)
    }

    /// The first rules for whose rows something is so.
    fn look(&mut self, ranked: &[RuleId], most: usize, is_so: impl Fn(&[Row]) -> bool) -> &[RuleId] {
        let set = &self.program.set;
        let is_so = |id: &RuleId| set.rule(*id).is_some_and(|rule| is_so(rule.region().rows()));
        let all: Vec<RuleId> = ranked.iter().copied().filter(is_so).take(most).collect();
        self.found.replace(&all);
        self.found.first(most)
    }

    /// Adds the rules that hold although none of their rows contains the box.
    fn add_the_rest(&mut self) {
        let set = &self.program.set;
        let bounds = self.position.bounds(&self.tables.bitmaps, set.vocabulary.space());
        let rows = self.program.actions().flat_map(|action| action.suggest.iter().chain(action.avoid.iter()));
        let shares = &self.program.shares;
        let holding =
            rows.filter(|rule| self.tables.rest.contains(&rule.id) && holds(rule.rows, &bounds, shares));
        let known = self.found.first(usize::MAX).iter().copied();
        let mut all: Vec<RuleId> = known.chain(holding.map(|rule| rule.id)).collect();
        all.sort_by_key(|&id| (Reverse(set.rule(id).map(|rule| rule.weight)), id));
        all.dedup();
        self.found.replace(&all);
    }
}

/// Whether a rule holds. What it takes to say so is the rule's own, so that the same rules are found however many are looked for.
fn holds(rows: &[Row], bounds: &Bounds, shares: &Shares) -> bool {
    let mut steps = Steps::of(shares.look_at_rule(Extent::of(rows.iter())));
    steps.ask(|budget| covers(rows, bounds, budget)).unwrap_or(false)
}
