//! The tables of the packs in one file: each section begins with the head of its table.
//!
//! `#actor kind surface …` begins names, which is also what a file without a head holds;
//! `#id kind name …` actors, `#person aliases office …` offices, `#words sector kind …` roles.

use super::{Dictionary, OwnActor, OwnName, OwnOffice, OwnRole, Whose, lines};
use crate::atlas::{ActorKind, NameKind, RoleKind};
use crate::table::{self, PackError, Row};

/// Ids are not longer, in bytes.
const LONGEST_ID: usize = 60;

/// Which table a line is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Actors,
    Names,
    Offices,
    Roles,
}

impl Section {
    /// The section that a head begins.
    fn of_head(line: &str) -> Option<Self> {
        let mut cells = line.strip_prefix('#')?.split('\t').map(str::trim);
        Some(match (cells.next()?, cells.next()?) {
            ("id", "kind") => Self::Actors,
            ("actor", "kind") => Self::Names,
            ("person", "aliases") => Self::Offices,
            ("words", "sector") => Self::Roles,
            _ => return None,
        })
    }
}

/// Whether a file is a table: it has a head, or tabs between cells and no codes in brackets.
pub(super) fn looks_so(text: &str) -> bool {
    if text.lines().any(|line| Section::of_head(line).is_some()) {
        return true;
    }
    let is_row = |line: &str| line.trim_start() == line && line.split('\t').count() >= 3;
    let mut rows = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).take(50);
    rows.any(|line| is_row(line) && !line.contains('['))
}

/// Reads the sections.
pub(super) fn read(text: &str, found: &mut Dictionary) {
    let mut section = Section::Names;
    for (number, line) in lines(text, found) {
        if line.starts_with('#') || line.trim().is_empty() {
            section = Section::of_head(line).unwrap_or(section);
            continue;
        }
        let read = match section {
            Section::Actors => row(line).and_then(actor).map(|a| found.actors.push(a)),
            Section::Names => row(line).and_then(name).map(|n| found.names.push(n)),
            Section::Offices => row(line).and_then(office).map(|o| found.offices.push(o)),
            Section::Roles => row(line).and_then(role).map(|r| found.roles.push(r)),
        };
        if let Err(PackError { expected, found: cell, .. }) = read {
            found.report(number, expected, if cell.is_empty() { line } else { &cell });
        }
    }
}

/// The cells of one line.
fn row<const N: usize>(line: &str) -> Result<Row<'_, N>, PackError> {
    let mut rows = table::rows("actors", line);
    rows.next().unwrap_or_else(|| {
        Err(PackError {
            table: "actors",
            line: 0,
            expected: "a row of the table",
            found: line.into(),
        })
    })
}

/// id, kind, name, iso2, part_of, capital, from, to, source.
fn actor(row: Row<'_, 9>) -> Result<OwnActor, PackError> {
    Ok(OwnActor {
        id: row.parse(0, "an id such as `MLI` or `IGO.ASEAN`", id)?,
        kind: row.parse(1, "a kind of actor (state, igo, group, ...)", ActorKind::from_name)?,
        name: row.required(2, "a name")?.into(),
        held: row.interval(6)?,
    })
}

/// actor, kind, surface, sector, from, to, remark.
fn name(row: Row<'_, 7>) -> Result<OwnName, PackError> {
    Ok(OwnName {
        whose: Whose::Id(row.parse(0, "an id such as `MLI` or `IGO.ASEAN`", id)?),
        kind: Some(row.parse(
            1,
            "a kind of name (name, organ, people, ...)",
            NameKind::from_name,
        )?),
        surface: row.required(2, "a name")?.into(),
        sector: sector(&row, 3)?,
        held: row.interval(4)?,
        is_cased: true,
    })
}

/// person, aliases, office, actor, sector, from, to, source.
fn office(row: Row<'_, 8>) -> Result<OwnOffice, PackError> {
    Ok(OwnOffice {
        person: row.required(0, "a person's name")?.into(),
        aliases: row.cell(1).into(),
        title: row.required(2, "an office")?.into(),
        actor: row.parse(3, "an id such as `MLI` or `IGO.ASEAN`", id)?,
        sector: sector(&row, 4)?,
        held: row.interval(5)?,
    })
}

/// words, sector, kind, remark.
fn role(row: Row<'_, 4>) -> Result<OwnRole, PackError> {
    Ok(OwnRole {
        words: row.required(0, "a phrase")?.to_lowercase(),
        sector: sector(&row, 1)?,
        kind: Some(row.parse(
            2,
            "a kind of role (office, organ, people, body)",
            RoleKind::from_name,
        )?),
        is_relational: row.cell(3).contains("relational"),
    })
}

/// An id: parts in capitals and digits, of two letters at least, with dots between them.
fn id(cell: &str) -> Option<String> {
    let is_part = |part: &str| {
        part.len() >= 2
            && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
    };
    (cell.len() <= LONGEST_ID && cell.split('.').all(is_part)).then(|| cell.to_owned())
}

fn sector<const N: usize>(row: &Row<'_, N>, column: usize) -> Result<Option<String>, PackError> {
    let read = |cell: &str| match cell {
        "" => Some(None),
        _ => (cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase()))
            .then(|| Some(cell.to_owned())),
    };
    row.parse(column, "a sector such as `GOV`", read)
}
