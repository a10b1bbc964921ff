//! Asks a person no more than is needed: `cargo run -p closer-examples --bin ask`
//!
//! A real program would show each question; here somebody answers who knows everything from the start.

use closer_core::{Context, Program};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let program = Program::closing();
    let person = serde_json::json!({
        "phase": "at_close", "setting": "in_person", "wants_job": "yes", "went": "well", "level": "mid", "field": "other",
        "confidence": "high", "risk_tolerance": "low", "invited_to_ask": true, "salary_topic": "not_raised",
        "next_steps_known": false, "employer_signal": "none", "interviewer_engagement": "engaged", "has_business_card": false,
    });
    // Five leading actions are all that will be shown.
    let mut questions = program.questionnaire(Context::unknown(program.rules().vocabulary()), 5);
    while let Some(question) = questions.next_question() {
        match person.get(&*question.fact) {
            Some(answer) => {
                println!("{} {answer}", question.question);
                questions.answer(&program.context(&serde_json::json!({ &*question.fact: answer }))?);
            }
            None => _ = questions.skip(&question.fact),
        }
    }
    println!("That is all: nothing more would change these.");
    for suggestion in questions.advice().leading().take(5) {
        println!("{}. {}", suggestion.rank, suggestion.title);
    }
    Ok(())
}
