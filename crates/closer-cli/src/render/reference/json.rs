//! A pack for programs, as described in `docs/json.md`.

use closer_core::RuleSet;
use closer_core::model::{Action, ActionId, Fact, Kind, Polarity, Rule};
use serde_json::{Value, json};

use super::Focus;
use crate::conditions;

/// All of the pack, one action with its rules, or one rule.
pub(crate) fn describe(rules: &RuleSet, focus: Option<Focus>) -> Value {
    match focus {
        None => whole(rules),
        Some(Focus::Rule(id)) => rules.rule(id).map_or(Value::Null, |one| rule(one, rules)),
        Some(Focus::Action(id)) => rules.action(id).map_or(Value::Null, |one| {
            let mut described = action(one, rules);
            let about = rules.rules().iter().filter(|rule| rule.action == id);
            if let Value::Object(fields) = &mut described {
                fields.insert("rules".to_owned(), about.map(|one| rule(one, rules)).collect());
            }
            described
        }),
    }
}

fn whole(rules: &RuleSet) -> Value {
    let pack = rules.pack();
    let layers = pack.layers.iter().map(|layer| json!({ "name": layer.name, "version": layer.version }));
    json!({
        "pack": { "name": pack.name, "version": pack.version, "title": pack.title, "layers": layers.collect::<Vec<_>>() },
        "counts": {
            "facts": rules.vocabulary().facts().len(),
            "moments": rules.moments().len(),
            "groups": rules.groups().len(),
            "sources": rules.sources().len(),
            "actions": rules.actions().len(),
            "rules": rules.rules().len(),
            "disagreements": rules.disagreements().len(),
        },
        "facts": rules.vocabulary().facts().iter().map(|one| fact(one, rules)).collect::<Vec<_>>(),
        "moments": rules.moments().iter().map(|moment| json!({
            "id": moment.id,
            "title": moment.title,
            "while": said(conditions::plain(&moment.guard, rules)),
            "follow_up": moment.follow_up,
        })).collect::<Vec<_>>(),
        "groups": rules.groups().iter().map(|group| json!({
            "id": group.id, "title": group.title, "at_most": group.at_most,
        })).collect::<Vec<_>>(),
        "sources": rules.sources().iter().map(|source| json!({
            "id": source.id, "title": source.title, "author": source.author, "editorial": source.editorial,
        })).collect::<Vec<_>>(),
        "actions": rules.actions().iter().map(|one| action(one, rules)).collect::<Vec<_>>(),
        "rules": rules.rules().iter().map(|one| rule(one, rules)).collect::<Vec<_>>(),
        "disagreements": rules.disagreements().iter().map(|one| json!({
            "id": one.id,
            "actions": one.actions.iter().filter_map(|id| id_of(*id, rules)).collect::<Vec<_>>(),
            "when": said(conditions::when(&one.when, rules)),
            "note": one.note,
            "sides": one.sides.iter().map(|side| json!({ "says": side.says, "sources": side.citations })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn fact(fact: &Fact, rules: &RuleSet) -> Value {
    let (kind, range) = match &fact.kind {
        Kind::Bool => ("bool", None),
        Kind::Enum { ordered: true, .. } => ("ordered", None),
        Kind::Enum { .. } => ("values", None),
        Kind::Int { low, high, .. } => ("range", Some([low, high])),
    };
    let values = |position: u8| json!({ "value": fact.value(position), "title": fact.title(position) });
    let values: Vec<Value> =
        if range.is_some() { Vec::new() } else { (0..fact.size()).map(values).collect() };
    json!({
        "name": fact.name,
        "question": fact.question,
        "kind": kind,
        "values": values,
        "range": range,
        "assumed": fact.assume.as_ref().map(|test| fact.phrase(&test.allowed)),
        "ask_first": fact.ask_first,
        "ask_when": said(conditions::when(&fact.ask_when, rules)),
    })
}

fn action(action: &Action, rules: &RuleSet) -> Value {
    json!({
        "id": action.id,
        "moment": rules.moment(action.moment).map(|moment| &moment.id),
        "title": action.title,
        "say": action.say,
        "quotes": action.quotes(),
        "why": action.why,
        "group": action.group.and_then(|group| rules.group(group)).map(|group| &group.id),
        "never_with": action.never_with().iter().filter_map(|id| id_of(*id, rules)).collect::<Vec<_>>(),
        "boldness": action.boldness,
        "mistake": action.mistake,
        "instead": action.instead(),
        "sources": action.citations,
    })
}

fn rule(rule: &Rule, rules: &RuleSet) -> Value {
    json!({
        "id": rule.id,
        "view": if rule.polarity == Polarity::Suggest { "suggest" } else { "avoid" },
        "action": id_of(rule.action, rules),
        "when": said(conditions::when(&rule.when(), rules)),
        "weight": rule.weight,
        "because": rule.because,
        "sources": &*rule.citations,
    })
}

fn id_of(id: ActionId, rules: &RuleSet) -> Option<&str> {
    rules.action(id).map(|action| &*action.id)
}

/// Words, or nothing where they would be empty.
fn said(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}
