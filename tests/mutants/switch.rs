//! Which mutant is on. Put into each library by `hunt.py`, and never part of what is published.
#![allow(warnings, clippy::all)]

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

/// One of two iterators, where a function says only that it returns one.
#[derive(Clone)]
pub enum Either<A, B> {
    Left(A),
    Right(B),
}

impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for Either<A, B> {
    type Item = A::Item;

    fn next(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(left) => left.next(),
            Self::Right(right) => right.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Left(left) => left.size_hint(),
            Self::Right(right) => right.size_hint(),
        }
    }
}

impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for Either<A, B> {
    fn next_back(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(left) => left.next_back(),
            Self::Right(right) => right.next_back(),
        }
    }
}

impl<A: ExactSizeIterator, B: ExactSizeIterator<Item = A::Item>> ExactSizeIterator for Either<A, B> {}

const UNREAD: u32 = u32::MAX;
const RECORDING: u32 = u32::MAX - 1;

static ON: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; 10_000] = [const { AtomicBool::new(false) }; 10_000];

/// Whether this mutant is the one that the environment names.
#[inline]
pub fn on(number: u32) -> bool {
    let on = ON.load(Relaxed);
    if on < RECORDING { on == number } else { seldom(number) }
}

#[cold]
fn seldom(number: u32) -> bool {
    if ON.load(Relaxed) == UNREAD {
        let named = std::env::var("MUTANT").ok().and_then(|number| number.parse().ok());
        let otherwise = if std::env::var_os("MUTANTS_REACHED").is_some() { RECORDING } else { 0 };
        ON.store(named.unwrap_or(otherwise), Relaxed);
        return on(number);
    }
    if let (false, Some(path)) =
        (REACHED[number as usize].swap(true, Relaxed), std::env::var_os("MUTANTS_REACHED"))
    {
        if let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(path) {
            let _ = file.write_all(format!("{number}\n").as_bytes());
        }
    }
    false
}
