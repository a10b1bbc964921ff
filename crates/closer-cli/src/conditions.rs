//! Conditions as a person would say them, in the pack's own phrases.

use closer_core::RuleSet;
use closer_core::model::{Condition, Test};

use crate::words::{clean, list};

/// When a rule applies: "when it went well, unless they have named a doubt about you"; empty for always.
pub(crate) fn when(condition: &Condition, rules: &RuleSet) -> String {
    let (mut wanted, mut barred) = (Vec::new(), Vec::new());
    sort(condition, rules, &mut wanted, &mut barred);
    let mut said = Vec::new();
    if !wanted.is_empty() {
        said.push(format!("when {}", list(&wanted)));
    }
    if !barred.is_empty() {
        said.push(format!("unless {}", alternatives(&barred)));
    }
    said.join(", ")
}

/// The same as half a sentence without its first word: "you are still preparing"; empty for always.
pub(crate) fn plain(condition: &Condition, rules: &RuleSet) -> String {
    let words = words(condition, false, rules);
    words.strip_prefix("either ").map_or(words.clone(), str::to_owned)
}

/// What must hold, and what must not.
fn sort(condition: &Condition, rules: &RuleSet, wanted: &mut Vec<String>, barred: &mut Vec<String>) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| sort(part, rules, wanted, barred)),
        Condition::Not(inner) => match &**inner {
            Condition::Any(parts) => barred.extend(parts.iter().map(|part| words(part, false, rules))),
            inner => barred.push(words(inner, false, rules)),
        },
        other => wanted.push(words(other, false, rules)),
    }
}

fn words(condition: &Condition, negated: bool, rules: &RuleSet) -> String {
    let each = |parts: &[Condition]| parts.iter().map(|part| words(part, negated, rules)).collect::<Vec<_>>();
    match (condition, negated) {
        (Condition::Test(test), _) => phrase(test, negated, rules),
        (Condition::Not(inner), _) => words(inner, !negated, rules),
        (Condition::All(parts), false) | (Condition::Any(parts), true) => match each(parts).as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            several => list(several),
        },
        (Condition::Any(parts), false) | (Condition::All(parts), true) => alternatives(&each(parts)),
    }
}

fn phrase(test: &Test, negated: bool, rules: &RuleSet) -> String {
    let Some(fact) = rules.vocabulary().get(test.fact) else { return String::new() };
    clean(&if negated { fact.phrase(&test.allowed.complement(fact)) } else { fact.phrase(&test.allowed) })
}

/// "a, b, or c". Parts that are alternatives themselves lose the "either" that they begin with.
fn alternatives(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.strip_prefix("either ").unwrap_or(part)).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} or {two}"),
        [rest @ .., last] => format!("{}, or {last}", rest.join(", ")),
    }
}
