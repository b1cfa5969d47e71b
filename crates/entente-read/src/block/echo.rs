//! How much of what a piece says others say too: a standfirst echoes the headline, a pull quote the
//! text, a headline nearly everything.

use std::collections::HashSet;

/// The number of features.
pub(super) const N_ECHO: usize = 5;
/// The shortest word that is looked for elsewhere, in characters.
const WORD: usize = 4;
/// The fewest long words by which a piece is compared with all others.
const FEW: usize = 3;
/// How many pieces before and after one it is compared with, which is all of any page.
const REACH: usize = 200;

/// A hash of a word in lower case, odd if the word is long.
pub(super) type Word = u64;
/// The long words of a piece.
pub(super) type Long = HashSet<Word>;

/// The words of a piece.
pub(super) fn hashed(block: &str) -> Vec<Word> {
    let words = block.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let hash = |word: &str| {
        let step = |hash: u64, c: char| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
        let all = word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, step);
        all << 1 | u64::from(word.chars().nth(WORD - 1).is_some())
    };
    words.map(hash).collect()
}

/// Those of words that are long.
pub(super) fn long(words: &[Word]) -> Long {
    words.iter().copied().filter(|word| word & 1 == 1).collect()
}

/// The features of a piece: the share of its long words that the headline says and of the headline's
/// that it says, the share that the next running text says, and the largest that any running text
/// and any other piece within reach says. Web pages are not searched for the last two, which stay -1, as do
/// shares where there is nothing to compare.
pub(super) fn echo(
    at: usize,
    all: &[Long],
    is_prose: &[bool],
    headline: Option<usize>,
    is_page: bool,
) -> [f32; N_ECHO] {
    let own = &all[at];
    let headline = headline.filter(|headline| *headline != at).map(|headline| &all[headline]);
    let next = (at + 1..all.len()).find(|at| is_prose[*at]);
    let is_compared = own.len() >= FEW && !is_page;
    let largest = |prose: bool| {
        let is_other = |other: &usize| {
            let is_long = prose || all[*other].len() >= FEW;
            *other != at && is_prose[*other] == prose && is_long
        };
        let reach = at.saturating_sub(REACH)..all.len().min(at + REACH + 1);
        let others = reach.filter(is_other).map(|other| share(own, &all[other]));
        if is_compared { others.fold(0.0, f32::max) } else { -1.0 }
    };
    [
        headline.map_or(-1.0, |headline| share(own, headline)),
        headline.map_or(-1.0, |headline| share(headline, own)),
        next.map_or(-1.0, |next| share(own, &all[next])),
        largest(true),
        largest(false),
    ]
}

/// The share of some words that are among others.
fn share(own: &Long, others: &Long) -> f32 {
    own.iter().filter(|word| others.contains(word)).count() as f32 / own.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_too_is_measured() {
        let texts =
            ["Envoy leaves Klow", "The envoy leaves early.", "Envoy leaves Klow early today."];
        let all = texts.map(|text| long(&hashed(text)));
        let of = |at, is_page| echo(at, &all, &[false, false, true], Some(0), is_page);
        assert_eq!(of(0, false), [-1.0, -1.0, 1.0, 1.0, 2.0 / 3.0]);
        assert_eq!(of(1, false), [2.0 / 3.0, 2.0 / 3.0, 1.0, 1.0, 2.0 / 3.0]);
        assert_eq!(of(2, true), [0.6, 1.0, -1.0, -1.0, -1.0]);
    }
}
