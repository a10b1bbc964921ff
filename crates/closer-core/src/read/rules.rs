//! `[[rule]]` and `[[disagreement]]`.

use std::collections::BTreeMap;

use super::actions::reference;
use super::citations::Citations;
use super::codes;
use super::complaints::Complaints;
use super::conditions::When;
use super::facts::Facts;
use super::fields::{Fields, Form, list};
use super::names::{self, Names};
use super::node::Node;
use super::texts::Texts;
use super::words::Used;
use super::{NOWHERE, regions::Written};
use crate::model::{Action, ActionId, Disagreement, PackedCondition, Polarity, Rule, RuleExtras, Side, Text};
use crate::space::Region;
use crate::text::{Diagnostic, ShortSpan, Span};

pub(super) const RULE: Form = Form {
    one: "a rule",
    keys: &["id", "suggest", "avoid", "when", "unless", "weight", "because", "sources", "accept"],
};
pub(super) const DISAGREEMENT: Form =
    Form { one: "a disagreement", keys: &["id", "actions", "when", "unless", "note", "sides", "accept"] };
pub(super) const SIDE: Form = Form { one: "a side", keys: &["sources", "says"] };

/// What rules and disagreements may refer to.
pub(super) struct Known<'n> {
    pub(super) facts: &'n Facts<'n>,
    pub(super) names: &'n Names<'n>,
    pub(super) actions: &'n [Action],
    pub(super) citations: &'n Citations<'n>,
    pub(super) texts: &'n Texts,
}

impl Known<'_> {
    /// The rules, sorted by id.
    pub(super) fn rules(&self, nodes: &[&Node], complaints: &mut Complaints) -> Vec<Written<Rule>> {
        let mut ids = Ids::new("rule");
        let mut rules: Vec<_> =
            nodes.iter().filter_map(|node| self.rule(node, &mut ids, complaints)).collect();
        rules.sort_by(|a, b| a.item.id.cmp(&b.item.id));
        rules
    }

    fn rule(&self, node: &Node, ids: &mut Ids, complaints: &mut Complaints) -> Option<Written<Rule>> {
        let owner = owner("rule", node);
        let fields = Fields::open(node, owner, &RULE, complaints)?;
        let id = ids.take(&fields, complaints);
        let (polarity, action) = self.verdict(&fields, complaints);
        let When { condition: when, sound, at: when_at, origin: when_origin } =
            self.facts.when(&fields, complaints);
        let weight = fields.number("weight", 1, 100, complaints).unwrap_or(50);
        let rule = Rule {
            id,
            polarity,
            // Stands for no action, until the end.
            action: action.unwrap_or(ActionId::new(usize::MAX)),
            when: PackedCondition::new(&when),
            weight: u8::try_from(weight).unwrap_or(50),
            because: self.texts.share(fields.need_word("because", complaints)),
            citations: self.citations.required(&fields, complaints),
            origin: node.at.unwrap_or(NOWHERE).into(),
            when_origin: when_origin.when.map(ShortSpan::from),
            extras: RuleExtras {
                accepted: fields.accepted(complaints),
                unless_origin: when_origin.unless.map(ShortSpan::from),
            }
            .boxed(),
            region: Region::empty(),
        };
        Some(Written { item: rule, owner: fields.owner, when_at, sound })
    }

    /// For or against, and which action.
    fn verdict(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> (Polarity, Option<ActionId>) {
        let mut action = |key: &str| {
            let word = reference(fields, key, complaints)?;
            self.names.resolve_word(word, complaints).map(ActionId::new)
        };
        let (suggested, avoided) = (action("suggest"), action("avoid"));
        match (fields.get("suggest"), fields.get("avoid")) {
            (Some(suggest), None) => {
                let action = suggested.and_then(|action| self.actions.get(action.index()));
                if let Some(action) = action.filter(|action| action.mistake) {
                    complaints.push(
                        Diagnostic::error(
                            codes::SUGGESTED_MISTAKE,
                            format!("{} suggests `{}`, which is a mistake", fields.owner, action.id),
                        )
                        .at(suggest.node.at, "a mistake is only ever avoided")
                        .at(Some(action.origin()), "declared here, with `mistake = true`")
                        .help("write `avoid`, or suggest another action"),
                    );
                }
                (Polarity::Suggest, suggested)
            }
            (None, Some(_)) => (Polarity::Avoid, avoided),
            (Some(suggest), Some(avoid)) => {
                complaints.push(
                    Diagnostic::error(
                        codes::SUGGEST_OR_AVOID,
                        format!("{} both suggests and avoids", fields.owner),
                    )
                    .at(avoid.at, "avoids here")
                    .at(suggest.at, "suggests here")
                    .help("make two rules of it, each with its own reason and sources"),
                );
                (Polarity::Suggest, None)
            }
            (None, None) => {
                complaints.push(
                    Diagnostic::error(
                        codes::SUGGEST_OR_AVOID,
                        format!("{} neither suggests nor avoids anything", fields.owner),
                    )
                    .at(fields.at, "`suggest` or `avoid` is missing here")
                    .help("add `suggest = \"…\"` or `avoid = \"…\"` with the id of an action"),
                );
                (Polarity::Suggest, None)
            }
        }
    }

    /// The disagreements, sorted by id.
    pub(super) fn disagreements(
        &self,
        nodes: &[&Node],
        complaints: &mut Complaints,
    ) -> Vec<Written<Disagreement>> {
        let mut ids = Ids::new("disagreement");
        let mut all: Vec<_> =
            nodes.iter().filter_map(|node| self.disagreement(node, &mut ids, complaints)).collect();
        all.sort_by(|a, b| a.item.id.cmp(&b.item.id));
        all
    }

    fn disagreement(
        &self,
        node: &Node,
        ids: &mut Ids,
        complaints: &mut Complaints,
    ) -> Option<Written<Disagreement>> {
        let owner = owner("disagreement", node);
        let fields = Fields::open(node, owner, &DISAGREEMENT, complaints)?;
        let id = ids.take(&fields, complaints);
        fields.need("actions", "[\"…\"]", complaints);
        let words = fields.words("actions", complaints);
        let mut actions: Vec<ActionId> = words
            .into_iter()
            .filter_map(|word| self.names.resolve_word(word, complaints).map(ActionId::new))
            .collect();
        actions.sort_unstable();
        let When { condition: when, sound, at: when_at, origin: when_origin } =
            self.facts.when(&fields, complaints);
        let disagreement = Disagreement {
            id,
            actions,
            when,
            note: fields.need_text("note", complaints),
            sides: self.sides(&fields, complaints),
            accepted: fields.accepted(complaints),
            origin: node.at.unwrap_or(NOWHERE),
            when_origin,
            region: Region::empty(),
        };
        Some(Written { item: disagreement, owner: fields.owner, when_at, sound })
    }

    fn sides(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<Side> {
        let example = "[{ sources = [\"…\"], says = \"…\" }, …]";
        let Some(entry) = fields.need("sides", example, complaints) else { return Vec::new() };
        let Some(nodes) = list("`sides`", &entry.node, complaints) else { return Vec::new() };
        if nodes.len() < 2 {
            complaints.push(
                Diagnostic::error(codes::ONE_SIDED, format!("{} has one side only", fields.owner))
                    .at(entry.node.at, "who disagrees?")
                    .help("add the other side, or turn the note into a rule"),
            );
        }
        let mut sides = Vec::new();
        for node in nodes {
            let owner = format!("a side of {}", fields.owner);
            let Some(fields) = Fields::open(node, owner, &SIDE, complaints) else { continue };
            sides.push(Side {
                says: fields.need_text("says", complaints),
                citations: self.citations.required(&fields, complaints).to_vec(),
            });
        }
        sides
    }
}

/// What to call a table that stands in a list, by its id if it has one.
fn owner(kind: &str, node: &Node) -> String {
    match node.text_at("id") {
        Some(id) if !id.is_empty() => format!("the {kind} `{}`", super::words::shown(id)),
        _ => format!("this {kind}"),
    }
}

/// The ids that are taken, with their places.
struct Ids {
    kind: &'static str,
    taken: BTreeMap<Text, Option<Span>>,
}

impl Ids {
    fn new(kind: &'static str) -> Self {
        Self { kind, taken: BTreeMap::new() }
    }

    fn take(&mut self, fields: &Fields<'_>, complaints: &mut Complaints) -> Text {
        let id = fields.need_text("id", complaints);
        if id.is_empty() {
            return id;
        }
        let at = fields.get("id").and_then(|entry| entry.node.at);
        names::check(&format!("a {}", self.kind), Used { word: &id, at, quoted: true }, complaints);
        match self.taken.get(&id) {
            Some(first) => complaints.duplicate(self.kind, &id, at, *first),
            None => {
                self.taken.insert(id.clone(), at);
            }
        }
        id
    }
}
