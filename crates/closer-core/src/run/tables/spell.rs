//! From rows that were found to the rules that they are of.

use std::ops::ControlFlow;

use fearless_simd::{Simd, SimdBase as _, SimdMask as _, u64x8};

use super::scan::Visit;
use crate::model::RuleId;

/// In place of a rule where there is none.
const NO_RULE: RuleId = RuleId(u32::MAX);

/// How many places one word is written into at most, the last eight of them without looking; so many stand beyond those of all rules.
const SPARE: usize = 72;

/// The rules of all rows. Rows of one rule follow each other.
#[derive(Debug)]
pub(in crate::run) struct Spelling {
    /// By word of rows.
    rules: Vec<[RuleId; 64]>,
    /// Some rule has several rows, so that it could be found several times.
    repeats: bool,
    /// Where all rows are one word.
    word: Option<Box<Word>>,
}

/// How one word of rows is spelt out, eight rows at a time and without a branch on what is in it.
#[derive(Debug)]
struct Word {
    /// The first row of each rule, and the last.
    first: u64,
    last: u64,
    /// By eight rows, then by which of them were found, their rules.
    eights: Vec<[[RuleId; 8]; 256]>,
    /// How many of them that are.
    counts: [u8; 256],
}

/// The rules that were found: the first `len` of a list that is always long enough for one word more.
#[derive(Debug, Clone)]
pub(in crate::run) struct Found {
    rules: Vec<RuleId>,
    len: usize,
}

/// Writes the rules of the rows that are found, until there are so many.
pub(in crate::run) struct Spell<'s> {
    spelling: &'s Spelling,
    most: usize,
    found: &'s mut Found,
    last: RuleId,
}

impl Spelling {
    /// The spelling of rows with these rules.
    pub(in crate::run) fn new(mut rules: Vec<RuleId>) -> Self {
        let repeats = rules.windows(2).any(|pair| pair.first() == pair.last());
        let word = (1..=64).contains(&rules.len()).then(|| Box::new(Word::new(&rules)));
        rules.resize(rules.len().next_multiple_of(64), NO_RULE);
        Self { rules: rules.as_chunks::<64>().0.to_vec(), repeats, word }
    }
}

impl Word {
    fn new(rules: &[RuleId]) -> Self {
        let mut rows = [NO_RULE; 64];
        rows.iter_mut().zip(rules).for_each(|(to, from)| *to = *from);
        let starts = |rows: &[RuleId]| {
            let before = std::iter::once(None).chain(rows.iter().map(Some));
            let new = rows.iter().zip(before).map(|(rule, before)| Some(rule) != before);
            new.zip(0_u32..).fold(0_u64, |starts, (new, at)| starts | u64::from(new) << at)
        };
        let first = starts(&rows);
        // A row is the last where the next is the first of another rule, and so is the last of all.
        let last = first >> 1 | 1 << 63;
        let found = |eight: &[RuleId; 8], which: usize| {
            let mut found = [NO_RULE; 8];
            let rules = eight.iter().enumerate().filter(|(at, _)| which >> at & 1 == 1);
            found.iter_mut().zip(rules).for_each(|(to, (_, from))| *to = *from);
            found
        };
        let eights = rows.as_chunks::<8>().0.iter().take(rules.len().div_ceil(8));
        Self {
            first,
            last,
            eights: eights.map(|eight| std::array::from_fn(|which| found(eight, which))).collect(),
            counts: std::array::from_fn(|which| u8::try_from(which.count_ones()).unwrap_or_default()),
        }
    }

    /// Leaves the first row that was found of each rule: of each rule's rows, read as a number, the lowest bit that is set. As ever that is the number and its
    /// negative, which is one more than its complement; no sum may run into the next rule's rows, so their highest bits are added by themselves.
    #[inline]
    fn first_of_each(&self, word: u64) -> u64 {
        let Self { first, last, .. } = self;
        let complement = !word;
        let negative = (complement & !last).wrapping_add(first & !last) ^ ((complement ^ first) & last);
        word & negative
    }
}

impl Found {
    pub(in crate::run) fn with_room_for(rules: usize) -> Self {
        Self { rules: vec![NO_RULE; rules.saturating_add(SPARE)], len: 0 }
    }

    /// Begins anew.
    #[inline]
    pub(in crate::run) fn spell<'s>(&'s mut self, spelling: &'s Spelling, most: usize) -> Spell<'s> {
        self.len = 0;
        Spell { spelling, most, found: self, last: NO_RULE }
    }

    pub(in crate::run) fn first(&self, most: usize) -> &[RuleId] {
        self.rules.get(..self.len.min(most)).unwrap_or_default()
    }

    pub(in crate::run) fn replace(&mut self, rules: &[RuleId]) {
        self.len = rules.len();
        self.rules.iter_mut().zip(rules).for_each(|(to, from)| *to = *from);
    }
}

impl Visit for Spell<'_> {
    fn word(&mut self, word: u64) {
        self.found.spell_word(self.spelling, word);
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
    fn eight<S: Simd>(&mut self, at: usize, words: u64x8<S>) -> ControlFlow<()> {
        // Which words have rows nobody could foresee, so they are found without a branch on each.
        let mut some = !words.simd_eq(0).to_bitmask() & 0xFF;
        let words: [u64; 8] = *words;
        while some != 0 {
            let bit = usize::try_from(some.trailing_zeros()).unwrap_or_default() & 7;
            some &= some.wrapping_sub(1);
            let (Some(word), Some(rules)) =
                (words.get(bit), self.spelling.rules.get(at.wrapping_mul(8).wrapping_add(bit)))
            else {
                return ControlFlow::Break(());
            };
            if self.spelling.repeats {
                self.push_once(rules, *word);
            } else {
                self.found.push(rules, *word);
            }
            if self.found.len >= self.most {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

impl Spell<'_> {
    /// Adds the rules whose bits are set, each once: every rule is written down, and the next in its place unless it was new.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
    fn push_once(&mut self, rules: &[RuleId; 64], mut word: u64) {
        let Some(places) = self.found.rules.get_mut(self.found.len..) else { return };
        let (mut len, mut last) = (0_usize, self.last);
        while word != 0 {
            let rule = lowest(rules, word);
            word &= word.wrapping_sub(1);
            if let Some(place) = places.get_mut(len) {
                *place = rule;
            }
            len = len.wrapping_add(usize::from(rule != last));
            last = rule;
        }
        self.found.len = self.found.len.wrapping_add(len);
        self.last = last;
    }
}

impl Found {
    /// Adds the rules whose bits are set. Mostly there are one or two: these are written whether they are there or not.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
    fn push(&mut self, rules: &[RuleId; 64], word: u64) {
        let Some([first, second, places @ ..]) = self.rules.get_mut(self.len..) else { return };
        self.len = self.len.wrapping_add(usize::try_from(word.count_ones()).unwrap_or_default());
        *first = lowest(rules, word);
        let word = word & word.wrapping_sub(1);
        *second = lowest(rules, word);
        let mut word = word & word.wrapping_sub(1);
        let mut places = places.iter_mut();
        while word != 0 {
            if let Some(place) = places.next() {
                *place = lowest(rules, word);
            }
            word &= word.wrapping_sub(1);
        }
    }

    /// Notes the rules of the only word there is.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "it is a few dozen instructions, and half the work where there are few rows"
    )]
    pub(in crate::run) fn spell_word(&mut self, spelling: &Spelling, word: u64) {
        self.len = 0;
        let Some(how) = &spelling.word else { return };
        let mut word = how.first_of_each(word);
        let mut len = 0_usize;
        let Some(places) = self.rules.first_chunk_mut::<SPARE>() else { return };
        for eight in &how.eights {
            let which = usize::try_from(word & 255).unwrap_or_default();
            word >>= 8;
            let from = len & 63;
            if let (Some(place), Some(found)) = (places.get_mut(from..from.wrapping_add(8)), eight.get(which))
            {
                place.copy_from_slice(found);
            }
            len = len.wrapping_add(how.counts.get(which).copied().map_or(0, usize::from));
        }
        self.len = len;
    }
}

/// The rule of the lowest bit that is set, or of any where none is.
#[inline(always)]
#[expect(clippy::inline_always, reason = "only so it is built for the processor's instructions")]
fn lowest(rules: &[RuleId; 64], word: u64) -> RuleId {
    let bit = usize::try_from(word.trailing_zeros()).unwrap_or_default() & 63;
    rules.get(bit).copied().unwrap_or(NO_RULE)
}
