//! Rows of structural tables, on every backend.

use std::ops::ControlFlow;

use entente_model::{ActorId, RunId};
use entente_store::{Access, open};
use entente_store::{Error, Store, StructureBatch, StructureQuery, StructureRow, verify};
use jiff::civil::date;

use crate::backends::each;
use crate::sample::{day, run};

/// Six rows between three states: trade both ways, a pact without an end, a vote, an estimate, and
/// two disputes of one year.
pub(crate) fn rows(run: &str) -> StructureBatch {
    let row = |measure: &str, actor: &str, recipient: Option<&str>, value| StructureRow {
        measure: measure.into(),
        actor: ActorId::new(actor),
        recipient: recipient.map(ActorId::new),
        item: None,
        first: date(2019, 1, 1),
        last: Some(date(2019, 12, 31)),
        value,
        bounds: None,
        unit: Some("million USD".into()),
        source: Some("The Ledger".into()),
        reported: None,
        line: 2,
        repeat: 0,
    };
    let pact = StructureRow {
        first: day("02-03"),
        last: None,
        unit: None,
        item: Some("Treaty of Klow".into()),
        ..row("defence-pact", "SYL", Some("KHM"), 1.0)
    };
    let estimate = StructureRow {
        bounds: Some((-0.5, 0.75)),
        reported: Some(day("03-01")),
        source: None,
        ..row("ideal-point", "SYL", None, 0.25)
    };
    let dispute = |repeat| StructureRow { repeat, ..row("dispute", "BRD", Some("SYL"), 4.0) };
    StructureBatch {
        run: RunId::new(run),
        dataset: "own".into(),
        input: "own.csv".into(),
        closed: true,
        rows: vec![
            row("trade", "SYL", Some("BRD"), 12.5),
            row("trade", "BRD", Some("SYL"), 7.0),
            pact,
            estimate,
            dispute(0),
            dispute(1),
        ],
    }
}

fn each_filled(test: impl Fn(&mut dyn Store)) {
    each(|store| {
        store.begin(&run("r1", "s")).unwrap();
        assert_eq!(store.append_structures(&rows("r1")).unwrap(), 6);
        test(store);
    });
}

/// The measures and values that a query finds.
fn found(store: &dyn Store, query: &StructureQuery) -> String {
    let mut all = Vec::new();
    store
        .structures(query, &mut |found| {
            all.push(format!("{}={}", found.row.measure, found.row.value));
            ControlFlow::Continue(())
        })
        .unwrap();
    all.join(" ")
}

#[test]
fn structural_rows_come_back_as_they_were() {
    each_filled(|store| {
        let batch = rows("r1");
        let mut all = Vec::new();
        let mut each = |found: entente_store::Structure| {
            assert_eq!((&found.run, &found.dataset), (&batch.run, &batch.dataset));
            assert_eq!((&found.input, found.closed), (&batch.input, batch.closed));
            all.push(found.row);
            ControlFlow::Continue(())
        };
        store.structures(&StructureQuery::default(), &mut each).unwrap();
        assert_eq!(all, batch.rows);
    });
}

#[test]
fn a_table_that_comes_twice_adds_nothing() {
    each_filled(|store| {
        assert_eq!(store.append_structures(&rows("r1")).unwrap(), 0);
        assert_eq!(found(store, &StructureQuery::default()).split(' ').count(), 6);
    });
}

#[test]
fn a_table_that_was_revised_says_it_anew() {
    each_filled(|store| {
        let mut revised = rows("r1");
        revised.rows[0].value = 13.0;
        assert_eq!(store.append_structures(&revised).unwrap(), 1);
        let trade = StructureQuery { measures: vec!["trade".into()], ..StructureQuery::default() };
        assert_eq!(found(store, &trade), "trade=7 trade=13");
        let every = StructureQuery { every: true, ..trade };
        assert_eq!(found(store, &every), "trade=12.5 trade=7 trade=13");
    });
}

#[test]
fn a_revision_is_not_known_before_it_was_made() {
    each_filled(|store| {
        let mut revised = rows("r1");
        revised.rows[0].value = 13.0;
        revised.rows[0].reported = Some(date(2021, 5, 1));
        store.append_structures(&revised).unwrap();
        let then = StructureQuery {
            measures: vec!["trade".into()],
            as_of: Some(date(2020, 12, 31)),
            ..StructureQuery::default()
        };
        assert_eq!(found(store, &then), "trade=12.5 trade=7");
    });
}

#[test]
fn conditions_narrow_structural_rows() {
    each_filled(|store| {
        let check = |query: StructureQuery, expect: &str| assert_eq!(found(store, &query), expect);
        let any = StructureQuery::default;
        let khm = vec![ActorId::new("KHM")];
        check(StructureQuery { involving: khm, ..any() }, "defence-pact=1");
        let both = vec![ActorId::new("BRD"), ActorId::new("SYL")];
        let expect = "trade=12.5 trade=7 dispute=4 dispute=4";
        check(StructureQuery { involving: both, ..any() }, expect);
        check(StructureQuery { dataset: Some("other".into()), ..any() }, "");
        check(StructureQuery { as_of: Some(date(2018, 12, 31)), ..any() }, "");
        let expect = "trade=12.5 trade=7 dispute=4 dispute=4";
        check(StructureQuery { as_of: Some(date(2020, 1, 1)), ..any() }, expect);
        let expect = "trade=12.5 trade=7 defence-pact=1 dispute=4 dispute=4";
        check(StructureQuery { as_of: Some(day("02-29")), ..any() }, expect);
        check(StructureQuery { run: Some("r2".into()), ..any() }, "");
    });
}

#[test]
fn structural_rows_of_a_run_that_was_not_begun_are_refused() {
    each(|store| {
        let refused = store.append_structures(&rows("r9"));
        assert!(matches!(refused, Err(Error::UnknownRun { .. })), "{refused:?}");
    });
}

#[test]
fn structural_rows_are_verified() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = open(&path, Access::Write).unwrap();
    store.begin(&run("r1", "s")).unwrap();
    store.append_structures(&rows("r1")).unwrap();
    drop(store);
    let verified = verify(&path).unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    let db = rusqlite::Connection::open(&path).unwrap();
    let view = "SELECT count(*), sum(value) FROM records WHERE measure = 'trade'";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let sums: (i64, f64) = db.query_row(view, [], row).unwrap();
    assert_eq!(sums, (2, 19.5));
    db.execute("UPDATE structure SET value = 99.0 WHERE number = 1", []).unwrap();
    drop(db);
    let verified_again = verify(&path).unwrap();
    assert!(verified_again.faults.iter().any(|fault| fault.starts_with("structure 1:")));
    assert_ne!(verified.digest, "unknown");
}
