//! `[pack]`, `[moments.…]`, `[groups.…]` and `[sources.…]`.

use super::NOWHERE;
use super::codes;
use super::complaints::Complaints;
use super::conditions::When;
use super::facts::Facts;
use super::fields::{Fields, Form};
use super::material::{Material, Named};
use super::names::{self, Names};
use super::words::{Used, shown};
use crate::model::{FollowUp, Group, Moment, MomentId, Pack, Source, Text};
use crate::text::{Diagnostic, Span};

pub(super) const PACK: Form =
    Form { one: "`[pack]`", keys: &["name", "version", "title", "extends", "moments"] };
pub(super) const MOMENT: Form =
    Form { one: "a moment", keys: &["title", "when", "unless", "follow_up", "accept"] };
pub(super) const FOLLOW_UP: Form = Form { one: "`follow_up`", keys: &["working_days", "hours"] };
pub(super) const GROUP: Form = Form { one: "a group", keys: &["title", "at_most"] };
pub(super) const SOURCE: Form = Form { one: "a source", keys: &["title", "author", "editorial"] };

/// What a pack says of itself, and its moments in the order of time.
pub(super) struct Cover<'a> {
    pub(super) pack: Pack,
    /// `None` when the order is not known; then a complaint has been made.
    order: Option<Vec<(&'a str, Option<Span>)>>,
}

/// Between the names of packs that are used together.
pub(super) const AND: &str = "-and-";

impl<'a> Cover<'a> {
    pub(super) fn read(material: &Material<'a>, complaints: &mut Complaints) -> Self {
        let mut pack = Pack {
            name: Text::default(),
            version: Text::default(),
            title: Text::default(),
            layers: Vec::new(),
        };
        let Some(node) = material.pack else {
            if !material.unclear {
                complaints.push(
                    Diagnostic::error(codes::MISSING_PACK, "no file says `[pack]`")
                        .help("add `[pack]` with `name`, `version` and `moments` to one of the files"),
                );
            }
            return Self { pack, order: None };
        };
        let Some(fields) = Fields::open(node, "`[pack]`".to_owned(), &PACK, complaints) else {
            return Self { pack, order: None };
        };
        pack.name = fields.need_text("name", complaints);
        // The names that one of several packs is made of were checked one by one, and it may be longer than any.
        let at = fields.get("name").and_then(|entry| entry.node.at);
        if !pack.name.is_empty() && at.is_some() {
            names::check("a pack", Used { word: &pack.name, at, quoted: true }, complaints);
        }
        pack.version = fields.need_text("version", complaints);
        pack.title = fields.text("title", complaints).unwrap_or_else(|| pack.name.clone());
        let listed = fields.need("moments", "[\"…\"]", complaints).is_some();
        let order = fields.words("moments", complaints);
        let clear = listed && !order.is_empty() && !material.packs_differ;
        Self { pack, order: clear.then_some(order) }
    }

    /// The moments that actions can name, earliest first: those that are listed, or else those that are declared.
    pub(super) fn moments(&self, material: &Material<'a>, complaints: &mut Complaints) -> Names<'a> {
        let declared = Names::new("moment", codes::UNKNOWN_MOMENT, counting(&material.moments));
        let Some(order) = &self.order else { return declared };
        let listed = Names::new("moment", codes::UNKNOWN_MOMENT, order.iter().copied());
        let free: Vec<&str> = declared.all().filter(|name| listed.find(name).is_none()).collect();
        let unknown: Vec<(&str, Option<Span>)> =
            order.iter().copied().filter(|(name, _)| declared.find(name).is_none()).collect();
        for (name, at) in &unknown {
            let near = complaints.nearest(name, free.iter().copied());
            let found = Diagnostic::error(codes::UNKNOWN_MOMENT, format!("unknown moment `{}`", shown(name)))
                .at(*at, "no moment has this name");
            complaints.push(match near {
                Some(near) => {
                    found.help(format!("did you mean `{near}`?")).fix(*at, super::words::quoted(near))
                }
                None => found.help(format!("declare it: `[moments.{}]`, with a `title`", shown(name))),
            });
        }
        for (name, at) in counting(&material.moments).filter(|(name, _)| listed.find(name).is_none()) {
            let meant = complaints.nearest(name, unknown.iter().map(|(listed, _)| *listed));
            if meant.is_none() {
                complaints.push(
                    Diagnostic::error(
                        codes::UNLISTED_MOMENT,
                        format!("the moment `{name}` has no place in time"),
                    )
                    .at(at, "not in the list of moments")
                    .at(order.first().and_then(|(_, at)| *at), "the list begins here")
                    .help("add it to `moments` of `[pack]`, where it comes in time"),
                );
            }
        }
        let all = order.iter().copied().chain(counting(&material.moments));
        Names::new("moment", codes::UNKNOWN_MOMENT, all)
    }
}

fn counting<'a>(tables: &[Named<'a>]) -> impl Iterator<Item = (&'a str, Option<Span>)> {
    tables.iter().filter(|table| table.counts).map(|table| (table.name, table.at))
}

/// The things of one kind that count, as names that can be resolved.
pub(super) fn names_of<'a>(kind: &'static str, code: &'static str, tables: &[Named<'a>]) -> Names<'a> {
    Names::new(kind, code, counting(tables))
}

/// A moment, and where its guard stands.
pub(super) struct Guarded {
    pub(super) moment: Moment,
    /// What actions know it by.
    pub(super) id: MomentId,
    pub(super) guard_at: Option<Span>,
    pub(super) sound: bool,
}

/// The moments in the order of `names`.
pub(super) fn moments(
    tables: &[Named<'_>],
    names: &Names<'_>,
    facts: &Facts<'_>,
    complaints: &mut Complaints,
) -> Vec<Guarded> {
    let mut moments: Vec<Guarded> = Vec::new();
    for table in tables {
        let owner = format!("the moment `{}`", table.name);
        let Some(fields) = Fields::open(table.node, owner, &MOMENT, complaints) else { continue };
        let title = fields.need_text("title", complaints);
        let When { condition: guard, sound, at: guard_at, origin: when_origin } =
            facts.when(&fields, complaints);
        let follow_up = follow_up(&fields, complaints);
        let moment = Moment {
            id: table.name.into(),
            title,
            guard,
            follow_up,
            accepted: fields.accepted(complaints),
            origin: table.at.unwrap_or(NOWHERE),
            when_origin,
        };
        if let (true, Some(position)) = (table.counts, names.find(table.name)) {
            moments.push(Guarded { moment, id: MomentId::new(position), guard_at, sound });
        }
    }
    moments.sort_by_key(|moment| moment.id);
    moments
}

/// When a moment comes, counted from the interview.
fn follow_up(fields: &Fields<'_>, complaints: &mut Complaints) -> Option<FollowUp> {
    let node = &fields.get("follow_up")?.node;
    let owner = format!("`follow_up` of {}", fields.owner);
    let fields = Fields::open(node, owner, &FOLLOW_UP, complaints)?;
    let days = fields.number("working_days", 0, 365, complaints).unwrap_or_default();
    let hours = fields.number("hours", 0, 23, complaints).unwrap_or_default();
    Some(FollowUp {
        working_days: u16::try_from(days).unwrap_or_default(),
        hours: u8::try_from(hours).unwrap_or_default(),
    })
}

/// The groups, sorted by id.
pub(super) fn groups(tables: &[Named<'_>], complaints: &mut Complaints) -> Vec<Group> {
    let mut groups = Vec::new();
    for table in tables {
        let owner = format!("the group `{}`", table.name);
        let Some(fields) = Fields::open(table.node, owner, &GROUP, complaints) else { continue };
        let title = fields.need_text("title", complaints);
        fields.need("at_most", "1", complaints);
        let at_most = fields.number("at_most", 1, i64::MAX, complaints);
        let at_most = u32::try_from(at_most.unwrap_or(1)).unwrap_or(u32::MAX);
        if table.counts {
            groups.push(Group { id: table.name.into(), title, at_most });
        }
    }
    groups
}

/// The sources, sorted by id.
pub(super) fn sources(tables: &[Named<'_>], complaints: &mut Complaints) -> Vec<Source> {
    let mut sources = Vec::new();
    for table in tables {
        let owner = format!("the source `{}`", table.name);
        let Some(fields) = Fields::open(table.node, owner, &SOURCE, complaints) else { continue };
        let source = Source {
            id: table.name.into(),
            title: fields.need_text("title", complaints),
            author: fields.text("author", complaints),
            editorial: fields.truth("editorial", complaints),
        };
        if table.counts {
            sources.push(source);
        }
    }
    sources
}
