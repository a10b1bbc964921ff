//! Runs one test.

use closer_core::{Advice, Program, Role, Verdict};

use crate::Test;

/// A test that did not come out as wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", differences.join("\n"))]
#[non_exhaustive]
pub struct Failure {
    /// What was wanted and what came out, each difference in a line.
    pub differences: Vec<String>,
}

impl Test {
    /// Evaluates what is given and compares all that is wanted.
    ///
    /// # Errors
    /// Every difference at once.
    pub fn run(&self, program: &Program) -> Result<(), Failure> {
        let advice = if self.wanted.strict {
            program.advise_strict(&self.context)
        } else {
            program.advise(&self.context)
        };
        let differences = self.differences(&advice);
        if differences.is_empty() { Ok(()) } else { Err(Failure { differences }) }
    }

    fn differences(&self, advice: &Advice) -> Vec<String> {
        let wanted = &self.wanted;
        let mut found = Vec::new();
        let verdicts = [
            (&wanted.suggests, Verdict::Suggested),
            (&wanted.avoids, Verdict::Avoided),
            (&wanted.silent, Verdict::Silent),
            (&wanted.depends, Verdict::Depends),
        ];
        for (actions, verdict) in verdicts {
            for action in actions {
                let got = advice.verdict(action);
                if got != Some(verdict) {
                    found.push(format!("`{action}`: wanted {verdict:?}, got {}", named(got)));
                }
            }
        }
        for (actions, role) in [(&wanted.leads, Role::Lead), (&wanted.spares, Role::Spare)] {
            for action in actions {
                let got = advice.suggested.iter().find(|suggested| *suggested.action == **action);
                if got.map(|suggested| suggested.role) != Some(role) {
                    let got = got.map_or_else(|| named(advice.verdict(action)), |s| format!("{:?}", s.role));
                    found.push(format!("`{action}`: wanted as a {role:?}, got {got}"));
                }
            }
        }
        for (actions, disputed) in [(&wanted.disputed, true), (&wanted.undisputed, false)] {
            for action in actions.iter().filter(|action| is_disputed(advice, action) != disputed) {
                let wanted = if disputed { "disputed" } else { "undisputed" };
                found.push(format!("`{action}`: wanted {wanted}, but it is not"));
            }
        }
        let behind = || {
            let suggested = advice.suggested.iter().flat_map(|suggested| &suggested.rules);
            suggested.chain(advice.avoided.iter().flat_map(|avoided| &avoided.rules))
        };
        for rule in wanted.reasons.iter().filter(|rule| !behind().any(|id| **id == ***rule)) {
            found.push(format!("`{rule}`: wanted as a reason, but no verdict rests on it"));
        }
        self.compare_order(advice, &mut found);
        if let Some(wanted) = &wanted.next_question {
            let got = advice.next_question.as_ref().map_or("", |question| &question.fact);
            if wanted != got {
                found.push(format!("next question: wanted `{wanted}`, got `{got}`"));
            }
        }
        found
    }

    fn compare_order(&self, advice: &Advice, found: &mut Vec<String>) {
        let ranked: Vec<&str> = advice.suggested.iter().map(|suggested| &*suggested.action).collect();
        if let Some(first) = &self.wanted.first
            && ranked.first() != Some(&first.as_str())
        {
            found.push(format!("first: wanted `{first}`, got `{}`", ranked.first().unwrap_or(&"nothing")));
        }
        let place = |action: &String| ranked.iter().position(|id| id == action);
        let places: Vec<Option<usize>> = self.wanted.order.iter().map(place).collect();
        if places.contains(&None) || !places.is_sorted() {
            found.push(format!("order: wanted {:?}, got {ranked:?}", self.wanted.order));
        }
    }
}

fn named(verdict: Option<Verdict>) -> String {
    verdict.map_or_else(|| "nothing".to_owned(), |verdict| format!("{verdict:?}"))
}

fn is_disputed(advice: &Advice, action: &str) -> bool {
    let suggested = advice.suggested.iter().map(|s| (&s.action, s.disputed));
    let avoided = advice.avoided.iter().map(|a| (&a.action, a.disputed));
    let depends = advice.depends.iter().map(|d| (&d.action, d.disputed));
    suggested.chain(avoided).chain(depends).any(|(id, disputed)| **id == *action && disputed)
}
