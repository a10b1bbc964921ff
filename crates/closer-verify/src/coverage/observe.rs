//! Looks at every case and counts.

use std::collections::BTreeSet;

use closer_core::model::{Action, ActionId, Condition, Polarity, Rule, RuleSet, Test, Wanted};
use closer_core::space::{Bounds, Budget, Region, Status, ValueSet, covers, status};
use closer_core::{Advice, Program, Role, Verdict};

use super::{ActionCoverage, Coverage, LeafCoverage, MomentCoverage, RuleCoverage};
use crate::Case;

/// Steps that one question about a region may take; ordinary packs need a few dozen.
const STEPS: u64 = 2_000_000;

pub(super) fn observe(program: &Program, cases: &[Case]) -> Coverage {
    let mut observer = Observer::new(program);
    for case in cases.iter().filter(|case| case.test.skip.is_none() && case.test.known_gap.is_none()) {
        observer.see(case);
    }
    observer.coverage
}

struct Observer<'p> {
    program: &'p Program,
    set: &'p RuleSet,
    /// Where each rule is true, the guard of its action's moment included.
    regions: Vec<Region>,
    /// By action, where its rules are in the list of all.
    of_action: Vec<Vec<usize>>,
    coverage: Coverage,
}

impl<'p> Observer<'p> {
    fn new(program: &'p Program) -> Self {
        let set = program.rules();
        let regions: Vec<Region> = set.rules().iter().map(|rule| region(set, rule)).collect();
        let mut by_action = vec![Vec::new(); set.actions().len()];
        for (at, rule) in set.rules().iter().enumerate() {
            by_action.get_mut(rule.action.index()).into_iter().for_each(|its: &mut Vec<usize>| its.push(at));
        }
        let coverage = Coverage {
            cases: 0,
            rules: set.rules().iter().map(|rule| of_rule(set, rule)).collect(),
            moments: set
                .moments()
                .iter()
                .enumerate()
                .map(|(at, moment)| {
                    // A test reaches a moment by what is to be done there.
                    let is_empty = set.actions().iter().all(|action| action.moment.index() != at);
                    let tests = if is_empty { Vec::new() } else { leaves(set, &moment.guard) };
                    MomentCoverage { moment: moment.id.clone(), tests }
                })
                .collect(),
            actions: set
                .actions()
                .iter()
                .zip(&by_action)
                .map(|(action, rules)| of_action(set, action, rules, &regions))
                .collect(),
        };
        Self { program, set, regions, of_action: by_action, coverage }
    }

    fn see(&mut self, case: &Case) {
        self.coverage.cases = self.coverage.cases.saturating_add(1);
        let spoken_of = spoken_of(self.set, case);
        let advice = case.advise(self.program);
        let bounds = case.worlds(case.context(), self.set);
        let statuses: Vec<Status> = self
            .regions
            .iter()
            .map(|region| status(region.rows(), &bounds, &mut Budget::new(STEPS)).unwrap_or(Status::Open))
            .collect();
        for (at, rule) in self.set.rules().iter().enumerate() {
            if !spoken_of.contains(&rule.action) {
                continue;
            }
            let part = self.part(rule, at, &statuses, &advice);
            let Some(seen) = self.coverage.rules.get_mut(at) else { continue };
            match part {
                Some(Part::Deciding) => count(&mut seen.deciding),
                Some(Part::Supporting) => count(&mut seen.supporting),
                Some(Part::Beaten) => count(&mut seen.beaten),
                None => {}
            }
            look(self.set, &rule.when(), &bounds, &mut seen.tests);
        }
        let moments: BTreeSet<_> =
            spoken_of.iter().filter_map(|id| self.set.action(*id)).map(|action| action.moment).collect();
        for id in moments {
            if let (Some(moment), Some(seen)) =
                (self.set.moment(id), self.coverage.moments.get_mut(id.index()))
            {
                look(self.set, &moment.guard, &bounds, &mut seen.tests);
            }
        }
        for id in spoken_of {
            if let Some(seen) = self.coverage.actions.get_mut(id.index()) {
                stand(seen, &advice);
            }
        }
    }

    /// The part that a rule plays in what comes out.
    fn part(&self, rule: &Rule, at: usize, statuses: &[Status], advice: &Advice) -> Option<Part> {
        let holds = |at: usize| statuses.get(at) == Some(&Status::Holds);
        if !holds(at) {
            return None;
        }
        let action = self.set.action(rule.action)?;
        let stronger = self.of_action.get(rule.action.index())?.iter().any(|&other| {
            let its = self.set.rules().get(other);
            its.is_some_and(|its| its.polarity == rule.polarity && its.weight > rule.weight) && holds(other)
        });
        let part = if stronger { Part::Supporting } else { Part::Deciding };
        match (rule.polarity, advice.verdict(&action.id)?) {
            (Polarity::Suggest, Verdict::Avoided) => Some(Part::Beaten),
            // Where it depends, that the rule is true is half of the reason.
            _ => Some(part),
        }
    }
}

enum Part {
    Deciding,
    Supporting,
    Beaten,
}

fn count(number: &mut usize) {
    *number = number.saturating_add(1);
}

/// The actions whose rules a case would notice.
fn spoken_of(set: &RuleSet, case: &Case) -> BTreeSet<ActionId> {
    let actions = case.actions().filter_map(|id| set.find_action(id));
    let reasons = case.reasons().filter_map(|id| set.rule(set.find_rule(id)?));
    actions.chain(reasons.map(|rule| rule.action)).collect()
}

/// Counts how each single test of a condition stands.
fn look(set: &RuleSet, condition: &Condition, bounds: &Bounds, seen: &mut [LeafCoverage]) {
    let mut leaves = seen.iter_mut();
    condition.for_each_test(&mut |test| {
        let (Some(leaf), Some(fact)) = (leaves.next(), set.vocabulary().get(test.fact)) else { return };
        let (passing, possible) = (test.allowed.positions(fact), bounds.get(fact.id.dim()));
        let both = passing.intersection(possible);
        if both == possible {
            count(&mut leaf.holding);
        } else if both == ValueSet::empty() {
            count(&mut leaf.failing);
        } else {
            count(&mut leaf.open);
        }
    });
}

fn stand(seen: &mut ActionCoverage, advice: &Advice) {
    match advice.verdict(&seen.action) {
        Some(Verdict::Suggested) => count(&mut seen.listed),
        Some(Verdict::Avoided) => count(&mut seen.avoided),
        Some(Verdict::Silent) => count(&mut seen.silent),
        Some(Verdict::Depends) => count(&mut seen.depends),
        None => {}
    }
    if let Some(suggested) = advice.suggested.iter().find(|suggested| suggested.action == seen.action) {
        if suggested.rank == 1 {
            count(&mut seen.first);
        }
        if suggested.role == Role::Lead {
            count(&mut seen.leading);
        }
    }
}

fn of_rule(set: &RuleSet, rule: &Rule) -> RuleCoverage {
    RuleCoverage {
        rule: rule.id.clone(),
        polarity: rule.polarity,
        action: set.action(rule.action).map(|action| action.id.clone()).unwrap_or_default(),
        deciding: 0,
        supporting: 0,
        beaten: 0,
        tests: leaves(set, &rule.when()),
    }
}

fn of_action(set: &RuleSet, action: &Action, rules: &[usize], regions: &[Region]) -> ActionCoverage {
    ActionCoverage {
        action: action.id.clone(),
        first: 0,
        leading: 0,
        listed: 0,
        avoided: 0,
        silent: 0,
        depends: 0,
        possible: possible(set, rules, regions),
    }
}

/// The verdicts that an action has in some interview, and whether there is more than one.
fn possible(set: &RuleSet, rules: &[usize], regions: &[Region]) -> Vec<Verdict> {
    let all = Bounds::all(set.vocabulary().space());
    let rows = |of: Polarity| {
        let rules = rules.iter().filter_map(|&at| Some((set.rules().get(at)?, regions.get(at)?)));
        rules.filter(move |(rule, _)| rule.polarity == of).flat_map(|(_, region)| region.rows())
    };
    let covered = |rows, bounds: &Bounds| covers::<Vec<_>>(rows, bounds, &mut Budget::new(STEPS)) == Ok(true);
    let avoid: Vec<_> = rows(Polarity::Avoid).collect();
    let suggest: Vec<_> = rows(Polarity::Suggest).collect();
    let escapes =
        suggest.iter().any(|row| all.intersect(row).is_some_and(|there| !covered(avoid.clone(), &there)));
    let mut possible = Vec::new();
    if escapes {
        possible.push(Verdict::Suggested);
    }
    if !avoid.is_empty() {
        possible.push(Verdict::Avoided);
    }
    if !covered(avoid.into_iter().chain(suggest).collect(), &all) {
        possible.push(Verdict::Silent);
    }
    if possible.len() > 1 {
        possible.push(Verdict::Depends);
    }
    possible
}

/// Where a rule is true. Packs with conditions too large to follow were refused when they were read.
fn region(set: &RuleSet, rule: &Rule) -> Region {
    let guard = set.action(rule.action).and_then(|action| set.moment(action.moment));
    let parts = guard.map(|moment| moment.guard.clone()).into_iter().chain([rule.when()]).collect();
    let budget = &mut Budget::new(STEPS);
    Condition::All(parts).region(set.vocabulary(), budget).unwrap_or_else(|_| Region::empty())
}

fn leaves(set: &RuleSet, condition: &Condition) -> Vec<LeafCoverage> {
    let mut leaves = Vec::new();
    condition.for_each_test(&mut |test| leaves.extend(leaf(set, test)));
    leaves
}

fn leaf(set: &RuleSet, test: &Test) -> Option<LeafCoverage> {
    let fact = set.vocabulary().get(test.fact)?;
    Some(LeafCoverage {
        fact: fact.name.clone(),
        wanted: Wanted::shortest(&test.allowed, fact),
        words: fact.phrase(&test.allowed),
        always: test.allowed.positions(fact) == fact.all(),
        holding: 0,
        failing: 0,
        open: 0,
    })
}
