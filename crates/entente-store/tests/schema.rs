//! The page on the format says what the format is.

use std::collections::BTreeSet;
use std::path::Path;

use entente_store::{Access, open};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// `docs/store.md`.
fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/store.md");
    std::fs::read_to_string(path).expect("the page lies in docs/")
}

/// What the page has under a heading for each table or view: the names in the first column.
fn documented(page: &str) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    let mut table = None;
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("### `") {
            table = heading.split('`').next().map(str::to_owned);
        } else if line.starts_with('#') {
            table = None;
        } else if let (Some(table), Some(row)) = (&table, line.strip_prefix("| `")) {
            let names = row.split(" | ").next().unwrap_or_default();
            for name in names.split(", ") {
                all.insert((table.clone(), name.trim_matches('`').to_owned()));
            }
        }
    }
    all
}

/// The columns of every table and view in a new store, without those that FTS5 keeps for itself.
fn there() -> BTreeSet<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    drop(open(&path, Access::Write).unwrap());
    let db = Connection::open(&path).unwrap();
    // A view says so by name only; what it does is no matter here.
    let nothing = |_: &Context<'_>| Ok(0);
    db.create_scalar_function("unpacked", 2, FunctionFlags::SQLITE_UTF8, nothing).unwrap();
    let sql = "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
        WHERE t.schema = 'main' AND t.type <> 'shadow' AND t.name NOT LIKE 'sqlite_%'
            AND NOT (t.type = 'virtual' AND c.name IN (t.name, 'rank'))";
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_column_is_documented_and_no_other() {
    let (documented, there) = (documented(&page()), there());
    let missing: Vec<_> = there.difference(&documented).collect();
    assert!(missing.is_empty(), "not in docs/store.md: {missing:?}");
    let invented: Vec<_> = documented.difference(&there).collect();
    assert!(invented.is_empty(), "only in docs/store.md: {invented:?}");
}
