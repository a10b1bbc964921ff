//! All that the packs of a stack declare, each thing on its own, so that it can be changed or taken away.

use std::collections::BTreeMap;

use super::kinds::{KINDS, Kind};
use crate::read::node::{Entry, Node, Value};
use crate::text::Span;

/// A fact, an action, a rule, …: whatever has an id.
#[derive(Debug)]
pub(super) struct Thing {
    /// The pack that declares it.
    pub(super) layer: usize,
    pub(super) kind: &'static Kind,
    /// Empty where a rule says none; then the reader will complain.
    pub(super) id: String,
    /// Where its id stands.
    pub(super) at: Option<Span>,
    pub(super) node: Node,
    /// Fields that another pack has set, with that pack.
    pub(super) set_by: BTreeMap<String, usize>,
}

impl Thing {
    /// The pack that says what this field is.
    pub(super) fn set_in(&self, field: &str) -> usize {
        self.set_by.get(field).copied().unwrap_or(self.layer)
    }

    pub(super) fn field(&self, key: &str) -> Option<&Entry> {
        let Value::Table(entries) = &self.node.value else { return None };
        entries.iter().find(|entry| entry.key == key)
    }

    /// As the reader finds it in a document.
    pub(super) fn into_entry(self) -> Entry {
        let value = if self.kind.listed {
            Value::List(vec![self.node])
        } else {
            Value::Table(vec![Entry { key: self.id, at: self.at, node: self.node }])
        };
        Entry { key: self.kind.table.to_owned(), at: self.at, node: Node { value, at: self.at } }
    }
}

/// Takes a document apart. What is no thing, such as a misspelt table, is left in `rest`.
pub(super) fn take_apart(layer: usize, document: Vec<Entry>, things: &mut Vec<Thing>, rest: &mut Vec<Entry>) {
    for Entry { key, at, node } in document {
        let kind = KINDS.into_iter().find(|kind| kind.table == key);
        let set_by = BTreeMap::new();
        match (kind, node) {
            (Some(kind), Node { value: Value::Table(tables), .. }) if !kind.listed => {
                things.extend(tables.into_iter().map(|Entry { key, at, node }| Thing {
                    layer,
                    kind,
                    id: key,
                    at,
                    node,
                    set_by: set_by.clone(),
                }));
            }
            (Some(kind), Node { value: Value::List(nodes), .. }) if kind.listed => {
                things.extend(nodes.into_iter().map(|node| {
                    let id = id_of(&node);
                    let (id, at) = id.map_or((String::new(), node.at), |(id, at)| (id.to_owned(), at));
                    Thing { layer, kind, id, at, node, set_by: set_by.clone() }
                }));
            }
            (_, node) => rest.push(Entry { key, at, node }),
        }
    }
}

fn id_of(node: &Node) -> Option<(&str, Option<Span>)> {
    let Value::Table(entries) = &node.value else { return None };
    let node = &entries.iter().find(|entry| entry.key == "id")?.node;
    let Value::Text(id) = &node.value else { return None };
    Some((id, node.at))
}

/// Whether two values say the same, wherever they stand.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Int(one), Value::Int(other)) => one == other,
        (Value::Text(one), Value::Text(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same(&a.value, &b.value))
        }
        (Value::Table(one), Value::Table(other)) => {
            let has = |entry: &Entry| {
                other.iter().any(|it| it.key == entry.key && same(&it.node.value, &entry.node.value))
            };
            one.len() == other.len() && one.iter().all(has)
        }
        // No field can be any of these, and the reader will say so.
        _ => false,
    }
}
