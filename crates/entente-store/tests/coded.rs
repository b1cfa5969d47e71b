//! Rows that others coded, on every backend.

use std::ops::ControlFlow;

use entente_model::{ActorId, Code, Dyad, RunId, Status};
use entente_store::{
    CodedAct, CodedBatch, CodedEvent, CodedParty, CodedPlace, CodedReport, CodedRow, Error,
    Figures, Grain, Key, Listed, Query, Store,
};

use crate::backends::each;
use crate::sample::{batch, day, document, event, run};

/// Five rows of 2020 between three states, one of them without an actor; three have a report.
pub(crate) fn rows(run: &str) -> CodedBatch {
    let party = |id: Option<&str>, name: &str| CodedParty {
        id: id.map(ActorId::new),
        country: id.map(|id| id[..3].into()),
        sector: id.and_then(|id| id.get(4..)).map(Into::into),
        name: name.into(),
    };
    let act = |kind: &str, tone: f32, status| CodedAct {
        code: Code {
            ontology: "plover".into(),
            kind: kind.into(),
            mode: Some("visit".into()),
            contexts: vec!["military".into()],
            cameo: Some("042".into()),
            quad: if tone > 0.0 { "verbal_coop".into() } else { "material_conflict".into() },
            tone,
        },
        status,
        intensity: Some(1.9),
    };
    let figures = Figures {
        is_root: Some(true),
        mentions: Some(10),
        sources: Some(2),
        articles: None,
        tone: Some(-2.25),
    };
    let row = |key: &str, sides: [Option<u32>; 2], act, report, month_day: &str| CodedRow {
        key: Key::new(key),
        line: 7,
        actor: sides[0],
        recipient: sides[1],
        act,
        place: Some(0),
        report,
        first: day(month_day),
        last: day(month_day),
        reported: day(month_day).tomorrow().expect("2020 is far from the end of time"),
        figures,
    };
    let mut wide = row("x-5", [Some(1), Some(2)], 0, None, "03-01");
    wide.last = day("03-31");
    CodedBatch {
        run: RunId::new(run),
        dataset: "gdelt".into(),
        input: "20200301.zip".into(),
        parties: vec![
            party(Some("SYL"), "SYLDAVIA"),
            party(Some("BRD.GOV"), "BORDURIA"),
            party(Some("KHM"), "KHEMED"),
            party(None, "REBELS"),
        ],
        acts: vec![act("CONSULT", 2.1, Status::Happened), act("ASSAULT", -9.3, Status::Planned)],
        places: vec![CodedPlace {
            name: Some("Klow".into()),
            country: Some("SYL".into()),
            point: Some((45.25, -0.1)),
        }],
        reports: vec![CodedReport {
            outlet: Some("example.org".into()),
            url: Some("https://example.org/a".into()),
            story: None,
        }],
        rows: vec![
            row("2", [Some(0), Some(1)], 0, Some(0), "03-07"),
            row("1", [Some(1), Some(0)], 1, Some(0), "03-05"),
            row("3", [Some(3), Some(0)], 0, Some(0), "03-06"),
            row("4", [Some(0), None], 0, None, "02-01"),
            wide,
        ],
    }
}

fn each_filled(test: impl Fn(&mut dyn Store)) {
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        assert_eq!(store.append_coded(&rows("r1")).unwrap(), 5);
        test(store);
    });
}

/// The rows that a query asks for.
pub(crate) fn rows_of(store: &dyn Store, query: &Query) -> Result<Vec<CodedEvent>, Error> {
    let mut found = Vec::new();
    store.visit_all(query, &mut |listed| {
        if let Listed::Coded(event) = listed {
            found.push(*event);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn ids(store: &dyn Store, query: &Query) -> String {
    let mut ids = Vec::new();
    let each = &mut |listed: Listed| {
        ids.push(listed.id().to_string().replace("gdelt:", ""));
        ControlFlow::Continue(())
    };
    store.visit_all(query, each).unwrap();
    ids.join(" ")
}

#[track_caller]
fn check(query: Query, expect: &str) {
    each_filled(|store| assert_eq!(ids(store, &query), expect));
}

#[test]
fn rows_come_back_as_they_were() {
    each_filled(|store| {
        let batch = rows("r1");
        let mut found: Vec<CodedEvent> = Vec::new();
        let each = &mut |listed: Listed| {
            match listed {
                Listed::Coded(event) => found.push(*event),
                Listed::Read(_) => panic!("nothing was read"),
            }
            ControlFlow::Continue(())
        };
        store.visit_all(&Query::default(), each).unwrap();
        let mut expect: Vec<_> = batch.rows.iter().map(|row| batch.event(row).unwrap()).collect();
        expect.sort_by_key(|event| event.first);
        assert_eq!(found, expect);
        assert_eq!(store.counts().unwrap().rows, 5);
        assert_eq!(store.scan(&Query::default()).unwrap(), [], "no row is read from a text");
    });
}

#[test]
fn the_same_rows_add_nothing_and_a_newer_run_takes_their_place() {
    each_filled(|store| {
        assert_eq!(store.append_coded(&rows("r1")).unwrap(), 0);
        let r2 = run("r2", "t");
        store.begin(&r2).unwrap();
        let mut again = rows("r2");
        again.rows.truncate(1);
        assert_eq!(store.append_coded(&again).unwrap(), 1);
        assert_eq!(ids(store, &Query::default()), "4 x-5 1 3 2");
        let of = |run: &str| Query { run: Some(RunId::new(run)), ..Query::default() };
        assert_eq!(ids(store, &of("r1")), "4 x-5 1 3 2");
        assert_eq!(ids(store, &of("r2")), "2");
        assert_eq!(store.briefs(None, None).unwrap().rows.len(), 3);
    });
}

#[test]
fn a_batch_that_does_not_hold_together_is_refused_whole() {
    each_filled(|store| {
        let mut adrift = rows("r1");
        adrift.rows[0].key = Key::Number(99);
        adrift.rows[4].actor = Some(17);
        let refused = store.append_coded(&adrift).unwrap_err();
        assert!(matches!(refused, Error::Adrift { .. }), "{refused}");
        let refused = store.append_coded(&rows("r9")).unwrap_err();
        assert!(matches!(refused, Error::UnknownRun { .. }), "{refused}");
        assert_eq!(store.counts().unwrap().rows, 5);
    });
}

#[test]
fn queries_hold_for_rows_too() {
    let query = Query::default;
    let actor = |id: &str| Some(ActorId::new(id));
    check(query(), "4 x-5 1 3 2");
    check(Query { actor: actor("BRD"), ..query() }, "x-5 1");
    check(Query { recipient: actor("BRD.GOV"), ..query() }, "2");
    check(Query { involving: vec!["SYL".into(), "BRD".into()], ..query() }, "1 2");
    check(Query { kinds: vec!["ASSAULT".into()], ..query() }, "1");
    check(Query { deeds_only: true, ..query() }, "4 x-5 3 2");
    check(Query { resolved_only: true, ..query() }, "x-5 1 2");
    check(Query { statuses: vec![Status::Planned], ..query() }, "1");
    check(Query { from: Some(day("03-07")), ..query() }, "x-5 2");
    check(Query { to: Some(day("03-01")), ..query() }, "4 x-5");
    check(Query { as_of: Some(day("03-06")), ..query() }, "4 x-5 1");
    check(Query { min_confidence: Some(0.1), ..query() }, "");
    check(Query { limit: Some(2), offset: 1, ..query() }, "x-5 1");
    check(Query { limit: Some(0), ..query() }, "");
}

#[test]
fn they_stand_among_what_was_read_by_day() {
    each_filled(|store| {
        let r1 = run("r1", "s");
        let events = vec![
            event("e1", "d1", "SYL", "BRD", "03-05"),
            event("e2", "d1", "SYL", "BRD", "03-06"),
        ];
        store.append(&batch(&r1, vec![(document("d1", "03-08"), events)])).unwrap();
        assert_eq!(ids(store, &Query::default()), "4 x-5 e1 1 e2 3 2");
        let page = Query { limit: Some(3), offset: 2, ..Query::default() };
        assert_eq!(ids(store, &page), "e1 1 e2");
    });
}

#[test]
fn briefs_and_dyads_count_them() {
    each_filled(|store| {
        let r1 = run("r1", "s");
        let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
        store.append(&batch(&r1, vec![(document("d1", "03-08"), events)])).unwrap();
        let briefs = store.briefs(None, None).unwrap();
        let line = |row: &entente_store::Brief| {
            let [actor, recipient] = briefs.dyad(row);
            let listed = store.listed(&[u64::MAX, row.event]).unwrap();
            let [listed] = listed.as_slice() else { panic!("a number for each") };
            let outlet = row.outlet.map_or("-", |at| &briefs.outlets[at as usize]);
            format!("{} {actor}>{recipient} {} {outlet}", listed.id(), row.document)
        };
        let mut lines: Vec<_> = briefs.rows.iter().map(line).collect();
        lines.sort();
        assert_eq!(
            lines,
            [
                "e1 SYL>BRD 1 The Bugle",
                "gdelt:1 BRD>SYL 2 example.org",
                "gdelt:2 SYL>BRD 2 example.org",
                "gdelt:x-5 BRD>KHM 3 -",
            ]
        );
        let counts = store.dyads(&Query::default(), Grain::Country).unwrap();
        let both = counts
            .iter()
            .find(|count| count.dyad == Dyad { actor: "SYL".into(), recipient: "BRD".into() });
        assert_eq!(both.map(|count| (count.events, count.documents)), Some((2, 2)));
        let documents = store.dyad_documents(&Query::default(), Grain::Country).unwrap();
        assert_eq!(documents.len(), 4);
    });
}
