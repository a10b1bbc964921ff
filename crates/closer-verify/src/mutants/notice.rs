//! Do the tests notice?

use closer_core::model::{ActionId, Context, Edit, RuleSet, Test, Text};
use closer_core::sheet::{Expected, Promise, Want};
use closer_core::space::{Bounds, Budget, Region, Status, status};
use closer_core::{Decision, Program, Role, Stand, Verdict};

use crate::{Case, Proof, Property, Suite};

/// The tests of a suite that pass without any slip, ready to be asked again and again.
pub(super) struct Watchers<'s> {
    rules: &'s RuleSet,
    cases: Vec<Watcher<'s>>,
    properties: Vec<&'s Property>,
}

struct Watcher<'s> {
    case: &'s Case,
    /// What is known, with numbers told apart as the rules do.
    context: Context,
    /// The worlds that it is about.
    bounds: Bounds,
    /// By action: what the rules say of it without any slip.
    stands: Vec<Option<Stand>>,
}

/// What a slip touches.
struct Reach<'e> {
    /// The action that the rule speaks of.
    action: ActionId,
    /// Where the rule was true.
    before: &'e Region,
    /// Where it is true now, if that is what is otherwise.
    after: Option<&'e Region>,
}

impl<'s> Watchers<'s> {
    pub(super) fn of(rules: &'s RuleSet, suite: &'s Suite) -> Self {
        let program = rules.clone().compile();
        let vocabulary = rules.vocabulary();
        let mut cases = Vec::new();
        for case in suite.cases() {
            let mut context = Context::unknown(vocabulary);
            for fact in vocabulary.facts() {
                if let Some(allowed) = case.context().said(fact.id) {
                    context.say(vocabulary, &Test::new(fact.id, allowed.clone()));
                }
            }
            let bounds = case.worlds(&context, rules);
            let mut watcher = Watcher { case, context, bounds, stands: Vec::new() };
            let numbers = rules.actions().iter().filter_map(|action| rules.find_action(&action.id));
            watcher.stands = numbers.map(|number| watcher.stand(&program, number)).collect();
            if case.test().skip.is_none() && case.test().known_gap.is_none() && watcher.passes(&program) {
                cases.push(watcher);
            }
        }
        let proved = |property: &&Property| matches!(property.prove(&program), Proof::Proved { .. });
        Self { rules, cases, properties: suite.properties().iter().filter(proved).collect() }
    }

    /// The name of a test that fails with the slip.
    pub(super) fn notice(&self, edit: &Edit, program: &Program) -> Option<Text> {
        let found = match self.reach(edit, program) {
            None => self.cases.iter().find(|watcher| !watcher.passes(program)),
            Some(reach) => {
                let touched: Vec<&Watcher<'_>> =
                    self.cases.iter().filter(|watcher| watcher.is_touched(&reach)).collect();
                // A test in which the rules say the same of the action as before can only miss it as a reason.
                let moved = |watcher: &&&Watcher<'_>| {
                    let before = watcher.stands.get(reach.action.index()).copied().flatten();
                    watcher.asks_why(&reach, self.rules) || watcher.stand(program, reach.action) != before
                };
                let fails = |watcher: &&&Watcher<'_>| !watcher.passes_quickly(program, &watcher.bounds);
                let quick = touched.iter().filter(moved).find(fails);
                quick.or_else(|| touched.iter().find(|watcher| !watcher.passes_slowly(program))).copied()
            }
        };
        found.map(|watcher| watcher.case.name().into()).or_else(|| self.broken(edit, program))
    }

    /// The name of a property that is broken with the slip.
    fn broken(&self, edit: &Edit, program: &Program) -> Option<Text> {
        let mut near = self.properties.iter().filter(|property| self.concerns(property, edit));
        let broken = near.find(|property| matches!(property.prove(program), Proof::Refuted(_)));
        broken.map(|property| property.name().into())
    }

    /// Whether a property can be broken by the edit.
    fn concerns(&self, property: &Property, edit: &Edit) -> bool {
        let action = match edit {
            Edit::Remove(rule) | Edit::When(rule, _) | Edit::Polarity(rule, _) | Edit::Weight(rule, _) => {
                self.rules.rule(*rule).map(|rule| rule.action)
            }
            // Properties take nothing for granted.
            Edit::Assume(..) => return false,
            _ => None,
        };
        let Some(action) = action else { return true };
        let moment = self.rules.action(action).map(|action| action.moment);
        property.sheet().promises.iter().any(|promise| match promise {
            Promise::AtLeast(moments) => moments.iter().any(|(of, _)| Some(*of) == moment),
            // What leads hangs on others, too.
            Promise::NeverTogether(_) => true,
            Promise::Always(actions)
            | Promise::Never(actions)
            | Promise::Avoids(actions)
            | Promise::Order(actions) => actions.contains(&action),
        })
    }

    /// `None` when it may touch anything.
    fn reach<'e>(&'e self, edit: &Edit, edited: &'e Program) -> Option<Reach<'e>> {
        // A rule that is not there, or speaks with another voice, changes something wherever it was true.
        let (rule, after) = match edit {
            Edit::Remove(rule) | Edit::Polarity(rule, _) | Edit::Weight(rule, _) => (*rule, None),
            Edit::When(rule, _) => (*rule, Some(edited.rules().rule(*rule)?.region())),
            _ => return None,
        };
        let before = self.rules.rule(rule)?;
        Some(Reach { action: before.action, before: before.region(), after })
    }
}

impl Watcher<'_> {
    /// Whether anything can be otherwise in the worlds that it is about.
    fn is_touched(&self, reach: &Reach<'_>) -> bool {
        let status = |region: &Region| {
            status(region.rows(), &self.bounds, &mut Budget::new(100_000)).unwrap_or(Status::Open)
        };
        let before = status(reach.before);
        match reach.after {
            None => before != Status::Fails,
            Some(after) => before == Status::Open || before != status(after),
        }
    }

    /// Whether it wants to see a rule of the action as a reason.
    fn asks_why(&self, reach: &Reach<'_>, rules: &RuleSet) -> bool {
        let is_about = |name: &Text| {
            let rule = rules.find_rule(name).and_then(|id| rules.rule(id));
            rule.is_some_and(|rule| rule.action == reach.action)
        };
        self.asks(|expected| expected.want == Want::Reasons && expected.names.iter().any(is_about))
    }

    fn stand(&self, program: &Program, action: ActionId) -> Option<Stand> {
        program.stand(action, &self.bounds)
    }

    fn decide(&self, program: &Program) -> Decision {
        if self.case.is_strict() {
            program.decide_strict(&self.context)
        } else {
            program.decide(&self.context)
        }
    }

    fn passes(&self, program: &Program) -> bool {
        // With a slip in what is taken for granted it is about other worlds.
        let bounds = self.case.worlds(&self.context, program.rules());
        self.passes_quickly(program, &bounds) && self.passes_slowly(program)
    }

    /// As far as all but the next question goes.
    fn passes_quickly(&self, program: &Program, bounds: &Bounds) -> bool {
        let decision = self.decide(program);
        let is_met = |expected| is_met(expected, program, &decision, bounds);
        self.case.expected().iter().all(|expected| is_met(expected).unwrap_or(true))
    }

    /// As far as the next question goes, too.
    fn passes_slowly(&self, program: &Program) -> bool {
        if !self.asks(|expected| expected.want == Want::NextQuestion) {
            return true;
        }
        let advice = if self.case.is_strict() {
            program.advise_strict(&self.context)
        } else {
            program.advise(&self.context)
        };
        self.case.differences(&advice).is_empty()
    }

    fn asks(&self, wanted: impl FnMut(&Expected) -> bool) -> bool {
        self.case.expected().iter().any(wanted)
    }
}

/// Whether an expectation is met; `None` if only whole advice tells.
fn is_met(expected: &Expected, program: &Program, decision: &Decision, bounds: &Bounds) -> Option<bool> {
    let rules = program.rules();
    let id = |name: &Text| rules.find_action(name);
    let names = || expected.names.iter();
    let verdicts = |wanted| names().all(|name| id(name).and_then(|id| decision.verdict(id)) == Some(wanted));
    let have_role = |wanted: Role| {
        names().all(|name| id(name).is_some_and(|id| decision.ranked().contains(&(id, wanted))))
    };
    Some(match expected.want {
        Want::Suggests => verdicts(Verdict::Suggested),
        Want::Avoids => verdicts(Verdict::Avoided),
        Want::Silent => verdicts(Verdict::Silent),
        Want::Depends => verdicts(Verdict::Depends),
        Want::Leads => have_role(Role::Lead),
        Want::Spares => have_role(Role::Spare),
        Want::Disputed | Want::Undisputed => {
            let disputed =
                |name| id(name).and_then(|id| program.stand(id, bounds)).map(|stand| stand.disputed);
            names().all(|name| disputed(name) == Some(expected.want == Want::Disputed))
        }
        Want::Reasons => names().all(|name| {
            let rule = rules.find_rule(name).and_then(|id| rules.rule(id));
            rule.is_some_and(|rule| program.reasons(rule.action, bounds).iter().any(|one| one.id == *name))
        }),
        Want::First => decision.ranked().first().map(|(action, _)| *action) == names().next().and_then(id),
        Want::Order => {
            let wanted: Vec<ActionId> = names().filter_map(id).collect();
            let listed = decision.ranked().iter().map(|(action, _)| *action);
            listed.filter(|action| wanted.contains(action)).collect::<Vec<_>>() == wanted
        }
        _ => return None,
    })
}
