//! `closer ask`: a few questions, then what to do.
//!
//! Questions are plain numbered lines, so that they read the same in a terminal, through a screen reader and in a pipe. They go to standard
//! error; standard output has the advice alone.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};

use clap::{ArgMatches, Command};
use closer_core::model::{Fact, Kind};
use closer_core::{Context, NextQuestion, Program, Questionnaire, RuleSet};

use crate::Person;
use crate::answer::Answer;
use crate::command::{FirstLook, Given};
use crate::facts::{self, FactFlags};
use crate::failure::Failure;
use crate::language::Language;
use crate::page::{Extent, Page};
use crate::render::{ASIDE, NUMBER, TITLE, json, text};
use crate::told::{self, TOP};
use crate::words::{clean, put};

/// Nobody types a longer answer.
const LONGEST_ANSWER: u64 = 1_000;

/// The command, with the flags of the pack in use.
pub(crate) fn command(flags: Option<Given<'_>>) -> Command {
    told::told(Command::new("ask").about("Answer a few questions, then see what to do"), flags)
        .args([told::top(), told::format(&["text", "json"], "How to print it: text or json")])
        .after_help("What you tell as options is not asked. --help shows everything you can tell.")
}

/// Asks, then answers.
pub(crate) fn run(
    matches: &ArgMatches,
    flags: &FactFlags,
    program: &Program,
    look: &FirstLook,
    person: &mut Person<'_>,
    width: usize,
) -> Result<Answer, Failure> {
    let (rules, language) = (program.rules(), flags.language());
    if matches.get_one::<String>("context").is_some_and(|path| path == "-") {
        return Err(Failure::told_in(
            language,
            language.say("standard input is where your answers come from"),
            language.say("put what you know into a file, and name it"),
        ));
    }
    let context = told::gather(matches, flags, rules, person.input)?;
    let top = told::top_of(matches);

    let mut questions = program.questionnaire(context, top);
    let mut talk = Talk { person: &mut *person.talk, language, width, written: String::new() };
    talk.hold(&mut questions, program, person.input).map_err(|error| silenced(&error, language))?;

    let again = again(flags, rules, look, matches, questions.context());
    let advice = questions.advice();
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        let json = json::render(&advice)?;
        return Ok(Answer { text: json, summary: Some(again), ..Answer::default() });
    }
    let explain = |action: &str| program.explain(questions.context(), action);
    let page = Page::new(&advice, rules, Extent { top, all: false, can_show_all: false }, language, explain);
    let mut text = text::render(&page, width);
    put(&mut text, format_args!("\n{again}"));
    Ok(Answer { text, ..Answer::default() })
}

/// The command that gives the same advice without questions, on a line of its own however long it is.
fn again(
    flags: &FactFlags,
    rules: &RuleSet,
    look: &FirstLook,
    matches: &ArgMatches,
    context: &Context,
) -> String {
    let mut line = told::again("suggest", flags, rules, look, context);
    match matches.get_one::<u16>("top") {
        Some(top) if top.to_string() != TOP => put(&mut line, format_args!(" -n {top}")),
        _ => {}
    }
    format!("{ASIDE}{}{ASIDE:#}\n{line}\n", flags.language().say("The same again, without questions:"))
}

fn silenced(error: &std::io::Error, language: Language) -> Failure {
    Failure::plain(language.fill("the questions cannot be asked: {}", &[&clean(&error.to_string())]))
        .said_in(language)
}

/// What somebody makes of a question.
enum Reply {
    Said(Context),
    Skip,
    Back,
    Done,
    /// Something that is no answer.
    Puzzling(String),
}

/// A conversation.
struct Talk<'a> {
    person: &'a mut dyn Write,
    language: Language,
    width: usize,
    written: String,
}

impl Talk<'_> {
    /// Asks until nothing that could be said would change what comes first, or nobody answers any more.
    fn hold(
        &mut self,
        questions: &mut Questionnaire,
        program: &Program,
        input: &mut dyn Read,
    ) -> std::io::Result<()> {
        let mut answers = BufReader::new(input);
        let mut asked: usize = 0;
        loop {
            let Some(question) = questions.next_question() else {
                self.line(match asked {
                    0 => "Nothing that you could still tell would change what comes first.",
                    _ => "Thank you, that is all: nothing more would change what comes first.",
                });
                self.gap();
                return self.speak();
            };
            if asked == 0 {
                self.line(
                    "A few questions, the most telling first. Type a number. Enter skips, b goes back, d shows the advice now.",
                );
                self.gap();
            }
            asked = asked.saturating_add(1);
            let Some(fact) = program.rules().vocabulary().find(&question.fact) else { return Ok(()) };
            self.ask(&question, fact);
            loop {
                self.written.push_str("> ");
                self.speak()?;
                let reply = match read_line(&mut answers)? {
                    Some(line) => reply(&line, &question, fact, program, self.language),
                    None => Reply::Done,
                };
                match reply {
                    Reply::Said(answer) => _ = questions.answer(&answer),
                    Reply::Skip => _ = questions.skip(&question.fact),
                    Reply::Back if questions.back() => {}
                    Reply::Back => {
                        self.line("This is the first question.");
                        continue;
                    }
                    Reply::Done => {
                        self.gap();
                        return self.speak();
                    }
                    Reply::Puzzling(what) => {
                        let english =
                            "I do not understand “{}”. Type one of the numbers, or press Enter to skip.";
                        let said = match fact.kind {
                            Kind::Int { .. } => {
                                "I do not understand “{}”. Type a number from {} to {}, or press Enter to skip."
                            }
                            _ => english,
                        };
                        let (low, high) = limits(fact);
                        let line = self.language.fill(said, &[&clean(&what), &low, &high]);
                        self.paragraph(&line);
                        continue;
                    }
                }
                break;
            }
            self.gap();
        }
    }

    fn ask(&mut self, question: &NextQuestion, fact: &Fact) {
        for line in textwrap::wrap(&clean(&question.question), self.room(0)) {
            put(&mut self.written, format_args!("{TITLE}{line}{TITLE:#}\n"));
        }
        if let Kind::Int { .. } = fact.kind {
            let (low, high) = limits(fact);
            let hint = self.language.fill("A number from {} to {}.", &[&low, &high]);
            put(&mut self.written, format_args!("{ASIDE}{hint}{ASIDE:#}\n"));
            return;
        }
        for (number, answer) in (1..).zip(choices(question, fact)) {
            let number = format!("{number:>3}  ");
            for (at, line) in
                textwrap::wrap(&clean(&answer.title), self.room(number.len())).iter().enumerate()
            {
                if at == 0 {
                    put(&mut self.written, format_args!("{NUMBER}{number}{NUMBER:#}{line}\n"));
                } else {
                    put(&mut self.written, format_args!("{:1$}{line}\n", "", number.len()));
                }
            }
        }
    }

    fn line(&mut self, english: &'static str) {
        self.paragraph(self.language.say(english));
    }

    fn paragraph(&mut self, said: &str) {
        for line in textwrap::wrap(said, self.room(0)) {
            put(&mut self.written, format_args!("{line}\n"));
        }
    }

    fn room(&self, indent: usize) -> usize {
        self.width.clamp(20, 88).saturating_sub(indent)
    }

    fn gap(&mut self) {
        self.written.push('\n');
    }

    fn speak(&mut self) -> std::io::Result<()> {
        self.person.write_all(std::mem::take(&mut self.written).as_bytes())?;
        self.person.flush()
    }
}

/// The answers in the order in which one would say them: yes comes before no.
fn choices<'a>(question: &'a NextQuestion, fact: &Fact) -> Vec<&'a closer_core::Answer> {
    let mut choices: Vec<&closer_core::Answer> = question.answers.iter().collect();
    if fact.kind == Kind::Bool {
        choices.reverse();
    }
    choices
}

/// The lowest and the highest number of a fact.
fn limits(fact: &Fact) -> (String, String) {
    match fact.kind {
        Kind::Int { low, high, .. } => (low.to_string(), high.to_string()),
        _ => (String::new(), String::new()),
    }
}

/// The next line; `None` at the end. What is too long for an answer is read, and cut.
fn read_line(answers: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = loop {
        match answers.by_ref().take(LONGEST_ANSWER).read_until(b'\n', &mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    if read == 0 {
        return Ok(None);
    }
    while !bytes.ends_with(b"\n") {
        let mut rest = Vec::new();
        if answers.by_ref().take(LONGEST_ANSWER).read_until(b'\n', &mut rest)? == 0 || rest.ends_with(b"\n") {
            break;
        }
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
}

/// A number of the list, a value, or what the value is called.
fn reply(line: &str, question: &NextQuestion, fact: &Fact, program: &Program, language: Language) -> Reply {
    let typed = line.to_lowercase();
    let is_answer = question.answers.iter().any(|answer| {
        answer.title.to_lowercase() == typed || facts::spelled(&answer.value).to_lowercase() == typed
    });
    // Of what would be an answer, too, only the letters that are announced are no answer.
    let announced = match language {
        Language::English => ["b", "d"],
        Language::German => ["z", "f"],
    };
    match typed.as_str() {
        "" => return Reply::Skip,
        word if is_answer && !announced.contains(&word) => {}
        "b" | "back" | "z" | "zurück" => return Reply::Back,
        "d" | "done" | "f" | "fertig" => return Reply::Done,
        _ => {}
    }
    let is_number = matches!(fact.kind, Kind::Int { .. });
    let choices = choices(question, fact);
    let chosen = typed.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?)).copied();
    // Of yes and no, a letter is enough.
    let called = || {
        let is_meant = |title: &str| title == typed || (fact.kind == Kind::Bool && title.starts_with(&typed));
        choices.iter().copied().find(|answer| is_meant(&answer.title.to_lowercase()))
    };
    let value = match chosen.filter(|_| !is_number).or_else(called) {
        Some(answer) => serde_json::to_value(&answer.value).ok(),
        None => None,
    };
    let context = match value {
        Some(value) => program.context(&serde_json::json!({ &*fact.name: value })).ok(),
        None => {
            program.rules().test(&fact.name, line).ok().filter(|test| !test.allowed.is_empty()).map(|test| {
                let mut context = Context::unknown(program.rules().vocabulary());
                context.say(program.rules().vocabulary(), &test);
                context
            })
        }
    };
    context.map_or_else(|| Reply::Puzzling(line.to_owned()), Reply::Said)
}
