//! What can go wrong with a store, and what to do about it.

use std::path::PathBuf;

use entente_model::{DocId, EventId, RunId};

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file to read.
    #[error("expected a store at `{path}`, found no file; check the path or ingest into it first")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error(
        "expected an entente store at `{path}`, found {found}; give another path, the file was left alone"
    )]
    NotAStore {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// The file was written by a newer build.
    #[error(
        "store `{path}` has format {found}, this build reads up to {newest}; use a newer build"
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known.
        newest: u32,
    },
    /// The file was written by a build that kept less.
    #[error(
        "store `{path}` has format {found}, this build reads {oldest}; ingest again into a new one"
    )]
    TooOld {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The oldest format that is read.
        oldest: u32,
    },
    /// Another process is writing.
    #[error("store `{path}` is being written by another process; wait for it to end and try again")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file, or the way it was opened, forbids writing.
    #[error(
        "store `{path}` cannot be written: it is read-only; change its permissions or give another path"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file holds something that no build has written.
    #[error(
        "store `{path}` is damaged: {what}; restore it from a copy or ingest again into a new one"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was expected and what was found.
        what: String,
    },
    /// A batch names a run that was not begun.
    #[error("store `{path}` knows no run `{run}`; begin it before appending")]
    UnknownRun {
        /// The file.
        path: PathBuf,
        /// The run.
        run: RunId,
    },
    /// A run's id is taken by another run.
    #[error("store `{path}` has another run `{run}` with a different engine, packs or settings")]
    RunDiffers {
        /// The file.
        path: PathBuf,
        /// The run.
        run: RunId,
    },
    /// An event's evidence lies in another document than the one it came with.
    #[error("expected event `{event}` to rest on document `{document}`, found `{found}`")]
    Misplaced {
        /// The event.
        event: EventId,
        /// The document it came with.
        document: DocId,
        /// The document it rests on.
        found: DocId,
    },
    /// The store has no room for tables of others.
    #[error("expected a store that keeps tables of others, found one that keeps documents only")]
    NoTables,
    /// A row of a batch points beyond the batch's lists.
    #[error("expected row {key} of `{input}` to point into its batch, found it points beyond")]
    Adrift {
        /// The file.
        input: String,
        /// The row's id.
        key: String,
    },
    /// A folder has files of a store already.
    #[error("expected an empty folder at `{path}`, found files of a store; give another one")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Anything else that the database or the system refuses.
    #[error("failed to {doing} store `{path}`")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// The cause.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
