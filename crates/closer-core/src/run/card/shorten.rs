//! As much of a card as has room.

use std::cmp::Reverse;

use super::{Card, CardLine};

/// How many surprises and warnings come in the first turn: a slip does more harm than one more good line does good.
const FIRST_SURPRISES: usize = 2;
const FIRST_WARNINGS: usize = 3;

impl Card {
    /// The entries with the lowest places: at most `entries` in all, and of each list (a moment, the surprises, what to leave alone, what
    /// could take a line's place) at most `of_each`. `left_out` counts the others.
    ///
    /// The first places go to the best line of every moment, two surprises and three warnings; the next to the other lines, the strongest
    /// first; the last to the other surprises and warnings. A line comes before what could take its place.
    pub fn shortened(&self, entries: usize, of_each: usize) -> Self {
        let mut card = self.clone();
        let before = card.count();
        for section in &mut card.sections {
            section.lines.truncate(of_each);
            section.lines.iter_mut().for_each(|line| line.or.truncate(of_each));
        }
        card.surprises.truncate(of_each);
        card.leave_alone.truncate(of_each);
        let mut places: Vec<usize> = card.places().into_iter().copied().collect();
        places.sort_unstable();
        let last = match entries.checked_sub(1) {
            Some(at) => places.get(at).or(places.last()).copied().unwrap_or_default(),
            None => 0,
        };
        let fits = |place: usize| place <= last;
        for section in &mut card.sections {
            section.lines.retain(|line| fits(line.place));
            section.lines.iter_mut().for_each(|line| line.or.retain(|other| fits(other.place)));
        }
        card.sections.retain(|section| !section.lines.is_empty());
        card.surprises.retain(|surprise| fits(surprise.place));
        card.leave_alone.retain(|warning| fits(warning.place));
        card.left_out = card.left_out.saturating_add(before.saturating_sub(card.count()));
        card
    }

    /// How many entries there are, those that could take another's place included.
    #[must_use]
    pub fn count(&self) -> usize {
        let lines = self.sections.iter().flat_map(|section| &section.lines);
        let lines: usize = lines.map(|line| line.or.len().saturating_add(1)).sum();
        lines.saturating_add(self.surprises.len()).saturating_add(self.leave_alone.len())
    }

    /// Numbers all entries in the order in which they are chosen.
    pub(super) fn give_places(&mut self) {
        let mut order: Vec<(u8, Reverse<u8>, bool, &mut usize)> = Vec::new();
        for section in &mut self.sections {
            for (at, line) in section.lines.iter_mut().enumerate() {
                let score = strength(line);
                order.push((u8::from(at > 0), Reverse(score), false, &mut line.place));
                for other in &mut line.or {
                    // Never more than its line, after which it comes.
                    order.push((1, Reverse(other.score_at_most.min(score)), true, &mut other.place));
                }
            }
        }
        for (at, surprise) in self.surprises.iter_mut().enumerate() {
            let turn = if at < FIRST_SURPRISES { 0 } else { 2 };
            order.push((turn, Reverse(surprise.score), false, &mut surprise.place));
        }
        for (at, warning) in self.leave_alone.iter_mut().enumerate() {
            let turn = if at < FIRST_WARNINGS { 0 } else { 2 };
            order.push((turn, Reverse(warning.weight), false, &mut warning.place));
        }
        // Stable: among equals the earlier moment, and what stands first there.
        order.sort_by_key(|(turn, score, other, _)| (*turn, *score, *other));
        for (at, (.., place)) in (1..).zip(order) {
            *place = at;
        }
    }

    fn places(&self) -> Vec<&usize> {
        let lines = self.sections.iter().flat_map(|section| &section.lines);
        let mut places: Vec<&usize> = lines
            .flat_map(|line| [&line.place].into_iter().chain(line.or.iter().map(|it| &it.place)))
            .collect();
        places.extend(self.surprises.iter().map(|it| &it.place));
        places.extend(self.leave_alone.iter().map(|it| &it.place));
        places
    }
}

/// How strong a line is, with what could take its place.
fn strength(line: &CardLine) -> u8 {
    line.or.iter().map(|other| other.score_at_most).fold(line.score_at_most, u8::max)
}
