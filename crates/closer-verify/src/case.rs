//! One case: what is given, and what must come of it.

use std::sync::Arc;

use closer_core::model::{Context, RuleSet, Text};
use closer_core::sheet::{Expected, SheetTest, Want};
use closer_core::space::Bounds;
use closer_core::{Advice, Explanation, Program};

use crate::Given;

/// A test, or one of the many that a test with a matrix stands for.
#[derive(Debug, Clone)]
pub struct Case {
    pub(crate) name: Text,
    pub(crate) file: Text,
    pub(crate) line: usize,
    pub(crate) test: Arc<SheetTest>,
    pub(crate) context: Context,
    pub(crate) given: Vec<Given>,
}

impl Case {
    /// The test's name, and in brackets what tells this case from its others.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of its name, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The test as it is written; cases of one test share it.
    #[must_use]
    pub fn test(&self) -> &SheetTest {
        &self.test
    }

    /// What is known.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// What is given, as it was written and in words.
    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// Whether nothing is taken for granted.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.test.strict
    }

    /// What it expects.
    #[must_use]
    pub fn expected(&self) -> &[Expected] {
        &self.test.expected
    }

    /// The actions of which it expects something, by id; an action can come more than once.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.names(Want::is_of_actions)
    }

    /// The rules that it wants as reasons, by id.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.names(|want| want == Want::Reasons)
    }

    fn names(&self, of: impl Fn(Want) -> bool) -> impl Iterator<Item = &str> {
        let expected = self.test.expected.iter().filter(move |expected| of(expected.want));
        expected.flat_map(|expected| &expected.names).map(|name| &**name)
    }

    /// The worlds that it is about where this much is known, by what these rules take for granted.
    pub(crate) fn worlds(&self, context: &Context, rules: &RuleSet) -> Bounds {
        let mut bounds = context.bounds().clone();
        if !self.is_strict() {
            for fact in rules.vocabulary().facts() {
                if let (Some(assume), None) = (&fact.assume, context.said(fact.id)) {
                    let _narrowed = bounds.narrow(fact.id.dim(), assume.allowed.positions(fact));
                }
            }
        }
        bounds
    }

    /// The advice in this case.
    pub fn advise(&self, program: &Program) -> Advice {
        if self.is_strict() { program.advise_strict(&self.context) } else { program.advise(&self.context) }
    }

    /// Why an action has its verdict in this case; `None` for an id that is not of the pack.
    #[must_use]
    pub fn explain(&self, program: &Program, action: &str) -> Option<Explanation> {
        if self.is_strict() {
            program.explain_strict(&self.context, action)
        } else {
            program.explain(&self.context, action)
        }
    }
}
