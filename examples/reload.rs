//! A service that goes on answering while its pack is replaced: `cargo run -p closer-examples --bin reload -- rules/closing`
//!
//! Type what is known as JSON, such as `{ "went": "well" }`, one interview a line, and change the rules meanwhile. What makes it work is `live.rs`.

mod live;

use std::error::Error;
use std::io::stdin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use live::Live;

/// Looking whether files have changed costs so little that it need not be rarer. To be told by the system instead, call `refresh` from a
/// watcher of the crate `notify`.
const OFTEN: Duration = Duration::from_millis(500);

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = std::env::args().nth(1).ok_or("name the folder of a pack, such as rules/closing")?;
    let live = Arc::new(Live::open(folder)?);
    let watched = Arc::clone(&live);
    thread::spawn(move || {
        loop {
            thread::sleep(OFTEN);
            match watched.refresh() {
                Ok(true) => eprintln!("The rules have changed."),
                Ok(false) => {}
                Err(mistakes) => eprintln!("The rules stay as they were:\n{mistakes}"),
            }
        }
    });
    for line in stdin().lines() {
        let program = live.program();
        let known: serde_json::Value = serde_json::from_str(&line?)?;
        match program.context(&known) {
            Ok(context) => {
                let advice = program.advise(&context);
                let first = advice.suggested.first().map_or("Nothing in particular.", |first| &first.title);
                println!("{first}");
            }
            Err(mistakes) => eprintln!("{mistakes}"),
        }
    }
    Ok(())
}
