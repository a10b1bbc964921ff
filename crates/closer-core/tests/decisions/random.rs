//! Random packs of a given size, and random boxes of what may be known.

use std::fmt::Write as _;

use closer_core::model::Context;
use closer_core::space::Bounds;
use closer_core::{Program, RuleSet};

/// `SplitMix64`, the same numbers in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }

    pub(crate) fn chance(&mut self, of_ten: usize) -> bool {
        self.below(10) < of_ten
    }
}

/// What a pack is to be like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) facts: usize,
    /// How many values a fact has at most, from 2 to 64.
    pub(crate) values: usize,
    pub(crate) actions: usize,
    pub(crate) rules: usize,
    pub(crate) sources: usize,
    /// How many facts a condition asks about at most.
    pub(crate) tests: usize,
    /// How many alternatives a condition has that has some.
    pub(crate) ways: usize,
}

pub(crate) fn pack(shape: Shape, random: &mut Random) -> RuleSet {
    let mut pack = "[pack]\nname = 'random'\nversion = '1.0.0'\ntitle = 'Random'\nmoments = ['now', 'then']\n\
        [moments.now]\ntitle = 'Now'\n[moments.then]\ntitle = 'Then'\n[groups.few]\ntitle = 'Few'\nat_most = 2\n"
        .to_owned();
    let sizes: Vec<usize> = (0..shape.facts).map(|_| 2 + random.below(shape.values - 1)).collect();
    for (at, size) in sizes.iter().enumerate() {
        let values: Vec<String> = (0..*size).map(|value| format!("'v{value}'")).collect();
        writeln!(pack, "[facts.f{at}]\nquestion = 'f{at}?'\nvalues = [{}]", values.join(", ")).unwrap();
        if random.chance(2) {
            writeln!(pack, "assume = 'v{}'", random.below(*size)).unwrap();
        }
    }
    for at in 0..shape.sources {
        writeln!(pack, "[sources.s{at}]\ntitle = 's{at}'").unwrap();
    }
    for at in 0..shape.actions {
        let moment = ["now", "then"][random.below(2)];
        writeln!(pack, "[actions.a{at}]\nmoment = '{moment}'\ntitle = 'a{at}'\nwhy = 'It helps.'").unwrap();
        if random.chance(4) {
            writeln!(pack, "group = 'few'").unwrap();
        }
        if at > 0 && random.chance(2) {
            writeln!(pack, "never_with = ['a{}']", random.below(at)).unwrap();
        }
    }
    for at in 0..shape.rules {
        let says = if random.chance(2) { "avoid" } else { "suggest" };
        let action = random.below(shape.actions);
        let source = random.below(shape.sources);
        let weight = [10, 50, 50, 90][random.below(4)];
        writeln!(
            pack,
            "[[rule]]\nid = 'r{at}'\n{says} = 'a{action}'\nweight = {weight}\nbecause = 'b'\nsources = ['s{source}']\nwhen = {}",
            condition(shape, &sizes, random)
        )
        .unwrap();
    }
    RuleSet::from_toml(&pack).unwrap_or_else(|error| panic!("{error}\n{pack}"))
}

fn condition(shape: Shape, sizes: &[usize], random: &mut Random) -> String {
    let count = random.below(shape.tests) + 1;
    if random.chance(3) {
        let parts: Vec<String> = (0..shape.ways).map(|_| tests(count, sizes, random)).collect();
        return format!("{{ any = [{}] }}", parts.join(", "));
    }
    tests(count, sizes, random)
}

fn tests(count: usize, sizes: &[usize], random: &mut Random) -> String {
    let mut facts: Vec<usize> = (0..count).map(|_| random.below(sizes.len())).collect();
    facts.sort_unstable();
    facts.dedup();
    let test = |fact: &usize| {
        let mut values: Vec<usize> = (0..sizes[*fact]).filter(|_| random.chance(4)).collect();
        if values.is_empty() || values.len() == sizes[*fact] {
            values = vec![random.below(sizes[*fact])];
        }
        let values: Vec<String> = values.iter().map(|value| format!("'v{value}'")).collect();
        format!("f{fact} = [{}]", values.join(", "))
    };
    format!("{{ {} }}", facts.iter().map(test).collect::<Vec<_>>().join(", "))
}

/// A box in which about so many facts of ten are known, some of them only in part.
pub(crate) fn bounds(program: &Program, known_of_ten: usize, random: &mut Random) -> Bounds {
    let space = program.rules().vocabulary().space();
    let mut bounds = Bounds::all(space);
    for dim in space.dims() {
        if random.chance(known_of_ten) {
            let values = if random.chance(3) { 1 + random.below(3) } else { 1 };
            let value = |_| u8::try_from(random.below(space.size(dim).into())).unwrap();
            assert!(bounds.narrow(dim, (0..values).map(value).collect()));
        }
    }
    bounds
}

pub(crate) fn context(program: &Program, bounds: &Bounds) -> Context {
    Context::within(program.rules().vocabulary(), bounds)
}
