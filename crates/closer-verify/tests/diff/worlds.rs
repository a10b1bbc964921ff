//! Every interview that two packs can both describe, told in full, one by one.

use std::collections::BTreeMap;

use closer_core::model::{Allowed, Context, Fact, FactId, Kind, RuleSet, Test};
use closer_core::space::ValueSet;
use closer_core::{Program, Role, Verdict};

/// One value of a fact, as each pack would be told it; `None` for a pack that does not have the fact.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) fact: String,
    pub(crate) old: Option<(FactId, Allowed)>,
    pub(crate) new: Option<(FactId, Allowed)>,
    /// Whether somebody who says nothing of the fact may mean this value: all but what the new pack alone does not take for granted.
    pub(crate) told_before: bool,
}

/// What comes out for one action.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    pub(crate) disputed: bool,
    pub(crate) may_be: Vec<Verdict>,
    pub(crate) role: Option<Role>,
    pub(crate) rank: Option<usize>,
    pub(crate) moment: String,
}

pub(crate) type Outcomes = BTreeMap<String, Outcome>;

fn single(fact: &Fact) -> Vec<(String, Allowed)> {
    match &fact.kind {
        Kind::Int { low, high, .. } => {
            (*low..=*high).map(|number| (number.to_string(), Allowed::numbers([(number, number)]))).collect()
        }
        _ => (0..fact.size())
            .map(|at| (fact.value(at).unwrap().to_owned(), Allowed::Values(ValueSet::single(at))))
            .collect(),
    }
}

/// The values of each fact. Facts of one name that share no value are two facts.
pub(crate) fn dimensions(old: &RuleSet, new: &RuleSet) -> Vec<Vec<Value>> {
    let mut dimensions = Vec::new();
    for fact in old.vocabulary().facts() {
        let other = new.vocabulary().find(&fact.name);
        let theirs = other.map(single).unwrap_or_default();
        let shared: Vec<Value> = single(fact)
            .into_iter()
            .filter_map(|(name, value)| {
                let (_, in_new) = theirs.iter().find(|(other, _)| *other == name)?;
                Some(Value {
                    fact: fact.name.to_string(),
                    old: Some((fact.id, value)),
                    new: Some((other?.id, in_new.clone())),
                    told_before: true,
                })
            })
            .collect();
        if shared.is_empty() {
            let alone = single(fact).into_iter().map(|(_, value)| Value {
                fact: fact.name.to_string(),
                old: Some((fact.id, value)),
                new: None,
                told_before: true,
            });
            dimensions.push(alone.collect());
        } else {
            dimensions.push(shared);
        }
    }
    let taken: Vec<FactId> = dimensions
        .iter()
        .filter_map(|values: &Vec<Value>| values[0].new.as_ref().map(|(id, _)| *id))
        .collect();
    for fact in new.vocabulary().facts().iter().filter(|fact| !taken.contains(&fact.id)) {
        let assumed = |value: &Allowed| {
            fact.assume.as_ref().is_none_or(|test| !test.allowed.intersection(value).is_empty())
        };
        let alone = single(fact).into_iter().map(|(_, value)| Value {
            fact: fact.name.to_string(),
            old: None,
            told_before: assumed(&value),
            new: Some((fact.id, value)),
        });
        dimensions.push(alone.collect());
    }
    dimensions
}

/// Every choice of one value for each fact.
pub(crate) fn all(dimensions: &[Vec<Value>]) -> Vec<Vec<Value>> {
    dimensions.iter().fold(vec![Vec::new()], |worlds, values| {
        let longer = |world: &Vec<Value>| {
            let world = world.clone();
            values.iter().map(move |value| {
                let mut longer = world.clone();
                longer.push(value.clone());
                longer
            })
        };
        worlds.iter().flat_map(longer).collect()
    })
}

pub(crate) fn context(rules: &RuleSet, said: impl Iterator<Item = (FactId, Allowed)>) -> Context {
    let mut context = Context::unknown(rules.vocabulary());
    for (fact, allowed) in said {
        assert!(context.say(rules.vocabulary(), &Test::new(fact, allowed)));
    }
    context
}

/// What comes out of a context.
pub(crate) fn outcomes(program: &Program, context: &Context) -> Outcomes {
    let advice = program.advise(context);
    let rules = program.rules();
    let one = |action: &closer_core::model::Action| {
        let suggested = advice.suggested.iter().find(|it| it.action == action.id);
        let avoided = advice.avoided.iter().find(|it| it.action == action.id);
        let outcome = Outcome {
            verdict: advice.verdict(&action.id).unwrap(),
            disputed: suggested.map(|it| it.disputed).or(avoided.map(|it| it.disputed)).unwrap_or(false),
            may_be: advice
                .depends
                .iter()
                .find(|it| it.action == action.id)
                .map(|it| it.may_be.clone())
                .unwrap_or_default(),
            role: suggested.map(|it| it.role),
            rank: suggested.map(|it| it.rank),
            moment: rules.moment(action.moment).unwrap().id.to_string(),
        };
        (action.id.to_string(), outcome)
    };
    rules.actions().iter().map(one).collect()
}
