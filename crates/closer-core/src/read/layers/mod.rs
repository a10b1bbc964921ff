//! Packs on top of each other become one document, before anything in it is checked: every later check works on the result, and every
//! field keeps the place where it was written.

mod apply;
mod changes;
mod cover;
mod disable;
mod kinds;
mod order;
mod stack;
mod things;

pub(super) use changes::{DISABLE, TABLES, VALUE};
pub(super) use cover::{LayerName, PLACE};

use std::collections::BTreeSet;

use changes::{Changes, Target};
use stack::Stack;
use things::Thing;

use super::codes;
use super::complaints::Complaints;
use super::node::Entry;
use super::words::{Used, shown};

/// What a stack of packs says together.
pub(super) struct Combined {
    pub(super) document: Vec<Entry>,
    /// The packs, the base first; empty for a pack that stands alone.
    pub(super) names: Vec<LayerName>,
    /// For each pack, in the order in which they were given, those that it stands on.
    pub(super) below: Vec<BTreeSet<usize>>,
    /// What overlays have taken away, by table and id.
    pub(super) disabled: Vec<(&'static str, String)>,
}

/// `documents` are the files of each pack, `names` what the first file of each is called. `None` when it is not clear which pack stands on
/// which; then nothing else can be told.
pub(super) fn combine(
    documents: Vec<Vec<Vec<Entry>>>,
    names: &[&str],
    complaints: &mut Complaints,
) -> Option<Combined> {
    if let [alone] = documents.as_slice()
        && !alone.iter().flatten().any(wants_a_base)
    {
        let document = documents.into_iter().flatten().flatten().collect();
        return Some(Combined {
            document,
            names: Vec::new(),
            below: vec![BTreeSet::new()],
            disabled: Vec::new(),
        });
    }
    let stack = Stack::read(&documents, names, complaints)?;
    let (mut things, mut rest, mut changes) = (Vec::new(), Vec::new(), Changes::default());
    for (layer, files) in documents.into_iter().enumerate() {
        let mut other = Vec::new();
        for document in files {
            things::take_apart(layer, document, &mut things, &mut other);
        }
        let is_base = layer == stack.base;
        let other = changes.take(layer, is_base, other, complaints);
        rest.extend(other.into_iter().filter(|entry| is_base || !stack::is_pack(entry)));
    }
    only_first(&mut things, &stack, complaints);
    let index = apply::index(&things);
    unknown(&changes, &things, &index, complaints);
    let targets = changes.targets;
    apply::overrides(changes.overrides, &mut things, &index, &stack, complaints);
    apply::values(changes.added, &mut things, &index, &stack, complaints);
    let disabled = disable::disable(&changes.disabled, &targets, &mut things, &index, &stack, complaints);
    let moments = cover::place_moments(&mut things, &stack, complaints);
    cover::merge(&mut rest, &stack, &moments);
    rest.extend(things.into_iter().map(Thing::into_entry));
    Some(Combined { document: rest, names: cover::names(&stack), below: stack.below, disabled })
}

/// Whether a table of this name is one that only overlays have.
pub(super) fn is_table(key: &str) -> bool {
    TABLES.contains(&key)
}

/// Whether a pack that is given alone cannot stand alone.
fn wants_a_base(entry: &Entry) -> bool {
    let says_so = || matches!(&entry.node.value, super::node::Value::Table(fields) if fields.iter().any(|field| field.key == "extends"));
    (stack::is_pack(entry) && says_so()) || is_table(&entry.key)
}

/// A thing is declared by one pack only. Twice in one pack is the business of the reader.
fn only_first(things: &mut Vec<Thing>, stack: &Stack, complaints: &mut Complaints) {
    let index = apply::index(things);
    let mut dropped = BTreeSet::new();
    for positions in index.values().filter(|positions| positions.len() > 1) {
        let mut declared: Vec<(usize, &Thing)> =
            positions.iter().filter_map(|at| Some((*at, things.get(*at)?))).collect();
        // What stands below was there first.
        declared.sort_by_key(|(_, thing)| (thing.layer != stack.base, thing.at));
        let Some((_, first)) = declared.first().copied() else { continue };
        for (at, other) in declared.into_iter().filter(|(_, other)| other.layer != first.layer) {
            dropped.insert(at);
            let by = (first.layer != stack.base).then(|| stack.name(first.layer));
            let what = format!("the {} `{}`", other.kind.one, shown(&other.id));
            complaints.push(apply::already(&what, (other.at, first.at), by));
        }
    }
    let mut at = 0..;
    things.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
}

/// Complains of what is changed or disabled, but not there.
fn unknown(changes: &Changes, things: &[Thing], index: &apply::Index, complaints: &mut Complaints) {
    let disabled = changes.disabled.iter().map(|disabled| (&disabled.what, true));
    let targets = changes.targets.iter().map(|target| (target, false));
    for (Target { kind, id, at, .. }, quoted) in targets.chain(disabled) {
        if !index.contains_key(&(kind.one, id.clone())) {
            let all = things.iter().filter(|thing| thing.kind.one == kind.one).map(|thing| &*thing.id);
            complaints.unknown(
                kind.unknown,
                kind.one,
                Used { word: id, at: *at, quoted },
                all,
                "name one that the pack below declares",
            );
        }
    }
}
