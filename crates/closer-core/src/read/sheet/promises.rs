//! What a property claims of every context.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionId, MomentId, RuleSet};
use crate::read::codes;
use crate::read::complaints::Complaints;
use crate::read::fields::{Fields, number};
use crate::read::names::Names;
use crate::read::node::{Node, Value};
use crate::read::words::{Used, listed, shown};
use crate::text::{Diagnostic, Span};

/// What a property claims of every context in which it applies.
///
/// Contexts of which something is known only in part are contexts like any other, and nothing is taken for granted in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    /// Each of these actions is suggested.
    Always(Vec<ActionId>),
    /// None of these actions is suggested.
    Never(Vec<ActionId>),
    /// Each of these actions is avoided.
    Avoids(Vec<ActionId>),
    /// No two of these actions both lead.
    NeverTogether(Vec<ActionId>),
    /// At least so many actions of these moments are suggested.
    AtLeast(Vec<(MomentId, usize)>),
    /// Of any two of these actions that are suggested, the one named earlier ranks higher.
    Order(Vec<ActionId>),
}

impl Promise {
    /// The keys of all of them, in the order in which they are documented.
    pub const KEYS: [&'static str; 6] = ["always", "never", "avoids", "never_together", "at_least", "order"];

    /// Its key in a property.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Always(_) => "always",
            Self::Never(_) => "never",
            Self::Avoids(_) => "avoids",
            Self::NeverTogether(_) => "never_together",
            Self::AtLeast(_) => "at_least",
            Self::Order(_) => "order",
        }
    }
}

/// What promises may name.
pub(super) struct Known<'a> {
    actions: Names<'a>,
    moments: Names<'a>,
    /// How many actions of each moment could be suggested.
    sizes: Vec<usize>,
    /// Which moments have no action at all, as an overlay may leave them.
    empty: Vec<bool>,
}

impl<'a> Known<'a> {
    pub(super) fn of(set: &'a RuleSet) -> Self {
        let actions = set.actions.iter().map(|action| (&*action.id, None));
        let moments = set.moments.iter().map(|moment| (&*moment.id, None));
        let (mut sizes, mut empty) = (vec![0_usize; set.moments.len()], vec![true; set.moments.len()]);
        for action in &set.actions {
            let at = action.moment.index();
            if let (Some(size), Some(empty)) = (sizes.get_mut(at), empty.get_mut(at)) {
                *empty = false;
                *size = size.saturating_add(usize::from(!action.mistake));
            }
        }
        Self {
            actions: Names::new("action", codes::UNKNOWN_ACTION, actions),
            moments: Names::new("moment", codes::UNKNOWN_MOMENT, moments),
            sizes,
            empty,
        }
    }

    /// All that a property promises.
    pub(super) fn promises(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<Promise> {
        let mut all = Vec::new();
        let mut settled: BTreeMap<ActionId, (&'static str, Option<Span>)> = BTreeMap::new();
        let mut any = false;
        for key in Promise::KEYS {
            if fields.get(key).is_none() {
                continue;
            }
            any = true;
            if key == "at_least" {
                all.push(Promise::AtLeast(self.numbers(fields, complaints)));
                continue;
            }
            let mut actions = Vec::new();
            for (word, at) in fields.words(key, complaints) {
                let Some(action) = self.actions.resolve_word((word, at), complaints) else { continue };
                let action = ActionId::new(action);
                if let "always" | "never" | "avoids" = key {
                    exclude(word, key, at, settled.entry(action).or_insert((key, at)), complaints);
                }
                actions.push(action);
            }
            all.push(match key {
                "always" => Promise::Always(actions),
                "never" => Promise::Never(actions),
                "avoids" => Promise::Avoids(actions),
                "order" => Promise::Order(actions),
                _ => Promise::NeverTogether(actions),
            });
            if let "order" | "never_together" = key {
                need_two(key, fields, complaints);
            }
        }
        if !any {
            complaints.push(
                Diagnostic::error(
                    codes::NOTHING_EXPECTED,
                    format!("{} promises nothing, so it cannot be broken", fields.owner),
                )
                .at(fields.at_key("name"), "what must hold wherever it applies?")
                .help(format!("add {}", listed(Promise::KEYS, "or"))),
            );
        }
        all
    }

    /// How many actions there must be, by moment.
    fn numbers(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Vec<(MomentId, usize)> {
        let mut numbers = Vec::new();
        let entries = fields.table("at_least", complaints);
        for entry in entries {
            let used = Used { word: &entry.key, at: entry.at, quoted: false };
            let Some(moment) = self.moments.resolve(used, complaints) else { continue };
            let most = self.sizes.get(moment).copied().and_then(|size| i64::try_from(size).ok());
            let what = format!("the number of actions of `{}`", shown(&entry.key));
            if self.empty.get(moment) == Some(&true) {
                complaints.push(
                    Diagnostic::error(
                        codes::OUT_OF_RANGE,
                        format!("the moment `{}` has no actions", shown(&entry.key)),
                    )
                    .at(entry.at, "so none is ever suggested here")
                    .help("leave it out, or give the moment an action"),
                );
                continue;
            }
            match number(&what, &entry.node, (1, most.unwrap_or_default().max(1))) {
                Ok(number) => {
                    numbers
                        .extend(usize::try_from(number).ok().map(|number| (MomentId::new(moment), number)));
                }
                Err(found) => complaints.push(*found),
            }
        }
        if let Some(entry) = fields.get("at_least")
            && matches!(&entry.node.value, Value::Table(entries) if entries.is_empty())
        {
            complaints.push(
                Diagnostic::error(codes::EMPTY_LIST, "`at_least` is an empty table")
                    .at(entry.node.at, "nothing is named here")
                    .help(
                        "say how many actions of a moment there must be, as in `at_least = { parting = 1 }`",
                    ),
            );
        }
        numbers
    }
}

/// Complains of a promise about two actions that names only one.
fn need_two(key: &str, fields: &Fields<'_>, complaints: &mut Complaints) {
    let Some(Node { value: Value::List(nodes), at }) = fields.get(key).map(|entry| &entry.node) else {
        return;
    };
    let word = |node: &'_ Node| match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let words: BTreeSet<Option<String>> = nodes.iter().map(word).collect();
    if words.len() == 1 {
        complaints.push(
            Diagnostic::error(
                codes::NOTHING_EXPECTED,
                format!("`{key}` of {} names one action, so it cannot be broken", fields.owner),
            )
            .at(*at, "it is about two or more")
            .help("name another action, or leave the key out"),
        );
    }
}

/// Complains of an action of which something else was promised before that excludes this.
fn exclude(
    name: &str,
    key: &'static str,
    at: Option<Span>,
    first: &(&'static str, Option<Span>),
    complaints: &mut Complaints,
) {
    let (other, before) = *first;
    // Whatever is avoided is not suggested.
    if other == key || (other, key) == ("never", "avoids") {
        return;
    }
    complaints.push(
        Diagnostic::error(
            codes::CONTRADICTION,
            format!("`{}` cannot stand in both `{other}` and `{key}`", shown(name)),
        )
        .at(at, format!("`{key}` here"))
        .at(before, format!("`{other}` here"))
        .help("no interview can keep both promises, so leave one of them out"),
    );
}
