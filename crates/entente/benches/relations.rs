//! How fast ties are weighed over a large store of made-up events: `cargo bench -p entente`.
//!
//! 200,000 documents with 5 events each between 80 states, over five years.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark tells the time")]

use std::time::Instant;

use entente::relations::{Scope, Shelving, dyad, system};
use entente::{Access, Knowledge, open_store};
use entente_model::{
    ActorId, Code, DateOrigin, DocId, DocMeta, Document, Event, EventId, Evidence, Fingerprint,
    Format, Origin, Party, RuleId, Run, RunId, Span, Status, When,
};
use entente_relate::chance::Chance;
use entente_store::{Batch, Record};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const DOCUMENTS: usize = 200_000;
const STATES: usize = 80;
const TYPES: [(&str, &str, f32); 4] = [
    ("CONSULT", "verbal_coop", 2.1),
    ("AID", "material_coop", 7.4),
    ("ACCUSE", "verbal_conflict", -2.0),
    ("ASSAULT", "material_conflict", -9.3),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.db");
    let run = Run {
        id: RunId::new("r1"),
        engine: "0.1.0".into(),
        packs: Vec::new(),
        settings: String::new(),
    };
    let mut store = open_store(&path, Access::Write)?;
    store.begin(&run)?;
    let mut chance = Chance::new(1);
    let start = Instant::now();
    for first in (0..DOCUMENTS).step_by(2_000) {
        let records = (first..first + 2_000).map(|number| record(number, &mut chance)).collect();
        store.append(&Batch { run: run.id.clone(), records, near_copies: vec![] })?;
    }
    report("append", start);
    drop(store);

    let shelving = Shelving::load(&Knowledge::embedded())?;
    let start = Instant::now();
    let store = open_store(&path, Access::Read)?;
    let row = dyad(store.as_ref(), "S00", "S01", &Scope::default(), &shelving)?;
    report(&format!("dyad ({}, {} documents)", row.kind, row.breadth.n_documents), start);

    let start = Instant::now();
    let row = system(store.as_ref(), &Scope::default(), &shelving, &[], 200)?;
    report(&format!("system ({} ties)", row.network.ties.len()), start);
    Ok(())
}

fn record(number: usize, chance: &mut Chance) -> Record {
    let published = date(2015, 1, 1).saturating_add((number as i64 * 1_800 / 200_000).days());
    let id = DocId::new(format!("{number:016x}"));
    let document = Document {
        meta: DocMeta {
            id: id.clone(),
            key: None,
            title: None,
            publisher: Some(format!("Outlet {}", chance.below(200))),
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
        },
        text: format!("Report {number}. One state did something to another."),
        blocks: Vec::new(),
    };
    let events = (0..5).map(|at| event(number * 5 + at, &id, published, chance)).collect();
    Record { document, events, claims: Vec::new(), relations: Vec::new() }
}

/// Low numbers act more often; pairs of the same parity are friends.
fn event(number: usize, document: &DocId, day: Date, chance: &mut Chance) -> Event {
    let mut state = || chance.below(STATES).min(chance.below(STATES));
    let (a, b) = (state(), state());
    let is_friendly = (chance.share() < 0.7) == (a % 2 == b % 2);
    let (kind, quad, tone) = TYPES[chance.below(2) + if is_friendly { 0 } else { 2 }];
    let happened = day.saturating_sub((chance.below(5) as i64).days());
    Event {
        id: EventId::new(format!("{number:016x}")),
        code: Code {
            ontology: "plover".into(),
            kind: kind.into(),
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad: quad.into(),
            tone,
        },
        actor: Some(party(a)),
        recipient: Some(party(b)),
        reciprocal: false,
        happened: Some(When::day(happened, None)),
        reported: Some(day),
        place: None,
        status: Status::Happened,
        speaker: None,
        confidence: 1.0,
        evidence: Evidence::new(
            document.clone(),
            Span::new(0, 8),
            Span::new(0, 6),
            vec![RuleId::new("r")],
        )
        .expect("a rule and a trigger are given"),
    }
}

fn party(state: usize) -> Party {
    let id = format!("S{state:02}");
    Party {
        id: Some(ActorId::new(id.as_str())),
        country: Some(id.as_str().into()),
        sector: None,
        name: id.into(),
        span: Span::new(0, 3),
    }
}

fn report(what: &str, start: Instant) {
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
}
