#![allow(clippy::all, clippy::pedantic, missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use closer_core::RuleSet;
use closer_verify::*;
use std::collections::BTreeMap;
fn main() {
    let rules = RuleSet::closing();
    let suite = Suite::from_files(&rules, closer_rules::CLOSING_TESTS.iter().copied()).unwrap();
    let t = std::time::Instant::now();
    let all = Mutants::of(&rules).unwrap();
    println!("{} mutants made in {:?}", all.mutants().len(), t.elapsed());
    let t = std::time::Instant::now();
    let hunt = all.hunt(&suite, std::num::NonZeroUsize::new(2).unwrap(), &|_| ());
    println!("hunt {:?}", t.elapsed());
    let mut by: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (m, f) in hunt.fates() {
        let f = match f {
            Fate::Noticed(_) => "noticed",
            Fate::Equivalent => "equivalent",
            Fate::Survived(_) => "survived",
            _ => "undecided",
        };
        *by.entry((m.operator.name(), f)).or_default() += 1;
        *by.entry(("all", f)).or_default() += 1;
    }
    for (k, v) in by {
        println!("{k:?} {v}");
    }
    if std::env::args().len() > 1 {
        for s in hunt.survivors() {
            println!("# {} {}: {}\n{}", s.mutant.kind, s.mutant.id, s.mutant.change, s.test);
        }
        for (m, f) in hunt.fates() {
            if matches!(f, Fate::NotDecided) {
                println!("UNDECIDED {} {}", m.id, m.change);
            }
        }
        for (m, f) in hunt.fates() {
            if matches!(f, Fate::Equivalent) {
                println!("EQ {} {}", m.id, m.change);
            }
        }
    }
}
