//! Turns of phrase that accounts of actions and of rules share.

use std::collections::BTreeSet;

use closer_core::model::{Action, Allowed, Citation, Polarity, Wanted};
use closer_core::space::Status;
use closer_core::{DisputeSide, RuleCheck, TestCheck};

use super::{Item, Mark};
use crate::known::Known;
use crate::language::Language;
use crate::words::{clean, sentence};

/// How many reasons are given in full.
pub(super) const GLANCE: usize = 3;

/// Tells why, in one language, from what is known of one interview.
pub(crate) struct Teller<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) language: Language,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(known: &'a Known<'a>, language: Language) -> Self {
        Self { known, language }
    }

    pub(super) fn title(&self, action: &str) -> String {
        self.action_of(action).map_or_else(|| clean(action), |action| clean(&action.title))
    }

    pub(super) fn action_of(&self, id: &str) -> Option<&'a Action> {
        let rules = self.known.rules();
        rules.action(rules.find_action(id)?)
    }

    /// Who says something, by the titles of their articles.
    pub(super) fn voices(&self, citations: &[Citation]) -> String {
        let mut voices: Vec<String> = Vec::new();
        for citation in citations {
            let Some(source) = self.known.rules().source(citation.source) else { continue };
            let voice = if source.editorial {
                self.language.say("our own view").to_owned()
            } else {
                self.language.spoken(&clean(&source.title))
            };
            if !voices.contains(&voice) {
                voices.push(voice);
            }
        }
        voices.join("; ")
    }

    /// A view, and who holds it.
    pub(super) fn said(&self, says: &str, sources: &[Citation]) -> Item {
        Item::Said { text: sentence(&clean(says)), by: self.voices(sources) }
    }

    /// The first few reasons, and how many more there are.
    pub(super) fn reasons(&self, rules: &[&RuleCheck]) -> Vec<Item> {
        let mut items: Vec<Item> =
            rules.iter().take(GLANCE).map(|rule| self.said(&rule.because, &rule.sources)).collect();
        let left = rules.len().saturating_sub(GLANCE);
        if left > 0 {
            let left = self.language.count(left, "more reason like these", "more reasons like these");
            items.push(Item::Line(self.language.fill("And {}.", &[&left])));
        }
        items
    }

    /// A view, and who holds it; where it is a rule's, opened by whether it is for or against.
    pub(super) fn view(&self, side: &DisputeSide) -> Item {
        let says = sentence(&clean(&side.says));
        match side.view {
            Some(Polarity::Suggest) => self.said(&self.language.fill("For it: {}", &[&says]), &side.sources),
            Some(Polarity::Avoid) => {
                self.said(&self.language.fill("Against it: {}", &[&says]), &side.sources)
            }
            None => self.said(&says, &side.sources),
        }
    }

    /// What was told of the facts that these rules look at, where it is as they ask; the facts are added to `named`.
    pub(super) fn rests_on(&self, rules: &[&RuleCheck], named: &mut BTreeSet<String>) -> Option<Item> {
        let words = self.known.rules().words();
        let mut told: Vec<String> = Vec::new();
        for rule in rules.iter().take(GLANCE) {
            let met = rule.requirements(words).into_iter().filter(|one| one.status == Status::Holds);
            for test in met.flat_map(|one| one.tests).filter(|test| !test.assumed) {
                let Some(given) = self.given(test) else { continue };
                if named.insert(test.fact.to_string()) {
                    told.push(given);
                }
            }
        }
        let told = self.language.list(&told);
        (!told.is_empty()).then(|| Item::Line(self.language.fill("It rests on what you told: {}.", &[&told])))
    }

    /// What a rule asks for and is not so, or not known to be; every fact that is named here is added to `named`.
    pub(super) fn unmet(&self, rule: &RuleCheck, named: &mut BTreeSet<String>) -> Vec<Item> {
        let asked = rule.requirements(self.known.rules().words());
        let unmet = asked.into_iter().filter(|one| one.status != Status::Holds);
        unmet
            .map(|one| {
                named.extend(one.tests.iter().map(|test| test.fact.to_string()));
                let given = self.given_of(&one.tests);
                Item::Asked {
                    mark: if one.status == Status::Fails { Mark::No } else { Mark::Open },
                    text: [clean(&one.words), given].join(" ").trim_end().to_owned(),
                }
            })
            .collect()
    }

    /// What is known of a test's fact, in words; nothing where it was merely said to be unknown.
    pub(super) fn given(&self, test: &TestCheck) -> Option<String> {
        let fact = self.known.rules().vocabulary().find(&test.fact)?;
        let anything = Wanted::shortest(&Allowed::from_positions(fact.all(), fact), fact);
        test.given_words.as_deref().filter(|_| test.given != Some(anything)).map(clean)
    }

    /// "(you said that …)", "(I assumed that …)"; empty where nothing is known.
    fn given_of(&self, tests: &[&TestCheck]) -> String {
        let given = |assumed: bool| -> Vec<String> {
            let of = tests.iter().filter(|test| test.assumed == assumed);
            of.filter_map(|test| self.given(test)).collect()
        };
        self.given_in_words(&given(false), &given(true))
    }

    /// What was said and what was assumed, in one pair of brackets.
    pub(super) fn given_in_words(&self, said: &[String], assumed: &[String]) -> String {
        let mut parts = Vec::new();
        for (words, opening) in [(said, "you said that {}"), (assumed, "I assumed that {}")] {
            let mut once: Vec<String> = Vec::new();
            for words in words {
                if !once.contains(words) {
                    once.push(words.clone());
                }
            }
            if !once.is_empty() {
                parts.push(self.language.fill(opening, &[&self.language.list(&once)]));
            }
        }
        if parts.is_empty() { String::new() } else { format!("({})", parts.join("; ")) }
    }
}
