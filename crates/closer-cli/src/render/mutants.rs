//! Which slips nothing notices: for a person, and for programs.

use closer_core::Span;
use closer_verify::{Fate, Hunt, Mutant, Operator};
use serde::Serialize;

use super::{ASIDE, ERROR, TIP, TITLE};
use crate::words::{clean, clean_lines, count, put, visible};

/// Every slip that nothing notices with a test that would, then what it comes to.
pub(crate) fn render(hunt: &Hunt, files: &[(String, String)]) -> String {
    let mut text = String::new();
    for survivor in hunt.survivors() {
        head(&mut text, "NOT NOTICED", survivor.mutant, files);
        text.push_str("  this test would notice it\n\n");
        for line in survivor.test.lines() {
            put(&mut text, format_args!("    {}\n", clean_lines(line)));
        }
        text.push('\n');
    }
    for (mutant, fate) in hunt.fates() {
        if *fate == Fate::NotDecided {
            head(&mut text, "NOT DECIDED", mutant, files);
            text.push_str("  no test notices it, and whether it makes a difference is not decided\n\n");
        }
    }
    let tally = Tally::of(hunt);
    let style = if hunt.is_complete() { TIP } else { ERROR };
    put(
        &mut text,
        format_args!(
            "{style}{} tried: {} noticed, {} not noticed{style:#}",
            count(tally.tried, "slip", "slips"),
            tally.noticed,
            tally.survived
        ),
    );
    if tally.not_decided > 0 {
        put(&mut text, format_args!(", {} not decided", tally.not_decided));
    }
    put(
        &mut text,
        format_args!(
            "; {} more change nothing in any interview told in full, which is proved\n",
            tally.equivalent
        ),
    );
    text
}

fn head(text: &mut String, word: &str, mutant: &Mutant, files: &[(String, String)]) {
    put(text, format_args!("{ERROR}{word}{ERROR:#} {TITLE}{}{TITLE:#}\n", clean(&mutant.id)));
    if let Some(place) = mutant.at.and_then(|at| Place::of(at, files)) {
        put(text, format_args!("  {ASIDE}{}:{}{ASIDE:#}\n", visible(&place.file), place.line));
    }
    put(text, format_args!("  {}\n", clean(&mutant.change)));
}

/// How many slips met which fate. Those that change nothing do not count as tried.
#[derive(Default, Serialize)]
struct Tally {
    tried: usize,
    noticed: usize,
    survived: usize,
    not_decided: usize,
    equivalent: usize,
}

impl Tally {
    fn of(hunt: &Hunt) -> Self {
        let mut tally = Self::default();
        for (_, fate) in hunt.fates() {
            tally.add(fate);
        }
        tally
    }

    fn add(&mut self, fate: &Fate) {
        let number = match fate {
            Fate::Noticed(_) => &mut self.noticed,
            Fate::Survived(_) => &mut self.survived,
            Fate::Equivalent => &mut self.equivalent,
            _ => &mut self.not_decided,
        };
        *number = number.saturating_add(1);
        self.tried = self.noticed.saturating_add(self.survived).saturating_add(self.not_decided);
    }
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
}

impl Place {
    fn of(at: Span, files: &[(String, String)]) -> Option<Self> {
        let (name, text) = files.get(at.file)?;
        Some(Self { file: name.clone(), line: at.line_and_column(text).0 })
    }
}

/// The hunt as one JSON object.
#[derive(Serialize)]
pub(crate) struct Report<'h> {
    summary: Tally,
    operators: Vec<OfOperator>,
    mutants: Vec<One<'h>>,
}

#[derive(Serialize)]
struct OfOperator {
    operator: Operator,
    #[serde(flatten)]
    tally: Tally,
}

#[derive(Serialize)]
struct One<'h> {
    #[serde(flatten)]
    mutant: &'h Mutant,
    #[serde(flatten)]
    place: Option<Place>,
    fate: &'static str,
    /// The test that notices it.
    #[serde(skip_serializing_if = "Option::is_none")]
    noticed_by: Option<&'h str>,
    /// A test that would.
    #[serde(skip_serializing_if = "Option::is_none")]
    test: Option<&'h str>,
}

impl<'h> Report<'h> {
    pub(crate) fn new(hunt: &'h Hunt, files: &[(String, String)]) -> Self {
        let operators = Operator::ALL.into_iter().map(|operator| {
            let mut tally = Tally::default();
            let of = hunt.fates().iter().filter(|(mutant, _)| mutant.operator == operator);
            of.for_each(|(_, fate)| tally.add(fate));
            OfOperator { operator, tally }
        });
        let mutants = hunt.fates().iter().map(|(mutant, fate)| {
            let place = mutant.at.and_then(|at| Place::of(at, files));
            let (fate, noticed_by, test) = match fate {
                Fate::Noticed(name) => ("noticed", Some(&**name), None),
                Fate::Survived(test) => ("survived", None, Some(test.as_str())),
                Fate::Equivalent => ("equivalent", None, None),
                _ => ("not_decided", None, None),
            };
            One { mutant, place, fate, noticed_by, test }
        });
        Self { summary: Tally::of(hunt), operators: operators.collect(), mutants: mutants.collect() }
    }
}
