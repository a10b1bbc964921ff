//! Lines of any number, in chunks that fit into memory whatever the lines are.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::ops::Range;

/// Nothing that is known of an interview comes near this length.
pub(super) const LONGEST: usize = 1 << 20;

/// A chunk has at most so many bytes, and the rest of its last line.
const LARGEST: usize = 1 << 16;

/// Some lines that follow each other, in one piece of memory: one piece a line would be asked for by one thread and given back by another.
pub(super) struct Chunk {
    /// The number of the first one; the first of all has the number 1.
    pub(super) first: u64,
    text: Vec<u8>,
    /// Where each line stands, without its end; `None` where one was too long and passed over.
    lines: Vec<Option<Range<usize>>>,
    /// How many bytes were read so far, those of earlier chunks included.
    pub(super) read: u64,
}

impl Chunk {
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The memory that the lines stood in.
    pub(super) fn into_memory(self) -> Vec<u8> {
        self.text
    }

    /// The lines without their ends; `None` for one that was too long.
    pub(super) fn lines(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.lines.iter().map(|line| self.text.get(line.clone()?))
    }
}

/// Reads chunks.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    /// A chunk has at most so many lines, so that the first answer does not wait for many others.
    most: usize,
    next: u64,
    read: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, most: usize) -> Self {
        Self { input: BufReader::with_capacity(LARGEST, input), most, next: 1, read: 0 }
    }

    /// The lines that are there, in this piece of memory; it waits for one, and for no more than that.
    pub(super) fn next_chunk(&mut self, text: Vec<u8>) -> io::Result<Option<Chunk>> {
        let mut chunk = Chunk { first: self.next, text, lines: Vec::new(), read: 0 };
        while chunk.len() < self.most && chunk.text.len() < LARGEST {
            let waits = !self.input.buffer().contains(&b'\n');
            if chunk.len() > 0 && waits {
                break;
            }
            if !self.add_line(&mut chunk)? {
                break;
            }
        }
        self.next = self.next.saturating_add(chunk.len() as u64);
        chunk.read = self.read;
        Ok(Some(chunk).filter(|chunk| chunk.len() > 0))
    }

    /// Adds the next line; `false` at the end.
    fn add_line(&mut self, Chunk { text, lines, .. }: &mut Chunk) -> io::Result<bool> {
        let (start, mut begun, mut fits) = (text.len(), false, true);
        loop {
            let there = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                there => there?,
            };
            let end = there.iter().position(|byte| *byte == b'\n');
            let part = there.get(..end.unwrap_or(there.len())).unwrap_or_default();
            let is_last = end.is_some() || there.is_empty();
            begun |= !there.is_empty();
            fits &= text.len().saturating_sub(start).saturating_add(part.len()) <= LONGEST;
            if fits {
                text.extend_from_slice(part);
            } else {
                text.truncate(start);
            }
            let used = part.len().saturating_add(usize::from(end.is_some()));
            self.input.consume(used);
            self.read = self.read.saturating_add(used as u64);
            if is_last {
                lines.extend(begun.then(|| fits.then_some(start..text.len())));
                return Ok(begun);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines, by the lengths that they have.
    fn lengths(text: &[u8], capacity: usize) -> Vec<Option<usize>> {
        let mut lines = Lines::new(text, 64);
        lines.input = BufReader::with_capacity(capacity, text);
        let (mut all, mut next) = (Vec::new(), 1);
        while let Some(chunk) = lines.next_chunk(Vec::new()).unwrap() {
            assert_eq!(chunk.first, next);
            next += chunk.len() as u64;
            all.extend(chunk.lines().map(|line| Some(line?.len())));
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
        let chunk = Lines::new(Slow(false), 64).next_chunk(Vec::new()).unwrap().unwrap();
        assert!(chunk.lines().eq([Some(&b"{}"[..])]));
    }
}
