//! A web page as it comes: from a file, or from an archive that knows more of it than its bytes.

use std::iter;

use entente_model::{Format, Origin};
use jiff::civil::Date;

use super::{html, lost, origin, root, too_long};
use crate::source::Source;
use crate::{Hint, Item, Records};

/// A page and what is said of it from outside.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// As it was sent, with transfer and content codings undone.
    pub(crate) bytes: Vec<u8>,
    /// Where it was.
    pub(crate) url: Option<String>,
    /// The charset that the server declared, as it wrote it.
    pub(crate) charset: Option<String>,
    /// The day that the server said it was last changed.
    pub(crate) modified: Option<Date>,
    /// The day on which it was taken; no page is published later.
    pub(crate) archived: Option<Date>,
    /// Where its bytes came from.
    pub(crate) origin: Origin,
}

/// Whether bytes begin as a page does.
pub(crate) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    const DECLARED: &[u8] = b"<!doctype html";
    let roots: [&[u8]; 3] = [b"html", b"head", b"body"];
    let is_root = |name: &[u8]| roots.iter().any(|root| name.eq_ignore_ascii_case(root));
    let declaration = root::start(head).get(..DECLARED.len());
    declaration.is_some_and(|start| start.eq_ignore_ascii_case(DECLARED))
        || root::name(head).is_some_and(is_root)
}

/// Reads a file that is a page.
pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    Box::new(iter::once_with(move || {
        let Some(bytes) = source.whole(hint.max_text) else {
            return too_long(&hint, Format::Html, 0, "page", |message| message);
        };
        let origin = origin(&hint, Format::Html, 0);
        let page = Page { bytes, url: None, charset: None, modified: None, archived: None, origin };
        read_page(page, &hint)
    }))
}

/// Reads a page.
pub(crate) fn read_page(page: Page, hint: &Hint<'_>) -> Item {
    let Origin { path: _, offset, format } = page.origin;
    match html::document(page, hint) {
        Ok(read) => Item::Document(Box::new(read)),
        Err(message) => lost(hint, format, offset, message),
    }
}
