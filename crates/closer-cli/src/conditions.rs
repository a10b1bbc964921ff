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
        said.push(format!("when {}", together(&wanted)));
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
        (Condition::All(parts), false) | (Condition::Any(parts), true) => together(&each(parts)),
        (Condition::Any(parts), false) | (Condition::All(parts), true) => alternatives(&each(parts)),
    }
}

fn phrase(test: &Test, negated: bool, rules: &RuleSet) -> String {
    let Some(fact) = rules.vocabulary().get(test.fact) else { return String::new() };
    clean(&if negated { fact.phrase(&test.allowed.complement(fact)) } else { fact.phrase(&test.allowed) })
}

/// "a and b"; with a comma where a part is an enumeration itself.
fn together(parts: &[String]) -> String {
    match parts {
        [one, two] if one.contains(", ") || one.contains(" or ") => format!("{one}, and {two}"),
        parts => list(parts),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_speech() {
        let rules = RuleSet::closing();
        let of = |id: &str| {
            let rule = rules.find_rule(id).and_then(|id| rules.rule(id)).unwrap();
            when(&rule.when(), &rules)
        };
        assert_eq!(of("few-say-thank-you"), "");
        assert_eq!(of("thank-the-whole-panel"), "when 2 or more people interview you");
        assert_eq!(
            of("tell-them-you-want-it"),
            "when you want the job, unless they tell you it will not be you or they offer you the job, there is no time left, or you \
             record your answers with nobody there"
        );
        assert_eq!(
            of("no-card-on-video"),
            "when the interview is by live video or as a recording, with nobody there, and they have not given you their card"
        );
        let moment = rules.moments().first().unwrap();
        assert_eq!(plain(&moment.guard, &rules), "you are still preparing");
    }
}
