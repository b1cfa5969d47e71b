//! Character classes and lower case as the reference pipeline sees them: Python's, Unicode 14.
//!
//! The standard library knows a newer Unicode and other classes (`is_alphabetic` also holds for
//! marks and letter numbers), and both differences change features. Code points that were
//! unassigned in Unicode 14 are therefore nothing here: no letter, no case, no digit.

use std::borrow::Cow;

use super::unicode_tables::{ALPHA, DECIMAL, DIGIT, UNASSIGNED};

/// Says whether a character is blank, the four separators U+001C to U+001F included.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Says whether a character is a letter: general category L.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { in_table(ALPHA, c) }
}

/// Says whether a character is an upper-case letter or symbol.
pub fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() && is_assigned(c) }
}

/// Says whether a character has a digit value; superscripts do, fractions do not.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { in_table(DIGIT, c) }
}

/// Says whether a character is a decimal digit of some script.
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { in_table(DECIMAL, c) }
}

/// Says whether a character may be part of a word in a pattern: a letter, a number or `_`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    is_alpha(c) || (c.is_numeric() && is_assigned(c))
}

/// Returns a text in lower case; borrowed where it is so already.
pub fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if !text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Borrowed(text);
        }
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Owned(lower_assigned(text))
}

/// Lowers each stretch between unassigned code points, which have no case and end a word.
fn lower_assigned(text: &str) -> String {
    let mut lowered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| !is_assigned(c)) {
        lowered.push_str(&rest[..at].to_lowercase());
        lowered.push(c);
        rest = &rest[at + c.len_utf8()..];
    }
    lowered.push_str(&rest.to_lowercase());
    lowered
}

fn is_assigned(c: char) -> bool {
    c.is_ascii() || !in_table(UNASSIGNED, c)
}

fn in_table(table: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let after = table.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= table[after - 1].1
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher;

    use fnv::FnvHasher;

    use super::*;

    /// Folds the class bits and the lower-case form of every scalar value into one number.
    fn digest_of_all_characters() -> u64 {
        let mut digest = FnvHasher::default();
        for c in '\0'..=char::MAX {
            let classes =
                [is_space(c), is_alpha(c), is_upper(c), is_digit(c), is_decimal(c), is_word(c)];
            let bits = classes.iter().fold(0, |bits, &class| bits << 1 | u8::from(class));
            digest.write_u8(bits);
            digest.write(lower(c.encode_utf8(&mut [0; 4])).as_bytes());
        }
        digest.finish()
    }

    /// The number is that of the same fold in Python 3.11 over `str.isspace`, `isalpha`, `isupper`,
    /// `isdigit`, `isdecimal`, `re.match(r"\w")` and `str.lower`.
    #[test]
    fn every_character_is_classed_as_in_python() {
        assert_eq!(digest_of_all_characters(), 0x3be2_7b05_f11a_3cda);
    }

    #[test]
    fn lower_case_follows_context_and_age() {
        assert_eq!(lower("abc-1"), "abc-1");
        assert_eq!(lower("ODOS"), "odos");
        assert_eq!(lower("ΟΔΟΣ ΣΑΣ"), "οδος σας");
        // U+A7CB became a capital in Unicode 16: it keeps its form and ends the word before it.
        assert_eq!(lower("ΑΣ\u{a7cb}Α"), "ας\u{a7cb}α");
    }
}
