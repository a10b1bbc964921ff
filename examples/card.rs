//! Everything for one interview on one card, made before it begins: `cargo run -p closer-examples --bin card`
//!
//! What is not known yet becomes an "if".

use closer_core::{Interview, Level, Program, Setting};

fn main() -> Result<(), closer_core::ContextError> {
    let program = Program::closing();
    let known = Interview::new().level(Level::Management).setting(Setting::InPerson);
    // At most twelve lines, and three for each moment.
    let card = program.card(&program.context(&known)?).shortened(12, 3);
    for section in &card.sections {
        println!("{}", section.title);
        for line in &section.lines {
            match &line.only_if_words {
                Some(words) => println!("  if {words}: {}", line.title),
                None if line.depends => println!("  perhaps: {}", line.title),
                None => println!("  {}", line.title),
            }
        }
    }
    for warning in &card.leave_alone {
        println!("not: {}", warning.title);
    }
    Ok(())
}
