//! Loading the shipped pack and advising on it: `cargo bench -p closer-benches`

use closer_core::{Confidence, Interview, Level, Program, RiskTolerance, RuleSet, Setting, WantsJob, Went};
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

#[divan::bench(args = ["nothing", "two_facts", "eight_facts"])]
fn advise(bencher: Bencher<'_, '_>, known: &str) {
    let program = Program::closing();
    let interview = interviews().into_iter().find(|(name, _)| *name == known).expect("a known name").1;
    let context = program.context(&interview).expect("the shipped pack knows its own facts");
    bencher.bench(|| program.advise(black_box(&context)));
}
