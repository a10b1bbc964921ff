//! Facts can be told one by one, over whatever was known before.

use closer_core::space::{Bounds, Status, ValueSet};
use closer_core::{Decider, Matcher, Program};

use super::random::{self, Random, Shape};
use super::{USUAL, slow};

/// What is known, with this of one fact in place of whatever was known of it.
fn replaced(program: &Program, known: &Bounds, dim: u16, possible: ValueSet) -> Bounds {
    let nothing = Bounds::all(program.rules().vocabulary().space());
    let others = known.iter().filter(|(other, _)| *other != dim);
    others.chain([(dim, possible)]).fold(nothing, |known, (dim, set)| known.restrict(dim, set).unwrap())
}

fn hold(program: &Program, decider: &mut Decider<'_>, matcher: &mut Matcher<'_>, known: &Bounds) {
    assert_eq!(slow::told(decider.decide_now()), slow::decide(program.rules(), known), "{known:?}");
    let rules = |wanted: fn(Status) -> bool| slow::rules(program.rules(), wanted, known);
    assert_eq!(matcher.certain(), rules(|status| status == Status::Holds), "{known:?}");
    assert_eq!(matcher.possible(), rules(|status| status != Status::Fails), "{known:?}");
}

#[test]
fn facts_can_be_told_one_by_one() {
    let few = Shape { values: 4, actions: 4, rules: 12, tests: 2, ..USUAL };
    for (shape, packs) in [(USUAL, 4), (Shape { facts: 1, ..few }, 20), (Shape { facts: 3, ..few }, 20)] {
        for seed in 0..packs {
            let mut random = Random(seed);
            let program = random::pack(shape, &mut random).compile();
            let (mut decider, mut matcher) = (program.decider(), program.matcher());
            let mut known = Bounds::all(program.rules().vocabulary().space());
            for round in 0..60 {
                if round % 20 == 10 {
                    known = random::bounds(&program, round / 6, &mut random);
                    let context = random::context(&program, &known);
                    decider.decide_strict(&context);
                    matcher.take(&context);
                }
                hold(&program, &mut decider, &mut matcher, &known);
                let fact = &program.rules().vocabulary().facts()[random.below(shape.facts)];
                let possible = random::bounds(&program, 5, &mut random).get(fact.id.dim());
                assert!(decider.say(fact.id, possible) && matcher.say(fact.id, possible));
                known = replaced(&program, &known, fact.id.dim(), possible);
            }
        }
    }
}

#[test]
fn a_fact_can_be_told_again_and_again() {
    let program = random::pack(USUAL, &mut Random(3)).compile();
    let (mut decider, mut matcher) = (program.decider(), program.matcher());
    for fact in program.rules().vocabulary().facts() {
        for value in (0..fact.size()).cycle().take(3 * USUAL.facts) {
            let known = replaced(
                &program,
                &Bounds::all(program.rules().vocabulary().space()),
                fact.id.dim(),
                ValueSet::single(value),
            );
            assert!(
                decider.say(fact.id, known.get(fact.id.dim()))
                    && matcher.say(fact.id, known.get(fact.id.dim()))
            );
            hold(&program, &mut decider, &mut matcher, &known);
        }
        assert!(decider.say(fact.id, fact.all()) && matcher.say(fact.id, fact.all()));
    }
}

#[test]
fn what_cannot_be_changes_nothing() {
    let program = random::pack(USUAL, &mut Random(5)).compile();
    let mut random = Random(6);
    let known = random::bounds(&program, 5, &mut random);
    let (mut decider, mut matcher) = (program.decider(), program.matcher());
    decider.decide_strict(&random::context(&program, &known));
    matcher.take(&random::context(&program, &known));
    for fact in program.rules().vocabulary().facts() {
        let beyond: ValueSet = (fact.size()..64).collect();
        for none in [ValueSet::empty(), beyond] {
            assert!(!decider.say(fact.id, none) && !matcher.say(fact.id, none));
        }
    }
    // Nor does a fact of another pack.
    let other = random::pack(Shape { facts: USUAL.facts + 1, ..USUAL }, &mut random);
    let strange = &other.vocabulary().facts()[USUAL.facts];
    assert!(!decider.say(strange.id, strange.all()) && !matcher.say(strange.id, strange.all()));
    hold(&program, &mut decider, &mut matcher, &known);
}
