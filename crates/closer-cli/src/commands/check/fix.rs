//! Edits that have one right answer, made where they stand: every other byte stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Diagnostic;

use crate::packs::File;

/// Files with their mistakes put right as far as possible.
pub(super) struct Fixed {
    pub(super) files: Vec<File>,
    /// What was changed, in the order in which it was.
    pub(super) changes: Vec<Change>,
    /// The numbers of the files in which something could be put right that may not be changed.
    pub(super) left: BTreeSet<usize>,
}

/// One edit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The number of the file.
    pub(super) file: usize,
    pub(super) line: usize,
    pub(super) code: &'static str,
    pub(super) from: String,
    pub(super) to: String,
}

/// An edit that a complaint proposes.
#[derive(Debug, Clone)]
struct Edit {
    file: usize,
    start: usize,
    end: usize,
    to: String,
    complaint: Complaint,
}

/// What tells complaints apart, wherever an edit may have moved them.
type Complaint = (&'static str, String);

/// One edit may call for another, as a new name does where the old one is used. No real file needs nearly as many steps.
const STEPS: usize = 2_000;

/// Makes edits until none is left, in those files that may be changed, by their numbers. `find` says what is wrong with the files.
///
/// Edits are made together where they do not overlap. Where they do not all remove what they are about, or make some text harder to read,
/// fewer are tried at once; one that fails alone is not made.
pub(super) fn fix(
    mut files: Vec<File>,
    may_be_changed: &dyn Fn(usize) -> bool,
    find: &dyn Fn(&[File]) -> Vec<Diagnostic>,
) -> Fixed {
    let mut changes = Vec::new();
    let mut refused: BTreeSet<Complaint> = BTreeSet::new();
    let mut found = find(&files);
    let fixable = found.iter().filter_map(|found| Some(found.fix.as_ref()?.span.file));
    let left = fixable.filter(|file| !may_be_changed(*file)).collect();
    let mut at_once = usize::MAX;
    for _ in 0..STEPS {
        let mut edits = edits(&found, &files, &refused, may_be_changed);
        edits.truncate(at_once);
        if edits.is_empty() {
            break;
        }
        let edited = apply(&files, &edits);
        let after = find(&edited);
        if improves(&edits, &found, &after) {
            changes.extend(edits.iter().map(|edit| edit.change(&files)));
            (files, found, at_once) = (edited, after, usize::MAX);
        } else if edits.len() == 1 {
            refused.extend(edits.pop().map(|edit| edit.complaint));
            at_once = usize::MAX;
        } else {
            at_once = edits.len() / 2;
        }
    }
    Fixed { files, changes, left }
}

/// The edits that are proposed, in the order of the files; of those that overlap the first.
fn edits(
    found: &[Diagnostic],
    files: &[File],
    refused: &BTreeSet<Complaint>,
    may_be_changed: &dyn Fn(usize) -> bool,
) -> Vec<Edit> {
    let edit = |found: &Diagnostic| {
        let fix = found.fix.as_ref().filter(|fix| may_be_changed(fix.span.file))?;
        let before = files.get(fix.span.file)?.text.get(fix.span.start..fix.span.end)?;
        let complaint = (found.code, found.message.clone());
        (before != fix.replacement && !refused.contains(&complaint)).then(|| Edit {
            file: fix.span.file,
            start: fix.span.start,
            end: fix.span.end,
            to: fix.replacement.clone(),
            complaint,
        })
    };
    let mut edits: Vec<Edit> = found.iter().filter_map(edit).collect();
    edits.sort_by_key(|edit| (edit.file, edit.start, edit.end));
    let mut free = (0, 0);
    edits.retain(|edit| {
        let fits = (edit.file, edit.start) >= free;
        if fits {
            // Two edits never touch, so that neither changes what the other is about.
            free = (edit.file, edit.end.saturating_add(1));
        }
        fits
    });
    edits
}

fn apply(files: &[File], edits: &[Edit]) -> Vec<File> {
    let mut edited = files.to_vec();
    // From the last to the first, so that no edit moves another.
    for edit in edits.iter().rev() {
        if let Some(file) = edited.get_mut(edit.file) {
            file.text.replace_range(edit.start..edit.end, &edit.to);
        }
    }
    edited
}

/// Whether every edit removed what it is about, and no text became harder to read.
fn improves(edits: &[Edit], before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let unreadable = |found: &[Diagnostic]| {
        let of_text = ["syntax", "duplicate-key", "hidden-character"];
        found.iter().filter(|found| of_text.contains(&found.code)).count()
    };
    let same = |found: &[Diagnostic], complaint: &Complaint| {
        found.iter().filter(|found| found.code == complaint.0 && found.message == complaint.1).count()
    };
    let mut wanted: BTreeMap<&Complaint, usize> = BTreeMap::new();
    for edit in edits {
        let times = wanted.entry(&edit.complaint).or_default();
        *times = times.saturating_add(1);
    }
    unreadable(after) <= unreadable(before)
        && wanted
            .into_iter()
            .all(|(complaint, times)| same(after, complaint).saturating_add(times) <= same(before, complaint))
}

impl Edit {
    fn change(&self, files: &[File]) -> Change {
        let text = files.get(self.file).map_or("", |file| file.text.as_str());
        let before = text.get(..self.start).unwrap_or_default();
        Change {
            file: self.file,
            line: before.matches('\n').count().saturating_add(1),
            code: self.complaint.0,
            from: text.get(self.start..self.end).unwrap_or_default().to_owned(),
            to: self.to.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use closer_core::Span;

    /// Says of each word in `wrong` that stands in the text what to put there.
    fn finder(
        wrong: &'static [(&'static str, &'static str, &'static str)],
    ) -> impl Fn(&[File]) -> Vec<Diagnostic> {
        move |files| {
            let text = &files[0].text;
            let place = |at: usize, word: &str| Some(Span { file: 0, start: at, end: at + word.len() });
            let found = wrong.iter().flat_map(|(code, word, to)| {
                let found = text.match_indices(word);
                found.map(|(at, _)| Diagnostic::error(code, *word).fix(place(at, word), *to))
            });
            found.collect()
        }
    }

    fn fixed(text: &str, wrong: &'static [(&'static str, &'static str, &'static str)]) -> (String, usize) {
        let file = File { name: "a".into(), text: text.into() };
        let fixed = fix(vec![file], &|_| true, &finder(wrong));
        (fixed.files[0].text.clone(), fixed.changes.len())
    }

    #[test]
    fn every_place_is_edited_whatever_the_lengths() {
        assert_eq!(fixed("a b a, bb", &[("x", "a", "long"), ("y", "bb", "")]), ("long b long, ".into(), 3));
    }

    #[test]
    fn edits_that_overlap_or_touch_are_made_one_after_the_other() {
        assert_eq!(fixed("abab", &[("x", "ab", "c")]), ("cc".into(), 2));
        assert_eq!(fixed("abc", &[("x", "ab", "-"), ("y", "bc", "+")]), ("-c".into(), 1));
    }

    #[test]
    fn an_edit_that_does_harm_is_not_made_and_the_others_are() {
        let wrong = &[
            ("x", "good", "better"),
            ("y", "bad", "worse"),
            ("syntax", "worse", "w"),
            ("z", "odd", "odd odd"),
        ];
        assert_eq!(fixed("good bad odd good", wrong), ("better bad odd better".into(), 2));
    }

    #[test]
    fn edits_without_end_come_to_one() {
        let (text, changes) = fixed("a", &[("x", "a", "b"), ("y", "b", "a")]);
        assert!(["a", "b"].contains(&&*text) && changes <= STEPS);
    }

    #[test]
    fn a_change_knows_its_line() {
        let file = File { name: "a".into(), text: "1\n2\n3".into() };
        let fixed = fix(vec![file], &|_| true, &finder(&[("x", "3", "4")]));
        let wanted = Change { file: 0, line: 3, code: "x", from: "3".into(), to: "4".into() };
        assert_eq!(fixed.changes, [wanted]);
    }
}
