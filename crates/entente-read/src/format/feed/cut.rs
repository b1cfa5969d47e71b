//! Cuts items out of a feed by their tags alone.

use crate::format::root::element;
use crate::source::{Source, Until};

/// Markup between items that is kept at most; what is longer says nothing that is needed.
const MOST_BETWEEN: usize = 256 << 10;

/// A part of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// What stands outside items: the head, or what comes between.
    Between(Vec<u8>),
    /// An item with its tags.
    Item {
        markup: Vec<u8>,
        start: u64,
        /// Whether its end was found.
        is_whole: bool,
    },
    /// An item longer than was allowed, passed over.
    TooLong { start: u64 },
}

/// Cuts a stream in pieces that end with a tag.
pub(super) struct Cutter<'a> {
    source: Source<'a>,
    most: usize,
    /// What opens the next item, if it was taken already, and where it began.
    opened: Option<(Vec<u8>, u64)>,
}

/// What the last tag of a piece does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Opens,
    Closes,
    /// Opens and closes.
    Empty,
    Other,
}

/// Text that is no markup until it is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Markup,
    /// `<![CDATA[ … ]]>`
    Literal,
    /// `<!-- … -->`
    Comment,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(source: Source<'a>, most: usize) -> Self {
        Self { source, most, opened: None }
    }

    /// Takes the next part.
    pub(super) fn next(&mut self) -> Option<Cut> {
        match self.opened.take() {
            Some((tag, start)) => Some(self.item(tag, start)),
            None => self.between(),
        }
    }

    fn between(&mut self) -> Option<Cut> {
        let (mut kept, mut inside) = (Vec::new(), Inside::default());
        let begin = self.source.offset();
        loop {
            let mut piece = Vec::new();
            let until = self.source.until(b'>', self.most, &mut piece);
            let tag_at = inside.last_tag(&piece);
            match tag_at.map_or(Tag::Other, |at| tag(&piece[at..])) {
                Tag::Opens => {
                    let at = tag_at.unwrap_or_default();
                    let start = self.source.offset() - (piece.len() - at) as u64;
                    self.opened = Some((piece.split_off(at), start));
                    keep(&mut kept, &piece);
                    return Some(Cut::Between(kept));
                }
                _ => keep(&mut kept, &piece),
            }
            if until == Until::End {
                let is_any = self.source.offset() > begin;
                return is_any.then_some(Cut::Between(kept));
            }
        }
    }

    fn item(&mut self, opening: Vec<u8>, start: u64) -> Cut {
        let (mut markup, mut inside) = (opening, Inside::default());
        loop {
            let before = markup.len();
            let left = self.most.saturating_sub(before);
            let until = self.source.until(b'>', left, &mut markup);
            if until == Until::TooLong {
                self.pass_over(inside);
                return Cut::TooLong { start };
            }
            let tag_at = inside.last_tag(&markup[before..]).map(|at| before + at);
            match tag_at.map_or(Tag::Other, |at| tag(&markup[at..])) {
                Tag::Closes => return Cut::Item { markup, start, is_whole: true },
                // The last one was never closed.
                Tag::Opens => {
                    let tag = markup.split_off(tag_at.unwrap_or_default());
                    let at = self.source.offset() - tag.len() as u64;
                    self.opened = Some((tag, at));
                    return Cut::Item { markup, start, is_whole: false };
                }
                Tag::Empty | Tag::Other => {}
            }
            if until == Until::End {
                return Cut::Item { markup, start, is_whole: false };
            }
        }
    }

    /// Drops what is left of an item.
    fn pass_over(&mut self, mut inside: Inside) {
        let mut piece = Vec::new();
        loop {
            piece.clear();
            let until = self.source.until(b'>', MOST_BETWEEN, &mut piece);
            let tag_at = inside.last_tag(&piece);
            let found = tag_at.map_or(Tag::Other, |at| tag(&piece[at..]));
            if found == Tag::Opens {
                let tag = piece.split_off(tag_at.unwrap_or_default());
                let at = self.source.offset() - tag.len() as u64;
                self.opened = Some((tag, at));
            }
            if until == Until::End || matches!(found, Tag::Opens | Tag::Closes) {
                return;
            }
        }
    }
}

impl Inside {
    /// Where the tag begins that ends a piece, unless it is no markup.
    fn last_tag(&mut self, piece: &[u8]) -> Option<usize> {
        const LITERAL: &[u8] = b"<![CDATA[";
        const COMMENT: &[u8] = b"<!--";
        let mut from = 0;
        if *self == Self::Markup {
            let literal = memchr::memmem::find(piece, LITERAL);
            let comment = memchr::memmem::find(piece, COMMENT);
            (*self, from) = match (literal, comment) {
                (None, None) => return memchr::memrchr(b'<', piece),
                (Some(at), None) => (Self::Literal, at + LITERAL.len()),
                (None, Some(at)) => (Self::Comment, at + COMMENT.len()),
                (Some(literal), Some(comment)) if literal < comment => {
                    (Self::Literal, literal + LITERAL.len())
                }
                (Some(_), Some(comment)) => (Self::Comment, comment + COMMENT.len()),
            };
        }
        let end: &[u8] = if *self == Self::Literal { b"]]>" } else { b"-->" };
        if piece[from..].ends_with(end) {
            *self = Self::Markup;
        }
        None
    }
}

/// What a tag does, if it is that of an item.
fn tag(bytes: &[u8]) -> Tag {
    let (is_closing, name) = match bytes {
        [b'<', b'/', rest @ ..] => (true, element(rest)),
        [b'<', rest @ ..] => (false, element(rest)),
        _ => return Tag::Other,
    };
    match (name == b"item" || name == b"entry", is_closing) {
        (false, _) => Tag::Other,
        (true, true) => Tag::Closes,
        (true, false) if bytes.ends_with(b"/>") => Tag::Empty,
        (true, false) if bytes.ends_with(b">") => Tag::Opens,
        (true, false) => Tag::Other,
    }
}

fn keep(kept: &mut Vec<u8>, piece: &[u8]) {
    if kept.len() + piece.len() <= MOST_BETWEEN {
        kept.extend_from_slice(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the items of a feed, each with where it starts and `!` if it has no end.
    #[track_caller]
    fn check(feed: &str, expect: &[&str]) {
        let mut cutter = Cutter::new(Source::new(feed.as_bytes()), 40);
        let cuts = std::iter::from_fn(|| cutter.next());
        let items = cuts.filter_map(|cut| match cut {
            Cut::Between(_) => None,
            Cut::TooLong { start } => Some(format!("{start} too long")),
            Cut::Item { markup, start, is_whole } => {
                let markup = String::from_utf8_lossy(&markup).into_owned();
                Some(format!("{start} {markup}{}", if is_whole { "" } else { "!" }))
            }
        });
        assert_eq!(items.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn items_are_cut_out_and_words_like_them_are_not() {
        check(
            "<a><items><item>x</item> <entry y='1'>z</entry>",
            &["10 <item>x</item>", "25 <entry y='1'>z</entry>"],
        );
        check("<item/><item>x</item>", &["7 <item>x</item>"]);
        check("<!--<item>--><item>x</item>", &["13 <item>x</item>"]);
        check("<item><![CDATA[</item>]]></item>", &["0 <item><![CDATA[</item>]]></item>"]);
        check("no tags at all", &[]);
        check("", &[]);
    }

    #[test]
    fn what_has_no_end_ends_with_the_next_or_the_feed() {
        check("<item>x<item>y</item>", &["0 <item>x!", "7 <item>y</item>"]);
        check("<item>x<b>y", &["0 <item>x<b>y!"]);
        check("<item><![CDATA[ a </item>", &["0 <item><![CDATA[ a </item>!"]);
    }

    #[test]
    fn an_item_that_is_too_long_costs_only_itself() {
        let long = format!("<item>{}</item><item>y</item>", "x".repeat(60));
        check(&long, &["0 too long", "73 <item>y</item>"]);
        let open = format!("<item>{}<item>y</item>", "x".repeat(60));
        check(&open, &["0 too long", "66 <item>y</item>"]);
    }
}
