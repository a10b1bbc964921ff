//! How proofs of properties came out: for a person, and for programs.

use closer_verify::{Counterexample, Proof, Proofs, Property};
use serde::Serialize;

use super::tests::{explain, given, wanted_and_got};
use super::{ASIDE, ERROR, TIP, TITLE};
use crate::words::{clean, clean_lines, count, put};

/// What is not proved, in full.
pub(super) fn show_unproved(text: &mut String, properties: &[Property], proofs: &[Proof]) {
    for (property, proof) in properties.iter().zip(proofs).filter(|(_, proof)| !proof.is_ok()) {
        let word = if matches!(proof, Proof::NotDecided(_)) { "NOT DECIDED" } else { "FAILED" };
        let name = clean(property.name());
        put(text, format_args!("{ERROR}{word}{ERROR:#} property {TITLE}{name}{TITLE:#}\n"));
        put(text, format_args!("  {ASIDE}{}:{}{ASIDE:#}\n", clean(property.file()), property.line()));
        match proof {
            Proof::Refuted(broken) => {
                for (at, broken) in broken.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "\n" });
                    show(text, broken);
                }
            }
            Proof::NotDecided(unproved) => {
                put(text, format_args!("  {}\n", clean(&unproved.reason)));
                text.push_str("  say more in `whenever`, or make several properties of it\n");
            }
            Proof::ClosedGap(reason) => {
                put(text, format_args!("  it was a known gap ({}), and holds now:\n", clean(reason)));
                text.push_str("  take out `known_gap`, and it will be watched from now on\n");
            }
            _ => {}
        }
        text.push('\n');
    }
}

fn show(text: &mut String, broken: &Counterexample) {
    put(text, format_args!("  {TITLE}{}{TITLE:#}\n", clean(&broken.claim_words)));
    wanted_and_got(text, &broken.wanted, &broken.got);
    given(text, &broken.given);
    if !broken.given.is_empty() {
        let fewer = if broken.smallest { "no fewer facts will do" } else { "fewer facts might do" };
        put(text, format_args!("          {ASIDE}{fewer}{ASIDE:#}\n"));
    }
    for explanation in &broken.explanations {
        explain(text, explanation);
    }
    text.push_str("  as a test, which fails until this is mended:\n\n");
    for line in broken.test.lines() {
        put(text, format_args!("    {}\n", clean_lines(line)));
    }
}

/// What was left out, a line each.
pub(super) fn show_left_out(text: &mut String, properties: &[Property], proofs: &[Proof]) {
    for (property, proof) in properties.iter().zip(proofs) {
        let (word, reason) = match proof {
            Proof::Skipped(reason) => ("skipped", reason),
            Proof::KnownGap(reason) => ("known gap", reason),
            _ => continue,
        };
        let name = clean(property.name());
        put(text, format_args!("{ASIDE}{word}: {name} ({}){ASIDE:#}\n", clean(reason)));
    }
}

/// The part of the summary that is about properties; nothing where there are none.
pub(super) fn tally(proofs: &[Proof]) -> String {
    if proofs.is_empty() {
        return String::new();
    }
    let proved = Proofs::of(proofs);
    let style = if proofs.iter().all(Proof::is_ok) { TIP } else { ERROR };
    let mut line =
        format!(" · {style}{} proved in every context", count(proved.proved, "property", "properties"));
    for (number, what) in
        [(proved.refuted, "broken"), (proved.not_decided, "not decided"), (proved.skipped, "skipped")]
    {
        if number > 0 {
            put(&mut line, format_args!(", {number} {what}"));
        }
    }
    put(&mut line, format_args!("{style:#}"));
    if proved.known_gaps > 0 {
        put(&mut line, format_args!(", {}", count(proved.known_gaps, "known gap", "known gaps")));
    }
    line
}

/// One property for programs: described in `docs/testing.md`.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    outcome: &'static str,
    /// As text: it may be larger than numbers of JSON can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    interviews: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<&'a [Counterexample]>,
}

/// All properties for programs.
pub(super) fn entries<'a>(properties: &'a [Property], proofs: &'a [Proof]) -> Vec<Entry<'a>> {
    let entry = |(property, proof): (&'a Property, &'a Proof)| {
        let (outcome, reason) = match proof {
            Proof::Proved { .. } => ("proved", None),
            Proof::Refuted(_) => ("broken", None),
            Proof::NotDecided(unproved) => ("not_decided", Some(&*unproved.reason)),
            Proof::Skipped(reason) => ("skipped", Some(&**reason)),
            Proof::KnownGap(reason) => ("known_gap", Some(&**reason)),
            Proof::ClosedGap(reason) => ("closed_gap", Some(&**reason)),
        };
        Entry {
            name: property.name(),
            file: property.file(),
            line: property.line(),
            outcome,
            interviews: match proof {
                Proof::Proved { interviews } => interviews.map(|number| number.to_string()),
                _ => None,
            },
            reason,
            broken: match proof {
                Proof::Refuted(broken) => Some(broken),
                _ => None,
            },
        }
    };
    properties.iter().zip(proofs).map(entry).collect()
}
