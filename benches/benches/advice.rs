//! Loading the shipped pack, advising on it, and telling why: `cargo bench -p closer-benches --bench advice`

use closer_core::{
    Confidence, Context, Goal, Interview, Level, Program, RiskTolerance, RuleSet, Setting, WantsJob, Went,
};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

#[divan::bench]
fn load_the_shipped_pack() -> Program {
    RuleSet::closing().compile()
}

fn interviews() -> Vec<(&'static str, Interview)> {
    let some = Interview::new().went(Went::Well).level(Level::Mid);
    let more = some
        .clone()
        .confidence(Confidence::High)
        .risk_tolerance(RiskTolerance::Low)
        .wants_job(WantsJob::Yes)
        .setting(Setting::InPerson)
        .invited_to_ask(true)
        .has_business_card(true);
    vec![("nothing", Interview::new()), ("two_facts", some), ("eight_facts", more)]
}

const KNOWN: [&str; 3] = ["nothing", "two_facts", "eight_facts"];

fn context(program: &Program, known: &str) -> Context {
    let interview = interviews().into_iter().find(|(name, _)| *name == known).expect("a known name").1;
    program.context(&interview).expect("the shipped pack knows its own facts")
}

#[divan::bench(args = KNOWN)]
fn advise(bencher: Bencher<'_, '_>, known: &str) {
    let program = Program::closing();
    let context = context(&program, known);
    bencher.bench(|| program.advise(black_box(&context)));
}

/// Why one action came out as it did.
#[divan::bench(args = KNOWN)]
fn explain(bencher: Bencher<'_, '_>, known: &str) {
    let program = Program::closing();
    let context = context(&program, known);
    bencher.bench(|| {
        program.explain(black_box(&context), "ask-anything-stopping").expect("an action of the pack")
    });
}

/// The smallest changes that would make it the first of all.
#[divan::bench(args = KNOWN)]
fn changes(bencher: Bencher<'_, '_>, known: &str) {
    let program = Program::closing();
    let context = context(&program, known);
    bencher.bench(|| {
        program
            .changes_for(black_box(&context), "ask-anything-stopping", Goal::First)
            .expect("an action of the pack")
    });
}
