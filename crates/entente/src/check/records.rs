//! Structural tables that a user brings, named and described in a settings file.
//!
//! A file of records lists tables with what they measure and how their columns are called:
//!
//! ```toml
//! [[table]]
//! name = "disputes"            # as verdicts name it
//! file = "outcomes.tsv.gz"     # beside this file
//! measure = "dispute"          # see [`entente_relate::check::Measure`]
//! closed = true                # a missing row means none, within its years and states
//! codes = "cow"                # states are numbers of the Correlates of War; without it, ISO 3166
//! a = "lo"
//! b = "hi"
//! year = "year"
//! value = ["mid"]              # several columns add up
//! members = { file = "states.tsv.gz", state = "ccode", year = "year" }
//! ```
//!
//! `members` names a list of states by year that a closed table covers, if it covers more than
//! those that its own rows speak of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente_model::ActorId;
use entente_relate::check::structure::Table as Structure;
use entente_relate::check::{Measure, Structures};
use entente_relate::ideal::IdealPoint;
use serde::Deserialize;

use crate::relations::{Row, Table};
use crate::{Error, ErrorKind, Knowledge, Result};

/// A file of records, to be read with [`read_records`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordsFile {
    #[serde(default)]
    table: Vec<Described>,
}

/// How one table is to be read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    name: String,
    file: PathBuf,
    measure: String,
    #[serde(default)]
    closed: bool,
    codes: Option<String>,
    /// First and last year, if the table is to say nothing beyond them.
    years: Option<[i16; 2]>,
    a: Option<String>,
    b: Option<String>,
    state: Option<String>,
    year: String,
    #[serde(default)]
    value: Vec<String>,
    members: Option<Members>,
    low: Option<String>,
    median: Option<String>,
    high: Option<String>,
}

/// States by year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    file: PathBuf,
    state: String,
    year: String,
}

/// Reads all tables that a file of records describes; their paths are relative to it.
///
/// # Errors
///
/// [`ErrorKind::Input`] if a file cannot be read or has not the columns that are named.
pub fn read_records(path: &Path, knowledge: &Knowledge) -> Result<Structures> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let message = format!("failed to read `{}`", path.display());
        Error::new(ErrorKind::Input, message).caused_by(error)
    })?;
    let described: RecordsFile = toml::from_str(&text).map_err(|error| {
        let message = format!("expected a file of records in `{}`", path.display());
        Error::new(ErrorKind::Input, message).caused_by(error)
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    // One file may hold several tables.
    let mut files = Files { folder, read: BTreeMap::new() };
    for table in &described.table {
        files.read(&table.file, &table.name)?;
        if let Some(members) = &table.members {
            files.read(&members.file, &table.name)?;
        }
    }
    let tables = described.table.iter().map(|table| table.read(&files, knowledge));
    Ok(Structures { tables: tables.collect::<Result<_>>()? })
}

/// The files that tables are in, each read once.
struct Files<'f> {
    folder: &'f Path,
    read: BTreeMap<PathBuf, Vec<u8>>,
}

impl Files<'_> {
    fn read(&mut self, file: &Path, table: &str) -> Result<()> {
        if !self.read.contains_key(file) {
            let path = self.folder.join(file);
            let bytes = std::fs::read(&path).map_err(|error| {
                let message = format!("failed to read `{}` of the table `{table}`", path.display());
                Error::new(ErrorKind::Input, message).caused_by(error)
            })?;
            self.read.insert(file.to_owned(), bytes);
        }
        Ok(())
    }

    fn table(&self, file: &Path) -> Result<Table> {
        let name = self.folder.join(file).display().to_string();
        Table::read(&name, &self.read[file], &[])
    }
}

impl Described {
    fn read(&self, files: &Files<'_>, knowledge: &Knowledge) -> Result<Structure> {
        let measure = Measure::from_name(&self.measure).ok_or_else(|| {
            let known: Vec<&str> = Measure::ALL.into_iter().map(Measure::as_str).collect();
            let message =
                format!("expected a measure of table `{}`, found `{}`", self.name, self.measure);
            Error::new(ErrorKind::Input, message).hint(format!("known: {}", known.join(", ")))
        })?;
        let codes = self.codes.as_deref().map(|codes| knowledge.state_codes(codes)).transpose()?;
        let actor = |text: &str| match &codes {
            Some(codes) => codes.get(text).map(|id| ActorId::new(id.as_str())),
            None => (!text.is_empty()).then(|| ActorId::new(text)),
        };
        let table = files.table(&self.file)?;
        let mut found = Structure::new(&self.name, measure, self.closed);
        if let Some(Members { file, state, year }) = &self.members {
            let members = files.table(file)?;
            let (state, year) = (members.column(state)?, members.column(year)?);
            for row in members.rows() {
                if let (Some(state), Some(year)) = (actor(row.text(state)), self.year(row, year)) {
                    found.cover(&state, &state, year);
                }
            }
        }
        if measure.is_of_one() {
            self.read_states(&table, actor, &mut found)?;
        } else {
            self.read_pairs(&table, actor, &mut found)?;
        }
        Ok(found)
    }

    fn read_pairs(
        &self,
        table: &Table,
        actor: impl Fn(&str) -> Option<ActorId>,
        found: &mut Structure,
    ) -> Result<()> {
        let (a, b) = (self.column(table, "a", &self.a)?, self.column(table, "b", &self.b)?);
        let year = table.column(&self.year)?;
        let values = self.values(table)?;
        for row in table.rows() {
            let (Some(a), Some(b)) = (actor(row.text(a)), actor(row.text(b))) else { continue };
            let Some(year) = self.year(row, year) else { continue };
            let mut sum = None;
            for &column in &values {
                sum = row.number(column)?.map(|value| sum.unwrap_or(0.0) + value).or(sum);
            }
            if let Some(sum) = sum {
                found.put(&a, &b, year, sum);
            }
        }
        Ok(())
    }

    fn read_states(
        &self,
        table: &Table,
        actor: impl Fn(&str) -> Option<ActorId>,
        found: &mut Structure,
    ) -> Result<()> {
        let state = self.column(table, "state", &self.state)?;
        let year = table.column(&self.year)?;
        let quantiles = match (&self.low, &self.median, &self.high) {
            (Some(low), Some(median), Some(high)) => {
                Some([table.column(low)?, table.column(median)?, table.column(high)?])
            }
            _ => None,
        };
        let values = if quantiles.is_none() { self.values(table)? } else { Vec::new() };
        for row in table.rows() {
            let (Some(state), Some(year)) = (actor(row.text(state)), self.year(row, year)) else {
                continue;
            };
            if let Some([low, median, high]) = quantiles {
                let cells = [row.number(low)?, row.number(median)?, row.number(high)?];
                if let [Some(low), Some(median), Some(high)] = cells {
                    found.put_point(&state, year, IdealPoint::from_quantiles(low, median, high));
                }
                continue;
            }
            let mut sum = None;
            for &column in &values {
                sum = row.number(column)?.map(|value| sum.unwrap_or(0.0) + value).or(sum);
            }
            if let Some(sum) = sum {
                found.put_state(&state, year, sum);
            }
        }
        Ok(())
    }

    fn column(&self, table: &Table, what: &str, named: &Option<String>) -> Result<usize> {
        let named = named.as_deref().ok_or_else(|| {
            let message = format!("expected `{what} = \"COLUMN\"` for the table `{}`", self.name);
            Error::new(ErrorKind::Input, message)
        })?;
        table.column(named)
    }

    fn values(&self, table: &Table) -> Result<Vec<usize>> {
        if self.value.is_empty() {
            let message = format!("expected `value = [\"COLUMN\"]` for the table `{}`", self.name);
            return Err(Error::new(ErrorKind::Input, message));
        }
        self.value.iter().map(|name| table.column(name)).collect()
    }

    fn year(&self, row: Row<'_>, column: usize) -> Option<i16> {
        let year: i16 = row.text(column).parse().ok()?;
        self.years.is_none_or(|[from, to]| (from..=to).contains(&year)).then_some(year)
    }
}
