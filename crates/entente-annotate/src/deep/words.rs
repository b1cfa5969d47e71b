//! Words as BERT's uncased vocabulary wants them: clean, without accents, in lower case, each sign
//! of punctuation and each ideograph by itself.
//!
//! What is a mark or a sign is a matter of the Unicode of that vocabulary's tokenizer, so the
//! classes are tables ([`super::classes`]).

use unicode_normalization::UnicodeNormalization;

use super::classes::{DROPPED, IDEOGRAPHS, MARKS, PUNCTUATION};

/// Hands out the words of a text in order, each with the byte of the text at which it starts.
pub(super) fn words(text: &str, mut out: impl FnMut(usize, &str)) {
    let (mut word, mut start) = (String::new(), 0);
    let letters = text.char_indices().filter(|(_, c)| !is_in(DROPPED, *c));
    for (at, c) in letters.flat_map(|(at, c)| plain(c).map(move |c| (at, c))) {
        let is_alone = stands_alone(c);
        if (is_alone || c.is_whitespace()) && !word.is_empty() {
            out(start, &word);
            word.clear();
        }
        if is_alone {
            out(at, c.encode_utf8(&mut [0; 4]));
        } else if !c.is_whitespace() {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
        }
    }
    if !word.is_empty() {
        out(start, &word);
    }
}

/// What is left of a character without its marks and its case.
fn plain(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c).nfd().filter(|c| !is_in(MARKS, *c)).flat_map(char::to_lowercase)
}

fn stands_alone(c: char) -> bool {
    c.is_ascii_punctuation() || is_in(PUNCTUATION, c) || is_in(IDEOGRAPHS, c)
}

fn is_in(table: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let after = table.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= table[after - 1].1
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher;

    use fnv::FnvHasher;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |_, word| found.push(word.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_plain_and_signs_stand_alone() {
        check(
            "Zürich's  Élysée-talks,\n1.5%",
            &["zurich", "'", "s", "elysee", "-", "talks", ",", "1", ".", "5", "%"],
        );
        check("", &[]);
        check(" \t\u{a0}\u{200b}\0", &[]);
    }

    #[test]
    fn words_know_where_they_start() {
        let mut starts = Vec::new();
        words(" Été, don't", |at, _| starts.push(at));
        assert_eq!(starts, [1, 6, 8, 11, 12]);
    }

    #[test]
    fn accents_are_taken_off_before_case() {
        check("İZMİR Ångström ΟΔΟΣ", &["izmir", "angstrom", "οδοσ"]);
        check("e\u{301}\u{200d}te\u{301}", &["ete"]);
    }

    #[test]
    fn ideographs_stand_alone_and_other_scripts_do_not() {
        check("北京says 東京", &["北", "京", "says", "東", "京"]);
        check("Киев, ירושלים", &["киев", ",", "ירושלים"]);
        // Syllables of Hangul come apart into letters, which the vocabulary has.
        check("한", &["\u{1112}\u{1161}\u{11ab}"]);
    }

    /// The number is that of the same fold over what the reference makes of `a`, the character, `b`.
    #[test]
    fn every_character_is_read_as_by_the_reference() {
        let mut digest = FnvHasher::default();
        for c in ('\0'..=char::MAX).filter(|c| !is_in(YOUNG, *c)) {
            words(&format!("a{c}b"), |_, word| {
                digest.write(word.as_bytes());
                digest.write_u8(0);
            });
            digest.write_u8(1);
        }
        assert_eq!(digest.finish(), 0x2c94_6685_f7ef_26ee);
    }

    /// Letters of rare scripts that come apart since Unicode 13 to 16; no vocabulary has them.
    const YOUNG: &[(u32, u32)] = &[
        (0x105c9, 0x105c9),
        (0x105e4, 0x105e4),
        (0x11383, 0x11383),
        (0x11385, 0x11385),
        (0x1138e, 0x1138e),
        (0x11391, 0x11391),
        (0x113c5, 0x113c5),
        (0x113c7, 0x113c8),
        (0x11938, 0x11938),
        (0x16121, 0x16128),
        (0x16d68, 0x16d6a),
    ];
}
