//! Cue phrases: how a language says that a block is no running text.
//!
//! A row has four columns: the kind of block, where the phrase stands in it (`start`, `anywhere`,
//! `whole`), the greatest length of such a block in characters, and the phrase. Letter case and the
//! amount of white space do not matter, and a phrase matches whole words only.

use entente_model::BlockKind;

/// The cue phrases of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockCues {
    rows: Vec<Row>,
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
    kind: BlockKind,
    place: Place,
    longest: usize,
    phrase: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    Anywhere,
    Whole,
}

impl BlockCues {
    /// Reads a table: tab-separated columns, `#` before remarks, earlier rows first.
    pub fn parse(table: &str) -> Result<Self, CueError> {
        let lines = table.lines().enumerate().map(|(at, line)| (at + 1, line));
        let filled = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let rows: Vec<Row> = filled.map(|(at, line)| row(at, line)).collect::<Result<_, _>>()?;
        let longest = rows.iter().map(|row| row.longest).max().unwrap_or_default();
        Ok(Self { rows, longest })
    }

    /// The kind that a block's wording gives away.
    pub(crate) fn kind(&self, block: &str) -> Option<BlockKind> {
        self.first(block, |_| true).map(|row| row.kind)
    }

    /// Whether a line is nothing but a cue phrase.
    pub(crate) fn is_whole(&self, line: &str) -> bool {
        self.first(line, |row| row.place == Place::Whole).is_some()
    }

    fn first(&self, block: &str, is_asked: impl Fn(&Row) -> bool) -> Option<&Row> {
        // A character has at most four bytes: what is longer than that needs no counting.
        if block.len() > self.longest * 4 {
            return None;
        }
        let length = block.chars().count();
        let block = fold(block);
        let fits = |row: &&Row| is_asked(row) && length <= row.longest && row.holds(&block);
        self.rows.iter().find(fits)
    }
}

impl Place {
    const NAMES: [(&str, Self); 3] =
        [("start", Self::Start), ("anywhere", Self::Anywhere), ("whole", Self::Whole)];
}

impl Row {
    fn holds(&self, block: &str) -> bool {
        let whole = |start: usize| (start, start + self.phrase.len());
        let mut found = block.match_indices(&self.phrase).map(|(start, _)| whole(start));
        let is_word = |&(start, end): &(usize, usize)| stands_alone(block, start, end);
        match self.place {
            Place::Start => found.next().filter(is_word).is_some_and(|(start, _)| start == 0),
            Place::Anywhere => found.any(|found| is_word(&found)),
            Place::Whole => block == self.phrase,
        }
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

/// Lower case, with single spaces.
fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
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
        kind: BlockKind::from_name(kind).ok_or_else(|| fail("a kind of block", kind))?,
        place: place_of(place).ok_or_else(|| fail("`start`, `anywhere` or `whole`", place))?.1,
        longest: longest.parse().map_err(|_| fail("a number of characters", longest))?,
        phrase: phrase.ok_or_else(|| fail("a phrase", ""))?,
    })
}
