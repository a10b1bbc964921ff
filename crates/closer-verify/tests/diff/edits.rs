//! Packs that differ from a pack as those of an author do: by one change or a few.

use crate::reference::pack::{Action, Condition, Fact, Kind, Pack, Test, View};

/// The pack with one change; `kind` chooses which, `at` and `other` where. What cannot be done changes nothing.
pub(crate) fn edit(pack: &mut Pack, kind: u8, at: usize, other: usize) {
    if pack.rules.is_empty() {
        return;
    }
    let rule = at % pack.rules.len();
    let action = at % pack.actions.len();
    let fact = at % pack.facts.len();
    match kind {
        0 if pack.rules.len() > 1 => drop(pack.rules.remove(rule)),
        1 => pack.rules[rule].weight = Some(u8::try_from(other % 4 * 10 + 40).unwrap()),
        2 => {
            let view = pack.rules[rule].view;
            pack.rules[rule].view = if view == View::Suggest { View::Avoid } else { View::Suggest };
        }
        3 => pack.rules[rule].when = pack.rules[other % pack.rules.len()].when.clone(),
        4 => {
            if let Some(group) = pack.actions[action].group {
                pack.groups[group].at_most = 3 - pack.groups[group].at_most.min(2);
            }
        }
        5 => {
            let size = pack.facts[fact].size();
            pack.facts[fact].assume = (!other.is_multiple_of(3)).then(|| Test::Is(other % size));
        }
        6 => match &mut pack.facts[fact].kind {
            Kind::Values(names) | Kind::Ordered(names) => names.push("more".to_owned()),
            Kind::Range(_, high) => *high += 1,
            Kind::Bool => {}
        },
        7 if pack.actions.len() > 1 => remove_action(pack, action),
        8 => pack.rules[rule].id.push_str("-renamed"),
        9 => split(pack, rule, other),
        10 => pack.actions[action].moment = other % pack.moments.len(),
        11 if !pack.groups.is_empty() => {
            let group = other % (pack.groups.len() + 1);
            pack.actions[action].group = (group < pack.groups.len()).then_some(group);
        }
        12 if other % pack.actions.len() != action => {
            let rival = other % pack.actions.len();
            if !pack.actions[action].never_with.remove(&rival) {
                pack.actions[action].never_with.insert(rival);
            }
        }
        13 => {
            let assume = other.is_multiple_of(2).then_some(Test::Is(0));
            let kind = Kind::Bool;
            let (ask_first, ask_when, flags) = (false, None, Vec::new());
            pack.facts.push(Fact { name: "fact-new".to_owned(), kind, assume, ask_first, ask_when, flags });
            let asked = Condition {
                tests: vec![(pack.facts.len() - 1, Test::Is(other % 3 / 2))],
                ..Condition::default()
            };
            let when = pack.rules[rule].when.take();
            pack.rules[rule].when = Some(Condition {
                all: Some(when.into_iter().chain([asked]).collect()),
                ..Condition::default()
            });
        }
        14 => drop(pack.disagreements.pop()),
        15 => pack.rules[rule].sources = pack.rules[other % pack.rules.len()].sources.clone(),
        16 => {
            let id = "action-new".to_owned();
            let moment = other % pack.moments.len();
            let group = pack.actions[action].group;
            pack.actions.push(Action { id, moment, group, never_with: [].into(), say: None });
            let mut rule = pack.rules[rule].clone();
            rule.action = pack.actions.len() - 1;
            rule.id.push_str("-new");
            pack.rules.push(rule);
        }
        17 => {
            let (first, last) = (pack.facts[fact].size() - 1, other);
            let when = pack.rules[rule].when.take();
            let test =
                Condition { tests: vec![(fact, Test::Is(last % (first + 1)))], ..Condition::default() };
            pack.rules[rule].when = Some(Condition {
                all: Some(when.into_iter().chain([test]).collect()),
                ..Condition::default()
            });
        }
        18 => {
            pack.moments.rotate_left(1);
            for action in &mut pack.actions {
                action.moment = (action.moment + pack.moments.len() - 1) % pack.moments.len();
            }
        }
        _ => {}
    }
}

/// The action and all that speaks of it.
fn remove_action(pack: &mut Pack, action: usize) {
    pack.rules.retain(|rule| rule.action != action);
    let moved = |other: usize| if other > action { other - 1 } else { other };
    for rule in &mut pack.rules {
        rule.action = moved(rule.action);
    }
    pack.disagreements.retain(|one| !one.actions.contains(&action));
    for one in &mut pack.disagreements {
        one.actions = one.actions.iter().map(|other| moved(*other)).collect();
    }
    pack.actions.remove(action);
    for other in &mut pack.actions {
        other.never_with = other.never_with.iter().filter(|it| **it != action).map(|it| moved(*it)).collect();
    }
}

/// A rule as two, which together say the same.
fn split(pack: &mut Pack, rule: usize, other: usize) {
    let fact = other % pack.facts.len();
    let mut half = pack.rules[rule].clone();
    half.id.push_str("-half");
    let part = |when: Option<Condition>, test| {
        let test = Condition { tests: vec![(fact, test)], ..Condition::default() };
        Some(Condition { all: Some(when.into_iter().chain([test]).collect()), ..Condition::default() })
    };
    half.when = part(half.when.take(), Test::Is(0));
    let when = pack.rules[rule].when.take();
    pack.rules[rule].when = part(when, Test::not(Test::Is(0)));
    pack.rules.push(half);
}
