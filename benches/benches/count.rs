//! One question so many times and nothing else, for counting instructions: `benches/instructions.sh`

use std::hint::black_box;

use closer_benches::engines::{Engine, Hand, Matching};
use closer_benches::workload::Workload;
use closer_benches::{contexts, worlds};
use closer_core::{Column, Program};

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-'));
    let (question, times) = (words.next(), words.next());
    let question = question.unwrap_or_else(|| "decide".to_owned());
    let times: usize = times.map_or(1, |times| times.parse().expect("a number of times"));
    let program = Program::closing();
    let worlds = worlds(&program);
    let (known, partly) = (contexts(&program, 10), contexts(&program, 3));
    match &*question {
        "advise" => (0..times).for_each(|at| drop(black_box(program.advise(&partly[at % partly.len()])))),
        "match" => {
            let mut matcher = program.matcher();
            for at in 0..times {
                black_box(matcher.world(&worlds[at % worlds.len()]));
            }
        }
        "decide" | "decide-partly" => {
            let contexts = if question == "decide" { &known } else { &partly };
            let mut decider = program.decider();
            for at in 0..times {
                black_box(decider.decide_strict(&contexts[at % contexts.len()]));
            }
        }
        "batch" => {
            let facts = program.rules().vocabulary().facts();
            let bytes: Vec<Vec<u8>> = (0..facts.len())
                .map(|fact| (0..times).map(|at| worlds[at % 1_000][fact]).collect())
                .collect();
            let columns: Vec<_> = facts
                .iter()
                .map(|fact| fact.id)
                .zip(bytes.iter().map(|bytes| Column::Bytes(bytes)))
                .collect();
            program.batch().decide_strict(&columns, times, 3, |block| {
                black_box(block);
            });
        }
        // The rules of W1, from the values of a world: as a pack, and by hand.
        "match-w1" => {
            let workload = Workload::w1();
            let mut matching = <Matching<false>>::load(&workload);
            answer(&mut matching, &workload, times);
        }
        "by-hand-w1" => answer(&mut Hand, &Workload::w1(), times),
        other => panic!("there is no question `{other}`"),
    }
}

fn answer(engine: &mut impl Engine, workload: &Workload, times: usize) {
    let inputs: Vec<_> = workload.contexts.iter().map(|context| engine.input(workload, context)).collect();
    let mut found = Vec::new();
    for at in 0..times {
        found.clear();
        engine.answer(black_box(&inputs[at % inputs.len()]), &mut found);
    }
}
