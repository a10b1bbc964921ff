//! Random packs: conjunctions of two to five tests over 24 facts of two to six values, eight rules for an action, one in five of them against it.

use std::fmt::Write;

use closer_core::RuleSet;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 20) % limit as u64).unwrap()
    }
}

const FACTS: usize = 24;

pub fn random(rules: usize) -> RuleSet {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut text = String::from(
        "pack = { name = \"random\", version = \"1.0.0\", title = \"Random\", moments = [\"now\"] }\n\
         moments.now.title = \"Now\"\nsources.us.title = \"Us\"\n",
    );
    let sizes: Vec<usize> = (0..FACTS).map(|_| 2 + dice.below(5)).collect();
    for (at, size) in sizes.iter().enumerate() {
        let values: Vec<String> = (0..*size).map(|value| format!("\"v{value}\"")).collect();
        writeln!(text, "[facts.f{at}]\nquestion = \"f{at}?\"\nvalues = [{}]", values.join(", ")).unwrap();
    }
    for at in 0..rules.div_ceil(8) {
        writeln!(text, "[actions.a{at}]\nmoment = \"now\"\ntitle = \"a{at}\"\nwhy = \"So.\"").unwrap();
    }
    for at in 0..rules {
        let mut facts: Vec<usize> = (0..2 + dice.below(4)).map(|_| dice.below(FACTS)).collect();
        facts.sort_unstable();
        facts.dedup();
        let tests: Vec<String> = facts
            .iter()
            .map(|fact| {
                let (size, first) = (sizes[*fact], dice.below(sizes[*fact]));
                let other = (first + 1) % size;
                if size > 2 && dice.below(2) == 0 {
                    format!("f{fact} = [\"v{first}\", \"v{other}\"]")
                } else {
                    format!("f{fact} = \"v{first}\"")
                }
            })
            .collect();
        let side = if dice.below(5) == 0 { "avoid" } else { "suggest" };
        writeln!(
            text,
            "[[rule]]\nid = \"r{at}\"\n{side} = \"a{}\"\nwhen = {{ {} }}\nweight = {}\nbecause = \"So.\"\nsources = [\"us\"]",
            at / 8,
            tests.join(", "),
            1 + dice.below(100),
        )
        .unwrap();
    }
    RuleSet::from_toml(&text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
