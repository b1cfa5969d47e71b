//! Documents through the whole pipeline, into a store of some size.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use entente::{Engine, Input, Knowledge, Progress, Settings, open_store};
use entente_model::Format;
use entente_store::Access;

use super::{BATCH, Clock, Spent};
use crate::Outcome;
use crate::store::Chance;

/// Chunks that are sent; the first two and the last are not measured, since what goes on at the
/// beginning and the end of an ingestion is no matter of one document.
const CHUNKS: usize = 8;
/// Sentences in a document.
const SENTENCES: usize = 10;

/// Reads, codes and stores reports made of the samples' sentences.
pub(super) struct Pipeline {
    engine: Engine,
    sentences: Vec<String>,
}

impl Pipeline {
    pub(super) fn new() -> Outcome<Self> {
        let engine = Engine::new(&Knowledge::embedded(), &Settings::default())?;
        let text = crate::store::vocabulary()?.join(" ");
        let sentences = text.split_inclusive(". ").map(|sentence| sentence.trim().to_owned());
        Ok(Self { engine, sentences: sentences.collect() })
    }

    /// Ingests reports that no store has seen yet; says what each cost.
    pub(super) fn ingest(&self, path: &Path, size: usize) -> Outcome<Spent> {
        let mut store = open_store(path, Access::Write)?;
        let lines = self.reports(size, CHUNKS * BATCH);
        let input = Input {
            name: format!("reports-{size}.jsonl"),
            bytes: Box::new(Cursor::new(lines.into_bytes())),
            format: Some(Format::Jsonl),
        };
        let (mut clock, mut chunks, mut spent) = (None::<Clock>, 0, Spent::default());
        let mut documents = (0, 0);
        self.engine.ingest(std::iter::once(input), store.as_mut(), &mut |told| {
            let Progress::Stored(summary) = told else { return };
            chunks += 1;
            match (chunks, &clock) {
                (2, _) => {
                    clock = Some(Clock::start());
                    documents.0 = summary.documents;
                }
                (chunk, Some(clock)) if chunk < CHUNKS => {
                    spent = clock.stop();
                    documents.1 = summary.documents;
                }
                _ => {}
            }
        })?;
        let measured = usize::try_from(documents.1.saturating_sub(documents.0))?;
        if measured == 0 {
            return Err("expected several chunks of documents, found fewer".into());
        }
        Ok(spent.each(measured))
    }

    /// So many reports, of which one in ten is a copy of one shortly before.
    fn reports(&self, seed: usize, n: usize) -> String {
        let mut chance = Chance(seed as u64);
        let (mut lines, mut texts) = (String::new(), Vec::<String>::new());
        for at in 0..n {
            let text = match at % 10 {
                9 => format!("{} Agencies contributed.", texts[at - 1 - chance.below(9)]),
                _ => {
                    let pick = |_| self.sentences[chance.below(self.sentences.len())].as_str();
                    (0..SENTENCES).map(pick).collect::<Vec<_>>().join(" ")
                        + &format!(" Case {seed}-{at}.")
                }
            };
            let _ = writeln!(
                lines,
                "{{\"id\": \"r{seed}-{at}\", \"published\": \"2020-03-{:02}\", \"text\": {}}}",
                at % 28 + 1,
                serde_json::Value::from(text.as_str())
            );
            texts.push(text);
        }
        lines
    }
}
