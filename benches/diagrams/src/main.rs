//! Where is each action suggested, and can two of them be suggested together? Asked of closer's own diagrams over facts with many values, and
//! of two libraries for diagrams over bits, on the shipped pack and on random ones. The answers must be equal before any time is printed.
//!
//! `cargo run --release` in this folder; the numbers of rules of the random packs can be given, as in `cargo run --release -- 1000`.

mod bits;
mod packs;

use std::time::{Duration, Instant};

use closer_core::RuleSet;
use closer_core::model::Polarity;
use closer_core::space::{Budget, Diagram, Diagrams, Row};

/// What is asked of a pack: the rows for and against each action, and the pairs of actions to hold against each other.
pub struct Questions {
    /// How many values each fact has.
    pub sizes: Vec<u8>,
    /// By action: where it is suggested, and where it is avoided.
    pub actions: Vec<(Vec<Row>, Vec<Row>)>,
    /// Pairs of positions in `actions`.
    pub pairs: Vec<(usize, usize)>,
}

/// What came out, and how long it took.
pub struct Answers {
    /// By action: is it suggested anywhere?
    pub suggested: Vec<bool>,
    /// By pair: are both suggested in some world?
    pub together: Vec<bool>,
    /// Making a diagram for each action.
    pub made: Duration,
    /// Asking about every pair.
    pub asked: Duration,
}

impl Questions {
    fn of(rules: &RuleSet) -> Self {
        let vocabulary = rules.vocabulary();
        let mut actions = vec![(Vec::new(), Vec::new()); rules.actions().len()];
        for rule in rules.rules() {
            let rows = rule.region().rows().iter().cloned();
            match rule.polarity {
                Polarity::Suggest => actions[rule.action.index()].0.extend(rows),
                Polarity::Avoid => actions[rule.action.index()].1.extend(rows),
            }
        }
        let moment = |at: usize| rules.actions()[at].moment;
        let mut pairs = Vec::new();
        for a in 0..actions.len() {
            // In a large pack, each action with the next ten: enough to tell what one question costs.
            let others = (a + 1..actions.len()).filter(|b| moment(a) == moment(*b));
            pairs.extend(others.take(10).map(|b| (a, b)));
        }
        Self { sizes: vocabulary.facts().iter().map(|fact| fact.size()).collect(), actions, pairs }
    }
}

fn own(rules: &RuleSet, questions: &Questions) -> Answers {
    let budget = &mut Budget::unlimited();
    let begun = Instant::now();
    let mut all = Diagrams::new(rules.vocabulary().space());
    let mut worlds = Vec::new();
    for (suggest, avoid) in &questions.actions {
        let (suggest, avoid) = (all.region(suggest, budget).unwrap(), all.region(avoid, budget).unwrap());
        worlds.push(all.minus(suggest, avoid, budget).unwrap());
    }
    let made = begun.elapsed();
    let begun = Instant::now();
    let mut both = |(a, b): &(usize, usize)| {
        let decide = |[a, b]: [Diagram; 2]| match (a, b) {
            (Diagram::FALSE, _) | (_, Diagram::FALSE) => Some(false),
            (Diagram::TRUE, _) | (_, Diagram::TRUE) => Some(true),
            _ => None,
        };
        all.find([worlds[*a], worlds[*b]], decide, budget).unwrap().is_some()
    };
    let together = questions.pairs.iter().map(&mut both).collect();
    let asked = begun.elapsed();
    Answers { suggested: worlds.iter().map(|it| *it != Diagram::FALSE).collect(), together, made, asked }
}

fn main() {
    let told: Vec<usize> = std::env::args().skip(1).filter_map(|number| number.parse().ok()).collect();
    let sizes = if told.is_empty() { vec![1_000, 10_000] } else { told };
    let mut packs = vec![("shipped, 200 rules".to_owned(), RuleSet::closing())];
    packs.extend(sizes.iter().map(|rules| (format!("random, {rules} rules"), packs::random(*rules))));
    println!(
        "pack                  | diagrams of   | make, ms | ask, µs a pair | made, × own | asked, × own"
    );
    for (name, rules) in &packs {
        let questions = Questions::of(rules);
        let own = own(rules, &questions);
        let others = [("biodivine-lib-bdd", bits::biodivine(&questions)), ("oxidd", bits::oxidd(&questions))];
        let row = |of: &str, answers: &Answers| {
            let ask = answers.asked.as_secs_f64() * 1e6 / questions.pairs.len() as f64;
            println!(
                "{name:<21} | {of:<17} | {:>8.2} | {ask:>9.2} | {:>5.1} | {:>5.1}",
                answers.made.as_secs_f64() * 1e3,
                answers.made.as_secs_f64() / own.made.as_secs_f64(),
                answers.asked.as_secs_f64() / own.asked.as_secs_f64(),
            );
        };
        row("closer", &own);
        for (of, answers) in &others {
            assert_eq!(answers.suggested, own.suggested, "{of}, {name}");
            assert_eq!(answers.together, own.together, "{of}, {name}");
            row(of, answers);
        }
    }
}
