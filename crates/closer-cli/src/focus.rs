//! One action or one rule, found by its id.

use closer_core::RuleSet;
use closer_core::model::{ActionId, RuleId};

use crate::failure::Failure;
use crate::language::Language;
use crate::words::clean;

/// The one thing that is asked about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Focus {
    Action(ActionId),
    Rule(RuleId),
}

impl Focus {
    /// The action or the rule with this id; an action where both have it. Where neither has, `tip` is said unless some id is near.
    pub(crate) fn find(
        rules: &RuleSet,
        id: &str,
        language: Language,
        tip: &'static str,
    ) -> Result<Self, Failure> {
        if let Some(action) = rules.find_action(id) {
            return Ok(Self::Action(action));
        }
        if let Some(rule) = rules.find_rule(id) {
            return Ok(Self::Rule(rule));
        }
        let message = language.fill("there is no rule or action `{}`", &[&clean(id)]);
        let actions = rules.actions().iter().map(|action| &*action.id);
        let ids = actions.chain(rules.rules().iter().map(|rule| &*rule.id));
        let distance = |known: &&str| strsim::damerau_levenshtein(id, known);
        let near = ids.min_by_key(distance).filter(|known| distance(known) <= known.len().div_euclid(3));
        Err(match near {
            Some(near) => Failure::with_tip(message, language.fill("did you mean `{}`?", &[near])),
            None => Failure::with_tip(message, language.say(tip)),
        })
    }
}
