//! An account of one action.

use std::collections::BTreeSet;

use closer_core::model::Polarity;
use closer_core::space::Status;
use closer_core::{
    Advice, Assumed, Depends, Dispute, Explanation, Goal, Possibility, RuleCheck, Suggested, Verdict,
};

use super::changes::says_no_more_than;
use super::teller::{GLANCE, Teller};
use super::{Account, Item};
use crate::words::{clean, sentence};

/// An account in the making.
struct Draft<'a> {
    explanation: &'a Explanation,
    advice: &'a Advice,
    account: Account,
    /// The facts of which it has been said what is known.
    named: BTreeSet<String>,
    /// The goals that are reached, or of which enough has been said.
    but: Vec<Goal>,
}

impl Teller<'_> {
    /// Why an action came out as it did, who disagrees, and what would change it.
    pub(crate) fn action(&self, id: &str) -> Option<Account> {
        let (action, explanation) = (self.action_of(id)?, self.known.explain(id)?);
        let account = Account {
            title: clean(&action.title),
            say: action.say.as_deref().map(|say| self.language.spoken(&clean(say))),
            ids: self.ids(&explanation),
            ..Account::default()
        };
        let advice = self.known.advice();
        let (explanation, advice) = (&explanation, &advice);
        let mut draft = Draft { explanation, advice, account, named: BTreeSet::new(), but: Vec::new() };
        match explanation.verdict {
            Verdict::Suggested => self.suggested(&mut draft),
            Verdict::Avoided => self.avoided(&mut draft),
            Verdict::Depends => self.depends(&mut draft),
            Verdict::Silent => self.silent(&mut draft),
        }
        let Draft { mut account, named, but, .. } = draft;
        account.add(self.language.say("What would change it"), self.changes(id, &but, &named));
        Some(account)
    }

    /// "ask-for-card · decided by no-card-in-an-ordinary-interview".
    fn ids(&self, explanation: &Explanation) -> String {
        let deciding = explanation.rules.iter().filter(|rule| rule.decides);
        let deciding = deciding.map(|rule| clean(&rule.rule)).collect::<Vec<_>>().join(", ");
        let id = clean(&explanation.action);
        if deciding.is_empty() { id } else { self.language.fill("{} · decided by {}", &[&id, &deciding]) }
    }

    fn suggested(&self, draft: &mut Draft<'_>) {
        let mut listed = draft.advice.suggested.iter();
        let Some(it) = listed.find(|it| it.action == draft.explanation.action) else { return };
        draft.account.verdict.push(self.place(it, draft.advice));
        self.why(draft);
        self.disputes(&it.disputes, None, &mut draft.account);
        draft.but.push(Goal::Suggested);
    }

    /// How it stands among all that is suggested.
    fn place(&self, it: &Suggested, advice: &Advice) -> String {
        match advice.leading().position(|lead| lead.action == it.action) {
            Some(0) => self.language.say("It matters most of all on your list.").to_owned(),
            Some(at) => self
                .language
                .fill("It is on your list, number {} in importance.", &[&at.saturating_add(1).to_string()]),
            None => match self.displaced_by(it, advice) {
                Some(lead) => {
                    let title = self.language.spoken(&clean(&lead.title));
                    self.language.fill("A good alternative: {} comes before it.", &[&title])
                }
                None => self.language.say("A good alternative.").to_owned(),
            },
        }
    }

    /// What leads in place of a spare: the best of its group, or something that it may not lead with.
    fn displaced_by<'b>(&self, it: &Suggested, advice: &'b Advice) -> Option<&'b Suggested> {
        let action = self.action_of(&it.action)?;
        let apart = |lead: &&Suggested| {
            self.known
                .rules()
                .find_action(&lead.action)
                .is_some_and(|lead| action.never_with().contains(&lead))
        };
        let of_group = advice.leading().find(|lead| it.group.is_some() && lead.group == it.group);
        of_group.or_else(|| advice.leading().find(apart))
    }

    fn avoided(&self, draft: &mut Draft<'_>) {
        let mut listed = draft.advice.avoided.iter();
        let Some(it) = listed.find(|it| it.action == draft.explanation.action) else { return };
        draft.account.verdict.push(self.language.say("Better left alone.").to_owned());
        draft.account.verdict.extend(it.instead.as_deref().map(|instead| sentence(&clean(instead))));
        self.why(draft);
        self.disputes(&it.disputes, Some(Polarity::Avoid), &mut draft.account);
    }

    /// The reasons of the rules that decide, and what they rest on.
    fn why(&self, draft: &mut Draft<'_>) {
        let deciding: Vec<&RuleCheck> = draft.explanation.rules.iter().filter(|rule| rule.decides).collect();
        let mut items = self.reasons(&deciding);
        items.extend(self.rests_on(&deciding, &mut draft.named));
        let action = &draft.explanation.action;
        let matters = |it: &&Assumed| it.without.iter().any(|change| change.action == *action);
        let mut assumed: Vec<&Assumed> = draft.advice.assumed.iter().filter(matters).collect();
        // What a person thinks of first is said first.
        let vocabulary = self.known.rules().vocabulary();
        assumed.sort_by_key(|it| !vocabulary.find(&it.fact).is_some_and(|fact| fact.ask_first));
        let words: Vec<String> = assumed.iter().take(GLANCE).map(|it| clean(&it.words)).collect();
        draft.named.extend(assumed.iter().take(GLANCE).map(|it| it.fact.to_string()));
        items.extend(
            match assumed.len() {
                0 => None,
                1..=GLANCE => Some(self.language.fill("I assumed that {}.", &[&self.language.list(&words)])),
                _ => Some(
                    self.language.fill("I assumed that {}, and other usual things.", &[&words.join(", ")]),
                ),
            }
            .map(Item::Line),
        );
        draft.account.add(self.language.say("Why"), items);
    }

    fn depends(&self, draft: &mut Draft<'_>) {
        let mut listed = draft.advice.depends.iter();
        let Some(it) = listed.find(|it| it.action == draft.explanation.action) else { return };
        draft.account.verdict.push(self.language.say("It depends.").to_owned());
        draft.account.verdict.push(self.condition(it));
        let rules = &draft.explanation.rules;
        let may_speak = |polarity: Polarity| -> Vec<&RuleCheck> {
            rules.iter().filter(|rule| rule.polarity == polarity && rule.status != Status::Fails).collect()
        };
        let (for_it, against) = (may_speak(Polarity::Suggest), may_speak(Polarity::Avoid));
        draft.account.add(self.language.say("What may speak for it"), self.reasons(&for_it));
        draft.account.add(self.language.say("What may speak against it"), self.reasons(&against));
        // The rules of either side have just been given.
        let noted = it.disputes.iter().filter(|dispute| dispute.note.is_some());
        self.disputes(&noted.cloned().collect::<Vec<_>>(), None, &mut draft.account);
        let may_be_done = it.may_be.contains(&Verdict::Suggested);
        draft.but.push(if may_be_done { Goal::Suggested } else { Goal::Avoided });
    }

    /// What it hangs on, of what is not known.
    fn condition(&self, it: &Depends) -> String {
        let (opening, words) = if it.may_be.contains(&Verdict::Suggested) {
            ("Do it only if {}.", &it.only_if_words)
        } else {
            ("Leave it alone if {}.", &it.avoid_if_words)
        };
        match words {
            Some(words) => self.language.fill(opening, &[&clean(words)]),
            None => sentence(self.language.say("it hangs on more than can be said in a line")),
        }
    }

    /// The rule that comes nearest to speaking for it, and what is in its way.
    fn silent(&self, draft: &mut Draft<'_>) {
        draft.account.verdict.push(self.language.say("It does not come up here.").to_owned());
        let far = |rule: &&RuleCheck| {
            let found = self.known.changes_for_rule(&rule.rule);
            found
                .filter(|it| it.answer == Possibility::Possible)
                .and_then(|it| it.fewest)
                .unwrap_or(usize::MAX)
        };
        // Rules come strongest first, and of several as near the first is taken.
        let suggesting = draft.explanation.rules.iter().filter(|rule| rule.polarity == Polarity::Suggest);
        let Some(nearest) = suggesting.min_by_key(far) else { return };
        let unmet = self.unmet(nearest, &mut draft.named);
        draft.account.add(self.language.say("It comes up if"), unmet);
        let found = self.known.changes_for(&draft.explanation.action, Goal::Suggested);
        if found.is_some_and(|found| says_no_more_than(&found, &draft.named)) {
            draft.but.push(Goal::Suggested);
        }
    }

    /// Who disagrees: where a note tells of it, the note and all sides; else the rules of either side, but for the view `given` already.
    fn disputes(&self, disputes: &[Dispute], given: Option<Polarity>, account: &mut Account) {
        let noted = disputes.iter().any(|dispute| dispute.note.is_some());
        let mut items = Vec::new();
        for dispute in disputes.iter().filter(|dispute| dispute.note.is_some() || !noted) {
            items.extend(dispute.note.as_deref().map(|note| Item::Line(sentence(&clean(note)))));
            let sides = dispute.sides.iter().filter(|side| side.view.is_none() || side.view != given);
            items.extend(sides.map(|side| self.view(side)));
        }
        account.add(self.language.say("Sources differ"), items);
    }
}
