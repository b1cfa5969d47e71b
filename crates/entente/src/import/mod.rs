//! Tables of others, from files to a store: `entente import`.
//!
//! [`Plan`] is what a kind of table means: the map of its columns and the crosswalks of its codes,
//! all of it data of `packs/exchange`, under a run of its own. Tables hold events or say what stands
//! between states: [`kinds`] lists them. [`import`] reads rows on one thread and appends them on
//! another. `line` takes rows apart, `map` finds our columns in them, `codes` looks up what they
//! say; `row` puts events together, `structure` structural rows by the `kind` of their table.

mod catalogue;
mod codes;
mod day;
mod file;
mod folder;
mod kind;
mod line;
mod map;
mod row;
mod structure;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use entente_model::{Run, RunId};
use entente_store::{CodedBatch, Store, StructureBatch};

pub use self::catalogue::{Holds, TableKind, kinds};
use self::codes::Codes;
pub use self::file::{Bytes, Source, TableFile};
pub use self::folder::{Brought, bring_back};
use self::kind::Kind;
use self::line::{Delimiter, Line, Lines};
use self::map::Map;
use self::row::Filler;
use crate::knowledge::short_hash;
use crate::{Knowledge, Result};

pub use self::kind::{Given, Structural};

/// Rows in a batch, which is one transaction.
const ROWS: usize = 32_768;
/// Bytes of bad rows that are handed on together.
const BAD_BYTES: usize = 1 << 20;
/// Batches that may wait for the store.
const WAITING: usize = 2;

/// What a kind of table means, and the run under which its rows are kept.
pub struct Plan {
    means: Means,
    codes: Codes,
    dataset: Arc<str>,
    run: Run,
}

/// What the rows of a table become.
enum Means {
    Events(Map),
    Structures(Box<Kind>),
}

/// Rows that go into the store at once.
enum Batch {
    Events(CodedBatch),
    Structures(StructureBatch),
}

/// Makes batches of the rows of tables.
trait Rows {
    /// What parts the cells of rows, if it is not to be seen from the first one.
    fn delimiter(&self) -> Option<Delimiter>;

    /// Goes on to another file.
    fn begin(&mut self, input: &str);

    /// Finds our columns by the first row; says whether that is one of headings.
    fn head(&mut self, first: &Line) -> std::result::Result<bool, String>;

    /// Adds a row, or says what is wrong with it.
    fn row(&mut self, line: &Line) -> std::result::Result<(), String>;

    /// How many rows wait to be taken.
    fn len(&self) -> usize;

    /// Takes what there is so far.
    fn take(&mut self) -> Batch;
}

/// What an import has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Files read.
    pub files: u64,
    /// Files that could not be read, or not to their end.
    pub lost: u64,
    /// Rows read, without those of headings.
    pub rows: u64,
    /// Of these, rows that say nothing that could be kept.
    pub bad: u64,
    /// What the others hold: an event each, or any number of structural records.
    pub held: u64,
    /// Of this, what was new to the store.
    pub added: u64,
}

/// What an import tells while it goes on.
#[derive(Debug)]
pub enum Told<'t> {
    /// A row that was left out.
    Bad(&'t BadRow),
    /// A file that could not be read, or not to its end.
    Lost {
        /// The file.
        input: &'t str,
        /// Why.
        reason: &'t str,
    },
    /// So much is in the store.
    Stored(&'t Imported),
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The file.
    pub input: Arc<str>,
    /// Its line there, from 1.
    pub line: u64,
    /// What was expected and what was found.
    pub reason: String,
    /// The row as it stands in the file.
    pub raw: Vec<u8>,
}

/// What goes from the reading to the writing thread.
#[derive(Default)]
struct Chunk {
    batch: Option<Batch>,
    /// Rows that are in the batch.
    rows: u64,
    bad: Vec<BadRow>,
    files: u64,
    lost: Option<(String, String)>,
}

impl Plan {
    /// Makes the plan for a kind of table, with the user's names of columns as (ours, theirs).
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Packs`] if the packs have no such map, [`crate::ErrorKind::Usage`] for a
    /// column of ours that does not exist.
    pub fn new(
        knowledge: &Knowledge,
        kind: &str,
        dataset: &str,
        own: &[(String, String)],
    ) -> Result<Self> {
        let means = Means::Events(Map::load(knowledge, kind, own)?);
        Self::of(knowledge, kind, dataset, means, own, &[])
    }

    /// Makes the plan for a kind of structural table, likewise, with what the user says of it.
    ///
    /// # Errors
    ///
    /// Those of [`Plan::new`].
    pub fn structures(
        knowledge: &Knowledge,
        kind: &str,
        dataset: &str,
        own: &[(String, String)],
        given: Given,
    ) -> Result<Self> {
        let said = given.said();
        let means = Means::Structures(Box::new(Kind::load(knowledge, kind, own, given)?));
        Self::of(knowledge, kind, dataset, means, own, &said)
    }

    fn of(
        knowledge: &Knowledge,
        kind: &str,
        dataset: &str,
        means: Means,
        own: &[(String, String)],
        said: &[(String, String)],
    ) -> Result<Self> {
        let engine = env!("CARGO_PKG_VERSION").to_owned();
        let packs: Vec<(String, String)> = knowledge
            .packs()?
            .into_iter()
            .filter(|pack| ["exchange", "atlas"].contains(&pack.name.as_str()))
            .map(|pack| (pack.name, pack.hash))
            .collect();
        let own =
            own.iter().chain(said).flat_map(|(ours, theirs)| [ours.as_bytes(), theirs.as_bytes()]);
        let parts = [b"import".as_slice(), kind.as_bytes(), dataset.as_bytes()];
        let settings = short_hash(parts.into_iter().chain(own));
        let names = packs.iter().flat_map(|(name, hash)| [name.as_bytes(), hash.as_bytes()]);
        let id = short_hash([engine.as_bytes(), settings.as_bytes()].into_iter().chain(names));
        let run = Run { id: RunId::new(id), engine, packs, settings };
        Ok(Self { means, codes: Codes::load(knowledge)?, dataset: dataset.into(), run })
    }

    /// What makes batches of rows.
    fn rows(&self) -> Box<dyn Rows + '_> {
        let Self { means, codes, dataset, run } = self;
        match means {
            Means::Events(map) => {
                Box::new(Filler::new(map, codes, run.id.clone(), dataset.clone()))
            }
            Means::Structures(kind) => {
                let (run, dataset) = (run.id.clone(), dataset.clone());
                Box::new(structure::Filler::new(kind, codes, run, dataset))
            }
        }
    }

    /// The run that rows name.
    pub fn run(&self) -> &Run {
        &self.run
    }
}

/// Reads tables and appends their rows to a store.
///
/// Nothing about a table is an error: rows and files that cannot be read are told to `watch` and
/// counted. Rows of one dataset that the plan's run has brought before are not added again.
///
/// # Errors
///
/// [`crate::ErrorKind::Store`] if the store refuses.
pub fn import(
    plan: &Plan,
    files: impl Iterator<Item = TableFile> + Send,
    store: &mut dyn Store,
    watch: &mut dyn FnMut(Told<'_>),
) -> Result<Imported> {
    store.begin(&plan.run)?;
    let (sender, receiver) = sync_channel::<Chunk>(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut reader = Reader::new(plan, sender);
            // The receiver is gone when the store refused: there is nothing more to do.
            let _ = files.into_iter().try_for_each(|file| reader.file(file));
        });
        let mut done = Imported::default();
        for chunk in receiver {
            done.take(chunk, store, watch)?;
        }
        Ok(done)
    })
}

impl Imported {
    fn take(
        &mut self,
        chunk: Chunk,
        store: &mut dyn Store,
        watch: &mut dyn FnMut(Told<'_>),
    ) -> Result<()> {
        let Chunk { batch, rows, bad, files, lost } = chunk;
        self.files += files;
        self.bad += bad.len() as u64;
        self.rows += rows + bad.len() as u64;
        bad.iter().for_each(|row| watch(Told::Bad(row)));
        if let Some((input, reason)) = &lost {
            self.lost += 1;
            watch(Told::Lost { input, reason });
        }
        match batch {
            Some(Batch::Events(batch)) => {
                self.held += batch.rows.len() as u64;
                self.added += store.append_coded(&batch)?;
            }
            Some(Batch::Structures(batch)) => {
                self.held += batch.rows.len() as u64;
                self.added += store.append_structures(&batch)?;
            }
            None => {}
        }
        watch(Told::Stored(self));
        Ok(())
    }
}

/// Whether anybody still wants chunks.
type Sent = std::result::Result<(), ()>;

/// Reads files, one after the other, and sends off what they hold.
struct Reader<'p> {
    sender: SyncSender<Chunk>,
    filler: Box<dyn Rows + 'p>,
    /// Rows that the filler has taken since it was last emptied.
    rows: u64,
    bad: Vec<BadRow>,
    bad_bytes: usize,
}

impl<'p> Reader<'p> {
    fn new(plan: &'p Plan, sender: SyncSender<Chunk>) -> Self {
        Self { sender, filler: plan.rows(), rows: 0, bad: Vec::new(), bad_bytes: 0 }
    }

    fn file(&mut self, file: TableFile) -> Sent {
        let TableFile { name, stream } = file;
        let mut alive = Ok(());
        let mut parts = 0;
        let outcome = stream.and_then(|stream| {
            file::each_part(stream, &name, &mut |part, bytes| {
                parts += 1;
                let read = self.part(part, bytes);
                match read {
                    Ok(sent) => alive = sent,
                    Err(error) => return Err(error),
                }
                Ok(alive.is_ok())
            })
        });
        alive?;
        let lost = match outcome {
            Ok(()) if parts == 0 => Some("expected a table, found an empty archive".to_owned()),
            Ok(()) => None,
            Err(error) => Some(error.to_string()),
        };
        let lost = lost.map(|reason| (name, reason));
        self.send(Chunk { files: u64::from(lost.is_none()), lost, ..Chunk::default() })
    }

    /// Reads one table; of one that breaks off, what there was of it.
    fn part(&mut self, name: &str, bytes: &mut dyn io::BufRead) -> io::Result<Sent> {
        self.filler.begin(name);
        let read = self.rows(name, bytes);
        let flushed = self.flush();
        read.map(|sent| sent.and(flushed))
    }

    fn rows(&mut self, name: &str, bytes: &mut dyn io::BufRead) -> io::Result<Sent> {
        let (mut lines, mut line) = (Lines::new(bytes), Line::default());
        if !lines.next(self.filler.delimiter(), &mut line)? {
            let what = "expected a table, found nothing";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        // What parts the cells of the first row parts those of all.
        let delimiter = self.filler.delimiter().unwrap_or_else(|| Delimiter::of(&line.raw));
        let head = self.filler.head(&line);
        let is_heading =
            head.map_err(|reason| io::Error::new(io::ErrorKind::InvalidData, reason))?;
        let mut is_there = !is_heading || lines.next(Some(delimiter), &mut line)?;
        while is_there {
            if self.row(name, &line).is_err() {
                return Ok(Err(()));
            }
            is_there = lines.next(Some(delimiter), &mut line)?;
        }
        Ok(Ok(()))
    }

    fn row(&mut self, name: &str, line: &Line) -> Sent {
        match self.filler.row(line) {
            Ok(()) => self.rows += 1,
            Err(reason) => {
                let (input, raw) = (name.into(), line.raw.clone());
                self.bad_bytes += size_of::<BadRow>() + raw.len();
                self.bad.push(BadRow { input, line: line.number, reason, raw });
            }
        }
        match self.filler.len() >= ROWS || self.bad_bytes >= BAD_BYTES {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn flush(&mut self) -> Sent {
        let batch = (self.filler.len() > 0).then(|| self.filler.take());
        let (rows, bad) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.bad));
        self.bad_bytes = 0;
        self.send(Chunk { batch, rows, bad, ..Chunk::default() })
    }

    fn send(&self, chunk: Chunk) -> Sent {
        self.sender.send(chunk).map_err(|_| ())
    }
}
