//! Runs one case.

use closer_core::model::{Polarity, Text};
use closer_core::sheet::{Expected, Want};
use closer_core::space::Status;
use closer_core::{Advice, Explanation, Program, Role, Verdict};

use crate::{Case, Difference, Failure, Outcome, Value};

impl Case {
    /// Evaluates what is given and compares all that is wanted: every difference at once, with the rules behind it.
    pub fn run(&self, program: &Program) -> Outcome {
        if let Some(reason) = &self.test.skip {
            return Outcome::Skipped(reason.clone());
        }
        let differences = self.differences(&self.advise(program));
        let mut failure = Failure::of(self);
        match (&self.test.known_gap, differences.is_empty()) {
            (None, true) => return Outcome::Passed,
            (Some(reason), false) => return Outcome::KnownGap(reason.clone()),
            (Some(reason), true) => failure.closed_gap = Some(reason.clone()),
            (None, false) => failure.explanations = self.explanations(program, &differences),
        }
        failure.differences = differences;
        Outcome::Failed(Box::new(failure))
    }

    /// What comes out otherwise than wanted.
    pub(crate) fn differences(&self, advice: &Advice) -> Vec<Difference> {
        let mut found = Vec::new();
        for expected in &self.test.expected {
            Comparison { advice, expected }.compare(&mut found);
        }
        found
    }

    fn explanations(&self, program: &Program, differences: &[Difference]) -> Vec<Explanation> {
        let mut explained: Vec<Explanation> = Vec::new();
        for difference in differences {
            for action in about(program, difference) {
                if explained.iter().any(|explanation| explanation.action == action) {
                    continue;
                }
                let Some(mut explanation) = self.explain(program, &action) else { continue };
                let wanted = wanted_polarity(difference.want);
                explanation.rules.retain(|rule| {
                    let asked =
                        difference.want == Want::Reasons && difference.of.as_ref() == Some(&rule.rule);
                    // What is suggested already needs no more rules for it.
                    let settled =
                        rule.polarity == Polarity::Suggest && explanation.verdict == Verdict::Suggested;
                    let would_do =
                        (wanted == Some(rule.polarity) && !settled) || difference.want == Want::Depends;
                    // Where only the place in the list differs, what cannot move it is left out.
                    let moves = rule.status != Status::Fails;
                    rule.decides || asked || would_do || moves
                });
                explained.push(explanation);
            }
        }
        explained
    }
}

/// The actions whose rules tell why.
fn about(program: &Program, difference: &Difference) -> Vec<Text> {
    let rules = program.rules();
    match (difference.want, &difference.of) {
        (Want::Reasons, Some(rule)) => {
            let rule = rules.find_rule(rule).and_then(|id| rules.rule(id));
            rule.and_then(|rule| rules.action(rule.action))
                .map(|action| action.id.clone())
                .into_iter()
                .collect()
        }
        (_, Some(action)) => vec![action.clone()],
        (Want::First, None) => [&difference.wanted, &difference.got]
            .into_iter()
            .filter_map(|value| match value {
                Value::Word(action) => Some(action.clone()),
                Value::Names(_) => None,
            })
            .collect(),
        (Want::Order, None) => match (&difference.wanted, &difference.got) {
            (Value::Names(wanted), Value::Names(got)) => {
                let missing: Vec<Text> =
                    wanted.iter().filter(|action| !got.contains(action)).cloned().collect();
                if missing.is_empty() { wanted.clone() } else { missing }
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Which rules would have had to hold.
fn wanted_polarity(want: Want) -> Option<Polarity> {
    match want {
        Want::Suggests | Want::Leads | Want::Spares | Want::First | Want::Order => Some(Polarity::Suggest),
        Want::Avoids => Some(Polarity::Avoid),
        _ => None,
    }
}

/// One expectation, held against the advice.
struct Comparison<'a> {
    advice: &'a Advice,
    expected: &'a Expected,
}

impl Comparison<'_> {
    fn compare(&self, found: &mut Vec<Difference>) {
        match self.expected.want {
            Want::Suggests => self.verdicts(Verdict::Suggested, found),
            Want::Avoids => self.verdicts(Verdict::Avoided, found),
            Want::Silent => self.verdicts(Verdict::Silent, found),
            Want::Depends => self.verdicts(Verdict::Depends, found),
            Want::Leads => self.roles(Role::Lead, found),
            Want::Spares => self.roles(Role::Spare, found),
            Want::Disputed => self.disputes(true, found),
            Want::Undisputed => self.disputes(false, found),
            Want::First => self.first(found),
            Want::Order => self.order(found),
            Want::Reasons => self.reasons(found),
            Want::NextQuestion => self.next_question(found),
            // Expectations that this version does not know are never met.
            _ => found.push(self.difference(None, "something else", "nothing known of it")),
        }
    }

    fn difference(&self, of: Option<&Text>, wanted: &str, got: &str) -> Difference {
        let word = |word: &str| Value::Word(word.into());
        Difference { want: self.expected.want, of: of.cloned(), wanted: word(wanted), got: word(got) }
    }

    fn verdicts(&self, wanted: Verdict, found: &mut Vec<Difference>) {
        for action in &self.expected.names {
            let got = self.advice.verdict(action);
            if got != Some(wanted) {
                found.push(self.difference(Some(action), verdict_word(Some(wanted)), verdict_word(got)));
            }
        }
    }

    fn roles(&self, wanted: Role, found: &mut Vec<Difference>) {
        for action in &self.expected.names {
            let got = self.advice.suggested.iter().find(|suggested| suggested.action == *action);
            if got.map(|suggested| suggested.role) != Some(wanted) {
                let got = got.map_or_else(
                    || verdict_word(self.advice.verdict(action)),
                    |suggested| role_word(suggested.role),
                );
                found.push(self.difference(Some(action), role_word(wanted), got));
            }
        }
    }

    fn disputes(&self, wanted: bool, found: &mut Vec<Difference>) {
        let word = |disputed| if disputed { "disputed" } else { "undisputed" };
        for action in &self.expected.names {
            let got = is_disputed(self.advice, action);
            if got != wanted {
                found.push(self.difference(Some(action), word(wanted), word(got)));
            }
        }
    }

    fn first(&self, found: &mut Vec<Difference>) {
        let Some(wanted) = self.expected.names.first() else { return };
        let got = self.advice.suggested.first().map(|suggested| &suggested.action);
        if got != Some(wanted) {
            found.push(self.difference(None, wanted, got.map_or("nothing", |got| got)));
        }
    }

    fn order(&self, found: &mut Vec<Difference>) {
        let wanted = &self.expected.names;
        let suggested = self.advice.suggested.iter().map(|suggested| &suggested.action);
        let got: Vec<Text> = suggested.filter(|action| wanted.contains(action)).cloned().collect();
        if got != *wanted {
            let (wanted, got) = (Value::Names(wanted.clone()), Value::Names(got));
            found.push(Difference { want: self.expected.want, of: None, wanted, got });
        }
    }

    fn reasons(&self, found: &mut Vec<Difference>) {
        let suggested = self.advice.suggested.iter().flat_map(|suggested| &suggested.rules);
        let behind: Vec<&Text> =
            suggested.chain(self.advice.avoided.iter().flat_map(|avoided| &avoided.rules)).collect();
        for rule in self.expected.names.iter().filter(|rule| !behind.contains(rule)) {
            found.push(self.difference(Some(rule), "a reason", "no verdict rests on it"));
        }
    }

    fn next_question(&self, found: &mut Vec<Difference>) {
        let wanted = self.expected.names.first();
        let got = self.advice.next_question.as_ref().map(|question| &question.fact);
        if wanted != got {
            let word = |fact: Option<&Text>| fact.map_or_else(|| "none".into(), Text::clone);
            found.push(self.difference(None, &word(wanted), &word(got)));
        }
    }
}

/// A verdict in a word.
pub(crate) fn verdict_word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Suggested) => "suggested",
        Some(Verdict::Avoided) => "avoided",
        Some(Verdict::Silent) => "silent",
        Some(Verdict::Depends) => "depends",
        None => "no such action",
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "a lead",
        Role::Spare => "a spare",
    }
}

pub(crate) fn is_disputed(advice: &Advice, action: &str) -> bool {
    let suggested = advice.suggested.iter().map(|s| (&s.action, s.disputed));
    let avoided = advice.avoided.iter().map(|a| (&a.action, a.disputed));
    let depends = advice.depends.iter().map(|d| (&d.action, d.disputed));
    suggested.chain(avoided).chain(depends).any(|(id, disputed)| **id == *action && disputed)
}
