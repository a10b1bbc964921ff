//! The lines of files that complaints are about, and no more of the files than these: what shows them reads all that it is given.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Snippet};
use closer_core::{Fix, Label, LineIndex};

use crate::packs::File;
use crate::safe::{clean, clean_lines};

/// So many bytes of files are shown in all, far more than anybody reads. From then on the place of a complaint is told without its lines, for a line may be a whole
/// file.
const MOST: usize = 1024 * 1024;

/// Places of one complaint that are further apart, in bytes, are shown apart.
const FAR: usize = 4096;

/// Files, and how much of them may still be shown.
pub(super) struct Excerpts<'a> {
    files: Vec<(&'a File, LineIndex)>,
    left: usize,
}

/// Whole lines of a file.
struct Excerpt<'a> {
    file: &'a File,
    text: &'a str,
    /// Where in the file it begins.
    start: usize,
    /// The number of its first line.
    line: usize,
}

impl<'a> Excerpts<'a> {
    pub(super) fn of(files: &'a [File]) -> Self {
        Self { files: files.iter().map(|file| (file, LineIndex::new(&file.text))).collect(), left: MOST }
    }

    /// The only file, if there is one alone.
    pub(super) fn alone(&self) -> Option<&'a File> {
        if let [(file, _)] = self.files.as_slice() { Some(file) } else { None }
    }

    /// Adds the places of a complaint, the main place's neighbourhood first.
    pub(super) fn point_out(&mut self, labels: &'a [Label], mut group: Group<'a>) -> Group<'a> {
        for near in neighbourhoods(labels) {
            let places = near.iter().map(|(_, label)| label.span.start..label.span.end);
            let Some((_, first)) = near.first() else { continue };
            if let Some(excerpt) = self.around(first.span.file, places) {
                group = group.element(excerpt.annotated(&near));
            } else if let Some((file, lines)) = self.files.get(first.span.file) {
                let (line, column) = lines.line_and_column(&file.text, first.span.start);
                group = group.element(Origin::path(&file.name).line(line).char_column(column));
                group = group.elements(near.iter().map(|(_, label)| Level::NOTE.message(clean(&label.text))));
            }
        }
        group
    }

    /// A correction in its place, unless enough has been shown.
    pub(super) fn patch(&mut self, fix: &Fix) -> Option<Snippet<'a, Patch<'a>>> {
        let span = fix.span.start..fix.span.end;
        let excerpt = self.around(fix.span.file, std::iter::once(span.clone()))?;
        Some(excerpt.snippet().patch(Patch::new(excerpt.inside(&span), clean_lines(&fix.replacement))))
    }

    /// The lines that hold these places, unless enough has been shown.
    fn around(&mut self, number: usize, places: impl Iterator<Item = Range<usize>>) -> Option<Excerpt<'a>> {
        if self.left == 0 {
            return None;
        }
        let (file, lines) = self.files.get(number)?;
        let whole = places.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end))?;
        let whole = inside(&whole, &file.text);
        let (before, after) = (file.text.get(..whole.start)?, file.text.get(whole.end..)?);
        // A byte order mark is no part of the first line.
        let mark = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = before.rfind('\n').map_or(mark, |end| end.saturating_add(1));
        let end =
            after.find('\n').map_or(file.text.len(), |more| whole.end.saturating_add(more).saturating_add(1));
        let text = file.text.get(start..end)?;
        let left = self.left.checked_sub(text.len());
        self.left = left.unwrap_or(0);
        left?;
        let (line, _) = lines.line_and_column(&file.text, start);
        Some(Excerpt { file, text, start, line })
    }
}

impl<'a> Excerpt<'a> {
    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.line).path(&self.file.name)
    }

    fn annotated(&self, labels: &[(usize, &'a Label)]) -> Snippet<'a, Annotation<'a>> {
        let annotations = labels.iter().map(|(at, label)| {
            let kind = if *at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(self.inside(&(label.span.start..label.span.end))).label(clean(&label.text))
        });
        self.snippet().annotations(annotations)
    }

    /// A place in the file as one in these lines.
    fn inside(&self, place: &Range<usize>) -> Range<usize> {
        inside(&(place.start.saturating_sub(self.start)..place.end.saturating_sub(self.start)), self.text)
    }
}

/// Places that are near each other, with their numbers: those in the main place's file first.
fn neighbourhoods(labels: &[Label]) -> Vec<Vec<(usize, &Label)>> {
    let mut found: Vec<Vec<(usize, &Label)>> = Vec::new();
    for one in labels.iter().enumerate() {
        let is_near = |(_, other): &(usize, &Label)| {
            other.span.file == one.1.span.file && other.span.start.abs_diff(one.1.span.start) <= FAR
        };
        match found.iter_mut().find(|near| near.iter().any(is_near)) {
            Some(near) => near.push(one),
            None => found.push(vec![one]),
        }
    }
    let main = labels.first().map(|label| label.span.file);
    found.sort_by_key(|near| near.first().map(|(_, label)| label.span.file) != main);
    found
}

/// A place that surely lies in the text and between its characters.
fn inside(place: &Range<usize>, text: &str) -> Range<usize> {
    let settle = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        at
    };
    let start = settle(place.start);
    start..settle(place.end).max(start)
}
