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
        said.push(format!("when {}", Said::all(wanted).words()));
    }
    if !barred.is_empty() {
        said.push(format!("unless {}", Said::any(barred).words()));
    }
    said.join(", ")
}

/// The same as half a sentence without its first word: "you are still preparing"; empty for always.
pub(crate) fn plain(condition: &Condition, rules: &RuleSet) -> String {
    let words = said(condition, false, rules).words();
    words.strip_prefix("either ").map_or(words.clone(), str::to_owned)
}

/// What must hold, and what must not.
fn sort(condition: &Condition, rules: &RuleSet, wanted: &mut Vec<Said>, barred: &mut Vec<Said>) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| sort(part, rules, wanted, barred)),
        Condition::Not(inner) => match &**inner {
            Condition::Any(parts) => barred.extend(parts.iter().map(|part| said(part, false, rules))),
            inner => barred.push(said(inner, false, rules)),
        },
        other => wanted.push(said(other, false, rules)),
    }
}

fn said(condition: &Condition, negated: bool, rules: &RuleSet) -> Said {
    let each = |parts: &[Condition]| parts.iter().map(|part| said(part, negated, rules)).collect();
    match (condition, negated) {
        (Condition::Test(test), _) => Said::Phrase(phrase(test, negated, rules)),
        (Condition::Not(inner), _) => said(inner, !negated, rules),
        (Condition::All(parts), false) | (Condition::Any(parts), true) => Said::all(each(parts)),
        (Condition::Any(parts), false) | (Condition::All(parts), true) => Said::any(each(parts)),
    }
}

fn phrase(test: &Test, negated: bool, rules: &RuleSet) -> String {
    let Some(fact) = rules.vocabulary().get(test.fact) else { return String::new() };
    clean(&if negated { fact.phrase(&test.allowed.complement(fact)) } else { fact.phrase(&test.allowed) })
}

/// A condition in phrases, before they are put together.
#[derive(Debug)]
enum Said {
    Phrase(String),
    /// Several, none of which is of this kind itself.
    All(Vec<Self>),
    /// The same for alternatives.
    Any(Vec<Self>),
}

impl Said {
    fn all(parts: Vec<Self>) -> Self {
        let within = |part| match part {
            Self::All(parts) => parts,
            part => vec![part],
        };
        let parts: Vec<Self> = parts.into_iter().flat_map(within).collect();
        Self::only(parts).unwrap_or_else(Self::All)
    }

    fn any(parts: Vec<Self>) -> Self {
        let within = |part| match part {
            Self::Any(parts) => parts,
            part => vec![part],
        };
        let parts: Vec<Self> = parts.into_iter().flat_map(within).collect();
        Self::only(parts).unwrap_or_else(Self::Any)
    }

    /// The only part, if there is no other.
    fn only(mut parts: Vec<Self>) -> Result<Self, Vec<Self>> {
        match parts.pop() {
            Some(part) if parts.is_empty() => Ok(part),
            last => {
                parts.extend(last);
                Err(parts)
            }
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Phrase(words) => words.clone(),
            Self::All(parts) => together(parts),
            Self::Any(parts) => alternatives(parts, "; "),
        }
    }
}

/// "a and b"; with a comma where a part is an enumeration itself. Alternatives open with "either", so that it shows where they begin.
fn together(parts: &[Said]) -> String {
    let words = |part: &Said| match part {
        Said::Any(parts) => format!("either {}", alternatives(parts, ", ")),
        part => part.words(),
    };
    let parts: Vec<String> = parts.iter().map(words).collect();
    match parts.as_slice() {
        [one, two] if one.contains(", ") || [one, two].iter().any(|it| it.contains(" or ")) => {
            format!("{one}, and {two}")
        }
        parts => list(parts),
    }
}

/// "a, b, or c". Phrases that are alternatives themselves lose the "either" that they begin with. Where something must hold together with
/// something else, `between` shows where it ends.
fn alternatives(parts: &[Said], between: &str) -> String {
    let is_long = parts.iter().any(|part| matches!(part, Said::All(_)));
    let words = |part: &Said| match part {
        Said::Phrase(words) => words.strip_prefix("either ").unwrap_or(words).to_owned(),
        part => part.words(),
    };
    let parts: Vec<String> = parts.iter().map(words).collect();
    match parts.as_slice() {
        parts if is_long => parts.join(&format!("{between}or ")),
        [one, two] => format!("{one} or {two}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        parts => parts.concat(),
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

    #[test]
    fn what_belongs_together_is_said_together() {
        let fact = |name: &str| {
            format!(
                "[facts.{name}]\nquestion = \"?\"\nbool = true\nphrases = {{ true = \"{name}\", false = \"no {name}\" }}\n"
            )
        };
        let facts: String = ["a", "b", "c", "d", "e"].map(fact).concat();
        let said = |condition: &str| {
            let text = format!(
                "[pack]\nname = \"p\"\nversion = \"1.0.0\"\nmoments = [\"m\"]\n[moments.m]\ntitle = \"M\"\n[sources.s]\ntitle = \"S\"\n{facts}\
                 [actions.x]\nmoment = \"m\"\ntitle = \"X\"\nwhy = \"X\"\n\
                 [[rule]]\nid = \"r\"\nsuggest = \"x\"\nbecause = \"X\"\nsources = [\"s\"]\n{condition}\n"
            );
            let rules = RuleSet::from_toml(&text).unwrap();
            when(&rules.rules().first().unwrap().when(), &rules)
        };
        let b_or_c = "any = [{ b = true }, { c = true }]";
        let nested = format!("when = {{ any = [{{ a = true, {b_or_c} }}, {{ d = true }}] }}");
        assert_eq!(said(&nested), "when a, and either b or c; or d");
        // It could not be told from this.
        let flat = "when = { any = [{ a = true, b = true }, { c = true }, { d = true }] }";
        assert_eq!(said(flat), "when a and b; or c; or d");
        assert_eq!(said(&format!("when = {{ a = true, {b_or_c} }}")), "when a, and either b or c");
        let first = format!("when = {{ all = [{{ {b_or_c} }}, {{ a = true }}] }}");
        assert_eq!(said(&first), "when either b or c, and a");
        let deep = format!("when = {{ e = true, any = [{{ a = true, {b_or_c} }}, {{ d = true }}] }}");
        assert_eq!(said(&deep), "when e, and either a, and either b or c, or d");
        assert_eq!(said(&format!("when = {{ {b_or_c} }}")), "when b or c");
        assert_eq!(said("unless = { a = true, b = true }"), "unless a and b");
        let barred = "when = { e = true }\nunless = { any = [{ a = true, b = true }, { c = true }] }";
        assert_eq!(said(barred), "when e, unless a and b; or c");
    }
}
