//! Lines of any number, in chunks that fit into memory whatever the lines are.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// Nothing that is known of an interview comes near this length.
pub(super) const LONGEST: usize = 1 << 20;

/// A chunk has at most so many lines, so that the first answer does not wait for many others.
const MOST: usize = 64;

/// A chunk has at most so many bytes, and the rest of its last line.
const LARGEST: usize = 1 << 16;

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Kept(Vec<u8>),
    /// It was passed over.
    TooLong,
}

/// Some lines that follow each other.
pub(super) struct Chunk {
    /// The number of the first one; the first of all has the number 1.
    pub(super) first: u64,
    pub(super) lines: Vec<Line>,
    /// How many bytes were read so far, those of earlier chunks included.
    pub(super) read: u64,
}

/// Reads chunks.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    next: u64,
    read: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: BufReader<R>) -> Self {
        Self { input, next: 1, read: 0 }
    }

    /// The lines that are there; it waits for one, and for no more than that.
    pub(super) fn next_chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut chunk = Chunk { first: self.next, lines: Vec::new(), read: 0 };
        let mut size = 0_usize;
        while chunk.lines.len() < MOST && size < LARGEST {
            let waits = !self.input.buffer().contains(&b'\n');
            if !chunk.lines.is_empty() && waits {
                break;
            }
            let Some(line) = self.next_line()? else { break };
            if let Line::Kept(text) = &line {
                size = size.saturating_add(text.len());
            }
            chunk.lines.push(line);
        }
        self.next = self.next.saturating_add(chunk.lines.len() as u64);
        chunk.read = self.read;
        Ok(Some(chunk).filter(|chunk| !chunk.lines.is_empty()))
    }

    /// One line; `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let (mut line, mut begun, mut fits) = (Vec::new(), false, true);
        let whole = |line, fits| Some(if fits { Line::Kept(line) } else { Line::TooLong });
        loop {
            let there = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                there => there?,
            };
            if there.is_empty() {
                return Ok(whole(line, fits).filter(|_| begun));
            }
            begun = true;
            let end = there.iter().position(|byte| *byte == b'\n');
            let part = there.get(..end.unwrap_or(there.len())).unwrap_or_default();
            fits &= line.len().saturating_add(part.len()) <= LONGEST;
            if fits {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let used = part.len().saturating_add(usize::from(end.is_some()));
            self.input.consume(used);
            self.read = self.read.saturating_add(used as u64);
            if end.is_some() {
                return Ok(whole(line, fits));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines, by the lengths that they have.
    fn lengths(text: &[u8], capacity: usize) -> Vec<Option<usize>> {
        let mut lines = Lines::new(BufReader::with_capacity(capacity, text));
        let (mut all, mut next) = (Vec::new(), 1);
        while let Some(chunk) = lines.next_chunk().unwrap() {
            assert_eq!(chunk.first, next);
            next += chunk.lines.len() as u64;
            all.extend(chunk.lines.iter().map(|line| match line {
                Line::Kept(text) => Some(text.len()),
                Line::TooLong => None,
            }));
        }
        assert_eq!(lines.read, text.len() as u64);
        all
    }

    #[test]
    fn every_line_is_read_once_however_it_comes() {
        for capacity in [1, 2, 7, 1000] {
            assert_eq!(lengths(b"", capacity), []);
            assert_eq!(lengths(b"\n", capacity), [Some(0)]);
            assert_eq!(lengths(b"one\n\ntwo", capacity), [Some(3), Some(0), Some(3)]);
            assert_eq!(lengths(&b"x\n".repeat(1000), capacity), vec![Some(1); 1000]);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let long = |length: usize| [&b"a\n"[..], &b"x".repeat(length), b"\nb"].concat();
        assert_eq!(lengths(&long(LONGEST), 4096), [Some(1), Some(LONGEST), Some(1)]);
        assert_eq!(lengths(&long(LONGEST + 1), 4096), [Some(1), None, Some(1)]);
        assert_eq!(lengths(&long(3 * LONGEST), 1 << 16), [Some(1), None, Some(1)]);
        assert_eq!(lengths(&b"x".repeat(LONGEST + 1), 1 << 16), [None]);
    }

    #[test]
    fn it_waits_for_one_line_and_no_more() {
        /// Gives a line, and then never comes back.
        struct Slow(bool);
        impl Read for Slow {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                assert!(!std::mem::replace(&mut self.0, true), "nobody asked for more");
                buffer.get_mut(..4).unwrap().copy_from_slice(b"{}\n{");
                Ok(4)
            }
        }
        let chunk = Lines::new(BufReader::new(Slow(false))).next_chunk().unwrap().unwrap();
        assert_eq!(chunk.lines, [Line::Kept(b"{}".to_vec())]);
    }
}
