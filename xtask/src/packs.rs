//! `cargo xtask packs --check`: whether the tables of the atlas hold together.
//!
//! The engine refuses a table that it cannot read. This task looks for what it cannot see: rows out
//! of order or twice, dates that are none, sources that nobody names, actors that do not exist,
//! two holders of one office at a time, a member that joins twice. All faults are listed before the
//! task fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::{Outcome, root, say};

/// Arguments of `packs`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only check the tables; the sole thing there is to do as yet
    #[arg(long)]
    check: bool,
}

/// A table: where it lies, and which of its columns hold what.
struct Table {
    path: &'static str,
    columns: usize,
    /// What no two rows have in common.
    key: &'static [usize],
    /// Columns with ids of `actors.tsv`; several in one cell have `|` between them.
    actors: &'static [usize],
    dates: Option<usize>,
    source: Option<usize>,
    /// The latitude; the longitude follows it.
    degrees: Option<usize>,
}

/// A table about nothing of this.
const PLAIN: Table = Table {
    path: "",
    columns: 0,
    key: &[0],
    actors: &[],
    dates: None,
    source: None,
    degrees: None,
};

const ACTORS: &str = "packs/atlas/actors.tsv";
const OFFICES: &str = "packs/atlas/offices.tsv";
const MEMBERSHIPS: &str = "packs/atlas/memberships.tsv";
const SOURCES: &str = "packs/atlas/SOURCES.md";

const TABLES: &[Table] = &[
    Table { path: ACTORS, columns: 9, actors: &[4], dates: Some(6), source: Some(8), ..PLAIN },
    Table {
        path: OFFICES,
        columns: 8,
        key: &[0, 2, 3, 5],
        actors: &[3],
        dates: Some(5),
        source: Some(7),
        ..PLAIN
    },
    Table {
        path: "packs/atlas/places.tsv",
        columns: 7,
        actors: &[3],
        source: Some(6),
        degrees: Some(4),
        ..PLAIN
    },
    Table {
        path: "packs/atlas/features.tsv",
        columns: 9,
        actors: &[7],
        source: Some(8),
        degrees: Some(4),
        ..PLAIN
    },
    Table {
        path: MEMBERSHIPS,
        columns: 5,
        key: &[0, 1, 2],
        actors: &[0, 1],
        dates: Some(2),
        source: Some(4),
        ..PLAIN
    },
    Table {
        path: "packs/atlas/occasions.tsv",
        columns: 6,
        dates: Some(2),
        source: Some(5),
        ..PLAIN
    },
    Table {
        path: "packs/atlas/treaties.tsv",
        columns: 9,
        actors: &[3],
        dates: Some(5),
        source: Some(8),
        ..PLAIN
    },
    Table { path: "packs/lang/en/occasions.tsv", columns: 3, key: &[0, 1, 2], ..PLAIN },
    Table {
        path: "packs/lang/en/names.tsv",
        columns: 7,
        key: &[0, 1, 2, 4],
        actors: &[0],
        dates: Some(4),
        ..PLAIN
    },
    Table { path: "packs/lang/en/roles.tsv", columns: 4, ..PLAIN },
    Table { path: "packs/lang/en/toponyms.tsv", columns: 4, key: &[0, 1], ..PLAIN },
];

/// Begins the comment that lists the offices which several hold at once, as `office` or, for one
/// actor only, `office ID`.
const SHARED: &str = "# several at once: ";

/// A row with the number of its line.
struct Row<'a> {
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cells of two neighbouring columns with dates.
    fn interval(&self, from: usize) -> (&'a str, &'a str) {
        (self.cells[from], self.cells[from + 1])
    }
}

pub(crate) fn run(args: &Args) -> Outcome {
    if !args.check {
        return Err("expected `--check`".into());
    }
    let read = |path: &str| fs::read_to_string(root().join(path));
    let (sources, actors, offices) = (read(SOURCES)?, read(ACTORS)?, read(OFFICES)?);
    let memberships = read(MEMBERSHIPS)?;
    let known = Known {
        sources: sources.lines().filter_map(source_key).collect(),
        actors: rows(&actors).map(|row| row.cells[0]).collect(),
    };
    let mut faults = Vec::new();
    for table in TABLES {
        let text = read(table.path)?;
        let found = check(table, &rows(&text).collect::<Vec<_>>(), &known);
        faults.extend(found.into_iter().map(|fault| format!("{} {fault}", table.path)));
    }
    let rows: Vec<_> = rows(&offices).collect();
    let two = overlaps(&rows, &shared(&offices));
    faults.extend(two.into_iter().map(|fault| format!("{OFFICES} {fault}")));
    let twice = joined_twice(&self::rows(&memberships).collect::<Vec<_>>());
    faults.extend(twice.into_iter().map(|fault| format!("{MEMBERSHIPS} {fault}")));
    faults.iter().for_each(|fault| say(fault));
    match faults.len() {
        0 => Ok(()),
        n => Err(format!("expected tables that hold together, found {n} faults").into()),
    }
}

/// What other tables say that there is.
struct Known<'a> {
    sources: BTreeSet<&'a str>,
    actors: BTreeSet<&'a str>,
}

/// The rows of a table, without comments.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    lines.map(|(at, line)| Row { line: at + 1, cells: line.split('\t').collect() })
}

/// The key of a source in a row of the page of sources: its first cell, if that is code.
fn source_key(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?.split_once("` |").map(|(key, _)| key)
}

/// The offices that several hold at once.
fn shared(offices: &str) -> BTreeSet<&str> {
    let lists = offices.lines().filter_map(|line| line.strip_prefix(SHARED));
    lines_of(lists).collect()
}

fn lines_of<'a>(lists: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lists.flat_map(|list| list.split(';')).map(str::trim)
}

/// Looks at the rows one by one and at each with the one before.
fn check(table: &Table, rows: &[Row<'_>], known: &Known<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let mut fault = |what: String| faults.push(format!("line {}: {what}", row.line));
        let cell = |column: usize| row.cells.get(column).copied().unwrap_or_default();
        if row.cells.len() > table.columns {
            fault(format!("expected {} cells, found {}", table.columns, row.cells.len()));
        }
        if row.cells.iter().any(|cell| cell.trim() != *cell) {
            fault("expected cells without blanks at their ends".into());
        }
        if at.checked_sub(1).is_some_and(|before| rows[before].cells[0] > row.cells[0]) {
            fault(format!("expected rows in order, found `{}`", row.cells[0]));
        }
        let key: Vec<&str> = table.key.iter().map(|column| cell(*column)).collect();
        if let Some(first) = seen.insert(key, row.line) {
            fault(format!("expected a row once, found that of line {first} again"));
        }
        let ids = table.actors.iter().flat_map(|column| cell(*column).split('|'));
        for id in ids.filter(|id| !id.is_empty()).filter(|id| !known.actors.contains(id)) {
            fault(format!("expected an id of actors.tsv, found `{id}`"));
        }
        if let Some(source) = table.source.map(cell).filter(|s| !known.sources.contains(s)) {
            fault(format!("expected a key of {SOURCES}, found `{source}`"));
        }
        if let Some(lat) = table.degrees {
            degrees(cell(lat), 90.0).into_iter().for_each(&mut fault);
            degrees(cell(lat + 1), 180.0).into_iter().for_each(&mut fault);
        }
        if row.cells.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
            fault("expected letters, found the mark of a lost one".into());
        }
        if let Some(from) = table.dates {
            dates(cell(from), cell(from + 1)).into_iter().for_each(fault);
        }
    }
    faults
}

/// What is wrong with degrees.
fn degrees(cell: &str, most: f64) -> Option<String> {
    let is_in_range = cell.parse().is_ok_and(|d: f64| d.abs() <= most);
    (!is_in_range).then(|| format!("expected degrees from -{most} to {most}, found `{cell}`"))
}

/// What is wrong with the two ends of an interval.
fn dates(from: &str, to: &str) -> Option<String> {
    let unread = [from, to].into_iter().find(|cell| !cell.is_empty() && !is_date(cell));
    if let Some(cell) = unread {
        return Some(format!("expected a date as YYYY, YYYY-MM or YYYY-MM-DD, found `{cell}`"));
    }
    let is_backwards = !to.is_empty() && earliest(from) > latest(to);
    is_backwards.then(|| format!("expected an end after the start, found {from} to {to}"))
}

fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split('-').collect();
    let number = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<u32>().ok());
    let shape = [4, 2, 2];
    let fits = parts.len() <= 3 && parts.iter().zip(shape).all(|(part, n)| part.len() == n);
    match (number(0), number(1), number(2)) {
        (Some(year), Some(month), Some(day)) => fits && (1..=days(year, month)).contains(&day),
        _ => false,
    }
}

/// The days of a month; none if there is no such month.
fn days(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The first day that a date may mean, as text that sorts as days do.
fn earliest(date: &str) -> String {
    format!("{date}{}", "0000-01-01".get(date.len()..).unwrap_or_default())
}

/// The last day that a date may mean.
fn latest(date: &str) -> String {
    format!("{date}{}", "9999-12-31".get(date.len()..).unwrap_or_default())
}

/// Offices that two persons surely hold on one day, other than that of a handover.
fn overlaps(rows: &[Row<'_>], shared: &BTreeSet<&str>) -> Vec<String> {
    let mut held: BTreeMap<(&str, &str), Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.cells.len() >= 7) {
        let (office, actor) = (row.cells[2], row.cells[3]);
        let is_shared = shared.contains(office) || shared.contains(&*format!("{office} {actor}"));
        if !is_shared {
            held.entry((office, actor)).or_default().push(row);
        }
    }
    let mut faults = Vec::new();
    for ((office, actor), rows) in held {
        for (at, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(at + 1).filter(|other| meet(one, other)) {
                faults.push(format!(
                    "line {}: expected one `{office}` of {actor} at a time, found {} of line {} too",
                    other.line, one.cells[0], one.line
                ));
            }
        }
    }
    faults
}

/// Whether two persons held an office together for longer than a day, as far as dates are known.
fn meet(one: &Row<'_>, other: &Row<'_>) -> bool {
    one.cells[0] != other.cells[0] && share_days(one.interval(5), other.interval(5))
}

/// Whether two intervals surely have more than a day in common.
fn share_days(one: (&str, &str), other: (&str, &str)) -> bool {
    let start = |from: &str| if from.is_empty() { String::new() } else { latest(from) };
    let end = |to: &str| if to.is_empty() { latest("") } else { earliest(to) };
    start(one.0) < end(other.1) && start(other.0) < end(one.1)
}

/// Memberships that begin before the last one of the same member in the same organisation ends;
/// the rows stand in order of members.
fn joined_twice(rows: &[Row<'_>]) -> Vec<String> {
    let mut last: BTreeMap<(&str, &str), &Row<'_>> = BTreeMap::new();
    let mut faults = Vec::new();
    for row in rows.iter().filter(|row| row.cells.len() >= 4) {
        let (member, organisation) = (row.cells[0], row.cells[1]);
        let before = last.insert((member, organisation), row);
        if let Some(before) =
            before.filter(|before| share_days(before.interval(2), row.interval(2)))
        {
            faults.push(format!(
                "line {}: expected {member} in {organisation} once at a time, found line {} too",
                row.line, before.line
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const KING: Table =
        Table { path: "t", columns: 8, actors: &[3], dates: Some(5), source: Some(7), ..PLAIN };
    const REEF: Table = Table { path: "t", columns: 4, degrees: Some(1), actors: &[3], ..PLAIN };

    #[track_caller]
    fn faults(text: &str) -> Vec<String> {
        let known =
            Known { sources: BTreeSet::from(["record"]), actors: BTreeSet::from(["MLI", "NER"]) };
        let rows: Vec<_> = rows(text).collect();
        let mut faults = check(&KING, &rows, &known);
        faults.extend(overlaps(&rows, &shared(text)));
        faults
    }

    #[test]
    fn a_good_table_has_no_fault() {
        let text = "#name\nAda\t\tking\tMLI\tGOV\t1999\t2001-02\trecord\n\
                    Bea\t\tking\tMLI\tGOV\t2001-02-28\t\trecord\n";
        assert_eq!(faults(text), Vec::<String>::new());
    }

    #[test]
    fn order_twins_actors_and_sources_are_checked() {
        let text = "Bea\t\tking\tMLI\tGOV\t\t1999\trecord\nAda\t\tking\tXXX\tGOV\t\t\thearsay\n\
                    Ada\t\tking\tNER\tGOV\t\t\trecord";
        assert_eq!(
            faults(text),
            [
                "line 2: expected rows in order, found `Ada`",
                "line 2: expected an id of actors.tsv, found `XXX`",
                "line 2: expected a key of packs/atlas/SOURCES.md, found `hearsay`",
                "line 3: expected a row once, found that of line 2 again",
            ]
        );
    }

    #[test]
    fn places_have_degrees_and_known_claimants() {
        let known = Known { sources: BTreeSet::new(), actors: BTreeSet::from(["MLI", "NER"]) };
        let text = "a\t9.5\t-179.9\tMLI|NER\nb\t91\t0\tXXX\nc\u{fffd}\t0\tx\t\n";
        let found = check(&REEF, &rows(text).collect::<Vec<_>>(), &known);
        assert_eq!(
            found,
            [
                "line 2: expected an id of actors.tsv, found `XXX`",
                "line 2: expected degrees from -90 to 90, found `91`",
                "line 3: expected degrees from -180 to 180, found `x`",
                "line 3: expected letters, found the mark of a lost one",
            ]
        );
    }

    #[test]
    fn dates_are_days_in_order() {
        assert!(is_date("2000-02-29") && is_date("1999-12") && is_date("1999"));
        assert!(!is_date("1900-02-29") && !is_date("1999-13") && !is_date("99") && !is_date("1-2"));
        assert_eq!(dates("2001-02", "2001"), None);
        let said = "expected an end after the start, found 2002 to 2001-12";
        assert_eq!(dates("2002", "2001-12").as_deref(), Some(said));
    }

    #[test]
    fn a_member_joins_again_only_after_it_left() {
        let text = "MLI\tIGO.A\t1975\t1990\nMLI\tIGO.A\t1991\t\nMLI\tIGO.B\t1980\t\n";
        assert_eq!(joined_twice(&rows(text).collect::<Vec<_>>()), Vec::<String>::new());
        let text = "MLI\tIGO.A\t1975\t\nMLI\tIGO.A\t1991\t\n";
        let said = "line 2: expected MLI in IGO.A once at a time, found line 1 too";
        assert_eq!(joined_twice(&rows(text).collect::<Vec<_>>()), [said]);
    }

    #[test]
    fn one_at_a_time_unless_the_table_says_so() {
        let two = "Ada\t\tking\tMLI\tGOV\t1999\t\trecord\nBea\t\tking\tMLI\tGOV\t2004\t\trecord\n";
        let said = "line 2: expected one `king` of MLI at a time, found Ada of line 1 too";
        assert_eq!(faults(two), [said]);
        let shared = format!("{SHARED}queen; king MLI\n{two}");
        assert_eq!(faults(&shared), Vec::<String>::new());
    }
}
