//! Puts what is added into an order where it says it belongs.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::Place;
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::words::{quoted, shown};
use crate::text::{Diagnostic, Span};

/// Something that is added to an order.
#[derive(Debug)]
pub(super) struct Added {
    pub(super) name: String,
    pub(super) at: Option<Span>,
    pub(super) place: Option<Place>,
}

/// An order that things are added to, in words for messages.
pub(super) struct Order<'a> {
    /// "value" or "moment".
    pub(super) of: &'static str,
    /// What to complain of where an anchor is unknown.
    pub(super) unknown: &'static str,
    /// The order means something, so that a place is needed.
    pub(super) matters: bool,
    /// What stands in it already.
    pub(super) names: Vec<&'a str>,
}

impl Order<'_> {
    /// All names, those that are added between those that were there. The result does not depend on the order of `added`.
    pub(super) fn merge(&self, added: &[Added], complaints: &mut Complaints) -> Vec<String> {
        let known: BTreeSet<&str> =
            self.names.iter().copied().chain(added.iter().map(|one| &*one.name)).collect();
        let mut children: BTreeMap<(&str, bool), Vec<&Added>> = BTreeMap::new();
        let mut anywhere: Vec<&Added> = Vec::new();
        for one in added {
            match &one.place {
                Some(place) if known.contains(&*place.anchor) => {
                    children.entry((&place.anchor, place.after)).or_default().push(one);
                }
                Some(place) => {
                    let used = crate::read::words::Used { word: &place.anchor, at: place.at, quoted: true };
                    complaints.unknown(
                        self.unknown,
                        self.of,
                        used,
                        known.iter().copied(),
                        "name one that is declared",
                    );
                }
                None if self.matters => complaints.push(self.no_place(one)),
                None => anywhere.push(one),
            }
        }
        for beside in children.values_mut() {
            beside.sort_by(|a, b| a.name.cmp(&b.name));
            if self.matters {
                same_place(beside, complaints);
            }
        }
        let mut merged = Vec::new();
        let mut placed = BTreeSet::new();
        for name in &self.names {
            if placed.contains(name) {
                // It stands there twice, to be complained about.
                merged.push((*name).to_owned());
            } else {
                visit(name, &children, &mut merged, &mut placed);
            }
        }
        anywhere.sort_by(|a, b| a.name.cmp(&b.name));
        for one in anywhere {
            visit(&one.name, &children, &mut merged, &mut placed);
        }
        for one in children.values().flatten().filter(|one| !placed.contains(&*one.name)) {
            complaints.push(
                Diagnostic::error(
                    codes::NO_PLACE,
                    format!("the place of `{}` hangs on itself", shown(&one.name)),
                )
                .at(one.place.as_ref().and_then(|place| place.at), "its place is told by this one's")
                .help(format!("place one of them beside a {} that was there before", self.of)),
            );
        }
        // So that nothing else is complained about on their account.
        let lost = added.iter().map(|one| &*one.name).filter(|name| !placed.contains(name));
        merged.extend(lost.map(str::to_owned));
        merged
    }

    fn no_place(&self, one: &Added) -> Diagnostic {
        let example = self.names.last().copied().unwrap_or("…");
        Diagnostic::error(
            codes::NO_PLACE,
            format!("the {} `{}` has no place in the order", self.of, shown(&one.name)),
        )
        .at(one.at, "where does it belong?")
        .help(format!("say `after = \"…\"` or `before = \"…\"`, as in `after = {}`", quoted(example)))
    }
}

/// Of two things right after the same one, which comes first?
fn same_place(beside: &[&Added], complaints: &mut Complaints) {
    let pairs = beside.iter().zip(beside.iter().skip(1));
    for (first, second) in pairs.filter(|(first, second)| first.name != second.name) {
        let at = |one: &Added| one.place.as_ref().and_then(|place| place.at);
        let Some(place) = &first.place else { continue };
        let side = if place.after { "after" } else { "before" };
        complaints.push(
            Diagnostic::error(
                codes::SAME_PLACE,
                format!(
                    "`{}` and `{}` are both put right {side} `{}`",
                    shown(&first.name),
                    shown(&second.name),
                    shown(&place.anchor)
                ),
            )
            .at(at(second), "which comes first?")
            .at(at(first), "the same place")
            .help(format!("place one beside the other, as in `after = {}`", quoted(&first.name))),
        );
    }
}

/// The name of what was there, or of something added, with what stands right before and right after it.
fn visit<'a>(
    name: &'a str,
    children: &BTreeMap<(&'a str, bool), Vec<&'a Added>>,
    merged: &mut Vec<String>,
    placed: &mut BTreeSet<&'a str>,
) {
    // Chains can be long, so what is still to do is kept in a list, the next thing last.
    let mut to_do = vec![(name, false)];
    while let Some((name, is_ready)) = to_do.pop() {
        if is_ready {
            merged.push(name.to_owned());
        } else if placed.insert(name) {
            let beside = |after| children.get(&(name, after)).into_iter().flatten().rev();
            to_do.extend(beside(true).map(|one| (&*one.name, false)));
            to_do.push((name, true));
            to_do.extend(beside(false).map(|one| (&*one.name, false)));
        }
    }
}
