//! Which question to ask next.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::advice::{Role, Status, advise};
use super::context::Meaning;
use super::pack::{Condition, Kind, Pack, Test, Value, Values};
use super::world::{Verdict, World};

#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) fact: usize,
    /// The answers that are still possible, each as the possible values it stands for.
    pub(crate) answers: Vec<Values>,
    /// The actions that depend now, and no more after one of the answers.
    pub(crate) could_settle: Vec<usize>,
}

/// How much a question settles: for every answer, how many actions have one verdict then.
#[derive(Debug)]
struct Worth {
    answers: usize,
    settled_of_those_that_may_be_suggested: usize,
    settled: usize,
}

pub(crate) fn next_question(meaning: &Meaning<'_>, possible: &[Values]) -> Option<Question> {
    let pack = meaning.pack;
    let now = verdicts(meaning, possible);
    let open = (0..pack.facts.len()).filter(|fact| possible[*fact].len() > 1);
    let matters = open
        .filter(|fact| makes_sense(meaning, possible, *fact) != Status::Fails)
        .filter(|fact| can_change_something(meaning, possible, *fact));
    let mut best: Option<(usize, Worth)> = None;
    for fact in matters {
        let worth = worth(meaning, possible, &now, fact);
        let is_better = best.as_ref().is_none_or(|(best_fact, best_worth)| {
            let (this, that) = (&pack.facts[fact], &pack.facts[*best_fact]);
            let order = worth.compare(best_worth).then(this.ask_first.cmp(&that.ask_first));
            order.then_with(|| that.name.cmp(&this.name)) == Ordering::Greater
        });
        if is_better {
            best = Some((fact, worth));
        }
    }
    let (fact, _) = best?;
    let answers = answers(pack, possible, fact);
    let after: Vec<Vec<Verdicts>> =
        answers.iter().map(|answer| verdicts_after(meaning, possible, fact, answer)).collect();
    let depends = |action: &usize| now[*action].len() > 1;
    let settled_by_one = |action: &usize| after.iter().any(|then| then[*action].len() == 1);
    let mut could_settle: Vec<usize> =
        (0..pack.actions.len()).filter(depends).filter(settled_by_one).collect();
    could_settle.sort_by_key(|action| &pack.actions[*action].id);
    Some(Question { fact, answers, could_settle })
}

/// Whether the question about a fact makes sense in all, some or none of the worlds.
pub(crate) fn makes_sense(meaning: &Meaning<'_>, possible: &[Values], fact: usize) -> Status {
    let condition = meaning.pack.facts[fact].ask_when.as_ref();
    let holds = |world: &World| condition.is_none_or(|condition| condition.is_true(&world.values));
    Status::over(&meaning.worlds(possible), holds)
}

/// Are there two possible worlds, alike but for this fact, in which other actions lead or in another order, as far as the first `top` go?
pub(crate) fn can_change_the_lead(
    meaning: &Meaning<'_>,
    possible: &[Values],
    fact: usize,
    top: usize,
) -> bool {
    let mut seen = BTreeMap::new();
    meaning.worlds(possible).into_iter().any(|world| {
        let mut others = world.values.clone();
        others.remove(fact);
        let leaders = leaders(meaning, world, top);
        *seen.entry(others).or_insert_with(|| leaders.clone()) != leaders
    })
}

/// The first leading actions of one world.
fn leaders(meaning: &Meaning<'_>, world: &World, top: usize) -> Vec<usize> {
    let known: Vec<Values> = world.values.iter().map(|value| Values::from([*value])).collect();
    let advice = advise(meaning, &known);
    let leads = advice.suggested.iter().filter(|action| advice.actions[**action].role == Some(Role::Lead));
    leads.take(top).copied().collect()
}

/// Are there two possible worlds, alike but for this fact, in which an action has another verdict or score?
pub(crate) fn can_change_something(meaning: &Meaning<'_>, possible: &[Values], fact: usize) -> bool {
    let mut seen = BTreeMap::new();
    meaning.worlds(possible).into_iter().any(|world| {
        let mut others = world.values.clone();
        others.remove(fact);
        let outcome = (&world.verdicts, &world.scores);
        *seen.entry(others).or_insert(outcome) != outcome
    })
}

fn worth(meaning: &Meaning<'_>, possible: &[Values], now: &[Verdicts], fact: usize) -> Worth {
    let answers = answers(meaning.pack, possible, fact);
    let mut worth = Worth { answers: answers.len(), settled_of_those_that_may_be_suggested: 0, settled: 0 };
    for answer in &answers {
        for (now, then) in now.iter().zip(verdicts_after(meaning, possible, fact, answer)) {
            let settled = usize::from(then.len() == 1);
            worth.settled += settled;
            if now.contains(&Verdict::Suggested) {
                worth.settled_of_those_that_may_be_suggested += settled;
            }
        }
    }
    worth
}

impl Worth {
    /// Compares the exact means over the answers.
    fn compare(&self, other: &Self) -> Ordering {
        let mean = |mine: usize, theirs: usize| (mine * other.answers).cmp(&(theirs * self.answers));
        let (mine, theirs) =
            (self.settled_of_those_that_may_be_suggested, other.settled_of_those_that_may_be_suggested);
        mean(mine, theirs).then(mean(self.settled, other.settled))
    }
}

/// The verdicts that an action may still have; it is settled when there is one.
type Verdicts = BTreeSet<Verdict>;

fn verdicts(meaning: &Meaning<'_>, possible: &[Values]) -> Vec<Verdicts> {
    let worlds = meaning.worlds(possible);
    let of = |action: usize| worlds.iter().map(|world| world.verdicts[action]).collect();
    (0..meaning.pack.actions.len()).map(of).collect()
}

fn verdicts_after(meaning: &Meaning<'_>, possible: &[Values], fact: usize, answer: &Values) -> Vec<Verdicts> {
    let mut known = possible.to_vec();
    known[fact].clone_from(answer);
    verdicts(meaning, &known)
}

/// The possible answers: each value, or of a number each group of neighbours that no test of the pack tells apart.
fn answers(pack: &Pack, possible: &[Values], fact: usize) -> Vec<Values> {
    let mut answers: Vec<Values> = Vec::new();
    for cell in cells(pack, fact) {
        let still_possible: Values = cell.intersection(&possible[fact]).copied().collect();
        if !still_possible.is_empty() {
            answers.push(still_possible);
        }
    }
    answers
}

fn cells(pack: &Pack, fact: usize) -> Vec<Values> {
    let every_value = pack.facts[fact].every_value();
    if !matches!(pack.facts[fact].kind, Kind::Range(..)) {
        return every_value.into_iter().map(|value| Values::from([value])).collect();
    }
    let tests = tests_of(pack, fact);
    let mut cells: Vec<Values> = Vec::new();
    for value in every_value {
        let alike = |before: Value| tests.iter().all(|test| test.passes(before) == test.passes(value));
        match cells.last_mut() {
            Some(cell) if alike(value - 1) => _ = cell.insert(value),
            _ => cells.push(Values::from([value])),
        }
    }
    cells
}

/// Every test of one fact, wherever it stands.
fn tests_of(pack: &Pack, fact: usize) -> Vec<&Test> {
    fn collect<'a>(condition: &'a Condition, fact: usize, into: &mut Vec<&'a Test>) {
        into.extend(condition.tests.iter().filter(|(of, _)| *of == fact).map(|(_, test)| test));
        for part in condition.all.iter().chain(&condition.any).flatten().chain(condition.not.as_deref()) {
            collect(part, fact, into);
        }
    }
    let declared = &pack.facts[fact];
    let mut tests: Vec<&Test> = declared.assume.iter().collect();
    tests.extend(declared.flags.iter().map(|(_, test)| test));
    for condition in pack.conditions() {
        collect(condition, fact, &mut tests);
    }
    tests
}
