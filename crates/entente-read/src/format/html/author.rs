//! Who wrote a page: what its data say, else the element or the line beside its headline.
//!
//! The outlet itself is no author: pages that name it as one have none there, and are asked on.

use super::Article;
use super::names::{BYLINE, FOOT, Roles};
use super::tag::Tag;
use super::tree::NodeId;

/// The names of `meta` elements that hold an author, best first.
#[rustfmt::skip]
const METAS: [&str; 14] = [
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author", "cxenseparse:author", "og:article:author",
    "article:author_name", "vr:author", "shareaholic:article_author_name", "creator",
];
/// The names of `meta` elements of which one says what the other holds.
const LABELLED: [(&str, &str); 2] =
    [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
/// The longest line that is looked at for a name, in bytes.
const LINE: usize = 160;
/// How far after the text an author is looked for, in pieces.
const AFTER: usize = 12;
/// The most nodes of an element that is looked at for a name, and the most such elements.
const MOST: (NodeId, usize) = (40, 40);
/// How far before the headline and after the text's first piece, in pieces.
const NEAR: (usize, usize) = (6, 4);

/// Finds the authors of a page whose address may be known.
pub(super) fn find(page: &Article<'_>, url: Option<&str>) -> Vec<String> {
    let site = Site::of(page, url);
    let finders = [by_data, by_link, by_name, by_line];
    let found = finders.iter().flat_map(|find| find(page));
    let kept = found.map(|names| site.without(names)).find(|names| !names.is_empty());
    kept.unwrap_or_default()
}

/// What the page's data say, the best first.
fn by_data(page: &Article<'_>) -> Vec<Vec<String>> {
    let (head, bylines) = (page.head, &page.pages.bylines);
    let names = |lines: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        lines.flat_map(|line| bylines.names(line)).collect()
    };
    let labelled = LABELLED.iter().map(|(label, data)| {
        let label = head.metas(label).next().unwrap_or_default();
        let is_author = bylines.after_words(label).is_some_and(str::is_empty);
        names(&mut head.metas(data).filter(|_| is_author))
    });
    let linked = names(&mut head.linked.authors.iter().map(String::as_str));
    let metas = METAS.iter().map(|name| names(&mut head.metas(name)));
    std::iter::once(linked).chain(metas).chain(labelled).collect()
}

/// What elements say whose relation, property or address is that of an author, the nearest first.
fn by_link(page: &Article<'_>) -> Vec<Vec<String>> {
    let bylines = &page.pages.bylines;
    let says = |id: NodeId, name: &str| {
        let mut words = page.tree.attribute(id, name).unwrap_or_default().split_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("author"))
    };
    let leads = |id: NodeId| {
        let address = page.tree.attribute(id, "href").filter(|_| page.tree.tag(id) == Tag::A);
        address.is_some_and(|address| bylines.is_authors(address))
    };
    let is_marked = |id: NodeId| says(id, "rel") || says(id, "itemprop") || leads(id);
    let near = nearest(page, FOOT, is_marked);
    near.into_iter().map(|id| bylines.names(&line(page, id))).collect()
}

/// What elements say whose names are those of a byline, the nearest first.
fn by_name(page: &Article<'_>) -> Vec<Vec<String>> {
    let is_marked = |id: NodeId| page.roles[id as usize] & BYLINE != 0;
    let near = nearest(page, 0, is_marked);
    near.into_iter().map(|id| page.pages.bylines.plain_names(&line(page, id))).collect()
}

/// The elements of some kind near the headline or after the text, the nearest first, but for those
/// of comments, of other stories, and of some roles.
fn nearest(page: &Article<'_>, but: Roles, is_marked: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
    let end = page.pieces.get(page.last + AFTER).map_or(page.tree.len(), |piece| piece.node);
    let is_of_text = |id: NodeId| {
        let is_page = matches!(page.tree.tag(id), Tag::Html | Tag::Body | Tag::Meta | Tag::Link);
        let is_small = page.tree.end(id) - id <= MOST.0;
        is_small && !is_page && !page.is_elsewhere(id) && page.roles_near(id, 8) & but == 0
    };
    let mut marked: Vec<NodeId> = (1..end).filter(|id| is_marked(*id) && is_of_text(*id)).collect();
    marked.sort_by_key(|id| page.distance(*id));
    marked.truncate(MOST.1);
    marked
}

/// The text of an element, if it is short, else nothing.
fn line(page: &Article<'_>, id: NodeId) -> String {
    let content = page.tree.attribute(id, "content").unwrap_or_default();
    let text = if content.is_empty() { page.tree.text(id) } else { content.to_owned() };
    if text.len() <= LINE { text } else { String::new() }
}

/// What lines say that are worded as a byline, near the headline or else after the text.
fn by_line(page: &Article<'_>) -> Vec<Vec<String>> {
    let n = page.pieces.len();
    let near = page.from.saturating_sub(NEAR.0)..(page.to + NEAR.1).min(n);
    let after = page.last.saturating_sub(1).max(near.end).min(n)..(page.last + AFTER).min(n);
    near.chain(after)
        .filter(|at| !page.is_elsewhere(page.pieces[*at].node))
        .map(|at| worded(page, at))
        .collect()
}

/// The names in a line after words that stand before a name; where nothing follows, in the next.
fn worded(page: &Article<'_>, at: usize) -> Vec<String> {
    let bylines = &page.pages.bylines;
    let text = |at: usize| page.pieces.get(at).map_or("", |piece| piece.text.as_str());
    let is_short = |text: &&str| text.len() <= LINE;
    let rest = Some(text(at)).filter(is_short).and_then(|text| {
        bylines.after_words(text.trim_start_matches(|c: char| !c.is_alphabetic()))
    });
    match rest {
        Some("") => bylines.plain_names(Some(text(at + 1)).filter(is_short).unwrap_or_default()),
        Some(rest) => bylines.plain_names(rest),
        None => Vec::new(),
    }
}

/// The outlet's names, with nothing but letters and digits in lower case.
struct Site(Vec<String>);

impl Site {
    fn of(page: &Article<'_>, url: Option<&str>) -> Self {
        let address = page.head.address().or(url.filter(|url| url.contains("://")));
        let host = address.and_then(|url| url.split("://").nth(1)?.split('/').next());
        let labels: Vec<&str> = host.unwrap_or_default().split('.').collect();
        let ends = (0..labels.len().saturating_sub(1)).map(|at| letters(&labels[at..].concat()));
        let publisher = letters(page.head.publisher().unwrap_or_default());
        let own = labels.len().checked_sub(2).map(|at| letters(labels[at]));
        let all = ends.chain(own).chain([publisher]);
        Self(all.filter(|name| !name.is_empty()).collect())
    }

    /// The names without repeats; none if one of them is the outlet.
    fn without(&self, names: Vec<String>) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for name in names {
            let bare = letters(&name);
            if self.0.contains(&bare) {
                return Vec::new();
            }
            if !seen.contains(&bare) {
                seen.push(bare);
                kept.push(name);
            }
        }
        kept
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
