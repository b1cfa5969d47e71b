//! Rows of structural tables: into the file and back.

use std::collections::HashMap;
use std::ops::ControlFlow;

use entente_model::ActorId;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, params, params_from_iter};

use super::append::Tally;
use super::columns;
use super::read::Row;
use crate::{Structure, StructureBatch, StructureQuery, StructureRow};

/// Appends the rows of a batch under a run; returns how many were new.
pub(super) fn append(db: &Connection, run: i64, batch: &StructureBatch) -> Result<u64> {
    let mut tables = HashMap::new();
    let mut tally = Tally::default();
    let sql = columns::insert("structure", &columns::STRUCTURE, &["run"]);
    let mut insert = db.prepare_cached(&sql)?;
    for row in &batch.rows {
        let StructureRow { measure, unit, source, .. } = row;
        let known = (measure.clone(), unit.clone(), source.clone());
        let table = match tables.get(&known) {
            Some(table) => *table,
            None => *tables.entry(known).or_insert(table(db, run, batch, row)?),
        };
        let values = values(row, batch, table, run);
        let checksum = super::sum::Sum::of(values.iter().map(Into::into));
        let row = values.into_iter().chain([Value::Integer(checksum)]);
        if insert.execute(params_from_iter(row))? > 0 {
            tally.structures += 1;
            tally.checksum = tally.checksum.wrapping_add(checksum);
        }
    }
    tally.write(db)?;
    Ok(tally.structures.cast_unsigned())
}

/// The values of a row, in the order of its columns.
fn values(row: &StructureRow, batch: &StructureBatch, table: i64, run: i64) -> Vec<Value> {
    let StructureRow {
        measure: _,
        actor,
        recipient,
        item,
        first,
        last,
        value,
        bounds,
        unit: _,
        source: _,
        reported,
        line,
        repeat,
    } = row;
    let (low, high) = bounds.unzip();
    let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    let real = |number: Option<f64>| number.map_or(Value::Null, Value::Real);
    vec![
        Value::Integer(row.key(&batch.dataset)),
        Value::Integer(table),
        Value::Text(actor.to_string()),
        text(recipient.as_ref().map(ToString::to_string)),
        text(item.as_deref().map(str::to_owned)),
        Value::Text(first.to_string()),
        text(last.map(|day| day.to_string())),
        Value::Real(*value),
        real(low),
        real(high),
        text(reported.map(|day| day.to_string())),
        Value::Integer(i64::try_from(*line).unwrap_or(i64::MAX)),
        Value::Integer(i64::from(*repeat)),
        Value::Integer(run),
    ]
}

/// The number of the table that a row stands in, which is added if it is new.
fn table(db: &Connection, run: i64, batch: &StructureBatch, row: &StructureRow) -> Result<i64> {
    let StructureBatch { dataset, input, closed, .. } = batch;
    let StructureRow { measure, unit, source, .. } = row;
    let values =
        params![run, &**dataset, &**measure, unit.as_deref(), source.as_deref(), closed, &**input];
    let conditions = columns::STRUCTURE_TABLE.map(|column| format!("{column} IS ?")).join(" AND ");
    let find = format!("SELECT number FROM structure_table WHERE {conditions}");
    if let Some(number) = db.query_row(&find, values, |row| row.get(0)).optional()? {
        return Ok(number);
    }
    let names = columns::STRUCTURE_TABLE.join(", ");
    let sum = "row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let add = format!(
        "INSERT INTO structure_table ({names}, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {sum})"
    );
    db.execute(&add, values)?;
    Ok(db.last_insert_rowid())
}

/// Hands out the rows that a query asks for, as they came, until `each` breaks.
pub(super) fn visit(
    db: &Connection,
    query: &StructureQuery,
    each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
) -> Result<()> {
    let (conditions, values) = conditions(query);
    let sql = format!(
        "SELECT run.id, dataset, input, closed, measure, actor, recipient, item, first, last, value,
            low, high, unit, source, reported, line, \"repeat\"
         FROM structure
            JOIN structure_table ON structure_table.number = structure.\"table\"
            JOIN run ON run.number = structure.run
         WHERE {conditions} ORDER BY structure.number"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if each(found(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn conditions(query: &StructureQuery) -> (String, Vec<Value>) {
    let StructureQuery { measures, dataset, involving, as_of, run, every } = query;
    let mut all = vec!["TRUE".to_owned()];
    let mut values = Vec::new();
    if !measures.is_empty() {
        all.push(format!("measure IN ({})", vec!["?"; measures.len()].join(", ")));
        values.extend(measures.iter().cloned().map(Value::Text));
    }
    if let Some(dataset) = dataset {
        all.push("dataset = ?".to_owned());
        values.push(Value::Text(dataset.clone()));
    }
    for id in involving {
        all.push("(actor = ? OR recipient = ?)".to_owned());
        values.extend([Value::Text(id.to_string()), Value::Text(id.to_string())]);
    }
    // Rows that were not known by the day say nothing anew.
    let day = as_of.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    if as_of.is_some() {
        all.push("coalesce(structure.reported, structure.first) <= ?".to_owned());
        values.push(Value::Text(day.clone()));
    }
    match run {
        Some(run) => {
            all.push("run.id = ?".to_owned());
            values.push(Value::Text(run.to_string()));
        }
        None if *every => {}
        None => {
            all.push(
                "NOT EXISTS (SELECT 1 FROM structure AS later
                    WHERE later.\"key\" = structure.\"key\" AND later.number > structure.number
                        AND coalesce(later.reported, later.first) <= ?)"
                    .to_owned(),
            );
            values.push(Value::Text(day));
        }
    }
    (all.join(" AND "), values)
}

fn found(row: &rusqlite::Row<'_>) -> Result<Structure> {
    let mut row = Row::new(row);
    Ok(Structure {
        run: row.run_id()?,
        dataset: row.next()?,
        input: row.next()?,
        closed: row.next()?,
        row: StructureRow {
            measure: row.next()?,
            actor: row.actor_id()?,
            recipient: row.next::<Option<std::sync::Arc<str>>>()?.map(ActorId::new),
            item: row.next()?,
            first: row.known_day()?,
            last: row.day()?,
            value: row.next()?,
            bounds: row.next::<Option<f64>>()?.zip(row.next()?),
            unit: row.next()?,
            source: row.next()?,
            reported: row.day()?,
            line: row.next::<i64>()?.cast_unsigned(),
            repeat: row.next()?,
        },
    })
}
