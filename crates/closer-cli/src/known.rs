//! What is known of one interview, and all that follows from it.

use closer_core::{Advice, Context, Counterfactual, Explanation, Goal, Program, RuleExplanation, RuleSet};

/// What is known of one interview, and the program to put it to.
pub(crate) struct Known<'a> {
    program: &'a Program,
    context: Context,
    /// Nothing is taken for granted.
    strict: bool,
}

impl<'a> Known<'a> {
    pub(crate) fn new(program: &'a Program, context: Context, strict: bool) -> Self {
        Self { program, context, strict }
    }

    pub(crate) fn rules(&self) -> &'a RuleSet {
        self.program.rules()
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    pub(crate) fn advice(&self) -> Advice {
        if self.strict {
            self.program.advise_strict(&self.context)
        } else {
            self.program.advise(&self.context)
        }
    }

    pub(crate) fn explain(&self, action: &str) -> Option<Explanation> {
        if self.strict {
            self.program.explain_strict(&self.context, action)
        } else {
            self.program.explain(&self.context, action)
        }
    }

    pub(crate) fn explain_rule(&self, rule: &str) -> Option<RuleExplanation> {
        if self.strict {
            self.program.explain_rule_strict(&self.context, rule)
        } else {
            self.program.explain_rule(&self.context, rule)
        }
    }

    pub(crate) fn changes_for(&self, action: &str, goal: Goal) -> Option<Counterfactual> {
        if self.strict {
            self.program.changes_for_strict(&self.context, action, goal)
        } else {
            self.program.changes_for(&self.context, action, goal)
        }
    }

    pub(crate) fn changes_for_rule(&self, rule: &str) -> Option<Counterfactual> {
        if self.strict {
            self.program.changes_for_rule_strict(&self.context, rule)
        } else {
            self.program.changes_for_rule(&self.context, rule)
        }
    }
}
