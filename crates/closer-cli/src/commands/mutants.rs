//! `closer test --mutants`: slips that an author could make, and whether any test or property notices them.

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use closer_core::Program;
use closer_verify::{Hunt, Mutant, Mutants, Suite};

use crate::answer::Answer;
use crate::failure::Failure;
use crate::render::{json, mutants};
use crate::words::clean;

/// Where the work is shown while it lasts; nobody watches a file.
pub(crate) struct Watched<'a> {
    pub(crate) talk: &'a mut dyn Write,
    pub(crate) is_terminal: bool,
}

/// How long work may last before it shows itself.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often it looks whether it is done.
const TICK: Duration = Duration::from_millis(20);

/// Tries every slip, or those with the text in the id or the file of what they are made in.
pub(crate) fn run(
    program: &Program,
    files: &[(String, String)],
    suite: &Suite,
    filter: Option<&str>,
    format: &str,
    mut watched: Watched<'_>,
) -> Result<Answer, Failure> {
    let too_fine =
        |_| Failure::plain("its rules name too many different numbers of one fact to try those beside them");
    let mut all = Mutants::of(program.rules()).map_err(too_fine)?;
    if let Some(text) = filter {
        let text = text.to_lowercase();
        let file = |mutant: &Mutant| {
            let file = mutant.at.and_then(|at| files.get(at.file));
            file.is_some_and(|(name, _)| name.to_lowercase().contains(&text))
        };
        all = all.filter(|mutant| mutant.id.to_lowercase().contains(&text) || file(mutant));
        if all.mutants().is_empty() {
            return Err(Failure::with_tip(
                format!("no rule, group or fact has `{}` in its name or file", clean(&text)),
                "leave `--filter` out to try every slip",
            ));
        }
    }
    let hunt = hunt(&all, suite, &mut watched);
    let text = match format {
        "json" => json::render(&mutants::Report::new(&hunt, files))?,
        _ => mutants::render(&hunt, files),
    };
    Ok(Answer { text, no: !hunt.is_complete(), ..Answer::default() })
}

/// Hunts on every core, and shows how far it has come where somebody watches.
fn hunt(all: &Mutants, suite: &Suite, watched: &mut Watched<'_>) -> Hunt {
    let workers = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let done = AtomicUsize::new(0);
    let work = || {
        all.hunt(suite, workers, &|number| {
            done.fetch_max(number, Ordering::Relaxed);
        })
    };
    if !watched.is_terminal {
        return work();
    }
    std::thread::scope(|scope| {
        let worker = scope.spawn(work);
        let (begun, mut shown) = (Instant::now(), None);
        while !worker.is_finished() {
            std::thread::sleep(TICK);
            let percent = done.load(Ordering::Relaxed).saturating_mul(100) / all.mutants().len().max(1);
            if begun.elapsed() > PATIENCE && shown != Some(percent) {
                shown = Some(percent);
                bar(watched.talk, percent);
            }
        }
        if shown.is_some() {
            // A terminal that is gone needs no clearing.
            let _gone = watched.talk.write_all(b"\r\x1b[K").and_then(|()| watched.talk.flush());
        }
        // The library does not panic; if it did, so would this.
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn bar(talk: &mut dyn Write, percent: usize) {
    const WIDTH: usize = 30;
    let full = percent.saturating_mul(WIDTH) / 100;
    let bar = format!(
        "\rTrying slips {}{} {percent:>3}%",
        "#".repeat(full),
        ".".repeat(WIDTH.saturating_sub(full))
    );
    let _gone = talk.write_all(bar.as_bytes()).and_then(|()| talk.flush());
}
