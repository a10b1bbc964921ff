//! What a stack of packs says of itself: one name, one version, and all moments in the order of time.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::text;
use super::kinds::MOMENT;
use super::order::{Added, Order};
use super::stack::{Layer, Stack, is_pack};
use super::things::Thing;
use super::{changes, codes};
use crate::read::complaints::Complaints;
use crate::read::fields::{Fields, Form};
use crate::read::node::{Entry, Node, Value};
use crate::read::pack::AND;
use crate::text::Span;

/// The name and the version of a pack.
pub(in crate::read) type LayerName = (String, String);

/// The packs, the base first.
pub(super) fn names(stack: &Stack) -> Vec<LayerName> {
    stack.upwards().into_iter().map(|layer| (layer.name.clone(), layer.version.clone())).collect()
}

/// A moment of the whole, and where an overlay declares it.
pub(super) struct Placed {
    name: String,
    at: Option<Span>,
}

pub(in crate::read) const PLACE: Form = Form { one: "a moment of an overlay", keys: &["after", "before"] };

/// Takes the places of moments out of those that overlays add, and puts these into the order of the base.
pub(super) fn place_moments(things: &mut [Thing], stack: &Stack, complaints: &mut Complaints) -> Vec<Placed> {
    let mut added = Vec::new();
    for thing in things.iter_mut().filter(|thing| thing.kind.one == MOMENT.one && thing.layer != stack.base) {
        let Value::Table(fields) = &mut thing.node.value else { continue };
        let (places, rest) =
            std::mem::take(fields).into_iter().partition(|field| PLACE.keys.contains(&&*field.key));
        *fields = rest;
        let holder = Node { value: Value::Table(places), at: thing.at };
        let owner = format!("the moment `{}`", crate::read::words::shown(&thing.id));
        let place = Fields::open(&holder, owner, &PLACE, complaints)
            .and_then(|fields| changes::place(&fields, complaints));
        added.push(Added { name: thing.id.clone(), at: thing.at, place });
    }
    if added.is_empty() {
        return Vec::new();
    }
    let listed = stack.layers.get(stack.base).map(listed).unwrap_or_default();
    let order = Order { of: "moment", unknown: codes::UNKNOWN_MOMENT, matters: true, names: listed };
    let merged = order.merge(&added, complaints);
    let places: BTreeMap<&str, Option<Span>> = added.iter().rev().map(|one| (&*one.name, one.at)).collect();
    merged.into_iter().map(|name| Placed { at: places.get(&*name).copied().flatten(), name }).collect()
}

/// The moments that the base lists.
fn listed(base: &Layer) -> Vec<&str> {
    let Some(Value::List(nodes)) = field(&base.node, "moments").map(|entry| &entry.node.value) else {
        return Vec::new();
    };
    nodes.iter().filter_map(text).collect()
}

fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    let Value::Table(fields) = &node.value else { return None };
    fields.iter().find(|field| field.key == key)
}

/// Makes the `[pack]` of the base that of the whole: the packs at the top give it their name, version and title.
pub(super) fn merge(rest: &mut [Entry], stack: &Stack, moments: &[Placed]) {
    let Some(pack) = rest.iter_mut().find(|entry| is_pack(entry)) else { return };
    let Value::Table(fields) = &mut pack.node.value else { return };
    let tops = stack.tops();
    for (key, between) in [("name", AND), ("version", "+"), ("title", " and ")] {
        let said: Vec<&Entry> = tops.iter().filter_map(|top| field(&top.node, key)).collect();
        let Some(entry) = joined(&said, between) else { continue };
        fields.retain(|field| field.key != key);
        fields.push(entry);
    }
    let list = fields.iter_mut().find(|field| field.key == "moments").map(|field| &mut field.node.value);
    if let (Some(Value::List(nodes)), false) = (list, moments.is_empty()) {
        let old = std::mem::take(nodes);
        let known: BTreeMap<&str, &Node> =
            old.iter().rev().filter_map(|node| Some((text(node)?, node))).collect();
        let mut new: Vec<Node> = moments
            .iter()
            .map(|moment| {
                let known = known.get(&*moment.name).map(|node| (*node).clone());
                known.unwrap_or(Node { value: Value::Text(moment.name.clone()), at: moment.at })
            })
            .collect();
        // Anything odd in the list stays, to be complained about.
        let placed: BTreeSet<&str> = moments.iter().map(|moment| &*moment.name).collect();
        let is_odd = |node: &&Node| text(node).is_none_or(|name| !placed.contains(name));
        new.extend(old.iter().filter(is_odd).cloned());
        *nodes = new;
    }
}

/// One text of several.
fn joined(said: &[&Entry], between: &str) -> Option<Entry> {
    let mut entry = (*said.first()?).clone();
    let texts = said.iter().filter_map(|entry| text(&entry.node));
    if said.len() > 1 {
        entry.node.value = Value::Text(texts.collect::<Vec<_>>().join(between));
        // It is written nowhere.
        entry.node.at = None;
    }
    Some(entry)
}
