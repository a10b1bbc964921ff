//! `[override.…]`, `[extend.…]` and `[disable]`: what an overlay says of the things of the packs below.

use super::kinds::{FACT, KINDS, Kind};
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::fields::{Fields, Form};
use crate::read::node::{Entry, Node, Value};
use crate::read::words::{listed, shown};
use crate::text::{Diagnostic, Span};

/// The tables that only overlays have.
pub(in crate::read) const TABLES: [&str; 3] = ["override", "extend", "disable"];

pub(in crate::read) const DISABLE: Form =
    Form { one: "`[disable]`", keys: &["rules", "actions", "disagreements"] };
pub(in crate::read) const VALUE: Form =
    Form { one: "an added value", keys: &["after", "before", "title", "phrase"] };

/// What overlays want to be different.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) overrides: Vec<Override>,
    pub(super) added: Vec<AddedValue>,
    pub(super) disabled: Vec<Disabled>,
    /// All things that are overridden or extended, even where nothing comes of it.
    pub(super) targets: Vec<Target>,
}

/// One thing, by its kind and id, as an overlay names it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) layer: usize,
    pub(super) kind: &'static Kind,
    pub(super) id: String,
    pub(super) at: Option<Span>,
}

/// A field, or an entry of one, that is to be another.
#[derive(Debug)]
pub(super) struct Override {
    pub(super) of: Target,
    pub(super) field: String,
    /// The value or flag, for fields that are overridden entry by entry.
    pub(super) entry: Option<String>,
    /// What it shall be; nothing removes it.
    pub(super) to: Option<Entry>,
    pub(super) at: Option<Span>,
}

/// A value that a fact shall have, too.
#[derive(Debug)]
pub(super) struct AddedValue {
    pub(super) of: Target,
    pub(super) value: String,
    pub(super) at: Option<Span>,
    pub(super) place: Option<Place>,
}

/// Where something stands in an order: right after or right before another.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) after: bool,
    pub(super) anchor: String,
    pub(super) at: Option<Span>,
}

/// A thing that shall not be there.
#[derive(Debug)]
pub(super) struct Disabled {
    pub(super) what: Target,
}

impl Changes {
    /// Takes the tables of overlays out of `rest`.
    pub(super) fn take(
        &mut self,
        layer: usize,
        is_base: bool,
        rest: Vec<Entry>,
        complaints: &mut Complaints,
    ) -> Vec<Entry> {
        let mut kept = Vec::new();
        for entry in rest {
            let Some(table) = table_of(&entry, is_base, complaints) else {
                kept.push(entry);
                continue;
            };
            if is_base {
                complaints.push(not_an_overlay(&entry));
                continue;
            }
            match table {
                "override" => self.read_overrides(layer, &entry, complaints),
                "extend" => self.read_extend(layer, &entry, complaints),
                _ => self.read_disable(layer, &entry, complaints),
            }
        }
        kept
    }

    fn read_overrides(&mut self, layer: usize, entry: &Entry, complaints: &mut Complaints) {
        let Some(kinds) = table(entry, "a table: [override.rule.ID]", complaints) else { return };
        for of_kind in kinds {
            let Some(kind) = kind_of(of_kind, complaints) else { continue };
            let example = format!("a table: [override.{}.ID]", kind.one);
            for thing in table(of_kind, &example, complaints).unwrap_or_default() {
                let of = Target { layer, kind, id: thing.key.clone(), at: thing.at };
                self.read_override(&of, thing, complaints);
            }
        }
    }

    fn read_override(&mut self, of: &Target, thing: &Entry, complaints: &mut Complaints) {
        self.targets.push(of.clone());
        let kind = of.kind;
        let fields: Vec<&str> = kind.fields().chain(["remove"]).collect();
        for entry in table(thing, "a table of fields", complaints).unwrap_or_default() {
            let Some(field) = known_field(kind, &fields, entry, complaints) else { continue };
            if field == "remove" {
                self.read_remove(of, &entry.node, complaints);
                continue;
            }
            let to = Entry { key: field.to_owned(), at: entry.at, node: entry.node.clone() };
            match &entry.node.value {
                Value::Table(parts) if kind.by_entry.contains(&field) => {
                    self.overrides.extend(parts.iter().map(|part| Override {
                        of: of.clone(),
                        field: field.to_owned(),
                        entry: Some(part.key.clone()),
                        to: Some(part.clone()),
                        at: part.at,
                    }));
                }
                _ => self.overrides.push(Override {
                    of: of.clone(),
                    field: field.to_owned(),
                    entry: None,
                    at: entry.at,
                    to: Some(to),
                }),
            }
        }
    }

    fn read_remove(&mut self, of: &Target, node: &Node, complaints: &mut Complaints) {
        let kind = of.kind;
        let holder = Node {
            value: Value::Table(vec![Entry { key: "remove".into(), at: node.at, node: node.clone() }]),
            at: node.at,
        };
        let form = Form { one: "an override", keys: &["remove"] };
        let Some(fields) =
            Fields::open(&holder, format!("the override of `{}`", shown(&of.id)), &form, complaints)
        else {
            return;
        };
        for (word, at) in fields.words("remove", complaints) {
            let (field, entry) = match word.split_once('.') {
                Some((field, entry)) if kind.by_entry.contains(&field) => (field, Some(entry.to_owned())),
                _ => (word, None),
            };
            let known = kind.fields().any(|known| known == field);
            if known && !kind.required.contains(&field) {
                let field = field.to_owned();
                self.overrides.push(Override { of: of.clone(), field, entry, to: None, at });
                continue;
            }
            let found = Diagnostic::error(
                codes::CANNOT_REMOVE,
                if known {
                    format!("`{field}` cannot be removed: {} must have it", kind.one_of())
                } else {
                    format!("{} has no field `{}`", kind.one_of(), shown(word))
                },
            )
            .at(at, if known { "always needed" } else { "nothing to remove" });
            let optional = || kind.fields().filter(|field| !kind.required.contains(field));
            let near = if known { None } else { complaints.nearest(word, optional()) };
            complaints.push(match near {
                Some(near) => {
                    found.help(format!("did you mean `{near}`?")).fix(at, crate::read::words::quoted(near))
                }
                None => found.help(format!("what can be removed is {}", listed(optional(), "and"))),
            });
        }
    }

    fn read_extend(&mut self, layer: usize, entry: &Entry, complaints: &mut Complaints) {
        let Some(kinds) = table(entry, "a table: [extend.fact.NAME]", complaints) else { return };
        for of_kind in kinds {
            if of_kind.key != FACT.one {
                let found = Diagnostic::error(
                    codes::UNKNOWN_KEY,
                    format!("`{}` cannot be extended", shown(&of_kind.key)),
                )
                .at(of_kind.at, "only facts can be");
                let near = complaints.nearest(&of_kind.key, [FACT.one]).is_some();
                let found = found.help(
                    "write [extend.fact.NAME] to add values; other things are simply declared, or overridden",
                );
                complaints.push(if near { found.fix(of_kind.at, FACT.one) } else { found });
                if !near {
                    continue;
                }
            }
            for fact in table(of_kind, "a table: [extend.fact.NAME]", complaints).unwrap_or_default() {
                let of = Target { layer, kind: &FACT, id: fact.key.clone(), at: fact.at };
                self.targets.push(of.clone());
                let example =
                    "a table of values: each with its place, as in `trainee = { before = \"entry\" }`";
                for value in table(fact, example, complaints).unwrap_or_default() {
                    self.read_value(&of, value, complaints);
                }
            }
        }
    }

    fn read_value(&mut self, of: &Target, value: &Entry, complaints: &mut Complaints) {
        let owner = format!("the value `{}`", shown(&value.key));
        let Some(fields) = Fields::open(&value.node, owner, &VALUE, complaints) else { return };
        let place = place(&fields, complaints);
        self.added.push(AddedValue { of: of.clone(), value: value.key.clone(), at: value.at, place });
        for (key, field) in [("title", "titles"), ("phrase", "phrases")] {
            if let Some(words) = fields.get(key) {
                let to = Entry { key: value.key.clone(), at: words.at, node: words.node.clone() };
                self.overrides.push(Override {
                    of: of.clone(),
                    field: field.to_owned(),
                    entry: Some(value.key.clone()),
                    to: Some(to),
                    at: words.at,
                });
            }
        }
    }

    fn read_disable(&mut self, layer: usize, entry: &Entry, complaints: &mut Complaints) {
        let Some(fields) = Fields::open(&entry.node, "`[disable]`".to_owned(), &DISABLE, complaints) else {
            return;
        };
        for kind in KINDS {
            let Some(key) = kind.disabled_as else { continue };
            for (id, at) in fields.words(key, complaints) {
                let what = Target { layer, kind, id: id.to_owned(), at };
                self.disabled.push(Disabled { what });
            }
        }
    }
}

/// Right after or right before what the table says; `None` when it says neither, or both, which is complained about.
pub(super) fn place(fields: &Fields<'_>, complaints: &mut Complaints) -> Option<Place> {
    let mut said = |key: &str| {
        let anchor = fields.word(key, complaints)?.to_owned();
        Some(Place { after: key == "after", anchor, at: fields.get(key)?.node.at })
    };
    match (said("after"), said("before")) {
        (Some(_), Some(before)) => {
            complaints.push(
                Diagnostic::error(codes::NO_PLACE, format!("{} is given two places", fields.owner))
                    .at(before.at, "one too many")
                    .at(fields.get("after").and_then(|entry| entry.node.at), "one place")
                    .help("keep one of `after` and `before`"),
            );
            Some(before)
        }
        (after, before) => after.or(before),
    }
}

/// Which table of overlays an entry is, misspelt ones included.
fn table_of(entry: &Entry, is_base: bool, complaints: &mut Complaints) -> Option<&'static str> {
    if let Some(table) = TABLES.into_iter().find(|table| *table == entry.key) {
        return Some(table);
    }
    if is_base || !matches!(entry.node.value, Value::Table(_)) || crate::read::material::is_table(&entry.key)
    {
        return None;
    }
    let meant = complaints.nearest(&entry.key, TABLES)?;
    complaints.push(
        Diagnostic::error(codes::UNKNOWN_KEY, format!("a pack has no table `{}`", shown(&entry.key)))
            .at(entry.at, "unknown table")
            .help(format!("did you mean `{meant}`?"))
            .fix(entry.at, meant),
    );
    Some(meant)
}

fn not_an_overlay(entry: &Entry) -> Diagnostic {
    Diagnostic::error(codes::NOT_AN_OVERLAY, format!("`{}` changes another pack, but none is named", shown(&entry.key)))
        .at(entry.at, "only an overlay can do this")
        .help("add `extends = \"…\"` to `[pack]` with the name of the pack that is changed, or change the thing where it is declared")
}

fn kind_of(entry: &Entry, complaints: &mut Complaints) -> Option<&'static Kind> {
    let named = |word: &str| KINDS.into_iter().find(|kind| kind.one == word);
    if let Some(kind) = named(&entry.key) {
        return Some(kind);
    }
    let found =
        Diagnostic::error(codes::UNKNOWN_KEY, format!("an override has no table `{}`", shown(&entry.key)))
            .at(entry.at, "unknown table");
    let near = complaints.nearest(&entry.key, KINDS.into_iter().map(|kind| kind.one));
    complaints.push(match near {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(entry.at, near),
        None => {
            found.help(format!("the tables are {}", listed(KINDS.into_iter().map(|kind| kind.one), "and")))
        }
    });
    named(near?)
}

fn known_field<'f>(
    kind: &Kind,
    fields: &[&'f str],
    entry: &Entry,
    complaints: &mut Complaints,
) -> Option<&'f str> {
    if let Some(field) = fields.iter().find(|field| **field == entry.key) {
        return Some(field);
    }
    let found = Diagnostic::error(
        codes::UNKNOWN_KEY,
        format!("{} has no field `{}` to override", kind.one_of(), shown(&entry.key)),
    )
    .at(entry.at, "unknown field");
    let near = complaints.nearest(&entry.key, fields.iter().copied());
    complaints.push(match near {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(entry.at, near),
        None => found.help(format!("the fields are {}", listed(fields.iter().copied(), "and"))),
    });
    near
}

fn table<'e>(entry: &'e Entry, expected: &str, complaints: &mut Complaints) -> Option<&'e [Entry]> {
    let Value::Table(entries) = &entry.node.value else {
        complaints.wrong_type(&format!("`{}`", shown(&entry.key)), expected, &entry.node);
        return None;
    };
    Some(entries)
}
