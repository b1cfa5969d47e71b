//! Care of a file: a copy while it is in use, and free space given back.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::file;
use crate::{Access, Error};

/// Copies a store, as it is at one moment, to a new file.
pub(super) fn backup(path: &Path, to: &Path) -> Result<u64, Error> {
    let fail = |cause| file::failure(path, "copy", cause);
    if to.exists() {
        return Err(Error::Exists { path: to.to_owned() });
    }
    drop(file::open(path, Access::Read)?);
    let db = file::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // A copy that is not finished has another name.
    let part = part(to);
    let copied = copy(&db, &part).map_err(fail);
    let moved = copied.and_then(|()| {
        fs::rename(&part, to).map_err(|cause| Error::Failed {
            path: to.to_owned(),
            doing: "write",
            source: cause.into(),
        })
    });
    if moved.is_err() {
        let _ = fs::remove_file(&part);
    }
    moved.map(|()| size(to))
}

fn copy(db: &Connection, to: &Path) -> rusqlite::Result<()> {
    let _ = fs::remove_file(to);
    let mut target = Connection::open(to)?;
    // In one step, so that it is of one moment; writers need not wait for it.
    match Backup::new(db, &mut target)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(5), None)),
    }
}

fn part(to: &Path) -> PathBuf {
    let mut name: OsString = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Packs the pages of a store together; returns its size before and after.
pub(super) fn vacuum(path: &Path) -> Result<(u64, u64), Error> {
    let fail = |cause| file::failure(path, "vacuum", cause);
    file::expect_file(path)?;
    let before = size(path);
    let (db, _hold) = file::open(path, Access::Write)?;
    for table in ["document_words", "sentence_words"] {
        let sql = format!("INSERT INTO {table} ({table}) VALUES ('optimize')");
        db.execute_batch(&sql).map_err(fail)?;
    }
    db.execute_batch("VACUUM").map_err(fail)?;
    let truncated = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    truncated.map_err(fail)?;
    Ok((before, size(path)))
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |file| file.len())
}
