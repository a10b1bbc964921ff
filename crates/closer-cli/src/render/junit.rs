//! Test results as `JUnit` XML, which most build servers show: one `testsuite` for each file, where each case and each property is a `testcase`.

use closer_core::RuleSet;
use closer_verify::{Case, Outcome, Proof, Property};

use super::tests::Results;
use crate::safe::xml as escape;
use crate::words::put;

/// A case or a property.
struct Entry<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    state: State,
}

enum State {
    Passed,
    Failed { message: String, whole: String },
    Skipped(String),
}

/// The report.
pub(crate) fn render(results: Results<'_>, rules: &RuleSet) -> String {
    let cases =
        results.suite.cases().iter().zip(results.outcomes).map(|(case, outcome)| of_case(case, outcome));
    let properties = results.suite.properties().iter().zip(results.proofs);
    let mut all: Vec<Entry<'_>> =
        cases.chain(properties.map(|(property, proof)| of_property(property, proof))).collect();
    all.sort_by_key(|entry| entry.file);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put(&mut xml, format_args!("<testsuites name=\"{}\" {}>\n", escape(&rules.pack().name), counts(&all)));
    for file in all.chunk_by(|a, b| a.file == b.file) {
        let name = file.first().map_or("", |entry| entry.file);
        put(&mut xml, format_args!("  <testsuite name=\"{}\" {}>\n", escape(name), counts(file)));
        for entry in file {
            add(&mut xml, entry);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn of_case<'a>(case: &'a Case, outcome: &Outcome) -> Entry<'a> {
    let state = match outcome {
        Outcome::Passed => State::Passed,
        Outcome::Failed(failure) => {
            let message = failure.differences.first().map_or_else(
                || "passes now, so it is no longer a known gap".to_owned(),
                |it| {
                    let of = it.of.as_deref().map(|of| format!(" {of}")).unwrap_or_default();
                    format!("{}{of}: wanted {}, got {}", it.want.key(), it.wanted, it.got)
                },
            );
            State::Failed { message, whole: failure.to_string() }
        }
        Outcome::Skipped(reason) => State::Skipped(reason.to_string()),
        Outcome::KnownGap(reason) => State::Skipped(format!("known gap: {reason}")),
    };
    Entry { name: case.name(), file: case.file(), line: case.line(), state }
}

fn of_property<'a>(property: &'a Property, proof: &Proof) -> Entry<'a> {
    let state = match proof {
        Proof::Proved { .. } => State::Passed,
        Proof::Skipped(reason) => State::Skipped(reason.to_string()),
        Proof::KnownGap(reason) => State::Skipped(format!("known gap: {reason}")),
        amiss => {
            let message = match amiss {
                Proof::Refuted(broken) => broken
                    .first()
                    .map(|it| format!("{}: wanted {}, got {}", it.claim_words, it.wanted, it.got)),
                Proof::NotDecided(unproved) => Some(format!("not decided: {}", unproved.reason)),
                _ => None,
            };
            let whole = amiss.clone().into_result(property).err().map(|it| it.to_string());
            State::Failed {
                message: message.unwrap_or_else(|| "holds now, so it is no longer a known gap".to_owned()),
                whole: whole.unwrap_or_default(),
            }
        }
    };
    Entry { name: property.name(), file: property.file(), line: property.line(), state }
}

fn counts(entries: &[Entry<'_>]) -> String {
    let failed = entries.iter().filter(|entry| matches!(entry.state, State::Failed { .. })).count();
    let skipped = entries.iter().filter(|entry| matches!(entry.state, State::Skipped(_))).count();
    format!("tests=\"{}\" failures=\"{failed}\" skipped=\"{skipped}\" errors=\"0\"", entries.len())
}

fn add(xml: &mut String, entry: &Entry<'_>) {
    let (name, file) = (escape(entry.name), escape(entry.file));
    put(
        xml,
        format_args!(
            "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{}\"",
            entry.line
        ),
    );
    match &entry.state {
        State::Passed => xml.push_str("/>\n"),
        State::Failed { message, whole } => put(
            xml,
            format_args!(
                ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                escape(message),
                escape(whole)
            ),
        ),
        State::Skipped(reason) => {
            put(xml, format_args!(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(reason)));
        }
    }
}
