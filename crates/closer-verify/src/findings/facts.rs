//! Values that make no difference.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::Diagnostic;
use closer_core::model::{Condition, Disagreement, Fact, FactId, Kind, Rule};
use closer_core::space::{Bounds, Budget, OutOfBudget, Region, ValueSet, depends_on};

use super::accepted::Subject;
use super::codes;
use super::desk::Desk;
use super::wording::names;

pub(super) fn look(desk: &mut Desk<'_>) {
    let set = desk.set;
    let regions = desk.ask(codes::UNUSED_VALUE, &set.pack().name, |desk, budget| {
        let vocabulary = desk.set.vocabulary();
        let guards = set.moments().iter().map(|moment| &moment.guard);
        let questions = vocabulary.facts().iter().map(|fact| &fact.ask_when);
        guards
            .chain(questions)
            .map(|condition| condition.region(vocabulary, budget))
            .collect::<Result<Vec<_>, _>>()
    });
    let Some(others) = regions else { return };
    let rules = set.rules().iter().map(Rule::region);
    let disagreements = set.disagreements().iter().map(Disagreement::region);
    let by_fact = by_fact(rules.chain(disagreements).chain(&others));
    let tested = tested(desk);
    for fact in set.vocabulary().facts() {
        // The cells of a number are made by conditions, not by an author.
        if matches!(fact.kind, Kind::Int { .. }) {
            continue;
        }
        let asking = by_fact.get(&fact.id.dim()).map(Vec::as_slice).unwrap_or_default();
        let classes = desk.ask(codes::UNUSED_VALUE, &fact.name, |desk, budget| {
            // That nothing asks about it at all is said by the reader. When to ask something else may name it in vain.
            if !tested.contains(&fact.id) && !any_depends(asking, &desk.everything, fact, budget)? {
                return Ok(Vec::new());
            }
            classes(desk, fact, asking, budget)
        });
        // The values of an ordered fact are steps of a scale, which rules cut where they need.
        let is_scale = matches!(fact.kind, Kind::Enum { ordered: true, .. });
        for class in classes.unwrap_or_default() {
            if is_scale && class != fact.all() {
                continue;
            }
            desk.find(codes::UNUSED_VALUE, &[Subject::Fact(fact)], None, |_| complaint(fact, class));
        }
    }
}

/// The regions that ask about each fact. Going through all of them for each fact would take facts times rules.
fn by_fact<'r>(regions: impl Iterator<Item = &'r Region>) -> BTreeMap<u16, Vec<&'r Region>> {
    let mut by_fact: BTreeMap<u16, Vec<&Region>> = BTreeMap::new();
    for region in regions {
        let dims = region.rows().iter().flat_map(|row| row.constraints().map(|(dim, _)| dim));
        for dim in dims.collect::<BTreeSet<_>>() {
            by_fact.entry(dim).or_default().push(region);
        }
    }
    by_fact
}

/// The facts that some condition names, be it in vain.
fn tested(desk: &Desk<'_>) -> BTreeSet<FactId> {
    let mut tested = BTreeSet::new();
    let mut look = |condition: &Condition| {
        condition.for_each_test(&mut |test| {
            tested.insert(test.fact);
        });
    };
    desk.set.rules().iter().for_each(|rule| look(&rule.when()));
    desk.set.disagreements().iter().for_each(|disagreement| look(&disagreement.when));
    desk.set.moments().iter().for_each(|moment| look(&moment.guard));
    tested
}

/// Values that no region tells apart, where there is more than one.
fn classes(
    desk: &Desk<'_>,
    fact: &Fact,
    regions: &[&Region],
    budget: &mut Budget,
) -> Result<Vec<ValueSet>, OutOfBudget> {
    let dim = fact.id.dim();
    let mut classes: Vec<ValueSet> = Vec::new();
    for value in fact.all() {
        let mut home = None;
        for (at, class) in classes.iter().enumerate() {
            let Some(first) = class.first() else { continue };
            let pair = ValueSet::single(first).with(value);
            let Some(bounds) = desk.everything.restrict(dim, pair) else { continue };
            if !any_depends(regions, &bounds, fact, budget)? {
                home = Some(at);
                break;
            }
        }
        match home.and_then(|at| classes.get_mut(at)) {
            Some(class) => *class = class.with(value),
            None => classes.push(ValueSet::single(value)),
        }
    }
    classes.retain(|class| class.len() > 1);
    Ok(classes)
}

/// Whether the fact makes a difference to some region, inside the bounds.
fn any_depends(
    regions: &[&Region],
    bounds: &Bounds,
    fact: &Fact,
    budget: &mut Budget,
) -> Result<bool, OutOfBudget> {
    for region in regions {
        if depends_on(*region, bounds, fact.id.dim(), budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn complaint(fact: &Fact, class: ValueSet) -> Diagnostic {
    let values: Vec<&str> = class.iter().filter_map(|position| fact.value(position)).collect();
    let (message, help) = if class == fact.all() {
        let message = format!("the fact `{}` makes no difference, though conditions ask about it", fact.name);
        (message, "say in a condition where it matters, or remove it from all of them".to_owned())
    } else {
        let message = format!("no condition tells {} of `{}` apart", names(&values), fact.name);
        (message, "make one value of them, say in a rule where they differ, or accept it".to_owned())
    };
    Diagnostic::warning(codes::UNUSED_VALUE, message)
        .at(Some(fact.origin), "people choose between them in vain")
        .help(help)
}
