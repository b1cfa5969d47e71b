//! Cue phrases: how a language says that a block is no running text.
//!
//! A row has four columns: the kind of block, where the phrase stands in it (`start`, `end`,
//! `anywhere`, `whole`), the greatest length of such a block in characters, and the phrase. Letter
//! case and the amount of white space do not matter, and a phrase matches whole words only.
//!
//! Besides the kinds of block there are some that count only in their place: `masthead` above a
//! headline, `byline` beside it, `links` above a list of other texts, `bio` under the text, `offer`
//! beside a paywall. Last come words that are only counted, each class for itself: `wall` of paying,
//! `reach` of following and sharing, `rights` of law and imprint, `other` of other texts, `picture`,
//! `desk` of making a text, `person` of an author's life, and `verb`, those that make a sentence.

use aho_corasick::{AhoCorasick, MatchKind};
use entente_model::BlockKind;

/// The cue phrases of one language.
#[derive(Clone, Debug, Default)]
pub struct BlockCues {
    rows: Vec<Row>,
    /// Finds the phrases of all rows at once; absent where there are none.
    finder: Option<AhoCorasick>,
    /// The greatest length that any row allows.
    longest: usize,
}

/// Why a table of cue phrases could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}, found `{found}`")]
pub struct CueError {
    /// The line, from 1.
    pub line: usize,
    /// What should be there.
    pub expected: &'static str,
    /// What is there.
    pub found: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    cue: Cue,
    place: Place,
    longest: usize,
    phrase: String,
}

/// What a phrase gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// The kind of block, wherever it stands.
    Kind(BlockKind),
    /// What stands above a headline: a menu, a greeting.
    Masthead,
    /// The line that names the authors.
    Byline,
    /// The heading of a list of other texts.
    Links,
    /// A note on an author.
    Bio,
    /// A price or a promise beside a request to pay.
    Offer,
    /// A word that is only counted, by the number of its class.
    Word(u8),
}

/// How many classes of words there are.
pub(crate) const N_CLASSES: usize = BlockCues::CLASSES.len();

/// What a block's wording gives away.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wording {
    pub(crate) cue: Option<Cue>,
    /// How many different words of each class it holds.
    pub(crate) n_words: [u8; N_CLASSES],
}

impl Wording {
    /// How many of its words speak of paying.
    pub(crate) fn n_wall_words(&self) -> usize {
        usize::from(self.n_words[0])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    End,
    Anywhere,
    Whole,
}

impl BlockCues {
    /// The classes of words that are only counted.
    pub const CLASSES: [&str; 10] = [
        "wall", "reach", "rights", "other", "picture", "desk", "person", "verb", "speaker",
        "report",
    ];

    /// Reads a table: tab-separated columns, `#` before remarks, earlier rows first.
    pub fn parse(table: &str) -> Result<Self, CueError> {
        let lines = table.lines().enumerate().map(|(at, line)| (at + 1, line));
        let filled = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let rows: Vec<Row> = filled.map(|(at, line)| row(at, line)).collect::<Result<_, _>>()?;
        let longest = rows.iter().map(|row| row.longest).max().unwrap_or_default();
        let phrases = rows.iter().map(|row| row.phrase.as_str());
        // Overlapping phrases must all be found: which of them counts is for the rows to say.
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases).ok();
        Ok(Self { finder: finder.filter(|_| !rows.is_empty()), rows, longest })
    }

    /// What a block's wording gives away.
    pub(crate) fn of(&self, block: &str) -> Wording {
        let mut wording = Wording::default();
        for row in self.fitting(block) {
            match row.cue {
                Cue::Word(class) => {
                    let n_words = &mut wording.n_words[usize::from(class)];
                    *n_words = n_words.saturating_add(1);
                }
                cue => wording.cue = wording.cue.or(Some(cue)),
            }
        }
        wording
    }

    /// Whether a line is nothing but a cue phrase.
    pub(crate) fn is_whole(&self, line: &str) -> bool {
        let is_cue = |row: &&Row| !matches!(row.cue, Cue::Word(_));
        self.fitting(line).into_iter().filter(is_cue).any(|row| row.place == Place::Whole)
    }

    /// The rows that fit a block, in their order.
    fn fitting(&self, block: &str) -> Vec<&Row> {
        // A character has at most four bytes: what is longer than that needs no counting.
        let is_short = block.len() <= self.longest * 4;
        let Some(finder) = self.finder.as_ref().filter(|_| is_short) else { return Vec::new() };
        let length = block.chars().count();
        let block = fold(block);
        let fits = finder.find_overlapping_iter(&block).filter(|found| {
            let row = &self.rows[found.pattern().as_usize()];
            length <= row.longest && row.place.fits(&block, found.start(), found.end())
        });
        let mut fitting: Vec<usize> = fits.map(|found| found.pattern().as_usize()).collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting.into_iter().map(|at| &self.rows[at]).collect()
    }
}

impl Place {
    const NAMES: [(&str, Self); 4] = [
        ("start", Self::Start),
        ("end", Self::End),
        ("anywhere", Self::Anywhere),
        ("whole", Self::Whole),
    ];

    /// Whether a phrase may stand there in a block.
    fn fits(self, block: &str, start: usize, end: usize) -> bool {
        let is_placed = match self {
            Self::Start => start == 0,
            Self::End => end == block.len(),
            Self::Anywhere => true,
            Self::Whole => start == 0 && end == block.len(),
        };
        is_placed && stands_alone(block, start, end)
    }
}

impl Cue {
    const PLACED: [(&str, Self); 5] = [
        ("masthead", Self::Masthead),
        ("byline", Self::Byline),
        ("links", Self::Links),
        ("bio", Self::Bio),
        ("offer", Self::Offer),
    ];

    fn from_name(name: &str) -> Option<Self> {
        let placed = Self::PLACED.iter().find(|(known, _)| *known == name).map(|(_, cue)| *cue);
        let class = || BlockCues::CLASSES.iter().position(|class| *class == name);
        placed
            .or_else(|| class().map(|class| Self::Word(class as u8)))
            .or_else(|| BlockKind::from_name(name).map(Self::Kind))
    }
}

/// Whether no word runs across either end of a range.
fn stands_alone(block: &str, start: usize, end: usize) -> bool {
    let runs_across = |at: usize| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        is_letter(block[..at].chars().next_back()) && is_letter(block[at..].chars().next())
    };
    !runs_across(start) && !runs_across(end)
}

/// Lower case, with single spaces and straight apostrophes.
fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace('’', "'")
}

fn row(line: usize, text: &str) -> Result<Row, CueError> {
    let fail = |expected, found: &str| CueError { line, expected, found: found.into() };
    let columns: Vec<&str> = text.split('\t').collect();
    let [kind, place, longest, phrase] = columns[..] else {
        return Err(fail("four columns: kind, place, longest, phrase", text));
    };
    let place_of = |name| Place::NAMES.iter().find(|(known, _)| *known == name);
    let phrase = Some(fold(phrase)).filter(|phrase| !phrase.is_empty());
    Ok(Row {
        cue: Cue::from_name(kind).ok_or_else(|| fail("a kind of block", kind))?,
        place: place_of(place)
            .ok_or_else(|| fail("`start`, `end`, `anywhere` or `whole`", place))?
            .1,
        longest: longest.parse().map_err(|_| fail("a number of characters", longest))?,
        phrase: phrase.ok_or_else(|| fail("a phrase", ""))?,
    })
}
