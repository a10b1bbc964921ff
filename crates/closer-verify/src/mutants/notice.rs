//! Do the tests notice?

use closer_core::model::{Action, ActionId, Context, Edit, RuleId, RuleSet, Test, Text};
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
    action: &'e Action,
    number: ActionId,
    /// Where the rule was true, and where it is now.
    before: &'e Region,
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
            let mut bounds = context.bounds().clone();
            if !case.is_strict() {
                for fact in vocabulary.facts().iter().filter(|fact| context.said(fact.id).is_none()) {
                    if let Some(assume) = &fact.assume {
                        let _narrowed = bounds.narrow(fact.id.dim(), assume.allowed.positions(fact));
                    }
                }
            }
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
                // What the rules say of one action decides about no test in which they say the same.
                let moved = |watcher: &&&Watcher<'_>| {
                    watcher.stand(program, reach.number)
                        != watcher.stands.get(reach.number.index()).copied().flatten()
                };
                let quick = touched.iter().filter(moved).find(|watcher| !watcher.passes_quickly(program));
                let slow = || {
                    let mut asked = touched.iter().filter(|watcher| watcher.asks_for_more(&reach));
                    asked.find(|watcher| !watcher.passes_slowly(program))
                };
                quick.or_else(slow).copied()
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
        let (rule, is_there): (RuleId, bool) = match edit {
            Edit::Remove(rule) => (*rule, false),
            Edit::When(rule, _) | Edit::Polarity(rule, _) | Edit::Weight(rule, _) => (*rule, true),
            _ => return None,
        };
        let before = self.rules.rule(rule)?;
        // A rule that speaks with another voice changes something wherever it is true.
        let after = match edit {
            Edit::When(..) if is_there => Some(edited.rules().rule(rule)?.region()),
            _ => None,
        };
        let action = self.rules.action(before.action)?;
        Some(Reach { action, number: before.action, before: before.region(), after })
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

    /// Whether it expects something that a bare decision does not tell, and that may be otherwise.
    fn asks_for_more(&self, reach: &Reach<'_>) -> bool {
        self.case.expected().iter().any(|expected| match expected.want {
            Want::Disputed | Want::Undisputed => expected.names.contains(&reach.action.id),
            Want::Reasons | Want::NextQuestion => true,
            _ => false,
        })
    }

    fn stand(&self, program: &Program, action: ActionId) -> Option<Stand> {
        if self.case.is_strict() {
            program.decide_one_strict(&self.context, action)
        } else {
            program.decide_one(&self.context, action)
        }
    }

    fn decide(&self, program: &Program) -> Decision {
        if self.case.is_strict() {
            program.decide_strict(&self.context)
        } else {
            program.decide(&self.context)
        }
    }

    fn passes(&self, program: &Program) -> bool {
        self.passes_quickly(program) && self.passes_slowly(program)
    }

    /// As far as verdicts, places and roles go.
    fn passes_quickly(&self, program: &Program) -> bool {
        let decision = self.decide(program);
        self.case
            .expected()
            .iter()
            .all(|expected| is_met(expected, program.rules(), &decision).unwrap_or(true))
    }

    /// As far as reasons, disputes and the next question go.
    fn passes_slowly(&self, program: &Program) -> bool {
        let slow = |expected: &Expected| {
            matches!(expected.want, Want::Disputed | Want::Undisputed | Want::Reasons | Want::NextQuestion)
        };
        if !self.case.expected().iter().any(slow) {
            return true;
        }
        let advice = if self.case.is_strict() {
            program.advise_strict(&self.context)
        } else {
            program.advise(&self.context)
        };
        self.case.differences(&advice).is_empty()
    }
}

/// Whether an expectation is met; `None` if a bare decision does not tell.
pub(super) fn is_met(expected: &Expected, rules: &RuleSet, decision: &Decision) -> Option<bool> {
    let id = |name: &Text| rules.find_action(name);
    let names = || expected.names.iter();
    let verdicts = |wanted| names().all(|name| id(name).and_then(|id| decision.verdict(id)) == Some(wanted));
    let role = |name: &Text| {
        let of = id(name)?;
        decision.ranked().iter().find(|(action, _)| *action == of).map(|(_, role)| *role)
    };
    let have_role = |wanted| names().all(|name| role(name) == Some(wanted));
    Some(match expected.want {
        Want::Suggests => verdicts(Verdict::Suggested),
        Want::Avoids => verdicts(Verdict::Avoided),
        Want::Silent => verdicts(Verdict::Silent),
        Want::Depends => verdicts(Verdict::Depends),
        Want::Leads => have_role(Role::Lead),
        Want::Spares => have_role(Role::Spare),
        Want::First => decision.ranked().first().map(|(action, _)| *action) == names().next().and_then(id),
        Want::Order => {
            let wanted: Vec<ActionId> = names().filter_map(id).collect();
            let listed = decision.ranked().iter().map(|(action, _)| *action);
            listed.filter(|action| wanted.contains(action)).collect::<Vec<_>>() == wanted
        }
        _ => return None,
    })
}
