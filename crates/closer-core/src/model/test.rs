use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Fact, FactId, Kind, Text};
use crate::space::ValueSet;

/// What one fact must be: the smallest piece of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Test {
    /// The fact.
    pub fact: FactId,
    /// What it may be.
    pub allowed: Allowed,
}

/// A set of values of one fact, independent of how a pack cuts its numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Allowed {
    /// Positions of a bool's or an enum's values.
    Values(ValueSet),
    /// Numbers, as `(first, last)`: sorted, disjoint and not adjacent.
    Numbers(Vec<(i64, i64)>),
}

impl Test {
    /// The test that the fact is one of these values.
    #[must_use]
    pub fn new(fact: FactId, allowed: Allowed) -> Self {
        Self { fact, allowed }
    }
}

impl Allowed {
    /// Numbers from any ranges: empty ones are dropped, touching ones joined.
    #[must_use]
    pub fn numbers(ranges: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut sorted: Vec<(i64, i64)> = ranges.into_iter().filter(|(low, high)| low <= high).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::with_capacity(sorted.len());
        for (low, high) in sorted {
            match joined.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => joined.push((low, high)),
            }
        }
        Self::Numbers(joined)
    }

    /// Whether no value at all is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Values(values) => values.is_empty(),
            Self::Numbers(ranges) => ranges.is_empty(),
        }
    }

    /// All values of `fact` that are not allowed.
    #[must_use]
    pub fn complement(&self, fact: &Fact) -> Self {
        match (self, &fact.kind) {
            (Self::Numbers(ranges), Kind::Int { low, high, .. }) => {
                let mut gaps = Vec::with_capacity(ranges.len().saturating_add(1));
                let mut next = *low;
                for &(first, last) in ranges {
                    gaps.push((next, first.saturating_sub(1)));
                    next = last.saturating_add(1);
                }
                gaps.push((next, *high));
                Self::numbers(gaps)
            }
            (Self::Values(values), _) => Self::Values(values.complement(fact.size())),
            (Self::Numbers(_), _) => Self::Values(fact.all()),
        }
    }

    /// What either allows; they must be of one fact.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Values(a), Self::Values(b)) => Self::Values(a.union(*b)),
            (Self::Numbers(a), Self::Numbers(b)) => Self::numbers(a.iter().chain(b).copied()),
            _ => self.clone(),
        }
    }

    /// What both allow; they must be of one fact.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Values(a), Self::Values(b)) => Self::Values(a.intersection(*b)),
            (Self::Numbers(a), Self::Numbers(b)) => {
                Self::numbers(a.iter().flat_map(|x| b.iter().map(move |y| (x.0.max(y.0), x.1.min(y.1)))))
            }
            _ => self.clone(),
        }
    }

    /// The numbers before which it changes whether a number is allowed.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = i64> {
        let ranges = match self {
            Self::Numbers(ranges) => ranges.as_slice(),
            Self::Values(_) => &[],
        };
        ranges.iter().flat_map(|(first, last)| [*first, last.saturating_add(1)])
    }

    /// The positions of `fact` in which some allowed value lies.
    #[must_use]
    pub fn positions(&self, fact: &Fact) -> ValueSet {
        match (self, &fact.kind) {
            (Self::Values(values), _) => values.intersection(fact.all()),
            (Self::Numbers(ranges), Kind::Int { cells, .. }) => (0..)
                .zip(cells)
                .filter(|(_, cell)| ranges.iter().any(|range| range.0 <= cell.1 && cell.0 <= range.1))
                .map(|(position, _)| position)
                .collect(),
            (Self::Numbers(_), _) => ValueSet::empty(),
        }
    }

    /// The values that lie in `positions` of `fact`.
    #[must_use]
    pub fn from_positions(positions: ValueSet, fact: &Fact) -> Self {
        match &fact.kind {
            Kind::Int { cells, .. } => Self::numbers(
                positions.iter().filter_map(|position| cells.get(usize::from(position)).copied()),
            ),
            _ => Self::Values(positions),
        }
    }
}

/// What a fact must be, as it is written in a condition: a value, a list, bounds, or `not` of these.
///
/// Serialises to exactly that, so that a result can be pasted into a pack or a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Yes or no.
    Bool(bool),
    /// One value.
    Value(Text),
    /// One number.
    Number(i64),
    /// One of these.
    OneOf(Vec<Wanted>),
    /// Bounds; at least one of them is there.
    Bounds {
        /// The lowest value.
        at_least: Option<Box<Wanted>>,
        /// The highest value.
        at_most: Option<Box<Wanted>>,
    },
}

impl Wanted {
    /// The shortest way to write that `fact` is one of `allowed`.
    #[must_use]
    pub fn shortest(allowed: &Allowed, fact: &Fact) -> Self {
        match (allowed, &fact.kind) {
            (Allowed::Numbers(ranges), Kind::Int { low, high, .. }) => {
                let one = |&(first, last): &(i64, i64)| {
                    if first == last {
                        return Self::Number(first);
                    }
                    Self::Bounds {
                        at_least: (first > *low || last == *high).then(|| Self::Number(first).into()),
                        at_most: (last < *high).then(|| Self::Number(last).into()),
                    }
                };
                match ranges.as_slice() {
                    [range] => one(range),
                    ranges => Self::OneOf(ranges.iter().map(one).collect()),
                }
            }
            (Allowed::Values(values), kind) => {
                let value = |position| match kind {
                    Kind::Bool => Self::Bool(position == 1),
                    _ => Self::Value(fact.value(position).unwrap_or_default().into()),
                };
                let mut written: Vec<Self> = values.iter().map(value).collect();
                let all = written.len() == usize::from(fact.size());
                let last = fact.size().saturating_sub(1);
                let ordered = matches!(kind, Kind::Enum { ordered: true, .. });
                if written.len() == 1 {
                    return written.remove(0);
                }
                if ordered && !all {
                    let first = values.first().unwrap_or_default();
                    let highest = values.iter().last().unwrap_or_default();
                    let unbroken = u32::from(highest.saturating_sub(first)).saturating_add(1) == values.len();
                    if unbroken && highest == last {
                        return Self::Bounds { at_least: Some(written.remove(0).into()), at_most: None };
                    }
                    if unbroken && first == 0 {
                        return Self::Bounds { at_least: None, at_most: written.pop().map(Into::into) };
                    }
                }
                Self::OneOf(written)
            }
            (Allowed::Numbers(_), _) => Self::OneOf(Vec::new()),
        }
    }
}

impl Serialize for Wanted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Value(value) => serializer.serialize_str(value),
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::OneOf(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Bounds { at_least, at_most } => {
                let mut map = serializer.serialize_map(None)?;
                if let Some(low) = at_least {
                    map.serialize_entry("at_least", low)?;
                }
                if let Some(high) = at_most {
                    map.serialize_entry("at_most", high)?;
                }
                map.end()
            }
        }
    }
}
