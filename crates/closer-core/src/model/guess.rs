//! Where a name may stand in a list.

/// A guess at the place of a name, from its length and its first and last letters. It may be wrong: whoever asks compares the name that stands
/// there, and searches where it is another one. So the worst that names can do is to make finding them as slow as a search.
#[derive(Debug, Clone, Default)]
pub(super) struct Guess {
    /// A power of two many; [`NOWHERE`] where no name belongs.
    places: Box<[u16]>,
}

const NOWHERE: u16 = u16::MAX;

impl Guess {
    pub(super) fn new<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Self {
        let len = names.len().saturating_mul(4).next_power_of_two();
        let mut guess = Self { places: vec![NOWHERE; len].into() };
        for (at, name) in (0..NOWHERE).zip(names) {
            let slot = guess.slot(name);
            guess.places.get_mut(slot).into_iter().for_each(|place| *place = at);
        }
        guess
    }

    /// The place where a name stands, if it is one of the list.
    #[inline]
    pub(super) fn place(&self, name: &str) -> usize {
        self.places.get(self.slot(name)).copied().unwrap_or(NOWHERE).into()
    }

    /// The middle of the product, where every letter has a say: the upper half goes into the lower one first, since a product never carries
    /// downwards.
    #[inline]
    fn slot(&self, name: &str) -> usize {
        let letters = letters(name.as_bytes());
        let mixed = (letters ^ (letters >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        usize::try_from(mixed).unwrap_or_default() & self.places.len().saturating_sub(1)
    }
}

/// The first and the last letters, on top of each other.
#[inline]
fn letters(name: &[u8]) -> u64 {
    let (first, last) = match (name.first_chunk(), name.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (name.first_chunk(), name.last_chunk()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => (name.iter().fold(0, |all, letter| all << 8 | u64::from(*letter)), 0),
        },
    };
    first ^ last.rotate_left(31) ^ u64::try_from(name.len()).unwrap_or_default().rotate_left(53)
}
