//! What is known of one fact in a block of contexts.

use super::plane::{ALL, NONE, Plane, WORDS, and, and_not, or};
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
        let last = self.may_be.len().saturating_sub(1);
        let bits = usize::try_from(usize::BITS.saturating_sub(last.leading_zeros())).unwrap_or_default();
        // The bits that are left in each byte when that many low ones have been shifted out.
        let left = (u64::MAX / 255).wrapping_mul(255 >> bits);
        let mut planes = [NONE; 8];
        // What is beyond the end says nothing.
        let mut beyond = NONE;
        for (at, chunk) in bytes.chunks(8).take(WORDS.saturating_mul(8)).enumerate() {
            let word = chunk.first_chunk::<8>().map_or_else(
                || {
                    let mut padded = [u8::MAX; 8];
                    padded.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
                    u64::from_le_bytes(padded)
                },
                |chunk| u64::from_le_bytes(*chunk),
            );
            let (to, shift) = (at / 8, (at % 8) << 3);
            for (bit, plane) in planes.iter_mut().enumerate().take(bits) {
                plane.get_mut(to).into_iter().for_each(|plane| *plane |= gather(word >> bit) << shift);
            }
            let high = word >> bits & left;
            if high != 0 {
                beyond.get_mut(to).into_iter().for_each(|plane| *plane |= gather(not_zero(high)) << shift);
            }
        }
        let there = super::plane::first(bytes.len());
        let mut said = NONE;
        for (value, may_be) in self.may_be.iter_mut().enumerate() {
            *may_be = there;
            and_not(may_be, &beyond);
            for (bit, plane) in planes.iter().enumerate().take(bits) {
                if value >> bit & 1 == 1 { and(may_be, plane) } else { and_not(may_be, plane) }
            }
            or(&mut said, may_be);
        }
        self.unsaid = ALL;
        and_not(&mut self.unsaid, &said);
        self.in_part = NONE;
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

    /// Whether it is known of every one of these contexts.
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
        for (value, may_be) in (0_u8..).zip(&self.may_be) {
            if set.contains(value) {
                or(&mut plane, may_be);
            }
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

/// The lowest bit of each byte, as eight bits: the multiplication moves each to its own place in the highest byte.
#[inline]
fn gather(word: u64) -> u64 {
    ((word & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080)) >> 56
}

/// In the lowest bit of each byte, whether the byte is not zero.
fn not_zero(word: u64) -> u64 {
    (0..8).fold(0, |any, bit| any | (word >> bit & 0x0101_0101_0101_0101))
}
