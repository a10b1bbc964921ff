//! Letters that are not what they seem.

/// Whether a character does not show, or turns the reading direction, or acts on a terminal: all that could make a text read as something
/// other than it says.
///
/// No rule pack, language file or file of tests that has been read holds any, but for line ends and tabs. What comes from elsewhere, such as a
/// word of a context that is repeated in a complaint, may: a program that prints it should escape these characters.
///
/// They are controls, line separators, direction marks, invisible letters and non-characters. The joiners and variation selectors that
/// scripts and emoji are made with are not among them.
///
/// ```
/// use closer_core::is_hidden;
///
/// assert!(['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}'].into_iter().all(is_hidden));
/// assert!(!"größer, 日本語, 👍🏽, 👩‍🔬".chars().any(is_hidden));
/// ```
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_control();
    }
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        // The last two of every plane are not characters.
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// The plain letter that a Greek, Cyrillic or full-width one is taken for.
pub(crate) fn looks_like(letter: char) -> Option<char> {
    let full_width = u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32);
    let full_width = full_width.filter(char::is_ascii_alphanumeric);
    let (_, plain) = LOOK_ALIKES.iter().find(|(alike, _)| alike.contains(letter)).copied().unzip();
    plain.or(full_width)
}

/// Cyrillic and Greek letters by what they are taken for. Those that differ visibly in common typefaces are left out, and so are those that stand for something beside plain
/// letters, such as α.
const LOOK_ALIKES: [(&str, char); 40] = [
    ("а", 'a'),
    ("ԁ", 'd'),
    ("е", 'e'),
    ("һҺ", 'h'),
    ("і", 'i'),
    ("јϳ", 'j'),
    ("ӏ", 'l'),
    ("ο", 'o'),
    ("о", 'o'),
    ("р", 'p'),
    ("ԛ", 'q'),
    ("ѕ", 's'),
    ("ν", 'v'),
    ("ѵ", 'v'),
    ("ԝ", 'w'),
    ("х", 'x'),
    ("уү", 'y'),
    ("сϲ", 'c'),
    ("ΑА", 'A'),
    ("ΒВ", 'B'),
    ("СϹ", 'C'),
    ("ΕЕ", 'E'),
    ("ΗН", 'H'),
    ("ΙІ", 'I'),
    ("ЈͿ", 'J'),
    ("ΚК", 'K'),
    ("ΜМϺ", 'M'),
    ("Ν", 'N'),
    ("ΟО", 'O'),
    ("ΡР", 'P'),
    ("Ԛ", 'Q'),
    ("Ѕ", 'S'),
    ("ΤТ", 'T'),
    ("Ԝ", 'W'),
    ("ΧХ", 'X'),
    ("ΥҮУ", 'Y'),
    ("Ζ", 'Z'),
    ("Ϝ", 'F'),
    ("Ѵ", 'V'),
    ("Ӏ", 'l'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_up_scripts_and_emoji_is_not_hidden() {
        for text in ["👩‍🔬", "❤️", "می‌خواهم", "ÅÄÖ e\u{301}", "שלום", "한국어"]
        {
            assert!(!text.chars().any(is_hidden), "{text}");
        }
        for letter in ['\0', '\n', '\t', '\u{7f}', '\u{85}', '\u{feff}', '\u{ffff}', '\u{1fffe}', '\u{e0041}']
        {
            assert!(is_hidden(letter), "{letter:?}");
        }
    }

    #[test]
    fn only_foreign_letters_look_like_plain_ones() {
        assert_eq!(looks_like('а'), Some('a'));
        assert_eq!(looks_like('ａ'), Some('a'));
        assert!(('\0'..='\u{7f}').all(|letter| looks_like(letter).is_none()));
        assert!("äжλµ日".chars().all(|letter| looks_like(letter).is_none()));
        let mut all = LOOK_ALIKES.iter().flat_map(|(alike, _)| alike.chars());
        assert!(all.all(|letter| !letter.is_ascii()));
    }

    /// Unicode's own list, which is not small, knows what can be confused; the table above has what can be confused with a plain letter.
    #[test]
    fn the_table_has_what_unicode_has() {
        let skeleton = |letter: char| unicode_security::skeleton(&letter.to_string()).collect::<String>();
        for (alikes, plain) in LOOK_ALIKES {
            for alike in alikes.chars() {
                assert_eq!(skeleton(alike), skeleton(plain), "{alike} and {plain}");
            }
        }
        let plain: Vec<String> = ('a'..='z').chain('A'..='Z').map(skeleton).collect();
        let missing: String = ('\u{370}'..='\u{52f}')
            .filter(|letter| plain.contains(&skeleton(*letter)) && looks_like(*letter).is_none())
            .collect();
        assert_eq!(missing, "αγιρσυϒϭϱϸЬгшѡҽԌ", "left out on purpose");
    }
}
