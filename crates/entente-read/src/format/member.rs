//! What archives of files have in common: their members are opened one by one, each is read as what
//! it is, and what is no article is passed over and counted.

use entente_model::{Format, Note, NoteKind};

use super::{choose_in_archive, open, origin};
use crate::source::Source;
use crate::{Hint, Item, Records};

/// An archive that opens its members in turn.
pub(super) trait Open<'a> {
    /// The next file: its name and its bytes, or what is wrong in its place; nothing at the end, or
    /// while the last one is still being read.
    fn open(&mut self) -> Option<Result<(String, Source<'a>), Item>>;
}

/// The records of all members.
pub(super) struct Members<'a, A> {
    archive: A,
    hint: Hint<'a>,
    format: Format,
    records: Option<Records<'a>>,
    n_members: u64,
    /// How many were passed over, and the name of the first.
    left_out: (u64, String),
    is_over: bool,
}

impl<'a, A: Open<'a>> Members<'a, A> {
    pub(super) fn new(archive: A, hint: Hint<'a>, format: Format) -> Self {
        let left_out = (0, String::new());
        Self { archive, hint, format, records: None, n_members: 0, left_out, is_over: false }
    }

    /// What is to be said of the archive at its end.
    fn closing(&self) -> Option<Item> {
        let (n, first) = &self.left_out;
        let (kind, message) = match (self.n_members, n) {
            (0, _) => (NoteKind::Unreadable, "expected an archive of files, found none".into()),
            (_, 0) => return None,
            (all, n) => {
                let message = format!("left out {n} of {all} files, no articles by their names");
                (NoteKind::Ignored, format!("{message}: `{}` first", first.escape_debug()))
            }
        };
        let origin = origin(&self.hint, self.format, 0);
        Some(Item::Lost { origin, notes: vec![Note::new(kind, message)] })
    }
}

impl<'a, A: Open<'a>> Iterator for Members<'a, A> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.is_over {
            if let Some(records) = &mut self.records {
                match records.next() {
                    Some(item) => return Some(item),
                    None => self.records = None,
                }
            }
            match self.archive.open() {
                None => {
                    self.is_over = true;
                    return self.closing();
                }
                Some(Err(item)) => {
                    self.n_members += 1;
                    return Some(item);
                }
                Some(Ok((name, source))) => {
                    self.n_members += 1;
                    let hint = self.hint.member(&name);
                    let mut source = source.unpacked();
                    match choose_in_archive(&mut source, &hint) {
                        true => self.records = Some(open(source, hint)),
                        false => {
                            self.left_out.0 += 1;
                            if self.left_out.0 == 1 {
                                self.left_out.1 = name;
                            }
                        }
                    }
                }
            }
        }
        None
    }
}
