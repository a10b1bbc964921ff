//! Single worlds, which are looked up in ways of their own: whichever facts the rules ask about, and whatever values are given.

use std::fmt::Write as _;

use closer_core::model::RuleId;
use closer_core::space::{Bounds, Status};
use closer_core::{Program, RuleSet};

use super::random::{self, Random, Shape};
use super::{USUAL, slow};

/// A pack of facts with so many values each, and so many rules for each of these facts and values.
struct Plain {
    program: Program,
    rules: Vec<(usize, u8, RuleId)>,
}

impl Plain {
    fn new(sizes: &[u8], asked: &[(usize, u8)], each: usize) -> Self {
        let mut pack =
            "[pack]\nname = 'plain'\nversion = '1.0.0'\nmoments = ['now']\n[moments.now]\ntitle = 'Now'\n\
            [sources.s]\ntitle = 'S'\n[actions.do]\nmoment = 'now'\ntitle = 'Do'\nwhy = 'It helps.'\n"
                .to_owned();
        for (at, size) in sizes.iter().enumerate() {
            let values: Vec<String> = (0..*size).map(|value| format!("'v{value}'")).collect();
            writeln!(pack, "[facts.f{at:02}]\nquestion = 'F?'\nvalues = [{}]", values.join(", ")).unwrap();
        }
        for ((at, value), copy) in asked.iter().flat_map(|it| (0..each).map(move |copy| (it, copy))) {
            writeln!(
                pack,
                "[[rule]]\nid = 'r{at:02}-{value:02}-{copy:03}'\nsuggest = 'do'\nwhen = {{ f{at:02} = 'v{value}' }}\n\
                because = 'B.'\nsources = ['s']"
            )
            .unwrap();
        }
        let program = RuleSet::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}")).compile();
        let place = |at: usize| program.rules().vocabulary().find(&format!("f{at:02}")).unwrap().id.index();
        let rule = |at: usize, value: u8, copy: usize| {
            program.rules().find_rule(&format!("r{at:02}-{value:02}-{copy:03}")).unwrap()
        };
        let each_of = |(at, value): &(usize, u8)| {
            let (at, value) = (*at, *value);
            (0..each).map(move |copy| (at, value, copy)).collect::<Vec<_>>()
        };
        let all = asked.iter().flat_map(each_of);
        let mut rules: Vec<(usize, u8, RuleId)> =
            all.map(|(at, value, copy)| (place(at), value, rule(at, value, copy))).collect();
        rules.sort_by_key(|(.., rule)| *rule);
        Self { program, rules }
    }

    /// The rules that are true in a world.
    fn there(&self, values: &[u8]) -> Vec<RuleId> {
        let there = self.rules.iter().filter(|(at, value, _)| values[*at] == *value);
        there.map(|(.., rule)| *rule).collect()
    }
}

#[test]
fn worlds_are_told_apart_whichever_facts_the_rules_ask_about() {
    let sizes = [3; 20];
    // One word of rules, one cell, and several.
    for (each, every) in [(1, 1), (25, 1), (220, 7)] {
        for at in (0..sizes.len() * sizes.len()).step_by(every) {
            let (one, other) = (at / sizes.len(), at % sizes.len());
            if other > one {
                continue;
            }
            let mut asked: Vec<(usize, u8)> =
                (0..3).flat_map(|value| [(one, value), (other, value)]).collect();
            asked.sort_unstable();
            asked.dedup();
            let plain = Plain::new(&sizes, &asked, each);
            let mut matcher = plain.program.matcher();
            for (first, second) in [(0, 0), (0, 1), (1, 2), (2, 0), (2, 2)] {
                let mut values = [1; 20];
                (values[one], values[other]) = (first, second);
                assert_eq!(matcher.world(&values), plain.there(&values), "{one} {other} {values:?}");
            }
        }
    }
}

/// Several groups of facts, of which some are missing before others.
#[test]
fn worlds_are_told_apart_whichever_groups_of_facts_there_are() {
    let sizes = [3; 16];
    for places in
        [&[1, 3][..], &[8], &[9], &[0, 1, 9], &[0, 8, 9], &[1, 8, 11], &[0, 2, 9, 13], &[1, 9, 8, 0]]
    {
        let asked: Vec<(usize, u8)> = places.iter().flat_map(|at| (0..3).map(|value| (*at, value))).collect();
        for each in [1, 10, 30, 80] {
            let plain = Plain::new(&sizes, &asked, each);
            let mut matcher = plain.program.matcher();
            for seed in 0..20 {
                let mut random = Random(seed);
                let values: Vec<u8> = sizes
                    .iter()
                    .map(|size| u8::try_from(random.below(usize::from(*size))).unwrap())
                    .collect();
                assert_eq!(matcher.world(&values), plain.there(&values), "{places:?} {each} {values:?}");
                let there = plain.there(&values);
                assert_eq!(matcher.world_top(&values, 3), &there[..there.len().min(3)]);
            }
        }
    }
}

/// Few rules, but places in their tables that are farther than what is multiplied at once can tell.
#[test]
fn worlds_are_told_apart_by_facts_with_many_values() {
    for sizes in [[64, 2, 20], [64, 20, 2], [2, 64, 20], [20, 2, 64], [40, 40, 2], [64, 64, 64]] {
        for places in [[0, 2, 4], [0, 2, 6], [0, 4, 6], [2, 4, 6], [8, 10, 12], [0, 1, 2], [1, 9, 17]] {
            let mut all = [2; 18];
            places.iter().zip(sizes).for_each(|(at, size)| all[*at] = size);
            let some = places
                .iter()
                .zip(sizes)
                .flat_map(|(at, size)| [0, 1, size / 2, size - 2, size - 1].map(|value| (*at, value)));
            let mut asked: Vec<(usize, u8)> = some.collect();
            asked.sort_unstable();
            asked.dedup();
            let plain = Plain::new(&all, &asked, 1);
            let mut matcher = plain.program.matcher();
            let near =
                |size: u8| (0..size).filter(move |value| *value < 3 || value + 3 >= size || value % 7 == 0);
            let mut values = [1; 18];
            for first in near(sizes[0]) {
                for second in near(sizes[1]) {
                    for third in near(sizes[2]) {
                        for (at, value) in places.iter().zip([first, second, third]) {
                            values[*at] = value;
                        }
                        assert_eq!(matcher.world(&values), plain.there(&values), "{places:?} {values:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_value_that_a_fact_does_not_have_is_in_no_rule_that_asks_about_it() {
    for (facts, rules) in [(5, 20), (9, 30), (16, 30), (16, 60), (12, 300), (40, 30), (70, 30)] {
        for seed in 0..4 {
            let mut random = Random(seed);
            // A rule of one row that asks about an unknown fact is true for certain nowhere.
            let shape = Shape { facts, rules, actions: 4, ways: 1, tests: 2, ..USUAL };
            let program = random::pack(shape, &mut random).compile();
            let space = program.rules().vocabulary().space();
            let mut matcher = program.matcher();
            for of_ten in [1, 1, 3, 3, 5, 5, 10, 10, 10, 10] {
                let world = random::bounds(&program, 10, &mut random).first_point();
                let strange: Vec<u16> = space.dims().filter(|_| random.chance(of_ten)).collect();
                let mut values = world.values().to_vec();
                let usual = [None, Some(65), Some(127), Some(128), Some(255)][random.below(5)];
                for dim in &strange {
                    let size = space.size(*dim);
                    values[usize::from(*dim)] =
                        usual.unwrap_or(size + u8::try_from(random.below(3)).unwrap());
                }
                let known = world.iter().filter(|(dim, _)| !strange.contains(dim));
                let known =
                    known.fold(Bounds::all(space), |known, (dim, set)| known.restrict(dim, set).unwrap());
                let rules = slow::rules(program.rules(), |status| status == Status::Holds, &known);
                assert_eq!(matcher.world(&values), rules, "{values:?}");
            }
        }
    }
}
