//! Which ranks no unknown fact can change.

use std::cmp::Reverse;

use super::program::{ActionRules, Program, RuleRows, size};
use super::ranking::count_distinct;
use super::steps::Steps;
use crate::model::ActionId;
use crate::space::{Bounds, OutOfBudget, Row, ValueSet};

/// How many boxes one rank may cost. A rank that needs more is not claimed to be settled.
const BOXES: usize = 20_000;

/// A place in the ranking, low is better: score, agreeing sources, moment, action.
pub(super) type Place = (Reverse<u8>, Reverse<usize>, u32, u32);

/// What a quick look at a box says of one action's place. Exact in a single world; elsewhere it only bounds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look {
    /// Suggested in no world of the box.
    Never,
    /// Where it is suggested its place lies between these two; `always` when that is everywhere.
    Between { best: Place, worst: Place, always: bool },
}

impl Program {
    /// Whether in every world of `bounds` exactly `better` actions are suggested in a better place than this one.
    ///
    /// Where bounds leave that open for some action, the box is cut in two along one of its rules, until a world with another count is
    /// found or none is left.
    ///
    /// `looks` are the looks at the whole of `bounds`. All ranks of one list share `total`: a step is an action, or a constraint of a row, that a box is held against.
    pub(super) fn is_rank_settled(
        &self,
        action: ActionId,
        better: usize,
        bounds: &Bounds,
        looks: &[Look],
        total: &mut Steps,
    ) -> bool {
        let mut boxes = vec![Part { bounds: bounds.clone(), cut: Vec::new() }];
        let mut seen = 0_usize;
        while let Some(part) = boxes.pop() {
            seen = seen.saturating_add(1);
            if seen > BOXES {
                return false;
            }
            match self.better_than(action, &part, looks, total) {
                Err(OutOfBudget) => return false,
                Ok(Better::Exactly(count)) if count != better => return false,
                Ok(Better::Exactly(_)) => {}
                Ok(Better::Unclear(dim, values)) => {
                    let others = part.bounds.get(dim).difference(values);
                    boxes.extend(part.restrict(dim, others));
                    boxes.extend(part.restrict(dim, values));
                }
            }
        }
        true
    }

    fn better_than(
        &self,
        action: ActionId,
        part: &Part,
        looks: &[Look],
        total: &mut Steps,
    ) -> Result<Better, OutOfBudget> {
        let bounds = &part.bounds;
        let mut look = |action: ActionRules<'_>| match looks.get(action.id.index()) {
            Some(look) if !part.cut.iter().any(|dim| action.mentions(*dim)) => {
                total.spend(1)?;
                Ok(*look)
            }
            _ => {
                total.spend(action.cost().saturating_add(1))?;
                Ok(self.look(action, bounds))
            }
        };
        let Some(own) = self.action(action) else { return Ok(Better::Exactly(0)) };
        let Look::Between { best, worst, .. } = look(own)? else { return Ok(Better::Exactly(0)) };
        let mut count = 0_usize;
        for other in self.actions().filter(|other| other.id != action) {
            match look(other)? {
                Look::Never => {}
                Look::Between { best: theirs, .. } if theirs > worst => {}
                Look::Between { worst: theirs, always: true, .. } if theirs < best => {
                    count = count.saturating_add(1);
                }
                Look::Between { .. } => {
                    let cut = other.open_cut(bounds).or_else(|| own.open_cut(bounds));
                    // In a box that no rule of the two cuts, both looks are exact and one of the cases above applies.
                    if let Some((dim, values)) = cut {
                        return Ok(Better::Unclear(dim, values));
                    }
                }
            }
        }
        Ok(Better::Exactly(count))
    }

    pub(super) fn look(&self, action: ActionRules<'_>, bounds: &Bounds) -> Look {
        let whole = |rule: &RuleRows<'_>| rule.rows.iter().any(|row| row.contains_bounds(bounds));
        let part = |rule: &RuleRows<'_>| rule.rows.iter().any(|row| row.meets(bounds));
        if action.avoid.iter().any(|rule| whole(&rule)) {
            return Look::Never;
        }
        let Some(strongest) = action.suggest.iter().find(part) else { return Look::Never };
        let certain = action.suggest.iter().find(whole);
        let sources =
            |rules: &mut dyn Iterator<Item = RuleRows<'_>>| count_distinct(rules.flat_map(RuleRows::sources));
        let place = |score: u8, sources: usize| -> Place {
            (Reverse(score), Reverse(sources), self.moment_of(action.id).0, action.id.0)
        };
        // Where the action is suggested some rule is true, so its score is at least that of the weakest that may be.
        let weakest = action.suggest.iter().rfind(part).map_or(0, |rule| rule.weight);
        Look::Between {
            best: place(strongest.weight, sources(&mut action.suggest.iter().filter(part))),
            worst: place(
                certain.map_or(weakest, |rule| rule.weight),
                sources(&mut action.suggest.iter().filter(whole)),
            ),
            always: certain.is_some() && !action.avoid.iter().any(|rule| part(&rule)),
        }
    }
}

/// A part of the box.
struct Part {
    bounds: Bounds,
    /// The dimensions in which it is smaller. Of actions that do not mention them, a look at it sees what a look at the whole box does.
    cut: Vec<u16>,
}

impl Part {
    fn restrict(&self, dim: u16, values: ValueSet) -> Option<Self> {
        let bounds = self.bounds.restrict(dim, values)?;
        let mut cut = self.cut.clone();
        cut.push(dim);
        Some(Self { bounds, cut })
    }
}

enum Better {
    /// So many actions are in a better place in every world of the box.
    Exactly(usize),
    /// Worlds with these values in this dimension may differ from the others.
    Unclear(u16, ValueSet),
}

impl ActionRules<'_> {
    /// The steps that it takes to hold all rows against a box.
    pub(super) fn cost(&self) -> usize {
        let rules = self.avoid.iter().chain(self.suggest.iter());
        rules.map(|rule| size(rule.rows)).fold(0, usize::saturating_add)
    }

    /// A constraint of some rule that splits the box.
    pub(super) fn open_cut(&self, bounds: &Bounds) -> Option<(u16, ValueSet)> {
        let rows = self.avoid_rows().chain(self.suggest_rows());
        rows.filter(|row| row.meets(bounds)).find_map(|row| splits(row, bounds))
    }
}

fn splits(row: &Row, bounds: &Bounds) -> Option<(u16, ValueSet)> {
    row.constraints().find(|&(dim, values)| !bounds.get(dim).is_subset(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_costs_what_the_rules_ask() {
        let program = Program::closing();
        for action in program.actions() {
            let rows = || action.avoid_rows().chain(action.suggest_rows());
            let constraints: usize = rows().map(|row| row.constraints().len()).sum();
            assert_eq!(action.cost(), rows().count() + constraints);
        }
    }
}
