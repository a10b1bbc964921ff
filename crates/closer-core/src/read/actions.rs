//! `[actions.…]`: what can be advised.

use std::collections::BTreeSet;

use super::NOWHERE;
use super::citations::Citations;
use super::codes;
use super::complaints::Complaints;
use super::fields::{Fields, Form};
use super::material::Named;
use super::names::Names;
use super::node::Value;
use super::texts::Texts;
use crate::model::{Action, ActionExtras, ActionId, GroupId, MomentId, Text};
use crate::text::{Diagnostic, Span};

pub(super) const ACTION: Form = Form {
    one: "an action",
    keys: &[
        "moment",
        "title",
        "say",
        "quotes",
        "why",
        "group",
        "never_with",
        "boldness",
        "mistake",
        "instead",
        "sources",
        "accept",
    ],
};

/// What actions may refer to.
pub(super) struct Known<'n> {
    pub(super) actions: &'n Names<'n>,
    pub(super) moments: &'n Names<'n>,
    pub(super) groups: &'n Names<'n>,
    pub(super) citations: &'n Citations<'n>,
    pub(super) texts: &'n Texts,
}

/// The actions, sorted by id.
pub(super) fn read(tables: &[Named<'_>], known: &Known<'_>, complaints: &mut Complaints) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    for table in tables {
        let action = read_action(table, known, complaints);
        if table.counts {
            actions.push(action);
        }
    }
    let pairs: BTreeSet<(ActionId, ActionId)> = actions
        .iter()
        .enumerate()
        .flat_map(|(id, action)| {
            let id = ActionId::new(id);
            action.never_with().iter().flat_map(move |other| [(id, *other), (*other, id)])
        })
        .collect();
    for (id, action) in actions.iter_mut().enumerate() {
        let id = ActionId::new(id);
        let others = pairs.range((id, ActionId::new(0))..).take_while(|(one, _)| *one == id);
        action.change_extras(|extras| extras.never_with = others.map(|(_, other)| *other).collect());
    }
    actions
}

fn read_action(table: &Named<'_>, known: &Known<'_>, complaints: &mut Complaints) -> Action {
    let mut action = Action {
        id: table.name.into(),
        // Stands for no moment, until the end.
        moment: MomentId::new(usize::MAX),
        title: Text::default(),
        say: None,
        why: None,
        group: None,
        boldness: None,
        mistake: false,
        citations: [].into(),
        origin: table.at.unwrap_or(NOWHERE).into(),
        extras: None,
    };
    let owner = format!("the action `{}`", table.name);
    let Some(fields) = Fields::open(table.node, owner, &ACTION, complaints) else { return action };

    fields.need("moment", "\"…\"", complaints);
    if let Some(word) = reference(&fields, "moment", complaints) {
        action.moment = known.moments.resolve_word(word, complaints).map_or(action.moment, MomentId::new);
    }
    if let Some(word) = reference(&fields, "group", complaints) {
        action.group = known.groups.resolve_word(word, complaints).map(GroupId::new);
    }
    let quotes =
        reference(&fields, "quotes", complaints).and_then(|word| known.citations.resolve(word, complaints));
    action.title = known.texts.share(fields.need_word("title", complaints));
    let shared = |text: &str| known.texts.share(text);
    action.say = fields.word("say", complaints).map(shared);
    action.mistake = fields.truth("mistake", complaints);
    let instead = fields.word("instead", complaints).map(shared);
    action.why = fields.word("why", complaints).map(shared);
    action.boldness =
        fields.number("boldness", 1, 5, complaints).and_then(|number| u8::try_from(number).ok());
    action.citations = known.citations.optional(&fields, complaints);
    let accepted = fields.accepted(complaints);
    let never_with = never_with(table.name, &fields, known, complaints);
    action.change_extras(|extras| *extras = ActionExtras { quotes, never_with, instead, accepted });

    // A mistake needs none, nor does what may have been meant as one.
    let mistake = action.mistake
        || fields.get("mistake").is_some_and(|entry| !matches!(entry.node.value, Value::Bool(_)));
    if fields.get("why").is_none() && !mistake {
        complaints.missing_key(&fields.owner, "why", "\"…\"", fields.at);
    }
    if fields.get("say").is_none()
        && let Some(quotes) = fields.get("quotes")
    {
        complaints.push(
            Diagnostic::error(
                codes::QUOTES_WITHOUT_SAY,
                format!("{} quotes a source but says nothing", fields.owner),
            )
            .at(quotes.at, "what is quoted here?")
            .help("add the line as `say`, or name the row in `sources` instead"),
        );
    }
    action
}

/// The name in a text, and its place.
pub(super) fn reference<'a>(
    fields: &Fields<'a>,
    key: &str,
    complaints: &mut Complaints,
) -> Option<(&'a str, Option<Span>)> {
    let word = fields.word(key, complaints)?;
    Some((word, fields.get(key)?.node.at))
}

fn never_with(
    own: &str,
    fields: &Fields<'_>,
    known: &Known<'_>,
    complaints: &mut Complaints,
) -> Vec<ActionId> {
    let mut others = Vec::new();
    for word in fields.words("never_with", complaints) {
        if word.0 == own {
            complaints.push(
                Diagnostic::error(
                    codes::NEVER_WITH_ITSELF,
                    format!("{} is never to lead with itself", fields.owner),
                )
                .at(word.1, "the action itself")
                .help("name another action, or leave it out"),
            );
        } else {
            others.extend(known.actions.resolve_word(word, complaints).map(ActionId::new));
        }
    }
    others
}
