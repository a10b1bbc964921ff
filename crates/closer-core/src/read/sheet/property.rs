//! `[[property]]`: what must hold in every context, not only in one that is described.

use std::collections::BTreeMap;

use super::SheetProperty;
use super::promises::Known;
use crate::model::{Condition, RuleSet, Text};
use crate::read::complaints::Complaints;
use crate::read::conditions::condition;
use crate::read::fields::{Fields, Form};
use crate::read::node::Node;
use crate::read::regions::Work;
use crate::read::words::shown;
use crate::read::{Limits, NOWHERE, regions};
use crate::text::Span;

pub(in crate::read) const PROPERTY: Form = Form {
    one: "a property",
    keys: &[
        "name",
        "whenever",
        "skip",
        "known_gap",
        "always",
        "never",
        "avoids",
        "never_together",
        "at_least",
        "order",
    ],
};

pub(super) struct Reader<'a> {
    set: &'a RuleSet,
    known: Known<'a>,
    /// The steps that are left for all conditions.
    work: Work,
}

impl<'a> Reader<'a> {
    pub(super) fn of(set: &'a RuleSet, limits: &Limits) -> Self {
        Self { set, known: Known::of(set), work: Work::new(limits) }
    }

    /// The properties of one file.
    pub(super) fn read(
        &mut self,
        nodes: &[&Node],
        properties: &mut Vec<SheetProperty>,
        complaints: &mut Complaints,
    ) {
        let mut taken: BTreeMap<Text, Span> = BTreeMap::new();
        for node in nodes {
            let owner = match node.text_at("name") {
                Some(name) if !name.is_empty() => format!("the property `{}`", shown(name)),
                _ => "this property".to_owned(),
            };
            let Some(fields) = Fields::open(node, owner, &PROPERTY, complaints) else { continue };
            let property = self.property(&fields, complaints);
            if let Some(first) = taken.get(&property.name) {
                complaints.duplicate("property", &property.name, Some(property.at), Some(*first));
            } else if !property.name.is_empty() {
                taken.insert(property.name.clone(), property.at);
            }
            properties.push(property);
        }
    }

    fn property(&mut self, fields: &Fields<'_>, complaints: &mut Complaints) -> SheetProperty {
        SheetProperty {
            name: fields.need_text("name", complaints),
            at: fields.get("name").and_then(|entry| entry.node.at).or(fields.at).unwrap_or(NOWHERE),
            whenever: self.whenever(fields, complaints),
            skip: fields.text("skip", complaints),
            known_gap: fields.text("known_gap", complaints),
            promises: self.known.promises(fields, complaints),
        }
    }

    /// Where the property applies. A condition that no interview can meet would prove anything, so it is a mistake.
    fn whenever(&mut self, fields: &Fields<'_>, complaints: &mut Complaints) -> Condition {
        let Some(entry) = fields.get("whenever") else { return Condition::ALWAYS };
        let read = condition(&self.set.vocabulary, "`whenever`", &entry.node, complaints);
        let Some(whenever) = read else { return Condition::ALWAYS };
        let vocabulary = &self.set.vocabulary;
        let region = self.work.on(&complaints.limits, |budget| {
            let finer = vocabulary.refined(&whenever)?;
            whenever.region(finer.as_ref().unwrap_or(vocabulary), budget)
        });
        // Only whether there is one matters here.
        let _region = regions::possible(region, &fields.owner, entry.node.at, complaints);
        whenever
    }
}
