//! Rules against an action that assumptions keep from being true.

use std::collections::BTreeMap;

use closer_core::Diagnostic;
use closer_core::model::{Fact, Rule, Text};
use closer_core::space::{Budget, OutOfBudget, Region, Row, Space, ValueSet};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::wording::{names, some_names};

/// A fact that is taken for granted, and the values it is then taken to have.
type Assumed<'a> = (&'a Fact, ValueSet);

/// A result lists each assumption that mattered: each for which another value *alone* would change something. A rule that is true only
/// where two assumptions are wrong at once is never among these changes.
pub(super) fn look(desk: &mut Desk<'_>) {
    let facts = desk.set.vocabulary().facts().iter();
    let assumed: Vec<Assumed<'_>> =
        facts.filter_map(|fact| Some((fact, fact.assume.as_ref()?.allowed.positions(fact)))).collect();
    let mut flips = BTreeMap::new();
    for said in desk.said.clone() {
        if said.suggest.is_empty() {
            continue;
        }
        let mut about = About { said: &said, suggested: None };
        for rule in said.avoid.clone() {
            hidden(desk, &mut about, rule, &assumed);
            flipped(desk, &mut about, rule, &assumed, &mut flips);
        }
    }
    for flip in flips.into_values() {
        flip.complain(desk, &assumed);
    }
}

/// An action, and where it is suggested as soon as somebody has asked.
struct About<'s, 'a> {
    said: &'s Said<'a>,
    suggested: Option<Region>,
}

impl About<'_, '_> {
    /// Where the action is suggested and a row holds.
    fn suggested_in(
        &mut self,
        rows: impl IntoIterator<Item = Row>,
        space: &Space,
        budget: &mut Budget,
    ) -> Result<Region, OutOfBudget> {
        let there = Region::from_rows(rows, space, budget)?;
        let suggested = match self.suggested.take() {
            Some(known) => known,
            None => self.said.suggested(space, budget)?,
        };
        self.suggested.insert(suggested).intersect(&there, space, budget)
    }
}

/// Where a region is whichever of these values a fact has, with any of these: there it need not be told.
fn with_each(
    region: &Region,
    (fact, values): &Assumed<'_>,
    space: &Space,
    budget: &mut Budget,
) -> Result<Region, OutOfBudget> {
    let dim = fact.id.dim();
    let mut everywhere = Region::all();
    for value in values.iter().map(ValueSet::single) {
        let there = region.iter().filter_map(|row| row.with(dim, value, space));
        let whichever = there.filter_map(|row| {
            let others = row.constraints().filter(|(other, _)| *other != dim);
            others.into_iter().try_fold(Row::all(), |row, (dim, set)| row.with(dim, set, space))
        });
        let there = Region::from_rows(whichever, space, budget)?;
        everywhere = everywhere.intersect(&there, space, budget)?;
    }
    let as_usual = Row::all().with(dim, *values, space).into_iter();
    everywhere.intersect(&Region::from_rows(as_usual, space, budget)?, space, budget)
}

/// The rules against an action that one assumption keeps from being true where the action is suggested.
struct Flip<'a> {
    fact: &'a Fact,
    said: Said<'a>,
    rules: Vec<&'a Rule>,
    /// Where the first of them is kept from being true.
    shown: Region,
}

/// Notes each assumption that alone keeps a rule from being true, in interviews that are as usual and in which its action is suggested.
fn flipped<'a>(
    desk: &mut Desk<'a>,
    about: &mut About<'_, 'a>,
    rule: &'a Rule,
    assumed: &[Assumed<'a>],
    flips: &mut BTreeMap<u16, Flip<'a>>,
) {
    for (fact, usual) in assumed {
        let dim = fact.id.dim();
        let is_against = |row: &&Row| row.get(dim).is_some_and(|values| !values.is_subset(*usual));
        let unusual: Vec<&Row> = rule.region().rows().iter().filter(is_against).collect();
        if unusual.is_empty() {
            continue;
        }
        let shown = desk.ask(codes::ASSUMED_VETO, &rule.id, |desk, budget| {
            let rows = unusual.iter().filter_map(|row| {
                let others = row.constraints().filter(|(other, _)| *other != dim);
                let as_usual = assumed.iter().map(|(fact, usual)| (fact.id.dim(), *usual));
                others
                    .chain(as_usual)
                    .try_fold(Row::all(), |row, (dim, set)| row.with(dim, set, desk.space()))
            });
            let shown = about.suggested_in(rows, desk.space(), budget)?;
            with_each(&shown, &(*fact, *usual), desk.space(), budget)
        });
        let Some(shown) = shown.filter(|shown| !shown.is_empty()) else { continue };
        if desk.accepts(codes::ASSUMED_VETO, &[Subject::Rule(rule), Subject::Fact(fact)]) {
            continue;
        }
        flips
            .entry(dim)
            .or_insert_with(|| Flip { fact, said: about.said.clone(), rules: Vec::new(), shown })
            .rules
            .push(rule);
    }
}

/// A row without what is taken for granted anyway, as people would say it.
fn untold(row: &Row, assumed: &[Assumed<'_>], space: &Space) -> Row {
    let is_usual = |(dim, values): &(u16, ValueSet)| {
        assumed.iter().any(|(fact, usual)| fact.id.dim() == *dim && usual.is_subset(*values))
    };
    let told = row.constraints().filter(|told| !is_usual(told));
    told.fold(Row::all(), |row, (dim, set)| row.with(dim, set, space).unwrap_or(row))
}

impl Flip<'_> {
    fn complain(self, desk: &mut Desk<'_>, assumed: &[Assumed<'_>]) {
        let Self { fact, said, rules, shown } = self;
        let (Some(rule), Some(row)) = (rules.first(), desk.smallest(shown.rows())) else { return };
        desk.find(codes::ASSUMED_VETO, &[Subject::Fact(fact), Subject::Rule(rule)], Some(&row), |desk| {
            let ids: Vec<&Text> = rules.iter().map(|rule| &rule.id).collect();
            let message = format!("only what is taken for granted of `{}` keeps {} from being true", fact.name, some_names(&ids));
            Diagnostic::warning(codes::ASSUMED_VETO, message)
                .at(Some(fact.origin), "taken for granted")
                .at(Some(rule.origin()), "true as soon as it is otherwise")
                .at(Some(said.action.origin()), "suggested until then")
                .help(format!(
                    "so it is given `{}`: take the fact for granted no longer if a wrong guess does harm, or accept that results name it as assumed",
                    desk.given(&untold(&row, assumed, desk.space()))
                ))
        });
    }
}

/// Complains of a rule that is true only where two assumptions are wrong at once.
fn hidden(desk: &mut Desk<'_>, about: &mut About<'_, '_>, rule: &Rule, assumed: &[Assumed<'_>]) {
    let against = |row: &Row| {
        let is_against = |(fact, usual): &&Assumed<'_>| {
            row.get(fact.id.dim()).is_some_and(|values| values.is_disjoint(*usual))
        };
        assumed.iter().filter(is_against).collect::<Vec<_>>()
    };
    let rows = rule.region().rows();
    if rows.iter().any(|row| against(row).len() < 2) {
        return;
    }
    let shown = desk.ask(codes::HIDDEN_VETO, &rule.id, |desk, budget| {
        let space = desk.space();
        let mut shown = Vec::new();
        for row in rows {
            // The same interviews, but with what is taken for granted.
            let others =
                row.constraints().filter(|(dim, _)| assumed.iter().all(|(fact, _)| fact.id.dim() != *dim));
            let as_assumed = assumed.iter().map(|(fact, values)| {
                let stated = row.get(fact.id.dim()).filter(|stated| !stated.is_disjoint(*values));
                (fact.id.dim(), stated.unwrap_or(*values).intersection(*values))
            });
            let all = others.chain(as_assumed);
            let usual = all.fold(Row::all(), |row, (dim, set)| row.with(dim, set, space).unwrap_or(row));
            let mut there = about.suggested_in([usual], space, budget)?;
            for fact in against(row) {
                there = with_each(&there, fact, space, budget)?;
            }
            shown.extend(there.into_rows());
        }
        Region::from_rows(shown, space, budget)
    });
    let Some(row) = shown.and_then(|region| desk.smallest(region.rows())) else { return };
    let mut facts: Vec<&str> = rows.iter().flat_map(against).map(|(fact, _)| &*fact.name).collect();
    facts.sort_unstable();
    facts.dedup();
    desk.find(codes::HIDDEN_VETO, &[Subject::Rule(rule)], Some(&row), |desk| {
        let message = format!("nobody hears of the rule `{}` while {} are taken for granted", rule.id, names(&facts));
        Diagnostic::warning(codes::HIDDEN_VETO, message)
            .at(Some(rule.origin()), "true only where two assumptions are wrong at once")
            .at(Some(about.said.action.origin()), "suggested as long as they are made")
            .help(format!(
                "so it is given `{}`: take one of these facts for granted no longer, or make the rule true where one of them is other than usual",
                desk.given(&untold(&row, assumed, desk.space()))
            ))
    });
}
