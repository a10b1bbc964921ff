//! Test results as `JUnit` XML, which most build servers show: one `testsuite` for each file.

use closer_core::RuleSet;
use closer_verify::{Case, Outcome, Suite, Tally};

use super::escape;
use crate::words::put;

/// The report.
pub(crate) fn render(suite: &Suite, outcomes: &[Outcome], rules: &RuleSet) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put(
        &mut xml,
        format_args!("<testsuites name=\"{}\" {}>\n", escape(&rules.pack().name), counts(outcomes)),
    );
    let all: Vec<(&Case, &Outcome)> = suite.cases().iter().zip(outcomes).collect();
    for file in all.chunk_by(|(a, _), (b, _)| a.file() == b.file()) {
        let name = file.first().map_or("", |(case, _)| case.file());
        let counts = counts(file.iter().map(|(_, outcome)| *outcome));
        put(&mut xml, format_args!("  <testsuite name=\"{}\" {counts}>\n", escape(name)));
        for (case, outcome) in file {
            add(&mut xml, case, outcome);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> String {
    let tally = Tally::of(outcomes);
    let skipped = tally.skipped.saturating_add(tally.known_gaps);
    let tests = tally.passed.saturating_add(tally.failed).saturating_add(skipped);
    format!("tests=\"{tests}\" failures=\"{}\" skipped=\"{skipped}\" errors=\"0\"", tally.failed)
}

fn add(xml: &mut String, case: &Case, outcome: &Outcome) {
    let (name, file) = (escape(case.name()), escape(case.file()));
    put(
        xml,
        format_args!(
            "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{}\"",
            case.line()
        ),
    );
    match outcome {
        Outcome::Passed => xml.push_str("/>\n"),
        Outcome::Failed(failure) => {
            let whole = failure.to_string();
            let first = failure.differences.first().map_or_else(
                || "passes now, so it is no longer a known gap".to_owned(),
                |it| {
                    let of = it.of.as_deref().map(|of| format!(" {of}")).unwrap_or_default();
                    format!("{}{of}: wanted {}, got {}", it.want.key(), it.wanted, it.got)
                },
            );
            put(
                xml,
                format_args!(
                    ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                    escape(&first),
                    escape(&whole)
                ),
            );
        }
        Outcome::Skipped(reason) => skipped(xml, reason),
        Outcome::KnownGap(reason) => skipped(xml, &format!("known gap: {reason}")),
    }
}

fn skipped(xml: &mut String, reason: &str) {
    put(xml, format_args!(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(reason)));
}
