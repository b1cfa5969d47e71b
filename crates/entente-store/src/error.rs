//! What can go wrong with a store, and what to do about it.

use std::path::PathBuf;

use entente_model::{DocId, RunId};

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
    /// The file was written by an older build and cannot be brought up to date where it is.
    #[error(
        "store `{path}` has format {found}, this build reads {newest} and cannot bring it up to date: the file is read-only; copy it to where it may be written"
    )]
    Outdated {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format that is read.
        newest: u32,
    },
    /// Another process is writing.
    #[error("store `{path}` is being written by {}; wait for it to end and try again", named(*holder))]
    Locked {
        /// The file.
        path: PathBuf,
        /// The number of the process, where it is known.
        holder: Option<u32>,
    },
    /// Something is already there.
    #[error("expected no file at `{path}`, found one; give another path, it was left alone")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// There is no room for more.
    #[error(
        "store `{path}` cannot grow: the disk is full; make room and try again, what was stored is safe"
    )]
    Full {
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
    /// The evidence of something lies in another document than the one it came with.
    #[error("expected {what} to rest on document `{document}`, found `{found}`")]
    Misplaced {
        /// The event, claim or relation.
        what: String,
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
    /// Nothing was typed that could be found.
    #[error("expected at least one word to search for, found `{typed}`")]
    Words {
        /// What was typed.
        typed: String,
    },
    /// A user's query cannot be run.
    #[error("failed to run the query: {what}")]
    Query {
        /// What was expected and what was found.
        what: String,
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

fn named(holder: Option<u32>) -> String {
    holder.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"))
}
