//! The same questions for diagrams over bits: a fact of n values is the bits of a number, and every number from n - 1 on is the last value.

use std::time::Instant;

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use closer_core::space::{Row, ValueSet};
use oxidd::bdd::BDDFunction;
use oxidd::{BooleanFunction, Manager, ManagerRef};

use crate::{Answers, Questions};

/// How many bits each fact has.
fn widths(questions: &Questions) -> Vec<u32> {
    questions.sizes.iter().map(|size| u8::BITS - size.saturating_sub(1).leading_zeros()).collect()
}

/// The numbers that stand for some values of a fact.
fn codes(values: ValueSet, size: u8, width: u32) -> impl Iterator<Item = u32> {
    let last = u32::from(size) - 1;
    (0..1_u32 << width).filter(move |code| values.contains(u8::try_from((*code).min(last)).unwrap()))
}

/// A library as these questions use it.
trait Library {
    type Set: Clone;
    fn none(&self) -> Self::Set;
    fn all(&self) -> Self::Set;
    fn bit(&self, at: usize, value: bool) -> Self::Set;
    fn and(&self, a: &Self::Set, b: &Self::Set) -> Self::Set;
    fn or(&self, a: &Self::Set, b: &Self::Set) -> Self::Set;
    fn minus(&self, a: &Self::Set, b: &Self::Set) -> Self::Set;
    fn is_none(&self, set: &Self::Set) -> bool;
}

fn ask<L: Library>(library: &L, questions: &Questions) -> Answers {
    let widths = widths(questions);
    let first: Vec<usize> = widths
        .iter()
        .scan(0, |next, width| {
            let first = *next;
            *next += *width as usize;
            Some(first)
        })
        .collect();
    let row = |row: &Row| {
        let constraints: Vec<_> = row.constraints().collect();
        // From the last bit up, so that small diagrams are joined with what lies below them.
        constraints.iter().rev().fold(library.all(), |below, (dim, values)| {
            let dim = usize::from(*dim);
            let test = codes(*values, questions.sizes[dim], widths[dim]).fold(library.none(), |any, code| {
                let number = (0..widths[dim]).rev().fold(library.all(), |number, bit| {
                    let value = code >> (widths[dim] - 1 - bit) & 1 == 1;
                    library.and(&library.bit(first[dim] + bit as usize, value), &number)
                });
                library.or(&any, &number)
            });
            library.and(&test, &below)
        })
    };
    let region = |rows: &[Row]| {
        let mut parts: Vec<L::Set> = rows.iter().map(row).collect();
        while parts.len() > 1 {
            parts = parts
                .chunks(2)
                .map(|pair| if let [a, b] = pair { library.or(a, b) } else { pair[0].clone() })
                .collect();
        }
        parts.pop().unwrap_or_else(|| library.none())
    };
    let begun = Instant::now();
    let worlds: Vec<L::Set> = questions
        .actions
        .iter()
        .map(|(suggest, avoid)| library.minus(&region(suggest), &region(avoid)))
        .collect();
    let made = begun.elapsed();
    let begun = Instant::now();
    let both = |(a, b): &(usize, usize)| !library.is_none(&library.and(&worlds[*a], &worlds[*b]));
    let together = questions.pairs.iter().map(both).collect();
    let asked = begun.elapsed();
    Answers { suggested: worlds.iter().map(|set| !library.is_none(set)).collect(), together, made, asked }
}

struct Biodivine {
    set: BddVariableSet,
    variables: Vec<BddVariable>,
}

impl Library for Biodivine {
    type Set = Bdd;

    fn none(&self) -> Bdd {
        self.set.mk_false()
    }
    fn all(&self) -> Bdd {
        self.set.mk_true()
    }
    fn bit(&self, at: usize, value: bool) -> Bdd {
        self.set.mk_literal(self.variables[at], value)
    }
    fn and(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.and(b)
    }
    fn or(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.or(b)
    }
    fn minus(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.and_not(b)
    }
    fn is_none(&self, set: &Bdd) -> bool {
        set.is_false()
    }
}

pub fn biodivine(questions: &Questions) -> Answers {
    let bits: u32 = widths(questions).iter().sum();
    let set = BddVariableSet::new_anonymous(u16::try_from(bits).unwrap());
    let variables = set.variables();
    ask(&Biodivine { set, variables }, questions)
}

struct Oxidd {
    none: BDDFunction,
    all: BDDFunction,
    bits: Vec<BDDFunction>,
}

impl Library for Oxidd {
    type Set = BDDFunction;

    fn none(&self) -> BDDFunction {
        self.none.clone()
    }
    fn all(&self) -> BDDFunction {
        self.all.clone()
    }
    fn bit(&self, at: usize, value: bool) -> BDDFunction {
        if value { self.bits[at].clone() } else { self.bits[at].not().unwrap() }
    }
    fn and(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.and(b).unwrap()
    }
    fn or(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.or(b).unwrap()
    }
    fn minus(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.and(&b.not().unwrap()).unwrap()
    }
    fn is_none(&self, set: &BDDFunction) -> bool {
        !set.satisfiable()
    }
}

pub fn oxidd(questions: &Questions) -> Answers {
    let bits: u32 = widths(questions).iter().sum();
    let manager = oxidd::bdd::new_manager(1 << 24, 1 << 20, 1);
    let library = manager.with_manager_exclusive(|manager| {
        manager.add_vars(bits);
        Oxidd {
            none: BDDFunction::f(manager),
            all: BDDFunction::t(manager),
            bits: (0..bits).map(|at| BDDFunction::var(manager, at).unwrap()).collect(),
        }
    });
    ask(&library, questions)
}
