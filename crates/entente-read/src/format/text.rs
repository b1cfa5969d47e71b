//! Plain text: one document a file.
//!
//! The headline is the first line, where it looks like one. The day of publication is read in the
//! file's name (`2014-05-07-rig-collision.txt`), else in a line of its own near the top.

use std::iter;

use entente_model::{DateOrigin, DocId, DocMeta, Document, Fingerprint, Format, Noted, Origin};
use jiff::civil::Date;

use super::page::Page;
use super::{check_length, lost, origin, too_long};
use crate::source::Source;
use crate::{Hint, Item, Records, block, bound, date, decode, identity};

/// Anything may be plain text.
pub(super) fn looks(_: &[u8], _: &Hint<'_>) -> bool {
    true
}

pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    Box::new(iter::once_with(move || {
        let Some(bytes) = source.whole(hint.max_text) else {
            return too_long(&hint, Format::Text, 0, "text", |message| message);
        };
        let origin = origin(&hint, Format::Text, 0);
        let page = Page { bytes, url: None, charset: None, modified: None, archived: None, origin };
        read_page(page, &hint)
    }))
}

/// Reads a text from wherever it comes.
pub(super) fn read_page(page: Page, hint: &Hint<'_>) -> Item {
    let Origin { path: _, offset, format } = page.origin;
    match document(page, hint) {
        Ok(document) => Item::Document(Box::new(Noted::clean(document))),
        Err(message) => lost(hint, format, offset, message),
    }
}

fn document(page: Page, hint: &Hint<'_>) -> Result<Document, String> {
    let Page { bytes, url, charset, modified: _, archived: _, origin } = page;
    let (mark, bytes) = decode::split_mark(&bytes);
    let text = decode::labelled(bytes, mark, charset.as_deref())?;
    let text = text.as_ref();
    if hint.format.is_none() && text.trim_start().starts_with("<?xml") {
        return Err("expected an article, found XML that is neither a feed nor a page".into());
    }
    check_length(text, hint)?;
    let (published, published_from) = published(text, url.as_deref().unwrap_or(&hint.name));
    let mut meta = DocMeta {
        id: DocId::new(""),
        key: None,
        title: None,
        publisher: None,
        authors: Vec::new(),
        published,
        published_from,
        earliest: None,
        query_date: None,
        lang: None,
        url,
        canonical: None,
        origin: Origin { offset: origin.offset + mark, ..origin },
        pair: None,
        agency: None,
        fingerprint: Fingerprint::default(),
    };
    let blocks = block::blocks(text, &mut meta.title, hint.blocks());
    bound::set(&mut meta, text, hint);
    meta.id = identity::of(text, &meta);
    Ok(Document { meta, text: text.into(), blocks })
}

fn published(text: &str, name: &str) -> (Option<Date>, DateOrigin) {
    let in_name = || Some((date::in_name(name)?, DateOrigin::Url));
    let in_text = || Some((date::near_top(text)?, DateOrigin::Text));
    let (day, origin) = in_name().or_else(in_text).unzip();
    (day, origin.unwrap_or(DateOrigin::None))
}
