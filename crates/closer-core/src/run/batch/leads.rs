//! The first leading actions of a block of contexts.

use super::super::decider::bits;
use super::plane::{NONE, Plane, WORDS, and, and_not, contexts, is_none, or};
use super::turn::turn_back;
use crate::model::ActionId;

/// What leads in each context of a block, best first: all contexts are told at once that an action is the next to lead in some of them.
///
/// A short list is kept as planes: by place in it, one for each digit of the action's number. Only at the end they become numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Leads {
    top: usize,
    /// How many digits the number of an action has.
    digits: usize,
    /// By place and digit.
    numbers: Vec<Plane>,
    /// By place, where it is taken. The places of a context are taken one after the other.
    taken: Vec<Plane>,
    /// So many for every context.
    list: Vec<ActionId>,
    /// By context, how many of them there are.
    count: Vec<usize>,
}

/// For so many places planes are quicker than contexts one by one; their flags fit a byte.
const SHORT: usize = 8;

impl Leads {
    /// Nothing leads, in so many contexts; `top` actions of so many will.
    pub(super) fn clear(&mut self, top: usize, actions: usize, contexts: usize) {
        let last = actions.saturating_sub(1);
        self.top = top;
        self.digits = usize::try_from(usize::BITS.saturating_sub(last.leading_zeros())).unwrap_or_default();
        let short = if self.is_short() { top } else { 0 };
        self.taken.clear();
        self.taken.resize(short, NONE);
        self.numbers.clear();
        self.numbers.resize(short.saturating_mul(self.digits), NONE);
        // The number of an only action has no digits; it is this one.
        self.list.resize(WORDS.saturating_mul(64).saturating_mul(top), ActionId::new(0));
        self.count.clear();
        self.count.resize(contexts, 0);
    }

    fn is_short(&self) -> bool {
        self.top <= SHORT
    }

    /// The actions that lead in a context.
    pub(super) fn of(&self, at: usize) -> &[ActionId] {
        let from = at.saturating_mul(self.top);
        let count = self.count.get(at).copied().unwrap_or_default();
        self.list.get(from..from.saturating_add(count)).unwrap_or_default()
    }

    /// Adds an action in one context, if there is room.
    pub(super) fn push_one(&mut self, at: usize, action: ActionId) {
        let top = self.top;
        let Some(count) = self.count.get_mut(at).filter(|count| **count < top) else { return };
        if let Some(lead) = self.list.get_mut(at.saturating_mul(top).saturating_add(*count)) {
            *lead = action;
            *count = count.saturating_add(1);
        }
    }

    /// Adds an action in contexts of `wanting`, and takes those out of it that want no more.
    pub(super) fn push(&mut self, here: &Plane, action: ActionId, wanting: &mut Plane) {
        if !self.is_short() {
            for at in contexts(here) {
                self.push_one(at, action);
                if self.count.get(at) == Some(&self.top) {
                    wanting.get_mut(at / 64).into_iter().for_each(|word| *word &= !(1 << (at % 64)));
                }
            }
            return;
        }
        let mut left = *here;
        for (place, taken) in self.taken.iter_mut().enumerate() {
            let mut now = left;
            and_not(&mut now, taken);
            and(&mut left, taken);
            if !is_none(&now) {
                or(taken, &now);
                let first = place.saturating_mul(self.digits);
                let numbers = self.numbers.get_mut(first..).unwrap_or_default();
                for digit in bits(u64::from(action.0)) {
                    numbers.get_mut(digit).into_iter().for_each(|plane| or(plane, &now));
                }
            }
            if is_none(&left) {
                break;
            }
        }
        if let Some(full) = self.taken.last() {
            and_not(wanting, full);
        }
    }

    /// Writes the lists, after the last action was pushed.
    pub(super) fn finish(&mut self) {
        if !self.is_short() || self.top == 0 {
            return;
        }
        let top = self.top;
        for (word, (counts, lists)) in
            self.count.chunks_mut(64).zip(self.list.chunks_mut(top.saturating_mul(64))).enumerate()
        {
            for (count, flags) in counts.iter_mut().zip(bytes(&self.taken, word).as_flattened()) {
                *count = usize::try_from(flags.trailing_ones()).unwrap_or_default();
            }
            for (place, numbers) in self.numbers.chunks(self.digits.max(1)).enumerate() {
                for (octet, numbers) in numbers.chunks(8).enumerate() {
                    let places = lists.iter_mut().skip(place).step_by(top);
                    for (id, byte) in places.zip(bytes(numbers, word).as_flattened()) {
                        let lower = if octet == 0 { 0 } else { id.0 };
                        id.0 = lower | u32::from(*byte) << (octet << 3);
                    }
                }
            }
        }
    }
}

/// The bits of up to eight planes as a byte for each of 64 contexts.
fn bytes(planes: &[Plane], word: usize) -> [[u8; 8]; 8] {
    let mut square = [0; 8];
    for (to, plane) in square.iter_mut().zip(planes) {
        *to = plane.get(word).copied().unwrap_or_default();
    }
    turn_back(&mut square);
    square.map(u64::to_le_bytes)
}
