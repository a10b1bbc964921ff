//! Going through bitmaps, eight words at a time.
//!
//! All of it is inlined into the function that has chosen the processor's instructions; only there the compiler uses them.

use std::ops::ControlFlow;

use fearless_simd::{Simd, SimdFrom, u64x8};

use super::layout::index;

/// Eight words of rows, in one line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Eight(pub(super) [u64; 8]);

/// Takes over the rows that were found.
pub(in crate::run) trait Visit {
    /// The only word that there is.
    fn word(&mut self, word: u64);

    /// Eight words, and how many times eight stand before them.
    fn eight<S: Simd>(&mut self, at: usize, words: u64x8<S>) -> ControlFlow<()>;
}

/// Notes all words, one after the other.
pub(super) struct Note<'n>(pub(super) &'n mut [u64]);

impl Visit for Note<'_> {
    fn word(&mut self, word: u64) {
        self.0.first_mut().into_iter().for_each(|place| *place = word);
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
    fn eight<S: Simd>(&mut self, at: usize, words: u64x8<S>) -> ControlFlow<()> {
        let Some(place) = self.0.as_chunks_mut::<8>().0.get_mut(at) else { return ControlFlow::Break(()) };
        *place = *words;
        ControlFlow::Continue(())
    }
}

/// The rows that are in the bitmaps of all places, where a bitmap is one word.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it is a dozen instructions")]
pub(super) fn look_up(words: &[u64], places: &[u32]) -> u64 {
    let all = words.first().copied().unwrap_or_default();
    places.iter().fold(all, |all, place| words.get(index(*place)).map_or(all, |word| all & word))
}

/// Hands over the rows that are in the bitmaps of all places, each of which has so many blocks of `K` times eight words.
#[inline(always)]
#[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
pub(super) fn scan<S: Simd, const K: usize>(
    simd: S,
    cells: &[[Eight; K]],
    blocks: usize,
    places: &[u32],
    visit: &mut impl Visit,
) {
    for (block, all) in cells.iter().enumerate().take(blocks) {
        let mut found: [u64x8<S>; K] = all.map(|Eight(words)| u64x8::simd_from(simd, words));
        for place in places {
            if let Some(cell) = cells.get(index(*place).wrapping_add(block)) {
                for (found, Eight(words)) in found.iter_mut().zip(cell) {
                    *found &= u64x8::simd_from(simd, *words);
                }
            }
        }
        for (at, words) in found.iter().enumerate() {
            if visit.eight(block.wrapping_mul(K).wrapping_add(at), *words).is_break() {
                return;
            }
        }
    }
}
