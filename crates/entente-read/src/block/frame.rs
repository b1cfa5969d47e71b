//! How pieces of plain text begin: with an hour, a day, a number, a bullet, a name and a colon.
//!
//! A chronicle sets its entries in one way, a thread its posts. Pieces whose first words have the
//! same signs, figures and capitals are of a kind, whatever that is.

use std::collections::HashMap;

use super::KINDS;
use super::around::Odds;
use super::style::alike;

/// The number of features of a piece.
pub(crate) const N_FRAMED: usize = 10;
/// The number of features that a first judgement adds.
pub(crate) const N_FRAMES: usize = 2 * KINDS.len();
/// How many words are looked at.
const WORDS: usize = 3;
/// From so many on, alike is alike: on a page, in a run, and for whole words.
const MANY: usize = 15;
const RUN: usize = 12;
const FEW: usize = 9;
/// How far away a piece stands near.
const NEAR: usize = 3;

/// How a piece begins, in hashes; nothing where it begins with plain words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Frame {
    /// Its first word.
    first: Option<u64>,
    /// Its first words.
    start: Option<u64>,
}

impl Frame {
    /// How a text begins.
    pub(crate) fn of(text: &str) -> Self {
        let shapes: Vec<(u64, bool)> = text.split_whitespace().take(WORDS).map(shape).collect();
        let is_marked = shapes.len() > 1 && shapes.iter().any(|(_, is_marked)| *is_marked);
        Self {
            first: shapes.first().filter(|(_, is_marked)| *is_marked).map(|(hash, _)| *hash),
            start: is_marked.then(|| shapes.iter().fold(0, |all, (hash, _)| step(all, *hash))),
        }
    }
}

/// The hash of a word of which a run of figures is one and a run of letters is one, large or small
/// as its first; and whether there are other signs in it than those of plain words.
fn shape(word: &str) -> (u64, bool) {
    let mut hash = 1;
    let mut is_marked = false;
    let mut last = ' ';
    for c in word.chars() {
        let class = match c {
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        if class != last || !matches!(class, 'x' | '0') {
            let is_large = class == 'x' && c.is_uppercase();
            hash = step(hash, if is_large { 'X'.into() } else { class.into() });
        }
        is_marked |= !matches!(class, 'x' | '\'' | '’' | ',');
        last = class;
    }
    (hash, is_marked)
}

fn step(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(7) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The features of each piece of a page.
pub(crate) fn framed(texts: &[&str]) -> Vec<[f32; N_FRAMED]> {
    let frames: Vec<Frame> = texts.iter().map(|text| Frame::of(text)).collect();
    let firsts: Vec<Option<u64>> = frames.iter().map(|frame| frame.first).collect();
    let starts: Vec<Option<u64>> = frames.iter().map(|frame| frame.start).collect();
    let bare = |word: &str| hash(word.trim_matches(|c: char| ".,:;".contains(c)).chars());
    let openers: Vec<u64> =
        texts.iter().map(|text| bare(text.split_whitespace().next().unwrap_or(""))).collect();
    let closers: Vec<u64> = texts
        .iter()
        .map(|text| hash(text.split_whitespace().last().unwrap_or("").chars()))
        .collect();
    let wholes: Vec<u64> = texts
        .iter()
        .map(|text| hash(text.split_whitespace().flat_map(|word| word.chars().chain([' ']))))
        .collect();
    let [n_firsts, n_starts] = [counts(firsts.iter().flatten()), counts(starts.iter().flatten())];
    let [n_openers, n_closers, n_wholes] =
        [&openers, &closers, &wholes].map(|hashes| counts(hashes.iter()));
    let row = |at: usize| {
        let of = |keys: &[Option<u64>], counts: &HashMap<u64, usize>| match keys[at] {
            Some(key) => {
                [(counts[&key] - 1).min(MANY), run(keys, at), near(keys, at)].map(|n| n as f32)
            }
            None => [-1.0; 3],
        };
        let first = of(&firsts, &n_firsts);
        let start = of(&starts, &n_starts);
        let few = |n: usize| (n - 1).min(FEW) as f32;
        let share = firsts[at].map_or(0, |key| n_firsts[&key]) as f32 / texts.len() as f32;
        [
            first[0],
            start[0],
            first[1],
            start[1],
            first[2],
            start[2],
            few(n_openers[&openers[at]]),
            few(n_wholes[&wholes[at]]),
            few(n_closers[&closers[at]]),
            share,
        ]
    };
    (0..texts.len()).map(row).collect()
}

/// What the other pieces that begin like each are held to be on average.
pub(crate) fn frames(texts: &[&str], odds: &[Odds]) -> Vec<[f32; N_FRAMES]> {
    let frames: Vec<Frame> = texts.iter().map(|text| Frame::of(text)).collect();
    let by = |key: fn(&Frame) -> Option<u64>| {
        alike(&frames.iter().map(key).collect::<Vec<Option<u64>>>(), odds)
    };
    let [firsts, starts] = [by(|frame| frame.first), by(|frame| frame.start)];
    let row = |(first, start): (Odds, Odds)| {
        let mut row = [0.0; N_FRAMES];
        row.iter_mut().zip(first.into_iter().chain(start)).for_each(|(to, odds)| *to = odds);
        row
    };
    firsts.into_iter().zip(starts).map(row).collect()
}

/// A hash of characters in lower case.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.flat_map(char::to_lowercase).fold(2, |hash, c| step(hash, c.into()))
}

fn counts<'k>(keys: impl Iterator<Item = &'k u64>) -> HashMap<u64, usize> {
    let mut counts = HashMap::new();
    keys.for_each(|key| *counts.entry(*key).or_default() += 1);
    counts
}

/// How many pieces in a run with one begin like it.
fn run(keys: &[Option<u64>], at: usize) -> usize {
    let is_alike = |key: &&Option<u64>| **key == keys[at];
    let above = keys[..at].iter().rev().take(RUN).take_while(is_alike).count();
    let below = keys[at + 1..].iter().take(RUN).take_while(is_alike).count();
    (above + below).min(RUN)
}

/// How many pieces near one begin like it.
fn near(keys: &[Option<u64>], at: usize) -> usize {
    let near = &keys[at.saturating_sub(NEAR)..keys.len().min(at + NEAR + 1)];
    near.iter().filter(|key| **key == keys[at]).count() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_figures_make_a_frame() {
        let alike = |one: &str, other: &str| Frame::of(one) == Frame::of(other);
        assert!(alike("8:10 a.m.: A caller", "10:45 p.m.: Two men"));
        assert!(alike("June 3 – Some 60", "Aug 18 – His brother"));
        assert!(!alike("June 3 – Some 60", "June – Some 60"));
        assert_eq!(Frame::of("The envoy's, or not"), Frame::default());
        assert_eq!(Frame::of("- left").first, Frame::of("- right").first);
    }

    #[test]
    fn pieces_that_begin_alike_are_counted() {
        let rows = framed(&["1/ A", "2/ He", "The end", "3/ So", "The end"]);
        assert_eq!(rows[0], [2.0, 2.0, 1.0, 1.0, 2.0, 2.0, 0.0, 0.0, 0.0, 0.6]);
        assert_eq!(rows[2], [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn pieces_that_begin_alike_are_judged_together() {
        let odds = [[0.5; KINDS.len()], [0.25; KINDS.len()], [0.75; KINDS.len()]];
        let rows = frames(&["1/ A", "2/ He", "So"], &odds);
        assert_eq!((rows[0][0], rows[1][19], rows[2][0]), (0.25, 0.5, -1.0));
    }
}
