//! How much may come out of how little before there is an article in it: what ends a bomb.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that may come out whatever went in.
const FREE: u64 = 256 << 20;
/// Bytes that may come out for each that went in, beyond those.
const EACH: u64 = 200;

/// What went into one input, and what was unpacked from it since the last document, over all layers.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    taken_in: AtomicU64,
    given_out: AtomicU64,
}

impl Budget {
    pub(crate) fn spend(&self, n: usize) -> io::Result<()> {
        let given_out = self.given_out.fetch_add(n as u64, Ordering::Relaxed) + n as u64;
        let taken_in = self.taken_in.load(Ordering::Relaxed);
        if given_out <= FREE.max(taken_in.saturating_mul(EACH)) {
            return Ok(());
        }
        let found = format!("{given_out} bytes unpacked from {taken_in}");
        Err(io::Error::other(format!("expected articles, found a bomb: {found} without any")))
    }

    /// Begins anew, since there was an article.
    pub(crate) fn renew(&self) {
        self.given_out.store(0, Ordering::Relaxed);
    }
}

/// Counts what goes in.
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) budget: Arc<Budget>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.budget.taken_in.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Counts what comes out, and ends it when it is too much.
pub(crate) struct Spent<R> {
    pub(crate) inner: R,
    pub(crate) budget: Arc<Budget>,
}

impl<R: Read> Read for Spent<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.budget.spend(n)?;
        Ok(n)
    }
}
