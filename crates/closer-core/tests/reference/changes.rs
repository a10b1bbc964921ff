//! The smallest changes that reach a goal, by trying every set of facts and every set of values.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::advice::advise;
use super::compare::Differences;
use super::context::{Context, Meaning, Said};
use super::json;
use super::pack::{Value, Values};
use super::world::{Verdict, World};

/// Other values for some facts.
pub(crate) type Change = Vec<(usize, Values)>;

/// Whether a goal is reached where these values are possible.
pub(crate) type Goal<'a> = dyn Fn(&[Values]) -> bool + 'a;

/// All worlds are so.
pub(crate) fn in_all(meaning: &Meaning<'_>, possible: &[Values], is_so: impl Fn(&World) -> bool) -> bool {
    meaning.worlds(possible).into_iter().all(is_so)
}

pub(crate) fn has_verdict<'a>(
    meaning: &'a Meaning<'_>,
    action: usize,
    verdict: Verdict,
) -> impl Fn(&[Values]) -> bool + 'a {
    move |possible| in_all(meaning, possible, |world| world.verdicts[action] == verdict)
}

pub(crate) fn comes_first<'a>(meaning: &'a Meaning<'_>, action: usize) -> impl Fn(&[Values]) -> bool + 'a {
    move |possible| advise(meaning, possible).suggested.first() == Some(&action)
}

/// All widest changes of as few facts as possible that reach the goal; none when it is out of reach.
pub(crate) fn smallest_changes(meaning: &Meaning<'_>, possible: &[Values], goal: &Goal<'_>) -> Vec<Change> {
    for count in 0..=possible.len() {
        let found: Vec<Change> = subsets_of(&(0..possible.len()).collect::<Vec<_>>(), count)
            .iter()
            .flat_map(|facts| widest_changes(meaning, possible, facts, goal))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The widest changes of just these facts that reach the goal as they are, and with any single value for each fact.
fn widest_changes(
    meaning: &Meaning<'_>,
    possible: &[Values],
    facts: &[usize],
    goal: &Goal<'_>,
) -> Vec<Change> {
    let after = |change: &[Values]| {
        let mut possible = possible.to_vec();
        for (fact, values) in facts.iter().zip(change) {
            possible[*fact].clone_from(values);
        }
        possible
    };
    let mut single: Vec<Vec<Value>> = vec![Vec::new()];
    for fact in facts {
        let values = meaning.pack.facts[*fact].every_value();
        let longer = |shorter: &Vec<Value>| {
            let shorter = shorter.clone();
            values.iter().map(move |value| [shorter.as_slice(), &[*value]].concat()).collect::<Vec<_>>()
        };
        single = single.iter().flat_map(longer).collect();
    }
    single.retain(|values| goal(&after(&values.iter().map(|value| [*value].into()).collect::<Vec<_>>())));
    let mut boxes = boxes_of(&single.into_iter().collect(), facts.len());
    boxes.sort_by_key(|each| std::cmp::Reverse(each.iter().map(BTreeSet::len).sum::<usize>()));
    let mut widest: Vec<Vec<Values>> = Vec::new();
    for each in boxes {
        let inside =
            |other: &Vec<Values>| each.iter().zip(other).all(|(small, large)| small.is_subset(large));
        if !widest.iter().any(inside) && goal(&after(&each)) {
            widest.push(each);
        }
    }
    widest.into_iter().map(|each| facts.iter().copied().zip(each).collect()).collect()
}

/// All products of sets that consist of these points alone.
fn boxes_of(points: &BTreeSet<Vec<Value>>, count: usize) -> Vec<Vec<Values>> {
    if count == 0 {
        return if points.is_empty() { Vec::new() } else { vec![Vec::new()] };
    }
    let first: Vec<Value> = points.iter().map(|point| point[0]).collect::<Values>().into_iter().collect();
    let mut boxes = Vec::new();
    for size in 1..=first.len() {
        for values in subsets_of(&first, size) {
            let rest_of = |value: &Value| -> BTreeSet<Vec<Value>> {
                points.iter().filter(|point| point[0] == *value).map(|point| point[1..].to_vec()).collect()
            };
            let shared = values.iter().map(rest_of).reduce(|a, b| &a & &b).unwrap_or_default();
            for rest in boxes_of(&shared, count - 1) {
                boxes.push([&[values.iter().copied().collect()], rest.as_slice()].concat());
            }
        }
    }
    boxes
}

fn subsets_of(all: &[usize], size: usize) -> Vec<Vec<usize>> {
    let Some((first, rest)) = all.split_first().filter(|_| size > 0) else {
        return if size == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let with = subsets_of(rest, size - 1).into_iter().map(|more| [&[*first], more.as_slice()].concat());
    with.chain(subsets_of(rest, size)).collect()
}

/// What a change goes against.
fn against(context: &Context, possible: &[Values], fact: usize, values: &Values) -> &'static str {
    match context.said[fact] {
        _ if !possible[fact].is_disjoint(values) => "nothing",
        Said::Nothing => "assumption",
        _ => "said",
    }
}

/// Everything in which `found`, the changes as JSON, is not what trying everything gives.
pub(crate) fn differences(
    meaning: &Meaning<'_>,
    context: &Context,
    goal: &Goal<'_>,
    found: &Json,
) -> Vec<String> {
    let pack = meaning.pack;
    let possible = context.possible(pack, None);
    let expected = smallest_changes(meaning, &possible, goal);
    let fewest = expected.first().map(Vec::len);
    let answer = match fewest {
        None => "impossible",
        Some(0) => "already",
        Some(_) => "possible",
    };
    let mut differences = Differences::new(pack, found);
    differences.expect("", &json!({ "answer": answer, "fewest": fewest }));

    let sets = found["sets"].as_array().cloned().unwrap_or_default();
    let mut read: Vec<Change> = Vec::new();
    let mut order = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let mut change = Change::new();
        let mut ease = (0, 0, 0);
        for (number, one) in set["changes"].as_array().into_iter().flatten().enumerate() {
            let place = format!("/sets/{at}/changes/{number}");
            let Some(fact) = one["fact"].as_str().and_then(|name| pack.fact_named(name)) else {
                differences.list.push(format!("{place}: no such fact"));
                continue;
            };
            match json::values(&pack.facts[fact], &one["wanted"]) {
                Ok(values) => {
                    let against = against(context, &possible, fact, &values);
                    differences.expect(&format!("{place}/against"), &json!(against));
                    change.push((fact, values));
                }
                Err(fault) => differences.list.push(format!("{place}: {fault}")),
            }
            // An assumption that rules nothing out is none.
            let is_assumed = context.assumes(pack, fact) && possible[fact] != pack.facts[fact].every_value();
            if is_assumed || !matches!(context.said[fact], Said::Nothing) {
                differences.expect_values(&format!("{place}/given"), fact, &possible[fact]);
            } else {
                differences.expect(&format!("{place}/given"), &Json::Null);
            }
            ease.0 += usize::from(one["against"] == "said");
            ease.1 += usize::from(one["against"] == "assumption");
            ease.2 += usize::from(!pack.facts[fact].ask_first);
        }
        change.sort();
        read.push(change);
        order.push(ease);
    }
    if !order.is_sorted() {
        differences.list.push(format!("the sets come in the wrong order: {order:?}"));
    }
    let sorted = |mut changes: Vec<Change>| {
        changes.sort();
        changes
    };
    let (read, expected) = (sorted(read), sorted(expected));
    if read != expected {
        differences.list.push(format!("expected the changes {expected:?}, found {read:?}"));
    }
    differences.list
}
