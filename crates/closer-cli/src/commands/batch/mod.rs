//! `closer batch`: many contexts, one JSON object a line; as many answers, in the same order.
//!
//! One thread reads, some answer, and this one writes. What is under way is bounded, so memory does not grow with the number of lines.

mod answers;
mod lines;
mod progress;
mod spare;

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use closer_core::Program;

use crate::answer::{Answer, FAILED, NO, unwritten};
use crate::command::option;
use crate::failure::Failure;
use crate::packs::shown;
use crate::read::{refuse, unreadable};
use crate::render::diagnostics::plain;
use crate::told;
use crate::words::count;
use crate::{Afterwards, Person};
use answers::{Answered, Answerer, Shape};
use lines::{Chunk, Lines};
use progress::Progress;
use spare::Spare;

/// The command.
pub(crate) fn command() -> Command {
    Command::new("batch")
        .about("Advise on many interviews, one JSON object a line")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help("What is known of each interview, a JSON object on each line; - for standard input")
                .default_value("-")
                .hide_default_value(true)
                .value_parser(value_parser!(std::ffi::OsString)),
        )
        .args([
            option(Arg::new("format").long("format"))
                .value_name("FORMAT")
                .help("What to print for each: json, all that suggest says, or ids, the actions alone")
                .default_value("json")
                .hide_default_value(true)
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(["json", "ids"])),
            told::strict(),
            option(Arg::new("jobs").short('j').long("jobs"))
                .value_name("N")
                .help("How many lines are worked on at once [default: one for each core]")
                .action(ArgAction::Set)
                .value_parser(jobs),
        ])
        .after_help(NOTES)
}

const NOTES: &str = "Every line gets one line, in the same order. A line that cannot be read gets an\n\
     object with `error` and its number. Exit code: 0 all lines were answered, 1 some\n\
     could not be read, 2 it could not be done.";

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    const MOST: usize = 512;
    let number: Option<NonZeroUsize> = text.parse().ok();
    number.filter(|number| number.get() <= MOST).ok_or("write a whole number from 1 to 512")
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    program: &Program,
    person: &mut Person<'_>,
    quiet: bool,
) -> Result<Answer, Failure> {
    let path = matches.get_one::<std::ffi::OsString>("file").map_or(Path::new("-"), Path::new);
    let file = if path == Path::new("-") { None } else { Some(open(path)?) };
    let name = if file.is_some() { shown(path) } else { "standard input".to_owned() };
    let shape = if matches.get_one::<String>("format").is_some_and(|format| format == "ids") {
        Shape::Ids
    } else {
        Shape::Advice
    };
    let jobs = matches.get_one::<NonZeroUsize>("jobs").copied();
    let jobs = jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let answerer = Answerer::new(program, shape, matches.get_flag("strict"));
    let watched = person.is_terminal && !person.out_is_terminal && !quiet;
    let size = file.as_ref().and_then(|file| file.metadata().ok()).filter(std::fs::Metadata::is_file);
    let mut progress = Progress::new(&mut *person.talk, watched, size.map(|seen| seen.len()));
    let input: Box<dyn Read + Send + '_> = match file {
        Some(file) => Box::new(file),
        None => Box::new(&mut *person.input),
    };
    // Whoever still waits for a line keeps a process from ending, except by force.
    let leave = person.afterwards == Afterwards::Ends;
    let ended = answer_all(input, &mut *person.out, &answerer, jobs, &mut progress, leave);
    progress.clear();
    let tally = ended.map_err(|trouble| match trouble {
        Trouble::Reading(error) => unreadable(Path::new(&name), &error),
        Trouble::Writing(error) => Failure::Plain(unwritten(&error)),
    })?;
    Ok(Answer { summary: Some(tally.summary()), no: tally.bad > 0, ..Answer::default() })
}

fn open(path: &Path) -> Result<File, Failure> {
    let failed = |error: io::Error| unreadable(path, &error);
    refuse(path, &std::fs::metadata(path).map_err(failed)?)?;
    File::open(path).map_err(failed)
}

/// What it came to.
#[derive(Debug, Default)]
struct Tally {
    lines: u64,
    bad: u64,
    /// The numbers of the first bad lines.
    first_bad: Vec<u64>,
    /// Nobody reads the answers any more.
    left: bool,
}

impl Tally {
    fn add(&mut self, answered: &Answered) {
        /// So many are told.
        const FEW: usize = 5;
        self.lines = self.lines.saturating_add(answered.lines);
        self.bad = self.bad.saturating_add(answered.bad.len() as u64);
        let room = FEW.saturating_sub(self.first_bad.len());
        self.first_bad.extend(answered.bad.iter().take(room));
    }

    fn code(&self) -> u8 {
        if self.bad > 0 { NO } else { 0 }
    }

    fn summary(&self) -> String {
        if self.left {
            return String::new();
        }
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let lines = count(number(self.lines), "line", "lines");
        if self.bad == 0 {
            return format!("{lines} answered\n");
        }
        let first: Vec<String> = self.first_bad.iter().map(u64::to_string).collect();
        let more = if self.bad > self.first_bad.len() as u64 { ", …" } else { "" };
        let at = if self.bad == 1 { "line" } else { "lines" };
        format!("{lines}, {} of them could not be read: {at} {}{more}\n", self.bad, first.join(", "))
    }
}

/// What went wrong with the streams.
enum Trouble {
    Reading(io::Error),
    Writing(io::Error),
}

/// A chunk on its way to whoever answers it, and the way back.
type Job = (Chunk, SyncSender<Answered>);

fn answer_all(
    input: Box<dyn Read + Send + '_>,
    out: &mut dyn Write,
    answerer: &Answerer<'_>,
    jobs: NonZeroUsize,
    progress: &mut Progress<'_>,
    leave: bool,
) -> Result<Tally, Trouble> {
    // Enough that nobody waits for the slowest chunk, few enough to hold in memory.
    let under_way = jobs.get().saturating_mul(4);
    let (to_answer, jobs_waiting) = sync_channel::<Job>(under_way);
    let (in_order, answers) = sync_channel::<Receiver<Answered>>(under_way);
    let jobs_waiting = Mutex::new(jobs_waiting);
    let spare = Spare::default();
    std::thread::scope(|scope| {
        let (most, spare) = (answerer.shape.lines_at_once(), &spare);
        let reader = scope.spawn(move || read(input, most, spare, &to_answer, &in_order));
        for _ in 0..jobs.get() {
            scope.spawn(|| {
                // Nothing panics while it holds the lock.
                let mut decider = answerer.decider();
                let next = || jobs_waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((chunk, back)) = next() {
                    // When nobody waits for it any more, the next one is not waited for either.
                    let _ = back.send(answerer.answer(&chunk, spare.take(), &mut decider));
                    spare.give_back(chunk.into_memory());
                }
            });
        }
        let mut tally = Tally::default();
        for answer in answers {
            // A chunk without an answer is the reader's last word, or somebody panicked; the scope then does, too.
            let Ok(done) = answer.recv() else { break };
            let written = out.write_all(&done.text).and_then(|()| out.flush());
            tally.add(&done);
            match written {
                Ok(()) => {}
                Err(error) => {
                    let unread = error.kind() == ErrorKind::BrokenPipe;
                    tally.left = unread;
                    if leave {
                        progress.end(&if unread { String::new() } else { plain(&unwritten(&error)) });
                        std::process::exit(if unread { tally.code() } else { FAILED }.into());
                    }
                    return if unread { Ok(tally) } else { Err(Trouble::Writing(error)) };
                }
            }
            progress.show(tally.lines, tally.bad, done.read);
            spare.give_back(done.text);
        }
        match reader.join() {
            Ok(Ok(())) => Ok(tally),
            Ok(Err(error)) => Err(Trouble::Reading(error)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Reads to the end, or until nobody takes what is read.
fn read(
    input: Box<dyn Read + Send + '_>,
    most: usize,
    spare: &Spare,
    to_answer: &SyncSender<Job>,
    in_order: &SyncSender<Receiver<Answered>>,
) -> io::Result<()> {
    let mut lines = Lines::new(input, most);
    while let Some(chunk) = lines.next_chunk(spare.take())? {
        let (back, answer) = sync_channel(1);
        if in_order.send(answer).is_err() || to_answer.send((chunk, back)).is_err() {
            break;
        }
    }
    Ok(())
}
