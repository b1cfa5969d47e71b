//! Credits: how a language says that a text is an agency's.
//!
//! A row has four columns: the agency (`-` where the phrase is any agency's), where the phrase
//! stands, within how many characters, and the phrase.
//!
//! | place | means | what is left out of the wording |
//! |---|---|---|
//! | `line` | in a block no longer than that | the block |
//! | `dateline` | so near to the block's beginning | all up to the phrase's end |
//! | `tail` | so near to the block's end | all from the phrase's beginning |

use std::ops::Range;

use aho_corasick::AhoCorasick;

/// The credits of some languages.
#[derive(Clone, Debug, Default)]
pub struct Credits {
    rows: Vec<Row>,
    /// Finds whether any phrase stands in a text: in most blocks none does.
    finder: Option<AhoCorasick>,
    /// The greatest length that any row allows.
    longest: usize,
}

/// Why a table of credits could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}, found `{found}`")]
pub struct CreditError {
    /// The line, from 1.
    pub line: usize,
    /// What should be there.
    pub expected: &'static str,
    /// What is there.
    pub found: String,
}

/// What credits say of a block.
pub(super) struct Cut<'c> {
    pub(super) agency: Option<&'c str>,
    /// What of it is wording, in bytes.
    pub(super) kept: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    agency: Option<String>,
    place: Place,
    longest: usize,
    phrase: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Line,
    Dateline,
    Tail,
}

impl Credits {
    /// Reads a table: tab-separated columns, `#` before remarks.
    pub fn parse(table: &str) -> Result<Self, CreditError> {
        let lines = table.lines().enumerate().map(|(at, line)| (at + 1, line));
        let filled = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let rows: Vec<Row> = filled.map(|(at, line)| row(at, line)).collect::<Result<_, _>>()?;
        let longest = rows.iter().map(|row| row.longest).max().unwrap_or_default();
        let finder = AhoCorasick::new(rows.iter().map(|row| &row.phrase)).ok();
        Ok(Self { rows, finder, longest })
    }

    /// Cuts credits off a block; the first agency that is named is the one.
    pub(super) fn cut(&self, block: &str) -> Cut<'_> {
        let mut cut = Cut { agency: None, kept: 0..block.len() };
        if self.rows.is_empty() {
            return cut;
        }
        let (head, tail) = (Window::head(block, self.longest), Window::tail(block, self.longest));
        let is_any =
            |finder: &AhoCorasick| finder.is_match(&head.folded) || finder.is_match(&tail.folded);
        if !self.finder.as_ref().is_none_or(is_any) {
            return cut;
        }
        for row in &self.rows {
            let Some(kept) = row.kept(&head, &tail) else { continue };
            cut.agency = cut.agency.or(row.agency.as_deref());
            cut.kept.start = cut.kept.start.max(kept.start);
            cut.kept.end = cut.kept.end.min(kept.end).max(cut.kept.start);
        }
        cut
    }
}

/// One end of a block in lower case, with spaces for other white space, byte for byte.
struct Window {
    folded: String,
    /// Where it begins in the block.
    start: usize,
    /// Bytes in the block.
    whole: usize,
}

impl Window {
    fn head(block: &str, longest: usize) -> Self {
        let end = block.floor_char_boundary(longest);
        Self { folded: fold(&block[..end]), start: 0, whole: block.len() }
    }

    fn tail(block: &str, longest: usize) -> Self {
        let start = block.ceil_char_boundary(block.len().saturating_sub(longest));
        Self { folded: fold(&block[start..]), start, whole: block.len() }
    }

    /// Where a phrase stands in the block, as a word of its own.
    fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let found = self.folded.match_indices(phrase).map(|(at, _)| at..at + phrase.len());
        let mut alone = found.filter(|found| {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let runs_on = |at: usize| {
                let (before, after) = self.folded.split_at(at);
                is_word(before.chars().next_back()) && is_word(after.chars().next())
            };
            !runs_on(found.start) && !runs_on(found.end)
        });
        alone.next().map(|found| found.start + self.start..found.end + self.start)
    }
}

impl Row {
    /// What is left of a block in which this credit stands.
    fn kept(&self, head: &Window, tail: &Window) -> Option<Range<usize>> {
        let whole = head.whole;
        match self.place {
            Place::Line if whole > self.longest => None,
            Place::Line => head.find(&self.phrase).map(|_| 0..0),
            Place::Dateline => {
                let found = head.find(&self.phrase)?;
                (found.end <= self.longest).then_some(found.end..whole)
            }
            Place::Tail => {
                let found = tail.find(&self.phrase)?;
                (whole - found.start <= self.longest).then_some(0..found.start)
            }
        }
    }
}

impl Place {
    const NAMES: [(&str, Self); 3] =
        [("line", Self::Line), ("dateline", Self::Dateline), ("tail", Self::Tail)];
}

/// Lower case and plain spaces where that changes no length: in ASCII.
fn fold(text: &str) -> String {
    let folded = |c: char| if c.is_ascii_whitespace() { ' ' } else { c.to_ascii_lowercase() };
    text.chars().map(folded).collect()
}

fn row(line: usize, text: &str) -> Result<Row, CreditError> {
    let fail = |expected, found: &str| CreditError { line, expected, found: found.into() };
    let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [agency, place, longest, phrase] = columns[..] else {
        return Err(fail("four columns: agency, place, longest, phrase", text));
    };
    let known = Place::NAMES.iter().find(|(name, _)| *name == place);
    let phrase = Some(fold(phrase)).filter(|phrase| !phrase.is_empty());
    Ok(Row {
        agency: Some(agency).filter(|name| *name != "-").map(str::to_owned),
        place: known.ok_or_else(|| fail("`line`, `dateline` or `tail`", place))?.1,
        longest: longest.parse().map_err(|_| fail("a number of characters", longest))?,
        phrase: phrase.ok_or_else(|| fail("a phrase", ""))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# remark\n\
        Bugle\tdateline\t40\t(Bugle)\n\
        Bugle\tline\t30\tby Bugle staff\n\
        -\ttail\t40\t(reporting by\n";

    #[track_caller]
    fn check(block: &str, agency: Option<&str>, kept: &str) {
        let credits = Credits::parse(TABLE).expect("the table is well-formed");
        let cut = credits.cut(block);
        assert_eq!((cut.agency, &block[cut.kept]), (agency, kept));
    }

    #[test]
    fn credits_are_cut_off() {
        check("KLOW (Bugle) - The envoy left.", Some("Bugle"), " - The envoy left.");
        check("By Bugle  Staff", None, "By Bugle  Staff");
        check("By BUGLE\nstaff, Klow", Some("Bugle"), "");
        check("He left. (Reporting by A. Écrivain)", None, "He left. ");
        check("KLOW (bugle) He left. (Reporting by A)", Some("Bugle"), " He left. ");
    }

    #[test]
    fn what_stands_elsewhere_is_no_credit() {
        check(
            "The envoy of Aland told a reporter of ours (Bugle) so.",
            None,
            "The envoy of Aland told a reporter of ours (Bugle) so.",
        );
        check("Made by bugle staffers.", None, "Made by bugle staffers.");
        check("", None, "");
    }

    #[test]
    fn a_wrong_row_is_named() {
        let refused = |table| Credits::parse(table).expect_err("it is wrong").to_string();
        assert_eq!(
            refused("# x\nBugle\tfoot\t3\tx"),
            "line 2: expected `line`, `dateline` or `tail`, found `foot`"
        );
        assert_eq!(
            refused("a\tline\tmany\tx"),
            "line 1: expected a number of characters, found `many`"
        );
        assert!(refused("a\tline").starts_with("line 1: expected four columns"));
        assert_eq!(refused("a\tline\t3\t "), "line 1: expected a phrase, found ``");
    }
}
