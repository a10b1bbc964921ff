//! A rule set as tables: what makes a decision a matter of a few hundred machine words.
//!
//! Every rule is a few *rows*, and every row is one bit. `bitmaps` finds the rows that contain a box of worlds, and those that meet it, for all rows
//! at once; `position` is the box as places in these tables. `close` adds rows until "the rows cover the box" is the same as "one of them contains
//! it", so that both answers together are exact. `layout` puts the rows so that words of rows fold into words of actions.
//!
//! Where the rows of an action cannot be closed within a budget, its box is decided on the rows themselves, as everywhere else in `run`. So is that of every
//! action, where the tables would take too much memory.

mod bitmaps;
mod close;
mod layout;
mod plan;
mod position;
mod scan;
mod spell;
mod world;

pub(super) use bitmaps::Bitmaps;
pub(super) use close::{ALL_STEPS, Strong, close};
pub(super) use layout::{index, number};
pub(super) use plan::Asked;
pub(super) use position::Position;
pub(super) use spell::{Found, Spelling};

use std::ops::Range;
use std::sync::Arc;

use super::program::{ActionRules, Program, RuleRows, Rules};
use crate::model::{ActionId, FactId, SourceId};
use crate::space::{Row, Space, ValueSet};
use layout::{Layout, Span};

/// The tables for deciding about all actions.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) bitmaps: Bitmaps,
    pub(super) spans: Vec<Span>,
    /// By action, its own lane.
    pub(super) lane_of: Arc<[u32]>,
    /// By lane, its action.
    pub(super) action_of: Vec<u32>,
    /// An action's own lane, and another one of it.
    pub(super) more: Vec<(u32, u32)>,
    /// By place of a suggest row.
    pub(super) behind: Vec<Behind>,
    /// By action, its place when nothing but the moment and the id decides.
    pub(super) order: Vec<u32>,
    /// The actions in that order.
    pub(super) ordered: Vec<ActionId>,
    pub(super) company: Vec<Company>,
    /// The actions for which the tables do not tell all.
    pub(super) rest: Vec<Rest>,
    /// By column, what is taken for granted of the fact while nothing is said of it.
    pub(super) assumed: Vec<Option<(FactId, ValueSet)>>,
}

/// What stands behind a suggest row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Behind {
    pub(super) weight: u8,
    /// The sources of its rule, as bits of the sources that are cited for the action.
    pub(super) sources: u64,
}

/// What decides with which others an action may lead.
#[derive(Debug, Clone, Default)]
pub(super) struct Company {
    /// The group's number, and how many of it may lead.
    pub(super) group: Option<(usize, u32)>,
    pub(super) never_with: Vec<ActionId>,
}

/// An action for which the tables do not tell all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    pub(super) action: u32,
    /// They do not even tell it in a single world, for more sources are cited than a word has bits.
    pub(super) always: bool,
}

impl Tables {
    pub(super) fn new(program: &Program) -> Self {
        let space = program.set.vocabulary.space();
        let mut comparisons = ALL_STEPS;
        let of = |action| Rows::of(action, space, &mut comparisons);
        let mut rows: Vec<Rows> = program.actions().map(of).collect();
        let all = || rows.iter().flat_map(|rows| rows.avoid.iter().chain(&rows.suggest));
        let asked = Asked::of(all().map(|strong| &strong.row), space);
        if !asked.fits(all().count(), space, program.table_bytes) {
            rows.fill_with(Rows::left_out);
        }
        let counts: Vec<(usize, usize)> =
            rows.iter().map(|rows| (rows.avoid.len(), rows.suggest.len())).collect();
        let layout = Layout::new(&counts);
        let count = layout.words().saturating_mul(64);
        let mut at_place: Vec<Option<&Row>> = vec![None; count];
        let mut behind = vec![Behind::default(); count];
        for (rows, lanes) in rows.iter().zip(layout.lanes()) {
            for (at, row) in in_places(&rows.avoid, &lanes, &layout, |span| &span.avoid) {
                at_place.get_mut(at).into_iter().for_each(|place| *place = Some(&row.row));
            }
            for (at, row) in in_places(&rows.suggest, &lanes, &layout, |span| &span.suggest) {
                at_place.get_mut(at).into_iter().for_each(|place| *place = Some(&row.row));
                let sources = row.rule.and_then(|rule| rows.sources.get(rule)).copied().unwrap_or_default();
                behind
                    .get_mut(at)
                    .into_iter()
                    .for_each(|place| *place = Behind { weight: row.weight, sources });
            }
        }
        let bitmaps = Bitmaps::new(&at_place, &asked, space, program.level, program.table_bytes);
        let rest = rows.iter().enumerate().filter(|(_, rows)| rows.rest);
        let rest =
            rest.map(|(at, rows)| Rest { action: number(at), always: rows.sources.is_empty() }).collect();
        let (order, ordered) = by_moment(program);
        let assumed = bitmaps.dims().map(|dim| assumed(program, dim)).collect();
        Self {
            assumed,
            bitmaps,
            spans: layout.spans,
            lane_of: layout.lane_of.into(),
            action_of: layout.action_of,
            more: layout.more,
            behind,
            order,
            ordered,
            company: program.actions().map(|action| company(program, action.id)).collect(),
            rest,
        }
    }
}

fn assumed(program: &Program, dim: u16) -> Option<(FactId, ValueSet)> {
    let fact = program.set.vocabulary.get(FactId::of_dim(dim))?;
    Some((fact.id, fact.assume.as_ref()?.allowed.positions(fact)))
}

fn company(program: &Program, action: ActionId) -> Company {
    let action = program.set.action(action);
    let group = action.and_then(|action| action.group);
    Company {
        group: group.and_then(|id| Some((id.index(), program.set.group(id)?.at_most))),
        never_with: action.map_or_else(Vec::new, |action| action.never_with().to_vec()),
    }
}

fn by_moment(program: &Program) -> (Vec<u32>, Vec<ActionId>) {
    let mut ordered: Vec<ActionId> = program.actions().map(|action| action.id).collect();
    ordered.sort_by_key(|&action| (program.moment_of(action), action));
    let mut order = vec![0; ordered.len()];
    for (at, action) in ordered.iter().enumerate() {
        order.get_mut(action.index()).into_iter().for_each(|place| *place = number(at));
    }
    (order, ordered)
}

/// The rows of one action as the tables have them.
pub(super) struct Rows {
    pub(super) avoid: Vec<Strong>,
    /// Strongest first.
    pub(super) suggest: Vec<Strong>,
    /// By suggest rule; empty when there are more sources than bits.
    pub(super) sources: Vec<u64>,
    /// The tables do not tell all of it.
    pub(super) rest: bool,
}

impl Rows {
    /// None at all: the tables tell nothing of the action.
    fn left_out() -> Self {
        Self { avoid: Vec::new(), suggest: Vec::new(), sources: Vec::new(), rest: true }
    }

    pub(super) fn of(action: ActionRules<'_>, space: &Space, comparisons: &mut usize) -> Self {
        let strong = |rules: Rules<'_>| -> Vec<Strong> {
            let rules = rules.iter().enumerate();
            rules
                .flat_map(|(at, rule)| {
                    let row =
                        move |row: &Row| Strong { row: row.clone(), weight: rule.weight, rule: Some(at) };
                    rule.rows.iter().map(row)
                })
                .collect()
        };
        let (mut avoid, mut suggest) = (strong(action.avoid), strong(action.suggest));
        // Which of them is true, and how strong it is, does not matter of what avoids.
        for row in &mut avoid {
            (row.weight, row.rule) = (0, None);
        }
        let closed = close(&mut avoid, space, comparisons) && close(&mut suggest, space, comparisons);
        suggest.sort_by_key(|row| std::cmp::Reverse(row.weight));
        let sources = source_bits(action.suggest);
        Self { avoid, rest: !closed || sources.is_none(), suggest, sources: sources.unwrap_or_default() }
    }
}

/// The sources of each rule as bits of one word; `None` when that is too short.
fn source_bits(rules: Rules<'_>) -> Option<Vec<u64>> {
    let mut all: Vec<SourceId> = rules.iter().flat_map(RuleRows::sources).collect();
    all.sort_unstable();
    all.dedup();
    let bit = |source: &SourceId| all.binary_search(source).map_or(0, |at| 1_u64 << at);
    (all.len() <= 64).then(|| {
        rules.iter().map(|rule| rule.sources().map(|source| bit(&source)).fold(0, |a, b| a | b)).collect()
    })
}

/// The rows with their places: down the first lane, then down the next.
fn in_places<'r>(
    rows: &'r [Strong],
    lanes: &[u32],
    layout: &Layout,
    words: impl Fn(&Span) -> &Range<usize>,
) -> impl Iterator<Item = (usize, &'r Strong)> {
    let places = lanes.iter().flat_map(move |&lane| {
        let (word, bit) = (index(lane) / 64, index(lane) % 64);
        let span = layout.spans.get(word).map(&words).cloned().unwrap_or_default();
        span.map(move |word| word.saturating_mul(64).saturating_add(bit))
    });
    places.zip(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_may_take_no_memory_tell_of_no_rule() {
        let program = Program::closing();
        let (whole, none) = (Tables::new(&program), Tables::new(&program.with_table_bytes(0)));
        let speaks = program.actions().filter(|action| !action.dims().is_empty()).count();
        assert!(whole.rest.len() < speaks && none.rest.len() >= speaks, "{} {speaks}", whole.rest.len());
        let again = Tables::new(&program.with_table_bytes(0).with_table_bytes(1 << 20));
        assert_eq!(again.rest.len(), whole.rest.len());
    }
}
