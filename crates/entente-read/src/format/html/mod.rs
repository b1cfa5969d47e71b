//! Web pages: the article of a page, without what stands around it.
//!
//! A page is decoded (`charset`), parsed (`tree`) and cut into pieces (`piece`). What it says of
//! itself is taken as it is (`head`, `linked`); which pieces are the article is judged by what can
//! be measured of them (`feature`, `forest`, `body`); title, authors and day come from both.

mod aside;
mod author;
mod body;
mod byline;
mod calendar;
mod charset;
mod day;
mod feature;
mod head;
mod home;
mod language;
mod linked;
mod look;
mod names;
mod pages;
mod piece;
mod tag;
mod text;
mod title;
pub mod training;
mod tree;

use std::borrow::Cow;

use entente_model::{DateOrigin, DocId, DocMeta, Document, Fingerprint, Note, NoteKind, Noted};

pub use self::pages::{Pages, PagesError, PagesText};

use self::feature::Known;
use self::head::Head;
use self::names::{COMMENT, RELATED, Roles};
use self::piece::Piece;
use self::tag::Tag;
use self::text::Laid;
use self::tree::{NodeId, Tree};
use super::check_length;
use super::page::Page;
use crate::{Hint, identity};

/// Reads a page.
///
/// # Errors
///
/// Where it holds no text.
pub(super) fn document(page: Page, hint: &Hint<'_>) -> Result<Noted<Document>, String> {
    let Page { bytes, url, charset, modified, archived, origin } = page;
    let tree = Tree::parse(&charset::decode(&bytes, charset.as_deref()));
    let head = Head::of(&tree);
    let pieces = piece::pieces(&tree);
    let pages = hint.pages.map_or_else(|| Cow::Owned(Pages::default()), Cow::Borrowed);
    let roles = pages.names.all(&tree);
    let chosen = body::choose(&tree, &pieces, &roles, &Known::of(&head), &pages.judges);
    let (mut title, heading) = title::find(&tree, &head, &roles);
    let article = Article::new(&tree, &head, &pieces, &roles, &pages, chosen, heading);
    let Laid { text, blocks, own } = text::lay_out(&article, &mut title, hint.blocks());
    if own.trim().is_empty() && !pieces.is_empty() {
        return Err("expected an article, found none on the page".into());
    }
    check_length(&text, hint)?;

    let address = url.as_deref().unwrap_or(&hint.name);
    let (mut published, mut published_from) = day::find(&article, Some(address), archived);
    // Servers that make pages as they are asked for say that those changed just now.
    let served = modified.filter(|day| archived.is_some_and(|taken| *day < taken));
    if published.is_none() && served.is_some() {
        (published, published_from) = (served, DateOrigin::Header);
    }
    let canonical = head.address().map(str::to_owned);
    let mut meta = DocMeta {
        id: DocId::new(""),
        key: None,
        title,
        publisher: head.publisher().map(str::to_owned),
        authors: author::find(&article, url.as_deref()),
        published,
        published_from,
        earliest: match published {
            Some(_) => None,
            None => day::newest(&article, &own, archived),
        },
        query_date: None,
        lang: language::of(&head, &own),
        url: url.or_else(|| canonical.clone()),
        canonical,
        origin,
        pair: None,
        agency: None,
        fingerprint: Fingerprint::default(),
    };
    meta.id = identity::of(&own, &meta);
    let cut = "left out the end of the page: expected fewer elements";
    let notes = tree.is_cut.then(|| Note::new(NoteKind::TooLong, cut)).into_iter().collect();
    Ok(Noted { value: Document { meta, text, blocks }, notes })
}

/// A page with its article found in it.
struct Article<'p> {
    tree: &'p Tree,
    head: &'p Head,
    pieces: &'p [Piece],
    /// The roles of every element.
    roles: &'p [Roles],
    pages: &'p Pages,
    /// Whether each piece is part of the article.
    chosen: Vec<bool>,
    /// The piece that is the headline.
    headline: Option<usize>,
    /// The headline, or the first piece of the text.
    from: usize,
    /// The first piece of the text.
    to: usize,
    /// The last piece of the text.
    last: usize,
    /// Whether `5/7/2014` is in May.
    month_first: bool,
}

impl<'p> Article<'p> {
    fn new(
        tree: &'p Tree,
        head: &'p Head,
        pieces: &'p [Piece],
        roles: &'p [Roles],
        pages: &'p Pages,
        chosen: Vec<bool>,
        heading: Option<NodeId>,
    ) -> Self {
        // What stands loose above a heading has the element around both for its own, so that a
        // piece inside the heading comes first.
        let headline = heading.and_then(|id| {
            let inside = pieces.iter().position(|piece| tree.is_in(piece.node, id));
            inside.or_else(|| pieces.iter().position(|piece| tree.is_in(id, piece.node)))
        });
        let first = chosen.iter().position(|chosen| *chosen);
        let to = first.or(headline).unwrap_or_default();
        let last = chosen.iter().rposition(|chosen| *chosen).unwrap_or(to);
        let from = headline.unwrap_or(to).min(to);
        let month_first =
            head.lang.as_deref().is_some_and(|lang| lang.eq_ignore_ascii_case("en-us"));
        Self { tree, head, pieces, roles, pages, chosen, headline, from, to, last, month_first }
    }

    /// The roles of an element and those around it, so many in all.
    fn roles_near(&self, id: NodeId, n: usize) -> Roles {
        self.tree.path(id).take(n).fold(0, |all, id| all | self.roles[id as usize])
    }

    /// How far an element is from the headline, or from the first piece of the text.
    fn distance(&self, id: NodeId) -> NodeId {
        let node = |at: usize| self.pieces.get(at).map_or(0, |piece| piece.node);
        match node(self.from).checked_sub(id) {
            Some(before) => 2 * before,
            None => id.saturating_sub(node(self.to)),
        }
    }

    /// Whether something belongs to comments or to other stories: an element around it says so, and
    /// the headline and the text are not in that too.
    fn is_elsewhere(&self, id: NodeId) -> bool {
        let node = |at: usize| self.pieces.get(at).map_or(0, |piece| piece.node);
        let holds = |around: &NodeId| {
            let is_in = |at: usize| self.tree.is_in(node(at), *around);
            is_in(self.from) || is_in(self.to)
        };
        let mut own = self.tree.path(id).take(8).take_while(|around| !holds(around));
        own.any(|around| {
            let is_named = self.roles[around as usize] & (COMMENT | RELATED) != 0;
            is_named || self.tree.tag(around) == Tag::Aside
        })
    }
}
