//! Coverage for a person at a terminal.

use std::collections::BTreeMap;

use closer_verify::Coverage;
use closer_verify::coverage::{Reached, Subject};

use super::{ERROR, TIP, TITLE};
use crate::words::{clean, put};

/// The numbers, then everything that is not reached.
pub(crate) fn render(coverage: &Coverage, floor: Option<f64>) -> String {
    let mut text = String::new();
    let summary = coverage.summary();
    put(&mut text, format_args!("{TITLE}Coverage{TITLE:#}\n"));
    for (reached, what) in [
        (summary.rules, "rules that had their say"),
        (summary.conditions, "ways in which tests of conditions can be seen: holding, failing, open"),
        (summary.verdicts, "verdicts that actions can have"),
    ] {
        put(
            &mut text,
            format_args!("  {:>6}  {} of {} {what}\n", percent(reached), reached.reached, reached.of),
        );
    }
    let missing = coverage.missing();
    for (subject, heading) in [
        (Subject::Rule, "Rules that need a test"),
        (Subject::Moment, "Moments that need a test"),
        (Subject::Action, "Actions that need a test"),
    ] {
        let mut by_id: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for missing in missing.iter().filter(|missing| missing.subject == subject) {
            by_id.entry(&missing.id).or_default().push(&missing.what);
        }
        if by_id.is_empty() {
            continue;
        }
        put(&mut text, format_args!("\n{TITLE}{heading}{TITLE:#}\n"));
        for (id, all) in by_id {
            put(&mut text, format_args!("  {}\n", clean(id)));
            for what in all {
                put(&mut text, format_args!("    {}\n", clean(what)));
            }
        }
    }
    if let Some(floor) = floor {
        let lowest = summary.lowest_percent();
        let reached = lowest >= floor;
        let (style, word) = if reached { (TIP, "at least") } else { (ERROR, "less than") };
        put(
            &mut text,
            format_args!("\n{style}Coverage is {}%, {word} {floor}%.{style:#}\n", rounded(lowest)),
        );
    }
    text
}

/// A share as people write it. Only what is whole is called 100 %.
pub(crate) fn percent(reached: Reached) -> String {
    format!("{}%", rounded(reached.percent()))
}

fn rounded(percent: f64) -> String {
    let tenths = (percent * 10.0).floor() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}
