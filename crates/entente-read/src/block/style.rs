//! Pieces that are set alike: how many there are, and what stands beside those.
//!
//! A page sets its subheads in one way and its references in another. How often running text
//! follows on pieces set like one says what it is, though nothing in its words does.

use std::collections::HashMap;
use std::hash::Hash;

use super::KINDS;
use super::around::Odds;
use super::shape::count_words;
use crate::layout::ends_sentence;

/// The number of features.
pub(super) const N_STYLE: usize = 7;
/// From so many on, alike is alike.
const MANY: usize = 20;
const FEW: usize = 9;
/// The longest word that a title may write small, in bytes.
const SMALL: usize = 3;
/// The most words of a label and of a title.
const LENGTHS: [usize; 2] = [3, 14];

/// How a piece is set: whether it ends a sentence, its capitals, its first sign, its length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    is_sentence: bool,
    capitals: u8,
    sign: char,
    length: u8,
}

/// What pieces set alike say of each.
#[derive(Default)]
struct Alike {
    n: usize,
    /// How many stand right above and right under running text.
    n_above: usize,
    n_under: usize,
    /// How many stand from the first running text to the last.
    n_inside: usize,
}

/// The features of each piece of a page, of which some are running text.
pub(super) fn styled(styles: &[Style], is_prose: &[bool]) -> Vec<[f32; N_STYLE]> {
    let first = is_prose.iter().position(|is| *is).unwrap_or(styles.len());
    let last = is_prose.iter().rposition(|is| *is).unwrap_or_default();
    let inside = first..(last + 1).max(first);
    let is = |at: Option<usize>| at.is_some_and(|at| is_prose.get(at).is_some_and(|is| *is));
    let mut all: HashMap<Style, Alike> = HashMap::new();
    for (at, style) in styles.iter().enumerate() {
        let alike = all.entry(*style).or_default();
        alike.n += 1;
        alike.n_above += usize::from(is(Some(at + 1)));
        alike.n_under += usize::from(is(at.checked_sub(1)));
        alike.n_inside += usize::from(inside.contains(&at));
    }
    let row = |at: usize| {
        let style = styles[at];
        let Alike { n, n_above, n_under, n_inside } = &all[&style];
        let run = |run: &mut dyn Iterator<Item = &Style>| {
            run.take_while(|other| **other == style).take(FEW).count() as f32
        };
        [
            (*n).min(MANY) as f32,
            *n_above as f32 / *n as f32,
            *n_under as f32 / *n as f32,
            run(&mut styles[..at].iter().rev()),
            run(&mut styles[at + 1..].iter()),
            (n_inside - usize::from(inside.contains(&at))).min(FEW) as f32,
            f32::from(style.capitals),
        ]
    };
    (0..styles.len()).map(row).collect()
}

/// What the other pieces of each one's key are held to be on average; -1 where there is none.
pub(super) fn alike<K: Copy + Eq + Hash>(keys: &[Option<K>], odds: &[Odds]) -> Vec<Odds> {
    let mut all: HashMap<K, (Odds, f32)> = HashMap::new();
    for (key, odds) in keys.iter().zip(odds) {
        let Some(key) = key else { continue };
        let (sums, n) = all.entry(*key).or_default();
        sums.iter_mut().zip(odds).for_each(|(sum, odds)| *sum += odds);
        *n += 1.0;
    }
    let row = |(key, own): (&Option<K>, &Odds)| match key.and_then(|key| all.get(&key)) {
        Some((sums, n)) if *n > 1.0 => {
            std::array::from_fn(|kind| (sums[kind] - own[kind]) / (n - 1.0))
        }
        _ => [-1.0; KINDS.len()],
    };
    keys.iter().zip(odds).map(row).collect()
}

impl Style {
    /// How a text is set.
    pub(crate) fn of(text: &str) -> Self {
        let sign = match text.chars().next().unwrap_or(' ') {
            c if c.is_alphabetic() => 'a',
            c if c.is_numeric() => '0',
            '"' | '“' | '„' | '«' | '‘' | '\'' => '"',
            c => c,
        };
        let n_words = count_words(text);
        let length = LENGTHS.iter().filter(|most| n_words > **most).count() as u8;
        Self { is_sentence: ends_sentence(text), capitals: capitals(text), sign, length }
    }
}

/// 2 if nearly all letters are large, 1 if nearly all longer words begin so.
fn capitals(text: &str) -> u8 {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_large = text.chars().filter(|c| c.is_uppercase()).count();
    if n_large * 5 > n_letters * 4 {
        return 2;
    }
    let long = |word: &&str| word.len() > SMALL && word.starts_with(char::is_alphabetic);
    let n_long = text.split_whitespace().filter(long).count();
    let is_large = |word: &&str| word.starts_with(char::is_uppercase);
    let n_titled = text.split_whitespace().filter(long).filter(is_large).count();
    u8::from(n_long > 1 && n_titled * 5 >= n_long * 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_alike_is_counted_together() {
        let texts = ["WHAT NOW", "The envoy left Klow.", "WHO NEXT", "The king stayed there."];
        let styles = texts.map(Style::of);
        let rows = styled(&styles, &[false, true, false, true]);
        assert_eq!(rows[0], [2.0, 1.0, 0.5, 0.0, 0.0, 1.0, 2.0]);
        assert_eq!(rows[2], [2.0, 1.0, 0.5, 0.0, 0.0, 0.0, 2.0]);
        let one = styled(&[Style::of("A")], &[false]);
        assert_eq!(one, [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0]]);
    }

    #[test]
    fn what_is_set_alike_is_judged_together() {
        let styles = ["WHAT NOW", "The envoy left Klow.", "WHO NEXT", "WHY"];
        let styles = styles.map(|text| Some(Style::of(text)));
        let odds: Vec<Odds> = [0.5, 0.9, 0.75, 0.25].map(|odds| [odds; KINDS.len()]).to_vec();
        let means: Vec<f32> = alike(&styles, &odds).iter().map(|means| means[0]).collect();
        assert_eq!(means, [0.5, -1.0, 0.375, 0.625]);
    }
}
