//! Words in a row, as hashes of threes.
//!
//! The hashes are kept in stores, so how they are made never changes.

/// Reads words and hashes every three in a row.
#[derive(Default)]
pub(super) struct Threes {
    last: [u64; 2],
    n_words: usize,
    hashes: Vec<u64>,
}

/// Offset basis and prime of FNV-1a.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Threes {
    /// Goes on with the words of a piece of text.
    pub(super) fn read(&mut self, text: &str) {
        self.hashes.reserve(text.len() / 6);
        let bytes = text.as_bytes();
        let (mut at, mut word) = (0, BASIS);
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii_alphanumeric() {
                word = step(word, byte.to_ascii_lowercase());
                at += 1;
            } else if byte.is_ascii() {
                self.end(&mut word);
                at += 1;
            } else {
                let c = text[at..].chars().next().expect("a character begins here");
                self.beyond_ascii(c, &mut word);
                at += c.len_utf8();
            }
        }
        self.end(&mut word);
    }

    /// The hashes of all threes so far, in order.
    pub(super) fn finish(self) -> Vec<u64> {
        self.hashes
    }

    fn beyond_ascii(&mut self, c: char, word: &mut u64) {
        if !c.is_alphanumeric() {
            return self.end(word);
        }
        let is_alone = is_written_without_spaces(c);
        if is_alone {
            self.end(word);
        }
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            *word = lower.encode_utf8(&mut buffer).bytes().fold(*word, step);
        }
        if is_alone {
            self.end(word);
        }
    }

    /// Ends a word, if one was begun.
    fn end(&mut self, word: &mut u64) {
        let word = std::mem::replace(word, BASIS);
        if word == BASIS {
            return;
        }
        let [first, second] = self.last;
        self.n_words += 1;
        if self.n_words > 2 {
            self.hashes.push(mix(first.rotate_left(42) ^ second.rotate_left(21) ^ word));
        }
        self.last = [second, mix(word)];
    }
}

fn step(word: u64, byte: u8) -> u64 {
    (word ^ u64::from(byte)).wrapping_mul(PRIME)
}

/// Spreads every bit over all (the finisher of MurmurHash3).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

/// Whether a character belongs to a script that does not part words, where each counts as one.
fn is_written_without_spaces(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff // Thai, Lao
        | 0x1000..=0x109f // Burmese
        | 0x1780..=0x17ff // Khmer
        | 0x3040..=0x30ff // Hiragana, Katakana
        | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff) // Han
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threes(text: &str) -> Vec<u64> {
        let mut threes = Threes::default();
        threes.read(text);
        threes.finish()
    }

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(threes("A1 - b,c\nd"), threes("a1 B c D"));
        assert!(threes("a b").is_empty());
        assert_eq!(threes("a b c d").len(), 2);
    }

    #[test]
    fn order_and_borders_count() {
        assert_ne!(threes("a b c"), threes("b a c"));
        assert_ne!(threes("a b c"), threes("c b a"));
        assert_ne!(threes("ab c d"), threes("a bc d"));
        assert_ne!(threes("a a b"), threes("b b b"));
    }

    #[test]
    fn any_script_has_words() {
        assert_eq!(threes("ПОСОЛ Аланда УЕХАЛ"), threes("посол аланда уехал"));
        assert_eq!(threes("大使离开了").len(), 3);
    }

    #[test]
    fn pieces_go_on_where_the_last_ended() {
        let mut pieces = Threes::default();
        ["a b", "c", "d e"].iter().for_each(|piece| pieces.read(piece));
        assert_eq!(pieces.finish(), threes("a b c d e"));
    }

    #[test]
    fn the_hashes_never_change() {
        assert_eq!(threes("the envoy left"), [KNOWN]);
    }

    /// As made first; stores hold fingerprints of such.
    const KNOWN: u64 = 6_165_033_298_000_523_687;
}
