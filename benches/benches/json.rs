//! What is known as JSON in, ranked actions as JSON out: `cargo bench -p closer-benches --bench json`

use closer_core::{Decider, Decision, Program};
use divan::{Bencher, black_box};
use serde::Serializer as _;

fn main() {
    divan::main();
}

const KNOWN: &str = r#"{"went":"well","level":"mid","confidence":"high","risk_tolerance":"low","wants_job":"yes","setting":"in_person","invited_to_ask":true,"has_business_card":true}"#;

/// Puts the answer into memory that is used again.
fn answer(program: &Program, decider: &mut Decider<'_>, known: &str, answer: &mut Vec<u8>) {
    let mut reader = serde_json::Deserializer::from_str(known);
    let context = program.rules().context_from(&mut reader).expect("sound facts");
    write(program, decider.decide(&context), answer);
}

fn write(program: &Program, decision: &Decision, answer: &mut Vec<u8>) {
    let ranked = decision.ranked().iter();
    let named = ranked.filter_map(|(action, role)| Some((&*program.rules().action(*action)?.id, *role)));
    answer.clear();
    serde_json::Serializer::new(answer).collect_seq(named).expect("ids are JSON");
}

#[divan::bench]
fn context_to_ranked_actions(bencher: Bencher<'_, '_>) {
    let program = Program::closing();
    let mut decider = program.decider();
    let mut out = Vec::new();
    bencher.bench_local(|| {
        answer(&program, &mut decider, black_box(KNOWN), &mut out);
        black_box(&out);
    });
}

/// The first part of it: reading the context.
#[divan::bench]
fn context_alone(bencher: Bencher<'_, '_>) {
    let program = Program::closing();
    bencher.bench_local(|| {
        program
            .rules()
            .context_from(&mut serde_json::Deserializer::from_str(black_box(KNOWN)))
            .expect("sound facts")
    });
}

/// What a reader of JSON takes for it, to know what is due to that alone.
#[divan::bench]
fn json_alone(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| serde_json::from_str::<serde_json::Value>(black_box(KNOWN)).expect("it is JSON"));
}

/// The second part: deciding, and the third: writing what was decided.
#[divan::bench]
fn deciding_alone(bencher: Bencher<'_, '_>) {
    let program = Program::closing();
    let context =
        program.rules().context_from(&mut serde_json::Deserializer::from_str(KNOWN)).expect("sound facts");
    let mut decider = program.decider();
    bencher.bench_local(|| {
        black_box(decider.decide(black_box(&context)));
    });
}

#[divan::bench]
fn writing_alone(bencher: Bencher<'_, '_>) {
    let program = Program::closing();
    let context =
        program.rules().context_from(&mut serde_json::Deserializer::from_str(KNOWN)).expect("sound facts");
    let decision = program.decide(&context);
    let mut out = Vec::new();
    bencher.bench_local(|| {
        write(&program, black_box(&decision), &mut out);
        black_box(&out);
    });
}
