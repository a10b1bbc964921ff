//! Makes packs and contexts that fit together out of random numbers.

use std::collections::BTreeSet;

use super::context::{Context, Meaning, Said};
use super::pack::{
    Action, Bounds, Citation, Condition, Disagreement, Fact, Group, Kind, Moment, Pack, Rule, Source, Test,
    View,
};
use super::random::{RawCondition, RawFact, RawPack, RawTest};

/// The product of all facts is kept below this.
const MOST_WORLDS: usize = 300;

/// A context of this pack: of most facts nothing is said, of some it is said that they are unknown.
pub(crate) fn fit_context(pack: &Pack, raw: &[(u8, RawTest)], strict: bool) -> Context {
    let said = pack.facts.iter().zip(raw).map(|(fact, (kind, test))| match kind {
        0..=4 => Said::Nothing,
        5 => Said::Unknown,
        _ => Said::Is(fit_test(fact, test)),
    });
    Context { said: said.collect(), strict }
}

fn pick(number: u8, count: usize) -> usize {
    usize::from(number) % count
}

/// Names whose order has nothing to do with the order of the list.
fn name(start: &str, letter: u8, at: usize) -> String {
    format!("{start}{}{at}", char::from(b'a' + letter))
}

fn fit_fact(raw: &RawFact, at: usize, room: usize) -> Fact {
    let size = |most: u8| usize::from(raw.size).min(room).clamp(2, usize::from(most));
    let names = || ["mid", "low", "top", "far"].iter().take(size(4)).map(|&name| name.to_owned()).collect();
    let kind = match raw.kind {
        0 => Kind::Bool,
        1 => Kind::Values(names()),
        2 => Kind::Ordered(names()),
        _ => Kind::Range(
            i64::from(raw.letter) - 3,
            i64::from(raw.letter) - 4 + i64::try_from(size(9)).unwrap(),
        ),
    };
    let mut fact = Fact {
        name: name("fact-", raw.letter, at),
        kind,
        assume: None,
        ask_first: raw.ask_first,
        ask_when: None,
        flags: Vec::new(),
    };
    fact.assume = raw.assume.as_ref().map(|test| fit_test(&fact, test));
    let flag = |test| (format!("flag-{at}"), fit_test(&fact, test));
    fact.flags = raw.flags.iter().map(flag).collect();
    fact
}

/// A test that some value passes.
fn fit_test(fact: &Fact, raw: &RawTest) -> Test {
    let mut several: Vec<usize> = Vec::new();
    for number in &raw.picks {
        let value = pick(*number, fact.size());
        if !several.contains(&value) {
            several.push(value);
        }
    }
    let one = several[0];
    let other = pick(raw.picks[raw.picks.len() - 1], fact.size());
    let or_one = |test: Test| if fact.values_of(&test).is_empty() { Test::Is(one) } else { test };
    let bounds = match raw.form {
        _ if !fact.is_ordered() => Test::one_of(several.clone()),
        form => or_one(Test::Bounds(match form % 5 {
            0 => Bounds { at_least: Some(one), ..Bounds::default() },
            1 => Bounds { at_most: Some(one), ..Bounds::default() },
            2 => Bounds { more_than: Some(one), ..Bounds::default() },
            3 => Bounds { less_than: Some(one), at_least: Some(other), ..Bounds::default() },
            _ => Bounds { more_than: Some(one), at_most: Some(other), ..Bounds::default() },
        })),
    };
    or_one(match raw.form {
        0..=3 => Test::Is(one),
        4 | 5 => Test::one_of(several),
        6 => Test::not(Test::Is(one)),
        7 => Test::not(Test::one_of(several)),
        8 => Test::not(bounds),
        9 => Test::AnyOf(vec![bounds, Test::not(Test::Is(one))]),
        10 => Test::AnyOf(vec![Test::Is(other), bounds]),
        _ => bounds,
    })
}

fn fit_condition(facts: &[Fact], raw: &RawCondition) -> Condition {
    let mut fitted = Condition::default();
    for (fact, test) in &raw.tests {
        let fact = pick(*fact, facts.len());
        if fitted.tests.iter().all(|(taken, _)| *taken != fact) {
            fitted.tests.push((fact, fit_test(&facts[fact], test)));
        }
    }
    let parts = |parts: &Vec<RawCondition>| parts.iter().map(|part| fit_condition(facts, part)).collect();
    fitted.all = raw.all.as_ref().map(parts);
    fitted.any = raw.any.as_ref().map(parts);
    fitted.not = raw.not.as_ref().map(|part| Box::new(fit_condition(facts, part)));
    fitted
}

impl RawPack {
    pub(super) fn fit_together(self) -> Pack {
        let mut facts: Vec<Fact> = Vec::new();
        let mut worlds = 1;
        for (at, raw) in self.facts.iter().enumerate() {
            let later = u32::try_from(self.facts.len() - at - 1).unwrap();
            let room = MOST_WORLDS / worlds / 2_usize.pow(later);
            facts.push(fit_fact(raw, at, room));
            worlds *= facts[at].size();
        }
        let questions: Vec<Option<Condition>> =
            self.questions.iter().map(|raw| Some(fit_condition(&facts, raw.as_ref()?))).collect();
        for (fact, question) in facts.iter_mut().zip(questions) {
            fact.ask_when = question;
        }
        let fit = |raw: &RawCondition| fit_condition(&facts, raw);
        let source_names = ["003", "000", "editorial", "001"];
        let sources = self.editorial.iter().zip(source_names);
        let sources: Vec<Source> =
            sources.map(|(editorial, id)| Source { id: id.to_owned(), editorial: *editorial }).collect();
        let moments = self.guards.iter().enumerate().map(|(at, guard)| Moment {
            id: name("moment-", b'e' - b'a' - u8::try_from(at).unwrap(), at),
            guard: guard.as_ref().map(fit),
        });
        let moments: Vec<Moment> = moments.collect();
        let groups = self
            .groups
            .iter()
            .enumerate()
            .map(|(at, at_most)| Group { id: format!("group-{at}"), at_most: usize::from(*at_most) });
        let groups: Vec<Group> = groups.collect();
        let count = self.actions.len();
        let actions = self.actions.iter().enumerate().map(|(at, raw)| Action {
            id: name("do-", raw.letter, at),
            moment: pick(raw.moment, moments.len()),
            group: raw.group.filter(|_| !groups.is_empty()).map(|group| pick(group, groups.len())),
            never_with: raw
                .never_with
                .iter()
                .map(|other| pick(*other, count))
                .filter(|other| *other != at)
                .collect(),
            say: raw.say.then(|| format!("Line {at}, “quoted”.")),
        });
        let actions: Vec<Action> = actions.collect();
        let mut rules: Vec<Rule> = Vec::new();
        for (at, raw) in self.rules.iter().enumerate() {
            let mut rule = Rule {
                id: name("rule-", raw.letter, at),
                view: if raw.avoid { View::Avoid } else { View::Suggest },
                action: pick(raw.action, count),
                when: raw.when.as_ref().map(fit),
                unless: raw.unless.as_ref().map(fit),
                weight: raw.weight,
                sources: cite(&raw.sources, sources.len()),
            };
            if let Some(before) = rules.last().filter(|_| raw.continues) {
                (rule.view, rule.action) = (before.view, before.action);
                (rule.when, rule.unless) = (before.unless.clone(), before.when.clone());
            }
            rules.push(rule);
        }
        let disagreements = self.disagreements.iter().enumerate().map(|(at, raw)| Disagreement {
            id: format!("differ-{at}"),
            actions: raw.actions.iter().map(|action| pick(*action, count)).collect(),
            when: raw.when.as_ref().map(fit),
            sides: [0, sources.len() - 1].map(|source| Citation { source, row: None }),
        });
        let disagreements = disagreements.collect();
        Pack { facts, sources, moments, groups, actions, rules, disagreements }
    }
}

/// Citations without repetition.
fn cite(raw: &[(u8, Option<u8>)], sources: usize) -> Vec<Citation> {
    let mut cited: Vec<(usize, Option<String>)> = Vec::new();
    for (source, row) in raw {
        let citation = (pick(*source, sources), row.map(|row| format!("C{row}")));
        if !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    cited.into_iter().map(|(source, row)| Citation { source, row }).collect()
}

impl Pack {
    /// Whose condition no world can meet: questions, moments, rules and disagreements, as complaints call them.
    pub(crate) fn mistakes(&self) -> BTreeSet<String> {
        let worlds = self.every_assignment();
        let never = |condition: Option<&Condition>| {
            condition.is_some_and(|condition| !worlds.iter().any(|values| condition.is_true(values)))
        };
        let without_guards =
            Self { moments: self.moments.iter().map(Moment::unguarded).collect(), ..self.clone() };
        let (guarded, unguarded) = (Meaning::of(self), Meaning::of(&without_guards));
        let mut mistakes = BTreeSet::new();
        for fact in self.facts.iter().filter(|fact| never(fact.ask_when.as_ref())) {
            mistakes.insert(format!("the question about `{}`", fact.name));
        }
        for moment in self.moments.iter().filter(|moment| never(moment.guard.as_ref())) {
            mistakes.insert(format!("the moment `{}`", moment.id));
        }
        for (at, rule) in self.rules.iter().enumerate() {
            // A guard that is never met is a mistake of the moment, not of its rules.
            let guard = self.moments[self.actions[rule.action].moment].guard.as_ref();
            let meaning = if never(guard) { &unguarded } else { &guarded };
            if !meaning.worlds.iter().any(|world| world.rules[at]) {
                mistakes.insert(format!("the rule `{}`", rule.id));
            }
        }
        for one in self.disagreements.iter().filter(|one| never(one.when.as_ref())) {
            mistakes.insert(format!("the disagreement `{}`", one.id));
        }
        mistakes
    }

    /// The pack without what [`Pack::mistakes`] names; with a rule in any case, as a pack needs one.
    pub(crate) fn without_mistakes(mut self) -> Self {
        let mistakes = self.mistakes();
        for fact in &mut self.facts {
            if mistakes.contains(&format!("the question about `{}`", fact.name)) {
                fact.ask_when = None;
            }
        }
        for moment in &mut self.moments {
            if mistakes.contains(&format!("the moment `{}`", moment.id)) {
                moment.guard = None;
            }
        }
        self.rules.retain(|rule| !mistakes.contains(&format!("the rule `{}`", rule.id)));
        self.disagreements.retain(|one| !mistakes.contains(&format!("the disagreement `{}`", one.id)));
        if self.rules.is_empty() {
            self.suggest(0, 50, Condition::default());
        }
        self
    }
}

impl Moment {
    fn unguarded(&self) -> Self {
        Self { id: self.id.clone(), guard: None }
    }
}
