//! Tables for the terminal: columns as wide as their cells, the last one cut to fit.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::output::HEADING;

/// A table that is being filled.
#[derive(Debug, Default)]
pub(crate) struct Table {
    headings: Vec<String>,
    right: Vec<usize>,
    is_indented: bool,
    rows: Vec<Vec<Cell>>,
}

/// A cell with its style.
#[derive(Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), style: Style::new() }
    }
}

/// A cell in a style.
pub(crate) fn styled(text: impl Into<String>, style: Style) -> Cell {
    Cell { text: text.into(), style }
}

impl Table {
    /// A table with headings.
    pub(crate) fn new<const N: usize>(headings: [&'static str; N]) -> Self {
        Self { headings: headings.map(str::to_owned).into(), ..Self::default() }
    }

    /// A table whose headings are not known beforehand.
    pub(crate) fn named(headings: &[String]) -> Self {
        Self { headings: headings.to_vec(), ..Self::default() }
    }

    /// Sets some columns flush right, as numbers are.
    pub(crate) fn right<const N: usize>(mut self, columns: [usize; N]) -> Self {
        self.right = columns.into();
        self
    }

    /// Sets some more columns flush right.
    pub(crate) fn flush_right(&mut self, columns: impl Iterator<Item = usize>) {
        for column in columns {
            if !self.right.contains(&column) {
                self.right.push(column);
            }
        }
    }

    /// Moves the table in by two columns.
    pub(crate) fn indented(self) -> Self {
        Self { is_indented: true, ..self }
    }

    /// Adds a row, one cell a heading.
    pub(crate) fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        self.rows.push(cells.into());
    }

    /// Adds a row of as many cells as there are headings.
    pub(crate) fn cells(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table; on a terminal its last column is cut to the width.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let widths = self.widths();
        if !self.headings.iter().all(|h| h.is_empty()) {
            let cells: Vec<Cell> = self.headings.iter().map(|h| styled(h, HEADING)).collect();
            self.line(&cells, &widths, out)?;
        }
        self.rows.iter().try_for_each(|row| self.line(row, &widths, out))
    }

    fn widths(&self) -> Vec<usize> {
        let column = |at: usize| {
            let cells = self.rows.iter().map(move |row| row[at].text.width());
            cells.max().unwrap_or(0).max(self.headings[at].width())
        };
        let mut widths: Vec<usize> = (0..self.headings.len()).map(column).collect();
        if let (Some(terminal), Some((last, others))) = (terminal_width(), widths.split_last_mut())
        {
            const LEAST: usize = 20;
            let used: usize = others.iter().map(|w| w + 2).sum();
            let used = used + if self.is_indented { 2 } else { 0 };
            *last = (*last).min(terminal.saturating_sub(used).max(LEAST));
        }
        widths
    }

    fn line(&self, cells: &[Cell], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
        if self.is_indented {
            out.write_all(b"  ")?;
        }
        for (at, (Cell { text, style }, width)) in cells.iter().zip(widths).enumerate() {
            let text = cut(text, *width);
            let blanks = " ".repeat(width - text.width().min(*width));
            let is_last = at + 1 == cells.len();
            if self.right.contains(&at) {
                write!(out, "{blanks}{style}{text}{style:#}")?;
            } else if is_last {
                write!(out, "{style}{text}{style:#}")?;
            } else {
                write!(out, "{style}{text}{style:#}{blanks}")?;
            }
            out.write_all(if is_last { b"\n" } else { b"  " })?;
        }
        Ok(())
    }
}

/// The terminal's width in columns, if stdout is one.
pub(crate) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// The text on one line, without anything that could steer the terminal.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, "\u{fffd}")
}

/// The text on one line, cut to a width.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let line = one_line(text);
    if line.width() <= width {
        return line;
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in line.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_headings() {
        let mut table = Table::new(["who", "n", "what"]).right([1]);
        table.row(["FRA".into(), "7".into(), "accuses".into()]);
        table.row(["IGO.UN".into(), "12".into(), "meets\nagain".into()]);
        let mut out = Vec::new();
        table.write(&mut anstream::StripStream::new(&mut out)).expect("memory can be written");
        let text = String::from_utf8(out).expect("made of text");
        assert_eq!(text, "who      n  what\nFRA      7  accuses\nIGO.UN  12  meets again\n");
    }

    #[test]
    fn a_cut_is_marked_and_fits() {
        assert_eq!(cut("a long sentence", 8), "a long …");
        assert_eq!(cut("short", 8), "short");
        assert_eq!(cut("北京北京", 5), "北京…");
        assert_eq!(cut("red \x1b[31m", 20), "red \u{fffd}[31m");
    }
}
