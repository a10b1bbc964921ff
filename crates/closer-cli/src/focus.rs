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
        let tip = match (near, speaking_of(rules, id).as_slice()) {
            (Some(near), _) => language.fill("did you mean `{}`?", &[near]),
            (None, []) => language.say(tip).to_owned(),
            (None, [one]) => language.fill("this comes near: {}", &[one]),
            (None, several) => {
                language.fill("these come near:{}", &[&format!("\n    {}", several.join("\n    "))])
            }
        };
        Err(Failure::told_in(language, message, tip))
    }
}

/// The actions, or else the rules, in whose words all of these stand: people know the words of an advice, not its id.
fn speaking_of(rules: &RuleSet, words: &str) -> Vec<String> {
    /// More would not be read.
    const MOST: usize = 8;
    let words = words.to_lowercase();
    let wanted: Vec<&str> = words.split_whitespace().collect();
    let holds_all =
        |said: &str| !wanted.is_empty() && wanted.iter().all(|word| said.to_lowercase().contains(word));
    let shown = |id: &str, words: &str| format!("`{id}` ({})", clean(words));
    let by_title = rules.actions().iter().filter(|it| holds_all(&format!("{} {}", it.id, it.title)));
    let by_line = rules.actions().iter().filter(|it| it.say.as_deref().is_some_and(holds_all));
    let by_reason = rules.rules().iter().filter(|it| holds_all(&format!("{} {}", it.id, it.because)));
    let mut found: Vec<String> = by_title.take(MOST).map(|it| shown(&it.id, &it.title)).collect();
    if found.is_empty() {
        found.extend(by_line.take(MOST).map(|it| shown(&it.id, &it.title)));
    }
    if found.is_empty() {
        found.extend(by_reason.take(MOST).map(|it| shown(&it.id, &it.because)));
    }
    found
}
