//! `closer check --fix`: puts right what can be, keeps it, and says what it did.

use std::collections::BTreeMap;
use std::path::PathBuf;

use closer_core::Diagnostic;

use super::examine::Parts;
use super::fix::{self, Change};
use super::packs::{Pack, Place};
use crate::failure::Failure;
use crate::packs::File;
use crate::save;
use crate::words::{clean, count, put};

/// What was done.
pub(super) struct Made {
    /// In words, a line for each change.
    pub(super) told: String,
    /// The text from standard input with its mistakes put right.
    pub(super) text: Option<String>,
}

/// Says what is wrong with the files of a pack.
type Find<'a> = dyn Fn(&[File], &Parts) -> Vec<Diagnostic> + 'a;

/// Fixes the packs, on disk and in memory.
///
/// `find` says what is wrong with files.
pub(super) fn make(packs: &mut [Pack], find: &Find<'_>) -> Result<Made, Failure> {
    if packs.iter().any(|pack| pack.places.iter().all(|place| *place == Place::BuiltIn)) {
        return Err(Failure::with_tip(
            "the built-in pack cannot be changed",
            "name the file or folder to put right: closer check --fix my-rules",
        ));
    }
    let mut made = Made { told: String::new(), text: None };
    let mut saved: Vec<String> = Vec::new();
    let mut changes: usize = 0;
    // A file can belong to several packs.
    let mut new: BTreeMap<PathBuf, String> = BTreeMap::new();
    for pack in packs.iter_mut() {
        pack.take_over(&new);
        let why_left = |file: usize| pack.places.get(file).and_then(Place::left_alone);
        let may_be_changed = |file: usize| why_left(file).is_none();
        let fixed = fix::fix(pack.files.clone(), &may_be_changed, &|files| find(files, &pack.parts));
        for file in &fixed.left {
            if let (Some(file), Some(why)) = (pack.files.get(*file), why_left(*file)) {
                put(&mut made.told, format_args!("{}: left as it is, since {why}\n", file.name));
            }
        }
        changes = changes.saturating_add(fixed.changes.len());
        let pairs = pack.files.iter().zip(&fixed.files).zip(&pack.places);
        for ((before, after), place) in pairs {
            match place {
                Place::Path(path) if before.text != after.text => {
                    save::replace(path, &before.text, &after.text)
                        .map_err(|failure| failure.after("put right", &saved))?;
                    saved.push(before.name.clone());
                    new.extend(place.real().map(|path| (path, after.text.clone())));
                }
                Place::Input => made.text = Some(after.text.clone()),
                Place::Path(_) | Place::Below(_) | Place::BuiltIn => {}
            }
        }
        for change in &fixed.changes {
            let file = fixed.files.get(change.file).map_or("", |file| file.name.as_str());
            made.told.push_str(&told(change, file));
        }
        pack.files = fixed.files;
    }
    for pack in packs {
        pack.take_over(&new);
    }
    if changes > 0 {
        let places = if saved.is_empty() {
            String::new()
        } else {
            format!(" in {}", count(saved.len(), "file", "files"))
        };
        put(&mut made.told, format_args!("{} put right{places}\n\n", count(changes, "mistake", "mistakes")));
    }
    Ok(made)
}

fn told(change: &Change, file: &str) -> String {
    let Change { line, code, from, to, .. } = change;
    let (from, to) = (clean(from), clean(to));
    let what = match (from.is_empty(), to.is_empty()) {
        (true, _) => format!("added `{to}`"),
        (_, true) => format!("removed `{from}`"),
        _ => format!("`{from}` is now `{to}`"),
    };
    format!("{file}:{line}: {what} ({code})\n")
}
