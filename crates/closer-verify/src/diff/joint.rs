//! The interviews that two packs can both describe.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{Allowed, Context, Fact, FactId, Kind, RuleSet, Test, Text, Vocabulary};
use closer_core::space::{Region, Row, Space, ValueSet};

/// One of the two packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Old,
    New,
}

/// A space in which both packs speak of the same worlds.
///
/// Facts are the same when their names are, values when theirs are. A fact that both have is one dimension with the values that both have; numbers
/// are cut where either pack cuts them. A fact that only one has is a dimension of which the other says nothing.
pub(super) struct Joint {
    facts: Vec<Shared>,
    pub(super) space: Space,
    /// By fact of each pack: its dimension here.
    old: Vec<u16>,
    new: Vec<u16>,
}

struct Shared {
    name: Text,
    old: Option<Own>,
    new: Option<Own>,
    /// How many real values each position stands for.
    weights: Vec<u64>,
}

/// The fact in one pack.
struct Own {
    id: FactId,
    /// By position: what one would say of it.
    values: Vec<Allowed>,
    /// By position: the position in the pack's own space.
    positions: Vec<u8>,
}

impl Joint {
    /// `Err` with the name of a fact whose numbers would be cut too often.
    pub(super) fn of(old: &Vocabulary, new: &Vocabulary) -> Result<Self, Text> {
        let names: BTreeSet<&Text> = old.facts().iter().chain(new.facts()).map(|fact| &fact.name).collect();
        let mut facts = Vec::new();
        for name in names {
            match (old.find(name), new.find(name)) {
                (Some(old), Some(new)) => match both(old, new) {
                    Some(fact) => facts.push(fact),
                    // No value of the one is a value of the other, so they have but their name in common.
                    None => facts.extend([alone(Side::Old, old), alone(Side::New, new)]),
                },
                (Some(fact), None) => facts.push(alone(Side::Old, fact)),
                (None, Some(fact)) => facts.push(alone(Side::New, fact)),
                (None, None) => {}
            }
        }
        let space = Space::new(facts.iter().map(|fact| fact.weights.len())).map_err(|_| {
            let most = facts.iter().max_by_key(|fact| fact.weights.len());
            most.map_or_else(|| "".into(), |fact| Text::clone(&fact.name))
        })?;
        let dims = |side: Side, vocabulary: &Vocabulary| -> Vec<u16> {
            let by_fact: BTreeMap<FactId, u16> =
                (0..).zip(&facts).filter_map(|(dim, fact)| Some((fact.own(side)?.id, dim))).collect();
            vocabulary.facts().iter().filter_map(|fact| by_fact.get(&fact.id).copied()).collect()
        };
        let (old, new) = (dims(Side::Old, old), dims(Side::New, new));
        Ok(Self { facts, space, old, new })
    }

    /// How many real values a position stands for.
    pub(super) fn weight(&self, dim: u16, value: u8) -> u64 {
        let fact = self.facts.get(usize::from(dim));
        fact.and_then(|fact| fact.weights.get(usize::from(value))).copied().unwrap_or(1)
    }

    /// How many worlds there are; `None` when that is more than a `u128` holds.
    pub(super) fn worlds(&self) -> Option<u128> {
        let sizes = self.facts.iter().map(|fact| fact.weights.iter().copied().map(u128::from).sum::<u128>());
        sizes.into_iter().try_fold(1_u128, u128::checked_mul)
    }

    /// The dimension of a pack's fact.
    pub(super) fn dim(&self, side: Side, fact: FactId) -> Option<u16> {
        let dims = if side == Side::Old { &self.old } else { &self.new };
        dims.get(fact.index()).copied()
    }

    /// The facts that both packs have, each with its dimension and its numbers in the two.
    pub(super) fn shared(&self) -> impl Iterator<Item = (u16, FactId, FactId)> + '_ {
        (0..)
            .zip(&self.facts)
            .filter_map(|(dim, fact)| Some((dim, fact.old.as_ref()?.id, fact.new.as_ref()?.id)))
    }

    /// Where one of a pack's own positions lies here; empty for a value that the other pack does not have.
    fn here(&self, side: Side, dim: u16, set: ValueSet) -> ValueSet {
        let own = self.facts.get(usize::from(dim)).and_then(|fact| fact.own(side));
        let positions = own.map(|own| own.positions.as_slice()).unwrap_or_default();
        (0..).zip(positions).filter(|(_, own)| set.contains(**own)).map(|(position, _)| position).collect()
    }

    /// What a test of a pack allows here.
    pub(super) fn allowed(&self, side: Side, test: &Test, rules: &RuleSet) -> Option<(u16, ValueSet)> {
        let fact = rules.vocabulary().get(test.fact)?;
        let dim = self.dim(side, test.fact)?;
        Some((dim, self.here(side, dim, test.allowed.positions(fact))))
    }

    /// A region of a pack, as far as it lies in worlds that both can describe.
    pub(super) fn rows(&self, side: Side, region: &Region) -> Vec<Row> {
        let dims = if side == Side::Old { &self.old } else { &self.new };
        let translated = |row: &Row| {
            row.constraints().try_fold(Row::all(), |here, (own, set)| {
                let dim = dims.get(usize::from(own)).copied()?;
                here.with(dim, self.here(side, dim, set), &self.space)
            })
        };
        let mut rows: Vec<Row> = region.rows().iter().filter_map(translated).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The worlds in which each fact that only the new pack has is as it takes for granted: what an interview means to it that was told in the
    /// words of the old one.
    pub(super) fn told_before(&self, new: &RuleSet) -> Row {
        let added = self.facts.iter().filter(|fact| fact.old.is_none()).filter_map(|fact| fact.new.as_ref());
        let assumed = added.filter_map(|own| new.vocabulary().get(own.id)?.assume.as_ref());
        assumed.fold(Row::all(), |row, test| {
            let narrowed = self.allowed(Side::New, test, new);
            narrowed.and_then(|(dim, set)| row.with(dim, set, &self.space)).unwrap_or(row)
        })
    }

    /// Of each fact of which the new pack alone has further values, and of which nothing is taken for granted: all values that both have. Who tells
    /// this has told all that could be told before, and no more.
    pub(super) fn values_of_both(&self, old: &RuleSet, new: &RuleSet) -> Vec<Limit> {
        let further = |(dim, in_old, in_new): (u16, FactId, FactId)| {
            let (before, now) = (old.vocabulary().get(in_old)?, new.vocabulary().get(in_new)?);
            let all = self.space.full(dim);
            let (_, shared) = self.said(Side::New, (dim, all))?;
            let is_all = shared.complement(now).is_empty();
            (!is_all && before.assume.is_none() && now.assume.is_none()).then_some((dim, all))
        };
        self.shared().filter_map(further).collect()
    }

    /// Whether the old pack can be told this fact.
    pub(super) fn is_in_old(&self, dim: u16) -> bool {
        self.facts.get(usize::from(dim)).is_some_and(|fact| fact.old.is_some())
    }

    /// The interview in which just this is told, as one would tell it to a pack.
    pub(super) fn context(&self, side: Side, rules: &RuleSet, told: &[Limit]) -> Context {
        let mut context = Context::unknown(rules.vocabulary());
        for (fact, allowed) in told.iter().filter_map(|limit| self.said(side, *limit)) {
            context.say(rules.vocabulary(), &Test::new(fact, allowed));
        }
        context
    }

    /// What one would tell a pack of one fact, if it has it.
    pub(super) fn said(&self, side: Side, (dim, set): Limit) -> Option<(FactId, Allowed)> {
        let own = self.facts.get(usize::from(dim))?.own(side)?;
        let values = set.iter().filter_map(|position| own.values.get(usize::from(position)));
        Some((own.id, values.cloned().reduce(|all, value| all.union(&value))?))
    }

    /// What the fact of a dimension is called.
    pub(super) fn name(&self, dim: u16) -> Option<&Text> {
        self.facts.get(usize::from(dim)).map(|fact| &fact.name)
    }
}

/// What is told of one dimension. All positions are less than nothing told, where a pack has values that the other has not.
pub(super) type Limit = (u16, ValueSet);

impl Shared {
    fn own(&self, side: Side) -> Option<&Own> {
        if side == Side::Old { self.old.as_ref() } else { self.new.as_ref() }
    }
}

/// A fact that both have; `None` when they share no value.
fn both(old: &Fact, new: &Fact) -> Option<Shared> {
    let mut shared = Shared {
        name: Text::clone(&new.name),
        old: Some(Own::of(old)),
        new: Some(Own::of(new)),
        weights: Vec::new(),
    };
    let (Some(in_old), Some(in_new)) = (&mut shared.old, &mut shared.new) else { return None };
    if let (Kind::Int { cells: theirs, .. }, Kind::Int { cells: ours, .. }) = (&old.kind, &new.kind) {
        for (at, a) in (0..).zip(theirs) {
            for (there, b) in (0..).zip(ours) {
                let (first, last) = (a.0.max(b.0), a.1.min(b.1));
                if first <= last {
                    in_old.add(at, Allowed::numbers([(first, last)]));
                    in_new.add(there, Allowed::numbers([(first, last)]));
                    shared.weights.push(last.abs_diff(first).saturating_add(1));
                }
            }
        }
    } else {
        for there in 0..new.size() {
            let at =
                new.value(there).and_then(|name| (0..old.size()).find(|at| old.value(*at) == Some(name)));
            if let Some(at) = at {
                in_old.add(at, Allowed::Values(ValueSet::single(at)));
                in_new.add(there, Allowed::Values(ValueSet::single(there)));
                shared.weights.push(1);
            }
        }
    }
    (!shared.weights.is_empty()).then_some(shared)
}

/// A fact that only one has.
fn alone(side: Side, fact: &Fact) -> Shared {
    let mut own = Own::of(fact);
    let mut weights = Vec::new();
    for position in 0..fact.size() {
        own.add(position, Allowed::from_positions(ValueSet::single(position), fact));
        weights.push(match &fact.kind {
            Kind::Int { cells, .. } => cells
                .get(usize::from(position))
                .map_or(1, |(first, last)| last.abs_diff(*first).saturating_add(1)),
            _ => 1,
        });
    }
    let (old, new) = if side == Side::Old { (Some(own), None) } else { (None, Some(own)) };
    Shared { name: Text::clone(&fact.name), old, new, weights }
}

impl Own {
    fn of(fact: &Fact) -> Self {
        Self { id: fact.id, values: Vec::new(), positions: Vec::new() }
    }

    fn add(&mut self, position: u8, value: Allowed) {
        self.positions.push(position);
        self.values.push(value);
    }
}
