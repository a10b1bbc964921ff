//! Where the questions are worked on: what all of them need, and what was found so far.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{Action, ActionId, Context, Polarity, Rule, RuleSet, Text};
use closer_core::space::{Bounds, Budget, Diagrams, OutOfBudget, Region, Row, Space, smallest_witness};
use closer_core::{Diagnostic, Span};

use super::accepted::{self, Subject};
use super::places::Place;
use super::{Findings, Found, Limits, Undecided, codes, wording};

/// A sound pack, prepared for questions.
pub(super) struct Desk<'a> {
    pub(super) set: &'a RuleSet,
    pub(super) files: &'a [(String, String)],
    /// Everything is possible.
    pub(super) everything: Bounds,
    /// What is said of each action, in the order of the actions.
    pub(super) said: Vec<Said<'a>>,
    pub(super) diagrams: Diagrams,
    /// The place of each action, as far as it was asked for.
    pub(super) places: Vec<Place>,
    limits: Limits,
    left: u64,
    found: Vec<Found>,
    undecided: BTreeSet<Undecided>,
    /// The places of what is accepted and was found.
    used: BTreeSet<Span>,
}

/// The rules about one action, each list in the order in which the rules decide: by weight, then by id.
#[derive(Clone)]
pub(super) struct Said<'a> {
    pub(super) id: ActionId,
    pub(super) action: &'a Action,
    pub(super) suggest: Vec<&'a Rule>,
    pub(super) avoid: Vec<&'a Rule>,
}

impl Said<'_> {
    /// Where the action is suggested.
    pub(super) fn suggested(&self, space: &Space, budget: &mut Budget) -> Result<Region, OutOfBudget> {
        let rows = |rules: &[&Rule]| -> Vec<Row> {
            rules.iter().flat_map(|rule| rule.region().rows().iter().cloned()).collect()
        };
        let avoid = Region::from_rows(rows(&self.avoid), space, budget)?;
        Region::from_rows(rows(&self.suggest), space, budget)?.minus(&avoid, space, budget)
    }
}

impl<'a> Desk<'a> {
    pub(super) fn new(set: &'a RuleSet, files: &'a [(String, String)], limits: Limits) -> Self {
        let mut rules: BTreeMap<(ActionId, Polarity), Vec<&Rule>> = BTreeMap::new();
        for rule in set.rules() {
            rules.entry((rule.action, rule.polarity)).or_default().push(rule);
        }
        let mut of = |id: ActionId, polarity| {
            let mut rules = rules.remove(&(id, polarity)).unwrap_or_default();
            rules.sort_by_key(|rule| (std::cmp::Reverse(rule.weight), &rule.id));
            rules
        };
        let said = set.actions().iter().filter_map(|action| {
            let id = set.find_action(&action.id)?;
            let (suggest, avoid) = (of(id, Polarity::Suggest), of(id, Polarity::Avoid));
            Some(Said { id, action, suggest, avoid })
        });
        let space = set.vocabulary().space();
        Self {
            set,
            files,
            everything: Bounds::all(space),
            said: said.collect(),
            diagrams: Diagrams::new(space),
            places: vec![Place::Unknown; set.actions().len()],
            limits,
            left: limits.all,
            found: Vec::new(),
            undecided: BTreeSet::new(),
            used: BTreeSet::new(),
        }
    }

    pub(super) fn space(&self) -> &'a Space {
        self.set.vocabulary().space()
    }

    /// The steps for the next question: never all that are left, so that after many hard questions there is something for the easy ones.
    fn grant(&self) -> u64 {
        self.limits.each.min(self.left / 16)
    }

    /// Works on one question. `None` when it is too large, which is noted.
    pub(super) fn ask<T>(
        &mut self,
        code: &'static str,
        about: &Text,
        work: impl FnOnce(&mut Self, &mut Budget) -> Result<T, OutOfBudget>,
    ) -> Option<T> {
        let granted = self.grant();
        let mut budget = Budget::new(granted);
        let answer = work(self, &mut budget);
        self.left = self.left.saturating_sub(granted.saturating_sub(budget.remaining()));
        if answer.is_err() {
            self.undecided.insert(Undecided { code, about: about.clone() });
        }
        answer.ok()
    }

    /// Whether no question can be worked on any more.
    pub(super) fn is_spent(&self) -> bool {
        self.grant() == 0
    }

    /// Notes that the same question is not decided about any of these.
    pub(super) fn give_up<'t>(&mut self, code: &'static str, about: impl Iterator<Item = &'t Text>) {
        self.undecided.extend(about.map(|about| Undecided { code, about: about.clone() }));
    }

    /// The smallest context in which all worlds are in some row, or else the first row. `None` without rows.
    pub(super) fn smallest(&mut self, rows: &[Row]) -> Option<Row> {
        let granted = self.grant();
        let mut budget = Budget::new(granted);
        let smallest = smallest_witness(rows, &self.everything, &mut budget);
        self.left = self.left.saturating_sub(granted.saturating_sub(budget.remaining()));
        smallest.unwrap_or_else(|OutOfBudget| rows.iter().min_by_key(|row| row.constraints().len()).cloned())
    }

    /// A row as it is written in `given`.
    pub(super) fn given(&self, row: &Row) -> String {
        wording::given(self.set.vocabulary(), row)
    }

    /// Whether one of the things that a finding is about accepts it; that is noted.
    pub(super) fn accepts(&mut self, code: &str, subjects: &[Subject<'_>]) -> bool {
        let accepted = subjects.iter().flat_map(|subject| subject.accepted());
        let spans: Vec<Span> = accepted.filter(|one| *one.code == *code).map(|one| one.origin).collect();
        let is_accepted = !spans.is_empty();
        self.used.extend(spans);
        is_accepted
    }

    /// Something was found about these things; it is kept unless one of them accepts it.
    pub(super) fn find(
        &mut self,
        code: &'static str,
        subjects: &[Subject<'_>],
        witness: Option<&Row>,
        diagnostic: impl FnOnce(&Self) -> Diagnostic,
    ) {
        if self.accepts(code, subjects) {
            return;
        }
        let bounds = witness.and_then(|row| self.everything.intersect(row));
        let witness = bounds.map(|bounds| Context::within(self.set.vocabulary(), &bounds));
        let about = subjects.iter().map(|subject| subject.name().clone()).collect();
        let diagnostic = diagnostic(self);
        self.found.push(Found { diagnostic, about, witness });
    }

    pub(super) fn finish(mut self) -> Findings {
        let undecided: Vec<Undecided> = std::mem::take(&mut self.undecided).into_iter().collect();
        for one in accepted::all(self.set) {
            let (subject, acceptance) = one;
            let is_open = undecided.iter().any(|open| *open.code == *acceptance.code);
            if !is_open && !self.used.contains(&acceptance.origin) {
                let diagnostic = accepted::unused(subject, acceptance);
                let about = BTreeSet::from([subject.name().clone(), acceptance.code.clone()]);
                self.found.push(Found { diagnostic, about, witness: None });
            }
        }
        if !undecided.is_empty() {
            let about = undecided.iter().map(|open| open.about.clone()).collect();
            let diagnostic = wording::undecided(self.set, &undecided);
            self.found.push(Found { diagnostic, about, witness: None });
        }
        self.found.sort_by(|a, b| {
            let key = |found: &Found| found.diagnostic.labels.first().map(|label| label.span);
            (key(a), a.diagnostic.code).cmp(&(key(b), b.diagnostic.code))
        });
        debug_assert!(
            self.found.iter().all(|found| {
                codes::finding_codes().iter().any(|code| code.name == found.diagnostic.code)
            })
        );
        Findings { found: self.found, undecided }
    }
}
