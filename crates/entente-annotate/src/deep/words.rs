//! Words as BERT's uncased vocabulary wants them: clean, without accents, in lower case, each sign
//! of punctuation and each ideograph by itself.
//!
//! What is a mark or a sign is a matter of the Unicode of that vocabulary's tokenizer, so the
//! classes are tables ([`super::classes`]).

use unicode_normalization::UnicodeNormalization;

use super::classes::{DROPPED, IDEOGRAPHS, MARKS, PUNCTUATION};

/// Hands out the words of a text in order.
pub(super) fn words(text: &str, mut out: impl FnMut(&str)) {
    let clean = text.chars().filter(|c| !is_in(DROPPED, *c)).nfd();
    let plain = clean.filter(|c| !is_in(MARKS, *c)).flat_map(char::to_lowercase);
    let mut word = String::new();
    for c in plain {
        let is_alone = stands_alone(c);
        if (is_alone || c.is_whitespace()) && !word.is_empty() {
            out(&word);
            word.clear();
        }
        if is_alone {
            out(c.encode_utf8(&mut [0; 4]));
        } else if !c.is_whitespace() {
            word.push(c);
        }
    }
    if !word.is_empty() {
        out(&word);
    }
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
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
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
        let mut digest = 0xcbf2_9ce4_8422_2325_u64;
        let mut fold = |byte: u8| {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        };
        for c in ('\0'..=char::MAX).filter(|c| !is_in(YOUNG, *c)) {
            words(&format!("a{c}b"), |word| {
                word.bytes().chain([0]).for_each(&mut fold);
            });
            fold(1);
        }
        assert_eq!(digest, 0x2c94_6685_f7ef_26ee);
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
