//! What files of tests may say: the only place to add to when tests learn something new.

use closer_core::RuleSet;
use serde_json::{Value, json};

use super::{action, condition, list, names, table, text, truth};

/// `[[test]]`.
pub(super) fn test(rules: Option<&RuleSet>) -> Value {
    let actions = |about: &str| list(&action(rules, "The id of an action."), about);
    let reason = names(rules.map(|rules| rules.rules().iter().map(|rule| &*rule.id)), "The id of a rule.");
    let facts = rules.map(|rules| rules.vocabulary().facts().iter().map(|fact| &*fact.name).chain([""]));
    let question = match facts {
        Some(facts) => names(Some(facts), "The fact to ask for next; empty for none."),
        None => json!({ "type": "string", "description": "The fact to ask for next; empty for none." }),
    };
    table(
        "A case with what is advised in it.",
        [
            ("name", text("What the test shows, as a sentence.")),
            ("given", condition::given(rules)),
            ("suggests", actions("Suggested, in any place.")),
            ("leads", actions("Suggested, and not a spare.")),
            ("spares", actions("Suggested, and a spare.")),
            ("avoids", actions("Avoided.")),
            ("silent", actions("Neither suggested nor avoided.")),
            ("depends", actions("Not settled by what is known.")),
            ("first", action(rules, "The top of the list.")),
            ("order", actions("Suggested, and in this order among themselves.")),
            ("disputed", actions("Disputed.")),
            ("undisputed", actions("Not disputed.")),
            ("reasons", list(&reason, "Rules that must be among those behind a verdict.")),
            ("next_question", question),
            ("strict", truth("Make no assumptions.")),
        ],
        &["name"],
    )
}
