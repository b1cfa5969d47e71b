//! What the other pieces of a page say of one, in numbers: its place, its neighbours, its words.

use std::collections::{HashMap, HashSet};

use super::KINDS;
use super::Piece;
use super::echo::{Long, N_ECHO, Word, echo, hashed, long};
use super::measure::{N_OWN, QUOTES, measure};
use super::own::Draft;
use super::style::{N_STYLE, Style, alike, styled};
use crate::cue::Cue;
use crate::layout::ends_sentence;
use entente_model::BlockKind;

/// The number of features of a piece.
pub(super) const N_FIRST: usize = N_OWN + N_PLACE + N_ECHO + N_STYLE + NEAR.len() * N_NEAR;
/// Of them, those of its place.
pub(super) const N_PLACE: usize = 35;
/// The number of features that the words of a piece and of its neighbours add.
pub(super) const N_WORDED: usize = 3 * KINDS.len();
/// The number of features that a first judgement adds.
pub(crate) const N_SECOND: usize = KINDS.len() * (1 + AROUND.len() + 3) + 2;
/// The neighbours whose measures are looked at, and how many of those.
const NEAR: [isize; 4] = [-1, 1, -2, 2];
const N_NEAR: usize = N_OWN;
/// The neighbours whose judgement is looked at.
const AROUND: [isize; 6] = [-1, 1, -2, 2, -3, 3];
/// The fewest words of a piece of running text.
const PROSE: usize = 12;
/// The furthest place that is told from further ones.
const FAR: usize = 20;
/// From so many words on a piece is not looked for elsewhere.
const LENGTHY: usize = 80;
/// How far away a piece is looked for that says the same.
const REACH: usize = 40;

/// What each kind of block is held to be likely.
pub(crate) type Odds = [f32; KINDS.len()];

/// The features of all pieces, which are set in such styles.
pub(super) fn first(
    drafts: &[Draft<'_>],
    pieces: &[Piece],
    styles: &[Style],
    title: Option<&str>,
) -> Vec<Vec<f32>> {
    let own: Vec<[f32; N_OWN]> =
        drafts.iter().zip(pieces).map(|(draft, piece)| measure(draft, piece)).collect();
    let page = Page::new(drafts, pieces, title);
    let styled = styled(styles, &page.is_prose);
    let row = |at: usize| {
        let mut row = own[at].to_vec();
        row.extend(page.place(at));
        row.extend(page.echo(at));
        row.extend(styled[at]);
        for step in NEAR {
            match at.checked_add_signed(step).and_then(|at| own.get(at)) {
                Some(near) => row.extend_from_slice(&near[..N_NEAR]),
                None => row.extend([-1.0; N_NEAR]),
            }
        }
        row
    };
    (0..drafts.len()).map(row).collect()
}

/// The features that follow from what the words of every piece say.
pub(crate) fn worded(margins: &[Odds]) -> Vec<[f32; N_WORDED]> {
    let row = |at: usize| {
        let near = |step: isize| at.checked_add_signed(step).and_then(|at| margins.get(at));
        let near = [0, -1, 1].map(|step| near(step).unwrap_or(&[-9.0; KINDS.len()]));
        let mut row = [0.0; N_WORDED];
        row.iter_mut().zip(near.into_iter().flatten()).for_each(|(to, margin)| *to = *margin);
        row
    };
    (0..margins.len()).map(row).collect()
}

/// The features that follow from a first judgement of every piece and from how each is set.
pub(crate) fn second(odds: &[Odds], styles: &[Style]) -> Vec<[f32; N_SECOND]> {
    let alike = alike(&styles.iter().copied().map(Some).collect::<Vec<_>>(), odds);
    let all = |from: usize, to: usize| {
        let mut sums = [0.0; KINDS.len()];
        odds[from..to].iter().for_each(|o| sums.iter_mut().zip(o).for_each(|(sum, o)| *sum += o));
        sums
    };
    let row = |at: usize| {
        let mut row = [0.0; N_SECOND];
        let mut rest = row.as_mut_slice();
        let mut push = |numbers: &[f32]| {
            let (head, tail) = std::mem::take(&mut rest).split_at_mut(numbers.len());
            head.copy_from_slice(numbers);
            rest = tail;
        };
        push(&odds[at]);
        for step in AROUND {
            let near = at.checked_add_signed(step).and_then(|at| odds.get(at));
            push(near.unwrap_or(&[-1.0; KINDS.len()]));
        }
        push(&all(0, at));
        push(&all(at + 1, odds.len()));
        push(&alike[at]);
        let best = |of: &[Odds]| of.iter().map(|odds| odds[0]).fold(0.0, f32::max);
        push(&[best(&odds[..at]), best(&odds[at + 1..])]);
        row
    };
    (0..odds.len()).map(row).collect()
}

/// What is known of a page as a whole.
struct Page<'p, 't> {
    drafts: &'p [Draft<'t>],
    pieces: &'p [Piece],
    is_prose: Vec<bool>,
    /// The words of each piece, folded and hashed.
    words: Vec<Vec<Word>>,
    /// The long ones among them.
    long: Vec<Long>,
    /// In how many pieces of running text each long word stands.
    said: HashMap<Word, usize>,
    title: Vec<Word>,
    /// The median length of running text, in words.
    median: usize,
    headline: Option<usize>,
    /// Of all pieces, the share that is running text, that ends a sentence, that begins with a
    /// quotation mark.
    shares: [f32; 3],
}

impl<'p, 't> Page<'p, 't> {
    fn new(drafts: &'p [Draft<'t>], pieces: &'p [Piece], title: Option<&str>) -> Self {
        let words: Vec<Vec<Word>> = drafts.iter().map(|draft| hashed(draft.text)).collect();
        let is_prose: Vec<bool> = drafts
            .iter()
            .zip(&words)
            .map(|(draft, words)| words.len() >= PROSE && ends_sentence(draft.text))
            .collect();
        let long: Vec<Long> = words.iter().map(|words| long(words)).collect();
        let mut said = HashMap::new();
        let mut lengths = Vec::new();
        for at in (0..words.len()).filter(|at| is_prose[*at]) {
            lengths.push(words[at].len());
            long[at].iter().for_each(|word| *said.entry(*word).or_default() += 1);
        }
        lengths.sort_unstable();
        let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
        let headline = drafts.iter().position(|draft| draft.kind() == BlockKind::Headline);
        let title = title.map(hashed).unwrap_or_default();
        let share = |n: usize| n as f32 / drafts.len().max(1) as f32;
        let count = |is: &dyn Fn(&Draft<'_>) -> bool| drafts.iter().filter(|d| is(d)).count();
        let shares = [
            share(lengths.len()),
            share(count(&|draft| ends_sentence(draft.text))),
            share(count(&|draft| draft.text.starts_with(QUOTES))),
        ];
        Self { drafts, pieces, is_prose, words, long, said, title, median, headline, shares }
    }

    fn place(&self, at: usize) -> [f32; N_PLACE] {
        let n = self.drafts.len();
        let back = |is: &dyn Fn(usize) -> bool| steps((0..at).rev(), is);
        let on = |is: &dyn Fn(usize) -> bool| steps(at + 1..n, is);
        let is_prose = |at: usize| self.is_prose[at];
        let is_cue = |cue: Cue| move |at: usize| self.drafts[at].wording.cue == Some(cue);
        let is_open = |at: usize| !ends_sentence(self.drafts[at].text);
        let n_prose = |range: &[bool]| range.iter().filter(|is| **is).count().min(FAR) as f32;
        let [gap_before, gap_after] = self.gaps(at);
        let [n_said, said, elsewhere] = self.said(at);
        let headline = self.headline.map_or(-99.0, |headline| {
            (at as f32 - headline as f32).clamp(-(FAR as f32), FAR as f32)
        });
        let longest = (0..at)
            .take_while(|at| !self.is_prose[*at])
            .map(|at| self.words[at].len())
            .max()
            .unwrap_or_default();
        let first_prose = self.is_prose.iter().position(|is| *is).unwrap_or(n);
        let last_prose = self.is_prose.iter().rposition(|is| *is).unwrap_or(n);
        let rank = (0..first_prose).filter(|at2| self.words[*at2].len() > self.words[at].len());
        [
            at.min(FAR) as f32,
            (n - 1 - at).min(FAR) as f32,
            at as f32 / n as f32,
            n.min(99) as f32,
            n_prose(&self.is_prose[..at]),
            n_prose(&self.is_prose[at + 1..]),
            back(&is_prose),
            on(&is_prose),
            back(&is_open),
            on(&is_open),
            back(&|at| !is_open(at)),
            on(&|at| !is_open(at)),
            back(&is_cue(Cue::Links)),
            on(&is_cue(Cue::Links)),
            back(&is_cue(Cue::Kind(BlockKind::Paywall))),
            on(&is_cue(Cue::Kind(BlockKind::Paywall))),
            back(&is_cue(Cue::Byline)),
            on(&is_cue(Cue::Byline)),
            headline,
            if at < first_prose { rank.count().min(FAR) as f32 } else { -1.0 },
            longest.min(FAR) as f32,
            (at as f32 - last_prose as f32).clamp(-9.0, FAR as f32),
            self.words[at].len() as f32 / self.median.max(1) as f32,
            gap_before,
            gap_after,
            self.pieces[at].indent,
            n_said,
            said,
            elsewhere,
            self.titled(at),
            self.named(at),
            (at as f32 - first_prose as f32).clamp(-9.0, 9.0),
            self.shares[0],
            self.shares[1],
            self.shares[2],
        ]
    }

    /// What it shares with other pieces.
    fn echo(&self, at: usize) -> [f32; N_ECHO] {
        let is_page = self.pieces[at].gap < 0.0;
        echo(at, &self.long, &self.is_prose, self.headline, is_page)
    }

    /// Blank lines before and after; -1 where a page has none or is no plain text.
    fn gaps(&self, at: usize) -> [f32; 2] {
        let gap = |at: usize| self.pieces.get(at).map_or(1.0, |piece| piece.gap);
        [gap(at), gap(at + 1)]
    }

    /// How many of a piece's long words running text elsewhere says too, the share of them, and
    /// whether another piece holds all its words in this order.
    fn said(&self, at: usize) -> [f32; 3] {
        let own = usize::from(self.is_prose[at]);
        let long = &self.long[at];
        let is_said = |word: &&Word| self.said.get(*word).is_some_and(|n| *n > own);
        let n = long.iter().filter(is_said).count();
        let words = &self.words[at];
        let holds = |other: &Vec<Word>| other.windows(words.len()).any(|run| run == &words[..]);
        let others = self.words.iter().enumerate().skip(at.saturating_sub(REACH)).take(2 * REACH);
        let others = others.filter(|(other, _)| *other != at);
        let n_elsewhere = match words.len() {
            0 | 1 | LENGTHY.. => 0,
            _ => others.filter(|(_, other)| other.len() >= words.len() && holds(other)).count(),
        };
        [n.min(9) as f32, n as f32 / long.len().max(1) as f32, n_elsewhere.min(3) as f32]
    }

    /// Whether it begins with two words that a short piece above or beside it holds, as a note on an
    /// author does with the name.
    fn named(&self, at: usize) -> f32 {
        let words = &self.words[at];
        let Some(name) = words.get(..2).filter(|_| words.len() > 3) else { return 0.0 };
        let is_short = |words: &&Vec<Word>| (2..10).contains(&words.len());
        let mut above = self.words[..at].iter().filter(is_short);
        f32::from(u8::from(above.any(|words| words.windows(2).any(|pair| pair == name))))
    }

    /// The share of the page's title that a piece says, times that of the piece in the title.
    fn titled(&self, at: usize) -> f32 {
        let words = &self.words[at];
        if self.title.is_empty() || words.is_empty() {
            return -1.0;
        }
        let title: HashSet<&Word> = self.title.iter().collect();
        let own: HashSet<&Word> = words.iter().collect();
        let both = own.intersection(&title).count() as f32;
        both * both / (title.len() * own.len()) as f32
    }
}

/// How many pieces it takes to come to such a one.
fn steps(mut places: impl Iterator<Item = usize>, is: &dyn Fn(usize) -> bool) -> f32 {
    places.position(is).unwrap_or(FAR).min(FAR) as f32
}
