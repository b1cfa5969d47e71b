//! A web page as it comes: from a file, or from an archive that knows more of it than its bytes.

use entente_model::Origin;
use jiff::civil::Date;

use super::lost;
use crate::{Hint, Item};

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
    const TAGS: [&str; 4] = ["<!doctype html", "<html", "<head", "<body"];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts = |tag: &&str| {
        head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    };
    TAGS.iter().any(|tag| starts(&tag))
}

/// Reads a page.
pub(crate) fn read_page(page: Page, hint: &Hint<'_>) -> Item {
    let Page { origin, .. } = page;
    lost(
        hint,
        origin.format,
        origin.offset,
        "expected a text, found a web page, which is not read yet",
    )
}
