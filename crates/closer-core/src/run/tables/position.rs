//! Where in the tables a box of worlds is looked up.

use super::bitmaps::Bitmaps;
use crate::model::Fact;
use crate::space::{Bounds, Space, ValueSet};

/// What is known, as places in the tables of [`Bitmaps`]. Kept up to date as facts become known, so that a look costs no search.
#[derive(Debug, Clone)]
pub(in crate::run) struct Position {
    /// By column, what is possible.
    pub(super) sets: Vec<ValueSet>,
    /// By group, where the rows are that contain the box, and where those that meet it.
    pub(super) certain: Vec<u32>,
    pub(super) possible: Vec<u32>,
    /// How many columns have more than one possible value, and how many of them have not all.
    pub(super) open: u32,
    pub(super) in_part: u32,
}

impl Position {
    /// Nothing is known.
    pub(in crate::run) fn unknown(bitmaps: &Bitmaps) -> Self {
        let groups = bitmaps.groups.iter();
        let mut position = Self {
            sets: vec![ValueSet::empty(); bitmaps.columns.len()],
            certain: groups.clone().map(|group| group.start).collect(),
            possible: groups.map(|group| group.start.wrapping_add(group.to_possible)).collect(),
            open: 0,
            in_part: 0,
        };
        for at in 0..bitmaps.columns.len() {
            position.set(bitmaps, at, ValueSet::full(u8::MAX));
        }
        position
    }

    /// Is there only one world left, as far as the rows can tell?
    pub(in crate::run) fn is_point(&self) -> bool {
        self.open == 0
    }

    /// Says what is possible, in all columns at once. Without a branch on what is said, which nobody could foresee.
    #[inline]
    pub(in crate::run) fn set_all(&mut self, bitmaps: &Bitmaps, possible: impl Fn(usize, u16) -> ValueSet) {
        (self.open, self.in_part) = (0, 0);
        let places = self.certain.iter_mut().zip(&mut self.possible);
        for (group, (certain, may_be)) in bitmaps.groups.iter().zip(places) {
            let (mut place, mut open) = (group.start, 0);
            for member in bitmaps.members.get(group.members.clone()).unwrap_or_default() {
                let full = ValueSet::full(member.size);
                let set = possible(member.column, member.dim).intersection(full);
                self.sets.get_mut(member.column).into_iter().for_each(|known| *known = set);
                let is_open = several(set);
                let slot = if is_open { u32::from(member.size) } else { set.bits().trailing_zeros() };
                place = place.wrapping_add(slot.wrapping_mul(member.step));
                open = u32::from(is_open).wrapping_add(open);
                let in_part = u32::from(is_open) & u32::from(set != full);
                self.in_part = self.in_part.wrapping_add(in_part);
            }
            self.open = self.open.wrapping_add(open);
            *certain = place;
            *may_be = match group.to_possible {
                0 if open > 0 => 0,
                to_possible => place.wrapping_add(to_possible),
            };
        }
    }

    /// Says which values of a fact are possible. Returns `false`, and changes nothing, when none is, or when there is no such fact.
    pub(in crate::run) fn say(&mut self, bitmaps: &Bitmaps, fact: Option<&Fact>, possible: ValueSet) -> bool {
        let Some(fact) = fact else { return false };
        let possible = possible.intersection(fact.all());
        if possible.is_empty() {
            return false;
        }
        if let Some(column) = bitmaps.column(fact.id.dim()) {
            self.set(bitmaps, column, possible);
        }
        true
    }

    /// Says what is possible in a column.
    #[inline]
    fn set(&mut self, bitmaps: &Bitmaps, at: usize, set: ValueSet) {
        let (Some(column), Some(place)) = (bitmaps.columns.get(at), self.sets.get_mut(at)) else { return };
        let full = ValueSet::full(column.size);
        let set = set.intersection(full);
        let before = std::mem::replace(place, set);
        if before == set {
            return;
        }
        self.open =
            self.open.wrapping_sub(u32::from(before.len() > 1)).wrapping_add(u32::from(set.len() > 1));
        let in_part = |set: ValueSet| u32::from(set.len() > 1 && set != full);
        self.in_part = self.in_part.wrapping_sub(in_part(before)).wrapping_add(in_part(set));
        // The value of a set of one; an empty set, which is there only at the beginning, counts as the first.
        let slot = |set: ValueSet| match set.bits().trailing_zeros() {
            _ if several(set) => u32::from(column.size),
            64 => 0,
            value => value,
        };
        let group = usize::try_from(column.group).unwrap_or(usize::MAX);
        let (Some(tables), Some(certain), Some(possible)) =
            (bitmaps.groups.get(group), self.certain.get_mut(group), self.possible.get_mut(group))
        else {
            return;
        };
        let moved = slot(set).wrapping_sub(slot(before)).wrapping_mul(column.step);
        *certain = certain.wrapping_add(moved);
        // The first bitmap is of all rows, none of which an unknown fact rules out.
        *possible = match tables.to_possible {
            0 if several(set) => 0,
            to_possible => certain.wrapping_add(to_possible),
        };
    }

    /// The box, as far as the rows can tell it from all worlds.
    pub(in crate::run) fn bounds(&self, bitmaps: &Bitmaps, space: &Space) -> Bounds {
        let mut bounds = Bounds::all(space);
        for (column, set) in bitmaps.columns.iter().zip(&self.sets) {
            bounds.replace(column.dim, *set);
        }
        bounds
    }
}

/// Has it more than one member? Faster than counting them.
fn several(set: ValueSet) -> bool {
    set.bits() & set.bits().wrapping_sub(1) != 0
}
