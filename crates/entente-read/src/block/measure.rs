//! What can be measured of a piece by itself, in numbers: length, letters, signs, wording, element.

use entente_model::BlockKind;

use super::KINDS;
use super::Piece;
use super::own::Draft;
use super::shape::{
    count_words, day_at, is_address, is_credited, is_dated_reference, is_dateline, is_item,
    is_name, is_numbered_title, is_numeral, is_quotation, is_rule, is_title, is_trail,
};
use crate::cue::{Cue, N_CLASSES};
use crate::layout::ends_sentence;

/// The number of measures.
pub(super) const N_OWN: usize = 45 + CUES + N_CLASSES + 2 * KINDS.len() + NAMED;
const CUES: usize = 9;
/// The number of bits of what elements are named.
const NAMED: usize = 13;
/// From here on a length says nothing more, in characters and in words.
const LONG: (usize, usize) = (600, 100);
pub(super) const QUOTES: [char; 9] = ['"', '“', '”', '„', '«', '»', '‘', '’', '\''];

/// Measures a piece of which the rules hold something.
pub(super) fn measure(draft: &Draft<'_>, piece: &Piece) -> [f32; N_OWN] {
    let mut row = Row { numbers: [0.0; N_OWN], at: 0 };
    let text = draft.text;
    letters(text, &mut row);
    words(text, &mut row);
    shapes(text, &mut row);
    row.push(piece.links);
    row.push(f32::from(u8::from(piece.is_chosen)));
    let cue = draft.wording.cue.map(number);
    (0..CUES).for_each(|at| row.flag(cue == Some(at)));
    draft.wording.n_words.iter().for_each(|n| row.push(f32::from(*n)));
    KINDS.iter().for_each(|kind| row.flag(piece.looks == Some(*kind)));
    KINDS.iter().for_each(|kind| row.flag(draft.kind() == *kind));
    (0..NAMED).for_each(|bit| row.flag(piece.named >> bit & 1 == 1));
    row.numbers
}

struct Row {
    numbers: [f32; N_OWN],
    at: usize,
}

impl Row {
    fn push(&mut self, number: f32) {
        self.numbers[self.at] = number;
        self.at += 1;
    }

    fn flag(&mut self, is: bool) {
        self.push(f32::from(u8::from(is)));
    }

    fn count(&mut self, number: usize, most: usize) {
        self.push(number.min(most) as f32);
    }

    fn share(&mut self, part: usize, whole: usize) {
        self.push(part as f32 / whole.max(1) as f32);
    }
}

fn letters(text: &str, row: &mut Row) {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let n_letters = count(char::is_alphabetic);
    row.count(text.chars().count(), LONG.0);
    row.share(count(char::is_uppercase), n_letters);
    row.share(count(char::is_numeric), text.len());
    row.count(count(|c| ",،、，;".contains(c)), 9);
    row.count(count(|c| "|›»•·→>←«&+".contains(c)), 9);
    row.count(count(|c| "()[]".contains(c)), 4);
    row.count(count(|c| ":：".contains(c)), 4);
    row.count(count(|c| "/\\".contains(c)), 4);
    row.count(count(|c| "—–".contains(c)), 4);
    row.count(count(|c| QUOTES[..6].contains(&c)), 6);
    row.flag(text.contains(['$', '€', '£', '¥']));
    row.flag(text.contains(['©', '®', '™']));
    row.flag(text.contains('@') || text.contains("://") || text.contains("www."));
    row.count(text.lines().count(), 6);
    row.share(quoted(text), text.chars().count());
    let first = text.chars().next().unwrap_or(' ');
    row.flag(first.is_lowercase());
    row.flag(first.is_numeric());
    row.flag(QUOTES.contains(&first));
    row.flag(!first.is_alphanumeric() && !QUOTES.contains(&first));
    row.flag(text.ends_with(QUOTES));
    row.flag(text.ends_with([')', ']']));
    row.flag(text.ends_with([':', '：']));
    row.flag(text.ends_with(['?', '？', '؟']));
    row.flag(text.ends_with(['!', '！']));
    row.flag(text.ends_with(['…', '»', '>', '→', '›']) || text.ends_with("..."));
}

fn words(text: &str, row: &mut Row) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &&str| word.starts_with(char::is_alphabetic);
    let lower = |word: &&&str| word.starts_with(char::is_lowercase);
    let n_bare = words.iter().copied().filter(|word| bare(word)).count();
    row.count(words.len(), LONG.1);
    row.share(words.iter().filter(lower).count(), n_bare);
    row.share(words.iter().map(|word| word.chars().count()).sum(), words.len());
    let is_stop = |pair: &[&str]| {
        ends_sentence(pair[0]) && pair[0].len() > 3 && pair[1].starts_with(char::is_uppercase)
    };
    let n_stops = words.windows(2).filter(|pair| is_stop(pair)).count();
    row.count(n_stops, 4);
    row.share(words.len(), n_stops + 1);
    row.share(words.iter().filter(|word| word.ends_with(',')).count(), words.len());
    row.share(
        words.iter().filter(|word| word.starts_with(char::is_uppercase)).count(),
        words.len(),
    );
}

/// The number of characters inside quotation marks.
fn quoted(text: &str) -> usize {
    let (mut is_inside, mut n) = (false, 0);
    for c in text.chars() {
        match c {
            '"' => is_inside = !is_inside,
            '“' | '„' | '«' => is_inside = true,
            '”' | '»' => is_inside = false,
            _ => n += usize::from(is_inside),
        }
    }
    n
}

fn shapes(text: &str, row: &mut Row) {
    row.flag(ends_sentence(text));
    row.flag(is_title(text));
    row.flag(is_item(text));
    row.flag(is_numbered_title(text));
    row.flag(is_rule(text) || is_address(text));
    row.flag(is_numeral(text));
    row.flag(is_trail(text));
    row.flag(is_credited(text));
    row.flag(is_quotation(text) || is_dated_reference(text));
    row.flag(is_name(text));
    row.push(match (is_dateline(text), day_at(text)) {
        (true, _) => 2.0,
        (false, Some(_)) => 1.0,
        (false, None) => -f32::from(u8::from(count_words(text) == 0)),
    });
}

fn number(cue: Cue) -> usize {
    match cue {
        Cue::Kind(BlockKind::Boilerplate) => 0,
        Cue::Kind(BlockKind::Caption) => 1,
        Cue::Kind(BlockKind::CrossReference) => 2,
        Cue::Kind(_) => 3,
        Cue::Masthead => 4,
        Cue::Byline => 5,
        Cue::Links => 6,
        Cue::Bio => 7,
        Cue::Offer | Cue::Word(_) => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BlockCues;

    #[test]
    fn every_measure_is_filled() {
        let text = "The envoy left.";
        let cues = BlockCues::default();
        let span = entente_model::Span::from_range(0..text.len());
        let piece = Piece { span, named: 1 << 12, ..Piece::default() };
        let row = measure(&Draft::new(&piece, text, &cues), &piece);
        assert_eq!(row[N_OWN - 1], 1.0);
        assert_eq!(row[0], 15.0);
    }
}
