//! Near-copies across runs, versions of pages, and reading the same again.

use std::ops::ControlFlow;

use entente::model::{DocId, DocMeta, Document, Dyad, EventId, NearCopy, Run, RunId};
use entente::stores::{
    Appended, Batch, Briefs, ClaimQuery, Counts, DyadCount, Error, EventInFull, Found, FoundClaim,
    FoundRelation, Hit, Kept, KeptHappening, RelationQuery, Search,
};
use entente::{
    Access, Engine, Grain, Input, Knowledge, Query, Settings, Store, Stories, open_store, wire,
};
use jiff::civil::Date;

use crate::{engine, input};

fn store() -> Box<dyn Store> {
    open_store(":memory:".as_ref(), Access::Write).expect("memory is there")
}

fn ingest(store: &mut dyn Store, lines: &[String]) -> entente::Summary {
    let inputs = vec![input("in.jsonl", &lines.join("\n"))];
    let outcome = engine().ingest(inputs.into_iter(), store, &mut |_| {});
    outcome.expect("memory can be written")
}

/// A story of twelve sentences of its own, of which the last few may be others.
fn story(n: usize, n_changed: usize) -> String {
    let verbs = ["accused", "praised", "thanked", "warned"];
    let sentence = |at: usize| {
        let k = if at >= 12 - n_changed { n * 31 + at + 700 } else { n * 17 + at };
        format!("France {} Mali over item {k} of list {}.", verbs[k % 4], k * n % 97)
    };
    (0..12).map(sentence).collect::<Vec<_>>().join(" ")
}

fn line(id: &str, day: &str, url: &str, text: &str) -> String {
    let value = serde_json::json!({"id": id, "published": day, "url": url, "text": text});
    value.to_string()
}

/// What each document is a copy of, and its version, by id: `b: a`.
fn shown(store: &dyn Store) -> Vec<String> {
    let stories = Stories::of_store(store, None).expect("memory can be read");
    let mut shown: Vec<String> = Vec::new();
    for kept in store.kept(0).expect("memory can be read") {
        let copy_of = stories.copy_of(&kept.id).unwrap_or("-");
        let version = stories.version(&kept.id).map_or(String::new(), |n| format!(" v{n}"));
        shown.push(format!("{}: {copy_of}{version}", kept.key.unwrap_or_default()));
    }
    shown.sort();
    shown
}

fn wire_story() -> Vec<String> {
    vec![
        line("agency", "2020-03-01", "https://agency.org/1", &story(1, 0)),
        line("daily", "2020-03-02", "https://daily.org/1", &story(1, 2)),
        line("other", "2020-03-02", "https://other.org/1", &story(2, 0)),
        line("late", "2020-03-04", "https://late.org/1", &story(1, 1)),
    ]
}

#[test]
fn a_story_is_one_cluster_across_runs_and_orders() {
    let expected = ["agency: -", "daily: agency", "late: agency", "other: -"];
    let mut once = store();
    let summary = ingest(once.as_mut(), &wire_story());
    assert_eq!((shown(once.as_ref()), summary.near_copies), (expected.map(Into::into).into(), 2));
    let mut backwards = store();
    for one in wire_story().iter().rev() {
        ingest(backwards.as_mut(), std::slice::from_ref(one));
    }
    assert_eq!(shown(backwards.as_ref()), expected);
}

#[test]
fn a_changed_page_is_a_version_and_no_copy() {
    let mut store = store();
    let page = "https://agency.org/1";
    let first = line("first", "2020-03-01", page, &story(1, 0));
    let second = line("second", "2020-03-02", page, &story(1, 1));
    let copy = line("copy", "2020-03-03", "https://daily.org/1", &story(1, 1));
    ingest(store.as_mut(), &[first.clone(), copy]);
    ingest(store.as_mut(), &[second, first]);
    assert_eq!(shown(store.as_ref()), ["copy: first", "first: - v1", "second: - v2"]);
}

#[test]
fn rows_say_what_they_rest_on() {
    let mut store = store();
    ingest(store.as_mut(), &wire_story());
    let mut rows: Vec<wire::EventRow> = Vec::new();
    let outcome = entente::events(store.as_ref(), &Query::default(), |row| {
        rows.push(row);
        Ok::<_, entente::Error>(ControlFlow::Continue(()))
    });
    outcome.expect("memory can be read");
    let of = |id: &str| rows.iter().find(|row| row.document == id).expect("it has events");
    assert_eq!(of("daily").copy_of.as_deref(), Some("agency"));
    assert_eq!((of("agency").copy_of.as_deref(), of("other").version), (None, None));
    let n = |query: &Query| {
        let dyads = entente::dyads(store.as_ref(), query, Grain::Country);
        let dyads = dyads.expect("memory can be read");
        (dyads[0].n_documents, dyads[0].n_clusters)
    };
    assert_eq!(n(&Query::default()), (4, 2));
    let as_of = Some("2020-03-02".parse().expect("a day"));
    assert_eq!(n(&Query { as_of, ..Query::default() }), (3, 2));
}

/// Many short stories, every third a near-copy of the one before: several batches.
fn many() -> Vec<String> {
    let one = |n: usize| {
        let text = story(n - usize::from(n % 3 == 2), usize::from(n % 3 == 2));
        let day = format!("2020-{:02}-{:02}", n % 12 + 1, n % 28 + 1);
        let text: Vec<&str> = text.split_inclusive('.').take(3 + n % 2).collect();
        line(&format!("d{n}"), &day, &format!("https://x.org/{n}"), &text.concat())
    };
    (0..300).map(one).collect()
}

/// All that a store holds, in the order in which it came.
fn everything(store: &dyn Store) -> String {
    let events = store.scan(&Query::default()).expect("memory can be read");
    let events: Vec<String> = events.iter().map(|f| format!("{:?}", f.event)).collect();
    let (kept, near) = (store.kept(0), store.near_copies());
    let (kept, near) = (kept.expect("it can be read"), near.expect("it can be read"));
    assert!(near.len() > 50, "{} near-copies", near.len());
    format!("{kept:?}\n{near:?}\n{}", events.join("\n"))
}

#[test]
fn the_same_input_again_adds_nothing() {
    let mut store = store();
    let first = ingest(store.as_mut(), &many());
    let once = everything(store.as_ref());
    let again = ingest(store.as_mut(), &many());
    assert_eq!((again.repeats, again.events_added, again.near_copies), (first.documents, 0, 0));
    assert_eq!(everything(store.as_ref()), once);
}

#[test]
fn an_interrupted_run_is_resumed() {
    let mut whole = store();
    ingest(whole.as_mut(), &many());
    let mut broken = Failing { store: store(), left: 1 };
    let inputs = vec![input("in.jsonl", &many().join("\n"))];
    let outcome = engine().ingest(inputs.into_iter(), &mut broken, &mut |_| {});
    let told = outcome.expect_err("the second batch is refused");
    assert_eq!(told.kind(), entente::ErrorKind::Store);
    let n_kept = broken.counts().expect("it can be read").documents;
    assert!(0 < n_kept && n_kept < 300, "{n_kept}");
    broken.left = usize::MAX;
    let resumed = ingest(&mut broken, &many());
    assert_eq!((resumed.documents, resumed.repeats), (300, n_kept));
    assert_eq!(everything(broken.store.as_ref()), everything(whole.as_ref()));
}

#[test]
fn threads_change_no_cluster() {
    let with = |threads: usize| {
        let settings = Settings { threads, ..Settings::default() };
        let engine = Engine::new(&Knowledge::embedded(), &settings);
        let engine = engine.expect("the embedded packs are whole");
        let mut store = store();
        let inputs: Vec<Input> = many().iter().map(|one| input("in.jsonl", one)).collect();
        let outcome = engine.ingest(inputs.into_iter(), store.as_mut(), &mut |_| {});
        outcome.expect("memory can be written");
        everything(store.as_ref())
    };
    assert_eq!(with(1), with(3));
}

/// A store that refuses all batches but the first few.
struct Failing {
    store: Box<dyn Store>,
    left: usize,
}

impl Store for Failing {
    fn append(&mut self, batch: &Batch) -> Result<Appended, Error> {
        if self.left == 0 {
            return Err(Error::Locked { path: "a test".into(), holder: None });
        }
        self.left -= 1;
        self.store.append(batch)
    }

    fn begin(&mut self, run: &Run) -> Result<(), Error> {
        self.store.begin(run)
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.store.visit(query, each)
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        self.store.briefs(as_of, from)
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        self.store.found(events)
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        self.store.event(id)
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        self.store.document(id)
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        self.store.documents()
    }

    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error> {
        self.store.visit_kept(after, each)
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        self.store.near_copies()
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        self.store.dyads(query, grain)
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        self.store.dyad_documents(query, grain)
    }

    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error> {
        self.store.claims(query)
    }

    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error> {
        self.store.relations(query)
    }

    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error> {
        self.store.search(search)
    }

    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error> {
        self.store.happenings()
    }

    fn set_happenings(&mut self, happenings: &[KeptHappening]) -> Result<(), Error> {
        self.store.set_happenings(happenings)
    }

    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error> {
        self.store.run_counts()
    }

    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error> {
        self.store.differing(of, from)
    }

    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error> {
        self.store.coded(run)
    }

    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error> {
        self.store.uncoded(run, after, at_most)
    }

    fn counts(&self) -> Result<Counts, Error> {
        self.store.counts()
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        self.store.runs()
    }
}
