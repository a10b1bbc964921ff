//! What a command gives back, and how it reaches the person: the only place that writes.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use anstream::stream::{AsLockedWrite, IsTerminal, RawStream};
use clap::ColorChoice;

use crate::failure::{Failure, Plain, reason};
use crate::language::Language;
use crate::render::diagnostics;
use crate::safe::{clean_lines, styled};

/// What a command gives back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// For standard output.
    pub(crate) text: String,
    /// For standard error, after the answer: what it comes to.
    pub(crate) summary: Option<String>,
    /// For a person at a terminal only, beside the answer.
    pub(crate) hint: Option<String>,
    /// Whether the answer is "no": something was looked for, and it is not as it should be.
    pub(crate) no: bool,
}

/// The answer is "no".
pub(crate) const NO: u8 = 1;

/// Could not do it.
pub(crate) const FAILED: u8 = 2;

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    Whole,
    /// Its reader went away, and there is nobody to tell more.
    Unread,
    Failed,
}

impl Printed {
    fn code(self) -> ExitCode {
        if self == Self::Failed { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
    }
}

/// Where answers and complaints go.
pub(crate) struct Outlets<'a, O, E> {
    pub(crate) out: &'a mut O,
    pub(crate) err: &'a mut E,
    pub(crate) color: ColorChoice,
}

impl<O, E> Outlets<'_, O, E>
where
    O: RawStream + AsLockedWrite,
    E: RawStream + AsLockedWrite,
{
    /// Writes the answer, or says why there is none.
    pub(crate) fn close(mut self, result: Result<Answer, Failure>, width: usize, quiet: bool) -> ExitCode {
        match result {
            Ok(answer) => {
                let printed = self.print(&answer.text);
                let quiet = quiet || printed == Printed::Unread;
                if let Some(summary) = answer.summary.filter(|_| !quiet) {
                    self.complain(&summary);
                }
                if let Some(hint) = answer.hint.filter(|_| !quiet && self.err.is_terminal()) {
                    self.complain(&format!("\n{hint}"));
                }
                if answer.no && printed != Printed::Failed { ExitCode::from(NO) } else { printed.code() }
            }
            Err(Failure::Arguments(error)) if !error.use_stderr() => self.print(&arguments(&error)).code(),
            Err(failure) => {
                self.complain(&match failure {
                    Failure::Arguments(error) => arguments(&error),
                    Failure::Plain(plain) => diagnostics::plain(&plain),
                    Failure::Mistakes { found, files } => diagnostics::render(&found, &files, width),
                });
                ExitCode::from(FAILED)
            }
        }
    }

    /// A reader that has seen enough may close the pipe; anything else that stops the writing is a failure.
    fn print(&mut self, text: &str) -> Printed {
        let mut out = AutoStream::new(&mut *self.out, choice(self.color));
        // A program may be given back a text as it is; on a terminal nothing acts that is not ours.
        let text = if out.is_terminal() { Cow::Owned(styled(text)) } else { Cow::Borrowed(text) };
        let written = if out.current_choice() == anstream::ColorChoice::Never {
            // In one piece: without colour there is nothing between the lines that a stream would have to look at.
            let plain = plain(&text);
            out.into_inner().write_all(plain.as_bytes()).and_then(|()| self.out.flush())
        } else {
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        };
        match written {
            Ok(()) => Printed::Whole,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Printed::Unread,
            Err(error) => {
                self.complain(&diagnostics::plain(&unwritten(&error)));
                Printed::Failed
            }
        }
    }

    /// When not even a complaint can be written there is nobody left to tell.
    fn complain(&mut self, text: &str) {
        let mut err = AutoStream::new(&mut *self.err, choice(self.color));
        let _ = err.write_all(styled(text).as_bytes()).and_then(|()| err.flush());
    }
}

/// A text without its colours, as a stream that shows none would leave it.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('\u{1b}');
    plain.push_str(pieces.next().unwrap_or_default());
    let mut acts = acts(&plain);
    for piece in pieces {
        match piece.strip_prefix('[').and_then(|rest| rest.trim_start_matches(is_of_code).strip_prefix('m')) {
            Some(rest) => {
                acts = acts || self::acts(rest);
                plain.push_str(rest);
            }
            None => acts = true,
        }
    }
    // What is not ours is looked at letter by letter.
    if acts { anstream::adapter::strip_str(text).to_string() } else { plain }
}

fn is_of_code(char: char) -> bool {
    char.is_ascii_digit() || char == ';'
}

/// Whether some of it could be a command to a terminal. U+0080 to U+009F begin with the byte C2.
fn acts(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, 0..=9 | 11..=31 | 0x7f | 0xc2))
}

/// The answer could not be written.
pub(crate) fn unwritten(error: &std::io::Error) -> Plain {
    let message = format!("the answer cannot be written: {}", reason(error));
    Plain { message, tip: None, language: Language::English }
}

/// What the argument parser says. It repeats what was typed, so colour is given up where that would act on a terminal.
fn arguments(error: &clap::Error) -> String {
    let plain = error.render().to_string();
    let safe = clean_lines(&plain);
    if safe == plain { error.render().ansi().to_string() } else { safe }
}

pub(crate) fn choice(color: ColorChoice) -> anstream::ColorChoice {
    match color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn colours_are_left_out_as_a_stream_leaves_them_out(
            pieces in prop::collection::vec(
                prop_oneof![
                    "\\PC{0,8}",
                    "\u{1b}\\[[0-9;]{0,5}m",
                    Just("\n".to_owned()),
                    "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{1b}\\[m;0-9a-f“€]{0,4}",
                ],
                0..12,
            ),
        ) {
            let text = pieces.concat();
            prop_assert_eq!(plain(&text), anstream::adapter::strip_str(&text).to_string());
        }
    }
}
