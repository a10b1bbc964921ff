//! Which pack stands on which.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::fields::Fields;
use crate::read::names;
use crate::read::node::{Entry, Node};
use crate::read::pack::PACK;
use crate::read::words::{Used, listed, quoted, shown};
use crate::text::{Diagnostic, Span};

/// What a pack of a stack says of itself.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) name: String,
    pub(super) version: String,
    /// Where the name stands.
    pub(super) at: Option<Span>,
    /// The pack that it stands on; none is the base.
    extends: Option<(String, Option<Span>)>,
    /// Its `[pack]`.
    pub(super) node: Node,
}

/// The packs, and for each of them those that it stands on, directly or not.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) layers: Vec<Layer>,
    pub(super) base: usize,
    pub(super) below: Vec<BTreeSet<usize>>,
}

impl Stack {
    /// `documents` are the files of each pack, `names` what the first of them is called. `None` when it is not clear which pack
    /// stands on which: then a complaint has been made, and nothing else can be told.
    pub(super) fn read(
        documents: &[Vec<Vec<Entry>>],
        names: &[&str],
        complaints: &mut Complaints,
    ) -> Option<Self> {
        // What a pack on top says of itself stands in place of what the base says, which nobody would look at otherwise.
        let is_below = documents.len() > 1;
        let layers: Vec<Option<Layer>> = documents
            .iter()
            .zip(names)
            .map(|(files, name)| Layer::read(files, name, is_below, complaints))
            .collect();
        let layers: Vec<Layer> = layers.into_iter().collect::<Option<_>>()?;
        let by_name = unique_names(&layers, complaints)?;
        let base = only_base(&layers, complaints);
        let mut on: Vec<Option<usize>> = Vec::with_capacity(layers.len());
        let mut sound = true;
        for layer in &layers {
            let known = layer.extends.as_ref().map(|(name, at)| (by_name.get(&**name), name, *at));
            on.push(known.and_then(|(known, ..)| known.copied()));
            if let Some((None, name, at)) = known {
                sound = false;
                missing_base(layer, name, at, by_name.keys().copied(), complaints);
            }
        }
        let below = (0..layers.len()).map(|layer| below(layer, &on)).collect::<Vec<_>>();
        let circle = below.iter().enumerate().find(|(layer, below)| below.contains(layer));
        if let Some((layer, below)) = circle {
            let in_circle = below.iter().filter_map(|layer| layers.get(*layer));
            let names = listed(in_circle.clone().map(|it| &*it.name), "and");
            let what = if below.len() == 1 { "stands on itself" } else { "stand on each other in a circle" };
            let mut found = Diagnostic::error(codes::LAYER_CYCLE, format!("{names} {what}"));
            let first = layers.get(layer).into_iter();
            let others = in_circle.filter(|other| layers.get(layer).is_none_or(|it| it.name != other.name));
            for one in first.chain(others) {
                let at = one.extends.as_ref().and_then(|(_, at)| *at);
                found = found.at(at, format!("`{}` stands on this", shown(&one.name)));
            }
            complaints.push(found.help("one pack of a stack stands on nothing: it has no `extends`"));
            return None;
        }
        Some(Self { base: base?, below, layers }).filter(|_| sound)
    }

    /// Whether the one pack stands on the other, directly or not.
    pub(super) fn stands_on(&self, upper: usize, lower: usize) -> bool {
        self.below.get(upper).is_some_and(|below| below.contains(&lower))
    }

    /// The packs that nothing stands on.
    pub(super) fn tops(&self) -> Vec<&Layer> {
        let is_top = |layer: &usize| !self.below.iter().any(|below| below.contains(layer));
        let mut tops: Vec<&Layer> =
            (0..self.layers.len()).filter(is_top).filter_map(|layer| self.layers.get(layer)).collect();
        tops.sort_by(|a, b| a.name.cmp(&b.name));
        tops
    }

    /// The packs from the base upwards; those on one floor by name.
    pub(super) fn upwards(&self) -> Vec<&Layer> {
        let mut order: Vec<(usize, &Layer)> =
            self.below.iter().map(BTreeSet::len).zip(&self.layers).collect();
        order.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
        order.into_iter().map(|(_, layer)| layer).collect()
    }

    pub(super) fn name(&self, layer: usize) -> &str {
        self.layers.get(layer).map_or("", |layer| &layer.name)
    }
}

impl Layer {
    fn read(files: &[Vec<Entry>], file: &str, is_below: bool, complaints: &mut Complaints) -> Option<Self> {
        let mut packs = files.iter().flatten().filter(|entry| is_pack(entry));
        let Some(Entry { node, .. }) = packs.next() else {
            complaints.push(
                Diagnostic::error(codes::MISSING_PACK, format!("no file of the pack of `{}` says `[pack]`", shown(file)))
                    .help("add `[pack]` with `name`, `version` and `extends`; files of one pack belong in one folder"),
            );
            return None;
        };
        for again in packs {
            complaints.duplicate_pack(again.node.at, node.at);
        }
        let fields = Fields::open(node, "`[pack]`".to_owned(), &PACK, complaints)?;
        let name = fields.need_text("name", complaints);
        let extends = fields.get("extends");
        let base = fields.word("extends", complaints);
        let at = fields.get("name").and_then(|entry| entry.node.at);
        if (extends.is_some() || is_below) && !name.is_empty() {
            names::check("a pack", Used { word: &name, at, quoted: true }, complaints);
        }
        if extends.is_some() {
            let version = fields.need_text("version", complaints);
            if let Some(moments) = fields.get("moments") {
                complaints.push(
                    Diagnostic::error(codes::UNKNOWN_KEY, "an overlay does not list all moments")
                        .at(moments.at, "the order of time is that of the pack below")
                        .help("leave it out, and give each moment that you add a place: `after = \"…\"`"),
                );
            }
            let extends = base.map(|base| (base.to_owned(), extends.and_then(|entry| entry.node.at)));
            // An unreadable name of the base leaves open what the pack stands on.
            extends.as_ref()?;
            return (!name.is_empty()).then(|| Self {
                name: name.to_string(),
                version: version.to_string(),
                at,
                extends,
                node: node.clone(),
            });
        }
        let version = if is_below {
            fields.need_text("version", complaints).to_string()
        } else {
            fields.word("version", complaints).unwrap_or_default().to_owned()
        };
        Some(Self { name: name.to_string(), version, at, extends: None, node: node.clone() })
    }
}

pub(super) fn is_pack(entry: &Entry) -> bool {
    entry.key == "pack"
}

fn unique_names<'a>(layers: &'a [Layer], complaints: &mut Complaints) -> Option<BTreeMap<&'a str, usize>> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unique = true;
    for (number, layer) in layers.iter().enumerate() {
        if let Some(first) = by_name.insert(&layer.name, number) {
            unique = false;
            complaints.push(
                Diagnostic::error(
                    codes::DUPLICATE_LAYER,
                    format!("two packs are called `{}`", shown(&layer.name)),
                )
                .at(layer.at, "again here")
                .at(layers.get(first).and_then(|first| first.at), "first here")
                .help("give each pack once, and each pack a name of its own"),
            );
        }
    }
    unique.then_some(by_name)
}

fn only_base(layers: &[Layer], complaints: &mut Complaints) -> Option<usize> {
    let bases: Vec<usize> =
        (0..layers.len()).filter(|layer| layers.get(*layer).is_some_and(|it| it.extends.is_none())).collect();
    if let [first, second, ..] = bases.as_slice() {
        let at = |layer: &usize| layers.get(*layer).and_then(|layer| layer.at);
        let named = |layer: &usize| layers.get(*layer).map_or("", |layer| &*layer.name);
        complaints.push(
            Diagnostic::error(
                codes::SEVERAL_BASES,
                format!("neither of `{}` and `{}` stands on the other", shown(named(first)), shown(named(second))),
            )
            .at(at(second), "a pack of its own")
            .at(at(first), "another one")
            .help(format!(
                "say `extends = {}` in the one that changes the other; files of one pack belong in one folder",
                quoted(named(first))
            )),
        );
        return None;
    }
    bases.first().copied()
}

fn missing_base<'a>(
    layer: &Layer,
    base: &str,
    at: Option<Span>,
    given: impl Iterator<Item = &'a str>,
    complaints: &mut Complaints,
) {
    let others: Vec<&str> = given.filter(|name| *name != layer.name).collect();
    let found = Diagnostic::error(
        codes::MISSING_BASE,
        format!("`{}` stands on the pack `{}`, which is not there", shown(&layer.name), shown(base)),
    )
    .at(at, "no pack with this name was given");
    let near = complaints.nearest(base, others.iter().copied());
    complaints.push(match near {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(at, quoted(near)),
        None if others.is_empty() => found.help("give that pack, too, beside this one"),
        None => found.help(format!("give that pack, too; given beside this one: {}", listed(others, "and"))),
    });
}

/// Everything that a pack stands on. In a circle it comes to stand on itself.
fn below(layer: usize, on: &[Option<usize>]) -> BTreeSet<usize> {
    let mut below = BTreeSet::new();
    let mut next = on.get(layer).copied().flatten();
    while let Some(lower) = next.filter(|lower| below.insert(*lower)) {
        next = on.get(lower).copied().flatten();
    }
    below
}
