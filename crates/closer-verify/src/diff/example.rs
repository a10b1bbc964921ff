//! The smallest interview that shows a change.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{Allowed, Context, Fact, FactId, Polarity, Text, Wanted};
use closer_core::space::{Bounds, Diagram, OutOfBudget, ValueSet, smallest_witness};
use closer_core::{Advice, Role, Verdict};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

use super::half::Half;
use super::joint::{Limit, Side};
use super::survey::Survey;
use super::{Example, Told, What};
use crate::words;

impl Survey {
    /// An interview with as little told as possible that shows the change wherever it may lead; found over worlds, and then held against what the packs
    /// really say of it, for ties in an interview that is told in part are settled by the rules that hold all over.
    pub(super) fn example(&mut self, what: &What, worlds: Diagram) -> Option<Example> {
        let Self { atlas, purse, joint, .. } = self;
        let everywhere = Bounds::all(&joint.space);
        let witness = purse.ask(|budget| {
            let rows = atlas.all.rows(worlds, |at| at == 1, budget)?;
            smallest_witness(&rows, &everywhere, budget)
        });
        if let Ok(Some(row)) = &witness {
            let told: Vec<Limit> = row.constraints().collect();
            if self.shows(what, &told) == Ok(true) {
                return Some(self.told(what, &told, true));
            }
        }
        let told: Vec<Limit> = if let What::Assumption { fact, .. } = what {
            // What is assumed of a fact shows only where nothing is said of it.
            let unsaid = self.new.rules().vocabulary().find(fact)?.id;
            let unsaid = self.joint.dim(Side::New, unsaid)?;
            self.seen_unsaid(what, unsaid, worlds).ok()??
        } else if let Ok(row) = witness {
            everywhere.intersect(&row?)?.first_point().iter().collect()
        } else {
            let Self { atlas, purse, .. } = self;
            let world = purse.ask(|budget| atlas.all.find([worlds], |[at]| Some(at.as_leaf()? == 1), budget));
            world.ok()??.iter().collect()
        };
        let told = self.fewest(what, told, |_| true);
        Some(self.told(what, &told, false))
    }

    /// What is told of an interview that shows the change, without what can be left out, one fact after the other, of those that may.
    pub(super) fn fewest(
        &mut self,
        what: &What,
        mut told: Vec<Limit>,
        may_go: impl Fn(u16) -> bool,
    ) -> Vec<Limit> {
        for (dim, _) in told.clone().into_iter().filter(|(dim, _)| may_go(*dim)) {
            let fewer: Vec<Limit> = told.iter().copied().filter(|(other, _)| *other != dim).collect();
            if self.shows(what, &fewer) == Ok(true) {
                told = fewer;
            }
        }
        told
    }

    /// Whether the packs really differ so in the interview in which just this is told.
    pub(super) fn shows(&mut self, what: &What, told: &[Limit]) -> Result<bool, OutOfBudget> {
        if let What::Partly { action } = what {
            return Ok(self.partly(told)?.as_ref() == Some(action));
        }
        self.purse.pay_for_a_try()?;
        Ok(self.is_seen(what, told))
    }

    fn is_seen(&self, what: &What, told: &[Limit]) -> bool {
        let (before, now) = (self.context(Side::Old, told), self.context(Side::New, told));
        let verdict = |half: &Half, context: &Context, action: &str| {
            half.rules().find_action(action).and_then(|id| half.program.decide(context).verdict(id))
        };
        let place = |half: &Half, context: &Context, action: &str| -> Option<(usize, Role)> {
            let id = half.rules().find_action(action)?;
            let decision = half.program.decide(context);
            let at = decision.ranked().iter().position(|(other, _)| *other == id)?;
            decision.ranked().get(at).map(|(_, role)| (at, *role))
        };
        let rank = |half: &Half, context: &Context, action: &str| place(half, context, action).map(|it| it.0);
        let role = |half: &Half, context: &Context, action: &str| place(half, context, action).map(|it| it.1);
        let (old, new) = (&self.old, &self.new);
        match what {
            What::Verdict { action, old: was, new: is } => {
                verdict(old, &before, action) == *was && verdict(new, &now, action) == *is
            }
            What::Role { action, old: was, new: is } => {
                role(old, &before, action) == Some(*was) && role(new, &now, action) == Some(*is)
            }
            What::Order { action, other } => {
                let was = rank(old, &before, other).zip(rank(old, &before, action));
                let is = rank(new, &now, action).zip(rank(new, &now, other));
                was.is_some_and(|(first, second)| first < second)
                    && is.is_some_and(|(first, second)| first < second)
            }
            What::Dispute { action, disputed } => {
                let is_disputed = |half: &Half, context: &Context| {
                    let advice = half.program.advise(context);
                    let suggested = advice.suggested.iter().map(|it| (&it.action, it.disputed));
                    let avoided = advice.avoided.iter().map(|it| (&it.action, it.disputed));
                    suggested.chain(avoided).find(|(id, _)| *id == action).map(|(_, disputed)| disputed)
                };
                is_disputed(old, &before) == Some(!disputed) && is_disputed(new, &now) == Some(*disputed)
            }
            What::Moment { action, .. } => {
                verdict(old, &before, action) == Some(Verdict::Suggested)
                    && verdict(new, &now, action) == Some(Verdict::Suggested)
            }
            What::Assumption { fact, actions, .. } => {
                let moved = self.moved_by_assumption(fact, told);
                actions.iter().any(|action| moved.contains(action))
            }
            What::Partly { .. } => false,
        }
    }

    /// The actions of which the new pack says something else where nothing is said of a fact than where that is said of it which the old pack takes
    /// for granted: what else is otherwise between the packs is no matter of the assumption.
    pub(super) fn moved_by_assumption(&self, fact: &Text, told: &[Limit]) -> BTreeSet<Text> {
        let named = |(dim, ..): &(u16, FactId, FactId)| self.joint.name(*dim) == Some(fact);
        let Some((dim, in_old, _)) = self.joint.shared().find(named) else { return BTreeSet::new() };
        let mut told: Vec<Limit> = told.iter().copied().filter(|(other, _)| *other != dim).collect();
        let unsaid = self.new.program.advise(&self.context(Side::New, &told));
        told.push((dim, self.taken(&self.old, in_old, dim)));
        let said = self.new.program.advise(&self.context(Side::New, &told));
        let common: BTreeSet<&Text> = self.actions.iter().map(|action| &action.id).collect();
        let (unsaid, said) = (outcomes(&unsaid, &common), outcomes(&said, &common));
        let moved = common.into_iter().filter(|id| unsaid.get(id) != said.get(id));
        moved.cloned().collect()
    }

    fn context(&self, side: Side, told: &[Limit]) -> Context {
        let half = if side == Side::Old { &self.old } else { &self.new };
        self.joint.context(side, half.rules(), told)
    }

    /// The interview in which just this is told, with the rules behind what comes out.
    pub(super) fn told(&self, what: &What, told: &[Limit], smallest: bool) -> Example {
        let given = told.iter().filter_map(|limit| {
            let name = Text::clone(self.joint.name(limit.0)?);
            let (old, new) = (self.joint.said(Side::Old, *limit), self.joint.said(Side::New, *limit));
            let wanted =
                |half: &Half, told: &Option<(FactId, Allowed)>, write: fn(&Allowed, &Fact) -> Wanted| {
                    let (fact, allowed) = told.as_ref()?;
                    Some(write(allowed, half.rules().vocabulary().get(*fact)?))
                };
            let before = wanted(&self.old, &old, Wanted::shortest);
            let now = wanted(&self.new, &new, Wanted::shortest);
            let (value, only_in) = match (before, now) {
                // Where the packs have other values beside these, the same short words could mean something else.
                (Some(before), Some(now)) if before != now => (wanted(&self.new, &new, in_full)?, None),
                (Some(_), Some(now)) => (now, None),
                (Some(before), None) => (before, Some("old")),
                (None, now) => (now?, Some("new")),
            };
            Some(Told { short: words::told(&name, &value), fact: name, value, only_in })
        });
        let rules = |half: &Half| {
            let context = self.context(half.side, told);
            let mut behind: Vec<Text> = Vec::new();
            for action in what.actions().into_iter().take(2) {
                let Some(explanation) = half.program.explain(&context, action) else { continue };
                let disputed = matches!(what, What::Dispute { .. });
                let deciding = explanation.rules.iter().filter(|rule| {
                    rule.decides || (disputed && rule.status == closer_core::space::Status::Holds)
                });
                // Of what only suggests, the strongest say where it stands.
                let most = deciding.clone().map(|rule| rule.weight).max();
                let strongest = deciding
                    .filter(|rule| rule.polarity == Polarity::Avoid || disputed || Some(rule.weight) == most);
                behind.extend(strongest.map(|rule| Text::clone(&rule.rule)));
            }
            behind
        };
        let of_new = told.iter().filter_map(|limit| {
            let (fact, allowed) = self.joint.said(Side::New, *limit)?;
            let fact = self.new.rules().vocabulary().get(fact)?;
            Some((Text::clone(&fact.name), Wanted::shortest(&allowed, fact)))
        });
        let of_new: Vec<(Text, Wanted)> = of_new.collect();
        let given: Vec<Told> = given.collect();
        // What only the old pack can be told cannot stand in a test of the new one, and without it the old one may say the same.
        let tellable = given.iter().all(|told| told.only_in != Some("old"));
        let test = if tellable { test(what, &of_new) } else { None };
        Example { given, smallest, old_rules: rules(&self.old), new_rules: rules(&self.new), test }
    }
}

/// All that a person is told of an action, but for the words.
#[derive(PartialEq)]
struct Outcome {
    verdict: Verdict,
    /// The rank among the actions that both packs have, and the role.
    place: Option<(usize, Role)>,
    may_be: Vec<Verdict>,
    disputed: bool,
}

/// What a person is told of each of these actions of which anything is said.
fn outcomes<'a>(advice: &'a Advice, actions: &BTreeSet<&Text>) -> BTreeMap<&'a Text, Outcome> {
    let suggested = advice.suggested.iter().filter(|it| actions.contains(&it.action)).enumerate();
    let suggested = suggested.map(|(rank, it)| {
        let (place, may_be) = (Some((rank, it.role)), Vec::new());
        (&it.action, Outcome { verdict: Verdict::Suggested, place, may_be, disputed: it.disputed })
    });
    let settled = advice.avoided.iter().map(|it| {
        let (place, may_be) = (None, Vec::new());
        (&it.action, Outcome { verdict: Verdict::Avoided, place, may_be, disputed: it.disputed })
    });
    let open = advice.depends.iter().map(|it| {
        let (place, may_be) = (None, it.may_be.clone());
        (&it.action, Outcome { verdict: Verdict::Depends, place, may_be, disputed: it.disputed })
    });
    suggested.chain(settled).chain(open).collect()
}

/// A test of the new pack, ready to be pasted.
fn test(what: &What, given: &[(Text, Wanted)]) -> Option<String> {
    let one = |id: &Text| Array::from_iter([id.as_ref()]).to_string();
    let (name, key, names) = match what {
        What::Verdict { action, new: Some(verdict), .. } => match verdict {
            Verdict::Suggested => (format!("{action} is suggested"), "suggests", one(action)),
            Verdict::Avoided => (format!("{action} is avoided"), "avoids", one(action)),
            Verdict::Silent => (format!("nothing is said of {action}"), "silent", one(action)),
            Verdict::Depends => return None,
        },
        What::Role { action, new: Role::Lead, .. } => (format!("{action} leads"), "leads", one(action)),
        What::Role { action, new: Role::Spare, .. } => {
            (format!("{action} is a spare"), "spares", one(action))
        }
        What::Order { action, other } => {
            let both = Array::from_iter([action.as_ref(), other.as_ref()]).to_string();
            (format!("{action} comes before {other}"), "order", both)
        }
        What::Dispute { action, disputed: true } => {
            (format!("sources differ about {action}"), "disputed", one(action))
        }
        What::Dispute { action, disputed: false } => {
            (format!("nobody differs about {action}"), "undisputed", one(action))
        }
        _ => return None,
    };
    let given: InlineTable = given.iter().map(|(fact, value)| (fact.as_ref(), written(value))).collect();
    let given = if given.is_empty() { String::new() } else { format!("given = {given}\n") };
    Some(format!("[[test]]\nname = {}\n{given}{key} = {names}\n", Value::from(name).to_string().trim()))
}

/// Gives tests of the same name names of their own, since two of one name cannot be pasted.
pub(super) fn tell_apart<'t>(tests: impl Iterator<Item = &'t mut String>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for test in tests {
        let Ok(mut document) = test.parse::<DocumentMut>() else { continue };
        let first =
            document.get_mut("test").and_then(Item::as_array_of_tables_mut).and_then(|all| all.get_mut(0));
        let Some(Item::Value(name)) = first.and_then(|test| test.get_mut("name")) else { continue };
        let own = name.as_str().unwrap_or_default().to_owned();
        let times = seen.entry(own.clone()).or_default();
        *times = times.saturating_add(1);
        if *times > 1 {
            *name = Value::from(format!("{own} ({times})")).decorated(" ", "");
            *test = document.to_string();
        }
    }
}

/// Every value by its name, and every range with both ends.
fn in_full(allowed: &Allowed, fact: &Fact) -> Wanted {
    let mut all: Vec<Wanted> = match allowed {
        Allowed::Values(values) => {
            let single = |value| Wanted::shortest(&Allowed::Values(ValueSet::single(value)), fact);
            values.iter().map(single).collect()
        }
        Allowed::Numbers(ranges) => {
            let range = |(first, last): &(i64, i64)| {
                if first == last {
                    return Wanted::Number(*first);
                }
                let [at_least, at_most] = [first, last].map(|end| Some(Wanted::Number(*end).into()));
                Wanted::Bounds { at_least, at_most }
            };
            ranges.iter().map(range).collect()
        }
    };
    if all.len() == 1 { all.remove(0) } else { Wanted::OneOf(all) }
}

/// A value as it is written in TOML.
fn written(value: &Wanted) -> Value {
    match value {
        Wanted::Bool(truth) => (*truth).into(),
        Wanted::Value(value) => value.as_ref().into(),
        Wanted::Number(number) => (*number).into(),
        Wanted::OneOf(values) => Value::Array(values.iter().map(written).collect()),
        Wanted::Bounds { at_least, at_most } => {
            let ends = [("at_least", at_least), ("at_most", at_most)];
            let ends = ends.into_iter().filter_map(|(key, end)| Some((key, written(end.as_ref()?))));
            Value::InlineTable(ends.collect())
        }
    }
}
