//! Structural tables that a store keeps, as a check looks at them.

use std::collections::BTreeMap;

use entente_relate::check::structure::Table as Structure;
use entente_relate::check::{Measure, Structures};
use entente_relate::ideal::IdealPoint;
use entente_store::Store;
use jiff::civil::Date;

use crate::Result;
use crate::relations::Recorded;

/// Reads the tables that a store keeps, as known on a day; a dataset is one table for each of its
/// measures. Measures that no check asks about are passed over.
///
/// # Errors
///
/// Those of the store.
pub fn kept_records(store: &dyn Store, as_of: Option<Date>) -> Result<Structures> {
    let measures = Measure::ALL.map(Measure::as_str);
    let recorded = Recorded::read(store, &measures, &[], as_of)?;
    let mut tables = BTreeMap::new();
    for found in recorded.rows() {
        let Some(measure) = Measure::from_name(&found.row.measure) else { continue };
        let named = (found.dataset.clone(), measure);
        let table =
            tables.entry(named).or_insert_with(|| Structure::new(&found.dataset, measure, false));
        table.closed |= found.closed;
        let row = &found.row;
        for year in recorded.years(found) {
            match (&row.recipient, row.bounds) {
                (Some(recipient), _) => table.put(&row.actor, recipient, year, row.value),
                (None, Some((low, high))) => {
                    let point = IdealPoint::from_quantiles(low, row.value, high);
                    table.put_point(&row.actor, year, point);
                }
                (None, None) => table.put_state(&row.actor, year, row.value),
            }
        }
    }
    Ok(Structures { tables: tables.into_values().collect() })
}
