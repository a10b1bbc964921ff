//! Small random packs and properties: few contexts, and much rivalry in them.

use std::collections::BTreeSet;

use crate::reference::pack::{
    Action, Bounds, Citation, Condition, Fact, Group, Kind, Moment, Pack, Rule, Source, Test, View,
};

/// Numbers that look random and depend on the seed alone.
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 };
        dice.below(2);
        dice
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift; its low bits are the weakest.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from((self.state >> 20) % u64::try_from(limit).unwrap()).unwrap()
    }

    /// True in `percent` of a hundred throws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A pack with up to some hundred contexts.
pub(crate) fn pack(dice: &mut Dice) -> Pack {
    let mut pack = Pack::default();
    for (name, sizes) in [("first", &[2_usize, 2, 3, 4][..]), ("second", &[2, 3]), ("third", &[1, 2])] {
        fact(&mut pack, name, sizes, dice);
    }
    pack.sources = ["s-one", "s-two", "s-three"]
        .map(|id| Source { id: id.to_owned(), editorial: id == "s-three" })
        .into();
    for id in ["early", "late"] {
        let guard = dice.chance(20).then(|| Condition { tests: tests(&pack, dice), ..Condition::default() });
        pack.moments.push(Moment { id: id.to_owned(), guard });
    }
    for at in 0..dice.below(3) {
        pack.groups.push(Group { id: format!("g{at}"), at_most: 1 + dice.below(2) });
    }
    // In some packs everybody is in somebody's way, who is in somebody's way.
    let crowded = dice.chance(40);
    let actions = if crowded { 4 + dice.below(2) } else { 2 + dice.below(4) };
    let in_the_way = if crowded { 90 } else { 30 };
    for at in 0..actions {
        let group = (!pack.groups.is_empty() && dice.chance(50)).then(|| dice.below(pack.groups.len()));
        let never_with: BTreeSet<usize> = if at > 0 && dice.chance(in_the_way) {
            [if crowded { at - 1 } else { dice.below(at) }].into()
        } else {
            [].into()
        };
        let action = Action {
            id: format!("{}-{at}", dice.pick(&["a", "b", "c"])),
            moment: dice.below(2),
            group,
            never_with,
            say: None,
        };
        pack.actions.push(action);
    }
    let rules = actions + 2 + dice.below(5);
    let mut at = 0;
    while pack.rules.len() < rules {
        rule(&mut pack, at, dice);
        at += 1;
    }
    pack
}

fn fact(pack: &mut Pack, name: &str, sizes: &[usize], dice: &mut Dice) {
    let size = dice.pick(sizes);
    let names = |size: usize| (0..size).map(|value| format!("v{value}")).collect::<Vec<String>>();
    let kind = match (size, dice.below(3)) {
        (1, _) => return,
        (2, 0) => Kind::Bool,
        (_, 1) => Kind::Range(3, 2 + i64::try_from(size).unwrap()),
        (_, 2) => Kind::Values(names(size)),
        _ => Kind::Ordered(names(size)),
    };
    let assume = dice.chance(30).then(|| Test::Is(dice.below(size)));
    let name = name.to_owned();
    pack.facts.push(Fact { name, kind, assume, ask_first: false, ask_when: None, flags: Vec::new() });
}

/// Adds a rule, unless no interview can meet its condition.
fn rule(pack: &mut Pack, at: usize, dice: &mut Dice) {
    let rule = Rule {
        id: format!("r{at}"),
        view: if dice.chance(20) { View::Avoid } else { View::Suggest },
        action: if at < pack.actions.len() { at } else { dice.below(pack.actions.len()) },
        when: dice.chance(70).then(|| condition(pack, dice)),
        unless: dice.chance(10).then(|| condition(pack, dice)),
        weight: Some(dice.pick(&[50, 50, 60, 70])),
        sources: (0..=dice.below(2)).map(|_| Citation { source: dice.below(3), row: None }).collect(),
    };
    pack.rules.push(rule);
    let never = |values: &Vec<usize>| !pack.look_at(values).rules.last().unwrap();
    if pack.every_assignment().iter().all(never) {
        pack.rules.pop();
    }
}

pub(crate) fn condition(pack: &Pack, dice: &mut Dice) -> Condition {
    let mut condition = Condition { tests: tests(pack, dice), ..Condition::default() };
    if dice.chance(30) {
        let part = |dice: &mut Dice| Condition { tests: tests(pack, dice), ..Condition::default() };
        condition.any = Some(vec![part(dice), part(dice)]);
    }
    if dice.chance(10) {
        let part = Condition { tests: tests(pack, dice), ..Condition::default() };
        condition.not = Some(Box::new(part));
    }
    condition
}

fn tests(pack: &Pack, dice: &mut Dice) -> Vec<(usize, Test)> {
    let fact = dice.below(pack.facts.len());
    let size = pack.facts[fact].size();
    let value = dice.below(size);
    let test = match dice.below(4) {
        0 => Test::not(Test::Is(value)),
        1 if pack.facts[fact].is_ordered() => {
            Test::Bounds(Bounds { at_least: Some(1 + dice.below(size - 1)), ..Bounds::default() })
        }
        _ => Test::Is(value),
    };
    vec![(fact, test)]
}
