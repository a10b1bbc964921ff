//! Memory that is used again: what one thread asks for and another gives back makes them wait for each other.

use std::sync::{Mutex, PoisonError};

/// What has grown larger than this is not kept.
const LARGEST: usize = 1 << 20;

/// Pieces of memory that nobody needs at the moment.
#[derive(Debug, Default)]
pub(super) struct Spare(Mutex<Vec<Vec<u8>>>);

impl Spare {
    /// An empty piece, with the room of one that has been of use before.
    pub(super) fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(super) fn give_back(&self, mut piece: Vec<u8>) {
        if piece.capacity() <= LARGEST {
            piece.clear();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        }
    }
}
