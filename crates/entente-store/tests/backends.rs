//! What every backend must do, run over every row of `BACKENDS`.

use std::ops::ControlFlow;

use entente_model::{
    ActorId, DocId, DocMeta, Dyad, EventId, Holding, NearCopy, PropositionKind, RunId, Stance,
    Status, When,
};
use entente_store::{
    Access, Appended, BACKENDS, Batch, Brief, ClaimQuery, Counts, Error, Grain, Kept,
    KeptHappening, Pattern, Query, Record, RelationQuery, Search, Store, Within, Words,
};

use crate::mirror::Mirror;
use crate::sample::{
    bare_claim, bare_event, batch, claim, day, document, event, evidence, party, record, relation,
    run,
};

/// Runs a test on a new store of every backend; those that are only read are asked what another
/// one was told.
#[track_caller]
pub(crate) fn each(test: impl Fn(&mut dyn Store)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for backend in BACKENDS {
        let path = folder.path().join(backend.name);
        match (backend.open)(&path, Access::Write) {
            Ok(mut store) => test(&mut *store),
            Err(Error::ReadOnly { .. }) => test(&mut Mirror::new(backend)),
            Err(error) => panic!("{}: {error}", backend.name),
        }
    }
}

/// Runs a test on the sample: two documents, five events.
#[track_caller]
fn each_sample(test: impl Fn(&mut dyn Store)) {
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let first = vec![
            event("e1", "d1", "SYL", "BRD.GOV", "03-05"),
            event("e2", "d1", "BRD.GOV", "SYL", "03-07"),
            event("e3", "d1", "SYL.MIL", "BRDX", "02-01"),
        ];
        let mut unresolved = event("e4", "d2", "SYL", "BRD", "04-01");
        unresolved.recipient.as_mut().unwrap().id = None;
        unresolved.status = Status::Planned;
        unresolved.confidence = 0.4;
        unresolved.happened = None;
        let second = vec![unresolved, bare_event("e5", "d2")];
        let records = vec![(document("d1", "03-08"), first), (document("d2", "04-02"), second)];
        store.append(&batch(&r1, records)).unwrap();
        test(store);
    });
}

/// Checks which events a query finds, in order.
#[track_caller]
fn check(query: Query, expect: &str) {
    each_sample(|store| assert_eq!(ids(store, &query), expect));
}

fn ids(store: &dyn Store, query: &Query) -> String {
    let found = store.scan(query).unwrap();
    found.iter().map(|f| f.event.id.as_str()).collect::<Vec<_>>().join(" ")
}

fn actor(id: &str) -> Option<ActorId> {
    Some(ActorId::new(id))
}

#[test]
fn everything_comes_back_as_it_was() {
    each(|store| {
        let r1 = run("r1", "s");
        let mut whole = event("e1", "d1", "SYL", "BRD", "03-05");
        whole.happened.as_mut().unwrap().span = None;
        let bare = bare_event("e2", "d1");
        let mut plain = document("d2", "01-02");
        plain.meta.pair = None;
        plain.meta.published = None;
        plain.text = "a\0b\nü".into();
        store.begin(&r1).unwrap();
        let records = vec![
            (document("d1", "03-08"), vec![whole.clone(), bare.clone()]),
            (plain.clone(), vec![]),
        ];
        store.append(&batch(&r1, records)).unwrap();

        let found = store.scan(&Query::default()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((&found[0].event, &found[1].event), (&whole, &bare));
        assert_eq!(found[0].run, r1.id);
        assert_eq!(found[0].document, document("d1", "03-08").meta);
        assert_eq!(found[0].sentence, "Le résumé: Syldavia cut ties.");

        let full = store.event(&EventId::new("e2")).unwrap().unwrap();
        assert_eq!((full.run, full.event), (r1.id.clone(), bare));
        assert_eq!(full.document, document("d1", "03-08"));
        assert_eq!(store.document(&DocId::new("d2")).unwrap(), Some(plain.clone()));
        assert_eq!(store.documents().unwrap(), [document("d1", "03-08").meta, plain.meta]);
        assert_eq!(store.runs().unwrap(), [r1]);
    });
}

#[test]
fn what_is_not_there_is_none() {
    each_sample(|store| {
        assert_eq!(store.event(&EventId::new("e9")).unwrap(), None);
        assert_eq!(store.document(&DocId::new("d9")).unwrap(), None);
        let query = Query { run: Some(RunId::new("r9")), ..Query::default() };
        assert_eq!(store.scan(&query).unwrap(), []);
    });
}

#[test]
fn order_is_day_document_trigger_and_unknown_days_come_last() {
    check(Query::default(), "e3 e1 e2 e4 e5");
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let mut later = event("a", "d1", "SYL", "BRD", "03-05");
        later.evidence = evidence("d1", 30);
        let sooner = event("b", "d1", "SYL", "BRD", "03-05");
        let other = event("c", "d0", "SYL", "BRD", "03-05");
        let records = vec![
            (document("d1", "03-08"), vec![later, sooner]),
            (document("d0", "03-09"), vec![other]),
        ];
        store.append(&batch(&r1, records)).unwrap();
        assert_eq!(ids(store, &Query::default()), "c b a");
    });
}

#[test]
fn an_actor_stands_for_all_below_it() {
    check(Query { actor: actor("SYL"), ..Query::default() }, "e3 e1 e4");
    check(Query { actor: actor("SYL.MIL"), ..Query::default() }, "e3");
    check(Query { recipient: actor("BRD"), ..Query::default() }, "e1");
    check(Query { recipient: actor("BR"), ..Query::default() }, "");
    check(Query { recipient: actor("BRDX"), ..Query::default() }, "e3");
}

#[test]
fn involving_asks_for_either_side() {
    let involving = |ids: &[&str]| Query {
        involving: ids.iter().map(|id| ActorId::new(*id)).collect(),
        ..Query::default()
    };
    check(involving(&["BRD"]), "e1 e2");
    check(involving(&["SYL"]), "e3 e1 e2 e4");
    check(involving(&["SYL", "BRD"]), "e1 e2");
    check(involving(&["BRD", "SYL.MIL"]), "");
}

#[test]
fn days_go_by_happened_then_reported_and_overlap() {
    let between = |from: Option<&str>, to: Option<&str>| Query {
        from: from.map(day),
        to: to.map(day),
        ..Query::default()
    };
    check(between(Some("03-07"), None), "e2 e4");
    check(between(None, Some("03-05")), "e3 e1");
    check(between(Some("04-02"), Some("04-02")), "e4");
    each(|store| {
        let r1 = run("r1", "s");
        let mut wide = event("e1", "d1", "SYL", "BRD", "03-05");
        let month = (day("03-01"), day("03-31"));
        wide.happened = Some(When { from: month.0, to: month.1, ..wide.happened.unwrap() });
        store.begin(&r1).unwrap();
        store.append(&batch(&r1, vec![(document("d1", "03-08"), vec![wide])])).unwrap();
        assert_eq!(ids(store, &between(Some("03-31"), None)), "e1");
        assert_eq!(ids(store, &between(Some("03-10"), Some("03-11"))), "e1");
        assert_eq!(ids(store, &between(Some("04-01"), None)), "");
    });
}

#[test]
fn as_of_leaves_out_what_was_reported_later_or_no_one_knows_when() {
    check(Query { as_of: Some(day("03-06")), ..Query::default() }, "e3 e1");
    check(Query { as_of: Some(day("12-31")), ..Query::default() }, "e3 e1 e2 e4");
}

#[test]
fn the_other_conditions_hold_too() {
    let query = Query::default;
    check(Query { kinds: vec!["AID".into()], ..query() }, "");
    check(Query { kinds: vec!["AID".into(), "CONSULT".into()], ..query() }, "e3 e1 e2 e4 e5");
    check(Query { statuses: vec![Status::Planned, Status::Unknown], ..query() }, "e4 e5");
    check(Query { deeds_only: true, ..query() }, "e3 e1 e2");
    check(Query { deeds_only: true, statuses: vec![Status::Planned], ..query() }, "");
    check(Query { resolved_only: true, ..query() }, "e3 e1 e2");
    check(Query { document: Some(DocId::new("d2")), ..query() }, "e4 e5");
    check(Query { min_confidence: Some(0.87), ..query() }, "e3 e1 e2 e5");
    check(Query { min_confidence: Some(0.4), actor: actor("SYL"), ..query() }, "e3 e1 e4");
}

#[test]
fn limit_and_offset_page_through() {
    check(Query { limit: Some(2), ..Query::default() }, "e3 e1");
    check(Query { limit: Some(2), offset: 2, ..Query::default() }, "e2 e4");
    check(Query { offset: 4, ..Query::default() }, "e5");
    check(Query { limit: Some(u64::MAX), offset: u64::MAX, ..Query::default() }, "");
    check(Query { limit: Some(0), ..Query::default() }, "");
}

#[test]
fn visit_stops_when_told() {
    each_sample(|store| {
        let mut seen = 0;
        let stop = &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        };
        store.visit(&Query::default(), stop).unwrap();
        assert_eq!(seen, 1);
    });
}

#[test]
fn the_same_document_adds_nothing_twice() {
    each(|store| {
        let (r1, r2) = (run("r1", "s"), run("r2", "s"));
        let records = || {
            let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
            vec![(document("d1", "03-08"), events)]
        };
        let twice = [records(), records()].concat();
        store.begin(&r1).unwrap();
        let added = store.append(&batch(&r1, twice)).unwrap();
        assert_eq!(added, Appended { documents: 1, events: 1, repeats: 1, ..Appended::default() });
        store.begin(&r1).unwrap();
        let added = store.append(&batch(&r1, records())).unwrap();
        assert_eq!(added, Appended { documents: 0, events: 0, repeats: 1, ..Appended::default() });
        store.begin(&r2).unwrap();
        let added = store.append(&batch(&r2, records())).unwrap();
        assert_eq!(added, Appended { documents: 0, events: 0, repeats: 1, ..Appended::default() });
        assert_eq!(
            store.counts().unwrap(),
            Counts { runs: 2, documents: 1, events: 1, ..Counts::default() }
        );
    });
}

#[test]
fn another_setting_adds_its_events_beside_the_old() {
    each(|store| {
        let (r1, r2) = (run("r1", "s"), run("r2", "t"));
        let record = |confidence| {
            let mut event = event("e1", "d1", "SYL", "BRD", "03-05");
            event.confidence = confidence;
            vec![(document("d1", "03-08"), vec![event])]
        };
        store.begin(&r1).unwrap();
        store.begin(&r2).unwrap();
        store.append(&batch(&r1, record(0.5))).unwrap();
        let added = store.append(&batch(&r2, record(0.75))).unwrap();
        assert_eq!(added, Appended { documents: 0, events: 1, repeats: 0, ..Appended::default() });
        let confidences = |run: Option<&str>| {
            let query = Query { run: run.map(RunId::from), ..Query::default() };
            let found = store.scan(&query).unwrap();
            found.iter().map(|f| f.event.confidence).collect::<Vec<_>>()
        };
        assert_eq!(confidences(None), [0.75]);
        assert_eq!(confidences(Some("r1")), [0.5]);
        assert_eq!(store.event(&EventId::new("e1")).unwrap().unwrap().run, r2.id);
    });
}

#[test]
fn a_newer_run_without_events_hides_the_older_ones() {
    each(|store| {
        let (r1, r2) = (run("r1", "s"), run("r2", "t"));
        let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
        store.begin(&r1).unwrap();
        store.begin(&r2).unwrap();
        store.append(&batch(&r1, vec![(document("d1", "03-08"), events)])).unwrap();
        store.append(&batch(&r2, vec![(document("d1", "03-08"), vec![])])).unwrap();
        assert_eq!(ids(store, &Query::default()), "");
    });
}

#[test]
fn a_refused_batch_leaves_nothing_behind() {
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let good = (document("d1", "03-08"), vec![event("e1", "d1", "SYL", "BRD", "03-05")]);
        let astray = (document("d2", "03-08"), vec![event("e2", "d1", "SYL", "BRD", "03-05")]);
        let refused = store.append(&batch(&r1, vec![good.clone(), astray])).unwrap_err();
        assert!(matches!(refused, Error::Misplaced { .. }), "{refused}");
        let refused = store.append(&batch(&run("r9", "s"), vec![good])).unwrap_err();
        assert!(matches!(refused, Error::UnknownRun { .. }), "{refused}");
        let refused = store.begin(&run("r1", "t")).unwrap_err();
        assert!(matches!(refused, Error::RunDiffers { .. }), "{refused}");
        assert_eq!(
            store.counts().unwrap(),
            Counts { runs: 1, documents: 0, events: 0, ..Counts::default() }
        );
    });
}

#[test]
fn documents_are_listed_as_they_came() {
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let records = |ids: [&str; 2]| ids.map(|id| (document(id, "03-08"), vec![])).to_vec();
        store.append(&batch(&r1, records(["d7", "d2"]))).unwrap();
        let all = store.kept(0).unwrap();
        let ids =
            |kept: &[Kept]| kept.iter().map(|k| k.id.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(ids(&all), "d7 d2");
        let DocMeta { key, url, published, fingerprint, .. } = document("d7", "03-08").meta;
        let Kept { arrival: _, id: _, key: k, url: u, published: p, fingerprint: f } = &all[0];
        assert_eq!((k, u, p, f), (&key, &url, &published, &fingerprint));
        store.append(&batch(&r1, records(["d2", "d1"]))).unwrap();
        assert_eq!(ids(&store.kept(all[1].arrival).unwrap()), "d1");
        assert_eq!(ids(&store.kept(0).unwrap()), "d7 d2 d1");
    });
}

#[test]
fn near_copies_go_in_with_their_documents_once() {
    each(|store| {
        let r1 = run("r1", "s");
        let near = |document: &str, other: &str| NearCopy {
            document: document.into(),
            other: other.into(),
            similarity: 2.0 / 3.0,
        };
        let mut both = batch(&r1, ["d1", "d2"].map(|id| (document(id, "03-08"), vec![])).to_vec());
        both.near_copies = vec![near("d2", "d1")];
        assert!(store.append(&both).is_err(), "the run was not begun");
        assert_eq!(store.near_copies().unwrap(), []);
        store.begin(&r1).unwrap();
        store.append(&both).unwrap();
        store.append(&both).unwrap();
        assert_eq!(store.near_copies().unwrap(), [near("d2", "d1")]);
    });
}

#[test]
fn documents_of_dyads_are_those_that_are_counted() {
    each_sample(|store| {
        for grain in [Grain::Actor, Grain::Country] {
            let counts = store.dyads(&Query::default(), grain).unwrap();
            let documents = store.dyad_documents(&Query::default(), grain).unwrap();
            let mut dyads: Vec<_> = counts.iter().map(|count| &count.dyad).collect();
            dyads.dedup();
            let mut named: Vec<_> = documents.iter().map(|(dyad, _)| dyad).collect();
            named.dedup();
            assert_eq!(named, dyads);
        }
        let country = store.dyad_documents(&Query::default(), Grain::Country).unwrap();
        let shown = |(dyad, id): &(Dyad, DocId)| format!("{}>{} {id}", dyad.actor, dyad.recipient);
        assert_eq!(
            country.iter().map(shown).collect::<Vec<_>>(),
            ["BRD>SYL d1", "SYL>BRD d1", "SYL>BRD d2", "SYL>BRDX d1"]
        );
    });
}

#[test]
fn dyads_are_counted_by_month_and_quad_class() {
    let shown = |store: &dyn Store, grain| {
        let counts = store.dyads(&Query::default(), grain).unwrap();
        let line = |c: &entente_store::DyadCount| {
            let month = c.month.map_or("-".into(), |m| m.strftime("%Y-%m").to_string());
            let (a, r) = (&c.dyad.actor, &c.dyad.recipient);
            format!("{a}>{r} {month} {} {}/{}", c.quad, c.events, c.documents)
        };
        counts.iter().map(line).collect::<Vec<_>>()
    };
    each_sample(|store| {
        assert_eq!(
            shown(store, Grain::Actor),
            [
                "BRD.GOV>SYL 2020-03 verbal_coop 1/1",
                "SYL>BRD.GOV 2020-03 verbal_coop 1/1",
                "SYL.MIL>BRDX 2020-02 verbal_coop 1/1"
            ]
        );
        assert_eq!(
            shown(store, Grain::Country),
            [
                "BRD>SYL 2020-03 verbal_coop 1/1",
                "SYL>BRD 2020-03 verbal_coop 1/1",
                "SYL>BRD 2020-04 verbal_coop 1/1",
                "SYL>BRDX 2020-02 verbal_coop 1/1"
            ]
        );
        let r2 = run("r2", "t");
        let mut timeless = bare_event("e6", "d3");
        (timeless.actor, timeless.recipient) = (Some(party("SYL")), Some(party("BRD.GOV")));
        let again = event("e7", "d3", "SYL", "BRD.GOV", "03-30");
        let thrice = event("e8", "d3", "SYL", "BRD.GOV", "03-31");
        store.begin(&r2).unwrap();
        let events = vec![timeless, again, thrice];
        store.append(&batch(&r2, vec![(document("d3", "03-31"), events)])).unwrap();
        assert_eq!(
            shown(store, Grain::Actor)[1..3],
            ["SYL>BRD.GOV 2020-03 verbal_coop 3/2", "SYL>BRD.GOV - verbal_coop 1/1"]
        );
    });
}

/// What [`Store::briefs`] lists, a line each, and the ids that their numbers find.
fn briefs(store: &dyn Store, as_of: Option<&str>, from: Option<&str>) -> Vec<String> {
    let briefs = store.briefs(as_of.map(day), from.map(day)).unwrap();
    let line = |brief: &Brief| {
        let Pattern { kind, contexts, status, tone } = &briefs.patterns[brief.pattern as usize];
        let [actor, recipient] = briefs.dyad(brief);
        let outlet = brief.outlet.map_or("-", |at| &briefs.outlets[at as usize]);
        let found = store.found(&[u64::MAX, brief.event]).unwrap();
        let [found] = found.as_slice() else { panic!("a number for each, and none beyond") };
        assert_eq!(Some(brief.reported), found.event.reported);
        let days = format!("{}..{}", brief.first.strftime("%m-%d"), brief.last.strftime("%m-%d"));
        let code = format!("{kind} {} {} {tone}", contexts.join("+"), status.as_str());
        let id = &found.event.id;
        format!("{id} {actor}>{recipient} {code} {days} {} {outlet}", brief.document)
    };
    briefs.rows.iter().map(line).collect()
}

#[test]
fn briefs_are_of_events_between_two_known_sides() {
    each_sample(|store| {
        let code = "CONSULT diplomatic+military happened 2.1";
        let e1 = format!("e1 SYL>BRD {code} 03-05..03-05 1 The Bugle");
        let e2 = format!("e2 BRD>SYL {code} 03-07..03-07 1 The Bugle");
        let e3 = format!("e3 SYL>BRDX {code} 02-01..02-01 1 The Bugle");
        assert_eq!(briefs(store, None, None), [e1.clone(), e2.clone(), e3.clone()]);
        assert_eq!(briefs(store, Some("03-06"), None), [e1.clone(), e3]);
        assert_eq!(briefs(store, None, Some("03-05")), [e1, e2.clone()]);
        assert_eq!(briefs(store, Some("02-01"), None), [""; 0]);
        let all = store.briefs(None, None).unwrap();
        assert_eq!((all.sides.len(), all.patterns.len(), all.outlets.len()), (3, 1, 1));

        // A newer run takes the place of the older one, where it coded a document.
        let r2 = run("r2", "t");
        store.begin(&r2).unwrap();
        let again = vec![event("e2", "d1", "BRD.GOV", "SYL", "03-07")];
        store.append(&batch(&r2, vec![(document("d1", "03-08"), again)])).unwrap();
        assert_eq!(briefs(store, None, None), [e2]);
    });
}

/// Runs a test on two documents with claims and relations.
#[track_caller]
fn each_with_claims(test: impl Fn(&mut dyn Store)) {
    each(|store| {
        let r1 = run("r1", "s");
        store.begin(&r1).unwrap();
        let first = Record {
            claims: vec![claim("c2", "d1", "SYL.GOV", "SYL"), bare_claim("c3", "d1")],
            relations: vec![relation("t1", "d1", ["SYL", "BRD.GOV"])],
            ..record(document("d1", "03-08"), vec![])
        };
        let mut hold = relation("t2", "d2", ["BRD", "SYL"]);
        (hold.kind, hold.grade, hold.interval) = ("alliance".into(), None, None);
        (hold.status, hold.sign, hold.directed) = (Holding::Asserted, 1, false);
        let second = Record {
            claims: vec![claim("c1", "d2", "BRD", "SYLX")],
            relations: vec![hold],
            ..record(document("d2", "03-01"), vec![])
        };
        let batch = Batch { run: r1.id.clone(), records: vec![first, second], near_copies: vec![] };
        let added = store.append(&batch).unwrap();
        assert_eq!((added.claims, added.relations), (3, 2));
        assert_eq!(store.append(&batch).unwrap(), Appended { repeats: 2, ..Appended::default() });
        test(store);
    });
}

#[test]
fn claims_and_relations_come_back_as_they_were() {
    each_with_claims(|store| {
        let claims = store.claims(&ClaimQuery::default()).unwrap();
        let found: Vec<_> = claims.iter().map(|found| found.claim.clone()).collect();
        let expect = [
            claim("c1", "d2", "BRD", "SYLX"),
            claim("c2", "d1", "SYL.GOV", "SYL"),
            bare_claim("c3", "d1"),
        ];
        assert_eq!(found, expect);
        assert_eq!(claims[1].document, document("d1", "03-08").meta);
        assert_eq!(claims[1].sentence, "Le résumé: Syldavia cut ties.");
        let relations = store.relations(&RelationQuery::default()).unwrap();
        assert_eq!(relations[1].relation, relation("t1", "d1", ["SYL", "BRD.GOV"]));
        assert_eq!(relations[0].relation.interval, None);
        assert_eq!(relations[0].sentence, "Le résumé: Syldavia cut ties.");
        let counts = store.counts().unwrap();
        assert_eq!((counts.claims, counts.relations), (3, 2));
    });
}

#[test]
fn claims_are_asked_for_by_who_says_what_of_whom() {
    each_with_claims(|store| {
        let ids = |query: ClaimQuery| {
            let found = store.claims(&query).unwrap();
            found.iter().map(|f| f.claim.id.to_string()).collect::<Vec<_>>().join(" ")
        };
        let query = ClaimQuery::default;
        assert_eq!(ids(ClaimQuery { speaker: actor("SYL"), ..query() }), "c2");
        assert_eq!(ids(ClaimQuery { about: vec!["SYL".into()], ..query() }), "c2");
        assert_eq!(ids(ClaimQuery { about: vec!["BRD".into()], ..query() }), "c1 c2");
        let both = vec!["BRD.GOV".into(), "SYLX".into()];
        assert_eq!(ids(ClaimQuery { about: both, ..query() }), "c1");
        let forms = vec![PropositionKind::Asymmetry];
        assert_eq!(ids(ClaimQuery { propositions: forms, ..query() }), "c1 c2");
        assert_eq!(ids(ClaimQuery { stances: vec![Stance::Asserts], ..query() }), "c3");
        assert_eq!(ids(ClaimQuery { document: Some("d2".into()), ..query() }), "c1");
        assert_eq!(ids(ClaimQuery { as_of: Some(day("03-01")), ..query() }), "c1");
        assert_eq!(ids(ClaimQuery { limit: Some(1), offset: 1, ..query() }), "c2");
        assert_eq!(ids(ClaimQuery { run: Some("r9".into()), ..query() }), "");
    });
}

#[test]
fn relations_are_asked_for_by_pair_and_kind() {
    each_with_claims(|store| {
        let ids = |query: RelationQuery| {
            let found = store.relations(&query).unwrap();
            found.iter().map(|f| f.relation.id.to_string()).collect::<Vec<_>>().join(" ")
        };
        let query = RelationQuery::default;
        let involving = |ids: &[&str]| ids.iter().map(|id| ActorId::new(*id)).collect();
        assert_eq!(
            ids(RelationQuery { involving: involving(&["BRD", "SYL"]), ..query() }),
            "t2 t1"
        );
        assert_eq!(ids(RelationQuery { involving: involving(&["BRD.GOV"]), ..query() }), "t1");
        assert_eq!(ids(RelationQuery { kinds: vec!["alliance".into()], ..query() }), "t2");
        assert_eq!(ids(RelationQuery { statuses: vec![Holding::Denied], ..query() }), "t1");
        assert_eq!(ids(RelationQuery { as_of: Some(day("03-07")), ..query() }), "t2");
    });
}

#[test]
fn a_newer_run_hides_the_claims_and_relations_of_the_older() {
    each_with_claims(|store| {
        let r2 = run("r2", "t");
        store.begin(&r2).unwrap();
        let again = Record {
            claims: vec![bare_claim("c3", "d1")],
            ..record(document("d1", "03-08"), vec![])
        };
        let batch = Batch { run: r2.id.clone(), records: vec![again], near_copies: vec![] };
        store.append(&batch).unwrap();
        let claims = store.claims(&ClaimQuery::default()).unwrap();
        let shown: Vec<_> = claims.iter().map(|f| format!("{} {}", f.claim.id, f.run)).collect();
        assert_eq!(shown, ["c1 r1", "c3 r2"]);
        assert_eq!(store.relations(&RelationQuery::default()).unwrap().len(), 1);
        let older = RelationQuery { run: Some("r1".into()), ..RelationQuery::default() };
        assert_eq!(store.relations(&older).unwrap().len(), 2);
    });
}

#[test]
fn an_older_run_that_comes_later_stays_hidden() {
    each(|store| {
        let (r1, r2) = (run("r1", "s"), run("r2", "t"));
        let record =
            |id: &str| (document("d1", "03-08"), vec![event(id, "d1", "SYL", "BRD", "03-05")]);
        store.begin(&r1).unwrap();
        store.begin(&r2).unwrap();
        store.append(&batch(&r2, vec![record("e2")])).unwrap();
        store.append(&batch(&r1, vec![record("e1")])).unwrap();
        assert_eq!(ids(store, &Query::default()), "e2");
        assert_eq!(briefs(store, None, None).len(), 1);
    });
}

/// What a search finds, as `document:events`, the last to come in first.
fn hits(store: &dyn Store, typed: &str, within: Within) -> String {
    let search = Search { words: Words::parse(typed).unwrap(), within, ..Search::default() };
    let shown = |hit: &entente_store::Hit| format!("{}:{}", hit.document.id, hit.events.join("+"));
    store.search(&search).unwrap().iter().map(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_are_found_in_documents() {
    each_sample(|store| {
        let find = |typed: &str| hits(store, typed, Within::Documents);
        assert_eq!(find("syldavia"), "d2:e4+e5 d1:e1+e2+e3");
        assert_eq!(find("Aland borduria"), find("syldavia"));
        assert_eq!(find("\"cut ties\" résumé"), find("syldavia"));
        assert_eq!(find("\"ties cut\""), find("syldavia"), "that is the title");
        assert_eq!(find("\"ties cut le\""), "");
        assert_eq!(find("bordur*"), find("syldavia"));
        assert_eq!(find("bordur"), "");
        assert_eq!(find("aland -syldavia"), "");
        assert_eq!(find("aland -klow"), find("syldavia"));
        assert_eq!(find("NOT aland"), "");
        let words = Words::parse("aland").unwrap();
        let search = Search { words, to: Some(day("03-31")), ..Search::default() };
        assert_eq!(store.search(&search).unwrap().len(), 1);
        let search = Search { limit: Some(1), offset: 1, to: None, ..search };
        let found = store.search(&search).unwrap();
        assert_eq!(found[0].document.id, DocId::new("d1"));
        assert!(found[0].excerpt.contains("Aland"), "{}", found[0].excerpt);
        assert_eq!(store.search(&Search::default()).unwrap(), []);
    });
}

#[test]
fn words_are_found_in_sentences_that_are_evidence() {
    each_sample(|store| {
        let find = |typed: &str| hits(store, typed, Within::Evidence);
        assert_eq!(find("syldavia"), "d2:e4+e5 d1:e1+e2+e3");
        assert_eq!(find("aland"), "", "nothing rests on that sentence");
        let words = Words::parse("ties").unwrap();
        let search = Search { words, within: Within::Evidence, ..Search::default() };
        let found = store.search(&search).unwrap();
        assert_eq!(found[0].excerpt, "Le résumé: Syldavia cut ties.");
    });
}

#[test]
fn happenings_are_kept_until_something_is_appended() {
    each_sample(|store| {
        assert_eq!(store.happenings().unwrap(), None);
        let happening = |reports: &[u64]| KeptHappening {
            dyad: Dyad { actor: "SYL".into(), recipient: "BRD".into() },
            kind: "CONSULT".into(),
            tone: 2.1,
            first: day("03-05"),
            last: day("03-06"),
            reports: reports.to_vec(),
        };
        let both = [happening(&[3, 1]), happening(&[2])];
        store.set_happenings(&both).unwrap();
        assert_eq!(store.happenings().unwrap(), Some(both.to_vec()));
        store.set_happenings(&both[1..]).unwrap();
        assert_eq!(store.happenings().unwrap(), Some(both[1..].to_vec()));
        let new = (document("d9", "05-01"), vec![]);
        store.append(&batch(&run("r1", "s"), vec![new])).unwrap();
        assert_eq!(store.happenings().unwrap(), None);
    });
}

#[test]
fn runs_are_listed_with_what_they_coded() {
    each_with_claims(|store| {
        let r2 = run("r2", "t");
        store.begin(&r2).unwrap();
        let shown = |(run, counts): &(entente_model::Run, Counts)| {
            let Counts { runs, documents, events, claims, relations, .. } = counts;
            format!("{} {runs} {documents} {events} {claims} {relations}", run.id)
        };
        let counted = store.run_counts().unwrap();
        assert_eq!(counted.iter().map(shown).collect::<Vec<_>>(), ["r1 1 2 0 3 2", "r2 1 0 0 0 0"]);
    });
}

#[test]
fn what_one_run_says_and_another_does_not() {
    each(|store| {
        let (r1, r2) = (run("r1", "s"), run("r2", "t"));
        let same = event("e1", "d1", "SYL", "BRD", "03-05");
        let mut changed = event("e2", "d1", "BRD", "SYL", "03-07");
        let gone = bare_event("e3", "d1");
        let alone = event("e4", "d2", "SYL", "BRD", "03-05");
        store.begin(&r1).unwrap();
        store.begin(&r2).unwrap();
        let first = (document("d1", "03-08"), vec![same.clone(), changed.clone(), gone]);
        let other = (document("d2", "03-08"), vec![alone]);
        store.append(&batch(&r1, vec![first, other])).unwrap();
        changed.place = None;
        let second = (document("d1", "03-08"), vec![same, changed]);
        store.append(&batch(&r2, vec![second])).unwrap();
        let ids = |of: &str, from: &str| {
            let found = store.differing(&of.into(), &from.into()).unwrap();
            found.iter().map(|f| f.event.id.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("r1", "r2"), "e2 e3");
        assert_eq!(ids("r2", "r1"), "e2");
        assert_eq!(ids("r1", "r9"), "");
        assert_eq!(ids("r1", "r1"), "");
    });
}

#[test]
fn what_no_run_like_one_has_coded_comes_in_order() {
    each_sample(|store| {
        let (r2, r3) = (run("r2", "t"), run("r3", "t"));
        store.begin(&r2).unwrap();
        store.begin(&r3).unwrap();
        let mut empty = document("d0", "01-01");
        empty.text.clear();
        empty.blocks.clear();
        store.append(&batch(&run("r1", "s"), vec![(empty, vec![])])).unwrap();
        let ids = |store: &dyn Store, run: &str, after, at_most| {
            let found = store.uncoded(&run.into(), after, at_most).unwrap();
            found.iter().map(|(n, d)| format!("{n}:{}", d.meta.id)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids(store, "r1", 0, 9), "");
        assert_eq!(ids(store, "r2", 0, 9), "1:d1 2:d2 3:d0", "texts may be empty");
        assert_eq!(ids(store, "r2", 0, 1), "1:d1");
        assert_eq!(ids(store, "r2", 1, 9), "2:d2 3:d0");
        let (_, first) = store.uncoded(&"r2".into(), 0, 1).unwrap().remove(0);
        assert_eq!(first, document("d1", "03-08"));
        store.append(&batch(&r3, vec![(first, vec![])])).unwrap();
        assert_eq!(ids(store, "r2", 0, 9), "2:d2 3:d0", "a run like it has coded the other");
        assert_eq!(store.coded(&"r2".into()).unwrap(), ["d1".into()]);
        assert_eq!(store.coded(&"r1".into()).unwrap(), ["d0", "d1", "d2"].map(DocId::from));
        assert_eq!(store.coded(&"r9".into()).unwrap(), []);
    });
}
