//! The first advice in ten lines: `cargo run -p closer-examples --bin first_advice`

use closer_core::{ContextError, Interview, Level, Program, Went};

fn main() -> Result<(), ContextError> {
    let program = Program::closing();
    let context = program.context(&Interview::new().went(Went::Well).level(Level::Mid))?;
    for suggestion in program.advise(&context).leading().take(5) {
        println!("{}. {}: {}", suggestion.rank, suggestion.title, suggestion.because);
    }
    Ok(())
}
