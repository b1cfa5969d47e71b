//! Care of the store in a file: checks, copies, space.

use std::path::Path;

use entente_store::Verified;

use crate::{Access, Result, happenings, open_store};

/// Checks the store in a file, and that its happenings are those that follow from its events.
///
/// # Errors
///
/// Those of opening; what is wrong with a store is in the answer.
pub fn verify(path: &Path) -> Result<Verified> {
    let mut verified = entente_store::verify(path)?;
    if verified.faults.is_empty() {
        let store = open_store(path, Access::Read)?;
        match store.happenings()? {
            Some(kept) if kept != happenings::judge(store.as_ref())? => {
                verified.faults.push("table `happening` does not follow from the events".into());
            }
            _ => {}
        }
    }
    Ok(verified)
}

/// Copies the store in a file to a new one while others may write it; returns its size in bytes.
///
/// # Errors
///
/// Those of the store, or of a file that is there already.
pub fn backup(path: &Path, to: &Path) -> Result<u64> {
    Ok(entente_store::backup(path, to)?)
}

/// Gives back the free space in a file; returns its size in bytes before and after.
///
/// # Errors
///
/// Those of the store.
pub fn vacuum(path: &Path) -> Result<(u64, u64)> {
    Ok(entente_store::vacuum(path)?)
}
