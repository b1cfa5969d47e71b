//! Reading the tab-separated tables of a pack, and what is wrong with them.
//!
//! Lines starting with `#` are comments, an empty cell is unknown, and cells missing at the end of
//! a line are empty. A row with more cells than columns is an error, since its tabs have slipped.

use jiff::civil::Date;

/// A table of a pack does not have the shape it should have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table} line {line}: expected {expected}, found `{found}`")]
pub struct PackError {
    /// Name of the table, such as `offices.tsv`.
    pub table: &'static str,
    /// Number of the line, from 1.
    pub line: usize,
    /// What should have stood there.
    pub expected: &'static str,
    /// What stood there.
    pub found: String,
}

/// A row of a table: its cells by column.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a, const N: usize> {
    table: &'static str,
    line: usize,
    cells: [&'a str; N],
}

/// The rows of a table of `N` columns, in order, without comments and empty lines.
pub(crate) fn rows<'a, const N: usize>(
    table: &'static str,
    text: &'a str,
) -> impl Iterator<Item = Result<Row<'a, N>, PackError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    lines.map(move |(at, line)| Row::split(table, at + 1, line))
}

impl<'a, const N: usize> Row<'a, N> {
    fn split(table: &'static str, line: usize, text: &'a str) -> Result<Self, PackError> {
        let mut row = Self { table, line, cells: [""; N] };
        for (column, cell) in text.split('\t').enumerate() {
            match row.cells.get_mut(column) {
                Some(place) => *place = cell.trim(),
                None => return Err(row.error("no more cells than the table has columns", cell)),
            }
        }
        Ok(row)
    }

    /// The cell of a column, perhaps empty.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// The cell of a column, which must not be empty.
    pub(crate) fn required(
        &self,
        column: usize,
        expected: &'static str,
    ) -> Result<&'a str, PackError> {
        match self.cell(column) {
            "" => Err(self.error(expected, "")),
            cell => Ok(cell),
        }
    }

    /// The cell of a column, read by a function that knows what it must be.
    pub(crate) fn parse<T>(
        &self,
        column: usize,
        expected: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, PackError> {
        let cell = self.cell(column);
        read(cell).ok_or_else(|| self.error(expected, cell))
    }

    /// The interval between the dates of two neighbouring columns.
    pub(crate) fn interval(&self, from: usize) -> Result<Interval, PackError> {
        let date = "a date as YYYY, YYYY-MM or YYYY-MM-DD";
        let first = |cell: &str| bounds(cell).map(|b| b.map(|(first, _)| first));
        let last = |cell: &str| bounds(cell).map(|b| b.map(|(_, last)| last));
        Ok(Interval { from: self.parse(from, date, first)?, to: self.parse(from + 1, date, last)? })
    }

    #[cold]
    pub(crate) fn error(&self, expected: &'static str, found: &str) -> PackError {
        PackError { table: self.table, line: self.line, expected, found: found.into() }
    }
}

/// The days on which something held; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    /// First day.
    pub(crate) from: Option<Date>,
    /// Last day.
    pub(crate) to: Option<Date>,
}

/// Where a day lies as seen from an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    /// Before its first day.
    Before,
    /// In it, or the day is unknown.
    Within,
    /// After its last day.
    After,
}

impl Interval {
    /// Where a day lies; an unknown one counts as inside.
    pub(crate) fn era(&self, day: Option<Date>) -> Era {
        match day {
            Some(day) if self.from.is_some_and(|from| day < from) => Era::Before,
            Some(day) if self.to.is_some_and(|to| day > to) => Era::After,
            _ => Era::Within,
        }
    }

    /// Whether it holds on a day.
    pub(crate) fn holds(&self, day: Option<Date>) -> bool {
        self.era(day) == Era::Within
    }

    /// The interval in words, for reasons: `from 2012-05-07`, `from 1999 to 2008`.
    pub(crate) fn words(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => format!("from {from} to {to}"),
            (Some(from), None) => format!("since {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => "without dates".into(),
        }
    }
}

/// First and last day of a year, month or day; `Some(None)` for an empty cell.
#[expect(clippy::option_option, reason = "unreadable and unknown are different answers")]
fn bounds(cell: &str) -> Option<Option<(Date, Date)>> {
    let mut parts = cell.split('-');
    let year: i16 = match parts.next() {
        Some("") | None => return Some(None),
        Some(year) => year.parse().ok().filter(|_| year.len() == 4)?,
    };
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (Some(_), Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        _ => first.last_of_year(),
    };
    Some(Some((first, last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_left_out() {
        let text = "#a\tb\n\n# more\n1\t2\r\n3\n";
        let read: Vec<_> = rows::<2>("t.tsv", text).map(|r| r.map(|r| r.cells)).collect();
        assert_eq!(read, [Ok(["1", "2"]), Ok(["3", ""])]);
    }

    #[test]
    fn an_error_names_table_line_and_cell() {
        let row = rows::<1>("t.tsv", "#h\na\tb").next().expect("one row");
        let error = row.err().expect("a cell too many").to_string();
        assert_eq!(
            error,
            "t.tsv line 2: expected no more cells than the table has columns, found `b`"
        );
        let row = rows::<2>("t.tsv", "2001\t20-13").next().expect("one row").expect("two cells");
        assert_eq!(row.interval(0).expect_err("no such date").found, "20-13");
    }

    #[test]
    fn a_year_lasts_until_its_last_day() {
        let row = rows::<2>("t.tsv", "1999\t2001-02").next().expect("one row").expect("two cells");
        let interval = row.interval(0).expect("dates");
        let era = |day: &str| interval.era(day.parse().ok());
        assert_eq!(era("1998-12-31"), Era::Before);
        assert_eq!(era("1999-01-01"), Era::Within);
        assert_eq!(era("2001-02-28"), Era::Within);
        assert_eq!(era("2001-03-01"), Era::After);
        assert_eq!(interval.era(None), Era::Within);
    }
}
