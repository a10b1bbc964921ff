//! Where the rows of each action stand, so that words of rows fold into words of actions.

use std::cmp::Reverse;
use std::ops::Range;

/// Actions in lanes, 64 lanes to a word. A lane has its rows one below the other, the same bit of as many words, so that one "or" over these
/// words tells for 64 lanes at once whether some row is true. An action with many rows has several lanes; the first is its own.
#[derive(Debug, Default)]
pub(in crate::run) struct Layout {
    /// By word of lanes, the words of avoid rows and those of suggest rows.
    pub(in crate::run) spans: Vec<Span>,
    /// By action, its own lane.
    pub(in crate::run) lane_of: Vec<u32>,
    /// By lane, its action.
    pub(in crate::run) action_of: Vec<u32>,
    /// An action's own lane, and another one of it.
    pub(in crate::run) more: Vec<(u32, u32)>,
}

#[derive(Debug, Clone)]
pub(in crate::run) struct Span {
    pub(in crate::run) avoid: Range<usize>,
    pub(in crate::run) suggest: Range<usize>,
    /// The lanes that are an action's own.
    pub(in crate::run) own: u64,
}

impl Layout {
    /// The layout that is folded with least work, for actions with so many avoid and suggest rows.
    pub(in crate::run) fn new(rows: &[(usize, usize)]) -> Self {
        let layouts = (1..=16).map(|height| Self::of_height(rows, height));
        layouts.min_by_key(Self::work).unwrap_or_default()
    }

    fn of_height(rows: &[(usize, usize)], height: usize) -> Self {
        let mut lanes: Vec<(usize, usize, usize, bool)> = Vec::new();
        for (action, &(avoid, suggest)) in rows.iter().enumerate() {
            let count = avoid.max(suggest).div_ceil(height).max(1);
            let part = |all: usize, lane: usize| all.saturating_sub(lane.saturating_mul(height)).min(height);
            lanes.extend((0..count).map(|lane| (part(suggest, lane), part(avoid, lane), action, lane > 0)));
        }
        // Lanes of one height stand together, and the order is always the same.
        lanes.sort_unstable_by_key(|&(suggest, avoid, action, more)| {
            (Reverse(suggest), Reverse(avoid), action, more)
        });
        let mut layout = Self { lane_of: vec![0; rows.len()], ..Self::default() };
        let mut words = 0_usize;
        for word in lanes.chunks(64) {
            let highest =
                |rows: fn(&(usize, usize, usize, bool)) -> usize| word.iter().map(rows).max().unwrap_or(0);
            let avoid = words..words.saturating_add(highest(|lane| lane.1));
            let suggest = avoid.end..avoid.end.saturating_add(highest(|lane| lane.0));
            words = suggest.end;
            let own = word.iter().enumerate().fold(0, |own, (bit, lane)| own | u64::from(!lane.3) << bit);
            layout.spans.push(Span { avoid, suggest, own });
        }
        for (at, &(_, _, action, more)) in lanes.iter().enumerate() {
            layout.action_of.push(number(action));
            if !more && let Some(lane) = layout.lane_of.get_mut(action) {
                *lane = number(at);
            }
        }
        for (at, &(_, _, action, more)) in lanes.iter().enumerate() {
            if more && let Some(own) = layout.lane_of.get(action) {
                layout.more.push((*own, number(at)));
            }
        }
        layout
    }

    /// A word of rows is looked up for both answers in every group of facts; a lane that is not an action's own is moved bit by bit.
    fn work(&self) -> usize {
        self.words().saturating_mul(4).saturating_add(self.more.len().saturating_mul(3))
    }

    /// How many words of rows there are.
    pub(in crate::run) fn words(&self) -> usize {
        self.spans.last().map_or(0, |span| span.suggest.end)
    }

    /// The lanes of each action, its own first.
    pub(in crate::run) fn lanes(&self) -> Vec<Vec<u32>> {
        let mut lanes: Vec<Vec<u32>> = self.lane_of.iter().map(|lane| vec![*lane]).collect();
        for &(own, lane) in &self.more {
            let action = self.action_of.get(index(own)).copied().map_or(usize::MAX, index);
            lanes.get_mut(action).into_iter().for_each(|lanes| lanes.push(lane));
        }
        lanes
    }
}

#[inline]
pub(in crate::run) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[inline]
pub(in crate::run) fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
