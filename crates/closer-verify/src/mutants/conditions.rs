//! Conditions with one slip in them.

use closer_core::model::{Allowed, Condition, Fact, Kind, Test, Vocabulary};
use closer_core::space::ValueSet;

use super::Operator;
use crate::written;

/// A condition with one slip in it.
pub(super) struct Slip {
    pub(super) operator: Operator,
    pub(super) change: String,
    pub(super) condition: Condition,
}

/// Every slip in a condition.
pub(super) fn slips(condition: &Condition, vocabulary: &Vocabulary) -> Vec<Slip> {
    let mut slips = within(condition, vocabulary, true);
    // A condition that is one single part can lose that as well.
    if !matches!(condition, Condition::All(_)) {
        slips.push(without(condition, Condition::ALWAYS, true, vocabulary));
    }
    slips
}

fn within(condition: &Condition, vocabulary: &Vocabulary, outermost: bool) -> Vec<Slip> {
    match condition {
        Condition::Test(test) => {
            vocabulary.get(test.fact).map(|fact| of_test(test, fact)).unwrap_or_default()
        }
        Condition::Not(inner) => {
            let inside = within(inner, vocabulary, false).into_iter();
            inside.map(|slip| slip.inside(|inner| Condition::Not(Box::new(inner)))).collect()
        }
        Condition::All(parts) => of_parts(parts, vocabulary, outermost, Condition::All),
        Condition::Any(parts) => of_parts(parts, vocabulary, false, Condition::Any),
    }
}

fn of_parts(
    parts: &[Condition],
    vocabulary: &Vocabulary,
    outermost: bool,
    join: fn(Vec<Condition>) -> Condition,
) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let replaced = |condition| {
            let mut parts = parts.to_vec();
            if let Some(place) = parts.get_mut(at) {
                *place = condition;
            }
            join(parts)
        };
        slips.extend(within(part, vocabulary, false).into_iter().map(|slip| slip.inside(replaced)));
        if parts.len() > 1 || outermost {
            let mut rest = parts.to_vec();
            rest.remove(at);
            slips.push(without(part, join(rest), outermost, vocabulary));
        }
    }
    slips
}

fn without(part: &Condition, condition: Condition, outermost: bool, vocabulary: &Vocabulary) -> Slip {
    match part {
        Condition::Not(inner) if outermost => Slip {
            operator: Operator::Unless,
            change: format!("`unless = {}` is left out", written::condition(inner, vocabulary)),
            condition,
        },
        _ => Slip {
            operator: Operator::Test,
            change: format!("`{}` is left out", written::condition(part, vocabulary)),
            condition,
        },
    }
}

impl Slip {
    fn inside(self, wrap: impl FnOnce(Condition) -> Condition) -> Self {
        Self { condition: wrap(self.condition), ..self }
    }
}

fn of_test(test: &Test, fact: &Fact) -> Vec<Slip> {
    let others = match (&test.allowed, &fact.kind) {
        (Allowed::Numbers(ranges), Kind::Int { low, high, .. }) => numbers(ranges, *low, *high),
        (Allowed::Values(values), _) => self::values(*values, fact),
        (Allowed::Numbers(_), _) => Vec::new(),
    };
    let slip = |(operator, allowed): (Operator, Allowed)| {
        // What every value passes is no test, and what none passes cannot be written.
        if allowed.is_empty() || allowed.complement(fact).is_empty() || allowed == test.allowed {
            return None;
        }
        let other = Test::new(test.fact, allowed);
        let change = format!("{} becomes {}", written::test(test, fact), written::test(&other, fact));
        Some(Slip { operator, change, condition: Condition::Test(other) })
    };
    others.into_iter().filter_map(slip).collect()
}

/// Each end of each range one further in and one further out.
fn numbers(ranges: &[(i64, i64)], low: i64, high: i64) -> Vec<(Operator, Allowed)> {
    let mut slips = Vec::new();
    for at in 0..ranges.len() {
        let mut moved = |change: fn(&mut (i64, i64))| {
            let mut ranges = ranges.to_vec();
            if let Some(range) = ranges.get_mut(at) {
                change(range);
                range.0 = range.0.max(low);
                range.1 = range.1.min(high);
            }
            // Of a range with one number either end moves past the other.
            let slip = (Operator::Bound, Allowed::numbers(ranges));
            if !slips.contains(&slip) {
                slips.push(slip);
            }
        };
        moved(|range| range.0 = range.0.saturating_sub(1));
        moved(|range| range.0 = range.0.saturating_add(1));
        moved(|range| range.1 = range.1.saturating_sub(1));
        moved(|range| range.1 = range.1.saturating_add(1));
    }
    slips
}

fn values(values: ValueSet, fact: &Fact) -> Vec<(Operator, Allowed)> {
    let last = fact.size().saturating_sub(1);
    let with = |operator, values| (operator, Allowed::Values(values));
    let lowest = values.first().unwrap_or_default();
    let highest = values.iter().last().unwrap_or_default();
    let missing = values.complement(fact.size());
    if values.len() == 1 {
        return beside(lowest, fact).map(|other| with(Operator::Value, ValueSet::single(other))).collect();
    }
    let unbroken = u32::from(highest.saturating_sub(lowest)).saturating_add(1) == values.len();
    if fact.is_ordered() && unbroken && (lowest == 0 || highest == last) {
        let (inner, outer) = if lowest == 0 {
            (highest, highest.saturating_add(1))
        } else {
            (lowest, lowest.saturating_sub(1))
        };
        return vec![with(Operator::Bound, values.without(inner)), with(Operator::Bound, values.with(outer))];
    }
    if missing.len() == 1 {
        let left_out = missing.first().unwrap_or_default();
        let other = |other| with(Operator::Value, ValueSet::single(other).complement(fact.size()));
        return beside(left_out, fact).map(other).collect();
    }
    let fewer = values.iter().map(|value| with(Operator::List, values.without(value)));
    let more = missing.iter().map(|value| with(Operator::List, values.with(value)));
    fewer.chain(more).collect()
}

/// The values next to one: on both sides in an ordered list, the one that follows in another.
fn beside(value: u8, fact: &Fact) -> impl Iterator<Item = u8> {
    let size = fact.size();
    let next = value.checked_add(1).filter(|next| *next < size);
    let (before, after) =
        if fact.is_ordered() { (value.checked_sub(1), next) } else { (None, next.or(Some(0))) };
    before.into_iter().chain(after)
}
