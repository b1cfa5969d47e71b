//! What a document costs, and how long questions take.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use entente_model::testing;
use entente_model::{
    Code, DocId, Document, Event, EventId, Evidence, NearCopy, Party, RuleId, Run, RunId, Span,
    Status, When,
};
use entente_store::{Access, Batch, Query, Record, Search, Words, ask, open};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{Chance, vocabulary};
use crate::{Outcome, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Documents in the largest store
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    documents: usize,
    /// Words in a document
    #[arg(long, value_name = "N", default_value_t = 250)]
    words: usize,
    /// Where to keep the store; without it, nowhere
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

/// Documents in a batch, as an ingestion sends them.
const BATCH: usize = 256;
const STATES: [&str; 12] =
    ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ", "KKK", "LLL"];
const KINDS: [(&str, &str, f32); 4] = [
    ("CONSULT", "verbal_coop", 2.0),
    ("AID", "material_coop", 6.0),
    ("ACCUSE", "verbal_conflict", -2.0),
    ("ASSAULT", "material_conflict", -9.0),
];

pub(super) fn run(args: &Args) -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = args.keep.clone().unwrap_or_else(|| folder.path().join("bench.db"));
    let mut store = open(&path, Access::Write)?;
    let run =
        Run { id: RunId::new("bench"), engine: "0".into(), packs: vec![], settings: "s".into() };
    store.begin(&run)?;
    let mut maker =
        Maker { words: vocabulary()?, length: args.words, chance: Chance(1), made: Vec::new() };
    let (mut done, mut next, mut spent) = (0, 1_000, Duration::ZERO);
    let mut of_decade = (0, Duration::ZERO);
    while done < args.documents {
        let n = BATCH.min(args.documents - done).min(next - done);
        let batch = maker.batch(&run.id, n);
        let started = spent_by_processor();
        store.append(&batch)?;
        spent += spent_by_processor().saturating_sub(started);
        done += n;
        if done == next || done == args.documents {
            let (n, time) = (done - of_decade.0, spent - of_decade.1);
            let size = (size(&path, "") + size(&path, "-wal")) / done as u64;
            say(&format!(
                "{done:>9} documents: {:.0} µs of the processor each since the last line, {size} bytes each, peak memory {}",
                time.as_secs_f64() * 1e6 / n as f64,
                peak().map_or_else(|| "unknown".into(), |kib| format!("{} MB", kib / 1000)),
            ));
            of_decade = (done, spent);
            next *= 10;
        }
    }
    drop(store);
    questions(&path, &mut maker)
}

fn questions(path: &Path, maker: &mut Maker) -> Outcome {
    let store = open(path, Access::Read)?;
    let mut chance = Chance(2);
    let events = store.counts()?.events;
    say(&format!("{events} events"));
    measure("filtered page of events", || {
        let query = Query {
            actor: Some(STATES[chance.below(12)].into()),
            recipient: Some(STATES[chance.below(12)].into()),
            from: Some(day(chance.below(2000))),
            deeds_only: true,
            limit: Some(40),
            ..Query::default()
        };
        Ok(store.scan(&query)?.len())
    })?;
    measure("page of events of a type, without a side", || {
        let kinds = vec![KINDS[chance.below(4)].0.to_owned()];
        let query = Query {
            kinds,
            from: Some(day(chance.below(2000))),
            limit: Some(40),
            ..Query::default()
        };
        Ok(store.scan(&query)?.len())
    })?;
    measure("dyad month series", || {
        let (actor, recipient) = (STATES[chance.below(12)], STATES[chance.below(12)]);
        let sql = format!(
            "SELECT month, quad, events, documents FROM dyad_month
             WHERE actor = '{actor}' AND recipient = '{recipient}' ORDER BY month, quad"
        );
        let mut rows = 0;
        ask(path, &sql, &mut |_| {
            rows += 1;
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(rows)
    })?;
    measure("full-text search, two words", || {
        let typed = format!("{} {}", maker.word(), maker.word());
        let Ok(words) = Words::parse(&typed) else { return Ok(0) };
        Ok(store.search(&Search { words, limit: Some(20), ..Search::default() })?.len())
    })?;
    Ok(())
}

fn measure(what: &str, mut ask: impl FnMut() -> Outcome<usize>) -> Outcome {
    const TIMES: usize = 200;
    ask()?;
    let mut times = Vec::new();
    let mut rows = 0;
    for _ in 0..TIMES {
        #[expect(clippy::disallowed_methods, reason = "a benchmark tells the time")]
        let started = Instant::now();
        rows += ask()?;
        times.push(started.elapsed());
    }
    times.sort();
    let ms = |at: usize| times[at].as_secs_f64() * 1e3;
    say(&format!(
        "{what}: median {:.1} ms, p95 {:.1} ms, {} rows on average",
        ms(TIMES / 2),
        ms(TIMES * 95 / 100),
        rows / TIMES
    ));
    Ok(())
}

/// Makes documents of the samples' words.
struct Maker {
    words: Vec<String>,
    length: usize,
    chance: Chance,
    made: Vec<DocId>,
}

impl Maker {
    fn batch(&mut self, run: &RunId, n: usize) -> Batch {
        let mut near_copies = Vec::new();
        let records = (0..n).map(|_| self.record(&mut near_copies)).collect();
        Batch { run: run.clone(), records, near_copies }
    }

    fn record(&mut self, near_copies: &mut Vec<NearCopy>) -> Record {
        let number = self.made.len() as u64;
        // Multiplying by an odd number scatters the ids as hashes would be.
        let id = format!("{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let reported = day(self.chance.below(3650));
        let mut document = testing::document(&self.text(), Some(reported));
        document.meta.id = DocId::new(id.as_str());
        document.meta.publisher = Some(format!("Outlet {}", self.chance.below(300)));
        // One in ten is a copy of one before.
        if number % 10 == 9 {
            let other = self.made[self.chance.below(self.made.len())].clone();
            near_copies.push(NearCopy {
                document: document.meta.id.clone(),
                other,
                similarity: 0.9,
            });
        }
        self.made.push(document.meta.id.clone());
        let events =
            (0..self.chance.below(3)).map(|n| self.event(&document, n, reported)).collect();
        Record { document, events, claims: Vec::new(), relations: Vec::new() }
    }

    fn text(&mut self) -> String {
        let words: Vec<String> = (0..self.length).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn word(&mut self) -> String {
        let at = self.chance.below(self.words.len());
        self.words[at].clone()
    }

    fn event(&mut self, document: &Document, n: usize, reported: Date) -> Event {
        let id = &document.meta.id;
        let (kind, quad, tone) = KINDS[self.chance.below(4)];
        let start = u32::try_from(n).unwrap_or(0) * 100;
        let length = u32::try_from(document.text.len()).unwrap_or(u32::MAX);
        let cut = |at: u32| (at..length).find(|at| document.text.is_char_boundary(*at as usize));
        let span =
            |from: u32, to: u32| Span::new(cut(from).unwrap_or(length), cut(to).unwrap_or(length));
        let rules = vec![RuleId::new(format!("bench/{}", kind.to_lowercase()))];
        let sentence = span(start, start + 90);
        let evidence = Evidence::new(id.clone(), sentence, span(start + 10, start + 20), rules);
        Event {
            id: EventId::new(format!("{id}{n}")),
            code: Code {
                ontology: "bench".into(),
                kind: kind.into(),
                mode: None,
                contexts: vec![],
                cameo: None,
                quad: quad.into(),
                tone,
            },
            actor: Some(self.party()),
            recipient: Some(self.party()),
            reciprocal: false,
            happened: Some(When::day(reported, None)),
            reported: Some(reported),
            place: None,
            status: Status::Happened,
            speaker: None,
            confidence: 0.8,
            evidence: evidence.expect("a rule and a trigger are given"),
        }
    }

    fn party(&mut self) -> Party {
        let country = STATES[self.chance.below(12)];
        let sector = ["", ".GOV", ".MIL"][self.chance.below(3)];
        Party {
            id: Some(format!("{country}{sector}").as_str().into()),
            country: Some(country.into()),
            sector: None,
            name: country.into(),
            span: Span::new(0, 1),
        }
    }
}

fn day(number: usize) -> Date {
    let days = i64::try_from(number).unwrap_or(0);
    date(2010, 1, 1).saturating_add(days.days())
}

fn size(path: &Path, end: &str) -> u64 {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    std::fs::metadata(name).map_or(0, |file| file.len())
}

/// Time that processors spent on this process, whatever else the machine does; known on Linux only,
/// in hundredths of a second.
fn spent_by_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory that this process ever held, in KiB; known on Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
