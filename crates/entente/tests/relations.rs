//! How states stand, over stores of made-up events.

use entente::model::{
    ActorId, Code, DateOrigin, DocId, DocMeta, Document, Event, EventId, Evidence, Fingerprint,
    Format, NearCopy, Origin, Party, RuleId, Run, RunId, Span, Status, When,
};
use entente::relations::{Scope, Shelving, StandingRow, dyad, system};
use entente::stores::{Batch, Record};
use entente::{Access, Knowledge, Store, open_store};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const FIRST: Date = date(2020, 1, 1);

/// A document of an outlet in which one state aids or attacks another, so many days after the
/// first.
fn record(number: usize, outlet: &str, pair: [&str; 2], days: i64, tone: f32) -> Record {
    let published = FIRST.saturating_add(days.days());
    let meta = DocMeta {
        id: DocId::new(format!("d{number:04}")),
        key: None,
        title: None,
        publisher: Some(outlet.into()),
        published: Some(published),
        published_from: DateOrigin::Url,
        authors: Vec::new(),
        earliest: None,
        query_date: None,
        lang: None,
        url: None,
        canonical: None,
        origin: Origin { path: "made-up".into(), offset: 0, format: Format::Jsonl },
        pair: None,
        agency: None,
        fingerprint: Fingerprint::default(),
    };
    let text = format!("Report {number}. One state did something to another.");
    let event = event(number, &meta.id, pair, published, tone);
    let document = Document { meta, text, blocks: Vec::new() };
    Record { document, events: vec![event], claims: Vec::new(), relations: Vec::new() }
}

fn event(number: usize, document: &DocId, pair: [&str; 2], day: Date, tone: f32) -> Event {
    let [actor, recipient] = pair.map(|id| {
        let span = Span::new(0, 3);
        let country = Some(id.into());
        Some(Party { id: Some(ActorId::new(id)), country, sector: None, name: id.into(), span })
    });
    let code = Code {
        ontology: "plover".into(),
        kind: if tone > 0.0 { "AID".into() } else { "ASSAULT".into() },
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        quad: if tone > 0.0 { "material_coop".into() } else { "material_conflict".into() },
        tone,
    };
    let evidence = Evidence::new(
        document.clone(),
        Span::new(0, 8),
        Span::new(0, 6),
        vec![RuleId::new("made-up")],
    );
    Event {
        id: EventId::new(format!("e{number:04}")),
        code,
        actor,
        recipient,
        reciprocal: false,
        happened: Some(When::day(day, None)),
        reported: Some(day),
        place: None,
        status: Status::Happened,
        speaker: None,
        confidence: 1.0,
        evidence: evidence.expect("a rule and a trigger are given"),
    }
}

/// Runs a test on a store in memory and one in a file, of the same records.
fn each(records: &[Record], near_copies: &[NearCopy], test: impl Fn(&mut dyn Store)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in [":memory:".into(), folder.path().join("s.db")] {
        let mut store = open_store(&path, Access::Write).expect("a new store");
        append(store.as_mut(), records, near_copies);
        test(store.as_mut());
    }
}

fn append(store: &mut dyn Store, records: &[Record], near_copies: &[NearCopy]) {
    let run = Run {
        id: RunId::new("r1"),
        engine: "0.1.0".into(),
        packs: Vec::new(),
        settings: String::new(),
    };
    store.begin(&run).expect("it is the same run");
    let (records, near_copies) = (records.to_vec(), near_copies.to_vec());
    store.append(&Batch { run: run.id, records, near_copies }).expect("the run was begun");
}

fn stand(store: &dyn Store, pair: [&str; 2], scope: &Scope) -> StandingRow {
    let shelving = Shelving::load(&Knowledge::embedded()).expect("the packs are sound");
    dyad(store, pair[0], pair[1], scope, &shelving).expect("there are deeds")
}

/// Reports of other pairs, a fortnight apart, so that there is coverage to compare with.
fn others() -> Vec<Record> {
    let pairs = [["BRD", "SYL"], ["SYL", "KHE"], ["KHE", "BRD"], ["SAR", "KHE"]];
    let one = |at: usize| {
        let tone = if at.is_multiple_of(3) { -9.0 } else { 7.0 };
        record(at, &format!("Outlet {}", at % 7), pairs[at % 4], 14 * at as i64, tone)
    };
    (0..60).map(one).collect()
}

fn copies(of: std::ops::Range<usize>) -> Vec<NearCopy> {
    let mut pairs = Vec::new();
    for document in of.clone() {
        for other in of.start..document {
            let [document, other] = [document, other].map(|n| DocId::new(format!("d{n:04}")));
            pairs.push(NearCopy { document, other, similarity: 0.97 });
        }
    }
    pairs
}

#[test]
fn ten_copies_of_one_wire_are_one_source() {
    let wire = (100..110).map(|at| record(at, &format!("Paper {at}"), ["SAR", "SYL"], 30, -9.0));
    let records: Vec<Record> = others().into_iter().chain(wire).collect();
    each(&records, &copies(100..110), |store| {
        let row = stand(store, ["SAR", "SYL"], &Scope::default());
        assert_eq!((row.breadth.n_documents, row.breadth.n_clusters), (10, 1));
        assert!((row.breadth.n_effective - 1.0).abs() < 1e-12);
        assert_eq!((row.conflict.n, row.conflict.n_clusters), (1, 1));
        assert_eq!(row.last[0].sources.len(), 10);
    });
    // Without the word that they are copies they are ten.
    each(&records, &[], |store| {
        let row = stand(store, ["SAR", "SYL"], &Scope::default());
        assert_eq!((row.breadth.n_clusters, row.conflict.n_clusters), (10, 10));
    });
}

#[test]
fn a_later_report_never_changes_an_earlier_view() {
    let scope = Scope { as_of: Some(FIRST.saturating_add(500.days())), ..Scope::default() };
    each(&others(), &[], |store| {
        let before = stand(store, ["BRD", "SYL"], &scope);
        // Later documents, one of them a copy of two that had nothing in common before.
        let later = (200..203).map(|at| record(at, "Late", ["BRD", "SYL"], 501, -9.0));
        let near = |other: &str| NearCopy {
            document: "d0200".into(),
            other: other.into(),
            similarity: 0.95,
        };
        append(store, &later.collect::<Vec<_>>(), &[near("d0000"), near("d0004")]);
        assert_eq!(stand(store, ["BRD", "SYL"], &scope), before);
        assert_ne!(stand(store, ["BRD", "SYL"], &Scope::default()), before);
    });
}

#[test]
fn both_kinds_of_store_give_the_same_system() {
    let shelving = Shelving::load(&Knowledge::embedded()).expect("the packs are sound");
    let rows = std::cell::RefCell::new(Vec::new());
    each(&others(), &copies(3..6), |store| {
        let row = system(store, &Scope::default(), &shelving, &["BRD".into()], 20);
        rows.borrow_mut().push(row.expect("there are deeds"));
    });
    let rows = rows.into_inner();
    assert_eq!(rows[0], rows[1]);
    assert!(rows[0].kinds.values().sum::<usize>() >= 4, "{:?}", rows[0].kinds);
}
