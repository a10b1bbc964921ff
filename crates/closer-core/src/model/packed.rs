use super::{Allowed, Condition, FactId, Test};
use crate::space::ValueSet;

/// A condition in about as many bytes as it takes to say it, for rules, of which there may be very many.
///
/// It is written down from the outside in. Every piece begins with a number that says its kind and, times [`KINDS`], how many parts follow or
/// which fact is tested. Numbers are written seven bits to a byte, the lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(crate) struct PackedCondition(Box<[u8]>);

/// How many kinds of pieces there are room for.
const KINDS: u64 = 8;
const ALL: u64 = 0;
const ANY: u64 = 1;
const NOT: u64 = 2;
const VALUES: u64 = 3;
const NUMBERS: u64 = 4;

/// Deeper than conditions may be nested, what a reader makes of them included. What is deeper is not packed; only a damaged snapshot has it.
const DEEPEST: u8 = 100;

impl PackedCondition {
    pub(crate) fn new(condition: &Condition) -> Self {
        let mut bytes = Vec::new();
        pack(condition, &mut bytes);
        Self(bytes.into())
    }

    /// Whether a condition is no deeper than what can be packed.
    pub(crate) fn has_room_for(condition: &Condition) -> bool {
        fits(condition, DEEPEST)
    }

    /// The condition that was packed. What a damaged snapshot leaves out never holds.
    pub(crate) fn unpack(&self) -> Condition {
        condition(&mut self.pieces(), DEEPEST).unwrap_or(Condition::Any(Vec::new()))
    }

    /// Its tests, in the order in which they are written.
    pub(crate) fn tests(&self) -> impl Iterator<Item = Test> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Test(test) => Some(test),
            Piece::All(_) | Piece::Any(_) | Piece::Not => None,
        })
    }

    fn pieces(&self) -> Pieces<'_> {
        Pieces { rest: &self.0 }
    }
}

fn fits(condition: &Condition, depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|part| fits(part, depth)),
        Condition::Not(part) => fits(part, depth),
        Condition::Test(_) => true,
    }
}

fn pack(condition: &Condition, to: &mut Vec<u8>) {
    match condition {
        Condition::All(parts) => several(ALL, parts, to),
        Condition::Any(parts) => several(ANY, parts, to),
        Condition::Not(part) => {
            head(NOT, 0, to);
            pack(part, to);
        }
        Condition::Test(Test { fact, allowed: Allowed::Values(values) }) => {
            head(VALUES, u64::from(fact.0), to);
            number(values.bits(), to);
        }
        Condition::Test(Test { fact, allowed: Allowed::Numbers(ranges) }) => {
            head(NUMBERS, u64::from(fact.0), to);
            number(length(ranges), to);
            ranges.iter().flat_map(|&(first, last)| [first, last]).for_each(|end| signed(end, to));
        }
    }
}

fn several(kind: u64, parts: &[Condition], to: &mut Vec<u8>) {
    head(kind, length(parts), to);
    for part in parts {
        pack(part, to);
    }
}

fn length<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}

fn head(kind: u64, of: u64, to: &mut Vec<u8>) {
    number(of.saturating_mul(KINDS).saturating_add(kind), to);
}

fn number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        let [low, ..] = number.to_le_bytes();
        to.push(low | 0x80);
        number >>= 7;
    }
    let [low, ..] = number.to_le_bytes();
    to.push(low);
}

/// Small numbers take few bytes on either side of zero.
fn signed(end: i64, to: &mut Vec<u8>) {
    number((end.cast_unsigned() << 1) ^ (end >> 63).cast_unsigned(), to);
}

/// What conditions are made of.
enum Piece {
    All(u64),
    Any(u64),
    Not,
    Test(Test),
}

struct Pieces<'a> {
    rest: &'a [u8],
}

impl Pieces<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut shift = 0_u32;
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift = shift.saturating_add(7);
            if byte < 0x80 {
                return Some(number);
            }
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg())
    }

    fn ranges(&mut self) -> Option<Vec<(i64, i64)>> {
        let count = self.number()?;
        (0..count).map(|_| self.signed().zip(self.signed())).collect()
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let head = self.number()?;
        let (kind, of) = (head.checked_rem(KINDS)?, head.checked_div(KINDS)?);
        let test =
            |allowed| Piece::Test(Test { fact: FactId(u32::try_from(of).unwrap_or(u32::MAX)), allowed });
        match kind {
            ALL => Some(Piece::All(of)),
            ANY => Some(Piece::Any(of)),
            NOT => Some(Piece::Not),
            VALUES => Some(test(Allowed::Values(ValueSet::from_bits(self.number()?)))),
            NUMBERS => Some(test(Allowed::Numbers(self.ranges()?))),
            _ => None,
        }
    }
}

fn condition(from: &mut Pieces<'_>, depth: u8) -> Option<Condition> {
    let depth = depth.checked_sub(1)?;
    // A count that is a lie ends where the bytes do.
    let parts = |from: &mut Pieces<'_>, count: u64| -> Option<Vec<Condition>> {
        (0..count).map(|_| condition(from, depth)).collect()
    };
    Some(match from.next()? {
        Piece::All(count) => Condition::All(parts(from, count)?),
        Piece::Any(count) => Condition::Any(parts(from, count)?),
        Piece::Not => Condition::Not(Box::new(condition(from, depth)?)),
        Piece::Test(test) => Condition::Test(test),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_condition() -> impl Strategy<Value = Condition> {
        let ranges = proptest::collection::vec(any::<(i64, i64)>(), 0..4);
        let allowed = prop_oneof![
            any::<u64>().prop_map(|bits| Allowed::Values(ValueSet::from_bits(bits))),
            ranges.prop_map(Allowed::numbers),
        ];
        let test = (any::<u32>(), allowed).prop_map(|(fact, allowed)| Test { fact: FactId(fact), allowed });
        test.prop_map(Condition::Test).prop_recursive(4, 30, 5, |inner| {
            let parts = proptest::collection::vec(inner.clone(), 0..5);
            prop_oneof![
                parts.clone().prop_map(Condition::All),
                parts.prop_map(Condition::Any),
                inner.prop_map(|part| Condition::Not(Box::new(part))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_unpacked_is_what_was_packed(condition in any_condition()) {
            let packed = PackedCondition::new(&condition);
            let mut tests = Vec::new();
            condition.for_each_test(&mut |test| tests.push(test.clone()));
            prop_assert_eq!(packed.tests().collect::<Vec<_>>(), tests);
            prop_assert_eq!(packed.unpack(), condition);
        }

        #[test]
        fn any_bytes_are_some_condition(bytes: Vec<u8>) {
            let packed = PackedCondition(bytes.into());
            packed.tests().for_each(drop);
            drop(packed.unpack());
        }
    }

    #[test]
    fn lies_about_length_and_depth_cost_nothing() {
        for byte in [0xf8, 0xff, 0x02, 0x08, 0x0c] {
            let packed = PackedCondition(vec![byte; 100_000].into());
            packed.tests().for_each(drop);
            drop(packed.unpack());
        }
    }
}
