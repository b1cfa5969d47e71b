//! The form of a name under which a gazetteer files it, and its hash.
//!
//! Capitals, marks, points, apostrophes and the difference between a hyphen and a space do not
//! count: `St. John's` is `st johns`, `Guinea-Bissau` is `guinea bissau`.

use std::collections::HashMap;
use std::hash::Hasher;

use fnv::FnvHasher;

/// Bits of a hash that a key keeps; the others hold the place.
pub(super) const PLACE_BITS: u32 = 24;

/// Writes the form of a name under which it is filed; `letters` are plain letters for marked ones.
pub(crate) fn fold(name: &str, letters: &HashMap<char, Box<str>>, into: &mut String) {
    into.clear();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            into.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            for small in letter.to_lowercase() {
                match letters.get(&small) {
                    Some(plain) => into.push_str(plain),
                    None => into.push(small),
                }
            }
        } else if is_gap(letter) && !into.is_empty() && !into.ends_with(' ') {
            into.push(' ');
        }
    }
    into.truncate(into.trim_end().len());
}

/// Points and apostrophes join what stands around them; everything else parts it.
fn is_gap(letter: char) -> bool {
    !matches!(letter, '.' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`')
}

/// The hash of a folded name, in the upper bits of a key (FNV-1a, finished by a mix).
pub(super) fn hash(folded: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(folded.as_bytes());
    let hash = hasher.finish();
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed >> PLACE_BITS << PLACE_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filed_without_their_dress() {
        let letters = HashMap::from([('ü', "u".into())]);
        let of = |name: &str| {
            let mut folded = String::new();
            fold(name, &letters, &mut folded);
            folded
        };
        assert_eq!(of("St. John's"), "st johns");
        assert_eq!(of("Guinea-Bissau"), "guinea bissau");
        assert_eq!(of(" ZÜRICH, "), "zurich");
        assert_eq!(of("..."), "");
    }

    #[test]
    fn hashes_leave_room_for_the_place() {
        assert_eq!(hash("paris") & ((1 << PLACE_BITS) - 1), 0);
        assert_ne!(hash("paris"), hash("parish"));
    }
}
