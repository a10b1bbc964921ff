//! The kinds of things that overlays add, change and disable.

use crate::read::fields::Form;
use crate::read::{actions, codes, facts, pack, rules};

/// A kind of thing that a pack declares, by its name in messages and in the tables of overlays.
#[derive(Debug)]
pub(super) struct Kind {
    /// "action": also the word of `[override.action.…]`.
    pub(super) one: &'static str,
    /// "actions": the table it is declared in, and the word of `[disable]`.
    pub(super) table: &'static str,
    /// It stands in a list, as `[[rule]]` does, and says its own id.
    pub(super) listed: bool,
    /// It can be disabled. The others are only ever used by these, so that nothing is gained by disabling them.
    pub(super) disabled_as: Option<&'static str>,
    /// Fields that can be overridden but not removed.
    pub(super) required: &'static [&'static str],
    /// Fields that hold one entry for each value or flag, each of which is overridden on its own.
    pub(super) by_entry: &'static [&'static str],
    /// What to complain of where none has the id.
    pub(super) unknown: &'static str,
    form: &'static Form,
}

pub(super) static ACTION: Kind = Kind {
    one: "action",
    table: "actions",
    listed: false,
    disabled_as: Some("actions"),
    required: &["moment", "title"],
    by_entry: &[],
    unknown: codes::UNKNOWN_ACTION,
    form: &actions::ACTION,
};

pub(super) static FACT: Kind = Kind {
    one: "fact",
    table: "facts",
    listed: false,
    disabled_as: None,
    required: &["question", "bool", "values", "ordered", "range"],
    by_entry: &["titles", "phrases", "flags"],
    unknown: codes::UNKNOWN_FACT,
    form: &facts::FACT,
};

pub(super) static MOMENT: Kind = Kind {
    one: "moment",
    table: "moments",
    listed: false,
    disabled_as: None,
    required: &["title"],
    by_entry: &[],
    unknown: codes::UNKNOWN_MOMENT,
    form: &pack::MOMENT,
};

pub(super) static RULE: Kind = Kind {
    one: "rule",
    table: "rule",
    listed: true,
    disabled_as: Some("rules"),
    required: &["because", "sources"],
    by_entry: &[],
    unknown: codes::UNKNOWN_RULE,
    form: &rules::RULE,
};

pub(super) static DISAGREEMENT: Kind = Kind {
    one: "disagreement",
    table: "disagreement",
    listed: true,
    disabled_as: Some("disagreements"),
    required: &["actions", "note", "sides"],
    by_entry: &[],
    unknown: codes::UNKNOWN_DISAGREEMENT,
    form: &rules::DISAGREEMENT,
};

static GROUP: Kind = Kind {
    one: "group",
    table: "groups",
    listed: false,
    disabled_as: None,
    required: &["title", "at_most"],
    by_entry: &[],
    unknown: codes::UNKNOWN_GROUP,
    form: &pack::GROUP,
};

static SOURCE: Kind = Kind {
    one: "source",
    table: "sources",
    listed: false,
    disabled_as: None,
    required: &["title"],
    by_entry: &[],
    unknown: codes::UNKNOWN_SOURCE,
    form: &pack::SOURCE,
};

pub(super) static KINDS: [&Kind; 7] = [&ACTION, &DISAGREEMENT, &FACT, &GROUP, &MOMENT, &RULE, &SOURCE];

impl Kind {
    /// The fields that can be overridden: all but the id.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.form.keys.iter().copied().filter(|key| *key != "id")
    }

    /// "an action".
    pub(super) fn one_of(&self) -> &'static str {
        self.form.one
    }
}
