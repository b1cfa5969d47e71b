//! What is known of web pages in general: pack data, loaded once.

use std::ops::Range;

use jiff::civil::Date;

use super::body::Judges;
use super::byline::Bylines;
use super::calendar::{self, Months};
use super::names::Names;
use crate::CueError;
use crate::block::Judge;

/// The texts and bytes of the pack on web pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct PagesText<'t> {
    /// What names of elements say: role, place, word.
    pub names: &'t str,
    /// Names of months: number, names.
    pub months: &'t str,
    /// Words of lines that name an author: what they do, words.
    pub bylines: &'t str,
    /// The learned judges of what is the article; without them a plain rule decides.
    pub judges: &'t [u8],
    /// The learned judge of blocks; without it rules decide.
    pub blocks: &'t [u8],
}

/// What is known of web pages in general.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    pub(super) names: Names,
    pub(super) months: Months,
    pub(super) bylines: Bylines,
    pub(super) judges: Judges,
    blocks: Option<Judge>,
}

/// Why the pack on web pages could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PagesError {
    /// A table is not as it should be.
    #[error("the table of {table}")]
    Table {
        /// Which table.
        table: &'static str,
        /// What is wrong with it.
        source: CueError,
    },
    /// The learned numbers are not as they should be.
    #[error("the learned judges: {0}")]
    Judges(&'static str),
}

impl Pages {
    /// Reads the pack.
    ///
    /// # Errors
    ///
    /// Names the table and the line, or what is wrong with the learned numbers.
    pub fn parse(text: &PagesText<'_>) -> Result<Self, PagesError> {
        let PagesText { names, months, bylines, judges, blocks } = *text;
        let of = |table| move |source| PagesError::Table { table, source };
        Ok(Self {
            names: Names::parse(names).map_err(of("names"))?,
            months: Months::parse(months).map_err(of("months"))?,
            bylines: Bylines::parse(bylines).map_err(of("bylines"))?,
            judges: match judges {
                [] => Judges::default(),
                _ => Judges::parse(judges).map_err(PagesError::Judges)?,
            },
            blocks: match blocks {
                [] => None,
                _ => Some(Judge::parse(blocks).map_err(PagesError::Judges)?),
            },
        })
    }

    /// The learned judge of blocks, if there is one.
    pub(crate) fn blocks(&self) -> Option<&Judge> {
        self.blocks.as_ref()
    }

    /// The newest day that a text names in full.
    pub(crate) fn newest_day(&self, text: &str) -> Option<Date> {
        let newest = |month_first| {
            calendar::days(text, &self.months, month_first).into_iter().map(|(_, day)| day).max()
        };
        newest(false).min(newest(true))
    }

    /// The first day that a line names in full, with its bytes; none that may be either of two.
    pub(crate) fn first_day(&self, line: &str) -> Option<(Range<usize>, Date)> {
        let first =
            |month_first| calendar::spans(line, &self.months, month_first).into_iter().next();
        first(false).filter(|found| Some(found) == first(true).as_ref())
    }
}

/// The rows of a table with the numbers of their lines, without blank ones and remarks.
pub(super) fn rows(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = table.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'))
}
