//! What the benchmarks of closer measure on.

pub mod engines;
pub mod hand;
pub mod measure;
pub mod pack;
pub mod workload;

use closer_core::space::{Bounds, ValueSet};
use closer_core::{Context, Program};

/// Numbers that look random, and are the same in every run (SplitMix64).
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }
}

/// A thousand contexts in which so many facts of ten are known.
#[must_use]
pub fn contexts(program: &Program, known_of_ten: usize) -> Vec<Context> {
    let vocabulary = program.rules().vocabulary();
    let space = vocabulary.space();
    let mut random = Random(1);
    let mut bounds = || {
        space.dims().fold(Bounds::all(space), |bounds, dim| {
            let value = u8::try_from(random.below(space.size(dim).into())).unwrap_or_default();
            let known = usize::try_from(random.below(10)).unwrap_or_default() < known_of_ten;
            let narrowed = known.then(|| bounds.restrict(dim, ValueSet::single(value))).flatten();
            narrowed.unwrap_or(bounds)
        })
    };
    (0..1_000).map(|_| Context::within(vocabulary, &bounds())).collect()
}

/// A thousand worlds, as values by fact.
#[must_use]
pub fn worlds(program: &Program) -> Vec<Box<[u8]>> {
    contexts(program, 10).iter().map(|context| context.bounds().values()).collect()
}

/// A pack with so many random rules, conjunctions of 2 to 5 tests of 24 facts with 2 to 8 values, half as many actions as rules.
#[must_use]
pub fn large_pack(rules: u64) -> String {
    pack_over(24, rules)
}

/// The same over as many facts as one likes.
#[must_use]
pub fn pack_over(facts: u64, rules: u64) -> String {
    let mut random = Random(2);
    let mut text = "[pack]\nname = \"large\"\nversion = \"1.0.0\"\ntitle = \"Large\"\nmoments = [\"now\"]\n\n[moments.now]\n\
        title = \"Now\"\n\n[sources.s]\ntitle = \"S\"\n\n"
        .to_owned();
    for fact in 0..facts {
        let values: Vec<String> = (0..2 + fact % 7).map(|value| format!("\"v{value}\"")).collect();
        text +=
            &format!("[facts.f{fact:03}]\nquestion = \"What of it?\"\nvalues = [{}]\n\n", values.join(", "));
    }
    for action in 0..rules.div_ceil(2) {
        text +=
            &format!("[actions.a{action:06}]\nmoment = \"now\"\ntitle = \"Do it\"\nwhy = \"It helps.\"\n\n");
    }
    for rule in 0..rules {
        let says = if random.below(20) == 0 { "avoid" } else { "suggest" };
        let mut asked: Vec<u64> = (0..2 + random.below(4)).map(|_| random.below(facts)).collect();
        asked.sort_unstable();
        asked.dedup();
        let tests: Vec<String> =
            asked.iter().map(|fact| format!("f{fact:03} = \"v{}\"", random.below(2 + fact % 7))).collect();
        text += &format!(
            "[[rule]]\nid = \"r{rule:06}\"\n{says} = \"a{:06}\"\nwhen = {{ {} }}\nweight = {}\nbecause = \"It helps.\"\n\
             sources = [\"s\"]\n\n",
            rule / 2,
            tests.join(", "),
            1 + random.below(100)
        );
    }
    text
}
