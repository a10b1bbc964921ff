//! What would change it.

use std::collections::BTreeSet;

use closer_core::{Against, ChangeSet, Counterfactual, Goal, Possibility};

use super::Item;
use super::teller::{GLANCE, Teller};
use crate::words::clean;

/// What there is to say about one goal.
#[derive(Clone, Copy)]
struct Phrases {
    /// Opens the changes that reach it.
    reached: &'static str,
    /// Where nothing reaches it.
    never: &'static str,
}

const SUGGESTED: Phrases =
    Phrases { reached: "Do it if {}", never: "Nothing you could tell makes it a suggestion." };
const FIRST: Phrases =
    Phrases { reached: "It matters most if {}", never: "Something else always matters more." };
const AT_ONCE: Phrases = Phrases { reached: "Do it above all else if {}", never: SUGGESTED.never };
const AVOIDED: Phrases =
    Phrases { reached: "Leave it alone if {}", never: "Nothing you could tell speaks against it." };
const COUNTS: Phrases = Phrases { reached: "It counts if {}", never: "It can never count." };

impl Teller<'_> {
    /// What would make an action suggested, first or avoided, but for what was said before. What is known of the facts in `named`
    /// was said before, too.
    pub(super) fn changes(&self, action: &str, but: &[Goal], named: &BTreeSet<String>) -> Vec<Item> {
        let wanted = |goal| (!but.contains(&goal)).then(|| self.known.changes_for(action, goal)).flatten();
        let (suggested, mut first) = (wanted(Goal::Suggested), wanted(Goal::First));
        let mut phrases = SUGGESTED;
        if let Some(found) = &suggested
            && (first == suggested || found.answer == Possibility::Impossible)
        {
            // What can never be suggested never comes first, and what comes first at once is said once.
            first = None;
            phrases = AT_ONCE;
        }
        let all = [(suggested, phrases), (first, FIRST), (wanted(Goal::Avoided), AVOIDED)];
        all.iter().filter_map(|(found, phrases)| self.change(found.as_ref()?, *phrases, named)).collect()
    }

    /// What would make a rule hold.
    pub(super) fn changes_for_rule(&self, rule: &str, named: &BTreeSet<String>) -> Vec<Item> {
        let found = self.known.changes_for_rule(rule);
        found.iter().filter_map(|found| self.change(found, COUNTS, named)).collect()
    }

    fn change(&self, found: &Counterfactual, phrases: Phrases, named: &BTreeSet<String>) -> Option<Item> {
        match found.answer {
            Possibility::Already => None,
            Possibility::Impossible => Some(Item::Line(self.language.say(phrases.never).to_owned())),
            Possibility::Undecided => Some(Item::Line(self.undecided(found, phrases))),
            Possibility::Possible => Some(Item::Ways(self.ways(&found.sets, phrases, named))),
        }
    }

    fn ways(&self, sets: &[ChangeSet], phrases: Phrases, named: &BTreeSet<String>) -> Vec<String> {
        let mut opening = phrases.reached;
        let mut ways = Vec::new();
        for set in sets.iter().take(GLANCE) {
            ways.push(self.language.fill(opening, &[&self.set(set, named)]));
            opening = "or if {}";
        }
        let left = sets.len().saturating_sub(GLANCE);
        if left > 0 {
            let left = self.language.count(left, "other way", "other ways");
            ways.push(self.language.fill("or in {}", &[&left]));
        }
        ways
    }

    fn set(&self, set: &ChangeSet, named: &BTreeSet<String>) -> String {
        let against = |what: Against| -> Vec<String> {
            let changes = set.changes.iter().filter(|it| it.against == what && !named.contains(&*it.fact));
            changes.filter_map(|it| it.given_words.as_deref()).map(clean).collect()
        };
        let given = self.given_in_words(&against(Against::Said), &against(Against::Assumption));
        [clean(&set.words), given].join(" ").trim_end().to_owned()
    }

    fn undecided(&self, found: &Counterfactual, phrases: Phrases) -> String {
        let what = self.language.fill(phrases.reached, &["…"]);
        match found.fewest {
            Some(fewest) if fewest > 1 => self.language.fill(
                "{}: too much to work out, for it takes {} changes or more.",
                &[&what, &fewest.to_string()],
            ),
            _ => self.language.fill("{}: too much to work out.", &[&what]),
        }
    }
}

/// Whether there is one way only, by facts that have been spoken of.
pub(super) fn says_no_more_than(found: &Counterfactual, named: &BTreeSet<String>) -> bool {
    let [only] = found.sets.as_slice() else { return false };
    only.changes.iter().all(|change| named.contains(&*change.fact))
}
