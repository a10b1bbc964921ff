//! One bit for each of 512 contexts.

/// A bit for each of the contexts of a block.
pub(super) type Plane = [u64; WORDS];

pub(super) const WORDS: usize = 8;

pub(super) const NONE: Plane = [0; WORDS];
pub(super) const ALL: Plane = [u64::MAX; WORDS];

#[inline]
pub(super) fn or(plane: &mut Plane, other: &Plane) {
    for (word, other) in plane.iter_mut().zip(other) {
        *word |= other;
    }
}

#[inline]
pub(super) fn and(plane: &mut Plane, other: &Plane) {
    for (word, other) in plane.iter_mut().zip(other) {
        *word &= other;
    }
}

#[inline]
pub(super) fn and_not(plane: &mut Plane, other: &Plane) {
    for (word, other) in plane.iter_mut().zip(other) {
        *word &= !other;
    }
}

#[inline]
pub(super) fn is_none(plane: &Plane) -> bool {
    plane.iter().fold(0, |any, word| any | word) == 0
}

#[inline]
pub(super) fn has(plane: &Plane, at: usize) -> bool {
    plane.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

/// The contexts of a plane, first to last.
pub(super) fn contexts(plane: &Plane) -> impl Iterator<Item = usize> + '_ {
    let words = plane.iter().enumerate();
    words.flat_map(|(at, word)| {
        super::super::decider::bits(*word).map(move |bit| at.saturating_mul(64).saturating_add(bit))
    })
}

/// The first so many contexts.
pub(super) fn first(count: usize) -> Plane {
    let mut plane = NONE;
    for (at, word) in plane.iter_mut().enumerate() {
        let here = count.saturating_sub(at.saturating_mul(64)).min(64);
        *word = u32::try_from(here)
            .ok()
            .and_then(|here| u64::MAX.checked_shr(64_u32.saturating_sub(here)))
            .unwrap_or(0);
    }
    plane
}
