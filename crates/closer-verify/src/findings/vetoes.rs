//! Rules against an action that no assumption shows on its own.

use closer_core::Diagnostic;
use closer_core::model::{Fact, Rule};
use closer_core::space::{Region, Row, ValueSet};

use super::accepted::Subject;
use super::codes;
use super::desk::{Desk, Said};
use super::wording::names;

/// A result lists each assumption that mattered: each for which another value *alone* would change something. A rule that is true only
/// where two assumptions are wrong at once is never among these changes.
pub(super) fn look(desk: &mut Desk<'_>) {
    let facts = desk.set.vocabulary().facts().iter();
    let assumed: Vec<(&Fact, ValueSet)> =
        facts.filter_map(|fact| Some((fact, fact.assume.as_ref()?.allowed.positions(fact)))).collect();
    for said in desk.said.clone() {
        if said.suggest.is_empty() {
            continue;
        }
        for rule in said.avoid.clone() {
            veto(desk, &said, rule, &assumed);
        }
    }
}

fn veto(desk: &mut Desk<'_>, said: &Said<'_>, rule: &Rule, assumed: &[(&Fact, ValueSet)]) {
    let against = |row: &Row| {
        let is_against = |(fact, usual): &&(&Fact, ValueSet)| {
            row.get(fact.id.dim()).is_some_and(|values| values.is_disjoint(*usual))
        };
        assumed.iter().filter(is_against).map(|(fact, _)| *fact).collect::<Vec<_>>()
    };
    let rows = rule.region().rows();
    if rows.iter().any(|row| against(row).len() < 2) {
        return;
    }
    let shown = desk.ask(codes::HIDDEN_VETO, &rule.id, |desk, budget| {
        let space = desk.space();
        let mut usual = Vec::new();
        for row in rows {
            // The same interviews, but with what is taken for granted.
            let others =
                row.constraints().filter(|(dim, _)| assumed.iter().all(|(fact, _)| fact.id.dim() != *dim));
            let as_assumed = assumed.iter().map(|(fact, values)| {
                let stated = row.get(fact.id.dim()).filter(|stated| !stated.is_disjoint(*values));
                (fact.id.dim(), stated.unwrap_or(*values).intersection(*values))
            });
            let all = others.chain(as_assumed);
            usual.push(all.fold(Row::all(), |row, (dim, set)| row.with(dim, set, space).unwrap_or(row)));
        }
        let usual = Region::from_rows(usual, space, budget)?;
        said.suggested(space, budget)?.intersect(&usual, space, budget)
    });
    let Some(row) = shown.and_then(|region| desk.smallest(region.rows())) else { return };
    let mut facts: Vec<&str> = rows.iter().flat_map(against).map(|fact| &*fact.name).collect();
    facts.sort_unstable();
    facts.dedup();
    desk.find(codes::HIDDEN_VETO, &[Subject::Rule(rule)], Some(&row), |desk| {
        let message = format!("nobody hears of the rule `{}` while {} are taken for granted", rule.id, names(&facts));
        Diagnostic::warning(codes::HIDDEN_VETO, message)
            .at(Some(rule.origin), "true only where two assumptions are wrong at once")
            .at(Some(said.action.origin), "suggested as long as they are made")
            .help(format!(
                "so it is given `{}`: take one of these facts for granted no longer, or make the rule true where one of them is other than usual",
                desk.given(&row)
            ))
    });
}
