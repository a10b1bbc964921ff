/// The word that was probably meant: the nearest by edits within a third of the length, or one that the word begins with.
///
/// Words of one or two letters are too short to guess from.
pub(crate) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if length < 3 {
        return None;
    }
    among
        .into_iter()
        .filter_map(|candidate| {
            let plain = candidate.to_lowercase();
            let longest = length.max(plain.chars().count());
            let edits = strsim::damerau_levenshtein(&word, &plain);
            let begins = plain.len() >= 3 && (word.starts_with(&plain) || plain.starts_with(&word));
            if edits <= (longest / 3).max(1) {
                Some((edits, candidate))
            } else {
                begins.then_some((longest, candidate))
            }
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(nearest("went_wel", ["went_well", "level"]), Some("went_well"));
        assert_eq!(nearest("middle", ["entry", "mid", "senior"]), Some("mid"));
        assert_eq!(nearest("exec", ["entry", "executive"]), Some("executive"));
    }

    #[test]
    fn a_third_of_the_letters_may_be_wrong() {
        assert_eq!(nearest("xxxfident", ["confident"]), Some("confident"));
        assert_eq!(nearest("xxxxident", ["confident"]), None);
        assert_eq!(nearest("xxx", ["yes", "xxy"]), Some("xxy"));
    }

    #[test]
    fn a_different_word_is_not() {
        assert_eq!(nearest("banana", ["went", "level"]), None);
        assert_eq!(nearest("ab", ["abc"]), None);
    }
}
