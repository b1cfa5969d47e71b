//! What could not be read, told as it is found and counted for the exit status.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anstyle::AnsiColor;
use entente::model::{Note, NoteKind, Origin};

use crate::error::{Done, line};
use crate::progress::Bar;

/// Remarks about one input that are told one by one; the rest are only counted.
const TOLD: u64 = 5;

/// Tells what could not be read; clones share one count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost {
    state: Arc<Mutex<State>>,
    bar: Bar,
}

#[derive(Debug, Default)]
struct State {
    lost: u64,
    by_input: BTreeMap<String, u64>,
}

impl Lost {
    /// Tells without disturbing a progress bar.
    pub(crate) fn beside(bar: &Bar) -> Self {
        Self { state: Arc::default(), bar: bar.clone() }
    }

    /// An input could not be read.
    pub(crate) fn input(&self, name: &str, why: &str) {
        self.state().lost += 1;
        let message = format!("{}: {why}", place(name, 0));
        self.bar.aside(|| line("error", AnsiColor::Red, &message));
    }

    /// The stages remarked on a document.
    pub(crate) fn notes(&self, origin: &Origin, notes: &[Note]) {
        notes.iter().for_each(|note| self.note(origin, note));
    }

    /// A stage remarked on a document.
    pub(crate) fn note(&self, origin: &Origin, note: &Note) {
        let is_loss =
            matches!(note.kind, NoteKind::Unreadable | NoteKind::TooLong | NoteKind::Failed);
        let told = {
            let mut state = self.state();
            state.lost += u64::from(is_loss);
            let count = state.by_input.entry(origin.path.clone()).or_default();
            *count += 1;
            *count <= TOLD
        };
        if told {
            let help = if note.kind == NoteKind::TooLong { "; see --max-document" } else { "" };
            let place = place(&origin.path, origin.offset);
            let message = format!("{place}: {}{help}", note.message);
            let (label, color) =
                if is_loss { ("error", AnsiColor::Red) } else { ("note", AnsiColor::Yellow) };
            self.bar.aside(|| line(label, color, &message));
        }
    }

    /// Tells how many remarks were only counted, and how the command ends.
    pub(crate) fn finish(&self) -> Done {
        let state = self.state();
        for (name, count) in state.by_input.iter().filter(|(_, count)| **count > TOLD) {
            let more = count - TOLD;
            self.bar.aside(|| {
                line("note", AnsiColor::Yellow, &format!("`{name}`: {more} more like these"))
            });
        }
        if state.lost == 0 { Done::All } else { Done::SomeLost }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(name: &str, offset: u64) -> String {
    match offset {
        0 => format!("`{name}`"),
        offset => format!("`{name}` at byte {offset}"),
    }
}
