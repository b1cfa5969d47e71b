//! The time words of one document, and its digits read as numbers, years and clocks.
//!
//! A token can begin several phrases of different lengths (`last`, `last night`); all are kept,
//! and the patterns choose.

use entente_model::{Annotated, Pos};

use super::pattern::{Kinds, clock_value};
use super::word::Word;
use crate::phrase::Phrases;

/// Numbers are put together from so many words.
const LONGEST_NUMBER: usize = 5;

/// A word as filed, with the kinds of slots that it can fill.
#[derive(Debug)]
pub(super) struct Entry {
    word: Word,
    kinds: Kinds,
}

impl From<Word> for Entry {
    fn from(word: Word) -> Self {
        Self { kinds: Kinds::of(&word), word }
    }
}

/// Every phrase of the table in a document, by its first token.
pub(super) struct Lattice<'a> {
    text: &'a Annotated,
    table: &'a Phrases<Entry>,
    found: Vec<Found<'a>>,
    tokens: Vec<Slots>,
}

struct Found<'a> {
    first: u32,
    last: u32,
    words: &'a [Entry],
}

/// What a token can fill, and where its phrases begin among those found.
#[derive(Clone, Copy, Default)]
struct Slots {
    kinds: Kinds,
    from: u32,
}

impl<'a> Lattice<'a> {
    /// Looks every token of a document up.
    pub(super) fn new(text: &'a Annotated, table: &'a Phrases<Entry>) -> Self {
        let mut found: Vec<Found<'a>> = Vec::new();
        let mut folded = String::new();
        let end = u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
        for sentence in &text.sentences {
            for first in sentence.first..sentence.last.min(end) {
                let mut node = Phrases::<Entry>::START;
                for token in first..sentence.last.min(end) {
                    let next = table.step(node, text.text(token), &mut folded);
                    let Some(next) = next.filter(|next| *next != node) else { break };
                    node = next;
                    let words = table.values(node);
                    if !words.is_empty() {
                        found.push(Found { first, last: token + 1, words });
                    }
                }
            }
        }
        let tokens = slots(text, &found);
        Self { text, table, found, tokens }
    }

    /// What the slots of patterns may take a token for, as far as its own words and digits go.
    pub(super) fn kinds(&self, token: u32) -> Kinds {
        self.tokens.get(token as usize).map_or(Kinds::default(), |slots| slots.kinds)
    }

    /// The tokens at which an expression may begin: those of words, and of digits.
    pub(super) fn starts(&self) -> impl Iterator<Item = u32> + '_ {
        let tokens = 0..u32::try_from(self.text.tokens.len()).unwrap_or(u32::MAX);
        let mut words = self.found.iter().map(|f| f.first).peekable();
        tokens.filter(move |token| {
            while words.next_if(|first| first < token).is_some() {}
            words.peek() == Some(token) || self.starts_with_digit(*token)
        })
    }

    /// The readings of a token as the first of a phrase: one past its last token, and the word.
    pub(super) fn words(&self, first: u32) -> impl Iterator<Item = (u32, &'a Word)> + '_ {
        let from = self.tokens.get(first as usize).map_or(self.found.len(), |t| t.from as usize);
        let here = self.found[from..].iter().take_while(move |f| f.first == first);
        let is_small = self.text.text(first).starts_with(char::is_lowercase);
        let is_capital = |f: &Found<'_>| f.words.iter().any(|e| e.word == Word::Capital);
        let here = here.filter(move |f| !(is_small && is_capital(f)));
        here.flat_map(move |f| {
            let words = f.words.iter().map(|e| &e.word);
            words.filter(move |w| self.admits(first, f.last - 1, w)).map(move |w| (f.last, w))
        })
    }

    /// Whether its parts of speech let a phrase be a word: months are no verbs (`may`), units no
    /// adjectives (`second`), as far as their last word goes (`fiscal year`).
    fn admits(&self, first: u32, last: u32, word: &Word) -> bool {
        let pos = self.text.pos(first);
        match word {
            Word::Month(_) | Word::Weekday(_) | Word::Holiday(_) => {
                !matches!(pos, Pos::Verb | Pos::Aux | Pos::Adv | Pos::Adp)
            }
            Word::Unit(_) => {
                !matches!(self.text.pos(last), Pos::Verb | Pos::Aux | Pos::Adj | Pos::Adv)
            }
            Word::Season(_) => !matches!(pos, Pos::Verb | Pos::Aux),
            _ => true,
        }
    }

    /// Whether a phrase that some words satisfy ends before a token; its first token.
    pub(super) fn ending_at(&self, last: u32, is: impl Fn(&Word) -> bool) -> Option<u32> {
        let until = self.found.partition_point(|f| f.first < last);
        let near = self.found[..until].iter().rev().take_while(|f| f.first + 5 > last);
        near.filter(|f| f.last == last && f.words.iter().any(|e| is(&e.word)))
            .map(|f| f.first)
            .last()
    }

    /// What the longest phrase that ends before a token says, if it says something.
    pub(super) fn word_before<T>(&self, last: u32, read: impl Fn(&Word) -> Option<T>) -> Option<T> {
        let until = self.found.partition_point(|f| f.first < last);
        let near = self.found[..until].iter().rev().take_while(|f| f.first + 5 > last);
        near.filter(|f| f.last == last)
            .filter_map(|f| f.words.iter().find_map(|e| read(&e.word)))
            .last()
    }

    /// Every phrase: its first token, one past its last, and what it says.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32, &'a Word)> + '_ {
        self.found.iter().flat_map(|f| f.words.iter().map(move |e| (f.first, f.last, &e.word)))
    }

    /// Whether a token is a word, capitals aside.
    pub(super) fn is_word(&self, token: u32, word: &str) -> bool {
        let text = self.text.text(token);
        text.len() == word.len() && text.eq_ignore_ascii_case(word)
    }

    /// A token as a whole number.
    pub(super) fn whole(&self, token: u32) -> Option<u32> {
        let text = self.text.text(token);
        let is_short = text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| text.parse().ok()).flatten()
    }

    /// A token as a year of four digits.
    pub(super) fn year(&self, token: u32) -> Option<i16> {
        let text = unprefixed(self.text.text(token));
        let is_long = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|year| is_long && (1000..2200).contains(year))
    }

    /// Two years in a row, of which the second may have two digits: `1986/87`, `1986-1987`. One past
    /// the last token, and the first year.
    pub(super) fn years(&self, first: u32) -> Option<(u32, i16)> {
        let follows = |year: i16, next: &str| {
            let next: i16 = next.parse().ok().filter(|_| matches!(next.len(), 2 | 4))?;
            (next == year + 1 || next == (year + 1) % 100).then_some(year)
        };
        if let Some((year, next)) = self.text.text(first).split_once(['/', '-']) {
            let year = year.parse().ok().filter(|y| (1000..2200).contains(y) && year.len() == 4)?;
            return Some((first + 1, follows(year, next)?));
        }
        let is_tied = self.is_word(first + 1, "-") || self.is_word(first + 1, "/");
        let sentence = self.text.sentence_of(first)?;
        let year = self.year(first).filter(|_| is_tied && first + 2 < sentence.last)?;
        Some((first + 3, follows(year, self.text.text(first + 2))?))
    }

    /// A token as a time of day, perhaps with a part of day written onto it: `9:30pm`.
    pub(super) fn clock(&self, token: u32) -> Option<((i8, i8), Option<&'a str>)> {
        let text = self.text.text(token);
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
        if text.len() > 10 {
            return None;
        }
        if digits.len() == text.len() {
            return clock_value(text).map(|clock| (clock, None));
        }
        let node =
            self.table.step(Phrases::<Entry>::START, &text[digits.len()..], &mut String::new());
        let part = self.table.values(node?).iter().find_map(|entry| match &entry.word {
            Word::Daypart(part) => Some(&**part),
            _ => None,
        });
        let hour = || digits.parse().ok().filter(|hour| (1..=12).contains(hour));
        let clock = clock_value(&digits.replace('.', ":")).or_else(|| hour().map(|hour| (hour, 0)));
        clock.zip(part).map(|(clock, part)| (clock, Some(part)))
    }

    /// A token of four digits as hours and minutes: `0630`.
    pub(super) fn hhmm(&self, token: u32) -> Option<(i8, i8)> {
        let digits = self.text.text(token);
        let n = self.whole(token).filter(|n| digits.len() == 4 && n / 100 < 24 && n % 100 < 60)?;
        Some((i8::try_from(n / 100).ok()?, i8::try_from(n % 100).ok()?))
    }

    /// A token as a rank with a part before it: `mid-19th`.
    pub(super) fn rank(&self, token: u32) -> Option<i8> {
        let text = self.text.text(token);
        let rank = unprefixed(text);
        let digits = rank.trim_end_matches(char::is_alphabetic);
        let is_rank = rank.len() < text.len() && digits.len() + 2 == rank.len();
        digits.parse().ok().filter(|n| is_rank && *n > 0)
    }

    /// A token as a date in digits, its year, month and day in the places that `order` gives. A
    /// year of two digits is taken for one of this century or, past 50, of the last.
    pub(super) fn written_date(&self, token: u32, order: [usize; 3]) -> Option<(i16, i8, i8)> {
        let text = self.text.text(token);
        if text.len() > 10 || !self.starts_with_digit(token) {
            return None;
        }
        let parts: Vec<&str> = text.split(['/', '.']).collect();
        let [year, month, day] = order.map(|at| parts.get(at).copied().unwrap_or_default());
        let year = match (year.len(), year.parse::<i16>().ok()?) {
            (4, year) => year,
            (2, year @ 0..50) if text.contains('/') => 2000 + year,
            (2, year @ 50..) if text.contains('/') => 1900 + year,
            _ => return None,
        };
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
        (parts.len() == 3).then_some((year, month, day))
    }

    /// A token as a decade in digits: `1980s`, `'80s`, `80s`.
    pub(super) fn decade(&self, token: u32) -> Option<i16> {
        let text = unprefixed(self.text.text(token)).trim_start_matches(['\'', '’']);
        let digits = text.trim_end_matches(char::is_alphabetic);
        let is_decade = text.len() == digits.len() + 1 && digits.ends_with('0');
        match digits.len() {
            2 | 4 if is_decade => digits.parse().ok(),
            _ => None,
        }
    }

    /// The numbers that begin at a token: one past the last token, and the value if it is known.
    pub(super) fn numbers(&self, first: u32) -> Vec<(u32, Option<f64>)> {
        let mut found = Vec::new();
        let mut sum: Option<Sum> = None;
        let mut at = first;
        while let Some((last, number)) = self.numeral(at).filter(|_| found.len() < LONGEST_NUMBER) {
            let next = match sum {
                None => Some(Sum::new(number)),
                Some(_) if self.text.pos(at) == Pos::Det => None,
                Some(sum) => sum.then(number),
            };
            let Some(next) = next else { break };
            found.push((last, next.value()));
            sum = Some(next);
            at = if self.is_word(last, "-") { last + 1 } else { last };
        }
        found
    }

    /// One numeral: digits, a fraction, or a number word.
    fn numeral(&self, at: u32) -> Option<(u32, Option<f64>)> {
        let text = self.text.text(at);
        if self.starts_with_digit(at) && text.len() <= 12 {
            return digits(text).map(|n| (at + 1, Some(n)));
        }
        let longest = self.words(at).filter_map(|(last, word)| match word {
            Word::Number(n) => Some((last, *n)),
            _ => None,
        });
        longest.last()
    }

    fn starts_with_digit(&self, token: u32) -> bool {
        let text = unprefixed(self.text.text(token));
        text.starts_with(|c: char| c.is_ascii_digit() || c == '\'' || c == '’')
    }
}

/// What each token can fill, and where its phrases begin.
fn slots(text: &Annotated, found: &[Found<'_>]) -> Vec<Slots> {
    let mut next = 0;
    let of_token = |at: u32| {
        let from = next;
        let has_digit = text.text(at).bytes().any(|b| b.is_ascii_digit());
        let mut kinds = if has_digit { Kinds::DIGITS } else { Kinds::default() };
        while let Some(here) = found.get(next).filter(|f| f.first <= at) {
            kinds = here.words.iter().fold(kinds, |kinds, e| kinds.and(e.kinds));
            next += 1;
        }
        Slots { kinds, from: u32::try_from(from).unwrap_or(u32::MAX) }
    };
    (0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX)).map(of_token).collect()
}

/// A token without letters that a hyphen ties to its digits: `mid-1990s`.
fn unprefixed(text: &str) -> &str {
    match text.split_once('-') {
        Some((letters, digits)) if letters.chars().all(char::is_alphabetic) => digits,
        _ => text,
    }
}

/// A number as its words are read: `two hundred`, `twenty-five`, `3 1/2`.
#[derive(Clone, Copy)]
struct Sum {
    total: f64,
    last: f64,
    is_known: bool,
}

impl Sum {
    fn new(number: Option<f64>) -> Self {
        let n = number.unwrap_or(1.0);
        Self { total: n, last: n, is_known: number.is_some() }
    }

    /// The number with one more word; `None` where it does not go on so.
    fn then(self, number: Option<f64>) -> Option<Self> {
        let n = number?;
        if n >= 100.0 && self.total < n {
            return Some(Self { total: self.total * n, last: n, ..self });
        }
        let continues = n < 1.0 || (self.last >= 20.0 && n < 10.0) || self.last >= 100.0;
        (continues && n < self.last).then_some(Self { total: self.total + n, last: n, ..self })
    }

    fn value(self) -> Option<f64> {
        self.is_known.then_some(self.total)
    }
}

/// Digits with separators, or a fraction.
fn digits(text: &str) -> Option<f64> {
    if let Some((above, below)) = text.split_once('/') {
        let (above, below): (f64, f64) = (above.parse().ok()?, below.parse().ok()?);
        return (below >= 2.0 && below > above).then(|| above / below);
    }
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    plain.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use entente_model::testing::annotated;

    use super::*;

    fn numbers(notation: &str) -> Option<f64> {
        let mut table = Phrases::new(HashMap::new());
        for (word, n) in [("two", 2.0), ("twenty", 20.0), ("five", 5.0), ("hundred", 100.0)] {
            table.insert(word, Word::Number(Some(n)).into());
        }
        table.insert("several", Word::Number(None).into());
        let text = annotated(notation);
        let lattice = Lattice::new(&text, &table);
        lattice.numbers(0).last().and_then(|(_, n)| *n)
    }

    #[test]
    fn numbers_are_put_together() {
        assert_eq!(numbers("two/NUM hundred/NUM"), Some(200.0));
        assert_eq!(numbers("twenty/NUM -/PUNCT five/NUM"), Some(25.0));
        assert_eq!(super::digits("1/2"), Some(0.5));
        assert_eq!(numbers("1,500/NUM"), Some(1500.0));
        assert_eq!(numbers("several/ADJ hundred/NUM"), None);
        assert_eq!(numbers("two/NUM five/NUM"), Some(2.0));
    }

    #[test]
    fn digits_are_years_clocks_and_decades() {
        let table = Phrases::new(HashMap::new());
        let text = annotated("1998/NUM 10:35/NUM 1980s/NOUN '90s/NOUN 80/NUM");
        let lattice = Lattice::new(&text, &table);
        assert_eq!([0, 1, 4].map(|t| lattice.year(t)), [Some(1998), None, None]);
        assert_eq!(lattice.clock(1), Some(((10, 35), None)));
        assert_eq!([2, 3, 4].map(|t| lattice.decade(t)), [Some(1980), Some(90), None]);
        assert_eq!(unprefixed("mid-1990s"), "1990s");
        assert_eq!(unprefixed("1998-99"), "1998-99");
        assert_eq!(lattice.starts().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}
