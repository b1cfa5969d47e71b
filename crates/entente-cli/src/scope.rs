//! What part of a record is looked at, for commands that weigh ties; and files they write.

use std::path::Path;

use clap::Args;
use entente::relations::{Scope, Shelving, Spec};
use entente::{Error, ErrorKind, Knowledge, Result};
use jiff::civil::Date;

use crate::args::known;
use crate::filter::{first_day, last_day};

/// Which acts count, and how long.
#[derive(Args)]
#[command(next_help_heading = "Which acts")]
pub(crate) struct ScopeArgs {
    /// As known by the end of a day, month or year; without it, of the last report
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    as_of: Option<Date>,
    /// Only what happened since a day, month or year
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    since: Option<Date>,
    /// Only one dimension: security, economic, diplomatic, territorial, legal or informational
    #[arg(long, value_name = "NAME")]
    dimension: Option<String>,
    /// Years after which an act of cooperation weighs half
    #[arg(long, value_name = "YEARS", default_value_t = 4.0, value_parser = half_life)]
    half_life_cooperation: f64,
    /// Years after which an act of conflict weighs half
    #[arg(long, value_name = "YEARS", default_value_t = 0.5, value_parser = half_life)]
    half_life_conflict: f64,
}

impl ScopeArgs {
    /// What is asked for, and the tables that place acts.
    pub(crate) fn scope(&self) -> Result<(Scope, Shelving)> {
        const YEAR: f64 = 365.25;
        let shelving = Shelving::load(&Knowledge::embedded())?;
        let dimension = self.dimension.as_deref();
        let dimension =
            dimension.map(|name| known("dimension", name, &shelving.dimensions())).transpose()?;
        let spec = Spec {
            half_life_cooperation: self.half_life_cooperation * YEAR,
            half_life_conflict: self.half_life_conflict * YEAR,
            ..Spec::default()
        };
        Ok((Scope { as_of: self.as_of, since: self.since, dimension, spec }, shelving))
    }
}

fn half_life(typed: &str) -> Result<f64, String> {
    let years: Option<f64> = typed.parse().ok();
    years
        .filter(|years| (0.01..=1000.0).contains(years))
        .ok_or_else(|| "expected years from 0.01 to 1000".to_owned())
}

/// Writes a file that the user asked for.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| {
        let message = format!("failed to write `{}`", path.display());
        Error::new(ErrorKind::Store, message).caused_by(error)
    })
}
