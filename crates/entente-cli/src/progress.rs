//! The progress bar on stderr, for people only.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over the bytes to be read; nothing is drawn unless stderr is a terminal.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
    since: Instant,
}

impl Default for Bar {
    #[expect(clippy::disallowed_methods, reason = "the front end owns the clock")]
    fn default() -> Self {
        Self { bar: ProgressBar::hidden(), since: Instant::now() }
    }
}

impl Bar {
    /// Shows the bar, up to a number of bytes, or one that only turns where that is unknown.
    pub(crate) fn start(&self, bytes: Option<u64>) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        match bytes {
            Some(bytes) => {
                self.bar.set_length(bytes);
                self.bar.set_style(style("{bar:30.cyan/dim} {percent:>3}%  {msg}  {eta} left"));
            }
            None => self.bar.set_style(style("{spinner} {bytes} read  {msg}")),
        }
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// So many bytes more were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// So much is done.
    pub(crate) fn done(&self, documents: u64, events: u64) {
        let (documents, events) = (HumanCount(documents), HumanCount(events));
        self.bar.set_message(format!("{documents} documents, {events} events"));
    }

    /// So many rows are in the store.
    pub(crate) fn rows(&self, rows: u64) {
        self.bar.set_message(format!("{} rows", HumanCount(rows)));
    }

    /// Writes something else to stderr without tearing the bar.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// Takes the bar away, and tells how long it stood.
    pub(crate) fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.since.elapsed()
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .expect("the template is one of two constants")
        .progress_chars("━╸─")
}
