//! Events in brief by the page: thousands to a row, so that all of them are read at once.
//!
//! A page holds lines of eight 32-bit numbers, in little-endian order and without anything between.
//! Of an event that was read they are its number, document, outlet, pattern, first day, last day, day
//! of the report and run, as in `brief`; of a row that others coded its number, report, actor,
//! recipient, act and the three days, as in `coded`. Numbers of events count from the first of the
//! page, and 0 stands for what there is none of.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::coded::OFFSET;

/// The numbers of a line.
pub(super) type Line = [i32; WIDTH];

const WIDTH: usize = 8;

/// Lines of a page that is full.
const FULL: usize = 2_048;

/// What lines are made of, and where their events' numbers lie.
#[derive(Clone, Copy)]
pub(super) struct Source {
    above: i64,
    to: i64,
    /// Selects lines above one number, up to another.
    sql: &'static str,
}

/// Events that were read.
pub(super) const READ: Source = Source {
    above: 0,
    to: OFFSET.cast_signed(),
    sql: "SELECT event, document, coalesce(outlet, 0), pattern, first, last, reported, run
        FROM brief WHERE event > ?1 AND event <= ?2 ORDER BY event",
};

/// Rows that others coded, between two sides.
pub(super) const CODED: Source = Source {
    above: OFFSET.cast_signed(),
    to: i64::MAX,
    sql: "SELECT number + (1 << 40), coalesce(report, 0), actor, recipient, act, first,
            coalesce(last, first), reported
        FROM coded WHERE number > ?1 - (1 << 40) AND number <= ?2 - (1 << 40)
            AND actor IS NOT NULL AND recipient IS NOT NULL
        ORDER BY number",
};

/// Hands out all lines of a source, each with the number of its event.
pub(super) fn visit(
    db: &Connection,
    source: Source,
    each: &mut dyn FnMut(u64, Line) -> Result<()>,
) -> Result<()> {
    let sql = "SELECT first, lines FROM brief_page WHERE first > ? AND first <= ? ORDER BY first";
    let mut statement = db.prepare_cached(sql)?;
    let mut pages = statement.query([source.above, source.to])?;
    while let Some(row) = pages.next()? {
        let first: i64 = row.get(0)?;
        let lines = row.get_ref(1)?.as_blob()?;
        for line in lines.as_chunks::<{ WIDTH * 4 }>().0 {
            let line = unpacked(line);
            each((first + i64::from(line[0])).cast_unsigned(), line)?;
        }
    }
    Ok(())
}

/// How many lines there are.
pub(super) fn count(db: &Connection) -> Result<usize> {
    let sql = "SELECT coalesce(sum(length(lines)), 0) FROM brief_page";
    let bytes: i64 = db.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(bytes).unwrap_or(0) / (WIDTH * 4))
}

/// Takes up all lines that came after those of the last page, which is filled first.
pub(super) fn take_up(db: &Connection, source: Source) -> Result<()> {
    let mut page = last(db, source)?;
    let mut statement = db.prepare_cached(source.sql)?;
    let mut rows = statement.query([page.last, source.to])?;
    let mut is_new = false;
    while let Some(row) = rows.next()? {
        if page.is_full() {
            page.write(db)?;
            page = Page::above(page.last);
        }
        page.push(row)?;
        is_new = true;
    }
    if is_new { page.write(db) } else { Ok(()) }
}

/// How many pages are not as they follow from the rest, or lack.
pub(super) fn differences(db: &Connection) -> Result<i64> {
    let mut n = 0;
    for source in [READ, CODED] {
        let sql = "SELECT first, last, lines FROM brief_page
            WHERE first > ? AND first <= ? ORDER BY first";
        let mut statement = db.prepare(sql)?;
        let mut pages = statement.query([source.above, source.to])?;
        let mut above = source.above;
        while let Some(row) = pages.next()? {
            let last: i64 = row.get(1)?;
            let (expected, found) = (gathered(db, source, above, last)?, row.get_ref(2)?);
            let is_same = expected.first == row.get::<_, i64>(0)? && expected.last == last;
            n += i64::from(!is_same || found.as_blob()? != expected.lines);
            above = last;
        }
        n += i64::from(!gathered(db, source, above, source.to)?.lines.is_empty());
    }
    Ok(n)
}

/// A page as it grows.
struct Page {
    first: i64,
    last: i64,
    lines: Vec<u8>,
}

impl Page {
    /// An empty one, for what comes above a number.
    fn above(last: i64) -> Self {
        Self { first: last, last, lines: Vec::new() }
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= FULL * WIDTH * 4
    }

    fn push(&mut self, row: &rusqlite::Row<'_>) -> Result<()> {
        let event: i64 = row.get(0)?;
        if self.lines.is_empty() {
            self.first = event;
        }
        self.last = event;
        let number = |at: usize| {
            let whole = row.get::<_, i64>(at)? - if at == 0 { self.first } else { 0 };
            i32::try_from(whole).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, whole))
        };
        let line = (0..WIDTH).map(number).collect::<Result<Vec<i32>>>()?;
        self.lines.extend(line.into_iter().flat_map(i32::to_le_bytes));
        Ok(())
    }

    fn write(&self, db: &Connection) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO brief_page (first, last, lines) VALUES (?, ?, ?)";
        db.prepare_cached(sql)?.execute(params![self.first, self.last, self.lines]).map(|_| ())
    }
}

/// The last page of a source, to be filled; a new one if that is full.
fn last(db: &Connection, source: Source) -> Result<Page> {
    let sql = "SELECT first, last, lines FROM brief_page
        WHERE first > ? AND first <= ? ORDER BY first DESC LIMIT 1";
    let page = db.prepare_cached(sql)?.query_row([source.above, source.to], |row| {
        Ok(Page { first: row.get(0)?, last: row.get(1)?, lines: row.get(2)? })
    });
    let page = page.optional()?.unwrap_or_else(|| Page::above(source.above));
    Ok(if page.is_full() { Page::above(page.last) } else { page })
}

/// All lines above a number, up to another, as one page.
fn gathered(db: &Connection, source: Source, above: i64, to: i64) -> Result<Page> {
    let mut page = Page::above(above);
    let mut statement = db.prepare_cached(source.sql)?;
    let mut rows = statement.query([above, to])?;
    while let Some(row) = rows.next()? {
        // No page is longer: more need not be read to see that one lacks.
        if page.is_full() {
            break;
        }
        page.push(row)?;
    }
    Ok(page)
}

fn unpacked(line: &[u8; WIDTH * 4]) -> Line {
    let (numbers, _) = line.as_chunks::<4>();
    std::array::from_fn(|at| i32::from_le_bytes(numbers[at]))
}
