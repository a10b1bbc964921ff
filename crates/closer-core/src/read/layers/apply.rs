//! Overrides fields and adds values, each of them once.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{AddedValue, Override, Target};
use super::order::{Added, Order};
use super::stack::Stack;
use super::things::{Thing, same};
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::node::{Entry, Node, Value};
use crate::read::words::shown;
use crate::text::Diagnostic;

/// Where the things of each kind and id stand in the list of all, the first one first.
pub(super) type Index = BTreeMap<(&'static str, String), Vec<usize>>;

pub(super) fn index(things: &[Thing]) -> Index {
    let mut index = Index::new();
    for (at, thing) in things.iter().enumerate().filter(|(_, thing)| !thing.id.is_empty()) {
        index.entry((thing.kind.one, thing.id.clone())).or_default().push(at);
    }
    index
}

pub(super) fn find(index: &Index, of: &Target) -> Option<usize> {
    index.get(&(of.kind.one, of.id.clone()))?.first().copied()
}

/// Applies all overrides. Of two packs that change the same field, the one that stands on the other counts; where neither does, both must
/// say the same.
pub(super) fn overrides(
    mut all: Vec<Override>,
    things: &mut [Thing],
    index: &Index,
    stack: &Stack,
    complaints: &mut Complaints,
) {
    expand_removals(&mut all, things, index, stack);
    let mut by_field: BTreeMap<(usize, String, Option<String>), Vec<Override>> = BTreeMap::new();
    for one in all {
        if let Some(at) = find(index, &one.of) {
            by_field.entry((at, one.field.clone(), one.entry.clone())).or_default().push(one);
        }
    }
    for ((at, field, entry), mut group) in by_field {
        let Some(thing) = things.get_mut(at) else { continue };
        group.sort_by_key(|one| one.at);
        if !group.iter().any(|one| one.to.is_some()) && !has(&thing.node, &field, entry.as_deref()) {
            for one in &group {
                complaints.push(nothing_to_remove(thing, one));
            }
            continue;
        }
        let counts =
            |one: &&Override| !group.iter().any(|other| stack.stands_on(other.of.layer, one.of.layer));
        let mut counting = group.iter().filter(counts);
        let Some(first) = counting.next() else { continue };
        for other in counting.filter(|other| !agree(first, other)) {
            complaints.push(conflict(thing, first, other, stack));
        }
        thing.set_by.insert(field.clone(), first.of.layer);
        set(&mut thing.node, &field, entry.as_deref(), first.to.clone());
    }
}

/// Removing a field that is overridden entry by entry removes each of its entries: those that are declared, and those that the packs below
/// have set.
fn expand_removals(all: &mut Vec<Override>, things: &[Thing], index: &Index, stack: &Stack) {
    let is_whole = |one: &Override| {
        one.to.is_none() && one.entry.is_none() && one.of.kind.by_entry.contains(&&*one.field)
    };
    if !all.iter().any(is_whole) {
        return;
    }
    let mut set: BTreeMap<(usize, String), Vec<(usize, String)>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.to.is_some()) {
        if let (Some(at), Some(entry)) = (find(index, &one.of), &one.entry) {
            set.entry((at, one.field.clone())).or_default().push((one.of.layer, entry.clone()));
        }
    }
    let entries = |one: &Override| -> BTreeSet<String> {
        let Some(at) = find(index, &one.of) else { return BTreeSet::new() };
        let declared = match things.get(at).and_then(|thing| thing.field(&one.field)) {
            Some(Entry { node: Node { value: Value::Table(entries), .. }, .. }) => entries.as_slice(),
            _ => &[],
        };
        let below = set.get(&(at, one.field.clone())).into_iter().flatten();
        let below = below.filter(|(layer, _)| stack.stands_on(one.of.layer, *layer));
        let declared = declared.iter().map(|entry| entry.key.clone());
        declared.chain(below.map(|(_, entry)| entry.clone())).collect()
    };
    let mut expanded = Vec::new();
    for one in std::mem::take(all) {
        let entries = if is_whole(&one) { entries(&one) } else { BTreeSet::new() };
        if entries.is_empty() {
            expanded.push(one);
            continue;
        }
        expanded.extend(entries.into_iter().map(|entry| Override {
            of: one.of.clone(),
            field: one.field.clone(),
            entry: Some(entry),
            to: None,
            at: one.at,
        }));
    }
    *all = expanded;
}

fn agree(one: &Override, other: &Override) -> bool {
    match (&one.to, &other.to) {
        (None, None) => true,
        (Some(one), Some(other)) => same(&one.node.value, &other.node.value),
        _ => false,
    }
}

fn has(node: &Node, field: &str, entry: Option<&str>) -> bool {
    let Value::Table(fields) = &node.value else { return false };
    let Some(found) = fields.iter().find(|it| it.key == field) else { return false };
    match (entry, &found.node.value) {
        (Some(entry), Value::Table(entries)) => entries.iter().any(|it| it.key == entry),
        (Some(_), _) => false,
        (None, _) => true,
    }
}

fn set(node: &mut Node, field: &str, entry: Option<&str>, to: Option<Entry>) {
    let Value::Table(fields) = &mut node.value else { return };
    let Some(entry) = entry else {
        fields.retain(|it| it.key != field);
        fields.extend(to);
        return;
    };
    if !fields.iter().any(|it| it.key == field) {
        let at = to.as_ref().and_then(|to| to.at);
        fields.push(Entry { key: field.to_owned(), at, node: Node { value: Value::Table(Vec::new()), at } });
    }
    let parts = fields.iter_mut().filter(|it| it.key == field);
    for Node { value, .. } in parts.map(|it| &mut it.node) {
        if let Value::Table(parts) = value {
            parts.retain(|it| it.key != entry);
            parts.extend(to.clone());
        }
    }
    fields.retain(|it| it.key != field || !matches!(&it.node.value, Value::Table(parts) if parts.is_empty()));
}

fn named(one: &Override) -> String {
    let entry = one.entry.as_ref().map(|entry| format!(".{}", shown(entry))).unwrap_or_default();
    format!("{}{entry}", one.field)
}

fn nothing_to_remove(thing: &Thing, one: &Override) -> Diagnostic {
    Diagnostic::error(
        codes::CANNOT_REMOVE,
        format!("the {} `{}` has no `{}` to remove", thing.kind.one, shown(&thing.id), named(one)),
    )
    .at(one.at, "nothing to remove")
    .at(thing.at, "declared here, without it")
    .help("leave it out of `remove`")
}

fn conflict(thing: &Thing, first: &Override, other: &Override, stack: &Stack) -> Diagnostic {
    let what = format!("`{}` of the {} `{}`", named(first), thing.kind.one, shown(&thing.id));
    let same_layer = first.of.layer == other.of.layer;
    let message = if same_layer {
        format!("{what} is changed twice")
    } else {
        let names = [first, other].map(|one| shown(stack.name(one.of.layer)));
        format!("`{}` and `{}` change {what} in different ways", names[0], names[1])
    };
    let said = |one: &Override| if one.to.is_some() { "set here" } else { "removed here" };
    Diagnostic::error(codes::CONFLICTING_OVERRIDES, message)
        .at(other.at, said(other))
        .at(first.at, said(first))
        .help(if same_layer {
            "keep one of them"
        } else {
            "let both say the same, leave one out, or let one overlay stand on the other: its `extends` names it"
        })
}

/// Adds values to facts that have a list of them.
pub(super) fn values(
    added: Vec<AddedValue>,
    things: &mut [Thing],
    index: &Index,
    stack: &Stack,
    complaints: &mut Complaints,
) {
    let mut by_fact: BTreeMap<usize, Vec<AddedValue>> = BTreeMap::new();
    for one in added {
        if let Some(at) = find(index, &one.of) {
            by_fact.entry(at).or_default().push(one);
        }
    }
    for (at, mut added) in by_fact {
        added.sort_by_key(|one| one.at);
        if let Some(thing) = things.get_mut(at) {
            extend(thing, added, stack, complaints);
        }
    }
}

fn extend(thing: &mut Thing, added: Vec<AddedValue>, stack: &Stack, complaints: &mut Complaints) {
    let declared_at = thing.at;
    let name = thing.id.clone();
    let Value::Table(fields) = &mut thing.node.value else { return };
    let list = fields.iter_mut().find(|field| field.key == "values" || field.key == "ordered");
    let Some(Entry { key, node: Node { value: Value::List(nodes), .. }, .. }) = list else {
        for one in added {
            complaints.push(
                Diagnostic::error(codes::CANNOT_EXTEND, format!("the fact `{}` has no list of values", shown(&name)))
                    .at(one.at, "cannot be added")
                    .at(declared_at, "declared here")
                    .help("values can be added to facts with `values` or `ordered`; a range is overridden as a whole"),
            );
        }
        return;
    };
    let mut there: BTreeMap<String, Node> =
        nodes.iter().filter_map(|node| Some((text(node)?.to_owned(), node.clone()))).collect();
    let mut by_layer: BTreeMap<String, usize> = BTreeMap::new();
    let mut new = Vec::new();
    for one in added {
        if let Some(first) = there.get(&one.value) {
            let others = by_layer.get(&one.value).map(|layer| stack.name(*layer));
            complaints.push(already(
                &format!("the value `{}` of `{}`", shown(&one.value), shown(&name)),
                (one.at, first.at),
                others,
            ));
            continue;
        }
        there.insert(one.value.clone(), Node { value: Value::Text(one.value.clone()), at: one.at });
        by_layer.insert(one.value.clone(), one.of.layer);
        new.push(Added { name: one.value, at: one.at, place: one.place });
    }
    let order = Order {
        of: "value",
        unknown: codes::UNKNOWN_VALUE,
        matters: key == "ordered",
        names: nodes.iter().filter_map(text).collect(),
    };
    let merged = order.merge(&new, complaints);
    let odd = nodes.iter().filter(|node| text(node).is_none()).cloned();
    *nodes = merged.iter().filter_map(|value| there.get(value).cloned()).chain(odd).collect();
}

pub(super) fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Something is added that is there already; `by` another overlay, if it is not of the base.
pub(super) fn already(
    what: &str,
    (again, first): (Option<crate::text::Span>, Option<crate::text::Span>),
    by: Option<&str>,
) -> Diagnostic {
    let found = match by {
        Some(other) => format!("{what} is added by `{}`, too", shown(other)),
        None => format!("{what} is already there"),
    };
    Diagnostic::error(codes::ALREADY_DECLARED, found)
        .at(again, "added here")
        .at(first, "already declared here")
        .help("to change what is there, write it under `[override]`; to add something else, give it a name of its own")
}
