//! Files that past builds have written: each opens, and answers as it did.

use std::fs;
use std::path::{Path, PathBuf};

use entente_model::{DocId, EventId};
use entente_store::{Access, Counts, Query, open};
use rusqlite::Connection;

/// Every format that a build has written. The first of format 2 had near-copies, the last what a
/// page says of itself and what a document tells twice.
const FILES: [&str; 3] = ["format-1.db", "format-2-early.db", "format-2.db"];

/// Copies a file to where it may be changed.
fn copy(folder: &Path, name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    let path = folder.join(name);
    fs::copy(from, &path).unwrap();
    path
}

#[test]
fn every_past_format_opens_and_answers() {
    for name in FILES {
        for access in [Access::Read, Access::Write] {
            let folder = tempfile::tempdir().unwrap();
            let store = open(&copy(folder.path(), name), access).unwrap();
            let counts = Counts { runs: 2, documents: 3, events: 10, ..Counts::default() };
            assert_eq!(store.counts().unwrap(), counts, "{name}");

            let found = store.scan(&Query::default()).unwrap();
            let shown = |f: &entente_store::Found| {
                let key = f.document.key.as_deref().unwrap_or("-");
                format!("{} {key} {}", f.event.code.kind, f.sentence)
            };
            let shown: Vec<String> = found.iter().map(shown).collect();
            assert_eq!(shown.len(), 5, "{name}: {shown:?}");
            assert!(shown.contains(&"ACCUSE a France accused Mali of theft on Monday.".to_owned()));
            assert!(
                shown.contains(
                    &"AGREE c Le résumé: Russia and Vietnam agreed to hold naval drills in May."
                        .to_owned()
                )
            );
            let arrivals: Vec<_> = store.kept(0).unwrap().into_iter().map(|k| k.key).collect();
            assert_eq!(arrivals, ["a", "b", "c"].map(|key| Some(key.to_owned())), "{name}");
            let near = if name == "format-1.db" { 0 } else { 1 };
            assert_eq!(store.near_copies().unwrap().len(), near, "{name}");
            assert_eq!(store.briefs(None, None).unwrap().rows.len(), 5, "{name}");
        }
    }
}

#[test]
fn texts_and_blocks_are_carried_over() {
    for name in FILES {
        let folder = tempfile::tempdir().unwrap();
        let path = copy(folder.path(), name);
        let old = Connection::open(&path).unwrap();
        let sql = "SELECT id, text, (SELECT group_concat(kind) FROM block WHERE document = id)
            FROM document";
        let mut statement = old.prepare(sql).unwrap();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let rows: Vec<(String, String, String)> =
            statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
        drop(statement);
        drop(old);
        let store = open(&path, Access::Read).unwrap();
        for (id, text, kinds) in rows {
            let document = store.document(&DocId::new(id)).unwrap().unwrap();
            assert_eq!(document.text, text);
            let found: Vec<_> = document.blocks.iter().map(|b| b.kind.as_str()).collect();
            assert_eq!(found.join(","), kinds);
        }
    }
}

#[test]
fn what_a_past_build_wrote_is_written_on() {
    use crate::sample::{batch, document, event, run};
    for name in FILES {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(&copy(folder.path(), name), Access::Write).unwrap();
        let r3 = run("r3", "s");
        store.begin(&r3).unwrap();
        let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
        let added = store.append(&batch(&r3, vec![(document("d1", "03-08"), events)])).unwrap();
        assert_eq!((added.documents, added.events), (1, 1));
        assert!(store.event(&EventId::new("e1")).unwrap().is_some());
        assert_eq!(store.kept(0).unwrap().last().unwrap().arrival, 4);
    }
}

/// A file of format 3: three documents coded by two runs, before there were structural tables.
#[test]
fn a_store_without_structural_tables_gains_them() {
    use crate::sample::run;
    use crate::structure::rows;
    let shown = |path: &Path, access| {
        let store = open(path, access).unwrap();
        let counts = Counts { runs: 2, documents: 3, events: 14, claims: 14, ..Counts::default() };
        assert_eq!(store.counts().unwrap(), counts);
        assert_eq!(store.scan(&Query::default()).unwrap().len(), 7);
        assert_eq!(store.near_copies().unwrap().len(), 1);
        store
    };
    let folder = tempfile::tempdir().unwrap();
    let path = copy(folder.path(), "format-3.db");
    drop(shown(&path, Access::Read));
    let mut store = shown(&path, Access::Write);
    store.begin(&run("r1", "s")).unwrap();
    assert_eq!(store.append_structures(&rows("r1")).unwrap(), 6);
    drop(store);
    let verified = entente_store::verify(&path).unwrap();
    assert_eq!((verified.faults, verified.batches), (Vec::<String>::new(), 3));
}
