//! Where in the tables a world is looked up: from the values of its facts to a place in every group.
//!
//! This is asked for every world anew, so it is written for the wide registers that every processor has: sixteen facts are taken at a time, and nothing
//! depends on what their values are.

use super::bitmaps::{Group, Member};

/// How many facts are taken at once, and how many lanes of them at most.
const LANE: usize = 16;
const LANES: usize = 4;

/// How many facts a group of [`Many`] has at most.
pub(super) const MEMBERS: usize = 4;

/// A fact that moves nothing, as there is none of this number.
const NOTHING: u8 = 63;

/// How the values of all facts move the places of all groups.
#[derive(Debug)]
pub(super) enum WorldPlaces {
    /// Few facts in few groups: everything is multiplied with everything.
    Few(Box<Few>),
    /// A product for every fact, and sums over those of each group.
    Many(Box<Many>),
    /// More facts than that: one after the other.
    All,
}

/// At most sixteen facts, in groups as [`quarters`] has them. Four facts are multiplied by their steps, and the products added together, with one
/// multiplication: of two words with four numbers of sixteen bits each, the second in reverse, the highest sixteen bits of the product are that sum.
#[derive(Debug)]
pub(super) struct Few {
    /// The last slots of all facts.
    last: [u64; 2],
    /// By quarter, the steps of its facts in reverse, and where its table begins. A quarter without a group stays at the table of no fact.
    steps: [u64; QUARTERS],
    start: [u32; QUARTERS],
    /// By group, its quarter.
    quarter: [u8; QUARTERS],
}

/// How many groups [`Few`] has.
pub(super) const QUARTERS: usize = 4;

/// In which of them a fact is, if it is one of the first sixteen.
pub(super) fn quarter_of(dim: u16) -> Option<usize> {
    (usize::from(dim) < LANE).then(|| usize::from(dim >> 3 << 1 | dim & 1))
}

#[derive(Debug)]
pub(super) struct Many {
    /// By fact, its last slot: that of a value that it does not have. 0 where no row asks about the fact.
    last: Vec<[u8; LANE]>,
    /// By fact, how far one value more moves the place of its group, in bitmaps.
    steps: Vec<[u16; LANE]>,
    /// By group, its first place and its facts; in place of those that are missing, one that moves nothing.
    groups: Vec<(u32, [u8; MEMBERS])>,
    /// How many cells a bitmap has.
    blocks: u32,
}

impl WorldPlaces {
    /// For groups whose steps are counted in cells, so many of which make a bitmap.
    pub(super) fn new(groups: &[Group], members: &[Member], dims: usize, blocks: usize) -> Self {
        let blocks = u32::try_from(blocks).unwrap_or(u32::MAX);
        let of_group = |group: &Group| members.get(group.members.clone()).unwrap_or_default();
        let all = || {
            groups
                .iter()
                .enumerate()
                .flat_map(|(at, group)| of_group(group).iter().map(move |member| (at, member)))
        };
        let step = |member: &Member| i16::try_from(member.step.checked_div(blocks)?).ok();
        if let Some(few) = Few::new(groups, members, blocks) {
            return Self::Few(Box::new(few));
        }
        let fits = |group: &Group| {
            group.members.len() <= MEMBERS && of_group(group).iter().all(|member| step(member).is_some())
        };
        if dims > usize::from(NOTHING) || !groups.iter().all(fits) {
            return Self::All;
        }
        let facts = |group: &Group| {
            let mut facts = [NOTHING; MEMBERS];
            let own = of_group(group).iter().filter_map(|member| u8::try_from(member.dim).ok());
            facts.iter_mut().zip(own).for_each(|(to, from)| *to = from);
            (group.start, facts)
        };
        let lanes = dims.div_ceil(LANE);
        let mut many = Many {
            last: vec![[0; LANE]; lanes],
            steps: vec![[0; LANE]; lanes],
            groups: groups.iter().map(facts).collect(),
            blocks,
        };
        for (_, member) in all() {
            let dim = usize::from(member.dim);
            set(many.last.as_flattened_mut(), dim, member.size);
            set(many.steps.as_flattened_mut(), dim, step(member).unwrap_or(0).cast_unsigned());
        }
        Self::Many(Box::new(many))
    }

    /// Notes the places. A fact beyond the end of the list has its first value.
    pub(super) fn find(&self, values: &[u8], groups: &[Group], members: &[Member], places: &mut [u32]) {
        match self {
            Self::Few(few) => {
                let found = few.find(values);
                let of_groups = few.quarter.iter().filter_map(|quarter| found.get(usize::from(*quarter)));
                places.iter_mut().zip(of_groups).for_each(|(to, found)| *to = *found);
            }
            Self::Many(many) => many.find(values, places),
            Self::All => one_by_one(values, groups, members, places),
        }
    }
}

fn set<T: Copy>(list: &mut [T], at: usize, value: T) {
    list.get_mut(at).into_iter().for_each(|place| *place = value);
}

impl Few {
    /// Nothing where the groups are not the quarters, or a place too far for sixteen bits.
    fn new(groups: &[Group], members: &[Member], blocks: u32) -> Option<Self> {
        let mut few =
            Self { last: [0; 2], steps: [0; QUARTERS], start: [0; QUARTERS], quarter: [0; QUARTERS] };
        let (mut last, mut steps) = ([0_u8; LANE], [0_u16; LANE]);
        if groups.len() > QUARTERS || blocks != 1 {
            return None;
        }
        let mut taken = [false; QUARTERS];
        for (at, group) in groups.iter().enumerate() {
            let own = members.get(group.members.clone())?;
            let quarter = quarter_of(own.first()?.dim)?;
            set(&mut few.quarter, at, u8::try_from(quarter).ok()?);
            // Of a quarter too large for one table there are several groups.
            if std::mem::replace(taken.get_mut(quarter)?, true) {
                return None;
            }
            set(&mut few.start, quarter, group.start);
            for member in own {
                if quarter_of(member.dim) != Some(quarter) {
                    return None;
                }
                set(&mut last, usize::from(member.dim), member.size);
                set(&mut steps, usize::from(member.dim), u16::try_from(member.step).ok()?);
            }
        }
        few.last = words(&last);
        few.steps = std::array::from_fn(|quarter| {
            let own = steps.iter().zip(0..).filter(|(_, dim)| quarter_of(*dim) == Some(quarter));
            own.fold(0, |all, (step, _)| all << 16 | u64::from(*step))
        });
        few.is_exact().then_some(few)
    }

    /// Whether none of the sums of products has more than sixteen bits, so that none runs into the next.
    fn is_exact(&self) -> bool {
        let number = |word: u64, at: u32| word >> (at << 4) & 0xFFFF;
        quarters(self.last).into_iter().zip(self.steps).all(|(last, steps)| {
            let sum = |place: u32| {
                let products = (0..=place)
                    .map(|at| number(last, at).saturating_mul(number(steps, place.saturating_sub(at))));
                products.fold(0, u64::saturating_add)
            };
            (0..4).all(|place| sum(place) <= 0xFFFF)
        })
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "it is a few dozen instructions, and half the work where there are few rows"
    )]
    pub(super) fn find(&self, values: &[u8]) -> [u32; QUARTERS] {
        let mut words = words(values);
        // Values that facts have are not beyond the last. What that is, is below the highest bit of a byte, which is there to be borrowed.
        let within = words.iter().zip(&self.last).fold(HIGHEST, |within, (values, last)| {
            within & (last | HIGHEST).wrapping_sub(values & !HIGHEST) & !values
        });
        if within != HIGHEST {
            words = clamp(words, &self.last);
        }
        let mut found = self.start;
        for (found, (values, steps)) in found.iter_mut().zip(quarters(words).iter().zip(&self.steps)) {
            let far = values.wrapping_mul(*steps) >> 48;
            *found = found.wrapping_add(u32::try_from(far).unwrap_or(0));
        }
        found
    }
}

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

#[cold]
fn clamp(words: [u64; 2], last: &[u64; 2]) -> [u64; 2] {
    let mut clamped = words.map(u64::to_le_bytes);
    let last = last.map(u64::to_le_bytes);
    clamped
        .as_flattened_mut()
        .iter_mut()
        .zip(last.as_flattened())
        .for_each(|(value, last)| *value = (*value).min(*last));
    clamped.map(u64::from_le_bytes)
}

/// Sixteen bytes as four words with four numbers each: those at even and at odd places of the first half, then of the second.
#[inline]
fn quarters([low, high]: [u64; 2]) -> [u64; QUARTERS] {
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    [low & EVEN, low >> 8 & EVEN, high & EVEN, high >> 8 & EVEN]
}

/// The first sixteen values of a list. Eight and more are read without a loop.
#[inline]
fn words(values: &[u8]) -> [u64; 2] {
    if let Some(values) = values.first_chunk::<LANE>() {
        let whole = u128::from_le_bytes(*values);
        return [low_half(whole), low_half(whole >> 64)];
    }
    if let (Some(first), Some(last)) = (values.first_chunk::<8>(), values.last_chunk::<8>()) {
        let before = u32::try_from(LANE.wrapping_sub(values.len())).unwrap_or(u32::MAX).wrapping_mul(8);
        return [u64::from_le_bytes(*first), u64::from_le_bytes(*last).checked_shr(before).unwrap_or(0)];
    }
    [values.iter().rev().fold(0, |word, value| word << 8 | u64::from(*value)), 0]
}

#[inline]
fn low_half(whole: u128) -> u64 {
    u64::try_from(whole & u128::from(u64::MAX)).unwrap_or(0)
}

impl Many {
    fn find(&self, values: &[u8], places: &mut [u32]) {
        let mut moved = [[0_u16; LANE]; LANES];
        let mut lanes = moved.iter_mut().zip(self.last.iter().zip(&self.steps));
        let (whole, part) = values.as_chunks::<LANE>();
        for (values, (moved, (last, steps))) in whole.iter().zip(&mut lanes) {
            multiply(values, last, steps, moved);
        }
        if let Some((moved, (last, steps))) = lanes.next() {
            multiply(&lane(part), last, steps, moved);
        }
        let moved: &[u16; LANE * LANES] = moved.as_flattened().first_chunk().unwrap_or(&[0; LANE * LANES]);
        for (place, (start, facts)) in places.iter_mut().zip(&self.groups) {
            let far = facts.iter().fold(0_u32, |far, fact| {
                far.wrapping_add(moved.get(usize::from(*fact & NOTHING)).copied().map_or(0, u32::from))
            });
            *place = start.wrapping_add(far.wrapping_mul(self.blocks));
        }
    }
}

fn one_by_one(values: &[u8], groups: &[Group], members: &[Member], places: &mut [u32]) {
    for (place, group) in places.iter_mut().zip(groups) {
        let mut at = group.start;
        for member in members.get(group.members.clone()).unwrap_or_default() {
            let value = values.get(usize::from(member.dim)).copied().unwrap_or(0).min(member.size);
            at = at.wrapping_add(u32::from(value).wrapping_mul(member.step));
        }
        *place = at;
    }
}

/// The first sixteen values of a list, which has less. Not inlined, for then the compiler would take them for sixteen single numbers.
#[inline(never)]
fn lane(values: &[u8]) -> [u8; LANE] {
    let [low, high] = words(values);
    (u128::from(high) << 64 | u128::from(low)).to_le_bytes()
}

#[inline]
fn multiply(values: &[u8; LANE], last: &[u8; LANE], steps: &[u16; LANE], moved: &mut [u16; LANE]) {
    for ((moved, step), (value, last)) in moved.iter_mut().zip(steps).zip(values.iter().zip(last)) {
        *moved = u16::from(*value.min(last)).wrapping_mul(*step);
    }
}

#[cfg(test)]
mod tests {
    use super::lane;

    #[test]
    fn a_lane_has_the_first_values_of_a_list_of_any_length() {
        let all: Vec<u8> = (1..=40).collect();
        for len in 0..all.len() {
            let mut expected = [0; 16];
            expected.iter_mut().zip(&all[..len]).for_each(|(to, from)| *to = *from);
            assert_eq!(lane(&all[..len]), expected, "{len}");
        }
    }
}
