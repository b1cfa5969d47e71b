//! Breaks in series that the user brings.

use std::collections::BTreeMap;

use entente_relate::change::trends;
use serde::Serialize;

use super::Table;
use crate::Result;
use crate::wire::SCHEMA;

/// Where a series changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The series.
    pub series: String,
    /// How many values it has.
    pub n: usize,
    /// The places, from 0, of the first values of new stretches.
    pub changes: Vec<usize>,
    /// What stands in the time column there, if the table has one.
    pub times: Vec<String>,
}

/// Finds breaks in each series of a table: columns `value` and, if there, `series` and `time`.
///
/// Values count in the order of their rows; an empty cell is a missing value.
///
/// # Errors
///
/// [`crate::ErrorKind::Input`] for a missing column or a value that is no number.
pub fn change(table: &Table) -> Result<Vec<ChangeRow>> {
    let (series, time, value) = (table.find("series"), table.find("time"), table.column("value")?);
    let mut values = BTreeMap::<&str, (Vec<f64>, Vec<&str>)>::new();
    for row in table.rows() {
        let (values, times) = values.entry(series.map_or("", |at| row.text(at))).or_default();
        values.push(row.number(value)?.unwrap_or(f64::NAN));
        times.push(time.map_or("", |at| row.text(at)));
    }
    let row = |(name, (values, times)): (&str, (Vec<f64>, Vec<&str>))| {
        let changes = trends(&values);
        let times = changes.iter().map(|&at| times[at].to_owned());
        ChangeRow {
            schema: SCHEMA,
            series: name.to_owned(),
            n: values.len(),
            times: times.filter(|time| !time.is_empty()).collect(),
            changes,
        }
    };
    Ok(values.into_iter().map(row).collect())
}
