//! From bytes of contexts to planes, and back.

/// Turns 64 bytes, eight in a word, so that word `b` has bit `b` of every byte.
#[inline]
pub(super) fn turn(words: &mut [u64; 8]) {
    turn_words(words);
    swap_bytes(words);
}

/// Turns back what [`turn`] has turned.
#[inline]
pub(super) fn turn_back(words: &mut [u64; 8]) {
    swap_bytes(words);
    turn_words(words);
}

/// Within every word, bit `b` of byte `j` changes places with bit `j` of byte `b`: first single bits of neighbouring bytes, then pairs, then halves.
///
/// Of a slice, as a loop of unknown length is what a compiler makes wide instructions of.
#[inline]
fn turn_words(words: &mut [u64]) {
    for word in words {
        for (by, mask) in
            [(7, 0x00aa_00aa_00aa_00aa), (14, 0x0000_cccc_0000_cccc), (28, 0x0000_0000_f0f0_f0f0_u64)]
        {
            let moved = (*word ^ *word >> by) & mask;
            *word ^= moved ^ moved << by;
        }
    }
}

/// Byte `j` of word `k` changes places with byte `k` of word `j`.
#[inline]
fn swap_bytes(words: &mut [u64; 8]) {
    swap::<4>(words, 0x0000_0000_ffff_ffff);
    swap::<2>(words, 0x0000_ffff_0000_ffff);
    swap::<1>(words, 0x00ff_00ff_00ff_00ff);
}

/// The bytes outside of the mask change places with those under it in the word that is so far away.
#[inline]
fn swap<const FAR: usize>(words: &mut [u64; 8], mask: u64) {
    let by = FAR << 3;
    for pair in words.chunks_exact_mut(FAR << 1) {
        let Some((low, high)) = pair.split_at_mut_checked(FAR) else { continue };
        for (low, high) in low.iter_mut().zip(high) {
            let moved = (*low >> by ^ *high) & mask;
            *high ^= moved;
            *low ^= moved << by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{turn, turn_back};

    #[test]
    fn every_bit_has_its_place() {
        for at in 0..64 {
            for bit in 0..8 {
                let mut words = [0_u64; 8];
                words[at / 8] = 1 << (at % 8 * 8 + bit);
                let before = words;
                turn(&mut words);
                let mut expected = [0; 8];
                expected[bit] = 1 << at;
                assert_eq!(words, expected, "bit {bit} of byte {at}");
                turn_back(&mut words);
                assert_eq!(words, before);
            }
        }
    }
}
