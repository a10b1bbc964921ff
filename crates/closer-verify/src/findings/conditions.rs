//! Conditions that could be said more shortly.

use std::collections::BTreeSet;

use closer_core::model::{Condition, WhenOrigin};
use closer_core::space::{Bounds, Budget, OutOfBudget, Row, ValueSet, covers, depends_on, smallest};
use closer_core::{Diagnostic, Span};

use super::accepted::Subject;
use super::codes;
use super::desk::Desk;
use super::wording;

pub(super) fn look(desk: &mut Desk<'_>) {
    let set = desk.set;
    let always = Condition::ALWAYS;
    for rule in set.rules() {
        let moment = set.action(rule.action).and_then(|action| set.moment(action.moment));
        let guard = moment.map_or(&always, |moment| &moment.guard);
        let (when, origin) = (&rule.when(), rule.when_origin());
        Written { subject: Subject::Rule(rule), when, origin, guard }.look(desk);
    }
    for disagreement in set.disagreements() {
        let (when, origin) = (&disagreement.when, disagreement.when_origin);
        Written { subject: Subject::Disagreement(disagreement), when, origin, guard: &always }.look(desk);
    }
    for moment in set.moments() {
        let (when, origin) = (&moment.guard, moment.when_origin);
        Written { subject: Subject::Moment(moment), when, origin, guard: &always }.look(desk);
    }
}

/// A condition, and where nothing else matters.
struct Written<'a> {
    subject: Subject<'a>,
    when: &'a Condition,
    origin: WhenOrigin,
    guard: &'a Condition,
}

/// A way to write a condition.
struct Form {
    tests: usize,
    /// The table; none where nothing need be said.
    text: Option<String>,
}

impl Written<'_> {
    fn look(&self, desk: &mut Desk<'_>) {
        let (mut tests, mut facts) = (0_usize, BTreeSet::new());
        self.when.for_each_test(&mut |test| {
            tests = tests.saturating_add(1);
            facts.insert(test.fact.dim());
        });
        if tests == 0 {
            return;
        }
        // Where no fact is tested twice, and each matters, every test is needed.
        let once = facts.len() == tests;
        // With `unless` alone, that is what is written anew.
        let negated = self.origin.when.is_none() && self.origin.unless.is_some();
        let name = self.subject.name().clone();
        let shortest = desk.ask(codes::SHORTER_CONDITION, &name, |desk, budget| {
            if once && self.needs_all(desk, &facts, budget)? {
                return Ok(None);
            }
            let (form, proved) = self.shortest(desk, negated, budget)?;
            // A form that is shorter will do, whether or not there is one that is shorter still.
            if form.tests < tests || proved { Ok(Some(form)) } else { Err(OutOfBudget) }
        });
        let Some(form) = shortest.flatten().filter(|form| form.tests < tests) else { return };
        desk.find(codes::SHORTER_CONDITION, &[self.subject], None, |desk| {
            let count =
                |number: usize| if number == 1 { "1 test".to_owned() } else { format!("{number} tests") };
            let message = format!("the condition of {} could be shorter", self.subject.shown());
            let at = self.origin.when.or(self.origin.unless).unwrap_or(self.subject.origin());
            let (key, both) = match (self.origin.when, self.origin.unless) {
                (Some(_), Some(_)) => ("when", true),
                (None, Some(_)) => ("unless", false),
                _ => ("when", false),
            };
            let (said, help) = match &form.text {
                None => {
                    let keys = if both {
                        "`when` and `unless`"
                    } else if negated {
                        "`unless`"
                    } else {
                        "`when`"
                    };
                    let change = if tests == 1 { "changes" } else { "change" };
                    (format!("{} that {change} nothing", count(tests)), format!("leave {keys} out"))
                }
                Some(text) => {
                    let rest = if both { " and no `unless`" } else { "" };
                    let said = format!("{} in all, and {} will do", count(tests), form.tests);
                    (said, format!("write `{key} = {text}`{rest}"))
                }
            };
            let place = self.place(desk.files);
            let found = Diagnostic::warning(codes::SHORTER_CONDITION, message).at(Some(at), said).help(help);
            match form.text {
                Some(text) => found.fix(place, text),
                None => found.fix(place.and_then(|place| line_of(place, key, desk.files)), ""),
            }
        });
    }

    /// Where it matters what the condition says: outside the guard it does not. A guard with alternatives is no box to look into.
    fn bounds(&self, desk: &Desk<'_>, budget: &mut Budget) -> Result<Bounds, OutOfBudget> {
        let guard = self.guard.region(desk.set.vocabulary(), budget)?;
        let inside = match guard.rows() {
            [row] => desk.everything.intersect(row),
            _ => None,
        };
        Ok(inside.unwrap_or_else(|| desk.everything.clone()))
    }

    /// Does the condition depend on each of these facts?
    fn needs_all(
        &self,
        desk: &Desk<'_>,
        dims: &BTreeSet<u16>,
        budget: &mut Budget,
    ) -> Result<bool, OutOfBudget> {
        let bounds = self.bounds(desk, budget)?;
        let region = self.when.region(desk.set.vocabulary(), budget)?;
        for dim in dims {
            if !depends_on(&region, &bounds, *dim, budget)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The shortest form there is among alternatives with what they have in common said once, and the opposite of such; and whether it is proved that
    /// there is none with fewer alternatives.
    fn shortest(
        &self,
        desk: &Desk<'_>,
        negated: bool,
        budget: &mut Budget,
    ) -> Result<(Form, bool), OutOfBudget> {
        let (vocabulary, space) = (desk.set.vocabulary(), desk.space());
        let bounds = self.bounds(desk, budget)?;
        let region = self.when.region(vocabulary, budget)?;
        if covers(&region, &bounds, budget)? {
            return Ok((Form { tests: 0, text: None }, true));
        }
        let opposite = region.complement(space, budget)?;
        let (wanted, other) = if negated { (opposite, region) } else { (region, opposite) };
        let (inside, outside) = (smallest(&wanted, &bounds, budget)?, smallest(&other, &bounds, budget)?);
        let plain = alternatives(desk, &inside.rows);
        let opposite = opposite_of(desk, &outside.rows, &bounds);
        let shortest = if opposite.tests < plain.tests { opposite } else { plain };
        Ok((shortest, inside.proved && outside.proved))
    }

    /// The tables that are written, where nothing else would be lost with them: one alone, or the two right after each other.
    fn place(&self, files: &[(String, String)]) -> Option<Span> {
        let text = |span: Span| files.get(span.file)?.1.get(span.start..span.end);
        let is_plain = |span: Span| {
            text(span).is_some_and(|text| text.starts_with('{') && text.ends_with('}') && !text.contains('#'))
        };
        match (self.origin.when, self.origin.unless) {
            (Some(only), None) | (None, Some(only)) => is_plain(only).then_some(only),
            (Some(when), Some(unless)) if when.file == unless.file => {
                // No text at all where `unless` comes first.
                let between = Span { file: when.file, start: when.end, end: unless.start };
                (is_plain(when)
                    && is_plain(unless)
                    && text(between).is_some_and(|text| is_key(text, "unless")))
                .then_some(Span { end: unless.end, ..when })
            }
            _ => None,
        }
    }
}

/// The whole lines of a value, with its key, if there is nothing else on them.
fn line_of(value: Span, key: &str, files: &[(String, String)]) -> Option<Span> {
    let (_, text) = files.get(value.file)?;
    let (before, after) = (text.get(..value.start)?, text.get(value.end..)?);
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let end = after.find('\n').map_or(text.len(), |at| value.end.saturating_add(at).saturating_add(1));
    let is_alone = is_key(before.get(start..)?, key) && text.get(value.end..end)?.trim().is_empty();
    is_alone.then_some(Span { start, end, ..value })
}

/// Whether a text is a key alone and what joins it to its value, with whatever space around.
fn is_key(text: &str, key: &str) -> bool {
    text.trim().strip_suffix('=').map(str::trim_end) == Some(key)
}

/// Alternatives, with the tests that all of them have said once.
fn alternatives(desk: &Desk<'_>, rows: &[Row]) -> Form {
    let space = desk.space();
    let vocabulary = desk.set.vocabulary();
    let row_of = |constraints: &mut dyn Iterator<Item = (u16, ValueSet)>| {
        constraints.fold(Row::all(), |row, (dim, set)| row.with(dim, set, space).unwrap_or(row))
    };
    let is_common = |&(dim, set): &(u16, _)| rows.iter().all(|row| row.get(dim) == Some(set));
    let first = rows.first().cloned().unwrap_or_default();
    let common = row_of(&mut first.constraints().filter(is_common));
    let rest: Vec<Row> =
        rows.iter().map(|row| row_of(&mut row.constraints().filter(|test| !is_common(test)))).collect();
    let mut parts = wording::tests(vocabulary, &common);
    let mut tests = parts.len();
    if rest.len() > 1 {
        tests = rest.iter().fold(tests, |tests, row| tests.saturating_add(row.constraints().len()));
        let each: Vec<String> = rest.iter().map(|row| wording::given(vocabulary, row)).collect();
        parts.push(format!("any = [{}]", each.join(", ")));
    }
    Form { tests, text: Some(table(&parts)) }
}

/// The opposite of alternatives: those of one test become tests of their own.
fn opposite_of(desk: &Desk<'_>, outside: &[Row], bounds: &Bounds) -> Form {
    let mut sides = Row::all();
    let mut rest = Vec::new();
    for row in outside {
        let only = row.constraints().next().filter(|_| row.constraints().len() == 1);
        if let Some((dim, set)) = only {
            let inside = bounds.get(dim).difference(set);
            sides = sides.with(dim, inside, desk.space()).unwrap_or(sides);
        } else {
            rest.push(row.clone());
        }
    }
    let mut parts = wording::tests(desk.set.vocabulary(), &sides);
    let mut tests = parts.len();
    if !rest.is_empty() {
        let inner = alternatives(desk, &rest);
        tests = tests.saturating_add(inner.tests);
        parts.push(format!("not = {}", inner.text.unwrap_or_default()));
    }
    Form { tests, text: Some(table(&parts)) }
}

fn table(parts: &[String]) -> String {
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}
