//! How tests came out: for a person, and for programs.

use closer_core::space::Status;
use closer_core::{Check, Explanation, RuleCheck};
use closer_verify::{
    Coverage, Difference, Failure, Given, Outcome, Proof, Suite, Tally, Value, coverage::Summary,
};
use serde::Serialize;

use super::{ASIDE, ERROR, TIP, TITLE, properties};
use crate::words::{clean, put, visible};

/// More rules than this behind one action are counted, not shown.
const MOST_RULES: usize = 6;

/// The tests and properties of a pack, and how they came out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Results<'a> {
    pub(crate) suite: &'a Suite,
    pub(crate) outcomes: &'a [Outcome],
    pub(crate) proofs: &'a [Proof],
}

impl Results<'_> {
    /// Whether nothing is amiss.
    pub(crate) fn are_good(self) -> bool {
        self.outcomes.iter().all(Outcome::is_ok) && self.proofs.iter().all(Proof::is_ok)
    }
}

/// Failures in full, what was left out in a line each, and a summary.
pub(crate) fn render(results: Results<'_>) -> String {
    let Results { suite, outcomes, proofs } = results;
    let mut text = String::new();
    for outcome in outcomes {
        if let Outcome::Failed(failure) = outcome {
            show(&mut text, failure);
            text.push('\n');
        }
    }
    properties::show_unproved(&mut text, suite.properties(), proofs);
    for (case, outcome) in suite.cases().iter().zip(outcomes) {
        let (word, reason) = match outcome {
            Outcome::Skipped(reason) => ("skipped", reason),
            Outcome::KnownGap(reason) => ("known gap", reason),
            _ => continue,
        };
        put(&mut text, format_args!("{ASIDE}{word}: {} ({}){ASIDE:#}\n", clean(case.name()), clean(reason)));
    }
    properties::show_left_out(&mut text, suite.properties(), proofs);
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
    text.push_str(&tally(Tally::of(outcomes)));
    text.push_str(&properties::tally(proofs));
    text.push('\n');
    text
}

fn tally(tally: Tally) -> String {
    let style = if tally.failed == 0 { TIP } else { ERROR };
    let mut line = format!(
        "{style}{} passed, {} failed, {} skipped{style:#}",
        tally.passed, tally.failed, tally.skipped
    );
    match tally.known_gaps {
        0 => {}
        1 => line.push_str(", 1 known gap"),
        many => put(&mut line, format_args!(", {many} known gaps")),
    }
    line
}

fn show(text: &mut String, failure: &Failure) {
    put(text, format_args!("{ERROR}FAILED{ERROR:#} {TITLE}{}{TITLE:#}\n", clean(&failure.name)));
    put(text, format_args!("  {ASIDE}{}:{}{ASIDE:#}\n", visible(&failure.file), failure.line));
    if let Some(reason) = &failure.closed_gap {
        put(text, format_args!("  it was a known gap ({}), and passes now:\n", clean(reason)));
        text.push_str("  take out `known_gap`, and it will be watched from now on\n");
        return;
    }
    given(text, &failure.given);
    if failure.strict {
        text.push_str("          and nothing taken for granted (strict)\n");
    }
    for difference in &failure.differences {
        differ(text, difference);
    }
    for explanation in &failure.explanations {
        explain(text, explanation);
    }
}

/// What is given, fact by fact.
pub(super) fn given(text: &mut String, all: &[Given]) {
    if all.is_empty() {
        text.push_str("  given   nothing\n");
    }
    let longest = all.iter().map(|given| pair(&given.fact, &given.value).chars().count()).max();
    for (at, given) in all.iter().enumerate() {
        let label = if at == 0 { "given" } else { "" };
        let pair = pair(&given.fact, &given.value);
        let width = longest.unwrap_or_default();
        put(text, format_args!("  {label:<7} {pair:<width$}  {ASIDE}{}{ASIDE:#}\n", clean(&given.words)));
    }
}

fn pair(fact: &str, value: &impl Serialize) -> String {
    clean(&format!("{fact} = {}", toml(value)))
}

/// A value as it is written in TOML.
pub(crate) fn toml(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    inline(&json)
}

fn inline(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Array(list) => {
            format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Object(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn differ(text: &mut String, difference: &Difference) {
    let of = difference.of.as_deref().map(|of| format!(" {}", clean(of))).unwrap_or_default();
    put(text, format_args!("  {TITLE}{}{of}{TITLE:#}\n", difference.want.key()));
    wanted_and_got(text, &difference.wanted, &difference.got);
}

pub(super) fn wanted_and_got(text: &mut String, wanted: &Value, got: &Value) {
    let (wanted, got) = (clean(&wanted.to_string()), clean(&got.to_string()));
    put(text, format_args!("    wanted  {TIP}{wanted}{TIP:#}\n    got     {ERROR}{got}{ERROR:#}\n"));
}

pub(super) fn explain(text: &mut String, explanation: &Explanation) {
    put(text, format_args!("  rules about {}\n", clean(&explanation.action)));
    if explanation.rules.is_empty() {
        text.push_str("    none that speaks for what was wanted, and none that is true here\n");
    }
    for rule in explanation.rules.iter().take(MOST_RULES) {
        check_rule(text, rule);
    }
    let more = explanation.rules.len().saturating_sub(MOST_RULES);
    if more > 0 {
        put(text, format_args!("    and {more} more\n"));
    }
}

fn check_rule(text: &mut String, rule: &RuleCheck) {
    let decides = if rule.decides { ", decides" } else { "" };
    let side = match rule.polarity {
        closer_core::model::Polarity::Suggest => "suggests",
        closer_core::model::Polarity::Avoid => "avoids",
    };
    put(
        text,
        format_args!(
            "    {} {} {ASIDE}({side}, weight {}{decides}){ASIDE:#}\n",
            sign(rule.status),
            clean(&rule.rule),
            rule.weight
        ),
    );
    // What does not stand in the way of a rule that decides nothing is said in one line.
    let brief = !rule.decides;
    if let Some(guard) = &rule.guard {
        check(text, guard, "its moment: ", 6, brief);
    }
    check(text, &rule.when, "", 6, brief);
}

fn sign(status: Status) -> &'static str {
    match status {
        Status::Holds => "✓",
        Status::Fails => "✗",
        Status::Open => "?",
    }
}

/// A condition, test by test; what joins tests is said before them.
fn check(text: &mut String, condition: &Check, before: &str, indent: usize, brief: bool) {
    let deeper = indent.saturating_add(2);
    let heading = |text: &mut String, status: Status, words: &str| {
        put(text, format_args!("{:indent$}{} {before}{words}\n", "", sign(status)));
    };
    match condition {
        Check::All { parts, .. } if parts.is_empty() => heading(text, Status::Holds, "always"),
        Check::All { parts, .. } if before.is_empty() => {
            for part in parts {
                check(text, part, "", indent, brief);
            }
        }
        Check::All { status, parts } => {
            heading(text, *status, if before == TOGETHER { "" } else { "all of" });
            for part in parts {
                check(text, part, "", deeper, brief);
            }
        }
        Check::Any { status, parts } => {
            heading(text, *status, "any of");
            for part in parts {
                check(text, part, alternative(part), deeper, brief);
            }
        }
        Check::Not { status: Status::Holds, part } if brief => {
            let number = leaves(part);
            let words = if number == 1 {
                "not the exception".to_owned()
            } else {
                format!("none of {number} exceptions")
            };
            heading(text, Status::Holds, &words);
        }
        Check::Not { status, part } => match &**part {
            Check::Any { parts, .. } => {
                heading(text, *status, "none of");
                for part in parts {
                    check(text, part, alternative(part), deeper, brief);
                }
            }
            part => {
                heading(text, *status, "not");
                check(text, part, alternative(part), deeper, brief);
            }
        },
        Check::Test(leaf) => {
            let given = leaf.given.as_ref().map_or_else(
                || "nothing is known".to_owned(),
                |given| {
                    let assumed = if leaf.assumed { "assumed " } else { "given " };
                    format!("{assumed}{}", toml(given))
                },
            );
            let line = format!("{before}{} = {}", leaf.fact, toml(&leaf.wanted));
            put(
                text,
                format_args!(
                    "{:indent$}{} {}  {ASIDE}{}{ASIDE:#}\n",
                    "",
                    sign(leaf.status),
                    clean(&line),
                    clean(&given)
                ),
            );
        }
    }
}

/// Stands before tests that belong to one alternative.
const TOGETHER: &str = "together";

fn alternative(part: &Check) -> &'static str {
    if matches!(part, Check::All { parts, .. } if parts.len() > 1) { TOGETHER } else { "" }
}

/// How many single tests there are.
fn leaves(condition: &Check) -> usize {
    match condition {
        Check::All { parts, .. } | Check::Any { parts, .. } => parts.iter().map(leaves).sum(),
        Check::Not { part, .. } => leaves(part),
        Check::Test(_) => 1,
    }
}

/// All outcomes, for programs: described in `docs/testing.md`.
#[derive(Serialize)]
pub(crate) struct Report<'a> {
    summary: Tally,
    tests: Vec<Entry<'a>>,
    properties: Vec<properties::Entry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covered<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a Failure>,
}

#[derive(Serialize)]
struct Covered<'a> {
    summary: Summary,
    missing: Vec<closer_verify::coverage::Missing>,
    #[serde(flatten)]
    coverage: &'a Coverage,
}

impl<'a> Report<'a> {
    pub(crate) fn new(results: Results<'a>, coverage: Option<&'a Coverage>) -> Self {
        let Results { suite, outcomes, proofs } = results;
        let entry = |(case, outcome): (&'a closer_verify::Case, &'a Outcome)| {
            let (word, reason, failure) = match outcome {
                Outcome::Passed => ("passed", None, None),
                Outcome::Failed(failure) => ("failed", None, Some(&**failure)),
                Outcome::Skipped(reason) => ("skipped", Some(&**reason), None),
                Outcome::KnownGap(reason) => ("known_gap", Some(&**reason), None),
            };
            Entry { name: case.name(), file: case.file(), line: case.line(), outcome: word, reason, failure }
        };
        Self {
            summary: Tally::of(outcomes),
            tests: suite.cases().iter().zip(outcomes).map(entry).collect(),
            properties: properties::entries(suite.properties(), proofs),
            coverage: coverage.map(|coverage| Covered {
                summary: coverage.summary(),
                missing: coverage.missing(),
                coverage,
            }),
        }
    }
}
