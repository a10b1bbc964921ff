//! How far it has come, for someone who watches.

use std::io::Write;
use std::time::{Duration, Instant};

/// How long work may last before it shows itself.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often it shows itself.
const TICK: Duration = Duration::from_millis(200);

/// A line at a terminal that is written over again and again.
pub(super) struct Progress<'a> {
    talk: &'a mut dyn Write,
    is_watched: bool,
    /// How many bytes there are to read, if anyone knows.
    size: Option<u64>,
    begun: Instant,
    shown: Option<Instant>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(talk: &'a mut dyn Write, is_watched: bool, size: Option<u64>) -> Self {
        Self { talk, is_watched, size, begun: Instant::now(), shown: None }
    }

    /// So many lines were answered, and so many bytes read.
    pub(super) fn show(&mut self, lines: u64, bad: u64, read: u64) {
        let is_time = self.shown.map_or(self.begun.elapsed() > PATIENCE, |shown| shown.elapsed() > TICK);
        if !self.is_watched || !is_time {
            return;
        }
        self.shown = Some(Instant::now());
        let line = told(lines, bad, read, self.size);
        // A terminal that is gone needs no news.
        let _gone = write!(self.talk, "\r\u{1b}[K{line}").and_then(|()| self.talk.flush());
    }

    /// Leaves an empty line.
    pub(super) fn clear(&mut self) {
        if self.shown.is_some() {
            let _gone = self.talk.write_all(b"\r\x1b[K").and_then(|()| self.talk.flush());
        }
    }

    /// Leaves a last word.
    pub(super) fn end(&mut self, word: &str) {
        self.clear();
        let _gone = self.talk.write_all(word.as_bytes()).and_then(|()| self.talk.flush());
    }
}

fn told(lines: u64, bad: u64, read: u64, size: Option<u64>) -> String {
    let percent = size.map(|size| read.saturating_mul(100).checked_div(size).unwrap_or(100).min(100));
    let percent = percent.map(|percent| format!("{percent:>3}%  ")).unwrap_or_default();
    let bad = if bad == 0 { String::new() } else { format!(", {bad} could not be read") };
    format!("{percent}{lines} lines{bad}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_is_known() {
        assert_eq!(told(5, 0, 10, None), "5 lines");
        assert_eq!(told(5, 1, 10, Some(20)), " 50%  5 lines, 1 could not be read");
        assert_eq!(told(0, 0, 0, Some(0)), "100%  0 lines");
    }

    #[test]
    fn nobody_is_told_what_nobody_watches() {
        let mut talk = Vec::new();
        let mut progress = Progress::new(&mut talk, false, None);
        progress.begun = progress.begun.checked_sub(PATIENCE + PATIENCE).unwrap_or(progress.begun);
        progress.show(1, 0, 1);
        progress.clear();
        progress.is_watched = true;
        progress.show(1, 0, 1);
        progress.show(2, 0, 1);
        progress.clear();
        assert_eq!(talk, b"\r\x1b[K1 lines\r\x1b[K");
    }
}
