//! One writer at a time: whoever writes holds a lock beside the file, in which it says who it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use crate::Error;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// A lock that is held; it ends with this value, or with the process, however that dies.
#[derive(Debug)]
pub(super) struct Hold {
    path: PathBuf,
    /// Closing it lets the lock go.
    _file: File,
}

impl Hold {
    /// Takes the lock of a store, for which it waits; `None` where the system knows no locks.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] with the number of the process that holds it.
    pub(super) fn take(store: &Path, patience: Duration) -> Result<Option<Self>, Error> {
        let path = beside(store);
        let mut looks = patience.as_millis() / PAUSE.as_millis();
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            // Where it cannot be made, neither can the store be written, which will say why.
            let Ok(mut file) = options.open(&path) else { return Ok(None) };
            match file.try_lock() {
                Ok(()) if is_still_at(&file, &path) => {
                    sign(&mut file);
                    return Ok(Some(Self { path, _file: file }));
                }
                // Whoever had it took it away in between.
                Ok(()) => continue,
                Err(TryLockError::Error(_)) => return Ok(None),
                Err(TryLockError::WouldBlock) if looks > 0 => looks -= 1,
                Err(TryLockError::WouldBlock) => {
                    let store = store.to_owned();
                    return Err(Error::Locked { path: store, holder: signature(&mut file) });
                }
            }
            #[expect(clippy::disallowed_methods, reason = "another process must be waited for")]
            sleep(PAUSE);
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // If it stays, it is an empty promise: the lock itself is gone with the process.
        let _ = fs::remove_file(&self.path);
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-lock");
    name.into()
}

/// Writes who holds it; nobody is hurt if that fails.
fn sign(file: &mut File) {
    let _ = file.set_len(0);
    let _ = file.write_all(std::process::id().to_string().as_bytes());
}

fn signature(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |data: fs::Metadata| (data.dev(), data.ino());
    file.metadata().ok().map(place) == fs::metadata(path).ok().map(place)
}

/// Elsewhere a file that is open cannot be taken away.
#[cfg(not(unix))]
fn is_still_at(_: &File, _: &Path) -> bool {
    true
}
