//! Tables of every kind, whole and broken: nothing panics, and each row is kept or told.

use std::io::Write as _;
use std::path::PathBuf;

use entente::import::{BadRow, Given, Holds, Imported, Plan, TableFile, TableKind, Told};
use entente::import::{import, kinds};
use entente::{Access, Knowledge, Store, open_store};

/// A small generator (Knuth's MMIX), so that every run tries the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }
}

/// What breaks readers of tables.
const PIECES: [&[u8]; 14] = [
    b"\t",
    b",",
    b"\"",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\xff\xfe",
    b"-",
    b"1e999",
    b"99999-99-99",
    b"\xef\xbb\xbf",
    b"|",
    b"PK\x03\x04",
];

/// Changes bytes at one to three places.
fn broken(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(48)).min(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => bytes = [&bytes[..end], &bytes[at..]].concat(),
            4 => bytes[at..end].fill(b'9'),
            _ => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

/// A kind of table, with a plan for it.
struct Kind {
    about: TableKind,
    plan: Plan,
}

fn all() -> Vec<Kind> {
    let knowledge = Knowledge::embedded();
    let plan = |about: &TableKind| match about.holds {
        Holds::Events => Plan::new(&knowledge, &about.name, "t", &[]),
        Holds::Records => Plan::structures(&knowledge, &about.name, "t", &[], Given::default()),
    };
    let kinds = kinds(&knowledge).expect("the packs are whole").into_iter();
    kinds.map(|about| Kind { plan: plan(&about).expect("it has a map"), about }).collect()
}

fn bring(plan: &Plan, bytes: &[u8], store: &mut dyn Store) -> (Imported, Vec<BadRow>, u64) {
    let (mut bad, mut lost) = (Vec::new(), 0);
    let file = TableFile::of_bytes("t", bytes);
    let done = import(plan, std::iter::once(file), store, &mut |told| match told {
        Told::Bad(row) => bad.push(row.clone()),
        Told::Lost { .. } => lost += 1,
        Told::Stored(_) => {}
    });
    (done.expect("memory can be written"), bad, lost)
}

/// What must hold of any bytes, whatever table they are said to be.
fn check(Kind { about, plan }: &Kind, bytes: &[u8]) -> Imported {
    let mut store = open_store(":memory:".as_ref(), Access::Write).expect("memory is there");
    let (done, bad, lost) = bring(plan, bytes, store.as_mut());
    assert_eq!((done.bad, done.lost), (bad.len() as u64, lost));
    assert!(done.rows >= done.bad && done.held >= done.added, "{done:?}");
    let counts = store.counts().expect("memory can be read");
    let (rows, records) = match about.holds {
        Holds::Events => (done.added, 0),
        Holds::Records => (0, done.added),
    };
    assert_eq!((counts.rows, counts.records), (rows, records));
    if about.holds == Holds::Events {
        assert_eq!(done.held, done.rows - done.bad);
    }
    let (again, ..) = bring(plan, bytes, store.as_mut());
    assert_eq!(again, Imported { added: 0, ..done.clone() }, "the same again adds nothing");
    done
}

/// The saved tables of a kind.
fn saved(kind: &str) -> Vec<u8> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "tables"].iter().collect();
    let mut paths =
        ["csv", "tsv"].map(|ending| folder.join(format!("{kind}.{ending}"))).into_iter();
    let path = paths.find(|path| path.exists()).expect("every kind has a table");
    std::fs::read(path).expect("it can be read")
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("t.csv", zip::write::SimpleFileOptions::default()).expect("memory is there");
    zip.write_all(bytes).expect("memory is there");
    zip.finish().expect("memory is there").into_inner()
}

#[test]
fn a_saved_table_of_every_kind_comes_in() {
    for kind in &all() {
        let done = check(kind, &saved(&kind.about.name));
        assert!(done.added > 0 && done.lost == 0, "{}: {done:?}", kind.about.name);
        assert_eq!(check(kind, &zipped(&saved(&kind.about.name))).added, done.added);
    }
}

#[test]
fn broken_tables_are_read_as_far_as_they_go() {
    let mut chance = Chance(1815);
    for kind in &all() {
        let whole = saved(&kind.about.name);
        let archive = zipped(&whole);
        for _ in 0..60 {
            check(kind, &broken(&whole, &mut chance));
        }
        for _ in 0..15 {
            check(kind, &broken(&archive, &mut chance));
        }
    }
}

#[test]
fn a_row_that_is_bad_in_part_is_left_out_whole() {
    let all = all();
    let votes = all.iter().find(|kind| kind.about.name == "votes").expect("it is one of them");
    let done = check(votes, &saved("votes"));
    // Of three states one has a vote that is none.
    assert_eq!((done.rows, done.bad, done.held, done.added), (3, 1, 5, 5));
}
