//! SQL of users over a store, which can read and nothing else.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error as Cause, ErrorCode};

use super::file;
use crate::{Access, Answer, Cell, Error};

/// Runs one query, and hands its columns and then its rows to `each`, until it breaks.
pub(super) fn ask(
    path: &Path,
    sql: &str,
    each: &mut dyn FnMut(Answer<'_>) -> ControlFlow<()>,
) -> Result<(), Error> {
    let (mut db, _) = file::open(path, Access::Read)?;
    // Whatever the file says of itself: views may call what we taught, and nothing writes.
    db.pragma_update(None, "query_only", true).map_err(|cause| flaw(path, cause))?;
    db.authorizer(Some(permit)).map_err(|cause| flaw(path, cause))?;
    run(&db, sql, each).map_err(|cause| flaw(path, cause))
}

fn run(
    db: &Connection,
    sql: &str,
    each: &mut dyn FnMut(Answer<'_>) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    let mut statement = db.prepare(sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    if names.is_empty() {
        return Err(Cause::InvalidQuery);
    }
    if each(Answer::Columns(&names)).is_break() {
        return Ok(());
    }
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let cells = (0..names.len()).map(|at| row.get_ref(at).map(cell));
        let cells = cells.collect::<rusqlite::Result<Vec<_>>>()?;
        if each(Answer::Row(&cells)).is_break() {
            break;
        }
    }
    Ok(())
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_owned()),
    }
}

/// Pragmas that tell and change nothing, whatever they are given.
const TELLING: [&str; 7] = [
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
];

/// Pragmas that tell where they are given nothing.
const TELLING_ALONE: [&str; 3] = ["user_version", "application_id", "data_version"];

fn permit(context: AuthContext<'_>) -> Authorization {
    let is_among = |known: &[&str], name: &str| known.iter().any(|k| k.eq_ignore_ascii_case(name));
    let is_permitted = match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => {
            !function_name.eq_ignore_ascii_case("load_extension")
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            is_among(&TELLING, pragma_name)
                || (pragma_value.is_none() && is_among(&TELLING_ALONE, pragma_name))
        }
        _ => false,
    };
    if is_permitted { Authorization::Allow } else { Authorization::Deny }
}

#[cold]
fn flaw(path: &Path, cause: Cause) -> Error {
    let what = match &cause {
        Cause::SqlInputError { msg, .. } if !is_denied(&cause) => msg.clone(),
        Cause::MultipleStatement => "expected one query, found several".to_owned(),
        Cause::SqliteFailure(error, said) if error.code == ErrorCode::Unknown => {
            said.clone().unwrap_or_else(|| error.to_string())
        }
        _ if is_denied(&cause) => {
            "expected a query that only reads, found one that would change something".to_owned()
        }
        Cause::InvalidQuery => {
            "expected a query that only reads and has an answer, found another".to_owned()
        }
        _ => return file::failure(path, "read", cause),
    };
    Error::Query { what }
}

fn is_denied(cause: &Cause) -> bool {
    let denials = [ErrorCode::AuthorizationForStatementDenied, ErrorCode::ReadOnly];
    cause.sqlite_error_code().is_some_and(|code| denials.contains(&code))
}
