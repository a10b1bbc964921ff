//! Why something was not suggested, who disagrees, and what would change it: `cargo run -p closer-examples --bin why`

use closer_core::{Against, ContextError, Goal, Interview, Level, Possibility, Program};

fn main() -> Result<(), ContextError> {
    let program = Program::closing();
    let context = program.context(&Interview::new().level(Level::Mid))?;

    // Every rule for and against, those that decide first; and who sees it differently.
    if let Some(explanation) = program.explain(&context, "ask-for-card") {
        println!("{}: {:?}", explanation.title, explanation.verdict);
        for rule in explanation.rules.iter().filter(|rule| rule.decides) {
            println!("because:   {}", rule.because);
        }
    }
    for avoided in program.advise(&context).avoided.iter().filter(|it| &*it.action == "ask-for-card") {
        for side in avoided.disputes.iter().flat_map(|dispute| &dispute.sides) {
            println!("a view:    {}", side.says);
        }
    }

    // The fewest facts that would have to be different, or that have yet to be told. All such sets, and no guess.
    if let Some(found) = program.changes_for(&context, "ask-for-card", Goal::Suggested) {
        for set in &found.sets {
            println!("do it if:  {}", set.words);
            for change in set.changes.iter().filter(|change| change.against == Against::Said) {
                println!("           but you said {}", change.given_words.as_deref().unwrap_or_default());
            }
        }
    }
    let first = program.changes_for(&context, "ask-for-card", Goal::First);
    println!("never first: {}", first.is_some_and(|found| found.answer == Possibility::Impossible));

    // One rule: what it asks for, and what is not so.
    if let Some(rule) = program.explain_rule(&context, "cards-are-usual-at-this-level") {
        for asked in rule.check.requirements(program.rules().words()) {
            println!("asked:     {} ({:?})", asked.words, asked.status);
        }
    }
    Ok(())
}
