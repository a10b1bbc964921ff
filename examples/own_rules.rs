//! Rules of your own, for any subject: `cargo run -p closer-examples --bin own_rules`

use closer_core::Program;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let program = Program::from_toml(include_str!("own_rules.toml"))?;
    let known = serde_json::json!({ "length": "long", "attendees": { "at_least": 4 } });
    let context = program.context(&known)?;
    let advice = program.advise(&context);
    for suggestion in advice.leading() {
        println!("do:      {} ({})", suggestion.title, suggestion.because);
    }
    for avoided in &advice.avoided {
        println!("avoid:   {} ({})", avoided.title, avoided.because);
    }
    for open in &advice.depends {
        println!("depends: {}, only if {}", open.title, open.only_if_words.as_deref().unwrap_or("never"));
    }
    if let Some(question) = &advice.next_question {
        println!("ask:     {}", question.question);
    }
    if let Some(explanation) = program.explain(&context, "share-minutes") {
        for rule in &explanation.rules {
            let missing: Vec<&str> =
                rule.when.obstacles().iter().map(|obstacle| obstacle.needed_words()).collect();
            println!("why:     {} {:?}, missing: {missing:?}", rule.rule, rule.status);
        }
    }
    Ok(())
}
