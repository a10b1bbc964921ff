//! An account of one rule.

use std::collections::BTreeSet;

use closer_core::model::Polarity;
use closer_core::space::Status;
use closer_core::{RuleExplanation, Verdict};

use super::changes::says_no_more_than;
use super::teller::Teller;
use super::{Account, Item, Mark};
use crate::words::{clean, sentence};

impl Teller<'_> {
    /// Whether a rule counts, what is missing, and what overrules it.
    pub(crate) fn rule(&self, id: &str) -> Option<Account> {
        let it = self.known.explain_rule(id)?;
        let for_it = it.check.polarity == Polarity::Suggest;
        let kind = if for_it { "A reason to do it: {}" } else { "A reason to leave it alone: {}" };
        let mut account = Account {
            title: self.title(&it.action),
            by: self.voices(&it.check.sources),
            say: Some(self.language.fill(kind, &[&sentence(&clean(&it.check.because))])),
            ids: self.language.fill(
                "{} · for {}, weight {} of 100",
                &[&clean(&it.check.rule), &clean(&it.action), &it.check.weight.to_string()],
            ),
            ..Account::default()
        };
        account.verdict.push(self.standing(&it));
        let mut named = BTreeSet::new();
        account.add(self.language.say("It counts only if"), self.asked(&it, &mut named));
        let overruled = if it.beaten == Status::Holds { "What overrules it" } else { "What may overrule it" };
        let against: Vec<Item> =
            it.beaten_by.iter().map(|side| self.said(&side.says, &side.sources)).collect();
        account.add(self.language.say(overruled), against);
        let found = self.known.changes_for_rule(id);
        if it.check.status == Status::Fails && !found.is_some_and(|found| says_no_more_than(&found, &named)) {
            account.add(self.language.say("What would change it"), self.changes_for_rule(id, &named));
        }
        Some(account)
    }

    fn standing(&self, it: &RuleExplanation) -> String {
        let decides = it.check.decides;
        let standing = match (it.check.status, it.beaten, it.verdict) {
            (Status::Fails, ..) => "It does not count here.",
            (Status::Open, ..) if decides => {
                "It may count here; whichever way, others carry the advice with it."
            }
            (Status::Open, ..) => "It may count here: that hangs on what you have not told.",
            (Status::Holds, Status::Holds, _) => {
                "It counts here, but something else speaks against it, and that wins."
            }
            (Status::Holds, Status::Open, Verdict::Depends) => {
                "It counts here, unless something else speaks against it."
            }
            (Status::Holds, ..) => "It counts here, and the advice rests on it.",
        };
        self.language.say(standing).to_owned()
    }

    /// What is not so comes first, then what was told; what is merely as usual is only counted.
    fn asked(&self, it: &RuleExplanation, named: &mut BTreeSet<String>) -> Vec<Item> {
        let mut items = self.unmet(&it.check, named);
        let mut usual = 0_usize;
        for one in it.check.requirements(self.known.rules().words()) {
            if one.status != Status::Holds {
                continue;
            }
            if one.tests.iter().any(|test| !test.assumed && self.given(test).is_some()) {
                items.push(Item::Asked { mark: Mark::Yes, text: clean(&one.words) });
            } else if one.tests.iter().any(|test| test.assumed) {
                usual = usual.saturating_add(1);
            }
        }
        if usual > 0 {
            let usual = self.language.count(
                usual,
                "thing that I took to be as usual",
                "things that I took to be as usual",
            );
            items.push(Item::Asked { mark: Mark::Yes, text: usual });
        }
        items
    }
}
