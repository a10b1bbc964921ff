//! Two packs compared, in words, before it is laid out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use closer_core::model::{RuleSet, Text};
use closer_core::{Role, Verdict};
use closer_verify::Comparison;
use closer_verify::diff::{Bump, Change, Example, NameChange, Named, RuleChange, Share, What};

use crate::words::{clean, count, list};

/// More worlds than this are only told as a share.
const COUNTABLE: u128 = 10_000_000;

/// How many actions are named that another one now comes before or after.
const PAIRS: usize = 3;

/// All there is to say, in the order in which it matters. Every text here is clean (see [`clean`]).
pub(crate) struct Review {
    /// Which packs are compared.
    pub(crate) heading: String,
    /// What it comes to.
    pub(crate) lead: String,
    pub(crate) sections: Vec<Section>,
    /// What follows for the version.
    pub(crate) version: String,
}

/// One kind of difference.
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) items: Vec<Item>,
    /// How many are not shown.
    pub(crate) more: usize,
}

/// One difference.
pub(crate) struct Item {
    pub(crate) head: String,
    pub(crate) notes: Vec<String>,
    /// A test to paste.
    pub(crate) test: Option<String>,
}

impl Item {
    fn line(head: impl Into<String>) -> Self {
        Self { head: head.into(), notes: Vec::new(), test: None }
    }
}

/// Chooses what to say of a comparison; of every kind of difference no more than `limit`.
pub(crate) fn review(comparison: &Comparison, old: &RuleSet, new: &RuleSet, limit: usize) -> Review {
    let writer = Writer { old, new };
    let is_order = |change: &&Change| matches!(change.what, What::Order { .. });
    let (orders, others): (Vec<&Change>, Vec<&Change>) = comparison.changes.iter().partition(is_order);
    let advice = others.into_iter().map(|change| writer.change(change)).collect();
    let undecided = comparison
        .undecided
        .iter()
        .map(|it| Item::line(clean(&format!("{}, because {}", it.what, it.because))))
        .collect();
    let names = |wanted: NameChange| -> Vec<Item> {
        // Rules are told below, with what else is otherwise about them.
        let named = comparison.names.iter().filter(|named| named.change == wanted && named.of != "rule");
        named.map(|named| Item::line(name(named))).collect()
    };
    let is_same = |rule: &&RuleChange| rule.same_meaning == Some(true) && rule.matters == Some(false);
    let (same, other): (Vec<_>, Vec<_>) = comparison.rules.iter().partition(is_same);
    let rules =
        |changes: Vec<&RuleChange>| changes.into_iter().map(|it| Item::line(writer.rule(it))).collect();
    let texts = comparison.texts.iter().map(|text| {
        let of = clean(&format!("{} {}", text.of, text.name));
        Item::line(format!("{of}: {}", text.fields.join(", ")))
    });
    let sections = [
        ("Other advice", advice),
        ("In another order", writer.orders(&orders)),
        ("Not decided", undecided),
        ("Gone, or not the same", names(NameChange::Gone)),
        ("New", names(NameChange::New)),
        ("Rules that are otherwise", rules(other)),
        ("Rules in other words, with the same meaning", rules(same)),
        ("Other words and settings", texts.collect()),
    ];
    let sections = sections.into_iter().filter(|(_, items)| !items.is_empty()).map(|(heading, mut items)| {
        let more = items.len().saturating_sub(limit);
        items.truncate(limit);
        Section { heading, items, more }
    });
    Review {
        heading: heading(comparison),
        lead: lead(comparison),
        sections: sections.collect(),
        version: version(comparison),
    }
}

fn heading(comparison: &Comparison) -> String {
    let (old, new) = (&comparison.old, &comparison.new);
    clean(&format!("{} {} → {} {}", old.name, old.version, new.name, new.version))
}

/// "12.5% of all interviews (162 of 1296)".
fn share(share: Share) -> String {
    let percent = share.percent().unwrap_or_else(|| "some".to_owned());
    match (share.worlds, share.of) {
        (Some(worlds), Some(of)) if of <= COUNTABLE => {
            format!("{percent} of all interviews ({worlds} of {of})")
        }
        _ => format!("{percent} of all interviews"),
    }
}

fn lead(comparison: &Comparison) -> String {
    let certain = comparison.undecided.is_empty();
    if comparison.is_same() {
        return "Nothing is different.".to_owned();
    }
    if !comparison.advice_differs() {
        let known = if certain {
            "No interview gets other advice."
        } else {
            "No interview is known to get other advice, but not all is decided."
        };
        return known.to_owned();
    }
    let least = if certain { "" } else { "At least " };
    match comparison.differs.worlds {
        Some(0) if certain => {
            "No interview that is told in full gets other advice, but some that are told in part do.".to_owned()
        }
        Some(0) => {
            "Some interviews that are told in part get other advice; of those told in full not all is decided."
                .to_owned()
        }
        Some(_) => format!("{least}{} get other advice.", share(comparison.differs)),
        None => "Some interviews get other advice.".to_owned(),
    }
}

fn version(comparison: &Comparison) -> String {
    let version = &comparison.version;
    let advice = comparison.changes.iter().any(|change| change.breaking);
    let what = match version.bump {
        Bump::None => "The version can stay as it is.",
        Bump::Patch if !version.decided => {
            "A patch, as far as is known: no interview was found that gets other advice."
        }
        Bump::Patch => "A patch: no interview gets other advice.",
        Bump::Minor => {
            "A minor change: there is more to tell or to advise, and what could be told before comes out as before."
        }
        Bump::Major if advice => "A major change: what could be told before comes out otherwise.",
        Bump::Major => "A major change: what packs and programs that build on this one may name is gone.",
    };
    let unsure = if version.decided { "" } else { " It may be more than that, for not all is decided." };
    let written = clean(&comparison.new.version);
    let fits = match (&version.at_least, version.fits) {
        (Some(_), Some(true)) if version.bump == Bump::None => String::new(),
        (Some(_), Some(true)) => format!(" Version {written} says so."),
        (Some(least), Some(false)) => {
            format!(" Version {written} does not say so: it has to be {least} or higher.")
        }
        _ => String::new(),
    };
    format!("{what}{unsure}{fits}")
}

fn name(named: &Named) -> String {
    match &named.fact {
        Some(fact) => clean(&format!("{} of {fact}: {}", named.of, named.name)),
        None => clean(&format!("{} {}", named.of, named.name)),
    }
}

struct Writer<'a> {
    old: &'a RuleSet,
    new: &'a RuleSet,
}

impl Writer<'_> {
    /// "Ask for their card (ask-for-card)".
    fn action(&self, id: &Text) -> String {
        let title = [self.new, self.old].into_iter().find_map(|rules| {
            rules.find_action(id).and_then(|id| rules.action(id)).map(|action| &action.title)
        });
        clean(&title.map_or_else(|| id.to_string(), |title| format!("{title} ({id})")))
    }

    fn moment(&self, id: &Text) -> String {
        let titled = [self.new, self.old]
            .into_iter()
            .find_map(|rules| rules.moments().iter().find(|moment| moment.id == *id));
        titled.map_or_else(|| clean(id), |moment| format!("“{}”", clean(&moment.title)))
    }

    fn change(&self, change: &Change) -> Item {
        let (head, what) = match &change.what {
            What::Verdict { action, old, new } => (self.action(action), verdicts(*old, *new).to_owned()),
            What::Role { action, new, .. } => {
                let role = if *new == Role::Lead { "leads, was a spare" } else { "a spare, led before" };
                (self.action(action), role.to_owned())
            }
            What::Dispute { action, disputed } => {
                let differ = if *disputed { "sources differ now" } else { "sources no longer differ" };
                (self.action(action), differ.to_owned())
            }
            What::Moment { action, old, new } => {
                (self.action(action), format!("at {}, was at {}", self.moment(new), self.moment(old)))
            }
            What::Assumption { fact, old, new, actions } => {
                let value = |rules: &RuleSet, some: bool| {
                    let fact = rules.vocabulary().find(fact);
                    let assumed = fact.and_then(|fact| Some(fact.phrase(&fact.assume.as_ref()?.allowed)));
                    assumed.filter(|_| some).map_or_else(|| "nothing".to_owned(), |words| clean(&words))
                };
                let (was, is) = (value(self.old, old.is_some()), value(self.new, new.is_some()));
                let about: Vec<String> = actions.iter().take(3).map(|id| clean(id)).collect();
                let more = actions.len().saturating_sub(about.len());
                let more = if more > 0 {
                    format!(" and {}", count(more, "more action", "more actions"))
                } else {
                    String::new()
                };
                let head = format!("What is assumed of {}", clean(fact));
                (head, format!("now: {is}; was: {was}; it matters for {}{more}", about.join(", ")))
            }
            What::Partly { action } => {
                (self.action(action), "comes out otherwise where not everything is told".to_owned())
            }
            _ => ("Something else".to_owned(), String::new()),
        };
        let in_full = !matches!(change.what, What::Assumption { .. } | What::Partly { .. });
        let where_ = if in_full { format!("{what}, in {}", share(change.share)) } else { what };
        let mut notes = vec![where_];
        notes.extend(change.example.iter().flat_map(|example| example_notes(example, in_full)));
        let test = change.example.as_ref().and_then(|example| example.test.clone());
        Item { head, notes, test }
    }

    /// Pairs in another order, one entry for each action that moved: the one that is in most of the pairs that are left.
    fn orders(&self, changes: &[&Change]) -> Vec<Item> {
        let mut left = changes.to_vec();
        let mut items = Vec::new();
        loop {
            let mut pairs: BTreeMap<&Text, usize> = BTreeMap::new();
            for id in left.iter().flat_map(|change| change.what.actions()) {
                let so_far = pairs.entry(id).or_default();
                *so_far = so_far.saturating_add(1);
            }
            let Some((mover, _)) = pairs.into_iter().max_by_key(|(id, many)| (*many, Reverse(*id))) else {
                return items;
            };
            let (of_mover, others): (Vec<&Change>, Vec<&Change>) =
                left.iter().partition(|change| change.what.actions().contains(&mover));
            let mut notes = Vec::new();
            for change in of_mover.iter().take(PAIRS) {
                if let What::Order { action, other } = &change.what {
                    let (place, beside) = if action == mover {
                        ("before", self.action(other))
                    } else {
                        ("after", self.action(action))
                    };
                    notes.push(format!("now {place} {beside}, in {}", share(change.share)));
                }
            }
            let more = of_mover.len().saturating_sub(PAIRS);
            if more > 0 {
                notes.push(format!("and {more} more"));
            }
            let first = of_mover.first().and_then(|change| change.example.as_ref());
            notes.extend(first.iter().flat_map(|example| example_notes(example, true)));
            items.push(Item {
                head: self.action(mover),
                notes,
                test: first.and_then(|example| example.test.clone()),
            });
            left = others;
        }
    }

    fn rule(&self, change: &RuleChange) -> String {
        let id = clean(&change.rule);
        let there = |rules: &RuleSet| rules.find_rule(&change.rule).is_some();
        let mut what: Vec<String> = Vec::new();
        if let Some(from) = &change.renamed_from {
            what.push(format!("was {}", clean(from)));
        } else if !there(self.old) {
            what.push("new".to_owned());
        } else if !there(self.new) {
            what.push("gone".to_owned());
        }
        what.extend(change.fields.iter().map(|field| (*field).to_owned()));
        if change.fields.is_empty() && change.same_meaning == Some(false) {
            what.push("the guard of its moment".to_owned());
        }
        let idle = match change.matters {
            Some(false) if change.same_meaning != Some(true) => "; no advice about its action is otherwise",
            None => "; whether advice about its action is otherwise is not decided",
            _ => "",
        };
        format!("{id}: {}{idle}", what.join(", "))
    }
}

/// What is told in an example, and the rules behind what comes out.
fn example_notes(example: &Example, in_full: bool) -> Vec<String> {
    let told: Vec<String> = example.given.iter().map(|told| clean(&told.short)).collect();
    let told = match (told.as_slice(), in_full) {
        ([], true) => "whatever is told".to_owned(),
        ([], false) => "when nothing is told".to_owned(),
        (told, _) => told.join(" "),
    };
    let mut notes = vec![format!("for example: {told}")];
    let rules = |rules: &[Text]| list(&rules.iter().map(|id| clean(id)).collect::<Vec<_>>());
    if example.old_rules == example.new_rules {
        if !example.new_rules.is_empty() {
            notes.push(format!("by {}", rules(&example.new_rules)));
        }
        return notes;
    }
    let behind = [("before", &example.old_rules), ("now", &example.new_rules)];
    let behind = behind.into_iter().filter(|(_, ids)| !ids.is_empty());
    let behind: Vec<String> = behind.map(|(when, ids)| format!("{when} by {}", rules(ids))).collect();
    notes.push(behind.join("; "));
    notes
}

fn verdicts(old: Option<Verdict>, new: Option<Verdict>) -> &'static str {
    use Verdict::{Avoided, Silent, Suggested};
    match (old, new) {
        (None, Some(Suggested)) => "a new action, suggested",
        (None, _) => "a new action, advised against",
        (Some(Suggested), None) => "gone, was suggested",
        (_, None) => "gone, was advised against",
        (Some(Suggested), Some(Avoided)) => "advised against, was suggested",
        (Some(Suggested), _) => "no longer suggested",
        (Some(Avoided), Some(Suggested)) => "suggested, was advised against",
        (Some(Avoided), _) => "no longer advised against",
        (Some(_), Some(Suggested)) => "newly suggested",
        (Some(_), Some(Silent | Avoided)) => "newly advised against",
        (Some(_), Some(Verdict::Depends)) => "depends",
    }
}
