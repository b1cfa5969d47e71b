//! All integration tests of the reader, in one binary.

mod bodies;
mod corpus;
mod cues;
mod jsonl;
mod streams;
mod text;
mod torture;

use entente_model::{Document, Noted};
use entente_read::{BlockCues, Hint, Item, read};

/// Reads everything with no cue phrases.
fn items(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Item> {
    read(bytes.as_ref(), Hint::new(name, &BlockCues::default())).collect()
}

/// Reads everything with no cue phrases, without the places of what is lost.
fn all(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Noted<Option<Document>>> {
    items(name, bytes).into_iter().map(noted).collect()
}

/// An item as a document or none, with its notes.
fn noted(item: Item) -> Noted<Option<Document>> {
    match item {
        Item::Document(read) => Noted { value: Some(read.value), notes: read.notes },
        Item::Lost { origin: _, notes } => Noted { value: None, notes },
    }
}

/// Reads the only document.
#[track_caller]
fn one(name: &str, bytes: impl AsRef<[u8]>) -> Noted<Document> {
    let Ok([Noted { value, notes }]) = <[_; 1]>::try_from(all(name, bytes)) else {
        panic!("expected one record")
    };
    Noted { value: value.expect("a readable record"), notes }
}

/// Checks that the input is one unreadable record and what its note says.
#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>, message: &str) {
    let records = all(name, bytes);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].value, None);
    assert_eq!(records[0].notes[0].message, message);
}
