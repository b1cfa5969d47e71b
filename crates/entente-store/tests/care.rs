//! Checks, copies and space: a store that is whole says so, and one that is not does not.

use std::fs;
use std::path::{Path, PathBuf};

use entente_model::NearCopy;
use entente_store::{
    Access, Batch, ClaimQuery, Error, Query, Record, RelationQuery, Search, Store, Within, Words,
    backup, open, vacuum, verify,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::coded::{rows, rows_of};
use crate::sample::{bare_claim, bare_event, batch, claim, document, event, record, relation, run};

/// A store with something in every table, closed.
fn whole() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = open(&path, Access::Write).unwrap();
    let (r1, r2) = (run("r1", "s"), run("r2", "t"));
    store.begin(&r1).unwrap();
    store.begin(&r2).unwrap();
    let first = Record {
        claims: vec![claim("c1", "d1", "SYL.GOV", "SYL"), bare_claim("c2", "d1")],
        relations: vec![relation("t1", "d1", ["SYL", "BRD.GOV"])],
        ..record(
            document("d1", "03-08"),
            vec![event("e1", "d1", "SYL", "BRD.GOV", "03-05"), bare_event("e2", "d1")],
        )
    };
    let second = record(document("d2", "04-02"), vec![event("e3", "d2", "BRD", "SYL", "03-07")]);
    let near = NearCopy { document: "d2".into(), other: "d1".into(), similarity: 2.0 / 3.0 };
    store
        .append(&Batch { run: r1.id, records: vec![first, second], near_copies: vec![near] })
        .unwrap();
    let again = vec![event("e3", "d2", "BRD", "SYL.MIL", "03-07")];
    store.append(&batch(&r2, vec![(document("d2", "04-02"), again)])).unwrap();
    store.append_coded(&rows("r1")).unwrap();
    let mut fewer = rows("r2");
    fewer.rows.truncate(2);
    store.append_coded(&fewer).unwrap();
    drop(store);
    (folder, path)
}

/// All that can be asked of a store, as one text.
fn answers(store: &dyn Store) -> Result<String, Error> {
    let search = |typed: &str, within| {
        store.search(&Search { words: Words::parse(typed)?, within, ..Search::default() })
    };
    let documents = store.documents()?;
    let full = documents.iter().map(|meta| store.document(&meta.id));
    Ok(format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        store.run_counts()?,
        store.scan(&Query::default())?,
        store.scan(&Query { run: Some("r1".into()), ..Query::default() })?,
        store.claims(&ClaimQuery::default())?,
        store.relations(&RelationQuery::default())?,
        store.near_copies()?,
        full.collect::<Result<Vec<_>, _>>()?,
        store.briefs(None, None)?,
        rows_of(store, &Query::default())?,
        search("aland -klow", Within::Documents)?,
        search("syldavia ties", Within::Evidence)?,
    ))
}

#[track_caller]
fn is_whole(path: &Path) -> String {
    let verified = verify(path).unwrap();
    assert_eq!(verified.faults, [""; 0]);
    assert_eq!(verified.left_out, None);
    verified.digest
}

/// Changes a store behind its back, and checks that it is told with some words.
#[track_caller]
fn tells(change: &str, words: &str) {
    let (_folder, path) = whole();
    Connection::open(&path).unwrap().execute_batch(change).unwrap();
    let faults = verify(&path).unwrap().faults.join("\n");
    assert!(faults.contains(words), "`{change}` gave:\n{faults}");
}

#[test]
fn a_whole_store_is_whole_and_left_as_it_is() {
    let (_folder, path) = whole();
    let before = fs::read(&path).unwrap();
    let verified = verify(&path).unwrap();
    assert_eq!(verified.faults, [""; 0]);
    assert_eq!((verified.batches, verified.counts.events, verified.counts.rows), (2, 4, 7));
    assert_eq!(fs::read(&path).unwrap(), before);
    let empty = path.with_file_name("empty.db");
    drop(open(&empty, Access::Write).unwrap());
    assert_ne!(is_whole(&empty), verified.digest);
}

#[test]
fn every_past_format_is_whole_once_it_is_brought_up_to_date() {
    for name in ["format-1.db", "format-2-early.db", "format-2.db"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
        fs::copy(from, &path).unwrap();
        is_whole(&path);
    }
}

#[test]
fn a_digest_is_of_what_is_held_and_not_of_how_it_came() {
    let fill = |path: &Path, cuts: &[usize]| {
        let mut store = open(path, Access::Write).unwrap();
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let all: Vec<_> = (0..6)
            .map(|n| {
                let id = format!("d{n}");
                let events = vec![event(&format!("e{n}"), &id, "SYL", "BRD", "03-05")];
                (document(&id, "03-08"), events)
            })
            .collect();
        let mut from = 0;
        for &to in cuts {
            store.append(&batch(&r1, all[from.min(to)..to].to_vec())).unwrap();
            from = to;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fill(&path("a.db"), &[6]);
    fill(&path("b.db"), &[2, 5, 6]);
    fill(&path("c.db"), &[4, 3, 6]);
    fill(&path("d.db"), &[5]);
    let digests = ["a.db", "b.db", "c.db", "d.db"].map(|name| is_whole(&path(name)));
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
    assert_ne!(digests[0], digests[3]);
}

#[test]
fn whatever_was_changed_is_told() {
    tells("UPDATE event SET confidence = 0.9 WHERE number = 1", "event 1: its checksum");
    tells("UPDATE document SET title = 'x' WHERE number = 2", "document 2: its checksum");
    tells("UPDATE document SET text = x'00' WHERE number = 2", "document 2: expected a packed");
    tells("UPDATE claim SET stance = 'asserts' WHERE number = 1", "claim 1: its checksum");
    tells("UPDATE relation SET sign = 1", "relation 1: its checksum");
    tells("UPDATE run SET engine = '9' WHERE number = 1", "run 1: its checksum");
    tells("UPDATE run_pack SET hash = '9' WHERE run = 1", "run 1: its checksum");
    tells("UPDATE near_copy SET similarity = 1", "batches: expected");
    tells("PRAGMA foreign_keys = 0; DELETE FROM coding WHERE run = 2", "batches: expected");
    tells("DELETE FROM event WHERE number = 2", "batches: expected");
    tells("UPDATE batch SET events = events + 1 WHERE number = 1", "batches: expected");
    tells("DELETE FROM superseded", "table `superseded`: 1 rows");
    tells("UPDATE sentence SET text = 'x' WHERE number = 1", "table `sentence`");
    tells("DELETE FROM claim_about", "table `claim_about`");
    tells("UPDATE brief SET first = first + 1", "table `brief`");
    tells("UPDATE outlet SET name = 'x'", "table `brief`");
    tells("UPDATE coded SET line = 8 WHERE number = 1", "tables `coded…`: expected 7 rows");
    tells("UPDATE coded_party SET name = 'x' WHERE number = 1", "tables `coded…`: expected 7 rows");
    tells("UPDATE coded_outlet SET name = 'x'", "tables `coded…`: expected 7 rows");
    tells("DELETE FROM coded WHERE number = 7", "found 6 and");
    tells("UPDATE coded_batch SET checksum = 1 WHERE number = 1", "tables `coded…`");
    tells("UPDATE coded SET place = 9", "7 rows refer to no row of `coded_place`");
    tells("DROP INDEX event_by_actor", "index `event_by_actor` is missing");
    tells("DROP VIEW events; CREATE VIEW events AS SELECT 1", "view `events`");
    tells("DROP TABLE brief", "not all there");
    let delete = "INSERT INTO sentence_words (sentence_words, rowid, text)
        SELECT 'delete', number, text FROM sentence WHERE number = 1";
    tells(delete, "`sentence_words` does not have the words");
}

#[test]
fn a_span_beyond_the_text_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = open(&path, Access::Write).unwrap();
    let r1 = run("r1", "s");
    store.begin(&r1).unwrap();
    let mut short = document("d1", "03-08");
    short.text.truncate(32);
    let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
    store.append(&batch(&r1, vec![(short, events)])).unwrap();
    drop(store);
    let faults = verify(&path).unwrap().faults.join("\n");
    assert!(faults.contains("`d1`: event `e1` has bytes 20 to"), "{faults}");
    assert!(faults.contains("a block has bytes 20 to 51, which are not in the text"), "{faults}");
}

#[test]
fn a_copy_is_whole_while_the_store_is_written() {
    let (folder, path) = whole();
    let mut writer = open(&path, Access::Write).unwrap();
    let to = folder.path().join("copy.db");
    assert!(backup(&path, &to).unwrap() > 0);
    let r1 = run("r1", "s");
    writer.append(&batch(&r1, vec![(document("d9", "05-01"), vec![])])).unwrap();
    drop(writer);
    let digest = is_whole(&to);
    assert_ne!(digest, is_whole(&path));
    assert_eq!(open(&to, Access::Read).unwrap().counts().unwrap().documents, 2);
    let refused = backup(&path, &to).unwrap_err();
    assert!(matches!(refused, Error::Exists { .. }), "{refused}");
    assert!(matches!(
        backup(&folder.path().join("no.db"), &folder.path().join("to.db")),
        Err(Error::Missing { .. })
    ));
    let astray = backup(&path, &folder.path().join("no/to.db")).unwrap_err();
    assert!(matches!(astray, Error::Failed { .. }), "{astray}");
}

#[test]
fn space_is_given_back_and_nothing_lost() {
    let (_folder, path) = whole();
    let before = answers(open(&path, Access::Read).unwrap().as_ref()).unwrap();
    let digest = is_whole(&path);
    let db = Connection::open(&path).unwrap();
    db.execute_batch(
        "CREATE TABLE big AS SELECT randomblob(1000000) AS bytes; DROP TABLE big;
         PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .unwrap();
    drop(db);
    let (large, small) = vacuum(&path).unwrap();
    assert!(small + 900_000 < large, "{large} to {small}");
    assert_eq!(is_whole(&path), digest);
    assert_eq!(answers(open(&path, Access::Read).unwrap().as_ref()).unwrap(), before);
}

#[test]
fn what_follows_from_the_log_may_be_deleted() {
    let (_folder, path) = whole();
    let before = answers(open(&path, Access::Read).unwrap().as_ref()).unwrap();
    for table in ["brief", "brief_page", "sentence", "document_words"] {
        Connection::open(&path).unwrap().execute_batch(&format!("DROP TABLE {table}")).unwrap();
        let after = answers(open(&path, Access::Read).unwrap().as_ref()).unwrap();
        assert_eq!(after, before, "without {table}");
        is_whole(&path);
    }
}

#[test]
fn a_digest_is_of_rows_of_others_and_not_of_how_they_came() {
    let folder = tempfile::tempdir().unwrap();
    let fill = |name: &str, cuts: &[usize]| {
        let path = folder.path().join(name);
        let mut from = 0;
        for &to in cuts {
            // Each time by another process, which has forgotten what the last one knew.
            let mut store = open(&path, Access::Write).unwrap();
            store.begin(&run("r1", "s")).unwrap();
            let mut part = rows("r1");
            part.rows = part.rows[from..to].to_vec();
            store.append_coded(&part).unwrap();
            from = to;
        }
        is_whole(&path)
    };
    let whole = fill("a.db", &[5]);
    assert_eq!(fill("b.db", &[2, 3, 5]), whole);
    assert_ne!(fill("c.db", &[4]), whole);
}

#[test]
fn rows_of_others_are_events_in_sql() {
    let (_folder, path) = whole();
    let lines = |sql: &str| -> Vec<String> {
        let mut lines = Vec::new();
        entente_store::ask(&path, sql, &mut |answer| {
            if let entente_store::Answer::Row(cells) = answer {
                lines.push(format!("{cells:?}"));
            }
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        lines
    };
    let of = "SELECT count(*), count(sentence), count(DISTINCT run) FROM events WHERE dataset";
    assert_eq!(lines(&format!("{of} = 'gdelt'")), ["[Integer(5), Integer(0), Integer(2)]"]);
    assert_eq!(lines(&format!("{of} IS NULL")), ["[Integer(3), Integer(3), Integer(2)]"]);
    let one = "SELECT id, actor, recipient_country, type, first_day, last_day, reported, place,
        publisher, url FROM events WHERE id = 'gdelt:2'";
    let expect = [
        "gdelt:2",
        "SYL",
        "BRD",
        "CONSULT",
        "2020-03-07",
        "2020-03-07",
        "2020-03-08",
        "Klow",
        "example.org",
        "https://example.org/a",
    ];
    let cells: Vec<_> = expect.iter().map(|text| format!("Text({text:?})")).collect();
    assert_eq!(lines(one), [format!("[{}]", cells.join(", "))]);
    let month = "SELECT events, documents, dataset FROM dyad_month
        WHERE actor = 'SYL' AND recipient = 'BRD' AND month = '2020-03' ORDER BY dataset";
    assert_eq!(
        lines(month),
        ["[Integer(1), Integer(1), Null]", "[Integer(1), Integer(1), Text(\"gdelt\")]"]
    );
    assert_eq!(lines("SELECT rows FROM runs ORDER BY number"), ["[Integer(5)]", "[Integer(2)]"]);
}

/// Numbers that scatter and are the same each time (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Flips bits and cuts ends off a whole store: `verify` says so, or nothing that can be asked has
/// changed. `cargo xtask store damage` does the same ten thousand times.
#[test]
fn a_damaged_file_is_never_called_whole() {
    let (folder, path) = whole();
    vacuum(&path).unwrap();
    let expect = answers(open(&path, Access::Read).unwrap().as_ref()).unwrap();
    let digest = is_whole(&path);
    let bytes = fs::read(&path).unwrap();
    let mut chance = Chance(7);
    let mut told = 0;
    for n in 0..300 {
        let mut damaged = bytes.clone();
        match n % 10 {
            0 => damaged.truncate(chance.below(bytes.len())),
            _ => damaged[chance.below(bytes.len())] ^= 1 << chance.below(8),
        }
        let path = folder.path().join(format!("{n}.db"));
        fs::write(&path, &damaged).unwrap();
        match verify(&path) {
            Ok(verified) if verified.faults.is_empty() => {
                let now = open(&path, Access::Read).and_then(|store| answers(store.as_ref()));
                assert_eq!(now.ok().as_ref(), Some(&expect), "damage {n} was not told");
                assert_eq!(verified.digest, digest, "damage {n} was not told");
            }
            _ => told += 1,
        }
    }
    assert!(told > 50, "{told} of 300 were told");
}
