//! What is known of one fact in a block of contexts.

use super::plane::{ALL, NONE, Plane, WORDS, and, and_not, or};
use super::turn::turn;
use crate::space::ValueSet;

/// What is known of one fact in many contexts.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// A byte for every context: the position of its value. Any other byte says nothing, and so does the lack of one.
    Bytes(&'a [u8]),
    /// A list of words for every value, with a bit for every context that has it, the lowest bit of the first word first. A context with no
    /// bit in any list says nothing of the fact, and one with several may have any of these values.
    Planes(&'a [&'a [u64]]),
}

/// Which contexts of a block may have which value of a fact.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// By value.
    pub(super) may_be: Vec<Plane>,
    /// Where nothing is said.
    pub(super) unsaid: Plane,
    /// Where several values are possible although something is said.
    pub(super) in_part: Plane,
}

impl Known {
    pub(super) fn nothing(size: u8) -> Self {
        Self { may_be: vec![NONE; usize::from(size)], unsaid: ALL, in_part: NONE }
    }

    /// Reads the block that begins with this context, which is a multiple of 512.
    pub(super) fn read(&mut self, column: Column<'_>, first: usize) {
        match column {
            Column::Bytes(bytes) => self.read_bytes(bytes.get(first..).unwrap_or_default()),
            Column::Planes(planes) => self.read_planes(planes, first),
        }
    }

    fn read_bytes(&mut self, bytes: &[u8]) {
        // What is beyond the end says nothing.
        let mut block = [u8::MAX; BLOCK];
        let mut block: &[u8; BLOCK] = if let Some(whole) = bytes.first_chunk() {
            whole
        } else {
            block.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            &block
        };
        let last = self.may_be.len().saturating_sub(1);
        let mut bits = usize::BITS.saturating_sub(last.leading_zeros());
        let tidied;
        let all = words(block).fold(0, |all, word| all | word);
        let is_tidy = all & beyond(bits) == 0;
        if !is_tidy {
            tidied = tidy(block, bits);
            block = &tidied;
            bits = bits.saturating_add(1);
        }
        let planes = match bits {
            0 | 1 => planes::<1>(block),
            2 => planes::<2>(block),
            3 | 4 => planes::<4>(block),
            _ => planes::<8>(block),
        };
        let mut planes = planes.iter().take(usize::try_from(bits).unwrap_or_default());
        let mut said = ALL;
        if !is_tidy {
            planes.next_back().into_iter().for_each(|beyond| and_not(&mut said, beyond));
        }
        self.spread(&said, planes);
        self.unsaid = NONE;
        if !is_tidy || !self.may_be.len().is_power_of_two() {
            self.unsaid = ALL;
            for may_be in &self.may_be {
                and_not(&mut self.unsaid, may_be);
            }
        }
        self.in_part = NONE;
    }

    /// Makes planes of values from those of their digits, the lowest first: with each digit there are twice as many.
    fn spread<'p>(&mut self, said: &Plane, digits: impl Iterator<Item = &'p Plane>) {
        self.may_be.first_mut().into_iter().for_each(|first| *first = *said);
        let mut count = 1_usize;
        for digit in digits {
            let Some((low, high)) = self.may_be.split_at_mut_checked(count) else { break };
            for (low, high) in low.iter().zip(high) {
                *high = *low;
                and(high, digit);
            }
            for low in low {
                and_not(low, digit);
            }
            count = count.saturating_mul(2);
        }
    }

    fn read_planes(&mut self, planes: &[&[u64]], first: usize) {
        let from = first / 64;
        let (mut said, mut twice) = (NONE, NONE);
        for (value, may_be) in self.may_be.iter_mut().enumerate() {
            let words = planes.get(value).and_then(|words| words.get(from..)).unwrap_or_default();
            *may_be = NONE;
            may_be.iter_mut().zip(words).for_each(|(to, from)| *to = *from);
            let mut again = said;
            and(&mut again, may_be);
            or(&mut twice, &again);
            or(&mut said, may_be);
        }
        self.unsaid = ALL;
        and_not(&mut self.unsaid, &said);
        self.in_part = twice;
    }

    /// Whether more than one value is possible in one of these contexts.
    pub(super) fn is_open(&self, contexts: &Plane) -> bool {
        self.unsaid
            .iter()
            .zip(&self.in_part)
            .zip(contexts)
            .any(|((unsaid, part), there)| (unsaid | part) & there != 0)
    }

    /// The contexts of which all possible values are in the set; `otherwise` is what is possible where nothing is said.
    pub(super) fn within(&self, set: ValueSet, otherwise: ValueSet) -> Plane {
        let mut plane = self.meets(set, ValueSet::empty());
        for (value, may_be) in (0_u8..).zip(&self.may_be) {
            if !set.contains(value) {
                and_not(&mut plane, may_be);
            }
        }
        if otherwise.is_subset(set) {
            or(&mut plane, &self.unsaid);
        }
        plane
    }

    /// The contexts of which some possible value is in the set.
    pub(super) fn meets(&self, set: ValueSet, otherwise: ValueSet) -> Plane {
        let mut plane = NONE;
        for value in set {
            self.may_be.get(usize::from(value)).into_iter().for_each(|may_be| or(&mut plane, may_be));
        }
        if !otherwise.is_disjoint(set) {
            or(&mut plane, &self.unsaid);
        }
        plane
    }

    /// What is possible in one context.
    pub(super) fn possible(&self, at: usize, otherwise: ValueSet) -> ValueSet {
        if super::plane::has(&self.unsaid, at) {
            return otherwise;
        }
        (0_u8..)
            .zip(&self.may_be)
            .filter(|(_, may_be)| super::plane::has(may_be, at))
            .map(|(value, _)| value)
            .collect()
    }
}

/// How many bytes a block has.
const BLOCK: usize = WORDS * 64;

/// The lowest bit of each byte.
const LOWEST: u64 = u64::MAX / 255;

fn words(block: &[u8; BLOCK]) -> impl Iterator<Item = u64> {
    block.as_chunks().0.iter().map(|chunk| u64::from_le_bytes(*chunk))
}

/// The bits of each byte that no value of so many bits has.
fn beyond(bits: u32) -> u64 {
    LOWEST.wrapping_mul(255 >> bits << bits)
}

/// Bytes of so many bits, of at most seven; and one bit more, for those that have others, too.
fn tidy(block: &[u8; BLOCK], bits: u32) -> [u8; BLOCK] {
    const REST: u64 = LOWEST * 127;
    let beyond = beyond(bits);
    let mut tidied = [0; BLOCK];
    for (to, word) in tidied.as_chunks_mut().0.iter_mut().zip(words(block)) {
        let high = word & beyond;
        // The highest bit of each byte that is not zero: the sums stay within their bytes.
        let is_beyond = ((high & REST).wrapping_add(REST) | high) & !REST;
        *to = (word & !beyond | is_beyond >> 7 << bits).to_le_bytes();
    }
    tidied
}

/// The digits of bytes, as planes. No byte has more than `WIDE` bits, so that several groups of 64 contexts fit beside each other.
fn planes<const WIDE: usize>(block: &[u8; BLOCK]) -> [Plane; 8] {
    let mut planes = [NONE; 8];
    let together = 8_usize.checked_div(WIDE).unwrap_or(1);
    let groups = block.as_chunks::<8>().0.as_chunks::<8>().0;
    for (first, groups) in groups.chunks(together).enumerate() {
        let mut square = [0; 8];
        for (at, group) in groups.iter().enumerate() {
            for (word, chunk) in square.iter_mut().zip(group) {
                *word |= u64::from_le_bytes(*chunk) << at.wrapping_mul(WIDE);
            }
        }
        turn(&mut square);
        for (at, digits) in square.chunks(WIDE).enumerate() {
            let to = first.wrapping_mul(together).wrapping_add(at);
            for (plane, digit) in planes.iter_mut().zip(digits) {
                plane.get_mut(to).into_iter().for_each(|word| *word = *digit);
            }
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::{Column, Known};
    use crate::space::ValueSet;

    #[test]
    fn a_byte_is_a_value_or_says_nothing() {
        let mut random = 1_u64;
        let mut below = |count: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 33) % count
        };
        for size in 1..=64 {
            // Values only, values with a few other bytes, any bytes, and blocks that are not full.
            for (others, len) in [(0, 1_024), (50, 1_024), (2, 512), (0, 700), (0, 3), (1, 0)] {
                let byte = |_| if others > 0 && below(others) == 0 { below(256) } else { below(size) };
                let bytes: Vec<u8> = (0..len).map(byte).map(|byte| byte.try_into().unwrap()).collect();
                let size = size.try_into().unwrap();
                let otherwise = ValueSet::full(size);
                let mut known = Known::nothing(size);
                for at in 0..1_024 {
                    if at % 512 == 0 {
                        known.read(Column::Bytes(&bytes), at);
                    }
                    let said = bytes.get(at).copied().filter(|byte| *byte < size);
                    let expected = said.map_or(otherwise, ValueSet::single);
                    assert_eq!(known.possible(at % 512, otherwise), expected, "{size} {at} {said:?}");
                    assert_eq!(super::super::plane::has(&known.unsaid, at % 512), said.is_none());
                }
            }
        }
    }
}
