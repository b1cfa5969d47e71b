//! RSS (of any version) and Atom, one document an item.
//!
//! Items are cut out of the stream by their tags before they are parsed, so that one that is broken
//! costs itself alone and a feed that breaks off is read as far as it goes. What the head declares
//! besides, such as entities that stand for others, is not looked at.

mod cut;
mod item;
mod markup;

use std::iter;

use entente_model::{
    DateOrigin, DocId, DocMeta, Document, Fingerprint, Format, Note, NoteKind, Noted, Origin,
};

use self::cut::{Cut, Cutter};
use self::item::Channel;
use super::{check_length, lost, origin, root};
use crate::source::Source;
use crate::{Hint, Item, Records, block, bound, date, identity};

/// Claims what has the root of a feed.
pub(super) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    let roots: [&[u8]; 3] = [b"rss", b"feed", b"rdf"];
    let is_root = |name: &[u8]| roots.iter().any(|root| name.eq_ignore_ascii_case(root));
    root::name(head).is_some_and(is_root)
}

pub(super) fn read<'a>(source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    let cutter = Cutter::new(source, hint.max_text);
    let mut feed = Feed { cutter, hint, channel: Channel::default(), number: 0, is_over: false };
    Box::new(iter::from_fn(move || feed.next_item()).fuse())
}

/// The items that are left.
struct Feed<'a> {
    cutter: Cutter<'a>,
    hint: Hint<'a>,
    channel: Channel,
    /// Of the last item, from 1.
    number: u64,
    is_over: bool,
}

impl Feed<'_> {
    fn next_item(&mut self) -> Option<Item> {
        while let Some(cut) = self.cutter.next() {
            match cut {
                Cut::Between(markup) => self.channel.learn(&markup),
                Cut::Item { markup, start, is_whole } => {
                    self.number += 1;
                    return Some(self.item(&markup, start, is_whole));
                }
                Cut::TooLong { start } => {
                    self.number += 1;
                    let told = |message| format!("item {}: {message}", self.number);
                    return Some(super::too_long(&self.hint, Format::Feed, start, "item", told));
                }
            }
        }
        let is_empty = self.number == 0 && !std::mem::replace(&mut self.is_over, true);
        let message = "expected the items of a feed, found none";
        is_empty.then(|| lost(&self.hint, Format::Feed, 0, message))
    }

    fn item(&self, markup: &[u8], start: u64, is_whole: bool) -> Item {
        let here = |message: &str| format!("item {}: {message}", self.number);
        match self.document(markup, start) {
            Err(message) => lost(&self.hint, Format::Feed, start, here(&message)),
            Ok(Noted { value, mut notes }) => {
                notes.iter_mut().for_each(|note| note.message = here(&note.message));
                if !is_whole {
                    let message = here("expected the end of the item, found that it breaks off");
                    notes.push(Note::new(NoteKind::Truncated, message));
                }
                Item::Document(Box::new(Noted { value, notes }))
            }
        }
    }

    fn document(&self, markup: &[u8], start: u64) -> Result<Noted<Document>, String> {
        let fields = item::read(&self.channel.decoded(markup))?;
        let mut notes = fields.notes;
        let published = fields.published.as_deref().filter(|text| !text.trim().is_empty());
        let day = published.and_then(|text| date::leading(text).or_else(|| date::of_mail(text)));
        if let (Some(found), None) = (published, day) {
            let message =
                format!("ignored the date: expected RFC 822 or ISO 8601, found `{found}`");
            notes.push(Note::new(NoteKind::Ignored, message));
        }
        let body = markup::text(&fields.body, &mut notes);
        let title =
            fields.title.map(|title| markup::line(&title)).filter(|title| !title.is_empty());
        // The headline is part of what was published, and where the body is only a teaser the
        // better part.
        let begins = title.as_deref().is_some_and(|title| body.lines().next() == Some(title));
        let text = match &title {
            Some(title) if !begins => format!("{title}\n\n{body}"),
            _ => body,
        };
        let text = text.trim_end().to_owned();
        check_length(&text, &self.hint)?;
        let mut meta = DocMeta {
            id: DocId::new(""),
            key: None,
            title,
            publisher: self.channel.title.clone(),
            authors: Vec::new(),
            published: day,
            published_from: day.map_or(DateOrigin::None, |_| DateOrigin::Meta),
            earliest: None,
            query_date: None,
            lang: fields.lang.or_else(|| self.channel.lang.clone()),
            url: fields.url,
            canonical: None,
            origin: Origin { offset: start, ..origin(&self.hint, Format::Feed, start) },
            pair: None,
            agency: None,
            fingerprint: Fingerprint::default(),
        };
        let blocks = block::blocks(&text, &mut meta.title, self.hint.cues.into());
        bound::set(&mut meta, &text, &self.hint);
        meta.id = identity::of(&text, &meta);
        Ok(Noted { value: Document { meta, text, blocks }, notes })
    }
}
