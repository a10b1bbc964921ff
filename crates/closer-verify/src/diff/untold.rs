//! Interviews of which not everything is told: what comes out otherwise there, although it may not where everything is told.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Decision;
use closer_core::model::{ActionId, FactId, Polarity, Text, Wanted};
use closer_core::space::{Bounds, Budget, Diagram, OutOfBudget, Row, ValueSet};

use super::What;
use super::half::Half;
use super::joint::{Limit, Side};
use super::leads::leads;
use super::survey::{Common, Survey, first_of};
use crate::atlas::{Atlas, Standing};

/// How many interviews are tried where no proof is known.
const TRIES: usize = 2_000;

/// A fact of which the two packs take something else for granted.
struct Granted {
    dim: u16,
    fact: Text,
    old: Option<Wanted>,
    new: Option<Wanted>,
    /// What each pack holds possible where nothing is said.
    before: ValueSet,
    now: ValueSet,
}

impl Survey {
    /// Facts of which something else is taken for granted, where that matters: the new pack is asked what it says with either.
    pub(super) fn assumptions(&mut self) {
        for granted in self.granted() {
            if let Err(OutOfBudget) = self.assumption(&granted) {
                self.give_up(format!("whether it matters what is taken for granted of `{}`", granted.fact));
            }
        }
    }

    fn granted(&self) -> Vec<Granted> {
        let assumed = |half: &Half, fact: FactId, dim: u16| {
            let full = self.joint.space.full(dim);
            let fact = half.rules().vocabulary().get(fact)?;
            let Some(test) = &fact.assume else { return Some((full, None)) };
            let (_, set) = self.joint.allowed(half.side, test, half.rules())?;
            // What is assumed can be a value that the other pack does not know.
            Some((if set.is_empty() { full } else { set }, Some(Wanted::shortest(&test.allowed, fact))))
        };
        let granted = self.joint.shared().filter_map(|(dim, old, new)| {
            let fact = Text::clone(&self.new.rules().vocabulary().get(new)?.name);
            let (before, old) = assumed(&self.old, old, dim)?;
            let (now, new) = assumed(&self.new, new, dim)?;
            (before != now).then_some(Granted { dim, fact, old, new, before, now })
        });
        granted.collect()
    }

    fn assumption(&mut self, granted: &Granted) -> Result<(), OutOfBudget> {
        let mut functions: Vec<(Vec<Text>, Diagram)> = Vec::new();
        let families = self.families();
        let Self { atlas, new, purse, actions, .. } = self;
        let mut of_families = BTreeMap::new();
        for family in families {
            let members: BTreeSet<ActionId> =
                family.iter().filter_map(|id| new.rules().find_action(id)).collect();
            of_families.extend(purse.ask(|budget| leads(new, &members, atlas, budget))?);
        }
        for action in actions.iter() {
            let places = purse.ask(|budget| {
                let said = new.said(action.new, atlas, budget)?;
                let Some(leading) = of_families.get(&action.new) else { return Ok(said) };
                let decide = |said: Diagram, leading: Diagram| {
                    Some(Diagram::leaf(leading.as_leaf()? << 3 | said.as_leaf()?))
                };
                atlas.all.combine(said, *leading, decide, budget)
            })?;
            functions.push((vec![Text::clone(&action.id)], places));
        }
        for (at, a) in actions.iter().enumerate() {
            for b in actions.iter().skip(at.saturating_add(1)) {
                let first = purse.ask(|budget| first_of(new, (a.new, b.new), atlas, budget))?;
                functions.push((vec![Text::clone(&a.id), Text::clone(&b.id)], first));
            }
        }
        let (mut anywhere, mut about, mut about_orders) = (Diagram::FALSE, BTreeSet::new(), false);
        for (ids, function) in functions {
            // Where actions come out otherwise, so does their order, and needs no word.
            let is_order = ids.len() > 1;
            if (is_order && anywhere != Diagram::FALSE && !about_orders)
                || !atlas.all.dims(function).contains(&granted.dim)
            {
                continue;
            }
            let differs = purse.ask(|budget| {
                let before = outcomes(function, granted.dim, granted.before, atlas, budget)?;
                let now = outcomes(function, granted.dim, granted.now, atlas, budget)?;
                let decide = |a: Diagram, b: Diagram| match (a == b, a.as_leaf(), b.as_leaf()) {
                    (true, ..) => Some(Diagram::FALSE),
                    (false, Some(_), Some(_)) => Some(Diagram::TRUE),
                    _ => None,
                };
                atlas.all.combine(before, now, decide, budget)
            })?;
            if differs != Diagram::FALSE {
                anywhere = purse.ask(|budget| atlas.all.or(anywhere, differs, budget))?;
                about.extend(ids);
                about_orders = is_order;
            }
        }
        if anywhere == Diagram::FALSE {
            return Ok(());
        }
        let what = What::Assumption {
            fact: Text::clone(&granted.fact),
            old: granted.old.clone(),
            new: granted.new.clone(),
            actions: about.into_iter().collect(),
        };
        // Who leads, who comes first and what is disputed can differ in the worlds of an interview and not in the interview, so it has to be seen.
        let mut rows = self.purse.ask(|budget| self.atlas.all.rows(anywhere, |at| at == 1, budget))?;
        rows.truncate(TRIES);
        let everywhere = Bounds::all(&self.joint.space);
        let unsaid = |row: &Row| -> Option<Vec<Limit>> {
            let world = everywhere.intersect(row)?.first_point();
            Some(world.iter().filter(|(dim, _)| *dim != granted.dim).collect())
        };
        if rows.iter().filter_map(unsaid).any(|told| self.shows(&what, &told)) {
            self.found.push((what, anywhere));
        } else {
            self.give_up(format!("whether it matters what is assumed of `{}`", granted.fact));
        }
        Ok(())
    }

    /// Pairs of actions whose order is the same wherever everything is told, and of which it is not proved that it is the same where less is told.
    ///
    /// There the lowest score of each decides, and ties are settled by the sources of rules that hold all over. Both follow from the worlds where one always
    /// scores more than the other; or where the scores are what they were, and so are the rules that could settle a tie, and none of that hangs on a
    /// fact of which something else is taken for granted.
    pub(super) fn doubtful(&mut self) -> Vec<(Common, Common)> {
        let actions = self.actions.clone();
        let granted: BTreeSet<u16> = self.granted().into_iter().map(|granted| granted.dim).collect();
        let moved: Vec<bool> = actions.iter().map(|action| self.asks_about(action, &granted)).collect();
        let mut doubtful = Vec::new();
        for (at, (a, a_moved)) in actions.iter().zip(&moved).enumerate() {
            for (b, b_moved) in actions.iter().zip(&moved).skip(at.saturating_add(1)) {
                let moved = *a_moved || *b_moved;
                let unchanged = a.same && b.same && !moved;
                if !unchanged && !self.is_settled(a, b, moved).unwrap_or(false) {
                    doubtful.push((a.clone(), b.clone()));
                }
            }
        }
        doubtful
    }

    /// Whether a rule for or against the action asks about one of these dimensions.
    fn asks_about(&self, action: &Common, dims: &BTreeSet<u16>) -> bool {
        let rules = self.new.rules_about(action.new).filter_map(|id| self.new.rows.get(id.index()));
        let mut asked = rules.flatten().flat_map(Row::constraints).map(|(dim, _)| dim);
        asked.any(|dim| dims.contains(&dim))
    }

    fn is_settled(&mut self, a: &Common, b: &Common, moved: bool) -> Result<bool, OutOfBudget> {
        let before = self.signs(Side::Old, a.old, b.old)?;
        let now = self.signs(Side::New, a.new, b.new)?;
        if before.is_empty() || (before == now && (before == [1].into() || before == [2].into())) {
            return Ok(true);
        }
        if moved {
            return Ok(false);
        }
        for action in [a, b] {
            if self.scores(Side::Old, action.old)? != self.scores(Side::New, action.new)? {
                return Ok(false);
            }
        }
        let values = |survey: &mut Self, action| -> Result<BTreeSet<u32>, OutOfBudget> {
            let scores = survey.scores(Side::New, action)?;
            Ok(survey.atlas.all.leaves(scores).into_iter().filter(|score| *score > 0).collect())
        };
        if values(self, a.new)?.is_disjoint(&values(self, b.new)?) {
            return Ok(true);
        }
        for action in [a, b] {
            if self.supports(Side::Old, action.old)? != self.supports(Side::New, action.new)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Which of two scores is the higher one in some world: the first (1), the second (2), neither (3).
    fn signs(&mut self, side: Side, a: ActionId, b: ActionId) -> Result<BTreeSet<u32>, OutOfBudget> {
        let (one, other) = (self.scores(side, a)?, self.scores(side, b)?);
        let Self { atlas, purse, .. } = self;
        let decide = |one: Diagram, other: Diagram| {
            if one == Diagram::leaf(0) || other == Diagram::leaf(0) {
                return Some(Diagram::leaf(0));
            }
            Some(Diagram::leaf(match one.as_leaf()?.cmp(&other.as_leaf()?) {
                std::cmp::Ordering::Greater => 1,
                std::cmp::Ordering::Less => 2,
                std::cmp::Ordering::Equal => 3,
            }))
        };
        let signs = purse.ask(|budget| atlas.all.combine(one, other, decide, budget))?;
        Ok(atlas.all.leaves(signs).into_iter().filter(|sign| *sign > 0).collect())
    }

    /// The score of an action in every world; 0 where it is not suggested.
    fn scores(&mut self, side: Side, action: ActionId) -> Result<Diagram, OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let half = if side == Side::Old { old } else { new };
        purse.ask(|budget| {
            let standing = half.standing(action, atlas, budget)?;
            atlas.all.map(standing, |at| u32::from(Standing::of(at).score()), budget)
        })
    }

    /// For each source, by id: where the rules are true that suggest the action on its account.
    fn supports(&mut self, side: Side, action: ActionId) -> Result<BTreeSet<(Text, Diagram)>, OutOfBudget> {
        let Self { atlas, old, new, purse, .. } = self;
        let half = if side == Side::Old { old } else { new };
        let about: Vec<_> = half.rules_about(action).collect();
        let mut supports = BTreeSet::new();
        for id in about {
            if half.rules().rule(id).is_some_and(|rule| rule.polarity == Polarity::Suggest) {
                let worlds = purse.ask(|budget| half.region(id, atlas, budget))?;
                supports.extend(half.sources(id).into_iter().map(|source| (source, worlds)));
            }
        }
        Ok(supports)
    }

    /// Looks for an interview, told in part, in which one of these pairs comes out otherwise.
    pub(super) fn search(&self, doubtful: &[(Common, Common)]) -> Option<(What, Vec<Limit>)> {
        let mut rows: Vec<&Row> = Vec::new();
        for (a, b) in doubtful {
            for (half, action) in
                [(&self.old, a.old), (&self.old, b.old), (&self.new, a.new), (&self.new, b.new)]
            {
                rows.extend(half.rules_about(action).filter_map(|id| half.rows.get(id.index())).flatten());
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let pairs = rows.iter().enumerate().flat_map(|(at, one)| {
            rows.iter().skip(at.saturating_add(1)).filter_map(|other| one.intersect(other))
        });
        let singles = rows.iter().copied().cloned();
        std::iter::once(Row::all()).chain(singles).chain(pairs).take(TRIES).find_map(|row| {
            let told: Vec<Limit> = row.constraints().collect();
            let what = What::Partly { action: self.partly(&told)? };
            let told = self.fewest(&what, told);
            Some((what, told))
        })
    }

    /// The first action that comes out otherwise, or has another place, in the interview in which just this is told.
    pub(super) fn partly(&self, told: &[Limit]) -> Option<Text> {
        let (was, is) = (self.decided(Side::Old, told), self.decided(Side::New, told));
        let differs = |action: &&Common| place(&was, action.old) != place(&is, action.new);
        let action = self.actions.iter().find(differs).or_else(|| {
            let order = |decision: &Decision, of: fn(&Common) -> ActionId| -> Vec<usize> {
                let numbered = |id: &ActionId| self.actions.iter().position(|action| of(action) == *id);
                decision.ranked().iter().filter_map(|(id, _)| numbered(id)).collect()
            };
            let (before, now) = (order(&was, |it| it.old), order(&is, |it| it.new));
            let moved = before.iter().zip(&now).find(|(one, other)| one != other)?.1;
            self.actions.get(*moved)
        })?;
        Some(Text::clone(&action.id))
    }

    fn decided(&self, side: Side, told: &[Limit]) -> Decision {
        let half = if side == Side::Old { &self.old } else { &self.new };
        half.program.decide(&self.joint.context(side, half.rules(), told))
    }
}

/// The verdict and the role.
fn place(decision: &Decision, action: ActionId) -> impl PartialEq + use<> {
    let role = decision.ranked().iter().find(|(id, _)| *id == action).map(|(_, role)| *role);
    (decision.verdict(action), role)
}

/// All that a function can be with these values of a dimension, as one number for each set of numbers below 32.
fn outcomes(
    function: Diagram,
    dim: u16,
    values: ValueSet,
    atlas: &mut Atlas,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let mut all = Diagram::leaf(0);
    for value in values {
        let here = atlas.all.restrict(function, dim, value, budget)?;
        let join = |all: Diagram, here: Diagram| {
            Some(Diagram::leaf(all.as_leaf()? | 1_u32.checked_shl(here.as_leaf()?).unwrap_or_default()))
        };
        all = atlas.all.combine(all, here, join, budget)?;
    }
    Ok(all)
}
