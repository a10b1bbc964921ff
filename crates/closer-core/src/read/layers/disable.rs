//! Takes away what overlays disable, and what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Index;
use super::changes::{Disabled, Target};
use super::stack::Stack;
use super::things::Thing;
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::node::{Node, Value};
use crate::read::words::{quoted, shown};
use crate::text::{Diagnostic, Span};

/// Where a pack says that something is disabled.
#[derive(Debug, Clone, Copy)]
struct Said {
    layer: usize,
    at: Option<Span>,
}

/// What is disabled: for each thing, who says so.
struct Gone<'a> {
    by: BTreeMap<(&'static str, String), Vec<Said>>,
    stack: &'a Stack,
}

impl Gone<'_> {
    /// A thing is disabled by a pack that does not stand on `layer`: then `layer` cannot speak of it.
    fn against(&self, layer: usize, kind: &'static str, id: &str) -> Option<Said> {
        let by = self.by.get(&(kind, id.to_owned()))?;
        by.iter().find(|said| !self.stack.stands_on(said.layer, layer)).copied()
    }

    fn is_gone(&self, kind: &'static str, id: &str) -> bool {
        self.by.contains_key(&(kind, id.to_owned()))
    }
}

/// Takes away all that is disabled, and hands back what that was, by table and id. With an action go its rules, and its name in lists of
/// the packs below.
pub(super) fn disable(
    disabled: &[Disabled],
    overridden: &[Target],
    things: &mut Vec<Thing>,
    index: &Index,
    stack: &Stack,
    complaints: &mut Complaints,
) -> Vec<(&'static str, String)> {
    let mut gone = Gone { by: BTreeMap::new(), stack };
    for Disabled { what } in disabled {
        let key = (what.kind.one, what.id.clone());
        if index.contains_key(&key) {
            gone.by.entry(key).or_default().push(Said { layer: what.layer, at: what.at });
        }
    }
    if gone.by.is_empty() {
        return Vec::new();
    }
    let mut dropped = BTreeSet::new();
    for (at, thing) in things.iter_mut().enumerate() {
        if gone.is_gone(thing.kind.one, &thing.id) || !keep(thing, &mut gone, complaints) {
            dropped.insert(at);
        }
    }
    for target in overridden {
        if let Some(said) = gone.against(target.layer, target.kind.one, &target.id) {
            complaints.push(
                Diagnostic::error(
                    codes::DISABLED,
                    format!(
                        "the {} `{}` is overridden, but also disabled",
                        target.kind.one,
                        shown(&target.id)
                    ),
                )
                .at(target.at, "changed here")
                .at(said.at, "disabled here")
                .help("leave out one of the two"),
            );
        }
    }
    let disabled = dropped.iter().filter_map(|at| things.get(*at));
    let disabled = disabled.map(|thing| (thing.kind.table, thing.id.clone())).collect();
    let mut at = 0..;
    things.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
    disabled
}

/// Whether anything is left of a thing without the actions that are gone.
fn keep(thing: &mut Thing, gone: &mut Gone<'_>, complaints: &mut Complaints) -> bool {
    match thing.kind.one {
        "rule" => keep_rule(thing, gone, complaints),
        "action" => {
            if without(thing, "never_with", gone, complaints)
                && let Value::Table(fields) = &mut thing.node.value
            {
                fields.retain(|field| field.key != "never_with");
            }
            true
        }
        "disagreement" => !without(thing, "actions", gone, complaints),
        _ => true,
    }
}

fn keep_rule(thing: &Thing, gone: &mut Gone<'_>, complaints: &mut Complaints) -> bool {
    for key in ["suggest", "avoid"] {
        let Some(Node { value: Value::Text(action), at }) = thing.field(key).map(|entry| &entry.node) else {
            continue;
        };
        if !gone.is_gone("action", action) {
            continue;
        }
        if let Some(said) = gone.against(thing.set_in(key), "action", action) {
            complaints.push(used(action, *at, said));
        } else {
            let by = gone.by.get(&("action", action.clone())).cloned().unwrap_or_default();
            gone.by.entry(("rule", thing.id.clone())).or_default().extend(by);
        }
        return false;
    }
    true
}

/// Takes the actions that are gone out of a list. Whether nothing is left of it.
fn without(thing: &mut Thing, key: &str, gone: &Gone<'_>, complaints: &mut Complaints) -> bool {
    let layer = thing.set_in(key);
    let Value::Table(fields) = &mut thing.node.value else { return false };
    let Some(field) = fields.iter_mut().find(|field| field.key == key) else { return false };
    let Value::List(nodes) = &mut field.node.value else { return false };
    let before = nodes.len();
    nodes.retain(|node| {
        let Value::Text(action) = &node.value else { return true };
        if !gone.is_gone("action", action) {
            return true;
        }
        if let Some(said) = gone.against(layer, "action", action) {
            complaints.push(used(action, node.at, said));
        }
        false
    });
    before > 0 && nodes.is_empty()
}

fn used(action: &str, at: Option<Span>, disabled: Said) -> Diagnostic {
    Diagnostic::error(codes::DISABLED, format!("the action `{}` is disabled", shown(action)))
        .at(at, "used here")
        .at(disabled.at, "disabled here")
        .help(format!("name another action, or take {} out of `[disable]`", quoted(action)))
}
